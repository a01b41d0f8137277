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
    "DAY": "days", "CEL": "°C", "L": "litres", "PCCH": "%", "PCPA": "%", "PA": "%", "USD_BR": "USD/barrel",
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
_SCALED_BEHIND = re.compile(r"(.+?),\s+(thousand|million|billion)s?", re.IGNORECASE)
# What is weighed is said by the measure.
_CARBON = re.compile(r"\s*(?:of )?CO2(?:[ -]?(?:eq|e|equivalents?)\b)?\.?$", re.IGNORECASE)
_COUNT_OF = re.compile(r"(?:number of|births? per|children per|people per|persons per) .+", re.IGNORECASE)
_PER_MANY = re.compile(
    r"(.*?)\s*\bper (?:100|10{0,2}[ ,.\u00a0]?0{3}|1[ ,.]?0{3}[ ,.]?0{3}|thousand|million)\b.*", re.IGNORECASE,
)
_BRACKETS = re.compile(r"\(([^()]*)\)")
# A name without brackets that counts nothing, and a bracket that says what is measured, whether or not it is known.
_NO_COUNT = re.compile(r"\b(index|ratio|rate|score|rank|estimate|factor|balance)\b|^(?:Mean )?age at", re.IGNORECASE)
_MEASURING = re.compile(r"[$%€£=]|\bLCU\b|\bper\b|\b(?:constant|current)\b|\bPPP\b")
_INITIALS = re.compile(r"[A-Z]{2,6}")


def first_known(candidates: Iterable[tuple[str, str]], knows: Knows, written: str) -> tuple[str, str]:
    """The first (unit, price basis) whose unit is known; the unit as written where none is."""
    found = next(((unit, prices) for unit, prices in candidates if knows(unit)), None)
    return found or (("", "") if is_per_many(written, knows) else (written, ""))


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
    if _EACH.search(unit):
        unit = re.sub(r"/yr$", "/year", re.sub(r"/d$", "/day", _EACH.sub("", unit)))
    unit = _CARBON.sub("", unit) or unit
    if _COUNT_OF.fullmatch(unit):
        return "", prices
    if scaled := _SCALED_BEHIND.fullmatch(unit):
        unit = f"{scaled[2]} {scaled[1]}"
    thousands = _THOUSAND.fullmatch(unit)
    if thousands is not None:
        return f"thousand {spoken(thousands[1])[0]}".strip(), prices
    unit = "°C" if unit == "°c" else unit
    return ("" if unit.casefold() in COUNTS else " ".join(unit.split())), prices


def in_brackets(name: str, knows: Knows, *, plain_is_count: bool) -> tuple[str, str]:
    """The unit that stands in brackets behind the name of what is measured, with its price basis.

    The last bracket that says how something is measured counts, known or not: in "value added (GVA) (constant LCU)" it
    is a currency, and "(GVA)" is no unit. So many per 1,000 or per 100,000 is a plain number; of whom, the name says.

    Args:
        name: Such as ``GDP (current US$)`` or ``Deaths (per 1,000 live births)``.
        knows: Whether a written unit is known.
        plain_is_count: Whether a name without brackets counts something; else it names no unit.
    """
    brackets = _BRACKETS.findall(name)
    if not brackets:
        if _NO_COUNT.search(name):
            return name, ""
        return ("", "") if plain_is_count else ("none given", "")
    for inner in reversed(brackets):
        first, last = inner.partition(", ")[0], inner.rpartition(", ")[2]
        for part in dict.fromkeys((inner, last, first)):
            unit, prices = spoken(part)
            if not _INITIALS.fullmatch(part) and knows(unit):
                return unit, prices
            if is_per_many(part, knows):
                return "", ""
        if _MEASURING.search(inner):
            return inner, spoken(inner)[1]
    return brackets[-1], ""


def is_per_many(text: str, knows: Knows) -> bool:
    """Whether a unit is so many of something per 1,000 or the like, and not so much: ``deaths per 100 000``."""
    found = _PER_MANY.fullmatch(text)
    if found is None:
        return False
    told = re.findall(r"[^\W\d_]+", found[1])
    # There are so many kilograms per litre, and no deaths.
    return re.search(r"[$%€£]", found[1]) is None and not any(knows(f"{word} per litre") for word in told)


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
