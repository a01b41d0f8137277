"""International Monetary Fund: the World Economic Outlook database, and exports of the DataMapper."""

import re
from collections.abc import Iterator, Sequence

from workbench.errors import Problem
from workbench.references.importers.model import About, Figure, Importer, Item, Line, Table, column, number, slug
from workbench.references.importers.units import Knows, candidates, first_known, spoken

PUBLISHER = "International Monetary Fund"
_YEAR = re.compile(r"(?:1[89]|20|21)[0-9]{2}")
_EDITION = re.compile(r"World Economic Outlook Database,? ?\(?([A-Z][a-z]+ (?:20[0-9]{2}))")
_TITLE = re.compile(r"(.+?)\s*\(([^()]+)\)")


def recognises_outlook(head: Sequence[Line]) -> bool:
    """Whether the rows begin the World Economic Outlook's table by countries."""
    return bool(head) and {"WEO Subject Code", "Country", "Units"} <= set(head[0].cells)


def read_outlook(table: Table, knows: Knows) -> Iterator[Item]:
    """The outlook's figures; those after the last actual year are flagged as estimates."""
    names = table.head[0].cells
    wanted = ("Country", "ISO", "WEO Subject Code", "Subject Descriptor", "Units", "Scale", "Estimates Start After")
    country, iso, code, subject, units, scale, actual = (column(names, name) for name in wanted)
    years = [(i, name) for i, name in enumerate(names) if _YEAR.fullmatch(name)]
    edition = ""
    codes: dict[str, str] = {}
    for line in table.lines:
        if isinstance(line, Problem):
            yield line
            continue
        if found := _EDITION.search(" ".join(line.cells)):
            edition = found[1]
        if line.number <= table.head[0].number or not line[subject]:
            continue
        codes[line[code]] = line[subject]
        written = " ".join(part for part in (line[scale], line[units]) if part)
        unit, prices = first_known(candidates("", line[units], scale=line[scale]), knows, written)
        # Two series of one name differ in the unit alone.
        measure = f"{line[subject]} ({line[units]})" if line[units] else line[subject]
        for i, year in years:
            value = number(line[i])
            if value is not None:
                flag = "estimate" if line[actual].isdigit() and int(year) > int(line[actual]) else ""
                yield Figure(
                    measure, line[country], year, value, unit, line.number, price_basis=prices, flag=flag,
                    series_id=line[code], place_code=line[iso],
                )  # fmt: skip
    yield About(
        name=slug(f"imf-weo-{edition}"),
        publisher=PUBLISHER,
        title=f"World Economic Outlook Database{', ' + edition if edition else ''}",
        url="https://www.imf.org/en/Publications/WEO",
        dataset="WEO",
        series_id=", ".join(list(codes)[:20]),
    )


def recognises_mapper(head: Sequence[Line]) -> bool:
    """Whether the rows begin an export of the DataMapper: the indicator with its unit in brackets, then years."""
    if not head:
        return False
    cells = [cell for cell in head[0].cells if cell]
    return len(cells) > 2 and _TITLE.fullmatch(cells[0]) is not None and all(map(_YEAR.fullmatch, cells[1:]))


def read_mapper(table: Table, knows: Knows) -> Iterator[Item]:
    """The export's figures."""
    names = table.head[0].cells
    found = _TITLE.fullmatch(names[0])
    title, written = (found[1], found[2]) if found else (names[0], "")
    unit, prices = first_known([spoken(written), *_turned(written)], knows, written)
    measure = f"{title} ({written})" if written else title
    years = [(i, name) for i, name in enumerate(names) if _YEAR.fullmatch(name)]
    for line in table.lines:
        if isinstance(line, Problem):
            yield line
            continue
        if line.number <= table.head[0].number:
            continue
        for i, year in years:
            value = number(line[i])
            if value is not None and line[0]:
                yield Figure(measure, line[0], year, value, unit, line.number, price_basis=prices, series_id=title)
    yield About(
        name=slug(f"imf-{title}"),
        publisher=PUBLISHER,
        title=f"DataMapper: {names[0]}",
        url="https://www.imf.org/external/datamapper/",
        dataset="DataMapper",
    )


def _turned(written: str) -> list[tuple[str, str]]:
    """ "Billions of U.S. dollars" as a scale with its unit."""
    scale, _, unit = written.partition(" of ")
    return list(candidates("", unit, scale=scale)) if unit else []


OUTLOOK = Importer("IMF World Economic Outlook", recognises_outlook, read_outlook)
MAPPER = Importer("IMF DataMapper", recognises_mapper, read_mapper)
