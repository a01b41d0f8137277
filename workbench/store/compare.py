"""Comparisons of all pairs that have none: set-wise in SQL, and by the pure function where SQL cannot tell."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from decimal import Context, Decimal
from pathlib import Path
from typing import Any

import duckdb

from workbench.quantity.comparison import Comparison, compare
from workbench.quantity.model import Quantity
from workbench.quantity.money import Rate
from workbench.quantity.reference import Reference
from workbench.quantity.settings import Tolerances
from workbench.references.periods import other_period
from workbench.references.vintages import Standing, known
from workbench.store import bulk, conversions, finding
from workbench.store.connect import Connection, scalar
from workbench.store.lines import Lines
from workbench.store.reattach import PAIRS_WANTED
from workbench.store.rows import Row, double, exact_numbers

# What SQL left open; the conversion told it the rate. Where nothing was compared before, only the claims with fewer
# comparisons than pairs are looked through: pairs are dear to match, a count is cheap. (To store such pairs open and
# delete them again would let DuckDB put in all rows one by one.)
_SHORT = """
    CREATE OR REPLACE TEMP TABLE short AS
    SELECT claim_id FROM (SELECT claim_id, 1 AS n FROM wanted UNION ALL SELECT claim_id, -1 FROM comparisons)
    GROUP BY claim_id HAVING sum(n) <> 0
"""
_QUANTITY = ("modifier", "side", "exact", "half_open", "unit", "kind", "change", "negated")
_CHUNK = 2000
_STORED = Context(prec=finding.STORED_DIGITS)
_CANDIDATES = "SELECT claim_id, observation_id FROM candidates"
_IS_EVERY = "SELECT NOT EXISTS (FROM comparisons) AND NOT EXISTS (FROM review_events WHERE action = 'link')"


@dataclass(frozen=True, slots=True)
class Compared:
    """How many pairs were compared, how many of them by the pure function, and whether these are all there are."""

    pairs: int
    by_function: int = 0
    every: bool = False


def compare_wanted(connection: Connection, folder: Path, tolerances: Tolerances, rates: Sequence[Rate]) -> Compared:
    """Compare every pair that is wanted and has no comparison.

    ``temp.compared`` then tells these pairs; there is no such table where nothing had been compared before.

    Args:
        connection: The head's, in a transaction.
        folder: For temporary files.
        tolerances: The case's percentages.
        rates: Dated exchange rates.
    """
    connection.execute("DROP TABLE IF EXISTS temp.compared")
    every = bool(scalar(connection, _IS_EVERY))
    wanted = f"VIEW wanted AS {_CANDIDATES}" if every else f"TABLE wanted AS {PAIRS_WANTED}"
    with _joins_as_written(connection):
        connection.execute(f"CREATE TEMP {wanted}")
        pairs, settled = int(scalar(connection, "SELECT count(*) FROM wanted")), 0
        if pairs:
            conversions.make(connection, folder, rates)
            [(told,)] = connection.execute(finding.insert_findings(tolerances)).fetchall()
            if told < pairs:
                settled = _settle(connection, folder, tolerances, rates, every=every)
            for table in conversions.TABLES:
                connection.execute(f"DROP TABLE temp.{table}")
    connection.execute("DROP VIEW temp.wanted" if every else "ALTER TABLE wanted RENAME TO compared")
    return Compared(pairs, settled, every)


@contextmanager
def _joins_as_written(connection: Connection) -> Iterator[None]:
    """Join in the order of the statements.

    Pairs then keep the order of the candidates, claim by claim; in no order, reading and storing take twice as long.
    And no guess about how many rows there are can multiply them.
    """
    connection.execute("SET disabled_optimizers = 'join_order,build_side_probe_side'")
    try:
        yield
    finally:
        with suppress(duckdb.Error):  # in a transaction that has failed nothing can be set; its connection is closed
            connection.execute("RESET disabled_optimizers")


def _settle(connection: Connection, folder: Path, tolerances: Tolerances, rates: Sequence[Rate], *, every: bool) -> int:
    """Let the pure function decide what SQL left open; returns how many pairs that were."""
    if every:
        connection.execute(_SHORT)
    with bulk.spool(folder, "comparisons") as spooled:
        result = connection.execute(_open(only_short=every))
        names = [column[0] for column in result.description or []]
        while chunk := result.fetchmany(_CHUNK):
            rows = (dict(zip(names, row, strict=True)) for row in chunk)
            spooled.extend(Lines.of(_found(row, tolerances, rates) for row in rows))
        spooled.insert_into(connection, "comparisons")
        return spooled.count


def _open(*, only_short: bool) -> str:
    """What SQL left open, with all that the pure function and its row need."""
    among = "SEMI JOIN short USING (claim_id)" if only_short else ""
    of_them = "WHERE c.claim_id IN (FROM short)" if only_short else ""
    return f"""
        SELECT w.claim_id, w.observation_id, c.numbers AS said, c.modifier, c.side, c.exact, c.half_open, c.unit,
            c.kind, c.change, c.negated, c.period_start, c.period_end, c.said_on, o.numbers AS told,
            o.unit AS told_unit, o.kind AS told_kind, o.growth, o.period_start AS told_start,
            o.period_end AS told_end, o.known_from, o.known_until, v.rate
        FROM (
            FROM (FROM wanted {among}) AS w ANTI JOIN (FROM comparisons {among}) AS p
                ON p.claim_id = w.claim_id AND p.observation_id = w.observation_id
        ) AS w
        JOIN (
            SELECT c.*, d.posted_at::DATE AS said_on, {conversions.CLAIM_SIDE} FROM {conversions.CLAIMS} {of_them}
        ) AS c ON c.claim_id = w.claim_id
        JOIN (SELECT o.*, {conversions.OBSERVATION_SIDE} FROM {conversions.OBSERVATIONS}) AS o
            ON o.observation_id = w.observation_id
        JOIN conversions AS v ON v.combination = {conversions.COMBINATION}
    """  # noqa: S608 - nothing of a case is in it


def _found(row: Row, tolerances: Tolerances, rates: Sequence[Rate]) -> Row:
    told = exact_numbers(row["told"])
    fields: Row = {name: row[name] for name in _QUANTITY}
    claim = Quantity(0, 0, "", "", **exact_numbers(row["said"]), **fields)
    reference = Reference.of_figure(**told, unit=row["told_unit"], kind=row["told_kind"], growth=row["growth"])
    start, end, on = row["period_start"], row["period_end"], row["said_on"]
    columns = finding_columns(compare(claim, reference, tolerances, rates=rates, on=end or on), **told)
    if other_period(start, end, row["told_start"], row["told_end"], on):
        columns["proposed"] = None
    pair = {name: row[name] for name in ("claim_id", "observation_id", "rate")}
    return pair | columns | {"known": known(Standing(row["known_from"], row["known_until"], None), on)}


def finding_columns(
    found: Comparison, value: Decimal | None, low: Decimal | None, high: Decimal | None
) -> dict[str, Any]:
    """A finding of the pure function as its columns of ``comparisons``.

    Args:
        found: The finding.
        value: The observation's number as written, in its own unit.
        low: Its lower end.
        high: Its upper end.
    """
    interval = None if low is None and high is None else found.reference
    return {
        "comparison": found.comparison,
        "deviation": double(found.deviation),
        "gap": double(found.gap),
        "uninformative": found.uninformative,
        "proposed": found.proposed,
        "reference_value": _stored(found.reference_value, value),
        "reference_low": _stored(interval.low, low, high) if interval else None,
        "reference_high": _stored(interval.high, low, high) if interval else None,
    }


def _stored(number: Decimal | None, *own: Decimal | None) -> float | None:
    """The observation's own number as it is, one that was worked out to the digits that are stored."""
    if number is None or any(each is not None and abs(each) == abs(number) for each in own):
        return double(number)
    return double(_STORED.plus(number))
