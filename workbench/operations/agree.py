"""How far the reviewers of a case agree."""

from collections.abc import Callable
from pathlib import Path

from workbench.documents.case import Case
from workbench.documents.settings import read_settings
from workbench.operations.build import build
from workbench.operations.desk_state import ReviewMemory
from workbench.operations.remember import remember
from workbench.reviews.agreement import RESAMPLES, Agreement, Vote, agreement
from workbench.reviews.scale import SCALES
from workbench.store.literals import array
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
    with snapshot(root) as found:
        votes = votes_of(found, remember(found, settings, "", all_events(found)), blind=settings.mode == "blind")
    told = agreement(votes, SCALES[settings.scale].ranks, resamples=resamples, progress=progress)
    return told, settings.mode == "blind"


def votes_of(found: Snapshot, memory: ReviewMemory, *, blind: bool) -> list[Vote]:
    """The votes that agreement is worked out from: one for each reviewer on each claim, however often it is told."""
    claims = memory.judged()
    query = f"SELECT claim_id, kind FROM claims SEMI JOIN (SELECT unnest({array(claims)}) AS claim_id) USING (claim_id)"  # noqa: S608
    kinds = {row["claim_id"]: row["kind"] for row in found.rows(query)} if claims else {}
    votes = []
    for claim in claims:
        if claim not in kinds:
            continue
        given = memory.first_votes(claim) if blind else {who: e for (_, who), e in memory.state(claim).verdicts.items()}
        votes += [Vote(claim, who, event.verdict or "", kinds[claim]) for who, event in given.items()]
    return votes
