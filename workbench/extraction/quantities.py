"""From a number with its unit to a quantity: its hedge, what it counts, its change and its period."""

from dataclasses import replace
from decimal import Decimal

from workbench.extraction.amounts import Amounts, amounts, inverted
from workbench.extraction.changing import change_told, goes_on_to
from workbench.extraction.context import BOUND, Modified, direction_before, hedge_behind, hedge_of, is_negated
from workbench.extraction.counting import counted_by, says_nothing
from workbench.extraction.measures import Measure, unit_after
from workbench.extraction.nouns import counted_noun, is_elided, is_subject
from workbench.extraction.number import Number, is_whole
from workbench.extraction.numbers import read_number
from workbench.extraction.periods import TimeSpan, nearest, past
from workbench.extraction.plurals import looks_plural
from workbench.extraction.ranges import starts_change, with_end
from workbench.extraction.reading import Reading, is_fold
from workbench.extraction.sentence import Sentence
from workbench.extraction.tokens import Token, lowered
from workbench.extraction.words import ABOUT, LEAD, MORE, NEGATION, PLAIN, WORTHY, Hedge
from workbench.extraction.worth import Stated, checkworthiness
from workbench.quantity.model import Modifier, Period, Quantity, QuantityInTheMaking, freeze

PLUS = "plus"
ENDS = ".,;:!?)"
# What a bound is where its unit counts downwards: "more than 5 degrees below zero".
TURNED: dict[Modifier, Modifier] = {">": "<", ">=": "<=", "<": ">", "<=": ">="}
PARTED = ("money", "mass", "length", "area", "volume", "energy")  # what "of which 52 were new" shares the unit of
LONGEST_LIST = 12
FEW = 20
HUNDRED = 100
WINDOW_REACH = 6
LIST_WORDS = ("nouns.and", "range.or", "range.again", "range.but")


def quantity_of(s: Sentence, r: Reading) -> Quantity | None:
    """The quantity that a reading makes, or None where it states nothing."""
    if r.kind == "count" and r.number.other is not None and looks_plural(_at(s, r.last), s.lex):
        r = replace(r, number=r.number.regrouped())
    last = _text_end(s, r) if r.kind == "multiple" else r.last
    origin = bool(s.cues & LEAD) and r.pair is None and starts_change(s.tokens, r.number, r.measure, s.lex)
    if origin and r.measure is None:
        number, measure = with_end(s.tokens, r.number, s.lex)
        r = replace(r, number=number, measure=measure, kind=measure.kind if measure else r.kind)
    plain_from = origin or (r.kind == "count" and s.mode == "text") or r.pair is not None
    ends = (s.origin is not None and not origin) or goes_on_to(s, r.first)
    hedged = hedge_of(s.tokens, r.first, last, s.lex, plain_from=plain_from, plain_to=ends)
    hedged = _without_window(s, r, hedged) if r.kind == "duration" else hedged
    twice = r.first > 1 and s.tokens[r.first - 1].text == "(" and _is_told_twice(s, r)
    if s.mode == "text" and (twice or (r.kind == "duration" and _is_time_of_other(s, r, hedged))):
        return None
    change = None if origin else change_told(s, r, hedged.first, last)
    measure = r.measure
    if s.origin is not None and not origin and _ends_change(s, hedged.first):
        start, unit, scale = s.origin
        r = replace(r, number=_in_scale(r.number, start, scale))
        measure = measure or unit
        change = "decrease_to" if r.sign * r.number.value < start else "increase_to"
        r = replace(r, measure=measure, kind=measure.kind if measure else r.kind)
    scale = r.number.scale if r.number.scaled else None
    s.origin = (r.sign * r.number.value, measure, scale) if origin else None
    r = _in_unit_of_sum(s, r, hedged.first, last) if r.kind == "count" else r
    counted = counted_by(s, r, last)
    if counted is None and r.kind == "count":
        r, counted, hedged = _completed(s, r, hedged, last)
        change = change or (None if origin or r.kind == "count" else change_told(s, r, hedged.first, last))
    if r.sign < 0 and r.kind == "count" and counted is not None and s.lex.among("minus", s.tokens[r.first]):
        r = replace(r, first=r.first + 1, sign=1)  # fewer than no things there cannot be
    if s.headline and counted is not None:
        counted = _as_written(s.sentence, counted)
    s.previous = s.previous if r.kind == "multiple" else r.measure
    s.changed = change
    if counted is None and s.mode == "text" and not origin and says_nothing(s, r, counted, hedged.words, change):
        return None
    hedged = _hedged_otherwise(s, r, hedged, counted)
    begin, stop = s.tokens[r.first].start, s.tokens[last - 1].end
    hedge, told = _in_unit(hedged.hedge, r.measure), amounts(r)
    if change == "decrease_to" and _falls_manifold(s, r, hedged.first, last):
        told = inverted(told)
    # Without names, in the order of the fields: half the time.
    return freeze(QuantityInTheMaking(
        begin, stop, s.text[begin:stop], s.sentence, told.value, told.low, told.high, told.step,
        hedge.modifier, hedged.words, r.measure.unit if r.measure else "", r.kind, counted, change,
        s.denied < hedged.first or _is_negated(s, hedged.first), _period(s, r, last),
        _worth(s, r, told, hedged, last, changed=change is not None), told.written,
        hedge.side, hedge.exact, told.half_open, _numeral(s, r.number), s.lex.language,
    ))  # fmt: skip


def _in_unit(hedge: Hedge, measure: Measure | None) -> Hedge:
    """The hedge of the value; where the unit counts downwards, a bound is turned round."""
    if measure is None or measure.factor > 0 or hedge.modifier not in TURNED:
        return hedge
    return replace(hedge, modifier=TURNED[hedge.modifier])


def _is_negated(s: Sentence, first: int) -> bool:
    return bool(s.cues & NEGATION) and is_negated(s.tokens, first, s.lex)


def _in_scale(number: Number, start: Decimal, scale: Decimal | None) -> Number:
    """The number where a change led, in the scale that only its start tells: "from 48 thousand to 36"."""
    if scale is None or number.scaled or not number.value * 10 > start / scale or number.value >= 1000:
        return number
    return replace(number, value=number.value * scale, scale=scale, scaled=True)


def _as_written(sentence: str, counted: str) -> str:
    """What is counted in the letters of a headline, which was read in small ones."""
    at = lowered(sentence).find(counted)
    return sentence[at : at + len(counted)] if at >= 0 else counted


def _is_time_of_other(s: Sentence, r: Reading, hedged: Modified) -> bool:
    """Whether the span of time only says when something was that is compared: "twice as much as five years ago"."""
    if s.lex.lists["periods.ago"].at(s.tokens, r.last) is None:
        return False
    if s.lex.lists["periods.comparing"].before(s.tokens, r.first) is not None:
        return True
    bound = hedged.words is not None and hedged.hedge.modifier in "<>"
    return not bound and s.lex.lists["periods.than"].before(s.tokens, r.first) is not None


def _without_window(s: Sentence, r: Reading, hedged: Modified) -> Modified:
    """No bound where "over" says how long a quantity before it took: "10 billion over five years"."""
    i = hedged.first
    if hedged.words is None or not s.lex.among("windows", s.tokens[i]) or i + 1 != r.first:
        return hedged
    after = _at(s, r.last)
    if i == 0:
        return Modified(PLAIN, None, r.first) if after is not None and after.text == "," else hedged
    near = 0 < s.taken <= i <= s.taken + WINDOW_REACH
    return Modified(PLAIN, None, r.first) if near and not s.lex.among("windows.not_after", s.tokens[i - 1]) else hedged


def _completed(s: Sentence, r: Reading, hedged: Modified, last: int) -> tuple[Reading, str | None, Modified]:
    """A bare number with what the words before it lend it: an inverted noun or unit, the unit of the number before."""
    counted = None
    if _is_inverted(s, r, last):
        hedged = Modified(ABOUT, None, r.first - 1)
        named = s.lex.units.before(s.tokens, r.first)
        if named is None:
            counted = s.tokens[r.first - 1].text
        else:
            r = replace(r, measure=Measure(r.first, last, named[1].name, named[1].kind), kind=named[1].kind)
    if last < len(s.tokens) and s.lex.among("range.to", s.tokens[last]):
        _, end = with_end(s.tokens, r.number, s.lex)
        r = r if end is None else replace(r, measure=end, kind=end.kind)
    if counted is None and r.measure is None:
        r, counted = _of_list(s, r, last)
    if counted is None and r.measure is None and s.previous is not None and (
        _is_against(s, r, hedged.first, last) or _moves_on(s, r, hedged.first, last)
    ):
        r = replace(r, measure=s.previous, kind=s.previous.kind)
    return r, counted, hedged


def _moves_on(s: Sentence, r: Reading, first: int, last: int) -> bool:
    """Whether a share goes on to where the number leads: "rose to 3.1 percent, then fell to 3.0"."""
    if s.previous is None or s.previous.kind != "percent" or r.number.scaled or not r.number.value <= HUNDRED:
        return False
    if r.pair is not None or not is_elided(s.tokens, last, s.lex):
        return False
    to = s.lex.lists["change_rules.to"].before(s.tokens, first)
    verb = first > 0 and (s.lex.among("nouns.verbs", s.tokens[first - 1]) or s.tokens[first - 1].low.endswith("'s"))
    if verb and r.number.value != int(r.number.value):
        return True  # "a 9.9% rate; today it's 4.8"
    if to is None:  # "before closing up 2"
        return direction_before(s.tokens, first - 1, s.lex, prep=False, far=False) is not None
    return direction_before(s.tokens, first - 1 - to[0], s.lex, prep=True, far=False) is not None


def _of_list(s: Sentence, r: Reading, last: int) -> tuple[Reading, str | None]:
    """A number of a list with the unit or the noun of the last one: "10, 12 and 22 percent", "45 and 50 cases"."""
    if r.pair is not None or r.number.form not in ("digits", "words"):
        return r, None
    joined = False
    for _ in range(LONGEST_LIST):
        start, conjunction = _next_of_list(s, last)
        number = None if start == last else read_number(s.tokens, start, s.lex)
        if number is None or (number.form, number.scaled) != (r.number.form, r.number.scaled) or start in s.quiet:
            return r, None
        joined = joined or conjunction
        unit = unit_after(s.tokens, number.last, s.lex)
        if unit is not None:
            told = joined or unit.kind == "percent"
            return (replace(r, measure=unit, kind=unit.kind), None) if told else (r, None)
        noun = counted_noun(s.tokens, number.last, s.lex, of_only=False)
        if noun is not None:
            return r, noun[0] if joined else None
        last = number.last
    return r, None


def _next_of_list(s: Sentence, i: int) -> tuple[int, bool]:
    """Where the next number of a list begins behind token ``i``, or ``i``; and whether "and" or "or" leads to it."""
    start, conjunction = i, False
    if start < len(s.tokens) and s.tokens[start].text == ",":
        start += 1
    if start < len(s.tokens) and any(s.lex.among(name, s.tokens[start]) for name in LIST_WORDS):
        start, conjunction = start + 1, True
    return (start, conjunction) if start < len(s.tokens) and s.lex.may_start(s.tokens[start]) else (i, False)


def _hedged_otherwise(s: Sentence, r: Reading, hedged: Modified, counted: str | None) -> Modified:
    """The hedge that does not stand beside the number: behind its noun, or in the number word itself."""
    if hedged.hedge is PLAIN and hedged.words is None and counted is not None:
        hedged = _hedged_behind(s, hedged)
    if hedged.hedge is PLAIN and s.tokens[r.number.last - 1].low in s.lex.sets["approximate"]:
        hedged = Modified(ABOUT, None, hedged.first)
    if r.number.plus and hedged.hedge.modifier not in BOUND:
        sign = s.tokens[r.number.first + 1].text
        hedged = Modified(MORE, sign if sign == "+" else PLUS, hedged.first)
    placed = r.first > 1 and s.tokens[r.first - 1].low in s.lex.sets["hedges_of_place"]
    return _hedged_by_place(s, r, hedged) if placed else hedged


def _hedged_by_place(s: Sentence, r: Reading, hedged: Modified) -> Modified:
    """The hedge that also tells places: "near 9 villages" is none, "slid past 100" is one."""
    before = s.tokens[r.first - 1]
    if hedged.words is not None:
        return Modified(PLAIN, None, hedged.first) if r.kind == "count" and _is_few(r) else hedged
    passed = s.lex.among("change_rules.beyond", before) and s.tokens[r.first - 2].low in s.lex.turns
    return Modified(MORE, before.text, r.first - 1) if passed else hedged


def _is_few(r: Reading) -> bool:
    return r.pair is None and not r.number.scaled and r.number.value < FEW


def _is_told_twice(s: Sentence, r: Reading) -> bool:
    """Whether brackets tell the number before them once more: "22 (twenty-two) persons"."""
    if s.taken != r.first - 1 or r.measure is not None or r.sign * r.number.value != s.told:
        return False  # "1,250 (1,180)"
    return r.last < len(s.tokens) and s.tokens[r.last].text == ")"


def _hedged_behind(s: Sentence, hedged: Modified) -> Modified:
    """The hedge behind the noun: "60 signatures at least"."""
    end = s.noun_end
    behind = hedge_behind(s.tokens, hedged.first, end, s.lex)
    if behind is None or behind[1].modifier == "=":
        return hedged
    last = s.noun_end + behind[0]
    after = _at(s, last)
    if behind[0] < 2 and after is not None and after.text not in ENDS:
        return hedged  # "40 people maximum", but no "40 people plus a dog"
    if after is not None and (s.lex.may_start(after) or s.lex.among("hedges_after.not_before", after)):
        return hedged
    words = s.text[s.tokens[s.noun_end].start : s.tokens[last - 1].end]
    return Modified(behind[1], words.lstrip(", "), hedged.first)


def _worth(s: Sentence, r: Reading, told: Amounts, hedged: Modified, last: int, *, changed: bool) -> float:  # noqa: PLR0913 - all that a score rests on
    if s.words is None:
        s.words = {token.low for token in s.tokens if token.roles & WORTHY} if s.cues & WORTHY else set()
    size = told.value if told.value is not None else told.low
    notable = hedged.hedge.modifier != "=" or changed
    stated = Stated(r.kind, size, s.words, hedged.first, last, notable=notable)
    return checkworthiness(stated, s.tokens, s.lex)


def _numeral(s: Sentence, number: Number) -> str:
    if number.form == "digits":
        return s.tokens[number.first].text
    return s.text[s.tokens[number.first].start : s.tokens[number.last - 1].end]


def _text_end(s: Sentence, r: Reading) -> int:
    """The token after the quantity's text: unit, "times" or "-fold" included."""
    if r.measure is None and r.last < len(s.tokens):
        if s.lex.among("multiples.times", s.tokens[r.last]):
            return r.last + 1
        if is_fold(s, r.last):
            return r.last + (2 if s.tokens[r.last].text in "-‑" else 1)
    return r.last


def _falls_manifold(s: Sentence, r: Reading, first: int, last: int) -> bool:
    """Whether a multiple says into how many parts something fell: "fell fivefold" leaves a fifth of it.

    "Five times less than" compares two things, and stays five.
    """
    if r.kind != "multiple" or r.number.form == "fraction" or r.number.change:
        return False
    if any(s.lex.among("change_rules.after", token) for token in s.tokens[last : last + 2]):
        return False
    return not _ends_change(s, first) and s.lex.lists["change_rules.to"].before(s.tokens, first) is None


def _is_inverted(s: Sentence, r: Reading, last: int) -> bool:
    """Whether the noun stands before its number, which makes it a guess: «человек двадцать»."""
    if not r.first or not s.lex.among("nouns.inverted", s.tokens[r.first - 1]) or not is_elided(s.tokens, last, s.lex):
        return False
    return r.first < 2 or not s.lex.may_start(s.tokens[r.first - 2])


def _is_against(s: Sentence, r: Reading, first: int, last: int) -> bool:
    """Whether the number goes on with the one before it, so that it shares its unit: "$4m, not 5", "up from 98"."""
    if s.lex.lists["range.against"].before(s.tokens, first) is not None:
        return True
    if first > 1 and s.lex.among("range.or", s.tokens[first - 1]) and s.tokens[first - 2].text == ",":
        return False
    if s.previous is not None and s.previous.kind == "duration" and r.number.scaled:
        return False
    if s.previous is not None and s.previous.kind == "money" and r.number.scaled and _is_sum(s, first, last):
        return True
    if s.previous is not None and s.previous.kind == "money" and s.lex.among("range.further", s.tokens[first]):
        return is_elided(s.tokens, last, s.lex)
    if s.changed is not None and s.changed.endswith("_to") and first > 0 and is_elided(s.tokens, last, s.lex):
        return any(s.lex.among(name, s.tokens[first - 1]) for name in ("range.from", "range.change_from"))
    plus = first > 1 and s.tokens[first - 1].text == "+" and s.tokens[first].glued
    if plus and s.previous is not None and s.previous.kind == "temperature":
        return is_elided(s.tokens, last, s.lex)  # "−24 °C in the north and +3 in the south"
    joined = first > 0 and s.lex.among("range.coordinate", s.tokens[first - 1])
    return joined and is_elided(s.tokens, last, s.lex) and not is_subject(s.tokens, last, s.lex)


def _in_unit_of_sum(s: Sentence, r: Reading, first: int, last: int) -> Reading:
    """A part of what was measured before it, in its unit: "98 billion dollars, of which 41 billion"."""
    if s.previous is None or s.previous.kind not in PARTED or not s.lex.lists["range.part_of"].before(s.tokens, first):
        return r
    return replace(r, measure=s.previous, kind=s.previous.kind) if is_elided(s.tokens, last, s.lex) else r


def _is_sum(s: Sentence, first: int, last: int) -> bool:
    """Whether the words beside a number of millions say that it is such a sum too: "and came to 12 trillion"."""
    if not first or not is_elided(s.tokens, last, s.lex) or is_subject(s.tokens, last, s.lex):
        return False
    before = s.tokens[first - 1]
    return any(s.lex.among(name, before) for name in ("change_nouns.copulas", "change_rules.to", "change_rules.by"))


def _ends_change(s: Sentence, first: int) -> bool:
    return first > 0 and s.lex.among("range.to", s.tokens[first - 1])


def _period(s: Sentence, r: Reading, last: int) -> Period | None:
    if r.kind == "duration" and r.pair is None and s.on is not None and r.measure is not None:
        hit = s.lex.lists["periods.past"].before(s.tokens, r.first)
        ago = s.lex.lists["periods.ago"].at(s.tokens, last)
        if (hit or ago) and is_whole(r.number.value) and r.number.value < 10_000:
            days = past(int(r.number.value), r.measure.unit, s.on)
            if days is not None:
                begin = r.first - hit[0] if hit else r.first
                s.spans.append(TimeSpan(begin, last, *days))
    if not s.spans:
        return None
    return nearest(s.spans, s.tokens, r.first, last, s.text, s.lex, noun_end=s.noun_end, changed=s.changed is not None)


def _at(s: Sentence, i: int) -> Token | None:
    return s.tokens[i] if i < len(s.tokens) else None
