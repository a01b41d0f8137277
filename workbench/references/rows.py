"""Rows of a CSV file from outside, with the line each one begins on."""

import csv
import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from workbench.errors import Problem

DELIMITERS = (",", ";", "\t")
MAX_PROBLEMS = 200
MAX_COLUMNS = 16_384  # as many as a sheet of a spreadsheet has


@dataclass(frozen=True, slots=True)
class Header:
    """The names of the columns, in lower case; ``delimiter`` is what stands between two cells."""

    names: tuple[str, ...]
    delimiter: str
    line: int


@dataclass(frozen=True, slots=True)
class Row:
    """The cells under the header's names, stripped; a column that the row does not reach is absent."""

    cells: dict[str, str]
    line: int


def read_rows(text: str, file: str, marker: str) -> tuple[Header | None, Iterator[Row | Problem]]:
    """The header and, lazily, every further row.

    Comma, semicolon or tab: the one that sets the column ``marker`` apart in the header.

    Args:
        text: The decoded file; a byte order mark is tolerated.
        file: For messages.
        marker: A column that the file must have.

    Returns:
        None instead of a header where the file has none; then the rows are one problem.
    """
    lines = list(io.StringIO(text.removeprefix("\ufeff"), newline=""))
    first = ""
    for delimiter in DELIMITERS:
        rows = csv_rows(lines, file, delimiter)
        found = next(rows, None)
        if found is None or isinstance(found, Problem):
            continue
        line, cells = found
        names = tuple(cell.strip().lower() for cell in cells)
        first = first or ",".join(names)
        if marker not in names:
            continue
        if len(names) > MAX_COLUMNS:
            what = f"The table has {len(names):,} columns, above the limit of {MAX_COLUMNS:,}; the file was left out"
            return None, iter([Problem(what, "Keep the columns that are needed", file, line)])
        doubled = next((name for name, times in Counter(names).items() if name and times > 1), None)
        if doubled is not None:
            hint = "Give each column its own name"
            return None, iter(
                [Problem(f"The column {doubled[:40]!r} occurs twice; the file was left out", hint, file, line)]
            )
        return Header(names, delimiter, line), _under(Header(names, delimiter, line), rows, file)
    what = f"The first line has no column {marker!r}" if first else "There is no header line"
    return None, iter([Problem(f"{what}; the file was left out", "Begin with a line that names the columns", file, 1)])


def _under(header: Header, rows: Iterator[tuple[int, list[str]] | Problem], file: str) -> Iterator[Row | Problem]:
    width = len(header.names)
    for row in rows:
        if isinstance(row, Problem):
            yield row
            continue
        line, cells = row
        if any(cell.strip() for cell in cells[width:]):
            hint = f"Put a cell that holds {header.delimiter!r} in double quotes"
            yield Problem(f"The row has {len(cells)} cells, the header {width}; it was left out", hint, file, line)
        elif any(cell.strip() for cell in cells):
            yield Row({name: cell.strip() for name, cell in zip(header.names, cells, strict=False) if name}, line)


def csv_rows(lines: list[str], file: str, delimiter: str) -> Iterator[tuple[int, list[str]] | Problem]:
    """Each row with its first line's number.

    A row that cannot be read ends at its first line, so that one stray quote does not swallow what follows it.
    """
    start = 0
    while start < len(lines):
        reader = csv.reader(map(lines.__getitem__, range(start, len(lines))), delimiter=delimiter, strict=True)
        begin = 0
        try:
            for cells in reader:
                if cells:
                    yield start + begin + 1, cells
                begin = reader.line_num
        except csv.Error as error:
            hint = "Check its double quotes: one at each end of the cell, and two for one inside"
            yield Problem(f"The row cannot be read ({error}); it was left out", hint, file, start + begin + 1)
            start += begin + 1
        else:
            return


def capped(problems: list[Problem], file: str) -> list[Problem]:
    """At most :data:`MAX_PROBLEMS` of a file's problems, and how many more there are."""
    more = len(problems) - MAX_PROBLEMS
    if more <= 0:
        return problems
    hint = "Correct these first"
    return [*problems[:MAX_PROBLEMS], Problem(f"{more} more rows could not be used", hint, file)]
