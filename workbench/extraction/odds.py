"""Two numbers that make one: the pair, and odds such as "one in four"."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from workbench.extraction.lexicons import symbols
from workbench.extraction.measures import Measure, unit_after
from workbench.extraction.number import Number, is_whole
from workbench.extraction.numbers import read_number
from workbench.extraction.plurals import looks_plural
from workbench.extraction.tokens import WORD, Token
from workbench.extraction.words import Lexicon

TEN, HUNDRED = Decimal(10), Decimal(100)


@dataclass(slots=True)  # frozen, it would be several times as dear to make
class Pair:
    """A second number behind the first; ``how`` is range, plus_minus or odds."""

    low: Number
    high: Number
    last: int
    measure: Measure | None
    how: str


def odds_at(tokens: Sequence[Token], i: int, lex: Lexicon) -> int | None:
    """The token after "in" of "one in four", or of "one pupil in four", where token ``i`` follows the first number."""
    found = lex.lists["odds.between"].at(tokens, i)
    if found is not None:
        return i + found[0]
    if i >= len(tokens) or tokens[i].kind is not WORD or lex.may_start(tokens[i]):
        return None
    named = any(lex.among(name, tokens[i]) for name in ("nouns.stops", "nouns.verbs", "nouns.of", "range.to"))
    found = None if named else lex.lists["odds.between"].at(tokens, i + 1)
    last = None if found is None else i + 1 + found[0]
    return last if last is not None and last < len(tokens) and lex.may_start(tokens[last]) else None


def read_odds(tokens: Sequence[Token], number: Number, i: int, lex: Lexicon) -> Pair | None:
    """ "one in four", "9 out of 10", "one pupil in four"; but not "two of our men in five boats"."""
    if i >= len(tokens):
        return None
    second = read_number(tokens, i, lex)
    if second is None or second.form not in ("digits", "words"):
        return None
    if not is_whole(number.value) or not is_whole(second.value):
        return None
    year = second.form == "digits" and tokens[i].text.isdigit() and not second.scaled and 1000 < second.value <= 2199
    apart = lex.lists["odds.between"].at(tokens, number.last) is None
    unit = unit_after(tokens, second.last, lex)
    if year or not 0 < number.value < second.value or (unit and (apart or unit.kind != "money")):
        return None  # "one in four dollars" is a share, "one in four days" a pace
    if apart and (number.form != second.form or number.value >= HUNDRED):
        return None
    if number.value >= TEN and not lex.sets["nouns.of"] and f"{second.value:f}".rstrip("0") != "1":
        return None  # «34 из 40 лодок» are two counts, where no other word says "of"
    if apart and number.value > 1 and _names_more(tokens, second.last, lex):
        return None
    return Pair(number, second, second.last, None, "odds")


def share_of_money(tokens: Sequence[Token], number: Number, prefix: Measure, lex: Lexicon) -> Pair | None:
    """ "$1 in $10", "$3 of every $4": a share, told in one currency."""
    between = lex.lists["odds.between"].at(tokens, number.last)
    if between is None or number.scaled:
        return None
    i = number.last + between[0]
    sign = symbols().currencies.at(tokens, i)
    second = None if sign is None or sign[1].name != prefix.unit else read_number(tokens, i + sign[0], lex)
    if second is None or second.scaled or not 0 < number.value < second.value <= HUNDRED:
        return None
    if not is_whole(number.value) or not is_whole(second.value) or looks_plural(_at(tokens, second.last), lex):
        return None  # "paid $5 in $20 bills"
    return Pair(number, second, second.last, None, "odds")


def _at(tokens: Sequence[Token], i: int) -> Token | None:
    return tokens[i] if i < len(tokens) else None


def _names_more(tokens: Sequence[Token], i: int, lex: Lexicon) -> bool:
    """Whether a noun follows, which the second number counts: "one man in four boats"."""
    if i >= len(tokens) or tokens[i].kind is not WORD:
        return i < len(tokens) and tokens[i].text in "-%"
    return not any(lex.among(name, tokens[i]) for name in ("nouns.stops", "nouns.verbs", "nouns.and"))
