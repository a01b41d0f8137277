"""Slips of unit and scale: a claim that misses its reference by a factor that people mix up.

The factors are those of the scales (thousand, million) and of everyday confusions: a month's figure for a year's, cents
for whole units, short, long and metric tons, miles and kilometres, barrels and tonnes of oil, one currency's number
under another's name. A slip is a hint for a person, never a finding: where the claim agrees with its reference there is
none, and the nearer a factor is to 1, the more exactly it must be met.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, localcontext

from workbench.quantity.comparison import Comparison
from workbench.quantity.explain import number_text
from workbench.quantity.interval import Interval
from workbench.quantity.model import Quantity
from workbench.quantity.money import Rate, find_rate

PRECISION = 40
CURRENCY_LETTERS = 3
TIMED = frozenset({"count", "money", "mass", "volume", "energy", "rate", "length", "area", "other"})
NEVER = frozenset({"temperature", "multiple"})


@dataclass(frozen=True, slots=True)
class Factor:
    """A factor, what it confuses, the kinds it is known for (None: all), and how far from it, as a share, still counts.

    Attributes:
        within: Half the width; None: as much as the wording allows.
    """

    size: Decimal
    words: str
    kinds: frozenset[str] | None = None
    within: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Slip:
    """The factor between a claim and its reference: more than 1 where the claim is too high."""

    factor: Decimal
    words: str

    def __str__(self) -> str:
        """One line for people: ``probable unit or scale slip: ×1,000 (thousands taken for millions, …)``."""
        sign, size = ("×", self.factor) if self.factor >= 1 else ("÷", 1 / self.factor)
        return f"probable unit or scale slip: {sign}{number_text(Decimal(f'{size:.4g}'))} ({self.words})"


def _of(size: str, words: str, kinds: str | None = None, within: str | None = None) -> Factor:
    only = None if kinds is None else frozenset(kinds.split())
    return Factor(Decimal(size), words, only, None if within is None else Decimal(within))


_CLOSE, _EXACT = "0.02", "0.004"
# Conversion factors: NIST Special Publication 811; a tonne of crude oil is taken for 7.33 barrels, as agencies do.
FACTORS: tuple[Factor, ...] = (
    _of("1e3", "thousands taken for millions, millions for billions, or kilo- for mega-"),
    _of("1e6", "two steps of the scale: thousands for billions, or millions for plain numbers"),
    _of("1e9", "billions taken for plain numbers"),
    _of("100", "hundredths: cents for whole units, a share for a percentage, hectares for km²", None, _CLOSE),
    _of("10", "a digit too many or too few", None, _EXACT),
    _of("12", "a month's figure for a year's", " ".join(TIMED), "0.01"),
    _of("365", "a day's figure for a year's", " ".join(TIMED), "0.01"),
    _of("7.33", "barrels for tonnes of oil", "mass volume rate", "0.01"),
    _of("1.10231131", "short tons for metric tons", "mass rate", _EXACT),
    _of("1.12", "short tons for long tons", "mass rate", _EXACT),
    _of("1.0160469088", "long tons for metric tons", "mass rate", "0.001"),
    _of("2.20462262", "pounds for kilograms", "mass rate", _EXACT),
    _of("1.609344", "kilometres for miles", "length speed rate", _EXACT),
    _of("1.852", "kilometres for nautical miles, or km/h for knots", "length speed", _EXACT),
    _of("3.28083990", "feet for metres", "length", _EXACT),
    _of("2.47105381", "acres for hectares", "area", _EXACT),
    _of("2.58998811", "square kilometres for square miles", "area", _EXACT),
    _of("3.78541178", "litres for gallons", "volume rate", _EXACT),
)


def find_slip(
    claim: Quantity,
    found: Comparison,
    *,
    written: tuple[Decimal, str] | None = None,
    rates: Sequence[Rate] = (),
    on: date | None = None,
) -> Slip | None:
    """The factor that would explain why a claim and its reference are apart.

    Args:
        claim: The claim.
        found: What comparing it found; only ``above`` and ``below`` can be slips.
        written: The reference's own number and unit, as published, before it was converted.
        rates: Dated exchange rates.
        on: The day whose rate counts.

    Returns:
        The likeliest: the factor met most nearly, large scales before small units; None where none is met.
    """
    r = found.reference_value
    if found.comparison not in ("above", "below") or not r or claim.value == 0:
        return None
    if claim.kind in NEVER or claim.negated:
        return None
    with localcontext(prec=PRECISION):
        for factor in (*FACTORS, *_currencies(claim, written, rates, on)):
            if factor.kinds is not None and claim.kind not in factor.kinds:
                continue
            for size in (factor.size, 1 / factor.size):
                if _meets(claim, found.accepted, r * size, factor.within):
                    return Slip(size, factor.words)
    return None


def _meets(claim: Quantity, accepted: Interval, r: Decimal, within: Decimal | None) -> bool:
    """Whether the claim says what it would say of a reference of this size."""
    if not accepted.contains(Interval(r, r)):
        return False
    c = claim.value if claim.value is not None else (accepted.low if accepted.low is not None else accepted.high)
    if accepted.low is None or accepted.high is None or claim.modifier in ("<", "<="):
        # A bound holds for every number beyond it: only one that it was drawn for is met.
        return c is not None and abs(c - r) <= abs(r) * (within or Decimal("0.05"))
    return within is None or (claim.value is not None and abs(claim.value - r) <= abs(r) * within)


def _currencies(
    claim: Quantity, written: tuple[Decimal, str] | None, rates: Sequence[Rate], on: date | None
) -> Iterator[Factor]:
    """The rate between the claim's currency and the reference's own: a number taken over without conversion."""
    if claim.kind != "money" or written is None or on is None:
        return
    mine, other = claim.unit[:CURRENCY_LETTERS], written[1][:CURRENCY_LETTERS]
    if mine == other:
        return
    rate = find_rate(rates, other, mine, on)
    if rate is not None and rate[0] > 0:
        yield Factor(1 / rate[0], f"the number is that in {other}, not {mine}", None, Decimal(_CLOSE))
