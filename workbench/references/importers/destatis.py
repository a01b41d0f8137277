"""Statistisches Bundesamt (Destatis): flat files of GENESIS-Online, a combination of characteristics a row."""

import re
from collections.abc import Iterator, Sequence

from workbench.errors import Problem
from workbench.references.importers.model import About, Figure, Importer, Item, Line, Table, noted, number, slug
from workbench.references.importers.periods import our_period
from workbench.references.importers.sdmx import in_words
from workbench.references.importers.units import Knows, first_known, spoken

# Columns of figures of the older layout are named CODE__WORDS__UNIT.
_FIGURES = re.compile(r"([A-Z0-9]+)__(.+?)__(.*)")
_DAY = re.compile(r"([0-9]{2})\.([0-9]{2})\.([0-9]{4})")
_PART = re.compile(r"(MONAT|QUART)0?([0-9]{1,2})")
_OLD, _NEW = "Statistik_Code", "statistics_code"
_FIGURE = {"value", "value_unit", "value_variable_code", "value_variable_label"}
# The columns of one characteristic in the older and the newer layout.
_CODE = {_OLD: "{}_Auspraegung_Code", _NEW: "{}_variable_attribute_code"}
_LABEL = {_OLD: "{}_Auspraegung_Label", _NEW: "{}_variable_attribute_label"}
_NAME = {_OLD: "{}_Merkmal_Code", _NEW: "{}_variable_code"}
_TIME = {_OLD: "Zeit", _NEW: "time"}
# Too uncertain, or kept secret.
_HIDDEN = ("/", "x", "X")
_UNITS = {
    "anzahl": "", "number": "", "1000": "thousand", "prozent": "%", "tsd.": "thousand", "mill.": "million",
    "mio.": "million", "mrd.": "billion", "personen": "", "tonnen": "t",
    "euro": "EUR", "hektar": "ha", "jahre": "years",
}  # fmt: skip
_PLACES = ("DINSG", "DLAND", "DG", "KREISE", "GEMEIN", "REGBEZ", "DINSGF")


def recognises(head: Sequence[Line]) -> bool:
    """Whether the rows begin such a file."""
    layout = head[0][0].lstrip("\ufeff") if head else ""
    if layout not in _TIME or _TIME[layout] not in head[0].cells:
        return False
    return any(map(_FIGURES.fullmatch, head[0].cells)) or set(head[0].cells) >= _FIGURE


def read(table: Table, knows: Knows) -> Iterator[Item]:
    """The figures; German numbers have a comma before decimals.

    A hyphen is officially a zero, and stands all the same where there was no survey, so it is no figure.
    """
    header = table.head[0]
    layout = header[0].lstrip("\ufeff")
    at = {name.lstrip("\ufeff"): i for i, name in reversed(list(enumerate(header.cells)))}
    columns = [(i, found) for i, name in enumerate(header.cells) if (found := _FIGURES.fullmatch(name))]
    titles: dict[str, str] = {}
    for line in table.lines:
        if isinstance(line, Problem):
            yield line
            continue
        if line.number <= header.number:
            continue
        row = {name: line[i] for name, i in at.items()}
        titles.setdefault(row[layout], row.get("Statistik_Label", row.get("statistics_label", "")))
        place, code, details, part = _characteristics(row, layout)
        cells = [(line[i], name[2].replace("_", " "), name[3], name[1]) for i, name in columns] or [
            (row["value"], row["value_variable_label"], row["value_unit"], row["value_variable_code"])
        ]
        for cell, words, unit, series in cells:
            plain, mark = noted(cell)
            value = None if plain in _HIDDEN else number(plain, ",")
            if value is not None:
                known, prices = first_known([(_in_english(unit), ""), spoken(unit)], knows, unit or "none given")
                yield Figure(
                    "; ".join((words, *details)), place, _period(row[_TIME[layout]], part), value, known, line.number,
                    price_basis=prices, flag=in_words(row.get("value_q", "")) or mark, series_id=series,
                    place_code=code,
                )  # fmt: skip
    codes = list(titles)
    yield About(
        name=slug(f"destatis-{'-'.join(codes[:2])}"), publisher="Statistisches Bundesamt (Destatis)",
        title="; ".join(titles.values())[:200], url="https://www-genesis.destatis.de/", dataset=", ".join(codes),
        licence="Datenlizenz Deutschland – Namensnennung 2.0",
    )  # fmt: skip


def _characteristics(row: dict[str, str], layout: str) -> tuple[str, str, list[str], str]:
    """The place with its code, what else tells the row from others, and the part of the year."""
    place, code, details, part = "Germany", "", [], ""
    for n in range(1, 10):
        name = row.get(_NAME[layout].format(n))
        if name is None:
            break
        value, label = row.get(_CODE[layout].format(n), ""), row.get(_LABEL[layout].format(n), "")
        if _PART.fullmatch(value):
            part = value
        elif name in _PLACES:
            place, code = ("Germany" if label in ("Deutschland", "Insgesamt", "Germany") else label), value
        elif label and label.casefold() not in ("insgesamt", "total"):
            details.append(label)
    return place, code, details, part


def _period(written: str, part: str) -> str:
    if found := _DAY.fullmatch(written):
        return f"{found[3]}-{found[2]}-{found[1]}"
    if found := _PART.fullmatch(part):
        return our_period(f"{written}-{found[1][0]}{found[2]}")
    return our_period(written)


def _in_english(unit: str) -> str:
    """A German unit word by word: ``Tsd. EUR`` → ``thousand EUR``."""
    words = unit.replace("_", " ").split()
    return " ".join(told for word in words if (told := _UNITS.get(word.casefold(), word)))


IMPORTER = Importer("Destatis GENESIS-Online", recognises, read, own_decimals=True)
