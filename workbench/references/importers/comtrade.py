"""UN Comtrade: the CSV of the download page, one flow of goods a row."""

from collections.abc import Iterator, Sequence

from workbench.errors import Problem
from workbench.references.importers.model import About, Figure, Importer, Item, Line, Table, number
from workbench.references.importers.periods import our_period
from workbench.references.importers.units import Knows

_NEEDED = frozenset({"reporterCode", "flowCode", "partnerCode", "cmdCode", "primaryValue"})
_NAMED = {"X": "exports", "M": "imports", "RX": "re-exports", "RM": "re-imports", "DX": "domestic exports"}
_AMONG_ALL = ("0", "")
# The download of the years before 2023 has the same under other names.
_OLDER = {
    "Period": "period", "Reporter": "reporterDesc", "Reporter ISO": "reporterISO", "Reporter Code": "reporterCode",
    "Partner": "partnerDesc", "Partner ISO": "partnerISO", "Partner Code": "partnerCode", "Trade Flow": "flowDesc",
    "Classification": "classificationCode", "Commodity Code": "cmdCode", "Commodity": "cmdDesc",
    "Netweight (kg)": "netWgt", "Trade Value (US$)": "primaryValue", "2nd Partner": "partner2Desc",
    "2nd Partner Code": "partner2Code", "Customs": "customsDesc", "Customs Proc. Code": "customsCode",
    "Mode of Transport": "motDesc", "Mode of Transport Code": "motCode",
}  # fmt: skip
_FLOWS = {"export": "X", "import": "M", "re-export": "RX", "re-import": "RM"}


def recognises(head: Sequence[Line]) -> bool:
    """Whether the rows begin such a CSV, of the present download page or of the older one."""
    return bool(head) and (
        set(head[0].cells) >= _NEEDED
        or {"Trade Flow", "Reporter", "Trade Value (US$)", "Commodity Code"} <= set(head[0].cells)
    )


def read(table: Table, knows: Knows) -> Iterator[Item]:  # noqa: ARG001 - the value is always in US dollars
    """The table's figures: the value in US dollars and, where it is given, the net weight in kilograms.

    The place is the reporting country; its partner and the goods are part of what is measured. Rows of one means of
    transport, customs procedure or second partner are told apart from the totals by the same words.
    """
    header = table.head[0]
    at = {_OLDER.get(name, name): i for i, name in reversed(list(enumerate(header.cells)))}
    services = False
    for line in table.lines:
        if isinstance(line, Problem):
            yield line
            continue
        if line.number <= header.number:
            continue
        cells = {name: line[i] for name, i in at.items()}
        cells.setdefault("flowCode", _FLOWS.get(cells.get("flowDesc", "").casefold().removesuffix("s"), ""))
        services = services or cells.get("typeCode", "") == "S"
        for name, words, unit in (("primaryValue", "value", "USD"), ("netWgt", "net weight", "kg")):
            value = number(cells.get(name, ""))
            if value is not None and not (name == "netWgt" and value.strip("0.") == ""):
                yield _figure(cells, line, (value, words, unit))
    yield About(
        name="comtrade",
        publisher="United Nations Comtrade",
        title=f"International trade in {'services' if services else 'goods'}",
        url="https://comtradeplus.un.org/",
        dataset="UN Comtrade",
    )


def _figure(cells: dict[str, str], line: Line, told: tuple[str, str, str]) -> Figure:
    value, words, unit = told
    flow = _NAMED.get(cells["flowCode"], cells.get("flowDesc", "").lower() or cells["flowCode"])
    direction = "from" if cells["flowCode"].endswith("M") or flow.endswith("imports") else "to"
    partner = cells.get("partnerDesc", "") or cells.get("partnerISO", "")
    goods = cells.get("cmdDesc", "") or cells["cmdCode"]
    measure = f"{flow} of {goods} {direction} {partner}, {words}"
    details = [
        f"{name} {cells.get(f'{key}Desc') or cells[f'{key}Code']}"
        for key, name in (("partner2", "second partner"), ("customs", "customs procedure"), ("mot", "by"))
        if cells.get(f"{key}Code", "0") not in (*_AMONG_ALL, "C00") and (cells.get(f"{key}Desc") or cells[f"{key}Code"])
    ]
    # The older download says it with a sum of 2 for a quantity and 4 for a weight.
    estimated = words == "net weight" and (
        cells.get("isNetWgtEstimated", "").casefold() == "true" or cells.get("Flag", "") in ("4", "6")
    )
    return Figure(
        "; ".join([measure, *details]), cells.get("reporterDesc", "") or cells.get("reporterISO", ""),
        our_period(cells.get("period", "") or cells.get("refYear", "")), value, unit, line.number,
        price_basis="current prices" if unit == "USD" else "", flag="estimate" if estimated else "",
        series_id=f"{cells.get('classificationCode', '')} {cells['cmdCode']} {cells['flowCode']}".strip(),
        place_code=cells.get("reporterISO", ""),
    )  # fmt: skip


IMPORTER = Importer("UN Comtrade", recognises, read)
