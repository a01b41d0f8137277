"""From the tokens of one sentence to its quantities. The grammar knows no language: words come from the lexicon."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal, localcontext
from typing import cast

from workbench.extraction.context import BOUND, change_of, hedge_of, is_negated
from workbench.extraction.dates import DateSpan, find_dates, looks_plural
from workbench.extraction.fractions import FRACTION_DIGITS
from workbench.extraction.nouns import counted_noun, is_anaphora, is_elided, is_subject, number_of_noun
from workbench.extraction.number import ONE, Number
from workbench.extraction.periods import TimeSpan, find_periods, nearest, past
from workbench.extraction.ranges import Pair, noun_of_end, starts_change, with_end
from workbench.extraction.reading import Memory, Mode, Reading, Sentence, is_fold, read
from workbench.extraction.silence import silent
from workbench.extraction.tokens import WORD, Token, tokenise
from workbench.extraction.words import Hedge, Lexicon
from workbench.extraction.worth import checkworthiness
from workbench.quantity.model import Change, Modifier, Period, Quantity, Side

SHARES = ("percent", "multiple")
MEMORY_REACH = 400
PLUS = "plus"
BARE = (*SHARES, "money")
UNCOUNTED = ("speed", "temperature", "duration")


def quantities_of(  # noqa: PLR0913 - a sentence and what it is read with
    text: str, start: int, end: int, lex: Lexicon, on: date | None, memory: Memory,
    *, line_start: bool, mode: Mode = "text", alone: bool = False,
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
        alone: Whether the sentence is the whole of a short text.
    """
    tokens = tokenise(text, start, end)
    s = Sentence(text, start, end, tokens, lex, on, memory, mode=mode)
    dates: list[DateSpan] = [] if mode == "assumed" else find_dates(tokens, lex)
    if mode != "assumed":
        s.quiet = silent(tokens, dates, lex, line_start=line_start, alone=alone)
        s.alone = alone
    if len(s.quiet) == len(tokens):
        return
    s.money = any(token.text in "£€$" or token.low in lex.sets["money_words"] for token in tokens)
    s.spans = find_periods(tokens, dates, lex, on)
    i = 0
    while i < len(tokens):
        reading = read(s, i) if lex.may_start(tokens[i]) and i not in s.quiet else None
        if reading is None:
            i += 1
            continue
        quantity = _quantity(s, reading)
        if quantity is not None:
            yield quantity
        i = max(reading.last, reading.number.last, i + 1)


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
        if is_fold(s, r.last):
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
    if (s.alone and r.first == 0) or (r.first and s.lex.among("nouns.verbs", s.tokens[r.first - 1])):
        return False
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
