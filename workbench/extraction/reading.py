"""A number with its unit, its sign and its second half: what a quantity is made of."""

from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Literal

from workbench.extraction.context import change_of
from workbench.extraction.measures import Measure, million_after, money_before, unit_after, with_per
from workbench.extraction.number import Number
from workbench.extraction.numbers import read_number
from workbench.extraction.periods import TimeSpan
from workbench.extraction.ranges import Pair, read_pair
from workbench.extraction.tokens import NUM, Token
from workbench.extraction.words import Lexicon

# text: as it comes; written: one quantity that somebody wrote down; assumed: the same, and nothing is held back.
Mode = Literal["text", "written", "assumed"]


@dataclass(slots=True)
class Memory:
    """What was counted last, for the sentence that leaves the noun out."""

    counted: str | None = None
    offset: int = 0


@dataclass(slots=True)
class Sentence:
    """A sentence being read."""

    text: str
    start: int
    end: int
    tokens: list[Token]
    lex: Lexicon
    on: date | None
    memory: Memory
    quiet: set[int] = field(default_factory=set)
    spans: list[TimeSpan] = field(default_factory=list)
    money: bool = False
    origin: tuple[Decimal, Measure | None] | None = None
    previous: Measure | None = None
    mode: Mode = "text"
    alone: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """A number with its unit: ``tokens[first:last]``."""

    number: Number
    pair: Pair | None
    measure: Measure | None
    first: int
    last: int
    sign: int
    kind: str


def read(s: Sentence, i: int) -> Reading | None:
    """The number that begins at token ``i`` with all that belongs to it, or None."""
    number = read_number(s.tokens, i, s.lex)
    if number is None:
        return _one_and_a_half(s, i)
    if any(j in s.quiet for j in range(number.first, number.last)):
        return None
    prefix = money_before(s.tokens, number.first)
    number = _million(s, number, money=prefix is not None)
    measure = prefix or _fraction_of(s, number) or _unit(s, number)
    if prefix is not None:
        measure = _priced(s, prefix, number)
    pair = None if _is_date_range(s, number) else read_pair(s.tokens, number, _between(prefix, measure), s.lex)
    first = number.first if prefix is None else prefix.first
    last = max(number.last, measure.last if measure else 0)
    if pair is not None:
        number, last = pair.low, pair.last
        measure = _priced_pair(s, prefix, pair) if prefix else pair.measure
        last = max(last, measure.last if measure else 0)
    first, sign = _sign(s, first)
    return Reading(number, pair, measure, first, last, sign, _kind(s, number, pair, measure, last))


def _one_and_a_half(s: Sentence, i: int) -> Reading | None:
    """ "an hour and a half"."""
    if not s.lex.among("articles", s.tokens[i]):
        return None
    unit = unit_after(s.tokens, i + 1, s.lex)
    half = None if unit is None else s.lex.lists["joiners.half"].at(s.tokens, unit.last)
    if unit is None or half is None:
        return None
    number = Number(i, i + 1, Decimal("1.5"), form="words", digits="1.5")
    return Reading(number, None, unit, i, unit.last + half[0], 1, unit.kind)


def _unit(s: Sentence, number: Number) -> Measure | None:
    """The unit behind a number; "3 million pounds" are money unless they are pounds of something."""
    found = unit_after(s.tokens, number.last, s.lex, money=s.money)
    if found is not None and found.unit == "pound" and number.scaled:
        of = found.last < len(s.tokens) and s.lex.among("nouns.of", s.tokens[found.last])
        return found if of else unit_after(s.tokens, number.last, s.lex, money=True)
    return found


def _between(prefix: Measure | None, measure: Measure | None) -> Measure | None:
    """The unit between the ends of a range; a sign before the number is none."""
    return measure if prefix is None or (measure and measure.last > prefix.last) else prefix


def _million(s: Sentence, number: Number, *, money: bool) -> Number:
    plain = not number.scaled and number.form == "digits"
    scale = million_after(s.tokens, number.last, s.lex, money=money) if plain else None
    if scale is None:
        return number
    return replace(number, last=number.last + 1, value=number.value * scale, scale=scale, scaled=True)


def _priced(s: Sentence, prefix: Measure, number: Number) -> Measure:
    """Money with its sign before it: "$15 an hour", "US$5 billion dollars"."""
    after = unit_after(s.tokens, number.last, s.lex, money=True)
    if after is not None and after.unit.startswith(prefix.unit):
        return replace(after, first=prefix.first)
    if after is not None and after.unit.startswith("1/"):
        return Measure(prefix.first, after.last, prefix.unit + after.unit[1:], "rate")
    return with_per(s.tokens, replace(prefix, last=number.last), s.lex)


def _priced_pair(s: Sentence, prefix: Measure, pair: Pair) -> Measure:
    return _priced(s, prefix, pair.high)


def _fraction_of(s: Sentence, number: Number) -> Measure | None:
    """ "half an hour", "a quarter of a mile", "billions of dollars"."""
    i = number.last
    if number.form not in ("fraction", "vague") or i >= len(s.tokens):
        return None
    if s.lex.among("nouns.of", s.tokens[i]):
        i += 1
    elif number.form == "vague":
        return None
    if number.form == "vague":
        return unit_after(s.tokens, i, s.lex, money=s.money)
    if i >= len(s.tokens) or not s.lex.among("articles", s.tokens[i]):
        return None
    return unit_after(s.tokens, i + 1, s.lex)


def _is_date_range(s: Sentence, number: Number) -> bool:
    return number.last + 1 in s.quiet and number.last < len(s.tokens) and s.tokens[number.last + 1].kind == NUM


def _sign(s: Sentence, first: int) -> tuple[int, int]:
    """Where the number begins with its minus sign, and its sign."""
    if first == 0:
        return first, 1
    before = s.tokens[first - 1]
    if before.text in "-−–" and s.tokens[first].glued and not (before.glued and first >= 2):
        return first - 1, -1
    if s.lex.among("minus", before):
        return first - 1, -1
    return first, 1


def _kind(s: Sentence, number: Number, pair: Pair | None, measure: Measure | None, last: int) -> str:
    if measure is not None:
        return measure.kind
    if number.form in ("multiple", "fraction") or (pair is not None and pair.how == "odds"):
        return "multiple"
    if last < len(s.tokens) and s.lex.among("multiples.times", s.tokens[last]):
        inside = last > number.first and number.first > 0 and s.lex.among("multiples.in", s.tokens[number.first - 1])
        after = s.tokens[last + 1] if last + 1 < len(s.tokens) else None
        if inside or s.mode != "text" or (after is not None and _makes_multiple(s, after)):
            return "multiple"
        grown = change_of(s.tokens, number.first, last, s.lex, share=True)
        if grown is not None:
            return "multiple"
    if is_fold(s, last):
        return "multiple"
    return "count"


def _makes_multiple(s: Sentence, after: Token) -> bool:
    """Whether the word behind "times" compares: more, the, as, brighter."""
    if s.lex.among("multiples.makes", after):
        return True
    return len(after.low) > 4 and after.low.endswith(tuple(s.lex.sets["multiples.makes_endings"]))


def is_fold(s: Sentence, i: int) -> bool:
    """ "five-fold", «2-кратный»."""
    j = i + 1 if i < len(s.tokens) and s.tokens[i].text in "-‑" else i
    return j < len(s.tokens) and s.tokens[j].glued and s.lex.among("multiples.fold", s.tokens[j])
