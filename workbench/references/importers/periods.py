"""Periods as publishers write them, in the way that an observation table writes them."""

import calendar
import re
from datetime import date, timedelta
from itertools import pairwise

_YEAR = r"([0-9]{4})"
_PARTS = re.compile(rf"{_YEAR}[- ]?(?:([QTSHBM])|(W))-?([0-9]{{1,2}})", re.IGNORECASE)
_SPAN = re.compile(rf"{_YEAR}\s*[-–]\s*{_YEAR}")
_IN_BRACKETS = re.compile(rf"{_YEAR}\s*\[YR{_YEAR}\]")
_ANNUAL = re.compile(rf"{_YEAR}-?A1?")
_PART_FIRST = re.compile(rf"([QTSH])([1-4])[- /]?{_YEAR}", re.IGNORECASE)
_NAMED_MONTH = re.compile(rf"{_YEAR}[- ]?([a-z]{{3,9}})|([a-z]{{3,9}})\.?[- ]{_YEAR}", re.IGNORECASE)
_MONTH_FIRST = re.compile(rf"(0[1-9]|1[0-2])/{_YEAR}")
_COMPACT_MONTH = re.compile(r"([0-9]{4})(0[1-9]|1[0-2])")
_MOMENT = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})T.*")
_MONTHS = {"Q": 3, "T": 4, "S": 6, "H": 6, "B": 2, "M": 1}


def our_period(text: str) -> str:
    """The period as an observation table writes it; the text itself where it has no other form.

    Examples: ``2024-Q3`` → ``2024-07/2024-09``, ``2024M03`` → ``2024-03``, ``2024-W05`` → its seven days,
    ``2018-2020`` → ``2018/2020``, ``202403`` and ``03/2024`` → ``2024-03``, ``2023 [YR2023]`` → ``2023``,
    ``2024 Q1`` and ``Q1 2024`` → ``2024-01/2024-03``, ``2024 JAN`` and ``2024Jan`` → ``2024-01``.
    """
    written = text.strip()
    if found := _IN_BRACKETS.fullmatch(written) or _ANNUAL.fullmatch(written):
        return found[1]
    if found := _SPAN.fullmatch(written):
        return f"{found[1]}/{found[2]}"
    if found := _COMPACT_MONTH.fullmatch(written):
        return f"{found[1]}-{found[2]}"
    if found := _MONTH_FIRST.fullmatch(written):
        return f"{found[2]}-{found[1]}"
    if found := _MOMENT.fullmatch(written):
        return found[1]
    if found := _PART_FIRST.fullmatch(written):
        return _part(int(found[3]), found[1].upper(), int(found[2])) or written
    if (found := _NAMED_MONTH.fullmatch(written)) and (month := _month(found[2] or found[3])):
        return f"{found[1] or found[4]}-{month:02d}"
    if found := _PARTS.fullmatch(written):
        return _part(int(found[1]), (found[2] or found[3]).upper(), int(found[4])) or written
    return written


def _month(name: str) -> int:
    """Which month a name or its first three letters are; 0 for none."""
    told = name.casefold()
    return next(
        (i for i, full in enumerate(calendar.month_name) if full and told in (full.casefold(), full[:3].casefold())), 0
    )


def _part(year: int, kind: str, which: int) -> str | None:
    """A week, month, quarter or another part of a year; None where the year has no such part."""
    if kind == "W":
        try:
            first = date.fromisocalendar(year, which, 1)
        except ValueError:
            return None
        return f"{first}/{first + timedelta(days=6)}"
    months = _MONTHS[kind]
    if not 1 <= which <= 12 // months:
        return None
    last = which * months
    return f"{year}-{last:02d}" if months == 1 else f"{year}-{last - months + 1:02d}/{year}-{last:02d}"


def spread(first_days: list[date]) -> str:
    """How long the periods are whose first days are given: ``year``, ``quarter``, ``month`` or ``day``."""
    days = sorted(set(first_days))
    gaps = [(later - earlier).days for earlier, later in pairwise(days)]
    if not gaps or any(day.day != 1 for day in days):
        return "day"
    shortest = min(gaps)
    if shortest >= 365:
        return "year"
    return "quarter" if shortest >= 89 else "month"


def from_first_day(first: date, length: str) -> str:
    """The period of this length that begins on a day."""
    if length == "year":
        return str(first.year) if first.month == 1 else f"{first}/{_before(first, 12)}"
    if length == "quarter":
        return f"{first:%Y-%m}/{_before(first, 3):%Y-%m}"
    return f"{first:%Y-%m}" if length == "month" else str(first)


def _before(first: date, months: int) -> date:
    """The last day of the period of so many months that begins on a day."""
    total = first.year * 12 + first.month - 1 + months - 1
    year, month = divmod(total, 12)
    return date(year, month + 1, calendar.monthrange(year, month + 1)[1])
