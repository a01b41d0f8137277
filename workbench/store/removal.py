"""Taking out documents with all that hangs on them."""

from collections.abc import Iterable
from pathlib import Path

from workbench.store import arrange, bulk
from workbench.store.connect import Connection, scalar
from workbench.store.groups import STIR

HANGING = (
    "candidates", "comparisons", "slip_findings", "tellings", "series", "claim_groups", "unranked", "machine_claims",
    "claim_list", "claims",
)  # fmt: skip
_OF_NOTHING = ("stirred", "alike", "passage_labels")


def remove_documents(connection: Connection, spools: Path, paths: Iterable[str]) -> None:
    """Take out the documents of these files, their claims, and what belongs to those, in the transaction that is open.

    Args:
        connection: The head's.
        spools: For temporary files.
        paths: Relative to the case, however many.
    """
    with bulk.spool(spools, "paths", {"path": "VARCHAR"}) as told:
        for path in paths:
            told.add({"path": path})
        if not told.count:
            return
        chosen = f"path IN (SELECT path FROM {told.rows})"  # noqa: S608
        connection.execute(
            f"CREATE OR REPLACE TEMP TABLE gone_documents AS SELECT document_id FROM documents WHERE {chosen}"  # noqa: S608
        )
        gone = scalar(connection, "SELECT count(*) FROM temp.gone_documents")
        if gone:
            arrange.note_change(connection, claims=True)
            # Without a condition DuckDB drops the rows without looking at them.
            everything = gone == scalar(connection, "SELECT count(*) FROM documents")
            _remove_claims(connection, everything=everything)
            contradicting = "" if everything else "WHERE document_id IN (FROM temp.gone_documents)"
            connection.execute(f"DELETE FROM inconsistencies {contradicting}")  # noqa: S608
            connection.execute(f"DELETE FROM documents {'' if everything else f'WHERE {chosen}'}")  # noqa: S608
        connection.execute("DROP TABLE temp.gone_documents")


def _remove_claims(connection: Connection, *, everything: bool) -> None:
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE gone_claims AS"
        " SELECT claim_id FROM claims WHERE document_id IN (FROM temp.gone_documents)"
    )
    if everything:
        for table in _OF_NOTHING:
            connection.execute(f"DELETE FROM {table}")  # noqa: S608
    else:
        connection.execute(f"{STIR} tellings WHERE claim_id IN (FROM temp.gone_claims)")
    where = "" if everything else "WHERE claim_id IN (FROM temp.gone_claims)"
    for table in HANGING:
        connection.execute(f"DELETE FROM {table} {where}")  # noqa: S608
    connection.execute("DROP TABLE temp.gone_claims")
