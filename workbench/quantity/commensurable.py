"""Whether a reference can be told in the claim's unit, and how; else what is missing."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from workbench.quantity.model import Quantity
from workbench.quantity.money import MAX_AGE_DAYS, Rate, find_rate
from workbench.quantity.reference import Reference
from workbench.quantity.units import IDENTITY, Affine
from workbench.quantity.units import conversion as unit_conversion

HUNDRED = Decimal(100)
SHARES = ("percent", "percentage_point", "basis_point")
POINTS = {"percentage_point": Decimal(1), "basis_point": Decimal(1) / HUNDRED}
CURRENCY = re.compile(r"[A-Z]{3}(?=$|[/*])")


@dataclass(frozen=True, slots=True)
class Conversion:
    """How to bring the reference into the claim's unit, and the exchange rate used for it."""

    convert: Affine
    rate: Rate | None = None


@dataclass(frozen=True, slots=True)
class Missing:
    """Why the two cannot be compared."""

    what: str


def into_claim_unit(
    claim: Quantity, reference: Reference, rates: Sequence[Rate] = (), on: date | None = None
) -> Conversion | Missing:
    """The conversion from the reference's unit into the claim's.

    Args:
        claim: The claim.
        reference: The reference, a fall being negative.
        rates: Dated exchange rates.
        on: The day whose rate counts.
    """
    if "multiple" in (claim.kind, reference.kind):
        return _multiples(claim, reference)
    if claim.unit in SHARES or reference.unit in SHARES:
        return _shares(claim, reference)
    if not claim.unit or not reference.unit:
        same = claim.unit == reference.unit
        return Conversion(IDENTITY) if same else Missing(f"{_name(claim)} and {_name(reference)} do not compare")
    if CURRENCY.match(claim.unit) or CURRENCY.match(reference.unit):
        return _money(claim, reference, rates, on)
    return _measures(claim.unit, reference.unit, claim, reference)


def _multiples(claim: Quantity, reference: Reference) -> Conversion | Missing:
    """Times and fractions: with each other, with percent (×100), with a percent change ((m − 1)·100)."""
    if claim.kind == reference.kind == "multiple":
        return _between_multiples(claim, reference)
    if claim.kind == "multiple" and reference.unit == "percent":
        if _ends_at(claim.change) and reference.growth:
            return Conversion(Affine(1 / HUNDRED, Decimal(1)))
        return Conversion(Affine(1 / HUNDRED))
    if reference.kind == "multiple" and claim.unit == "percent":
        if _ends_at(reference.change) and claim.change in ("increase_by", "decrease_by"):
            return Conversion(Affine(HUNDRED, -HUNDRED))
        return Conversion(Affine(HUNDRED))
    if claim.kind == "multiple" and reference.unit == "":
        return Conversion(IDENTITY)
    return Missing(f"{_name(claim)} and {_name(reference)} do not compare")


def _between_multiples(claim: Quantity, reference: Reference) -> Conversion:
    """ "Grew by half" against "rose to 1.5 times": one counts the change, the other where it ended."""
    claim_by = claim.change in ("increase_by", "decrease_by")
    if claim_by and _ends_at(reference.change):
        return Conversion(Affine(Decimal(1), Decimal(-1)))
    if _ends_at(claim.change) and reference.growth:
        return Conversion(Affine(Decimal(1), Decimal(1)))
    return Conversion(IDENTITY)


def _ends_at(change: str | None) -> bool:
    return change in ("increase_to", "decrease_to")


def _shares(claim: Quantity, reference: Reference) -> Conversion | Missing:
    if claim.unit == reference.unit:
        return Conversion(IDENTITY)
    if claim.unit in POINTS and reference.unit in POINTS:
        return Conversion(Affine(POINTS[reference.unit] / POINTS[claim.unit]))
    return Missing(f"{_name(claim)} and {_name(reference)} do not compare")


def _money(claim: Quantity, reference: Reference, rates: Sequence[Rate], on: date | None) -> Conversion | Missing:
    wanted, given = CURRENCY.match(claim.unit), CURRENCY.match(reference.unit)
    if wanted is None or given is None:
        return Missing(f"{_name(claim)} and {_name(reference)} do not compare")
    per_claim, per_reference = claim.unit[3:], reference.unit[3:]
    per = _measures("meter" + per_claim, "meter" + per_reference, claim, reference)
    if isinstance(per, Missing) or wanted[0] == given[0]:
        return per
    found = None if on is None else find_rate(rates, given[0], wanted[0], on)
    if found is None:
        when = f"{on} or the {MAX_AGE_DAYS} days before it" if on else "an unknown date"
        return Missing(f"no exchange rate from {given[0]} to {wanted[0]} for {when}")
    factor, rate = found
    return Conversion(Affine(per.convert.factor * factor), rate)


def _measures(unit: str, given: str, claim: Quantity, reference: Reference) -> Conversion | Missing:
    difference = any(side.change in ("increase_by", "decrease_by") for side in (claim, reference))
    found = unit_conversion(given, unit, difference=difference)
    if found is None:
        return Missing(f"{_name(claim)} and {_name(reference)} do not compare")
    return Conversion(found)


def _name(side: Quantity | Reference) -> str:
    """A unit with its kind, for people: "kilometer (length)"."""
    return f"{side.unit} ({side.kind})" if side.unit else f"a bare number ({side.kind})"
