"""Two numbers that belong together: ranges, plus-minus, odds; and "from 70 percent to 40", which is two quantities."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from workbench.extraction.context import direction_before
from workbench.extraction.lexicons import symbols
from workbench.extraction.measures import Measure, money_before, unit_after
from workbench.extraction.nouns import counted_noun
from workbench.extraction.number import Number, is_whole
from workbench.extraction.numbers import read_number
from workbench.extraction.tokens import NUM, WORD, Token
from workbench.extraction.words import Lexicon

HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Pair:
    """A second number behind the first; ``how`` is range, plus_minus or odds."""

    low: Number
    high: Number
    last: int
    measure: Measure | None
    how: str


def read_pair(
    tokens: Sequence[Token], number: Number, sign: int, measure: Measure | None, lex: Lexicon
) -> Pair | None:
    """The pair that ``number`` begins, or None.

    Args:
        tokens: The sentence.
        number: The first number.
        sign: Its sign, which the pair's numbers carry themselves.
        measure: The unit that stands between the two, if one does.
        lex: The words of its language.
    """
    i = measure.last if measure is not None and measure.last > number.last else number.last
    if i >= len(tokens) or number.form not in ("digits", "words"):
        return None
    if sign < 0:
        number = replace(number, value=-number.value)
    odds = odds_at(tokens, number.last, lex) if measure is None else None
    pair = None if odds is None else _odds(tokens, number, odds, lex)
    if pair is not None or lex.lists["odds.between"].at(tokens, i) is not None:
        return pair
    plus_minus = lex.lists["range.plus_minus"].at(tokens, i)
    if plus_minus is not None:
        return _second(tokens, number, i + plus_minus[0], measure, lex, how="plus_minus")
    joined = _connector(tokens, number, i, measure, lex)
    return None if joined is None else _second(tokens, number, joined, measure, lex, how="range")


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


def starts_change(tokens: Sequence[Token], number: Number, measure: Measure | None, lex: Lexicon) -> bool:
    """Whether the number is where a change began: "from 70 percent to 40", «с 5 до 7 млн»."""
    first = _first(tokens, number, lex)
    if first == 0:
        return False
    before = tokens[first - 1]
    last = max(number.last, measure.last if measure else 0)
    if last + 1 < len(tokens) and (lex.up.at(tokens, last) or lex.down.at(tokens, last)):
        last += 1
    if last >= len(tokens) or not lex.among("range.to", tokens[last]):
        return False
    if lex.among("range.change_from", before):
        return True
    if not lex.among("range.from", before):
        return False
    return measure is not None or _moves(tokens, first - 1, lex)


def _moves(tokens: Sequence[Token], i: int, lex: Lexicon) -> bool:
    """Whether a word of change, in whichever direction, stands before token ``i``."""
    if direction_before(tokens, i - 1, lex, prep=True) is not None:
        return True
    return any(lex.either.before(tokens, j) for j in range(i, max(0, i - 4), -1))


def noun_of_end(tokens: Sequence[Token], i: int, lex: Lexicon) -> str | None:
    """What the end of a change counts, for its start: "from 18 to 25 ferries"."""
    if i >= len(tokens) or not lex.among("range.to", tokens[i]):
        return None
    number = read_number(tokens, i + 1, lex) if i + 1 < len(tokens) and lex.may_start(tokens[i + 1]) else None
    noun = None if number is None else counted_noun(tokens, number.last, lex, of_only=False)
    return None if noun is None else noun[0]


def with_end(tokens: Sequence[Token], number: Number, lex: Lexicon) -> tuple[Number, Measure | None]:
    """The number where a change began, with scale and unit of where it ended: "from 4 to about 6 million tonnes"."""
    for j in range(number.last + 1, min(len(tokens), number.last + 4)):
        end = read_number(tokens, j, lex) if lex.may_start(tokens[j]) else None
        if end is not None:
            return _scaled_like(number, end), money_before(tokens, end.first, lex) or unit_after(tokens, end.last, lex)
    return number, None


def _scaled_like(number: Number, other: Number) -> Number:
    """The number times the scale that only the other tells: "5 to 6 million", "two to three hundred"."""
    if other.scaled and not number.scaled and number.value < other.value / other.scale:
        return replace(number, value=number.value * other.scale, scale=other.scale, scaled=True)
    hundreds = number.form == other.form == "words" and number.value < 10 and is_whole(other.value / HUNDRED)
    if hundreds and not other.scaled and number.value * HUNDRED < other.value < 10 * HUNDRED:
        return replace(number, value=number.value * HUNDRED, digits=f"{number.value * HUNDRED}")
    return number


def _first(tokens: Sequence[Token], number: Number, lex: Lexicon) -> int:
    money = money_before(tokens, number.first, lex)
    return number.first if money is None else money.first


def _connector(tokens: Sequence[Token], number: Number, i: int, measure: Measure | None, lex: Lexicon) -> int | None:
    """The token after what joins the ends of a range, or None."""
    if i + 1 < len(tokens) and tokens[i].text == "-" and tokens[i].glued and not tokens[i + 1].glued:
        i += 1 if any(lex.among(name, tokens[i + 1]) for name in ("range.to", "range.or")) else 0
    token, first = tokens[i], _first(tokens, number, lex)
    if first and (lex.among("minus", tokens[first - 1]) or (tokens[first - 1].text in "-−–" and tokens[first].glued)):
        first -= 1
    before = tokens[first - 1] if first else None
    if token.text in "-–—‑":
        return i + 1 if _dash_joins(tokens, i, number) else None
    if lex.among("range.and", token):
        return i + 1 if before is not None and lex.among("range.between", before) else None
    if lex.among("range.or", token):
        return i + 1 if measure is None else None
    if token.text == "," and measure is None:
        about = lex.hedges.before(tokens, first)
        return i + 1 if about is not None and about[1].modifier == "~" and _close(tokens, number, i + 1, lex) else None
    if _is_amount_of_change(tokens, first, lex):
        return None
    if lex.among("range.to", token) and not starts_change(tokens, number, measure, lex):
        bare = direction_before(tokens, first - 1, lex, prep=False) is None or _from(before, lex)
        return i + 1 if bare else None
    return None


def _dash_joins(tokens: Sequence[Token], i: int, number: Number) -> bool:
    """Whether the dash at token ``i`` joins two numbers; a hyphen between spaces does so only between digits."""
    if i + 1 >= len(tokens) or tokens[i].glued != tokens[i + 1].glued:
        return False
    figures = number.form == "digits" and (tokens[i + 1].kind is NUM or tokens[i + 1].text in "~≈")
    return tokens[i].glued or tokens[i].text == "–" or (tokens[i].text == "-" and figures)


def _is_amount_of_change(tokens: Sequence[Token], first: int, lex: Lexicon) -> bool:
    """Whether the number says by how much: "cut by €1.2 billion to €3.4 billion" is no range."""
    by = lex.lists["change_rules.by"].before(tokens, first)
    return by is not None and direction_before(tokens, first - by[0] - 1, lex, prep=True) is not None


def _close(tokens: Sequence[Token], number: Number, i: int, lex: Lexicon) -> bool:
    """Whether the next number is the same guess told again, a little higher: "roughly 40, 45"."""
    second = read_number(tokens, i, lex) if i < len(tokens) and lex.may_start(tokens[i]) else None
    return second is not None and number.value < second.value <= number.value * Decimal("1.5")


def _from(token: Token | None, lex: Lexicon) -> bool:
    return token is not None and lex.among("range.from", token)


def _second(  # noqa: PLR0913 - the parts of a pair
    tokens: Sequence[Token], number: Number, i: int, measure: Measure | None, lex: Lexicon, *, how: str
) -> Pair | None:
    hedge = lex.hedges.at(tokens, i)
    i += hedge[0] if hedge is not None and hedge[1].modifier == "~" and how == "range" else 0
    sign = symbols().currencies.at(tokens, i)
    start = i + sign[0] if sign else i
    below = start + 1 < len(tokens) and _is_minus(tokens, start, lex)
    start += below
    if start >= len(tokens):
        return None
    second = read_number(tokens, start, lex)
    if below and second is not None:
        second = replace(second, value=-second.value)
    if second is None or second.form not in ("digits", "words") or (second.form != number.form and how == "range"):
        return None
    after = unit_after(tokens, second.last, lex)
    if measure is not None and after is not None and after.unit != measure.unit:
        return None
    if measure is not None and after is None and sign is None and measure.last > number.last and how == "range":
        return None
    number = _scaled_like(number, second)
    if how == "range" and (not number.value < second.value or not _plausible(tokens, i, number, second, lex)):
        return None
    last = second.last if after is None else after.last
    return Pair(number, second, last, after or measure, how)


def _is_minus(tokens: Sequence[Token], i: int, lex: Lexicon) -> bool:
    """Whether a minus sign glued to a number, or a word for it, stands at token ``i``."""
    return lex.among("minus", tokens[i]) or (tokens[i].text in "-−" and tokens[i + 1].glued and not tokens[i].glued)


def _plausible(tokens: Sequence[Token], i: int, low: Number, high: Number, lex: Lexicon) -> bool:
    """ "five or six" is a range, "one or 500" is none."""
    return not lex.among("range.or", tokens[i - 1]) or high.value <= low.value * 3


def _odds(tokens: Sequence[Token], number: Number, i: int, lex: Lexicon) -> Pair | None:
    """ "one in four", "9 out of 10", "one pupil in four"; but not "two of our men in five boats"."""
    if i >= len(tokens):
        return None
    second = read_number(tokens, i, lex)
    if second is None or second.form not in ("digits", "words"):
        return None
    if not is_whole(number.value) or not is_whole(second.value):
        return None
    year = second.form == "digits" and not second.scaled and 1000 <= second.value <= 2199
    if year or not 0 < number.value < second.value or unit_after(tokens, second.last, lex):
        return None
    apart = lex.lists["odds.between"].at(tokens, number.last) is None
    if apart and (number.form != second.form or number.value > 9):
        return None
    if apart and number.value > 1 and _names_more(tokens, second.last, lex):
        return None
    return Pair(number, second, second.last, None, "odds")


def _names_more(tokens: Sequence[Token], i: int, lex: Lexicon) -> bool:
    """Whether a noun follows, which the second number counts: "one man in four boats"."""
    if i >= len(tokens) or tokens[i].kind is not WORD:
        return i < len(tokens) and tokens[i].text in "-%"
    return not any(lex.among(name, tokens[i]) for name in ("nouns.stops", "nouns.verbs", "nouns.and"))
