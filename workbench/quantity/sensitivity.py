"""Sensitivity: under which other choice the finding for a claim and its reference would be another one.

The choices are those that two careful people can make differently: how much tolerance, how literally a round number is
taken, which vintage, which day's exchange rate, which year and which definition.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Literal

from workbench.quantity.commensurable import CURRENCY
from workbench.quantity.comparison import PLACES, Comparison, compare
from workbench.quantity.explain import deviation_text
from workbench.quantity.model import Quantity
from workbench.quantity.money import Rate
from workbench.quantity.reference import Reference
from workbench.quantity.settings import DEFAULT, Tolerances

Choice = Literal["tolerance", "rounding", "vintage", "rate", "period", "definition"]
CHOICES: tuple[Choice, ...] = ("tolerance", "rounding", "vintage", "rate", "period", "definition")
FINDINGS = ("consistent", "above", "below")
WORDS = {"consistent": "holds", "above": "above", "below": "below", "indeterminate": "cannot be told"}
MOST_RATES = 400


@dataclass(frozen=True, slots=True)
class Pair:
    """A claim, its reference, and what they are compared with; ``on`` counts where the claim names no period."""

    claim: Quantity
    reference: Reference
    tolerances: Tolerances = DEFAULT
    rates: Sequence[Rate] = ()
    on: date | None = None

    def compared(self) -> Comparison:
        """What comparing the two finds."""
        return compare(self.claim, self.reference, self.tolerances, rates=self.rates, on=self.on)


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another reference that could have been chosen: another vintage, period or definition."""

    choice: Choice
    label: str
    reference: Reference
    observation_id: str = ""


@dataclass(frozen=True, slots=True)
class Turn:
    """What one other choice gives.

    Attributes:
        label: The choice in words: ``the 2023 figure``, ``taken exactly``.
        comparison: The finding under it.
        flips: Whether that is another finding than the one in force.
        margin: For the choice ``tolerance``: the share of the reference from which the finding turns.
        observation_id: The observation that was taken instead, where it is one.
    """

    choice: Choice
    label: str
    comparison: str
    flips: bool
    deviation: Decimal | None = None
    margin: Decimal | None = None
    observation_id: str = ""

    def __str__(self) -> str:
        """One part of the strip: ``above with the 2023 figure``."""
        if self.choice == "tolerance":
            return self.label
        joint = "" if self.choice == "rounding" else "at " if self.choice == "rate" else "with "
        return f"{WORDS.get(self.comparison, self.comparison)} {joint}{self.label}"


def sensitivity(pair: Pair, alternatives: Iterable[Alternative] = ()) -> list[Turn]:
    """Every other choice that can be made for a pair, with what it gives.

    Args:
        pair: The claim and the reference in force.
        alternatives: Other observations that could have been chosen.

    Returns:
        In the order of :data:`CHOICES`; empty where the pair in force does not compare.
    """
    now = pair.compared()
    if now.comparison not in FINDINGS:
        return []
    turns = [*_tolerance(now), *_rounding(pair, now), *_rate_days(pair, now)]
    for other in alternatives:
        found = replace(pair, reference=other.reference).compared()
        if found.comparison in WORDS:
            turns.append(_turn(other.choice, other.label, found, now, other.observation_id))
    return sorted(turns, key=lambda turn: CHOICES.index(turn.choice))


def strip(turns: Sequence[Turn]) -> str:
    """The turns in one line: what changes the finding, and what does not.

    Example: ``holds from 2 % tolerance; above with the 2023 figure; the same with 3 vintages``.
    """
    parts = [str(turn) for turn in turns if turn.flips or turn.choice == "tolerance"]
    for choice, plural in (("vintage", "vintages"), ("rate", "days' rates"), ("period", "periods"),
                           ("definition", "definitions")):  # fmt: skip
        same = [turn for turn in turns if turn.choice == choice and not turn.flips]
        if len(same) == 1:
            parts.append(f"the same {'at' if choice == 'rate' else 'with'} {same[0].label}")
        elif same:
            parts.append(f"the same with {len(same)} other {plural}")
    return "; ".join(parts)


def _turn(choice: Choice, label: str, found: Comparison, now: Comparison, observation_id: str = "") -> Turn:
    flips = found.comparison != now.comparison
    return Turn(choice, label, found.comparison, flips, found.deviation, observation_id=observation_id)


def _tolerance(now: Comparison) -> list[Turn]:
    """From which tolerance, in shares of the reference, the finding turns."""
    r = now.reference_value
    if r is None or r == 0 or now.reference is None:
        return []
    if now.comparison != "consistent":
        if now.gap is None:
            return []
        label = f"holds from {deviation_text(now.gap).lstrip('+−')} tolerance"
        return [Turn("tolerance", label, "consistent", flips=True, margin=now.gap)]
    room = _room(now)
    if room is None:
        return []
    share, side = room
    if share == 0:
        return []
    moved = "higher" if side == "high" else "lower"
    turned = "below" if side == "high" else "above"
    label = f"holds until the reference is {deviation_text(share).lstrip('+−')} {moved}"
    return [Turn("tolerance", label, turned, flips=True, margin=share)]


def _room(now: Comparison) -> tuple[Decimal, str] | None:
    """How far the reference lies from the nearer end of the accepted set, as a share of it, and on which side."""
    reference, r = now.reference, now.reference_value
    if reference is None or r is None or reference.low is None or reference.high is None:
        return None
    ways = []
    if now.accepted.low is not None:
        ways.append((reference.low - now.accepted.low, "low"))
    if now.accepted.high is not None:
        ways.append((now.accepted.high - reference.high, "high"))
    if not ways:
        return None
    distance, side = min(ways)
    return (distance / abs(r)).quantize(PLACES), side


def _rounding(pair: Pair, now: Comparison) -> list[Turn]:
    """The number taken exactly, as rounded, and as an approximation; bounds are taken as they are."""
    claim = pair.claim
    if claim.modifier not in ("=", "~") or claim.half_open:
        return []
    others = {
        "taken exactly": replace(claim, modifier="=", exact=True, side="both"),
        "taken as a rounded number": replace(claim, modifier="=", exact=False, side="both"),
        "taken as “about”": replace(claim, modifier="~", exact=False, side="both"),
    }
    turns = []
    for label, other in others.items():
        found = replace(pair, claim=other).compared()
        if found.accepted != now.accepted and found.comparison in WORDS:
            turns.append(_turn("rounding", label, found, now))
    return turns


def _rate_days(pair: Pair, now: Comparison) -> list[Turn]:
    """The other days for which a rate of the two currencies is known."""
    mine, other = CURRENCY.match(pair.claim.unit), CURRENCY.match(pair.reference.unit)
    if now.rate is None or mine is None or other is None:
        return []
    both = {mine[0], other[0]}
    days = sorted({rate.on for rate in pair.rates if {rate.from_currency, rate.to_currency} & both})
    turns, seen = [], {now.rate.on}
    undated = replace(pair, claim=replace(pair.claim, period=None))
    for day in days[-MOST_RATES:]:
        found = replace(undated, on=day).compared()
        if found.rate is not None and found.rate.on not in seen and found.comparison in WORDS:
            seen.add(found.rate.on)
            turns.append(_turn("rate", f"the rate of {found.rate.on}", found, now))
    return turns
