"""Observations that could have been chosen in place of one: another vintage, another period, another definition."""

from collections.abc import Iterable

from workbench.quantity.sensitivity import Alternative, Choice
from workbench.references.model import Observation
from workbench.references.words import subject

MOST = 60


def alternatives(chosen: Observation, others: Iterable[Observation]) -> list[Alternative]:
    """The others that answer the same question differently, by choice and then by id.

    The same measure and place in another vintage or period; or a measure about the same or something narrower, for the
    same place and period in the same unit: another definition.
    """
    found = []
    for other in others:
        choice = _choice(chosen, other)
        if choice is not None and other.observation_id != chosen.observation_id:
            found.append(Alternative(choice, _label(choice, other), other.reference(), other.observation_id))
    return sorted(found, key=lambda each: (each.choice, each.observation_id))[:MOST]


def _choice(chosen: Observation, other: Observation) -> Choice | None:
    if other.place.casefold() != chosen.place.casefold() or other.kind != chosen.kind:
        return None
    same_period = (other.period_start, other.period_end) == (chosen.period_start, chosen.period_end)
    if other.measure.casefold() == chosen.measure.casefold() and other.price_basis == chosen.price_basis:
        if not same_period:
            return "period"
        return "vintage" if other.vintage != chosen.vintage else "definition"
    return "definition" if same_period and other.unit == chosen.unit and _alike(chosen.measure, other.measure) else None


def _alike(one: str, other: str) -> bool:
    """Whether one measure is about what the other is about, and perhaps about something narrower."""
    left, right = subject(one), subject(other)
    return bool(left and right) and (left <= right or right <= left)


def _label(choice: Choice, other: Observation) -> str:
    if choice == "period":
        return f"the figure for {other.period}"
    if choice == "vintage":
        return f"the figure published {other.vintage}" if other.vintage else "the figure without a vintage"
    basis = f" ({other.price_basis})" if other.price_basis else ""
    return f"“{other.measure}”{basis} of {other.source_id}"
