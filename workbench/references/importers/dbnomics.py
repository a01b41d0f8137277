"""DBnomics: the CSV of one or more series, a period a row, each column named by a title and the series' address."""

import re
from collections.abc import Iterator, Sequence

from workbench.errors import Problem
from workbench.references.importers.model import About, Figure, Importer, Item, Line, Table, number, slug
from workbench.references.importers.periods import our_period
from workbench.references.importers.units import Knows

_SERIES = re.compile(r"(.+?)\s*\(([^()/]+)/([^()/]+)/([^()]+)\)")


def recognises(head: Sequence[Line]) -> bool:
    """Whether the rows begin such a CSV: ``period``, then ``TITLE (PROVIDER/DATASET/SERIES)``."""
    cells = [cell for cell in head[0].cells if cell] if head else []
    return len(cells) > 1 and cells[0] == "period" and all(map(_SERIES.fullmatch, cells[1:]))


def read(table: Table, knows: Knows) -> Iterator[Item]:  # noqa: ARG001 - the file names no unit
    """The figures; place and unit stand somewhere in the title, so neither is read from it."""
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
                series = "/".join(found.groups()[1:])
                yield Figure(found[1], "", our_period(line[0]), value, "none given", line.number, series_id=series)
    first = columns[0][1]
    yield About(
        name=slug(f"dbnomics-{first[2]}-{first[3]}"), publisher=f"{first[2]} (through DBnomics)",
        title=first[1] if len(columns) == 1 else f"Data set {first[3]}",
        url=f"https://db.nomics.world/{first[2]}/{first[3]}", dataset=f"{first[2]}/{first[3]}",
        series_id=", ".join(found[4] for _, found in columns[:20]),
    )  # fmt: skip


IMPORTER = Importer("DBnomics", recognises, read)
