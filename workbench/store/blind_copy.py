"""A copy of the head without what blind review hides: written anew, for deleted rows stay in the blocks of a file."""

import os
from dataclasses import replace
from pathlib import Path

from workbench.reviews.blind import hidden_claims
from workbench.store.arrange import arrange, note_change
from workbench.store.connect import Connection, connect, rows, scalar
from workbench.store.literals import array, fill
from workbench.store.rows import event_of
from workbench.store.schema import TABLES, columns_of, create_tables
from workbench.store.views import create_views

_LINKED_OUT_OF_SIGHT = """
DELETE FROM comparisons AS p
WHERE claim_id IN (SELECT claim_id FROM claims WHERE claim_id IN $hidden OR group_id IN $hidden) AND NOT EXISTS (
    SELECT 1 FROM candidates AS k WHERE k.claim_id = p.claim_id AND k.observation_id = p.observation_id
)
"""

# A group is voted on as one, a telling that is decided apart by itself.
_VOTED_ON = """
SELECT e.*, coalesce(CASE WHEN e.seen_alone THEN e.claim_id ELSE c.group_id END, e.claim_id, e.claim) AS voted_on
FROM whole.review_events AS e LEFT JOIN whole.claims AS c USING (claim_id)
"""


def is_blind(connection: Connection) -> bool:
    """Whether a head is of a case under blind review."""
    return bool(scalar(connection, "SELECT review_mode = 'blind' FROM meta"))


def copy_what_is_shown(head: Path, target: Path) -> None:
    """Write a new database with the rows of a closed head, but for the events that are hidden, and fsync it.

    Raises:
        duckdb.Error: As DuckDB says; ``target`` may then hold a part.
        OSError: The copy could not be made to last.
    """
    connection = connect(target)
    try:
        connection.execute(fill("ATTACH $path AS whole (READ_ONLY)", path=str(head)))
        connection.execute("BEGIN")
        for statement in create_tables():
            connection.execute(statement)
        _fill(connection)
        for statement in create_views():
            connection.execute(statement)
        note_change(connection, reviews_only=True)
        connection.execute("COMMIT")
        connection.execute("DETACH whole")
        arrange(connection, target.parent)
        connection.execute("CHECKPOINT")
    finally:
        connection.close()
    with target.open("rb+") as file:
        os.fsync(file.fileno())


def _fill(connection: Connection) -> None:
    told = rows(connection, _VOTED_ON)
    voted_on = {row["event_id"]: row["voted_on"] for row in told}
    events = [
        replace(event_of(row), claim=voted_on.get(row["retracts"] or "", row["voted_on"])) for row in told
    ]
    needed = rows(connection, "SELECT reviewers FROM whole.meta")[0]["reviewers"] or []
    hidden = hidden_claims(events, needed)
    gone = array(event.id for event in events if event.claim in hidden)
    for table in TABLES:
        if table in {"current_verdicts", "current_decisions"}:
            continue
        seen = f"WHERE event_id NOT IN (SELECT unnest({gone}))"
        names = ", ".join(f'"{name}"' for name in columns_of(table))
        shown = seen if table == "review_events" and hidden else ""
        connection.execute(f"DELETE FROM {table}")  # noqa: S608 -- one table of the schema
        connection.execute(f"INSERT INTO {table} ({names}) SELECT {names} FROM whole.{table} {shown}")  # noqa: S608
    if hidden:
        connection.execute(fill(_LINKED_OUT_OF_SIGHT, hidden=sorted(hidden)))
