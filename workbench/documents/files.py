"""Reading a file that anybody may have put there: regular files only, up to a size, never waiting on a pipe."""

import os
import secrets
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from workbench.errors import Problem, WorkbenchError

MAX_BYTES = 256 * 1024 * 1024
# Kinds that are read piece by piece may be longer; nothing holds all of such a file.
MAX_STREAMED = 4 * 1024 * 1024 * 1024
_UNFINISHED = ".writing-"
_ABANDONED = 3600.0
STREAMED = (".json", ".jsonl", ".ndjson", ".csv", ".tsv", ".parquet", ".zip")


def written_size(size: int) -> str:
    """A size for messages."""
    return f"{size / 1024**2:,.0f} MB" if size >= 1024**2 else f"{size / 1024:,.0f} KB"


@contextmanager
def open_regular(path: Path) -> Iterator[BinaryIO]:
    """Open a regular file for reading; a pipe or device is an OSError at once."""
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    with os.fdopen(descriptor, "rb") as file:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise OSError(0, "it is no regular file")
        yield file


def read_bytes(path: Path, limit: int = MAX_BYTES) -> bytes:
    """The file's bytes.

    Raises:
        OSError: It cannot be read, is no regular file, or is longer than ``limit`` bytes.
    """
    with open_regular(path) as file:
        size = os.fstat(file.fileno()).st_size
        data = file.read(limit + 1) if size <= limit else b""
    if max(size, len(data)) > limit:
        raise OSError(0, f"it is {written_size(max(size, len(data)))}, above the {written_size(limit)} limit")
    return data


def read_text(path: Path, name: str, limit: int = MAX_BYTES) -> tuple[str | None, Problem | None]:
    """The file's text: UTF-8, without a byte order mark, its line ends as they are.

    Args:
        path: The file.
        name: Its path inside the case, for messages.
        limit: The most bytes.

    Returns:
        The text and None, or None and what is wrong.
    """
    try:
        data = read_bytes(path, limit)
    except OSError as error:
        hint = "Check that the file is there, is readable and not too large"
        return None, Problem(f"The file cannot be read: {error.strerror or error}", hint, name)
    return decode(data, name)


def write_whole(path: Path, data: bytes) -> None:
    """Write a file whole or not at all: a temporary file beside it, fsync, rename.

    Raises:
        WorkbenchError: It cannot be written; what was there is unchanged.
    """
    try:
        sweep(path.parent)
        with written_whole(path) as out:
            out.write(data)
    except OSError as error:
        what = f"{path} cannot be written: {error.strerror or error}"
        raise WorkbenchError(what, "Check that the folder may be written to, and that there is room") from None


@contextmanager
def written_whole(path: Path) -> Iterator[BinaryIO]:
    """A file to write into, which takes the place of ``path`` when the block ends without an error.

    The content and the name last through a power cut, and the permissions of what was there are kept.

    Raises:
        OSError: As the system says; what was there is unchanged.
    """
    hidden = path.with_name(f"{_UNFINISHED}{secrets.token_hex(6)}")
    try:
        with hidden.open("xb") as out:
            yield out
            out.flush()
            if path.exists():
                os.fchmod(out.fileno(), path.stat().st_mode & 0o777)
            os.fsync(out.fileno())
        hidden.replace(path)
        _fsync_folder(path.parent)
    finally:
        with suppress(OSError):
            hidden.unlink()


def sweep(folder: Path) -> None:
    """Delete what programs left in a folder that were killed while they wrote there, long ago."""
    for left in folder.glob(f"{_UNFINISHED}*"):
        with suppress(OSError):
            if left.lstat().st_mtime < time.time() - _ABANDONED:
                left.unlink()


def _fsync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def decode(data: bytes, name: str) -> tuple[str | None, Problem | None]:
    """Bytes as text; UTF-16 and binary files are refused with the place where UTF-8 ends."""
    hint = "Save the text as UTF-8"
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return None, Problem("The file is UTF-16, not UTF-8", hint, name, 1)
    data = data.removeprefix(b"\xef\xbb\xbf")
    zero = data.find(b"\0")
    if zero >= 0:
        what = f"The file is binary, not text: a zero byte at byte {zero + 1}"
        return None, Problem(what, f"{hint}, or take it out of the case", name, _line(data, zero))
    try:
        return data.decode("utf-8"), None
    except UnicodeDecodeError as error:
        what = f"The file is not UTF-8: byte {error.start + 1} is 0x{data[error.start]:02x}"
        return None, Problem(what, hint, name, _line(data, error.start))


def _line(data: bytes, place: int) -> int:
    return data.count(b"\n", 0, place) + 1
