"""``workbench.toml``: what a case sets for itself. What is missing or wrong has its default."""

import hashlib
import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field, fields, replace
from decimal import Decimal
from typing import Any, Literal

from workbench.documents import assignment
from workbench.documents.case import Case, refusal
from workbench.documents.files import read_text
from workbench.errors import Problem
from workbench.quantity.settings import Tolerances
from workbench.references.toml import MAX_TOML, line_of, read_toml, unknown_keys
from workbench.reviews.assignment import Assignment
from workbench.reviews.events import REVIEWER
from workbench.reviews.scale import SCALES

KNOWN = {
    "": ("title", "languages", "verdicts", "tolerances", "review", "assignment", "keys"),
    "verdicts": ("scale",),
    "tolerances": tuple(each.name for each in fields(Tolerances)),
    "review": ("mode", "reviewers"),
    "assignment": assignment.KEYS,
}
DEFAULT_SCALE = "default"
_KEY = re.compile(r"[^\s,]{1,30}")


@dataclass(frozen=True, slots=True)
class KeySetting:
    """Keys that a case sets for a command of the review screen, and the line of ``workbench.toml`` that says so."""

    command: str
    keys: tuple[str, ...]
    line: int | None


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of a case.

    Attributes:
        scale: The name of the verdict scale.
        languages: Of the documents, as ISO 639 codes.
        mode: ``blind`` keeps first votes from the other reviewers.
        reviewers: Who must vote.
        assignment: Who reviews what.
    """

    title: str = ""
    scale: str = DEFAULT_SCALE
    tolerances: Tolerances = field(default_factory=Tolerances)
    languages: tuple[str, ...] = ("en", "fr", "ru")
    mode: Literal["open", "blind"] = "open"
    reviewers: tuple[str, ...] = ()
    assignment: Assignment = field(default_factory=Assignment)

    keys: tuple[KeySetting, ...] = ()

    @property
    def verdicts(self) -> tuple[str, ...]:
        """The names of the scale's verdicts."""
        return SCALES[self.scale].names

    @property
    def settings_hash(self) -> str:
        """SHA-256, as hex, of what a finding rests on: the tolerances and the scale."""
        shares = {each.name: f"{getattr(self.tolerances, each.name).normalize():f}" for each in fields(Tolerances)}
        content = json.dumps({"scale": self.scale, "tolerances": shares}, sort_keys=True)
        return hashlib.sha256(content.encode()).hexdigest()


def read_settings(case: Case) -> tuple[Settings, list[Problem]]:
    """The settings of a case; the defaults where it has no ``workbench.toml``."""
    if not case.settings_path.exists():
        return Settings(), []
    name = case.name(case.settings_path)
    refused = refusal(case, case.settings_path)
    if refused is not None:
        return Settings(), [refused]
    text, problem = read_text(case.settings_path, name, MAX_TOML)
    if text is None:
        return Settings(), [] if problem is None else [problem]
    return parse_settings(text, name)


def parse_settings(text: str, file: str) -> tuple[Settings, list[Problem]]:
    """Read the text of a ``workbench.toml``; each wrong value is a problem with its line and leaves its default."""
    data, problems = read_toml(text, file)
    if problems:
        return Settings(), problems
    reader = _Reader(text, file, problems)
    top = reader.table(data, "")
    verdicts, review = reader.table(data, "verdicts"), reader.table(data, "review")
    scale = reader.take(verdicts, "verdicts", "scale", _choice(tuple(SCALES)), DEFAULT_SCALE)
    mode = reader.take(review, "review", "mode", _choice(("open", "blind")), "open")
    reviewers = reader.take(review, "review", "reviewers", _reviewers, ())
    if mode == "blind" and not reviewers:
        hint = 'Name those who must vote: reviewers = ["ana", "ben"]'
        problems.append(Problem("Blind review has no reviewers", hint, file, line_of(text, "mode", "review")))
    settings = Settings(
        title=reader.take(top, "", "title", _title, ""),
        scale=scale,
        tolerances=_tolerances(reader, reader.table(data, "tolerances")),
        languages=reader.take(top, "", "languages", _languages, Settings().languages),
        mode=mode,
        reviewers=reviewers,
        keys=_keys(reader, data.get("keys", {})),
        assignment=_assignment(reader, reader.table(data, "assignment"), reviewers),
    )
    return settings, problems


@dataclass(frozen=True, slots=True)
class _Reader:
    """Takes values out of tables and notes down what is wrong with them."""

    text: str
    file: str
    problems: list[Problem]

    def table(self, data: dict[str, Any], name: str) -> dict[str, Any]:
        """A table of the file; keys that are not known are noted down."""
        table = data.get(name, {}) if name else data
        if not isinstance(table, dict):
            line = line_of(self.text, name)
            self.problems.append(
                Problem(f"{name} is no table", f"Write [{name}] on a line of its own", self.file, line)
            )
            return {}
        self.problems.extend(unknown_keys(table, KNOWN[name], self.text, self.file, name))
        return table

    def take(self, table: dict[str, Any], name: str, key: str, check: Callable[[Any], Any], default: Any) -> Any:  # noqa: ANN401 - settings are of many types
        """The checked value of a key, or its default; ``check`` raises ValueError with what is wanted."""
        if key not in table:
            return default
        try:
            return check(table[key])
        except ValueError as error:
            line = line_of(self.text, key, name) or line_of(self.text, name)
            what = f"{key} cannot be used; its default is used"
            self.problems.append(Problem(what, f"Write {error}", self.file, line))
            return default


def _assignment(reader: "_Reader", table: dict[str, Any], reviewers: tuple[str, ...]) -> Assignment:
    default, name = Assignment(), "assignment"
    found = Assignment(
        share=reader.take(table, name, "share", assignment.parse_share, default.share),
        overlap=reader.take(table, name, "overlap", assignment.parse_overlap, default.overlap),
        seed=reader.take(table, name, "seed", assignment.parse_seed, default.seed),
        documents=reader.take(table, name, "documents", assignment.parse_documents, default.documents),
    )
    if found.share == "random" and not reviewers:
        hint = 'Name those who review, in [review]: reviewers = ["ana", "ben"]'
        line = line_of(reader.text, "share", name)
        reader.problems.append(Problem("Claims are drawn by lot and there are no reviewers", hint, reader.file, line))
        return replace(found, share="all")
    return found


def _keys(reader: _Reader, table: object) -> tuple[KeySetting, ...]:
    """The table ``[keys]``: a command on the left, a key or a list of keys on the right."""
    if not isinstance(table, dict):
        line = line_of(reader.text, "keys")
        reader.problems.append(Problem("keys is no table", "Write [keys] on a line of its own", reader.file, line))
        return ()
    found = []
    for command in table:
        keys = reader.take(table, "keys", command, _key_names, ())
        if keys:
            found.append(KeySetting(command, keys, line_of(reader.text, command, "keys")))
    return tuple(found)


def _key_names(value: object) -> tuple[str, ...]:
    wanted = 'a key or several: undo = "z", undo = ["z", "ctrl+z"]'
    return _texts([value] if isinstance(value, str) else value, wanted, _KEY)


def _tolerances(reader: _Reader, table: dict[str, Any]) -> Tolerances:
    default = Tolerances()
    values = {
        key: reader.take(
            table, "tolerances", key, _factor if key == "bound_says_little" else _percent, getattr(default, key)
        )
        for key in KNOWN["tolerances"]
    }
    steps = ("correct_within", "mostly_within", "exaggerated_within")
    ends = ("about_low", "about_high")
    for names in (steps, ends):
        if [values[name] for name in names] != sorted(values[name] for name in names):
            line = next((line_of(reader.text, name, "tolerances") for name in names if name in table), None)
            what = f"{', '.join(names)} do not rise in this order; their defaults are used"
            reader.problems.append(Problem(what, "Write them from the smallest to the largest", reader.file, line))
            values |= {name: getattr(default, name) for name in names}
    return Tolerances(**values)


def _percent(value: object) -> Decimal:
    return _number(value, Decimal(0), "a percentage from 0 to 1000, such as 0.5")


def _factor(value: object) -> Decimal:
    return _number(value, Decimal(1), "a factor from 1 to 1000, such as 1.5")


def _number(value: object, least: Decimal, wanted: str) -> Decimal:
    number = Decimal("NaN")
    if isinstance(value, Decimal):
        number = value
    elif isinstance(value, int) and not isinstance(value, bool) and value <= 1000:
        number = Decimal(value)
    if not number.is_finite() or not least <= number <= 1000 or len(number.as_tuple().digits) > 12:
        raise ValueError(wanted)
    return number


def _title(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError('a text: title = "…"')  # noqa: TRY004 - a wrong type is bad input like any other
    return value


def _choice(names: tuple[str, ...]) -> Callable[[Any], str]:
    def check(value: object) -> str:
        if value not in names:
            raise ValueError("one of " + ", ".join(f'"{name}"' for name in names))
        return str(value)

    return check


def _texts(value: object, wanted: str, pattern: re.Pattern[str]) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(each, str) and pattern.fullmatch(each) for each in value):
        raise ValueError(wanted)
    return tuple(dict.fromkeys(value))


def _languages(value: object) -> tuple[str, ...]:
    languages = _texts(value, 'a list of two-letter codes: languages = ["en", "ru"]', re.compile(r"[a-z]{2,3}"))
    if not languages:
        raise ValueError('at least one language: languages = ["en"]')
    return languages


def _reviewers(value: object) -> tuple[str, ...]:
    return _texts(value, 'a list of names in a-z, 0-9, - and _: reviewers = ["ana", "ben"]', REVIEWER)
