"""What follows from the events: who holds which verdict now, and what undo and redo would do.

Events are ordered by id and counted once. A ``retract`` takes one earlier event of the same reviewer out; a retract of
a retract, of an unknown event or of somebody else's does nothing.

Undo and redo, for one reviewer:

* *Undo* retracts the last event that is no retract and is not retracted yet. Undone again, it goes one further back.
* *Redo* appends the decision undone last again, as a new event. It is offered while nothing new was decided since the
  undo; an event that says the same as the one undone last counts as its redo, whoever appended it.
* After a redo, undo retracts the redone event, and redo offers it once more. So two undos, a redo, an undo and two
  redos end where they began, in one session or over several.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from workbench.reviews.events import Event

SHARED = frozenset({"verdict", "note", "flag", "skip", "link", "adjudicate", "dismiss_claim"})


@dataclass(frozen=True, slots=True)
class State:
    """The current state of a case's reviews; keys are (claim, reviewer) unless said otherwise.

    Attributes:
        verdicts: The event that holds each reviewer's current verdict.
        notes: Each reviewer's note, the last one given alone or with a verdict; an empty one removes it.
        links: By claim: the last ``link`` event of anybody. Its first piece of evidence is the observation; a link
            without evidence takes the link away.
        flags: The last ``flag`` event.
        skips: The last ``skip`` event, unless a verdict followed it.
        adjudications: By claim: the last ``adjudicate`` event.
        dismissals: By claim: the last ``dismiss_claim`` event, unless somebody corrected or added the claim after it.
        additions: By claim: the last ``add_claim`` event of anybody.
        corrections: By claim: the last ``correct_claim`` event of anybody.
    """

    verdicts: dict[tuple[str, str], Event] = field(default_factory=dict)
    notes: dict[tuple[str, str], str] = field(default_factory=dict)
    links: dict[str, Event] = field(default_factory=dict)
    flags: dict[tuple[str, str], Event] = field(default_factory=dict)
    skips: dict[tuple[str, str], Event] = field(default_factory=dict)
    adjudications: dict[str, Event] = field(default_factory=dict)
    dismissals: dict[str, Event] = field(default_factory=dict)
    additions: dict[str, Event] = field(default_factory=dict)
    corrections: dict[str, Event] = field(default_factory=dict)


def ordered(events: Iterable[Event]) -> list[Event]:
    """The events by id, each id once (the first telling of it counts)."""
    seen: dict[str, Event] = {}
    for event in events:
        seen.setdefault(event.id, event)
    return [seen[identifier] for identifier in sorted(seen)]


def active(events: Iterable[Event]) -> list[Event]:
    """The events by id without the retracts and what they retract."""
    in_order = ordered(events)
    gone = _retracted(in_order)
    return [event for event in in_order if event.action != "retract" and event.id not in gone]


def fold(events: Iterable[Event]) -> State:
    """The state after all events, in whatever order they come."""
    state = State()
    for event in active(events):
        if event.claim is not None:
            _apply(state, event, event.claim)
    return state


def is_shared(event: Event) -> bool:
    """Whether what was done to a claim counts for the other tellings of its group."""
    return event.action in SHARED and not event.seen.alone


def counting(events: Iterable[Event], claim: str) -> list[Event]:
    """Those of a group's events that count for one of its tellings, as events on this telling.

    What is done to any telling counts for all of them. Who decides on a telling alone sets it apart: until they decide
    on it again together with the others, or take it back, only what they did to this telling counts for it.
    """
    there = active(events)
    last = {e.reviewer: e.seen.alone for e in there if e.claim == claim and e.action in ("verdict", "adjudicate")}
    return [
        replace(event, claim=claim)
        for event in there
        if event.claim == claim or (is_shared(event) and not last.get(event.reviewer, False))
    ]


def _apply(state: State, event: Event, claim: str) -> None:
    key = (claim, event.reviewer)
    if event.note is not None and event.action in {"verdict", "note"}:
        state.notes[key] = event.note
        if not event.note:
            del state.notes[key]
    match event.action:
        case "verdict":
            state.verdicts[key] = event
            state.skips.pop(key, None)
        case "flag":
            state.flags[key] = event
        case "skip":
            state.skips[key] = event
        case "link":
            state.links[claim] = event
        case "adjudicate":
            state.adjudications[claim] = event
        case "dismiss_claim":
            state.dismissals[claim] = event
        case "add_claim" | "correct_claim":
            (state.additions if event.action == "add_claim" else state.corrections)[claim] = event
            state.dismissals.pop(claim, None)


def history(events: Iterable[Event], claim: str) -> list[Event]:
    """Everything that was done to a claim, by id; retracts are found by what they retract."""
    in_order = ordered(events)
    about = {event.id for event in in_order if event.claim == claim}
    return [event for event in in_order if event.id in about or event.retracts in about]


def undo_target(events: Iterable[Event], reviewer: str) -> Event | None:
    """The event that the reviewer's next undo retracts, or None where nothing is left to undo."""
    mine = [event for event in active(events) if event.reviewer == reviewer]
    return mine[-1] if mine else None


def redo_target(events: Iterable[Event], reviewer: str) -> Event | None:
    """The undone event that the reviewer's next redo appends again, or None."""
    mine = [event for event in ordered(events) if event.reviewer == reviewer]
    by_id = {event.id: event for event in mine}
    undone: list[Event] = []
    retracted: set[str] = set()
    for event in mine:
        if event.action != "retract":
            if undone and _says(event) == _says(undone[-1]):
                undone.pop()
            else:
                undone.clear()
        elif event.retracts in by_id and event.retracts not in retracted:
            target = by_id[event.retracts]
            if target.action != "retract" and target.id < event.id:
                retracted.add(target.id)
                undone.append(target)
    return undone[-1] if undone else None


def _says(event: Event) -> tuple[object, ...]:
    return (event.action, event.claim, event.verdict, event.reasons, event.note, event.evidence, event.quantity)


def _retracted(in_order: Sequence[Event]) -> set[str]:
    """The ids that a retract of the same reviewer takes out."""
    authors: dict[str, str] = {}
    gone: set[str] = set()
    for event in in_order:
        if event.action != "retract":
            authors[event.id] = event.reviewer
        elif event.retracts is not None and authors.get(event.retracts) == event.reviewer:
            gone.add(event.retracts)
    return gone
