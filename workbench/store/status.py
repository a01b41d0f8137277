"""How much there is of everything, and how far the review is."""

from dataclasses import dataclass
from datetime import datetime

from workbench.store.queries import LINE
from workbench.store.snapshot import Snapshot

_FIRST = "WHERE claim_id IN (SELECT claim_id FROM claims WHERE telling = 1)"


@dataclass(frozen=True, slots=True)
class Status:
    """How much there is of everything.

    The mappings count groups of claims, each by its first telling; ``by_reviewer`` counts verdicts on these.
    """

    title: str | None
    built_at: datetime | None
    documents: int
    claims: int
    sources: int
    observations: int
    by_kind: dict[str, int]
    by_comparison: dict[str, int]
    groups: int
    by_state: dict[str, int]
    by_verdict: dict[str, int]
    by_reviewer: dict[str, int]
    stale: int
    flagged: int
    orphans: int
    problems: int


def status_of(snapshot: Snapshot) -> Status:
    """How much there is of everything."""
    totals = snapshot.rows("""
        SELECT title, built_at, (SELECT count(*) FROM documents) AS documents,
            (SELECT count(*) FROM claims)
                - (SELECT count(*) FROM decisions WHERE state = 'dismissed') AS claims,
            (SELECT count(DISTINCT group_id) FROM decisions WHERE state <> 'dismissed') AS groups,
            (SELECT count(*) FROM sources) AS sources, (SELECT count(*) FROM observations) AS observations,
            (SELECT count(*) FROM verdicts WHERE stale AND claim_id = decided_on) AS stale,
            (SELECT count(DISTINCT group_id) FROM decisions WHERE flagged) AS flagged,
            (SELECT count(*) FROM review_events WHERE orphan) AS orphans,
            (SELECT count(*) FROM problems) AS problems
        FROM meta
    """)[0]
    return Status(
        **totals,
        by_kind=_counts(snapshot, "kind", f"({LINE} WHERE l.telling = 1) WHERE state <> 'dismissed'"),
        by_comparison=_counts(snapshot, "comparison", f"({LINE} WHERE l.telling = 1) WHERE state <> 'dismissed'"),
        by_state=_counts(snapshot, "state", f"decisions {_FIRST}"),
        by_verdict=_counts(snapshot, "verdict", f"decisions {_FIRST} AND verdict IS NOT NULL"),
        by_reviewer=_counts(snapshot, "reviewer", f"verdicts {_FIRST}"),
    )


def _counts(snapshot: Snapshot, column: str, table: str) -> dict[str, int]:
    query = f"SELECT coalesce({column}, '') AS name, count(*) AS number FROM {table} GROUP BY 1 ORDER BY 2 DESC, 1"  # noqa: S608
    return {row["name"]: row["number"] for row in snapshot.rows(query)}
