"""The period a quantity is of: the time words of its sentence, resolved against the document's date."""

import calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from workbench.extraction.dates import DateSpan
from workbench.extraction.tokens import Token
from workbench.extraction.words import Lexicon
from workbench.quantity.model import Period

DAYS = {"day": 1, "week": 7, "hour": 0, "minute": 0}
MONTHS = {"month": 1, "year": 12, "decade": 120}


@dataclass(frozen=True, slots=True)
class TimeSpan:
    """A period told in ``tokens[first:last]``."""

    first: int
    last: int
    start: date
    end: date


def find_periods(tokens: Sequence[Token], dates: Sequence[DateSpan], lex: Lexicon, on: date | None) -> list[TimeSpan]:
    """All periods of a sentence, from left to right.

    Args:
        tokens: The sentence.
        dates: Its dates.
        lex: The words of its language.
        on: The document's date; without it relative words stay unresolved.
    """
    spans = [span for found in dates if (span := _dated(tokens, found, lex, on)) is not None]
    if on is not None:
        for i in range(len(tokens)):
            relative = lex.relative.at(tokens, i)
            if relative is not None and not any(span.first <= i < span.last for span in spans):
                start, end = shift(on, *relative[1])
                spans.append(TimeSpan(i, i + relative[0], start, end))
    return sorted(spans, key=lambda span: span.first)


def nearest(spans: Sequence[TimeSpan], tokens: Sequence[Token], first: int, last: int, text: str) -> Period | None:
    """The period nearest to ``tokens[first:last]``, by tokens between; the earlier one where two are as near."""
    best = min(spans, key=lambda s: (max(first - s.last, s.first - last), s.first), default=None)
    if best is None:
        return None
    words = text[tokens[best.first].start : tokens[best.last - 1].end]
    return Period(best.start, best.end, words)


def past(count: int, unit: str, on: date) -> tuple[date, date] | None:
    """The last ``count`` units up to a day: "the past three weeks"."""
    if unit in DAYS:
        days = count * DAYS[unit] if DAYS[unit] else (1 if count > 12 or unit == "hour" else 0)
        return on - timedelta(days=min(days, on.toordinal() - 1)), on
    if unit in MONTHS:
        return _months_back(on, count * MONTHS[unit]), on
    return None


def shift(on: date, unit: str, by: int) -> tuple[date, date]:
    """The calendar unit that lies ``by`` units from a day: ("year", -1) is last year."""
    if unit == "year":
        return date(on.year + by, 1, 1), date(on.year + by, 12, 31)
    if unit == "month":
        return _month(on.year * 12 + on.month - 1 + by, 1)
    if unit == "quarter":
        return _month(((on.month - 1) // 3 + on.year * 4 + by) * 3, 3)
    if unit == "week":
        monday = on - timedelta(days=on.weekday()) + timedelta(weeks=by)
        return monday, monday + timedelta(days=6)
    day = on + timedelta(days=by)
    return day, day


def _month(index: int, length: int) -> tuple[date, date]:
    """``length`` months from month number ``index``, counted from year 0."""
    start = date(index // 12, index % 12 + 1, 1)
    last = index + length - 1
    year, month = last // 12, last % 12 + 1
    return start, date(year, month, calendar.monthrange(year, month)[1])


def _months_back(on: date, months: int) -> date:
    index = max(12, on.year * 12 + on.month - 1 - months)
    year, month = index // 12, index % 12 + 1
    return date(year, month, min(on.day, calendar.monthrange(year, month)[1]))


def _dated(tokens: Sequence[Token], span: DateSpan, lex: Lexicon, on: date | None) -> TimeSpan | None:
    days = span.days(on)
    if days is None:
        return None
    start, end = days
    first = span.first
    for part, (begin_month, end_month) in {"early": (1, 3), "mid": (5, 8), "late": (10, 12)}.items():
        hit = lex.lists[f"periods.{part}"].before(tokens, first)
        if hit is not None and span.month is None:
            first -= hit[0]
            start, end = date(start.year, begin_month, 1), _month(end.year * 12 + end_month - 1, 1)[1]
    for part, (begin_month, end_month) in {"half_1": (1, 6), "half_2": (7, 12)}.items():
        hit = lex.lists[f"periods.{part}"].before(tokens, first)
        if hit is not None and span.month is None:
            first -= hit[0]
            start, end = date(start.year, begin_month, 1), _month(end.year * 12 + end_month - 1, 1)[1]
    since = lex.lists["periods.since"].before(tokens, first)
    if since is not None and span.end_year is None and not _goes_on(tokens, span.last, lex):
        if on is None or start > on:
            return TimeSpan(first, span.last, start, end)
        return TimeSpan(first - since[0], span.last, start, on)
    inside = lex.lists["periods.in"].before(tokens, first) or lex.lists["periods.by"].before(tokens, first)
    return TimeSpan(first - (inside[0] if inside else 0), span.last, start, end)


def _goes_on(tokens: Sequence[Token], i: int, lex: Lexicon) -> bool:
    return lex.lists["periods.to"].at(tokens, i) is not None
