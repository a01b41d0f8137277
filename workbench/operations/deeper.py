"""What lies behind a finding: its sensitivity, a probable slip, contradictions in the text, a figure's inputs."""

from collections.abc import Sequence
from dataclasses import dataclass

from workbench.quantity.money import Rate
from workbench.quantity.sensitivity import Pair, Turn, sensitivity, strip
from workbench.quantity.settings import Tolerances
from workbench.quantity.slips import Slip, find_slip
from workbench.references.alternatives import alternatives
from workbench.references.formula import is_call, parse_formula
from workbench.references.model import Observation
from workbench.store import deeper
from workbench.store.queries import ClaimDetail
from workbench.store.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Deeper:
    """All that is known beyond the comparison with the observation that a claim is held against.

    Attributes:
        turns: Other choices and what they give.
        strip: The same in one line; empty where nothing is compared.
        slip: The factor that would explain why the two are apart.
        contradictions: (message, sentences) of the text in which the claim stands.
        inputs: What the observation is made of, where it follows from others, in order.
    """

    turns: tuple[Turn, ...] = ()
    strip: str = ""
    slip: Slip | None = None
    contradictions: tuple[tuple[str, tuple[str, ...]], ...] = ()
    inputs: tuple[Observation, ...] = ()


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
    if held is None:
        return Deeper(contradictions=contradictions)
    on = detail.line.posted_at.date() if detail.line.posted_at else None
    quantity = detail.claim.quantity
    pair = Pair(quantity, held.reference(), tolerances, rates, on)
    turns = sensitivity(pair, alternatives(held, deeper.neighbours(found, held)))
    written = None if held.value is None else (held.value, held.unit)
    day = quantity.period.end if quantity.period else on
    slip = find_slip(quantity, pair.compared(), written=written, rates=rates, on=day)
    return Deeper(tuple(turns), strip(turns), slip, contradictions, _inputs(found, held))


def _inputs(found: Snapshot, held: Observation) -> tuple[Observation, ...]:
    if not is_call(held.formula):
        return ()
    named = parse_formula(held.formula, held.source_id).inputs
    known = {each.observation_id: each for each in deeper.observations(found, named)}
    return tuple(known[name] for name in named if name in known)
