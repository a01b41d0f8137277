"""SIPRI: the workbook of its Military Expenditure Database, a sheet for each way to count, a year a column."""

import re
from collections.abc import Iterator, Sequence

from workbench.errors import Problem
from workbench.references.importers.model import About, Figure, Importer, Item, Line, Table, number
from workbench.references.importers.units import Knows

_TITLE = re.compile(r"Military expenditure by (?:country|region)\b")
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_EDITION = re.compile(r"©\s*SIPRI\s+((?:19|20)[0-9]{2})|\b(?:19|20)[0-9]{2}\s*[-–]\s*((?:19|20)[0-9]{2})")
_CONSTANT = re.compile(r"constant \(?([0-9]{4})\)?")
_MILLION, _BILLION = re.compile(r"US ?\$ ?m\b|millions? of US"), re.compile(r"US ?\$ ?b\b|billions? of US")


def recognises(head: Sequence[Line]) -> bool:
    """Whether the rows begin such a sheet."""
    return bool(head) and _TITLE.match(head[0][0]) is not None and _header(head) is not None


def _header(head: Sequence[Line]) -> Line | None:
    return next(
        (line for line in head if line[0] in ("Country", "Region") and any(map(_YEAR.fullmatch, line.cells))), None
    )


def read(table: Table, knows: Knows) -> Iterator[Item]:  # noqa: ARG001 - the sheet's heading says the unit
    """The figures of a sheet; a row of a region without figures parts the countries."""
    header = _header(table.head)
    if header is None:
        return
    heading = " ".join(line[0] for line in table.head if line.number < header.number)
    counted, unit, prices = _counted(heading)
    years = [(i, name) for i, name in enumerate(header.cells) if _YEAR.fullmatch(name)]
    notes = header.cells.index("Notes") if "Notes" in header.cells else -1
    for line in table.lines:
        if isinstance(line, Problem):
            yield line
        elif line.number > header.number and line[0]:
            for i, year in years:
                value = number(line[i])
                if value is not None:
                    yield Figure(
                        f"military expenditure{counted}", line[0], year, value, unit, line.number, price_basis=prices,
                        note=line[notes],
                    )  # fmt: skip
    edition = _EDITION.search(heading)
    told = next((part for part in edition.groups() if part), "") if edition else ""
    yield About(
        name="sipri-milex", publisher="Stockholm International Peace Research Institute (SIPRI)",
        title="SIPRI Military Expenditure Database", url="https://www.sipri.org/databases/milex",
        dataset=f"Military Expenditure Database {told}".strip(),
    )  # fmt: skip


def _counted(heading: str) -> tuple[str, str, str]:
    """How a sheet counts, by its heading: words behind the measure, the unit, the price basis.

    Local currencies have no unit that is the same in all rows.
    """
    first = heading.casefold()
    constant = _CONSTANT.search(first)
    prices = f"constant {constant[1]} prices" if constant else "current prices"
    if "percentage of g" in first[:200] or "share of g" in first[:200]:
        whole = "government spending" if "government" in first[:200] else "GDP"
        return f" as a share of {whole}", "%", ""
    if "per capita" in first[:200]:
        return " per capita", "USD", prices
    if "local currency" in first[:200]:
        return " in local currency", "local currency", prices
    words = f" ({prices})"
    if _BILLION.search(heading):
        return words, "billion USD", prices
    return words, "million USD" if _MILLION.search(heading) else "none given", prices


IMPORTER = Importer("SIPRI Military Expenditure Database", recognises, read)
