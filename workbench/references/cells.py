"""What a person who filled in a table meant by a cell that cannot be read, and what to write instead."""

import calendar
import re
from datetime import date, timedelta

NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,2})?")
PLAIN = "Write digits with a point for decimals and nothing between thousands: 1234.5"
LONGEST = 60
_GROUPED = re.compile(r"[+-]?[0-9]{1,3}(?:[,' \u00a0\u2009\u202f][0-9]{3})+(?:\.[0-9]+)?")
_COMMA = re.compile(r"[+-]?(?:[0-9]+|[0-9]{1,3}(?:[. \u00a0\u2009\u202f'][0-9]{3})+),[0-9]+")
_POINTS = re.compile(r"[+-]?[0-9]{1,3}(?:\.[0-9]{3}){2,}")
_POWER = re.compile(r"[+-]?[0-9.]+[eE][+-]?[0-9]{3,}")
_WITHIN = re.compile(r"(?P<before>[^0-9.+-]{0,12}?)\s*(?P<number>[+-]?[0-9][0-9.,']*)\s*(?P<after>[^0-9]*)")
_NOTHING = {"", "-", "–", "—", ".", "..", "...", "…", ":", "x", "na", "n/a", "n.a.", "none", "null", "nil"}
_SPREADSHEET = {
    "=": "It is a formula: put its result here, as a spreadsheet does that pastes values only",
    "#": "It is an error of the spreadsheet: correct it there, or leave the row out",
}
_NO_NUMBER = {"nan", "inf", "infinity"}
_SEMICOLONS = re.compile(r"(?:^|;)[+-]?[0-9]+(?:\.[0-9]{3})*,[0-9]+(?=;|\r?$)", re.MULTILINE)
AMBIGUOUS_POINT = re.compile(r"[+-]?[1-9][0-9]{0,2}\.[0-9]{3}")

_FIRST_DAY, _SERIALS = date(1899, 12, 30), (10_000, 80_000)  # as spreadsheets count days
_QUARTER = re.compile(r"(?:Q([1-4])[ -]?([0-9]{4})|([0-9]{4})[ -]?Q([1-4]))", re.IGNORECASE)
_TWO_YEARS = re.compile(r"([0-9]{2})([0-9]{2})[-/–]([0-9]{2})")
_DAY_FIRST = re.compile(r"([0-9]{1,2})[./-]([0-9]{1,2})[./-]([0-9]{4})")
_ISO = re.compile(r"[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?")
_TIMED = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})[T ][0-9:.]+Z?")


def has_decimal_commas(text: str) -> bool:
    """Whether a table whose cells stand between semicolons writes decimals with a comma."""
    return _SEMICOLONS.search(text) is not None


def number_hint(cell: str) -> str:
    """What to do about a cell that is no number."""
    plain = cell.replace("\u2212", "-")
    low = plain.strip().lower()
    if low in _NOTHING:
        return "Fill in the figure, or leave the row out"
    if low.lstrip("+-") in _NO_NUMBER:
        return "No figure is infinite or undefined: fill it in, or leave the row out"
    if plain[0] in _SPREADSHEET:
        return _SPREADSHEET[plain[0]]
    if _POWER.fullmatch(plain):
        return "No figure is so large or so small: write its digits, and the scale in the column unit"
    return PLAIN if len(plain) > LONGEST else _separated(plain) or _within(plain)


def _separated(plain: str) -> str | None:
    """What to do about a number with separators of another country."""
    if _GROUPED.fullmatch(plain) and not re.fullmatch(r"[+-]?[0-9]{1,3},[0-9]{3}", plain):
        return f"Write it without marks between thousands: {re.sub('[^0-9.+-]', '', plain)}"
    if _GROUPED.fullmatch(plain):
        return f"Write it without marks between thousands: {plain.replace(',', '')}; for a decimal comma, a point"
    if _COMMA.fullmatch(plain):
        return f"Write it with a point for decimals: {re.sub('[^0-9,+-]', '', plain).replace(',', '.')}"
    if _POINTS.fullmatch(plain):
        return f"Write it without marks between thousands: {plain.replace('.', '')}"
    return None


def _within(cell: str) -> str:
    """What to do about a number with something else in its cell: its unit, a mark, a word."""
    bracketed = re.fullmatch(r"\(([0-9.]+)\)", cell)
    if bracketed is not None:
        return f"Write -{bracketed[1]} if the brackets stand for a minus sign, else {bracketed[1]}"
    found = _WITHIN.fullmatch(cell)
    if found is None:
        return PLAIN
    number, rest = found["number"], f"{found['before']} {found['after']}".strip()
    if any(letter.isalpha() for letter in rest.replace("(e)", "")) or any(sign in rest for sign in "%$€£¥₽"):
        return f"Write the number alone here, {number}, and {rest!r} in the column unit"
    return f"Write the number alone here, {number}, and what {rest!r} means in the column flag or note"


def period_hint(cell: str) -> str:
    """What to do about a cell that is no period or day; with the cell told anew where it is clear what it means."""
    told = _period(cell.strip())
    return f"Write it as {told}" if told else "Write 2024, 2024-03, 2024-03-18 or 2020/2024"


def _period(cell: str) -> str | None:
    if cell.isascii() and cell.isdigit() and _SERIALS[0] <= int(cell) <= _SERIALS[1]:
        return f"{_FIRST_DAY + timedelta(days=int(cell))}, if it counts days as spreadsheets do"
    timed, quarter, years = _TIMED.fullmatch(cell), _QUARTER.fullmatch(cell), _TWO_YEARS.fullmatch(cell)
    if timed is not None:
        return timed[1]
    if quarter is not None:
        year, number = quarter[2] or quarter[3], int(quarter[1] or quarter[4])
        return f"{year}-{3 * number - 2:02}/{year}-{3 * number:02}"
    if years is not None and int(years[3]) == (int(years[2]) + 1) % 100:
        return f"{years[1]}{years[2]}/{int(years[1] + years[2]) + 1}"
    first, slash, last = (part.strip() for part in cell.partition("/"))
    if slash and first > last and _ISO.fullmatch(first) and _ISO.fullmatch(last):
        return f"{last}/{first}, if they are the wrong way round"
    day = _DAY_FIRST.fullmatch(cell)
    return None if day is None else _day(*map(int, day.groups()))


def _day(first: int, second: int, year: int) -> str | None:
    """A day of which only one of the two numbers can be the month."""
    days = [(first, second)] if first > 12 else [(second, first)] if second > 12 else []
    if not days and first == second:
        days = [(first, second)]
    for day, month in days:
        if 1 <= month <= 12 and year and 1 <= day <= calendar.monthrange(year, month)[1]:
            return str(date(year, month, day))
    return None
