"""International Monetary Fund: the tables of the data portal that came in 2025, a series a row or a figure a row."""

import re
from collections.abc import Iterator, Sequence

from workbench.errors import Problem
from workbench.references.importers.imf import PUBLISHER
from workbench.references.importers.model import About, Figure, Importer, Item, Line, Table, column, number, slug
from workbench.references.importers.periods import our_period
from workbench.references.importers.units import Knows, candidates, first_known

_PERIOD = re.compile(r"(?:1[89]|20|21)[0-9]{2}(?:-(?:Q[1-4]|M[0-9]{2}|S[12]|[0-9]{2}))?")
_NEEDED = frozenset({"DATASET", "SERIES_CODE", "COUNTRY"})
_YEAR = re.compile(r"(?:FY)?((?:19|20)[0-9]{2})")
_FREQUENCIES = ("", "Annual")


def recognises(head: Sequence[Line]) -> bool:
    """Whether the rows begin such a table."""
    return _header(head) is not None


def _header(head: Sequence[Line]) -> Line | None:
    return next(
        (line for line in head[:5] if set(line.cells) >= _NEEDED and ("OBS_VALUE" in line.cells or _periods(line))),
        None,
    )


def _periods(header: Line) -> list[tuple[int, str]]:
    return [(i, our_period(name)) for i, name in enumerate(header.cells) if _PERIOD.fullmatch(name)]


def read(table: Table, knows: Knows) -> Iterator[Item]:
    """The figures; those of the outlook after its last actual year, or where it names none, are estimates."""
    header = _header(table.head)
    if header is None:
        return
    at = {name: column(header.cells, name, f"{name}.ID") for name in _WANTED}
    periods = _periods(header)
    editions: dict[str, str] = {}
    codes: dict[str, None] = {}
    indicators: dict[str, None] = {}
    for line in table.lines:
        if isinstance(line, Problem):
            yield line
            continue
        row = {name: line[i] for name, i in at.items()}
        if line.number <= header.number or not row["SERIES_CODE"] or row["OBS_MEASURE"] not in ("", "OBS_VALUE"):
            continue
        editions.setdefault(row["DATASET"], row["PUBLICATION_DATE"][:10] or row["UPDATE_DATE"][:10])
        indicator = row["INDICATOR"] or _indicator(row["SERIES_CODE"])
        codes.setdefault(row["SERIES_CODE"])
        indicators.setdefault(indicator)
        known, prices = _unit(row, knows)
        found = [(period, line[i]) for i, period in periods] or [(our_period(row["TIME_PERIOD"]), row["OBS_VALUE"])]
        measure = indicator if row["FREQUENCY"] in _FREQUENCIES else f"{indicator}; {row['FREQUENCY']}"
        for period, cell in found:
            value = number(cell)
            if value is not None:
                yield Figure(
                    measure, row["COUNTRY"], period, value, known, line.number, price_basis=prices,
                    flag=_flag(row, period), series_id=row["SERIES_CODE"],
                    place_code=row["SERIES_CODE"].partition(".")[0],
                )  # fmt: skip
    yield _about(editions, list(codes), list(indicators))


_WANTED = (
    "DATASET", "SERIES_CODE", "OBS_MEASURE", "COUNTRY", "INDICATOR", "FREQUENCY", "SCALE", "UNIT", "TIME_PERIOD",
    "OBS_VALUE", "LATEST_ACTUAL_ANNUAL_DATA", "PUBLICATION_DATE", "UPDATE_DATE",
)  # fmt: skip


def _indicator(series: str) -> str:
    """The code of what is measured: what stands between the place and the frequency."""
    return ".".join(series.split(".")[1:-1]) or series


def _unit(row: dict[str, str], knows: Knows) -> tuple[str, str]:
    """The unit with its scale. Only the outlook is known to give its figures in the scale that it names."""
    written = " ".join(part for part in (row["SCALE"], row["UNIT"]) if part) or "none given"
    if row["SCALE"] not in ("", "Units") and not _is_outlook(row):
        return f"{written} (by the file's word; check one figure)", ""
    return first_known(candidates("", row["UNIT"], scale=row["SCALE"]), knows, written)


def _is_outlook(row: dict[str, str]) -> bool:
    return ":WEO" in row["DATASET"]


def _flag(row: dict[str, str], period: str) -> str:
    if not _is_outlook(row) or not row["LATEST_ACTUAL_ANNUAL_DATA"]:
        return ""
    actual = _YEAR.match(row["LATEST_ACTUAL_ANNUAL_DATA"])
    return "estimate" if actual is None or int(period[:4]) > int(actual[1]) else ""


def _about(editions: dict[str, str], codes: list[str], indicators: list[str]) -> About:
    dataset = next(iter(editions), "")
    flow = dataset.rpartition(":")[2].partition("(")[0]
    outlook = flow.startswith("WEO")
    title = "World Economic Outlook Database" if outlook else f"Data set {flow}"
    return About(
        name=slug(f"imf-{flow}"), publisher=PUBLISHER,
        title=indicators[0] if len(indicators) == 1 and " " in indicators[0] else title,
        url="https://www.imf.org/en/Publications/WEO" if outlook else "https://data.imf.org/", dataset=dataset,
        published=_day(editions.get(dataset, "")), series_id=", ".join(codes[:20]),
    )  # fmt: skip


def _day(text: str) -> str:
    return text if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text) else ""


IMPORTER = Importer("IMF Data Portal", recognises, read)
