"""Blind review: nobody sees a claim's events until all who must vote have voted."""

from collections.abc import Iterable, Sequence

from workbench.reviews.events import Event
from workbench.reviews.state import ordered


def first_votes(events: Iterable[Event], reviewers: Sequence[str]) -> dict[str, dict[str, Event]]:
    """The frozen first votes of every claim that is revealed.

    A claim is revealed by the event with which the last of ``reviewers`` has a blind verdict on it that is not
    retracted. Its first votes are those verdicts; what is retracted or decided afterwards changes them no more.

    Returns:
        By claim, by reviewer: the verdict event.
    """
    needed = set(reviewers)
    votes: dict[str, dict[str, Event]] = {}
    given: dict[str, list[Event]] = {}
    by_id: dict[str, Event] = {}
    revealed: dict[str, dict[str, Event]] = {}
    for event in ordered(events):
        by_id[event.id] = event
        if event.action == "retract":
            _take_back(by_id.get(event.retracts or ""), event.reviewer, votes, given, set(revealed))
            continue
        claim = event.claim
        if event.action != "verdict" or not event.blind or claim is None or event.reviewer not in needed:
            continue
        if claim not in revealed:
            given.setdefault(claim, []).append(event)
            votes.setdefault(claim, {})[event.reviewer] = event
            if needed <= votes[claim].keys():
                revealed[claim] = dict(votes[claim])
    return revealed


def _take_back(
    target: Event | None,
    reviewer: str,
    votes: dict[str, dict[str, Event]],
    given: dict[str, list[Event]],
    revealed: set[str],
) -> None:
    """Take a vote out before the reveal; the reviewer's vote before it stands again."""
    if target is None or target.claim is None or target.reviewer != reviewer or target.claim in revealed:
        return
    left = [event for event in given.get(target.claim, []) if event.id != target.id]
    given[target.claim] = left
    votes[target.claim] = {event.reviewer: event for event in left}


def hidden_claims(events: Iterable[Event], reviewers: Sequence[str]) -> set[str]:
    """The claims whose events are to be kept from sight: touched, but not by all of ``reviewers`` yet."""
    if not reviewers:
        return set()
    told = list(events)
    return {event.claim for event in told if event.claim is not None} - first_votes(told, reviewers).keys()
