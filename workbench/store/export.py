"""The export: one row per claim as CSV, Parquet or a workbook, whole or not at all."""

import os
import secrets
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb

from workbench.errors import EXIT_USAGE, Problem, WorkbenchError
from workbench.store.connect import Connection, database_error
from workbench.store.export_query import Wanted, export_query
from workbench.store.folder import PRIVATE, failed, fsync_folder, private_subfolder, remove
from workbench.store.literals import fill
from workbench.store.publish import PUBLISHED
from workbench.store.snapshot import snapshot
from workbench.store.stamp import distrust
from workbench.store.workbook import MAX_ROWS, too_many, write_workbook

_OF_A_CASE, _SETTINGS = ("claims", "sources"), "workbench.toml"
_CLOSED = (*_OF_A_CASE, "reviews", PRIVATE)
_CHUNK = 1 << 22
_ROWS = 5_000
_FLUSHED_EVERY = 0.2
_ABANDONED = 3600.0
_CSV = "FORMAT csv, HEADER, TIMESTAMPFORMAT '%Y-%m-%dT%H:%M:%SZ', new_line '\\r\\n'"
_PARQUET = "FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 122880"
ALL = Wanted()


@dataclass(frozen=True, slots=True)
class Exported:
    """How many claims were written, and what was cut on the way."""

    claims: int
    problems: list[Problem] = field(default_factory=list)


def export(root: Path, target: Path, wanted: Wanted = ALL) -> Exported:
    """Write the export to a file, in place of what it held; its ending says in which form.

    Raises:
        WorkbenchError: The ending is none of .csv, .parquet, .xlsx, or the target lies among the case's own files
            (code 2), or it cannot be written.
    """
    write = writer_for(target)
    path = _allowed(root, target)
    fresh = path.with_name(f".{path.name[:200]}.{secrets.token_hex(4)}.part")
    try:
        _sweep(path)
        done = write(root, fresh, wanted)
        with fresh.open("rb+") as file:
            os.fsync(file.fileno())
        fresh.replace(path)
        fsync_folder(path.parent)
    except OSError as error:
        raise failed("the export was not written", error, str(target)) from None
    finally:
        remove(fresh)
    return done


def export_text(root: Path, wanted: Wanted = ALL) -> Iterator[str]:
    """The CSV export in pieces of text, for standard output; write them without changing the line ends."""
    folder = private_subfolder(root, "exports")
    for left in folder.iterdir():
        if left.lstat().st_mtime < time.time() - _ABANDONED:
            remove(left)
    path = folder / f"{secrets.token_hex(8)}.csv"
    try:
        _copied(root, path, wanted, _CSV)
        with path.open(encoding="utf-8", newline="") as file:
            while piece := file.read(_CHUNK):
                yield piece
    finally:
        path.unlink(missing_ok=True)


def writer_for(target: Path) -> Callable[[Path, Path, Wanted], Exported]:
    """What writes a file with this ending.

    Raises:
        WorkbenchError: Nothing does (code 2).
    """
    write = _WRITERS.get(target.suffix.lower())
    if write is None:
        known = ", ".join(_WRITERS)
        what = f"{target.name[:80]!a} has no ending that can be written"
        raise WorkbenchError(what, f"name a file that ends in one of {known}", code=EXIT_USAGE)
    return write


def _allowed(root: Path, target: Path) -> Path:
    """The target with its links followed, where the export may be written there."""
    if target.is_symlink():
        what = "the target is a link, and what it leads to would be lost"
        raise WorkbenchError(what, "name a file", file=str(target), code=EXIT_USAGE)
    try:
        path, case = target.resolve(), root.resolve()
    except (OSError, RuntimeError):
        raise WorkbenchError("the target cannot be followed to a file", "name another one", file=str(target)) from None
    closed = next((folder for each in (case, *_cases_around(path)) if (folder := _closed(each, path))), None)
    if closed is not None:
        what = f"an export is never written into {closed}/"
        raise WorkbenchError(what, "name a file elsewhere", file=str(target), code=EXIT_USAGE)
    if path == case / PUBLISHED or path.name.startswith(PUBLISHED):
        raise WorkbenchError("that is the published database", "name another file", file=str(target), code=EXIT_USAGE)
    if path.is_dir() or not path.parent.is_dir():
        what = "is a folder" if path.is_dir() else "lies in no folder that exists"
        raise WorkbenchError(f"the target {what}", "name a file", file=str(target), code=EXIT_USAGE)
    return path


def _cases_around(path: Path) -> Iterator[Path]:
    """The cases that a file would lie in; the one that is exported need not be among them."""
    return (
        folder for folder in path.parents
        if (folder / _SETTINGS).exists() or all((folder / name).is_dir() for name in _OF_A_CASE)
    )  # fmt: skip


def _closed(case: Path, path: Path) -> str | None:
    """Which of the folders that hold a case's truth the file would lie in."""
    for name in _CLOSED:
        folder = case / name
        if path.is_relative_to(folder) or path.is_relative_to(folder.resolve()):
            return name
    return None


def _sweep(path: Path) -> None:
    """Delete what an export of this file left behind that was killed long ago."""
    for left in path.parent.glob(".*.part"):
        if left.name.startswith(f".{path.name[:200]}.") and left.lstat().st_mtime < time.time() - _ABANDONED:
            left.unlink(missing_ok=True)


def _write_csv(root: Path, path: Path, wanted: Wanted) -> Exported:
    with _reaching_the_disk(path):
        return _copied(root, path, wanted, _CSV)


def _write_parquet(root: Path, path: Path, wanted: Wanted) -> Exported:
    with _reaching_the_disk(path):
        return _copied(root, path, wanted, _PARQUET)


def _copied(root: Path, path: Path, wanted: Wanted, form: str) -> Exported:
    with _reading(root, path) as connection:
        query = export_query(connection, wanted, printed=form == _CSV)
        copied = f"COPY ({query}) TO {fill('$path', path=str(path))} ({form}, USE_TMP_FILE false)"
        row = connection.execute(copied).fetchone()
        return Exported(int(row[0]) if row else 0)


def _write_workbook(root: Path, path: Path, wanted: Wanted) -> Exported:
    with _reading(root, path) as connection:
        query = export_query(connection, wanted, printed=False)
        number = connection.execute(f"SELECT count(*) FROM ({query})").fetchall()[0][0]  # noqa: S608
        if number >= MAX_ROWS:
            raise too_many()
        found = connection.execute(query)
        names = [column[0] for column in found.description or ()]
        return Exported(number, write_workbook(path, names, _rows(found)))


def _rows(found: Connection) -> Iterator[Sequence[Any]]:
    while rows := found.fetchmany(_ROWS):
        yield from rows


@contextmanager
def _reading(root: Path, path: Path) -> Iterator[Connection]:
    with snapshot(root) as opened:
        try:
            yield opened.cursor
        except duckdb.Error as error:
            distrust(root, error)
            raise database_error(error, str(path)) from None


@contextmanager
def _reaching_the_disk(path: Path) -> Iterator[None]:
    """Hand to the disk what is written while more is worked out, so that little is left to wait for in the end.

    Raises:
        OSError: The disk did not take it; the file's last fsync might not be told that again.
    """
    done, failures = threading.Event(), list[OSError]()
    thread = threading.Thread(target=_keep_flushing, args=(path, done, failures), daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()
    if failures:
        raise failures[0]


def _keep_flushing(path: Path, done: threading.Event, failures: list[OSError]) -> None:
    while not done.wait(_FLUSHED_EVERY) and not failures:
        try:
            descriptor = os.open(path, os.O_WRONLY)
        except OSError:  # not begun yet; who writes it will say what is wrong
            continue
        try:
            os.fsync(descriptor)
        except OSError as error:
            failures.append(error)
        finally:
            os.close(descriptor)


_WRITERS = {".csv": _write_csv, ".parquet": _write_parquet, ".xlsx": _write_workbook}
