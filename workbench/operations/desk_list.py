"""The list of claims on the review screen: read by position, so that a page costs the same however long the list is.

What a list shows is put into a table in memory, in its order, once: the ids alone, which takes a moment for a million.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import count

from workbench.references.periods import told_by_finding
from workbench.store.literals import array, fill, like_anywhere, literal
from workbench.store.queries import ASSIGNED, BY_WORTH, IN_TEXT, SPOKEN_BY, Filter, Order
from workbench.store.snapshot import Snapshot

_SCHEMA = "desk"
_NUMBERS = count(1)
# A group stands once in a list, by the first telling that the filter lets through.
_ONCE = "QUALIFY row_number() OVER (PARTITION BY l.group_id ORDER BY l.telling) = 1"
_DEVIATION = "CASE WHEN k.observation_id IS NOT NULL THEN p.deviation ELSE l.deviation END"
_ORDERS: dict[Order, str] = {
    "checkworthiness": BY_WORTH,
    "text": IN_TEXT,
    "date": f"l.posted_at DESC NULLS LAST, {IN_TEXT}",
    "deviation": f"abs({_DEVIATION}) DESC NULLS LAST, {BY_WORTH}",
}
_NO_LINKS = "SELECT NULL::VARCHAR AS claim_id, NULL::VARCHAR AS observation_id WHERE false"
_NO_FINDING = """
    SELECT NULL::VARCHAR AS comparison, NULL::DOUBLE AS deviation, NULL::VARCHAR AS proposed WHERE false
"""
_FINDING = """CASE
    WHEN k.observation_id IS NOT NULL THEN coalesce(p.comparison, 'not_compared') ELSE l.comparison END"""


@dataclass(frozen=True, slots=True)
class Choice:
    """Which claims to list, in what order.

    Attributes:
        filter: What the claims must fulfil; the parts that reviews decide are settled by ``only`` and ``but``.
        only: Where not None, the claims that the reviews let through.
        but: The claims that the reviews keep out.
        links: Claims with the observations that reviewers linked.
    """

    filter: Filter
    order: Order
    only: frozenset[str] | None = None
    but: frozenset[str] = frozenset()
    links: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """Where a list lies: a table of positions, from 0, with claims, and how many they are."""

    table: str
    total: int


@dataclass(frozen=True, slots=True)
class Row:
    """A claim as a list shows it, without what reviewers decided.

    Attributes:
        comparison_then: The finding for what was known when it was said, where that is another one.
        forwarded_from: Whose words were passed on, where the text itself names no speaker.
        read_as: The number as a reviewer corrected it; empty where nobody did.
    """

    claim_id: str
    document: str | None
    speaker: str | None
    posted_at: datetime | None
    text: str
    hedge: str | None
    counted: str | None
    sentence: str
    comparison: str
    deviation: float | None
    tellings: int = 1
    proposed: str | None = None
    kind: str = ""
    negated: bool = False
    forwarded_from: str | None = None
    comparison_then: str | None = None
    read_as: str = ""

    @property
    def is_of_other_period(self) -> bool:
        """Whether what it is held against is a figure of another period than it speaks of."""
        return told_by_finding(self.comparison, self.proposed, self.kind, negated=self.negated)


def make(snapshot: Snapshot, choice: Choice) -> Place:
    """Make the list of a choice."""
    snapshot.rows(f"ATTACH IF NOT EXISTS ':memory:' AS {_SCHEMA} (READ_WRITE)")
    table = f"{_SCHEMA}.list_{next(_NUMBERS)}"
    everything = choice.filter == Filter() and choice.only is None and not choice.but
    matching = f"{_matching(choice)} AND l.telling = 1" if everything else f"{_matching(choice)} {_ONCE}"
    snapshot.rows(
        f"CREATE TABLE {table} AS SELECT row_number() OVER (ORDER BY {_ORDERS[choice.order]}) - 1 AS position,"
        f" l.claim_id {matching} ORDER BY position"
    )
    return Place(table, int(snapshot.rows(f"SELECT count(*) AS claims FROM {table}")[0]["claims"]))  # noqa: S608


def size(snapshot: Snapshot) -> int:
    """How many claims the list without a filter has, before anybody dismissed one."""
    return int(snapshot.rows("SELECT count(*) AS claims FROM claim_list WHERE telling = 1")[0]["claims"])


def drop(snapshot: Snapshot, place: Place) -> None:
    """Forget a list."""
    snapshot.rows(f"DROP TABLE IF EXISTS {place.table}")


def identifiers(snapshot: Snapshot, place: Place, offset: int, limit: int) -> list[str]:
    """The ids of the claims at the positions from ``offset`` on."""
    low = max(0, int(offset))
    query = f"""
        SELECT claim_id FROM {place.table} WHERE position >= {low} AND position < {low + int(limit)} ORDER BY position
    """  # noqa: S608
    return [row["claim_id"] for row in snapshot.rows(query)]


def position(snapshot: Snapshot, place: Place, claim_id: str) -> int | None:
    """Where a claim stands on the list, or None."""
    query = f"SELECT position FROM {place.table} WHERE claim_id = $id"  # noqa: S608
    found = snapshot.rows(fill(query, id=claim_id))
    return int(found[0]["position"]) if found else None


def rows(snapshot: Snapshot, claim_ids: list[str], links: Iterable[tuple[str, str]]) -> list[Row]:
    """The rows of these claims, in the order given; what is linked is compared instead of the best candidate.

    Args:
        snapshot: The case.
        claim_ids: The claims.
        links: Claims with the observations that reviewers linked.
    """
    query = f"""
        SELECT l.claim_id, l.document, l.speaker, l.forwarded_from, l.posted_at, l.text, l.hedge, l.counted, l.sentence,
            {_FINDING} AS comparison, {_DEVIATION} AS deviation, l.tellings,
            CASE WHEN k.observation_id IS NOT NULL THEN p.proposed ELSE l.proposed END AS proposed, l.kind, l.negated,
            CASE WHEN k.observation_id IS NULL OR k.observation_id = l.observation_id THEN l.comparison_then END
                AS comparison_then
        FROM claim_list AS l {_linked(links)} WHERE l.claim_id IN {literal(claim_ids)}
    """  # noqa: S608
    found = {row["claim_id"]: Row(**row) for row in snapshot.rows(query)}
    return [found[identifier] for identifier in claim_ids if identifier in found]


def neighbours(snapshot: Snapshot, document_id: str, low: int, high: int) -> list[tuple[int, int]]:
    """Start and end of the document's quantities that lie between two offsets."""
    query = """
        SELECT start, "end" FROM claims
        WHERE document_id = $document AND start >= $low AND "end" <= $high ORDER BY start
    """
    found = snapshot.rows(fill(query, document=document_id, low=low, high=high))
    return [(row["start"], row["end"]) for row in found]


def names(snapshot: Snapshot, limit: int = 200) -> dict[str, list[str]]:
    """The speakers and the files that most claims come from, to complete what is typed: by key of a filter."""
    found = {}
    for key, column in (("speaker", "speaker"), ("doc", "document")):
        query = f"""
            SELECT {column} AS name FROM claim_list WHERE {column} IS NOT NULL
            GROUP BY {column} ORDER BY count(*) DESC, {column} LIMIT {int(limit)}
        """  # noqa: S608
        found[key] = [row["name"] for row in snapshot.rows(query)]
    return found


def _matching(choice: Choice) -> str:
    """FROM and WHERE of the claims that a choice lets through."""
    chosen = choice.filter
    demands = {
        "l.sentence ILIKE $it ESCAPE '!'": None if chosen.text is None else like_anywhere(chosen.text),
        SPOKEN_BY: None if chosen.speaker is None else like_anywhere(chosen.speaker),
        "l.kind = $it": chosen.kind,
        "contains(l.document, $it)": chosen.document,
        "l.posted_at >= $it::DATE": None if chosen.since is None else chosen.since.isoformat(),
        "l.posted_at < $it::DATE + 1": None if chosen.until is None else chosen.until.isoformat(),
        f"{_FINDING} = $it": chosen.comparison,
        ASSIGNED: chosen.assigned,
    }
    conditions = ["true", *(fill(demand, it=value) for demand, value in demands.items() if value is not None)]
    tables = "FROM claim_list AS l"
    if chosen.comparison is not None or choice.order == "deviation":
        tables += _linked(choice.links)
    if choice.only is not None:
        tables += f" SEMI JOIN {_told(choice.only)} ON o.claim_id = l.claim_id"
    if choice.but:
        tables += f" ANTI JOIN {_told(choice.but)} ON o.claim_id = l.claim_id"
    return f"{tables} WHERE {' AND '.join(conditions)}"


def _told(claims: Iterable[str]) -> str:
    """Claims as a table: a list of thousands in a condition takes seconds."""
    return f"(SELECT unnest({array(sorted(claims))}) AS claim_id) AS o"


def _linked(links: Iterable[tuple[str, str]]) -> str:
    """The join that knows, as ``k`` and ``p``, what is linked and how it compares."""
    pairs = [fill("($claim, $observation)", claim=claim, observation=observation) for claim, observation in links]
    if not pairs:
        return f" LEFT JOIN ({_NO_LINKS}) AS k ON true LEFT JOIN ({_NO_FINDING}) AS p ON true"
    told = f"SELECT * FROM (VALUES {', '.join(pairs)}) AS v (claim_id, observation_id)"  # noqa: S608
    return f"""
        LEFT JOIN ({told}) AS k ON k.claim_id = l.claim_id
        LEFT JOIN comparisons AS p ON p.claim_id = k.claim_id AND p.observation_id = k.observation_id
    """
