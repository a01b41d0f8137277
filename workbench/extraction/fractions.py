"""Fractions, vague plurals and multiples in words: "two thirds", "tens of thousands", "doubled"."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal, localcontext

from workbench.extraction.number import ONE, THOUSAND, Number, scales
from workbench.extraction.numerals import part_after, plain_digits, with_point
from workbench.extraction.tokens import NUM, VULGAR, WORD, Token
from workbench.extraction.words import Lexicon

FRACTION_DIGITS = 15
VULGARS = {
    "½": (1, 2), "⅓": (1, 3), "⅔": (2, 3), "¼": (1, 4), "¾": (3, 4), "⅕": (1, 5), "⅖": (2, 5), "⅗": (3, 5),
    "⅘": (4, 5), "⅙": (1, 6), "⅚": (5, 6), "⅛": (1, 8), "⅜": (3, 8), "⅝": (5, 8), "⅞": (7, 8),
}  # fmt: skip


def _mixed(tokens: Sequence[Token], number: Number) -> Number | None:
    """ "2 1/2": a whole number and a fraction."""
    i = number.last
    if i + 2 >= len(tokens) or tokens[i].kind != NUM or tokens[i + 1].text != "/" or tokens[i + 2].kind != NUM:
        return None
    upper, lower = tokens[i].text, tokens[i + 2].text
    glued = tokens[i + 1].glued and tokens[i + 2].glued
    if not (glued and upper.isdigit() and lower.isdigit() and 0 < int(upper) < int(lower) <= 100):
        return None
    with localcontext(prec=FRACTION_DIGITS):
        value = number.value + Decimal(upper) / int(lower)
    return replace(number, last=i + 3, value=value, form="fraction", step=ONE / int(lower))


def with_fraction(tokens: Sequence[Token], number: Number | None, lex: Lexicon) -> Number | None:
    """ "two thirds", "3/4 of", "2½", "two and a half": what turns a whole number into a fraction."""
    if number is None or number.scaled or number.value % 1 or number.last >= len(tokens):
        return number
    mixed = _mixed(tokens, number) or with_point(tokens, number, lex)
    if mixed is not None:
        return mixed
    i = number.last
    token = tokens[i]
    if token.kind == VULGAR:
        n, d = VULGARS[token.text]
        value = number.value + Decimal(n) / d
        scale, last = scales(tokens, i + 1, lex)
        return replace(number, last=last, value=value * scale, step=ONE / d * scale, scaled=scale != 1)
    size, part = part_after(tokens, i, lex)
    if size:
        scale, last = scales(tokens, i + size, lex)
        digits = f"{number.value + part}"
        return replace(number, last=last, value=Decimal(digits) * scale, digits=digits, scale=scale, scaled=scale != 1)
    if token.text == "/" and token.glued:
        return _slash(tokens, number, lex)
    skip = 1 if token.text == "-" and token.glued else 0
    found = lex.fractions.at(tokens, i + skip)
    if found is None or number.value >= found[1] or not number.value > 0:
        return number
    if number.value == 1 and not _followed(tokens, i + skip + found[0], lex):
        return number
    return fraction(number.first, i + skip + found[0], int(number.value), found[1])


def _slash(tokens: Sequence[Token], number: Number, lex: Lexicon) -> Number | None:
    """ "3/4 of": a fraction only where something is divided; else it is a date, a score, a name."""
    i = number.last + 1
    if i >= len(tokens) or tokens[i].kind != NUM or not tokens[i].glued or not tokens[i].text.isdigit():
        return number
    denominator = int(tokens[i].text)
    whole = number.first == 0 and i + 1 == len(tokens)
    divided = i + 1 < len(tokens) and tokens[i + 1].kind == WORD and _followed(tokens, i + 1, lex)
    divided = divided or whole or lex.units.at(tokens, i + 1) is not None
    if not number.value < denominator <= 100 or not divided:
        return None
    return fraction(number.first, i + 1, int(number.value), denominator)


def _followed(tokens: Sequence[Token], i: int, lex: Lexicon) -> bool:
    """Whether a fraction may end before token ``i``: "a third of …", "a third."."""
    if i >= len(tokens):
        return True
    words = lex.sets["fraction_rules.of"]
    token = tokens[i]
    if token.text in ".,;:)!?" or lex.among("nouns.stops", token) or lex.among("nouns.verbs", token):
        return True
    return token.low in words if words else token.kind == WORD


def fraction(first: int, last: int, n: int, d: int) -> Number:
    """``n/d``, to 15 digits."""
    with localcontext(prec=FRACTION_DIGITS):
        return Number(first, last, Decimal(n) / d, form="fraction", step=ONE / d)


def half(tokens: Sequence[Token], i: int, lex: Lexicon) -> Number | None:
    """A fraction word that stands alone: "half of", "over half the", "half a million"."""
    token = tokens[i]
    if not lex.among("fraction_rules.alone", token):
        return None
    if i and (lex.among("fraction_rules.not_after", tokens[i - 1]) or (tokens[i - 1].text == "-" and token.glued)):
        return None
    after = tokens[i + 1] if i + 1 < len(tokens) else None
    if after is not None and lex.among("fraction_rules.not_before", after):
        return None
    found = lex.fractions.at(tokens, i)
    if found is None:
        return None
    skip = 1 if after is not None and lex.among("articles", after) else 0
    scale, last = scales(tokens, i + 1 + skip, lex)
    if scale != 1:
        digits = plain_digits(ONE / found[1], ONE)
        return Number(i, last, scale / found[1], form="words", digits=digits, scale=scale, scaled=True)
    return fraction(i, i + 1, 1, found[1])


def article_fraction(tokens: Sequence[Token], i: int, lex: Lexicon) -> Number | None:
    """ "a third of", "a quarter of a million", "every third"."""
    phrase = lex.fraction_phrases.at(tokens, i)
    if phrase is not None:
        return fraction(i, i + phrase[0], 1, phrase[1])
    if not lex.among("articles", tokens[i]):
        return None
    found = lex.fractions.at(tokens, i + 1)
    if found is None or not _followed(tokens, i + 1 + found[0], lex):
        return None
    return fraction(i, i + 1 + found[0], 1, found[1])


def vague(tokens: Sequence[Token], i: int, lex: Lexicon) -> Number | None:
    """ "dozens", "tens of thousands": a half-open range."""
    found = lex.vague.at(tokens, i)
    if found is None or (i and tokens[i - 1].kind == NUM):
        return None
    if lex.multipliers.at(tokens, i) and lex.hedges.before(tokens, i):
        return None
    i_of = i + found[0]
    of = lex.lists["vague_of.of"].at(tokens, i_of) if lex.sets["vague_of.of"] else (0, True)
    scale = None if of is None else lex.vague_scales.at(tokens, i_of + of[0])
    low, high = found[1]
    if scale is None:
        if lex.among("vague_of.needs_of", tokens[i]) and of is None:
            return None
        return Number(i, i_of, low, high, form="vague", step=Decimal(0))
    last = i_of + (of[0] if of else 0) + scale[0]
    if low >= THOUSAND:
        low, high = THOUSAND, Decimal(10) ** 6
        low = low * 2
    return Number(i, last, low * scale[1], high * scale[1], form="vague", step=Decimal(0))


def multiple_word(tokens: Sequence[Token], i: int, lex: Lexicon) -> Number | None:
    """ "doubled", "twice", "tenfold"."""
    token = tokens[i]
    after = tokens[i + 1] if i + 1 < len(tokens) else None
    if after is not None and (lex.among("multiples.not_before", after) or (after.text == "-" and after.glued)):
        return None
    found = lex.multiple_words.at(tokens, i)
    if found is not None:
        value, change = found[1]
        digits = f"{value:f}"
        step = Decimal("0.5") if value < 1 else None
        return Number(i, i + found[0], value, form="multiple", digits=digits, step=step, change=change)
    for ending in lex.sets["multiples.fold"]:
        stem = token.low.removesuffix(ending)
        if stem != token.low and stem:
            atom = lex.numerals.at([token._replace(low=stem)], 0) or lex.multipliers.at([token._replace(low=stem)], 0)
            if atom is not None:
                return Number(i, i + 1, atom[1], form="multiple", digits=f"{atom[1]:f}")
    return None
