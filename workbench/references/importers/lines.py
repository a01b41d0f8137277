"""The rows of a text from outside, whatever parts its cells."""

import io
import re
from collections.abc import Iterator
from itertools import islice

from workbench.errors import Problem
from workbench.references.importers.model import Line
from workbench.references.rows import DELIMITERS, csv_rows

HEAD = 40
# Eurostat's tables of tabs begin with a cell that commas part into dimensions.
_DIMENSIONS = re.compile(r"[\w,]+\\\w+\t")


def delimiter_of(text: str) -> str:
    """What parts the cells: of comma, semicolon and tab the one that makes most of the first rows."""
    first = list(islice(io.StringIO(text, newline=""), HEAD))
    if first and _DIMENSIONS.match(first[0]):
        return "\t"
    widths = {delimiter: _widest(first, delimiter) for delimiter in DELIMITERS}
    return max(DELIMITERS, key=lambda delimiter: widths[delimiter])


def lines_of(text: str, name: str, delimiter: str = "") -> Iterator[Line | Problem]:
    """The rows of a table, and a problem for each that cannot be read.

    Args:
        text: The decoded file.
        name: For messages.
        delimiter: What parts the cells; found out where it is empty.
    """
    lines = list(io.StringIO(text, newline=""))
    for row in csv_rows(lines, name, delimiter or delimiter_of(text)):
        yield row if isinstance(row, Problem) else Line(row[0], tuple(cell.strip() for cell in row[1]))


def _widest(lines: list[str], delimiter: str) -> int:
    rows = csv_rows(lines, "", delimiter)
    return max((len(row[1]) for row in rows if not isinstance(row, Problem)), default=0)
