"""PDF: the text of its pages, each page's number kept."""

import io
import re
from collections.abc import Iterator, Sequence
from typing import Any

from workbench.documents.dateline import dateline
from workbench.documents.readers.model import Input, Post, Reader, Recognised, library
from workbench.documents.readers.moments import read_moment
from workbench.errors import Problem

LIMIT = 256 << 20
# A letter, a hyphen, the end of the line, a small letter.
_PARTED = re.compile(r"([^\W\d_]{2,})(-|\u2010|\u00ad)[ \t]*\n[ \t]*((?![A-ZА-ЯЁ])[^\W\d_]{2,})")
_MOST_PAGES = 20_000
_MOST_TEXT = 256 << 20


def recognise(head: bytes, name: str) -> Recognised | None:  # noqa: ARG001 - the content decides
    """Whether it is a PDF."""
    return Recognised(95, "it begins with %PDF-") if b"%PDF-" in head[:1024] else None


def read(file: Input, problems: list[Problem]) -> Iterator[Post]:
    """One document of all pages; encrypted files, and pages that hold pictures of text, are named."""
    pypdf = library(file, problems, "pypdf", "pypdf cryptography", "PDF files")
    if pypdf is None:
        return
    reader = _opened(pypdf, file, problems)
    if reader is None:
        return
    count = len(reader.pages)
    parts: list[str] = []
    places: list[tuple[int, str]] = []
    empty: list[int] = []
    at = 0
    for number in range(1, min(count, _MOST_PAGES) + 1):
        text = _page(file, problems, reader.pages, number)
        if text is None or not text.strip():
            empty += [] if text is None else [number]
            continue
        if parts:
            parts.append("\n\n")
            at += 2
        places.append((at, f"page {number}"))
        parts.append(text)
        at += len(text)
        if at > _MOST_TEXT:
            problems.append(file.problem(f"The PDF has too much text; it is read up to page {number}", "Split it"))
            break
    if count > _MOST_PAGES:
        problems.append(file.problem(f"The PDF has {count} pages; {_MOST_PAGES} are read", "Split it"))
    if empty:
        everything = len(empty) == count
        what = "The PDF holds no text, only pictures of it" if everything else f"{_pages(empty)} without text"
        problems.append(file.problem(what, "If they are scanned, put them through text recognition (OCR) first"))
    if parts:
        made, whole = reader.metadata, "".join(parts)
        yield Post(
            whole, title=_told(made, "title"), speaker=_told(made, "author"), places=tuple(places),
            posted_at=dateline(whole) or read_moment(_told_date(made)),
        )  # fmt: skip


def _opened(pypdf: Any, file: Input, problems: list[Problem]) -> Any:  # noqa: ANN401 - the library's
    """The opened PDF, or None and a problem."""
    try:
        reader = pypdf.PdfReader(io.BytesIO(file.data(LIMIT)), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            problems.append(file.problem("The PDF is encrypted", "Save it again without a password"))
            return None
        len(reader.pages)
    except Exception as error:  # noqa: BLE001 - a library on a stranger's file: whatever it raises is one bad file
        hint = "Open it in a viewer and save it again, or copy its text into a .txt file"
        problems.append(file.problem(f"The PDF cannot be read: {_said(error)}", hint))
        return None
    return reader


def _page(file: Input, problems: list[Problem], pages: Sequence[Any], number: int) -> str | None:
    """A page's text with its line ends as \\n; None, and a problem, where it cannot be read."""
    try:
        text = str(pages[number - 1].extract_text())
    except Exception as error:  # noqa: BLE001 - as above
        problems.append(file.problem(f"Page {number} cannot be read: {_said(error)}", "The other pages are kept"))
        return None
    return _whole_words(text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "").strip())


def _whole_words(text: str) -> str:
    """The page with words whole that were parted at the ends of its lines.

    A soft hyphen only parts. An ordinary one goes too, but stays ("five-year") where the page has the word with it, or
    both halves as words, elsewhere.
    """
    words = set(re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", _PARTED.sub(" ", text).casefold()))

    def joined(found: re.Match[str]) -> str:
        left, mark, right = found.groups()
        whole, halves = f"{left}{right}", f"{left}-{right}"
        low = whole.casefold()
        stays = halves.casefold() in words or {left.casefold(), right.casefold()} <= words
        return halves if mark != "\u00ad" and low not in words and stays else whole

    return _PARTED.sub(joined, text)


def _pages(numbers: list[int]) -> str:
    """``page 3 is``, ``pages 1–4, 7 are``."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1][1:] = [number]
        else:
            runs.append([number])
    told = ", ".join("–".join(map(str, dict.fromkeys((run[0], run[-1])))) for run in runs[:20])
    return f"Page {told} is" if len(numbers) == 1 else f"Pages {told}{', …' if len(runs) > 20 else ''} are"


def _told(made: object, name: str) -> str | None:
    """A field of the PDF's own description."""
    try:
        value = getattr(made, name, None)
    except Exception:  # noqa: BLE001 - a damaged description is none
        return None
    return value.strip()[:500] or None if isinstance(value, str) else None


def _told_date(made: object) -> object:
    try:
        return getattr(made, "creation_date", None)
    except Exception:  # noqa: BLE001 - a damaged date is none
        return None


def _said(error: Exception) -> str:
    return str(error).split("\n", 1)[0][:120] or type(error).__name__


READER = Reader("pdf", recognise, read, single=True, limit=LIMIT)
