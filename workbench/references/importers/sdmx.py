"""SDMX-CSV 1.0 and 2.0, as Eurostat, OECD, the ECB and others give it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from workbench.errors import Problem
from workbench.references.importers.model import About, Figure, Importer, Item, Line, Table, number, slug
from workbench.references.importers.periods import our_period
from workbench.references.importers.places import place_name
from workbench.references.importers.units import Knows, candidates, first_known

PUBLISHERS = {
    "ESTAT": "Eurostat", "OECD": "OECD", "ECB": "European Central Bank", "IMF": "International Monetary Fund",
    "BIS": "Bank for International Settlements", "ILO": "International Labour Organization", "UNICEF": "UNICEF",
    "WB": "World Bank", "UNSD": "United Nations Statistics Division", "WHO": "World Health Organization",
    "IAEG-SDGs": "United Nations Statistics Division", "SPC": "Pacific Community",
    "FAO": "Food and Agriculture Organization of the United Nations",
}  # fmt: skip
FLAGS = {
    "p": "provisional", "e": "estimate", "s": "estimate", "b": "break in the series", "f": "forecast",
    "d": "definition differs", "u": "low reliability", "r": "revised", "c": "confidential", "i": "imputed",
    "n": "not significant", "P": "provisional", "E": "estimate", "B": "break in the series", "F": "forecast",
    "I": "imputed", "D": "definition differs", "U": "low reliability",
}  # fmt: skip
_LEAD = ("DATAFLOW", "KEY", "STRUCTURE", "STRUCTURE_ID", "STRUCTURE_NAME", "ACTION", "LAST UPDATE", "SERIES_KEY")
_PLACES = ("geo", "REF_AREA", "GEO", "COUNTRY", "LOCATION", "REPORTER", "AREA", "GEO_PICT")
_UNITS = ("unit", "UNIT_MEASURE", "UNIT", "CURRENCY")
_FREQUENCY = ("freq", "FREQ", "FREQUENCY")
_NO_MATTER = ("_Z", "_X", "_T", "_U", "", "NA", "TOTAL")
# Dimensions that name what is measured; what else there is tells whose or of what kind it is.
_INDICATOR = re.compile(
    r"na_item|indic\w*|measure|indicator|series|subject|transaction|siec|nrg_bal|crops|variable", re.IGNORECASE
)
_CODE = re.compile(r"[A-Z][A-Z0-9_]+")
_FLOW = re.compile(r"(?:([A-Za-z0-9._-]+):)?([A-Za-z0-9_@.-]+)(?:\((.*)\))?")
# A column's code with its words: "geo: Geopolitical entity", "REF_AREA:Reference area".
_NAMED = re.compile(r"([A-Za-z][A-Za-z0-9_]*): ?(.+)")


@dataclass(frozen=True, slots=True)
class _Columns:
    """Where each component stands; ``labels`` has the column of its words, where there is one."""

    places: dict[str, int]
    labels: dict[str, int]
    both: bool

    def code(self, line: Line, *names: str) -> str:
        """The code of the first of the components that the table has."""
        name = next((name for name in names if name in self.places), "")
        return line[self.places[name]].partition(": ")[0] if name else ""

    def text(self, line: Line, name: str) -> str:
        """A cell of words, as it is."""
        return line[self.places[name]] if name in self.places else ""

    def label(self, line: Line, *names: str) -> str:
        """Its words; empty where the table has codes alone."""
        name = next((name for name in names if name in self.places), "")
        if self.both and name:
            return line[self.places[name]].partition(": ")[2]
        return line[self.labels[name]] if name in self.labels else ""


def recognises(head: Sequence[Line]) -> bool:
    """Whether the rows begin SDMX-CSV."""
    names = [_parted(name)[0] for name in head[0].cells] if head else []
    return {"TIME_PERIOD", "OBS_VALUE"} <= set(names) and names[0] in _LEAD


def read(table: Table, knows: Knows) -> Iterator[Item]:
    """The table's figures; what is measured is told by the dimensions that are neither place, time nor unit."""
    columns = _columns(table.head[0])
    dimensions = _dimensions(columns)
    told = False
    for line in table.lines:
        if isinstance(line, Problem) or line.number <= table.head[0].number:
            if isinstance(line, Problem):
                yield line
            continue
        if not told:
            yield _about(columns, line)
            told = True
        value = number(columns.code(line, "OBS_VALUE"))
        if value is not None and columns.code(line, "ACTION") != "D":
            yield _figure(columns, dimensions, line, value, knows)


def _parted(name: str) -> tuple[str, str]:
    """A column's code and its words, as far as it has both."""
    found = _NAMED.fullmatch(name)
    return (found[1], found[2]) if found else (name, "")


def _columns(header: Line) -> _Columns:
    names = [_parted(name) for name in header.cells]
    both = any(words for _, words in names)
    places: dict[str, int] = {}
    labels: dict[str, int] = {}
    time = header.cells.index("TIME_PERIOD") if "TIME_PERIOD" in header.cells else 0
    # Labels stand behind their codes, if the time has one behind it.
    paired = not both and "STRUCTURE_NAME" in header.cells and not _CODE.fullmatch(header[time + 1])
    last = ""
    for i, (name, _) in enumerate(names):
        if paired and last and name not in (*_LEAD, "TIME_PERIOD", "OBS_VALUE"):
            labels[last], last = i, ""
        elif name not in places:
            places[name] = i
            last = "" if name in _LEAD else name
    return _Columns(places, labels, both)


def _dimensions(columns: _Columns) -> list[str]:
    """What else tells one series from another: the components before the time."""
    end = columns.places["TIME_PERIOD"]
    known = (*_LEAD, *_PLACES, *_UNITS, *_FREQUENCY, "OBS_VALUE", "UNIT_MULT")
    return [name for name, i in columns.places.items() if i < end and name not in known]


def _figure(columns: _Columns, dimensions: list[str], line: Line, value: str, knows: Knows) -> Figure:
    flow = _flow(columns, line)
    code = columns.code(line, *_UNITS)
    label = columns.label(line, *_UNITS)
    choices = candidates(code, label, columns.code(line, "UNIT_MULT"))
    unit, prices = first_known(choices, knows, label or code or "none given")
    place = columns.code(line, *_PLACES)
    flag = columns.code(line, "OBS_FLAG", "OBS_STATUS")
    key = ".".join(columns.code(line, name) for name in dimensions)
    return Figure(
        _measure(columns, dimensions, line) or flow, columns.label(line, *_PLACES) or place_name(place),
        our_period(columns.code(line, "TIME_PERIOD")), value, unit, line.number, price_basis=prices,
        flag=in_words(flag), note=columns.text(line, "OBS_COM") or columns.text(line, "COMMENT_OBS"),
        series_id=f"{flow}:{key}.{code}".rstrip(".:"),
        place_code=place,
    )  # fmt: skip


def _measure(columns: _Columns, dimensions: list[str], line: Line) -> str:
    """What is measured, in words where the file has them: the indicator, the title, the rest, and the unit.

    Two series may differ in the unit alone, and a percentage is one of something.
    """
    title = columns.text(line, "TITLE") or _title(columns, line)
    told = [
        (_INDICATOR.fullmatch(name) is None, columns.label(line, name) or f"{name} {columns.code(line, name)}")
        for name in dimensions
        if columns.code(line, name) not in _NO_MATTER and columns.label(line, name).casefold() != "total"
    ]
    first, rest = ([words for later, words in told if later is which] for which in (False, True))
    unit = columns.label(line, *_UNITS) or columns.code(line, *_UNITS)
    return "; ".join(part for part in (*first, title, *rest, unit) if part)


def in_words(flag: str) -> str:
    """Flags in words; A and empty are ordinary values. Eurostat joins one-letter flags ("be")."""
    if flag in ("", "A"):
        return ""
    words = [FLAGS[letter] for letter in flag if letter in FLAGS]
    return ", ".join(words) if len(words) == len(flag) else flag


def _flow(columns: _Columns, line: Line) -> str:
    found = _FLOW.match(columns.code(line, "STRUCTURE_ID", "DATAFLOW", "KEY"))
    return found[2].rpartition("@")[2] if found else ""


def _title(columns: _Columns, line: Line) -> str:
    return (
        columns.text(line, "STRUCTURE_NAME")
        or columns.label(line, "DATAFLOW", "STRUCTURE_ID", "STRUCTURE")
        or _flow(columns, line)
    )


def _about(columns: _Columns, line: Line) -> About:
    told = columns.code(line, "STRUCTURE_ID", "DATAFLOW")
    found = _FLOW.match(told)
    agency, version = (found[1] or "", found[3] or "") if found else ("", "")
    # The ECB gives the key of a series and no data flow.
    agency = agency or ("ECB" if {"KEY", "TITLE_COMPL"} <= columns.places.keys() else "")
    publisher = PUBLISHERS.get(agency.partition(".")[0], agency)
    flow = _flow(columns, line)
    return About(
        name=slug(f"{publisher} {flow.rpartition('@')[2]}"), publisher=publisher, title=_title(columns, line),
        url=_address(agency, told.partition(":")[2].partition("(")[0], flow, version), dataset=told or flow,
        published=_day(columns.code(line, "LAST UPDATE")),
    )  # fmt: skip


def _address(agency: str, structure: str, flow: str, version: str) -> str:
    """The publisher's page of a data flow; empty where only the one who downloaded it knows."""
    if agency == "ESTAT":
        return f"https://ec.europa.eu/eurostat/databrowser/product/view/{flow.lower()}"
    if agency.partition(".")[0] == "OECD" and structure:
        dataset = f"df[ds]=dsDisseminateFinalDMZ&df[id]={structure.replace('@', '%40')}"
        return f"https://data-explorer.oecd.org/vis?{dataset}&df[ag]={agency}&df[vs]={version}"
    if agency == "ECB":
        return f"https://data.ecb.europa.eu/data/datasets/{flow.partition('.')[0]}"
    return "https://data.bis.org/" if agency == "BIS" else ""


def _day(text: str) -> str:
    for layout in ("%d/%m/%y %H:%M:%S", "%Y-%m-%d", "%Y-%m-%dT%H:%M:%S"):
        try:
            return datetime.strptime(text, layout).date().isoformat()  # noqa: DTZ007 - only the day is kept
        except ValueError:
            continue
    return ""


IMPORTER = Importer("SDMX-CSV (Eurostat, OECD and others)", recognises, read)
