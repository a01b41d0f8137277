"""The number as it is read: its value, its digits, its scale; and how digits and scale signs are told."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from workbench.extraction.lexicons import symbols
from workbench.extraction.measures import unit_after
from workbench.extraction.tokens import NUM, WORD, Token
from workbench.extraction.words import Lexicon
from workbench.quantity.model import Change
from workbench.quantity.rounding import rounding_step, written_step

ONE, HUNDRED, THOUSAND = Decimal(1), Decimal(100), Decimal(1000)
LARGEST = Decimal(10) ** 18
_SEPARATOR = re.compile(r"\D")
GLUED = {"K", "k", "M", "B", "b", "T", "к"}


@dataclass(slots=True)  # frozen, it would be several times as dear to make
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
        plus: Whether a plus stands inside it, or between it and its unit: "80-plus million", "20+ km".
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
    change: Change | None = None
    plus: bool = False

    def rounding(self, *, percent: bool) -> tuple[Decimal, Decimal]:
        """The rounding step and the place of the last written digit."""
        if self.step is not None:
            return self.step, self.step
        if "." in self.digits:
            step = written_step(self.digits, self.scale)
            return step, step
        return (
            rounding_step(self.digits, self.scale, scaled=self.scaled, percent=percent),
            written_step(self.digits, self.scale),
        )

    def regrouped(self) -> "Number":
        """The other reading of an ambiguous separator."""
        if self.other is None:
            return self
        return replace(self, value=self.other * self.scale, digits=str(self.other), other=None)


def is_whole(value: Decimal) -> bool:
    """Whether a number has no decimals, however large it is."""
    return value == value.to_integral_value()


def literal(text: str, decimal: str) -> tuple[Decimal, str, Decimal | None]:
    """A number in digits, whatever its separators: value, plain digits, and the other reading where there are two.

    Args:
        text: Such as ``6'845``, ``1.300,5``, ``27 000``.
        decimal: The decimal mark of the language.
    """
    if "e" in text or "E" in text:
        value = Decimal(text.replace(",", "."))
        return value, f"{value:f}", None
    if text.isdigit():
        return Decimal(text), str(int(text)) if text.isascii() else text, None
    separators = _SEPARATOR.findall(text)
    last = separators[-1]
    head, _, tail = text.rpartition(last)
    whole = head.replace(separators[0], "")
    grouped = len(tail) == 3 and len(head.split(last)[0]) <= 3 and not text.startswith("0")
    if last not in ".," or (len(separators) > 1 and last in separators[:-1]):
        return Decimal(whole + tail), whole + tail, None
    point = f"{whole}.{tail}"
    if len(separators) > 1 or not grouped:
        return Decimal(point), point, None
    if last == decimal:
        return Decimal(point), point, Decimal(whole + tail)
    return Decimal(whole + tail), whole + tail, None


def alone(token: Token, i: int, lex: Lexicon) -> Number:
    """The number in digits at token ``i``, where it does not go on behind it."""
    value, digits, other = literal(token.text, lex.decimal)
    return Number(i, i + 1, value, digits=digits, other=other)


def in_digits(tokens: Sequence[Token], i: int, lex: Lexicon) -> Number:
    """The number in digits at token ``i`` with its scale words: "27 thousand", "80-plus million", "5 млн 300 тыс."."""
    if i + 3 < len(tokens) and tokens[i + 1].text == "." and _is_spaced_out(tokens, i):
        digits = f"{tokens[i].text}.{tokens[i + 2].text}"
        return Number(i, i + 3, Decimal(digits), digits=digits)
    value, digits, other = literal(tokens[i].text, lex.decimal)
    power = _power_of_ten(tokens, i + 1)
    if power is not None:
        exponent, last = power
        scale = ONE.scaleb(exponent)
        return Number(i, last, value * scale, digits=digits, scale=scale)
    behind = lex.hedges_after.at(tokens, i + 1)
    plus = behind is not None and behind[1].modifier == ">" and tokens[i + 1].glued
    after = i + 1 + (behind[0] if behind is not None and plus else 0)
    scale, last = scales(tokens, after, lex)
    if plus and last == after and unit_after(tokens, after, lex) is None:
        plus, last = False, i + 1
    scaled = scale is not ONE
    product = value * scale if scaled else value  # a product is cut to 28 digits
    number = Number(i, last, product, digits=digits, scale=scale, scaled=scaled, other=other, plus=plus)
    return _compound(tokens, number, lex)


def _is_spaced_out(tokens: Sequence[Token], i: int) -> bool:
    """Whether blanks stand about the decimal point of a percentage, as in texts cut into words: "6 . 2 %"."""
    whole, point, part, unit = tokens[i : i + 4]
    if point.glued or part.glued or not (whole.text.isdigit() and part.text.isdigit()):
        return False
    return unit.text == "%"


def _power_of_ten(tokens: Sequence[Token], i: int) -> tuple[int, int] | None:
    """The exponent in "1.3x10^6" or "2.48×10−5", and the token after it."""
    if i + 2 >= len(tokens) or tokens[i].text not in "x×·*" or tokens[i + 1].text != "10":
        return None
    i += 2
    caret = tokens[i].text == "^"
    i += caret
    minus = i < len(tokens) and tokens[i].text in "-−" and tokens[i].glued
    i += minus
    if not (caret or minus) or i >= len(tokens) or not tokens[i].text.isdigit() or len(tokens[i].text) > 2:
        return None
    return (-int(tokens[i].text) if minus else int(tokens[i].text)), i + 1


def scales(tokens: Sequence[Token], i: int, lex: Lexicon) -> tuple[Decimal, int]:
    """The scale words from token ``i`` on: their product and where they end; without any, the very same ONE."""
    scale = ONE
    while i < len(tokens):
        token = tokens[i]
        sign = lex.signs.scales.get(token.text)
        if sign is not None and is_scale_sign(tokens, i):
            scale, i = scale * sign, i + 1
            continue
        skip = 1 if token.text == "-" and token.glued else 0
        found = lex.multipliers.at(tokens, i + skip)
        if i and tokens[i - 1].kind is NUM and lex.among("not_after_figures", token):
            break
        if found is not None and found[0] > 1 and _is_unit_instead(tokens, i, lex, scaled=scale is not ONE):
            break
        if found is None or (skip and not tokens[i + 1].glued):
            break
        if scale > LARGEST:
            break
        scale, i = scale * found[1], i + skip + found[0]
    return scale, i


def _is_unit_instead(tokens: Sequence[Token], i: int, lex: Lexicon, *, scaled: bool) -> bool:
    """Whether what may be a scale at token ``i`` is a unit: «5 млн т.», «40 т. зерна», not «40 т. человек»."""
    if not lex.lists["ambiguous_scales"].at(tokens, i):
        return False
    goes_on = lex.currencies.at(tokens, i + 2) or lex.units.at(tokens, i + 2)
    people = i + 2 < len(tokens) and lex.among("nouns.people", tokens[i + 2])
    return scaled or not (goes_on or people)


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
    if not number.scaled or i >= len(tokens):
        return number
    joined = lex.among("joiners.and", tokens[i])
    i += joined
    if i >= len(tokens) or tokens[i].kind != NUM or not tokens[i].text.isdigit():
        return number
    part = Decimal(tokens[i].text)
    scale, last = scales(tokens, i + 1, lex)
    if part >= THOUSAND or part * scale >= number.scale:
        return number
    # "3 hundred and 21" is one number; "5 million and 30" may be two
    if (scale == 1 and number.scale not in (HUNDRED, THOUSAND)) or (joined and number.scale != HUNDRED):
        return number
    value = number.value + part * scale
    digits = str(int(value / scale))
    longer = replace(number, last=last, value=value, digits=digits, scale=scale, scaled=scale != 1)
    return _compound(tokens, longer, lex)
