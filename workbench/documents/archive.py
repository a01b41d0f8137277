"""A zip of documents: read in place, never unpacked to the disk, and refused where it would unpack without end."""

import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from io import BufferedReader, RawIOBase
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, BinaryIO, cast

from workbench.documents.case import SIDECAR
from workbench.documents.files import MAX_STREAMED, open_regular, written_size
from workbench.documents.media import is_media
from workbench.documents.readers.model import Input
from workbench.documents.sidecar import Description, parse_description
from workbench.errors import Problem
from workbench.references.toml import MAX_TOML

if TYPE_CHECKING:
    from pathlib import Path

MOST_FILES = 20_000
MOST_UNPACKED = 2 * MAX_STREAMED
MOST_RATIO = 300
_FREE = 16 << 20
_ENCRYPTED = 0x1


def is_zip(head: bytes) -> bool:
    """Whether it is a zip, by its first bytes."""
    return head.startswith((b"PK\x03\x04", b"PK\x05\x06"))


def members(file: Input, problems: list[Problem]) -> Iterator[tuple[Input, Description]]:
    """The files in a zip that can be documents, each with its description in the same zip.

    Those that cannot be used are named; a zip above the limits of count, size or ratio is refused as a whole.
    """
    if file.path is None:
        problems.append(file.problem("A zip inside a zip is not read", "Unpack it into claims/"))
        return
    try:
        with open_regular(file.path) as raw, zipfile.ZipFile(raw) as packed:
            entries = [entry for entry in packed.infolist() if not entry.is_dir()]
    except (OSError, ValueError, NotImplementedError, zipfile.BadZipFile) as error:
        problems.append(file.problem(f"The zip is damaged: {error}", "Make or copy it again"))
        return
    refused = _refusal(entries)
    if refused:
        problems.append(file.problem(refused, "Unpack what is wanted into claims/"))
        return
    usable = [entry for entry in entries if _is_usable(entry, file, problems)]
    names = {entry.filename: entry for entry in usable}
    for entry in sorted(usable, key=lambda one: one.filename):
        if entry.filename.endswith(SIDECAR) and entry.filename.removesuffix(SIDECAR) in names:
            continue
        opened = partial(_member, file.path, entry.filename)
        found = replace(file, opened=opened, size=entry.file_size, member=entry.filename, path=None)
        beside = names.get(entry.filename + SIDECAR)
        yield found, Description() if beside is None else _described(file, beside, problems)


def _refusal(entries: list[zipfile.ZipInfo]) -> str | None:
    if len(entries) > MOST_FILES:
        return f"The zip holds {len(entries)} files, above the limit of {MOST_FILES}, and is not opened"
    unpacked = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    if unpacked > MOST_UNPACKED:
        return f"The zip unpacks to {written_size(unpacked)}, above the {written_size(MOST_UNPACKED)} limit"
    if unpacked > _FREE and unpacked > MOST_RATIO * max(1, packed):
        return f"The zip unpacks to {unpacked // max(1, packed)} times its size, as no text does, and is not opened"
    return None


def _is_usable(entry: zipfile.ZipInfo, file: Input, problems: list[Problem]) -> bool:
    path = PurePosixPath(entry.filename.replace("\\", "/"))
    if any(part.startswith(".") and part != ".." for part in path.parts) or "__MACOSX" in path.parts:
        return False
    if is_media(path.name):
        return False
    wrong = None
    if path.is_absolute() or ".." in path.parts or ":" in entry.filename[:3]:
        wrong = "its path leaves the zip"
    elif entry.flag_bits & _ENCRYPTED:
        wrong = "it is encrypted"
    elif (entry.external_attr >> 16) & 0o170000 == 0o120000:
        wrong = "it is a link"
    if wrong:
        what = f"{entry.filename[:200]!r} in the zip was left out: {wrong}"
        problems.append(file.problem(what, "Put the file itself into claims/"))
    return wrong is None


def _described(file: Input, entry: zipfile.ZipInfo, problems: list[Problem]) -> Description:
    try:
        with _member(cast("Path", file.path), entry.filename) as opened:
            text = opened.read(MAX_TOML + 1).decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        problems.append(file.problem(f"{entry.filename[:200]} cannot be read: {error}", "Save it as UTF-8"))
        return Description()
    given, found = parse_description(text, file.name)
    problems += [replace(problem, message=f"{entry.filename[:200]}: {problem.message}") for problem in found]
    return given


class _Told(RawIOBase):
    """A packed file whose damage is an OSError like that of any other file."""

    def __init__(self, inner: BinaryIO) -> None:
        self._inner = inner

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "memoryview[int]") -> int:  # type: ignore[override]
        try:
            data = self._inner.read(len(buffer))
        except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, RuntimeError, NotImplementedError) as error:
            raise OSError(0, f"it is damaged in the zip: {error}") from None
        buffer[: len(data)] = data
        return len(data)


@contextmanager
def _member(path: "Path", name: str) -> Iterator[BinaryIO]:
    try:
        with open_regular(path) as raw, zipfile.ZipFile(raw) as packed, packed.open(name) as inner:
            yield cast("BinaryIO", BufferedReader(_Told(cast("BinaryIO", inner)), 1 << 16))
    except (zipfile.BadZipFile, KeyError, NotImplementedError, RuntimeError, zlib.error) as error:
        raise OSError(0, f"it cannot be unpacked: {error}") from None
