"""Numbers in words: "two hundred and five thousand", "two point five million"."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from workbench.extraction.number import LARGEST, ONE, THOUSAND, Number, is_whole, scales
from workbench.extraction.plurals import looks_plural
from workbench.extraction.tokens import NUM, Token
from workbench.extraction.words import Lexicon


@dataclass(slots=True)
class _Sum:
    """A number in words, as far as it has been read: ``total`` of the scaled parts and the ``group`` after them."""

    total: Decimal = Decimal(0)
    group: Decimal = Decimal(0)
    seen: bool = False
    least: Decimal | None = None
    step: Decimal | None = None

    def adds(self, part: Decimal) -> None:
        """Add a part of what was said last: half a million in "two million and a half"."""
        if self.group == 0 and self.least is not None:
            self.total += part * self.least
            self.step = step_of(part) * self.least
        else:
            self.group += part
            self.step = step_of(part)

    def takes(self, factor: Decimal) -> bool:
        """Multiply by a scale word; False where it does not go on with the number."""
        if max(self.group, self.total) > LARGEST:
            return False
        if factor < THOUSAND:
            self.group = (self.group or ONE) * factor
        elif self.least is None or factor < self.least:
            self.total += (self.group or ONE) * factor
            self.group, self.least = Decimal(0), factor
        elif self.group == 0 and self.total:
            self.total, self.least = self.total * factor, factor
        else:
            return False
        self.step = None if self.step is None else self.step * factor
        self.seen = True
        return True


def in_words(tokens: Sequence[Token], i: int, lex: Lexicon) -> Number | None:
    """A number in words, such as "two hundred and five thousand" or "a dozen"."""
    first, told = i, _Sum()
    if lex.among("articles", tokens[i]) and lex.multipliers.at(tokens, i + 1):
        told.group, told.seen, i = ONE, True, i + 1
    while i < len(tokens):
        size, part = part_after(tokens, i, lex) if told.seen else (0, ONE)
        if size:
            told.adds(part)
            i += size
            continue
        j = _joined(tokens, i, lex) if told.seen else i
        size = _atom(tokens, i, j, told, lex)
        if size:
            i = j + size
            continue
        bare = i == first and (lex.bare_scale or _scale_alone(tokens, i, lex))
        factor = lex.multipliers.at(tokens, j) if told.seen or bare else None
        if factor is None or not told.takes(factor[1]):
            break
        i = j + factor[0]
    if not told.seen or i == first:
        return None
    value, least = told.total + told.group, told.least
    if value == 1 and i == first + 1 and lex.among("articles", tokens[first]) and not _counts_one(tokens, i, lex):
        return None
    digits = plain_digits(value, least)
    scale, scaled = least or ONE, least is not None
    return Number(first, i, value, form="words", digits=digits, scale=scale, scaled=scaled, step=told.step)


def _scale_alone(tokens: Sequence[Token], i: int, lex: Lexicon) -> bool:
    """Whether a scale word is the number itself, without an article: "Hundred people came", "over thousand homes"."""
    if not lex.among("scale_alone", tokens[i]) or not (i == 0 or lex.hedges.before(tokens, i)):
        return False
    return lex.multipliers.at(tokens, i + 1) is not None or (i + 1 < len(tokens) and looks_plural(tokens[i + 1], lex))


def _counts_one(tokens: Sequence[Token], i: int, lex: Lexicon) -> bool:
    """Whether a numeral that is an article too counts: «un mort», «un sur quatre»."""
    between = lex.lists["odds.between"]
    if between.at(tokens, i) is not None or between.at(tokens, i + 1) is not None:
        return True
    return i < len(tokens) and lex.among("pronoun_one.after_ok", tokens[i])


def step_of(part: Decimal) -> Decimal:
    """The rounding step of a half or of quarters, which is that of the fraction: 1/2, 1/4."""
    return min(part, ONE - part)


def part_after(tokens: Sequence[Token], i: int, lex: Lexicon) -> tuple[int, Decimal]:
    """The tokens and the size of "and a half", "and a quarter"; 0 tokens where there is none."""
    return lex.parts.at(tokens, i) or (0, ONE)


def with_point(tokens: Sequence[Token], number: Number, lex: Lexicon) -> Number | None:
    """ "two point five million", "1 point 1": decimals told digit by digit, or as one number."""
    point = lex.lists["joiners.point"].at(tokens, number.last)
    if point is None or not (number.form == "words" or number.digits.isdigit()):
        return None
    i, decimals = _decimals(tokens, number.last + point[0], lex)
    if not decimals:
        return None
    scale, last = scales(tokens, i, lex)
    digits = f"{int(number.value)}.{decimals}"
    return replace(number, last=last, value=Decimal(digits) * scale, digits=digits, scale=scale, scaled=scale != 1)


def _decimals(tokens: Sequence[Token], i: int, lex: Lexicon) -> tuple[int, str]:
    """What is said behind the point, in digits, and the token after it."""
    if i < len(tokens) and tokens[i].kind is NUM and tokens[i].text.isdigit():
        return i + 1, tokens[i].text
    decimals = ""
    while (digit := lex.numerals.at(tokens, i)) is not None and digit[1] < 10:
        decimals, i = f"{decimals}{digit[1]}", i + digit[0]
    if decimals or i >= len(tokens):
        return i, decimals
    whole = in_words(tokens, i, lex)
    return (whole.last, str(whole.value)) if whole is not None and whole.value < 100 else (i, "")


def _atom(tokens: Sequence[Token], i: int, j: int, told: _Sum, lex: Lexicon) -> int:
    """Add the numeral at token ``j``; the number of its tokens, or 0 where it does not go on with the number."""
    atom = lex.numerals.at(tokens, j)
    if atom is None or not _fits(told.group, atom[1], fresh=not told.seen or told.group == 0):
        return 0
    if j > i and _is_numerator(tokens, i, j + atom[0], atom[1], lex):
        return 0
    if told.least is not None and told.group == 0 and j == i and _is_span_of_time(tokens, j + atom[0], lex):
        return 0
    told.group, told.seen = told.group + atom[1], True
    told.step = None if is_whole(atom[1]) else step_of(atom[1] % 1)  # «полтора»
    return atom[0]


def _is_numerator(tokens: Sequence[Token], i: int, last: int, atom: Decimal, lex: Lexicon) -> bool:
    """Whether "and" leads to a fraction, which is no part of the whole number: "twenty and three fifths"."""
    if not lex.among("joiners.fraction", tokens[i]):
        return False
    below = lex.fractions.at(tokens, last)
    if below is None or not atom < below[1]:
        return False
    return atom == 1 or tokens[last].low in lex.sets["fraction_rules.plurals"]


def _is_span_of_time(tokens: Sequence[Token], i: int, lex: Lexicon) -> bool:
    """Whether a duration begins a phrase of its own: "four million ten years before"."""
    unit = lex.units.at(tokens, i)
    return unit is not None and unit[1].kind == "duration"


def plain_digits(value: Decimal, scale: Decimal | None) -> str:
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
    if atom == 0 or not is_whole(group):
        return False
    if atom < 10:
        return group % 10 == 0 and group % 100 != 10
    if atom < 100:
        return group % 100 == 0
    return group == 0
