"""A cheap scan that finds the sentences in which a number can be; only they are read further."""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from string import digits, punctuation

from workbench.extraction.tokens import VULGARS
from workbench.extraction.words import Lexicon

LONGEST = 2000
SOFT_LINE = 45
_STOP = re.compile(r"[.!?…\n](?:(?<=\n)|[.!?…]*+[\"'»”’)\]]*+)")
_DIGIT = re.compile(rf"[\d{VULGARS}]")
_WORD = re.compile(r"[^\W\d_]+")
_BLANKS = {ord(sign): " " for sign in f"{punctuation}{digits}"}
_LAST_WORD = re.compile(r"[\w.]{1,12}$")
_LETTERS = {"latin": re.compile("[A-Za-zÀ-ɏ]"), "cyrillic": re.compile("[Ѐ-ӿ]")}


@cache
def _number_words(names: tuple[str, ...]) -> frozenset[str]:
    """The words at which numbers begin, in the three ways of writing them large."""
    from workbench.extraction.lexicons import lexicon

    words = frozenset[str]().union(*(lexicon(name).number_words for name in names))
    return frozenset(form for word in words for form in (word, word.capitalize(), word.upper()))


def sentences(text: str, lexicons: Sequence[Lexicon]) -> Iterator[tuple[int, int, bool]]:
    """The start and end of each sentence in which a number can be, and whether it begins a line.

    A line end ends a sentence unless the next line goes on in lower case; a full stop does not after an abbreviation or
    an initial. A sentence longer than 2000 code points is cut at a space.
    """
    words = _number_words(tuple(lex.language for lex in lexicons))
    short = frozenset[str]().union(*(lex.sets["abbreviations"] for lex in lexicons))
    always = frozenset[str]().union(*(lex.sets["abbreviations.always"] for lex in lexicons))
    # of a text in ASCII, whose punctuation is cheap to blank out, the words are those between its spaces
    plain = text.translate(_BLANKS) if text.isascii() else ""
    start, line, size = 0, True, len(text)
    for found in _STOP.finditer(text):
        begin, end = found.span()
        newline = text[begin] == "\n"
        if newline:
            if _wraps(text, start, end):
                continue
        elif end == size or not text[end].isspace() or _is_abbreviation(text, start, begin, end, short, always):
            continue
        if _holds_number(text, plain, start, end, words):
            yield from _trimmed(text, plain, start, end, words, line=line)
        start, line = end, newline
    if _holds_number(text, plain, start, size, words):
        yield from _trimmed(text, plain, start, size, words, line=line)


def _holds_number(text: str, plain: str, start: int, end: int, words: frozenset[str]) -> bool:
    """Whether a digit or a number word stands in the text; of a very long one, it may."""
    if end - start > LONGEST or _DIGIT.search(text, start, end) is not None:
        return True
    return not words.isdisjoint(plain[start:end].split() if plain else _WORD.findall(text, start, end))


def language_of(
    sentence: str, lexicons: Sequence[Lexicon], *, before: Lexicon | None = None, around: str = ""
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
    return before if before is not None and before in fit else fit[0]


def _fitting(sentence: str, lexicons: Sequence[Lexicon]) -> Sequence[Lexicon]:
    """The lexicons that fit best: by script, by common words, and where that does not decide, by number words."""
    script = _script(sentence)
    fit = [lex for lex in lexicons if lex.script == script] or lexicons
    if len(fit) == 1:
        return fit
    words = sentence.lower().split()
    fit = _best(fit, [sum(map(lex.stopwords.__contains__, words)) for lex in fit])
    if len(fit) == 1:
        return fit
    words = _WORD.findall(sentence.lower())
    return _best(fit, [sum(map(lex.number_words.__contains__, words)) for lex in fit])


def _best(lexicons: Sequence[Lexicon], scores: Sequence[int]) -> Sequence[Lexicon]:
    highest = max(scores)
    return [lex for lex, score in zip(lexicons, scores, strict=True) if score == highest]


def _script(sentence: str) -> str:
    """The script that most letters are of; the Latin one where there are none."""
    if sentence.isascii():
        return "latin"
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


def _is_abbreviation(  # noqa: PLR0913 - where the stop stands and what is short
    text: str, start: int, i: int, end: int, short: frozenset[str], always: frozenset[str]
) -> bool:
    """Whether the stop at ``i`` belongs to the word before it and ends no sentence."""
    if text[i] != "." or end - i > 1:
        return False
    found = _LAST_WORD.search(text, max(start, i - 12), i)
    if found is None:
        return False
    last, begin = found.group(), found.start()
    if begin > 0 and text[begin - 1] in "°º":
        return False
    low = last.lower()
    if low in always:
        return True
    if len(last) == 1 and last.isupper():
        return True
    if last.isdigit():
        after = text[end : end + 3].lstrip()[:1]
        return start + len(last) >= i - 3 and after.isalnum() and text[start:i].strip() == last
    if low not in short:
        return False
    after = text[end : end + 3].lstrip()[:1]
    return after.islower() or after.isdigit() or last[0].isupper()


def _trimmed(  # noqa: PLR0913 - a sentence and what number words there are
    text: str, plain: str, start: int, end: int, words: frozenset[str], *, line: bool
) -> Iterator[tuple[int, int, bool]]:
    """The sentence without the spaces around it, in pieces where it is too long."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    while end - start > LONGEST:
        cut = text.rfind(" ", start + LONGEST // 2, start + LONGEST)
        cut = start + LONGEST if cut < 0 else cut
        if _holds_number(text, plain, start, cut, words):
            yield start, cut, line
        start, line = cut + (text[cut] == " "), False
    if start < end:
        yield start, end, line
