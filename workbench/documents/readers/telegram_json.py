"""Telegram Desktop's ``result.json``: one chat, or a full export with many."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from workbench.documents.readers.encoding import text_stream
from workbench.documents.readers.json_stream import BrokenJsonError, JsonStream
from workbench.documents.readers.model import Input, Post, Reader, Recognised, opening
from workbench.documents.readers.moments import read_written
from workbench.errors import Problem

_FULL = re.compile(r'"about"\s*:\s*"Here is the data you requested|"personal_information"\s*:\s*\{\s*"user_id"')
_CHAT = re.compile(r'"messages"\s*:\s*\[')
_TYPE = re.compile(r'"type"\s*:\s*"(?:message|service|(?:public|private|personal|bot|saved)_\w+)"')
_NEXT = re.compile(r'\{\s*"id"\s*:\s*-?\d+\s*,\s*"type"\s*:')
_HOLDS_CHATS = ("chats", "left_chats")
_MOST_BROKEN = 20
_ANSWERS = 100


def recognise(head: bytes, name: str) -> Recognised | None:  # noqa: ARG001 - the content decides
    """Whether it is an export of Telegram Desktop in JSON."""
    text = opening(head)
    if not text.lstrip().startswith("{"):
        return None
    if _FULL.search(text):
        return Recognised(95, "a full Telegram export begins so")
    if _CHAT.search(text) and _TYPE.search(text):
        return Recognised(95, "a JSON object with Telegram's messages and types")
    return None


@dataclass(slots=True)
class _Chat:
    """What is known of the chat whose messages are read."""

    fields: dict[str, Any] = field(default_factory=dict)

    def text(self, key: str) -> str | None:
        return _text(self.fields.get(key))

    @property
    def is_channel(self) -> bool:
        return str(self.fields.get("type", "")).endswith("channel")


def read(file: Input, problems: list[Problem]) -> Iterator[Post]:
    """The messages of all chats that have text; service messages and bare media are left out."""
    head = file.head()
    with file.opened() as raw, text_stream(raw, head, file, problems) as text:
        stream = JsonStream(text)
        try:
            yield from _object(stream, file, problems, _Chat(), 0)
        except BrokenJsonError as error:
            what = "The export ends in the middle" if error.cut else "The export is no JSON from here on"
            hint = "What comes before is kept; export again, or copy the file again, for the rest"
            problems.append(file.problem(what, hint, error.line))
        if stream.damaged is not None:
            what = "There are characters that cannot be decoded; they are read as \ufffd"
            problems.append(file.problem(what, "Export again where they matter", stream.damaged))


def _object(stream: JsonStream, file: Input, problems: list[Problem], chat: _Chat, depth: int) -> Iterator[Post]:
    """Walk the members of an object; only messages and lists of chats are looked into."""
    stream.need("{")
    while not stream.skip("}"):
        key = stream.value()
        stream.need(":")
        if key == "messages" and stream.peek() == "[":
            yield from _messages(stream, file, problems, chat)
        elif key in _HOLDS_CHATS and depth == 0 and stream.peek() == "{":
            yield from _object(stream, file, problems, _Chat(), depth + 1)
        elif key == "list" and depth == 1 and stream.peek() == "[":
            yield from _chats(stream, file, problems)
        else:
            value = stream.value()
            if key in {"name", "type", "id"}:
                chat.fields[key] = value
        stream.between("}")


def _chats(stream: JsonStream, file: Input, problems: list[Problem]) -> Iterator[Post]:
    stream.need("[")
    while not stream.skip("]"):
        yield from _object(stream, file, problems, _Chat(), 2)
        stream.between("]")


def _messages(stream: JsonStream, file: Input, problems: list[Problem], chat: _Chat) -> Iterator[Post]:
    stream.need("[")
    broken = 0
    while not stream.skip("]"):
        try:
            post = _post(stream.value(), chat, file)
            if post is not None:
                yield post
            stream.between("]")
        except BrokenJsonError as error:
            line = stream.line if broken < _MOST_BROKEN else 0
            if error.cut or not stream.seek(_NEXT):
                raise
            broken += 1
            if broken <= _MOST_BROKEN:
                what, hint = "A message cannot be read and was left out", "Export again to have it; the rest is kept"
                problems.append(file.problem(what, hint, line))
    if broken > _MOST_BROKEN:
        problems.append(file.problem(f"{broken - _MOST_BROKEN} more messages cannot be read", "Export again"))


def _post(message: object, chat: _Chat, file: Input) -> Post | None:
    if not isinstance(message, dict) or message.get("type") != "message":
        return None
    text = flat(message.get("text")) or flat(message.get("text_entities"))
    poll = _poll(message.get("poll"))
    body = "\n".join(part for part in (text, poll) if part.strip())
    if not body:
        return None
    number, sender = message.get("id"), _text(message.get("from"))
    known = chat.fields.get("id")
    return Post(
        body,
        key=f"telegram:{known}/{number}" if isinstance(known, int) and isinstance(number, int) else None,
        local=str(number) if isinstance(number, int) else None,
        posted_at=read_written(message.get("date_unixtime")) or read_written(message.get("date")),
        speaker=None if chat.is_channel else sender,
        channel=sender or chat.text("name"),
        author=_text(message.get("author")),
        title=chat.text("name"),
        url=_link(chat, number, file.address),
        forwarded_from=_text(message.get("forwarded_from")) or _text(message.get("saved_from")),
        edited_at=read_written(message.get("edited_unixtime")) or read_written(message.get("edited")),
    )


def flat(text: object) -> str:
    """Telegram's text: a string, or a list of strings and of entities with their text."""
    if isinstance(text, str):
        return text
    if not isinstance(text, list):
        return ""
    parts = (part.get("text") if isinstance(part, dict) else part for part in text)
    return "".join(part for part in parts if isinstance(part, str))


def _poll(poll: object) -> str:
    """A poll's question and answers; how many voted is no statement."""
    if not isinstance(poll, dict):
        return ""
    answers = poll.get("answers")
    told = [flat(poll.get("question"))]
    listed = answers[:_ANSWERS] if isinstance(answers, list) else []
    told += [flat(answer.get("text")) for answer in listed if isinstance(answer, dict)]
    return "\n".join(line for line in told if line.strip())


def _link(chat: _Chat, number: object, address: str | None) -> str | None:
    if not isinstance(number, int):
        return None
    if address:
        return f"{address.rstrip('/')}/{number}"
    known, kind = chat.fields.get("id"), str(chat.fields.get("type", ""))
    if isinstance(known, int) and kind.endswith(("channel", "supergroup")):
        return f"https://t.me/c/{known}/{number}"
    return None


def _text(value: object) -> str | None:
    return value.strip() or None if isinstance(value, str) else None


READER = Reader("telegram-json", recognise, read)
