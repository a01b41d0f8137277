"""What a page counts and marks beside its texts: readers, reactions, the age it is meant for."""

import unicodedata
from collections.abc import Sequence

from workbench.extraction.lexicons import symbols
from workbench.extraction.number import scales
from workbench.extraction.tokens import CODE, NUM, SIGN, WORD, Token
from workbench.extraction.words import Lexicon

EMOJI_STYLE = "\ufe0f"
EYES = ("👁", "👀")
BARS = ("|", "·", "•")
AGES = ("0", "6", "12", "16", "18", "21")  # from which something may be seen: "18+"
FIRST_EMOJI = "\u2600"


def page_counter(tokens: Sequence[Token], lex: Lexicon, *, alone: bool) -> bool:
    """A short line of numbers alone, or of a number and what a page counts: "52.9K subscribers"."""
    signs = symbols()
    rest = 0
    counted = False
    i = 0
    while i < len(tokens):
        token = tokens[i]
        chrome = lex.chrome.at(tokens, i)
        if chrome is not None:
            counted, i = True, i + chrome[0]
            continue
        sign = token.kind == SIGN and token.text not in "%$€£¥₽"
        scale = lex.multipliers.at(tokens, i)
        rest += not (sign or scale or token.kind in (NUM, CODE) or token.text in signs.scales)
        i += 1 if scale is None else scale[0]
    bare = not alone and bool(tokens) and tokens[-1].text != "…" and not any(t.text in "$€£%" for t in tokens)
    return rest == 0 and (counted or bare)


def is_barred(tokens: Sequence[Token], i: int, lex: Lexicon) -> bool:
    """Whether a page's counter stands here between bars or dots: "Our channel | 12.4K views | 14:05"."""
    _, last = scales(tokens, i + 1, lex)
    chrome = lex.chrome.at(tokens, last)
    if chrome is None:
        return False
    ends = last + chrome[0]
    return (i > 0 and tokens[i - 1].text in BARS) or (ends < len(tokens) and tokens[ends].text in BARS)


def is_reaction(tokens: Sequence[Token], i: int, quiet: set[int], lex: Lexicon) -> bool:
    """Whether a page counts its readers or their reactions here: an emoji, a number, and no noun behind it.

    An eye counts wherever it stands, another emoji only before the next one, a time of day or a date.
    """
    j = i - 1
    while j >= 0 and tokens[j].text == EMOJI_STYLE:
        j -= 1
    if j < 0 or not _is_emoji(tokens[j]):
        return False
    _, last = scales(tokens, i + 1, lex)
    after = tokens[last] if last < len(tokens) else None
    if after is None or last in quiet:
        return True
    return after.kind is not WORD if tokens[j].text in EYES else after.kind is CODE or _is_emoji(after)


def is_age_mark(tokens: Sequence[Token], i: int) -> bool:
    """Whether a page says from which age it may be seen: "18+" alone between bars or brackets."""
    if tokens[i].text not in AGES or i + 1 >= len(tokens) or tokens[i + 1].text != "+" or not tokens[i + 1].glued:
        return False
    opened = i == 0 or tokens[i - 1].text in (*BARS, "(") or _is_emoji(tokens[i - 1])
    behind = tokens[i + 2] if i + 2 < len(tokens) else None
    return opened and (behind is None or behind.text in (*BARS, ")", ".") or _is_emoji(behind))


def _is_emoji(token: Token) -> bool:
    return token.kind is SIGN and token.text[0] >= FIRST_EMOJI and unicodedata.category(token.text[0]) in ("So", "Sk")
