"""Numbers in digits that surely are no quantities, known without reading their sentence: ordinals, dates, labels.

A sentence that holds nothing else is passed over. What :mod:`dates` and :mod:`names` make of the words is the rule;
here stand only those cases in which they do not ask what else the sentence says.
"""

import re
from collections.abc import Iterable, Sequence
from typing import TypeAlias

from workbench.extraction.lexicons import symbols
from workbench.extraction.tokens import tokenise
from workbench.extraction.words import Lexicon

Leads: TypeAlias = dict[str, re.Pattern[str]]

SHORTEST_LABEL, LONGEST_LEAD = 4, 16
_DAY, _YEAR = r"(?:[12]\d|3[01]|[1-9])", r"(?:1[789]\d\d|20\d\d|2100)"
_GAP = r"(?:\s(?!\d)|\Z)"
_ENDS = rf"(?:[.,;:)]?{_GAP})"  # no digit, letter or sign is glued on, and no group of digits follows
_STOPS = rf"(?:[.,;)]{_GAP}|\Z)"  # no noun or unit follows either


def at_once(lexicons: Sequence[Lexicon]) -> re.Pattern[str]:
    """A number in digits that is passed over whatever stands before it: "13th", "12 March 2019,"."""
    dated = rf"{_DAY} {_any_of(_months(lexicons))}(?: {_YEAR})?(?={_STOPS})"
    return re.compile(rf"\d++{_ordinal(lexicons)}(?!\w)|{dated}")


def leads(lexicons: Sequence[Lexicon]) -> Leads:
    """The words behind which a number in digits is passed over, and what it then looks like, with what follows it.

    A label means nothing else in the languages of its script: "article 5", but not "no 5".
    """
    money = {*symbols().currencies.last_words()}
    dated = {word for lex in lexicons for word in lex.lists["dates.year_before"].single()}
    labels = {word for lex in lexicons for word in lex.labels.single() if _is_label(word, lex, lexicons)}
    year = re.compile(rf"{_YEAR}(?={_STOPS})")
    day = re.compile(rf"{_DAY}, {_YEAR}(?={_ENDS})|(?:{_DAY}|{_YEAR})(?={_STOPS})")
    number = re.compile(rf"[1-9]\d{{0,3}}(?={_ENDS})")
    found = dict.fromkeys(_forms(labels), number)
    found |= dict.fromkeys(_forms(dated), year)
    found |= dict.fromkeys(_months(lexicons), day)
    return {word: pattern for word, pattern in found.items() if word not in money and len(word) <= LONGEST_LEAD}


def _months(lexicons: Sequence[Lexicon]) -> set[str]:
    """Names of months; those that are words too, such as "may", only with a capital."""
    months = {month for lex in lexicons for month in lex.months.single()}
    return _forms(months).difference(*(lex.sets["dates.month_words"] for lex in lexicons))


def _is_label(word: str, lex: Lexicon, lexicons: Sequence[Lexicon]) -> bool:
    """Whether a number behind the word is its name, whatever follows, in each language that knows the word."""
    if len(word) < SHORTEST_LABEL:
        return False
    others = [other for other in lexicons if other.script == lex.script and _knows(word, other)]
    return all(
        word in other.labels.single()
        and word not in other.sets["labels.units_anyway"]
        and word not in other.lists["joiners.point"].last_words()
        for other in others
    )


def _knows(word: str, lex: Lexicon) -> bool:
    known = (lex.numerals.firsts, lex.multipliers.firsts, lex.units.firsts, lex.currencies.firsts)
    return any(word in firsts for firsts in (*known, *[phrases.firsts for phrases in lex.lists.values()]))


def _ordinal(lexicons: Sequence[Lexicon]) -> str:
    """The letters behind digits that make an ordinal in one language, and mean nothing else in the others."""
    endings = frozenset[str]().union(*(lex.sets["ordinals.suffixes"] for lex in lexicons))
    meant = [ending for ending in endings if any(_has_meaning(ending, lex) for lex in lexicons)]
    return _any_of(ending for ending in endings.difference(meant) if ending.isalpha())


def _has_meaning(ending: str, lex: Lexicon) -> bool:
    from workbench.extraction.names import is_name

    return not is_name(tokenise(f"5{ending}"), 0, lex)


def _forms(words: Iterable[str]) -> set[str]:
    return {form for word in words for form in (word, word.capitalize())}


def _any_of(words: Iterable[str]) -> str:
    return f"(?:{'|'.join(sorted(words)) or '(?!)'})"
