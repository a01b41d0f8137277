"""World Bank: the CSV of the indicator pages (metadata lines, years as columns) and the export of DataBank."""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from datetime import datetime

from workbench.errors import Problem
from workbench.references.importers.model import About, Figure, Importer, Item, Line, Table, column, number, slug
from workbench.references.importers.periods import our_period
from workbench.references.importers.units import Knows, in_brackets

_YEAR = re.compile(r"[0-9]{4}(?:M[0-9]{2}|Q[1-4])?(?: \[YR[0-9]{4}[^\]]*\])?")


def _header(head: Sequence[Line]) -> int:
    """Which of the rows names the columns; −1 where none does."""
    for place, line in enumerate(head):
        named = column(line.cells, "Country Name") >= 0 and column(line.cells, "Indicator Name", "Series Name") >= 0
        if named and any(_YEAR.fullmatch(cell) for cell in line.cells):
            return place
    return -1


def recognises(head: Sequence[Line]) -> bool:
    """Whether the rows begin a World Bank table."""
    return _header(head) >= 0


def read(table: Table, knows: Knows) -> Iterator[Item]:
    """The table's figures; a missing value is no figure."""
    header = table.head[_header(table.head)]
    names = header.cells
    place, code = column(names, "Country Name"), column(names, "Country Code")
    series, series_code = (column(names, f"Indicator {x}", f"Series {x}") for x in ("Name", "Code"))
    years = [(i, our_period(cell.split(" [")[0])) for i, cell in enumerate(names) if _YEAR.fullmatch(cell)]
    notes = _indicator_notes(table)
    titles: dict[str, str] = {}
    for line in table.lines:
        if isinstance(line, Problem):
            yield line
            continue
        if line.number <= header.number or not line[series]:
            yield from _said(line)
            continue
        titles[line[series_code]] = line[series]
        unit, prices = in_brackets(line[series], knows, plain_is_count=True)
        for i, period in years:
            value = number(line[i])
            if value is not None:
                yield Figure(
                    line[series], line[place], period, value, unit, line.number, price_basis=prices,
                    series_id=line[series_code], place_code=line[code],
                )  # fmt: skip
    yield _about(titles, notes)


def _said(line: Line) -> Iterator[About]:
    """What a line above or below the figures says about them."""
    told = " ".join(line.cells)
    found = re.search(r"Last Updated(?: Date)?[: ]+([0-9][0-9/-]+)", told)
    if found is not None:
        yield About(published=_day(found[1]))
    if line[0] == "Data Source":
        yield About(dataset=line[1])
    elif line[0].startswith("Data from database:"):
        yield About(dataset=line[0].partition(":")[2].strip())


def _day(text: str) -> str:
    for layout in ("%Y-%m-%d", "%m/%d/%Y"):
        try:
            return datetime.strptime(text, layout).date().isoformat()  # noqa: DTZ007 - a day has no time zone
        except ValueError:
            continue
    return ""


def _indicator_notes(table: Table) -> dict[str, tuple[str, str]]:
    """Definition and original publisher of each indicator, from the metadata file of the archive."""
    for name, text in table.beside.items():
        if "metadata_indicator" in name.casefold():
            return {code: (note, organisation) for code, note, organisation in _rows(text)}
    return {}


def _rows(text: str) -> Iterator[tuple[str, str, str]]:
    """Code, note and organisation of each row, up to the first that is no CSV."""
    try:
        for row in csv.DictReader(io.StringIO(text)):
            yield row.get("INDICATOR_CODE") or "", row.get("SOURCE_NOTE") or "", row.get("SOURCE_ORGANIZATION") or ""
    except csv.Error:
        return


def _about(titles: dict[str, str], notes: dict[str, tuple[str, str]]) -> About:
    codes = [code for code in titles if code]
    one = codes[0] if len(codes) == 1 else ""
    definition, organisation = notes.get(one, ("", ""))
    behind = f"Original publisher: {organisation}" if organisation else ""
    return About(
        name=f"world-bank-{slug(one)}" if one else "world-bank",
        publisher="World Bank",
        title=titles[one] if one else "Indicators",
        url=f"https://data.worldbank.org/indicator/{one}" if one else "https://databank.worldbank.org/",
        series_id=", ".join(codes[:20]),
        definition=" ".join(f"{definition} {behind}".split()),
    )


IMPORTER = Importer("World Bank", recognises, read)
