"""Writing a workbook (.xlsx), row by row: it holds a few rows in memory, however many there are.

XlsxWriter is an extra. It writes text as text, never as a formula, and gives the parts of the file one fixed date.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date, datetime
from importlib import import_module
from pathlib import Path
from typing import Any

from workbench.errors import EXIT_USAGE, Problem, WorkbenchError, install_command

MAX_ROWS = 1_048_576
MAX_TEXT = 32_767
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_FIRST_DAY = date(1900, 3, 1)  # before it, Excel counts a day that there was not
_OPTIONS = {
    "constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False,
}  # fmt: skip
_WIDTHS = {"sentence": 60, "note": 40, "document": 24, "text": 18, "claim_id": 14, "url": 24, "source_title": 30}
_WIDTH = 13


def write_workbook(path: Path, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> list[Problem]:
    """Write a sheet with a row of names and the rows; the same rows give the same bytes.

    Args:
        path: A new file.
        columns: The names.
        rows: Text, numbers, dates, naive UTC times, truth values or None.

    Returns:
        What does not fit into a workbook's cells and was cut.

    Raises:
        WorkbenchError: XlsxWriter is missing, or there are more rows than a sheet holds.
        OSError: The file cannot be written.
    """
    try:
        writer = import_module("xlsxwriter")
    except ImportError:
        hint = f"Install it: {install_command('XlsxWriter')}; or export to .csv, which every spreadsheet opens"
        raise WorkbenchError("workbooks need XlsxWriter", hint, code=EXIT_USAGE) from None
    book = writer.Workbook(str(path), {**_OPTIONS, "tmpdir": str(path.parent)})
    try:
        book.set_properties({"created": datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None), "title": "claims"})
        return _fill(book, columns, rows)
    finally:
        _close(book, writer)


def _close(book: Any, writer: Any) -> None:  # noqa: ANN401 - an extra, its types are not at hand
    try:
        book.close()
    except writer.exceptions.FileCreateError as error:
        cause = error.args[0] if error.args else None
        raise cause if isinstance(cause, OSError) else OSError(str(error)) from None


def _fill(book: Any, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> list[Problem]:  # noqa: ANN401
    sheet = book.add_worksheet("claims")
    sheet.freeze_panes(1, 1)
    for place, name in enumerate(columns):
        sheet.set_column(place, place, _WIDTHS.get(name, _WIDTH))
    bold = book.add_format({"bold": True})
    for place, name in enumerate(columns):
        sheet.write_string(0, place, name, bold)
    write, cut = _cells(book, sheet), 0
    number = 0
    for number, row in enumerate(rows, 1):
        if number >= MAX_ROWS:
            raise too_many()
        for place, value in enumerate(row):
            if value is not None:
                cut += write(number, place, value)
    sheet.autofilter(0, 0, number, max(0, len(columns) - 1))
    if not cut:
        return []
    what = f"{cut} of the texts are longer than the {MAX_TEXT:,} characters of a workbook's cell and were cut"
    return [Problem(what, "a .csv or .parquet file holds them whole")]


def too_many() -> WorkbenchError:
    """More claims than a sheet has rows."""
    return WorkbenchError(
        f"a workbook holds {MAX_ROWS - 1:,} claims at the most, there are more",
        "export to .csv or .parquet, or fewer claims with --only, --since or --reviewer",
        code=EXIT_USAGE,
    )


def _cells(book: Any, sheet: Any) -> Callable[[int, int, Any], bool]:  # noqa: ANN401
    """A function that writes one cell and says whether it had to be cut."""
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
    quoted = book.add_format({"quote_prefix": True})

    def write(row: int, place: int, value: Any) -> bool:  # noqa: ANN401
        if isinstance(value, bool):
            sheet.write_boolean(row, place, value)
        elif isinstance(value, int | float):
            sheet.write_number(row, place, value)
        elif isinstance(value, date) and _day(value) >= _FIRST_DAY:
            sheet.write_datetime(row, place, value, moment if isinstance(value, datetime) else day)
        else:
            told = str(value)
            sheet.write_string(row, place, told[:MAX_TEXT], quoted if told.startswith(_FORMULA) else None)
            return len(told) > MAX_TEXT
        return False

    return write


def _day(value: date) -> date:
    return value.date() if isinstance(value, datetime) else value
