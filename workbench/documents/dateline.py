"""The day that a text itself gives above its first words, as agencies and ministries print it."""

import re
from datetime import datetime
from itertools import islice

from workbench.documents.readers.moments import read_written
from workbench.extraction.lexicons import languages, lexicon
from workbench.extraction.tokens import tokenise

# Lines that are looked at, how long they may be, and how many words may stand beside the date in such a line.
_LINES, _LONGEST, _WORDS = 6, 220, 4
_DATE = re.compile(
    r"(?<![\w.])(?:(?P<iso>\d{4}-\d\d-\d\d)|(?P<dots>\d{1,2}\.\d{1,2}\.\d{4})"
    r"|(?P<day>\d{1,2})(?:st|nd|rd|th|er)?[ -](?P<month>[^\W\d_]{3,12})\.?,?[ -](?P<year>(?:19|20)\d\d)"
    r"|(?P<month2>[^\W\d_]{3,12})\.? (?P<day2>\d{1,2})(?:st|nd|rd|th)?, (?P<year2>(?:19|20)\d\d))(?!\w)"
)
_TIME = re.compile(r"\b\d{1,2}[:.h]\d\d(?::\d\d)?(?: ?[AaPp]\.?[Mm]\.?)?|\b(?:UTC|GMT|MSK|CET)(?:[+-]\d{1,2})?\b")
# Behind a title: ", Moscow, March 17, 2025".
_PLACE = re.compile(r"[,.|–—] ?[^\W\d_a-zа-я][^\W\d_]+(?:[ -][^\W\d_]+){0,2}, ?$")
# A date behind one of these belongs to a sentence.
_JOINS = frozenset(
    ["on", "in", "of", "by", "at", "since", "until", "till", "from", "to", "for", "le", "du", "au", "depuis",
     "с", "со", "от", "до", "на", "к", "по"]
)  # fmt: skip
_YEAR = re.compile(r"^ ?(?:г\.|года)")


def dateline(text: str) -> datetime | None:
    """The day in the first lines of a text, where exactly one of them is a line of a date; None otherwise.

    Such a line holds the date and hardly more ("Oslo, 17 March 2025", "Published: 17.03.2025, 14:30"), or is a title
    that ends with a place and the date. A date in a sentence is none.
    """
    lines = (line.strip() for line in islice(text[:8000].splitlines(), 40))
    found = [day for line in islice(filter(None, lines), _LINES) if (day := _day(line)) is not None]
    return found[0] if len(set(found)) == 1 else None


def day_of(text: str) -> datetime | None:
    """The day that a text tells and nothing else, such as a cell of a table; None where it says more."""
    found = _DATE.search(text[:_LONGEST])
    rest = _TIME.sub("", text[: found.start()] + text[found.end() :]) if found else text
    return _read(found) if found and not any(letter.isalnum() for letter in rest) else None


def _day(line: str) -> datetime | None:
    dates = list(_DATE.finditer(line)) if len(line) <= _LONGEST else []
    if len(dates) != 1:
        return None
    date, before = dates[0], line[: dates[0].start()]
    after = _TIME.sub("", _YEAR.sub("", line[date.end() :]))
    rest = _TIME.sub("", before) + after
    if any(letter.isdigit() for letter in rest) or after.rstrip().endswith((".", "!", "?")):
        return None
    joined = (before.split() or [""])[-1].casefold() in _JOINS
    is_short = len(re.findall(r"\w+", rest)) <= _WORDS and not joined
    is_title = not after.strip(" |,–—") and _PLACE.search(before) is not None
    return _read(date) if is_short or is_title else None


def _read(date: re.Match[str]) -> datetime | None:
    if date["iso"] or date["dots"]:
        return read_written(date["iso"] or date["dots"])
    month = _month(date["month"] or date["month2"])
    if month is None:
        return None
    try:
        return datetime(int(date["year"] or date["year2"]), month, int(date["day"] or date["day2"]))  # noqa: DTZ001
    except ValueError:
        return None


def _month(word: str) -> int | None:
    """The month that a word names in any language that has a lexicon."""
    tokens = tokenise(word)
    found = (lexicon(name).months.at(tokens, 0) for name in languages())
    return next((told[1] for told in found if told is not None), None)
