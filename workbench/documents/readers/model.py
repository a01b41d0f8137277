"""What every reader takes and gives."""

import logging
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from importlib import import_module
from pathlib import Path
from typing import Any, BinaryIO

from workbench.documents.files import MAX_BYTES, MAX_STREAMED, written_size
from workbench.errors import Problem, install_command

HEAD = 64 * 1024
Rows = Callable[[Path], Iterator[dict[str, Any]]]


@dataclass(frozen=True, slots=True)
class Post:
    """One text as a reader found it.

    Attributes:
        text: The decoded text; offsets of claims count its code points.
        key: The native post id, unique in the world, such as ``telegram:123/45``; None where there is none.
        local: What tells it from the other posts of its file where there is no ``key`` and no ``url``.
        posted_at: When it was said, UTC and naive.
        speaker: Who said it, where the post itself says so.
        channel: Who said it where neither the post nor the description does.
        author: The signature below the post.
        forwarded_from: Whose words were passed on.
        edited_at: When it was last edited, UTC and naive.
        places: (offset, label) of pages or time codes, by offset.
    """

    text: str
    key: str | None = None
    local: str | None = None
    posted_at: datetime | None = None
    speaker: str | None = None
    channel: str | None = None
    author: str | None = None
    title: str | None = None
    url: str | None = None
    forwarded_from: str | None = None
    edited_at: datetime | None = None
    places: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Input:
    """A file, or a file in a zip.

    Attributes:
        name: The file's path inside the case, for messages.
        opened: Opens it for reading from its beginning.
        size: In bytes, as its folder or zip says.
        member: Its path inside the zip, else empty.
        path: Where it lies, None inside a zip.
        address: The address that the description gives for the whole file.
        columns: Which column holds what, as the description says.
        table: Reads the rows of a Parquet file, None where that cannot be done.
    """

    name: str
    opened: Callable[[], AbstractContextManager[BinaryIO]]
    size: int
    member: str = ""
    path: Path | None = None
    address: str | None = None
    columns: dict[str, str] = field(default_factory=dict)
    table: Rows | None = None

    @property
    def base(self) -> str:
        """The name that its content is judged beside: that of the file itself."""
        return (self.member or self.name).rsplit("/", 1)[-1]

    def problem(self, message: str, hint: str, line: int | None = None) -> Problem:
        """What is wrong in this file."""
        return Problem(f"{self.member}: {message}" if self.member else message, hint, self.name, line)

    def head(self) -> bytes:
        """Its first 64 KB.

        Raises:
            OSError: It cannot be read.
        """
        with self.opened() as file:
            return file.read(HEAD)

    def data(self, limit: int = MAX_BYTES) -> bytes:
        """All its bytes.

        Raises:
            OSError: It cannot be read, or is longer than ``limit`` bytes.
        """
        with self.opened() as file:
            data = file.read(limit + 1)
        if len(data) > limit:
            raise OSError(0, f"it is above the {written_size(limit)} limit of its kind")
        return data


@dataclass(frozen=True, slots=True)
class Recognised:
    """How sure a reader is, 0 to 100, that a file is of its kind, and by what."""

    score: int
    reason: str


@dataclass(frozen=True, slots=True)
class Reader:
    """A kind of file.

    Attributes:
        name: The kind, as the table ``documents`` tells it.
        recognise: Judges the first 64 KB and the file's name; None: not of this kind.
        read: Gives the posts one by one, and adds what is wrong to the list.
        single: A file of this kind is one document, and what its description says comes before what it says itself.
        limit: The most bytes.
    """

    name: str
    recognise: Callable[[bytes, str], Recognised | None]
    read: Callable[[Input, list[Problem]], Iterable[Post]]
    single: bool = False
    limit: int = MAX_STREAMED


def library(file: Input, problems: list[Problem], module: str, package: str, kind: str) -> Any:  # noqa: ANN401 - a module
    """A library that few files need, or None and a problem that names the command which installs it."""
    log = logging.getLogger(module)
    if not log.handlers:  # what it has to say of a stranger's file would go to the terminal as it is, past the screen
        log.addHandler(logging.NullHandler())
    try:
        return import_module(module)
    except ImportError:
        what = f"{kind} cannot be read without one more package"
        problems.append(file.problem(what, f"Run: {install_command(package)}, and build again"))
        return None


def ends(name: str, *endings: str) -> bool:
    """Whether a file's name has one of these endings, in any case."""
    return name.lower().endswith(endings)


def opening(head: bytes) -> str:
    """The first bytes as text for looking at, whatever their encoding: a byte order mark decides, else UTF-8."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head.decode("utf-16", "replace")
    return head.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace")
