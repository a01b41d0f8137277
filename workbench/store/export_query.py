"""The rows of an export: which claims, in which order, and cells that a spreadsheet cannot run."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from workbench.store.connect import Connection
from workbench.store.literals import fill, text
from workbench.store.views import EXPORT_COLUMNS

Only = Literal["decided", "open", "disputed", "adjudicated", "dismissed"]

NUMBERS = frozenset(
    {"value", "low", "high", "accepted_low", "accepted_high", "reference_value", "reference_low", "reference_high",
     "deviation"}
)  # fmt: skip
TIMES = frozenset({"posted_at", "decided_at"})
DATES = frozenset({"period_start", "period_end", "vintage"})
_OURS = frozenset({"claim_id", "group_id", "comparison", "proposed", "settings_hash"})
# An empty text would be printed as "".
_OFTEN_EMPTY = frozenset({"unit", "reference_unit"})
_BARE = NUMBERS | TIMES | DATES | _OURS
_IN_TEXT = 'r.document, r.ordinal, r.start, r."end", r.claim_id'
_RUN = "chr(9) || chr(13) || '=+-@'"

# Text columns that come from small tables; what is not named here is looked at in every row.
_ORIGINS = {
    "observations": {"observation_id": "observation_id", "reference_period": "period"},
    "sources": {"publisher": "publisher", "source_title": "title", "source_url": "url"},
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which claims to export; every field that is set must hold.

    Attributes:
        since: Only what was decided at this moment (UTC, naive) or later.
        reviewers: Only claims on which one of these holds a verdict.
        only: Only claims in this state; ``decided`` includes the adjudicated ones.
    """

    since: datetime | None = None
    reviewers: tuple[str, ...] = ()
    only: Only | None = None


def export_query(connection: Connection, wanted: Wanted, *, printed: bool) -> str:
    """The SELECT of an export, in the order of the files and of the text in them.

    Args:
        connection: The case's database.
        wanted: Which claims.
        printed: As the cells of a CSV file are to read; else the columns as the view has them.
    """
    names = [row[0] for row in connection.execute("SELECT DISTINCT reviewer FROM verdicts ORDER BY 1").fetchall()]
    columns = [name for name, _ in EXPORT_COLUMNS]
    harmless = _harmless(connection) if printed else frozenset(columns)
    cells = [f"{_cell(name, harmless) if printed else f'r.{name}'} AS {name}" for name in columns]
    votes_told = {name: _safe(f'v."{name}"') if printed else f'v."{name}"' for name in names}
    cells[-1:-1] = [f'{cell} AS "verdict_{name}"' for name, cell in votes_told.items()]
    votes = ", ".join(f'max(verdict) FILTER (WHERE reviewer = {text(name)}) AS "{name}"' for name in names)
    voted = f"LEFT JOIN (SELECT claim_id, {votes} FROM verdicts GROUP BY claim_id) AS v ON v.claim_id = r.claim_id"  # noqa: S608
    return f"""
        SELECT {", ".join(cells)} FROM export_rows AS r {voted if names else ""}
        WHERE {_condition(wanted)} ORDER BY {_IN_TEXT}
    """  # noqa: S608


def _condition(wanted: Wanted) -> str:
    told = ["true"]
    if wanted.since is not None:
        told.append(fill("r.decided_at >= $since::TIMESTAMP", since=wanted.since.isoformat(" ")))
    if wanted.reviewers:
        voters = "SELECT claim_id FROM verdicts WHERE reviewer IN $names"
        told.append(fill(f"r.claim_id IN ({voters})", names=wanted.reviewers))
    if wanted.only is not None:
        states = ("decided", "adjudicated") if wanted.only == "decided" else (wanted.only,)
        told.append(fill("r.state IN $states", states=states))
    return " AND ".join(told)


def _harmless(connection: Connection) -> frozenset[str]:
    """The columns of small tables in which no cell begins like a formula: one look there spares one at each row."""
    found: set[str] = set()
    for table, columns in _ORIGINS.items():
        looks = ", ".join(f"coalesce(bool_or({_runs(column)}), false)" for column in columns.values())
        told = connection.execute(f"SELECT {looks} FROM {table}").fetchall()[0]  # noqa: S608
        found.update(name for name, runs in zip(columns, told, strict=True) if not runs)
    return frozenset(found)


def _runs(column: str) -> str:
    """Whether a text begins with a sign of a formula; all of them stand before the letters, which is seen at once.

    No ``IN``: DuckDB makes a join of it, one for each column.
    """
    return f"{column} < 'A' AND {column} <> '' AND contains({_RUN}, {column}[1:1])"


def _cell(name: str, harmless: frozenset[str]) -> str:
    """A cell: a text as no spreadsheet would run it, a number without a needless .0."""
    column = f"r.{name}"
    if name in NUMBERS:
        whole = f"{column} = trunc({column}) AND abs({column}) < 1e18"
        return f"CASE WHEN {whole} THEN {column}::BIGINT::VARCHAR ELSE {column}::VARCHAR END"
    if name in _BARE or name in harmless:
        return column
    return f"nullif({_safe(column)}, '')" if name in _OFTEN_EMPTY else _safe(column)


def _safe(column: str) -> str:
    return f"CASE WHEN {_runs(column)} THEN chr(39) || {column} ELSE {column} END"
