"""DOCX: paragraphs and tables in their order."""

import io
import zipfile
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from workbench.documents.dateline import dateline
from workbench.documents.readers.model import Input, Post, Reader, Recognised, ends, library
from workbench.documents.readers.moments import read_moment
from workbench.errors import Problem

LIMIT = 128 << 20
# The library's template has this moment in it, and so has what scripts make of it.
_TEMPLATE = datetime(2013, 12, 23, 23, 15)  # noqa: DTZ001 - compared without a zone
_MOST_UNPACKED = 512 << 20
_OTHER = {
    b"xl/": ("A spreadsheet is not read as it is", "Save it as CSV"),
    b"ppt/": ("A presentation is not read as it is", "Save it as PDF or text"),
    b"mimetypeapplication/": ("An OpenDocument or EPUB file is not read as it is", "Save it as DOCX or text"),
}


def recognise(head: bytes, name: str) -> Recognised | None:
    """Whether it is a DOCX, or one of the kinds that are packed alike and are not read."""
    if not head.startswith(b"PK\x03\x04"):
        return None
    if b"word/" in head or (ends(name, ".docx") and b"[Content_Types].xml" in head):
        return Recognised(95, "a zip that holds word/")
    if b"[Content_Types].xml" in head[:200] or b"mimetypeapplication/" in head[:200]:
        return Recognised(90, "an office file packed as a zip")
    return None


def read(file: Input, problems: list[Problem]) -> Iterator[Post]:
    """One document of all paragraphs and table rows."""
    try:
        data = file.data(LIMIT)
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            names = " ".join(entry.filename for entry in packed.infolist()[:5000])
            unpacked = sum(entry.file_size for entry in packed.infolist())
    except (OSError, ValueError, zipfile.BadZipFile, NotImplementedError) as error:
        problems.append(file.problem(f"The file is damaged: {error}", "Save it again"))
        return
    if "word/document" not in names:
        other = next((told for mark, told in _OTHER.items() if mark in data[:200] or mark.decode() in names), None)
        problems.append(file.problem(*(other or ("This packed file is of no kind that is read", "Save it as text"))))
        return
    if unpacked > _MOST_UNPACKED:
        problems.append(file.problem("The file unpacks to more than 512 MB and is not opened", "Save it again as text"))
        return
    docx = library(file, problems, "docx", "python-docx", "DOCX files")
    if docx is None:
        return
    try:
        document = docx.Document(io.BytesIO(data))
        lines = list(_lines(document))
        about = document.core_properties
        told = (about.title, about.author, _made(about))
    except Exception as error:  # noqa: BLE001 - a library on a stranger's file: whatever it raises is one bad file
        problems.append(file.problem(f"The document cannot be read: {type(error).__name__}", "Save it again"))
        return
    text = "\n".join(lines).strip()
    if not text:
        problems.append(file.problem("The document holds no text", "Put the text into it or remove it"))
        return
    title, author, made = told
    yield Post(text, title=_known(title), speaker=_known(author), posted_at=dateline(text) or made)


def _lines(document: Any) -> Iterator[str]:  # noqa: ANN401 - the library's
    """A line for each paragraph and for each row of a table."""
    for block in document.iter_inner_content():
        rows = getattr(block, "rows", None)
        if rows is None:
            yield block.text
        else:
            for row in rows:
                yield "\t".join(dict.fromkeys(_cells(row)))
        yield ""


def _cells(row: Any) -> Iterator[str]:  # noqa: ANN401 - the library's
    """The text of each cell as it is written; the library repeats it for every column and row that the cell spans.

    A stranger's file can say that a cell spans two thousand million columns.
    """
    for cell in row._tr.tc_lst:  # noqa: SLF001 - the library has no other way to a cell without its span
        yield " ".join(paragraph.text for paragraph in cell.p_lst).replace("\n", " ")


def _made(about: Any) -> datetime | None:  # noqa: ANN401 - the library's
    """When the document was made; a template's own day, which is older than any of its words, counts for nothing."""
    for moment in (about.created, about.modified):
        made = read_moment(moment)
        if made is None or made.replace(tzinfo=None) != _TEMPLATE:
            return made
    return None


def _known(value: object) -> str | None:
    """A property, but for what the programs write by themselves."""
    return value if isinstance(value, str) and value.strip() and value != "python-docx" else None


READER = Reader("docx", recognise, read, single=True, limit=LIMIT)
