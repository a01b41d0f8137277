"""Review events: one JSON object a line, never rewritten."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime
from decimal import Decimal
from typing import Any

from workbench.errors import Problem
from workbench.reviews.ids import is_event_id
from workbench.reviews.readings import ReadingError, parse_reading, reading_json

ACTIONS = (
    "verdict", "note", "flag", "skip", "link", "add_claim", "correct_claim", "dismiss_claim", "adjudicate", "retract",
)  # fmt: skip
REVIEWER = re.compile(r"[a-z0-9_-]{1,32}")
VERSION = 1
MAX_LINE = 1 << 20
_NEEDS = {"verdict": "verdict", "adjudicate": "verdict", "note": "note", "retract": "retracts"}


@dataclass(frozen=True, slots=True)
class Seen:
    """What the author of an event had before them; it re-attaches the event when its claim's id is gone.

    ``alone`` says that the author decided on this telling of the claim apart from the others of its group.
    """

    document: str = ""
    sentence: str = ""
    text: str = ""
    occurrence: int = 0
    comparison: str | None = None
    observation: str | None = None
    observation_hash: str | None = None
    alone: bool = False


@dataclass(frozen=True, slots=True)
class Event:
    """One thing a reviewer did; see :data:`ACTIONS`. ``at`` is UTC, ISO 8601 with a Z.

    ``quantity`` is how the reviewer reads the claim that is added or corrected: see :mod:`workbench.reviews.readings`.
    """

    id: str
    at: str
    reviewer: str
    action: str
    claim: str | None = None
    verdict: str | None = None
    reasons: tuple[str, ...] = ()
    note: str | None = None
    evidence: tuple[str, ...] = ()
    seen: Seen = field(default_factory=Seen)
    settings_hash: str = ""
    retracts: str | None = None
    blind: bool = False
    version: int = VERSION
    quantity: Mapping[str, Any] | None = field(default=None, hash=False)


# Not asdict: to copy every text takes longer than to write the line to the disk.
_NAMES = tuple(each.name for each in fields(Event) if each.name != "quantity")
_SEEN = tuple(each.name for each in fields(Seen))


class _BadFieldError(Exception):
    """What is wrong with one field of a line, and what to do."""

    def __init__(self, message: str, hint: str = "correct the line or take it out, and build again") -> None:
        self.message, self.hint = message, hint
        super().__init__(message)


def to_line(event: Event) -> str:
    """The event as one line of ASCII JSON without its newline, in the documented order of keys.

    ``quantity`` is only there where the event has one.
    """
    told = {name: getattr(event, name) for name in _NAMES}
    told["seen"] = {name: getattr(event.seen, name) for name in _SEEN}
    if event.quantity is not None:
        told["quantity"] = reading_json(event.quantity)
    return json.dumps(told, ensure_ascii=True, allow_nan=False)


def parse_line(line: str, *, file: str, line_number: int, reviewer: str) -> Event | Problem:
    """Read one line of a review file.

    Keys that this version does not know are ignored. Nothing in the line can raise.

    Args:
        line: The line, with or without its newline.
        file: The file's name for messages, relative to the case.
        line_number: The 1-based number of the line.
        reviewer: The file's stem, which the event's reviewer must equal.

    Returns:
        The event, or the problem that keeps the line from being one.
    """
    try:
        return _event(_object(line), reviewer)
    except _BadFieldError as error:
        return Problem(error.message, error.hint, file, line_number)


def _object(line: str) -> dict[str, Any]:
    if len(line) > MAX_LINE:
        raise _BadFieldError(f"this line is longer than {MAX_LINE} characters and was not read")
    if line.startswith(("<<<<<<<", "=======", ">>>>>>>")):
        raise _BadFieldError("a mark of an unfinished merge", "keep the lines of both sides and delete the marks")
    try:
        data = json.loads(line, parse_float=Decimal)
    except (ValueError, ArithmeticError, RecursionError):
        raise _BadFieldError("this line is no JSON and was not read") from None
    if not isinstance(data, dict):
        raise _BadFieldError("this line is no JSON object and was not read")
    return data


def _event(data: dict[str, Any], reviewer: str) -> Event:
    version = data.get("version", VERSION)
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        raise _BadFieldError("version must be a whole number from 1")
    if version > VERSION:
        raise _BadFieldError(
            f"written by a newer program (event version {version}, this one reads {VERSION})",
            "update the workbench to read this line",
        )
    event = Event(
        id=_required(data, "id"),
        at=_required(data, "at"),
        reviewer=_required(data, "reviewer"),
        action=_required(data, "action"),
        claim=_text(data, "claim"),
        verdict=_text(data, "verdict"),
        reasons=_texts(data, "reasons"),
        note=_text(data, "note"),
        evidence=_texts(data, "evidence"),
        seen=_seen(data.get("seen")),
        settings_hash=_text(data, "settings_hash") or "",
        retracts=_text(data, "retracts"),
        blind=_flag(data, "blind"),
        version=version,
        quantity=_quantity(data.get("quantity")),
    )
    _check(event, reviewer)
    return event


def _check(event: Event, reviewer: str) -> None:
    if event.reviewer != reviewer:
        raise _BadFieldError(
            f"reviewer {event.reviewer[:40]!a} is not the one this file belongs to ({reviewer})",
            f"move the line to {event.reviewer}.jsonl"
            if REVIEWER.fullmatch(event.reviewer)
            else "correct the line or take it out, and build again",
        )
    if not is_event_id(event.id):
        raise _BadFieldError(f"id {event.id[:40]!a} is no lower-case UUID of version 7")
    if event.retracts is not None and not is_event_id(event.retracts):
        raise _BadFieldError(f"retracts {event.retracts[:40]!a} is no lower-case UUID of version 7")
    if event.action not in ACTIONS:
        raise _BadFieldError(f"unknown action {event.action[:40]!a}", f"use one of {', '.join(ACTIONS)}")
    if not _is_utc(event.at):
        raise _BadFieldError(f"at {event.at[:40]!a} is no UTC time like 2025-01-31T12:00:00Z")
    needed = _NEEDS.get(event.action)
    if needed and getattr(event, needed) is None:
        raise _BadFieldError(f"a line with the action {event.action} needs {needed}")


def _quantity(data: object) -> Mapping[str, Any] | None:
    try:
        return parse_reading(data)
    except ReadingError as error:
        raise _BadFieldError(str(error)) from None


def _is_utc(at: str) -> bool:
    if not at.endswith("Z"):
        return False
    try:
        return datetime.fromisoformat(at).utcoffset() is not None
    except ValueError:
        return False


def _seen(data: object) -> Seen:
    if data is None:
        return Seen()
    if not isinstance(data, dict):
        raise _BadFieldError("seen must be an object")
    occurrence = data.get("occurrence", 0)
    if not isinstance(occurrence, int) or isinstance(occurrence, bool) or not 0 <= occurrence < 1 << 31:
        raise _BadFieldError("seen.occurrence must be a whole number from 0")
    return Seen(
        document=_text(data, "document") or "",
        sentence=_text(data, "sentence") or "",
        text=_text(data, "text") or "",
        occurrence=occurrence,
        comparison=_text(data, "comparison"),
        observation=_text(data, "observation"),
        observation_hash=_text(data, "observation_hash"),
        alone=_flag(data, "alone"),
    )


def _required(data: dict[str, Any], key: str) -> str:
    value = _text(data, key)
    if value is None:
        raise _BadFieldError(f"{key} is missing")
    return value


def _text(data: dict[str, Any], key: str) -> str | None:
    value = data.get(key)
    if value is not None and not isinstance(value, str):
        raise _BadFieldError(f"{key} must be text")
    return value


def _texts(data: dict[str, Any], key: str) -> tuple[str, ...]:
    value = data.get(key)
    if value is None:
        return ()
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise _BadFieldError(f"{key} must be a list of texts")
    return tuple(value)


def _flag(data: dict[str, Any], key: str) -> bool:
    value = data.get(key, False)
    if not isinstance(value, bool):
        raise _BadFieldError(f"{key} must be true or false")
    return value
