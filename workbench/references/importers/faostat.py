"""FAOSTAT: the normalised bulk CSV and the CSV of the download page, one figure a row."""

import re
from collections.abc import Iterator, Sequence
from itertools import count

from workbench.errors import Problem
from workbench.references.importers.model import About, Figure, Importer, Item, Line, Table, column, number, slug
from workbench.references.importers.periods import our_period
from workbench.references.importers.units import Knows, first_known, spoken

FLAGS = {
    "A": "", "E": "estimate", "I": "imputed", "X": "from another organisation", "T": "unofficial",
    "B": "break in the series", "P": "provisional", "N": "not significant", "F": "estimate", "*": "unofficial",
}  # fmt: skip
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
_YEAR = re.compile(r"y[0-9]{4}")
_NEEDED = ("Area", "Element", "Unit", "Value")


def recognises(head: Sequence[Line]) -> bool:
    """Whether the rows begin such a CSV."""
    names = {name.casefold() for name in head[0].cells} if head else set()
    names |= {"area"} if "reporter countries" in names else set()
    by_row = {name.casefold() for name in _NEEDED} | {"year"} <= names and bool({"item", "months"} & names)
    return by_row or ({"area", "element", "unit"} <= names and any(map(_YEAR.fullmatch, names)))


def read(table: Table, knows: Knows) -> Iterator[Item]:
    """The table's figures; what is measured is the item with its element ("Wheat: Production")."""
    names = table.head[0].cells
    at = {name: column(names, *wanted) for name, wanted in _COLUMNS.items()}
    years = [
        (i, name[1:], column(names, f"{name}F")) for i, name in enumerate(names) if _YEAR.fullmatch(name.casefold())
    ]
    domains: dict[tuple[str, str], None] = {}
    for line in table.lines:
        if isinstance(line, Problem):
            yield line
            continue
        if line.number > table.head[0].number:
            yield from _figures(line, at, years, (domains, knows))
    yield _about(table, list(domains)[:20])


def _figures(
    line: Line, at: dict[str, int], years: list[tuple[int, str, int]], of: tuple[dict[tuple[str, str], None], Knows]
) -> Iterator[Figure]:
    """The figure of a row, or of a row with a column for each year, that of each year."""
    domains, knows = of
    row = {name: line[i] for name, i in at.items()}
    found = [{**row, "year": year, "value": line[i], "flag": line[flag]} for i, year, flag in years] or [row]
    for cells in found:
        value = number(cells["value"])
        if value is None:
            continue
        domains.setdefault((cells["domain_code"], cells["domain"]))
        unit, prices = first_known([spoken(cells["unit"])], knows, cells["unit"])
        yield Figure(
            _measure(cells), cells["area"], _period(cells), value,
            unit, line.number, price_basis=prices, flag=_flag(cells), note=cells["note"],
            series_id="-".join(part for part in (cells["item_code"], cells["element_code"]) if part),
            place_code=cells["area_code"].lstrip("'"),
        )  # fmt: skip


def _measure(cells: dict[str, str]) -> str:
    """The item with its element; of the trade matrix, with whom."""
    told = ": ".join(part for part in (cells["item"], cells["element"]) if part)
    if not cells["partner"]:
        return told
    return f"{told} {'from' if cells['element'].casefold().startswith('import') else 'to'} {cells['partner']}"


_COLUMNS = {
    "domain_code": ("Domain Code",), "domain": ("Domain",), "area": ("Area", "Reporter Countries"),
    "area_code": ("Area Code (M49)", "Area Code", "Reporter Country Code (M49)", "Reporter Country Code"),
    "partner": ("Partner Countries",), "item": ("Item",),
    "item_code": ("Item Code", "Item Code (CPC)", "Item Code (FAO)"), "element": ("Element",),
    "element_code": ("Element Code",), "year": ("Year",), "months": ("Months",), "unit": ("Unit",), "value": ("Value",),
    "flag": ("Flag",), "flag_words": ("Flag Description",), "note": ("Note",),
}  # fmt: skip


def _period(cells: dict[str, str]) -> str:
    """The year or the years; with a month's name, that month."""
    month = next((n for name, n in zip(MONTHS, count(1)) if name == cells["months"]), None)
    return our_period(f"{cells['year']}-{month:02d}" if month else cells["year"])


def _flag(cells: dict[str, str]) -> str:
    known = FLAGS.get(cells["flag"])
    return known if known is not None else cells["flag_words"] or cells["flag"]


def _about(table: Table, domains: list[tuple[str, str]]) -> About:
    codes = [code for code, _ in domains if code]
    file_title = re.sub(r"^faostat_|_E_.*|\.csv$", "", table.name.rpartition("/")[2]).replace("_", " ")
    title = ", ".join(name for _, name in domains if name) or file_title
    one = codes[0] if len(codes) == 1 else ""
    return About(
        name=f"faostat-{slug(one or file_title)}",
        publisher="Food and Agriculture Organization of the United Nations (FAOSTAT)", title=title,
        url=f"https://www.fao.org/faostat/en/#data{'/' + one if one else ''}", dataset=", ".join(codes) or file_title,
    )  # fmt: skip


IMPORTER = Importer("FAOSTAT", recognises, read)
