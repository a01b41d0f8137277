"""Dates and years in a sentence: they are no quantities, and they say which period a quantity is of."""

import calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from workbench.extraction.lexicons import symbols
from workbench.extraction.plurals import looks_plural
from workbench.extraction.tokens import NUM, WORD, Token
from workbench.extraction.words import FIGURE, MONTH, Lexicon

YEAR_DIGITS = 4
SEPARATORS = ",'’ \u00a0\u202f\u2009"


@dataclass(slots=True)  # frozen, it would be several times as dear to make
class DateSpan:
    """A date in ``tokens[first:last]``; a part that is not said is None."""

    first: int
    last: int
    year: int | None
    month: int | None = None
    day: int | None = None
    end_year: int | None = None
    end_month: int | None = None
    first_day: int | None = None

    def days(self, near: date | None) -> tuple[date, date] | None:
        """Its first and last day; without a year, that of the document's date or the one before."""
        year = self.year
        if year is None:
            if near is None or self.month is None:
                return None
            year = near.year if (self.month, self.day or 1) <= (near.month, near.day) else near.year - 1
        try:
            start, end = _days(year, self.month, self.day, self.end_year)
            start = start if self.first_day is None else start.replace(day=self.first_day)
            return (start, _days(year, self.end_month, None, None)[1]) if self.end_month else (start, end)
        except ValueError:
            return None


def _days(year: int, month: int | None, day: int | None, end_year: int | None) -> tuple[date, date]:
    if month is None:
        return date(year, 1, 1), date(end_year or year, 12, 31)
    if day is None:
        return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])
    return date(year, month, day), date(year, month, day)


def find_dates(tokens: Sequence[Token], marks: Sequence[int], lex: Lexicon) -> list[DateSpan]:
    """All dates, years and spans of years of a sentence, from left to right, not overlapping.

    Args:
        tokens: The sentence.
        marks: Its tokens that play a role.
        lex: The words of its language.
    """
    spans: list[DateSpan] = []
    taken = 0
    for i in marks:
        role = tokens[i].roles & (MONTH | FIGURE)
        if not role or i < taken:
            continue
        if role & MONTH:
            span = _around_month(tokens, i, taken, lex)
        else:
            span = _years(tokens, i, lex) if len(tokens[i].text) == YEAR_DIGITS else None
        if span is not None:
            spans.append(span)
            taken = span.last
    return spans


def is_year(tokens: Sequence[Token], i: int, lex: Lexicon) -> bool:
    """Whether the number at ``i`` is a calendar year: four digits, no unit, no plural noun, or a word of time about."""
    token = tokens[i]
    if token.kind != NUM or len(token.text) != 4 or not token.text.isdigit() or not 1000 <= int(token.text) < 2200:
        return False
    year = int(token.text)
    before, after = _at(tokens, i - 1), _at(tokens, i + 1)
    if after is not None and lex.among("dates.year_after", after):
        return True
    if after is not None and (lex.among("dates.clock", after) or lex.among("dates.watch_units", after)):
        return False  # "by 1945 GMT"
    if _measured(tokens, i, lex) and not _before_money(tokens, i, lex):
        return False
    plural = looks_plural(after, lex)
    if before is not None and lex.among("dates.year_surely_before", before):
        return year % 100 != 0 or not plural
    if before is not None and lex.among("nouns.of", before) and 1700 <= year <= 2100 and _is_named(tokens, i - 2):
        return True
    if (plural and lex.hedges.before(tokens, i)) or _begins_amounts(tokens, i, lex) or _ends_amounts(tokens, i, lex):
        return False
    if not 1700 <= year <= 2100:
        return before is not None and lex.among("dates.year_before", before) and not plural
    return not plural


def _is_named(tokens: Sequence[Token], i: int) -> bool:
    """Whether a name stands at token ``i``, not at the sentence's beginning: "the Treaty of 1868"."""
    return i > 0 and tokens[i].kind is WORD and tokens[i].text[0].isupper()


def _ends_amounts(tokens: Sequence[Token], i: int, lex: Lexicon) -> bool:
    """Whether the number ends a range of money or is what another may be off by: "$1500-1800", "± 1750"."""
    if lex.lists["range.plus_minus"].before(tokens, i) is not None:
        return True
    if i < 3 or tokens[i - 2].kind is not NUM or lex.signs.currencies.before(tokens, i - 2) is None:
        return False
    joiner = tokens[i - 1]
    between = any(lex.among("range.between", token) for token in tokens[max(0, i - 5) : i - 2])
    dash = joiner.text in "-–—‑" and joiner.glued and tokens[i].glued
    return dash or lex.among("range.to", joiner) or (between and lex.among("range.and", joiner))


def _begins_amounts(tokens: Sequence[Token], i: int, lex: Lexicon) -> bool:
    """Whether the number is the lower end of a range whose upper end is no year, or has a "±": "2000–2500 MW"."""
    if lex.lists["range.plus_minus"].at(tokens, i + 1) is not None:
        return True
    if i + 2 >= len(tokens) or tokens[i + 2].kind is not NUM:
        return False
    joiner, text = tokens[i + 1], "".join(each for each in tokens[i + 2].text if each not in SEPARATORS)
    dash = joiner.text in "-–—‑" and joiner.glued and tokens[i + 2].glued
    between = i > 0 and lex.among("range.between", tokens[i - 1]) and lex.among("range.and", joiner)
    if not (dash or between or lex.among("range.to", joiner)) or not text.isdigit() or int(text) <= int(tokens[i].text):
        return False
    return _measured(tokens, i + 2, lex) or not _four(tokens, i + 2)


def _before_money(tokens: Sequence[Token], i: int, lex: Lexicon) -> bool:
    """Whether the currency behind the number is that of the next one: "in 2023 USD 5 million"."""
    before = _at(tokens, i - 1)
    return before is not None and lex.among("dates.year_before", before) and _leads_money(tokens, i)


def _leads_money(tokens: Sequence[Token], i: int) -> bool:
    code = symbols().currencies.at(tokens, i + 1)
    after = None if code is None else _at(tokens, i + 1 + code[0])
    return after is not None and after.kind is NUM


def _measured(tokens: Sequence[Token], i: int, lex: Lexicon) -> bool:
    """Whether a currency, a scale or a unit stands with the number."""
    signs = lex.signs
    if signs.currencies.before(tokens, i):
        return True
    after = _at(tokens, i + 1)
    if after is None or not (after.low in lex.meanings or after.text in signs.unit_words):
        return False
    return any(
        phrases.at(tokens, i + 1)
        for phrases in (lex.multipliers, lex.units, signs.units, lex.currencies, signs.currencies)
    )


def _years(tokens: Sequence[Token], i: int, lex: Lexicon) -> DateSpan | None:
    """A year, or several: "2023–2024", "2015 to 2018", "2023/24", "2009, 2017 and 2020"."""
    joined = (_listed_years(tokens, i, lex) or _joined_year(tokens, i, lex)) if _four(tokens, i) else None
    decade = _four(tokens, i) and _is_decade(tokens, i, lex)
    if not (is_year(tokens, i, lex) or decade or joined):
        return None
    year = int(tokens[i].text)
    last, end = i + 1, None
    if year % 10 == 0 and i and lex.among("dates.decade_before", tokens[i - 1]):
        return DateSpan(i, last, year, end_year=year + 9)
    if year % 10 == 0 and decade:
        last += (lex.lists["ordinals.decade"].at(tokens, last) or (0, True))[0]
        return DateSpan(i, _past_year_words(tokens, last, lex), year, end_year=year + 9)
    if joined is not None:
        last, end = joined
    return DateSpan(i, _past_year_words(tokens, last, lex), year, end_year=end)


def _past_year_words(tokens: Sequence[Token], last: int, lex: Lexicon) -> int:
    while last < len(tokens) and lex.among("dates.year_after", tokens[last]):
        last += 1
    return last


def _is_decade(tokens: Sequence[Token], i: int, lex: Lexicon) -> bool:
    """Whether the number is a decade's first year: "the 1990s"."""
    return i + 1 < len(tokens) and tokens[i + 1].glued and lex.lists["ordinals.decade"].at(tokens, i + 1) is not None


def _four(tokens: Sequence[Token], i: int) -> bool:
    text = tokens[i].text
    return tokens[i].kind == NUM and len(text) == 4 and text.isdigit() and 1700 <= int(text) <= 2100


def _joined_year(tokens: Sequence[Token], i: int, lex: Lexicon) -> tuple[int, int] | None:
    """Where a second year after a dash, a slash or "to" ends, and which it is."""
    j = i + 2
    if j >= len(tokens) or not lex.among("dates.list", tokens[i + 1]) or tokens[i + 1].text == ",":
        return None
    text = tokens[j].text
    if tokens[j].kind != NUM or not text.isdigit():
        return None
    first = int(tokens[i].text)
    glued = tokens[i + 1].glued and tokens[j].glued
    year = j + 1 < len(tokens) and lex.among("dates.year_after", tokens[j + 1])
    if _measured(tokens, j, lex) and not year and not _leads_money(tokens, j):
        return None
    if _four(tokens, j) and first < int(text) and (glued or is_year(tokens, j, lex)):
        return j + 1, int(text)
    if len(text) == 2 and glued and int(text) == (first + 1) % 100:
        return j + 1, first + 1
    return None


def _listed_years(tokens: Sequence[Token], i: int, lex: Lexicon) -> tuple[int, int] | None:
    """Where a list of three years or more ends that go up, and which is the last; two may be a year and an amount."""
    at, year, told = i, int(tokens[i].text), 1
    sure = i > 0 and any(lex.among(name, tokens[i - 1]) for name in ("dates.year_before", "dates.year_surely_before"))
    while True:
        j = at + 1
        if j < len(tokens) and tokens[j].text == ",":
            j += 1
        if j < len(tokens) and lex.among("dates.list", tokens[j]):
            j += 1
        if j == at + 1 or j >= len(tokens) or not _four(tokens, j) or int(tokens[j].text) <= year:
            break
        if not is_year(tokens, j, lex):
            break
        at, year, told = j, int(tokens[j].text), told + 1
    sure = sure or (at + 1 < len(tokens) and lex.among("dates.year_after", tokens[at + 1]))
    return (at + 1, year) if told > 2 and sure else None


def _around_month(tokens: Sequence[Token], i: int, taken: int, lex: Lexicon) -> DateSpan | None:
    """A month with the days and the year beside it."""
    found = lex.months.at(tokens, i)
    if found is None:
        return None
    after = i + found[0]
    if _at(tokens, after + 1) is not None and tokens[after].text == "." and len(tokens[i].text) <= 4:
        after += 1
    first, day = _day_before(tokens, i, taken, lex)
    first_day = int(tokens[first].text) if day is not None and int(tokens[first].text) < day else None
    last = after
    if day is None:
        in_month = first > 0 and lex.among("periods.in", tokens[first - 1])
        last, day = _day_after(tokens, after, lex, in_month=in_month)
    end_month = None
    if day is None and _at(tokens, last) is not None and lex.among("dates.list", tokens[last]):
        part = lex.year_parts.at(tokens, last + 1)  # "from January to the end of July"
        begin = last + 1 + (part[0] if part is not None else 0)
        until = lex.months.at(tokens, begin)
        if until is not None and until[1] > found[1]:
            end_month, last = until[1], begin + until[0]
    year, last = _year_after(tokens, last, lex)
    if lex.among("dates.month_words", tokens[i]) and tokens[i].text[0].islower():
        return None
    if day is None and year is None and not (tokens[i].text[0].isupper() or not lex.months_capital):
        return None
    return DateSpan(first, last, year, found[1], day, end_month=end_month, first_day=first_day)


def _day_before(tokens: Sequence[Token], i: int, taken: int, lex: Lexicon) -> tuple[int, int | None]:
    """The first token and the day of "3 April", "3–5 April", "the 3rd of April", "24 and 26 March"."""
    j = i - 1
    while j >= taken and (lex.among("dates.of", tokens[j]) or _ordinal_end(tokens[j], lex)):
        j -= 1
    if j < taken or not _is_day(tokens[j]):
        return i, None
    first, day = j, int(tokens[j].text)
    while first - 2 >= taken and lex.among("dates.list", tokens[first - 1]) and _is_day(tokens[first - 2]):
        first -= 2
    return first, day


def _day_after(tokens: Sequence[Token], i: int, lex: Lexicon, *, in_month: bool) -> tuple[int, int | None]:
    """The end and the day of "April 3", "April 3rd", "March 24 and 26"; not of "in May 20 people"."""
    token = _at(tokens, i)
    if token is None or not _is_day(token) or _measured(tokens, i, lex):
        return i, None
    if in_month and looks_plural(_at(tokens, i + 1), lex):
        return i, None
    day, last = int(token.text), i + 1
    while True:
        if _at(tokens, last) is not None and _ordinal_end(tokens[last], lex):
            last += 1
        following = _at(tokens, last + 1)
        if following is None or not lex.among("dates.list", tokens[last]) or not _is_day(following):
            return last, day
        if looks_plural(_at(tokens, last + 2), lex):
            return last, day
        last += 2


def _year_after(tokens: Sequence[Token], i: int, lex: Lexicon) -> tuple[int | None, int]:
    j = i + 1 if _at(tokens, i) is not None and tokens[i].text == "," else i
    token = _at(tokens, j)
    if token is None or not _four(tokens, j):
        return None, i
    last, after = j + 1, _at(tokens, j + 1)
    if after is not None and lex.among("dates.year_after", after):
        return int(token.text), last + 1
    year = int(token.text)
    round_count = j == i and year % 100 == 0 and looks_plural(after, lex)  # "in May 1500 people came"
    return (None, i) if round_count else (year, last)


def _is_day(token: Token) -> bool:
    return token.kind == NUM and len(token.text) <= 2 and token.text.isdigit() and 1 <= int(token.text) <= 31


def _ordinal_end(token: Token, lex: Lexicon) -> bool:
    return token.glued and token.kind == WORD and lex.among("ordinals.suffixes", token)


def _at(tokens: Sequence[Token], i: int) -> Token | None:
    return tokens[i] if 0 <= i < len(tokens) else None
