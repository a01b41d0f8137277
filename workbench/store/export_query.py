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
_BARE = NUMBERS | TIMES | DATES | _OURS
_IN_TEXT = 'r.document, r.ordinal, r.start, r."end", r.claim_id'
_RUN = "chr(9) || chr(13) || '=+-@'"

# Where each text column of the export comes from; what is not named here is looked at in every row.
_ORIGINS = {
    "claims": {"sentence": "sentence", "text": "text", "unit": "unit", "counted": "counted"},
    "documents": {"document": "path", "url": "url"},
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
        printed: One column of the lines of a CSV file, named by its head; else the columns with the types of the view.
    """
    names = [row[0] for row in connection.execute("SELECT DISTINCT reviewer FROM verdicts ORDER BY 1").fetchall()]
    columns = [name for name, _ in EXPORT_COLUMNS]
    heads = [*columns[:-1], *(f"verdict_{name}" for name in names), columns[-1]]
    if printed:
        harmless = _harmless(connection)
        cells = [_bare(name) if name in _BARE else _quoted(_cell(name, harmless)) for name in columns]
        cells[-1:-1] = [_quoted(f'v."{name}"') for name in names]
        # To sort whole lines takes two thirds of what it takes to sort their cells.
        wanted_columns = f"""concat_ws(',', {", ".join(cells)}) AS "{','.join(heads)}\""""
    else:
        cells = [f"r.{name}" for name in columns]
        cells[-1:-1] = [f'v."{name}" AS "verdict_{name}"' for name in names]
        wanted_columns = ", ".join(cells)
    votes = ", ".join(f'max(verdict) FILTER (WHERE reviewer = {text(name)}) AS "{name}"' for name in names)
    voted = f"LEFT JOIN (SELECT claim_id, {votes} FROM verdicts GROUP BY claim_id) AS v ON v.claim_id = r.claim_id"  # noqa: S608
    return f"""
        SELECT {wanted_columns} FROM export_rows AS r {voted if names else ""}
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
    """The text columns in which no cell begins like a formula: one look at a table is cheaper than one at each row."""
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
    """A text column as no spreadsheet would run it."""
    column = f"r.{name}"
    return column if name in harmless else f"CASE WHEN {_runs(column)} THEN chr(39) || {column} ELSE {column} END"


def _quoted(column: str) -> str:
    """A text as a cell of CSV (RFC 4180), in quotation marks where it needs them."""
    needs = " OR ".join(f"contains({column}, {sign})" for sign in ("','", "'\"'", "chr(10)", "chr(13)"))
    return f"""coalesce(CASE WHEN {needs} THEN '"' || replace({column}, '"', '""') || '"' ELSE {column} END, '')"""


def _bare(name: str) -> str:
    """A column that never needs quotation marks; numbers without a needless .0."""
    column = f"r.{name}"
    if name in NUMBERS:
        whole = f"{column} = trunc({column}) AND abs({column}) < 1e18"
        return f"coalesce(CASE WHEN {whole} THEN {column}::BIGINT::VARCHAR ELSE {column}::VARCHAR END, '')"
    if name in TIMES:
        return f"coalesce(strftime({column}, '%Y-%m-%dT%H:%M:%SZ'), '')"
    return f"coalesce({column}::VARCHAR, '')"
