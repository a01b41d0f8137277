"""How far each reviewer is with what is theirs; a claim that is told several times counts once."""

from collections.abc import Sequence
from dataclasses import dataclass

from workbench.store.literals import array
from workbench.store.snapshot import Snapshot

_SHARES = """
WITH who AS (SELECT DISTINCT reviewer FROM (
    SELECT unnest({reviewers}) AS reviewer
    UNION ALL SELECT reviewer FROM assignments UNION ALL SELECT reviewer FROM verdicts
)), given AS (SELECT DISTINCT c.group_id, v.reviewer FROM verdicts AS v JOIN claims AS c USING (claim_id)), theirs AS (
    SELECT DISTINCT c.group_id, a.reviewer FROM assignments AS a JOIN claims AS c USING (claim_id)
    UNION ALL
    SELECT g.group_id, w.reviewer FROM claim_groups AS g CROSS JOIN who AS w WHERE NOT EXISTS (FROM assignments)
), told AS (
    SELECT t.reviewer, count(*) AS claims, count(v.group_id) AS done
    FROM theirs AS t LEFT JOIN given AS v ON v.group_id = t.group_id AND v.reviewer = t.reviewer GROUP BY t.reviewer
)
SELECT w.reviewer, coalesce(t.claims, 0) AS claims, coalesce(t.done, 0) AS done,
    (SELECT count(*) FROM given AS v WHERE v.reviewer = w.reviewer) - coalesce(t.done, 0) AS others
FROM who AS w LEFT JOIN told AS t USING (reviewer) ORDER BY w.reviewer
"""

_UNASSIGNED = """
SELECT count(DISTINCT group_id) AS number FROM claims
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
