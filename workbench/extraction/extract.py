"""Quantities of a text: the entry to the extraction."""

from collections.abc import Iterator
from datetime import date

from workbench.errors import EXIT_USAGE, WorkbenchError
from workbench.extraction.grammar import quantities_of
from workbench.extraction.reading import Memory, Mode
from workbench.extraction.sentences import language_of, sentences
from workbench.extraction.words import Lexicon, languages, lexicon
from workbench.quantity.model import Quantity

SHORT = 80


def extract(text: str, language: str | None = None, date: date | None = None) -> list[Quantity]:
    """All quantities of a text, in its order.

    Args:
        text: The text; offsets in the result count its code points.
        language: ``en`` or ``ru``; None decides for each sentence.
        date: The day the text was said, against which "last year" is resolved.

    Raises:
        WorkbenchError: for a language without a lexicon.
    """
    return list(find(text, language, date))


def find(text: str, language: str | None = None, on: date | None = None) -> Iterator[Quantity]:
    """The same one by one, for texts that are read as they come."""
    lexicons = _lexicons(language)
    memory = Memory()
    alone = len(text) < SHORT and "\n" not in text.strip()
    for start, end, line_start in sentences(text, lexicons):
        lex = language_of(text[start:end], lexicons)
        yield from quantities_of(text, start, end, lex, on, memory, line_start=line_start, alone=alone)


def written(text: str, language: str | None = None, on: date | None = None) -> Quantity | None:
    """The one quantity that a person wrote down as such: nothing is held back as a year, a name or a counter."""
    lexicons = _lexicons(language)
    start, end = len(text) - len(text.lstrip()), len(text.rstrip())
    lex = language_of(text, lexicons)
    modes: tuple[Mode, ...] = ("written", "assumed")
    for mode in modes:
        found = next(quantities_of(text, start, end, lex, on, Memory(), line_start=False, mode=mode), None)
        if found is not None:
            return found
    return None


def _lexicons(language: str | None) -> list[Lexicon]:
    if language is None:
        return [lexicon(name) for name in languages()]
    if language not in languages():
        known = ", ".join(languages())
        raise WorkbenchError(f"there is no lexicon for the language {language!r}", f"Known: {known}", code=EXIT_USAGE)
    return [lexicon(language)]
