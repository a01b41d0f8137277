"""From the tokens of one sentence to its quantities. The grammar knows no language: words come from the lexicon."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal, localcontext
from typing import Literal, cast

from workbench.extraction.context import BOUND, change_of, hedge_of, is_negated
from workbench.extraction.dates import DateSpan, find_dates, looks_plural
from workbench.extraction.measures import Measure, million_after, money_before, unit_after, with_per
from workbench.extraction.nouns import counted_noun, is_anaphora, is_elided, is_subject, number_of_noun
from workbench.extraction.numbers import FRACTION_DIGITS, ONE, Number, read_number
from workbench.extraction.periods import TimeSpan, find_periods, nearest, past
from workbench.extraction.ranges import Pair, noun_of_end, read_pair, starts_change, with_end
from workbench.extraction.silence import silent
from workbench.extraction.tokens import NUM, WORD, Token, tokenise
from workbench.extraction.words import Hedge, Lexicon
from workbench.extraction.worth import checkworthiness
from workbench.quantity.model import Change, Modifier, Period, Quantity, Side

SHARES = ("percent", "multiple")
MEMORY_REACH = 400
PLUS = "plus"
BARE = (*SHARES, "money")
UNCOUNTED = ("speed", "temperature", "duration")


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


def quantities_of(  # noqa: PLR0913 - a sentence and what it is read with
    text: str, start: int, end: int, lex: Lexicon, on: date | None, memory: Memory,
    *, line_start: bool, mode: Mode = "text",
) -> Iterator[Quantity]:  # fmt: skip
    """The quantities of the sentence ``text[start:end]``, from left to right.

    Args:
        text: The whole text.
        start: Where the sentence begins.
        end: Where it ends.
        lex: The words of its language.
        on: The day it was said.
        memory: What the sentences before counted; it is brought up to date.
        line_start: Whether the sentence begins a line.
        mode: Whether the words are a text or one written quantity.
    """
    tokens = tokenise(text, start, end)
    s = Sentence(text, start, end, tokens, lex, on, memory, mode=mode)
    dates: list[DateSpan] = [] if mode == "assumed" else find_dates(tokens, lex)
    if mode != "assumed":
        s.quiet = silent(tokens, dates, lex, line_start=line_start)
    if len(s.quiet) == len(tokens):
        return
    s.money = any(token.text in "£€$" or token.low in lex.sets["money_words"] for token in tokens)
    s.spans = find_periods(tokens, dates, lex, on)
    i = 0
    while i < len(tokens):
        reading = _read(s, i) if lex.may_start(tokens[i]) and i not in s.quiet else None
        if reading is None:
            i += 1
            continue
        quantity = _quantity(s, reading)
        if quantity is not None:
            yield quantity
        i = max(reading.last, reading.number.last, i + 1)


def _read(s: Sentence, i: int) -> Reading | None:
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
    if _is_fold(s, last):
        return "multiple"
    return "count"


def _makes_multiple(s: Sentence, after: Token) -> bool:
    """Whether the word behind "times" compares: more, the, as, brighter."""
    if s.lex.among("multiples.makes", after):
        return True
    return len(after.low) > 4 and after.low.endswith(tuple(s.lex.sets["multiples.makes_endings"]))


def _is_fold(s: Sentence, i: int) -> bool:
    """ "five-fold", «2-кратный»."""
    j = i + 1 if i < len(s.tokens) and s.tokens[i].text in "-‑" else i
    return j < len(s.tokens) and s.tokens[j].glued and s.lex.among("multiples.fold", s.tokens[j])


def _quantity(s: Sentence, r: Reading) -> Quantity | None:
    if r.kind == "count" and r.number.other is not None and looks_plural(_at(s, r.last), s.lex):
        r = replace(r, number=r.number.regrouped())
    last = _text_end(s, r)
    origin = starts_change(s.tokens, r.number, r.measure, s.lex) and r.pair is None
    if origin and r.measure is None:
        number, measure = with_end(s.tokens, r.number, s.lex)
        r = replace(r, number=number, measure=measure, kind=measure.kind if measure else r.kind)
    plain_from = origin or r.kind == "count" or r.pair is not None
    ends = s.origin is not None and not origin
    hedged = hedge_of(s.tokens, r.first, last, s.lex, plain_from=plain_from, plain_to=ends)
    change = None if origin else _change(s, r, hedged.first, last)
    measure = r.measure
    if s.origin is not None and not origin and _ends_change(s, hedged.first):
        start, unit = s.origin
        measure = measure or unit
        change = "decrease_to" if r.number.value < start else "increase_to"
        r = replace(r, measure=measure, kind=measure.kind if measure else r.kind)
    s.origin = (r.number.value, measure) if origin else None
    counted = _counted(s, r, last)
    if counted is None and r.kind == "count" and s.previous is not None and _is_against(s, hedged.first, last):
        r = replace(r, measure=s.previous, kind=s.previous.kind)
    s.previous = r.measure
    if s.mode == "text" and not origin and _says_nothing(s, r, counted, hedged.words, change):
        return None
    begin, stop = s.tokens[r.first].start, s.tokens[last - 1].end
    if r.number.plus and hedged.hedge.modifier not in BOUND:
        hedged = replace(hedged, hedge=Hedge(">"), words=PLUS)
    hedge = hedged.hedge
    quantity = replace(
        _numbers(s, r),
        start=begin, end=stop, text=s.text[begin:stop], sentence=s.text[s.start : s.end],
        modifier=cast("Modifier", hedge.modifier), side=cast("Side", hedge.side), exact=hedge.exact,
        hedge=hedged.words, counted=counted, change=cast("Change | None", change),
        negated=is_negated(s.tokens, hedged.first, s.lex), period=_period(s, r, last),
    )  # fmt: skip
    return replace(quantity, checkworthiness=checkworthiness(quantity, s.tokens, hedged.first, last, s.lex))


def _numbers(s: Sentence, r: Reading) -> Quantity:
    """The numeric part of the quantity: value or range, steps, unit, kind."""
    factor = (r.measure.factor if r.measure else ONE) * r.sign
    percent = r.measure is not None and r.measure.unit in ("percent", "percentage_point")
    step, written = (abs(x * factor) for x in r.number.rounding(percent=percent))
    unit = r.measure.unit if r.measure else ""
    numeral = _numeral(s, r.number)
    blank = Quantity(0, 0, "", "", None, unit=unit, kind=r.kind, numeral=numeral)
    if r.pair is None and r.number.high is None:
        return replace(blank, value=r.number.value * factor, rounding_step=step, written_step=written)
    if r.pair is None:
        high = r.number.high or r.number.value
        return replace(blank, low=r.number.value, high=high, rounding_step=(step, step), half_open=True)
    return _of_pair(blank, r.pair, factor, percent=percent)


def _of_pair(blank: Quantity, pair: Pair, factor: Decimal, *, percent: bool) -> Quantity:
    low, high = pair.low, pair.high
    if pair.how == "odds":
        with localcontext(prec=FRACTION_DIGITS):
            value = low.value / high.value
        return replace(blank, value=value, rounding_step=ONE / high.value, written_step=ONE / high.value)
    if pair.how == "plus_minus":
        ends = sorted(((low.value - high.value) * factor, (low.value + high.value) * factor))
        zero = Decimal(0)
        return replace(blank, low=ends[0], high=ends[1], rounding_step=(zero, zero), written_step=(zero, zero))
    (step_low, written_low), (step_high, written_high) = low.rounding(percent=percent), high.rounding(percent=percent)
    steps = [(low.value * factor, step_low, written_low), (high.value * factor, step_high, written_high)]
    steps.sort(key=lambda end: end[0])
    size = abs(factor)
    return replace(
        blank, low=steps[0][0], high=steps[1][0], rounding_step=(steps[0][1] * size, steps[1][1] * size),
        written_step=(steps[0][2] * size, steps[1][2] * size),
    )  # fmt: skip


def _numeral(s: Sentence, number: Number) -> str:
    if number.form == "digits":
        return s.tokens[number.first].text
    return s.text[s.tokens[number.first].start : s.tokens[number.last - 1].end]


def _text_end(s: Sentence, r: Reading) -> int:
    """The token after the quantity's text: unit, "times" or "-fold" included."""
    if r.kind == "multiple" and r.measure is None and r.last < len(s.tokens):
        if s.lex.among("multiples.times", s.tokens[r.last]):
            return r.last + 1
        if _is_fold(s, r.last):
            return r.last + (2 if s.tokens[r.last].text in "-‑" else 1)
    return r.last


def _change(s: Sentence, r: Reading, first: int, last: int) -> str | None:
    if r.number.form == "multiple" and r.number.change:
        return r.number.change
    if r.kind == "percent" and r.first and s.tokens[r.first - 1].text == "+" and s.tokens[r.first].glued:
        return "increase_by"
    change = change_of(s.tokens, first, last, s.lex, share=r.kind in SHARES, bare=r.kind in BARE)
    if r.kind == "multiple" and r.number.form != "fraction" and change in ("increase_by", "decrease_by"):
        by = s.lex.lists["change_rules.by"].before(s.tokens, first)
        inside = first > 0 and s.lex.among("multiples.in", s.tokens[first - 1])
        return change.replace("_by", "_to") if inside or by is None else change
    return change


def _is_against(s: Sentence, first: int, last: int) -> bool:
    """Whether the number goes on with the one before it, so that it shares its unit: "$4m, not 5", "up from 98"."""
    if s.lex.lists["range.against"].before(s.tokens, first) is not None:
        return True
    joined = first > 0 and s.lex.among("range.coordinate", s.tokens[first - 1])
    return joined and is_elided(s.tokens, last, s.lex) and not is_subject(s.tokens, last, s.lex)


def _ends_change(s: Sentence, first: int) -> bool:
    return first > 0 and s.lex.among("range.to", s.tokens[first - 1])


def _counted(s: Sentence, r: Reading, last: int) -> str | None:
    """What is counted or weighed; for a count without a noun, what was counted last."""
    if r.kind in UNCOUNTED or (r.kind == "money" and not s.lex.sets["nouns.of"]):
        return None
    if r.kind == "multiple" and r.number.form != "fraction" and r.pair is None:
        return None
    behind = s.lex.hedges_after.at(s.tokens, last)
    last += behind[0] if behind is not None else 0
    odds = r.pair is not None and r.pair.how == "odds"
    found = counted_noun(s.tokens, last, s.lex, of_only=r.kind != "count" and not odds, plural=r.kind == "percent")
    offset = s.tokens[r.first].start
    if found is None and r.kind == "count":
        found = number_of_noun(s.tokens, r.first, s.lex) or noun_of_end(s.tokens, last, s.lex)
    if r.kind == "multiple" and found is None and is_anaphora(s.tokens, last, s.lex):
        return s.memory.counted if offset - s.memory.offset < MEMORY_REACH else None
    if r.kind != "count":
        return found
    if found is not None:
        s.memory.counted, s.memory.offset = found, offset
        return found
    if not is_elided(s.tokens, last, s.lex):
        return None
    if r.first and s.lex.among("nouns.takers", s.tokens[r.first - 1]):
        s.memory.counted, s.memory.offset = s.lex.taken, offset
    if s.memory.counted and offset - s.memory.offset < MEMORY_REACH:
        return s.memory.counted
    return None


def _says_nothing(s: Sentence, r: Reading, counted: str | None, hedge: str | None, change: str | None) -> bool:
    """Whether a bare small number counts nothing that the sentence names."""
    if r.kind != "count" or counted or hedge or change or r.pair is not None:
        return False
    if is_subject(s.tokens, r.last, s.lex) and not _hangs_on_noun(s, r.first):
        return False
    before = s.tokens[r.first - 1].text if r.first else ""
    if r.number.form == "digits" and len(r.number.digits) > 6 and s.tokens[r.number.first].text.isdigit():
        return True
    return r.number.value < 1000 and before not in ":=" and not r.number.scaled and r.number.form != "vague"


def _hangs_on_noun(s: Sentence, first: int) -> bool:
    """Whether a noun stands right before the number, which then is its name: "shaft 3 flooded"."""
    if first == 0 or s.tokens[first - 1].kind != WORD:
        return False
    before = s.tokens[first - 1]
    return not any(s.lex.among(name, before) for name in ("nouns.and", "nouns.stops", "nouns.articles", "nouns.verbs"))


def _period(s: Sentence, r: Reading, last: int) -> Period | None:
    if r.kind == "duration" and r.pair is None and s.on is not None and r.measure is not None:
        hit = s.lex.lists["periods.past"].before(s.tokens, r.first)
        ago = s.lex.lists["periods.ago"].at(s.tokens, last)
        if (hit or ago) and r.number.value % 1 == 0 and r.number.value < 10_000:
            days = past(int(r.number.value), r.measure.unit, s.on)
            if days is not None:
                begin = r.first - hit[0] if hit else r.first
                s.spans.append(TimeSpan(begin, last, *days))
    return nearest(s.spans, s.tokens, r.first, last, s.text)


def _at(s: Sentence, i: int) -> Token | None:
    return s.tokens[i] if i < len(s.tokens) else None
