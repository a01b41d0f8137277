"""How far each reviewer is with what is theirs."""

from collections.abc import Sequence
from dataclasses import dataclass

from workbench.store.literals import array
from workbench.store.snapshot import Snapshot

_SHARES = """
WITH who AS (SELECT DISTINCT reviewer FROM (
    SELECT unnest({reviewers}) AS reviewer
    UNION ALL SELECT reviewer FROM assignments UNION ALL SELECT reviewer FROM verdicts
)), theirs AS (
    SELECT claim_id, reviewer FROM assignments
    UNION ALL SELECT c.claim_id, w.reviewer FROM claims AS c CROSS JOIN who AS w WHERE NOT EXISTS (FROM assignments)
), told AS (
    SELECT t.reviewer, count(*) AS claims, count(v.claim_id) AS done
    FROM theirs AS t LEFT JOIN verdicts AS v ON v.claim_id = t.claim_id AND v.reviewer = t.reviewer GROUP BY t.reviewer
)
SELECT w.reviewer, coalesce(t.claims, 0) AS claims, coalesce(t.done, 0) AS done,
    (SELECT count(*) FROM verdicts AS v WHERE v.reviewer = w.reviewer) - coalesce(t.done, 0) AS others
FROM who AS w LEFT JOIN told AS t USING (reviewer) ORDER BY w.reviewer
"""

_UNASSIGNED = """
SELECT count(*) AS number FROM claims
WHERE EXISTS (FROM assignments) AND claim_id NOT IN (SELECT claim_id FROM assignments)
"""


@dataclass(frozen=True, slots=True)
class Share:
    """What one reviewer has: claims that are theirs, how many of them are done, and verdicts on others."""

    reviewer: str
    claims: int
    done: int
    others: int


def shares(snapshot: Snapshot, reviewers: Sequence[str]) -> list[Share]:
    """Every reviewer who is named, has a share or has voted, by name."""
    return [Share(**row) for row in snapshot.rows(_SHARES.replace("{reviewers}", array(reviewers)))]


def unassigned(snapshot: Snapshot) -> int:
    """How many claims are nobody's."""
    return int(snapshot.rows(_UNASSIGNED)[0]["number"])
