"""What a reviewer may look at besides a claim: its series, other tellings, decisions on similar claims, its history."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from workbench.operations import desk_opening
from workbench.operations.desk_model import Line
from workbench.operations.desk_opening import Opening
from workbench.operations.desk_state import Decision
from workbench.quantity.comparison import compare
from workbench.quantity.interval import Interval
from workbench.quantity.model import Quantity
from workbench.reviews.events import Event
from workbench.store import told_again
from workbench.store.literals import array, fill
from workbench.store.queries import BY_WORTH
from workbench.store.rows import observation_of
from workbench.store.told_again import Step, Telling

POINTS, SIMILAR, TELLINGS = 200, 20, 200
_NEAR = 0.05
_SHARE = 0.25


@dataclass(frozen=True, slots=True)
class Point:
    """A figure of a series in the claim's unit; ``day`` is the middle of its period."""

    day: date
    period: str
    value: Decimal


@dataclass(frozen=True, slots=True)
class Series:
    """The figures of one measure and place over time, with the claim that is held against them.

    Attributes:
        measure: What is measured, where, and who says so.
        unit: The claim's unit, which all numbers are in.
        points: In the order of time.
        day: The middle of the claim's period, else the day it was made; None where neither is known.
        claimed: The claimed value, or both ends of a claimed range.
        accepted: The numbers that the wording allows.
    """

    measure: str
    unit: str
    points: tuple[Point, ...]
    day: date | None
    claimed: tuple[Decimal, ...]
    accepted: Interval


@dataclass(frozen=True, slots=True)
class Told:
    """The tellings of a claim with what was decided on each, and the steps of the series that it belongs to."""

    tellings: tuple[tuple[Telling, Decision], ...]
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Similar:
    """A claim of the same kind and wording that was decided, and how far off it was."""

    line: Line
    verdict: str
    deviation: float | None


@dataclass(frozen=True, slots=True)
class Past:
    """An event of a claim, and whether it was taken back."""

    event: Event
    undone: bool


def series(opening: Opening, claim_id: str, observation_id: str) -> Series | None:
    """The series that an observation belongs to, or None where it cannot be told in the claim's unit."""
    detail = desk_opening.detail(opening, claim_id)
    figure = next((o for o in detail.options if o.observation.observation_id == observation_id), None)
    if figure is None:
        return None
    quantity, line, of = detail.claim.quantity, detail.line, figure.observation
    query = fill(
        "FROM observations WHERE source_id = $source AND measure = $measure AND place IS NOT DISTINCT FROM $place"
        " AND unit = $unit AND known_until IS NULL AND period_start IS NOT NULL"
        " ORDER BY period_start DESC, observation_id LIMIT $limit",
        source=of.source_id, measure=of.measure, place=of.place, unit=of.unit, limit=POINTS,
    )  # fmt: skip
    on = line.posted_at.date() if line.posted_at else None
    points = []
    for row in reversed(opening.snapshot.rows(query)):
        each = observation_of(row)
        found = compare(quantity, each.reference(), opening.settings.tolerances, rates=opening.rates, on=on)
        if found.reference_value is not None and each.period_start and each.period_end:
            points.append(Point(_middle(each.period_start, each.period_end), each.period, found.reference_value))
    if not points:
        return None
    period = quantity.period
    publisher = figure.source.publisher if figure.source else ""
    return Series(
        measure=", ".join(part for part in (of.measure, of.place, publisher) if part),
        unit=quantity.unit,
        points=tuple(points),
        day=on if period is None else _middle(period.start, period.end),
        claimed=_claimed(quantity),
        accepted=compare(quantity, None, opening.settings.tolerances).accepted,
    )


def _claimed(quantity: Quantity) -> tuple[Decimal, ...]:
    ends = (quantity.low, quantity.high) if quantity.value is None else (quantity.value,)
    return tuple(end for end in ends if end is not None)


def _middle(start: date, end: date) -> date:
    return date.fromordinal((start.toordinal() + end.toordinal()) // 2)


def tellings(opening: Opening, claim_id: str) -> Told:
    """Where the claim was told, itself included, by time, and its number over time."""
    found = told_again.tellings_of(opening.snapshot, claim_id)[:TELLINGS]
    decisions = {each.claim_id: opening.memory.decision(each.claim_id) for each in found}
    steps = told_again.drift_of(opening.snapshot, claim_id)
    return Told(tuple((each, decisions[each.claim_id]) for each in found), tuple(steps))


def similar(opening: Opening, claim_id: str) -> list[Similar]:
    """Claims of the same kind with the same hedge and about the same deviation that were decided; the nearest first."""
    memory, line = opening.memory, desk_opening.detail(opening, claim_id).line
    decided = [claim for claim in memory.touched if claim != claim_id and memory.decision(claim).verdict is not None]
    if not decided:
        return []
    near, nearest = "l.deviation IS NULL", ""
    if line.deviation is not None:
        away = f"abs(l.deviation - ({line.deviation!r}))"
        near, nearest = f"{away} <= {max(_NEAR, _SHARE * abs(line.deviation))!r}", f"{away}, "
    query = fill(
        f"SELECT l.claim_id, l.deviation FROM claim_list AS l SEMI JOIN (SELECT unnest({array(decided)}) AS claim_id)"  # noqa: S608
        f" AS o ON o.claim_id = l.claim_id WHERE l.kind = $kind AND {near}"
        " AND lower(coalesce(l.hedge, '')) = lower($hedge)"
        f" ORDER BY {nearest}{BY_WORTH} LIMIT {SIMILAR}",
        kind=line.kind, hedge=line.hedge or "",
    )  # fmt: skip
    found = {row["claim_id"]: row["deviation"] for row in opening.snapshot.rows(query)}
    return [
        Similar(told, told.decision.verdict or "", found[told.row.claim_id])
        for told in desk_opening.lines(opening, list(found))
    ]


def history(opening: Opening, claim_id: str) -> list[Past]:
    """What was done to the claim, the last first, with what was taken back; the retracts themselves are left out."""
    events = opening.memory.history(claim_id)
    gone = {event.retracts for event in events if event.action == "retract"}
    return [Past(event, event.id in gone) for event in reversed(events) if event.action != "retract"]
