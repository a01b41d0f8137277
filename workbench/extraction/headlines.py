"""Headlines, whose capitals say nothing: "Storm Leaves 200 Dead In Northern Villages"."""

from dataclasses import replace

from workbench.extraction.lexicons import symbols
from workbench.extraction.tokens import WORD, Token

FEWEST, SHORT = 5, 4  # words in capitals that make a headline; letters of a word that may stay small in one


def plain_case(tokens: list[Token]) -> list[Token]:
    """The tokens of a headline with its words in small letters, but for signs of units and currencies.

    A sentence that holds a longer word in small letters, or mostly small ones, is none, and comes back as it is.
    """
    capitals = small = 0
    for token in tokens:
        if token.kind is WORD:
            text = token.text
            if text == token.low:
                if len(text) > SHORT:
                    return tokens
                small += 1
            elif len(text) > 1:
                capitals += 1
    if capitals < FEWEST or capitals < small:
        return tokens
    signs = symbols()
    return [
        replace(token, text=token.low) if token.kind is WORD and not _is_sign(token, signs.unit_words) else token
        for token in tokens
    ]


def _is_sign(token: Token, signs: frozenset[str]) -> bool:
    glued = token.glued and len(token.text) == 1  # "5G"
    return glued or token.text in signs or token.text in symbols().scales
