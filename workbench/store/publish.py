"""Publishing: a fresh file for every client that connects, without ever touching one that a client has open.

``workbench.duckdb`` is a symlink to the newest of the generations in ``.workbench/generations/``. A generation is
written once, under a name that is never used again, and deleted when a newer one has taken its place and no client
holds it. The program itself never opens one.
"""

import os
import secrets
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from glob import escape as glob_escape
from pathlib import Path

import duckdb

from workbench.errors import EXIT_BUSY, Problem, WorkbenchError
from workbench.store.blind_copy import copy_what_is_shown, is_blind
from workbench.store.connect import database_error, scalar
from workbench.store.folder import (
    PRIVATE,
    case_lock,
    copy_synced,
    failed,
    fsync_folder,
    is_locked,
    is_read_only,
    private_folder,
    private_subfolder,
    remove,
)
from workbench.store.head import NAME, open_locked_head
from workbench.store.record import CONTENT, Record, problems_of, read_record, write_record
from workbench.store.review_rows import positions
from workbench.store.review_tail import Position, changed
from workbench.store.schema import SCHEMA_VERSION
from workbench.store.stamp import head_mark

PUBLISHED = "workbench.duckdb"
_GENERATIONS = "generations"
_GRACE = 3.0
_MIN_INTERVAL, _LONG = 0.1, 1.5  # seconds; what takes longer copies a gigabyte, and has the disk half of the time
_OFTEN = 0.05  # seconds; a client that keeps others out is noticed by then
_AFTER_A_FAULT = 1.0
_LAST = 30.0
_STAYS = 1.0


_NOT_PUBLISHED = Problem(
    "this case may only be read: it is shown, and nothing is saved or published",
    "to review it, copy it to a folder of your own",
)


@dataclass(frozen=True, slots=True)
class Published:
    """What a publication did.

    Attributes:
        path: ``workbench.duckdb``.
        fresh: Whether a new generation was made; False where the newest one said all there is.
        problems: Of the review files, and what else a person should know.
    """

    path: Path
    fresh: bool
    problems: list[Problem] = field(default_factory=list)


def publish(root: Path, *, if_changed: bool = True) -> Published:
    """Bring the reviews into the head and publish it.

    Args:
        root: The case.
        if_changed: Leave the newest generation where it says all there is, nobody wrote into it, and no client keeps
            others out of it.

    Raises:
        WorkbenchError: The case is busy (code 3), or the file could not be written.
    """
    with case_lock(root):
        return publish_locked(root, if_changed=if_changed)[0]


def publish_locked(root: Path, *, if_changed: bool = True) -> tuple[Published, dict[str, Position]]:
    """Publish for a caller that holds the case's lock; also says how far the review files were read."""
    path = root / PUBLISHED
    if is_read_only(root):
        with open_locked_head(root) as head:
            problems = [*head.notices, *head.sync_reviews(), _NOT_PUBLISHED]
            return Published(path, fresh=False, problems=problems), positions(head.connection)
    record = read_record(root)
    head_path = private_folder(root) / NAME
    current = head_path.is_file() and record.mark == head_mark(head_path) and _usable(root, record)
    with open_locked_head(root) as head:
        before = positions(head.connection)
        with head.transaction():
            problems = [*head.notices, *head.sync_reviews()]
            read = positions(head.connection)
            needed = not (if_changed and current and read == before)
            if needed:
                head.touch()
        blind = is_blind(head.connection)
        content, told = scalar(head.connection, CONTENT), problems_of(head.problems())
    made = Record(content=content, problems=told, whole=not blind, schema=SCHEMA_VERSION)
    if not needed:
        return Published(path, fresh=False, problems=problems), read
    try:
        generation = _new_generation(root, blind=blind)
        problems += _point_to(root, generation, record, made)
    except OSError as error:
        raise failed(f"{PUBLISHED} could not be published", error, PUBLISHED) from None
    _remove_old(generation)
    return Published(path, fresh=True, problems=problems), read


def copy_of_head(root: Path, target: Path, *, blind: bool) -> None:
    """Copy the head, which is closed and locked by the caller; of a blind review without what it hides.

    Raises:
        OSError: The copy could not be written.
        WorkbenchError: The head was left with an unfinished log.
    """
    head = private_folder(root) / NAME
    log = head.with_name(head.name + ".wal")
    if log.exists():
        raise WorkbenchError(
            "the database was not closed completely", "try again", file=f"{PRIVATE}/{NAME}", code=EXIT_BUSY
        )
    try:
        if blind:
            copy_what_is_shown(head, target)
        else:
            copy_synced(head, target)
    except duckdb.Error as error:
        raise database_error(error, f"{PRIVATE}/{NAME}") from None


def _new_generation(root: Path, *, blind: bool) -> Path:
    folder = private_subfolder(root, _GENERATIONS)
    name = f"{time.time_ns():020d}-{secrets.token_hex(4)}"
    fresh = folder / f"{name}.part"
    try:
        copy_of_head(root, fresh, blind=blind)
        generation = folder / f"{name}.duckdb"
        fresh.rename(generation)
    finally:
        fresh.unlink(missing_ok=True)
    fsync_folder(folder)
    return generation


def _point_to(root: Path, generation: Path, record: Record, made: Record) -> list[Problem]:
    """Let ``workbench.duckdb`` name the generation; what stands there and is not ours is moved aside.

    ``record`` is that of the last publication; of ``made`` it is known what it was made from.
    """
    path = root / PUBLISHED
    problems = _make_room(path, record)
    found = generation.stat()
    fresh = private_folder(root) / f"link-{secrets.token_hex(6)}"
    try:
        try:
            fresh.symlink_to(Path(PRIVATE) / _GENERATIONS / generation.name)
        except (OSError, NotImplementedError):
            copy_synced(generation, fresh)
            found = fresh.stat()
            problems.append(
                Problem(
                    "this disk knows no links, so the file itself was replaced",
                    "a client that keeps it open sees the old data until it connects again",
                    PUBLISHED,
                )
            )
        fresh.replace(path)
    finally:
        fresh.unlink(missing_ok=True)
    fsync_folder(root)
    mark = head_mark(private_folder(root) / NAME)
    name, inode, modified = generation.name, found.st_ino, found.st_mtime_ns
    write_record(root, replace(made, mark=mark, generation=name, inode=inode, modified=modified))
    return problems


def _make_room(path: Path, record: Record) -> list[Problem]:
    if not os.path.lexists(path):
        return []
    if path.is_symlink():
        ours = path.readlink().parent == Path(PRIVATE) / _GENERATIONS
    else:
        ours = path.is_file() and path.stat().st_ino == record.inode
    if ours:
        return []
    aside = path.with_name(f"{PUBLISHED}.aside-{secrets.token_hex(4)}")
    path.rename(aside)
    log = path.with_name(PUBLISHED + ".wal")
    if os.path.lexists(log):
        log.rename(aside.with_name(aside.name + ".wal"))
    return [Problem("a file that this program did not make stood here", f"it is now called {aside.name}", PUBLISHED)]


def _usable(root: Path, record: Record) -> bool:
    """Whether the newest generation is as it was published, in its place, and open to every client.

    A write-ahead log beside it is what a client left there that died while it wrote.
    """
    path = root / PUBLISHED
    expected = Path(PRIVATE) / _GENERATIONS / record.generation
    try:
        if path.is_symlink() and path.readlink() != expected:
            return False
        found = path.stat()
    except OSError:
        return False
    if (found.st_ino, found.st_mtime_ns) != (record.inode, record.modified):
        return False
    if os.path.lexists(f"{path.resolve()}.wal"):
        return False
    return not is_locked(path.resolve(), for_writing_only=True)


def _remove_old(newest: Path) -> None:
    """Delete the generations that nobody holds and that nobody can be about to open.

    The last one before the newest stays: a client may have followed the link and not opened the file yet. What is
    unfinished was left by a program that was killed: the caller holds the case's lock.
    """
    folder = newest.parent
    for unfinished in (*folder.glob("*.part"), *folder.glob("*.json"), *folder.parent.glob("link-*")):
        remove(unfinished)
    names = sorted({path.name.split(".")[0] for path in folder.iterdir()})
    youngest = time.time_ns() - int(_GRACE * 1e9)
    for name in names[: names.index(newest.stem)][:-1]:
        stamp = name.split("-")[0]
        file = newest.with_stem(name)
        if (stamp.isdecimal() and int(stamp) > youngest) or (file.exists() and is_locked(file)):
            continue
        for left in folder.glob(f"{glob_escape(name)}.*"):
            remove(left)


def _as_told(error: Exception) -> WorkbenchError:
    """Whatever went wrong as the error for a person."""
    if isinstance(error, WorkbenchError):
        return error
    if isinstance(error, OSError):
        return failed(f"{PUBLISHED} could not be published", error, PUBLISHED)
    if isinstance(error, duckdb.Error):
        return database_error(error, f"{PRIVATE}/{NAME}")
    what = f"{PUBLISHED} could not be published: {type(error).__name__}: {error}"
    return WorkbenchError(what, "what you decide is saved all the same; leave and begin again", file=PUBLISHED)


class Publisher:
    """Publishes for a running program, not more often than is useful; call from any thread.

    :meth:`poke` says that there is something new and returns at once. :meth:`tick`, called a few times a second from a
    thread that may wait, publishes where there is, whoever wrote it; :meth:`keep_at_it` begins a thread that does.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self._running = threading.Lock()
        self._poked = threading.Event()
        self._poked.set()
        self._read: dict[str, Position] = {}
        self._not_before = 0.0
        self._held: tuple[Path, float] | None = None
        self._ended = threading.Event()
        self._thread: threading.Thread | None = None

    def keep_at_it(self, tell: Callable[[list[Problem]], object], fail: Callable[[WorkbenchError], object]) -> None:
        """Publish in a thread of its own until :meth:`close`; both are called in that thread, and must not wait."""
        self._ended.clear()

        def publish_often() -> None:
            pause = _OFTEN
            while not self._ended.wait(pause):
                pause = _OFTEN
                try:
                    published = self.tick()
                except Exception as error:  # noqa: BLE001 - else nothing would be published any more, and nobody told
                    pause = _AFTER_A_FAULT
                    if not self._ended.is_set():
                        fail(_as_told(error))
                else:
                    if published is not None and published.problems and not self._ended.is_set():
                        tell(published.problems)

        self._thread = threading.Thread(target=publish_often, name="publisher", daemon=True)
        self._thread.start()

    def rest(self) -> None:
        """Let the thread end once it has finished what it is at; it calls nobody any more."""
        self._ended.set()

    def poke(self) -> None:
        """Say that something was saved."""
        self._poked.set()

    def tick(self) -> Published | None:
        """Publish where something is new and the last time is long enough ago.

        Returns:
            What was done, or None: nothing is new, it is too early, another thread is at it, or the case is busy.

        Raises:
            WorkbenchError: It cannot be published, for another reason than that the case is busy.
        """
        with self._alone() as alone:
            if not alone:
                return None
            shut_out = self._shut_out()  # every other client waits for a fresh one: no reason to wait ourselves
            if not shut_out and time.monotonic() < self._not_before:
                return None
            held = shut_out or self._held_by_a_reader()
            if not (held or self._poked.is_set() or changed(self.root, self._read)):
                return None
            return self._publish(if_changed=not held)

    def close(self) -> Published | None:
        """Publish what is left, whenever the last time was.

        Raises:
            WorkbenchError: It cannot be published, or a publication that takes very long is not waited for.
        """
        self.rest()
        if self._thread is not None:
            self._thread.join(_LAST)
            if self._thread.is_alive():
                hint = "nothing is lost: the next command publishes what you decided"
                raise WorkbenchError(f"{PUBLISHED} could not be brought up to date in time", hint, file=PUBLISHED)
        self._not_before = 0.0
        try:
            return self.tick()
        except Exception as error:
            raise _as_told(error) from error

    @contextmanager
    def _alone(self) -> Iterator[bool]:
        taken = self._running.acquire(blocking=False)
        try:
            yield taken
        finally:
            if taken:
                self._running.release()

    def _publish(self, *, if_changed: bool) -> Published | None:
        self._poked.clear()
        try:
            with case_lock(self.root, seconds=1.0):
                started = time.monotonic()
                published, self._read = publish_locked(self.root, if_changed=if_changed)
        except Exception as error:
            self._poked.set()
            self._not_before = time.monotonic() + _MIN_INTERVAL
            if isinstance(error, WorkbenchError) and error.code == EXIT_BUSY:
                return None
            raise _as_told(error) from error
        ended = time.monotonic()
        took = ended - started
        self._not_before = ended + max(_MIN_INTERVAL, took if took > _LONG else took / 4)
        return published

    def _shut_out(self) -> bool:
        """Whether a client keeps others out of the newest generation."""
        path = self.root / PUBLISHED
        return path.exists() and is_locked(path.resolve(), for_writing_only=True)

    def _held_by_a_reader(self) -> bool:
        """Whether a client has been reading the newest generation for a while, which keeps those out that would write.

        One that only comes and goes is no reason: each publication is a copy of the whole.
        """
        path = (self.root / PUBLISHED).resolve()
        if not path.exists() or not is_locked(path):
            self._held = None
            return False
        now = time.monotonic()
        if self._held is None or self._held[0] != path:
            self._held = (path, now)
        return now - self._held[1] > _STAYS
