"""Two numbers that belong together: ranges and plus-minus; and "from 70 percent to 40", which is two quantities."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from workbench.extraction.context import direction_before
from workbench.extraction.dates import is_year
from workbench.extraction.lexicons import symbols
from workbench.extraction.measures import Measure, million_after, money_before, unit_after, unit_of_scale
from workbench.extraction.nouns import counted_noun
from workbench.extraction.number import Number, is_whole
from workbench.extraction.numbers import read_number
from workbench.extraction.odds import Pair, odds_at, read_odds
from workbench.extraction.tokens import NUM, WORD, Token
from workbench.extraction.words import Lexicon

HUNDRED = Decimal(100)
FAR = 10  # tokens from where a change began to the word that leads to its end
# How many times its first end the second may be: of a guess told twice, and of a span by which something changed,
# which else is told as where the change led ("by 200 to 1,500").
MOST_OF_A_GUESS, MOST_OF_A_SPAN = Decimal("1.5"), Decimal(3)


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
    if tokens[i].low not in lex.joins and not _may_lead_on(tokens, i, lex, measured=measure is not None):
        return None
    if sign < 0:
        number = replace(number, value=-number.value)
    odds = odds_at(tokens, number.last, lex) if measure is None else None
    pair = None if odds is None else read_odds(tokens, number, odds, lex)
    if pair is not None or lex.lists["odds.between"].at(tokens, i) is not None:
        return pair
    i += tokens[i].text == "," and lex.lists["range.plus_minus"].at(tokens, i + 1) is not None
    plus_minus = lex.lists["range.plus_minus"].at(tokens, i)
    if plus_minus is not None:
        return _second(tokens, number, i + plus_minus[0], measure, lex, how="plus_minus")
    joined = _connector(tokens, number, i, measure, lex)
    return None if joined is None else _second(tokens, number, joined, measure, lex, how="range")


def _may_lead_on(tokens: Sequence[Token], i: int, lex: Lexicon, *, measured: bool) -> bool:
    """Whether the token behind token ``i`` can lead to a second number: the "in" of "one pupil in four"."""
    return not measured and i + 1 < len(tokens) and tokens[i + 1].low in lex.joins


def starts_change(tokens: Sequence[Token], number: Number, measure: Measure | None, lex: Lexicon) -> bool:
    """Whether the number is where a change began: "from 70 percent to 40", «с 5 до 7 млн»."""
    last = max(number.last, measure.last if measure else 0)
    first = _first(tokens, number, lex)
    first -= first > 0 and tokens[first - 1].text in "-−" and tokens[first].glued
    if first == 0:
        return False
    before = tokens[first - 1]
    if last + 1 < len(tokens) and (lex.up.at(tokens, last) or lex.down.at(tokens, last)):
        last += 1
    if last >= len(tokens) or not lex.among("range.to", tokens[last]):
        return _goes_from(before, lex) and _moves(tokens, first - 1, lex) and _leads_far(tokens, last, lex)
    if lex.among("range.change_from", before):
        return True
    if not lex.among("range.from", before) or _spreads(tokens, first - 1, lex):
        return False
    if _moves(tokens, first - 1, lex):
        return True
    return measure is not None and not _has_unit(tokens, last + 1, measure, lex)


def _goes_from(before: Token, lex: Lexicon) -> bool:
    return any(lex.among(name, before) for name in ("range.change_from", "range.from"))


def _leads_far(tokens: Sequence[Token], i: int, lex: Lexicon) -> bool:
    """Whether where it led is told behind what it was told of: "from 18 percent of adults in 2010 to 9 percent"."""
    for j in range(i, min(len(tokens) - 1, i + FAR)):
        if lex.among("range.to", tokens[j]):
            return lex.may_start(tokens[j + 1]) or any(
                table.at(tokens, j + 1) is not None for table in (symbols().currencies, lex.hedges)
            )
        other = tokens[j].kind is NUM and not is_year(tokens, j, lex)
        if other or (tokens[j].kind is not WORD and tokens[j].kind is not NUM):
            return False
    return False


def _spreads(tokens: Sequence[Token], i: int, lex: Lexicon) -> bool:
    """Whether a word of spread stands before "from" at token ``i``: "ranged from 2 percent to 3 percent"."""
    return any(lex.among("range.spread", token) for token in tokens[max(0, i - 3) : i])


def _has_unit(tokens: Sequence[Token], i: int, measure: Measure, lex: Lexicon) -> bool:
    """Whether the number at token ``i`` has the unit of the one before: "from 10 dollars to 20 dollars"."""
    sign = symbols().currencies.at(tokens, i)
    i += sign[0] if sign is not None else 0
    second = read_number(tokens, i, lex) if i < len(tokens) and lex.may_start(tokens[i]) else None
    if second is None or sign is not None:
        return second is not None
    unit = unit_after(tokens, second.last, lex)
    return unit is not None and unit.unit == measure.unit


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
    if number is None or unit_after(tokens, number.last, lex) is not None:
        return None
    noun = counted_noun(tokens, number.last, lex, of_only=False)
    return None if noun is None else noun[0]


def with_end(tokens: Sequence[Token], number: Number, lex: Lexicon) -> tuple[Number, Measure | None]:
    """The number where a change began, with scale and unit of where it ended: "from 4 to about 6 million tonnes"."""
    for j in range(number.last + 1, min(len(tokens), number.last + 4)):
        end = read_number(tokens, j, lex) if lex.may_start(tokens[j]) else None
        if end is not None:
            unit = money_before(tokens, end.first, lex) or unit_after(tokens, end.last, lex)
            return _scaled_like(number, end, falls=True), unit
    return number, None


def _scaled_like(number: Number, other: Number, *, falls: bool = False) -> Number:
    """The number times the scale that only the other tells: "5 to 6 million"; where it ``falls``, "8 to 6 million"."""
    most = other.value / other.scale * (10 if falls else 1)
    if other.scaled and not number.scaled and number.value < most:
        return replace(number, value=number.value * other.scale, scale=other.scale, scaled=True)
    hundreds = number.form == other.form == "words" and number.value < 10 and is_whole(other.value / HUNDRED)
    if hundreds and not other.scaled and number.value * HUNDRED < other.value < 10 * HUNDRED:
        return replace(number, value=number.value * HUNDRED, digits=f"{number.value * HUNDRED}")
    return number


def _share_off(
    number: Number, off: Number, measure: Measure | None, after: Measure | None, how: str
) -> tuple[Number, Measure | None]:
    """What a number may be off by and its unit; a share of it, told in percent, is one in its own: "40 kg ± 5 %"."""
    if how == "range" or measure is None or after is None or after.unit != "percent" or measure.unit == "percent":
        return off, after
    return replace(off, value=abs(number.value) * off.value / HUNDRED, last=after.last), None


def _alike(number: Number, off: Number, how: str) -> tuple[Number, Number]:
    """Two numbers, each in the scale that only the other tells: "5 to 6 million", "3.1 ± 0.2 million"."""
    if how == "range":
        return _scaled_like(number, off), off
    if off.scaled and not number.scaled:
        number = replace(number, value=number.value * off.scale, scale=off.scale, scaled=True)
    elif number.scaled and not off.scaled and off.value * number.scale < abs(number.value):
        off = replace(off, value=off.value * number.scale, scale=number.scale, scaled=True)
    return number, off


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
    if token.text in "-–—‑−‒…":
        return i + 1 if _dash_joins(tokens, i, number) else None
    if lex.among("range.and", token):
        return i + 1 if before is not None and lex.among("range.between", before) else None
    if lex.among("range.or", token):
        if first > 1 and tokens[first - 1].text == "," and lex.may_start(tokens[first - 2]):
            return None  # the end of a list: "10, 15 or 30 years"
        return i + 1 if measure is None or _has_unit(tokens, i + 1, measure, lex) else None
    if token.text == "," and measure is None:
        about = lex.hedges.before(tokens, first)
        return i + 1 if about is not None and about[1].modifier == "~" and _close(tokens, number, i + 1, lex) else None
    if _is_amount_of_change(tokens, first, lex):
        bare = measure is None and money_before(tokens, number.first, lex) is None
        return i + 1 if bare and lex.among("range.to", token) and _is_span(tokens, number, i + 1, lex) else None
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
    return second is not None and number.value < second.value <= number.value * MOST_OF_A_GUESS


def _is_span(tokens: Sequence[Token], number: Number, i: int, lex: Lexicon) -> bool:
    """Whether the next number ends a span that shares its unit or scale: "rose by 3 to 4 percent"."""
    second = read_number(tokens, i, lex) if i < len(tokens) and lex.may_start(tokens[i]) else None
    if second is None or number.scaled or not (second.scaled or unit_after(tokens, second.last, lex)):
        return False
    return number.value < second.value / second.scale <= number.value * MOST_OF_A_SPAN


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
    if second is None or second.form not in ("digits", "words") or (
        second.form != number.form and how == "range" and not (number.scaled and second.scaled)
    ):
        return None
    million = million_after(tokens, second.last, lex, money=sign is not None or _is_money(measure))
    if million is not None and not second.scaled:
        second = replace(second, last=second.last + 1, value=second.value * million, scale=million, scaled=True)
    after = unit_after(tokens, second.last, lex) or unit_of_scale(tokens, second.last, lex)
    if after is not None and after.unit.startswith("1/") and _is_money(measure):
        after = None
    second, after = _share_off(number, second, measure, after, how)
    if measure is not None and after is not None and after.unit != measure.unit:
        return None
    if sign is not None and measure is not None and not _is_money(measure):
        return None
    if measure is not None and after is None and sign is None and measure.last > number.last and how == "range":
        return None
    number, second = _alike(number, second, how)
    if how == "range" and not (_rises(number, second) and _plausible(tokens, i, number, second, lex)):
        return None
    last = second.last if after is None else after.last
    return Pair(number, second, last, after or measure, how)


def _rises(low: Number, high: Number) -> bool:
    """Whether the ends go up; below zero they may go down: "-18 °C to -34 °C"."""
    return low.value < high.value or high.value < low.value < 0


def _is_money(measure: Measure | None) -> bool:
    return measure is not None and measure.kind == "money"


def _is_minus(tokens: Sequence[Token], i: int, lex: Lexicon) -> bool:
    """Whether a minus sign glued to a number, or a word for it, stands at token ``i``."""
    apart = not tokens[i].glued or tokens[i - 1].text == "…"
    return lex.among("minus", tokens[i]) or (tokens[i].text in "-−" and tokens[i + 1].glued and apart)


def _plausible(tokens: Sequence[Token], i: int, low: Number, high: Number, lex: Lexicon) -> bool:
    """ "five or six" is a range, "one or 500" is none."""
    return not lex.among("range.or", tokens[i - 1]) or high.value <= low.value * 3


