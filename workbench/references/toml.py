"""TOML as data from outside: a source's description, and what every reader of a TOML file needs."""

import difflib
import hashlib
import re
import tomllib
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from workbench.errors import Problem
from workbench.references.model import Source

REQUIRED = ("publisher", "title", "url", "retrieved")
OPTIONAL = (
    "dataset", "series_id", "definition", "archive_url", "published", "licence", "quote", "page", "file_sha256",
    "entered_by",
)  # fmt: skip
IDENTIFIER = re.compile(r"\w[\w.-]{0,119}")
MAX_TOML = 256 * 1024
# The parser's time and memory grow with the square of the dots of one key.
MAX_DOTS = 200
MAX_UNKNOWN = 20

_AT_LINE = re.compile(r"\s*\(at line (\d+), column (\d+)\)$|\s*\(at end of document\)$")


def read_toml(text: str, file: str) -> tuple[dict[str, Any], list[Problem]]:
    """The file's tables, or an empty dictionary and the one problem that kept it from being read.

    Numbers with a point are exact decimals.
    """
    if len(text) > MAX_TOML:
        return {}, [
            Problem(f"The file is longer than {MAX_TOML // 1024} KiB, too much for settings", "Shorten it", file)
        ]
    for number, written in enumerate(text.split("\n"), start=1):
        if written.count(".") > MAX_DOTS:
            what = f"The line has more than {MAX_DOTS} dots, and is not read"
            return {}, [Problem(what, "Break it into several lines", file, number)]
    try:
        return tomllib.loads(text.removeprefix("\ufeff"), parse_float=Decimal), []
    except RecursionError:
        return {}, [Problem("The file is nested too deeply to be read", "Remove the nested brackets", file)]
    except (ValueError, ArithmeticError) as error:
        found = _AT_LINE.search(str(error))
        line = int(found[1]) if found and found[1] else text.count("\n") + 1 if found else None
        message = _AT_LINE.sub("", str(error)) or "a value cannot be read"
        lines = text.splitlines()
        wrong = lines[line - 1] if line and line <= len(lines) else ""
        hint = "Write dates as 2025-01-31" if _DATED.match(wrong) else 'Write one name = "value" a line'
        return {}, [Problem(f"Not valid TOML, so nothing of it was read: {message}", hint, file, line)]


_DATED = re.compile(r"\s*[a-z_]+\s*=\s*\d{1,4}[./-]\d{1,2}[./-]\d{1,4}\s*(?:#.*)?$")


def line_of(text: str, key: str, table: str = "") -> int | None:
    """The 1-based line on which ``key`` is set in ``table`` (or, for a table, begins), as far as can be told."""
    current = ""
    setting = re.compile(rf"""\s*["']?{re.escape(key)}["']?\s*[=.]""")
    for number, line in enumerate(text.splitlines(), start=1):
        if line.lstrip().startswith("["):
            current = line.partition("]")[0].strip("[ \t\"'")
            if not table and current == key:
                return number
        elif current == table and setting.match(line):
            return number
    return None


def unknown_keys(table: Iterable[str], known: Sequence[str], text: str, file: str, name: str = "") -> list[Problem]:
    """A problem for each key of a table that is not known, with the nearest one that is.

    Args:
        table: The keys found.
        known: Those that are known.
        text: The text of the file.
        file: For messages.
        name: The table's name; empty for the top of the file.
    """
    unknown = [key for key in table if key not in known]
    problems = []
    for key in unknown[:MAX_UNKNOWN]:
        near = difflib.get_close_matches(key[:80], known, n=1)
        hint = f"Did you mean {near[0]!r}?" if near else f"Known names: {', '.join(known)}"
        line = line_of(text, key, name)
        problems.append(Problem(f"{key[:80]!r} is not a known name and was left out", hint, file, line))
    if len(unknown) > MAX_UNKNOWN:
        what = f"{len(unknown) - MAX_UNKNOWN} more names are not known"
        problems.append(Problem(what, f"Known names: {', '.join(known)}", file))
    return problems


def read_date(value: object) -> date | None:
    """A TOML date, a date and time, or an ISO 8601 text as a date; None for anything else."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, str):
        try:
            return datetime.fromisoformat(value.strip()).date()
        except ValueError:
            return None
    return None


def parse_source(text: str, file: str) -> tuple[Source | None, list[Problem]]:
    """Read ``sources/NAME.toml``; the source's id is NAME.

    Args:
        text: The decoded file.
        file: Its path inside the case, for the id and for messages.

    Returns:
        The source, or None where a required field is missing or wrong, and the problems found.
    """
    source_id = file.rsplit("/", 1)[-1].removesuffix(".toml")
    if not IDENTIFIER.fullmatch(source_id):
        hint = "Rename it and its .csv: letters, digits, dots, dashes and underscores"
        return None, [Problem("The file's name cannot be the id of a source", hint, file)]
    data, problems = read_toml(text, file)
    if problems:
        return None, problems
    problems += unknown_keys(data, REQUIRED + OPTIONAL, text, file)
    missing = [_required(data, key, text, file) for key in REQUIRED]
    wrong = [problem for problem in missing if problem is not None]
    retrieved = read_date(data.get("retrieved"))
    fields, bad = _optional(data, text, file)
    problems += wrong + bad
    if wrong or retrieved is None:
        return None, problems
    publisher, title, url = (str(data[key]).strip() for key in REQUIRED[:3])
    if not re.match(r"https?://[^\s/]", url, re.IGNORECASE):
        hint = 'Write the whole address: url = "https://…"'
        problems.append(Problem("url is no web address", hint, file, line_of(text, "url")))
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    return Source(source_id, file, publisher, title, url, retrieved, fields, digest), problems


def _required(data: dict[str, Any], key: str, text: str, file: str) -> Problem | None:
    """What is wrong with a required field, if anything."""
    example = "2025-01-31" if key == "retrieved" else '"…"'
    if key not in data:
        return Problem(f"The source has no {key}, so it was left out", f"Add a line {key} = {example}", file)
    line = line_of(text, key)
    if key == "retrieved":
        if read_date(data[key]) is None:
            hint = "Write the day you retrieved it: retrieved = 2025-01-31"
            return Problem("retrieved is no date, so the source was left out", hint, file, line)
    elif not isinstance(data[key], str) or not data[key].strip():
        return Problem(f"{key} is not a text, so the source was left out", f"Write {key} = {example}", file, line)
    return None


def _optional(data: dict[str, Any], text: str, file: str) -> tuple[dict[str, str], list[Problem]]:
    """The optional fields as text."""
    fields, problems = {}, []
    for key in OPTIONAL:
        value = data.get(key)
        if value is None:
            continue
        if isinstance(value, bool) or not isinstance(value, str | int | Decimal | date) or _is_huge(value):
            problem = Problem(f"{key} is not a text and was left out", f'Write {key} = "…"', file, line_of(text, key))
            problems.append(problem)
        else:
            fields[key] = value.isoformat() if isinstance(value, date) else str(value).strip()
    return fields, problems


def _is_huge(value: object) -> bool:
    """Whether it is a whole number too long to be written out; Python refuses to."""
    return isinstance(value, int) and abs(value) > 10**18
