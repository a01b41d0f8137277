"""Quantities that a person points at: how their words are read, and where they stand when the text is read again."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from workbench.extraction.claims import Claim, claim_id, normalise, places_of
from workbench.extraction.extract import lexicons_of
from workbench.extraction.grammar import quantities_of
from workbench.extraction.sentence import Memory, Mode
from workbench.extraction.sentences import language_of, sentences
from workbench.quantity.model import Quantity

_END = re.compile(r"[.!?…]+[\"'»”’)\]]*(?=\s)|\n")
_NUMERAL = re.compile(r"\d(?:[\d.,'’ \u00a0\u202f]*\d)?")
MODES: tuple[Mode, ...] = ("text", "assumed")


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a text: ``text[start:end]``."""

    start: int
    end: int


def sentence_around(text: str, start: int, end: int) -> Span:
    """The sentence in which ``text[start:end]`` stands, as the extraction divides the text."""
    for first, last, _ in sentences(text, lexicons_of(None), every=True):
        if first <= start and end <= last:
            return Span(first, last)
        if first > start:
            break
    before = max((found.end() for found in _END.finditer(text, 0, start)), default=0)
    behind = _END.search(text, end)
    last = len(text) if behind is None else behind.end()
    while before < start and text[before].isspace():
        before += 1
    while last > end and text[last - 1].isspace():
        last -= 1
    return Span(before, last)


def read_at(text: str, start: int, end: int, on: date | None = None) -> Quantity | None:
    """The quantity at ``text[start:end]``, read with its sentence; nothing is held back as a year or a name.

    Args:
        text: The whole text.
        start: Where the words begin that a person points at; they hold a quantity or are part of one.
        end: Where they end.
        on: The day it was said.
    """
    around = sentence_around(text, start, end)
    lex = language_of(text[around.start : around.end], lexicons_of(None), around=text)
    for first, last in ((around.start, around.end), (start, end)):
        for mode in MODES:
            found = quantities_of(text, first, last, lex, on, Memory(), line_start=False, mode=mode)
            read = next((q for q in found if q.start < end and start < q.end), None)
            if read is not None:
                return replace(read, sentence=text[around.start : around.end])
    return None


def numeral_in(words: str) -> str:
    """The number in words that nobody could read: its digits, else all of the words."""
    found = _NUMERAL.search(words)
    return found.group() if found else words


def claim_of(document_id: str, text: str, quantity: Quantity, speaker: str | None = None) -> Claim:
    """The claim that a quantity of a text is: with the id that the extraction gives it where it finds the same."""
    begin = _begin(text, quantity)
    sentence, numeral = normalise(quantity.sentence), normalise(quantity.numeral or quantity.text)
    tellings = [at for at in _all(text, quantity.sentence) if at <= begin]
    places = places_of(numeral, quantity.sentence.casefold())
    before = sum(place < quantity.start - begin for place in places)
    occurrence = max(0, len(tellings) - 1) * max(1, len(places)) + before
    return Claim(claim_id(document_id, sentence, numeral, occurrence), document_id, occurrence, quantity, speaker)


def spans_of(text: str, sentence: str, words: str, numeral: str) -> Iterator[tuple[int, Span]]:
    """Where words stand in a text, each with the occurrence that an event on them names.

    Args:
        text: The text of a document.
        sentence: The sentence as it was when the event was made.
        words: The claim's words then.
        numeral: Its number then.
    """
    folded = normalise(numeral)
    places = places_of(folded, sentence.casefold())
    inside = max(0, words.casefold().find(folded))
    starts = [place - inside for place in places] or [max(0, sentence.find(words))]
    for telling, begin in enumerate(_all(text, sentence)):
        for number, start in enumerate(starts):
            if text[begin + start : begin + start + len(words)] == words and start >= 0:
                yield telling * len(starts) + number, Span(begin + start, begin + start + len(words))


def _begin(text: str, quantity: Quantity) -> int:
    return max(0, text.rfind(quantity.sentence, 0, quantity.start + len(quantity.sentence)))


def _all(text: str, words: str) -> Iterator[int]:
    """Where words stand in a text, not overlapping."""
    at = text.find(words) if words else -1
    while at >= 0:
        yield at
        at = text.find(words, at + len(words))
