"""Strings of digits that count nothing: telephone and card numbers, files, scores, and what has a sign inside."""

from collections.abc import Sequence

from workbench.extraction.numbers import read_number
from workbench.extraction.tokens import NUM, Token
from workbench.extraction.words import Lexicon

AREA = 3  # digits of a telephone number's first two groups
CARD_GROUPS, CARD_DIGITS = 3, 4  # the fewest groups of a card's or an account's number, and the digits of each
LINKS = 2  # hyphens that make a telephone number of groups of digits


def string_end(tokens: Sequence[Token], i: int) -> int:
    """Where a telephone, card or account number ends that begins at token ``i``; ``i`` if none does."""
    after = tokens[i + 1] if i + 1 < len(tokens) else None
    if after is None:
        return i
    if after.kind is NUM:
        return max(_phone_end(tokens, i), _card_end(tokens, i))
    if after.text == "-":
        return _linked_end(tokens, i)
    return _area_end(tokens, i) if after.text == ")" else i


def is_by(tokens: Sequence[Token], i: int) -> bool:
    """ "4x100 relay", "the 5+2 format": two numbers with such a sign between them, and no power of ten."""
    if i + 2 >= len(tokens) or tokens[i + 1].text not in ("x", "×", "+") or tokens[i + 2].kind is not NUM:
        return False
    return tokens[i + 1].glued and tokens[i + 2].glued and tokens[i + 2].text != "10"


def is_next_score(tokens: Sequence[Token], i: int, quiet: set[int]) -> bool:
    """Whether a score stands right before, behind which two numbers with a dash are one too: "6-4, 3-6"."""
    if i < 4 or i + 2 >= len(tokens) or tokens[i - 1].text not in (",", "(") or i - 2 not in quiet:
        return False
    dashed = tokens[i - 3].text in "-–" and tokens[i + 1].text in "-–" and tokens[i + 2].kind is NUM
    return dashed and tokens[i + 1].glued and tokens[i + 2].glued and len(tokens[i].text) < AREA


def is_slash(tokens: Sequence[Token], i: int, lex: Lexicon) -> bool:
    """ "1/7 Thread", "9/11": two numbers with a slash that are no fraction."""
    if i + 2 >= len(tokens) or tokens[i + 1].text != "/" or tokens[i + 2].kind != NUM or not tokens[i + 1].glued:
        return False
    if i > 1 and tokens[i - 1].text == "-" and tokens[i - 1].glued and tokens[i - 2].kind is NUM:
        return False  # "7-3/4 cents"
    return not (i and tokens[i - 1].kind == NUM) and read_number(tokens, i, lex) is None


def _phone_end(tokens: Sequence[Token], i: int) -> int:
    """Where a telephone number ends that begins at token ``i``: "+44 20 7946 0018", "0800 555 111"; ``i`` if none."""
    plus = i > 0 and tokens[i - 1].text == "+" and tokens[i].glued
    zero = len(tokens[i].text) > 2 and tokens[i].text[0] == "0" and tokens[i].text[1].isdigit()
    if not (plus or zero) or i + 1 >= len(tokens) or tokens[i + 1].kind != NUM:
        return i
    return next((j for j in range(i, len(tokens)) if tokens[j].kind != NUM), len(tokens))


def _card_end(tokens: Sequence[Token], i: int) -> int:
    """Where the number of a card or an account ends, in groups of four digits; ``i`` if there is none."""
    end = i
    while end < len(tokens) and tokens[end].kind is NUM and len(tokens[end].text) == CARD_DIGITS:
        if not tokens[end].text.isdigit() or tokens[end].glued:
            break
        end += 1
    return end if end - i >= CARD_GROUPS else i


def _linked_end(tokens: Sequence[Token], i: int) -> int:
    """Where a number ends that is told in three groups with hyphens or more: "8-800-555-35-35"; ``i`` if none."""
    end, links = i + 1, 0
    while end + 1 < len(tokens) and tokens[end].text == "-" and tokens[end + 1].kind is NUM:
        if not (tokens[end].glued and tokens[end + 1].glued and tokens[end + 1].text.isdigit()):
            break
        end, links = end + 2, links + 1
    return end if links >= LINKS else i


def _area_end(tokens: Sequence[Token], i: int) -> int:
    """Where a telephone number ends whose area stands in brackets: "(202) 415-1775", "(0431) 55 20 17"; else ``i``."""
    if i > 0 and tokens[i].text[0] == "0" and tokens[i - 1].text == "(" and i + 2 < len(tokens):
        end = next((j for j in range(i + 2, len(tokens)) if tokens[j].kind is not NUM), len(tokens))
        return end if end > i + 2 else i
    if i < 1 or i + 4 >= len(tokens) or tokens[i - 1].text != "(" or tokens[i + 1].text != ")":
        return i
    three, rest = len(tokens[i].text) == AREA and tokens[i].text.isdigit(), tokens[i + 2]
    joined = tokens[i + 3].text in "-–." and tokens[i + 3].glued and tokens[i + 4].kind is NUM and tokens[i + 4].glued
    return i + 5 if three and rest.kind is NUM and len(rest.text) == AREA and joined else i


def is_place_in_series(tokens: Sequence[Token], i: int, lex: Lexicon) -> bool:
    """Whether the number and the one behind it say which of a series something is: "(2 of 5)", "video 3 of 7"."""
    if i + 2 >= len(tokens):
        return False
    bracketed = tokens[i - 1].text == "(" and i + 3 < len(tokens) and tokens[i + 3].text == ")"
    if not bracketed and lex.chrome.at(tokens, i - 1) is None:
        return False
    of = lex.among("nouns.of", tokens[i + 1]) or lex.lists["odds.between"].at(tokens, i + 1) is not None
    return of and tokens[i + 2].kind is NUM


def is_filed(tokens: Sequence[Token], i: int) -> bool:
    """Whether the number stands between two slashes of a file's number: "2007/159/DEC"."""
    if not 0 < i < len(tokens) - 1 or not tokens[i - 1].text == tokens[i + 1].text == "/":
        return False
    return tokens[i].glued and tokens[i - 1].glued and tokens[i + 1].glued


def is_chain(tokens: Sequence[Token], i: int) -> bool:
    """A score or a telephone number: "3-1", "495-12-34"."""
    if i + 2 >= len(tokens) or tokens[i + 1].text not in "-–:" or tokens[i + 2].kind != NUM:
        return False
    if not tokens[i + 1].glued or not tokens[i + 2].glued:
        return False
    if i >= 2 and tokens[i].glued and tokens[i - 1].text == "-" and tokens[i - 2].kind is NUM:
        return True
    if i + 4 < len(tokens) and tokens[i + 3].text == "-" and tokens[i + 4].kind == NUM and tokens[i + 3].glued:
        return True
    if i + 4 < len(tokens) and tokens[i + 3].text == "/" and tokens[i + 3].glued and tokens[i + 4].kind is NUM:
        return False  # "7-3/4 cents"
    left, right = tokens[i].text, tokens[i + 2].text
    if left == "1" and tokens[i + 1].text == ":":
        return True  # the scale of a map
    falls = left.isdigit() and right.isdigit() and int(left) >= int(right)
    after = tokens[i + 3] if i + 3 < len(tokens) else None
    return falls and (after is None or after.text != "%")
