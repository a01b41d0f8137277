"""A web page with an article, saved as HTML."""

import re
from collections.abc import Iterator
from datetime import datetime
from importlib import import_module

from workbench.documents.readers.encoding import decode
from workbench.documents.readers.markup import Tag, pieces, plain_text
from workbench.documents.readers.model import Input, Post, Reader, Recognised, ends, library, opening
from workbench.documents.readers.moments import read_written
from workbench.errors import Problem

LIMIT = 16 << 20
_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?([\w-]{2,30})", re.IGNORECASE)
_BEGINS = re.compile(
    r"\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--[^>]{0,2000}-->\s*){0,9}<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE
)
_LOGIN = re.compile(
    r"\b(?:log ?in|sign ?in|log into|create (?:an )?account|войти|вход|авторизация|anmelden|se connecter)\b",
    re.IGNORECASE,
)
_ROBOT = re.compile(
    r"(?:are you a (?:human|robot)|verify you are human|just a moment|enable javascript|checking your browser"
    r"|access denied|captcha)",
    re.IGNORECASE,
)
_SHORT, _LEAST = 1500, 40


def recognise(head: bytes, name: str) -> Recognised | None:
    """Whether it is an HTML page."""
    text = opening(head)
    if _BEGINS.match(text):
        return Recognised(60, "an HTML page")
    if ends(name, ".html", ".htm", ".xhtml") and re.search(r"<(?:p|div|article|meta|title)\b", text, re.IGNORECASE):
        return Recognised(50, "its name ends in .html, and it holds tags")
    return None


def read(file: Input, problems: list[Problem]) -> Iterator[Post]:
    """The article of the page; a page that asks to log in, or that holds none, is refused."""
    trafilatura = library(file, problems, "trafilatura", "trafilatura", "Web pages")
    if trafilatura is None:
        return
    html = page(file, problems)
    if html is None:
        return
    refused = why_no_article(html)
    if refused:
        problems.append(file.problem(refused, "Open the page in a browser where the article shows, and save it again"))
        return
    try:
        found = trafilatura.bare_extraction(
            html, url=file.address, with_metadata=True, include_comments=False, include_tables=True,
        )  # fmt: skip
        told = {} if found is None else found.as_dict()
    except Exception as error:  # noqa: BLE001 - a library on a stranger's page: whatever it raises is one bad file
        problems.append(file.problem(f"The page cannot be read: {type(error).__name__}", "Save it as text instead"))
        return
    text = told.get("text")
    if not isinstance(text, str) or len(text.strip()) < _LEAST:
        hint = "Save the page where the article shows, or copy its text into a .txt file"
        problems.append(file.problem("The page holds no article", hint))
        return
    url = _first(told.get("url"))
    yield Post(
        text.strip(), posted_at=_day(html, told.get("date")), speaker=_first(told.get("author")),
        channel=_first(told.get("sitename")), title=_first(told.get("title")),
        url=url if url and url.startswith("http") else None,
    )  # fmt: skip


def page(file: Input, problems: list[Problem]) -> str | None:
    """The page's HTML in the encoding that it names, else that of any text."""
    try:
        data = file.data(LIMIT)
    except OSError as error:
        what, hint = f"The page cannot be read: {error.strerror or error}", "Save the article alone"
        problems.append(file.problem(what, hint))
        return None
    named = _CHARSET.search(data[:4096])
    if named and not data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        try:
            return data.decode(named[1].decode("ascii"))
        except (LookupError, ValueError):
            pass
    return decode(data, file, problems)


def why_no_article(html: str) -> str | None:
    """What the page is instead of an article: a page to log in, or one that keeps programs out."""
    text = plain_text(html)
    password = any(
        isinstance(piece, Tag) and piece.name == "input" and piece.attribute("type").lower() == "password"
        for piece in pieces(html)
    )
    if len(text) < _SHORT and (password or len(_LOGIN.findall(text)) >= 2):
        return "This is a page to log in, not the article"
    if len(text) < _SHORT and _ROBOT.search(text):
        return "This is a page that keeps programs out, not the article"
    return None


def _day(html: str, told: object) -> datetime | None:
    """The day that the page tells; the first of a month only where it is written so.

    From a year or a month alone, wherever on the page it stands, the library makes its first day.
    """
    day = read_written(told)
    if day is None or day.day != 1:
        return day
    try:
        written = import_module("htmldate").find_date(html, original_date=True, extensive_search=False)
    except Exception:  # noqa: BLE001 - a library on a stranger's page
        return None
    return day if read_written(written) == day else None


def _first(value: object) -> str | None:
    return value.strip() or None if isinstance(value, str) else None


READER = Reader("html", recognise, read, single=True, limit=LIMIT)
