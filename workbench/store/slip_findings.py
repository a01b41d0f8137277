"""Probable slips of unit and scale in the pairs that were compared last.

SQL finds the pairs that can be slips; :func:`workbench.quantity.slips.find_slip` says which are.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from math import floor, log10
from pathlib import Path
from typing import Any

from workbench.quantity.comparison import compare
from workbench.quantity.model import Quantity
from workbench.quantity.money import Rate
from workbench.quantity.reference import Reference
from workbench.quantity.settings import Tolerances
from workbench.quantity.slips import FACTORS, find_slip
from workbench.store import bulk
from workbench.store.connect import Connection, scalar
from workbench.store.rows import exact_numbers

_FIELDS = ("modifier", "side", "exact", "half_open", "unit", "kind", "change", "negated")
_CHUNK = 2000
# Binary numbers and a bound's nearness, taken a little wider than the function takes them.
_BOUND, _SLACK = 0.06, 1e-6
# Marks on the ruler for a power of ten, and how far a rounded number may lie from a factor on it: log10 of 1.11.
PLACES, _WIDEST = 1000, 0.046

_POSSIBLE = """
WITH pairs AS (
    SELECT p.claim_id, p.observation_id, p.reference_value AS r, p.rate, c.numbers AS said, c.modifier, c.side, c.exact,
        c.half_open, c.unit, c.kind, c.change, c.negated, coalesce(c.period_end, d.posted_at::DATE) AS day,
        o.numbers AS told, o.unit AS told_unit, o.kind AS told_kind, o.growth, o.value AS own,
        coalesce(c.value, CASE WHEN c.modifier IN ('<', '<=') THEN c.high ELSE c.low END) AS stated,
        c.value IS NULL AS is_range, c.modifier IN ('<', '<=', '>', '>=') AS bound, c.accepted_low, c.accepted_high
    FROM comparisons AS p $new JOIN claims AS c USING (claim_id) JOIN observations AS o USING (observation_id)
    LEFT JOIN documents AS d USING (document_id)
    WHERE p.comparison IN ('above', 'below') AND p.reference_value <> 0 AND coalesce(stated, 1) <> 0
), near AS (
    FROM pairs WHERE is_range OR stated IS NULL OR rate IS NOT NULL
        OR floor(log10(abs(stated / r)) * $places) IN ($near)
), ends AS (
    SELECT *, CASE WHEN bound THEN stated * (1 - sign(stated) * $bound) ELSE accepted_low END AS low_end,
        CASE WHEN bound THEN stated * (1 + sign(stated) * $bound) ELSE accepted_high END AS high_end
    FROM near
)
FROM ends WHERE (rate IS NOT NULL AND abs(own - stated) <= $bound * abs(stated))
    OR list_bool_or(list_transform($close,
        lambda f: coalesce(abs(stated - r * f.size) <= f.within * abs(r * f.size), false)))
    OR list_bool_or(list_transform($wide, lambda f: coalesce(r * f BETWEEN least(low_end, high_end) * (1 - $slack)
        AND greatest(low_end, high_end) * (1 + $slack), true)))
"""
_NEW = "SEMI JOIN compared AS w ON w.claim_id = p.claim_id AND w.observation_id = p.observation_id"


def find_slips(connection: Connection, folder: Path, tolerances: Tolerances, rates: Sequence[Rate]) -> None:
    """Add to ``slip_findings`` what is found in the pairs of ``temp.compared``, and drop that table.

    Where there is no such table, every pair is new.

    Args:
        connection: The head's, in the transaction that compared these pairs.
        folder: For temporary files.
        tolerances: The case's percentages.
        rates: Dated exchange rates.
    """
    with bulk.spool(folder, "slip_findings") as spooled:
        for row in _possible(connection):
            found = _slip(row, tolerances, rates)
            if found is not None:
                spooled.add(found)
        spooled.insert_into(connection, "slip_findings")
    connection.execute("DROP TABLE IF EXISTS temp.compared")


def _possible(connection: Connection) -> Iterator[dict[str, Any]]:
    both = [(float(way), factor.within) for factor in FACTORS for way in (factor.size, 1 / factor.size)]
    close = [(size, float(within) * (1 + _SLACK)) for size, within in both if within is not None]
    wide = [size for size, within in both if within is None]
    near = {place for size, within in close for place in _places(size, log10(1 + within))}
    near |= {place for size in wide for place in _places(size, _WIDEST)}
    values = {
        "close": f"[{', '.join(f'{{size: {size!r}, within: {within!r}}}' for size, within in close)}]",
        "wide": f"[{', '.join(map(repr, wide))}]::DOUBLE[]",
        "near": ", ".join(map(str, sorted(near))), "places": PLACES, "bound": _BOUND, "slack": _SLACK,
    }  # fmt: skip
    every = not scalar(connection, "SELECT count(*) FROM duckdb_tables() WHERE temporary AND table_name = 'compared'")
    query = _POSSIBLE.replace("$new", "" if every else _NEW)
    for name, value in values.items():
        query = query.replace(f"${name}", str(value))
    result = connection.execute(query)
    names = [column[0] for column in result.description or []]
    while chunk := result.fetchmany(_CHUNK):
        for row in chunk:
            yield dict(zip(names, row, strict=True))


def _places(size: float, within: float) -> range:
    """Where on a ruler of logarithms a claim and its reference lie that are about a factor apart."""
    middle = log10(size)
    return range(floor((middle - within) * PLACES) - 1, floor((middle + within) * PLACES) + 2)


def _slip(row: dict[str, Any], tolerances: Tolerances, rates: Sequence[Rate]) -> dict[str, Any] | None:
    claim = Quantity(0, 0, "", "", **exact_numbers(row["said"]), **{name: row[name] for name in _FIELDS})
    told = exact_numbers(row["told"])
    reference = Reference.of_figure(**told, unit=row["told_unit"], kind=row["told_kind"], growth=row["growth"])
    found = compare(claim, reference, tolerances, rates=rates, on=row["day"])
    written = (told["value"], row["told_unit"]) if isinstance(told["value"], Decimal) else None
    slip = find_slip(claim, found, written=written, rates=rates, on=row["day"])
    if slip is None:
        return None
    return {
        "claim_id": row["claim_id"], "observation_id": row["observation_id"], "factor": float(slip.factor),
        "words": slip.words, "message": str(slip),
    }  # fmt: skip
