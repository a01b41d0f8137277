"""A number with its unit, its sign and its second half: what a quantity is made of."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from workbench.extraction.compounds import Whole, feet_and_inches, with_smaller
from workbench.extraction.context import change_of
from workbench.extraction.measures import Measure, money_before, unit_after
from workbench.extraction.measuring import aged, between, millions, priced, scaled_behind, unit_of, unit_of_fraction
from workbench.extraction.number import Number, is_whole
from workbench.extraction.numbers import read_number
from workbench.extraction.odds import Pair, share_of_money
from workbench.extraction.ranges import read_pair
from workbench.extraction.sentence import Sentence
from workbench.extraction.tokens import NUM, WORD, Token

NUMERALS = ("digits", "words")
TIMES_SIGNS = ("x", "×", "х")  # the last is Cyrillic


@dataclass(slots=True)  # frozen, it would be several times as dear to make
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
    tokens = s.tokens
    number = read_number(tokens, i, s.lex)
    if number is None:
        return _one_and_a_half(s, i) or _one_of_unit(s, i) or _whole(s, i)
    if s.quiet and not s.quiet.isdisjoint(range(number.first, number.last)):
        return None
    minus = _minus_inside(tokens, number.first)
    prefix = money_before(tokens, number.first - minus, s.lex, taken=s.taken) if number.first else None
    minus = minus if prefix is not None else 0
    share = None if prefix is None else share_of_money(s.tokens, number, prefix, s.lex)
    if share is not None and prefix is not None:
        return Reading(number, share, None, prefix.first, share.last, 1, "multiple")
    number = millions(s, number, money=prefix is not None)
    measure = priced(s, prefix, number) if prefix else unit_of_fraction(s, number) or unit_of(s, number)
    if measure is not None and measure.kind == "money" and not number.scaled:
        number, measure = scaled_behind(s, number, measure)
    whole = _compound(s, number, measure)
    if whole is not None:
        first, sign = _sign(s, min(number.first, whole.measure.first), whole.measure.last)
        return Reading(whole.number, None, whole.measure, first, whole.measure.last, sign, whole.measure.kind)
    first = number.first if prefix is None else prefix.first
    last = measure.last if measure is not None and measure.last > number.last else number.last
    first, sign = (first, -1) if minus else _sign(s, first, last)
    pair = None
    if not (s.quiet and _is_date_range(s, number)):
        pair = read_pair(tokens, number, sign, between(prefix, measure), s.lex)
    if pair is not None:
        number, last, sign = pair.low, pair.last, 1
        measure = priced(s, prefix, pair.high) if prefix else pair.measure or aged(s, number, pair.last)
        last = max(last, measure.last if measure else 0)
    return Reading(number, pair, measure, first, last, sign, _kind(s, number, pair, measure, last))


def _minus_inside(tokens: Sequence[Token], i: int) -> int:
    """One where a minus sign stands between a currency sign and its number: "$-5"."""
    if i < 2 or not tokens[i].glued or not tokens[i - 1].glued:
        return 0
    return int(tokens[i - 1].text in "-−")


def _compound(s: Sentence, number: Number, measure: Measure | None) -> Whole | None:
    if number.scaled or number.form not in NUMERALS or number.high is not None:
        return None
    if measure is None:
        return feet_and_inches(s.tokens, number)
    return with_smaller(s.tokens, number, measure, s.lex) if measure.last > number.last else None


def _one_and_a_half(s: Sentence, i: int) -> Reading | None:
    """ "an hour and a half"."""
    if not s.lex.among("articles", s.tokens[i]):
        return None
    unit = unit_after(s.tokens, i + 1, s.lex)
    half = None if unit is None else s.lex.lists["joiners.half"].at(s.tokens, unit.last)
    if unit is None or half is None:
        return None
    number = Number(i, i + 1, Decimal("1.5"), form="words", step=Decimal("0.5"))
    return Reading(number, None, unit, i, unit.last + half[0], 1, unit.kind)


def _one_of_unit(s: Sentence, i: int) -> Reading | None:
    """ "about a kilometre", "costs a dollar", "an hour and 20 minutes": an article that counts."""
    unit = unit_after(s.tokens, i + 1, s.lex) if s.lex.among("articles", s.tokens[i]) else None
    if unit is None:
        return None
    number = Number(i, i + 1, Decimal(1), form="words", digits="1")
    whole = with_smaller(s.tokens, number, unit, s.lex)
    if whole is not None:
        return Reading(whole.number, None, whole.measure, i, whole.measure.last, 1, unit.kind)
    if unit.kind == "duration":
        return None
    if i == 0 and unit.last == len(s.tokens) and (s.alone or s.mode != "text"):
        return Reading(number, None, unit, 0, unit.last, 1, unit.kind)
    hedge = s.lex.hedges.before(s.tokens, i)
    hedged = hedge is not None and hedge[1].modifier != "=" and not s.lex.among("not_before_article", s.tokens[i - 1])
    paid = i > 0 and unit.kind == "money" and unit.factor >= 1 and s.lex.among("money_words", s.tokens[i - 1])
    if not (hedged or paid) or not _ends_here(s, unit.last):
        return None
    return Reading(number, None, unit, i, unit.last, 1, unit.kind)


def _ends_here(s: Sentence, i: int) -> bool:
    """Whether no noun follows that the word before it only describes, as in "a second round"."""
    if i >= len(s.tokens) or s.tokens[i].kind is not WORD:
        return True
    return any(s.lex.among(name, s.tokens[i]) for name in ("nouns.stops", "nouns.of", "nouns.and", "nouns.verbs"))


def _whole(s: Sentence, i: int) -> Reading | None:
    """A word that is a number with its unit: «полгода»."""
    found = s.lex.whole.at(s.tokens, i)
    if found is None:
        return None
    size, entry = found
    number = Number(i, i + size, entry.factor, form="words", digits=f"{entry.factor:f}")
    return Reading(number, None, Measure(i, i + size, entry.name, entry.kind), i, i + size, 1, entry.kind)


def _is_date_range(s: Sentence, number: Number) -> bool:
    return number.last + 1 in s.quiet and number.last < len(s.tokens) and s.tokens[number.last + 1].kind == NUM


def _sign(s: Sentence, first: int, last: int) -> tuple[int, int]:
    """Where the number begins with its minus sign, and its sign."""
    if first == 0:
        return first, 1
    before = s.tokens[first - 1]
    if before.text in "-−–" and first == 1 and last == len(s.tokens) and (s.alone or s.mode != "text"):
        return 0, -1
    tied = before.glued and first >= 2 and s.tokens[first - 2].text not in "(["  # "5-6", but "(-2%)"
    if before.text in "-−–" and s.tokens[first].glued and not tied:
        return first - 1, -1
    if s.lex.among("minus", before) and (s.lex.hedges.before(s.tokens, first) or (1, None))[0] == 1:
        return first - 1, -1
    return first, 1


def _kind(s: Sentence, number: Number, pair: Pair | None, measure: Measure | None, last: int) -> str:
    if measure is not None:
        return measure.kind
    if pair is None and number.form in NUMERALS and not _may_be_of_kind(s, number.first, last):
        return "count"
    if _is_graded(s, number.first, last):
        return "other"
    factor = s.lex.lists["multiples.factor"].before(s.tokens, number.first) is not None
    if factor and number.form in ("digits", "words"):
        return "multiple"
    if number.form in ("multiple", "fraction") or (pair is not None and pair.how == "odds") or _is_by_sign(s, last):
        return "multiple"
    if last < len(s.tokens) and s.lex.among("multiples.times", s.tokens[last]):
        inside = last > number.first and number.first > 0 and s.lex.among("multiples.in", s.tokens[number.first - 1])
        after = s.tokens[last + 1] if last + 1 < len(s.tokens) else None
        when = s.lex.lists["periods.past"].at(s.tokens, last + 1)  # "6 times over the past day" says how often
        parts = not is_whole(number.value)  # "oversubscribed 4.5 times"
        if inside or parts or s.mode != "text" or (after is not None and when is None and _makes_multiple(s, after)):
            return "multiple"
        grown = change_of(s.tokens, number.first, last, s.lex, share=True, compares=False)
        if grown is not None:
            return "multiple"
    if is_fold(s, last):
        return "multiple"
    return "count"


def _is_by_sign(s: Sentence, last: int) -> bool:
    return last < len(s.tokens) and s.tokens[last].text in TIMES_SIGNS and s.tokens[last].glued  # "10x"


def _may_be_of_kind(s: Sentence, first: int, last: int) -> bool:
    """Whether a word beside the number can make more of it than a count; the cheap question."""
    if first and s.tokens[first - 1].low in s.lex.kinds_before:
        return True
    return last < len(s.tokens) and s.tokens[last].low in s.lex.kinds_behind


def _is_graded(s: Sentence, first: int, last: int) -> bool:
    """Whether the number is a mark on a scale: "magnitude 6.2", "4.8 on the Richter scale"."""
    if s.lex.lists["graded.behind"].at(s.tokens, last):
        return True
    hedge = s.lex.hedges.before(s.tokens, first)
    return s.lex.lists["graded.before"].before(s.tokens, first - (hedge[0] if hedge else 0)) is not None


def _makes_multiple(s: Sentence, after: Token) -> bool:
    """Whether the word behind "times" compares: more, the, as, brighter."""
    if s.lex.among("multiples.makes", after):
        return True
    return len(after.low) > 4 and after.low.endswith(s.lex.endings["multiples.makes_endings"])


def is_fold(s: Sentence, i: int) -> bool:
    """ "five-fold", «2-кратный»."""
    j = i + 1 if i < len(s.tokens) and s.tokens[i].text in "-‑" else i
    return j < len(s.tokens) and s.tokens[j].glued and s.lex.among("multiples.fold", s.tokens[j])
