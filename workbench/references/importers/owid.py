"""Our World in Data: the CSV of a chart, with its metadata.json beside it."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from workbench.errors import Problem
from workbench.references.importers.model import About, Figure, Importer, Item, Line, Table, number, slug
from workbench.references.importers.periods import our_period
from workbench.references.importers.units import Knows, first_known, spoken

_TIMES = ("year", "day", "date")


def recognises(head: Sequence[Line]) -> bool:
    """Whether the rows begin such a CSV: Entity, Code, Year or Day, and at least one indicator."""
    if not head or len(head[0].cells) < 4:
        return False
    entity, code, time = (cell.casefold() for cell in head[0].cells[:3])
    return (entity, code) == ("entity", "code") and time in _TIMES


def read(table: Table, knows: Knows) -> Iterator[Item]:
    """The table's figures: each further column is an indicator, described in the metadata under its name."""
    header = table.head[0]
    metadata, problem = _metadata(table)
    if problem is not None:
        yield problem
    described = {name: _described(metadata, name) for name in header.cells[3:] if name}
    units = {name: _unit(about, knows) for name, about in described.items()}
    for line in table.lines:
        if isinstance(line, Problem):
            yield line
            continue
        if line.number <= header.number:
            continue
        for i, name in enumerate(header.cells[3:], start=3):
            value = number(line[i]) if name in described and not name.endswith("-annotations") else None
            if value is None:
                continue
            unit, prices = units[name]
            about = described[name]
            yield Figure(
                _text(about, "titleShort") or name, line[0], our_period(line[2]), value, unit, line.number,
                price_basis=prices, series_id=_text(about, "shortName") or name, place_code=line[1],
            )  # fmt: skip
    yield _about(metadata, described)


def _metadata(table: Table) -> tuple[dict[str, Any], Problem | None]:
    for name, text in table.beside.items():
        if name.casefold().endswith("metadata.json"):
            try:
                told = json.loads(text)
            except (ValueError, RecursionError) as error:
                line = getattr(error, "lineno", None)
                what = f"The metadata is no JSON ({getattr(error, 'msg', 'nested too deeply')})"
                return {}, Problem(what, "Download it again; units and titles are missing without it", name, line)
            return (told, None) if isinstance(told, dict) else ({}, None)
    what = "The metadata.json of the chart is not beside the CSV, so units are unknown"
    return {}, Problem(what, "Import the zip or the folder with both files, or give --unit", table.name)


def _described(metadata: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    columns = metadata.get("columns")
    known = columns if isinstance(columns, dict) else {}
    by_name = {key: about for about in known.values() if isinstance(about, dict)
               for key in (about.get("shortName"), about.get("titleShort")) if isinstance(key, str)}  # fmt: skip
    about = known.get(name) or by_name.get(name)
    return about if isinstance(about, dict) else {}


def _unit(about: Mapping[str, Any], knows: Knows) -> tuple[str, str]:
    written = [unit for unit in (about.get("unit"), about.get("shortUnit")) if isinstance(unit, str)]
    if not written:
        return ("none given", "") if not about else ("", "")
    return first_known((spoken(unit) for unit in written), knows, written[0])


def _about(metadata: Mapping[str, Any], described: Mapping[str, Mapping[str, Any]]) -> About:
    chart = metadata.get("chart")
    told: Mapping[str, Any] = chart if isinstance(chart, dict) else {}
    address = _text(told, "originalChartUrl").partition("?")[0]
    columns = [about for about in described.values() if about]
    first = columns[0] if columns else {}
    definition = [_text(first, "descriptionShort"), _text(first, "citationLong") or _text(told, "citation")]
    return About(
        name=f"owid-{slug(address.rstrip('/').rpartition('/')[2] or _text(told, 'title') or 'chart')}",
        publisher="Our World in Data", title=_text(told, "title") or ", ".join(described), url=address,
        retrieved=_text(metadata, "dateDownloaded")[:10], definition=" ".join(part for part in definition if part),
        series_id=", ".join(_text(about, "shortName") for about in columns[:20] if about.get("shortName")),
        published=_text(first, "lastUpdated")[:10],
    )  # fmt: skip


def _text(told: Mapping[str, Any], key: str) -> str:
    value = told.get(key)
    return " ".join(value.split()) if isinstance(value, str) else ""


IMPORTER = Importer("Our World in Data", recognises, read)
