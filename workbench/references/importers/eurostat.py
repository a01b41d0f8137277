"""Eurostat's bulk download: a table of tabs, its dimensions in the first cell, a period a column."""

import re
from collections.abc import Iterator, Sequence

from workbench.errors import Problem
from workbench.references.importers.model import About, Figure, Importer, Item, Line, Table, noted, number, slug
from workbench.references.importers.periods import our_period
from workbench.references.importers.places import place_name
from workbench.references.importers.sdmx import in_words
from workbench.references.importers.units import Knows, candidates, first_known

_HEADER = re.compile(r"((?:\w+,)*\w+)\\(?:TIME_PERIOD|time)", re.IGNORECASE)
_NO_MATTER = ("TOTAL", "T", "NA", "_Z", "")


def recognises(head: Sequence[Line]) -> bool:
    """Whether the rows begin such a table: ``freq,unit,na_item,geo\\TIME_PERIOD``."""
    return bool(head) and _HEADER.fullmatch(head[0][0]) is not None


def read(table: Table, knows: Knows) -> Iterator[Item]:
    """The table's figures; letters behind a value are its flags, and ``:`` is no value."""
    header = table.head[0]
    found = _HEADER.fullmatch(header[0])
    names = found[1].split(",") if found else []
    flow = re.sub(r"^estat_|(?:\.tsv|\.txt|\.gz)+$", "", table.name.rpartition("/")[2], flags=re.IGNORECASE)
    periods = [(i, our_period(cell)) for i, cell in enumerate(header.cells) if i and cell]
    for line in table.lines:
        if isinstance(line, Problem):
            yield line
            continue
        if line.number <= header.number:
            continue
        codes = line[0].split(",")
        if len(codes) != len(names):
            hint = f"It holds one code for each of {', '.join(names)}"
            yield Problem(
                f"{line[0][:40]!r} does not name the series; the row was left out", hint, table.name, line.number
            )
            continue
        yield from _figures(line, dict(zip(names, codes, strict=True)), periods, (flow, knows))
    yield About(
        name=slug(f"eurostat-{flow}"), publisher="Eurostat", title=flow, dataset=flow,
        url=f"https://ec.europa.eu/eurostat/databrowser/product/view/{flow.lower()}",
    )  # fmt: skip


def _figures(
    line: Line, series: dict[str, str], periods: list[tuple[int, str]], of: tuple[str, Knows]
) -> Iterator[Figure]:
    flow, knows = of
    unit = series.get("unit", series.get("currency", ""))
    place = series.get("geo", "")
    known, prices = first_known(candidates(unit), knows, unit or "none given")
    rest = [f"{name} {code}" for name, code in series.items()
            if name not in ("freq", "geo", "unit", "currency") and code not in _NO_MATTER]  # fmt: skip
    key = ".".join(code for name, code in series.items() if name != "geo")
    for i, period in periods:
        cell, flags = noted(line[i])
        value = number(cell)
        if value is not None:
            yield Figure(
                "; ".join([*rest, flow, *([unit] if unit else [])]), place_name(place), period, value, known,
                line.number, price_basis=prices, flag=in_words(flags), series_id=f"{flow}:{key}", place_code=place,
            )  # fmt: skip


IMPORTER = Importer("Eurostat bulk download", recognises, read)
