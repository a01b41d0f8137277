"""What lies behind a finding: its sensitivity, a probable slip, contradictions in the text, a figure's inputs."""

from collections.abc import Sequence
from dataclasses import dataclass

from workbench.quantity.comparison import compare
from workbench.quantity.explain import why
from workbench.quantity.money import Rate
from workbench.quantity.sensitivity import Pair, Turn, sensitivity, strip
from workbench.quantity.settings import Tolerances
from workbench.quantity.slips import Slip, find_slip
from workbench.references.alternatives import alternatives
from workbench.references.derivation import told
from workbench.references.formula import Formula, is_call, parse_formula
from workbench.references.model import Observation
from workbench.references.proposals import asks, proposals, search_words
from workbench.store import deeper
from workbench.store.queries import ClaimDetail
from workbench.store.snapshot import Snapshot

_CONTEXT = 400  # characters before a claim that may name its place


@dataclass(frozen=True, slots=True)
class Offer:
    """A figure that could be made for a claim, and how the claim compares with it."""

    formula: Formula
    figure: Observation
    comparison: str
    why: str

    def __str__(self) -> str:
        return f"could be made: {self.formula} = {told(self.figure)} → {self.comparison}"


@dataclass(frozen=True, slots=True)
class Deeper:
    """All that is known beyond the comparison with the observation that a claim is held against.

    Attributes:
        turns: Other choices and what they give.
        strip: The same in one line; empty where nothing is compared.
        slip: The factor that would explain why the two are apart.
        contradictions: (message, sentences) of the text in which the claim stands.
        inputs: What the observation is made of, where it follows from others, in order.
        proposals: Figures that could be made for the claim, where its wording asks for one.
    """

    turns: tuple[Turn, ...] = ()
    strip: str = ""
    slip: Slip | None = None
    contradictions: tuple[tuple[str, tuple[str, ...]], ...] = ()
    inputs: tuple[Observation, ...] = ()
    proposals: tuple[Offer, ...] = ()


def look_deeper(
    found: Snapshot, detail: ClaimDetail, held: Observation | None, tolerances: Tolerances, rates: Sequence[Rate]
) -> Deeper:
    """Look behind a claim and the observation it is held against.

    Args:
        found: The case.
        detail: The claim.
        held: The observation; None where there is none.
        tolerances: The case's percentages.
        rates: Dated exchange rates.
    """
    contradictions = deeper.contradictions(found, detail.claim.claim_id)
    offers = _offers(found, detail, tolerances, rates)
    if held is None:
        return Deeper(contradictions=contradictions, proposals=offers)
    on = detail.line.posted_at.date() if detail.line.posted_at else None
    quantity = detail.claim.quantity
    pair = Pair(quantity, held.reference(), tolerances, rates, on)
    turns = sensitivity(pair, alternatives(held, deeper.neighbours(found, held)))
    written = None if held.value is None else (held.value, held.unit)
    day = quantity.period.end if quantity.period else on
    slip = find_slip(quantity, pair.compared(), written=written, rates=rates, on=day)
    return Deeper(tuple(turns), strip(turns), slip, contradictions, _inputs(found, held), offers)


def _offers(
    found: Snapshot, detail: ClaimDetail, tolerances: Tolerances, rates: Sequence[Rate]
) -> tuple[Offer, ...]:
    """What could be made for the claim and is not made yet."""
    quantity = detail.claim.quantity
    if not asks(quantity):
        return ()
    on = detail.line.posted_at.date() if detail.line.posted_at else None
    context = f"{detail.title or ''} {detail.before[-_CONTEXT:]}"
    there = {each.observation.formula for each in detail.options}
    offers = []
    for each in proposals(quantity, on, deeper.about(found, search_words(quantity)), context):
        if str(each.formula) not in there:
            compared = compare(quantity, each.figure.reference(), tolerances, rates=rates, on=on)
            offers.append(Offer(each.formula, each.figure, compared.comparison, why(quantity, compared)))
    return tuple(offers)


def _inputs(found: Snapshot, held: Observation) -> tuple[Observation, ...]:
    if not is_call(held.formula):
        return ()
    named = parse_formula(held.formula, held.source_id).inputs
    known = {each.observation_id: each for each in deeper.observations(found, named)}
    return tuple(known[name] for name in named if name in known)
