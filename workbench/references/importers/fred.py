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
_OFTEN = re.compile(r"(?:Daily|Weekly|Biweekly|Monthly|Quarterly|Semiannual|Annual)(?:\b.*)?")
# What FRED makes of a series is written behind its name.
_MADE = re.compile(r"_(?:CHG|CH1|PCH|PC1|PCA|CCH|CCA|LOG|LIN|NBD)$")
_ROW = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})\s+(\S+)")


def recognises(head: Sequence[Line]) -> bool:
    """Whether the rows begin such a table (``observation_date,GDP`` or ``DATE,GDP``) or such a text."""
    if not head:
        return False
    texts = [" ".join(line.cells) for line in head]
    is_text = texts[0].startswith("Title:") and any(text.startswith("Series ID:") for text in texts)
    return is_text or _header(head) is not None


def _header(head: Sequence[Line]) -> Line | None:
    """The row that names the series; in a workbook it may stand below what describes them."""
    is_workbook = bool(head) and head[0][0] == "FRED Graph Observations"
    for line in head if is_workbook else head[:1]:
        cells = [cell for cell in line.cells if cell]
        if len(cells) > 1 and cells[0] in ("observation_date", "DATE") and all(map(_SERIES.fullmatch, cells[1:])):
            return line
    return None


def read(table: Table, knows: Knows) -> Iterator[Item]:
    """The figures; a CSV names no unit, a text and a workbook do.

    How long a period is follows from the distance of the days.
    """
    told: dict[str, str] = {}
    header = _header(table.head)
    names = header.cells if header is not None else ("",)
    rows: list[tuple[date, int, list[tuple[str, str]]]] = []
    for line in table.lines:
        if isinstance(line, Problem):
            yield line
            continue
        text = ", ".join(line.cells) if header is None else ""
        if found := _TOLD.match(text):
            told.setdefault(found[1], found[2].strip())
        row = _ROW.fullmatch(text)
        day = _day(row[1] if row else line[0])
        if day is not None:
            pairs = [(told.get("Series ID", ""), row[2])] if row else list(zip(names[1:], line.cells[1:], strict=False))
            rows.append((day, line.number, pairs))
    series = [told["Series ID"]] if told.get("Series ID") else [name for name in names[1:] if name]
    described = _described(table) | {
        name: (told.get("Title", name), told.get("Units", "")) for name in series if header is None
    }
    units = {name: _unit(written, knows) for name, (_, written) in described.items()}
    length = spread([day for day, _, _ in rows])
    for day, where, pairs in rows:
        for name, cell in pairs:
            value = number(cell)
            if value is not None:
                measure = described.get(name, (name, ""))[0]
                unit, prices = units.get(name, ("none given", ""))
                period = from_first_day(day, length)
                yield Figure(measure, "", period, value, unit, where, price_basis=prices, series_id=name)
    yield _about(told | ({"Title": described[series[0]][0]} if series and series[0] in described else {}), series)


def _described(table: Table) -> dict[str, tuple[str, str]]:
    """Title and unit of each series, from the rows above it or the sheet beside it: ``TITLE, UNIT, Monthly, …``."""
    rows = [line.cells for line in table.head]
    rows += [tuple(row.split("\t")) for text in table.beside.values() for row in text.split("\n")]
    found: dict[str, tuple[str, str]] = {}
    for cells in rows:
        parts = cells[1].split(", ") if len(cells) > 1 and _SERIES.fullmatch(cells[0]) else []
        often = next((i for i, part in enumerate(parts) if i > 1 and _OFTEN.fullmatch(part)), 0)
        if often:
            found[cells[0]] = ", ".join(parts[: often - 1]), parts[often - 1]
    return found


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
        title=told.get("Title") or f"Series {', '.join(series)}",
        url=f"https://fred.stlouisfed.org/series/{_MADE.sub('', first)}",
        series_id=", ".join(series), published=told.get("Last Updated", "")[:10],
        definition=f"Original publisher: {told['Source']}" if "Source" in told else "",
    )  # fmt: skip


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        return None


IMPORTER = Importer("FRED", recognises, read)
