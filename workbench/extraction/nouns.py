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
    of = i < size and lex.among("nouns.of", tokens[i])
    if of:
        i += 1
    elif of_only and lex.sets["nouns.of"]:
        return None
    while i < size and lex.among("nouns.articles", tokens[i]):
        i += 1
    if of and i < size and (tokens[i].kind == NUM or lex.numerals.at(tokens, i)):
        i += 1
    if i < size and (lex.among("nouns.anaphora", tokens[i]) or lex.relative.at(tokens, i)):
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
        if token.kind != WORD:
            after = _past_sign(tokens, j, inside=not head, begun=j > i)
            if after is None:
                break
            j = after
        elif head and lex.among("nouns.of", token):
            return max(_of_phrase(tokens, j + 1, lex), end)
        elif end > i and lex.among("nouns.and", token):
            if not _may_join(tokens, j + 1, lex):
                break
            head, j = False, j + 1
        elif head or _ends_phrase(tokens, j, lex, begun=end > i):
            break
        else:
            end, j = j + 1, j + 1
            head = bool(lex.sets["nouns.of"]) and looks_plural(token, lex)
    return end


def _past_sign(tokens: Sequence[Token], j: int, *, inside: bool, begun: bool) -> int | None:
    """Past a hyphen in a word, or a word in brackets: "Russian (Soviet) burial sites"; None where the phrase ends."""
    token = tokens[j]
    if token.kind == NUM:
        return None
    bracketed = j + 2 < len(tokens) and tokens[j + 1].kind == WORD and tokens[j + 2].text == ")"
    if inside and token.text == "(" and bracketed:
        return j + 3
    return j + 1 if begun and token.glued and token.text in "-‑'’" else None


def _ends_phrase(tokens: Sequence[Token], j: int, lex: Lexicon, *, begun: bool) -> bool:
    """Whether the word belongs to what comes after the phrase: a verb, a preposition, another number."""
    token = tokens[j]
    if lex.among("nouns.verbs", token) or lex.among("nouns.stops", token) or lex.numerals.at(tokens, j):
        return True
    return begun and token.low.endswith(tuple(lex.sets["nouns.verb_endings"]))


def _may_join(tokens: Sequence[Token], i: int, lex: Lexicon) -> bool:
    """Whether "and" leads to a second noun, not to a verb or another number."""
    if i >= len(tokens):
        return False
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


def _join(tokens: Sequence[Token]) -> str:
    text = tokens[0].text
    for token in tokens[1:]:
        text += token.text if token.glued else f" {token.text}"
    return text
