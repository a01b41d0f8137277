"""Periods of observations: a year, a month, a day, or two of them with a slash between."""

import calendar
import re
from datetime import date

# A figure of one day, such as the end of a year, may stand for a period that it lies so many days off.
NEAR_DAYS = 31

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


def other_period(
    start: date | None, end: date | None, figure_start: date | None, figure_end: date | None, said_on: date | None
) -> bool:
    """Whether a claim and a figure, both with a known period, speak of different ones.

    A claim of the day on which it was said speaks of now, and any figure is older than that.

    Args:
        start: The first day that the claim names; None where it names no period.
        end: The last one.
        figure_start: The first day of the figure.
        figure_end: The last one.
        said_on: The day on which the claim was made.
    """
    if start is None or end is None or figure_start is None or figure_end is None or start == end == said_on:
        return False
    one_day = start == end or figure_start == figure_end
    return max((figure_start - end).days, (start - figure_end).days) > (NEAR_DAYS if one_day else 0)


def told_by_finding(comparison: str | None, proposed: str | None, kind: str, *, negated: bool) -> bool:
    """Whether a stored finding is one for a figure of another period: it lacks the proposal that it would else have.

    Args:
        comparison: The finding.
        proposed: What is proposed with it.
        kind: The claim's kind; temperatures that are apart propose nothing of themselves.
        negated: Whether the sentence denies the claim; then nothing is proposed either.
    """
    apart = comparison in ("above", "below") and kind != "temperature"
    return proposed is None and not negated and (apart or comparison == "consistent")
