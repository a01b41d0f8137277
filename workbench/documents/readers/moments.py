"""Times as people and programs write them, as UTC without a zone."""

import re
from datetime import UTC, date, datetime, time, timedelta, timezone
from email.utils import parsedate_to_datetime

_LOCAL = re.compile(
    r"(\d{1,2})\.(\d{1,2})\.(\d{4}|\d{2})(?:,? +(?:at +)?(\d{1,2}):(\d{2})(?::(\d{2}))?)?(?: +UTC([+-]\d{2}):?(\d{2}))?"
)
_TWITTER = "%a %b %d %H:%M:%S %z %Y"
_FIRST, _LAST = 0, 4_102_444_800
# Hours ahead of UTC; only names that mean one zone: those of RFC 822 and of Europe.
_ZONES = {
    "UTC": 0, "GMT": 0, "EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7,
    "CET": 1, "CEST": 2, "EET": 2, "EEST": 3, "MSK": 3,
}  # fmt: skip


def read_moment(value: object) -> datetime | None:
    """A TOML date, a date and time, or an ISO 8601 text as UTC without a zone; None for anything else.

    A date is the beginning of its day, and a time without a zone is taken as UTC.
    """
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value.strip())
        except ValueError:
            return None
    if isinstance(value, datetime):
        try:
            return value.astimezone(UTC).replace(tzinfo=None) if value.tzinfo else value
        except OverflowError:
            return None
    return datetime.combine(value, time()) if isinstance(value, date) else None


def read_written(value: object) -> datetime | None:
    """Any of the ways in which exports write a time, besides those of :func:`read_moment`.

    Seconds or milliseconds since 1970 up to the year 2100, ``18.03.2025 10:11:12 UTC+03:00``, ISO 8601 with a zone's
    name (``2025-03-18 10:11:12 EDT``), the form of e-mail, that of Twitter.
    """
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, (int, float)):
        return _since_1970(float(value))
    found = read_moment(value)
    if found is not None or not isinstance(value, str):
        return found
    text = value.strip()[:80]
    if re.fullmatch(r"\d{9,13}(?:\.\d+)?", text):
        return _since_1970(float(text))
    local = _LOCAL.fullmatch(text)
    if local:
        return _local(local)
    plain, _, zone = text.rpartition(" ")
    if zone in _ZONES and (moment := read_moment(plain)) is not None:
        try:
            return moment - timedelta(hours=_ZONES[zone])
        except OverflowError:
            return None
    try:
        return read_moment(datetime.strptime(text, _TWITTER))  # noqa: DTZ007 - it has %z
    except (ValueError, OverflowError):
        pass
    try:
        return read_moment(parsedate_to_datetime(text))
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _since_1970(seconds: float) -> datetime | None:
    seconds = seconds / 1000 if seconds >= 1e11 else seconds
    if not _FIRST < seconds < _LAST:
        return None
    return datetime.fromtimestamp(seconds, UTC).replace(tzinfo=None, microsecond=0)


def _local(found: re.Match[str]) -> datetime | None:
    day, month, year, hour, minute, second, ahead, ahead_minutes = found.groups()
    full = int(year) + (2000 if len(year) == 2 else 0)
    offset = timedelta(0)
    if ahead:
        minutes = int(ahead_minutes)
        offset = timedelta(hours=int(ahead), minutes=-minutes if ahead.startswith("-") else minutes)
    try:
        zone = timezone(offset)
        return read_moment(
            datetime(full, int(month), int(day), int(hour or 0), int(minute or 0), int(second or 0), tzinfo=zone)
        )
    except ValueError:
        return None
