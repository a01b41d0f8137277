"""What the review screen knows of several reviewers: a share of the claims, the votes on one, what lies behind it."""

from dataclasses import dataclass

from workbench.operations import desk_opening
from workbench.operations.deeper import Deeper, look_deeper
from workbench.operations.desk_opening import Opening
from workbench.operations.desk_progress import Share
from workbench.reviews.events import Event
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
