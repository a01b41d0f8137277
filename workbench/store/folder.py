"""The program's own places in a case: safe folders, the lock, and what the file system is asked more than once."""

import errno
import fcntl
import hashlib
import os
import shutil
import stat
import struct
import sys
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path

from workbench.errors import EXIT_BUSY, NoRoomError, WorkbenchError

PRIVATE = ".workbench"
_ONLY_READ = (errno.EROFS, errno.EACCES, errno.EPERM)
_PAUSE = 0.02
_LOCK_WAIT = 20.0


def private_folder(root: Path) -> Path:
    """``.workbench`` of a case, made where it is missing; for a case that may only be read, a folder of this user's.

    Raises:
        WorkbenchError: It is a link or no folder, or cannot be made.
    """
    folder = root / PRIVATE
    try:
        folder.mkdir(exist_ok=True)
        mode = folder.lstat().st_mode
    except FileExistsError:
        raise WorkbenchError(f"{PRIVATE} is not a folder", "delete it, then try again", file=PRIVATE) from None
    except OSError as error:
        if error.errno in _ONLY_READ and root.is_dir():
            return _elsewhere(root)
        raise failed(f"{PRIVATE} cannot be made", error, PRIVATE) from None
    if stat.S_ISLNK(mode):
        raise WorkbenchError(
            f"{PRIVATE} is a link; the program writes only into the case itself",
            f"delete the link {folder}, then try again",
            file=PRIVATE,
        )
    return folder if can_be_written(folder) else _elsewhere(root)


def can_be_written(folder: Path) -> bool:
    """Whether this user may make files there, as far as permissions and the kind of mount tell."""
    return os.access(folder, os.W_OK | os.X_OK, effective_ids=os.access in os.supports_effective_ids)


def is_read_only(root: Path) -> bool:
    """Whether the case may only be looked at: then its private files lie in a folder of this user's."""
    return private_folder(root).parent != root


def _elsewhere(root: Path) -> Path:
    """The private folder of a case that may only be read: in this user's cache, named after the case's place."""
    base = os.environ.get("XDG_CACHE_HOME", "")
    try:
        cache = Path(base) if base.startswith("/") else Path.home() / ".cache"
        name = hashlib.sha256(os.fsencode(root.resolve())).hexdigest()[:24]
        folder = cache / "claim-workbench" / name
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        found = folder.lstat()
    except (OSError, RuntimeError) as error:
        cause = error if isinstance(error, OSError) else OSError(str(error))
        problem = failed("the case may only be read, and there is no place for a copy of it", cause, PRIVATE).problem
        raise WorkbenchError(problem.message, "set XDG_CACHE_HOME to a folder that you can write to") from None
    if stat.S_ISLNK(found.st_mode) or found.st_uid != os.getuid() or found.st_mode & 0o022:
        raise WorkbenchError(f"others can write into {folder}", "delete it, then try again", file=str(folder))
    return folder


def private_subfolder(root: Path, name: str) -> Path:
    """A folder in ``.workbench``, made where it is missing; a link in its place is taken away."""
    folder = private_folder(root) / name
    try:
        if folder.is_symlink():
            folder.unlink()
        folder.mkdir(exist_ok=True)
    except OSError as error:
        raise failed(f"{PRIVATE}/{name} cannot be made", error, f"{PRIVATE}/{name}") from None
    return folder


def failed(what: str, error: OSError, file: str) -> WorkbenchError:
    """The error for a person: what could not be done, why, and what to do."""
    hints = {
        errno.ENOSPC: "free some disk space, then try again",
        errno.EDQUOT: "free some disk space, then try again",
        errno.EROFS: "the disk is read-only: copy the case to a folder that can be written to",
        errno.EACCES: "give yourself write permission, or copy the case to a folder of your own",
        errno.EPERM: "give yourself write permission, or copy the case to a folder of your own",
        errno.ELOOP: "a link stands in its place: replace it by a plain file or folder",
    }
    reason = os.strerror(error.errno) if error.errno else str(error)
    hint = hints.get(error.errno or 0, "see the message, then try again")
    kind = NoRoomError if error.errno in {errno.ENOSPC, errno.EDQUOT} else WorkbenchError
    return kind(f"{what}: {reason}", hint, file=file)


def fsync_folder(folder: Path) -> None:
    """Make new names in ``folder`` last through a power cut."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def copy_synced(source: Path, target: Path) -> None:
    """Copy a file to a new name and fsync it; the file system shares the blocks where it can.

    Raises:
        OSError: As the system says; ``target`` may then hold a part.
    """
    with source.open("rb") as reader, target.open("xb") as writer:
        left = os.fstat(reader.fileno()).st_size
        try:
            while left > 0 and hasattr(os, "copy_file_range"):
                done = os.copy_file_range(reader.fileno(), writer.fileno(), left)
                left = left - done if done else 0
        except OSError as error:
            if error.errno not in {errno.EXDEV, errno.EINVAL, errno.ENOSYS, errno.EOPNOTSUPP}:
                raise
        position = os.lseek(writer.fileno(), 0, os.SEEK_CUR)
        reader.seek(position)
        while chunk := reader.read(1 << 22):
            writer.write(chunk)
        writer.flush()
        os.fsync(writer.fileno())


def remove(path: Path) -> None:
    """Take away a file or a folder of the program's own that is of no more use; what cannot be removed stays."""
    with suppress(OSError):
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)


def is_running(process: str) -> bool:
    """Whether a process of this id runs, as far as this user may know."""
    if not process.isdecimal():
        return False
    try:
        os.kill(int(process), 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        return True
    return True


def take_lock(descriptor: int, seconds: float) -> bool:
    """Take an exclusive flock, waiting at most ``seconds``."""
    deadline = time.monotonic() + seconds
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > deadline:
                return False
            time.sleep(_PAUSE)
        else:
            return True


def case_lock(root: Path, seconds: float = _LOCK_WAIT) -> AbstractContextManager[None]:
    """Hold the lock under which the head, and nothing else, is touched; for moments only.

    Raises:
        WorkbenchError: Somebody held it for longer than ``seconds`` (code 3), or it cannot be made.
    """
    return _locked(root, "lock", seconds, "opening or publishing")


def build_lock(root: Path, seconds: float) -> AbstractContextManager[None]:
    """Hold the lock of whoever builds, which may take long; nobody else has to wait for it.

    Raises:
        WorkbenchError: Somebody held it for longer than ``seconds`` (code 3), or it cannot be made.
    """
    return _locked(root, "build.lock", seconds, "building")


def is_building(root: Path) -> bool:
    """Whether somebody is building."""
    try:
        with build_lock(root, 0):
            return False
    except WorkbenchError as error:
        return error.code == EXIT_BUSY


@contextmanager
def _locked(root: Path, name: str, seconds: float, doing: str) -> Iterator[None]:
    path, file = private_folder(root) / name, f"{PRIVATE}/{name}"
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o644)
    except OSError as error:
        raise failed("the lock of the case cannot be opened", error, file) from None
    try:
        if not take_lock(descriptor, seconds):
            holder = os.pread(descriptor, 20, 0).decode("ascii", "replace").strip()
            raise WorkbenchError(
                f"the case has been busy for {seconds:g} s: process {holder or 'unknown'} is {doing} it",
                "wait for it to end, then try again",
                file=file,
                code=EXIT_BUSY,
            )
        with suppress(OSError):  # on a full disk the lock is held all the same
            os.pwrite(descriptor, f"{os.getpid():<19}\n".encode(), 0)
        yield
    finally:
        os.close(descriptor)


def held_here(path: Path) -> bool:
    """Whether this process has the file open; such a file must not be opened and closed again, that drops its locks."""
    try:
        wanted = path.stat()
        descriptors = [int(name) for name in os.listdir("/dev/fd") if name.isdigit()]  # noqa: PTH208
    except OSError:
        return True
    for descriptor in descriptors:
        try:
            found = os.fstat(descriptor)
        except OSError:
            continue
        if (found.st_dev, found.st_ino) == (wanted.st_dev, wanted.st_ino):
            return True
    return False


def is_locked(path: Path, *, for_writing_only: bool = False) -> bool:
    """Whether a DuckDB client has the file open, as told by the fcntl locks that DuckDB takes.

    Args:
        path: A database file.
        for_writing_only: Only count a client that opened it read-write.
    """
    if held_here(path):
        return True
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_NOFOLLOW | os.O_CLOEXEC)
    except OSError:
        return False
    try:
        wanted = fcntl.F_RDLCK if for_writing_only else fcntl.F_WRLCK
        return _conflicting_lock(descriptor, wanted)
    finally:
        os.close(descriptor)


def _conflicting_lock(descriptor: int, wanted: int) -> bool:
    if sys.platform == "darwin":
        layout, place = "qqihh", 3
        request = struct.pack(layout, 0, 0, 0, wanted, os.SEEK_SET)
    else:
        layout, place = "hhqqi4x", 0
        request = struct.pack(layout, wanted, os.SEEK_SET, 0, 0, 0)
    answer = struct.unpack(layout, fcntl.fcntl(descriptor, fcntl.F_GETLK, request))
    return bool(answer[place] != fcntl.F_UNLCK)
