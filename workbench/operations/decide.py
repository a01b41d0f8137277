"""What a reviewer does to a claim, as an event that says what the reviewer had seen."""

from dataclasses import replace
from datetime import UTC, datetime
from difflib import get_close_matches

from workbench.documents.settings import Settings
from workbench.errors import EXIT_DATA, EXIT_USAGE, WorkbenchError
from workbench.operations.desk_state import ReviewMemory
from workbench.reviews.events import Event, Seen
from workbench.reviews.scale import REASONS
from workbench.store.queries import ClaimDetail


def event_for(  # noqa: PLR0913 - the fields of an event
    detail: ClaimDetail, settings: Settings, reviewer: str, action: str, *, event_id: str, verdict: str | None = None,
    reasons: tuple[str, ...] = (), note: str | None = None, evidence: tuple[str, ...] = (),
    observation: str | None = None, alone: bool = False,
) -> Event:  # fmt: skip
    """The event of a reviewer's action on a claim.

    Args:
        detail: The claim as the reviewer saw it.
        settings: The case's settings.
        reviewer: Who acts.
        action: One of :data:`workbench.reviews.events.ACTIONS`.
        event_id: From the writer, greater than any it has read.
        verdict: A verdict of the case's scale.
        reasons: Reasons from the list.
        note: A note in the reviewer's own words.
        evidence: Observation ids, URLs, or text; for a link the observation.
        observation: What the reviewer held it against; the linked one or the best candidate where it is None.
        alone: On this telling of the claim, apart from the others of its group.

    Raises:
        WorkbenchError: The verdict or a reason is none of the case's.
    """
    if verdict is not None:
        check_word(verdict, settings.verdicts, "verdict")
    for reason in reasons:
        check_word(reason, tuple(choice.name for choice in REASONS), "reason")
    line, claim = detail.line, detail.claim
    compared = evidence[0] if action == "link" and evidence else observation or line.observation_id
    seen = Seen(
        document=line.document or line.document_id, sentence=claim.quantity.sentence, text=claim.quantity.text,
        occurrence=claim.occurrence, comparison=_comparison(detail, compared), observation=compared,
        observation_hash=_observation_hash(detail, compared), alone=alone,
    )  # fmt: skip
    return Event(
        event_id, now(), reviewer, action, claim.claim_id, verdict, reasons, note, evidence, seen,
        settings.settings_hash, blind=settings.mode == "blind" and action != "adjudicate",
    )  # fmt: skip


def check_adjudicable(memory: ReviewMemory, claim_id: str) -> None:
    """Refuse a final decision before those who must vote have voted, on whichever telling of the claim.

    Raises:
        WorkbenchError: Nobody has voted, or in a blind case not everybody who must.
    """
    if waiting := memory.missing(claim_id):
        hint = "Their votes are hidden until all are in"
        raise WorkbenchError(f"not everybody has voted yet: {', '.join(waiting)}", hint, code=EXIT_DATA)
    if not memory.state(claim_id).verdicts:
        raise WorkbenchError("nobody has voted on this claim yet", "Give a verdict: workbench verdict ID VERDICT",
                             code=EXIT_DATA)  # fmt: skip


def retract(target: Event, reviewer: str, *, event_id: str, settings: Settings) -> Event:
    """The event that takes ``target`` back."""
    blind = settings.mode == "blind"
    return Event(event_id, now(), reviewer, "retract", target.claim, retracts=target.id, blind=blind)


def again(target: Event, *, event_id: str) -> Event:
    """The event that does once more what was undone."""
    return replace(target, id=event_id, at=now())


def now() -> str:
    """The present time in UTC, to the millisecond, as events write it."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def check_word(word: str, known: tuple[str, ...], what: str) -> None:
    """Refuse a word that is not in a list, with the nearest that is.

    Raises:
        WorkbenchError: a usage error that lists the words.
    """
    if word in known:
        return
    near = get_close_matches(word, known, 1)
    meant = f"Did you mean {near[0]}? " if near else ""
    raise WorkbenchError(f"{word[:60]!a} is no {what}", f"{meant}Known: {', '.join(known)}", code=EXIT_USAGE)


def _comparison(detail: ClaimDetail, observation_id: str | None) -> str | None:
    option = next((o for o in detail.options if o.observation.observation_id == observation_id), None)
    return "no_reference" if option is None else option.comparison


def _observation_hash(detail: ClaimDetail, observation_id: str | None) -> str | None:
    option = next((o for o in detail.options if o.observation.observation_id == observation_id), None)
    return None if option is None else option.observation.sha256
