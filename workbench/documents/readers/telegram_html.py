"""Telegram's pages: the HTML export of Telegram Desktop, and a channel's preview page saved from the web."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from workbench.documents.readers.encoding import decode
from workbench.documents.readers.markup import BLOCK, VOID, Tag, pieces, tidy
from workbench.documents.readers.model import Input, Post, Reader, Recognised, opening
from workbench.documents.readers.moments import read_written
from workbench.errors import Problem

LIMIT = 64 << 20
_SPACE = re.compile(r"[ \t\r\n\f]+")
# Which class of an element holds what, in the export and in the preview page.
_EXPORT = {
    "from_name": "from", "text": "text", "signature": "author", "question": "text", "answer": "text",
}  # fmt: skip
_PREVIEW = {
    "tgme_widget_message_owner_name": "from", "tgme_widget_message_text": "text",
    "tgme_widget_message_from_author": "author", "tgme_widget_message_forwarded_from_name": "forwarded",
    "tgme_widget_message_poll_question": "text", "tgme_widget_message_poll_option_text": "text",
    "tgme_widget_message_meta": "meta",
}  # fmt: skip
# What these hold is no part of the post, though it stands in it.
_LEFT_OUT = frozenset(
    [
        "media_wrap", "reply_to", "reactions", "bot_buttons_table", "tgme_widget_message_reply",
        "tgme_widget_message_link_preview", "tgme_widget_message_reactions", "message_media_not_supported_wrap",
        "tgme_widget_message_inline_keyboard",
    ]
)
_POLL = "media_poll"
_DEEPEST = 200


@dataclass(slots=True)
class _Message:
    """A message that is being read, or the page's head before the first one."""

    key: str = ""
    service: bool = False
    at: str = ""
    fields: dict[str, list[str]] = field(default_factory=dict)

    def told(self, name: str) -> str:
        return tidy("".join(self.fields.get(name, ())))


def recognise_export(head: bytes, name: str) -> Recognised | None:  # noqa: ARG001 - the content decides
    """Whether it is ``messages.html`` of Telegram Desktop."""
    text = opening(head)
    if re.search(r'<div class="message (?:default|service)', text) or (
        'class="page_header"' in text and 'class="history"' in text
    ):
        return Recognised(95, "an HTML page with the messages of a Telegram export")
    return None


def recognise_preview(head: bytes, name: str) -> Recognised | None:  # noqa: ARG001 - the content decides
    """Whether it is the preview page of a channel."""
    if "tgme_widget_message" in (text := opening(head)) or "tgme_channel_info" in text:
        return Recognised(95, "an HTML page with the posts of a Telegram channel's preview")
    return None


def read_export(file: Input, problems: list[Problem]) -> Iterator[Post]:
    """The messages of the export that have text; joined ones have the author of the message before."""
    chat, sender = "", ""
    for message in _messages(file, problems, _EXPORT):
        if not message.key:
            chat = message.told("text").split("\n", 1)[0]
            continue
        sender = message.told("from") or sender
        text = message.told("text")
        if message.service or not text:
            continue
        number = message.key.removeprefix("message")
        yield Post(
            text, key=f"telegram:{chat}/{number}" if chat else None, local=number, posted_at=read_written(message.at),
            speaker=None if sender == chat else sender or None, channel=sender or chat or None,
            author=message.told("author") or None, title=chat or None,
            url=f"{file.address.rstrip('/')}/{number}" if file.address else None,
            forwarded_from=message.told("forwarded") or None,
        )  # fmt: skip


def read_preview(file: Input, problems: list[Problem]) -> Iterator[Post]:
    """The posts of the preview page that have text."""
    for message in _messages(file, problems, _PREVIEW):
        text = message.told("text")
        if not message.key or not text:
            continue
        name = message.told("from") or None
        yield Post(
            text, key=f"telegram:{message.key}", local=message.key, posted_at=read_written(message.at), channel=name,
            author=message.told("author") or None, title=name, url=f"https://t.me/{message.key}",
            forwarded_from=message.told("forwarded") or None,
        )  # fmt: skip


def _messages(file: Input, problems: list[Problem], fields: dict[str, str]) -> Iterator[_Message]:
    """The page's head, then its messages."""
    try:
        data = file.data(LIMIT)
    except OSError as error:
        problems.append(file.problem(f"The file cannot be read: {error.strerror or error}", "Export smaller pages"))
        return
    html = decode(data, file, problems)
    if html is None:
        return
    page = _Page(fields)
    for piece in pieces(html):
        if isinstance(piece, str):
            page.text(piece)
        elif (done := page.tag(piece)) is not None:
            yield done
    if "</html>" not in html[-2000:].lower():
        what, hint = "The page ends in the middle", "What comes before is kept; save or export it again for the rest"
        problems.append(file.problem(what, hint, html.count("\n") + 1))
    yield page.message


class _Page:
    """Collects the fields of one message after the other from the tags of a page."""

    def __init__(self, fields: dict[str, str]) -> None:
        self.message = _Message()
        self._fields = fields
        self._open: list[tuple[str, str | None]] = []

    def text(self, text: str) -> None:
        """Add text to the field that is open."""
        self._add(_SPACE.sub(" ", text))

    def _line(self) -> None:
        self._add("\n")

    def _add(self, text: str) -> None:
        name = self._field()
        if name:
            self.message.fields.setdefault(name, []).append(text)

    def tag(self, tag: Tag) -> _Message | None:
        """Open or close a field; gives the message that ends because another begins."""
        if tag.closing:
            self._close(tag.name)
            return None
        if tag.name == "br" or tag.name in BLOCK:
            self._line()
        classes = tag.classes
        done = self._begin(tag, classes)
        if tag.name == "time" and self.message.key and not self._inside("forwarded-body"):
            self.message.at = tag.attribute("datetime") or self.message.at
        if tag.name not in VOID and len(self._open) < _DEEPEST:
            self._open.append((tag.name, self._name(tag, classes)))
        return done

    def _begin(self, tag: Tag, classes: tuple[str, ...]) -> _Message | None:
        key = tag.attribute("data-post") or (tag.attribute("id") if "message" in classes else "")
        if not key or not ({"message", "tgme_widget_message"} & set(classes)):
            return None
        done = self.message
        self.message = _Message(key, service="service" in classes)
        self._open.clear()
        return done

    def _name(self, tag: Tag, classes: tuple[str, ...]) -> str | None:
        """What the element holds: a field, nothing of the post ("-"), or what its parent holds (None)."""
        if _LEFT_OUT & set(classes) and _POLL not in classes:
            return "-" if not (tag.name == "div" and "media_wrap" in classes) else "media"
        if "forwarded" in classes and "body" in classes:
            return "forwarded-body"
        if "date" in classes and tag.attribute("title"):
            if not self._inside("forwarded-body"):
                self.message.at = self.message.at or tag.attribute("title")
            return "-"
        name = next((self._fields[one] for one in classes if one in self._fields), None)
        if name == "from" and self._inside("forwarded-body"):
            return "forwarded"
        if name == "text" and self._inside("media") and not {"question", "answer"} & set(classes):
            return "-"
        if name == "text":
            self.message.fields.setdefault("text", []).append("\n")
        return name

    def _inside(self, name: str) -> bool:
        return any(held == name for _, held in self._open)

    def _field(self) -> str | None:
        held = [held for _, held in self._open if held is not None]
        return None if not held or "-" in held or held[-1] in {"media", "forwarded-body", "meta"} else held[-1]

    def _close(self, name: str) -> None:
        for i in range(len(self._open) - 1, -1, -1):
            if self._open[i][0] == name:
                del self._open[i:]
                if name in BLOCK:
                    self._line()
                return


EXPORT = Reader("telegram-html", recognise_export, read_export, limit=LIMIT)
PREVIEW = Reader("telegram-preview", recognise_preview, read_preview, limit=LIMIT)
