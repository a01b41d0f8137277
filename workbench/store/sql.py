"""One SELECT of anybody's, on a copy of its own, in a connection that can reach nothing else."""

import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from workbench.errors import EXIT_USAGE, WorkbenchError
from workbench.store.blind_copy import is_blind
from workbench.store.connect import Connection, connect, database_error, is_damage, short
from workbench.store.folder import PRIVATE, case_lock, failed, is_locked, private_subfolder, remove
from workbench.store.head import open_locked_head
from workbench.store.literals import clean
from workbench.store.snapshot import copy_to
from workbench.store.stamp import distrust

DOCUMENTED = (
    "documents", "claims", "claim_groups", "sources", "observations", "candidates", "comparisons", "review_events",
    "problems", "meta", "verdicts", "decisions", "export", "notes", "judged", "drift", "corrections", "derived",
    "slips", "sensitivity", "inconsistencies", "agreement", "assignments", "exchange_rates",
)  # fmt: skip
_FOLDER = "queries"
_CHUNK = 10_000
_LOCKDOWN = (
    "SET enable_external_access = false",
    "SET disabled_filesystems = 'LocalFileSystem'",
    "SET lock_configuration = true",
)


@dataclass(frozen=True, slots=True)
class Result:
    """What a query gave: names and DuckDB types of the columns, and the rows as Python values."""

    columns: tuple[str, ...]
    types: tuple[str, ...]
    rows: list[tuple[Any, ...]]


def run_sql(root: Path, query: str, *, seconds: float = 30.0, memory: str = "1GB", max_rows: int = 1_000_000) -> Result:
    """Run one SELECT (or FROM, VALUES, WITH, DESCRIBE, SUMMARIZE, SHOW) on the case as it is now.

    Args:
        root: The case.
        query: One statement.
        seconds: How long it may take.
        memory: How much memory DuckDB may use, such as ``1GB``.
        max_rows: How many rows it may give.

    Raises:
        WorkbenchError: It is no single SELECT, or wrong, or takes too long or too much; or the case is busy.
    """
    with asking(root, query, seconds=seconds, memory=memory) as connection:
        described = connection.description or []
        deadline = time.monotonic() + seconds
        found: list[tuple[Any, ...]] = []
        while chunk := connection.fetchmany(_CHUNK):
            found.extend(chunk)
            if len(found) > max_rows:
                raise WorkbenchError(f"the query gives more than {max_rows} rows", "add a LIMIT or a WHERE")
            if time.monotonic() > deadline:
                raise _too_slow(seconds)
    return Result(tuple(column[0] for column in described), tuple(str(column[1]) for column in described), found)


@contextmanager
def asking(root: Path, query: str, *, seconds: float, memory: str) -> Iterator[Connection]:
    """A connection that has executed the query, for as long as its rows are fetched; errors are told for a person.

    Raises:
        WorkbenchError: As :func:`run_sql`.
    """
    path = None
    try:
        path, connection = _open_copy(root, memory)
        try:
            with _limited(root, connection, seconds):
                connection.execute(_one_select(connection, clean(query)))
                yield connection
        finally:
            connection.close()
    finally:
        if path is not None:
            path.unlink(missing_ok=True)


def _open_copy(root: Path, memory: str) -> tuple[Path, Connection]:
    with case_lock(root):
        with open_locked_head(root) as head:
            head.sync_reviews()
            blind = is_blind(head.connection)
        folder = private_subfolder(root, _FOLDER)
        for leftover in folder.iterdir():
            if not is_locked(leftover):
                remove(leftover)
        path = folder / f"{secrets.token_hex(8)}.duckdb"
        try:
            copy_to(root, path, blind=blind)
            connection = connect(path, read_only=True, temp_directory="", memory_limit=memory)
        except OSError as error:
            raise failed("the copy for the query could not be made", error, f"{PRIVATE}/{_FOLDER}") from None
        except duckdb.Error as error:
            path.unlink(missing_ok=True)
            distrust(root, error)
            raise database_error(error, f"{PRIVATE}/{_FOLDER}") from None
    for setting in _LOCKDOWN:
        connection.execute(setting)
    return path, connection


@contextmanager
def _limited(root: Path, connection: Connection, seconds: float) -> Iterator[None]:
    """Interrupt the connection when the time is over, and tell its errors for a person."""
    timer = threading.Timer(seconds, connection.interrupt)
    timer.daemon = True
    timer.start()
    try:
        yield
    except duckdb.InterruptException:
        raise _too_slow(seconds) from None
    except duckdb.OutOfMemoryException:
        raise WorkbenchError("the query needs more memory than it may use", "select less, or add a LIMIT") from None
    except duckdb.Error as error:
        if not is_damage(error):
            raise _wrong(error) from None
        distrust(root, error)
        raise database_error(error, f"{PRIVATE}/{_FOLDER}") from None
    finally:
        timer.cancel()


def _one_select(connection: Connection, query: str) -> duckdb.Statement:
    if "\0" in query:
        raise WorkbenchError("the query holds a NUL character", "take it out", code=EXIT_USAGE)
    try:
        statements = connection.extract_statements(query)
    except duckdb.Error as error:
        raise _wrong(error) from None
    if len(statements) != 1 or statements[0].type != duckdb.StatementType.SELECT:
        raise WorkbenchError(
            f"one SELECT is expected, {'nothing' if not statements else 'something else'} was given",
            "start with SELECT, WITH, FROM, VALUES, DESCRIBE, SUMMARIZE or SHOW, and give one statement only",
            code=EXIT_USAGE,
        )
    return statements[0]


def _too_slow(seconds: float) -> WorkbenchError:
    return WorkbenchError(f"the query took longer than {seconds:g} seconds and was stopped", "add a LIMIT or a WHERE")


def _wrong(error: duckdb.Error) -> WorkbenchError:
    hint = f"tables and views: {', '.join(DOCUMENTED)}"
    if isinstance(error, duckdb.PermissionException):
        return WorkbenchError("a query may read nothing but the case's own tables", hint, code=EXIT_USAGE)
    return WorkbenchError(short(error), hint, code=EXIT_USAGE)
