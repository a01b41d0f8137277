"""Quantities of a text: the entry to the extraction."""

from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache

from workbench.errors import EXIT_USAGE, WorkbenchError
from workbench.extraction.grammar import quantities_of
from workbench.extraction.invisible import Shown, has_invisible
from workbench.extraction.lexicons import languages, lexicon
from workbench.extraction.sentence import Memory, Mode
from workbench.extraction.sentences import language_of, sentences
from workbench.extraction.words import Lexicon
from workbench.quantity.model import Quantity

DAY = 10  # letters of a day, before its time


def extract(text: str, language: str | None = None, date: date | str | None = None) -> list[Quantity]:
    """All quantities of a text, in its order.

    Args:
        text: The text; offsets in the result count its code points.
        language: ``en``, ``fr`` or ``ru``; None decides for each sentence.
        date: The day the text was said, against which "last year" is resolved; a string is read as ``2025-03-31``.

    Raises:
        WorkbenchError: for a language without a lexicon, and for a string that is no such day.
    """
    return list(find(text, language, None if date is None else _day(date)))


def _day(written: date | str) -> date:
    if not isinstance(written, str):
        return written
    try:
        return date.fromisoformat(written[:DAY] if written[DAY : DAY + 1] in ("T", " ") else written)
    except ValueError:
        raise WorkbenchError(f"{written!r} is no day", "Write it as 2025-03-31", code=EXIT_USAGE) from None


def find(
    text: str, language: str | None = None, on: date | None = None, among: Sequence[str] | None = None
) -> Iterator[Quantity]:
    """The same one by one, for texts that are read as they come.

    Args:
        text: The text.
        language: Its language; None decides for each sentence.
        on: The day it was said.
        among: The languages that may be decided for, the first one in doubt; None for all that have a lexicon.
    """
    lexicons = lexicons_of(language, among)
    memory, lex = Memory(), None
    shown = Shown(text) if not text.isascii() and has_invisible(text) else None
    text = text if shown is None else shown.text
    whole = len(text.strip())
    for start, end, line_start in sentences(text, lexicons):
        lex = language_of(text[start:end], lexicons, before=lex, around=text)
        alone = end - start == whole
        found = quantities_of(text, start, end, lex, on, memory, line_start=line_start, alone=alone)
        yield from found if shown is None else (shown.back(quantity, start, end) for quantity in found)


def written(text: str, language: str | None = None, on: date | None = None) -> Quantity | None:
    """The one quantity that a person wrote down as such: nothing is held back as a year, a name or a counter."""
    return first_written(text, language, on)[0]


def first_written(text: str, language: str | None = None, on: date | None = None) -> tuple[Quantity | None, bool]:
    """The first quantity of what a person wrote down as one, and whether it is the only one."""
    lexicons = lexicons_of(language, None)
    if not text.strip():
        return None, True
    start, end = len(text) - len(text.lstrip()), len(text.rstrip())
    lex = language_of(text, lexicons)
    modes: tuple[Mode, ...] = ("written", "assumed")
    for mode in modes:
        found = quantities_of(text, start, end, lex, on, Memory(), line_start=False, mode=mode)
        first = next(found, None)
        if first is not None:
            return first, next(found, None) is None
    return None, True


def lexicons_of(language: str | None, among: Sequence[str] | None = None) -> tuple[Lexicon, ...]:
    """The lexicons to read with.

    Raises:
        WorkbenchError: for a language without a lexicon.
    """
    if language is None and not among:
        return _lexicons(None)
    return _lexicons((language,) if language is not None else tuple(among or ()))


@cache
def _lexicons(names: tuple[str, ...] | None) -> tuple[Lexicon, ...]:
    names = languages() if names is None else names
    for name in names:
        if name not in languages():
            known = ", ".join(languages())
            raise WorkbenchError(f"there is no lexicon for the language {name!r}", f"Known: {known}", code=EXIT_USAGE)
    return tuple(lexicon(name) for name in names)
