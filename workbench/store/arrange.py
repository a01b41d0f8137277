"""Tables worked out from the others: what is decided now, and the claims in the order of a list.

They are kept because lists ask for them at every key, however large the case is. Whatever changes the tables they come
from says so in ``work``, within the same transaction; they are worked out again before the head is closed.
"""

from pathlib import Path

from workbench.store.bulk import insert_query
from workbench.store.connect import Connection
from workbench.store.decisions import decide
from workbench.store.drift import find_series
from workbench.store.groups import group_claims
from workbench.store.literals import fill

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
        insert_query(connection, "claim_list", fill(_LIST, slice=number))
    connection.execute("DROP TABLE wanting")
