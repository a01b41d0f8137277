"""Drift: the same thing told with other numbers over time, as series of claims.

Claims of one frame (what is counted, of whom, for when; without a name, by whom) are read in the order of time. A claim
continues the series of one of the last few before it whose words it shares: nearly all the words of the shorter
sentence stand in the longer one. A series is kept where its numbers or their modifiers differ.
"""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import Any

from workbench.store import bulk
from workbench.store.connect import Connection, scalar
from workbench.store.groups import filled, in_parts

_BACK, _CHUNK = 6, 5000
_WITHIN, _SHARED = 0.85, 0.5

_CHOOSE = (
    "CREATE OR REPLACE TEMP TABLE wanted_frames AS SELECT DISTINCT frame FROM stirred WHERE frame IS NOT NULL",
    "DELETE FROM series WHERE claim_id IN (SELECT claim_id FROM tellings WHERE frame IN (FROM wanted_frames))",
)
_FRAMED = """
SELECT frame, who, claim_id, content, number FROM (
    SELECT t.frame, CASE WHEN t.named THEN '' ELSE coalesce(c.speaker, d.speaker) END AS who, c.claim_id, t.content,
        concat_ws(' ', c.modifier, c.value, c.low, c.high) AS number, coalesce(d.posted_at, c.period_start) AS said_at,
        d.path, d.ordinal, c.start
    FROM tellings AS t JOIN claims AS c USING (claim_id) LEFT JOIN documents AS d USING (document_id)
    WHERE t.frame IN (FROM wanted_frames) AND (t.frame & $mask) = $part AND c.telling = 1
) WHERE said_at IS NOT NULL AND who IS NOT NULL
QUALIFY min(number) OVER (PARTITION BY frame, who) <> max(number) OVER (PARTITION BY frame, who)
ORDER BY frame, who, said_at, path, ordinal, start, claim_id
"""


@dataclass(slots=True)
class _Series:
    claims: list[str] = field(default_factory=list)
    numbers: set[str] = field(default_factory=set)


def find_series(connection: Connection, folder: Path) -> None:
    """Work out the series anew of all frames that ``stirred`` names, within the transaction that is open.

    To be called after the groups were made: a series holds the first telling of each.
    """
    for statement in _CHOOSE:
        connection.execute(statement)
    claims = scalar(connection, "SELECT count(*) FROM tellings WHERE frame IN (FROM wanted_frames)")
    with bulk.spool(folder, "series") as spooled:
        for part in in_parts(claims):
            for _, rows in groupby(_framed(connection, filled(_FRAMED, part)), key=lambda row: row[:2]):
                for series in _of_one_frame(rows):
                    first = "s" + series.claims[0][1:]
                    for step, claim in enumerate(series.claims, 1):
                        spooled.add({"claim_id": claim, "series_id": first, "step": step})
        spooled.insert_into(connection, "series")
    connection.execute("DROP TABLE temp.wanted_frames")


def _framed(connection: Connection, query: str) -> Iterator[tuple[Any, ...]]:
    result = connection.execute(query)
    while rows := result.fetchmany(_CHUNK):
        yield from rows


def _of_one_frame(rows: Iterator[tuple[Any, ...]]) -> list[_Series]:
    """The series among the claims of one frame, which come in the order of time."""
    found: list[_Series] = []
    last: deque[tuple[frozenset[int], _Series]] = deque(maxlen=_BACK)
    for _, _, claim, content, number in rows:
        words = frozenset(content)
        series = next((series for before, series in reversed(last) if _agree(words, before)), None)
        if series is None:
            series = _Series()
            found.append(series)
        series.claims.append(claim)
        series.numbers.add(number)
        last.append((words, series))
    return [series for series in found if len(series.numbers) > 1]


def _agree(one: frozenset[int], other: frozenset[int]) -> bool:
    shared = len(one & other)
    return shared >= _WITHIN * min(len(one), len(other)) and shared >= _SHARED * len(one | other)
