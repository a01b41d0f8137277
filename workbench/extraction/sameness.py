"""Whether two statements say the same of the same thing, their numbers apart."""

import re

WORD = re.compile(r"[^\W\d_]+|\d[\d.,]*")
SHORTEST = 4
STEM = 6
SHARED, LEAST = 0.8, 3


def same_statement(one: str, other: str) -> bool:
    """Whether two sentences, without the quantity in question, are tellings of one thing.

    The shorter shares most of its longer words with the other, and nothing tells places, people or days apart: every
    name and every number of the one is in the other.
    """
    if _names(one) != _names(other):
        return False
    left, right = _content(one), _content(other)
    shared = len(left & right)
    return shared >= LEAST and shared >= SHARED * min(len(left), len(right))


def _content(sentence: str) -> set[str]:
    """The beginnings of the longer words, so that inflection does not hide that two are one."""
    return {word.casefold()[:STEM] for word in WORD.findall(sentence) if len(word) >= SHORTEST}


def _names(sentence: str) -> set[str]:
    """Capitalised words but the first, and numbers."""
    words = WORD.findall(sentence)
    names = {word.casefold()[:STEM] for word in words[1:] if word[0].isupper()}
    return names | {word for word in words if word[0].isdigit()}
