"""One opening of a case for the review screen: what was built, and each claim with the decisions of now."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from workbench.documents.settings import Settings
from workbench.errors import Problem
from workbench.operations import desk_list
from workbench.operations.desk_list import Place, Row
from workbench.operations.desk_model import Line
from workbench.operations.desk_state import Decision, ReviewMemory
from workbench.operations.look import findings_of
from workbench.operations.wording import number_as_read
from workbench.quantity.comparison import compare
from workbench.quantity.money import Rate
from workbench.reviews.events import Event
from workbench.reviews.readings import quantity_of_reading, read_as
from workbench.store import queries
from workbench.store.literals import fill
from workbench.store.queries import ClaimDetail, Option
from workbench.store.rows import observation_of, source_of
from workbench.store.snapshot import Snapshot

_DETAILS_KEPT = 500
_FIRST_CHUNK, _LAST_CHUNK = 200, 50_000


@dataclass(slots=True)
class Opening:
    """One opening of the case: what was built, with everything that depends on it.

    ``amended`` says by which event a claim is not as the machine read it.
    """

    number: int
    snapshot: Snapshot
    settings: Settings
    rates: list[Rate]
    memory: ReviewMemory
    attached: dict[str, str | None]
    stale: dict[str, str]
    content: str | None
    total: int
    problems: list[Problem]
    amended: dict[str, str] = field(default_factory=dict)
    users: int = 0
    retired: bool = False
    details: dict[str, ClaimDetail] = field(default_factory=dict)


def lines(opening: Opening, claim_ids: list[str]) -> list[Line]:
    """These claims as they are in a list."""
    decisions = {claim: opening.memory.decision(claim) for claim in claim_ids}
    links = [(claim, d.observation_id) for claim, d in decisions.items() if d.observation_id is not None]
    rows = desk_list.rows(opening.snapshot, claim_ids, links) if claim_ids else []
    return [_line(opening, row, decisions[row.claim_id]) for row in rows]


def _line(opening: Opening, row: Row, decision: Decision) -> Line:
    """A claim in a list; one that reviewers corrected says how it is read now."""
    if _is_pending(opening, decision, row.claim_id):
        row = _as_corrected(opening, row)
    reading = None if decision.correction is None else decision.correction.quantity
    return Line(row if reading is None else replace(row, read_as=number_as_read(reading)), decision)


def _is_pending(opening: Opening, decision: Decision, claim_id: str) -> bool:
    """Whether somebody has corrected a claim, or taken that back, since the case was opened."""
    known, now = opening.amended.get(claim_id), decision.correction
    return (now is not None and now.id != known) or (now is None and known is not None)


def _as_corrected(opening: Opening, row: Row) -> Row:
    """The row of a claim as it is read now, compared with what it was compared with."""
    told = detail(opening, row.claim_id)
    quantity, wanted = told.claim.quantity, told.line.observation_id
    found = next(
        (finding for option, finding, _ in findings_of(told, opening.settings.tolerances, opening.rates)
         if option.observation.observation_id == wanted),
        None,
    )  # fmt: skip
    deviation = None if found is None or found.deviation is None else float(found.deviation)
    comparison = row.comparison if found is None else found.comparison
    proposed = row.proposed if found is None else found.proposed
    return replace(
        row, hedge=quantity.hedge, counted=quantity.counted, comparison=comparison, deviation=deviation,
        proposed=proposed, kind=quantity.kind, negated=quantity.negated, comparison_then=None,
    )  # fmt: skip


def _corrected(opening: Opening, told: ClaimDetail, decision: Decision) -> ClaimDetail:
    """The claim as reviewers read it now."""
    if not _is_pending(opening, decision, told.claim.claim_id):
        return told
    event = decision.correction
    if told.base is None:
        return _added_and_corrected(told, event or _addition(opening, told.claim.claim_id))
    quantity = told.base if event is None or event.quantity is None else read_as(told.base, event.quantity)
    return replace(
        told, claim=replace(told.claim, quantity=quantity), origin="machine" if event is None else "corrected",
        amended_by=None if event is None else event.reviewer, amending_event=None if event is None else event.id,
    )  # fmt: skip


def _addition(opening: Opening, claim_id: str) -> Event | None:
    """The last event that added a claim."""
    added = (event for event in reversed(opening.memory.history(claim_id)) if event.action == "add_claim")
    return next(added, None)


def _added_and_corrected(told: ClaimDetail, event: Event | None) -> ClaimDetail:
    """An added claim as its last event reads it; such events hold all fields."""
    if event is None or event.quantity is None:
        return told
    now = told.claim.quantity
    quantity = quantity_of_reading(event.quantity, now.start, now.end, now.text, now.sentence)
    if quantity is None:
        return told
    claim = replace(told.claim, quantity=quantity)
    return replace(told, claim=claim, amended_by=event.reviewer, amending_event=event.id)


def around(opening: Opening, place: Place, start: int, *, back: bool = False) -> Iterator[tuple[int, str]]:
    """Positions and claims from ``start`` to the end of a list, then round from the other end; ``back``: upwards."""
    step = _FIRST_CHUNK
    for low, high in ((0, start + 1), (start + 1, place.total)) if back else ((start, place.total), (0, start)):
        left = range(max(0, low), min(high, place.total))
        while left:
            part, left = (left[-step:], left[:-step]) if back else (left[:step], left[step:])
            claims = desk_list.identifiers(opening.snapshot, place, part.start, len(part))
            found = list(enumerate(claims, part.start))
            yield from reversed(found) if back else found
            step = min(2 * step, _LAST_CHUNK)


def detail(opening: Opening, claim_id: str) -> ClaimDetail:
    """The claim as it was built, with the decision and the link of now."""
    found = opening.details.get(claim_id)
    if found is None:
        found = queries.claim_detail(opening.snapshot, claim_id)
        if len(opening.details) >= _DETAILS_KEPT:
            opening.details.clear()
        opening.details[claim_id] = found
    decision = opening.memory.decision(claim_id)
    found = _corrected(opening, found, decision)
    linked = decision.observation_id
    if linked is not None and all(o.observation.observation_id != linked for o in found.options):
        option = _option(opening, found, linked)
        found = found if option is None else replace(found, options=(option, *found.options))
    known = {option.observation.observation_id for option in found.options}
    best = next((o.observation.observation_id for o in found.options if o.rank == 1), None)
    line = replace(
        found.line, state=decision.state, verdict=decision.verdict, verdict_by=decision.verdict_by,
        votes=len(decision.verdict_by), flagged=decision.flagged,
        observation_id=linked if linked in known else best,
    )  # fmt: skip
    return replace(found, line=line)


def _option(opening: Opening, about: ClaimDetail, observation_id: str) -> Option | None:
    """An observation that somebody linked and that nothing had been compared with when the case was built."""
    query = fill("FROM observations WHERE observation_id = $id", id=observation_id)
    found = opening.snapshot.rows(query)
    if not found:
        return None
    observation = observation_of(found[0])
    sources = opening.snapshot.rows(fill("FROM sources WHERE source_id = $id", id=observation.source_id))
    on = about.line.posted_at.date() if about.line.posted_at else None
    compared = compare(
        about.claim.quantity, observation.reference(), opening.settings.tolerances, rates=opening.rates, on=on
    )
    return Option(
        observation=observation, source=source_of(sources[0]) if sources else None, rank=None, score=None,
        reasons=(), comparison=compared.comparison, deviation=None, gap=None, uninformative=compared.uninformative,
        proposed=compared.proposed, unit=compared.unit, reference_value=None, reference_low=None,
        reference_high=None, missing=compared.missing,
    )  # fmt: skip
