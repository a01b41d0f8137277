"""Measures in two or more units of one kind, the larger first: "5 feet 2 inches", "20 dollars and 43 cents"."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from workbench.extraction.lexicons import symbols
from workbench.extraction.measures import Measure, unit_after
from workbench.extraction.number import ONE, Number, is_whole
from workbench.extraction.numbers import read_number
from workbench.extraction.tokens import NUM, Token
from workbench.extraction.words import NUMBER, Lexicon

FOOT, INCH, INCHES_A_FOOT = "foot", "inch", 12
FEET, INCHES = ("'", "’", "′"), ('"', "”", "″")
CENT = "USD"


@dataclass(slots=True)  # frozen, it would be several times as dear to make
class Whole:
    """A compound as one number in its smallest unit; money stays in its currency."""

    number: Number
    measure: Measure


def with_smaller(tokens: Sequence[Token], number: Number, measure: Measure, lex: Lexicon) -> Whole | None:
    """The compound that begins with ``number`` and its ``measure``, or None where no smaller part follows.

    A part that stands behind "and" or a comma must be less than one of the larger unit: "2 km and 300 metres", but not
    "2 km and 3,000 metres".
    """
    if measure.last >= len(tokens):
        return None
    after = tokens[measure.last]
    if not (after.roles & NUMBER or after.low in lex.sets["compound"]):
        return None
    whole = Whole(number, measure)
    while (part := _part(tokens, whole, lex)) is not None:
        whole = part
    return None if whole.number is number else whole


def feet_and_inches(tokens: Sequence[Token], number: Number) -> Whole | None:
    """The height in 5'10", or in 5'10 where it is that of a person: only feet and inches together."""
    i = number.last
    if i + 1 >= len(tokens) or tokens[i].text not in FEET or tokens[i + 1].kind is not NUM or not tokens[i].glued:
        return None
    inches = tokens[i + 1].text
    if not tokens[i + 1].glued or not inches.isdigit() or int(inches) >= INCHES_A_FOOT or number.form != "digits":
        return None
    last = i + 2
    if last + 1 < len(tokens) and tokens[last].text in FEET and tokens[last + 1].text in FEET:
        last += 2
    elif last < len(tokens) and tokens[last].text in INCHES and tokens[last].glued:
        last += 1
    elif not 4 <= number.value <= 7:
        return None
    total = replace(number, last=i + 2, value=number.value * INCHES_A_FOOT + int(inches), step=ONE)
    return Whole(total, Measure(number.first, last, INCH, "length"))


def _part(tokens: Sequence[Token], whole: Whole, lex: Lexicon) -> Whole | None:
    """The compound with the next smaller part, or None where none follows."""
    number, measure = whole.number, whole.measure
    i = measure.last
    while i < len(tokens) and i < measure.last + 2 and lex.among("compound", tokens[i]):
        i += 1
    if i >= len(tokens) or not lex.may_start(tokens[i]) or "/" in measure.unit or not is_whole(number.value):
        return None
    small = read_number(tokens, i, lex)
    if small is None or small.form not in ("digits", "words") or small.high is not None or small.scaled:
        return None
    unit = _named_part(tokens, small.last, measure.kind) or unit_after(tokens, small.last, lex)
    ratio = None if unit is None else _ratio(measure, unit)
    if unit is None or ratio is None or unit.last == small.last:
        return None
    if i > measure.last and (small.value >= ratio or _is_part_of(tokens, unit.last, lex)):
        return None
    return _sum(whole, small, unit, ratio)


def _named_part(tokens: Sequence[Token], i: int, kind: str) -> Measure | None:
    """A unit that only the larger one before it makes one: "5 ft 2 in", "2h 30m"."""
    entry = symbols().parts.get(kind, {}).get(tokens[i].text) if i < len(tokens) else None
    return None if entry is None else Measure(i, i + 1, entry.name, entry.kind)


def _is_part_of(tokens: Sequence[Token], i: int, lex: Lexicon) -> bool:
    """Whether "of" makes the smaller measure one of its own: "1 hour, 30 minutes of it in the dark"."""
    return i < len(tokens) and lex.among("nouns.of", tokens[i])


def _sum(whole: Whole, small: Number, unit: Measure, ratio: Decimal) -> Whole:
    number, measure = whole.number, whole.measure
    step, _ = small.rounding(percent=False)
    if measure.kind == "money":
        total = replace(number, last=small.last, value=number.value + small.value / ratio, step=step / ratio)
        return Whole(total, replace(measure, last=unit.last))
    total = replace(number, last=small.last, value=number.value * ratio + small.value, step=step)
    return Whole(total, replace(unit, first=measure.first))


def _ratio(large: Measure, small: Measure) -> Decimal | None:
    """How many of the smaller unit one of the larger is, where that is a whole number above one."""
    if large.kind != small.kind:
        return None
    if large.kind == "money":
        part = small.factor < large.factor == 1 and small.unit in (large.unit, CENT)
        return large.factor / small.factor if part else None
    one, other = symbols().sizes.get(large.unit), symbols().sizes.get(small.unit)
    if one is None or other is None or one.name != other.name:
        return None
    ratio = one.factor / other.factor
    return ratio if ratio > 1 and ratio % 1 == 0 else None
