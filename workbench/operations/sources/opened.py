"""Opening a publisher's file: text, zip, workbook or folder, made into tables of text; nothing is trusted."""

import hashlib
import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from itertools import islice
from pathlib import Path

from workbench.documents.files import MAX_BYTES, read_bytes, written_size
from workbench.errors import EXIT_USAGE, Problem, WorkbenchError
from workbench.operations.sources.workbook import sheets
from workbench.references.importers.lines import HEAD, delimiter_of, lines_of
from workbench.references.importers.model import Line, Table

MAX_MEMBERS = 200
TABLES = (".csv", ".tsv", ".txt", ".tab", ".xls")
_PAGE = re.compile(r"<(?:!doctype html|html|head|body|div|script|meta)\b", re.IGNORECASE)
_GZIP = b"\x1f\x8b"
TEXTS = (*TABLES, ".json")
_HINT_TABLE = "Give a CSV file, a zip of one, an .xlsx workbook, or a folder with both files of a chart"
# What a file of another kind begins with.
_KINDS = (
    (b"%PDF", "a PDF, not a table", "Download the figures as CSV"),
    (b"PAR1", "a Parquet file", "Save it as CSV"),
    (b"\xd0\xcf\x11\xe0", "a workbook of the old Excel format", "Save it as .xlsx or CSV"),
    (b"Rar!", "a RAR archive", "Unpack it first"),
    (b"7z\xbc\xaf", "a 7-Zip archive", "Unpack it first"),
)


@dataclass(frozen=True, slots=True)
class Opened:
    """A publisher's file.

    Attributes:
        name: Its name, without folders.
        sha256: Of the file; of a folder, that of its first table.
        saved_on: The day it was last written on this machine.
        tables: What is in it.
        problems: What of it could not be read.
    """

    name: str
    sha256: str
    saved_on: date
    tables: list[Table]
    problems: list[Problem] = field(default_factory=list)


def open_file(path: Path, *, encoding: str = "", sheet: str = "", delimiter: str = "") -> Opened:
    """Open what somebody downloaded.

    Args:
        path: A file, or a folder whose files belong together.
        encoding: How its text is encoded, where it is neither UTF-8 nor UTF-16.
        sheet: The sheet of a workbook; all of them where it is empty.
        delimiter: What parts the cells of a text; found out where it is empty.

    Raises:
        WorkbenchError: It cannot be read at all.
    """
    if path.is_dir():
        members = _folder(path)
        first = next((data for name, data in members if name.lower().endswith(TABLES)), b"")
    else:
        first = _bytes(path)
        members = [(path.name, _unpacked(first, path.name) if first.startswith(_GZIP) else first)]
        if first.startswith(b"PK"):
            archive = _archive(first, path.name)
            if "xl/workbook.xml" in archive.namelist():
                tables, problems = sheets(first, archive, path.name, sheet)
                if not tables and problems:
                    raise WorkbenchError(problems[0].message, problems[0].hint, file=path.name)
                return Opened(path.name, _sha256(first), _saved_on(path), tables, problems)
            members = list(_members(archive, path.name))
    texts, problems = _texts(members, encoding)
    if len(members) == 1 and problems:
        raise WorkbenchError(problems[0].message, problems[0].hint, file=problems[0].file, line=problems[0].line)
    named = [(name, text) for name, text in texts.items() if not name.lower().endswith(".json")]
    tables = [_table(name, text, texts, delimiter) for name, text in named]
    if not tables:
        raise WorkbenchError("There is no table in it", _HINT_TABLE, file=path.name, code=EXIT_USAGE)
    return Opened(path.name, _sha256(first), _saved_on(path), tables, problems)


def _table(name: str, text: str, texts: dict[str, str], delimiter: str) -> Table:
    parted_by = delimiter or delimiter_of(text)
    head = [line for line in islice(lines_of(text, name, parted_by), HEAD) if isinstance(line, Line)]
    beside = {other: words for other, words in texts.items() if other != name}
    return Table(name, head, lines_of(text, name, parted_by), beside, parted_by)


def _bytes(path: Path) -> bytes:
    try:
        return read_bytes(path)
    except OSError as error:
        hint = "Check the name, and that the file may be read"
        what = f"The file cannot be read: {error.strerror or error}"
        raise WorkbenchError(what, hint, file=str(path)[:200]) from None


def _folder(path: Path) -> list[tuple[str, bytes]]:
    found = sorted(p for p in path.iterdir() if p.suffix.lower() in TEXTS and p.is_file() and not p.is_symlink())
    if not any(p.suffix.lower() in TABLES for p in found):
        raise WorkbenchError("There is no table in the folder", _HINT_TABLE, file=path.name, code=EXIT_USAGE)
    return [(p.name, _bytes(p)) for p in found[:MAX_MEMBERS]]


def _unpacked(data: bytes, name: str) -> bytes:
    """What gzip packed, if it is no more than a table may be."""
    unpacker = zlib.decompressobj(wbits=31)
    try:
        text = unpacker.decompress(data, MAX_BYTES + 1)
    except zlib.error as error:
        raise WorkbenchError(f"The packed file is damaged: {error}", "Download it again", file=name) from None
    if len(text) > MAX_BYTES:
        what = f"The file unpacks to more than {written_size(MAX_BYTES)}"
        raise WorkbenchError(what, "Download a part of the data, or unpack it and cut the table", file=name)
    if not unpacker.eof:
        raise WorkbenchError("The packed file ends too early", "Download it again", file=name)
    return text


def _archive(data: bytes, name: str) -> zipfile.ZipFile:
    """The archive, once it is known to be small enough to unpack."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError) as error:
        raise WorkbenchError(f"The archive is damaged: {error}", "Download it again", file=name) from None
    infos = archive.infolist()
    size = sum(info.file_size for info in infos)
    if len(infos) > MAX_MEMBERS:
        raise WorkbenchError(f"The archive holds {len(infos)} files", "Unpack the one you need", file=name)
    if size > MAX_BYTES:
        what = f"The archive unpacks to {written_size(size)}, above the {written_size(MAX_BYTES)} limit"
        raise WorkbenchError(what, "Download a part of the data, or unpack it and cut the table", file=name)
    return archive


def _members(archive: zipfile.ZipFile, name: str) -> Iterator[tuple[str, bytes]]:
    """The texts of an archive; their sizes were checked, and zipfile reads no more than those."""
    left = MAX_BYTES
    for info in archive.infolist():
        if info.is_dir() or not info.filename.lower().endswith(TEXTS) or info.filename.startswith("__MACOSX"):
            continue
        try:
            with archive.open(info) as member:
                data = member.read(left + 1)
        except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError, EOFError, ValueError) as error:
            hint = "Unpack it with its password" if "password" in str(error) else "Download it again"
            what = f"A file of the archive cannot be unpacked: {error}"
            raise WorkbenchError(what, hint, file=f"{name}/{info.filename}"[:200]) from None
        except Exception as error:  # noqa: BLE001 - each unpacker of the library has errors of its own
            what = f"A file of the archive is damaged: {error}"
            raise WorkbenchError(what, "Download it again", file=f"{name}/{info.filename}"[:200]) from None
        left -= len(data)
        if left < 0:
            raise WorkbenchError("The archive unpacks to more than it says", "Do not use it", file=name)
        yield info.filename, data


def _texts(members: list[tuple[str, bytes]], encoding: str) -> tuple[dict[str, str], list[Problem]]:
    texts: dict[str, str] = {}
    problems = []
    for name, data in members:
        text = text_of(data, name, encoding)
        if isinstance(text, Problem):
            problems.append(text)
        else:
            texts[name] = text
    return texts, problems


def text_of(data: bytes, name: str, encoding: str = "") -> str | Problem:
    """A publisher's text, or why it is none.

    Args:
        data: The bytes of the file.
        name: For messages.
        encoding: Where it is given, it is taken; else UTF-8, or UTF-16 with its mark.
    """
    kind = next(((what, hint) for start, what, hint in _KINDS if data.startswith(start)), None)
    if kind is not None:
        return Problem(f"The file is {kind[0]}", kind[1], name)
    utf16 = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    marked = data.startswith(b"\xef\xbb\xbf")
    chosen = ("" if marked else encoding) or ("utf-16" if utf16 else _unmarked(data) or "utf-8-sig")
    try:
        text = data.decode(chosen)
    except UnicodeDecodeError as error:
        before = data[: error.start]
        line, place = before.count(b"\n") + 1, error.start - before.rfind(b"\n")
        name_of_it = chosen.removesuffix("-sig").upper()
        what = f"The file is not {name_of_it}: byte 0x{data[error.start]:02x} in column {place}"
        return Problem(what, "Say how it is encoded, often: --encoding cp1252", name, line)
    except (LookupError, UnicodeError, ValueError):
        return Problem(f"{chosen[:40]!r} is no encoding of this text", "Use one such as cp1252 or utf-16", name)
    return _no_table(text, name) or text


def _unmarked(data: bytes) -> str:
    """UTF-16 without its mark, as some databases write it: every other byte of its first letters is zero."""
    start = data[:200]
    if len(start) < 20 or b"\0" not in start:
        return ""
    even, odd = start[::2].count(0) * 2 / len(start), start[1::2].count(0) * 2 / len(start)
    return "utf-16-le" if odd > 0.9 and even < 0.1 else "utf-16-be" if even > 0.9 and odd < 0.1 else ""


def _no_table(text: str, name: str) -> Problem | None:
    start = text[:2000].lstrip("\ufeff \t\r\n")
    if not start and not text.strip():
        return Problem("The file is empty", "Download it again", name, 1)
    if "\0" in text:
        return Problem("The file is binary, not a table", _HINT_TABLE, name, text.count("\n", 0, text.find("\0")) + 1)
    if start.startswith("<") and not _PAGE.search(start):
        return Problem("The file is XML, not a table", "Download it as CSV", name, 1)
    if start.startswith("<"):
        title = re.search(r"<title[^>]*>([^<]{1,120})", start, re.IGNORECASE)
        told = f" ({' '.join(title[1].split())})" if title else ""
        return Problem(f"The file is a web page{told}, not a table", "Download it again; the site sent a page", name, 1)
    if start.startswith(("{", "[")) and not name.lower().endswith(".json"):
        return Problem("The file is JSON, not a table", "Download it as CSV", name, 1)
    return None


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _saved_on(path: Path) -> date:
    return datetime.fromtimestamp(path.stat().st_mtime, tz=UTC).date()
