"""US Bureau of Labor Statistics: the workbook of a series, a year a row and a month a column."""

import re
from collections.abc import Iterator, Sequence

from workbench.errors import Problem
from workbench.references.importers.model import About, Figure, Importer, Item, Line, Table, noted, number, slug
from workbench.references.importers.periods import our_period
from workbench.references.importers.units import Knows, first_known, spoken

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_PARTS = {
    **{name: f"M{n:02d}" for n, name in enumerate(_MONTHS, 1)},
    "Annual": "", "HALF1": "S1", "HALF2": "S2", "Qtr1": "Q1", "Qtr2": "Q2", "Qtr3": "Q3", "Qtr4": "Q4",
}  # fmt: skip
# Rows above the figures that say in what they are counted, the surest first.
_UNITS = ("Type of data", "Data Type", "Measure Data Type", "Measure")
_WORDS = {"percent or rate": "%", "number in thousands": "thousand", "percent": "%"}


def recognises(head: Sequence[Line]) -> bool:
    """Whether the rows begin such a sheet: what describes the series, then Year and parts of it."""
    return any(line[0].rstrip(":") == "Series Id" for line in head) and _header(head) is not None


def _header(head: Sequence[Line]) -> Line | None:
    return next((line for line in head if line[0] == "Year" and any(cell in _PARTS for cell in line.cells)), None)


def read(table: Table, knows: Knows) -> Iterator[Item]:
    """The figures of the months, quarters, halves and years of one series."""
    header = _header(table.head)
    if header is None:
        return
    told = {line[0].rstrip(":"): line[1] for line in table.head if line.number < header.number and line[1]}
    heading = next((line[0] for line in table.head if not line[1]), "")
    series = told.get("Series Id", "")
    title = told.get("Series title") or told.get("Series Title") or "; ".join(
        part for part in (heading, told.get("Item"), told.get("Area"), told.get("Industry")) if part
    )  # fmt: skip
    unit, prices = _unit(told, knows)
    parts = [(i, _PARTS[name]) for i, name in enumerate(header.cells) if name in _PARTS]
    for line in table.lines:
        if isinstance(line, Problem):
            yield line
        elif line.number > header.number and re.fullmatch(r"[0-9]{4}", line[0]):
            for i, part in parts:
                plain, mark = noted(line[i])
                value = number(plain)
                if value is not None:
                    period = our_period(f"{line[0]}-{part}" if part else line[0])
                    flag = "preliminary" if mark.casefold() == "p" else mark
                    yield Figure(
                        title, told.get("Area", "United States"), period, value, unit, line.number,
                        price_basis=prices, flag=flag, series_id=series,
                    )  # fmt: skip
    yield About(
        name=slug(f"bls-{series}"), publisher="US Bureau of Labor Statistics", title=title,
        url=f"https://data.bls.gov/timeseries/{series}", dataset=heading, series_id=series,
    )  # fmt: skip


def _unit(told: dict[str, str], knows: Knows) -> tuple[str, str]:
    """The unit that the description names; a base period says that the figures are an index."""
    if base := told.get("Base Period"):
        return f"index, {base}", ""
    written = next((told[name] for name in _UNITS if name in told), "")
    plain = _WORDS.get(written.casefold()) or written.rpartition(", ")[2].lower()
    return first_known([(plain, ""), spoken(written)], knows, written or "none given")


IMPORTER = Importer("US Bureau of Labor Statistics (workbook)", recognises, read)
