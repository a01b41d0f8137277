"""The rows of an export: which claims, in which order, and cells that a spreadsheet cannot run."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from workbench.store.connect import Connection
from workbench.store.literals import array, fill, text
from workbench.store.schema import FINDINGS, PROPOSALS, enum
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
_ORDER = 'ordinal, start, "end"'
_RUN = "\t\r=+-@"
_RUN_SQL = " || ".join(f"chr({ord(sign)})" for sign in _RUN)

# Text columns that often hold few different words, and where these stand. Up to _FEW of them are looked at once, not in
# every row, and their places go through the sort, which takes a fifth less time than with texts. All other cells are
# made behind it: numbers are shorter than what is printed.
_WORDS = {
    "document": "SELECT path FROM documents",
    "speaker": "SELECT speaker FROM documents UNION ALL SELECT speaker FROM claims",
    "modifier": "SELECT modifier FROM claims",
    "unit": "SELECT unit FROM claims",
    "reference_unit": "SELECT unit FROM claims UNION ALL SELECT unit FROM observations",
    "observation_id": "SELECT observation_id FROM observations",
    "reference_period": "SELECT period FROM observations",
    "publisher": "SELECT publisher FROM sources",
    "source_title": "SELECT title FROM sources",
    "source_url": "SELECT url FROM sources",
    "comparison": f"SELECT unnest({array(('no_reference', *FINDINGS))})",
    "proposed": f"SELECT unnest({array(PROPOSALS)})",
    "verdict": "SELECT verdict FROM current_decisions",
    "reasons": "SELECT array_to_string(reasons, '; ') FROM current_decisions",
    "verdict_by": "SELECT array_to_string(verdict_by, '; ') FROM current_decisions",
    "adjudicated_by": "SELECT adjudicated_by FROM current_decisions",
    "settings_hash": "SELECT settings_hash FROM meta",
}
_FEW = 5_000
# What a reviewer's vote is called on the way: no column of the view is called so, whatever the reviewer is called.
_VOTE = "vote:"


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
    votes = ", ".join(
        f"max(verdict) FILTER (WHERE reviewer = {text(name)}) AS {_quoted(_VOTE + name)}" for name in names
    )
    voted = f"LEFT JOIN (SELECT claim_id, {votes} FROM verdicts GROUP BY claim_id) AS v USING (claim_id)"  # noqa: S608
    columns = [name for name, _ in EXPORT_COLUMNS]
    columns[-1:-1] = [_VOTE + name for name in names]
    words = _few_words(connection) if printed else {}
    sorted_columns = [f"{_placed(name, words)} AS {_quoted(name)}" for name in columns]
    document = _of_few("document", words["document"]) if "document" in words else "document"
    made = {name for name in columns if printed and name not in words}
    cells = [f"{_cell(name) if name in made else _quoted(name)} AS {_headed(name)}" for name in columns]
    return f"""
        SELECT {", ".join(cells)} FROM (
            SELECT {", ".join(sorted_columns)} FROM export_rows {voted if names else ""}
            WHERE {_condition(wanted)} ORDER BY {document}, {_ORDER}{", claim_id" if _may_tie(connection) else ""}
        )
    """  # noqa: S608


def _condition(wanted: Wanted) -> str:
    told = ["true"]
    if wanted.since is not None:
        told.append(fill("decided_at >= $since::TIMESTAMP", since=wanted.since.isoformat(" ")))
    if wanted.reviewers:
        voters = "SELECT claim_id FROM verdicts WHERE reviewer IN $names"
        told.append(fill(f"claim_id IN ({voters})", names=wanted.reviewers))
    if wanted.only is not None:
        states = ("decided", "adjudicated") if wanted.only == "decided" else (wanted.only,)
        told.append(fill("state IN $states", states=states))
    return " AND ".join(told)


def _may_tie(connection: Connection) -> bool:
    """Whether two claims may have the same words of a text: the machine's do not, what people add may."""
    return bool(connection.execute("SELECT EXISTS (FROM claims WHERE origin <> 'machine')").fetchall()[0][0])


def _few_words(connection: Connection) -> dict[str, list[str]]:
    """The words of each column that has few of them, in the order of their bytes."""
    found = {}
    for name, origin in _WORDS.items():
        query = f"SELECT DISTINCT word FROM ({origin}) AS o(word) WHERE word IS NOT NULL LIMIT {_FEW + 1}"  # noqa: S608
        words = [row[0] for row in connection.execute(query).fetchall()]
        if len(words) <= _FEW and not any("\0" in word for word in words):  # no type can name a text with a NUL
            found[name] = sorted(words)
    return found


def _placed(name: str, words: dict[str, list[str]]) -> str:
    """A column as it goes through the sort: one of few words as its place among the cells that they give."""
    if name not in words:
        return _quoted(name)
    told = [word for word in words[name] if word or name not in _OFTEN_EMPTY]
    some = f"nullif({name}, '')" if len(told) < len(words[name]) else name
    runs = [word for word in told if word.startswith(tuple(_RUN))]
    cells = dict.fromkeys(f"'{word}" if word in runs else word for word in told)
    return _of_few(_safe(some) if runs else some, list(cells))


def _cell(name: str) -> str:
    """A cell: a text as no spreadsheet would run it, a number without a needless .0."""
    column = _quoted(name)
    if name in NUMBERS:
        whole = f"{column} = trunc({column}) AND abs({column}) < 1e18"
        return f"CASE WHEN {whole} THEN {column}::BIGINT::VARCHAR ELSE {column}::VARCHAR END"
    if name in _BARE:
        return column
    return f"nullif({_safe(column)}, '')" if name in _OFTEN_EMPTY else _safe(column)


def _quoted(name: str) -> str:
    return f'"{name}"'


def _headed(name: str) -> str:
    """A column's heading; DuckDB calls that of a reviewer named "by" ``verdict_by_1``, for ``verdict_by`` is taken."""
    return _quoted(f"verdict_{name.removeprefix(_VOTE)}" if name.startswith(_VOTE) else name)


def _of_few(column: str, words: list[str]) -> str:
    """A column of a few words as their places among them; as it is where there are none."""
    return f"{column}::{enum(tuple(words))}" if words else column


def _runs(column: str) -> str:
    """Whether a text begins with a sign of a formula; all of them stand before the letters, which is seen at once.

    No ``IN``: DuckDB makes a join of it, one for each column.
    """
    return f"{column} < 'A' AND {column} <> '' AND contains({_RUN_SQL}, {column}[1:1])"


def _safe(column: str) -> str:
    return f"CASE WHEN {_runs(column)} THEN chr(39) || {column} ELSE {column} END"
