"""Tables of posts: CSV, JSON lines, a JSON array, Parquet. Columns are found by name, or named by the description."""

import csv
import json
import re
from collections import deque
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from typing import Any, TextIO

from workbench.documents.files import written_size
from workbench.documents.readers.columns import COLUMNS, Days, bare, guess
from workbench.documents.readers.encoding import text_stream
from workbench.documents.readers.json_stream import BrokenJsonError, JsonStream
from workbench.documents.readers.model import Input, Post, Reader, Recognised, ends, opening
from workbench.errors import Problem

_LONGEST_CELL = 16 << 20
_LONGEST_LINE = 16 << 20
_MOST_BROKEN = 20
_AHEAD, _DEEPEST = 200, 5
_GONE = ("[removed]", "[deleted]")
Row = dict[str, Any]


def recognise_csv(head: bytes, name: str) -> Recognised | None:
    """Whether it is CSV: by its ending, or by a first line that names a column of text and one more."""
    text = opening(head)
    if b"\0" in head and not head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return None
    first = text.split("\n", 1)[0].strip()
    if ends(name, ".csv", ".tsv"):
        return Recognised(70, "its name ends in .csv or .tsv")
    names = [bare(one.strip().strip('"')) for one in first.split(_delimiter(first))]
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
        rows = _array(stream, file, problems) if stream.peek() == "[" else _inner_list(stream, file, problems)
        try:
            first = next(rows, None)
        except BrokenJsonError as error:
            first = None
            if not problems:
                problems.append(file.problem("The JSON cannot be read from here on", "Correct it", error.line))
        if first is not None:
            yield from _posts(chain([first], rows), None, file, problems)
        elif not problems:
            what = "This JSON is no export that is known, and holds no list of posts"
            problems.append(file.problem(what, "Give a list of objects, or one object a line, each with its text"))


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
    days, some = Days(), False
    for number, row in enumerate(_seen_by(days, rows, columns, file), 1):
        if names is None and known != (keys := tuple(row)):
            known, columns = keys, columns | guess(keys, file.columns)
        first = row if first is None else first
        if "text" in columns:
            post = _post(row, columns, days, number)
            if post is not None:
                some = True
                yield post
        elif names is not None:
            break
    if first is not None and "text" not in columns:
        seen = ", ".join(str(name)[:40] for name in list(first)[:12])
        hint = f'Name it in {file.base}.toml: [columns] and below it text = "…"'
        problems.append(file.problem(f"No column is known to hold the text; there are: {seen}", hint, 1))
    elif first is not None and not some:
        hint = f'Name the right column in {file.base}.toml: [columns] and below it text = "…"'
        problems.append(file.problem(f"The column {columns['text'][:40]!r} holds no text in any row", hint, 1))
    problems += days.told(file, columns.get("date", ""))


def _seen_by(days: Days, rows: Iterable[Row], columns: dict[str, str], file: Input) -> Iterator[Row]:
    """The same rows, once ``days`` has looked at the first of them, where their days are written with slashes."""
    rows = iter(rows)
    first = list(islice(rows, 1))
    name = (columns or (guess(tuple(first[0]), file.columns) if first else {})).get("date", "")
    if first and "/" in str(first[0].get(name)):
        first += islice(rows, _AHEAD)
        days.look_at(row.get(name) for row in first)
    return chain(first, rows)


def _post(row: Row, columns: dict[str, str], days: Days, number: int) -> Post | None:
    """A row as a post; one without a text is its title, as posts are that only link to a page."""
    told = {kind: row.get(name) for kind, name in columns.items()}
    texts = (one for one in (told["text"], told.get("title")) if isinstance(one, str))
    text = next((one for one in texts if one.strip() and one not in _GONE), None)
    if text is None:
        return None
    key, url = told.get("id"), _name(told.get("url"))
    return Post(
        text, local=str(key)[:200] if isinstance(key, (str, int)) and str(key).strip() else None,
        posted_at=days.read(told.get("date"), number), speaker=_name(told.get("author")),
        title=_name(told.get("title")), url=None if url and url.startswith("/") else url,
        forwarded_from=_name(told.get("forwarded_from")),
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
        if len(line) == _LONGEST_LINE and not line.endswith("\n"):
            while (rest := text.readline(_LONGEST_LINE)) and not rest.endswith("\n"):
                pass
            what = f"The line is longer than {written_size(_LONGEST_LINE)} and was left out"
            problems.append(file.problem(what, "Shorten it; the rest is kept", number))
            continue
        try:
            row = json.loads(line)
        except (ValueError, RecursionError):
            row = None
        if isinstance(row, dict):
            yield _bare(row) if not file.columns else row
            continue
        broken += 1
        if broken <= _MOST_BROKEN:
            problems.append(file.problem("The line is no JSON object", "Correct it; the rest is kept", number))
    if broken > _MOST_BROKEN:
        problems.append(file.problem(f"{broken - _MOST_BROKEN} more lines are no JSON objects", "Correct them"))


def _inner_list(stream: JsonStream, file: Input, problems: list[Problem], depth: int = 0) -> Iterator[Row]:
    """The objects of the first list in an object, or in the objects in it, that holds posts; what follows is not read.

    Programs wrap their lists so: ``{"data": [...], "includes": {...}}``, ``{"data": {"children": [...]}}``.
    """
    if not stream.skip("{"):
        return
    while not stream.skip("}"):
        stream.value()
        stream.need(":")
        rows: Iterator[Row] = iter(())
        if stream.peek() == "[":
            rows = _array(stream, file, problems)
        elif stream.peek() == "{" and depth < _DEEPEST:
            rows = _inner_list(stream, file, problems, depth + 1)
        else:
            stream.value()
        first = next(rows, None)
        if first is not None and "text" in guess(tuple(first), file.columns):
            yield first
            yield from rows
            return
        deque(rows, maxlen=0)
        stream.between("}")


def _bare(row: Row) -> Row:
    """The post in an object that only wraps it, as in ``{"kind": "t3", "data": {…}}``."""
    if _has_text(row):
        return row
    wrapped = [value for value in row.values() if isinstance(value, dict) and _has_text(value)]
    return wrapped[0] if len(wrapped) == 1 else row


def _has_text(row: Row) -> bool:
    name = guess(tuple(row), {}).get("text")
    return name is not None and not isinstance(row[name], (dict, list))


def _array(stream: JsonStream, file: Input, problems: list[Problem]) -> Iterator[Row]:
    try:
        stream.need("[")
        while not stream.skip("]"):
            row = stream.value()
            if isinstance(row, dict):
                yield _bare(row) if not file.columns else row
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
