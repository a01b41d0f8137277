"""A cheap scan that finds the sentences in which a number can be; only they are read further."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from workbench.extraction.tokens import VULGARS, tokenise
from workbench.extraction.words import Lexicon

LONGEST = 2000
SOFT_LINE = 45
_STOP = re.compile(r"[.!?…\n](?:(?<=\n)|[.!?…]*+[\"'»”’)\]]*+)")
_WORD = re.compile(r"[^\W\d_]+")
_DIGIT = re.compile(rf"[\d{VULGARS}]")
_RARE_DIGIT = re.compile(rf"[^\D0-9]|[{VULGARS}]")
_LATER_LETTER = re.compile(r"[^\W\d_\x00-\xff]")
_LAST_WORD = re.compile(r"[\w.]{1,12}$")
_WINDOW = 12
_AHEAD, _LONGEST_WORD, _LONGEST_LINK = 4000, 60, 200
_LINK_SIGNS, _LINK_STARTS = ("://", "www.", "t.me/"), ("https://", "http://", "www.", "t.me/")
_LINK_REST = re.compile(r"\S*+")
_LETTERS = {"latin": re.compile("[A-Za-zÀ-ɏ]"), "cyrillic": re.compile("[Ѐ-ӿ]")}


def _plain(code: int) -> str:
    """A letter as it is, a digit as 0, anything else as a blank."""
    sign = chr(code)
    return "0" if _DIGIT.match(sign) else sign if _WORD.match(sign) else " "


@cache
def _plainer() -> bytes:
    """The table that leaves nothing in a text but letters and places of digits."""
    return "".join(map(_plain, range(256))).encode("latin-1")


@dataclass(frozen=True, slots=True)
class _Words:
    """The words that sentences are found by.

    Attributes:
        ordinal: A number with the ending of an ordinal, in whatever language.
        numbers: Those at which numbers begin, as bytes.
        later: The same, of scripts that are not Latin.
        short: Abbreviations that may end a sentence.
        always: Those that never do.
        stopped: Both.
    """

    ordinal: re.Pattern[str]
    numbers: frozenset[bytes]
    later: frozenset[str]
    short: frozenset[str]
    always: frozenset[str]
    stopped: frozenset[str]


@cache
def _words(names: tuple[str, ...]) -> _Words:
    """The words of some languages; those of numbers in the three ways of writing them large."""
    from workbench.extraction.lexicons import lexicon

    lexicons = [lexicon(name) for name in names]
    words = frozenset[str]().union(*(lex.number_words for lex in lexicons))
    forms = {form for word in words for form in (word, word.capitalize(), word.upper())}
    later = frozenset(form for form in forms if _LATER_LETTER.search(form))
    short = frozenset[str]().union(*(lex.sets["abbreviations"] for lex in lexicons))
    always = frozenset[str]().union(*(lex.sets["abbreviations.always"] for lex in lexicons))
    numbers = frozenset(form.encode("latin-1") for form in forms - later)
    return _Words(_ordinal(lexicons), numbers, later, short, always, short | always)


def _ordinal(lexicons: Sequence[Lexicon]) -> re.Pattern[str]:
    """Digits with letters behind them that are an ordinal's in one language, and mean nothing else in the others."""
    endings = frozenset[str]().union(*(lex.sets["ordinals.suffixes"] for lex in lexicons))
    meant = [ending for ending in endings if any(_has_meaning(ending, lex) for lex in lexicons)]
    letters = [ending for ending in endings.difference(meant) if ending.isalpha()]
    return re.compile(rf"\d++(?:{'|'.join(sorted(letters)) or '(?!)'})(?!\w)")


def _has_meaning(ending: str, lex: Lexicon) -> bool:
    from workbench.extraction.names import is_name

    return not is_name(tokenise(f"5{ending}"), 0, lex)


class _Places:
    """Where numbers can be in a text; it is asked from left to right."""

    def __init__(self, text: str, words: _Words) -> None:
        # as many bytes as code points, and they are split and searched in a fraction of the time
        self._plain = text.encode("latin-1", "replace").translate(_plainer())
        self._text, self._words = text, words
        foreign = not text.isascii()
        self._rare = foreign and _RARE_DIGIT.search(text) is not None
        self._later = foreign and bool(words.later) and _LATER_LETTER.search(text) is not None
        self._links = any(sign in text for sign in _LINK_SIGNS)
        self._digit, self._until = -1, 0
        self._near: dict[str, int] = {}

    def after(self, start: int) -> int:
        """The first place at or behind ``start`` where a digit or a number word stands; the text's end for none."""
        if self._digit < start:
            self._digit = self._next_digit(start)
        while self._until < self._digit:
            word = self._next_word(start) if self._near else self._digit
            if word < self._digit:
                return word
            start = max(start, self._until)
            self._look_ahead(start)
        return min(self._digit, self._next_word(start)) if self._near else self._digit

    def _next_digit(self, start: int) -> int:
        """The next digit that is not that of an ordinal or a link, in which no quantity begins."""
        while (at := self._any_digit(start)) < len(self._text):
            begins = not at or self._text[at - 1].isspace()
            idle = self._words.ordinal.match(self._text, at) if begins else self._links and self._link_at(start, at)
            if not idle:
                return at
            start = idle.end()
        return at

    def _any_digit(self, start: int) -> int:
        if self._rare:
            found = _DIGIT.search(self._text, start)
            return len(self._text) if found is None else found.start()
        at = self._plain.find(b"0", start)
        return len(self._text) if at < 0 else at

    def _link_at(self, start: int, at: int) -> re.Match[str] | None:
        """The rest of the link that begins behind the last blank before ``at``; of a very long one, nothing."""
        before = self._text[max(start, at - _LONGEST_LINK) : at]
        parts = before.rsplit(maxsplit=1)
        return _LINK_REST.match(self._text, at) if len(parts) > 1 and parts[1].startswith(_LINK_STARTS) else None

    def _next_word(self, start: int) -> int:
        """The next of the number words that are near."""
        near, text = self._near, self._text
        for word, at in near.items():
            if at < start:
                near[word] = _find_word(text, word, start, self._until + _LONGEST_WORD)
        return min(near.values())

    def _look_ahead(self, start: int) -> None:
        """Note which number words the next piece of the text has; most have none."""
        ahead = start + _AHEAD
        found = {word.decode("latin-1") for word in self._words.numbers.intersection(self._plain[start:ahead].split())}
        if self._later:
            found |= self._words.later.intersection(_WORD.findall(self._text, start, ahead))
        # the last word may be cut in two
        self._until = ahead - _LONGEST_WORD
        self._near = dict.fromkeys(found, -1)


def _find_word(text: str, word: str, start: int, end: int) -> int:
    """Where a word stands in ``text[start:end]``; the text's end where it does not."""
    at = text.find(word, start, end)
    while at >= 0:
        if not text[at - 1 : at].isalpha() and not text[at + len(word) : at + len(word) + 1].isalpha():
            return at
        at = text.find(word, at + 1, end)
    return len(text)


def sentences(text: str, lexicons: Sequence[Lexicon]) -> Iterator[tuple[int, int, bool]]:
    """The start and end of each sentence in which a number can be, and whether it begins a line.

    A line end ends a sentence unless the next line goes on in lower case; a full stop does not after an abbreviation or
    an initial. A sentence longer than 2000 code points is cut at a space.
    """
    words = _words(tuple([lex.language for lex in lexicons]))
    places = _Places(text, words)
    start, line, size = 0, True, len(text)
    while (place := places.after(start)) < size:
        nearer = _start_before(text, start, place, words)
        if nearer > start:
            start, line = nearer, False
        for found in _STOP.finditer(text, start):
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


def _start_before(text: str, start: int, place: int, words: _Words) -> int:
    """The last place behind ``start`` and before ``place`` where a sentence surely begins, or ``start``."""
    stop = text.rfind(". ", start, place)
    while stop > start and not _is_plain_end(text, start, stop, words):
        stop = text.rfind(". ", start, stop)
    return stop + 1 if stop > start else start


def _is_plain_end(text: str, start: int, stop: int, words: _Words) -> bool:
    """Whether a word in letters stands before a full stop, and is no abbreviation; the cheap question."""
    space = text.rfind(" ", max(start, stop - _WINDOW), stop) + 1
    last = text[space:stop] if space else ""
    return len(last) > 1 and last.isalpha() and last.lower() not in words.stopped


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
    fit, common = _of_script(tuple([lex.language for lex in lexicons]), _script(sentence))
    if len(fit) == 1:
        return fit
    # the few words that count in any of the languages, and then those of each
    words = list(filter(common.__contains__, sentence.lower().split()))
    fit = _best(fit, [len(list(filter(lex.stopwords.__contains__, words))) for lex in fit])
    if len(fit) == 1:
        return fit
    words = _WORD.findall(sentence.lower())
    return _best(fit, [sum(map(lex.number_words.__contains__, words)) for lex in fit])


@cache
def _of_script(names: tuple[str, ...], script: str) -> tuple[Sequence[Lexicon], frozenset[str]]:
    """The lexicons of a script, or all where none is of it, and the common words of any of them."""
    from workbench.extraction.lexicons import lexicon

    lexicons = [lexicon(name) for name in names]
    fit = [lex for lex in lexicons if lex.script == script] or lexicons
    return fit, frozenset[str]().union(*(lex.stopwords for lex in fit))


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


def _is_abbreviation(text: str, start: int, i: int, end: int, words: _Words) -> bool:
    """Whether the stop at ``i`` belongs to the word before it and ends no sentence."""
    if end - i > 1 or text[i] != ".":
        return False
    if _is_plain_end(text, start, i, words):
        return False
    found = _LAST_WORD.search(text, max(start, i - _WINDOW), i)
    if found is None:
        return False
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
    if low not in words.short:
        return False
    after = text[end : end + 3].lstrip()[:1]
    return after.islower() or after.isdigit() or last[0].isupper()


def _trimmed(text: str, places: _Places, start: int, end: int, *, line: bool) -> Iterator[tuple[int, int, bool]]:
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
