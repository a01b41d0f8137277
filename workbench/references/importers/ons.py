"""Office for National Statistics of the United Kingdom: the CSV of a time series, what it is above its figures."""

import re
from collections.abc import Iterator, Sequence
from datetime import datetime

from workbench.errors import Problem
from workbench.references.importers.model import About, Figure, Importer, Item, Line, Table, number, slug
from workbench.references.importers.periods import our_period
from workbench.references.importers.units import Knows, candidates, first_known, spoken

_PERIOD = re.compile(r"[0-9]{4}(?: (?:Q[1-4]|[A-Z]{3}))?")
# Many titles alone say the unit: "UK Vacancies (thousands) - Total", "LFS: Employment rate: Aged 16-64: %: SA".
_IN_TITLE = re.compile(
    r"(?:\(|: )(?:in )?(?:(?P<percent>%|per ?cent)|(?P<thousand>thousands?|'?000s?)|(?P<million>millions?)|"
    r"(?P<billion>billions?))(?=\)|:|$)", re.IGNORECASE,
)  # fmt: skip
_SCALES = {"m": "Millions", "bn": "Billions", "th": "Thousands", "k": "Thousands"}


def recognises(head: Sequence[Line]) -> bool:
    """Whether the rows begin such a CSV: Title, CDID and Unit, each beside what it is."""
    return bool(head) and head[0][0] == "Title" and {"CDID", "Unit"} <= {line[0] for line in head}


def read(table: Table, knows: Knows) -> Iterator[Item]:
    """The figures: years, quarters and months of one series, one below the other."""
    told = {line[0]: line[1] for line in table.head if line[0] and not _PERIOD.fullmatch(line[0])}
    written = " ".join(part for part in (told.get("PreUnit", ""), told.get("Unit", "")) if part)
    scale = _SCALES.get(told.get("Unit", ""), "")
    alone = "GBP" if "£" in told.get("PreUnit", "") else ""
    written = written or _unit_of(told["Title"])
    choices = list(candidates("", alone, scale=scale)) if alone and scale else [spoken(written)]
    unit, prices = first_known(choices, knows, written or "none given")
    for line in table.lines:
        if isinstance(line, Problem):
            yield line
            continue
        value = number(line[1]) if _PERIOD.fullmatch(line[0]) else None
        if value is not None:
            yield Figure(
                told["Title"], "United Kingdom", our_period(line[0]), value, unit, line.number, price_basis=prices,
                series_id=told["CDID"],
            )  # fmt: skip
    yield About(
        name=slug(f"ons-{told['CDID']}"), publisher="Office for National Statistics", title=told["Title"],
        url=f"https://www.ons.gov.uk/search?q={told['CDID']}", dataset=told.get("Source dataset ID", ""),
        series_id=told["CDID"], published=_day(told.get("Release date", "")),
    )  # fmt: skip


def _unit_of(title: str) -> str:
    """What a title says of its figures: percent, thousand, million or billion; empty where it says none."""
    found = _IN_TITLE.search(title)
    return "" if found is None else str(found.lastgroup)


def _day(text: str) -> str:
    try:
        return datetime.strptime(text, "%d-%m-%Y").date().isoformat()  # noqa: DTZ007 - a day has no time zone
    except ValueError:
        return ""


IMPORTER = Importer("Office for National Statistics", recognises, read)
