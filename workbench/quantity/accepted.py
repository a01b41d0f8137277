"""The accepted set: the numbers for which a statement would be right, given its wording and its roundness."""

from decimal import Decimal, localcontext

from workbench.quantity.interval import Interval
from workbench.quantity.model import Quantity
from workbench.quantity.settings import DEFAULT, Tolerances

PRECISION = 60
FRACTION_DIGITS = 15
HUNDRED = Decimal(100)


def accepted_set(quantity: Quantity, tolerances: Tolerances = DEFAULT) -> Interval:
    """The numbers, in the quantity's unit, that its wording allows."""
    with localcontext(prec=PRECISION):
        if quantity.value is None:
            return _of_range(quantity, tolerances)
        found = _of_value(quantity, quantity.value, tolerances)
        return _to_digits(found) if quantity.kind == "multiple" else found


def _to_digits(interval: Interval) -> Interval:
    """The ends to the 15 digits that a fraction's value has: a third less a tenth of it is 0.3."""
    with localcontext(prec=FRACTION_DIGITS):
        low = None if interval.low is None else +interval.low
        high = None if interval.high is None else +interval.high
    return Interval(low, high, interval.low_open, interval.high_open)


def half_step(value: Decimal, step: Decimal, tolerances: Tolerances) -> Decimal:
    """What a bare number allows either way: half its rounding step, but no more than a share of the number."""
    if value == 0:
        return step / 2
    return min(step / 2, abs(value) * tolerances.round_share / HUNDRED)


def about_width(value: Decimal, step: Decimal, tolerances: Tolerances) -> Decimal:
    """What "about" allows: two rounding steps, held between two shares of the number, never less than a bare one."""
    if value == 0:
        return step / 2
    least = abs(value) * tolerances.about_low / HUNDRED
    most = abs(value) * tolerances.about_high / HUNDRED
    return max(half_step(value, step, tolerances), min(max(2 * step, least), most))


def _of_value(quantity: Quantity, c: Decimal, tolerances: Tolerances) -> Interval:
    step, written = _first(quantity.rounding_step), _first(quantity.written_step)
    if quantity.modifier == "~":
        return _about(c, about_width(c, step, tolerances), quantity.side)
    if quantity.modifier == "=":
        b = half_step(c, step, tolerances)
        if quantity.exact:
            b = min(b, written / 2)
        return Interval(c - b, c + b)
    return _bound(quantity, c, c)


def _about(c: Decimal, h: Decimal, side: str) -> Interval:
    if side == "below" and c == 0:
        return Interval(-h, h)
    if side == "both":
        return Interval(c - h, c + h)
    toward_zero = side == "below"
    if (c < 0) == toward_zero:
        return Interval(c, c + h)
    return Interval(c - h, c)


def _bound(quantity: Quantity, low: Decimal, high: Decimal) -> Interval:
    """The half-line of a bound; a quantity that cannot be negative is bounded by 0."""
    if quantity.modifier in (">", ">="):
        return Interval(low, None, low_open=quantity.modifier == ">")
    floor = None if quantity.kind == "temperature" or high <= 0 else Decimal(0)
    return Interval(floor, high, high_open=quantity.modifier == "<")


def _of_range(quantity: Quantity, tolerances: Tolerances) -> Interval:
    if quantity.low is None or quantity.high is None:
        raise ValueError("a quantity has a value or both ends of a range")
    low, high = quantity.low, quantity.high
    if quantity.modifier not in ("=", "~"):
        return _bound(quantity, low, high)
    if quantity.half_open:
        return Interval(low, high, high_open=True)
    (step_low, step_high), (written_low, written_high) = _pair(quantity.rounding_step), _pair(quantity.written_step)
    width = about_width if quantity.modifier == "~" else half_step
    below, above = width(low, step_low, tolerances), width(high, step_high, tolerances)
    if quantity.exact and quantity.modifier == "=":
        below, above = min(below, written_low / 2), min(above, written_high / 2)
    return Interval(low - below, high + above)


def _pair(step: Decimal | tuple[Decimal, Decimal]) -> tuple[Decimal, Decimal]:
    return step if isinstance(step, tuple) else (step, step)


def _first(step: Decimal | tuple[Decimal, Decimal]) -> Decimal:
    return step[0] if isinstance(step, tuple) else step
