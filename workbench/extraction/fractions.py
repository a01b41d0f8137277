"""Fractions, vague plurals and multiples in words: "two thirds", "tens of thousands", "doubled"."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal, localcontext

from workbench.extraction.number import ONE, THOUSAND, Number, is_whole, scales
from workbench.extraction.numerals import in_words, part_after, step_of, with_point
from workbench.extraction.tokens import NUM, VULGAR, WORD, Token
from workbench.extraction.words import Lexicon

FRACTION_DIGITS = 15
VULGARS = {
    "½": (1, 2), "⅓": (1, 3), "⅔": (2, 3), "¼": (1, 4), "¾": (3, 4), "⅕": (1, 5), "⅖": (2, 5), "⅗": (3, 5),
    "⅘": (4, 5), "⅙": (1, 6), "⅚": (5, 6), "⅛": (1, 8), "⅜": (3, 8), "⅝": (5, 8), "⅞": (7, 8),
}  # fmt: skip


def _mixed(tokens: Sequence[Token], number: Number, lex: Lexicon) -> Number | None:
    """ "2 1/2", "2 1/2 million": a whole number and a fraction."""
    i = number.last
    i += i + 1 < len(tokens) and tokens[i].text == "-" and tokens[i].glued and tokens[i + 1].glued  # "7-3/4"
    if i + 2 >= len(tokens) or tokens[i].kind != NUM or tokens[i + 1].text != "/" or tokens[i + 2].kind != NUM:
        return None
    upper, lower = tokens[i].text, tokens[i + 2].text
    glued = tokens[i + 1].glued and tokens[i + 2].glued
    if not (glued and upper.isdigit() and lower.isdigit() and 0 < int(upper) < int(lower) <= 100):
        return None
    with localcontext(prec=FRACTION_DIGITS):
        value = number.value + Decimal(upper) / int(lower)
    scale, last = scales(tokens, i + 3, lex)
    return replace(number, last=last, value=value * scale, step=ONE / int(lower) * scale, scaled=scale != 1)


def with_fraction(tokens: Sequence[Token], number: Number | None, lex: Lexicon) -> Number | None:
    """ "two thirds", "3/4 of", "2½", "two and a half": what turns a whole number into a fraction."""
    if number is None or not is_whole(number.value) or number.last >= len(tokens):
        return number
    if number.scaled:
        return _with_part(tokens, number, lex) or number
    i = number.last
    token = tokens[i]
    if token.kind == VULGAR:
        n, d = VULGARS[token.text]
        value = number.value + Decimal(n) / d
        scale, last = scales(tokens, i + 1, lex)
        return replace(number, last=last, value=value * scale, step=ONE / d * scale, scaled=scale != 1)
    if token.text == "/" and token.glued:
        return _slash(tokens, number, lex)
    return (
        _mixed(tokens, number, lex)
        or with_point(tokens, number, lex)
        or _with_part(tokens, number, lex)
        or _divided(tokens, number, lex)
        or number
    )


def _with_part(tokens: Sequence[Token], number: Number, lex: Lexicon) -> Number | None:
    """ "two and a half", "3 million and a quarter", "six and two thirds": the part is one of the number's scale."""
    i = number.last
    size, part = part_after(tokens, i, lex)
    if size:
        scale, last = (number.scale, i + size) if number.scaled else scales(tokens, i + size, lex)
        value = (number.value / number.scale + part) * scale
        return replace(number, last=last, value=value, step=step_of(part) * scale, scale=scale, scaled=scale != 1)
    if not lex.among("joiners.fraction", tokens[i]) or i + 1 >= len(tokens):
        return None
    if lex.among("articles", tokens[i + 1]):
        upper: Number | None = Number(i + 1, i + 2, ONE, form="words")
    else:
        upper = in_words(tokens, i + 1, lex)
    below = None if upper is None else _divided(tokens, upper, lex)
    if below is None or not below.value < 1 or below.step is None:
        return None
    value = number.value + below.value * number.scale
    return replace(number, last=below.last, value=value, step=below.step * number.scale)


def _divided(tokens: Sequence[Token], number: Number, lex: Lexicon) -> Number | None:
    """ "two thirds", "two-thirds", "twenty-three fifths"; but no ordinal, such as "two third graders"."""
    i = number.last
    hyphen = 1 if i < len(tokens) and tokens[i].text == "-" and tokens[i].glued else 0
    found = lex.fractions.at(tokens, i + hyphen) or _tens_and(tokens, i + hyphen, lex)
    if found is None or not number.value > 0 or number.value == found[1]:
        return None
    size, below = found
    i += size - 1
    size = 1
    plurals = lex.sets["fraction_rules.plurals"]
    plural = tokens[i + hyphen].low in plurals
    if plural and number.value == 1 and lex.among("fraction_rules.invariable", tokens[i + hyphen]):
        plural = False
    if number.value == 1 and (plural or not _followed(tokens, i + hyphen + size, lex)):
        return None
    if number.value > 1 and plurals and not (plural or (hyphen and number.value < below)):
        return None
    improper = number.form == "words" and lex.among("fraction_rules.improper", tokens[i + hyphen])
    if number.value > below and not improper:
        return None
    return fraction(number.first, i + hyphen + size, int(number.value), below)


def _tens_and(tokens: Sequence[Token], i: int, lex: Lexicon) -> tuple[int, int] | None:
    """A denominator in two words: "twenty-fifth"."""
    tens = lex.numerals.at(tokens, i)
    if tens is None or i + 2 >= len(tokens) or tokens[i + 1].text != "-" or tens[1] % 10 or not 20 <= tens[1] < 100:
        return None
    ones = lex.fractions.at(tokens, i + 2)
    return (3, int(tens[1]) + ones[1]) if ones is not None and ones[1] < 10 else None


def _slash(tokens: Sequence[Token], number: Number, lex: Lexicon) -> Number | None:
    """ "3/4 of": a fraction only where something is divided; else it is a date, a score, a name."""
    i = number.last + 1
    if i >= len(tokens) or tokens[i].kind != NUM or not tokens[i].glued or not tokens[i].text.isdigit():
        return number
    denominator = int(tokens[i].text)
    hedge = lex.hedges.before(tokens, number.first)
    whole = number.first == (hedge[0] if hedge else 0) and i + 1 == len(tokens)
    divided = i + 1 < len(tokens) and tokens[i + 1].kind == WORD and _followed(tokens, i + 1, lex)
    if number.first and lex.among("dates.year_before", tokens[number.first - 1]):
        divided = divided and lex.among("nouns.of", tokens[i + 1])  # "since 9/11 and before"
    measured = lex.units.at(tokens, i + 1) is not None
    divided = divided or whole or measured
    if not number.value < denominator <= (1000 if measured else 100) or not divided:
        return None
    return fraction(number.first, i + 1, int(number.value), denominator)


def _followed(tokens: Sequence[Token], i: int, lex: Lexicon) -> bool:
    """Whether a fraction may end before token ``i``: "a third of …", "a third."."""
    if i >= len(tokens):
        return True
    words = lex.sets["fraction_rules.of"]
    token = tokens[i]
    if token.text in ".,;:)!?":
        return True
    if lex.units.at(tokens, i) is not None:
        before = lex.sets["fraction_rules.before_unit"]
        return not before or tokens[i - 1].low in before  # else an ordinal: "a third day"
    if lex.among("nouns.stops", token) or lex.among("nouns.verbs", token):
        return True
    return token.low in words if words else token.kind == WORD


def fraction(first: int, last: int, n: int, d: int) -> Number:
    """``n/d``, to 15 digits."""
    with localcontext(prec=FRACTION_DIGITS):
        return Number(first, last, Decimal(n) / d, form="fraction", step=ONE / d)


def of_scale(tokens: Sequence[Token], number: Number | None, lex: Lexicon) -> Number | None:
    """ "three quarters billion", "two thirds of a million": a fraction of a scale word."""
    if number is None or number.form != "fraction":
        return number
    i = number.last
    if i + 2 < len(tokens) and lex.among("nouns.of", tokens[i]) and lex.among("articles", tokens[i + 1]):
        i += 2
    scale, last = scales(tokens, i, lex)
    if last == i or number.step is None:
        return number
    return replace(
        number, last=last, value=number.value * scale, form="words", step=number.step * scale, scale=scale, scaled=True
    )


def half(tokens: Sequence[Token], i: int, lex: Lexicon) -> Number | None:
    """A fraction word that stands alone: "half of", "over half the", "half a million"."""
    token = tokens[i]
    after = tokens[i + 1] if i + 1 < len(tokens) else None
    hyphen = after is not None and after.text in "-‑" and lex.multipliers.at(tokens, i + 2) is not None
    if not lex.among("fraction_rules.alone", token):
        scaled = lex.among("fraction_rules.before_scale", token) and lex.multipliers.at(tokens, i + 1 + hyphen)
        return fraction(i, i + 1, 1, lex.fractions.of(token.low) or 1) if scaled else None
    if i and (lex.among("fraction_rules.not_after", tokens[i - 1]) or (tokens[i - 1].text == "-" and token.glued)):
        return None
    if after is not None and not hyphen and lex.among("fraction_rules.not_before", after):
        return None
    found = lex.fractions.at(tokens, i)
    if found is None:
        return None
    skip = 1 if after is not None and lex.among("articles", after) else 0
    scale, last = scales(tokens, i + 1 + skip, lex)
    if scale != 1:
        part = scale / found[1]
        return Number(i, last, part, form="words", step=part, scale=scale, scaled=True)
    return fraction(i, i + 1, 1, found[1])


def article_fraction(tokens: Sequence[Token], i: int, lex: Lexicon) -> Number | None:
    """ "a third of", "a quarter of a million", "every third"."""
    phrase = lex.fraction_phrases.at(tokens, i)
    if phrase is not None:
        return fraction(i, i + phrase[0], 1, phrase[1])
    if not lex.among("articles", tokens[i]):
        return None
    found = lex.fractions.at(tokens, i + 1)
    if found is None:
        return None
    scaled = half(tokens, i + 1, lex)
    if scaled is not None and scaled.scaled:
        return replace(scaled, first=i)
    last = i + 1 + found[0]
    if _of_point(tokens, i + 1, last, lex):
        return fraction(i, last, 1, found[1])
    if not _followed(tokens, last, lex) and not lex.multipliers.at(tokens, last):
        return None
    return fraction(i, last, 1, found[1])


def _of_point(tokens: Sequence[Token], i: int, last: int, lex: Lexicon) -> bool:
    """Whether the fraction at token ``i`` is one of a point: "a quarter point", "a quarter-point cut"."""
    if not any(lex.among(name, tokens[i]) for name in ("fraction_rules.alone", "fraction_rules.before_scale")):
        return False
    last += last + 1 < len(tokens) and tokens[last].text in "-‑"
    return last < len(tokens) and lex.among("points", tokens[last])


def vague(tokens: Sequence[Token], i: int, lex: Lexicon) -> Number | None:
    """ "dozens", "tens of thousands": a half-open range."""
    found = lex.vague.at(tokens, i)
    if found is None or (i and tokens[i - 1].kind == NUM):
        return None
    if lex.bare_scale and lex.multipliers.at(tokens, i) and lex.hedges.before(tokens, i):
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
    for ending in lex.endings["multiples.fold"]:
        stem = token.low.removesuffix(ending)
        size = (lex.numerals.of(stem) or lex.multipliers.of(stem)) if stem != token.low else None
        if size is not None:
            return Number(i, i + 1, size, form="multiple", digits=f"{size:f}")
    return None
