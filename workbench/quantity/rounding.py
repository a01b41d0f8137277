"""Rounding steps: how precisely a number was stated, read from its digits."""

from decimal import Decimal

ONE = Decimal(1)
PLACES = tuple(ONE.scaleb(-decimals) for decimals in range(30))


def written_step(digits: str, scale: Decimal) -> Decimal:
    """The place of the last digit as written, times the scale: ``"38.50"`` → 0.01, ``"25000"`` → 1.

    Args:
        digits: The number in plain digits with ``.`` before decimals, no separators.
        scale: The factor of its scale word, 1 without one.
    """
    decimals = len(digits.partition(".")[2])
    if not decimals:
        return scale
    return scale * (PLACES[decimals] if decimals < len(PLACES) else ONE.scaleb(-decimals))


def rounding_step(digits: str, scale: Decimal, *, scaled: bool, percent: bool) -> Decimal:
    """The step a number was rounded to.

    With written decimals, the place of the last written digit; else the place of the last digit that is not zero; but 1
    for whole numbers under 100 without a scale word and for whole percentages. For zero, the written place.

    Args:
        digits: The number in plain digits with ``.`` before decimals, no separators.
        scale: The factor of its scale word, 1 without one.
        scaled: Whether a scale word stands with it.
        percent: Whether its unit is percent or percentage points.
    """
    whole, _, decimals = digits.lstrip("-+").partition(".")
    stripped = whole.rstrip("0")
    if decimals or not stripped:
        return written_step(digits, scale)
    if not scaled and (percent or len(whole.lstrip("0")) < 3):
        return scale
    zeros = len(whole) - len(stripped)
    return scale * ONE.scaleb(zeros) if zeros else scale
