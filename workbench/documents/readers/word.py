"""DOCX: paragraphs, tables, text boxes and notes in their order."""

import io
import zipfile
from collections.abc import Iterator
from datetime import datetime
from xml.etree import ElementTree as ET

from workbench.documents.dateline import dateline
from workbench.documents.readers.model import Input, Post, Reader, Recognised, ends
from workbench.documents.readers.moments import read_moment
from workbench.errors import Problem

LIMIT = 128 << 20
# The moment in the template of a library that scripts make such files with, and its name.
_TEMPLATE = datetime(2013, 12, 23, 23, 15)  # noqa: DTZ001 - compared without a zone
_LIBRARY = "python-docx"
# Pictures are not read, and what is read has a hundred bytes of signs for one of text.
_MOST_UNPACKED, _MOST_READ = 512 << 20, 32 << 20
_OTHER = {
    b"xl/": ("A spreadsheet is not read as it is", "Save it as CSV"),
    b"ppt/": ("A presentation is not read as it is", "Save it as PDF or text"),
    b"mimetypeapplication/": ("An OpenDocument or EPUB file is not read as it is", "Save it as DOCX or text"),
}
# What was deleted, what fields are made of, properties, and the second copy of a text box for old programs.
_LEFT_OUT = frozenset(["del", "moveFrom", "Fallback", "delText", "instrText", "pPr", "rPr", "tblPr", "trPr", "sdtPr"])
_SIGNS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_NOTES, _ABOUT = ("word/footnotes.xml", "word/endnotes.xml"), "docProps/core.xml"


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
    """One document of all paragraphs and table rows, then the notes."""
    try:
        data = file.data(LIMIT)
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            names = [entry.filename for entry in packed.infolist()[:5000]]
            sizes = {entry.filename: entry.file_size for entry in packed.infolist()}
    except (OSError, ValueError, zipfile.BadZipFile, NotImplementedError) as error:
        problems.append(file.problem(f"The file is damaged: {error}", "Save it again"))
        return
    main = next((name for name in names if name.startswith("word/document") and name.endswith(".xml")), None)
    if main is None:
        joined = " ".join(names)
        other = next((told for mark, told in _OTHER.items() if mark in data[:200] or mark.decode() in joined), None)
        problems.append(file.problem(*(other or ("This packed file is of no kind that is read", "Save it as text"))))
        return
    read_whole = sum(sizes.get(name, 0) for name in (main, *_NOTES, _ABOUT))
    if sum(sizes.values()) > _MOST_UNPACKED or read_whole > _MOST_READ:
        what = "32 MB of text" if read_whole > _MOST_READ else "512 MB"
        told = f"The file unpacks to more than {what} and is not opened"
        problems.append(file.problem(told, "Save it again as text"))
        return
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            parts = ["\n".join(_lines(packed, name)) for name in (main, *_NOTES) if name in names]
            about = _about(packed) if _ABOUT in names else {}
    except Exception as error:  # noqa: BLE001 - the parsers raise of many kinds on a stranger's file
        problems.append(file.problem(f"The document cannot be read: {type(error).__name__}", "Save it again"))
        return
    text = "\n\n".join(part for part in map(str.strip, parts) if part)
    if not text:
        problems.append(file.problem("The document holds no text", "Put the text into it or remove it"))
        return
    author = about.get("creator")
    yield Post(
        text, title=about.get("title"), speaker=None if author == _LIBRARY else author,
        posted_at=dateline(text) or _made(about),
    )  # fmt: skip


def _lines(packed: zipfile.ZipFile, name: str) -> Iterator[str]:
    """A line and an empty one for each paragraph, a line for each row of a table."""
    page, left_out = _Page(), 0
    for event, told in _events(packed, name):
        if event == "text":
            if not left_out:
                page.write(told)
        elif told in _LEFT_OUT:
            left_out += 1 if event == "start" else -1
        elif left_out:
            continue
        elif event == "start":
            page.open(told)
        else:
            yield from page.close(told)


class _Page:
    """The paragraphs, cells and rows that are open.

    A paragraph in a cell, also in one of a table in a cell, is part of that cell; one in a text box is a line of its
    own before that which holds the box.
    """

    def __init__(self) -> None:
        self._open: dict[str, list[list[str]]] = {"p": [], "tc": [], "tr": []}

    def write(self, text: str) -> None:
        """Add to the paragraph that is open."""
        if self._open["p"]:
            self._open["p"][-1].append(text)

    def open(self, tag: str) -> None:
        """Begin an element."""
        if tag in self._open:
            self._open[tag].append([])

    def close(self, tag: str) -> tuple[str, ...]:
        """End an element; gives the lines that are whole now."""
        cells, rows = self._open["tc"], self._open["tr"]
        if tag not in self._open:
            return ("",) if tag == "tbl" and not cells else ()
        parts = self._open[tag].pop()
        if tag == "tc":
            cell = " ".join(part for part in parts if part)
            if not rows:
                return (cell,)
            rows[-1].append(cell)
            return ()
        text = "".join(parts) if tag == "p" else "\t".join(parts)
        if not cells:
            return (text, "") if tag == "p" else (text,)
        cells[-1].append(text.replace("\n", " "))
        return ()


def _events(packed: zipfile.ZipFile, name: str) -> Iterator[tuple[str, str]]:
    """The elements of a part by their bare names, as ("start", name) and ("end", name), and ("text", what is written).

    Names come bare because strict files have namespaces of their own.
    """
    within: list[ET.Element[str]] = []
    with packed.open(name) as opened:
        for event, element in ET.iterparse(opened, ("start", "end")):  # noqa: S314 - expat ends what grows without end
            tag = element.tag.rsplit("}", 1)[-1]
            yield event, tag
            if event == "start":
                within.append(element)
                continue
            if tag == "t" and element.text:
                yield "text", element.text
            elif tag in _SIGNS and element.get(_type(element)) not in ("page", "column"):
                yield "text", _SIGNS[tag]
            within.pop()
            if within:
                within[-1].remove(element)  # or millions of empty elements are kept


def _type(element: "ET.Element[str]") -> str:
    return next((key for key in element.attrib if key.endswith("}type")), "")


def _about(packed: zipfile.ZipFile) -> dict[str, str]:
    """The document's properties by their bare names."""
    with packed.open(_ABOUT) as opened:
        found = [(element.tag.rsplit("}", 1)[-1], (element.text or "").strip()) for element in ET.parse(opened).iter()]  # noqa: S314
    return {name: value[:500] for name, value in found if value}


def _made(about: dict[str, str]) -> datetime | None:
    """When the document was made; a template's own day, which is older than any of its words, counts for nothing."""
    for moment in (about.get("created"), about.get("modified")):
        made = read_moment(moment)
        if made is not None and made != _TEMPLATE:
            return made
    return None


READER = Reader("docx", recognise, read, single=True, limit=LIMIT)
