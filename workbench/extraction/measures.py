"""Units: what stands behind a number, or, for money, before it; simple, compound and per something."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from workbench.extraction.plurals import looks_plural
from workbench.extraction.tokens import NUM, WORD, Token
from workbench.extraction.words import Lexicon, UnitEntry

ONE = Decimal(1)
SPEED_TIMES = ("second", "minute", "hour")
SMALL_LENGTHS = ("millimeter", "centimeter")  # of rain and growth, which have a rate and no speed
MUST_BE_GLUED = ("C", "F", "р")
NEVER_GLUED = ("K",)
PHRASE = 4
MANY, LONGEST_OF_MINUTES = 500, 3  # as which nobody tells minutes, and digits of what they do tell


@dataclass(slots=True)  # frozen, it would be several times as dear to make
class Measure:
    """A unit in ``tokens[first:last]``; the written number is multiplied by ``factor``."""

    first: int
    last: int
    unit: str
    kind: str
    factor: Decimal = ONE


def unit_after(tokens: Sequence[Token], i: int, lex: Lexicon, *, money: bool = False) -> Measure | None:
    """The unit that begins at token ``i``, with what it is per.

    Args:
        tokens: The sentence.
        i: The token after the number.
        lex: The words of its language.
        money: Whether the sentence speaks of money, which decides what "pounds" are.
    """
    if i >= len(tokens) or not (tokens[i].low in lex.units_behind or tokens[i].text in lex.signs.unit_words):
        return None
    start = i
    if i + 1 < len(tokens) and tokens[i].text in "-‑" and tokens[i].glued and tokens[i + 1].glued:
        i += 1
    entry, last = _entry(tokens, i, lex, money=money)
    if entry is None:
        return _per_alone(tokens, start, lex)
    if i > start and entry.kind == "money" and entry.name == "GBP":
        return None  # a 20-pound bag
    return _with_per(tokens, Measure(start, last, entry.name, entry.kind, entry.factor), lex)


def unit_of_scale(tokens: Sequence[Token], i: int, lex: Lexicon) -> Measure | None:
    """The unit behind a scale word and "of": «8,2 milliards d'euros»."""
    if i >= len(tokens) or tokens[i].low not in lex.sets["nouns.of"] or not lex.multipliers.before(tokens, i):
        return None
    return unit_after(tokens, i + 1, lex)


def with_per(tokens: Sequence[Token], measure: Measure, lex: Lexicon) -> Measure:
    """The measure with what it is per, where that stands behind it: "$82 a barrel"."""
    return _with_per(tokens, measure, lex)


def money_before(tokens: Sequence[Token], i: int, lex: Lexicon, *, taken: int = 0) -> Measure | None:
    """The currency sign or code just before token ``i``, unless it belongs to a number read up to ``taken``."""
    signs = lex.signs.currencies
    if i < 1 or tokens[i - 1].text not in signs.lasts:
        return None
    found = signs.before(tokens, i)
    if found is not None and found[0] > 1 and not tokens[i - 1].glued and _is_word_apart(tokens, i - 2, lex):
        found = signs.at(tokens, i - 1)  # the article of "a $2 fee", the pronoun of "gave us $5"
    if found is None or i - found[0] < taken:
        return None
    scaled = i + 1 < len(tokens) and lex.multipliers.at(tokens, i + 1) is not None
    if tokens[i - 1].text in lex.signs.word_codes and not scaled and not _is_amount(tokens[i]):
        return None
    return Measure(i - found[0], i, found[1].name, "money", found[1].factor)


def _is_word_apart(tokens: Sequence[Token], i: int, lex: Lexicon) -> bool:
    """Whether the word before a currency sign is none of its letters: small ones stand only where no capitals do."""
    return lex.among("articles", tokens[i]) or (tokens[i].text.islower() and tokens[0].text[0].isupper())


def _is_amount(token: Token) -> bool:
    """Whether a number looks like money even beside a code that is a word: "TRY 4,500", "5 million COP"."""
    return token.kind == WORD or (token.kind == NUM and len(token.text) > 3)


def million_after(tokens: Sequence[Token], i: int, lex: Lexicon, *, money: bool) -> Decimal | None:
    """The scale of an ambiguous letter: "€5m" and "5m people" are millions, "5m tall" is a length."""
    if i >= len(tokens) or tokens[i].text not in lex.signs.maybe_scales:
        return None
    after = tokens[i + 1] if i + 1 < len(tokens) else None
    if tokens[i].glued and _counts_many(tokens, i, lex):
        return lex.signs.maybe_scales[tokens[i].text]
    if (money and tokens[i].glued) or looks_plural(after, lex) or (after is not None and lex.units.at(tokens, i + 1)):
        return lex.signs.maybe_scales[tokens[i].text]
    return None


def _counts_many(tokens: Sequence[Token], i: int, lex: Lexicon) -> bool:
    """Whether a sentence that speaks of people and jobs, and of no length, means millions: "17.3m were jobless"."""
    words = {token.low for token in tokens}
    if words.isdisjoint(lex.sets["million_words"]) or not words.isdisjoint(lex.sets["million_words.lengths"]):
        return False
    after = tokens[i + 1] if i + 1 < len(tokens) else None
    if after is None or after.kind is not WORD:
        return after is None or after.text not in "-/"
    return lex.among("nouns.stops", after) or lex.among("nouns.verbs", after)


def _entry(tokens: Sequence[Token], i: int, lex: Lexicon, *, money: bool) -> tuple[UnitEntry | None, int]:
    """The longest unit at token ``i`` among the shared symbols, the language's units and currencies."""
    best: UnitEntry | None = None
    last = i
    if i >= len(tokens):
        return None, i
    signs = lex.signs
    if tokens[i].low not in lex.unit_words and tokens[i].text not in signs.unit_words:
        return None, i
    if tokens[i].text in signs.word_codes and i and not _is_amount(tokens[i - 1]):
        return None, i
    token = tokens[i]
    for table in (signs.currencies, lex.currencies, lex.units, signs.units):
        found = table.at(tokens, i) if table.begins(token) else None
        if found is None:
            continue
        size, entry = found
        if size == 1 and not _is_meant(tokens, i, lex):
            continue
        if i + size > last and not _glued_on(tokens, i + size):
            best, last = entry, i + size
    if best is not None and best.name == "pound" and money:
        best = UnitEntry("GBP", "money")
    return best, last


def _is_meant(tokens: Sequence[Token], i: int, lex: Lexicon) -> bool:
    """Whether token ``i``, which can be a unit, is one here and no letter or word."""
    if tokens[i].glued and tokens[i].text in lex.signs.maybe_scales and _counts_many(tokens, i, lex):
        return False
    if lex.among("doubtful_money", tokens[i]) and not _is_large(tokens, i, lex):
        return False
    if lex.among("short_money", tokens[i]) and not is_small_change(tokens, i):
        return False
    if lex.among("doubtful_units", tokens[i]) and _is_something_else(tokens, i, lex):
        return False
    if tokens[i].glued:
        return tokens[i].text not in NEVER_GLUED
    if tokens[i].text not in MUST_BE_GLUED:
        return True
    precise = i > 0 and tokens[i - 1].kind is NUM and not tokens[i - 1].text.isdigit()  # "43.2 C"
    below = i > 1 and (lex.among("minus", tokens[i - 2]) or (tokens[i - 2].text in "-−" and tokens[i - 1].glued))
    return precise or below or any(lex.among("heat_words", token) for token in tokens)


def _is_something_else(tokens: Sequence[Token], i: int, lex: Lexicon) -> bool:
    """Whether the word at token ``i`` is the noun that is spelt like the unit: «полутысячи мин» are mines."""
    if i + 1 < len(tokens) and tokens[i + 1].text == "." and tokens[i + 1].glued and i + 2 < len(tokens):
        return False
    many = lex.numerals.before(tokens, i)
    if lex.multipliers.before(tokens, i) is not None or (many is not None and many[1] >= MANY):
        return True
    grouped = i > 0 and tokens[i - 1].kind is NUM and len(tokens[i - 1].text) > LONGEST_OF_MINUTES
    return grouped or any(lex.among("doubtful_units.not_with", token) for token in tokens)


def is_small_change(tokens: Sequence[Token], i: int) -> bool:
    """Whether token ``i`` is glued to a number under a hundred: "50p", "12.5p", but not "720p" or "3 p"."""
    small = i > 0 and tokens[i].glued and tokens[i].text.islower()
    return small and tokens[i - 1].kind is NUM and len(tokens[i - 1].text.partition(".")[0]) < 3


def _is_large(tokens: Sequence[Token], i: int, lex: Lexicon) -> bool:
    """Whether the number before token ``i`` has four digits or a scale word: "5,000 won", but not "5 won"."""
    if lex.multipliers.before(tokens, i) is not None:
        return True
    return i > 0 and len(tokens[i - 1].text) > 3 and tokens[i - 1].kind is NUM


def _glued_on(tokens: Sequence[Token], i: int) -> bool:
    """Whether a letter or digit is glued on, so that the unit was only a beginning ("m" of "m2")."""
    if i >= len(tokens) or not tokens[i].glued:
        return False
    named = tokens[i].text in "-‑" and i + 1 < len(tokens) and tokens[i + 1].glued and tokens[i + 1].kind is NUM
    capital = len(tokens[i - 1].text) == 1 and tokens[i - 1].text.isupper() and not tokens[i - 1].glued
    return tokens[i].kind in (WORD, NUM) or (named and capital)  # "240 T-90" are no tonnes


def _with_per(tokens: Sequence[Token], measure: Measure, lex: Lexicon) -> Measure:
    """ "$15 an hour", "40 miles per hour", "5 tonnes a day"; "a" and "an" only before a unit of time."""
    i = _past_matter(tokens, measure.last, lex)
    if i + 1 >= len(tokens):
        return measure
    hyphened = _per_in_hyphens(tokens, i, measure, lex) if tokens[i].text == "-" else None
    if hyphened is not None:
        return hyphened
    if tokens[i].low not in lex.sets["per"] or measure.kind == "percent":
        return measure
    entry, last = _entry(tokens, i + 1, lex, money=False)
    if entry is None or entry.kind == "money":
        return measure
    strict = lex.among("per.strict", tokens[i])
    apt = entry.kind == "duration" or (measure.kind == "money" and entry.kind in ("mass", "volume", "length", "area"))
    apt = apt or (entry.kind == "area" and measure.kind in ("mass", "volume"))  # "3.2 tonnes a hectare"
    if not strict and (not apt or measure.kind == "duration" or not _singular(tokens, i + 1, lex)):
        return measure
    if not strict and _counts_back(tokens, last, lex):
        return measure
    if entry.kind == "duration" and measure.kind != "money" and lex.among("per.money", tokens[i]):
        return measure  # «поднялся на 1,7 м за сутки»
    unit = f"{measure.unit}/{entry.name}"
    return Measure(measure.first, last, unit, _per_kind(measure, entry), measure.factor)


def _per_in_hyphens(tokens: Sequence[Token], i: int, measure: Measure, lex: Lexicon) -> Measure | None:
    """ "$22-an-hour", "12-cent-a-share": the hyphens of an adjective."""
    if i + 3 >= len(tokens) or tokens[i + 2].text != "-" or not lex.among("per", tokens[i + 1]):
        return None
    entry, last = _entry(tokens, i + 3, lex, money=False)
    if entry is None or entry.kind == "money" or not all(token.glued for token in tokens[i : i + 4]):
        return None
    return Measure(measure.first, last, f"{measure.unit}/{entry.name}", _per_kind(measure, entry), measure.factor)


def _past_matter(tokens: Sequence[Token], i: int, lex: Lexicon) -> int:
    """Past what is measured, where "per" stands behind it: "cubic metres of water per second"."""
    if i >= len(tokens) or tokens[i].low not in lex.sets["nouns.of"]:
        return i
    for j in range(i + 2, min(len(tokens), i + PHRASE)):
        if lex.among("per.strict", tokens[j]):
            return j
        if tokens[j].kind != WORD or lex.among("nouns.stops", tokens[j]):
            break
    return i


def _singular(tokens: Sequence[Token], i: int, lex: Lexicon) -> bool:
    return not tokens[i].low.endswith(lex.endings["per.plural_endings"])


def _per_kind(measure: Measure, per: UnitEntry) -> str:
    if measure.kind == "length" and per.name in SPEED_TIMES and measure.unit not in SMALL_LENGTHS:
        return "speed"
    return "rate"


def _per_alone(tokens: Sequence[Token], i: int, lex: Lexicon) -> Measure | None:
    """ "40 a day", "12 per hour", "four times a week": a count per unit of time."""
    start, times = i, i < len(tokens) and lex.among("multiples.times", tokens[i])
    i += times
    if i + 1 >= len(tokens) or not (lex.among("articles", tokens[i]) or lex.among("per.strict", tokens[i])):
        return None
    entry, last = _entry(tokens, i + 1, lex, money=False)
    if entry is None or entry.kind != "duration" or not _singular(tokens, i + 1, lex) or tokens[i].text == "/":
        return None
    if _counts_back(tokens, last, lex):
        return None
    return Measure(start, last, f"1/{entry.name}", "rate")


def _counts_back(tokens: Sequence[Token], i: int, lex: Lexicon) -> bool:
    """Whether the unit of time before token ``i`` says when, not how often: "$388m a year earlier"."""
    if lex.lists["periods.ago"].at(tokens, i) is not None:
        return True
    before = lex.lists["periods.before"].at(tokens, i)
    after = i if before is None else i + before[0]
    # "a week before tax" says how often
    return before is not None and (
        after >= len(tokens) or tokens[after].kind != WORD or lex.among("nouns.stops", tokens[after])
    )
