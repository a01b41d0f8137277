"""What the review screen knows beyond a claim: one's share, the votes, what lies behind, figures made of others."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from workbench.errors import EXIT_USAGE, WorkbenchError
from workbench.operations import desk_opening
from workbench.operations.deeper import Deeper, look_deeper
from workbench.operations.desk_opening import Opening
from workbench.operations.desk_progress import Share
from workbench.operations.sources.derive import Derived, draft
from workbench.quantity.comparison import compare
from workbench.quantity.explain import why
from workbench.quantity.model import Quantity
from workbench.references.formula import FUNCTIONS, Formula, FormulaError, parse_formula
from workbench.references.model import Observation
from workbench.reviews.events import Event
from workbench.store.deeper import observations
from workbench.store.literals import array, fill

_SHARE = """
SELECT count(*) AS total, count(o.claim_id) AS done FROM claim_list AS l
SEMI JOIN (SELECT claim_id FROM assignments WHERE reviewer = $who) AS a ON a.claim_id = l.claim_id
LEFT JOIN (SELECT unnest({done}) AS claim_id) AS o ON o.claim_id = l.claim_id WHERE l.telling = 1
"""


@dataclass(frozen=True, slots=True)
class Ballot:
    """A reviewer's vote.

    Attributes:
        vote: The verdict that counts now; None where it was taken back.
        first: The verdict that was frozen by the reveal of a blind review, where it is another one.
    """

    reviewer: str
    vote: Event | None
    first: Event | None
    note: str


@dataclass(frozen=True, slots=True)
class Ballots:
    """The votes on a claim, by name, and the final decision; ``missing`` have to vote before any is shown."""

    ballots: tuple[Ballot, ...]
    final: Event | None
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Made:
    """A figure that could be saved, and how the claim compares with it."""

    ready: Derived
    comparison: str
    why: str


def share(opening: Opening) -> Share | None:
    """The reviewer's share of the claims where they are divided; None where everybody reviews everything."""
    memory = opening.memory
    if not opening.settings.assignment.divides:
        return None
    done = [claim for claim in memory.touched_groups if memory.is_done(claim)]
    query = fill(_SHARE.replace("{done}", array(done)), who=memory.reviewer)
    found = opening.snapshot.rows(query)[0]
    return Share("your share", found["done"], found["total"]) if found["total"] else None


def ballots(opening: Opening, claim_id: str) -> Ballots:
    """The votes on a claim as far as this reviewer may see them."""
    memory = opening.memory
    state, first = memory.state(claim_id), memory.first_votes(claim_id)
    votes = {who: event for (_, who), event in state.verdicts.items()}
    notes = {who: note for (_, who), note in state.notes.items()}
    told = []
    for who in sorted(votes.keys() | first.keys()):
        now, before = votes.get(who), first.get(who)
        other = before if before is not None and (now is None or now.verdict != before.verdict) else None
        told.append(Ballot(who, now, other, notes.get(who, "")))
    return Ballots(tuple(told), state.adjudications.get(claim_id), memory.missing(claim_id))


def behind(opening: Opening, claim_id: str, observation_id: str | None) -> Deeper:
    """What lies behind the finding for one of the observations beside a claim."""
    detail = desk_opening.detail(opening, claim_id)
    beside = (option.observation for option in detail.options)
    held = next((each for each in beside if each.observation_id == observation_id), None)
    return look_deeper(opening.snapshot, detail, held, opening.settings.tolerances, opening.rates)


def begin(opening: Opening, claim_id: str, marked: Sequence[str]) -> dict[str, str]:
    """What the form of a derived figure begins with: the marked observations, else what the claim asks for.

    Raises:
        WorkbenchError: Neither is there.
    """
    quantity = desk_opening.detail(opening, claim_id).claim.quantity
    if marked:
        inputs = observations(opening.snapshot, marked)
        function = _likely(quantity, len(inputs))
        if FUNCTIONS[function].inputs is not None:
            inputs.sort(key=lambda each: (each.period_end is not None, each.period_end), reverse=True)
        names = tuple(each.observation_id for each in inputs)
    else:
        offers = behind(opening, claim_id, None).proposals
        if not offers:
            hint = "Mark figures of the open claim with Space first; with what they ask for nothing can be offered here"
            raise WorkbenchError("there is nothing to make a figure of", hint, code=EXIT_USAGE)
        function, names = offers[0].formula.function, offers[0].formula.inputs
    return {"function": function, "inputs": ", ".join(names), "source": names[0].partition("/")[0]}


def _likely(quantity: Quantity, inputs: int) -> str:
    """The function that a claim asks for."""
    if inputs != 2:
        return "sum"
    if quantity.kind == "multiple":
        return "ratio"
    if quantity.kind == "percent":
        return "percent_change" if quantity.change else "share"
    return "difference"


def derivation(opening: Opening, root: Path, claim_id: str, given: Mapping[str, str]) -> Made:
    """The figure that a form describes, held against the claim.

    Raises:
        WorkbenchError: It cannot be worked out or written down as it is.
    """
    source = given.get("source", "").strip()
    text = f"{given.get('function', '').strip()}({given.get('inputs', '').strip()})"
    try:
        known = _known(opening, parse_formula(text, source))
    except FormulaError as error:
        raise WorkbenchError(error.message, error.hint, code=EXIT_USAGE) from None
    ready = draft(root, source, text, given, known)
    detail = desk_opening.detail(opening, claim_id)
    on = detail.line.posted_at.date() if detail.line.posted_at else None
    quantity, reference = detail.claim.quantity, ready.figure.reference()
    found = compare(quantity, reference, opening.settings.tolerances, rates=opening.rates, on=on)
    return Made(ready, found.comparison, why(quantity, found))


def _known(opening: Opening, formula: Formula) -> dict[str, Observation]:
    return {each.observation_id: each for each in observations(opening.snapshot, formula.inputs)}
