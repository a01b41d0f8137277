"""How far a review is: what is done and open by kind and speaker, who decided what, the pace, and the time left."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from workbench.operations.desk_opening import Opening
from workbench.reviews.events import Event
from workbench.reviews.state import active
from workbench.store.literals import array

_PAUSE = 600.0  # seconds without a verdict after which somebody is taken to have been away
_RECENT = 100
_SPEAKERS = 12


@dataclass(frozen=True, slots=True)
class Share:
    """How many claims of a sort are done."""

    name: str
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class Overview:
    """How far the review is.

    Attributes:
        kinds: By kind, the most claims first.
        speakers: By speaker, the most claims first, those with few left out.
        verdicts: How many claims hold each verdict now.
        reviewers: How many claims each reviewer holds a verdict on.
        seconds: What this reviewer takes for a claim, without breaks; None before the third verdict.
        left: How many claims are left to this reviewer.
        mine: This reviewer's share, where the claims are divided.
    """

    total: int
    done: int
    skipped: int
    flagged: int
    stale: int
    kinds: tuple[Share, ...]
    speakers: tuple[Share, ...]
    verdicts: tuple[tuple[str, int], ...]
    reviewers: tuple[tuple[str, int], ...]
    seconds: float | None
    left: int
    mine: Share | None = None


def overview(opening: Opening) -> Overview:
    """How far the review is now, as this reviewer may see it."""
    memory = opening.memory
    # Each group once, as in the list.
    decisions = {claim: memory.decision(claim) for claim in memory.touched_groups}
    done = [claim for claim in decisions if memory.is_done(claim)]
    verdicts = Counter(each.verdict for each in decisions.values() if each.verdict is not None)
    reviewers = Counter(who for each in decisions.values() for who in each.verdict_by)
    return Overview(
        total=opening.total,
        done=len(done),
        skipped=sum(each.skipped and not memory.is_done(claim) for claim, each in decisions.items()),
        flagged=sum(each.flagged for each in decisions.values()),
        stale=sum(bool(each.stale) for each in decisions.values()),
        kinds=_shares(opening, done, "kind"),
        speakers=_shares(opening, done, "coalesce(speaker, '')")[:_SPEAKERS],
        verdicts=tuple(verdicts.most_common()),
        reviewers=tuple(reviewers.most_common()),
        seconds=pace(memory.mine),
        left=max(0, opening.total - len(done)),
    )


def _shares(opening: Opening, done: list[str], column: str) -> tuple[Share, ...]:
    query = f"""
        SELECT {column} AS name, count(o.claim_id) AS done, count(*) AS total FROM claim_list AS l
        LEFT JOIN (SELECT unnest({array(done)}) AS claim_id) AS o ON o.claim_id = l.claim_id
        WHERE l.telling = 1 GROUP BY 1 ORDER BY total DESC, name
    """  # noqa: S608 - our own column and literals
    return tuple(Share(**row) for row in opening.snapshot.rows(query))


def pace(events: list[Event]) -> float | None:
    """Seconds between a reviewer's last verdicts, breaks left out; None where there are too few to tell."""
    times = [_seconds(event.at) for event in active(events) if event.action == "verdict"][-_RECENT:]
    known = sorted(time for time in times if time is not None)
    gaps = [later - before for before, later in pairwise(known) if later - before <= _PAUSE]
    return sum(gaps) / len(gaps) if len(gaps) >= 2 else None


def _seconds(at: str) -> float | None:
    try:
        return datetime.fromisoformat(at).timestamp()
    except ValueError:
        return None
