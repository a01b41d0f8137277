"""How the references of a set of pairs come into the units of their claims, as small tables to be joined in."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal, localcontext
from pathlib import Path

from workbench.quantity.accepted import PRECISION
from workbench.quantity.commensurable import Missing, into_claim_unit
from workbench.quantity.interval import Interval
from workbench.quantity.model import Quantity
from workbench.quantity.money import MAX_AGE_DAYS, Rate, rate_text
from workbench.quantity.reference import Reference
from workbench.store import bulk
from workbench.store.connect import Connection, rows
from workbench.store.rows import Row

TABLES = ("claim_sides", "observation_sides", "conversions")
ZERO = Decimal(0)
WITHIN = (Decimal("1e-100"), Decimal("1e100"))

# What of a claim and of an observation a conversion rests on; the day matters where an amount may have to be exchanged.
_SIDE_TABLES = (
    """
    CREATE OR REPLACE TEMP TABLE claim_sides AS SELECT row_number() OVER () AS side, * FROM (
        SELECT DISTINCT unit, kind, change FROM claims)
    """,
    """
    CREATE OR REPLACE TEMP TABLE observation_sides AS SELECT row_number() OVER () AS side, * FROM (
        SELECT DISTINCT unit, kind, growth FROM observations)
    """,
)

# A pair finds its conversion by one number made of its two sides and its day. No unit but a currency begins with a
# capital letter.
_SIDES, _DAYS, _BEFORE = 1 << 20, 1 << 22, "DATE '0001-01-01'"
CLAIMS = """claims AS c LEFT JOIN documents AS d ON d.document_id = c.document_id
    JOIN claim_sides AS s ON s.unit = c.unit AND s.kind = c.kind AND s.change IS NOT DISTINCT FROM c.change"""
OBSERVATIONS = """observations AS o
    JOIN observation_sides AS s ON s.unit = o.unit AND s.kind = o.kind AND s.growth = o.growth"""
CLAIM_SIDE = f"""s.side AS side_number,
    CASE WHEN ascii(c.unit) BETWEEN 65 AND 90 THEN hash(c.unit) ELSE 0 END AS currency,
    CASE WHEN currency = 0 THEN 0 ELSE coalesce(coalesce(c.period_end, d.posted_at::DATE) - {_BEFORE} + 1, 0) END
    AS day"""
OBSERVATION_SIDE = (
    "s.side AS side_number, CASE WHEN ascii(o.unit) BETWEEN 65 AND 90 THEN hash(o.unit) ELSE 0 END AS currency"
)
COMBINATION = f"""((c.side_number * {_SIDES} + o.side_number) * {_DAYS}
    + CASE WHEN o.currency <> 0 AND o.currency <> c.currency THEN c.day ELSE 0 END)"""

COLUMNS = {
    "combination": "BIGINT", "temperature": "BOOLEAN", "same": "BOOLEAN", "factor": "DOUBLE",
    "shift": "DOUBLE", "missing": "VARCHAR", "rate": "VARCHAR",
}  # fmt: skip

_COMBINATIONS = f"""
    SELECT w.combination, c.unit AS claim_unit, c.kind AS claim_kind, c.change AS claim_change, o.unit, o.kind,
        o.growth,
        CASE WHEN w.combination % {_DAYS} > 0 THEN {_BEFORE} + (w.combination % {_DAYS} - 1)::INTEGER END AS day
    FROM (
        SELECT DISTINCT {COMBINATION} AS combination FROM wanted AS w
        JOIN (SELECT c.claim_id, {CLAIM_SIDE} FROM {CLAIMS}) AS c ON c.claim_id = w.claim_id
        JOIN (SELECT o.observation_id, {OBSERVATION_SIDE} FROM {OBSERVATIONS}) AS o
            ON o.observation_id = w.observation_id
    ) AS w
    JOIN claim_sides AS c ON c.side = w.combination // {_DAYS * _SIDES}
    JOIN observation_sides AS o ON o.side = w.combination // {_DAYS} % {_SIDES}
"""  # noqa: S608


def make(connection: Connection, folder: Path, rates: Sequence[Rate]) -> None:
    """Make the temporary tables :data:`TABLES` for the pairs of ``temp.wanted``.

    ``conversions`` has a row for each combination of their units, kinds and days. A reference is its number times
    ``factor`` plus ``shift`` in the claim's unit; where a fall is claimed, both are negative. ``factor`` is NULL where
    something is missing or the pure function has to do it.

    Args:
        connection: The head's.
        folder: For temporary files.
        rates: Dated exchange rates.
    """
    for statement in _SIDE_TABLES:
        connection.execute(statement)
    combinations = rows(connection, _COMBINATIONS)
    columns = ", ".join(f"{name} {kind}" for name, kind in COLUMNS.items())
    connection.execute(f"CREATE OR REPLACE TEMP TABLE conversions ({columns})")
    dated = sorted(rates, key=lambda rate: rate.on)
    with bulk.spool(folder, "conversions", COLUMNS) as spooled:
        for row in _resolved(combinations, dated):
            spooled.add(row)
        spooled.insert_into(connection, "conversions")


def _resolved(combinations: list[Row], rates: list[Rate]) -> Iterator[Row]:
    days = [rate.on for rate in rates]
    for row in combinations:
        claim = Quantity(0, 0, "", "", ZERO, unit=row["claim_unit"], kind=row["claim_kind"], change=row["claim_change"])
        reference = Reference(Interval(ZERO, ZERO), ZERO, row["unit"], row["kind"], growth=row["growth"])
        told: Row = {
            "combination": row["combination"], "temperature": claim.kind == "temperature", "same": False,
        }  # fmt: skip
        with localcontext(prec=PRECISION):
            found = into_claim_unit(claim, reference, _near(rates, days, row["day"]), row["day"])
        if isinstance(found, Missing):
            yield told | {"missing": found.what}
            continue
        factor, shift = found.convert.factor, found.convert.offset
        told |= {"rate": None if found.rate is None else rate_text(found.rate), "same": factor == 1 and shift == 0}
        if all(number == 0 or WITHIN[0] < abs(number) < WITHIN[1] for number in (factor, shift)):
            sign = -1 if claim.change == "decrease_by" else 1
            told |= {"factor": sign * float(factor), "shift": sign * float(shift)}
        yield told


def _near(rates: list[Rate], days: list[date], on: date | None) -> list[Rate]:
    """The rates that may count on a day."""
    if on is None:
        return []
    oldest = on - timedelta(days=min(MAX_AGE_DAYS, (on - date.min).days))
    return rates[bisect_left(days, oldest) : bisect_right(days, on)]
