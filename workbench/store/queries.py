"""What lists, single claims and the status show, as frozen dataclasses."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from workbench.errors import EXIT_DATA, EXIT_USAGE, WorkbenchError
from workbench.extraction.claims import Claim, Document
from workbench.quantity.model import Quantity
from workbench.references.model import Observation, Source
from workbench.references.periods import told_by_finding
from workbench.references.vintages import Known
from workbench.reviews.events import Event
from workbench.store.literals import fill, like_anywhere
from workbench.store.rows import ADDED, MACHINE, claim_of, document_of, event_of, observation_of, source_of
from workbench.store.snapshot import Snapshot
from workbench.store.told_again import Step, Telling, drift_of, tellings_of

Order = Literal["checkworthiness", "text", "date", "deviation"]
_CONTEXT = 600


class UnknownClaimError(WorkbenchError):
    """No claim has this id."""


@dataclass(frozen=True, slots=True)
class Filter:
    """Which claims to list; every field that is set must hold. Dismissed ones are listed where ``state`` asks for them.

    Attributes:
        text: Occurs in the sentence, whatever its case.
        speaker: Occurs in the name of the speaker, or of who was forwarded, whatever its case.
        since: Said on this day or later.
        until: Said on this day or earlier.
        state: open, decided, disputed, adjudicated or dismissed.
        kind: The quantity's kind.
        document: A document's id or path.
        verdict: The verdict of the decision.
        reviewer: Somebody who holds a verdict on it.
        comparison: The machine's finding for the linked observation or the best candidate.
        stale: Whether a verdict on it is stale.
        flagged: Whether somebody flagged it.
        assigned: Somebody who is to review it; where nothing is divided, everybody is.
    """

    text: str | None = None
    state: str | None = None
    kind: str | None = None
    document: str | None = None
    verdict: str | None = None
    reviewer: str | None = None
    comparison: str | None = None
    stale: bool | None = None
    flagged: bool | None = None
    speaker: str | None = None
    since: date | None = None
    until: date | None = None
    assigned: str | None = None


@dataclass(frozen=True, slots=True)
class ClaimLine:
    """A claim in a list, with the finding for its linked observation or best candidate, and the decision.

    ``comparison_then`` is the finding for what was known when the claim was made, where that differs. It is the
    ``telling``-th of the ``tellings`` of its group.
    """

    claim_id: str
    document_id: str
    document: str | None
    speaker: str | None
    posted_at: datetime | None
    start: int
    end: int
    text: str
    hedge: str | None
    counted: str | None
    sentence: str
    kind: str
    unit: str
    checkworthiness: float
    observation_id: str | None
    comparison: str
    deviation: float | None
    proposed: str | None
    state: str
    verdict: str | None
    votes: int
    verdict_by: tuple[str, ...]
    flagged: bool
    stale: bool
    negated: bool = False
    comparison_then: str | None = None
    group_id: str = ""
    telling: int = 1
    tellings: int = 1

    @property
    def is_of_other_period(self) -> bool:
        """Whether what it is held against is a figure of another period than it speaks of."""
        return told_by_finding(self.comparison, self.proposed, self.kind, negated=self.negated)


@dataclass(frozen=True, slots=True)
class Option:
    """An observation beside a claim: a candidate, or linked by a reviewer (then ``rank`` is None).

    Attributes:
        rate: The exchange rate that was used.
        known: Whether the figure was known when the claim was made (then), is today's (now), or both; None for neither.
        superseded_by: The id of today's observation of its series, where this one has an older vintage.
    """

    observation: Observation
    source: Source | None
    rank: int | None
    score: float | None
    reasons: tuple[str, ...]
    comparison: str | None
    deviation: float | None
    gap: float | None
    uninformative: bool
    proposed: str | None
    unit: str | None
    reference_value: float | None
    reference_low: float | None
    reference_high: float | None
    missing: str | None
    rate: str | None = None
    known: Known | None = None
    superseded_by: str | None = None


@dataclass(frozen=True, slots=True)
class VerdictLine:
    """One reviewer's current verdict on a claim."""

    claim_id: str
    reviewer: str
    verdict: str
    reasons: tuple[str, ...]
    note: str | None
    evidence: tuple[str, ...]
    decided_at: datetime
    event_id: str
    blind: bool
    stale: bool
    stale_because: str | None
    decided_on: str
    alone: bool


@dataclass(frozen=True, slots=True)
class ClaimDetail:
    """Everything about one claim; ``before`` and ``after`` are the text around its words.

    Attributes:
        base: What a correction is laid over: the quantity as the machine read it; None where a reviewer added it.
        origin: machine, corrected or added.
        amended_by: Who added or corrected it last.
        amending_event: The event that did.
        tellings: Those of its group, itself included, where there are several.
        drift: The series that it is in.
    """

    line: ClaimLine
    claim: Claim
    title: str | None
    url: str | None
    forwarded_from: str | None
    before: str
    after: str
    options: tuple[Option, ...]
    verdicts: tuple[VerdictLine, ...]
    events: tuple[Event, ...]
    base: Quantity | None = None
    origin: str = MACHINE
    amended_by: str | None = None
    amending_event: str | None = None
    tellings: tuple[Telling, ...] = ()
    drift: tuple[Step, ...] = ()


# The order of the files and of the text in them.
SPOKEN_BY = "(l.speaker ILIKE $it ESCAPE '!' OR l.forwarded_from ILIKE $it ESCAPE '!')"
IN_TEXT = 'l.document, l.ordinal, l.start, l."end", l.claim_id'
BY_WORTH = f"l.checkworthiness DESC, {IN_TEXT}"
_PLACES: tuple[Order, ...] = ("checkworthiness", "text")
_ORDERS: dict[Order, str] = {
    "checkworthiness": BY_WORTH,
    "text": IN_TEXT,
    "date": f"l.posted_at DESC NULLS LAST, {IN_TEXT}",
    "deviation": "abs(CASE WHEN e.observation_id IS NULL THEN l.deviation ELSE e.deviation END) DESC NULLS LAST,"
    f" {BY_WORTH}",
}

LINE = """
SELECT l.claim_id, l.document_id, l.document, l.speaker, l.posted_at, l.start, l."end", l.text, l.hedge, l.counted,
    l.sentence, l.kind, l.unit, l.checkworthiness, l.negated,
    coalesce(e.observation_id, l.observation_id) AS observation_id,
    coalesce(CASE WHEN e.observation_id IS NULL THEN l.comparison ELSE e.comparison END, 'not compared') AS comparison,
    CASE WHEN e.observation_id IS NULL THEN l.deviation ELSE e.deviation END AS deviation,
    CASE WHEN e.observation_id IS NULL THEN l.proposed ELSE e.proposed END AS proposed,
    coalesce(e.state, 'open') AS state, e.verdict, coalesce(e.votes, 0) AS votes,
    coalesce(e.verdict_by, []) AS verdict_by, coalesce(e.flagged, false) AS flagged, coalesce(e.stale, false) AS stale,
    CASE WHEN e.observation_id IS NULL OR e.observation_id = l.observation_id THEN l.comparison_then END
        AS comparison_then, l.group_id, l.telling, l.tellings
FROM claim_list AS l LEFT JOIN current_decisions AS e USING (claim_id)
"""

ASSIGNED = """
(l.claim_id IN (SELECT claim_id FROM assignments WHERE reviewer = $it) OR NOT EXISTS (FROM assignments))
"""


def page(  # noqa: PLR0913 - a filter, an order, and a piece of the list
    snapshot: Snapshot, chosen: Filter | None = None, *, order: Order = "checkworthiness", limit: int, offset: int = 0,
    tellings: bool = False,
) -> list[ClaimLine]:  # fmt: skip
    """A page of the claims that a filter lets through.

    Each group stands once in the list, by the first of its tellings that the filter lets through; with ``tellings``
    all of them follow one another, where the first of the group belongs.
    """
    piece = f"LIMIT {int(limit)} OFFSET {int(offset)}"
    plain = order in _PLACES and chosen in (None, Filter()) and not _any_dismissed(snapshot)
    if tellings:
        first = "JOIN claim_list AS h ON h.group_id = l.group_id AND h.telling = 1"
        places = _ORDERS[order].replace("l.", "h.") if order in _PLACES else _ORDERS[order]
        query = f"{LINE} {first} WHERE {_condition(chosen or Filter())} ORDER BY {places}, l.telling {piece}"
    elif plain:  # the order needs few columns, and the page few rows of the others
        here = f"SELECT l.claim_id FROM claim_list AS l WHERE l.telling = 1 ORDER BY {_ORDERS[order]} {piece}"  # noqa: S608
        query = f"{LINE} WHERE l.claim_id IN ({here}) ORDER BY {_ORDERS[order]}"
    else:
        query = f"{_listed(chosen or Filter())} ORDER BY {_ORDERS[order]} {piece}"
    return [_line(row) for row in snapshot.rows(query)]


def identifiers(snapshot: Snapshot, chosen: Filter | None = None, *, order: Order = "checkworthiness") -> list[str]:
    """The ids of the claims, one of each group, that a filter lets through, in order."""
    query = f"SELECT claim_id FROM ({_listed(chosen or Filter())} ORDER BY {_ORDERS[order]})"  # noqa: S608
    return [row["claim_id"] for row in snapshot.rows(query)]


def lines(snapshot: Snapshot, claim_ids: list[str]) -> list[ClaimLine]:
    """The lines of these claims in the order given; ids that there are not are left out."""
    query = fill(LINE + "WHERE l.claim_id IN $ids", ids=claim_ids)
    found = {row["claim_id"]: _line(row) for row in snapshot.rows(query)}
    return [found[identifier] for identifier in claim_ids if identifier in found]


def count(snapshot: Snapshot, chosen: Filter | None = None, *, tellings: bool = False) -> int:
    """How many groups of claims, or tellings of them, a filter lets through."""
    what = "*" if tellings else "DISTINCT group_id"
    query = f"SELECT count({what}) AS claims FROM ({LINE} WHERE {_condition(chosen or Filter())})"  # noqa: S608
    return int(snapshot.rows(query)[0]["claims"])


def find_claim(snapshot: Snapshot, prefix: str) -> str:
    """The id of the one claim whose id begins with ``prefix``.

    Raises:
        UnknownClaimError: There is none (code 1).
        WorkbenchError: There are several (code 2).
    """
    query = "SELECT claim_id, text FROM claims WHERE starts_with(claim_id, $prefix) ORDER BY claim_id LIMIT 6"
    found = snapshot.rows(fill(query, prefix=prefix)) if prefix else []
    if not found:
        raise UnknownClaimError(
            f"no claim has an id that begins with {prefix[:40]!a}", "list them with: workbench claims", code=EXIT_DATA
        )
    if len(found) > 1 and all(row["claim_id"] != prefix for row in found):
        some = ", ".join(row["claim_id"] for row in found[:5])
        raise WorkbenchError(
            f"several claims have an id that begins with {prefix!a}: {some}", "give more of the id", code=EXIT_USAGE
        )
    return prefix if len(found) > 1 else str(found[0]["claim_id"])


def claim_detail(snapshot: Snapshot, claim_id: str) -> ClaimDetail:
    """Everything about the claim of this id (a whole one: see :func:`find_claim`).

    Raises:
        WorkbenchError: There is no such claim.
    """
    row = _one(snapshot, fill(_AROUND, id=claim_id, context=_CONTEXT), claim_id)
    verdicts = snapshot.rows(fill("FROM verdicts WHERE claim_id = $id ORDER BY reviewer", id=claim_id))
    line = lines(snapshot, [claim_id])[0]
    tellings = tellings_of(snapshot, claim_id) if line.tellings > 1 else []
    return ClaimDetail(
        line=line,
        claim=claim_of(row),
        title=row["document_title"],
        forwarded_from=row["forwarded_from"],
        url=row["document_url"],
        before=row["before"] or "",
        after=row["after"] or "",
        options=tuple(_options(snapshot, claim_id)),
        verdicts=tuple(
            VerdictLine(**{**told, "reasons": tuple(told["reasons"]), "evidence": tuple(told["evidence"])})
            for told in verdicts
        ),
        events=tuple(history(snapshot, claim_id, [telling.claim_id for telling in tellings])),
        tellings=tuple(tellings),
        drift=tuple(drift_of(snapshot, claim_id)),
        base=_base(snapshot, row),
        origin=row["origin"],
        amended_by=row["amended_by"],
        amending_event=row["amending_event"],
    )


def _base(snapshot: Snapshot, row: dict[str, Any]) -> Quantity | None:
    if row["origin"] == ADDED:
        return None
    read = snapshot.rows(fill("FROM machine_claims WHERE claim_id = $id", id=row["claim_id"]))
    return claim_of(read[0] if read else row).quantity


def document_of_claim(snapshot: Snapshot, claim_id: str) -> Document:
    """The document that a claim stands in."""
    query = "FROM documents WHERE document_id IN (SELECT document_id FROM claims WHERE claim_id = $id)"
    return document_of(_one(snapshot, fill(query, id=claim_id), claim_id))


def documents_named(snapshot: Snapshot, name: str) -> list[Document]:
    """The documents of a file, or the one of this id or identity."""
    query = "FROM documents WHERE $name IN (document_id, path, identity) OR path = 'claims/' || $name ORDER BY ordinal"
    return [document_of(row) for row in snapshot.rows(fill(query, name=name.removeprefix("./")))]


def line_of_claim(snapshot: Snapshot, claim_id: str) -> ClaimLine | None:
    """A claim as lists show it; None where there is none of this id."""
    return next(iter(lines(snapshot, [claim_id])), None)


def history(snapshot: Snapshot, claim_id: str, others: Iterable[str] = ()) -> list[Event]:
    """What was done to a claim, or to the other tellings of its group, by id, what was taken back included."""
    query = "FROM review_events WHERE claim_id = $id OR (NOT seen_alone AND claim_id IN $others) ORDER BY event_id"
    return [event_of(row) for row in snapshot.rows(fill(query, id=claim_id, others=others))]


def all_events(snapshot: Snapshot) -> list[Event]:
    """Every event that may be seen, by id, each with the claim that it belongs to now."""
    return [event_of(row) for row in snapshot.rows("FROM review_events ORDER BY event_id")]


def orphans(snapshot: Snapshot) -> list[Event]:
    """The events whose claim is in no document now."""
    return [event_of(row) for row in snapshot.rows("FROM review_events WHERE orphan ORDER BY event_id")]


def stale_verdicts(snapshot: Snapshot) -> list[VerdictLine]:
    """The verdicts whose observation, settings or comparison have changed since."""
    return [
        VerdictLine(**{**row, "reasons": tuple(row["reasons"]), "evidence": tuple(row["evidence"])})
        for row in snapshot.rows("FROM verdicts WHERE stale AND claim_id = decided_on ORDER BY claim_id, reviewer")
    ]


_AROUND = """
SELECT c.*, d.title AS document_title, d.url AS document_url, d.forwarded_from,
    substring(d.text, greatest(1, c.start - $context + 1), least(c.start, $context)) AS before,
    substring(d.text, c."end" + 1, $context) AS after
FROM claims AS c LEFT JOIN documents AS d USING (document_id) WHERE c.claim_id = $id
"""

_OPTIONS = """
SELECT p.*, CASE WHEN p.comparison <> 'incommensurable' THEN c.unit END AS unit, o.superseded_by, k.rank, k.score,
    k.reasons, x.observation_id AS wanted
FROM (
    SELECT observation_id FROM candidates WHERE claim_id = $id
    UNION SELECT observation_id FROM comparisons WHERE claim_id = $id
) AS x
LEFT JOIN claims AS c ON c.claim_id = $id
LEFT JOIN observations AS o ON o.observation_id = x.observation_id
LEFT JOIN candidates AS k ON k.claim_id = $id AND k.observation_id = x.observation_id
LEFT JOIN comparisons AS p ON p.claim_id = $id AND p.observation_id = x.observation_id
ORDER BY k.rank NULLS FIRST, x.observation_id
"""

_COMPARED = (
    "comparison", "deviation", "gap", "proposed", "unit", "reference_value", "reference_low", "reference_high",
    "missing", "rate", "known", "superseded_by",
)  # fmt: skip


def _options(snapshot: Snapshot, claim_id: str) -> list[Option]:
    found = snapshot.rows(fill(_OPTIONS, id=claim_id))
    wanted = [row["wanted"] for row in found]
    observations = {
        row["observation_id"]: observation_of(row)
        for row in snapshot.rows(fill("FROM observations WHERE observation_id IN $ids", ids=wanted))
    }
    names = {observation.source_id for observation in observations.values()}
    query = fill("FROM sources WHERE source_id IN $ids", ids=sorted(names))
    sources = {row["source_id"]: source_of(row) for row in snapshot.rows(query)}
    return [
        Option(
            observation=observations[row["wanted"]],
            source=sources.get(observations[row["wanted"]].source_id),
            rank=row["rank"],
            score=row["score"],
            reasons=tuple(row["reasons"] or ()),
            uninformative=bool(row["uninformative"]),
            **{name: row[name] for name in _COMPARED},
        )
        for row in found
        if row["wanted"] in observations
    ]


def _line(row: dict[str, Any]) -> ClaimLine:
    return ClaimLine(**{**row, "verdict_by": tuple(row["verdict_by"])})


def _listed(chosen: Filter) -> str:
    """The lines that a filter lets through, of each group the first."""
    first = "row_number() OVER (PARTITION BY l.group_id ORDER BY l.telling) = 1"
    return f"{LINE} WHERE {_condition(chosen)} QUALIFY {first}"


def _condition(chosen: Filter) -> str:
    """What a filter demands of a line."""
    demands = {
        "l.sentence ILIKE $it ESCAPE '!'": None if chosen.text is None else like_anywhere(chosen.text),
        SPOKEN_BY: None if chosen.speaker is None else like_anywhere(chosen.speaker),
        "l.posted_at >= $it::DATE": None if chosen.since is None else chosen.since.isoformat(),
        "l.posted_at < $it::DATE + 1": None if chosen.until is None else chosen.until.isoformat(),
        "l.kind = $it": chosen.kind,
        "(l.document_id = $it OR l.document = $it)": chosen.document,
        "coalesce(e.state, 'open') = $it": chosen.state,
        "e.verdict = $it": chosen.verdict,
        "list_contains(e.verdict_by, $it)": chosen.reviewer,
        "CASE WHEN e.observation_id IS NULL THEN l.comparison ELSE e.comparison END = $it": chosen.comparison,
        "coalesce(e.stale, false) = $it": chosen.stale,
        "coalesce(e.flagged, false) = $it": chosen.flagged,
        ASSIGNED: chosen.assigned,
    }
    kept = "true" if chosen.state else "coalesce(e.state, 'open') <> 'dismissed'"
    return " AND ".join([kept, *(fill(demand, it=value) for demand, value in demands.items() if value is not None)])


def _any_dismissed(snapshot: Snapshot) -> bool:
    return bool(snapshot.rows("SELECT claim_id FROM current_decisions WHERE state = 'dismissed' LIMIT 1"))


def _one(snapshot: Snapshot, query: str, claim_id: str) -> dict[str, Any]:
    found = snapshot.rows(query)
    if not found:
        raise WorkbenchError(f"no claim has the id {claim_id[:40]!a}", "list them with: workbench claims")
    return found[0]
