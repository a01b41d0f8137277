"""The unit of a number in its sentence: before it, behind it, or left to be understood."""

from dataclasses import replace

from workbench.extraction.lexicons import symbols
from workbench.extraction.measures import Measure, million_after, unit_after, unit_of_scale, with_per
from workbench.extraction.nouns import is_elided
from workbench.extraction.number import Number, is_whole
from workbench.extraction.sentence import Sentence
from workbench.extraction.tokens import NUM, WORD, Token

OLDEST = 130


def unit_of(s: Sentence, number: Number) -> Measure | None:
    """The unit behind a number. What "pounds" are, is said in docs/extraction.md."""
    found = unit_after(s.tokens, number.last, s.lex, money=False)
    if found is None or (found.unit == "degree_Celsius" and _is_below_another_zero(s, number)):
        told = unit_of_scale(s.tokens, number.last, s.lex) or aged(s, number, number.last)
        return told or _unbroken(s, number) or points(s, number) or _part_alone(s, number)
    if not _is_pound(found) or not _is_sterling(s, number, found):
        return found
    return unit_after(s.tokens, number.last, s.lex, money=True)


def _is_below_another_zero(s: Sentence, number: Number) -> bool:
    """Whether "below zero", without a word of degrees, tells no cold: "inflation was 0.3 below zero"."""
    if s.lex.lists["cold"].at(s.tokens, number.last) is None or s.mode != "text":
        return False
    words = {token.low for token in s.tokens}
    if not words.isdisjoint(s.lex.sets["heat_words"]):
        return False
    return not is_whole(number.value) or not words.isdisjoint(s.lex.sets["points.shares"])


def _part_alone(s: Sentence, number: Number) -> Measure | None:
    """The "in" of "16 in", where nothing but a quantity was written and nothing follows."""
    i = number.last
    if s.mode == "text" or i + 1 != len(s.tokens):
        return None
    for kind, forms in symbols().parts.items():
        entry = forms.get(s.tokens[i].text)
        if entry is not None:
            return Measure(i, i + 1, entry.name, kind)
    return None


def _unbroken(s: Sentence, number: Number) -> Measure | None:
    """The span of time behind a word that says it was whole: "14 straight months"."""
    i = number.last
    if i >= len(s.tokens) or s.tokens[i].low not in s.lex.sets["unbroken"]:
        return None
    found = unit_after(s.tokens, i + 1, s.lex)
    return found if found is not None and found.kind == "duration" else None


def points(s: Sentence, number: Number) -> Measure | None:
    """Percentage points, where the sentence speaks of shares and of no index or game: "leads by 8 points"."""
    i = number.last
    i += i + 1 < len(s.tokens) and s.tokens[i].text in "-‑" and s.tokens[i + 1].glued
    if i >= len(s.tokens) or not s.lex.among("points", s.tokens[i]):
        return None
    words = {token.low for token in s.tokens}
    if not words.isdisjoint(s.lex.sets["points.others"]) or words.isdisjoint(s.lex.sets["points.shares"]):
        return None
    return Measure(number.last, i + 1, "percentage_point", "percent")


def _is_pound(found: Measure) -> bool:
    return found.unit == "pound" or found.unit.startswith("pound/")


def _is_sterling(s: Sentence, number: Number, found: Measure) -> bool:
    """Whether "pounds" behind a number are money: by scale, by words of money, or in a text that counts in sterling."""
    if s.tokens[number.last].text in "-‑" or s.tokens[number.last].text in ("lb", "lbs"):
        return False
    of = found.last < len(s.tokens) and s.lex.among("nouns.of", s.tokens[found.last])
    if of or any(s.lex.among("weight_words", token) for token in s.tokens):
        return False
    before = s.tokens[number.first - 1] if number.first else None
    paid = before is not None and s.lex.among("money_before", before)
    rate = "/" in found.unit
    return s.money or number.scaled or s.memory.sterling or paid or rate


def aged(s: Sentence, number: Number, last: int) -> Measure | None:
    """Years, where only the word before says so: "aged 45", "at the age of 12", "aged 18 to 24"."""
    told = s.lex.lists["ages.before"].before(s.tokens, number.first) is not None
    first = number.first
    apposed = first > 1 and s.tokens[first - 1].text == "," and _is_apposed_age(s, first)
    if not (told or apposed or _is_bound_of_age(s, first) or _is_next_age(s, first)):
        return None
    if number.value > OLDEST or not is_elided(s.tokens, last, s.lex):
        return None
    return Measure(number.first, last, "year", "duration")


def _is_next_age(s: Sentence, first: int) -> bool:
    """Whether an age stands before "and" and the number: "two men aged 24 and 31"."""
    i = first - 2
    if i < 1 or s.taken != first - 1 or s.previous is None or s.previous.unit != "year":
        return False
    return s.lex.among("nouns.and", s.tokens[i + 1]) and s.lex.lists["ages.before"].before(s.tokens, i) is not None


def _is_apposed_age(s: Sentence, first: int) -> bool:
    """Whether the number stands between commas behind a name or a word for people: "Jon Rask, 45, was hurt"."""
    if first + 1 >= len(s.tokens) or s.tokens[first + 1].text != ",":
        return False
    named = s.tokens[first - 2]
    if named.kind is not WORD or not s.tokens[first].text.isdigit():
        return False
    if first + 2 < len(s.tokens) and s.lex.among("nouns.asides", s.tokens[first + 2]):
        return False  # "for Real Madrid, 12, or half, were away"
    if s.lex.among("ages.people", named):
        return True
    given = s.tokens[first - 3] if first > 2 else None
    if given is None or given.kind is not WORD or s.lex.among("nouns.stops", given):
        return False
    if not (named.text.istitle() and given.text.istitle()) or s.lex.among("dates.weekdays", named):
        return False
    led = next((token for token in reversed(s.tokens[: first - 2]) if _leads_to_name(s, token)), None)
    return led is None or not s.lex.among("places", led)


def _leads_to_name(s: Sentence, token: Token) -> bool:
    """Whether the token is no part of the name behind it: the "In" of "In New York"."""
    return not token.text.istitle() or s.lex.among("nouns.stops", token) or s.lex.months.of(token.low) is not None


def _is_bound_of_age(s: Sentence, first: int) -> bool:
    """Whether a word for people and a bound stand before the number: "adults over 65", "children under 5"."""
    if not first or s.tokens[first - 1].low not in s.lex.hedges.lasts:
        return False
    hedge = s.lex.hedges.before(s.tokens, first)
    if hedge is None or hedge[1].modifier not in "<>" or first == hedge[0]:
        return False
    return s.lex.among("ages.people", s.tokens[first - hedge[0] - 1])


def between(prefix: Measure | None, measure: Measure | None) -> Measure | None:
    """The unit between the ends of a range; a sign before the number is none."""
    return measure if prefix is None or (measure and measure.last > prefix.last) else prefix


def millions(s: Sentence, number: Number, *, money: bool) -> Number:
    """The number with the scale of an ambiguous letter, where it is one: "€5m"."""
    i = number.last
    if number.scaled or i >= len(s.tokens) or s.tokens[i].text not in s.lex.signs.maybe_scales:
        return number
    scale = million_after(s.tokens, i, s.lex, money=money or s.millions) if number.form == "digits" else None
    if scale is None:
        return number
    s.millions = s.millions or not money  # "80.5m phones, up from 77.9m"
    return replace(number, last=number.last + 1, value=number.value * scale, scale=scale, scaled=True)


def priced(s: Sentence, prefix: Measure, number: Number) -> Measure:
    """Money with its sign before it: "$15 an hour", "US$5 billion dollars"."""
    after = unit_after(s.tokens, number.last, s.lex, money=True)
    if after is not None and after.unit.startswith(prefix.unit) and not _of_next(s, after):
        return replace(after, first=prefix.first)
    if after is not None and after.unit.startswith("1/"):
        return Measure(prefix.first, after.last, prefix.unit + after.unit[1:], "rate")
    return with_per(s.tokens, replace(prefix, last=number.last), s.lex)


def _of_next(s: Sentence, after: Measure) -> bool:
    """Whether the sign behind a number is the next one's: "$ 20.00 $ 37.30"."""
    if after.last >= len(s.tokens) or s.tokens[after.last].kind is not NUM:
        return False
    return symbols().currencies.at(s.tokens, after.last - 1) is not None


def unit_of_fraction(s: Sentence, number: Number) -> Measure | None:
    """ "half an hour", "a quarter of a mile", "billions of dollars"."""
    i = number.last
    if number.form not in ("fraction", "vague") or i >= len(s.tokens):
        return None
    if s.lex.among("nouns.of", s.tokens[i]):
        i += 1
    elif number.form == "vague":
        return None
    if number.form == "vague":
        return unit_after(s.tokens, i, s.lex, money=s.money)
    if i == number.last and (found := points(s, number)) is not None:
        return found
    if i >= len(s.tokens) or not s.lex.among("articles", s.tokens[i]):
        return _of_one_percent(s, i) if i > number.last else None
    return unit_after(s.tokens, i + 1, s.lex) or points(s, replace(number, last=i + 1))


def _of_one_percent(s: Sentence, i: int) -> Measure | None:
    """The unit of "one-tenth of 1 percent", whose "1" stands at token ``i``."""
    one = i < len(s.tokens) and (s.tokens[i].text == "1" or s.lex.numerals.of(s.tokens[i].low) == 1)
    found = unit_after(s.tokens, i + 1, s.lex) if one else None
    return found if found is not None and found.kind == "percent" else None


def scaled_behind(s: Sentence, number: Number, measure: Measure) -> tuple[Number, Measure]:
    """Money with its scale behind the currency: "75 USD million"."""
    found = s.lex.multipliers.at(s.tokens, measure.last) if number.form in ("digits", "words") else None
    if found is None or measure.last <= number.last:
        return number, measure
    size, scale = found
    return (
        replace(number, value=number.value * scale, scale=scale, scaled=True),
        replace(measure, last=measure.last + size),
    )
