"""Which claim an event belongs to: its own, or the one that its author's words fit."""

from collections.abc import Sequence

from workbench.store.connect import Connection
from workbench.store.literals import fill

# An event stays with its claim; else it goes to the only claim with its sentence, words and occurrence, where one in
# the document that its author saw comes before those of others.
_FOUND = """
CREATE OR REPLACE TEMP TABLE attached AS
WITH lost AS (
    SELECT event_id, seen_key, seen_text, seen_occurrence, seen_document FROM attaching
    WHERE claim IS NOT NULL AND seen_key IS NOT NULL AND claim NOT IN (SELECT claim_id FROM claims)
), fitting AS (
    SELECT l.event_id, c.claim_id,
        coalesce(l.seen_document IN (d.document_id, d.identity, d.path), false) AS same_document
    FROM lost AS l
    JOIN claims AS c ON c.sentence_key = l.seen_key AND c.text = l.seen_text AND c.occurrence = l.seen_occurrence
    LEFT JOIN documents AS d USING (document_id)
), found AS (
    SELECT event_id, CASE WHEN count_if(same_document) = 1 THEN min(claim_id) FILTER (WHERE same_document)
        WHEN count(*) = 1 THEN min(claim_id) END AS claim_id
    FROM fitting GROUP BY event_id
    UNION ALL
    SELECT event_id, claim FROM attaching WHERE claim IN (SELECT claim_id FROM claims)
)
SELECT e.event_id, f.claim_id, e.claim IS NOT NULL AND f.claim_id IS NULL AS orphan, e.action, e.retracts, e.wanted
FROM attaching AS e LEFT JOIN found AS f USING (event_id)
"""

# With new events come those that they take back, and retracts that were read before what they take back.
_FRESH = """
SELECT *, event_id IN $fresh OR retracts IN $fresh AS wanted FROM review_events
WHERE wanted OR event_id IN (SELECT retracts FROM review_events WHERE event_id IN $fresh)
"""

# A retract belongs where the event it takes back belongs.
_RETRACTS = """
UPDATE attached SET claim_id = t.claim_id, orphan = t.orphan
FROM attached AS t WHERE attached.action = 'retract' AND t.event_id = attached.retracts
"""

_UPDATE = """
UPDATE review_events SET claim_id = a.claim_id, orphan = a.orphan FROM attached AS a
WHERE a.event_id = review_events.event_id AND a.wanted
    AND (a.claim_id IS DISTINCT FROM review_events.claim_id OR a.orphan <> review_events.orphan)
"""

# Candidates, and what reviewers linked, without a comparison.
PAIRS_WANTED = """
SELECT claim_id, observation_id FROM (
    SELECT claim_id, observation_id FROM candidates
    UNION ALL
    SELECT DISTINCT e.claim_id, o.observation_id FROM counting_events AS e
    JOIN claims AS c ON c.claim_id = e.claim_id JOIN observations AS o ON o.observation_id = e.evidence[1]
    ANTI JOIN candidates AS k ON k.claim_id = e.claim_id AND k.observation_id = o.observation_id
    WHERE e.action = 'link'
) AS w ANTI JOIN comparisons AS p ON p.claim_id = w.claim_id AND p.observation_id = w.observation_id
"""

LINKED = "SELECT count(*) > 0 FROM review_events WHERE action = 'link'"
# Whether anything that reviewers linked waits for its comparison; what they linked for one telling counts for all.
LINKS_WAIT = """
SELECT count(*) > 0 FROM counting_events AS e
JOIN claims AS c ON c.claim_id = e.claim_id JOIN observations AS o ON o.observation_id = e.evidence[1]
ANTI JOIN comparisons AS p ON p.claim_id = e.claim_id AND p.observation_id = o.observation_id
WHERE e.action = 'link'
"""


def reattach(connection: Connection, fresh: Sequence[str] | None = None) -> None:
    """Set ``claim_id`` and ``orphan`` of every event, or of those that are new, by the claims there are now."""
    which = "SELECT *, true AS wanted FROM review_events" if fresh is None else fill(_FRESH, fresh=fresh)
    connection.execute(f"CREATE OR REPLACE TEMP TABLE attaching AS {which}")
    for statement in (_FOUND, _RETRACTS, _UPDATE, "DROP TABLE attached", "DROP TABLE attaching"):
        connection.execute(statement)
