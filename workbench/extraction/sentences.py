"""A cheap scan that finds the sentences in which a number can be; only they are read further."""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from workbench.extraction.places import WORD, Places, Words, words_of
from workbench.extraction.words import Lexicon

LONGEST = 2000
SOFT_LINE = 45
LANE = 20  # bits, which count more words than a text that is asked about has
FULL_LANE = (1 << LANE) - 1
_STOP = re.compile(r"[.!?…\n](?:(?<=\n)|[.!?…]*+[\"'»”’)\]]*+)")
_PLAIN_STOP = re.compile(r"[.!?\n](?:(?<=\n)|[.!?]*+[\"')\]]*+)")  # the same in ASCII, found in half the time
_LAST_WORD = re.compile(r"[\w.]{1,12}$")
_SPACED_OUT = re.compile(r"\d \. \d{1,3} ?%")  # a point in a text cut into words: "6 . 2 %"
_WINDOW = 12
_LETTERS = {"latin": re.compile("[A-Za-zÀ-ɏ]"), "cyrillic": re.compile("[Ѐ-ӿ]")}


def sentences(text: str, lexicons: tuple[Lexicon, ...], *, every: bool = False) -> Iterator[tuple[int, int, bool]]:
    """The start and end of each sentence in which a number can be, and whether it begins a line.

    A line end ends a sentence unless the next line goes on in lower case; a full stop does not after an abbreviation or
    an initial. A sentence longer than 2000 code points is cut at a space. With ``every``, numbers that surely are no
    quantities count too.
    """
    words = words_of(lexicons)
    places = Places(text, words, every=every)
    start, line, size = 0, True, len(text)
    stops = _PLAIN_STOP.finditer if text.isascii() else _STOP.finditer
    while (place := places.after(start)) < size:
        nearer = _start_before(text, start, place, words)
        if nearer > start:
            start, line = nearer, False
        for found in stops(text, start):
            begin, end = found.span()
            newline = text[begin] == "\n"
            if newline:
                if _wraps(text, start, end):
                    continue
            elif end == size or not text[end].isspace() or _is_abbreviation(text, start, begin, end, words):
                continue
            if end > place:
                yield from _trimmed(text, places, start, end, line=line)
                start, line = end, newline
                break
            start, line = end, newline
        else:
            yield from _trimmed(text, places, start, size, line=line)
            return


def _start_before(text: str, start: int, place: int, words: Words) -> int:
    """The last place behind ``start`` and before ``place`` where a sentence surely begins, or ``start``."""
    stop = text.rfind(". ", start, place)
    while stop > start and not _is_plain_end(text, start, stop, words):
        stop = text.rfind(". ", start, stop)
    return stop + 1 if stop > start else start


def _is_plain_end(text: str, start: int, stop: int, words: Words) -> bool:
    """Whether a word in letters stands before a full stop, and is no abbreviation; the cheap question."""
    space = text.rfind(" ", max(start, stop - _WINDOW), stop) + 1
    last = text[space:stop] if space else ""
    return len(last) > 1 and last.isalpha() and last.lower() not in words.stopped


def language_of(
    sentence: str, lexicons: tuple[Lexicon, ...], *, before: Lexicon | None = None, around: str = ""
) -> Lexicon:
    """The lexicon whose script and common words the sentence has most of.

    Args:
        sentence: The sentence.
        lexicons: Those to choose from.
        before: The language of the sentence before, which decides in doubt.
        around: The text, whose beginning decides where there was no such sentence; else the first lexicon does.
    """
    if len(lexicons) == 1:
        return lexicons[0]
    fit = _fitting(sentence, lexicons)
    if len(fit) == 1:
        return fit[0]
    if before is None and around:
        before = _fitting(around[:LONGEST], lexicons)[0]
    if before is not None and before in fit:
        return before
    words = [word.strip(".,;:!?()") for word in sentence.lower().replace("’", "'").replace("'", "' ").split()]
    return _best(fit, [sum(_is_little(word, lex) for word in words) for lex in fit])[0]


def _is_little(word: str, lex: Lexicon) -> bool:
    """Whether a language knows a word before or behind a number that decides where nothing else does."""
    return word in lex.hedge_ends or word in lex.hedges_after.firsts or word in lex.elisions


def _fitting(sentence: str, lexicons: tuple[Lexicon, ...]) -> Sequence[Lexicon]:
    """The lexicons that fit best: by script, by common words, and where that does not decide, by number words."""
    fit, common = _of_script(lexicons, "latin" if sentence.isascii() else _script(sentence))
    if len(fit) == 1:
        return fit
    # one sum counts the common words of each language, in lanes of so many bits
    lanes = sum([common[word] for word in sentence.lower().replace("’", "'").split() if word in common])
    fit = _best(fit, [lanes >> LANE * n & FULL_LANE for n in range(len(fit))])
    if len(fit) == 1:
        return fit
    words = WORD.findall(sentence.lower())
    return _best(fit, [sum(map(lex.number_words.__contains__, words)) for lex in fit])


@cache
def _of_script(lexicons: tuple[Lexicon, ...], script: str) -> tuple[Sequence[Lexicon], dict[str, int]]:
    """The lexicons of a script, or all where none is of it, and each common word with a one in each of their lanes."""
    fit = [lex for lex in lexicons if lex.script == script] or lexicons
    words = frozenset[str]().union(*(lex.stopwords for lex in fit))
    return fit, {word: sum((word in lex.stopwords) << LANE * n for n, lex in enumerate(fit)) for word in words}


def _best(lexicons: Sequence[Lexicon], scores: Sequence[int]) -> Sequence[Lexicon]:
    highest = max(scores)
    return [lex for n, lex in enumerate(lexicons) if scores[n] == highest]


def _script(sentence: str) -> str:
    """The script that most letters are of; the Latin one where there are none."""
    return max(_LETTERS, key=lambda script: len(_LETTERS[script].findall(sentence)))


def _wraps(text: str, start: int, i: int) -> bool:
    """Whether the line end before ``i`` is a soft one: a long line without a stop that goes on in lower case."""
    after = text[i : i + 1]
    if not after.islower() and not after.isdigit():
        return False
    begin = max(start, text.rfind("\n", start, i - 1) + 1)
    if i - 1 - begin <= SOFT_LINE:
        return False
    line = text[begin : i - 1].strip()
    return len(line) > SOFT_LINE and line[-1] not in ".!?…:;" and line[0] not in "•-*–—▪◾🔸📍#"


def _is_abbreviation(text: str, start: int, i: int, end: int, words: Words) -> bool:
    """Whether the stop at ``i`` belongs to the word before it and ends no sentence."""
    if end - i > 1 or text[i] != ".":
        return False
    if _is_plain_end(text, start, i, words):
        return False
    found = _LAST_WORD.search(text, max(start, i - _WINDOW), i)
    if found is None:
        return _SPACED_OUT.match(text, max(start, i - 2)) is not None
    last, begin = found.group(), found.start()
    if begin > 0 and text[begin - 1] in "°º":
        return False
    low = last.lower()
    if low in words.always:
        return True
    if len(last) == 1 and last.isupper():
        return True
    if last.isdigit():
        after = text[end : end + 3].lstrip()[:1]
        return start + len(last) >= i - 3 and after.isalnum() and text[start:i].strip() == last
    if low not in words.short and low.rpartition(".")[2] not in words.short:  # «п.п.», «н.п.»
        return False
    after = text[end : end + 3].lstrip()[:1]
    return after.islower() or after.isdigit() or last[0].isupper() or after in ("—", "–")


def _trimmed(text: str, places: Places, start: int, end: int, *, line: bool) -> Iterator[tuple[int, int, bool]]:
    """The sentence without the spaces around it, in pieces where it is too long."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    long = end - start > LONGEST
    while end - start > LONGEST:
        cut = text.rfind(" ", start + LONGEST // 2, start + LONGEST)
        cut = start + LONGEST if cut < 0 else cut
        if places.after(start) < cut:
            yield start, cut, line
        start, line = cut + (text[cut] == " "), False
    if start < end and (not long or places.after(start) < end):
        yield start, end, line
