"""Tokens: numbers as people write them, words, signs, and what is no number though it has digits."""

import re
from typing import NamedTuple

NUM, WORD, SIGN, CODE, VULGAR = "num", "word", "sign", "code", "vulgar"

SPACES = "\u00a0\u202f\u2009 "
_GROUPED = r"\d{1,3}(?:(?P<sep>['’.,\u00a0\u202f\u2009 ])\d{3}(?!\d))(?:(?P=sep)\d{3}(?!\d))*(?:(?!(?P=sep))[.,]\d++)?"
_INDIAN = r"\d{1,2}(?:,\d{2}(?!\d))++,\d{3}(?!\d)(?:\.\d++)?"
_PLAIN = r"\d++(?:[.,]\d++)?(?:[eE][+-]?\d{1,2}(?!\w))?"
_DATE = r"\d{4}-\d{2}-\d{2}(?!\d)|\d{1,2}([./-])\d{1,2}\2(?:\d{4}|\d{2})(?!\d)|\d{1,2}:\d{2}(?::\d{2})?(?!\d)"
_LINK = r"(?:https?://|www\.|t\.me/)\S++|[#@]\w++|\w[\w.+-]{0,63}@\w[\w.-]*+"
_NOT_MORE = r"(?![.,]?\d)"
TOKEN = re.compile(
    rf"(?P<num>(?:{_GROUPED}|{_INDIAN}){_NOT_MORE})"
    rf"|(?P<link>{_LINK})|(?P<date>{_DATE.replace(chr(92) + '2', '(?P=mark)').replace('([./-])', '(?P<mark>[./-])')})"
    rf"|(?P<plain>{_PLAIN}{_NOT_MORE}|(?<![\w.])\.\d++{_NOT_MORE})|(?P<code>\d++(?:[.,:/]\d++)*+)"
    r"|(?P<vulgar>[½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞])"
    r"|(?P<word>[^\W\d_]++(?:['’][^\W\d_]++)*)|(?P<sign>[^\w\s]|\w)"
)
_KINDS = {
    "num": NUM, "plain": NUM, "link": CODE, "date": CODE, "code": CODE, "vulgar": VULGAR, "word": WORD, "sign": SIGN,
}  # fmt: skip
LONGEST_NUMBER = 40


class Token(NamedTuple):
    """A token of a sentence.

    ``low`` is casefolded with straight apostrophes; ``glued`` says that no space stands before it.
    """

    kind: str
    text: str
    low: str
    start: int
    end: int
    glued: bool


def tokenise(text: str, start: int = 0, end: int | None = None) -> list[Token]:
    """The tokens of ``text[start:end]``, with offsets into ``text``."""
    tokens = []
    last = -1
    for found in TOKEN.finditer(text, start, len(text) if end is None else end):
        group = found.lastgroup or "sign"
        begin, stop = found.span()
        word = found.group()
        kind = _KINDS[group if group in _KINDS else "date"]
        if kind is NUM and stop - begin > LONGEST_NUMBER:
            kind = CODE
        low = word.casefold().replace("’", "'") if kind is WORD else word
        tokens.append(Token(kind, word, low, begin, stop, begin == last))
        last = stop
    return tokens
