"""What the desk gives to a screen."""

from dataclasses import dataclass

from workbench.operations.desk_list import Place, Row
from workbench.operations.desk_state import Decision
from workbench.quantity.comparison import Comparison
from workbench.quantity.interval import Interval
from workbench.reviews.events import Event
from workbench.store.queries import ClaimDetail, Option


@dataclass(frozen=True, slots=True)
class Line:
    """A claim in the list."""

    row: Row
    decision: Decision


@dataclass(frozen=True, slots=True)
class Listed:
    """A list of claims, made for one opening of the case."""

    place: Place
    opening: int

    @property
    def total(self) -> int:
        """How many claims are on it."""
        return self.place.total


@dataclass(frozen=True, slots=True)
class Beside:
    """An observation beside a claim, in the claim's unit."""

    option: Option
    found: Comparison
    why: str
    linked: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """One claim with all that a reviewer needs to decide.

    Attributes:
        others: Start and end of other quantities near it, as offsets into the document.
        alone: What the wording allows, in one line, where no observation is beside it.
        votes: The current verdict events by reviewer that this reviewer may see.
        notes: The current notes by reviewer.
    """

    detail: ClaimDetail
    decision: Decision
    beside: tuple[Beside, ...]
    accepted: Interval
    others: tuple[tuple[int, int], ...]
    alone: str
    votes: dict[str, Event]
    notes: dict[str, str]


@dataclass(frozen=True, slots=True)
class Saved:
    """An event that is on the disk, the one it takes back or repeats, and its claim."""

    event: Event
    about: Event | None
    claim_id: str | None


@dataclass(frozen=True, slots=True)
class Progress:
    """How far this reviewer is; all numbers count claims."""

    total: int
    done: int
    skipped: int
    stale: int = 0


@dataclass(frozen=True, slots=True)
class Changes:
    """What others did since the last look.

    Attributes:
        claims: The claims that their events belong to.
        reviewers: Who did something.
        saved_again: How many of this reviewer's events had gone missing from the file and were saved again.
    """

    claims: frozenset[str] = frozenset()
    reviewers: tuple[str, ...] = ()
    saved_again: int = 0
