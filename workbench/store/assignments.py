"""Who reviews which claim, drawn set-wise: equal to :func:`workbench.reviews.assignment.assigned` for every claim."""

from collections.abc import Sequence

from workbench.reviews.assignment import LOT_DIGITS, Assignment
from workbench.store.connect import Connection
from workbench.store.literals import array, fill

_NAMED = """
SELECT c.claim_id, n.reviewer FROM claims AS c JOIN documents AS d USING (document_id) JOIN assigned_files AS n
ON n.path = d.path
"""

# The reviewers of a group by their lots; the second of them has it too where the group's own lot says so.
_DRAWN = """
WITH groups AS (
    SELECT group_id, ('0x' || substr(sha256($seed || chr(10) || group_id || chr(10)), 1, $digits))::BIGINT * 100
        < $overlap::DECIMAL(9, 4) * $size AS twice
    FROM (SELECT DISTINCT group_id FROM claims)
), drawn AS (
    SELECT g.group_id, r.reviewer, g.twice, row_number() OVER (
        PARTITION BY g.group_id ORDER BY sha256($seed || chr(10) || g.group_id || chr(10) || r.reviewer), r.reviewer
    ) AS place
    FROM groups AS g CROSS JOIN reviewing AS r
)
SELECT c.claim_id, w.reviewer FROM claims AS c JOIN documents AS d USING (document_id)
JOIN drawn AS w ON w.group_id = c.group_id AND (w.place = 1 OR (w.place = 2 AND w.twice))
WHERE d.path NOT IN (SELECT path FROM assigned_files)
"""

_ALL = """
SELECT c.claim_id, r.reviewer FROM claims AS c JOIN documents AS d USING (document_id)
CROSS JOIN reviewing AS r WHERE d.path NOT IN (SELECT path FROM assigned_files)
"""


def assign(connection: Connection, assignment: Assignment, reviewers: Sequence[str]) -> None:
    """Fill the table ``assignments``; it stays empty where everybody reviews everything."""
    connection.execute("DELETE FROM assignments")
    if not assignment.divides:
        return
    connection.execute("CREATE OR REPLACE TEMP TABLE assigned_files (path VARCHAR, reviewer VARCHAR)")
    connection.execute("CREATE OR REPLACE TEMP TABLE reviewing (reviewer VARCHAR)")
    for path, names in assignment.documents:
        query = fill("INSERT INTO assigned_files SELECT $path, ", path=path)
        connection.execute(f"{query} unnest({array(names)})")
    if reviewers:
        connection.execute(f"INSERT INTO reviewing SELECT unnest({array(reviewers)})")
    connection.execute(f"INSERT INTO assignments {_NAMED}")
    lots = {"seed": assignment.seed, "digits": LOT_DIGITS, "size": 16**LOT_DIGITS, "overlap": str(assignment.overlap)}
    drawn = fill(_DRAWN, **lots) if assignment.share == "random" else _ALL
    connection.execute(f"INSERT INTO assignments {drawn}")
    connection.execute("DROP TABLE assigned_files")
    connection.execute("DROP TABLE reviewing")
