"""Add one figure to a source, or make the source."""

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from workbench.documents.case import Case
from workbench.errors import EXIT_DATA, EXIT_USAGE, WorkbenchError
from workbench.extraction.units import parse_unit
from workbench.operations.sources import files
from workbench.operations.sources.doubts import Doubt, ambiguous, doubts, long_scale, told_otherwise, understood
from workbench.operations.sources.read import all_observations
from workbench.references.model import Observation
from workbench.references.table import COLUMNS, made_id, parse_observations
from workbench.references.toml import OPTIONAL, REQUIRED, read_date

DESCRIPTION = (*REQUIRED, *OPTIONAL)
_MANY_LINES = ("note", "quote", "definition")
_WORDED = re.compile(r"([-+]?[0-9][0-9.,\s]*)\s*([^\W\d_]{2,}.*|%)")
_EXAMPLE = {"measure": "x", "period": "2024", "value": "1", "unit": ""}


class TakenError(WorkbenchError):
    """The id of a new figure is that of another one in the same table."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A figure that can be saved.

    Attributes:
        echo: How value and unit were understood.
        caution: What an ambiguous unit is taken for; empty where it is clear.
        doubts: What looks wrong; a person must say that it is right.
    """

    figure: Observation
    row: Mapping[str, str]
    toml: str | None
    held: files.Held
    echo: str
    caution: str
    doubts: list[Doubt]


def is_new(root: Path, name: str) -> bool:
    """Whether the source has no description yet.

    Raises:
        WorkbenchError: The name cannot be used, or the description that is there cannot.
    """
    return not files.described(Case(root), files.source_name(name))


def used(root: Path) -> dict[str, list[str]]:
    """What the case's figures already say in some fields, most often first, to choose from; ``name`` is a source's."""
    sources, figures = all_observations(Case(root))[:2]
    told = {
        "measure": [figure.measure for figure in figures],
        "place": [figure.place for figure in figures],
        "unit": [figure.unit_written for figure in figures],
        "publisher": [source.publisher for source in sources],
    }
    found = {field: [word for word, _ in Counter(words).most_common() if word] for field, words in told.items()}
    return {**found, "name": [source.source_id for source in sources]}


def checked(field: str, text: str) -> str:
    """What was given for one field, ready to be written.

    Args:
        field: A column of the table or a field of the description.
        text: As a person typed it.

    Raises:
        WorkbenchError: It cannot be used; a usage error that says how to write it.
    """
    plain = _clean(field, text)
    if field == "name":
        return files.source_name(plain)
    if field == "retrieved" or (field == "published" and plain):
        day = read_date(plain)
        if day is None:
            raise WorkbenchError(f"{plain[:40]!r} is no day", "Write it as 2025-01-31", code=EXIT_USAGE)
        return day.isoformat()
    if field == "url" and not re.match(r"https?://[^\s/]", plain, re.IGNORECASE):
        raise WorkbenchError(f"{plain[:80]!r} is no web address", "Write it whole: https://…", code=EXIT_USAGE)
    worded = _WORDED.fullmatch(plain) if field in ("value", "low", "high") else None
    if worded is not None:
        hint = f"The number alone, {worded[1].strip()}; {worded[2][:20]!r} belongs to the unit"
        raise WorkbenchError(f"{field} holds words: {plain[:40]!r}", hint, code=EXIT_USAGE)
    if field in COLUMNS and (plain or field in ("measure", "unit")):
        row = {**_EXAMPLE, field: plain}
        if field in ("low", "high"):
            row |= {"low": plain, "high": plain, "value": ""}
        _parsed(row, "x")
    if field in REQUIRED and not plain:
        raise WorkbenchError(f"{field} is missing", f"Give it with --{field}", code=EXIT_USAGE)
    return plain


def draft(root: Path, name: str, given: Mapping[str, str], today: date) -> Draft:
    """Everything about a new figure but its saving.

    Args:
        root: The case.
        name: The source.
        given: Fields of the table, and of the description where the source is new.
        today: The present day.

    Raises:
        WorkbenchError: Something is missing or cannot be read.
        TakenError: The id is that of another figure.
    """
    case = Case(root)
    plain = {field: checked(field, text) for field, text in given.items() if text}
    fresh = is_new(root, name)
    toml = files.source_toml({key: plain.get(key, "") for key in DESCRIPTION}) if fresh else None
    row = {column: plain.get(column, "") for column in COLUMNS}
    row["measure"], row["place"] = (" ".join(row[column].split()) for column in ("measure", "place"))
    held = files.held(case, name)
    own_id = row["id"] or made_id(row["measure"], row["place"], row["period"], row["vintage"])
    if held.header is None or "id" in held.header.names:
        row["id"] = own_id
    figure = _parsed(row, name)
    _refuse_known(figure, held, f"sources/{name}.csv")
    sources, others = all_observations(case)[:2]
    source = next((each for each in sources if each.source_id == name), None)
    known = {"url": source.url, **source.fields} if source is not None else plain
    beside = told_otherwise(figure, others)
    wrong = [*doubts(figure, others, today), *([beside] if beside is not None else [])]
    return Draft(figure, row, toml, held, _echo(row, figure), _caution(row["unit"], known), wrong)


def _caution(unit: str, known: Mapping[str, object]) -> str:
    """What an ambiguous unit is taken for: by itself, or because of where its publisher is."""
    scale = long_scale(unit, str(known.get("url", "")), str(known.get("quote", "")))
    return ambiguous(unit) or (f"the short scale: a billion is a thousand million. {scale[1]}" if scale else "")


def save(root: Path, name: str, ready: Draft) -> tuple[list[Path], int]:
    """Write the figure; existing lines stay as they are.

    Returns:
        The files written, and the line of the new row in the table.

    Raises:
        WorkbenchError: It was not written, and why.
    """
    case = Case(root)
    file = f"sources/{name}.csv"
    data, line = files.appended(ready.held, [ready.row], (), file)
    files.check_appended(data, name, len(ready.held.observations) + 1, line)
    return files.save(case, name, ready.toml, (ready.held, data)), line


def _refuse_known(figure: Observation, held: files.Held, file: str) -> None:
    for other in held.observations:
        if other.observation_id == figure.observation_id:
            identifier = figure.observation_id.partition("/")[2]
            hint = "Give the figure its own --id, or the --vintage it is of; nothing was written"
            what = f"The id {identifier!r} is already that of a figure: {understood(other)}"
            raise TakenError(what, hint, file=file, line=other.line, code=EXIT_DATA)


def _parsed(row: Mapping[str, str], name: str) -> Observation:
    """The row as the reader of tables sees it.

    Raises:
        WorkbenchError: The reader cannot use it.
    """
    held = files.Held(b"", None, [], [])
    data, _ = files.appended(held, [row], (), "")
    found, problems = parse_observations(data.decode("utf-8"), "", name, parse_unit)
    if not found:
        message, hint = (problems[0].message, problems[0].hint) if problems else ("The row is empty", "")
        raise WorkbenchError(message.removesuffix("; the row was left out"), hint, code=EXIT_USAGE)
    return found[0]


def _echo(row: Mapping[str, str], figure: Observation) -> str:
    written = row["value"] or f"{row['low']}–{row['high']}"
    return f"{written} {row['unit']}".strip() + f" → {understood(figure)}"


def _clean(field: str, text: str) -> str:
    """The text without spaces around it.

    Raises:
        WorkbenchError: It holds what no file of text should.
    """
    for letter in text:
        allowed = "\t\n" if field in _MANY_LINES else "\t"
        if unicodedata.category(letter) in ("Cc", "Cs") and letter not in allowed:
            what = f"{field} holds a character that no text should: U+{ord(letter):04X}"
            raise WorkbenchError(what, "Type it without line breaks and control characters", code=EXIT_USAGE)
    return text.strip()
