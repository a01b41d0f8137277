"""The period a quantity is of: the time words of its sentence, resolved against the document's date."""

import calendar
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import takewhile

from workbench.extraction.dates import DateSpan
from workbench.extraction.lexicons import symbols
from workbench.extraction.numbers import read_number
from workbench.extraction.tokens import NUM, WORD, Token
from workbench.extraction.words import EARLIER, RELATIVE, SEASON, Lexicon
from workbench.quantity.model import Period

DAYS = {"day": 1, "week": 7, "hour": 0, "minute": 0}
LEAP_YEAR = 366
HALF_YEAR = 6  # months
COMPARED = 3  # tokens from "compared with" to the time it names
MONTHS = {"month": 1, "quarter": 3, "year": 12, "decade": 120}


@dataclass(slots=True)  # frozen, it would be several times as dear to make
class TimeSpan:
    """A period told in ``tokens[first:last]``; without days where the text's own date is not known."""

    first: int
    last: int
    start: date | None
    end: date | None


def find_periods(
    tokens: Sequence[Token],
    marks: Sequence[int],
    dates: Sequence[DateSpan],
    lex: Lexicon,
    on: date | None,
) -> list[TimeSpan]:
    """All periods of a sentence, from left to right.

    Args:
        tokens: The sentence.
        marks: Its tokens that play a role.
        dates: Its dates.
        lex: The words of its language.
        on: The document's date; without it relative words stay unresolved.
    """
    dates = _with_years(dates, tokens, lex)
    spans = _joined([span for found in dates if (span := _dated(tokens, found, lex, on)) is not None], tokens, lex)
    if on is not None:
        for i in [i for i in marks if tokens[i].roles & (RELATIVE | SEASON)]:
            if any(span.first <= i < span.last for span in spans):
                continue
            relative = lex.relative.at(tokens, i)
            if relative is not None and _counts_from(tokens, i + relative[0], lex):
                continue
            found = None if relative else _undated_part(tokens, i, lex, on)
            if relative is not None:
                told = _before_that(tokens, i, relative, spans, lex)
                found = told or TimeSpan(i, i + relative[0], *shift(on, *relative[1]))
            if found is not None:
                spans.append(found)
    else:
        for i in [i for i in marks if tokens[i].roles & RELATIVE]:
            relative = lex.relative.at(tokens, i)
            if relative is not None and not any(span.first <= i < span.last for span in spans):
                told = _before_that(tokens, i, relative, spans, lex)
                spans.append(told or TimeSpan(i, i + relative[0], None, None))
    spans += _counted_back(tokens, marks, spans, lex)
    if len(spans) > 1:
        spans.sort(key=lambda span: span.first)
    return spans


def _with_years(dates: Sequence[DateSpan], tokens: Sequence[Token], lex: Lexicon) -> list[DateSpan]:
    """The dates, of which a month without a year has that of the dated one beside it, to which it is near.

    "From 3 July to 5 August 2024", "5.5% in June 2023 from 6% in May"; December before March 2024 is in 2023.
    """
    found: list[DateSpan] = []
    for n, one in enumerate(dates):
        month = one.month
        if one.year is not None or month is None:
            found.append(one)
            continue
        after = next((other for other in dates[n + 1 :] if other.year), None)
        if after is not None and lex.lists["periods.since"].before(tokens, after.first) is not None:
            after = None  # "in May, the fastest since November 2022"
        before = next((other for other in reversed(found) if other.year), None)
        known = after if before is None else before
        alone = known is not None and not known.month and not _is_told(tokens, known.first, lex)  # "the 2016 law"
        if known is None or known.year is None or known.end_year is not None or alone:
            found.append(one)
            continue
        around = known.end_month or known.month
        year = known.year
        if around is not None and abs(month - around) > HALF_YEAR:
            year += 1 if month < around else -1
        found.append(replace(one, year=year))
    return found


def _is_told(tokens: Sequence[Token], i: int, lex: Lexicon) -> bool:
    """Whether a preposition before token ``i`` says that something was then."""
    return lex.lists["periods.in"].before(tokens, i) is not None


def _joined(spans: Sequence[TimeSpan], tokens: Sequence[Token], lex: Lexicon) -> list[TimeSpan]:
    """The spans, of which two with "from … to" or "between … and" make one."""
    found: list[TimeSpan] = []
    for span in spans:
        one = found[-1] if found else None
        if one and one.start and span.end and one.start <= span.end and _leads_to(tokens, one, span, lex):
            found[-1] = TimeSpan(one.first, span.last, one.start, span.end)
            continue
        found.append(span)
    return found


def _leads_to(tokens: Sequence[Token], one: TimeSpan, other: TimeSpan, lex: Lexicon) -> bool:
    if not one.first or other.first - one.last > 1 or not lex.among("periods.to", tokens[one.last]):
        return False
    return lex.among("periods.between", tokens[one.first - 1])


def nearest(  # noqa: PLR0913 - where the quantity stands
    spans: Sequence[TimeSpan], tokens: Sequence[Token], first: int, last: int, text: str, lex: Lexicon, *,
    noun_end: int = 0, changed: bool = False,
) -> Period | None:
    """The period of ``tokens[first:last]``: one of its own clause, else the nearest of a clause that compares nothing.

    What is compared ("than in 2015", "up from 2,100 in 2020") has its time for itself.
    """
    told = spans
    spans = [span for span in spans if not _told_of_another(tokens, span, first, last, lex, changed=changed)]
    parted = next((i for i in range(last, len(tokens)) if tokens[i].text == ";"), len(tokens))
    spans = [span for span in spans if span.first < parted]
    if not spans:
        return None
    clauses, compared = _clauses(tokens, told, lex)
    places = (clauses[first], clauses[last - 1])  # "between 5 and 7 tonnes" goes over the joint of two
    near = [span for span in spans if clauses[span.last - 1] in places]
    if not near and places[0] not in compared:
        near = [span for span in spans if clauses[span.last - 1] not in compared and not _is_aside(tokens, span, first)]
    ends = (last, noun_end)
    ranked = [(_rank(tokens, span, first, ends, clauses), max(first - span.last, span.first - last)) for span in near]
    best = near[ranked.index(min(ranked))] if near else None
    if best is None or best.start is None or best.end is None:
        return None
    words = text[tokens[best.first].start : tokens[best.last - 1].end]
    return Period(best.start, best.end, words)


def _is_aside(tokens: Sequence[Token], span: TimeSpan, first: int) -> bool:
    """Whether a span stands in brackets of its own sentence part, in which the number does not: "(5.3 % in July)".

    So does a year that only names what stands before it: "Resolution 1244 (1999) had 4 sponsors".
    """
    opened = next((i for i in range(span.first - 1, -1, -1) if tokens[i].text in "()"), -1)
    closed = next((i for i in range(span.last, len(tokens)) if tokens[i].text in "()"), len(tokens))
    if opened < 0 or tokens[opened].text == ")" or opened < first < closed:
        return False
    inside = [*tokens[opened : span.first], *tokens[span.last : closed]]
    return first > closed or any(token.kind is NUM for token in inside)


def _rank(
    tokens: Sequence[Token], span: TimeSpan, first: int, ends: Sequence[int], clauses: Sequence[int]
) -> int:
    """How surely a span is that of the number at token ``first``, the lowest the most.

    Right behind the number or its noun it is its own; else one before it, but for one that a number before it has
    ("from 18 percent in 2010 to 9 percent").
    """
    if span.first > first:
        return 0 if span.first in ends else 2
    clause = clauses[span.first]
    before = range(span.first - 1, -1, -1)
    taken = any(tokens[i].kind is NUM for i in takewhile(lambda i: clauses[i] == clause, before))
    return 3 if taken else 1


def _told_of_another(  # noqa: PLR0913 - where the quantity stands
    tokens: Sequence[Token], span: TimeSpan, first: int, last: int, lex: Lexicon, *, changed: bool
) -> bool:
    """Whether a span tells what is compared with ("from last week"), or "a year earlier" is of another number.

    "A year earlier" belongs to the number last told before it, and to what follows where there is none.
    """
    words, begin = tokens[span.last - 1], span.first
    relative = lex.relative.at(tokens, begin) is not None
    from_it = begin if not relative and begin >= last else begin - 1  # a date has its "from" with it
    if from_it >= 0 and any(lex.among(name, tokens[from_it]) for name in ("range.from", "range.change_from")):
        return relative or (changed and not lex.among("periods.to", tokens[min(span.last, len(tokens) - 1)]))
    if relative and begin and lex.among("periods.on", tokens[begin - 1]):
        return True  # "up 5p on last year"
    if _is_of_start(tokens, last, begin, lex):
        return True
    if not (lex.among("periods.ago", words) or lex.among("periods.before", words)):
        return False
    inside = lex.lists["periods.in"].before(tokens, begin)
    apart = begin - (inside[0] if inside else 0) - 1
    if apart >= 0 and tokens[apart].text == ";":
        return first < begin  # it opens what follows: "$3bn; a month earlier, $2.8bn"
    return any(token.kind is NUM for token in (tokens[last:begin] if first < begin else tokens[:begin]))


def _is_of_start(tokens: Sequence[Token], last: int, begin: int, lex: Lexicon) -> bool:
    """Whether a number between is where a change began, whose time it is: "to 6.08% from 6.09% last week"."""
    for i in range(begin - 1, max(last, begin - 5), -1):
        if tokens[i].kind is NUM:
            return any(lex.among(name, tokens[i - 1]) for name in ("range.from", "range.change_from"))
    return False


def _clauses(tokens: Sequence[Token], spans: Sequence[TimeSpan], lex: Lexicon) -> tuple[list[int], set[int]]:
    """The number of each token's clause, and the clauses that tell what something is compared with.

    What goes on behind the time that is compared with belongs to the clause before it: «в мае по сравнению с апрелем
    выросло».
    """
    inside = {i for span in spans for i in range(span.first, span.last)}
    compares, joins = lex.lists["periods.compared"], lex.sets["nouns.and"]
    numbers: list[int] = []
    compared: set[int] = set()
    number = last = outer = 0
    until = -1
    for i, token in enumerate(tokens):
        found = compares.at(tokens, i) if compares.begins(token) else None
        if found is not None and not _ends_hedge(tokens, i + 1, inside, lex):
            until = next((span.last for span in spans if i <= span.first <= i + found[0] + COMPARED), -1)
            number, last, outer = last + 1, last + 1, number
            compared.add(number)
        elif i not in inside and (token.text in ",;:—–()" or token.low in joins):
            number = last = last + 1
        elif i == until and number in compared:
            number = outer
        numbers.append(number)
    return numbers, compared


def _ends_hedge(tokens: Sequence[Token], i: int, inside: set[int], lex: Lexicon) -> bool:
    """Whether the word before token ``i`` ends the hedge of a number and compares no times: "more than $3 billion"."""
    if i >= len(tokens) or i in inside or lex.hedges.before(tokens, i) is None:
        return False
    money = symbols().currencies.at(tokens, i) is not None
    return money or lex.may_start(tokens[i]) or lex.among("articles", tokens[i])


def _counts_from(tokens: Sequence[Token], i: int, lex: Lexicon) -> bool:
    """Whether "before" leads to what something was before: "a year before the war"."""
    if i >= len(tokens) or not lex.among("periods.before", tokens[i - 1]) or lex.among("periods.ago", tokens[i - 1]):
        return False
    if tokens[i].kind not in (WORD, NUM):
        return False
    return not lex.among("nouns.stops", tokens[i]) and not lex.among("nouns.verbs", tokens[i])


def _before_that(
    tokens: Sequence[Token], i: int, relative: tuple[int, tuple[str, int]], spans: Sequence[TimeSpan], lex: Lexicon
) -> TimeSpan | None:
    """ "the year before", "a year earlier" behind a time that the sentence names: counted from that time."""
    size, (unit, by) = relative
    previous = any(lex.among("periods.previous", token) for token in tokens[i : i + size])
    if unit not in MONTHS or not (previous or lex.among("periods.before", tokens[i + size - 1])):
        return None
    base = max((s for s in spans if s.last <= i and s.start and s.end), key=lambda s: s.last, default=None)
    if base is None or base.start is None or base.end is None or (base.end - base.start).days > LEAP_YEAR:
        return None
    back = -by * MONTHS[unit]
    return TimeSpan(i, i + size, _months_back(base.start, back), _months_back(base.end, back))


def _counted_back(
    tokens: Sequence[Token], marks: Sequence[int], spans: Sequence[TimeSpan], lex: Lexicon
) -> list[TimeSpan]:
    """ "ten years before": so long before the time that was told before it."""
    found: list[TimeSpan] = []
    for i in [i for i in marks if tokens[i].roles & EARLIER] if spans else ():
        unit = lex.units.before(tokens, i)
        months = MONTHS.get(unit[1].name) if unit is not None else None
        base = max((s for s in spans if s.last <= i and s.start and s.end), key=lambda s: s.last, default=None)
        if unit is None or months is None or base is None or base.start is None or base.end is None:
            continue
        for j in range(max(0, i - unit[0] - 3), i - unit[0]):
            number = read_number(tokens, j, lex) if lex.may_start(tokens[j]) else None
            if number is not None and number.last == i - unit[0] and 0 < number.value < 1000:
                back = int(number.value * months)
                found.append(TimeSpan(j, i + 1, _months_back(base.start, back), _months_back(base.end, back)))
                break
    return found


def past(count: int, unit: str, on: date) -> tuple[date, date] | None:
    """The last ``count`` units up to a day: "the past three weeks"."""
    if unit in DAYS:
        days = count * DAYS[unit] if DAYS[unit] else (1 if count > 12 or unit == "hour" else 0)
        return on - timedelta(days=min(days, on.toordinal() - 1)), on
    if unit in MONTHS:
        return _months_back(on, count * MONTHS[unit]), on
    return None


def shift(on: date, unit: str, by: int) -> tuple[date, date]:
    """The calendar unit that lies ``by`` units from a day: ("year", -1) is last year.

    ("year_to_date", 0) ends on that day, and so does ("past_month", 3), the three months before it.
    """
    if unit.startswith("past_"):
        return past(by, unit.removeprefix("past_"), on) or (on, on)
    if unit == "year_to_date":
        return date(on.year, 1, 1), on
    if unit == "month_to_date":
        return date(on.year, on.month, 1), on
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
    part = lex.year_parts.before(tokens, first) if span.day is None else None
    first -= part[0] if part is not None else 0
    if part is not None and span.month is None:
        month, length = part[1]
        start, end = _month(start.year * 12 + month - 1, 1)[0], _month(end.year * 12 + month - 1, length)[1]
    since = lex.lists["periods.since"].before(tokens, first)
    if since is not None and tokens[span.last - 1].low.endswith(lex.endings["periods.not_since"]):
        since = None  # «по сравнению с апрелем»
    if since is not None and _is_record(tokens, first - since[0], lex):
        return None
    decade = span.end_year is not None and span.end_year == (span.year or 0) + 9
    one = (decade or span.end_year is None) and span.end_month is None
    if since is not None and one and not _goes_on(tokens, span.last, lex):
        if on is None or start > on:
            return TimeSpan(first, span.last, start, end)
        return TimeSpan(first - since[0], span.last, start, on)
    names = ("periods.in", "periods.by", "periods.between") if span.end_year else ("periods.in", "periods.by")
    inside = max((hit[0] for name in names if (hit := lex.lists[name].before(tokens, first))), default=0)
    return TimeSpan(first - inside, span.last, start, end)


def _is_record(tokens: Sequence[Token], i: int, lex: Lexicon) -> bool:
    """Whether "since 2007" before token ``i`` says how long nothing was like it: "the highest level since 2007"."""
    return any(lex.among("periods.records", token) for token in tokens[max(0, i - 3) : i])


def _undated_part(tokens: Sequence[Token], i: int, lex: Lexicon, on: date) -> TimeSpan | None:
    """ "in the second quarter", "last summer" without a year: the latest one that has begun."""
    part = lex.year_parts.at(tokens, i)
    inside = lex.lists["periods.in"].before(tokens, i) if part is not None else None
    if part is None or inside is None:
        return None
    last = i + part[0]
    month, length = part[1]
    year = on.year if on.month >= month else on.year - 1
    of = lex.among("nouns.of", tokens[last - 1])
    if last == i + 1 and lex.among("periods.vague", tokens[i]):
        return None  # "in early trading"
    if of or (last < len(tokens) and lex.among("nouns.of", tokens[last])):
        # "the second half of the match" is none; "of last year" says which one it is
        whole = lex.relative.at(tokens, last if of else last + 1)
        if whole is None or whole[1][0] != "year":
            return None
        last, year = last + (not of) + whole[0], on.year + whole[1][1]
    return TimeSpan(i - inside[0], last, *_month(year * 12 + month - 1, length))


def _goes_on(tokens: Sequence[Token], i: int, lex: Lexicon) -> bool:
    return lex.lists["periods.to"].at(tokens, i) is not None
