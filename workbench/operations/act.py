"""One decision from the command line: saved, then published."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from workbench.documents.case import Case
from workbench.documents.settings import Settings, read_settings
from workbench.errors import EXIT_DATA, EXIT_USAGE, Problem, WorkbenchError
from workbench.operations.build import build
from workbench.operations.decide import again, check_adjudicable, event_for, retract
from workbench.operations.remember import remember
from workbench.reviews.events import Event
from workbench.reviews.state import redo_target, undo_target
from workbench.store.publish import publish
from workbench.store.queries import ClaimDetail, UnknownClaimError, claim_detail, find_claim
from workbench.store.review_log import ReviewWriter
from workbench.store.review_tail import read_all
from workbench.store.snapshot import NotBuiltError, Snapshot, built_last

# A decision does not wait longer for somebody else's build.
_PATIENCE = 2.0


@dataclass(frozen=True, slots=True)
class Done:
    """A saved event, what it was about, and what there was to say on the way.

    ``tellings`` is how many tellings the claim's group has.
    """

    event: Event
    about: Event | None
    problems: list[Problem]
    tellings: int = 1


def act(  # noqa: PLR0913 - the fields of a decision
    root: Path, reviewer: str, claim: str, action: str, *, verdict: str | None = None, reasons: tuple[str, ...] = (),
    note: str | None = None, evidence: tuple[str, ...] = (), alone: bool = False,
) -> Done:  # fmt: skip
    """Save a reviewer's action on a claim.

    Args:
        root: The case.
        reviewer: Who acts.
        claim: The claim's id or an unambiguous beginning of it.
        action: verdict, note, skip, flag, link, adjudicate or dismiss_claim.
        verdict: For a verdict, one of the case's scale.
        reasons: Reasons from the list.
        note: A note in the reviewer's own words.
        evidence: Observation ids, URLs or text; for a link, the observation.
        alone: On this telling of the claim, apart from the others of its group.

    Raises:
        WorkbenchError: No such claim, verdict, reason or observation; or it could not be saved.
    """
    with _opened(root) as (found, settings, problems):
        identifier = find_claim(found, claim)
        detail = claim_detail(found, identifier)
        if action == "link":
            detail = _with_observation(found, detail, evidence[0] if evidence else "")
        if action == "adjudicate":
            check_adjudicable(remember(found, settings, reviewer, read_all(root).events), identifier)
        writer = ReviewWriter(root, reviewer)
        event = event_for(
            detail, settings, reviewer, action, event_id=writer.next_id(), verdict=verdict, reasons=reasons, note=note,
            evidence=evidence, alone=alone,
        )  # fmt: skip
        writer.append(event)
    return Done(event, None, _once(problems, published(root)), detail.line.tellings)


def undo(root: Path, reviewer: str) -> Done:
    """Take back the reviewer's last decision.

    Raises:
        WorkbenchError: There is nothing to undo.
    """
    settings, problems = read_settings(Case(root))
    target = undo_target(read_all(root).events, reviewer)
    if target is None:
        hint = "Another reviewer: --reviewer NAME"
        raise WorkbenchError(f"there is nothing to undo for {reviewer}", hint, code=EXIT_DATA)
    writer = ReviewWriter(root, reviewer)
    event = retract(target, reviewer, event_id=writer.next_id(), settings=settings)
    writer.append(event)
    return Done(event, target, _once(problems, published(root)))


def redo(root: Path, reviewer: str) -> Done:
    """Decide again what was undone last.

    Raises:
        WorkbenchError: Nothing was undone, or something was decided since.
    """
    target = redo_target(read_all(root).events, reviewer)
    if target is None:
        hint = "Redo brings back what undo took, until something new is decided"
        raise WorkbenchError(f"there is nothing to redo for {reviewer}", hint, code=EXIT_DATA)
    writer = ReviewWriter(root, reviewer)
    event = again(target, event_id=writer.next_id())
    writer.append(event)
    return Done(event, target, published(root))


@contextmanager
def _opened(root: Path) -> Iterator[tuple[Snapshot, Settings, list[Problem]]]:
    """The case as it is now; as it was built last where it cannot be built, on a full disk or beside another build."""
    failed: WorkbenchError | None = None
    problems: list[Problem] = []
    try:
        problems = build(root, patience=_PATIENCE).problems
    except WorkbenchError as error:
        failed = error
        what = f"the case is taken as it was built last: {error.problem.message}"
        problems = [Problem(what, error.problem.hint, error.problem.file)]
    settings, _ = read_settings(Case(root))
    try:
        with built_last(root) as found:
            yield found, settings, problems
    except (NotBuiltError, UnknownClaimError):
        if failed is not None:
            raise failed from None
        raise


def _with_observation(found: Snapshot, detail: ClaimDetail, observation_id: str) -> ClaimDetail:
    """Check that the observation of a link exists."""
    known = {row["observation_id"] for row in found.rows("SELECT observation_id FROM observations")}
    if observation_id not in known:
        hint = 'List them with: workbench sql "SELECT observation_id, measure, place, period FROM observations"'
        raise WorkbenchError(f"no observation has the id {observation_id[:60]!a}", hint, code=EXIT_USAGE)
    return detail


def _once(*told: list[Problem]) -> list[Problem]:
    """The problems of several steps; a line that two of them could not read is told once."""
    return list(dict.fromkeys(problem for problems in told for problem in problems))


def published(root: Path) -> list[Problem]:
    """Publish; the decision is saved already, so that a busy case is only worth a word."""
    try:
        return publish(root).problems
    except WorkbenchError as error:
        what = f"Saved; workbench.duckdb will show it later: {error.problem.message}"
        return [Problem(what, error.problem.hint)]
