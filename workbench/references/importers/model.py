"""What every importer reads and gives: rows with their lines in, figures and where they come from out."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from decimal import Decimal, InvalidOperation

from workbench.errors import Problem

MISSING = frozenset(
    [
        "",
        "..",
        "...",
        ":",
        ".",
        "-",
        "--",
        "–",
        "—",
        "n/a",
        "na",
        "#n/a",
        "#div/0!",
        "#ref!",
        "nan",
        "null",
        "no data",
        "not available",
        "not applicable",
        "not meaningful",
        ". .",
        "xxx",
    ]
)
_BLANK = "[ \u00a0\u2009\u202f'\u2019]"
_GROUPED = re.compile(rf"[+-]?[0-9]{{1,3}}(?:(?:,[0-9]{{3}})+|(?:{_BLANK}[0-9]{{3}})+)(?:\.[0-9]*)?")
_COMMA = re.compile(rf"[+-]?(?:[0-9]+|[0-9]{{1,3}}(?:(?:\.[0-9]{{3}})+|(?:{_BLANK}[0-9]{{3}})+))(?:,[0-9]*)?")
_ONLY_COMMA = re.compile(
    rf"[+-]?(?:[0-9]{{1,3}}(?:(?:\.[0-9]{{3}})+|(?:{_BLANK}[0-9]{{3}})+),[0-9]+|0,[0-9]+|[0-9]{{4,}},[0-9]+|"
    r"[0-9]+,(?:[0-9]{1,2}|[0-9]{4,}))"
)
# A publisher's flag is one to three small letters behind a space; a letter that touches a number may be a power of ten.
_NOTED = re.compile(
    r"([-+\u2212:.]?[0-9.,\u00a0\u2009\u202f' ]*[0-9:])"
    r"(?:\s+([a-z]{1,3})|\s*([*\u2020\u2021\u00b9\u00b2\u00b3]+)|\s*[(\[]([^()\[\]]{1,60})[)\]])"
)


_ENDS = re.compile(r"\s*([0-9][0-9.,\s]*?)\s*(?:-|–|to|;)\s*([0-9][0-9.,\s]*?)\s*")


@dataclass(frozen=True, slots=True)
class Line:
    """The cells of one row, stripped, and the 1-based line that it begins on."""

    number: int
    cells: tuple[str, ...]

    def __getitem__(self, place: int) -> str:
        """The cell at ``place``; empty where the row does not reach it."""
        return self.cells[place] if 0 <= place < len(self.cells) else ""


@dataclass(frozen=True, slots=True)
class Table:
    """One table from outside.

    Attributes:
        name: The file or the member of an archive, for messages.
        head: Its first rows, by which it is recognised.
        lines: All its rows, once; what could not be read is a problem among them.
        beside: The text of files or short sheets that lay beside it, by their names.
        delimiter: What parts the cells; empty for a workbook.
    """

    name: str
    head: Sequence[Line]
    lines: Iterable[Line | Problem]
    beside: Mapping[str, str] = field(default_factory=dict)
    delimiter: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure in the words of an observation table, all of it text as the publisher wrote it.

    ``unit`` may be one that nobody knows; ``series_id`` and ``place_code`` are the publisher's own.
    """

    measure: str
    place: str
    period: str
    value: str
    unit: str
    line: int
    low: str = ""
    high: str = ""
    vintage: str = ""
    price_basis: str = ""
    flag: str = ""
    note: str = ""
    series_id: str = ""
    place_code: str = ""


@dataclass(frozen=True, slots=True)
class About:
    """Where a file comes from, under the names of ``sources/NAME.toml``; empty where it does not say.

    ``name`` is what the source may be called.
    """

    name: str = ""
    publisher: str = ""
    title: str = ""
    url: str = ""
    retrieved: str = ""
    dataset: str = ""
    series_id: str = ""
    definition: str = ""
    published: str = ""
    licence: str = ""

    def told(self, later: "About") -> "About":
        """This, with what is told later where it says more."""
        more = {item.name: text for item in fields(later) if (text := getattr(later, item.name))}
        return replace(self, **more)


Item = Figure | Problem | About


@dataclass(frozen=True, slots=True)
class Importer:
    """One publisher's layout.

    Attributes:
        name: For messages.
        recognises: Whether a table with these first rows is of this layout.
        read: The figures of such a table, its problems, and what it says about itself, in any order; the second
            argument says whether a written unit is known.
        own_decimals: Whether it knows by itself what stands before decimals.
    """

    name: str
    recognises: Callable[[Sequence[Line]], bool]
    read: Callable[[Table, Callable[[str], bool]], Iterator[Item]]
    own_decimals: bool = False


class Exact(str):
    """A cell that a workbook holds as a number: its point stands before decimals, whatever the sheet's words do."""

    __slots__ = ()


def number(cell: str, decimal: str = ".") -> str | None:
    """The digits of a cell with nothing between thousands, or None where it holds no value.

    Args:
        cell: As the publisher wrote it; what is no number comes back as it is.
        decimal: What stands before its decimals: a point, or a comma, and then points may part thousands.
    """
    if isinstance(cell, Exact):
        return str(cell)
    text = cell.strip().replace("\u2212", "-")
    if text.casefold() in MISSING:
        return None
    if decimal == ",":
        return re.sub(r"[.\s'\u2019]", "", text).replace(",", ".") if _COMMA.fullmatch(text) else text
    return re.sub(r"[,\s'\u2019]", "", text) if _GROUPED.fullmatch(text) else text


def noted(cell: str) -> tuple[str, str]:
    """A cell without the mark or word behind its number, and that mark: ``12.5 p``, ``7.1*``, ``3 (estimate)``."""
    found = None if isinstance(cell, Exact) else _NOTED.fullmatch(cell.strip())
    return (found[1].strip(), (found[2] or found[3] or found[4]).strip()) if found is not None else (cell, "")


def interval(value: str | None, mark: str, decimal: str = ".") -> tuple[str, str] | None:
    """The ends that stand in brackets behind a value that lies between them: ``8.2 [7.1-9.4]``; None where none do."""
    found = _ENDS.fullmatch(mark)
    low, high = (number(found[1], decimal), number(found[2], decimal)) if found is not None else (None, None)
    try:
        fits = low and high and value and Decimal(low) <= Decimal(value) <= Decimal(high)
    except InvalidOperation:
        return None
    return (low, high) if fits and low and high else None


def has_decimal_comma(cell: str) -> bool:
    """Whether a number can only have a comma before its decimals: ``65 432,5``, ``1.234,56``, never ``12,345``."""
    return _ONLY_COMMA.fullmatch(cell) is not None


def column(names: Sequence[str], *wanted: str) -> int:
    """Where the first of the wanted names stands in a header, whatever its case; −1 where none does."""
    low = [name.casefold() for name in names]
    return next((low.index(name.casefold()) for name in wanted if name.casefold() in low), -1)


def slug(text: str) -> str:
    """A text as part of a file's name."""
    return re.sub(r"[^a-z0-9]+", "-", text.casefold()).strip("-")[:60].rstrip("-")
