"""The arithmetic of derived observations: intervals through a named function, units with them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext

from workbench.quantity.units import IDENTITY, Affine, conversion
from workbench.references.formula import FormulaError
from workbench.references.model import Observation

HUNDRED = Decimal(100)
PRECISION = 60
# A quotient is kept to more digits than any published figure has, and to no more than a reader could want.
SIGNIFICANT = 24
RELATIVE = ("percent", "percentage_point", "basis_point")


@dataclass(frozen=True, slots=True)
class Figure:
    """A derived figure in ``unit``: its value where every input has one, its ends where an input has ends."""

    value: Decimal | None
    low: Decimal | None
    high: Decimal | None
    unit: str
    kind: str


@dataclass(frozen=True, slots=True)
class _Input:
    """One input in the unit of the first; ``low`` and ``high`` are its value where it is a point."""

    value: Decimal | None
    low: Decimal
    high: Decimal


def evaluate(function: str, inputs: Sequence[Observation]) -> Figure:
    """Work a function out.

    An input is the interval of its ends where it has them, else its value; the result's ends are the least and the
    greatest that the inputs allow, each taken by itself.

    Raises:
        FormulaError: The units do not go together, or it divides by nothing.
    """
    with localcontext(prec=PRECISION):
        if function in ("ratio", "percent_change", "share"):
            return _quotient(function, inputs[0], inputs[1])
        return _together(function, inputs)


def in_unit(figure: Figure, unit: str, kind: str) -> Figure:
    """The figure in the unit that its row asks for.

    Raises:
        FormulaError: It is none of the figure's kind.
    """
    if (figure.unit, figure.kind) == (unit, kind):
        return figure
    into = None if not unit or unit in RELATIVE else conversion(figure.unit, unit)
    if into is None:
        given, found = (f"{name or 'plain numbers'} ({of})" for name, of in ((unit, kind), (figure.unit, figure.kind)))
        what = f"its unit is given as {given}, and the formula gives {found}"
        raise FormulaError(what, "Leave the unit empty, or choose other observations")
    value, low, high = (None if end is None else into(end) for end in (figure.value, figure.low, figure.high))
    return Figure(value, low, high, unit, kind)


def _together(function: str, inputs: Sequence[Observation]) -> Figure:
    first = inputs[0]
    # Forty percent less thirty are ten points.
    points = first.unit == "percent" and function == "difference"
    unit, kind = ("percentage_point" if points else first.unit), first.kind
    told = [_read(item, _into(item, first)) for item in inputs]
    count = len(told)
    if function == "difference":
        this, that = told
        value = None if this.value is None or that.value is None else this.value - that.value
        low, high = this.low - that.high, this.high - that.low
    else:
        by = Decimal(count) if function == "mean" else Decimal(1)
        values = [item.value for item in told if item.value is not None]
        value = sum(values, Decimal(0)) / by if len(values) == count else None
        low, high = (sum(ends, Decimal(0)) / by for ends in ([i.low for i in told], [i.high for i in told]))
    return _figure(value, low, high, unit, kind)


def _quotient(function: str, this: Observation, that: Observation) -> Figure:
    unit, kind, into = _quotient_unit(function, this, that)
    upper, lower = _read(this, IDENTITY), _read(that, into)
    if lower.low <= 0 <= lower.high:
        what = "is zero" if lower.low == lower.high else "may be zero"
        raise FormulaError(f"{function} divides by {that.observation_id}, which {what}", "Choose another observation")
    tell = _TELL[function]
    corners = [tell(a / b) for a in (upper.low, upper.high) for b in (lower.low, lower.high)]
    value = None if upper.value is None or lower.value is None else tell(upper.value / lower.value)
    if function == "percent_change" and lower.high < 0:
        raise FormulaError(f"a change in percent from {that.observation_id}, which is negative, says nothing",
                           "Use difference")  # fmt: skip
    return _figure(value, min(corners), max(corners), unit, kind)


def _times(share: Decimal) -> Decimal:
    return share


def _percent(share: Decimal) -> Decimal:
    return share * HUNDRED


def _change(share: Decimal) -> Decimal:
    return share * HUNDRED - HUNDRED


_TELL: dict[str, Callable[[Decimal], Decimal]] = {"ratio": _times, "share": _percent, "percent_change": _change}


def _quotient_unit(function: str, this: Observation, that: Observation) -> tuple[str, str, Affine]:
    """The unit and kind of a quotient, and how to tell the second in the unit it is divided in."""
    same = _same_kind(this, that)
    if function != "ratio":
        return "percent", "percent", _into(that, this)
    if same is not None:
        return "", "multiple", same
    if not that.unit and that.kind == "count":
        return this.unit, this.kind, IDENTITY
    if not this.unit and this.kind == "count" and "/" not in that.unit:
        return f"1/{that.unit}", "rate", IDENTITY
    if "/" not in this.unit and "/" not in that.unit and not {this.unit, that.unit} & set(RELATIVE):
        return f"{this.unit}/{that.unit}", "rate", IDENTITY
    raise _mixed(this, that)


def _same_kind(this: Observation, that: Observation) -> Affine | None:
    if this.unit == that.unit and (this.unit or this.kind == that.kind):
        return IDENTITY
    if "temperature" in (this.kind, that.kind) or {this.unit, that.unit} & set(RELATIVE):
        return None
    return conversion(that.unit, this.unit)


def _into(item: Observation, first: Observation) -> Affine:
    if item.unit == first.unit and (item.unit or item.kind == first.kind):
        return IDENTITY
    found = None
    if not {item.unit, first.unit} & set(RELATIVE):
        found = conversion(item.unit, first.unit)
    if found is None:
        raise _mixed(first, item)
    return found


def _mixed(this: Observation, that: Observation) -> FormulaError:
    def told(item: Observation) -> str:
        return f"{item.observation_id} is in {item.unit or 'plain numbers'} ({item.kind})"

    return FormulaError(f"Mixed units: {told(this)}, {told(that)}", "Choose observations of one kind")


def _read(item: Observation, into: Affine) -> _Input:
    low, high = (item.value, item.value) if item.low is None or item.high is None else (item.low, item.high)
    if low is None or high is None:
        raise FormulaError(f"{item.observation_id} has no figure", "Fill in its value, or low and high")
    ends = sorted((into(low), into(high))) if into is not IDENTITY else [low, high]
    return _Input(None if item.value is None else into(item.value) if into is not IDENTITY else item.value, *ends)


def _figure(value: Decimal | None, low: Decimal, high: Decimal, unit: str, kind: str) -> Figure:
    with localcontext(prec=SIGNIFICANT):
        value, low, high = (None if value is None else +value), +low, +high
    if low == high:
        return Figure(low, None, None, unit, kind)
    return Figure(value, low, high, unit, kind)
