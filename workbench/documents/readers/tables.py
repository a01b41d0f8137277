"""Tables of posts: CSV, JSON lines, a JSON array, Parquet. Columns are found by name, or named by the description."""

import csv
import json
import re
from collections.abc import Iterable, Iterator
from typing import Any, TextIO

from workbench.documents.readers.encoding import text_stream
from workbench.documents.readers.json_stream import BrokenJsonError, JsonStream
from workbench.documents.readers.model import Input, Post, Reader, Recognised, ends, opening
from workbench.documents.readers.moments import read_written
from workbench.errors import Problem

COLUMNS = {
    "text": ("text", "full_text", "content", "body", "message", "post", "post_text", "tweet", "caption", "selftext",
             "текст", "сообщение", "texte", "description"),
    "date": ("date", "created_at", "posted_at", "datetime", "timestamp", "time", "published", "published_at",
             "created", "created_utc", "date_utc", "дата"),
    "url": ("url", "link", "permalink", "post_url", "tweet_url", "href", "uri", "ссылка"),
    "author": ("author", "username", "user", "screen_name", "speaker", "from", "channel", "account", "author_name",
               "channel_name", "page_name", "автор", "канал"),
    "id": ("id", "post_id", "tweet_id", "message_id", "status_id", "id_str", "uid"),
    "title": ("title", "headline", "subject", "заголовок"),
}  # fmt: skip
_LONGEST_CELL = 16 << 20
_LONGEST_LINE = 16 << 20
_MOST_BROKEN = 20
Row = dict[str, Any]


def recognise_csv(head: bytes, name: str) -> Recognised | None:
    """Whether it is CSV: by its ending, or by a first line that names a column of text and one more."""
    text = opening(head)
    if b"\0" in head and not head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return None
    first = text.split("\n", 1)[0].strip()
    if ends(name, ".csv", ".tsv"):
        return Recognised(70, "its name ends in .csv or .tsv")
    names = [one.strip().strip('"').casefold() for one in first.split(_delimiter(first))]
    known = {kind for kind, words in COLUMNS.items() if set(words) & set(names)}
    if "text" in known and len(known) >= 2 and 2 <= len(names) <= 200:
        return Recognised(60, f"its first line names columns: {', '.join(names)[:80]}")
    return None


def recognise_jsonl(head: bytes, name: str) -> Recognised | None:
    """Whether it is one JSON object a line."""
    line = opening(head).lstrip().split("\n", 1)[0].strip()
    if line.startswith("{") and len(line) < len(head):
        try:
            json.loads(line)
        except (ValueError, RecursionError):
            return None
        return Recognised(80, "its first line is a JSON object")
    return Recognised(60, "its name ends in .jsonl") if ends(name, ".jsonl", ".ndjson") else None


def recognise_json(head: bytes, name: str) -> Recognised | None:
    """Whether it is a JSON array of objects, or JSON that nothing else knows."""
    text = opening(head).lstrip()
    if re.match(r"\[\s*\{\s*\"", text):
        return Recognised(70, "a JSON array of objects")
    return Recognised(40, "its name ends in .json") if ends(name, ".json") and text[:1] in ("{", "[") else None


def recognise_parquet(head: bytes, name: str) -> Recognised | None:  # noqa: ARG001 - the content decides
    """Whether it is a Parquet file."""
    return Recognised(95, "it begins with PAR1") if head.startswith(b"PAR1") else None


def read_csv(file: Input, problems: list[Problem]) -> Iterator[Post]:
    """One post for each row."""
    head = file.head()
    csv.field_size_limit(_LONGEST_CELL)
    with file.opened() as raw, text_stream(raw, head, file, problems) as text:
        first = opening(head).split("\n", 1)[0]
        rows = csv.DictReader(text, delimiter=_delimiter(first), restkey="")
        yield from _posts(_csv_rows(rows, file, problems), rows.fieldnames or (), file, problems)


def read_jsonl(file: Input, problems: list[Problem]) -> Iterator[Post]:
    """One post for each line."""
    with file.opened() as raw, text_stream(raw, file.head(), file, problems) as text:
        yield from _posts(_json_lines(text, file, problems), None, file, problems)


def read_json(file: Input, problems: list[Problem]) -> Iterator[Post]:
    """One post for each object of an array."""
    with file.opened() as raw, text_stream(raw, file.head(), file, problems) as text:
        stream = JsonStream(text)
        if stream.peek() != "[":
            what = "This JSON is no export that is known, no list of posts"
            problems.append(file.problem(what, "Give a list of objects, or one object a line, each with its text"))
            return
        yield from _posts(_array(stream, file, problems), None, file, problems)


def read_parquet(file: Input, problems: list[Problem]) -> Iterator[Post]:
    """One post for each row."""
    if file.path is None or file.table is None:
        problems.append(file.problem("A Parquet file inside a zip is not read", "Put it into claims/ itself"))
        return
    try:
        yield from _posts(file.table(file.path), None, file, problems)
    except ValueError as error:
        problems.append(file.problem(f"The Parquet file cannot be read: {error}", "Write it again"))


def _posts(rows: Iterable[Row], names: Iterable[str] | None, file: Input, problems: list[Problem]) -> Iterator[Post]:
    """The rows' posts by their columns; where no column is the text, one problem that says how to name it."""
    known = None if names is None else tuple(names)
    columns = {} if known is None else guess(known, file.columns)
    first: Row | None = None
    for row in rows:
        if names is None and known != (keys := tuple(row)):
            known, columns = keys, columns | guess(keys, file.columns)
        first = row if first is None else first
        if "text" in columns:
            post = _post(row, columns)
            if post is not None:
                yield post
        elif names is not None:
            break
    if first is not None and "text" not in columns:
        seen = ", ".join(str(name)[:40] for name in list(first)[:12])
        hint = f'Name it in {file.base}.toml: [columns] and below it text = "…"'
        problems.append(file.problem(f"No column is known to hold the text; there are: {seen}", hint, 1))


def guess(names: Iterable[str], given: dict[str, str]) -> dict[str, str]:
    """Which column holds what: as the description says, else by its name in any case."""
    listed = [name for name in names if isinstance(name, str)]
    folded = {name.strip().casefold(): name for name in reversed(listed)}
    found = {}
    for kind, words in COLUMNS.items():
        if kind in given:
            if given[kind] in listed:
                found[kind] = given[kind]
            continue
        name = next((folded[word] for word in words if word in folded), None)
        if name is not None:
            found[kind] = name
    return found


def _post(row: Row, columns: dict[str, str]) -> Post | None:
    told = {kind: row.get(name) for kind, name in columns.items()}
    text = told["text"]
    if not isinstance(text, str) or not text.strip():
        return None
    number = told.get("id")
    return Post(
        text, local=str(number)[:200] if isinstance(number, (str, int)) and str(number).strip() else None,
        posted_at=read_written(told.get("date")), speaker=_name(told.get("author")), title=_name(told.get("title")),
        url=_name(told.get("url")),
    )  # fmt: skip


def _name(value: object) -> str | None:
    """A text, or the name in an object such as ``{"user": {"screen_name": …}}``."""
    if isinstance(value, dict):
        words = ("name", "screen_name", "username", "title")
        value = next((value[word] for word in words if isinstance(value.get(word), str)), None)
    return value.strip()[:2000] or None if isinstance(value, str) else None


def _csv_rows(rows: "csv.DictReader[str]", file: Input, problems: list[Problem]) -> Iterator[Row]:
    try:
        yield from rows
    except csv.Error as error:
        what = f"The table cannot be read on: {error}"
        problems.append(file.problem(what, "A quotation mark may be open; what comes before is kept", rows.line_num))


def _json_lines(text: TextIO, file: Input, problems: list[Problem]) -> Iterator[Row]:
    broken, number = 0, 0
    while line := text.readline(_LONGEST_LINE):
        number += 1
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except (ValueError, RecursionError):
            row = None
        if isinstance(row, dict):
            yield row
            continue
        broken += 1
        if broken <= _MOST_BROKEN:
            problems.append(file.problem("The line is no JSON object", "Correct it; the rest is kept", number))
    if broken > _MOST_BROKEN:
        problems.append(file.problem(f"{broken - _MOST_BROKEN} more lines are no JSON objects", "Correct them"))


def _array(stream: JsonStream, file: Input, problems: list[Problem]) -> Iterator[Row]:
    try:
        stream.need("[")
        while not stream.skip("]"):
            row = stream.value()
            if isinstance(row, dict):
                yield row
            stream.between("]")
    except BrokenJsonError as error:
        what = "The list ends in the middle" if error.cut else "The list is no JSON from here on"
        problems.append(file.problem(what, "Correct it; what comes before is kept", error.line))


def _delimiter(line: str) -> str:
    """The sign that separates columns: the most frequent in the first line."""
    return max((",", ";", "\t", "|"), key=line.count)


CSV = Reader("csv", recognise_csv, read_csv)
JSONL = Reader("jsonl", recognise_jsonl, read_jsonl)
JSON = Reader("json", recognise_json, read_json)
PARQUET = Reader("parquet", recognise_parquet, read_parquet)
