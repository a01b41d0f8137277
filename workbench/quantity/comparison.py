"""The machine's finding for a claim and a reference, in decimal arithmetic."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Context, Decimal, localcontext
from typing import Any

from workbench.quantity.accepted import HUNDRED, PRECISION, accepted_set
from workbench.quantity.commensurable import Conversion, Missing, into_claim_unit
from workbench.quantity.interval import Interval
from workbench.quantity.model import Quantity, number
from workbench.quantity.money import Rate
from workbench.quantity.reference import Reference
from workbench.quantity.settings import DEFAULT, Tolerances

PLACES = Decimal("0.000001")
# Fewer than a converted number has, so that a share on a limit, or between two last digits, lies exactly there.
_SHARES = Context(prec=34)
_WORKING = Context(prec=PRECISION)


@dataclass(frozen=True, slots=True)
class Comparison:
    """A finding; all numbers are in the claim's unit, ``deviation`` and ``gap`` are shares of the reference.

    Attributes:
        comparison: consistent, above, below, indeterminate, incommensurable or no_reference; "above": the claim is.
        reference: R after conversion and sign, None where there is none.
        reference_value: The one number that stands for R.
        missing: What an incommensurable pair lacks.
        rate: The exchange rate that was used.
    """

    comparison: str
    unit: str
    accepted: Interval
    reference: Interval | None = None
    reference_value: Decimal | None = None
    deviation: Decimal | None = None
    gap: Decimal | None = None
    uninformative: bool = False
    proposed: str | None = None
    missing: str | None = None
    rate: Rate | None = None

    def to_dict(self, *, exact: bool = False) -> dict[str, Any]:
        """The finding's part of the JSON that ``workbench compare`` prints; ``exact`` as in :func:`number`."""
        return {
            "unit": self.unit,
            "accepted": [number(end, exact=exact) for end in (self.accepted.low, self.accepted.high)],
            "comparison": self.comparison,
            "deviation": number(self.deviation, exact=exact),
            "gap": number(self.gap, exact=exact),
            "uninformative": self.uninformative,
            "proposed": self.proposed,
        }


def compare(
    claim: Quantity,
    reference: Reference | None,
    tolerances: Tolerances = DEFAULT,
    *,
    rates: Sequence[Rate] = (),
    on: date | None = None,
) -> Comparison:
    """Hold a claim against a reference.

    Args:
        claim: The claim, in its own unit.
        reference: What to hold it against; None gives ``no_reference``.
        tolerances: The case's percentages.
        rates: Dated exchange rates.
        on: The day whose exchange rate counts where the claim names no period.
    """
    with localcontext(prec=PRECISION):
        accepted = accepted_set(claim, tolerances)
        if reference is None:
            return Comparison("no_reference", claim.unit, accepted)
        day = claim.period.end if claim.period else on
        conversion = into_claim_unit(claim, reference, rates, day)
        if isinstance(conversion, Missing):
            return Comparison("incommensurable", claim.unit, accepted, missing=conversion.what)
        return _finding(claim, accepted, reference, conversion, tolerances)


def _finding(
    claim: Quantity, accepted: Interval, reference: Reference, conversion: Conversion, tolerances: Tolerances
) -> Comparison:
    interval, r = _converted(claim, reference, conversion)
    outcome = _outcome(accepted, interval)
    deviation = _deviation(claim, r)
    gap = Decimal(0) if outcome == "consistent" else None
    if outcome in ("above", "below") and r != 0 and claim.kind != "temperature":
        gap = _share(accepted.distance(r) / abs(r))
    return Comparison(
        outcome, claim.unit, accepted, interval, r, _rounded(deviation), _rounded(gap), rate=conversion.rate,
        uninformative=outcome == "consistent" and _says_little(claim, r, tolerances),
        proposed=_proposal(claim, outcome, gap, tolerances),
    )  # fmt: skip


def _converted(claim: Quantity, reference: Reference, conversion: Conversion) -> tuple[Interval, Decimal]:
    """R and r in the claim's unit; for a claimed fall both are turned round, so that falls compare by size."""
    source = reference.interval
    ends = [None if end is None else conversion.convert(end) for end in (source.low, source.high)]
    interval = Interval(ends[0], ends[1], source.low_open, source.high_open)
    value = None if reference.value is None else conversion.convert(reference.value)
    if claim.change == "decrease_by":
        interval = interval.scaled(Decimal(-1))
        value = None if value is None else -value
    if value is None:
        value = _middle(interval)
    return interval, value


def _middle(interval: Interval) -> Decimal:
    if interval.low is not None and interval.high is not None:
        return (interval.low + interval.high) / 2
    end = interval.low if interval.low is not None else interval.high
    if end is None:
        raise ValueError("a reference has at least one finite end")
    return end


def _outcome(accepted: Interval, reference: Interval) -> str:
    if accepted.contains(reference):
        return "consistent"
    if accepted.is_above(reference):
        return "above"
    if reference.is_above(accepted):
        return "below"
    return "indeterminate"


def _deviation(claim: Quantity, r: Decimal) -> Decimal | None:
    if r == 0 or claim.kind == "temperature":
        return None
    if claim.value is not None:
        return _share((claim.value - r) / abs(r))
    if claim.low is None or claim.high is None:
        return None
    if claim.low <= r <= claim.high:
        return Decimal(0)
    nearest = claim.low if r < claim.low else claim.high
    return _share((nearest - r) / abs(r))


def _share(exact: Decimal) -> Decimal:
    """A share without the last digits, in which it may be off where the reference was converted."""
    return _SHARES.plus(exact)


def _says_little(claim: Quantity, r: Decimal, tolerances: Tolerances) -> bool:
    """Whether a bound that holds is cleared by so much that it tells nothing."""
    upper = claim.modifier in ("<", "<=")
    c = claim.value if claim.value is not None else (claim.high if upper else claim.low)
    if c is None or c <= 0:
        return False
    if upper:
        return r < c / tolerances.bound_says_little
    return claim.modifier in (">", ">=") and r > c * tolerances.bound_says_little


def _proposal(claim: Quantity, outcome: str, gap: Decimal | None, tolerances: Tolerances) -> str | None:
    if claim.negated or outcome == "indeterminate":
        return None
    if outcome == "consistent":
        return "correct"
    if claim.kind == "temperature":
        return None
    if gap is None:
        return "incorrect"
    if gap <= tolerances.correct_within / HUNDRED:
        return "correct"
    if gap <= tolerances.mostly_within / HUNDRED:
        return "mostly_correct"
    if gap <= tolerances.exaggerated_within / HUNDRED:
        return "exaggerated" if outcome == "above" else "understated"
    return "incorrect"


def _rounded(share: Decimal | None) -> Decimal | None:
    if share is None:
        return None
    places = share.adjusted() + 8
    return share.quantize(PLACES, context=_WORKING if places <= PRECISION else Context(prec=places))
