"""Numbers: from tokens to exact decimals, in digits, in words, or mixed. The grammar knows no language."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, localcontext

from workbench.extraction.tokens import NUM, VULGAR, WORD, Token
from workbench.extraction.words import Lexicon, symbols
from workbench.quantity.rounding import rounding_step, written_step

ONE, THOUSAND = Decimal(1), Decimal(1000)
FRACTION_DIGITS = 15
PARTS = {"half": Decimal("0.5"), "quarter": Decimal("0.25"), "three_quarters": Decimal("0.75")}
GLUED = {"K", "k", "M", "B", "b", "T"}
VULGARS = {
    "½": (1, 2), "⅓": (1, 3), "⅔": (2, 3), "¼": (1, 4), "¾": (3, 4), "⅕": (1, 5), "⅖": (2, 5), "⅗": (3, 5),
    "⅘": (4, 5), "⅙": (1, 6), "⅚": (5, 6), "⅛": (1, 8), "⅜": (3, 8), "⅝": (5, 8), "⅞": (7, 8),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Number:
    """A number read from ``tokens[first:last]``.

    Attributes:
        form: digits, words, fraction, vague, multiple.
        digits: Plain digits of the mantissa, for the rounding step; empty where ``step`` says it.
        scale: The product of the scale words.
        scaled: Whether a scale word stands with it.
        other: The other reading of three digits behind one separator ("1.300").
        step: The rounding step where it does not follow from the digits (fractions, vague plurals).
        change: The change that a word such as "doubled" carries.
        plus: Whether a plus stands inside it: "80-plus million".
    """

    first: int
    last: int
    value: Decimal
    high: Decimal | None = None
    form: str = "digits"
    digits: str = ""
    scale: Decimal = ONE
    scaled: bool = False
    other: Decimal | None = None
    step: Decimal | None = None
    change: str = ""
    plus: bool = False

    def rounding(self, *, percent: bool) -> tuple[Decimal, Decimal]:
        """The rounding step and the place of the last written digit."""
        if self.step is not None:
            return self.step, self.step
        return (
            rounding_step(self.digits, self.scale, scaled=self.scaled, percent=percent),
            written_step(self.digits, self.scale),
        )

    def regrouped(self) -> "Number":
        """The other reading of an ambiguous separator."""
        if self.other is None:
            return self
        return replace(self, value=self.other * self.scale, digits=str(self.other), other=None)


def read_number(tokens: Sequence[Token], i: int, lex: Lexicon) -> Number | None:
    """The number that begins at token ``i``, or None."""
    token = tokens[i]
    if token.kind == NUM:
        return _with_fraction(tokens, _in_digits(tokens, i, lex), lex)
    if token.kind == VULGAR:
        return _fraction(i, i + 1, *VULGARS[token.text])
    if token.kind != WORD:
        return None
    return (
        _vague(tokens, i, lex)
        or _half(tokens, i, lex)
        or _with_fraction(tokens, _in_words(tokens, i, lex), lex)
        or _article_fraction(tokens, i, lex)
        or _multiple_word(tokens, i, lex)
    )


def literal(text: str, decimal: str) -> tuple[Decimal, str, Decimal | None]:
    """A number in digits, whatever its separators: value, plain digits, and the other reading where there are two.

    Args:
        text: Such as ``6'845``, ``1.300,5``, ``27 000``.
        decimal: The decimal mark of the language.
    """
    if "e" in text or "E" in text:
        value = Decimal(text.replace(",", "."))
        return value, f"{value:f}", None
    separators = [c for c in text if not c.isdigit()]
    if not separators:
        return Decimal(text), str(int(text)) if text.isascii() else text, None
    last = separators[-1]
    head, _, tail = text.rpartition(last)
    whole = "".join(c for c in head if c.isdigit())
    grouped = len(tail) == 3 and len(head.split(last)[0]) <= 3 and not text.startswith("0")
    if last not in ".," or (len(separators) > 1 and last in separators[:-1]):
        return Decimal(whole + tail), whole + tail, None
    point = f"{whole}.{tail}"
    if len(separators) > 1 or not grouped:
        return Decimal(point), point, None
    if last == decimal:
        return Decimal(point), point, Decimal(whole + tail)
    return Decimal(whole + tail), whole + tail, None


def _in_digits(tokens: Sequence[Token], i: int, lex: Lexicon) -> Number:
    value, digits, other = literal(tokens[i].text, lex.decimal)
    behind = lex.hedges_after.at(tokens, i + 1)
    plus = behind is not None and behind[1].modifier == ">" and tokens[i + 1].glued
    after = i + 1 + (behind[0] if behind is not None and plus else 0)
    scale, last = _scales(tokens, after, lex)
    if plus and last == after:
        plus, last = False, i + 1
    scaled = scale != 1
    number = Number(i, last, value * scale, digits=digits, scale=scale, scaled=scaled, other=other, plus=plus)
    return _compound(tokens, number, lex)


def _scales(tokens: Sequence[Token], i: int, lex: Lexicon) -> tuple[Decimal, int]:
    """The scale words from token ``i`` on: their product and where they end."""
    scale = ONE
    while i < len(tokens):
        token = tokens[i]
        sign = symbols().scales.get(token.text)
        if sign is not None and is_scale_sign(tokens, i):
            scale, i = scale * sign, i + 1
            continue
        skip = 1 if token.text == "-" and token.glued else 0
        found = lex.multipliers.at(tokens, i + skip)
        if found is None or (skip and not tokens[i + 1].glued):
            break
        scale, i = scale * found[1], i + skip + found[0]
    return scale, i


def is_scale_sign(tokens: Sequence[Token], i: int) -> bool:
    """Whether "bn", "K", "B" is a scale: single letters only glued, and not in a house number ("221B Station Road")."""
    token = tokens[i]
    after = tokens[i + 1] if i + 1 < len(tokens) else None
    if after is not None and after.glued and after.kind in (WORD, NUM):
        return False
    if token.text not in GLUED:
        return True
    named = after is not None and after.kind == WORD and after.text[0].isupper() and token.text not in "Kk"
    return token.glued and not (named and not symbols().currencies.before(tokens, i - 1))


def _compound(tokens: Sequence[Token], number: Number, lex: Lexicon) -> Number:
    """ "5 million 300 thousand": a smaller scaled part that goes on with the number."""
    i = number.last
    if not number.scaled or i >= len(tokens) or tokens[i].kind != NUM or not tokens[i].text.isdigit():
        return number
    part = Decimal(tokens[i].text)
    scale, last = _scales(tokens, i + 1, lex)
    if part >= THOUSAND or part * scale >= number.scale or (scale == 1 and number.scale != THOUSAND):
        return number
    value = number.value + part * scale
    return replace(number, last=last, value=value, digits=str(int(value / scale)), scale=scale, scaled=scale != 1)


@dataclass(slots=True)
class _Sum:
    """A number in words, as far as it has been read: ``total`` of the scaled parts and the ``group`` after them."""

    total: Decimal = Decimal(0)
    group: Decimal = Decimal(0)
    seen: bool = False
    least: Decimal | None = None

    def takes(self, factor: Decimal) -> bool:
        """Multiply by a scale word; False where it does not go on with the number."""
        if factor < THOUSAND:
            self.group = (self.group or ONE) * factor
        elif self.least is None or factor < self.least:
            self.total += (self.group or ONE) * factor
            self.group, self.least = Decimal(0), factor
        elif self.group == 0 and self.total:
            self.total, self.least = self.total * factor, factor
        else:
            return False
        self.seen = True
        return True


def _in_words(tokens: Sequence[Token], i: int, lex: Lexicon) -> Number | None:
    """A number in words, such as "two hundred and five thousand" or "a dozen"."""
    first, told = i, _Sum()
    if lex.among("articles", tokens[i]) and lex.multipliers.at(tokens, i + 1):
        told.group, told.seen, i = ONE, True, i + 1
    while i < len(tokens):
        j = _joined(tokens, i, lex) if told.seen else i
        size = _atom(tokens, i, j, told, lex)
        if size:
            i = j + size
            continue
        size, part = _part(tokens, i, lex) if told.seen else (0, ONE)
        if size:
            told.group, i = told.group + part, i + size
            continue
        factor = lex.multipliers.at(tokens, j) if told.seen or (lex.bare_scale and i == first) else None
        if factor is None or not told.takes(factor[1]):
            break
        i = j + factor[0]
    if not told.seen or i == first:
        return None
    value, least = told.total + told.group, told.least
    digits = _plain(value, least)
    return Number(first, i, value, form="words", digits=digits, scale=least or ONE, scaled=least is not None)


def _part(tokens: Sequence[Token], i: int, lex: Lexicon) -> tuple[int, Decimal]:
    """The tokens and the size of "and a half", "and a quarter"; 0 tokens where there is none."""
    for name, part in PARTS.items():
        found = lex.lists[f"joiners.{name}"].at(tokens, i)
        if found is not None:
            return found[0], part
    return 0, ONE


def _point(tokens: Sequence[Token], number: Number, lex: Lexicon) -> Number | None:
    """ "two point five million": decimals told digit by digit."""
    point = lex.lists["joiners.point"].at(tokens, number.last)
    if point is None or number.form != "words":
        return None
    i, decimals = number.last + point[0], ""
    while (digit := lex.numerals.at(tokens, i)) is not None and digit[1] < 10:
        decimals, i = f"{decimals}{digit[1]}", i + digit[0]
    if not decimals:
        return None
    scale, last = _scales(tokens, i, lex)
    digits = f"{int(number.value)}.{decimals}"
    return replace(number, last=last, value=Decimal(digits) * scale, digits=digits, scale=scale, scaled=scale != 1)


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


def _atom(tokens: Sequence[Token], i: int, j: int, told: _Sum, lex: Lexicon) -> int:
    """Add the numeral at token ``j``; the number of its tokens, or 0 where it does not go on with the number."""
    atom = lex.numerals.at(tokens, j)
    if atom is None or not _fits(told.group, atom[1], fresh=not told.seen or told.group == 0):
        return 0
    if told.least is not None and told.group == 0 and j == i and _is_span_of_time(tokens, j + atom[0], lex):
        return 0
    told.group, told.seen = told.group + atom[1], True
    return atom[0]


def _is_span_of_time(tokens: Sequence[Token], i: int, lex: Lexicon) -> bool:
    """Whether a duration begins a phrase of its own: "four million ten years before"."""
    unit = lex.units.at(tokens, i)
    return unit is not None and unit[1].kind == "duration"


def _plain(value: Decimal, scale: Decimal | None) -> str:
    """The digits that would be written before the scale word."""
    text = f"{value / (scale or ONE):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _joined(tokens: Sequence[Token], i: int, lex: Lexicon) -> int:
    """Past a hyphen or an "and" inside a number in words."""
    if tokens[i].text in "-‑" and tokens[i].glued and i + 1 < len(tokens) and tokens[i + 1].glued:
        return i + 1
    if lex.among("joiners.and", tokens[i]) and i and not lex.among("range.between", tokens[max(0, i - 2)]):
        return i + 1
    return i


def _fits(group: Decimal, atom: Decimal, *, fresh: bool) -> bool:
    """Whether ``atom`` goes on with the number so far: units after tens, tens and units after hundreds."""
    if fresh:
        return True
    if atom == 0 or group % 1:
        return False
    if atom < 10:
        return group % 10 == 0 and group % 100 != 10
    if atom < 100:
        return group % 100 == 0
    return group == 0


def _with_fraction(tokens: Sequence[Token], number: Number | None, lex: Lexicon) -> Number | None:
    """ "two thirds", "3/4 of", "2½", "two and a half": what turns a whole number into a fraction."""
    if number is None or number.scaled or number.value % 1 or number.last >= len(tokens):
        return number
    mixed = _mixed(tokens, number) or _point(tokens, number, lex)
    if mixed is not None:
        return mixed
    i = number.last
    token = tokens[i]
    if token.kind == VULGAR:
        n, d = VULGARS[token.text]
        value = number.value + Decimal(n) / d
        scale, last = _scales(tokens, i + 1, lex)
        return replace(number, last=last, value=value * scale, step=ONE / d * scale, scaled=scale != 1)
    size, part = _part(tokens, i, lex)
    if size:
        scale, last = _scales(tokens, i + size, lex)
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
    return _fraction(number.first, i + skip + found[0], int(number.value), found[1])


def _slash(tokens: Sequence[Token], number: Number, lex: Lexicon) -> Number | None:
    """ "3/4 of": a fraction only where something is divided; else it is a date, a score, a name."""
    i = number.last + 1
    if i >= len(tokens) or tokens[i].kind != NUM or not tokens[i].glued or not tokens[i].text.isdigit():
        return number
    denominator = int(tokens[i].text)
    divided = i + 1 < len(tokens) and tokens[i + 1].kind == WORD and _followed(tokens, i + 1, lex)
    if not number.value < denominator <= 100 or not divided:
        return None
    return _fraction(number.first, i + 1, int(number.value), denominator)


def _followed(tokens: Sequence[Token], i: int, lex: Lexicon) -> bool:
    """Whether a fraction may end before token ``i``: "a third of …", "a third."."""
    if i >= len(tokens):
        return True
    words = lex.sets["fraction_rules.of"]
    token = tokens[i]
    if token.text in ".,;:)!?" or lex.among("nouns.stops", token) or lex.among("nouns.verbs", token):
        return True
    return token.low in words if words else token.kind == WORD


def _fraction(first: int, last: int, n: int, d: int) -> Number:
    with localcontext(prec=FRACTION_DIGITS):
        return Number(first, last, Decimal(n) / d, form="fraction", step=ONE / d)


def _half(tokens: Sequence[Token], i: int, lex: Lexicon) -> Number | None:
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
    scale, last = _scales(tokens, i + 1 + skip, lex)
    if scale != 1:
        digits = _plain(ONE / found[1], ONE)
        return Number(i, last, scale / found[1], form="words", digits=digits, scale=scale, scaled=True)
    return _fraction(i, i + 1, 1, found[1])


def _article_fraction(tokens: Sequence[Token], i: int, lex: Lexicon) -> Number | None:
    """ "a third of", "a quarter of a million", "every third"."""
    phrase = lex.fraction_phrases.at(tokens, i)
    if phrase is not None:
        return _fraction(i, i + phrase[0], 1, phrase[1])
    if not lex.among("articles", tokens[i]):
        return None
    found = lex.fractions.at(tokens, i + 1)
    if found is None or not _followed(tokens, i + 1 + found[0], lex):
        return None
    return _fraction(i, i + 1 + found[0], 1, found[1])


def _vague(tokens: Sequence[Token], i: int, lex: Lexicon) -> Number | None:
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


def _multiple_word(tokens: Sequence[Token], i: int, lex: Lexicon) -> Number | None:
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
