"""How far the reviewers of a case agree."""

from collections.abc import Callable
from pathlib import Path

from workbench.documents.case import Case
from workbench.documents.settings import read_settings
from workbench.operations.build import build
from workbench.reviews.agreement import RESAMPLES, Agreement, Vote, agreement
from workbench.reviews.blind import first_votes
from workbench.reviews.scale import SCALES
from workbench.store.queries import all_events
from workbench.store.snapshot import Snapshot, snapshot


def agree(
    root: Path, *, resamples: int = RESAMPLES, progress: Callable[[int, int], None] | None = None
) -> tuple[Agreement, bool]:
    """The reviewers' agreement, and whether it is that of frozen first votes.

    In a blind case the votes that count are those that were given blind, whatever was said after the reveal.

    Raises:
        WorkbenchError: The case is busy, or the library for it is missing.
    """
    build(root)
    settings, _ = read_settings(Case(root))
    blind = settings.mode == "blind"
    with snapshot(root) as found:
        votes = _first(found, settings.reviewers) if blind else _current(found)
    return agreement(votes, SCALES[settings.scale].ranks, resamples=resamples, progress=progress), blind


def _current(found: Snapshot) -> list[Vote]:
    query = "SELECT claim_id, reviewer, verdict, kind FROM verdicts JOIN claims USING (claim_id)"
    return [Vote(row["claim_id"], row["reviewer"], row["verdict"], row["kind"]) for row in found.rows(query)]


def _first(found: Snapshot, reviewers: tuple[str, ...]) -> list[Vote]:
    kinds = {row["claim_id"]: row["kind"] for row in found.rows("SELECT claim_id, kind FROM claims")}
    return [
        Vote(claim, reviewer, event.verdict or "", kinds[claim])
        for claim, given in first_votes(all_events(found), reviewers).items()
        for reviewer, event in given.items()
        if claim in kinds
    ]
