"""Workbooks (.xlsx): each sheet as a table of text; openpyxl, which reads them, is an extra."""

import io
import warnings
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from importlib import import_module
from itertools import islice
from typing import Any

from workbench.documents.files import written_size
from workbench.errors import EXIT_USAGE, Problem, WorkbenchError, install_command
from workbench.references.importers.lines import HEAD
from workbench.references.importers.model import Exact, Line, Table

# openpyxl takes about fifty times what it unpacks.
MAX_UNPACKED = 48 * 1024 * 1024
_MOST_CELLS = 20_000_000
_MOST_MERGED = 3


def sheets(data: bytes, archive: zipfile.ZipFile, name: str, wanted: str) -> tuple[list[Table], list[Problem]]:
    """The sheets of a workbook, with the values that its formulas had when it was saved.

    Args:
        data: The bytes of the workbook.
        archive: The same, opened.
        name: For messages.
        wanted: The one sheet to take; all where it is empty.

    Raises:
        WorkbenchError: openpyxl is missing, or the workbook cannot be read.
    """
    size = sum(info.file_size for info in archive.infolist())
    if size > MAX_UNPACKED:
        what = f"The workbook unpacks to {written_size(size)}, above the {written_size(MAX_UNPACKED)} limit"
        raise WorkbenchError(what, "Save the sheet you need as CSV", file=name)
    book = _book(data, name)
    titles = [sheet.title for sheet in book.worksheets]
    if wanted and wanted not in titles:
        what = f"There is no sheet {wanted[:40]!r}"
        raise WorkbenchError(what, f"Its sheets are: {', '.join(titles)[:200]}", file=name, code=EXIT_USAGE)
    tables, problems = [], []
    for sheet in book.worksheets:
        if wanted in ("", sheet.title):
            if sheet.max_row * sheet.max_column > _MOST_CELLS:
                problems.append(_too_wide(sheet, name))
                continue
            lines = list(_lines(sheet))
            tables.append(Table(f"{name}/{sheet.title}", list(islice(lines, HEAD)), lines))
            problems += _merged(sheet, f"{name}/{sheet.title}", lines)
    return [replace(table, beside=_beside(table, tables)) for table in tables], problems


def _beside(table: Table, tables: list[Table]) -> dict[str, str]:
    """The short sheets beside one, such as those that describe its series, a row a line and tabs between cells."""
    short = [other for other in tables if other is not table and len(other.head) < HEAD]
    return {other.name: "\n".join("\t".join(line.cells) for line in other.head) for other in short}


def _book(data: bytes, name: str) -> Any:  # noqa: ANN401 - its types are not at hand
    try:
        openpyxl = import_module("openpyxl")
    except ImportError:
        hint = f"Install it: {install_command('openpyxl')}, or save the sheet as CSV"
        raise WorkbenchError("Workbooks need openpyxl", hint, file=name, code=EXIT_USAGE) from None
    try:
        with warnings.catch_warnings(action="ignore"):
            return openpyxl.load_workbook(io.BytesIO(data), data_only=True, keep_links=False)
    except Exception as error:  # noqa: BLE001 - openpyxl lets through whatever a damaged part brings about
        what = f"The workbook cannot be read: {type(error).__name__}"
        raise WorkbenchError(what, "Open it and save the sheet as CSV", file=name) from None


def _too_wide(sheet: Any, name: str) -> Problem:  # noqa: ANN401 - a sheet of openpyxl
    """One cell far out makes a small file a sheet of thousands of millions of cells, which would all be looked at."""
    what = f"The sheet {sheet.title!r} spans {sheet.max_row:,} rows and {sheet.max_column:,} columns, and is not read"
    return Problem(what, "Delete what stands far out in it, or save the table as CSV", name)


def _lines(sheet: Any) -> Iterator[Line]:  # noqa: ANN401 - a sheet of openpyxl
    for place, row in enumerate(sheet.iter_rows(), start=1):
        cells = tuple(_text(cell.value, cell.number_format) for cell in row)
        if any(cells):
            yield Line(place, cells)


def _text(value: object, layout: str) -> str:
    """A cell as a person reads it: whole numbers without a point, 24.5 for 0.245 that is shown as a percentage.

    A workbook keeps 15 digits of a number; what stands behind them comes from its binary form.
    """
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == datetime.min.time() else value.isoformat(" ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        exact = Decimal(format(value, ".15g")) if isinstance(value, float) else Decimal(value)
        if not exact.is_finite():
            return str(value)
        shown = exact * 100 if layout.endswith("%") else exact
        text = f"{shown:f}"
        return Exact(text.rstrip("0").rstrip(".") if "." in text else text)
    return " ".join(str(value).split())


def _merged(sheet: Any, name: str, lines: list[Line]) -> list[Problem]:  # noqa: ANN401 - a sheet of openpyxl
    """Merged cells beside others in the first rows: a header of two rows, of which only one can name the columns."""
    rows = {line.number: sum(map(bool, line.cells)) for line in lines[:HEAD]}
    bad = [
        span
        for span in sheet.merged_cells.ranges
        if span.max_col > span.min_col and rows.get(span.min_row, 0) > 1 and span.max_row <= HEAD
    ]
    bad.sort(key=lambda span: (span.min_row, span.min_col))
    hint = "Take the merging back, or say which line names the columns: header_line in a mapping"
    what = "The cells {} are merged, so only the first of their columns has a name"
    return [Problem(what.format(span.coord), hint, name, span.min_row) for span in bad[:_MOST_MERGED]]
