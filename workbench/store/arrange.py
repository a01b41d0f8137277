"""Tables worked out from the others: what is decided now, and the claims in the order of a list.

They are kept because lists ask for them at every key, however large the case is. Whatever changes the tables they come
from says so in ``work``, within the same transaction; they are worked out again before the head is closed.
"""

from pathlib import Path

from workbench.store.connect import Connection
from workbench.store.drift import find_series
from workbench.store.groups import group_claims
from workbench.store.literals import fill
from workbench.store.schema import columns_of
from workbench.store.views import notes_of

# The views that they stand for would be planned anew at each mention, which takes longer than working them out.
_COUNTING = ("CREATE TEMP TABLE counting AS FROM counting_events", f"CREATE TEMP TABLE noted AS {notes_of('counting')}")
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
    FROM current_verdicts GROUP BY claim_id
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

# A row that is wanting is made; so whatever changes a claim, its group, or what is found for it takes out its row.
_WANTING = """
CREATE OR REPLACE TEMP TABLE wanting AS
SELECT claim_id, (row_number() OVER () - 1) // $slice AS slice
FROM claims WHERE claim_id NOT IN (SELECT claim_id FROM claim_list)
"""
# So many rows of the list are made at once: its memory does not grow with the claims.
SLICE = 100_000
_MANY = 50_000
_LIST = """
WITH chosen AS (
    SELECT claim_id FROM wanting WHERE slice = $slice
), told AS (
    SELECT c.* FROM claims AS c SEMI JOIN chosen AS o USING (claim_id)
), best AS (
    SELECT k.claim_id, k.observation_id FROM candidates AS k SEMI JOIN chosen AS o USING (claim_id) WHERE k.rank = 1
), findings AS (
    SELECT p.* FROM comparisons AS p SEMI JOIN chosen AS o USING (claim_id)
)
SELECT c.claim_id, c.group_id, c.telling, g.size AS tellings,
    c.document_id, d.path AS document, d.ordinal, coalesce(c.speaker, d.speaker) AS speaker,
    CASE WHEN c.speaker IS NULL THEN d.forwarded_from END AS forwarded_from, d.posted_at, c.start,
    c."end", c.text, c.hedge, c.counted, c.sentence, c.kind, c.unit, c.checkworthiness, k.observation_id,
    CASE WHEN k.observation_id IS NULL THEN 'no_reference' ELSE p.comparison END AS comparison, p.deviation, p.proposed,
    c.negated, CASE WHEN t.comparison <> p.comparison THEN t.comparison END AS comparison_then
FROM told AS c JOIN claim_groups AS g ON g.group_id = c.group_id
LEFT JOIN documents AS d USING (document_id)
LEFT JOIN best AS k ON k.claim_id = c.claim_id
LEFT JOIN findings AS p ON p.claim_id = c.claim_id AND p.observation_id = k.observation_id
LEFT JOIN (
    SELECT f.claim_id, o.superseded_by, min(f.comparison::VARCHAR) AS comparison
    FROM findings AS f JOIN observations AS o USING (observation_id) WHERE f.known = 'then' GROUP BY ALL
) AS t ON t.claim_id = c.claim_id AND t.superseded_by = k.observation_id
"""

# Looked up by key at every step of a reviewer: without these, one claim costs a scan of all.
_INDEXES = (
    ("claim_list", "claim_id"), ("claims", "claim_id"), ("documents", "document_id"), ("candidates", "claim_id"),
    ("comparisons", "claim_id"),
)  # fmt: skip


def note_change(connection: Connection, *, reviews_only: bool = False, claims: bool = False) -> None:
    """Say, within the transaction that changes something, that the tables here have to be worked out again."""
    listed = "" if reviews_only else ", listed = false"
    connection.execute(f"UPDATE work SET decided = false{listed}{', grouped = false' if claims else ''}")  # noqa: S608


def arrange(connection: Connection, folder: Path) -> None:
    """Work out again what is not up to date, in one transaction; the indexes, which only save time, in another."""
    [(grouped, listed, decided)] = connection.execute("SELECT grouped, listed, decided FROM work").fetchall()
    if grouped and listed and decided:
        return
    if _wanting(connection) > _MANY:  # putting very much into a table is several times faster without its index
        connection.execute("DROP INDEX IF EXISTS claim_list_claim_id")
    connection.execute("BEGIN")
    regroup(connection, folder)
    if not connection.execute("SELECT listed FROM work").fetchall()[0][0]:
        _list_claims(connection)
    decide(connection)
    connection.execute("UPDATE work SET grouped = true, listed = true, decided = true")
    connection.execute("COMMIT")
    for table, column in _INDEXES:
        connection.execute(f"CREATE INDEX IF NOT EXISTS {table}_{column} ON {table} ({column})")


def regroup(connection: Connection, folder: Path) -> None:
    """Put the claims into groups and series again, within the transaction that is open, where they have changed.

    ``folder`` is for temporary files.
    """
    if not connection.execute("SELECT grouped FROM work").fetchall()[0][0]:
        group_claims(connection, folder)
        find_series(connection, folder)
        connection.execute("DELETE FROM stirred")
        connection.execute("UPDATE work SET grouped = true, listed = false, decided = false")


def drop_indexes(connection: Connection) -> None:
    """Take out the indexes before very much is put in; :func:`arrange` makes them again."""
    for table, column in _INDEXES:
        connection.execute(f"DROP INDEX IF EXISTS {table}_{column}")


def unlist(connection: Connection, claims: str) -> None:
    """Take the rows of these claims out of the list, within the transaction that changes what they show.

    Args:
        connection: The head's.
        claims: What stands behind FROM and has a column ``claim_id``; empty for every claim.
    """
    which = f"WHERE claim_id IN (SELECT claim_id FROM {claims})" if claims else ""  # noqa: S608
    connection.execute(f"DELETE FROM claim_list {which}")  # noqa: S608
    note_change(connection)


def _wanting(connection: Connection) -> int:
    """How many rows of the list there are too few."""
    query = "SELECT (SELECT count(*) FROM claims) - (SELECT count(*) FROM claim_list)"
    return int(connection.execute(query).fetchall()[0][0])


def _list_claims(connection: Connection) -> None:
    connection.execute(fill(_WANTING, slice=SLICE))
    [(last,)] = connection.execute("SELECT coalesce(max(slice), -1) FROM wanting").fetchall()
    for number in range(last + 1):
        _put(connection, "claim_list", fill(_LIST, slice=number))
    connection.execute("DROP TABLE wanting")


def decide(connection: Connection) -> None:
    """Work out the current verdicts and decisions."""
    for statement in _COUNTING:
        connection.execute(statement)
    _fill(connection, "current_verdicts", _VERDICTS)
    _fill(connection, "current_decisions", _DECISIONS)
    connection.execute("DROP TABLE noted")
    connection.execute("DROP TABLE counting")


def _fill(connection: Connection, table: str, query: str) -> None:
    connection.execute(f"DELETE FROM {table}")  # noqa: S608
    _put(connection, table, query)


def _put(connection: Connection, table: str, query: str) -> None:
    names = ", ".join(f'"{name}"' for name in columns_of(table))
    connection.execute(f"INSERT INTO {table} ({names}) SELECT {names} FROM ({query})")  # noqa: S608
