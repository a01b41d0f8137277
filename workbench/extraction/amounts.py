"""The numeric part of a quantity: value or range, rounding steps."""

from dataclasses import dataclass
from decimal import Decimal, localcontext

from workbench.extraction.fractions import FRACTION_DIGITS
from workbench.extraction.number import ONE
from workbench.extraction.odds import Pair
from workbench.extraction.reading import Reading

Steps = Decimal | tuple[Decimal, Decimal]
ZERO = Decimal(0)


@dataclass(slots=True)  # frozen, it would be several times as dear to make
class Amounts:
    """Value, or low and high, with the rounding step and the place of the last written digit."""

    value: Decimal | None
    low: Decimal | None
    high: Decimal | None
    step: Steps
    written: Steps
    half_open: bool = False


def amounts(r: Reading) -> Amounts:
    """The numbers of a reading, in its unit."""
    measure = r.measure
    factor = ONE if measure is None else measure.factor
    if r.sign < 0:
        factor = -factor
    percent = measure is not None and measure.unit in ("percent", "percentage_point")
    if r.pair is not None:
        return _of_pair(r.pair, factor, percent=percent)
    step, written = r.number.rounding(percent=percent)
    value = r.number.value
    if factor != ONE:
        step, written = abs(step * factor), abs(written * factor)
        value *= factor  # a product is cut to 28 digits
    if r.number.high is None:
        return Amounts(value, None, None, step, written)
    return Amounts(None, r.number.value, r.number.high, (step, step), ONE, half_open=True)


def inverted(told: Amounts) -> Amounts:
    """What is left after a fall of so many times: a fifth after a fivefold one; the step is that of a fraction."""
    if ZERO in (told.value, told.low, told.high):
        return told
    with localcontext(prec=FRACTION_DIGITS):
        value, high, low = (x if x is None else ONE / x for x in (told.value, told.low, told.high))
    if value is not None:
        return Amounts(value, None, None, value, value)
    steps = (low or ZERO, high or ZERO)
    return Amounts(None, low, high, steps, steps)


def _of_pair(pair: Pair, factor: Decimal, *, percent: bool) -> Amounts:
    low, high = pair.low, pair.high
    if pair.how == "odds":
        with localcontext(prec=FRACTION_DIGITS):
            return Amounts(low.value / high.value, None, None, ONE / high.value, ONE / high.value)
    if pair.how == "plus_minus":
        ends = sorted(((low.value - high.value) * factor, (low.value + high.value) * factor))
        return Amounts(None, ends[0], ends[1], (ZERO, ZERO), (ZERO, ZERO))
    (step_low, written_low), (step_high, written_high) = low.rounding(percent=percent), high.rounding(percent=percent)
    steps = [(low.value * factor, step_low, written_low), (high.value * factor, step_high, written_high)]
    steps.sort(key=lambda end: end[0])
    size = abs(factor)
    return Amounts(
        None, steps[0][0], steps[1][0], (steps[0][1] * size, steps[1][1] * size),
        (steps[0][2] * size, steps[1][2] * size),
    )  # fmt: skip
