"""Tokens: numbers as people write them, words, signs, and what is no number though it has digits."""

import re
from typing import NamedTuple

NUM, WORD, SIGN, CODE, VULGAR = "num", "word", "sign", "code", "vulgar"

VULGARS = "½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞"
_LETTER = rf"[^\W\d_{VULGARS}]"
_SPACE = "\u00a0\u202f\u2009 "
_GROUPED = rf"\d{{1,3}}(?:(?P<sep>['’.,{_SPACE}])\d{{3}}(?!\d))(?:(?P=sep)\d{{3}}(?!\d))*(?:(?!(?P=sep))[.,]\d++)?"
_INDIAN = r"\d{1,2}(?:,\d{2}(?!\d))++,\d{3}(?!\d)(?:\.\d++)?"
_PLAIN = r"\d++(?:[.,]\d++)?(?:[eE][+-]?\d{1,2}(?!\w))?"
_DATE = (
    r"\d{4}-\d{2}-\d{2}(?!\d)|\d{1,2}(?P<mark>[./-])\d{1,2}(?P=mark)(?:\d{4}|\d{2})(?!\d)"
    r"|\d{1,2}:\d{2}(?::\d{2})?(?!\d)"
)
_LINK = r"(?:https?://|www\.|t\.me/)\S++|[#@]\w++|\w[\w.+-]{0,63}@\w[\w.-]*+"
_NOT_MORE = r"(?![.,]?\d)"
_ESCAPE = r"\x1b\[[0-9;?]{0,20}+[A-Za-z]"
_TOKEN = (
    rf"(?P<word>{_LETTER}++(?:['’]{_LETTER}++)*)"
    rf"|(?P<num>(?:{_GROUPED}|{_INDIAN}){_NOT_MORE})|(?P<date>{_DATE})"
    rf"|(?P<huge>\d++(?:[.,]\d++)?[eE][+-]?\d{{3,}}+)|(?P<plain>{_PLAIN}{_NOT_MORE}|(?<![\w.])\.\d++{_NOT_MORE})|(?P<code>\d++(?:[.,:/]\d++)*+|{_ESCAPE})"
    rf"|(?P<vulgar>[{VULGARS}])|(?P<sign>[^\w\s]|\w)"
)
TOKEN = re.compile(_TOKEN)
LINKED = re.compile(rf"(?P<link>{_LINK})|{_TOKEN}")
_KINDS = {
    "num": NUM, "plain": NUM, "link": CODE, "date": CODE, "code": CODE, "huge": CODE, "vulgar": VULGAR, "word": WORD,
    "sign": SIGN,
}  # fmt: skip
LONGEST_NUMBER = 40


class Token(NamedTuple):
    """A token of a sentence.

    ``low`` is in lower case with straight apostrophes; ``glued`` says that no space stands before it.
    """

    kind: str
    text: str
    low: str
    start: int
    end: int
    glued: bool


def tokenise(text: str, start: int = 0, end: int | None = None) -> list[Token]:
    """The tokens of ``text[start:end]``, with offsets into ``text``."""
    part = text[start:end]
    low = lowered(part)
    # only a text with one of these can hold a link, which is dear to look for at every word
    linked = "@" in part or "#" in part or "/" in part or "www." in part
    tokens: list[Token] = []
    add, new, kinds = tokens.append, tuple.__new__, _KINDS
    last = -1
    for found in (LINKED if linked else TOKEN).finditer(part):
        begin, stop = found.span()
        if part[begin].isalpha() and not linked:
            kind = WORD
        else:
            kind = kinds[found.lastgroup or "sign"]
            if kind is NUM and stop - begin > LONGEST_NUMBER:
                kind = CODE
        # tuple.__new__ does what Token(...) does, in half the time
        add(new(Token, (kind, part[begin:stop], low[begin:stop], start + begin, start + stop, begin == last)))
        last = stop
    return tokens


def split_elisions(tokens: list[Token], elisions: frozenset[str]) -> list[Token]:
    """The tokens with a word such as "l'usine" in two, where the language has such words."""
    parts: list[Token] = []
    for token in tokens:
        before = parts[-1] if parts and token.glued else None
        if before is not None and token.text in "'’" and before.low + "'" in elisions:
            parts[-1] = before._replace(text=before.text + token.text, low=before.low + "'", end=token.end)
            continue
        if before is not None and before.low in elisions and token.kind is not WORD:
            parts.append(token._replace(glued=False))
            continue
        cut = token.low.find("'") + 1 if token.kind is WORD else 0
        if not 0 < cut < len(token.low) or token.low[:cut] not in elisions:
            parts.append(token)
            continue
        kind, text, low, start, end, glued = token
        parts.append(Token(kind, text[:cut], low[:cut], start, start + cut, glued))
        parts.append(Token(kind, text[cut:], low[cut:], start + cut, end, glued=True))
    return parts


def lowered(text: str) -> str:
    """The text in lower case with straight apostrophes, of the same length."""
    low = text.lower()
    if len(low) != len(text):
        low = "".join(small if len(small := c.lower()) == 1 else c for c in text)
    return low.replace("’", "'")
