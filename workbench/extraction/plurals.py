"""Words that may be what is counted, by their form."""

from workbench.extraction.tokens import WORD, Token
from workbench.extraction.words import Lexicon


def looks_plural(token: Token | None, lex: Lexicon) -> bool:
    """Whether a word may be what is counted: a plural in lower case."""
    if token is None or token.kind != WORD or not token.text[0].islower():
        return False
    return has_plural_form(token, lex)


def has_plural_form(token: Token, lex: Lexicon) -> bool:
    """Whether a word, whatever its case, is a plural by its ending or by the lexicon."""
    low = token.low
    if low in lex.sets["nouns.plurals"]:
        return True
    if lex.among("nouns.stops", token) or lex.among("nouns.verbs", token) or len(low) < 3:
        return False
    if low[-2] == "'":
        return False
    never = lex.endings["nouns.not_plural_endings"]
    return low.endswith(lex.endings["nouns.plural_endings"]) and not low.endswith(never)
