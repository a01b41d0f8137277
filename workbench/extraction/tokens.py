"""Tokens: numbers as people write them, words, signs, and what is no number though it has digits."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from string import digits, punctuation

NUM, WORD, SIGN, CODE, VULGAR = "num", "word", "sign", "code", "vulgar"

VULGARS = "½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞"
LONGEST_NUMBER = 40
FOOTNOTES = "¹²³⁴⁵⁶⁷⁸⁹"
_SPACES = "\u00a0\u202f\u2009 "
_NOT_MORE = r"(?![.,]?\d)"


def _grouped(separator: str, decimal: str) -> str:
    """Digits in groups of three behind one separator; no calibre is a group: "3 152-mm howitzers"."""
    ends = r"(?!\d|-?(?:mm|мм)\b)" if separator in _SPACES else r"(?!\d)"
    return rf"\d{{1,3}}(?:{separator}\d{{3}}{ends})+(?:{decimal}\d++)?"


_GROUPED = "|".join([_grouped(",", r"\."), _grouped(r"\.", ","), *(_grouped(one, "[.,]") for one in f"'’{_SPACES}")])
_INDIAN = r"\d{1,2}(?:,\d{2}(?!\d))++,\d{3}(?!\d)(?:\.\d++)?"
_SEPARATED = rf"(?=\d{{1,3}}+['’.,{_SPACES}])(?:{_GROUPED}|{_INDIAN})"
_PLAIN = r"\d++(?:[.,]\d++)?(?:[eE][+-]?\d{1,2}(?!\w))?"
_POINT = r"\.\d++"
_DATE = (
    r"\d{4}-\d{2}-\d{2}(?!\d)|\d{1,2}(?:\.\d{1,2}\.|/\d{1,2}/|-\d{1,2}-)(?:\d{4}|\d{2})(?!\d)"
    r"|\d{1,2}:\d{2}(?::\d{2})?(?!\d)"
)
_HUGE = r"\d++(?:[.,]\d++)?[eE][+-]?\d{3,}+"
_CODE = r"\d++(?:[.,:/]\d++)*+|\x1b\[[0-9;?]{0,20}+[A-Za-z]"
_DIGITS = rf"{_SEPARATED}{_NOT_MORE}|{_DATE}|{_HUGE}|{_PLAIN}{_NOT_MORE}|(?<![\w.]){_POINT}{_NOT_MORE}|{_CODE}"
_ENDS = frozenset(".,;:!?%)")  # signs behind a word or a number that belong to neither
_SIGN = r"[^\w\s]|\w"
_TAG = r"(?:https?://|www\.|t\.me/)\S++|[#@]\w++"
_MAIL = r"\w[\w.+-]{0,63}@\w[\w.-]*+"
# a range is looked up faster than "a letter of whatever script"
_LETTERS = rf"(?:[A-Za-zÀ-ÖØ-öø-ʯА-яЁё]++|[^\W\d_{VULGARS}]++)++"
# kind and lower case of the commonest pieces that are not all letters
_KNOWN = (
    dict.fromkeys(("", "\n", "\u00a0"), ("", ""))
    | {digit: (NUM, digit) for digit in digits}
    | {sign: (SIGN, sign) for sign in f"{punctuation}–—«»“”•…€£"}
)


@dataclass(slots=True)  # a frozen one, or a tuple with names, takes several times as long to make or to ask
class Token:
    """A token of a sentence.

    Attributes:
        low: The text in lower case with straight apostrophes.
        glued: Whether no space stands before it.
        roles: What it can be in its language, once the lexicon has marked it.
    """

    kind: str
    text: str
    low: str
    start: int
    end: int
    glued: bool = False
    roles: int = 0


def tokenise(text: str, start: int = 0, end: int | None = None) -> list[Token]:
    """The tokens of ``text[start:end]``, with offsets into ``text``."""
    part = text[start:end]
    lower = lowered if "İ" in part else str.lower
    find = _pieces(part)
    tokens: list[Token] = []
    add, new = tokens.append, Token
    begin, figure = start, False
    # only a number in groups goes on behind a blank, and most words are nothing but letters: no need to search
    for chunk in part.split(" "):
        stop = begin + len(chunk)
        if chunk.isalpha():
            add(new(WORD, chunk, lower(chunk), begin, stop))
            figure = False
        elif chunk:
            if figure and chunk[0].isdecimal():
                return _searched(part, start, lower, find)
            body, sign = (chunk[:-1], chunk[-1]) if chunk[-1] in _ENDS else (chunk, "")
            last = stop - len(sign)
            if body.isalpha():
                add(new(WORD, body, lower(body), begin, last))
            elif _is_plain_number(body):
                add(new(NUM, body, body, begin, last))
            else:
                tokens += _searched(chunk, begin, lower, find)
                sign = ""
            if sign:
                add(new(SIGN, sign, sign, last, stop, glued=True))
            figure = chunk[-1].isdecimal()
        begin = stop + 1
    return tokens


def _is_plain_number(piece: str) -> bool:
    """Whether a piece is a number of digits with at most one point or comma between them; the cheap question."""
    if not piece.isdecimal():
        whole, _, part = piece.partition("." if "." in piece else ",")
        if not (whole.isdecimal() and part.isdecimal()):
            return False
    return len(piece) <= LONGEST_NUMBER


def _searched(part: str, start: int, lower: Callable[[str], str], find: Callable[[str], list[str]]) -> list[Token]:
    """The tokens of a part that begins at ``start``, whatever it is made of."""
    tokens: list[Token] = []
    known = _KNOWN.get
    stop, last = start, -1
    for piece in find(part):
        begin = stop
        stop += len(piece)
        if piece[0] == " ":
            begin += 1
            piece = piece[1:]  # noqa: PLW2901 - the token without the blank before it
        if piece.isalpha():
            kind, low = WORD, lower(piece)
        else:
            kind, low = known(piece) or (_kind(piece), lowered(piece))
            if not kind:
                continue
        tokens.append(Token(kind, piece, low, begin, stop, begin == last))
        last = stop
    return tokens


def _pieces(part: str) -> Callable[[str], list[str]]:
    """What cuts a part of a text in pieces: tokens, each with the one blank before it, and other blanks."""
    mail = "@" in part
    # only a text with one of these can hold a link, which is dear to look for at every word
    linked = mail or "#" in part or "/" in part or "www." in part
    return _pattern(part.isascii(), linked, mail).findall


@cache
def _pattern(plain: bool, linked: bool, mail: bool) -> re.Pattern[str]:  # noqa: FBT001 - a key of the cache
    """What the pieces of a text look like; it captures nothing, so that they are found in one go."""
    letters = "[A-Za-z]++" if plain else _LETTERS
    links = f"{_TAG}|" * linked + f"{_MAIL}|" * mail
    return re.compile(rf" ?(?:{links}{letters}(?:['’]{letters})*+|{_DIGITS}|{_SIGN})|\s")


@cache
def _numbers() -> re.Pattern[str]:
    return re.compile(rf"{_SEPARATED}|{_PLAIN}|{_POINT}")


def _kind(piece: str) -> str:
    """The kind of a token that is not all letters; empty for a blank."""
    if piece[0].isdecimal() or (piece[0] == "." and len(piece) > 1):
        number = len(piece) <= LONGEST_NUMBER and (piece.isdecimal() or _numbers().fullmatch(piece))
        return NUM if number else CODE
    if len(piece) > 1:
        return WORD if piece.replace("'", "").replace("’", "").isalnum() else CODE
    if piece in VULGARS:
        return VULGAR
    if piece.isspace():
        return ""
    return WORD if piece.isalnum() else SIGN


def split_elisions(tokens: list[Token], elisions: frozenset[str]) -> list[Token]:
    """The tokens with a word such as "l'usine" in two, where the language has such words."""
    parts: list[Token] = []
    for token in tokens:
        before = parts[-1] if parts and token.glued else None
        if before is not None and token.text in "'’" and before.low + "'" in elisions:
            parts[-1] = replace(before, text=before.text + token.text, low=before.low + "'", end=token.end)
            continue
        if before is not None and before.low in elisions and token.kind is not WORD:
            parts.append(replace(token, glued=False))
            continue
        cut = token.low.find("'") + 1 if token.kind is WORD else 0
        if not 0 < cut < len(token.low) or token.low[:cut] not in elisions:
            parts.append(token)
            continue
        at = token.start + cut
        parts.append(replace(token, text=token.text[:cut], low=token.low[:cut], end=at))
        parts.append(replace(token, text=token.text[cut:], low=token.low[cut:], start=at, glued=True))
    return parts


def lowered(text: str) -> str:
    """The text in lower case with straight apostrophes, of the same length."""
    low = text.lower()
    if len(low) != len(text):
        low = "".join(small if len(small := c.lower()) == 1 else c for c in text)
    return low.replace("’", "'")
