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


def remove_files(connection: Connection, spools: Path, paths: Iterable[str]) -> set[str]:
    """Take out the documents of these files, however many, as :func:`remove_documents` does."""
    with bulk.spool(spools, "paths", {"path": "VARCHAR"}) as told:
        for path in paths:
            told.add({"path": path})
        if not told.count:
            return set()
        return _remove(connection, f"SELECT document_id, path FROM documents WHERE path IN (FROM {told.rows})")  # noqa: S608


def remove_documents(connection: Connection, spools: Path, documents: Iterable[tuple[str, str]]) -> set[str]:
    """Take out documents, their claims, and what belongs to those, in the transaction that is open.

    Args:
        connection: The head's.
        spools: For temporary files.
        documents: However many: the id of each, with its file.

    Returns:
        Other files that lost a document by it. Claims know their document by its id alone, and while a build goes on
        documents of several files can have one id: all of them are taken out.
    """
    with bulk.spool(spools, "documents", {"document_id": "VARCHAR", "path": "VARCHAR"}) as told:
        for document_id, path in documents:
            told.add({"document_id": document_id, "path": path})
        return _remove(connection, f"FROM {told.rows}") if told.count else set()


def _remove(connection: Connection, chosen: str) -> set[str]:
    connection.execute(f"CREATE OR REPLACE TEMP TABLE gone_documents AS {chosen}")
    where = "WHERE document_id IN (SELECT document_id FROM temp.gone_documents)"
    gone = scalar(connection, f"SELECT count(*) FROM documents {where}")  # noqa: S608
    robbed: set[str] = set()
    if gone:
        arrange.note_change(connection, claims=True)
        others = f"{where} AND (document_id, path) NOT IN (FROM temp.gone_documents)"
        found = connection.execute(f"SELECT DISTINCT path FROM documents {others}").fetchall()  # noqa: S608
        robbed = {path for (path,) in found}
        # Without a condition DuckDB drops the rows without looking at them.
        everything = gone == scalar(connection, "SELECT count(*) FROM documents")
        _remove_claims(connection, where, everything=everything)
        for table in ("inconsistencies", "documents"):
            connection.execute(f"DELETE FROM {table} {'' if everything else where}")  # noqa: S608
    connection.execute("DROP TABLE temp.gone_documents")
    return robbed


def _remove_claims(connection: Connection, where: str, *, everything: bool) -> None:
    if everything:
        for table in (*_OF_NOTHING, *HANGING):
            connection.execute(f"DELETE FROM {table}")  # noqa: S608
        return
    connection.execute(f"CREATE OR REPLACE TEMP TABLE gone_claims AS SELECT claim_id FROM claims {where}")  # noqa: S608
    of_these = "WHERE claim_id IN (FROM temp.gone_claims)"
    connection.execute(f"{STIR} tellings {of_these}")
    for table in HANGING:
        connection.execute(f"DELETE FROM {table} {of_these}")  # noqa: S608
    connection.execute("DROP TABLE temp.gone_claims")
