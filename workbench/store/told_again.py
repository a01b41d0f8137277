"""What is asked about a claim that is told several times: its tellings, and its number over time."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from workbench.store.literals import array, fill
from workbench.store.snapshot import Snapshot

# By the ids of a few claims each table is looked up by its index; joined first, all of it would be read.
_TELLINGS = """
SELECT l.claim_id, l.document_id, l.document, l.speaker, l.posted_at, l.text, l.sentence,
    coalesce(e.state, 'open') AS state, e.verdict, a.claim_id IS NOT NULL AS apart
FROM (FROM claim_list WHERE claim_id IN $ids) AS l LEFT JOIN current_decisions AS e USING (claim_id)
LEFT JOIN (SELECT DISTINCT claim_id FROM current_verdicts WHERE alone) AS a USING (claim_id)
ORDER BY l.telling
"""
_OF_GROUP = "SELECT claim_id FROM claims WHERE group_id = (SELECT group_id FROM claims WHERE claim_id = $id)"
_PAGES = "SELECT document_id, title, url FROM documents WHERE document_id IN $ids"

# A group's id is made of its first telling's, which the series are made of.
_SERIES = """
SELECT series_id, step, claim_id FROM series WHERE series_id IN (
    SELECT series_id FROM series
    WHERE claim_id = (SELECT 'c' || substr(group_id, 2) FROM claims WHERE claim_id = $id)
) ORDER BY step
"""
_STEPS = """
SELECT c.claim_id, c.group_id, coalesce(l.posted_at, c.period_start) AS said_at, c.value, c.low, c.high, c.modifier,
    c.hedge, c.unit, c.text, l.speaker, l.document
FROM (FROM claims WHERE claim_id IN $ids) AS c JOIN (FROM claim_list WHERE claim_id IN $ids) AS l USING (claim_id)
"""


@dataclass(frozen=True, slots=True)
class Telling:
    """One telling of a claim; ``apart`` says that somebody decided on it apart from the others of its group."""

    claim_id: str
    document: str | None
    title: str | None
    url: str | None
    speaker: str | None
    posted_at: datetime | None
    text: str
    sentence: str
    state: str
    verdict: str | None
    apart: bool


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a series: the same thing told with another number, or with the same one again."""

    series_id: str
    step: int
    claim_id: str
    group_id: str
    said_at: datetime | None
    value: float | None
    low: float | None
    high: float | None
    modifier: str
    hedge: str | None
    unit: str
    text: str
    speaker: str | None
    document: str | None


def tellings_of(snapshot: Snapshot, claim_id: str) -> list[Telling]:
    """All tellings of a claim's group in the order of time, the claim itself included."""
    ids = [row["claim_id"] for row in snapshot.rows(fill(_OF_GROUP, id=claim_id))]
    rows = snapshot.rows(fill(_TELLINGS, ids=ids)) if ids else []
    wanted = sorted({row["document_id"] for row in rows})
    pages = {row["document_id"]: row for row in snapshot.rows(fill(_PAGES, ids=wanted))} if wanted else {}
    return [_telling(row, pages.get(row.pop("document_id"), {})) for row in rows]


def _telling(row: dict[str, Any], page: dict[str, Any]) -> Telling:
    return Telling(**row, title=page.get("title"), url=page.get("url"))


def drift_of(snapshot: Snapshot, claim_id: str) -> list[Step]:
    """The series that a claim's group is part of, in the order of time; empty where its number never changed."""
    places = snapshot.rows(fill(_SERIES, id=claim_id))
    ids = [place["claim_id"] for place in places]
    told = {row["claim_id"]: row for row in snapshot.rows(fill(_STEPS, ids=ids))} if ids else {}
    return [Step(**place, **_without_id(told[place["claim_id"]])) for place in places if place["claim_id"] in told]


def _without_id(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name != "claim_id"}


def groups_of(snapshot: Snapshot, claim_ids: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """By group, of those of these claims that are told several times: all tellings in the order of time."""
    query = f"""
        SELECT group_id, list(claim_id ORDER BY telling) AS tellings FROM claims WHERE group_id IN (
            SELECT c.group_id FROM claims AS c JOIN claim_groups AS g USING (group_id)
            SEMI JOIN (SELECT unnest({array(sorted(claim_ids))}) AS claim_id) AS w ON w.claim_id = c.claim_id
            WHERE g.size > 1
        ) GROUP BY group_id
    """  # noqa: S608
    return {row["group_id"]: tuple(row["tellings"]) for row in snapshot.rows(query)}
