"""Saving a decision: one line appended to ``reviews/REVIEWER.jsonl`` and fsynced, nothing else is waited for."""

import os
import stat
import threading
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from workbench.errors import EXIT_BUSY, EXIT_USAGE, WorkbenchError
from workbench.reviews.events import MAX_LINE, REVIEWER, Event, to_line
from workbench.reviews.ids import new_id
from workbench.store.folder import failed, fsync_folder, take_lock
from workbench.store.review_tail import START, read_all, read_from

_FLAGS = os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NONBLOCK
_LOCK_WAIT = 10.0
_TRIES = 20

_Stat = tuple[int, int, int, int]


def reviews_folder(root: Path) -> Path:
    """``reviews/`` of a case, made where it is missing.

    Raises:
        WorkbenchError: It is a link that leaves the case, or no folder, or cannot be made.
    """
    folder = root / "reviews"
    with suppress(OSError):
        if stat.S_ISDIR(folder.lstat().st_mode):  # a plain one leads nowhere else
            return folder
    try:
        if not folder.exists() and not folder.is_symlink():
            folder.mkdir(exist_ok=True)
            fsync_folder(root)
        real = folder.resolve()
    except (OSError, RuntimeError) as error:
        cause = error if isinstance(error, OSError) else OSError(str(error))
        raise failed("reviews/ cannot be made", cause, "reviews") from None
    if not real.is_relative_to(root.resolve()):
        raise WorkbenchError(
            "reviews/ is a link that leaves the case: nothing was saved",
            "replace it by a folder inside the case",
            file="reviews",
        )
    if not real.is_dir():
        raise WorkbenchError("reviews/ is no folder: nothing was saved", "replace it by a folder", file="reviews")
    return folder


def append(root: Path, event: Event) -> None:
    """Save one event: append its line and fsync it. Returns only when it is on the disk.

    Raises:
        WorkbenchError: It was not saved, and why.
    """
    _write(root, event.reviewer, [event])


class ReviewWriter:
    """Saves the decisions of one reviewer for as long as the program runs, from any thread.

    It remembers what it saved. Where an editor, git or a synchroniser brought back an older file, :meth:`check` appends
    what has gone missing.

    Args:
        root: The case.
        reviewer: Whose decisions.
        known: The case's events, where they are read elsewhere (see :meth:`saw`); None reads them here.
    """

    def __init__(self, root: Path, reviewer: str, known: Iterable[Event] | None = None) -> None:
        self.root = root
        self.reviewer = reviewer
        self._guard = threading.Lock()
        self._saved: dict[str, Event] = {}
        self._known: _Stat | None = None
        self._greatest: str | None = None
        _file_name(reviewer)
        self.saw(read_all(root).events if known is None else known)

    def saw(self, events: Iterable[Event]) -> None:
        """Take note of events read from the case: ids given from now on exceed theirs."""
        greatest = max((event.id for event in events), default=None)
        with self._guard:
            self._greatest = max(filter(None, (self._greatest, greatest)), default=None)

    def next_id(self) -> str:
        """An id greater than every one this writer has read or given."""
        with self._guard:
            self._greatest = new_id(self._greatest)
            return self._greatest

    def append(self, event: Event) -> None:
        """Save an event, together with earlier ones that have gone missing.

        Raises:
            WorkbenchError: The event was not saved, and why.
        """
        if event.reviewer != self.reviewer:
            raise WorkbenchError(f"an event of {event.reviewer!a} does not belong into {self.reviewer}.jsonl")
        with self._guard:
            self._known = _write(self.root, self.reviewer, [*self._missing(), event])
            self._saved[event.id] = event
            self._greatest = max(event.id, self._greatest or "")

    def check(self) -> list[Event]:
        """Append again what this writer saved and the file no longer holds; cheap where nothing changed.

        Returns:
            The events that had gone missing and are saved again.

        Raises:
            WorkbenchError: They could not be saved again.
        """
        with self._guard:
            missing = self._missing()
            if missing:
                self._known = _write(self.root, self.reviewer, missing)
            return missing

    def _missing(self) -> list[Event]:
        if not self._saved:
            return []
        path = self.root / "reviews" / f"{self.reviewer}.jsonl"
        now = _identity(path)
        if now is not None and now == self._known:
            return []
        held = {event.id for event in read_from(path, START).events} if now else set()
        missing = [event for identifier, event in self._saved.items() if identifier not in held]
        if not missing:
            self._known = now
        return missing


def _file_name(reviewer: str) -> str:
    if not REVIEWER.fullmatch(reviewer):
        raise WorkbenchError(
            f"{reviewer[:40]!a} cannot be a reviewer's name",
            "use 1 to 32 of the characters a-z 0-9 _ -, with --reviewer NAME or $WORKBENCH_REVIEWER",
            code=EXIT_USAGE,
        )
    return f"{reviewer}.jsonl"


def _identity(path: Path) -> _Stat | None:
    try:
        found = path.lstat()
    except OSError:
        return None
    return (found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns)


def _write(root: Path, reviewer: str, events: list[Event]) -> _Stat | None:
    """Append the events; returns the file as it is then, or None where somebody else wrote meanwhile."""
    name = _file_name(reviewer)
    file = f"reviews/{name}"
    lines = [to_line(event) for event in events]
    if any(len(line) > MAX_LINE for line in lines):
        raise WorkbenchError(f"the event is longer than {MAX_LINE} characters: nothing was saved", "shorten the note")
    data = "".join(line + "\n" for line in lines).encode("ascii")
    path = reviews_folder(root) / name
    try:
        for _ in range(_TRIES):
            written, known = _append_once(path, data)
            if written:
                return known
    except OSError as error:
        raise failed("the decision was not saved", error, file) from None
    raise WorkbenchError(
        "the decision was not saved: another program keeps replacing the file",
        "end the program that does so (a synchroniser, a checkout), then try again",
        file=file,
        code=EXIT_BUSY,
    )


def _append_once(path: Path, data: bytes) -> tuple[bool, _Stat | None]:
    """Append to whatever file the path names now; False where the path named another one at the end."""
    descriptor = os.open(path, _FLAGS, 0o644)
    try:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise WorkbenchError("no plain file: nothing was saved", "replace it", file=f"reviews/{path.name}")
        if not take_lock(descriptor, _LOCK_WAIT):
            raise WorkbenchError(
                "another program has locked the file: nothing was saved",
                "end that program, then try again",
                file=f"reviews/{path.name}",
                code=EXIT_BUSY,
            )
        size = os.fstat(descriptor).st_size
        torn = size > 0 and os.pread(descriptor, 1, size - 1) != b"\n"
        whole = b"\n" + data if torn else data
        _write_all(descriptor, whole)
        os.fsync(descriptor)
        if size == 0:
            fsync_folder(path.parent)
        after, named = os.fstat(descriptor), _identity(path)
        if named is None or named[:2] != (after.st_dev, after.st_ino):
            return False, None
        return True, named if named[2] == size + len(whole) else None
    finally:
        os.close(descriptor)


def _write_all(descriptor: int, data: bytes) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(descriptor, rest) :]
