"""The reference side of a comparison: an observation or a written quantity, and its set R."""

from dataclasses import dataclass
from decimal import Decimal

from workbench.quantity.accepted import accepted_set
from workbench.quantity.interval import Interval
from workbench.quantity.model import Change, Quantity
from workbench.quantity.settings import DEFAULT, Tolerances


@dataclass(frozen=True, slots=True)
class Reference:
    """What a claim is held against.

    Attributes:
        interval: R in the reference's unit, a fall being negative.
        value: The reference's own number in that unit, where it has one.
        growth: Whether the number is a growth rate.
    """

    interval: Interval
    value: Decimal | None
    unit: str
    kind: str
    change: Change | None = None
    growth: bool = False

    @classmethod
    def of_figure(  # noqa: PLR0913 - the figure's columns
        cls, value: Decimal | None, low: Decimal | None, high: Decimal | None, unit: str, kind: str, *, growth: bool
    ) -> "Reference":
        """The reference of a published figure: its interval where one is given, else the point."""
        if low is None and high is None:
            return cls(Interval(value, value), value, unit, kind, growth=growth)
        return cls(Interval(low, high), value, unit, kind, growth=growth)

    @classmethod
    def of_quantity(cls, quantity: Quantity, tolerances: Tolerances = DEFAULT) -> "Reference":
        """The reference that a written quantity states: with a modifier its accepted set, else taken literally."""
        if quantity.modifier != "=":
            interval = accepted_set(quantity, tolerances)
        elif quantity.value is not None:
            interval = Interval(quantity.value, quantity.value)
        else:
            interval = Interval(quantity.low, quantity.high, high_open=quantity.half_open)
        value = quantity.value
        if quantity.change == "decrease_by":
            interval = interval.scaled(Decimal(-1))
            value = None if value is None else -value
        growth = quantity.change in ("increase_by", "decrease_by")
        return cls(interval, value, quantity.unit, quantity.kind, quantity.change, growth=growth)
