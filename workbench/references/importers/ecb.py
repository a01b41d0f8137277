"""European Central Bank: the CSV of a series of the data portal, ``DATE``, ``TIME PERIOD``, ``TITLE (KEY)``."""

import re
from collections.abc import Iterator, Sequence

from workbench.errors import Problem
from workbench.references.importers.model import About, Figure, Importer, Item, Line, Table, number, slug
from workbench.references.importers.periods import our_period
from workbench.references.importers.units import Knows

_SERIES = re.compile(r"(.+?)\s*\(([A-Z0-9]+(?:\.[A-Za-z0-9_+-]*){2,})\)(?: - (.+))?")


def recognises(head: Sequence[Line]) -> bool:
    """Whether the rows begin such a CSV."""
    cells = [cell for cell in head[0].cells if cell] if head else []
    return cells[:2] == ["DATE", "TIME PERIOD"] and len(cells) > 2 and all(map(_SERIES.fullmatch, cells[2:]))


def read(table: Table, knows: Knows) -> Iterator[Item]:  # noqa: ARG001 - the file names no unit
    """The figures; unit and place stand in the title or the key, if anywhere, so neither is read from it."""
    header = table.head[0]
    columns = [(i, found) for i, name in enumerate(header.cells) if (found := _SERIES.fullmatch(name))]
    for line in table.lines:
        if isinstance(line, Problem):
            yield line
            continue
        if line.number <= header.number:
            continue
        for i, found in columns:
            value = number(line[i])
            if value is not None:
                # What the portal made of the series ("Modified value (Quarterly)") belongs to what is measured.
                measure = "; ".join(part for part in (found[1], found[3]) if part)
                yield Figure(measure, "", our_period(line[1]), value, "none given", line.number, series_id=found[2])
    first = columns[0][1]
    yield About(
        name=slug(f"ecb-{first[2]}"), publisher="European Central Bank",
        title=first[1] if len(columns) == 1 else "ECB Data Portal",
        url=f"https://data.ecb.europa.eu/data/datasets/{first[2].partition('.')[0]}/{first[2]}",
        dataset=first[2].partition(".")[0], series_id=", ".join(found[2] for _, found in columns[:20]),
    )  # fmt: skip


IMPORTER = Importer("ECB Data Portal", recognises, read)
