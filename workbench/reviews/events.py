"""Review events: one JSON object a line, never rewritten."""

import json
import re
from dataclasses import dataclass, field
from typing import Any

from workbench.errors import Problem

ACTIONS = (
    "verdict", "note", "flag", "skip", "link", "add_claim", "correct_claim", "dismiss_claim", "adjudicate", "retract",
)  # fmt: skip
REVIEWER = re.compile(r"[a-z0-9_-]{1,32}")
VERSION = 1


@dataclass(frozen=True, slots=True)
class Seen:
    """What the author of an event had before them; it re-attaches the event when its claim's id is gone."""

    document: str = ""
    sentence: str = ""
    text: str = ""
    occurrence: int = 0
    comparison: str | None = None
    observation: str | None = None
    observation_hash: str | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """One thing a reviewer did; see :data:`ACTIONS`. ``at`` is UTC, ISO 8601 with a Z."""

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
