"""Phrases with a meaning each, and how the lexicon files write many forms as one."""

import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from typing import Generic, TypeVar

from workbench.extraction.tokens import NUM, Token, lowered, split_elisions, tokenise

T = TypeVar("T")
Entries = list[tuple[tuple[str, ...], tuple[int, T], bool]]  # words, size and meaning, whether the last is tied
_BRACE = re.compile(r"\{([^{}]*)\}")


class Phrases(Generic[T]):
    """Phrases of one or more tokens with what each means; the longest match wins.

    ``firsts`` and ``lasts`` are their first and last words, for a cheap question before :meth:`at` and :meth:`before`.

    Args:
        entries: Pairs of a phrase and its meaning.
        exact: Whether upper and lower case are told apart.
        elisions: The words of the language that end in an apostrophe.
    """

    def __init__(
        self, entries: Iterable[tuple[str, T]], *, exact: bool = False, elisions: frozenset[str] = frozenset()
    ) -> None:
        self.exact = exact
        self._by_first: dict[str, Entries[T]] = {}
        self._by_last: dict[str, Entries[T]] = {}
        for phrase, meaning in entries:
            words, tied = _words_of(phrase, elisions, exact=exact)
            if words:
                entry = words, (len(words), meaning), tied
                self._by_first.setdefault(words[0], []).append(entry)
                self._by_last.setdefault(words[-1], []).append(entry)
        self.firsts: Container[str] = self._by_first.keys()
        for table in (self._by_first, self._by_last):
            for found in table.values():
                found.sort(key=lambda entry: -len(entry[0]))
        self.lasts: Container[str] = self._by_last.keys()

    def begins(self, token: Token) -> bool:
        """Whether a phrase begins with this word; the cheap question before :meth:`at`."""
        return (token.text if self.exact else token.low) in self._by_first

    def words(self) -> Iterator[str]:
        """The first word of every phrase."""
        return iter(self._by_first)

    def last_words(self) -> Iterator[str]:
        """The last word of every phrase."""
        return iter(self._by_last)

    def pairs(self) -> Iterator[tuple[str, str]]:
        """The first and the second word of every phrase that has two."""
        return ((words[0], words[1]) for found in self._by_first.values() for words, _, _ in found if len(words) > 1)

    def places(self, common: Container[str]) -> dict[str, tuple[int, ...]]:
        """For the most telling word of every phrase, how many tokens before it the phrases begin.

        Args:
            common: Words that tell little.
        """
        found: dict[str, set[int]] = {}
        for entries in self._by_first.values():
            for words, _, _ in entries:
                place = max(range(len(words)), key=lambda i: (words[i] not in common, len(words[i]), i))
                found.setdefault(words[place], set()).add(place)
        return {word: tuple(places) for word, places in found.items()}

    def single(self) -> Iterator[str]:
        """The phrases of one word."""
        return (words[0] for found in self._by_first.values() for words, _, _ in found if len(words) == 1)

    def of(self, word: str) -> T | None:
        """What a word alone means."""
        found = self._by_first.get(word, ())
        return next((meaning for _, (size, meaning), _ in found if size == 1), None)

    def at(self, tokens: Sequence[Token], i: int) -> tuple[int, T] | None:
        """The longest phrase that begins at token ``i``: its length in tokens and its meaning."""
        if not 0 <= i < len(tokens):
            return None
        exact = self.exact
        found = self._by_first.get(tokens[i].text if exact else tokens[i].low)
        if found is None:
            return None
        second = None
        if i + 1 < len(tokens):
            second = tokens[i + 1].text if exact else tokens[i + 1].low
        for words, hit, tied in found:
            size = hit[0]
            if size == 1:
                return hit
            if words[1] != second or (size > 2 and words != self._said(tokens[i : i + size])):
                continue
            if not tied or tokens[i + size - 1].glued:
                return hit
        return None

    def before(self, tokens: Sequence[Token], i: int) -> tuple[int, T] | None:
        """The longest phrase that ends just before token ``i``."""
        if not 1 <= i <= len(tokens):
            return None
        exact = self.exact
        found = self._by_last.get(tokens[i - 1].text if exact else tokens[i - 1].low)
        if found is None:
            return None
        second = None
        if i > 1:
            second = tokens[i - 2].text if exact else tokens[i - 2].low
        for words, hit, _ in found:
            size = hit[0]
            if size == 1:
                return hit
            if words[-2] == second and (size == 2 or (i >= size and words == self._said(tokens[i - size : i]))):
                return hit
        return None

    def _said(self, tokens: Sequence[Token]) -> tuple[str, ...]:
        return tuple([token.text if self.exact else token.low for token in tokens])


def _words_of(phrase: str, elisions: frozenset[str], *, exact: bool) -> tuple[tuple[str, ...], bool]:
    """The words of a phrase, and whether the last is a number glued to it: the 2 of "m2" belongs to it only there."""
    parts = phrase.split(" ")
    if all(map(str.isalpha, parts)):
        return tuple(parts if exact else map(lowered, parts)), False
    tokens = tokenise(phrase)
    if elisions and "'" in phrase:
        tokens = split_elisions(tokens, elisions)
    words = tuple(token.text if exact else token.low for token in tokens)
    return words, len(words) > 1 and tokens[-1].kind is NUM and tokens[-1].glued


def expand(pattern: str) -> list[str]:
    """All forms of a pattern: ``"to{n,nne}{,s}"`` gives ton, tons, tonne, tonnes."""
    found = _BRACE.search(pattern)
    if found is None:
        return [pattern]
    head, tail = pattern[: found.start()], pattern[found.end() :]
    return [form for choice in found.group(1).split(",") for form in expand(head + choice + tail)]


def expand_named(pattern: str, name: str, prefixes: Mapping[str, str]) -> list[tuple[str, str]]:
    """The forms of a pattern with their names; ``{}`` in the name stands for the pattern's first choice.

    ``"{kilo,mega}watt{,s}"`` named ``"{}watt"`` gives kilowatt and kilowatts, named kilowatt, and so on; what
    ``prefixes`` knows is put there in full, so that ``"{k,M}W"`` gives the same names.
    """
    found = _BRACE.search(pattern)
    if found is None or "{}" not in name:
        return [(form, name) for form in expand(pattern)]
    head, tail = pattern[: found.start()], pattern[found.end() :]
    return [
        (form, name.replace("{}", prefixes.get(choice, choice)))
        for choice in found.group(1).split(",")
        for form in expand(head + choice + tail)
    ]


