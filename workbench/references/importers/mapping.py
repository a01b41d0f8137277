"""Any table, by a description of its columns: ``sources/NAME.mapping.toml``."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from workbench.errors import Problem
from workbench.references.importers.model import (
    About,
    Exact,
    Figure,
    Item,
    Line,
    Table,
    column,
    has_decimal_comma,
    interval,
    noted,
    number,
)
from workbench.references.importers.periods import our_period
from workbench.references.importers.units import Knows, first_known, spoken
from workbench.references.periods import parse_period
from workbench.references.toml import line_of, read_toml, unknown_keys

FIELDS = (
    "measure", "place", "period", "value", "low", "high", "unit", "vintage", "price_basis", "flag", "note", "series_id",
    "place_code",
)  # fmt: skip
ABOUT = ("publisher", "title", "url", "licence", "definition", "dataset")
_SETTINGS = ("header_line", "decimal", "missing", "sheet")
_TABLES = ("columns", "fixed", "units", "table")
COMMA_HINT = 'Say --decimal , or decimal = "," in [table] of the mapping; then 1.234 is read as 1234'
_EVERY = "*"
_POINT = re.compile(r"[+-]?(?:[0-9]+\.(?:[0-9]{1,2}|[0-9]{4,})|[0-9]{4,}\.[0-9]+|[0-9,]*,[0-9]{3}\.[0-9]+)")


@dataclass(frozen=True, slots=True)
class ColumnMap:
    """Which column holds what.

    Attributes:
        columns: Field to the name of its column; ``period = "*"``: each column that is named by a period holds values.
        fixed: Field to what it is in every row.
        units: A unit as the file writes it to one that the workbench knows.
        about: Provenance, as far as it is the same for each such file.
        header_line: The 1-based line that names the columns; 0: the first that names all of them.
        decimal: What stands before decimals.
        missing: Cells that hold no value, besides the usual ones.
        sheet: The sheet of a workbook; empty for its first.
    """

    columns: dict[str, str]
    fixed: dict[str, str] = field(default_factory=dict)
    units: dict[str, str] = field(default_factory=dict)
    about: About = field(default_factory=About)
    header_line: int = 0
    decimal: str = "."
    missing: frozenset[str] = frozenset()
    sheet: str = ""


def parse_mapping(text: str, file: str) -> tuple[ColumnMap | None, list[Problem]]:
    """Read a description of columns.

    Args:
        text: The decoded TOML.
        file: For messages.

    Returns:
        The description, or None where it cannot be used, and the problems found.
    """
    data, problems = read_toml(text, file)
    if problems:
        return None, problems
    problems = unknown_keys(data, (*ABOUT, *_TABLES), text, file)
    tables = {name: data.get(name, {}) for name in _TABLES}
    problems += [
        Problem(f"{name} is no table of names and texts", f"Begin it with [{name}]", file, line_of(text, name))
        for name, table in tables.items()
        if not _is_plain(table, everything=name == "table")
    ]
    if problems:
        return None, problems
    for name in ("columns", "fixed"):
        problems += unknown_keys(tables[name], FIELDS, text, file, name)
    problems += unknown_keys(tables["table"], _SETTINGS, text, file, "table")
    problems += [
        Problem(f"Neither a column nor a fixed text is given for {name}", f'Add {name} = "…" to [columns]', file)
        for name in ("measure", "period")
        if name not in {*tables["columns"], *tables["fixed"]}
    ]
    if not {"value", "low"} & set(tables["columns"]) and tables["columns"].get("period") != _EVERY:
        problems.append(Problem("No column is given for value", 'Add value = "…" to [columns]', file))
    settings, wrong = _settings(tables["table"], file)
    if problems or wrong:
        return None, problems + wrong
    about = About(**{name: str(data[name]) for name in ABOUT if name in data})
    return replace(settings, columns=tables["columns"], fixed=tables["fixed"], units=tables["units"], about=about), []


def _is_plain(table: object, *, everything: bool) -> bool:
    return isinstance(table, dict) and (everything or all(isinstance(value, str) for value in table.values()))


def _settings(told: Mapping[str, Any], file: str) -> tuple[ColumnMap, list[Problem]]:
    line, decimal, missing = told.get("header_line", 0), told.get("decimal", "."), told.get("missing", [])
    sheet = told.get("sheet", "")
    right = {
        "header_line = 3": isinstance(line, int) and not isinstance(line, bool) and 0 <= line < 1000,
        'decimal = ","': decimal in (".", ","),
        'missing = ["-"]': isinstance(missing, list) and all(isinstance(cell, str) for cell in missing),
        'sheet = "Data"': isinstance(sheet, str),
    }
    wrong = [
        Problem(f"[table] has a wrong {example.split(' =')[0]}", f"Write it as {example}", file)
        for example, good in right.items()
        if not good
    ]
    if wrong:
        return ColumnMap({}), wrong
    return ColumnMap({}, header_line=line, decimal=decimal, missing=frozenset(missing), sheet=sheet), []


def write_mapping(mapping: ColumnMap) -> str:
    """The description as TOML, to be read again by :func:`parse_mapping`."""
    about = {name: getattr(mapping.about, name) for name in ABOUT if getattr(mapping.about, name)}
    lines = ["# Which column of the publisher's table holds what; the next file of this layout is read by it."]
    lines += [f"{name} = {toml_text(text)}" for name, text in about.items()]
    for name, table in (("columns", mapping.columns), ("fixed", mapping.fixed), ("units", mapping.units)):
        if table:
            lines += ["", f"[{name}]", *(f"{_key(key)} = {toml_text(text)}" for key, text in table.items())]
    settings = [f"header_line = {mapping.header_line}"] if mapping.header_line else []
    settings += ['decimal = ","'] if mapping.decimal == "," else []
    settings += [f"missing = {json.dumps(sorted(mapping.missing))}"] if mapping.missing else []
    settings += [f"sheet = {toml_text(mapping.sheet)}"] if mapping.sheet else []
    return "\n".join([*lines, *(["", "[table]", *settings] if settings else [])]) + "\n"


def _key(name: str) -> str:
    return name if name in FIELDS else toml_text(name)


def toml_text(text: str) -> str:
    """A text in the quotes of TOML."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def read(mapping: ColumnMap, table: Table, knows: Knows) -> Iterator[Item]:
    """The figures of a table by the description of its columns.

    A column that the table lacks is one problem, and nothing is read.
    """
    header = _header(mapping, table.head)
    names = header.cells if header is not None else ()
    at = {name: column(names, wanted) for name, wanted in mapping.columns.items() if wanted != _EVERY}
    lacking = [mapping.columns[name] for name, place in at.items() if place < 0]
    if header is None or lacking:
        seen = ", ".join(name for name in names if name)[:300] or "none"
        what = f"The table has no column {(lacking or ['that names the others'])[0][:60]!r}"
        yield Problem(what, f"Its columns are: {seen}", table.name, header.number if header else 1)
        return
    every = [(i, our_period(name)) for i, name in enumerate(names) if _is_period(our_period(name))]
    wide = every if mapping.columns.get("period") == _EVERY else []
    yield mapping.about
    for line in table.lines:
        if isinstance(line, Problem):
            yield line
        elif line.number > header.number:
            yield from _figures(mapping, line, at, wide, (table.name, knows))


def _header(mapping: ColumnMap, head: Sequence[Line]) -> Line | None:
    if mapping.header_line:
        return next((line for line in head if line.number == mapping.header_line), None)
    wanted = {name.casefold() for name in mapping.columns.values() if name != _EVERY}
    fits = [line for line in head if wanted <= {cell.casefold() for cell in line.cells}]
    return fits[0] if fits else next(iter(head), None)


def _figures(
    mapping: ColumnMap, line: Line, at: dict[str, int], wide: list[tuple[int, str]], of: tuple[str, Knows]
) -> Iterator[Figure | Problem]:
    file, knows = of
    cells = {**mapping.fixed, **{name: line[i] for name, i in at.items() if line[i]}}
    written = cells.get("unit", "")
    unit, prices = first_known(_unit(mapping, written), knows, written)
    alone = our_period(cells.get("period", "")), cells.get("value", "")
    values = [(period, line[i]) for i, period in wide] or [alone]
    for period, cell in values:
        plain, mark = noted(cell)
        wrong = next(
            (text for text in (plain, cells.get("low", ""), cells.get("high", "")) if _other(mapping, text)), ""
        )
        if wrong:
            yield Problem(*_decimal_problem(mapping, wrong), file, line.number)
            continue
        value = _number(mapping, plain)
        low, high = (_number(mapping, cells.get(name, "")) for name in ("low", "high"))
        if ends := interval(value, mark, mapping.decimal):
            (low, high), mark = ends, ""
        if value is None and low is None:
            continue
        told = {name: cells.get(name, "") for name in ("place", "flag", "note", "series_id", "place_code")}
        told["flag"] = "; ".join(part for part in (told["flag"], mark) if part)
        yield Figure(
            cells.get("measure", ""), told.pop("place"), period, value or "", unit, line.number, low or "", high or "",
            our_period(cells.get("vintage", "")), cells.get("price_basis", "") or prices, **told,
        )  # fmt: skip


def _unit(mapping: ColumnMap, written: str) -> Iterator[tuple[str, str]]:
    if written in mapping.units:
        yield mapping.units[written], ""
    yield written, ""
    yield spoken(written)


def _other(mapping: ColumnMap, cell: str) -> bool:
    """Whether a number has the other mark before its decimals, so that it would be read a thousand times too large."""
    if isinstance(cell, Exact):
        return False
    return has_decimal_comma(cell) if mapping.decimal == "." else _POINT.fullmatch(cell) is not None


def _decimal_problem(mapping: ColumnMap, cell: str) -> tuple[str, str]:
    if mapping.decimal == ".":
        return f"The value {cell[:40]!r} has a decimal comma; the row was left out", COMMA_HINT
    hint = 'The mapping says decimal = ",": correct the cell, or the mapping'
    return f"The value {cell[:40]!r} has a decimal point; the row was left out", hint


def _number(mapping: ColumnMap, cell: str) -> str | None:
    return None if cell in mapping.missing else number(cell, mapping.decimal)


def _is_period(text: str) -> bool:
    try:
        parse_period(text)
    except ValueError:
        return False
    return True
