"""Opening DuckDB files, and what its errors mean to a person."""

import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import duckdb

from workbench.errors import EXIT_BUSY, NoMemoryError, NoRoomError, WorkbenchError
from workbench.store.literals import fill

# Files are written for the oldest supported client, and no extension is ever fetched.
_CONFIG: dict[str, str | bool | int | float | list[str]] = {
    "storage_compatibility_version": "v1.5.0",
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "python_enable_replacements": False,
}
_LOCKED = re.compile(r"set lock on file|Conflicting lock|already attached", re.IGNORECASE)
_DAMAGED = re.compile(
    r"corrupt|checksum|serializ|not a valid duckdb|internal error|could not read|been invalidated", re.IGNORECASE
)
_FULL = re.compile(r"No space left|quota exceeded|File too large", re.IGNORECASE)
_LONGEST = 500
# Of memory DuckDB gets so much. A build is begun with a quarter, less while other processes help, so that it needs as
# much for a million posts as for a hundred thousand; what does not fit goes to the disk, where DuckDB can do that. Of a
# long text it has to hold several copies.
_THREADS, _MEMORY, _FRUGAL, _BESIDE_OTHERS, _MOST, _COPIES = 4, 1 << 30, 256 << 20, 160 << 20, 3 << 30, 8
_SHARE = "usual_memory"

Connection = duckdb.DuckDBPyConnection


def connect(path: Path, *, read_only: bool = False, **config: str | bool) -> Connection:
    """Open a database file of our own.

    Raises:
        WorkbenchError: The path cannot be used with DuckDB.
        duckdb.Error: As DuckDB says.
    """
    if "?" in str(path):
        raise WorkbenchError(
            "DuckDB cannot keep a database in a folder with a question mark in its name",
            "rename the folder, then try again",
            file=str(path.parent),
        )
    connection = duckdb.connect(str(path), read_only=read_only, config={**_CONFIG, **config})
    connection.execute("SET enable_progress_bar = false")  # in a notebook DuckDB would print one
    return connection


def bound(connection: Connection, spill: Path, *, frugal: bool) -> None:
    """Let DuckDB put to the disk what is more than its share of memory, however large the case is."""
    threads = min(_THREADS, scalar(connection, "SELECT current_setting('threads')"))
    connection.execute(fill("SET temp_directory = $spill", spill=str(spill)))
    connection.execute(f"SET threads = {threads}")
    connection.execute(f"SET VARIABLE {_SHARE} = {_FRUGAL if frugal else _MEMORY}")
    allow(connection)


def allow(connection: Connection, longest: int | None = None, *, most: int = _MEMORY) -> None:
    """Give DuckDB the memory for a text of so many characters; None: for the longest that it holds."""
    if longest is None:
        longest = int(scalar(connection, "SELECT max(characters) FROM documents") or 0)
    usual = min(most, int(scalar(connection, f"SELECT getvariable('{_SHARE}')") or _MEMORY))
    connection.execute(f"SET memory_limit = '{min(_MOST, usual + _COPIES * longest)}B'")


@contextmanager
def beside_others(connection: Connection) -> Iterator[None]:
    """Leave memory to the processes that help meanwhile, where it is used sparingly at all."""
    with suppress(duckdb.Error):  # it holds more just now
        if scalar(connection, f"SELECT getvariable('{_SHARE}')") == _FRUGAL:
            allow(connection, most=_BESIDE_OTHERS)
    try:
        yield
    finally:
        with suppress(duckdb.Error):  # its transaction has failed
            allow(connection)


def rows(connection: Connection, query: str) -> list[dict[str, Any]]:
    """The result of a query, a dict for each row."""
    result = connection.execute(query)
    names = [column[0] for column in result.description or []]
    return [dict(zip(names, row, strict=True)) for row in result.fetchall()]


def scalar(connection: Connection, query: str) -> Any:  # noqa: ANN401 -- whatever type the query gives
    """The first column of the first row, or None without rows."""
    row = connection.execute(query).fetchone()
    return None if row is None else row[0]


def is_lock_conflict(error: duckdb.Error) -> bool:
    """Whether another process holds the file."""
    return _LOCKED.search(str(error)) is not None


def is_full(error: duckdb.Error) -> bool:
    """Whether there was no room, which DuckDB can call fatal; the file holds what it held before."""
    return _FULL.search(str(error)) is not None


def is_damage(error: duckdb.Error) -> bool:
    """Whether the file itself is broken."""
    if is_full(error):
        return False
    if isinstance(error, duckdb.InternalException | duckdb.FatalException):
        return True
    return _DAMAGED.search(str(error)) is not None


def is_damage_to_ours(error: duckdb.Error) -> bool:
    """The same of a statement of our own: what it names is in every database that we made."""
    if is_full(error):
        return False
    return is_damage(error) or isinstance(error, duckdb.CatalogException | duckdb.BinderException)


def short(error: duckdb.Error) -> str:
    """DuckDB's message with its line and mark, without its stack or a page of candidates."""
    lines = [line.rstrip() for line in str(error).splitlines() if not line.startswith(("Stack Trace", "See also"))]
    return "\n".join(lines[:8]).strip()[:_LONGEST]


def database_error(error: duckdb.Error, file: str) -> WorkbenchError:
    """An error of DuckDB on one of our own files as the error for a person."""
    if is_lock_conflict(error):
        return WorkbenchError(
            f"another program has the case's private database open: {short(error)}",
            f"close it there; open workbench.duckdb instead of {file}",
            file=file,
            code=EXIT_BUSY,
        )
    if is_full(error):
        return NoRoomError(
            f"the database could not be written: {short(error)}",
            "free some disk space, then try again; the files of the case are as they were",
            file=file,
        )
    if isinstance(error, duckdb.OutOfMemoryException):
        return NoMemoryError(
            f"the database needs more memory: {short(error)}",
            "close other programs, or split the largest files; what was done so far is kept",
            file=file,
        )
    if is_damage_to_ours(error):
        return WorkbenchError(
            f"the database is damaged: {short(error)}",
            "try again: it is built anew from the files, nothing is lost",
            file=file,
        )
    return WorkbenchError(
        f"the database could not be used: {short(error)}",
        f"check the free disk space, then try again; if it stays so, delete {file}, it is built anew",
        file=file,
    )
