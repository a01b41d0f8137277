"""FRED, of the Federal Reserve Bank of St. Louis: a day a row, a series a column; and its older text files."""

import re
from collections.abc import Iterator, Sequence
from datetime import date

from workbench.errors import Problem
from workbench.references.importers.model import About, Figure, Importer, Item, Line, Table, number, slug
from workbench.references.importers.periods import from_first_day, spread
from workbench.references.importers.units import Knows, candidates, first_known, spoken

_SERIES = re.compile(r"[A-Z][A-Z0-9_]{1,39}")
_TOLD = re.compile(r"(Title|Series ID|Source|Units|Last Updated):\s+(.+)")
_ROW = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})\s+(\S+)")


def recognises(head: Sequence[Line]) -> bool:
    """Whether the rows begin such a table (``observation_date,GDP`` or ``DATE,GDP``) or such a text."""
    if not head:
        return False
    cells = [cell for cell in head[0].cells if cell]
    is_table = len(cells) > 1 and cells[0] in ("observation_date", "DATE") and all(map(_SERIES.fullmatch, cells[1:]))
    texts = [" ".join(line.cells) for line in head]
    return is_table or (texts[0].startswith("Title:") and any(text.startswith("Series ID:") for text in texts))


def read(table: Table, knows: Knows) -> Iterator[Item]:
    """The figures; the table names no unit, the text does.

    How long a period is follows from the distance of the days.
    """
    told: dict[str, str] = {}
    names = table.head[0].cells
    is_text = names[0].startswith("Title:")
    rows: list[tuple[date, int, list[tuple[str, str]]]] = []
    for line in table.lines:
        if isinstance(line, Problem):
            yield line
            continue
        text = ", ".join(line.cells) if is_text else ""
        if found := _TOLD.match(text):
            told.setdefault(found[1], found[2].strip())
        row = _ROW.fullmatch(text)
        day = _day(row[1] if row else line[0])
        if day is not None:
            pairs = [(told.get("Series ID", ""), row[2])] if row else list(zip(names[1:], line.cells[1:], strict=False))
            rows.append((day, line.number, pairs))
    unit, prices = _unit(told.get("Units", ""), knows)
    length = spread([day for day, _, _ in rows])
    for day, where, pairs in rows:
        for series, cell in pairs:
            value = number(cell)
            if value is not None:
                measure, period = told.get("Title") or series, from_first_day(day, length)
                yield Figure(measure, "", period, value, unit, where, price_basis=prices, series_id=series)
    yield _about(told, [told["Series ID"]] if told.get("Series ID") else [name for name in names[1:] if name])


def _unit(written: str, knows: Knows) -> tuple[str, str]:
    """The unit of a text file, such as "Billions of Dollars", or that there is none."""
    if not written:
        return "none given", ""
    scale, _, rest = written.partition(" of ")
    unit = re.sub(r"^(?:Chained ([0-9]{4}) )?Dollars\b", "USD", rest)
    turned = list(candidates("", unit, scale=scale)) if rest else []
    basis = f"chained {found[0]} prices" if (found := re.findall(r"Chained ([0-9]{4})", written)) else ""
    known, prices = first_known([spoken(written), *turned], knows, written)
    return known, prices or basis


def _about(told: dict[str, str], series: list[str]) -> About:
    first = series[0] if series else ""
    return About(
        name=slug(f"fred-{'-'.join(series[:3])}"), publisher="Federal Reserve Bank of St. Louis (FRED)",
        title=told.get("Title") or f"Series {', '.join(series)}", url=f"https://fred.stlouisfed.org/series/{first}",
        series_id=", ".join(series), published=told.get("Last Updated", "")[:10],
        definition=f"Original publisher: {told['Source']}" if "Source" in told else "",
    )  # fmt: skip


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        return None


IMPORTER = Importer("FRED", recognises, read)
