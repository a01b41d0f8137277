"""A sentence being read, and what the sentences before it said."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from workbench.extraction.measures import Measure
from workbench.extraction.periods import TimeSpan
from workbench.extraction.tokens import Token
from workbench.extraction.words import Lexicon
from workbench.quantity.model import Change

# text: as it comes; written: one quantity that somebody wrote down; assumed: the same, and nothing is held back.
Mode = Literal["text", "written", "assumed"]


@dataclass(slots=True)
class Memory:
    """What the sentences before said: what was counted last, for one that leaves the noun out; and pounds sterling."""

    counted: str | None = None
    offset: int = 0
    sterling: bool = False


@dataclass(slots=True)
class Sentence:
    """A sentence being read."""

    text: str
    sentence: str
    tokens: list[Token]
    lex: Lexicon
    on: date | None
    memory: Memory
    quiet: set[int]
    spans: list[TimeSpan]
    cues: int = 0
    money: bool = False
    words: set[str] | None = None
    denied: int = 0
    taken: int = 0
    noun_end: int = 0
    origin: tuple[Decimal, Measure | None, Decimal | None] | None = None
    previous: Measure | None = None
    told: Decimal | None = None
    changed: Change | None = None
    mode: Mode = "text"
    alone: bool = False
    headline: bool = False
    millions: bool = False
