"""Lexicon files, read and prepared for looking up; ``lexicon/en.toml`` says what each table means."""

import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal
from functools import cache, partial
from importlib.resources import files
from typing import Any

from workbench.extraction.phrases import Phrases, expand, expand_named
from workbench.extraction.words import (
    ABOUT,
    ARTICLE,
    CHROME,
    DENIAL,
    EARLIER,
    IDIOM,
    LEAD,
    MODIFIERS,
    MONEY,
    MONTH,
    MORE,
    NEGATION,
    NUMBER,
    NUMERAL,
    PLAIN,
    RELATIVE,
    SEASON,
    SIDES,
    TURN,
    WORTHY,
    Hedge,
    Lexicon,
    Symbols,
    UnitEntry,
)  # fmt: skip

# What "and a half" and the like add to a number.
PARTS = {"half": "0.5", "quarter": "0.25", "three_quarters": "0.75"}
# Lists of endings, which are asked for as tuples.
ENDINGS = (
    "nouns.plural_endings", "nouns.not_plural_endings", "nouns.verb_endings", "nouns.participle_endings",
    "nouns.not_participle_endings", "nouns.sure_verb_endings",
    "nouns.adverb_endings", "periods.not_since",
    "multiples.makes_endings", "multiples.fold", "per.plural_endings", "not_singular", "nouns.doing_endings",
)  # fmt: skip
# What stands inside a number ("2×10^5", "3/4", "80-plus"), and what joins two.
_SIGNS_INSIDE, _JOINTS = "x×·*/-‑.", "-–—‑−‒…,"


@cache
def symbols() -> Symbols:
    """The shared signs and codes."""
    table = _read("symbols")
    money = table["currencies"]
    codes = money.pop("codes").split()
    named = [pair for form, name in money.items() for pair in expand_named(form, name, {})]
    named += [(code, "RUB" if code == "RUR" else code) for code in codes]
    currencies = Phrases([(form, _unit(name, "money")) for form, name in named], exact=True)
    units = Phrases(_units(table["units"], table["prefixes"]), exact=True)
    return Symbols(
        scales={sign: _decimal(factor) for sign, factor in table["scales"].items()},
        maybe_scales={sign: _decimal(factor) for sign, factor in table["maybe_scales"].items()},
        currencies=currencies,
        units=units,
        unit_words=frozenset({*currencies.words(), *units.words()}),
        word_codes=frozenset(table["words"]["codes"]),
        parts={kind: dict(_units({kind: forms})) for kind, forms in table["parts"].items()},
        sizes={unit: _unit(size, "") for unit, size in table["sizes"].items()},
    )


@cache
def lexicon(language: str) -> Lexicon:
    """The lexicon of a language, by its two-letter code."""
    table = _read(language)
    elisions = frozenset(table["elisions"]["words"])
    phrases = partial(Phrases, elisions=elisions)
    lists = _lists(table, elisions)
    periods = table["periods"]
    plain = Lexicon(
        language=table["language"],
        script=table["script"],
        decimal=table["decimal"],
        signs=symbols(),
        bare_scale=table["bare_scale"],
        months_capital=table["months_capital"],
        elisions=elisions,
        stopwords=frozenset(table["stopwords"]),
        numerals=phrases(_forms(table["numerals"], _decimal)),
        multipliers=phrases(_forms(table["multipliers"], _decimal)),
        fractions=phrases(_forms(table["fractions"], int)),
        parts=phrases((form, Decimal(part)) for name, part in PARTS.items() for form in table["joiners"][name]),
        fraction_phrases=phrases(_forms(table["fraction_phrases"], int)),
        vague=phrases(_forms(table["vague"], lambda v: (Decimal(v[0]), Decimal(v[1])))),
        vague_scales=phrases(_forms(table["vague_of"]["scales"], _decimal)),
        multiple_words=phrases(_forms(table["multiples"]["words"], lambda v: (_decimal(v[0]), v[1] or None))),
        units=phrases(_units(table["units"], table.get("prefixes"))),
        currencies=phrases((form, _unit(name, "money")) for form, name in _forms(table["currencies"], str)),
        whole=phrases(_units(table["whole"])),
        hedges=phrases(_hedges(table["hedges"])),
        hedges_after=phrases(_forms(table["hedges_after"]["words"], _hedge)),
        up=lists["change.up"],
        down=lists["change.down"],
        either=lists["change.either"],
        taken=table["nouns"]["taken"],
        months=phrases(_forms(table["months"], int)),
        labels=lists["labels"],
        chrome=lists["chrome"],
        idioms=lists["idioms"],
        relative=phrases(_forms(periods["relative"], lambda v: (v[0], v[1]))),
        year_parts=phrases(_forms(periods["parts"], lambda v: (v[0], v[1]))),
        lists=lists,
        sets={name: frozenset(found.single()) for name, found in lists.items()},
        endings={name: tuple(lists[name].words()) for name in ENDINGS},
    )
    return _with_roles(plain, table)


def _with_roles(lex: Lexicon, table: dict[str, Any]) -> Lexicon:
    """The lexicon with what follows from its tables: which words begin numbers, months, idioms."""
    openers = list(_openers(lex, table))
    articles = lex.sets["articles"]
    folded = _folded(lex.numerals, lex.multipliers, lex.lists["multiples.fold"])
    starters = {*articles, *folded, *(word for found in openers for word in found.words())}
    opened = {second for found in openers for first, second in found.pairs() if first in articles}
    # "about a kilometre" is a number without a word of its own; spans of time are left out, being everywhere
    measures = {kind: forms for kind, forms in table["units"].items() if kind != "duration"}
    counted = {*lex.currencies.single(), *Phrases(_units(measures)).single()} if articles else set()
    behind = (lex.multipliers, lex.fractions, lex.units, lex.currencies)
    idiom_places = lex.idioms.places(lex.stopwords)
    turns = frozenset[str]().union(*(phrases.last_words() for phrases in (lex.up, lex.down, lex.multiple_words)))
    return replace(
        lex,
        roles=_roles(
            (NUMBER, starters), (ARTICLE, articles), (NUMERAL, lex.numerals.words()), (MONTH, lex.months.words()),
            (IDIOM, idiom_places), (MONEY, lex.sets["money_words"]), (RELATIVE, lex.relative.words()),
            (DENIAL, lex.lists["negation.claims"].words()), (SEASON, lex.year_parts.words()),
            (TURN, {*turns, *lex.sets["change_rules.after"], *lex.sets["change_nouns"]}), (LEAD, lex.sets["range.to"]),
            (EARLIER, lex.sets["periods.before"]), (WORTHY, lex.sets["worth.up"]), (NEGATION, lex.sets["negation"]),
            (CHROME, lex.chrome.words()),
        ),
        number_words=frozenset({*starters, *lex.multipliers.words(), *opened, *counted} - articles),
        unit_words=frozenset({*lex.units.words(), *lex.currencies.words()}),
        idiom_places=idiom_places,
        goes_on=_going_on(lex),
        joins=frozenset(_JOINTS).union(
            *(lex.lists[name].words() for name in ("odds.between", "range.plus_minus")),
            *(lex.sets[name] for name in ("range.and", "range.or", "range.to")),
        ),
        turns=turns,
        hedge_ends=frozenset({*lex.hedges.last_words(), *lex.sets["hedge_gap"]}),
        units_behind=_behind(lex),
        meanings=frozenset({
            *lex.units.words(), *lex.currencies.words(), *lex.multipliers.words(), *lex.fractions.words(),
        }),
        figures_before=frozenset({
            *lex.labels.last_words(), *lex.sets["singular_after"], *lex.sets["dates.clock_units"],
            *lex.sets["dates.clock_before"],
        }),
        figures_behind=frozenset({
            *lex.lists["dates.clock"].words(), *lex.sets["dates.era"], *lex.sets["dates.watch_units"],
            *lex.sets["named_behind"], *lex.sets["named_behind.many"], *lex.sets["named_behind.capital"],
            *lex.sets["dates.clock_units"], *lex.lists["calibres"].words(),
        }),
        kinds_before=frozenset({
            *lex.lists["graded.before"].last_words(), *lex.lists["multiples.factor"].last_words(),
            *lex.hedges.last_words(),
        }),
        kinds_behind=frozenset({
            *lex.lists["graded.behind"].words(), *lex.sets["multiples.times"], *lex.sets["multiples.fold"], *"-‑",
        }),
        after_article=frozenset(opened.union(*(phrases.words() for phrases in behind))),
    )  # fmt: skip


def _behind(lex: Lexicon) -> frozenset[str]:
    """The words and signs behind a number with which a unit, a rate or a span of time can begin."""
    names = ("multiples.times", "articles", "per.strict", "nouns.of", "unbroken")
    return frozenset({*lex.units.words(), *lex.currencies.words(), *"-‑"}.union(*(lex.sets[name] for name in names)))


def _going_on(lex: Lexicon) -> frozenset[str]:
    """The first words and signs of all that is read as a part of a number in digits before it."""
    tables = (lex.multipliers, lex.hedges_after, lex.parts, lex.fractions, lex.numerals, lex.lists["joiners.point"])
    words = (word for table in tables for word in table.words())
    return frozenset({*words, *lex.sets["joiners.fraction"], *map(str.lower, symbols().scales), *_SIGNS_INSIDE})


@cache
def languages() -> tuple[str, ...]:
    """The languages that have a lexicon."""
    names = (path.name for path in files("workbench.extraction").joinpath("lexicon").iterdir())
    return tuple(sorted(name[:-5] for name in names if name.endswith(".toml") and name != "symbols.toml"))


def _read(name: str) -> dict[str, Any]:
    path = files("workbench.extraction").joinpath("lexicon", f"{name}.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _openers(lex: Lexicon, table: dict[str, Any]) -> Iterator[Phrases[Any]]:
    """The phrases with which a number can begin."""
    yield lex.lists["scale_alone"]
    yield from (lex.numerals, lex.vague, lex.fractions, lex.fraction_phrases, lex.multiple_words, lex.whole)
    if table["bare_scale"]:
        yield lex.multipliers


def _folded(*tables: Phrases[Any]) -> Iterator[str]:
    """The words made of a numeral and an ending that makes a multiple of it: "tenfold"."""
    *stems, endings = tables
    yield from (stem + ending for table in stems for stem in table.single() for ending in endings.single())


def _roles(*tables: tuple[int, Iterable[str]]) -> dict[str, int]:
    """For each word, all roles that it plays."""
    roles: dict[str, int] = {}
    for role, words in tables:
        for word in words:
            roles[word] = roles.get(word, 0) | role
    return roles


def _forms(table: dict[str, Any], meaning: Any) -> list[tuple[str, Any]]:  # noqa: ANN401 - TOML values
    return [(form, meaning(value)) for pattern, value in table.items() for form in expand(pattern)]


def _units(table: dict[str, dict[str, str]], prefixes: dict[str, str] | None = None) -> list[tuple[str, UnitEntry]]:
    return [
        (form, _unit(named, kind))
        for kind, entries in table.items()
        for pattern, name in entries.items()
        for form, named in expand_named(pattern, name, prefixes or {})
    ]


def _decimal(value: float) -> Decimal:
    return Decimal(int(value)) if value == int(value) else Decimal(str(value))


def _unit(name: str, kind: str) -> UnitEntry:
    """A unit's entry; ``"0.01 USD"`` carries a factor."""
    factor, _, unit = name.rpartition(" ")
    return UnitEntry(unit, kind, Decimal(factor) if factor else Decimal(1))


def _hedges(table: dict[str, dict[str, list[str]]]) -> list[tuple[str, Hedge]]:
    return [
        (form, _hedge(name)) for name, entry in table.items() for pattern in entry["words"] for form in expand(pattern)
    ]


def _hedge(name: str) -> Hedge:
    written, _, rest = name.partition(" ")
    modifier = next(known for known in MODIFIERS if known == written)
    side = next((known for known in SIDES if known == rest), SIDES[0])
    hedge = Hedge(modifier, side, rest == "exact")
    return next((known for known in (PLAIN, ABOUT, MORE) if known == hedge), hedge)


def _lists(table: dict[str, Any], elisions: frozenset[str], prefix: str = "") -> dict[str, Phrases[bool]]:
    found: dict[str, Phrases[bool]] = {}
    for key, value in table.items():
        if isinstance(value, dict):
            found |= _lists(value, elisions, f"{prefix}{key}.")
        elif isinstance(value, list) and all(isinstance(word, str) for word in value):
            name = prefix.removesuffix(".") if key == "words" else prefix + key
            entries = ((form, True) for word in value for form in expand(word))
            found[name] = Phrases(entries, elisions=elisions)
    return found
