"""Periods of observations: a year, a month, a day, or two of them with a slash between."""

import calendar
import re
from datetime import date

_PART = re.compile(r"([0-9]{4})(?:-([0-9]{1,2})(?:-([0-9]{1,2}))?)?")


def parse_period(text: str) -> tuple[date, date]:
    """The first and the last day of a written period.

    Args:
        text: ``2024``, ``2024-03``, ``2024-03-18``, or two of these: ``2020/2024``.

    Raises:
        ValueError: It is no period; the message is one that a person can act on.
    """
    parts = [part.strip() for part in text.split("/")]
    if len(parts) > 2:
        raise ValueError("more than one slash in a period")
    start, end = _days(parts[0])[0], _days(parts[-1])[1]
    if end < start:
        raise ValueError("the period ends before it starts")
    return start, end


def _days(text: str) -> tuple[date, date]:
    found = _PART.fullmatch(text)
    if found is None:
        raise ValueError("not a year, month or day")
    year, month, day = (int(group) if group else None for group in found.groups())
    if not year or (month is not None and not 1 <= month <= 12):
        raise ValueError("there is no such month or year")
    if month is None:
        return date(year, 1, 1), date(year, 12, 31)
    last = calendar.monthrange(year, month)[1]
    if day is None:
        return date(year, month, 1), date(year, month, last)
    if not 1 <= day <= last:
        raise ValueError("there is no such day")
    return date(year, month, day), date(year, month, day)
