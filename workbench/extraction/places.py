"""The places of a text where numbers can be, found without reading it."""

import re
from dataclasses import dataclass
from functools import cache

from workbench.extraction.passing import LONGEST_LEAD, Leads, at_once, leads
from workbench.extraction.tokens import VULGARS
from workbench.extraction.words import Lexicon

WORD = re.compile(r"[^\W\d_]+")
_DIGIT = re.compile(rf"[\d{VULGARS}]")
_RARE_DIGIT = re.compile(rf"[^\D0-9]|[{VULGARS}]")
_LATER_LETTER = re.compile(r"[^\W\d_\x00-\xff]")
_AHEAD, _LONGEST_WORD, _LONGEST_LINK = 4000, 60, 200
_LINK_STARTS = ("https://", "http://", "www.", "t.me/")
_EDGES = (b" ", b"0", b"")
_LINK_REST = re.compile(r"\S*+")


def _plain(code: int) -> str:
    """A letter as a small one, a digit as 0, anything else as a blank."""
    sign = chr(code)
    small = sign.lower() if sign.lower() <= "\xff" else sign
    return "0" if _DIGIT.match(sign) else small if WORD.match(sign) else " "


# leaves nothing in a text but small letters and places of digits
_PLAINER = "".join(map(_plain, range(256))).encode("latin-1")


@dataclass(frozen=True, slots=True)
class Words:
    """The words that sentences are found by.

    Attributes:
        passed: A number in digits that surely is no quantity, in whatever language.
        leads: The words behind which a number surely is none, and what it then looks like.
        numbers: Those at which numbers begin, as bytes, in small letters.
        later: The same, of scripts that are not Latin, in the three ways of writing them large.
        short: Abbreviations that may end a sentence.
        always: Those that never do.
        stopped: Both.
    """

    passed: re.Pattern[str]
    leads: Leads
    numbers: frozenset[bytes]
    later: frozenset[str]
    short: frozenset[str]
    always: frozenset[str]
    stopped: frozenset[str]


@cache
def words_of(lexicons: tuple[Lexicon, ...]) -> Words:
    """The words of some languages."""
    words = frozenset[str]().union(*(lex.number_words for lex in lexicons))
    plain = frozenset(word for word in words if max(word) <= "\xff")
    later = frozenset(form for word in words - plain for form in (word, word.capitalize(), word.upper()))
    short = frozenset[str]().union(*(lex.sets["abbreviations"] for lex in lexicons))
    always = frozenset[str]().union(*(lex.sets["abbreviations.always"] for lex in lexicons))
    numbers = frozenset(word.encode("latin-1") for word in plain)
    return Words(at_once(lexicons), leads(lexicons), numbers, later, short, always, short | always)


class Places:
    """Where numbers can be in a text; it is asked from left to right.

    Args:
        text: The text.
        words: The words that sentences are found by.
        every: Whether numbers that surely are no quantities have their places too.
    """

    def __init__(self, text: str, words: Words, *, every: bool = False) -> None:
        # as many bytes as code points, and they are split and searched in a fraction of the time
        self._plain = text.encode("latin-1", "replace").translate(_PLAINER)
        self._text, self._words = text, words
        self._rare = self._later = False
        if not text.isascii():
            self._rare = _RARE_DIGIT.search(text) is not None
            self._later = bool(words.later) and _LATER_LETTER.search(text) is not None
        self._every, self._links = every, "/" in text or "www." in text
        self._digit, self._until = -1, 0
        self._near: dict[bytes, int] = {}
        self._near_later: dict[str, int] = {}

    def after(self, start: int) -> int:
        """The first place at or behind ``start`` where a digit or a number word stands; the text's end for none."""
        if self._digit < start:
            self._digit = self._next_digit(start)
        digit = self._digit
        while self._until < digit:
            if self._near or self._near_later:
                word = self._next_word(start)
                if word < digit:
                    return word
            start = max(start, self._until)
            self._look_ahead(start)
        if not self._near and not self._near_later:
            return digit
        word = self._next_word(start)
        return min(digit, word)

    def _next_digit(self, start: int) -> int:
        """The next digit that is not that of a link or of a number that is passed over, in which no quantity begins."""
        text = self._text
        while True:
            at = self._rare_digit(start) if self._rare else self._plain.find(b"0", start)
            if at < 0:
                return len(text)
            if self._every:
                return at
            idle = None
            if not at or text[at - 1].isspace():
                idle = self._passed(at)
            elif self._links:
                idle = self._link_at(start, at)
            if idle is None:
                return at
            start = idle.end()

    def _passed(self, at: int) -> re.Match[str] | None:
        """The number at ``at``, behind a blank, where it surely is no quantity."""
        text, words = self._text, self._words
        found = words.passed.match(text, at)
        if found is not None:
            return found
        # a longer word is cut, and leads to nothing
        before = text[max(0, at - LONGEST_LEAD - 2) : at].split(" ")
        pattern = words.leads.get(before[-2]) if len(before) > 1 and not before[-1] else None
        return None if pattern is None else pattern.match(text, at)

    def _rare_digit(self, start: int) -> int:
        found = _DIGIT.search(self._text, start)
        return -1 if found is None else found.start()

    def _link_at(self, start: int, at: int) -> re.Match[str] | None:
        """The rest of the link that begins behind the last blank before ``at``; of a very long one, nothing."""
        before = self._text[max(start, at - _LONGEST_LINK) : at]
        parts = before.rsplit(maxsplit=1)
        return _LINK_REST.match(self._text, at) if len(parts) > 1 and parts[1].startswith(_LINK_STARTS) else None

    def _next_word(self, start: int) -> int:
        """The next of the number words that are near."""
        near, later, end = self._near, self._near_later, self._until + _LONGEST_WORD
        nearest = len(self._text)
        for word, at in near.items():
            if at < start:
                near[word] = at = _find_plain(self._plain, word, start, end)  # noqa: PLW2901 - the place from now on
            nearest = min(nearest, at)
        for form, at in later.items():
            if at < start:
                later[form] = _find_word(self._text, form, start, end)
        return min(nearest, *later.values()) if later else nearest

    def _look_ahead(self, start: int) -> None:
        """Note which number words the next piece of the text has; most have none."""
        ahead = start + _AHEAD
        # a line of C for each of thousands of letters: nothing that asks word by word is near as fast
        self._near = dict.fromkeys(self._words.numbers.intersection(self._plain[start:ahead].split()), -1)
        if self._later:
            found = self._words.later.intersection(WORD.findall(self._text, start, ahead))
            self._near_later = dict.fromkeys(found, -1)
        # the last word may be cut in two
        self._until = ahead - _LONGEST_WORD


def _find_plain(plain: bytes, word: bytes, start: int, end: int) -> int:
    """Where a word stands in ``plain[start:end]``; the text's end where it does not."""
    at = plain.find(word, start, end)
    while at >= 0:
        if plain[at - 1 : at] in _EDGES and plain[at + len(word) : at + len(word) + 1] in _EDGES:
            return at
        at = plain.find(word, at + 1, end)
    return len(plain)


def _find_word(text: str, word: str, start: int, end: int) -> int:
    """Where a word stands in ``text[start:end]``; the text's end where it does not."""
    at = text.find(word, start, end)
    while at >= 0:
        if not text[at - 1 : at].isalpha() and not text[at + len(word) : at + len(word) + 1].isalpha():
            return at
        at = text.find(word, at + 1, end)
    return len(text)
