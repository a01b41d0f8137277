"""The places of a text where numbers can be, found without reading it."""

import re
from dataclasses import dataclass
from functools import cache

from workbench.extraction.passing import LONGEST_LEAD, Leads, at_once, leads
from workbench.extraction.tokens import VULGARS

WORD = re.compile(r"[^\W\d_]+")
_DIGIT = re.compile(rf"[\d{VULGARS}]")
_RARE_DIGIT = re.compile(rf"[^\D0-9]|[{VULGARS}]")
_LATER_LETTER = re.compile(r"[^\W\d_\x00-\xff]")
_AHEAD, _LONGEST_WORD, _LONGEST_LINK = 4000, 60, 200
_LINK_SIGNS, _LINK_STARTS = ("://", "www.", "t.me/"), ("https://", "http://", "www.", "t.me/")
_LINK_REST = re.compile(r"\S*+")


def _plain(code: int) -> str:
    """A letter as it is, a digit as 0, anything else as a blank."""
    sign = chr(code)
    return "0" if _DIGIT.match(sign) else sign if WORD.match(sign) else " "


@cache
def _plainer() -> bytes:
    """The table that leaves nothing in a text but letters and places of digits."""
    return "".join(map(_plain, range(256))).encode("latin-1")


@dataclass(frozen=True, slots=True)
class Words:
    """The words that sentences are found by.

    Attributes:
        passed: A number in digits that surely is no quantity, in whatever language.
        leads: The words behind which a number surely is none, and what it then looks like.
        numbers: Those at which numbers begin, as bytes.
        later: The same, of scripts that are not Latin.
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
def words_of(names: tuple[str, ...]) -> Words:
    """The words of some languages; those of numbers in the three ways of writing them large."""
    from workbench.extraction.lexicons import lexicon

    lexicons = [lexicon(name) for name in names]
    words = frozenset[str]().union(*(lex.number_words for lex in lexicons))
    forms = {form for word in words for form in (word, word.capitalize(), word.upper())}
    later = frozenset(form for form in forms if max(form) > "\xff")
    short = frozenset[str]().union(*(lex.sets["abbreviations"] for lex in lexicons))
    always = frozenset[str]().union(*(lex.sets["abbreviations.always"] for lex in lexicons))
    numbers = frozenset(form.encode("latin-1") for form in forms - later)
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
        self._plain = text.encode("latin-1", "replace").translate(_plainer())
        self._text, self._words = text, words
        foreign = not text.isascii()
        self._rare = foreign and _RARE_DIGIT.search(text) is not None
        self._later = foreign and bool(words.later) and _LATER_LETTER.search(text) is not None
        self._every, self._links = every, any(sign in text for sign in _LINK_SIGNS)
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
        """The next digit that is not that of a link or of a number that is passed over, in which no quantity begins."""
        while (at := self._any_digit(start)) < len(self._text) and not self._every:
            begins = not at or self._text[at - 1].isspace()
            idle = self._passed(at) if begins else self._links and self._link_at(start, at)
            if not idle:
                return at
            start = idle.end()
        return at

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
            found |= self._words.later.intersection(WORD.findall(self._text, start, ahead))
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
