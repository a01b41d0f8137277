"""Units as publishers write and code them, in words that the workbench knows."""

import re
from collections.abc import Callable, Iterable, Iterator

Knows = Callable[[str], bool]
"""Whether a written unit is known."""

COUNTS = frozenset(
    ["an", "no", "nr", "number", "numbers", "head", "heads", "each", "unit", "units", "u", "item", "items", "pure_numb",
     "per", "ps", "pers", "count", "absolute"]
)  # fmt: skip
SCALES = {0: "", 2: "hundred", 3: "thousand", 6: "million", 9: "billion", 12: "trillion"}
_PREFIXES = {"THS": "thousand", "MIO": "million", "BIO": "billion", "BN": "billion", "MRD": "billion"}
# Codes of statistical data exchange (SDMX) that are neither a symbol nor a currency.
_CODES = {
    "PC": "%", "PT": "%", "PCT": "%", "PP": "percentage points", "PPT": "percentage points", "T": "t", "KG": "kg",
    "TOE": "tonnes of oil equivalent", "KTOE": "thousand tonnes of oil equivalent", "HA": "ha", "KM": "km",
    "KM2": "km2", "M2": "m2", "M3": "m3", "GWH": "GWh", "MWH": "MWh", "KWH": "kWh", "TWH": "TWh", "TJ": "TJ",
    "GJ": "GJ",
    "MW": "MW", "GW": "GW", "HR": "hours", "H": "hours", "YR": "years", "Y": "years", "MONTH": "months", "D": "days",
    "DAY": "days", "CEL": "°C", "L": "litres",
}  # fmt: skip
_PERCENT_CODE = re.compile(r"(?:PC|PCH|RCH|PT)_.+|PCH|GR")
_MONEY_CODE = re.compile(r"(?:(CP|CLV\d\d|PYP)_)?(M)?([A-Z]{3})(?:_HAB)?")
_PERCENT = re.compile(
    r"(?:annual |average |net |gross |year-on-year |y/y )*(?:%|percent(?:age)?|per cent)(?:[\s,;(].*)?", re.IGNORECASE
)
_POINTS = re.compile(r"percent(?:age)? points?.*", re.IGNORECASE)
_PRICES = re.compile(
    r"(?:in )?(?:(current) prices?|(current)(?= )|(constant (?:[0-9]{4} )?)prices?|(constant [0-9]{4})|"
    r"(chain[- ]linked volumes? ?\(?[0-9]{4}\)?)|((?:in )?[0-9]{4}) prices)",
    re.IGNORECASE,
)
_EACH = re.compile(r"\s*(?:per (?:capita|person|inhabitant|head)|/cap(?:ita)?)\b", re.IGNORECASE)
_THOUSAND = re.compile(r"1[, ]?000\s+(.*)")


def first_known(candidates: Iterable[tuple[str, str]], knows: Knows, written: str) -> tuple[str, str]:
    """The first (unit, price basis) whose unit is known; the unit as written where none is."""
    return next(((unit, prices) for unit, prices in candidates if knows(unit)), (written, ""))


def spoken(text: str) -> tuple[str, str]:
    """A unit in a publisher's words, and the price basis that stood among them.

    Examples: ``constant 2015 US$`` → (``US$``, ``constant 2015 prices``); ``% of GDP`` → ``%``; ``1000 An`` →
    ``thousand``; ``kg per capita`` → ``kg``, since whose it is stands in the measure.
    """
    unit = " ".join(text.split())
    if _POINTS.fullmatch(unit):
        return "percentage points", ""
    if _PERCENT.fullmatch(unit):
        return "%", ""
    found = _PRICES.search(unit)
    prices = ""
    if found is not None:
        words = next(part for part in found.groups() if part).strip().removeprefix("in ").casefold()
        prices = words if "chain" in words else f"{words} prices"
        unit = f"{unit[: found.start()]} {unit[found.end() :]}".strip(" ,;()")
    unit = _EACH.sub("", unit).replace("/d", "/day") if _EACH.search(unit) else unit
    thousands = _THOUSAND.fullmatch(unit)
    if thousands is not None:
        return f"thousand {spoken(thousands[1])[0]}".strip(), prices
    unit = "°C" if unit == "°c" else unit
    return ("" if unit.casefold() in COUNTS else " ".join(unit.split())), prices


def coded(code: str) -> tuple[str, str] | None:
    """A unit's code of statistical data exchange in words, with its price basis; None where it is no known code.

    Examples: ``CP_MEUR`` → (``million EUR``, ``current prices``); ``THS_T`` → ``thousand t``; ``PC_GDP`` → ``%``.
    """
    if code.casefold() in COUNTS:
        return "", ""
    if code in _CODES:
        return _CODES[code], ""
    if _PERCENT_CODE.fullmatch(code):
        return "%", ""
    prefix, _, rest = code.partition("_")
    if prefix in _PREFIXES:
        inner = coded(rest) if rest else ("", "")
        return None if inner is None else (f"{_PREFIXES[prefix]} {inner[0]}".strip(), inner[1])
    found = _MONEY_CODE.fullmatch(code)
    if found is None:
        return None
    prices = {"CP": "current prices", "PYP": "prices of the previous year"}.get(found[1] or "", "")
    if found[1] and found[1].startswith("CLV"):
        prices = f"chain linked volumes (20{found[1][3:]})"
    return f"{'million ' if found[2] else ''}{found[3]}", prices


def candidates(code: str, label: str = "", power: str = "", scale: str = "") -> Iterator[tuple[str, str]]:
    """What a unit may be called, the most certain first.

    Args:
        code: Its code.
        label: What the publisher calls it.
        power: The power of ten that the values are in, as SDMX writes it ("6").
        scale: The same in words ("Billions").
    """
    exponent = int(power) if power.isdigit() and int(power) in SCALES else None
    if power and exponent is None:
        return
    before = SCALES[exponent or 0] or scale.casefold().removesuffix("s").removesuffix("unit")
    told = [coded(code) if code else None, spoken(label) if label else None, spoken(code) if code else None]
    found = [known for known in told if known is not None]
    for unit, prices in found:
        yield f"{before} {unit}".strip(), prices
