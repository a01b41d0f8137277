"""From the tokens of one sentence to its quantities. The grammar knows no language: words come from the lexicon."""

from collections.abc import Iterator, Sequence
from datetime import date

from workbench.extraction.dates import DateSpan, find_dates
from workbench.extraction.headlines import plain_case
from workbench.extraction.periods import find_periods
from workbench.extraction.quantities import quantity_of
from workbench.extraction.reading import read
from workbench.extraction.sentence import Memory, Mode, Sentence
from workbench.extraction.silence import silent
from workbench.extraction.tokens import Token, split_elisions, tokenise
from workbench.extraction.words import ARTICLE, DENIAL, FIGURE, MONEY, MONTH, NUMBER, RELATIVE, SEASON, Lexicon
from workbench.quantity.model import Quantity

SHORT, TABLE = 80, 100


def quantities_of(  # noqa: PLR0913 - a sentence and what it is read with
    text: str, start: int, end: int, lex: Lexicon, on: date | None, memory: Memory,
    *, line_start: bool, alone: bool = False, mode: Mode = "text",
) -> Iterator[Quantity]:  # fmt: skip
    """The quantities of the sentence ``text[start:end]``, from left to right.

    Args:
        text: The whole text.
        start: Where the sentence begins.
        end: Where it ends.
        lex: The words of its language.
        on: The day it was said.
        memory: What the sentences before counted; it is brought up to date.
        line_start: Whether the sentence begins a line.
        alone: Whether it is the whole text.
        mode: Whether the words are a text or one written quantity.
    """
    written = tokenise(text, start, end)
    tokens = plain_case(written)
    headline = tokens is not written
    if lex.elisions:
        tokens = split_elisions(tokens, lex.elisions)
    marks = lex.marks(tokens)
    if len(marks) >= TABLE and _is_table(tokens, marks):
        return
    cues = 0  # all roles that a word of the sentence plays: most of what is asked about is not in it
    for i in marks:
        cues |= tokens[i].roles
    alone = alone and end - start < SHORT
    dates: list[DateSpan] = []
    quiet: set[int] = set()
    if mode != "assumed":
        dates = find_dates(tokens, marks, lex) if cues & (MONTH | FIGURE) else []
        quiet = silent(tokens, marks, dates, lex, cues, line_start=line_start, alone=alone)
    begins = [i for i in marks if tokens[i].roles & NUMBER and i not in quiet and _opens(tokens, i, lex)]
    if not begins:
        return
    spans = find_periods(tokens, marks, dates, lex, on) if dates or cues & (RELATIVE | SEASON) else []
    s = Sentence(text, text[start:end], tokens, lex, on, memory, quiet, spans, cues, mode=mode, alone=alone)
    s.headline = headline
    s.money = bool(cues & MONEY)
    if s.money and not memory.sterling:
        memory.sterling = any(lex.among("sterling", token) for token in tokens)
    s.denied = _denied(tokens, marks, lex) if cues & DENIAL else len(tokens)
    for i in begins:
        reading = read(s, i) if i >= s.taken else None
        if reading is None:
            continue
        quantity = quantity_of(s, reading)
        if quantity is not None:
            yield quantity
        s.told = reading.sign * reading.number.value
        s.taken = max(reading.last, reading.number.last, i + 1)


def _is_table(tokens: Sequence[Token], marks: Sequence[int]) -> bool:
    """Whether this is no sentence but a heap of numbers: very many, and little else."""
    numbers = len([i for i in marks if tokens[i].roles & NUMBER])
    return numbers >= TABLE and numbers * 5 >= len(tokens) * 2


def _opens(tokens: Sequence[Token], i: int, lex: Lexicon) -> bool:
    """Whether a number may begin here; an article begins one only before a word that makes it one."""
    if not tokens[i].roles & ARTICLE or lex.numerals.of(tokens[i].low) is not None:
        return not lex.among("never_alone", tokens[i])
    return i + 1 < len(tokens) and tokens[i + 1].low in lex.after_article


def _denied(tokens: Sequence[Token], marks: Sequence[int], lex: Lexicon) -> int:
    """The first token of "it is not true that" and the like, behind which all is negated; else the last one."""
    places = (i for i in marks if tokens[i].roles & DENIAL and lex.lists["negation.claims"].at(tokens, i))
    return next(places, len(tokens))
