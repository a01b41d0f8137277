"""The reviews of a case in memory, for commands and for the review screen alike."""

from collections.abc import Iterable

from workbench.documents.settings import Settings
from workbench.operations.desk_state import ReviewMemory
from workbench.reviews.events import Event
from workbench.store.snapshot import Snapshot
from workbench.store.told_again import groups_of

_ATTACHED = """
SELECT event_id, claim_id FROM review_events WHERE claim IS NOT NULL AND claim_id IS DISTINCT FROM claim
"""


def attached(found: Snapshot) -> dict[str, str | None]:
    """By event id: the claim that an event belongs to now, where that is not the one it names."""
    return {row["event_id"]: row["claim_id"] for row in found.rows(_ATTACHED)}


def remember(found: Snapshot, settings: Settings, reviewer: str, events: Iterable[Event]) -> ReviewMemory:
    """What follows from all events for one reviewer."""
    memory = ReviewMemory(
        reviewer, blind=settings.mode == "blind", reviewers=settings.reviewers,
        groups=lambda claims: groups_of(found, claims),
    )  # fmt: skip
    memory.add(events, attached(found))
    return memory
