"""Telegram pasted as text: a channel's preview page, or messages copied out of the app."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from workbench.documents.readers.encoding import decode
from workbench.documents.readers.model import Input, Post, Reader, Recognised, ends, opening
from workbench.documents.readers.moments import read_written
from workbench.errors import Problem

LIMIT = 64 << 20
_COUNT = r"\d[\d.,\u00a0\u202f ]{0,12}[KMkm]?"
_COUNTER = re.compile(
    rf"{_COUNT} ?(?:subscribers?|members?|photos?|videos?|links?|files?|audios?|voice messages?|GIFs?|comments?"
    r"|подписчик\w*|участник\w*|фото|видео|ссыл\w+|файл\w*|комментари\w+)"
)
_FOOT = re.compile(
    rf"(?:[^\n]{{1,60}}? )??{_COUNT} (?:views?|просмотр\w*)(?:[ ,·]+(?:edited|изменено))?"
    r"(?:[ ,·]+\d{1,2}:\d\d(?: ?[AP]M)?)?",
    re.IGNORECASE,
)
_FORWARDED = re.compile(r"(?:Forwarded from|Переслано (?:от|из))[: ] *(.{1,120})", re.IGNORECASE)
_COPIED = re.compile(r"(.{1,120}), \[(\d{1,2}\.\d{1,2}\.(?:\d{4}|\d\d),? \d{1,2}:\d\d(?::\d\d)?)\]:?")
_COPIED_FORWARD = re.compile(r"\[ ?(?:Forwarded from|Переслано от) (.{1,120}?)\]", re.IGNORECASE)
_PAGE = frozenset(
    line.casefold()
    for line in (
        "VIEW IN TELEGRAM", "Media is too big", "Please open Telegram to view this post", "Download Telegram",
        "Join the channel to comment", "Please open Telegram to view this message", "Open in Telegram", "Download",
        "This media is not supported in your browser", "This media is not supported in the widget", "View in channel",
        "Preview channel", "Open Channel", "View channel", "About", "Blog", "Apps", "Platform", "Context",
        "Открыть в Telegram", "Скачать Telegram",
    )
)  # fmt: skip
_SIGNS = frozenset({"So", "Sk", "Mn", "Cf", "Zs", "Me"})
_VIEWS = ("view in telegram", "открыть в telegram")
_ENDS_A_POST = ("please open telegram to view this",)
_MEDIA = ("media is too big", "this media is not supported")
_MARKS = ("view in telegram", "media is too big", "please open telegram", "download telegram", "открыть в telegram")


def recognise(head: bytes, name: str) -> Recognised | None:
    """Whether it is text pasted from Telegram: the app's headings, or the counters and buttons of its pages."""
    if b"\0" in head or ends(name, ".html", ".htm", ".json", ".csv", ".eml"):
        return None
    lines = [line.strip() for line in opening(head).splitlines()]
    copied = sum(_COPIED.fullmatch(line) is not None for line in lines if line.endswith(("]", "]:")))
    if copied and _COPIED.fullmatch(next((line for line in lines if line), "")):
        return Recognised(80, "messages copied from Telegram: NAME, [DAY TIME] above each")
    feet = sum(_is_foot(line) for line in lines)
    buttons = sum(line.casefold().startswith(_MARKS) for line in lines)
    counters = sum(_COUNTER.fullmatch(line) is not None for line in lines)
    views = sum(line.casefold() in _VIEWS for line in lines)
    if (feet >= 2 and buttons + counters) or (feet and buttons + counters >= 2) or feet >= 3:
        return Recognised(75, f"the pasted preview page of a channel: {feet} posts end with views and a time")
    if views >= 2:
        return Recognised(65, f"the pasted preview page of a channel: it has {views} buttons to view a post there")
    return None


def read(file: Input, problems: list[Problem]) -> Iterator[Post]:
    """The posts of the pasted text, each without the lines that the page put around it."""
    try:
        data = file.data(LIMIT)
    except OSError as error:
        problems.append(file.problem(f"The file cannot be read: {error.strerror or error}", "Paste it in parts"))
        return
    text = decode(data, file, problems)
    if text is None:
        return
    lines = text.splitlines()
    first = next((line.strip() for line in lines if line.strip()), "")
    yield from _copied(lines) if _COPIED.fullmatch(first) else _pasted(lines)


@dataclass(slots=True)
class _Part:
    speaker: str | None = None
    at: str = ""
    lines: list[str] = field(default_factory=list)


def _copied(lines: list[str]) -> Iterator[Post]:
    parts: list[_Part] = []
    for line in lines:
        found = _COPIED.fullmatch(line.strip())
        if found:
            parts.append(_Part(found[1].strip(), found[2]))
        else:
            parts[-1].lines.append(line)
    for part in parts:
        lines_of, forwarded = part.lines, None
        if lines_of and (found := _COPIED_FORWARD.fullmatch(lines_of[0].strip())):
            forwarded, lines_of = found[1].strip(), lines_of[1:]
        body = _body(lines_of)
        if body:
            yield Post(body, posted_at=read_written(part.at), channel=part.speaker, forwarded_from=forwarded)


def _pasted(lines: list[str]) -> Iterator[Post]:
    if not any(_is_foot(line.strip()) for line in lines):
        yield from _posts(_at_buttons(lines), of_page=1)
        return
    parts: list[list[str]] = [[]]
    for line in lines:
        if _is_foot(line.strip()):
            parts[-1] = _without_reactions(parts[-1])
            parts.append([])
        else:
            parts[-1].append(line)
    parts[-1] = _without_reactions(parts[-1])
    yield from _posts(parts, of_page=len(parts))


def _at_buttons(lines: list[str]) -> list[list[str]]:
    """The posts of a page without their feet, as far as what is left of it tells: where media and forwards begin them.

    What stands for a video comes before a post's words, what stands for a post that the page cannot show behind them.
    """
    parts: list[list[str]] = [[]]
    ended = False
    for line in lines:
        bare = line.strip()
        low = bare.casefold()
        begins = _FORWARDED.fullmatch(bare) or (low.startswith(_MEDIA) and any(map(_is_said, parts[-1])))
        if begins or (ended and low not in _VIEWS):
            parts.append([])
        ended = low.startswith(_ENDS_A_POST) or (ended and low in _VIEWS)
        parts[-1].append(line)
    return parts


def _is_said(line: str) -> bool:
    """Whether a line is a post's own, not the page's and not where it was forwarded from."""
    bare = line.strip()
    return bool(bare) and not _is_page(bare) and not _FORWARDED.fullmatch(bare)


def _posts(parts: list[list[str]], of_page: int) -> Iterator[Post]:
    """Each part without the page's own lines; the channel's name is looked for in the first ``of_page`` of them."""
    channel = _channel(parts[:of_page])
    for part in parts:
        kept: list[str] = []
        forwarded = None
        for line in part:
            bare = line.strip()
            found = _FORWARDED.fullmatch(bare)
            if found and not any(one.strip() for one in kept):
                forwarded = found[1].strip()
            elif not _is_page(bare) and not (bare == channel and not any(one.strip() for one in kept)):
                kept.append(line)
        body = _body(kept)
        if body:
            yield Post(body, channel=channel, title=channel, forwarded_from=forwarded)


def _channel(parts: list[list[str]]) -> str | None:
    """The name above most of the posts, where one stands above two or more, or above the page's counters."""
    heads = Counter(head for part in parts if (head := _first(part)) and not _FORWARDED.fullmatch(head))
    if not heads:
        return None
    name, times = heads.most_common(1)[0]
    bare = [line.strip() for line in parts[0] if line.strip()]
    above_counters = len(bare) > 1 and _COUNTER.fullmatch(bare[1]) is not None
    if above_counters and (times < 2 or bare[0] == name):
        return bare[0]
    return name if times >= 2 and len(name) <= 120 else None


def _first(part: list[str]) -> str:
    return next((line.strip() for line in part if line.strip()), "")


def _is_foot(line: str) -> bool:
    if len(line) > 120 or not line[-1:].isalnum():
        return False
    return _FOOT.fullmatch(line) is not None and (":" in line or line[:1].isdigit())


def _is_page(line: str) -> bool:
    low = line.casefold()
    return low in _PAGE or low.startswith("please open telegram") or _COUNTER.fullmatch(line) is not None


def _without_reactions(lines: list[str]) -> list[str]:
    """The lines without those at their end that hold reactions and their counts."""
    end = len(lines)
    while end and (not lines[end - 1].strip() or _is_reactions(lines[end - 1])):
        end -= 1
    return lines[:end]


def _is_reactions(line: str) -> bool:
    if len(line) > 300:
        return False
    signs = [letter for letter in line if unicodedata.category(letter) in {"So", "Sk"}]
    rest = re.sub(r"\d[\d.,]*[KM]?", "", line)
    others = any(unicodedata.category(letter) not in _SIGNS and not letter.isspace() for letter in rest)
    return bool(signs) and any(letter.isdigit() for letter in line) and not others


def _body(lines: list[str]) -> str:
    return "\n".join(lines).strip()


READER = Reader("telegram-text", recognise, read, limit=LIMIT)
