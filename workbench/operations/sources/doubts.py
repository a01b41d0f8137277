"""What looks wrong in a figure though it can be read: a person is asked, a check lists it."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from statistics import median
from urllib.parse import urlsplit

from workbench.quantity.units import conversion
from workbench.references.model import Observation

FAR_OFF = 500
_SHARE = re.compile(
    r"\b(shares?|proportion|percentage of (?:people|the|all)|turnout|доля|доли|удельный вес|явка)\b|"
    r"\b(?:unemployment|jobless|literacy|illiteracy|poverty|employment|participation|vaccination|coverage) rate\b|"
    r"\bуровень (?:безработицы|бедности|грамотности|занятости)|% of (?:the )?(?:total|all) |"
    r"% of [\w ]*(?:population|people|households|adults|children)",
    re.IGNORECASE,
)
_AHEAD = re.compile(r"projection|forecast|estimate|plan|target|scenario|прогноз|оценка|план", re.IGNORECASE)
# What one word means to some and not to others, and what the workbench takes it for.
AMBIGUOUS = {
    "ton": "metric tons of 1,000 kg; a short ton is 907 kg, a long ton 1,016 kg",
    "m": "metres, never million",
    "pound": "the weight of 0.454 kg, not the currency",
    "gallon": "US gallons of 3.785 l; an imperial gallon is 4.546 l",
    "k": "kelvins, never thousand",
    "$": "US dollars",
    "dollar": "US dollars",
    "degree": "degrees of an angle, not of temperature",
    "cal": "calories, not kilocalories",
    "calorie": "calories, not kilocalories",
    "barrel": "barrels of oil of 159 l",
}
# Where a billion is a million million, a figure taken over from the original may be a thousand times too small.
_LONG_SCALE = frozenset(
    ["at", "be", "bg", "cz", "de", "dk", "es", "fi", "fr", "hr", "hu", "is", "it", "li", "lu", "mx", "ar", "nl",
     "no", "pl", "pt", "ro", "rs", "se", "si", "sk"]
)  # fmt: skip
_SCALE = re.compile(r"\b(?:billions?|trillions?|bn|tn)\b", re.IGNORECASE)
_CLEAR = re.compile(r"(metric|short|long|US|imperial|troy) |[A-Z]{1,3}\$|(US|U\.S\.|Australian|Canadian) |°")


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something implausible: the field, what is odd about it, and what it may have been."""

    field: str
    message: str
    hint: str


def doubts(figure: Observation, others: Iterable[Observation], today: date) -> list[Doubt]:
    """What looks wrong in a figure.

    Args:
        figure: The one that is looked at.
        others: Observations of the same case; those of the same measure and place say how large it should be.
        today: The present day.
    """
    found = [_future(figure, today), _too_large_share(figure), _far_off(figure, others), _too_early(figure, today)]
    return [doubt for doubt in found if doubt is not None]


def _future(figure: Observation, today: date) -> Doubt | None:
    start = figure.period_start
    if start is None or start <= today or _AHEAD.search(f"{figure.flag} {figure.note} {figure.measure}"):
        return None
    hint = "If it is a projection, say so with --flag projection"
    return Doubt("period", f"The period {figure.period} has not begun yet", hint)


def is_impossible_share(figure: Observation) -> bool:
    """Whether it is a share of a whole, and above 100 percent or below nothing."""
    numbers = [number for number in (figure.value, figure.high) if number is not None]
    known = figure.unit == "percent" and not figure.is_growth and _SHARE.search(figure.measure) is not None
    return known and not all(0 <= number <= 100 for number in numbers)


def _too_large_share(figure: Observation) -> Doubt | None:
    if not is_impossible_share(figure):
        return None
    size = middle(figure)
    wrong = "is below nothing" if size < 0 else "is more than the whole"
    what = f"A share of {plain_number(size)} percent {wrong}"
    return Doubt("value", what, "Check the value and the unit")


def _far_off(figure: Observation, others: Iterable[Observation]) -> Doubt | None:
    sizes = [size for other in others if _alike(figure, other) and (size := _size_in(other, figure.unit))]
    own = abs(middle(figure))
    if not sizes or not own:
        return None
    usual = median(sizes)
    ratio = own / usual
    if Decimal(1) / FAR_OFF < ratio < FAR_OFF:
        return None
    told = f"{ratio:,.0f} times as large as" if ratio > 1 else f"{1 / ratio:,.0f} times smaller than"
    hint = "Check the unit: a thousand, million or billion too many or too few"
    return Doubt("value", f"The value is {told} the other figures of {figure.measure!r}", hint)


def _too_early(figure: Observation, today: date) -> Doubt | None:
    vintage, end = figure.vintage, figure.period_end
    if vintage is None:
        return None
    if vintage > today and vintage.year > today.year:
        return Doubt("vintage", f"The vintage {vintage} is in the future", "Give the day it was published")
    ahead = _AHEAD.search(f"{figure.flag} {figure.note} {figure.measure}")
    if end is not None and figure.period_start is not None and vintage < figure.period_start and not ahead:
        hint = "Check both, or say that it is a projection with --flag projection"
        return Doubt("vintage", f"It was published ({vintage}) before its period {figure.period} began", hint)
    return None


def told_otherwise(figure: Observation, others: Iterable[Observation]) -> Doubt | None:
    """What is odd beside another figure of the same source for the same: a contradiction, or a vintage not said."""
    period = figure.period_start, figure.period_end
    same = [
        other for other in others
        if _alike(figure, other) and other.source_id == figure.source_id
        and (other.period_start, other.period_end) == period and other.price_basis == figure.price_basis
    ]  # fmt: skip
    for other in same:
        if other.vintage == figure.vintage and _size_in(other, figure.unit) != abs(middle(figure)):
            what = f"{other.observation_id} has another figure for the same: {understood(other)}"
            return Doubt("vintage", what, "If one of them is later, give the day it was published")
    dated = next((other for other in same if other.vintage is not None), None)
    if dated is None or figure.vintage is not None:
        return None
    what = f"{dated.observation_id} is of {dated.vintage}, and this figure of no day"
    return Doubt("vintage", what, "Give the day it was published, so that the later one counts")


def _alike(figure: Observation, other: Observation) -> bool:
    return (
        other.observation_id != figure.observation_id
        and (other.measure.casefold(), other.place.casefold()) == (figure.measure.casefold(), figure.place.casefold())
        and other.kind == figure.kind
    )


def _size_in(other: Observation, unit: str) -> Decimal | None:
    into = conversion(other.unit, unit)
    return abs(into(middle(other))) if into is not None else None


def middle(figure: Observation) -> Decimal:
    """The figure's value, else the middle of its interval."""
    if figure.value is not None:
        return figure.value
    return ((figure.low or Decimal(0)) + (figure.high or Decimal(0))) / 2


def plain_number(number: Decimal) -> str:
    """A number as a person reads it: commas between thousands, no exponent, no zeros behind."""
    text = f"{number:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def understood(figure: Observation) -> str:
    """How the unit was understood: ``37.9 million tonnes → 37,900,000 tonne (mass)``."""
    numbers: Sequence[Decimal] = [n for n in (figure.value, figure.low, figure.high) if n is not None]
    shown = plain_number(numbers[0]) if figure.value is not None else f"{'–'.join(map(plain_number, numbers))}"
    if figure.value is not None and figure.low is not None and figure.high is not None:
        shown = f"{shown} [{plain_number(figure.low)}, {plain_number(figure.high)}]"
    return f"{shown}{' ' if figure.unit else ''}{figure.unit} ({figure.kind})"


def long_scale(unit: str, url: str, quote: str) -> tuple[str, str] | None:
    """What to say where a publisher of a country with the long scale may mean a thousand times more; None otherwise.

    Args:
        unit: As it was written.
        url: The publisher's address; one with an English part counts in the short scale.
        quote: The publisher's own words, by which anyone can see what was meant.
    """
    if quote or not _SCALE.search(unit):
        return None
    try:
        address = urlsplit(url)
        country = (address.hostname or "").rpartition(".")[2]
    except ValueError:
        return None
    if country not in _LONG_SCALE or "en" in address.path.casefold().split("/"):
        return None
    what = f"The publisher may count in the long scale; {unit[:40]!r} is taken for the short one"
    return what, 'Where it is a Milliarde or mil millones, "billion" is right; keep the original words in quote'


def ambiguous(unit: str) -> str | None:
    """What an ambiguous unit is taken for; None where it is clear."""
    if _CLEAR.search(unit):
        return None
    words = re.findall(r"[^\W_]+|\$", unit.casefold())
    plain = [word.removesuffix("s") for word in words]
    return next((AMBIGUOUS[word] for word in plain if word in AMBIGUOUS), None)
