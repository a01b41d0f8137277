"""The quantity: a number as somebody wrote it, with all that its comparison needs."""

from dataclasses import dataclass, fields, make_dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Literal

Modifier = Literal["=", "~", ">", ">=", "<", "<="]
Side = Literal["both", "below", "above"]
Change = Literal["increase_by", "increase_to", "decrease_by", "decrease_to"]

KINDS = (
    "count", "money", "mass", "length", "area", "volume", "duration", "speed", "energy", "power", "temperature",
    "percent", "multiple", "rate", "other",
)  # fmt: skip


# Every decimal of so many digits and this size is printed by its float as it was written.
FLOAT_DIGITS, FLOAT_SIZE = 15, 290


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of days, both ends included, with the words it was read from."""

    start: date
    end: date
    text: str


@dataclass(frozen=True, slots=True)
class Quantity:
    """One written quantity.

    ``value`` is given for a single number, ``low`` and ``high`` for a range or a vague plural. All numbers are exact
    decimals in ``unit``. Offsets count code points of the text that was read.

    Attributes:
        rounding_step: The step the number was rounded to, one for each end of a range.
        written_step: The place of the last digit as written, trailing zeros included; "exactly" is held to it.
        side: On which side of the number an approximation lies: ``below`` for "nearly", ``above`` for "just over".
        exact: Whether it was stated with "exactly" or "precisely".
        half_open: Whether ``high`` itself is excluded (vague plurals).
        numeral: The number alone as written, which identifies the claim in its sentence.
        language: The language that its sentence was read in; None where a person added it.
    """

    start: int
    end: int
    text: str
    sentence: str
    value: Decimal | None
    low: Decimal | None = None
    high: Decimal | None = None
    rounding_step: Decimal | tuple[Decimal, Decimal] = Decimal(1)
    modifier: Modifier = "="
    hedge: str | None = None
    unit: str = ""
    kind: str = "count"
    counted: str | None = None
    change: Change | None = None
    negated: bool = False
    period: Period | None = None
    checkworthiness: float = 0.5
    written_step: Decimal | tuple[Decimal, Decimal] = Decimal(1)
    side: Side = "both"
    exact: bool = False
    half_open: bool = False
    numeral: str = ""
    language: str | None = None

    def to_dict(self, *, exact: bool = False) -> dict[str, Any]:
        """The quantity as a JSON object, in the documented fields and their order.

        Args:
            exact: Whether a number with more digits than a float holds stays a Decimal.
        """
        step = self.rounding_step
        ends = [number(end, exact=exact) for end in (step if isinstance(step, tuple) else (step,))]
        period = self.period
        return {
            "start": self.start,
            "end": self.end,
            "text": self.text,
            "sentence": self.sentence,
            "value": number(self.value, exact=exact),
            "low": number(self.low, exact=exact),
            "high": number(self.high, exact=exact),
            "rounding_step": ends if isinstance(step, tuple) else ends[0],
            "modifier": self.modifier,
            "hedge": self.hedge,
            "unit": self.unit,
            "kind": self.kind,
            "counted": self.counted,
            "change": self.change,
            "negated": self.negated,
            "period": period and {"start": str(period.start), "end": str(period.end), "text": period.text},
            "checkworthiness": round(self.checkworthiness, 2),
        }


# The same fields, not frozen: a tenth of the time to make, for who makes one for each number of a large text.
if TYPE_CHECKING:
    QuantityInTheMaking = Quantity
else:
    QuantityInTheMaking = make_dataclass("QuantityInTheMaking", [field.name for field in fields(Quantity)], slots=True)


def freeze(made: QuantityInTheMaking) -> Quantity:
    """The quantity that was made, frozen; it is the same object, so nobody may keep what was given."""
    made.__class__ = Quantity
    return made


def number(value: Decimal | None, *, exact: bool = False) -> int | float | Decimal | None:
    """A decimal as the JSON number that prints the same digits: an int where it is whole.

    Args:
        value: The decimal.
        exact: Whether one that a float cannot hold stays a Decimal; else it becomes the nearest float.
    """
    if value is None:
        return None
    if value == value.to_integral_value():
        return int(value)
    held = len(value.as_tuple().digits) <= FLOAT_DIGITS and abs(value.adjusted()) <= FLOAT_SIZE
    return value if exact and not held else float(value)
