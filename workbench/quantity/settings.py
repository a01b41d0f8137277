"""The percentages of the comparison, which a case may set."""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Tolerances:
    """How far is far; percent, except ``bound_says_little``, which is a factor.

    Attributes:
        correct_within: The gap up to which a figure outside the accepted set is still proposed as correct.
        mostly_within: The gap up to which it is proposed as mostly correct.
        exaggerated_within: The gap up to which it is exaggerated or understated; beyond, incorrect.
        round_share: The widest that a round number is taken to mean, either way.
        about_low: The least that "about" allows.
        about_high: The most that "about" allows.
        bound_says_little: A bound that the reference clears by more than this factor holds but says little.
    """

    correct_within: Decimal = Decimal("0.5")
    mostly_within: Decimal = Decimal(10)
    exaggerated_within: Decimal = Decimal(50)
    round_share: Decimal = Decimal(10)
    about_low: Decimal = Decimal(1)
    about_high: Decimal = Decimal(10)
    bound_says_little: Decimal = Decimal("1.5")


DEFAULT = Tolerances()
