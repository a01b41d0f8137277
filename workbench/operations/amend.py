"""Add a claim that the machine missed, or correct how it read one: as events, like every decision."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

from workbench.documents.case import Case
from workbench.documents.settings import Settings, read_settings
from workbench.errors import EXIT_DATA, EXIT_USAGE, Problem, WorkbenchError
from workbench.extraction.claims import Claim, Document
from workbench.extraction.pointing import Span, claim_of, numeral_in, read_at, sentence_around
from workbench.operations.act import Done, published
from workbench.operations.build import build
from workbench.operations.decide import event_for, now
from workbench.operations.plain import one_line
from workbench.operations.wording import amended, understood
from workbench.quantity.model import Quantity
from workbench.reviews.events import Event, Seen
from workbench.reviews.readings import changes, whole_reading
from workbench.store.queries import ClaimDetail, claim_detail, documents_named, find_claim, line_of_claim
from workbench.store.review_log import ReviewWriter
from workbench.store.snapshot import Snapshot, snapshot

_NAMED, _LONGEST = 5, 2000


@dataclass(frozen=True, slots=True)
class Where:
    """Which of several places with the same words is meant.

    Attributes:
        sentence: Words that its sentence holds.
        near: Words of the text; the place nearest to them is meant.
        line: The line of the document's text, from 1.
    """

    sentence: str | None = None
    near: str | None = None
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Amended:
    """What was saved, and how the claim is read now, in one line."""

    done: Done
    understood: str


def add(  # noqa: PLR0913 - a claim's place and its fields
    root: Path, reviewer: str, document: str, words: str, where: Where, given: Mapping[str, str],
    note: str | None = None,
) -> Amended:  # fmt: skip
    """Add the claim that these words of a document make.

    Args:
        root: The case.
        reviewer: Who adds it.
        document: A file of ``claims/``, or a document's id.
        words: The number with its unit, as they stand in the text.
        where: Which place is meant where there are several.
        given: Fields of :mod:`workbench.operations.wording` that go before what is read.
        note: Why.

    Raises:
        WorkbenchError: There is no such document or place, the words hold no number, or it is a claim already.
    """
    problems, settings = _built(root)
    with snapshot(root) as found:
        candidates = documents_named(found, document)
        if not candidates:
            hint = 'Give a file of claims/, or an id: workbench sql "SELECT document_id, path FROM documents"'
            raise WorkbenchError(f"no document is called {document[:80]!a}", hint, code=EXIT_USAGE)
        said, span = _place(candidates, words, where)
        quantity = new_quantity(said, span, given)
        claim = new_claim(found, said, quantity)
        writer = ReviewWriter(root, reviewer)
        event = addition(said, claim, settings, reviewer, event_id=writer.next_id(), note=note)
        writer.append(event)
    done = Done(event, None, [*problems, *published(root)])
    return Amended(done, understood(quantity, settings.tolerances))


def correct(root: Path, reviewer: str, claim: str, given: Mapping[str, str], note: str | None = None) -> Amended:
    """Correct how a claim is read; without a field, take back that somebody dismissed it.

    Raises:
        WorkbenchError: No such claim, a field that cannot be understood, or nothing that differs.
    """
    problems, settings = _built(root)
    with snapshot(root) as found:
        detail = claim_detail(found, find_claim(found, claim))
        writer = ReviewWriter(root, reviewer)
        event, quantity = correction(detail, settings, reviewer, given, event_id=writer.next_id(), note=note)
        writer.append(event)
    done = Done(event, None, [*problems, *published(root)])
    return Amended(done, understood(quantity, settings.tolerances))


def new_quantity(said: Document, span: Span, given: Mapping[str, str]) -> Quantity:
    """The quantity at a place of a document, as the extractor reads it and as the fields say.

    Raises:
        WorkbenchError: The words hold no number and none is given, or a field cannot be understood.
    """
    if not said.text[span.start : span.end].strip():
        raise WorkbenchError("no words are chosen", "Choose a number with its unit", code=EXIT_USAGE)
    quantity = read_at(said.text, span.start, span.end, said.said_on)
    if quantity is None:
        words = said.text[span.start : span.end]
        if not (given.get("value") or (given.get("low") and given.get("high"))):
            hint = "Say what they mean, value and unit: F2 on the review screen, --value 20 --unit people as a command"
            raise WorkbenchError(f"the words {one_line(words, 60)!r} cannot be read", hint, code=EXIT_USAGE)
        around = sentence_around(said.text, span.start, span.end)
        sentence = said.text[around.start : around.end]
        quantity = Quantity(span.start, span.end, words, sentence, Decimal(1), numeral=numeral_in(words))
    # Somebody wants to check it: that is what the measure tells.
    return replace(amended(quantity, given, said.said_on), checkworthiness=1.0)


def new_claim(found: Snapshot, said: Document, quantity: Quantity) -> Claim:
    """The claim that a quantity makes.

    Raises:
        WorkbenchError: The case has it already.
    """
    claim = claim_of(said.document_id, said.text, quantity)
    known = line_of_claim(found, claim.claim_id)
    if known is not None:
        state = "dismissed; without any field this takes it back" if known.state == "dismissed" else "a claim already"
        hint = f"Correct it: workbench claim correct {claim.claim_id}"
        raise WorkbenchError(f"{one_line(known.text, 60)!r} is {state} ({claim.claim_id})", hint, code=EXIT_DATA)
    return claim


def addition(  # noqa: PLR0913 - the fields of an event
    said: Document, claim: Claim, settings: Settings, reviewer: str, *, event_id: str, note: str | None = None
) -> Event:
    """The event that adds a claim."""
    quantity = claim.quantity
    seen = Seen(said.identity, quantity.sentence, quantity.text, claim.occurrence)
    return Event(
        event_id, now(), reviewer, "add_claim", claim.claim_id, note=note, seen=seen,
        settings_hash=settings.settings_hash, blind=settings.mode == "blind", quantity=whole_reading(quantity),
    )  # fmt: skip


def correction(  # noqa: PLR0913 - the fields of an event
    detail: ClaimDetail, settings: Settings, reviewer: str, given: Mapping[str, str], *, event_id: str,
    note: str | None = None,
) -> tuple[Event, Quantity]:  # fmt: skip
    """The event that corrects a claim, and how the claim is read with it.

    Raises:
        WorkbenchError: A field cannot be understood, or nothing differs.
    """
    now_read, on = detail.claim.quantity, detail.line.posted_at
    quantity = amended(now_read, given, on.date() if on else None)
    if quantity == now_read and detail.line.state != "dismissed":
        hint = "Give what is wrong, such as --value, --unit or --modifier; workbench show tells how it is read"
        raise WorkbenchError("nothing differs from how the claim is read", hint, code=EXIT_USAGE)
    told = whole_reading(quantity) if detail.base is None else changes(detail.base, quantity)
    event = event_for(detail, settings, reviewer, "correct_claim", event_id=event_id, note=note)
    return replace(event, quantity=told), quantity


def _built(root: Path) -> tuple[list[Problem], Settings]:
    report = build(root)
    return report.problems, read_settings(Case(root))[0]


# -- where the words stand ------------------------------------------------------------------------------------------


def _place(documents: list[Document], words: str, where: Where) -> tuple[Document, Span]:
    """The one place in these documents that is meant.

    Raises:
        WorkbenchError: There is none, or there are several.
    """
    if not words.strip() or len(words) > _LONGEST:
        raise WorkbenchError("the words are missing or too long", "Give the number and its unit", code=EXIT_USAGE)
    places = [(said, span) for said in documents for span in _spans(said.text, words)]
    if not places:
        hint = "Copy them from the text as they stand there"
        what = f"the words {one_line(words, 60)!r} do not stand in {documents[0].path}"
        raise WorkbenchError(what, hint, code=EXIT_DATA)
    meant = [(said, span) for said, span in places if _fits(said, span, where)]
    if where.near and len(meant) > 1:
        meant = _nearest(meant, where.near)
    if len(meant) == 1:
        return meant[0]
    shown = "; ".join(_shown(said, span) for said, span in (meant or places)[:_NAMED])
    as_told = "" if len(meant) == len(places) else f", {len(meant)} of them as told"
    what = f"the words stand in {len(places)} places{as_told}: {shown}"
    raise WorkbenchError(what, "Say which: --line N, --sentence WORDS or --near WORDS", code=EXIT_USAGE)


def _spans(text: str, words: str) -> list[Span]:
    """Where the words stand: as given, else whatever the case and the spaces between them."""
    exact = [Span(found.start(), found.end()) for found in re.finditer(re.escape(words), text)]
    if exact:
        return exact
    loose = r"\s+".join(re.escape(word) for word in words.split())
    return [Span(found.start(), found.end()) for found in re.finditer(loose, text, re.IGNORECASE)]


def _fits(said: Document, span: Span, where: Where) -> bool:
    if where.line is not None and _line(said, span) != where.line:
        return False
    if where.sentence is None:
        return True
    around = sentence_around(said.text, span.start, span.end)
    inside, wanted = (" ".join(t.split()).casefold() for t in (said.text[around.start : around.end], where.sentence))
    return wanted in inside or inside in wanted


def _nearest(places: list[tuple[Document, Span]], near: str) -> list[tuple[Document, Span]]:
    distances = [
        (min((abs(mark.start - span.start) for mark in _spans(said.text, near)), default=None), said, span)
        for said, span in places
    ]
    known = [distance for distance, _, _ in distances if distance is not None]
    return [(said, span) for distance, said, span in distances if known and distance == min(known)]


def _line(said: Document, span: Span) -> int:
    return said.text.count("\n", 0, span.start) + 1


def _shown(said: Document, span: Span) -> str:
    around = said.text[max(0, span.start - 25) : span.end + 25]
    return f"line {_line(said, span)} of {said.document_id} (…{one_line(around, 90)}…)"
