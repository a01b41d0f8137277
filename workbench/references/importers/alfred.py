"""ALFRED, the archive of the Federal Reserve Bank of St. Louis: a day a row, a vintage a column."""

import re
from collections.abc import Iterator, Sequence
from datetime import date

from workbench.errors import Problem
from workbench.references.importers.model import About, Figure, Importer, Item, Line, Table, number, slug
from workbench.references.importers.periods import from_first_day, spread
from workbench.references.importers.units import Knows

_VINTAGE = re.compile(r"([A-Za-z0-9_]+?)_((?:19|20)[0-9]{2})([0-9]{2})([0-9]{2})")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def recognises(head: Sequence[Line]) -> bool:
    """Whether the rows begin such a table: a day, then columns named SERIES_YYYYMMDD."""
    cells = [cell for cell in head[0].cells if cell] if head else []
    return (
        len(cells) > 1
        and cells[0].casefold() in ("observation_date", "date")
        and all(map(_VINTAGE.fullmatch, cells[1:]))
    )


def read(table: Table, knows: Knows) -> Iterator[Item]:  # noqa: ARG001 - the file names no unit
    """The table's figures, one for each change of value from vintage to vintage.

    A vintage that repeats the one before it says nothing new, so it is left out. The file names no unit. How long a
    period is follows from the distance of the days.
    """
    header = table.head[0]
    columns = [(i, found) for i, name in enumerate(header.cells) if (found := _VINTAGE.fullmatch(name))]
    rows: list[tuple[date, Line]] = []
    for line in table.lines:
        if isinstance(line, Problem):
            yield line
        elif line.number > header.number:
            day = _day(line[0])
            if day is None:
                hint = "The first column holds days such as 2024-01-01"
                yield Problem(f"{line[0][:40]!r} is no day; the row was left out", hint, table.name, line.number)
            else:
                rows.append((day, line))
    length = spread([day for day, _ in rows])
    for day, line in rows:
        yield from _vintages(from_first_day(day, length), line, columns)
    series = sorted({found[1] for _, found in columns})
    yield About(
        name=slug(f"alfred-{'-'.join(series)}"),
        publisher="Federal Reserve Bank of St. Louis (ALFRED)",
        title=f"Archival data of {', '.join(series)}",
        url=f"https://alfred.stlouisfed.org/series?seid={series[0]}",
        series_id=", ".join(series),
    )


def _vintages(period: str, line: Line, columns: list[tuple[int, "re.Match[str]"]]) -> Iterator[Figure]:
    before: dict[str, str] = {}
    for i, found in sorted(columns, key=lambda pair: pair[1].groups()):
        value = number(line[i])
        if value is not None and before.get(found[1]) != value:
            before[found[1]] = value
            vintage = "-".join(found.groups()[1:])
            yield Figure(found[1], "", period, value, "none given", line.number, vintage=vintage, series_id=found[1])


def _day(text: str) -> date | None:
    if not _DAY.fullmatch(text):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


IMPORTER = Importer("ALFRED", recognises, read)
