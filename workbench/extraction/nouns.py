"""What is counted or weighed: the noun phrase behind a number, and the one it stands for where the noun is left out."""

from collections.abc import Sequence

from workbench.extraction.dates import looks_plural
from workbench.extraction.tokens import NUM, WORD, Token
from workbench.extraction.words import Lexicon

LONGEST = 9


def counted_noun(tokens: Sequence[Token], i: int, lex: Lexicon, *, of_only: bool) -> str | None:
    """The noun phrase from token ``i`` on, without its article, or None.

    Args:
        tokens: The sentence.
        i: The token after the number and its unit.
        lex: The words of its language.
        of_only: Whether only what follows "of" is counted ("tonnes of cargo").
    """
    size = len(tokens)
    if i < size and lex.among("nouns.of", tokens[i]):
        i += 1
    elif of_only and lex.sets["nouns.of"]:
        return None
    while i < size and lex.among("nouns.articles", tokens[i]):
        i += 1
    if i < size and lex.among("nouns.anaphora", tokens[i]):
        return None
    last = _phrase_end(tokens, i, lex)
    if last == i:
        return None
    return _join(tokens[i:last])


def is_elided(tokens: Sequence[Token], i: int, lex: Lexicon) -> bool:
    """Whether the number stands alone for things named before: "18 of them", "five were hospitalised"."""
    if i >= len(tokens):
        return True
    token = tokens[i]
    if lex.among("nouns.of", token):
        after = tokens[i + 1] if i + 1 < len(tokens) else None
        return after is not None and lex.among("nouns.anaphora", after)
    if token.kind != WORD:
        return token.text in ",.;)"
    return lex.among("nouns.verbs", token) or lex.among("nouns.stops", token) or lex.among("nouns.anaphora", token)


def _phrase_end(tokens: Sequence[Token], i: int, lex: Lexicon) -> int:
    """Where the phrase ends: after its plural head and what "of" and "and" add to it."""
    end, head = i, False
    j = i
    while j < len(tokens) and j - i < LONGEST:
        token = tokens[j]
        if token.kind == NUM:
            break
        if token.kind != WORD:
            bracket = _bracket(tokens, j) if not head else None
            if bracket is not None:
                j = bracket
                continue
            if token.text in "-‑'’" and token.glued and j > i:
                j += 1
                continue
            break
        if lex.among("nouns.of", token) and head:
            of = _of_phrase(tokens, j + 1, lex)
            if of == j + 1:
                break
            return of
        if lex.among("nouns.and", token) and end > i:
            if j + 1 < len(tokens) and _may_join(tokens, j + 1, lex):
                head, j = False, j + 1
                continue
            break
        if lex.among("nouns.verbs", token) or lex.among("nouns.stops", token):
            break
        if head and not _is_of(token, lex):
            break
        end, j = j + 1, j + 1
        head = looks_plural(token, lex) if lex.sets["nouns.of"] else False
    return end


def _is_of(token: Token, lex: Lexicon) -> bool:
    return lex.among("nouns.of", token) or lex.among("nouns.and", token)


def _may_join(tokens: Sequence[Token], i: int, lex: Lexicon) -> bool:
    """Whether "and" leads to a second noun, not to a verb or another number."""
    token = tokens[i]
    return (
        token.kind == WORD
        and not lex.among("nouns.verbs", token)
        and not lex.among("nouns.stops", token)
        and not lex.numerals.at(tokens, i)
        and (looks_plural(token, lex) or (i + 1 < len(tokens) and looks_plural(tokens[i + 1], lex)))
    )


def _of_phrase(tokens: Sequence[Token], i: int, lex: Lexicon) -> int:
    """The end of what follows "of"."""
    end = i
    for j in range(i, min(len(tokens), i + LONGEST - 3)):
        token = tokens[j]
        if token.kind != WORD or lex.among("nouns.verbs", token):
            break
        if lex.among("nouns.stops", token) and not lex.among("nouns.articles", token):
            break
        if not lex.among("nouns.articles", token):
            end = j + 1
    return end


def _bracket(tokens: Sequence[Token], j: int) -> int | None:
    """Past a word in brackets: "Russian (Soviet) burial sites"."""
    if tokens[j].text == "(" and j + 2 < len(tokens) and tokens[j + 1].kind == WORD and tokens[j + 2].text == ")":
        return j + 3
    return None


def _join(tokens: Sequence[Token]) -> str:
    text = tokens[0].text
    for token in tokens[1:]:
        text += token.text if token.glued else f" {token.text}"
    return text
