"""A finding in one line that a person can read, made when it is shown."""

from decimal import Decimal

from workbench.quantity.comparison import Comparison
from workbench.quantity.interval import Interval
from workbench.quantity.model import Quantity
from workbench.quantity.money import rate_text

SCALES = (
    (Decimal(10) ** 12, "trillion"),
    (Decimal(10) ** 9, "billion"),
    (Decimal(10) ** 6, "million"),
)
DIGITS = 6
SYMBOLS = {
    "percent": "%", "degree_Celsius": "°C", "degree_Fahrenheit": "°F", "percentage_point": "percentage points",
    "basis_point": "basis points", "kilometer**2": "km²", "meter**2": "m²", "meter**3": "m³", "kilometer/hour": "km/h",
    "mile/hour": "mph", "kilowatt_hour": "kWh", "megawatt_hour": "MWh", "gigawatt_hour": "GWh",
}  # fmt: skip


def why(claim: Quantity, found: Comparison) -> str:
    """What the wording allows, where the reference lies, and what that means.

    Example: ``nearly 38 million tonnes → 36–38 million tonnes; the reference, 37.9 million, lies inside``.
    """
    words = f"{claim.hedge} {claim.text}" if claim.hedge and claim.hedge not in claim.text else claim.text
    allowed = f"{' '.join(words.split())} → {interval_text(found.accepted, found.unit)}"
    if found.comparison == "no_reference":
        return f"{allowed}; no reference to hold it against"
    if found.comparison == "incommensurable":
        return f"{allowed}; cannot be compared: {found.missing}"
    verb = {
        "consistent": "lies inside",
        "above": "lies below it",
        "below": "lies above it",
        "indeterminate": "lies partly inside: it cannot be told",
    }[found.comparison]
    parts = [f"{allowed}; the reference, {_reference_text(found)}, {verb}"]
    if found.deviation and found.comparison in ("above", "below"):
        more = "more" if found.deviation > 0 else "less"
        size = deviation_text(found.deviation).lstrip("+−")
        parts.append(f"the claim is {'less than 0.01 %' if size == '0.00 %' else size} {more}")
    if found.uninformative:
        parts.append("the bound holds but says little")
    if claim.negated:
        parts.append("the sentence denies it: judge the wording")
    if found.rate:
        parts.append(rate_text(found.rate))
    return "; ".join(parts)


def deviation_text(deviation: Decimal) -> str:
    """A share as a signed percentage: ``+12 %``, ``−0.3 %``; what rounds to nothing has no sign."""
    percent = deviation * 100
    places = 0 if abs(percent) >= 10 else 1 if abs(percent) >= 1 else 2
    size = f"{abs(percent):,.{places}f}"
    sign = "" if size == "0.00" else "−" if percent < 0 else "+"
    return f"{sign}{size} %"


def number_text(value: Decimal) -> str:
    """A number for people: ``37.9 million``, ``6,845``, ``0.25``."""
    sign, size = ("−" if value < 0 else ""), abs(value)
    for factor, name in SCALES:
        if size >= factor:
            return f"{sign}{_digits(size / factor)} {name}"
    return f"{sign}{_digits(size)}"


def unit_text(unit: str, *, plural: bool = False) -> str:
    """A unit for people: ``%``, ``km²``, ``tonnes``; nothing for a bare count."""
    if unit in SYMBOLS or not unit:
        return SYMBOLS.get(unit, "")
    name, slash, per = unit.partition("/")
    if plural and name.islower() and name.isidentifier() and not name.endswith(("s", "z", "foot", "inch")):
        name += "s"
    text = f"{name} per {per}" if slash else name
    return text.replace("**2", "²").replace("**3", "³").replace("_", " ")


def interval_text(interval: Interval, unit: str = "") -> str:
    """A set for people: ``36–38 million tonne``, ``more than 140,000``, ``up to 85``."""
    name = unit_text(unit, plural=True)
    if interval.low is None and interval.high is None:
        text = "any number"
    elif interval.high is None and interval.low is not None:
        text = f"{'more than' if interval.low_open else 'at least'} {number_text(interval.low)}"
    elif interval.high is not None and (interval.low is None or (interval.low == 0 != interval.high)):
        text = f"{'less than' if interval.high_open else 'up to'} {number_text(interval.high)}"
    elif interval.low is not None and interval.high is not None:
        text = _between(interval.low, interval.high, open_end=interval.high_open)
    return f"{text} {name}".rstrip()


def _between(low: Decimal, high: Decimal, *, open_end: bool) -> str:
    if low == high:
        return number_text(low)
    first, last = number_text(low), number_text(high)
    tail = last.partition(" ")[2]
    if tail and first.endswith(f" {tail}"):
        first = first.removesuffix(f" {tail}")
    dash = " to " if low < 0 else "–"
    return f"{first}{dash}{'under ' if open_end else ''}{last}"


def _reference_text(found: Comparison) -> str:
    reference = found.reference
    if reference is None or reference.low == reference.high:
        return number_text(found.reference_value or Decimal(0))
    return interval_text(reference)


def _digits(size: Decimal) -> str:
    """At most six significant digits, thousands separated, no trailing zeros; whole numbers in full."""
    if size == size.to_integral_value():
        return f"{int(size):,}"
    places = max(0, DIGITS - 1 - max(size.adjusted(), 0)) if size >= 1 else DIGITS - 1 - size.adjusted()
    text = f"{size:,.{places}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
