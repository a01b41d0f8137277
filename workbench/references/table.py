"""Observations: ``sources/NAME.csv``, one reference figure a row."""

import hashlib
import json
import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import fields, replace
from datetime import date
from decimal import Decimal, localcontext

from workbench.errors import Problem
from workbench.references.cells import AMBIGUOUS_POINT, LONGEST, NUMBER, has_decimal_commas, number_hint, period_hint
from workbench.references.formula import is_call
from workbench.references.model import Observation
from workbench.references.periods import parse_period
from workbench.references.rows import Header, Row, capped, read_rows
from workbench.references.toml import IDENTIFIER

COLUMNS = (
    "id", "measure", "place", "period", "value", "low", "high", "unit", "vintage", "price_basis", "flag", "note",
    "formula",
)  # fmt: skip
REQUIRED = ("measure", "period", "unit")

UnitParser = Callable[[str], tuple[Decimal, str, str] | None]
"""Maps a written unit to (factor, canonical unit, kind), or to None where it is unknown."""

_PRECISION = 200
# What the text of an observation may change in without its figure becoming another one.
_NOT_HASHED = {"line", "sha256", "extra", "note", "formula", "unit_written", "period"}


class _BadRowError(Exception):
    """What is wrong with one row: a message and a hint."""


def parse_observations(
    text: str, file: str, source_id: str, parse_unit: UnitParser
) -> tuple[list[Observation], list[Problem]]:
    """Read the observations of one source.

    Numbers are exact decimals, multiplied into the canonical unit. A row that cannot be used is a problem with the line
    it begins on; the others load.

    Args:
        text: The decoded file: comma, semicolon or tab separated, its first line naming the columns.
        file: Its path inside the case, for messages.
        source_id: The source it belongs to; ids are ``SOURCE/ID``.
        parse_unit: Maps a written unit to (factor, canonical unit, kind).
    """
    header, rows = read_rows(text, file, "measure")
    problems = [] if header is None else _check_header(header, file)
    if header is None or problems:
        return [], problems or [row for row in rows if isinstance(row, Problem)]
    observations: dict[str, Observation] = {}
    commas = header.delimiter == ";" and has_decimal_commas(text)
    empty = True
    for row in rows:
        empty = False
        if isinstance(row, Problem):
            problems.append(row)
            continue
        try:
            observation = _observation(row, source_id, parse_unit, commas=commas)
            _check_new(observation, observations, named=bool(row.cells.get("id")))
        except _BadRowError as error:
            message, hint = error.args
            problems.append(Problem(f"{message}; the row was left out", hint, file, row.line))
        else:
            observations[observation.observation_id] = observation
    if empty:
        problems.append(Problem("There is no row below the header", "Add one for each figure", file, header.line))
    return list(observations.values()), capped(problems, file)


def _check_new(observation: Observation, known: dict[str, Observation], *, named: bool) -> None:
    """Refuse a second row with an id; without one of its own, it is a second row about the same."""
    earlier = known.get(observation.observation_id)
    if earlier is None:
        return
    if named:
        what = f"The id {observation.observation_id!r} is already that of line {earlier.line}"
        raise _BadRowError(what, "Give each row its own id")
    if _figure(observation) == _figure(earlier):
        raise _BadRowError(f"It repeats line {earlier.line}", "Delete one of the two")
    what = f"It contradicts line {earlier.line}, which has another figure for the same measure, place and period"
    raise _BadRowError(what, "Correct one of them, or give each its vintage, or an id of its own")


def _figure(observation: Observation) -> tuple[object, ...]:
    return observation.value, observation.low, observation.high, observation.unit


def _check_header(header: Header, file: str) -> list[Problem]:
    missing = [name for name in REQUIRED if name not in header.names]
    if "value" not in header.names and not {"low", "high"} <= set(header.names):
        missing.append("value (or low and high)")
    hint = f"The header names the columns, such as {','.join(COLUMNS[:8])}"
    what = "There is no column {}; the file was left out"
    return [Problem(what.format(name), hint, file, header.line) for name in missing]


def _observation(row: Row, source_id: str, parse_unit: UnitParser, *, commas: bool) -> Observation:
    cells = row.cells
    measure, place = _words(cells.get("measure", "")), _words(cells.get("place", ""))
    if not measure:
        raise _BadRowError("There is no measure", "Say in words what the figure measures")
    if "unit" not in cells:
        raise _BadRowError("The row ends before its unit", "Fill in the cells that are missing")
    unit = parse_unit(cells["unit"])
    if unit is None:
        hint = 'Write it as in "million tonnes", "USD billion", "%", "km"; leave it empty for a plain count'
        raise _BadRowError(f"The unit {cells['unit'][:40]!r} is not known", hint)
    start, end = _period(cells.get("period", ""), "period")
    vintage = _period(cells.get("vintage", ""), "vintage")[1]
    if commas:
        _check_points(cells)
    value, low, high = _numbers(cells, unit[0])
    identifier = cells.get("id", "")
    if identifier and not IDENTIFIER.fullmatch(identifier):
        hint = "Use letters, digits, dots, dashes and underscores, without spaces"
        raise _BadRowError(f"The id {identifier[:40]!r} cannot be used", hint)
    identifier = identifier or made_id(measure, place, cells.get("period", ""), cells.get("vintage", ""))
    observation = Observation(
        observation_id=f"{source_id}/{identifier}", source_id=source_id, measure=measure, place=place,
        period=cells.get("period", ""), period_start=start, period_end=end, value=value, low=low, high=high,
        unit=unit[1], unit_written=cells["unit"], kind=unit[2], vintage=vintage,
        price_basis=cells.get("price_basis", ""), flag=cells.get("flag", ""), note=cells.get("note", ""),
        formula=cells.get("formula", ""),
        extra={name: cell for name, cell in cells.items() if name not in COLUMNS and cell}, line=row.line,
    )  # fmt: skip
    return replace(observation, sha256=digest(observation))


def made_id(measure: str, place: str, period: str, vintage: str) -> str:
    """The id of a row that was given none: from what the row is about, so that it survives a new figure."""
    written = "-".join(part for part in (measure, place, period, vintage and f"v{vintage}") if part)
    slug = re.sub(r"[\W_]+", "-", unicodedata.normalize("NFKC", written).casefold()).strip("-") or "row"
    if len(slug) <= 80:
        return slug
    return f"{slug[:70].rstrip('-')}-{hashlib.sha256(slug.encode()).hexdigest()[:8]}"


def _words(cell: str) -> str:
    return " ".join(cell.split())


def _period(cell: str, column: str) -> tuple[date | None, date | None]:
    if not cell:
        return None, None
    try:
        return parse_period(cell)
    except ValueError as error:
        hint = period_hint(cell)
        raise _BadRowError(f"The {column} {cell[:40]!r} cannot be read: {error}", hint) from None


def _numbers(cells: dict[str, str], factor: Decimal) -> tuple[Decimal | None, Decimal | None, Decimal | None]:
    """Value, low and high in the canonical unit."""
    value, low, high = (_number(cells.get(column, ""), column, factor) for column in ("value", "low", "high"))
    if (low is None) != (high is None):
        raise _BadRowError("There is a low without a high, or the reverse", "Give both ends, or the value alone")
    if value is None and low is None and not is_call(cells.get("formula", "")):
        raise _BadRowError("There is no value", "Fill in value, or low and high")
    if low is not None and high is not None:
        if low > high:
            raise _BadRowError(f"low ({cells['low']}) is greater than high ({cells['high']})", "Exchange the two")
        if value is not None and not low <= value <= high:
            what = f"The value {cells['value']} lies outside low and high, {cells['low']} to {cells['high']}"
            raise _BadRowError(what, "Correct one of the three")
    return value, low, high


def _check_points(cells: dict[str, str]) -> None:
    """Refuse a point that may stand between thousands, in a table with decimal commas."""
    for column in ("value", "low", "high"):
        cell = cells.get(column, "")
        if AMBIGUOUS_POINT.fullmatch(cell):
            what = f"The {column} {cell!r} may be thousands or decimals, as other rows have decimal commas"
            raise _BadRowError(what, f"Write {cell.replace('.', '')} or {cell}0, and points for all decimals")


def _number(cell: str, column: str, factor: Decimal) -> Decimal | None:
    if not cell:
        return None
    plain = cell.replace("\u2212", "-")
    if len(plain) > LONGEST or not NUMBER.fullmatch(plain):
        raise _BadRowError(f"The {column} {cell[:40]!r} is no number", number_hint(cell))
    with localcontext(prec=_PRECISION):
        return Decimal(plain) * factor


def digest(observation: Observation) -> str:
    """The hash of what a comparison rests on: a changed figure makes decisions stale, a changed note does not."""
    content = dict(_hashed(observation))
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


def _hashed(observation: Observation) -> Iterator[tuple[str, str]]:
    for field in fields(observation):
        if field.name in _NOT_HASHED:
            continue
        value = getattr(observation, field.name)
        yield field.name, f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)
