"""Reading: a private, read-only copy of the head, so that no screen and no query ever waits for a writer."""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import duckdb

from workbench.errors import Problem, WorkbenchError
from workbench.store.blind_copy import is_blind
from workbench.store.connect import Connection, connect, database_error, rows
from workbench.store.folder import (
    PRIVATE,
    case_lock,
    failed,
    is_locked,
    is_running,
    private_folder,
    private_subfolder,
    remove,
)
from workbench.store.head import NAME, open_locked_head
from workbench.store.publish import copy_of_head
from workbench.store.record import record_of_now
from workbench.store.stamp import distrust, head_mark, why_not_ours

_FOLDER = "snapshots"


class NotBuiltError(WorkbenchError):
    """There is no database of this user's and this version's yet."""


class Snapshot:
    """What the case held when it was opened; every thread asks it through a cursor of its own.

    Attributes:
        problems: What is wrong in the review files, and what had to be done to open the head.
    """

    def __init__(self, root: Path, path: Path, connection: Connection, problems: list[Problem]) -> None:
        self.root = root
        self.path = path
        self.problems = problems
        self._connection = connection
        self._threads = threading.local()
        self._guard = threading.Lock()

    @property
    def cursor(self) -> Connection:
        """This thread's cursor."""
        cursor: Connection | None = getattr(self._threads, "cursor", None)
        if cursor is None:
            with self._guard:
                cursor = self._connection.cursor()
            self._threads.cursor = cursor
        return cursor

    def rows(self, query: str) -> list[dict[str, Any]]:
        """The result of a query, a dict for each row.

        Raises:
            WorkbenchError: DuckDB failed.
        """
        try:
            return rows(self.cursor, query)
        except duckdb.Error as error:
            distrust(self.root, error)
            raise database_error(error, f"{PRIVATE}/{_FOLDER}") from None

    def close(self) -> None:
        """Close it for all threads; its copy is deleted where a newer one has taken its place."""
        self._connection.close()
        with suppress(WorkbenchError), case_lock(self.root, seconds=0):
            _clean(self.path.parent, keep=_newest(self.path.parent))


def open_snapshot(root: Path, *, as_published: bool = False) -> Snapshot:
    """Bring the reviews into the head and open a private copy of it.

    A copy is kept until the head has changed, so that opening costs the same however large the case is.

    Args:
        root: The case.
        as_published: Take the head as it is where it is what was published last: for who reads the reviews since then.

    Raises:
        WorkbenchError: The case is busy (code 3), or the copy could not be made or opened.
    """
    with case_lock(root):
        published = record_of_now(root) if as_published else None
        if published is not None and published.whole:
            problems, blind = [], False
        else:
            with open_locked_head(root) as head:
                problems, blind = [*head.notices, *head.sync_reviews()], is_blind(head.connection)
        folder = private_subfolder(root, _FOLDER)
        path = folder / f"{head_mark(private_folder(root) / NAME)}.duckdb"
        _clean(folder, keep=path)
        try:
            if not path.is_file() or path.is_symlink():
                copy_to(root, path, blind=blind)
            # The same for every connection of this process to this copy: they are one database, with one configuration.
            spill = folder / f"{os.getpid()}-{path.stem}.tmp"
            connection = connect(path, read_only=True, temp_directory=str(spill))
        except OSError as error:
            raise failed("the private copy could not be made", error, f"{PRIVATE}/{_FOLDER}") from None
        except duckdb.Error as error:
            path.unlink(missing_ok=True)
            distrust(root, error)
            raise database_error(error, f"{PRIVATE}/{_FOLDER}") from None
    return Snapshot(root, path, connection, problems)


@contextmanager
def snapshot(root: Path) -> Iterator[Snapshot]:
    """A snapshot for the length of a block."""
    opened = open_snapshot(root)
    try:
        yield opened
    finally:
        opened.close()


@contextmanager
def built_last(root: Path) -> Iterator[Snapshot]:
    """What the head holds, read in its place under the case's lock: for a moment, and without room for a copy.

    Raises:
        NotBuiltError: The case was never built.
        WorkbenchError: The case is busy (code 3), or its head cannot be opened.
    """
    with case_lock(root):
        path = private_folder(root) / NAME
        shown = f"{PRIVATE}/{NAME}"
        if not path.is_file() or why_not_ours(path) is not None:
            raise NotBuiltError("the case was not built yet", "run: workbench build", file=shown)
        try:
            connection = connect(path, read_only=True)
        except duckdb.Error as error:
            raise database_error(error, shown) from None
        try:
            yield Snapshot(root, path, connection, [])
        finally:
            connection.close()


def copy_to(root: Path, path: Path, *, blind: bool) -> None:
    """Copy the head as in :func:`copy_of_head`, whole or not at all."""
    fresh = path.with_suffix(".part")
    fresh.unlink(missing_ok=True)
    try:
        copy_of_head(root, fresh, blind=blind)
        fresh.replace(path)
    finally:
        fresh.unlink(missing_ok=True)


def _newest(folder: Path) -> Path | None:
    try:
        return max(folder.glob("*.duckdb"), key=lambda path: path.stat().st_mtime_ns, default=None)
    except OSError:
        return None


def _clean(folder: Path, keep: Path | None) -> None:
    """Delete the copies that nobody has open, but for the one to keep; the folder may be gone.

    The caller holds the case's lock, so a part of a copy is what a killed program left. A query that needs more room
    than there is memory keeps a folder named after its process.
    """
    for path in folder.iterdir() if folder.is_dir() else ():
        in_use = is_running(path.name.partition("-")[0]) if path.suffix == ".tmp" else is_locked(path)
        if path != keep and not in_use:
            remove(path)
