"""The description that may stand beside a document, ``NAME.EXT.toml``: reading it, and changing it line by line."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from workbench.documents.case import SIDECAR, Case, refusal
from workbench.documents.files import read_text
from workbench.documents.readers.columns import COLUMNS
from workbench.documents.readers.moments import read_moment
from workbench.errors import EXIT_USAGE, Problem, WorkbenchError
from workbench.references.toml import MAX_TOML, line_of, read_toml, unknown_keys

FIELDS = ("title", "speaker", "date", "url", "language")
TABLE = "columns"
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r"}


@dataclass(frozen=True, slots=True)
class Description:
    """What a description says; ``date`` is UTC without a zone, ``columns`` names those of a table of posts."""

    title: str | None = None
    speaker: str | None = None
    date: datetime | None = None
    url: str | None = None
    language: str | None = None
    columns: dict[str, str] = field(default_factory=dict)


def sidecar(path: Path) -> Path:
    """Where the description of a document stands."""
    return path.with_name(path.name + SIDECAR)


def read_description(case: Case, path: Path) -> tuple[Description, list[Problem]]:
    """The description of the document at ``path``; an empty one where there is none or it cannot be read."""
    beside = sidecar(path)
    name = case.name(beside)
    if not beside.exists():
        return Description(), []
    refused = refusal(case, beside)
    if refused is not None:
        return Description(), [refused]
    text, problem = read_text(beside, name, MAX_TOML)
    if text is None:
        return Description(), [] if problem is None else [problem]
    return parse_description(text, name)


def parse_description(text: str, name: str) -> tuple[Description, list[Problem]]:
    """Read the text of a description; each wrong value is a problem with its line, and is left out."""
    data, problems = read_toml(text, name)
    given: dict[str, Any] = {}
    problems += unknown_keys(data, (*FIELDS, TABLE), text, name)
    for key in FIELDS:
        if key not in data:
            continue
        value, line = data[key], line_of(text, key)
        if key == "date":
            given[key] = read_moment(value)
            if given[key] is None:
                what, hint = "date is no date", "Write date = 2025-01-31, or date = 2025-01-31T14:30:00Z"
                problems.append(Problem(what, hint, name, line))
        elif not isinstance(value, str):
            problems.append(Problem(f"{key} is not a text", f'Write {key} = "…"', name, line))
        else:
            given[key] = value.strip() or None
    table = data.get(TABLE, {})
    if not isinstance(table, dict) or not all(isinstance(value, str) for value in table.values()):
        hint = 'Write [columns] on a line of its own, and below it lines such as text = "body"'
        problems.append(Problem("columns is no table of texts", hint, name, line_of(text, TABLE)))
        table = {}
    problems += unknown_keys(table, tuple(COLUMNS), text, name, TABLE)
    return Description(**given, columns={key: value for key, value in table.items() if key in COLUMNS}), problems


def written(values: Mapping[str, str]) -> str:
    """The text of a new description."""
    return edited("", values)


def edited(text: str, values: Mapping[str, str]) -> str:
    """A description with some values set; all else, its comments and the order of its lines, stays as it is.

    Args:
        text: The description now; empty for a new one.
        values: New values by field, ``columns.NAME`` for one of the table; an empty value takes the line out.

    Raises:
        WorkbenchError: A field is not known, a value is no date, or the text is written in a way that only a person
            should change.
    """
    newline = "\r\n" if "\r\n" in text else "\n"
    lines = text.splitlines()
    before = _parsed(text)
    for key, value in values.items():
        table, _, name = key.rpartition(".")
        if (table, name) not in {*(("", field_) for field_ in FIELDS), *((TABLE, column) for column in COLUMNS)}:
            known = ", ".join((*FIELDS, *(f"{TABLE}.{column}" for column in COLUMNS)))
            raise WorkbenchError(f"{key[:40]!a} is no field of a document", f"Use one of: {known}", code=EXIT_USAGE)
        _set(lines, table, name, _toml(key, value))
        holder = before.setdefault(table, {}) if table else before
        holder.pop(name, None)
        if value.strip():
            holder[name] = tomllib.loads(f"x = {_toml(key, value)}")["x"]
    after = newline.join(lines) + newline if lines else ""
    if _parsed(after) != {key: value for key, value in before.items() if value != {} or key in _parsed(after)}:
        hint = "Change the file by hand"
        raise WorkbenchError("the description is written in a way that cannot be changed safely", hint)
    return after


def _parsed(text: str) -> dict[str, Any]:
    data, problems = read_toml(text, "the description")
    if problems:
        hint = "Correct it by hand, or remove it"
        raise WorkbenchError(f"the description cannot be read: {problems[0].message}", hint, line=problems[0].line)
    return data


def _set(lines: list[str], table: str, name: str, value: str) -> None:
    """Change, add or (for an empty value) take out the line of a key."""
    begin, end = _section(lines, table)
    if begin is None:
        if value:
            lines += [*([""] if lines and lines[-1].strip() else []), f"[{table}]", f"{name} = {value}"]
        return
    for number in range(begin, end):
        found = re.match(rf"""([ \t]*["']?{re.escape(name)}["']?[ \t]*=[ \t]*)(.*)""", lines[number])
        if found:
            comment = _comment(found[2])
            lines[number : number + 1] = [f"{found[1]}{value}{comment}"] if value else []
            return
    if value:
        while end > begin and not lines[end - 1].strip():
            end -= 1
        lines.insert(end, f"{name} = {value}")


def _section(lines: list[str], table: str) -> tuple[int | None, int]:
    """The first line of a table's keys and the line after its last; None where there is no such table."""
    heads = [number for number, line in enumerate(lines) if re.match(r"[ \t]*\[", line)]
    if not table:
        return 0, heads[0] if heads else len(lines)
    for n, number in enumerate(heads):
        if lines[number].strip().startswith(f"[{table}]"):
            return number + 1, heads[n + 1] if n + 1 < len(heads) else len(lines)
    return None, 0


def _comment(rest: str) -> str:
    """What stands after the value on its line: spaces and a comment."""
    for found in re.finditer("#", rest):
        value = rest[: found.start()]
        try:
            tomllib.loads(f"x = {value}")
        except (ValueError, RecursionError):
            continue
        return rest[len(value.rstrip()) :]
    return ""


def _toml(key: str, value: str) -> str:
    """A value as TOML writes it; empty for an empty one."""
    value = value.strip()
    if not value:
        return ""
    if key == "date":
        moment = read_moment(value)
        if moment is None:
            hint = "Write it as 2025-01-31 or 2025-01-31T14:30:00Z"
            raise WorkbenchError(f"{value[:40]!a} is no date", hint, code=EXIT_USAGE)
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
            return date.fromisoformat(value).isoformat()
        return moment.replace(microsecond=0).isoformat() + "Z"
    escaped = (_ESCAPES.get(letter) or (f"\\u{ord(letter):04x}" if _hidden(letter) else letter) for letter in value)
    return f'"{"".join(escaped)}"'



def _hidden(letter: str) -> bool:
    return letter < " " or "\x7f" <= letter < "\xa0" or letter in "\u2028\u2029" or "\u202a" <= letter <= "\u202e"
