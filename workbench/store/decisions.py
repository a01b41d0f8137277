"""What is decided now: ``current_verdicts`` and ``current_decisions``, from the events that count.

Few events are new at a time: then only the claims that they bear on are worked out again, however many were decided.
"""

from collections.abc import Sequence

from workbench.store.bulk import insert_query
from workbench.store.connect import Connection, scalar
from workbench.store.literals import fill
from workbench.store.views import counting_of, notes_of

# What is done to one telling counts for all, so of a group either none is worked out again or every one. A retract
# belongs to the claim of what it takes back.
_DECIDING = """
CREATE OR REPLACE TEMP TABLE deciding AS
WITH touched AS (
    SELECT DISTINCT claim_id FROM review_events WHERE event_id IN $fresh AND claim_id IS NOT NULL
)
FROM touched
UNION
SELECT claim_id FROM claims WHERE group_id IN (
    SELECT g.group_id FROM claim_groups AS g JOIN claims AS c ON c.group_id = g.group_id AND g.size > 1
    JOIN touched AS t ON t.claim_id = c.claim_id
)
"""
_OF_DECIDING = "(SELECT e.* FROM active_events AS e SEMI JOIN deciding USING (claim_id))"

# The views that these stand for would be planned anew at each mention, which takes longer than working them out.
_COUNTING, _NOTED = "CREATE TEMP TABLE counting AS {}", f"CREATE TEMP TABLE noted AS {notes_of('counting')}"
_VERDICTS = """
WITH latest AS (
    SELECT * FROM counting WHERE action = 'verdict'
    QUALIFY row_number() OVER (PARTITION BY claim_id, reviewer ORDER BY event_id DESC) = 1
), now AS (
    SELECT claim_id, observation_id, comparison FROM comparisons
    UNION ALL
    SELECT claim_id, NULL, 'no_reference' FROM claims
    WHERE claim_id IN (SELECT of_claim FROM latest) AND claim_id NOT IN (SELECT claim_id FROM comparisons)
), checked AS (
    SELECT l.*, concat_ws(', ',
        CASE WHEN l.seen_observation IS NOT NULL
            AND (o.observation_id IS NULL OR coalesce(l.seen_observation_hash, o.sha256) <> o.sha256)
            THEN 'observation' END,
        CASE WHEN l.settings_hash <> '' AND l.settings_hash <> m.settings_hash THEN 'settings' END,
        CASE WHEN l.seen_comparison IS NOT NULL
            AND (l.seen_observation IS NULL OR o.observation_id IS NOT NULL)
            AND l.seen_comparison IS DISTINCT FROM n.comparison
            THEN 'comparison' END
    ) AS changes
    FROM latest AS l CROSS JOIN meta AS m
    LEFT JOIN observations AS o ON o.observation_id = l.seen_observation
    LEFT JOIN now AS n ON n.claim_id = l.of_claim AND coalesce(n.observation_id, '') = coalesce(l.seen_observation, '')
)
SELECT c.claim_id, c.reviewer, c.verdict, c.reasons, n.note, c.evidence, c."at" AS decided_at, c.event_id, c.blind,
    c.changes <> '' AS stale, nullif(c.changes, '') AS stale_because, c.of_claim AS decided_on, c.seen_alone AS alone
FROM checked AS c LEFT JOIN noted AS n USING (claim_id, reviewer)
"""

_DECISIONS = """
WITH votes AS (
    SELECT claim_id, count(*) AS votes, count(DISTINCT verdict) AS different, min(verdict) AS verdict,
        list(reviewer ORDER BY reviewer) AS verdict_by, max(decided_at) AS decided_at,
        list_sort(list_distinct(flatten(list(reasons)))) AS reasons, bool_or(stale) AS stale,
        nullif(array_to_string(list_sort(list_distinct(list(stale_because))), ', '), '') AS stale_because
    FROM ruled GROUP BY claim_id
), said AS (
    SELECT claim_id, CASE WHEN count(*) = 1 THEN min(note)
        ELSE string_agg(reviewer || ': ' || note, ' | ' ORDER BY reviewer) END AS note
    FROM noted GROUP BY claim_id
), final AS (
    SELECT claim_id, verdict, reviewer, "at", reasons, note FROM counting WHERE action = 'adjudicate'
    QUALIFY row_number() OVER (PARTITION BY claim_id ORDER BY event_id DESC) = 1
), links AS (
    SELECT l.claim_id, o.observation_id FROM (
        SELECT claim_id, evidence[1] AS observation_id FROM counting WHERE action = 'link'
        QUALIFY row_number() OVER (PARTITION BY claim_id ORDER BY event_id DESC) = 1
    ) AS l JOIN observations AS o USING (observation_id)
), flags AS (
    SELECT DISTINCT claim_id FROM counting WHERE action = 'flag'
), dismissals AS (
    SELECT claim_id, 'dismissed by ' || reviewer || coalesce(': ' || nullif(note, ''), '') AS note FROM (
        SELECT claim_id, action, reviewer, note FROM counting
        WHERE action IN ('dismiss_claim', 'add_claim', 'correct_claim')
        QUALIFY row_number() OVER (PARTITION BY claim_id ORDER BY event_id DESC) = 1
    ) WHERE action = 'dismiss_claim'
), touched AS (
    SELECT claim_id FROM votes UNION SELECT claim_id FROM said UNION SELECT claim_id FROM final
    UNION SELECT claim_id FROM links UNION SELECT claim_id FROM flags UNION SELECT claim_id FROM dismissals
)
SELECT t.claim_id,
    CASE WHEN m.claim_id IS NOT NULL THEN NULL WHEN f.verdict IS NOT NULL THEN f.verdict
        WHEN v.different > 1 THEN 'disputed' ELSE v.verdict END AS verdict,
    CASE WHEN m.claim_id IS NOT NULL THEN 'dismissed' WHEN f.verdict IS NOT NULL THEN 'adjudicated'
        WHEN v.different > 1 THEN 'disputed' WHEN v.different = 1 THEN 'decided' ELSE 'open' END AS state,
    coalesce(v.votes, 0) AS votes, coalesce(f.reasons, v.reasons) AS reasons, coalesce(m.note, f.note, s.note) AS note,
    v.verdict_by,
    coalesce(f."at", v.decided_at) AS decided_at, f.reviewer AS adjudicated_by, l.observation_id,
    p.comparison, p.deviation, p.proposed, x.claim_id IS NOT NULL AS flagged,
    coalesce(v.stale, false) AS stale, v.stale_because
FROM touched AS t LEFT JOIN votes AS v USING (claim_id) LEFT JOIN said AS s USING (claim_id)
LEFT JOIN final AS f USING (claim_id) LEFT JOIN links AS l USING (claim_id)
LEFT JOIN dismissals AS m ON m.claim_id = t.claim_id LEFT JOIN flags AS x ON x.claim_id = t.claim_id
LEFT JOIN comparisons AS p ON p.claim_id = l.claim_id AND p.observation_id = l.observation_id
"""


def decide(connection: Connection) -> None:
    """Work out the current verdicts and decisions, within the transaction that is open."""
    for table in ("current_verdicts", "current_decisions"):
        connection.execute(f"DELETE FROM {table}")  # noqa: S608
    _work_out(connection, "active_events")


def decide_again(connection: Connection, fresh: Sequence[str]) -> bool:
    """Work them out again where these events are new, within the transaction that is open.

    Returns:
        False where nothing was done, because all have to be worked out again for another reason.
    """
    if not scalar(connection, "SELECT grouped AND decided FROM work"):
        return False
    connection.execute(fill(_DECIDING, fresh=fresh))
    for table in ("current_verdicts", "current_decisions"):
        connection.execute(f"DELETE FROM {table} WHERE claim_id IN (FROM deciding)")  # noqa: S608
    _work_out(connection, _OF_DECIDING)
    connection.execute("DROP TABLE deciding")
    return True


def _work_out(connection: Connection, active: str) -> None:
    connection.execute(_COUNTING.format(counting_of(active)))
    connection.execute(_NOTED)
    connection.execute(f"CREATE TEMP TABLE ruled AS {_VERDICTS}")
    insert_query(connection, "current_verdicts", "FROM ruled")
    insert_query(connection, "current_decisions", _DECISIONS)
    for table in ("ruled", "noted", "counting"):
        connection.execute(f"DROP TABLE {table}")
