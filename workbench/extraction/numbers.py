"""The number that begins at a token, in digits, in words, or mixed. The grammar knows no language."""

from collections.abc import Sequence

from workbench.extraction.fractions import (
    VULGARS,
    article_fraction,
    fraction,
    half,
    multiple_word,
    of_scale,
    vague,
    with_fraction,
)
from workbench.extraction.number import Number, alone, in_digits
from workbench.extraction.numerals import in_words
from workbench.extraction.tokens import NUM, SIGN, VULGAR, WORD, Token
from workbench.extraction.words import Lexicon


def read_number(tokens: Sequence[Token], i: int, lex: Lexicon) -> Number | None:
    """The number that begins at token ``i``, or None."""
    token = tokens[i]
    if token.kind == NUM:
        after = tokens[i + 1] if i + 1 < len(tokens) else None
        if after is None or (after.low not in lex.goes_on and after.kind in (WORD, SIGN)):
            return alone(token, i, lex)
        return with_fraction(tokens, in_digits(tokens, i, lex), lex)
    if token.kind == VULGAR:
        return fraction(i, i + 1, *VULGARS[token.text])
    if token.kind != WORD:
        return None
    told = (
        vague(tokens, i, lex)
        or half(tokens, i, lex)
        or with_fraction(tokens, in_words(tokens, i, lex), lex)
        or article_fraction(tokens, i, lex)
        or multiple_word(tokens, i, lex)
    )
    return of_scale(tokens, told, lex)
