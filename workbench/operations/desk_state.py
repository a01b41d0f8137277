"""All review events of a case in memory, and what follows from them for each claim as one reviewer may see it."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from workbench.reviews.blind import first_votes, hidden_claims
from workbench.reviews.events import Event
from workbench.reviews.state import State, active, counting, fold, is_shared

# For each of some claims that are told several times: all tellings of its group, the first of them first.
Groups = Callable[[Iterable[str]], Mapping[str, tuple[str, ...]]]


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided on a claim.

    Attributes:
        state: open, decided, disputed, adjudicated or dismissed.
        verdict: The adjudicated verdict, else the one that all share, else ``disputed``.
        verdict_by: Who holds a verdict.
        mine: This reviewer's own verdict.
        skipped: Whether this reviewer put the claim off.
        flagged: Whether anybody flagged it.
        note: This reviewer's own note.
        observation_id: What was linked.
        correction: The event by which it is read in another way than the machine does.
        stale: What a verdict on it was based on and has changed since: observation, settings, comparison; else empty.
    """

    state: str = "open"
    verdict: str | None = None
    verdict_by: tuple[str, ...] = ()
    mine: str | None = None
    skipped: bool = False
    flagged: bool = False
    note: str = ""
    observation_id: str | None = None
    stale: str = ""
    correction: Event | None = None


UNTOUCHED = Decision()


@dataclass(slots=True)
class Tally:
    """How many groups of claims that have events are as they are for one reviewer."""

    dismissed: int = 0
    done: int = 0
    skipped: int = 0
    stale: int = 0


class ReviewMemory:
    """The events, by claim; asked from several threads, changed by one at a time."""

    def __init__(
        self, reviewer: str, *, blind: bool = False, reviewers: tuple[str, ...] = (),
        stale: Mapping[str, str] | None = None, groups: Groups = lambda _: {},
    ) -> None:  # fmt: skip
        self.reviewer = reviewer
        self._groups = groups
        self._tellings: dict[str, tuple[str, ...]] = {}
        self._must_vote = reviewers
        self._blind = blind
        self._stale = stale or {}
        self._events: dict[str, Event] = {}
        self._claim_of: dict[str, str | None] = {}
        self._by_claim: dict[str, dict[str, Event]] = {}
        self._waiting: dict[str, list[Event]] = {}
        self._decisions: dict[str, Decision] = {}
        self._mine: dict[str, Event] = {}
        self._perhaps_dismissed: set[str] = set()
        self._told: dict[str, tuple[str, ...]] = {}
        self._untold: set[str] = set()
        self._tally = Tally()

    def add(self, events: Iterable[Event], attached: Mapping[str, str | None] | None = None) -> dict[str, Event]:
        """Take in events; those known already are left out.

        Args:
            events: In any order.
            attached: By event id: the claim that an event belongs to now, where it is not the one that it names.

        Returns:
            The new ones, by id.
        """
        moved = attached or {}
        fresh = {
            event.id: replace(event, claim=moved.get(event.id) or event.claim)
            for event in events
            if event.id not in self._events
        }
        self._events |= fresh
        self._look_up(fresh.values(), moved)
        for event in fresh.values():
            if event.reviewer == self.reviewer:
                self._mine[event.id] = event
            if event.action != "retract":
                self._file(event, moved.get(event.id, event.claim), event)
                for retract in self._waiting.pop(event.id, ()):
                    self._file(retract, self._claim_of[event.id], event)
        for event in fresh.values():
            if event.action == "retract" and event.retracts is not None:
                if event.retracts in self._claim_of:
                    self._file(event, self._claim_of[event.retracts], self._events[event.retracts])
                else:
                    self._waiting.setdefault(event.retracts, []).append(event)
        return fresh

    def _look_up(self, events: Iterable[Event], moved: Mapping[str, str | None]) -> None:
        """Find out, once for each claim, which other claims are the same one told again."""
        claims = {claim for e in events if (claim := moved.get(e.id, e.claim)) is not None}
        unknown = claims - self._tellings.keys()
        if unknown:
            self._tellings |= {claim: (claim,) for claim in unknown}
            self._tellings |= {
                telling: group for group in self._groups(unknown).values() for telling in group
            }

    def _file(self, event: Event, claim: str | None, deed: Event) -> None:
        """File an event with all tellings that it counts for; a retract goes with the deed that it takes back."""
        self._claim_of[event.id] = claim
        if claim is None:
            return
        for telling in self._tellings[claim] if is_shared(deed) else (claim,):
            self._by_claim.setdefault(telling, {})[event.id] = event
            if event.action == "dismiss_claim":
                self._perhaps_dismissed.add(telling)
            self._decisions.pop(telling, None)
        self._untold.add(self._tellings[claim][0])

    def claims_of(self, events: Iterable[Event]) -> set[str]:
        """The claims that these events belong to, with the other tellings of each."""
        own = {claim for event in events if (claim := self._claim_of.get(event.id)) is not None}
        return {telling for claim in own for telling in self._tellings.get(claim, (claim,))}

    def claim_of(self, event: Event) -> str | None:
        """The claim that an event belongs to now; None for an orphan."""
        return self._claim_of.get(event.id, event.claim)

    @property
    def touched(self) -> list[str]:
        """The claims that have events."""
        return list(self._by_claim)

    @property
    def touched_groups(self) -> list[str]:
        """The claims that have events, by the first telling of each group."""
        return list(dict.fromkeys(self._tellings.get(claim, (claim,))[0] for claim in self._by_claim))

    def tally(self) -> Tally:
        """How far the reviewer is with the claims that have events; only what changed since is counted again."""
        while self._untold:
            claim = self._untold.pop()
            before, after = self._told.get(claim, ()), self._counts_as(claim)
            for name in (*before, *after):
                by = (name in after) - (name in before)
                setattr(self._tally, name, getattr(self._tally, name) + by)
            self._told[claim] = after
        return self._tally

    def _counts_as(self, claim: str) -> tuple[str, ...]:
        found, done = self.decision(claim), self.is_done(claim)
        if found.state == "dismissed":
            return ("dismissed",)
        told = {"done": done, "skipped": found.skipped and not done, "stale": bool(found.stale)}
        return tuple(name for name, holds in told.items() if holds)

    @property
    def mine(self) -> list[Event]:
        """This reviewer's own events."""
        return list(self._mine.values())

    def history(self, claim_id: str) -> list[Event]:
        """What was done to a claim, by id, as far as this reviewer may see it."""
        events = dict(self._by_claim.get(claim_id, {}))
        if self._blind and self._is_hidden(events.values(), claim_id):
            events = {name: event for name, event in events.items() if event.reviewer == self.reviewer}
        return [events[name] for name in sorted(events)]

    def _is_hidden(self, events: Iterable[Event], claim_id: str) -> bool:
        """Whether those who must vote have not all voted, on whichever telling of the claim."""
        return bool(hidden_claims([replace(event, claim=claim_id) for event in events], self._must_vote))

    def missing(self, claim_id: str) -> tuple[str, ...]:
        """Who has to vote on a claim before its votes are shown; nobody where it is not, or no longer, hidden."""
        events = [replace(event, claim=claim_id) for event in self._by_claim.get(claim_id, {}).values()]
        if not self._blind or (events and not hidden_claims(events, self._must_vote)):
            return ()
        voted = {event.reviewer for event in active(events) if event.action == "verdict" and event.blind}
        return tuple(name for name in self._must_vote if name not in voted)

    def first_votes(self, claim_id: str) -> dict[str, Event]:
        """In a blind case the votes that were frozen when all were in, by reviewer; none before that."""
        events = [replace(event, claim=claim_id) for event in self._by_claim.get(claim_id, {}).values()]
        return first_votes(events, self._must_vote).get(claim_id, {}) if self._blind else {}

    def judged(self) -> list[str]:
        """The claims to count votes on: of the tellings that the same verdicts count for only the first."""
        claims = dict.fromkeys(self.touched_groups)
        for claim, events in self._by_claim.items():
            if any(event.seen.alone and event.claim == claim for event in events.values()):
                first: dict[frozenset[str], str] = {}
                for telling in self._tellings.get(claim, (claim,)):
                    first.setdefault(frozenset(e.id for e in self.state(telling).verdicts.values()), telling)
                claims |= dict.fromkeys(first.values())
        return list(claims)

    def state(self, claim_id: str) -> State:
        """The state of one claim, as far as this reviewer may see it."""
        return fold(counting(self.history(claim_id), claim_id))

    def decision(self, claim_id: str) -> Decision:
        """What was decided on a claim."""
        if claim_id not in self._by_claim:
            return UNTOUCHED
        known = self._decisions.get(claim_id)
        if known is None:
            known = _decision(self.state(claim_id), claim_id, self.reviewer, self._stale)
            self._decisions[claim_id] = known
        return known

    def dismissed(self) -> set[str]:
        """The claims that are none, as somebody said."""
        return {claim for claim in self._perhaps_dismissed if self.decision(claim).state == "dismissed"}

    def amends(self, event: Event) -> bool:
        """Whether an event changes which claims there are, or how they are read."""
        meant = self._events.get(event.retracts or "", event)
        return meant.action in ("add_claim", "correct_claim")

    def links(self) -> Iterator[tuple[str, str]]:
        """Each claim that reviewers linked an observation to, with the observation."""
        for claim in self.touched:
            linked = self.decision(claim).observation_id
            if linked is not None:
                yield claim, linked

    def is_done(self, claim_id: str) -> bool:
        """Whether this reviewer has nothing left to decide on a claim.

        Who must vote has, until the own vote is given; for everybody else a claim with any verdict is decided.
        """
        decision = self.decision(claim_id)
        if self.reviewer in self._must_vote and decision.state not in ("adjudicated", "dismissed"):
            return decision.mine is not None
        return decision.state != "open"


def _decision(state: State, claim_id: str, reviewer: str, stale: Mapping[str, str]) -> Decision:
    votes = {who: event.verdict for (_, who), event in sorted(state.verdicts.items())}
    final, link = state.adjudications.get(claim_id), state.links.get(claim_id)
    different = set(votes.values())
    changes = {stale[event.id] for event in state.verdicts.values() if event.id in stale}
    verdict = next(iter(different)) if len(different) == 1 else "disputed" if different else None
    if claim_id in state.dismissals:
        told = "dismissed"
    elif final is not None:
        told = "adjudicated"
    else:
        told = "open" if not different else "decided" if len(different) == 1 else "disputed"
    return Decision(
        state=told,
        verdict=None if told == "dismissed" else verdict if final is None else final.verdict,
        verdict_by=tuple(votes),
        mine=votes.get(reviewer),
        skipped=(claim_id, reviewer) in state.skips,
        flagged=bool(state.flags),
        note=state.notes.get((claim_id, reviewer), ""),
        observation_id=link.evidence[0] if link is not None and link.evidence else None,
        stale=", ".join(sorted(changes)),
        correction=state.corrections.get(claim_id),
    )
