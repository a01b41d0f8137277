"""Conversion between units. The only file that knows Pint, which it loads when two different units first meet."""

from dataclasses import dataclass
from decimal import Context, Decimal, localcontext
from functools import cache
from tokenize import TokenError
from typing import Any

PRECISION = 60
SIGNIFICANT = 40
_WORKING, _KEPT = Context(prec=PRECISION), Context(prec=SIGNIFICANT)
# What Pint lets through from the tokeniser and the arithmetic it reads unit names with.
REFUSALS = (AttributeError, ArithmeticError, ValueError, TypeError, AssertionError, SyntaxError, KeyError, TokenError)


@dataclass(frozen=True, slots=True)
class Affine:
    """The map ``x → factor·x + offset`` from one unit to another."""

    factor: Decimal
    offset: Decimal = Decimal(0)

    def __call__(self, value: Decimal) -> Decimal:
        """The value in the other unit, to 40 significant digits, so that 98.6 °F is 37 °C and not 36.999…."""
        return _KEPT.plus(_WORKING.add(_WORKING.multiply(value, self.factor), self.offset))


IDENTITY = Affine(Decimal(1))


@cache
def _registry() -> Any:  # noqa: ANN401 - Pint's registry is untyped
    import pint

    registry: Any = pint.UnitRegistry(non_int_type=Decimal, autoconvert_offset_to_baseunit=True)
    registry.define("barrel = 42 * gallon = bbl")
    registry.define("acre = 4046.8564224 * meter ** 2")
    registry.define("acre_foot = 1233.48183754752 * meter ** 3")
    registry.define("standard_coal_tonne = 29.3076 * gigajoule")
    return registry


@cache
def conversion(unit: str, into: str, *, difference: bool = False) -> Affine | None:
    """The map from one unit to another, or None where their dimensions differ or one is unknown.

    Args:
        unit: A canonical unit name, such as ``kilometer/hour``.
        into: The unit to convert into.
        difference: Whether the number is a difference, which matters for temperatures alone.
    """
    if unit == into:
        return IDENTITY
    if not unit or not into:
        return None
    import pint

    registry = _registry()
    try:
        with localcontext(prec=PRECISION):
            zero = registry.Quantity(Decimal(0), unit).to(into).magnitude
            one = registry.Quantity(Decimal(1), unit).to(into).magnitude
            factor = Decimal(one) - Decimal(zero)
            return Affine(factor, Decimal(0) if difference else Decimal(zero))
    except (pint.PintError, *REFUSALS):
        return None


def known(unit: str) -> bool:
    """Whether Pint can read this unit name."""
    import pint

    try:
        _registry().parse_units(unit)
    except (pint.PintError, *REFUSALS):
        return False
    return True
