"""Units as other projects spell them, and whether two written quantities are the same."""

import math
import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path

from workbench.quantity.units import conversion

TABLE = Path(__file__).resolve().parent / "units.toml"
CLOSE = 1e-6
CLOSE_HIGH = 0.02
_POWERS = {"square": "**2", "cubic": "**3"}


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit by our name, and how many of it one of theirs is."""

    factor: float
    name: str


@dataclass(frozen=True, slots=True)
class Amount:
    """A number, or the two ends of a range, in a unit; ``high`` may be None for "more than"."""

    value: float | None
    low: float | None
    high: float | None
    unit: Unit


@cache
def _table() -> dict[str, dict[str, str | list[float | str]]]:
    with TABLE.open("rb") as file:
        return tomllib.load(file)


@cache
def canonical(name: str, *, money: bool = False) -> Unit:
    """Our name for a unit as any origin spells it.

    Args:
        name: The unit as the origin spells it.
        money: Whether it is known to be a currency, as "pound" may be.
    """
    words = " ".join(name.split())
    listed = _listed(words.lower(), money=money)
    if listed is not None:
        return listed
    if re.fullmatch(r"[A-Z]{3}", words):
        return Unit(1.0, words)
    parts = re.split(r"\s+per\s+|/", words)
    if len(parts) > 1:
        read = [canonical(part, money=money) for part in parts]
        below = math.prod(part.factor for part in read[1:])
        return Unit(read[0].factor / below, "/".join(part.name for part in read))
    power = re.fullmatch(r"(square|cubic)\s+(.+)", words.lower())
    if power:
        return Unit(1.0, canonical(power[2]).name + _POWERS[power[1]])
    return Unit(1.0, re.sub(r"(met|lit)re", r"\1er", words.lower().replace(" ", "_")))


def _listed(words: str, *, money: bool) -> Unit | None:
    for section in ("money", "names") if money else ("names",):
        for form in (words, words.removesuffix("s")):
            found = _table()[section].get(form)
            if isinstance(found, str):
                return Unit(1.0, found)
            if found is not None:
                return Unit(float(found[0]), str(found[1]))
    return None


def same_number(one: Amount, other: Amount) -> bool:
    """Whether the written numbers are equal, whatever the units; or the two are the same quantity."""
    return _equal(one, other, lambda number: number) or same_quantity(one, other)


def same_quantity(one: Amount, other: Amount) -> bool:
    """Whether both say the same quantity: 2 km is 2000 m, 50 cents are 0.5 dollars."""
    from_unit, into = one.unit, other.unit
    change = conversion(from_unit.name, into.name)
    if change is None:
        return False
    return _equal(one, other, lambda number: float(change(Decimal(repr(number * from_unit.factor)))) / into.factor)


def _equal(one: Amount, other: Amount, into: Callable[[float], float]) -> bool:
    """Equal values, or equal ends; the upper end has a tolerance for ranges that are open there."""
    if one.value is not None:
        return other.value is not None and _close(into(one.value), other.value)
    if one.low is None or one.high is None or other.low is None or other.high is None:
        return False
    return _close(into(one.low), other.low) and math.isclose(into(one.high), other.high, rel_tol=CLOSE_HIGH)


def _close(one: float, other: float) -> bool:
    return math.isclose(one, other, rel_tol=CLOSE, abs_tol=1e-15)
