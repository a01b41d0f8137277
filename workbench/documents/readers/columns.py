"""Which column of a table of posts holds what, and how its days are written."""

import re
from collections.abc import Iterable
from datetime import datetime

from workbench.documents.dateline import day_of
from workbench.documents.readers.model import Input
from workbench.documents.readers.moments import read_written
from workbench.errors import Problem

# In the order in which they are believed. Written small with "_" between words: "Full Text" and fullText are full_text.
COLUMNS = {
    "text": ("text", "full_text", "tweet_text", "content", "body", "message", "post", "post_text", "post_content",
             "tweet", "caption", "selftext", "comment", "comment_text", "opening_text", "hit_sentence", "текст",
             "сообщение", "texte", "description"),
    "date": ("created_at", "posted_at", "published_at", "publish_date", "publication_date", "published_date",
             "post_created", "created_time", "datetime", "date_time", "date", "timestamp", "time", "published",
             "created", "created_utc", "date_utc", "дата"),
    "url": ("permalink", "permalink_url", "post_url", "tweet_url", "article_url", "url", "link", "href", "uri",
            "ссылка"),
    "author": ("author", "username", "user_name", "user", "screen_name", "speaker", "from", "channel", "account",
               "author_name", "author_username", "channel_name", "channel_title", "page_name", "автор", "канал"),
    "id": ("id", "post_id", "tweet_id", "tweetid", "message_id", "status_id", "comment_id", "document_id", "id_str",
           "uid"),
    "title": ("title", "headline", "subject", "заголовок"),
    "forwarded_from": ("forwarded_from", "forwarded_from_name", "forward_from", "forward_from_chat", "fwd_from",
                       "fwd_from_name", "reposted_from", "переслано_из"),
}  # fmt: skip
_CAMEL = re.compile(r"(?<=[a-zа-яё0-9])(?=[A-ZА-ЯЁ])")
_APART = re.compile(r"[\W_]+")
_SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})(?:,? +(\d{1,2}):(\d{2})(?::(\d{2}))?(?: ?([AaPp])\.?[Mm]\.?)?)?")
_LONGEST_DAY = 80


def bare(name: str) -> str:
    """A column's name in small letters, its words joined by ``_``."""
    return _APART.sub("_", _CAMEL.sub("_", name[:200])).strip("_").casefold()


def guess(names: Iterable[str], given: dict[str, str]) -> dict[str, str]:
    """Which column holds what: as the description says, else by its name; a day also in the one column named so."""
    listed = [name for name in names if isinstance(name, str)]
    folded = {bare(name): name for name in reversed(listed)}
    found = {}
    for kind, words in COLUMNS.items():
        if kind in given:
            if given[kind] in listed:
                found[kind] = given[kind]
            continue
        name = next((folded[word] for word in words if word in folded), None)
        if name is not None:
            found[kind] = name
    if "date" not in found and "date" not in given:
        dated = [name for low, name in folded.items() if "date" in low.split("_")]
        found |= {"date": dated[0]} if len(dated) == 1 else {}
    return found


class Days:
    """Reads the days of one column, and remembers the first that it could not read.

    ``3/18/2025`` is read where the column has a day above 12 in one of the two places, which tells which is which.
    """

    def __init__(self) -> None:
        self._order: str | None = None
        self._unread: tuple[str, int] | None = None
        self._count = 0

    def look_at(self, values: Iterable[object]) -> None:
        """Learn from the first rows in which order days with slashes are written; a column of both orders has none."""
        found = [day for value in values if isinstance(value, str) and (day := _SLASHED.fullmatch(value.strip()))]
        first, second = (any(int(day[place]) > 12 for day in found) for place in (1, 2))
        self._order = None if first == second else "day" if first else "month"

    def read(self, value: object, row: int) -> datetime | None:
        """The moment that a cell tells, None where it tells none."""
        moment = read_written(value)
        if moment is not None or not isinstance(value, str) or not value.strip():
            return moment
        text = value.strip()[:_LONGEST_DAY]
        slashed = _SLASHED.fullmatch(text)
        moment = self._slashed(slashed) if slashed else day_of(text)
        if moment is None:
            self._unread = self._unread or (text, row)
            self._count += 1
        return moment

    def told(self, file: Input, column: str) -> list[Problem]:
        """One problem where days could not be read."""
        if self._unread is None:
            return []
        text, row = self._unread
        posts = "post" if self._count == 1 else "posts"
        what = f"The days of {self._count:,} {posts} in the column {column[:40]!r} cannot be read"
        hint = "Write them as 2025-03-18, or 2025-03-18T10:11:00Z; these posts are without a day"
        return [file.problem(f"{what}; the first is {text[:40]!r}, of post {row:,}", hint)]

    def _slashed(self, found: re.Match[str]) -> datetime | None:
        if self._order is None:
            return None
        day, month = (found[1], found[2]) if self._order == "day" else (found[2], found[1])
        hour = int(found[4] or 0)
        if found[7]:
            hour = hour % 12 + (12 if found[7] in "Pp" else 0)
        try:
            return datetime(int(found[3]), int(month), int(day), hour, int(found[5] or 0), int(found[6] or 0))  # noqa: DTZ001
        except ValueError:
            return None
