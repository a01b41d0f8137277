"""The words of a language, read from its lexicon file and prepared for looking up."""

import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any, Generic, TypeVar

from workbench.extraction.tokens import NUM, VULGAR, WORD, Token, tokenise

T = TypeVar("T")
_BRACE = re.compile(r"\{([^{}]*)\}")


class Phrases(Generic[T]):
    """Phrases of one or more tokens with what each means; the longest match wins.

    Args:
        entries: Pairs of a phrase and its meaning.
        exact: Whether upper and lower case are told apart.
    """

    def __init__(self, entries: Iterable[tuple[str, T]], *, exact: bool = False) -> None:
        self._exact = exact
        self._by_first: dict[str, list[tuple[tuple[str, ...], T]]] = {}
        self._by_last: dict[str, list[tuple[tuple[str, ...], T]]] = {}
        for phrase, meaning in entries:
            words = tuple(t.text if exact else t.low for t in tokenise(phrase if exact else phrase.casefold()))
            if words:
                self._by_first.setdefault(words[0], []).append((words, meaning))
                self._by_last.setdefault(words[-1], []).append((words, meaning))
        for table in (self._by_first, self._by_last):
            for found in table.values():
                found.sort(key=lambda entry: -len(entry[0]))

    def __contains__(self, word: str) -> bool:
        return any(len(words) == 1 for words, _ in self._by_first.get(word, ()))

    def begins(self, token: Token) -> bool:
        """Whether a phrase begins with this word; the cheap question before :meth:`at`."""
        return token.low in self._by_first

    def words(self) -> Iterator[str]:
        """The first word of every phrase."""
        return iter(self._by_first)

    def single(self) -> Iterator[str]:
        """The phrases of one word."""
        return (words[0] for entries in self._by_first.values() for words, _ in entries if len(words) == 1)

    def at(self, tokens: Sequence[Token], i: int) -> tuple[int, T] | None:
        """The longest phrase that begins at token ``i``: its length in tokens and its meaning."""
        if not 0 <= i < len(tokens):
            return None
        return self._find(self._by_first, tokens, i, ahead=True)

    def before(self, tokens: Sequence[Token], i: int) -> tuple[int, T] | None:
        """The longest phrase that ends just before token ``i``."""
        if not 1 <= i <= len(tokens):
            return None
        return self._find(self._by_last, tokens, i - 1, ahead=False)

    def _find(
        self, table: dict[str, list[tuple[tuple[str, ...], T]]], tokens: Sequence[Token], i: int, *, ahead: bool
    ) -> tuple[int, T] | None:
        entries = table.get(tokens[i].text if self._exact else tokens[i].low)
        for words, meaning in entries or ():
            size = len(words)
            first = i if ahead else i - size + 1
            if first < 0 or first + size > len(tokens):
                continue
            if size == 1 or all(
                (t.text if self._exact else t.low) == word
                for t, word in zip(tokens[first : first + size], words, strict=True)
            ):
                return size, meaning
        return None


@dataclass(frozen=True, slots=True)
class UnitEntry:
    """A unit as the lexicon knows it; the written number is multiplied by ``factor``."""

    name: str
    kind: str
    factor: Decimal = Decimal(1)


@dataclass(frozen=True, slots=True)
class Hedge:
    """A modifier with the side of an approximation."""

    modifier: str
    side: str = "both"
    exact: bool = False


@dataclass(frozen=True)
class Lexicon:
    """Everything the grammar asks of a language; see ``lexicon/en.toml`` for what each table means."""

    language: str
    script: str
    decimal: str
    bare_scale: bool
    stopwords: frozenset[str]
    numerals: Phrases[Decimal]
    multipliers: Phrases[Decimal]
    fractions: Phrases[int]
    fraction_phrases: Phrases[int]
    vague: Phrases[tuple[Decimal, Decimal]]
    vague_scales: Phrases[Decimal]
    multiple_words: Phrases[tuple[Decimal, str]]
    units: Phrases[UnitEntry]
    currencies: Phrases[UnitEntry]
    hedges: Phrases[Hedge]
    hedges_after: Phrases[Hedge]
    up: Phrases[bool]
    down: Phrases[bool]
    either: Phrases[bool]
    taken: str
    months: Phrases[int]
    labels: Phrases[bool]
    chrome: Phrases[bool]
    idioms: Phrases[bool]
    relative: Phrases[tuple[str, int]]
    lists: dict[str, Phrases[bool]]
    sets: dict[str, frozenset[str]] = field(repr=False, default_factory=dict)
    starters: frozenset[str] = frozenset()
    folds: tuple[str, ...] = ()

    def may_start(self, token: Token) -> bool:
        """Whether a number can begin at the token; the cheap question before the grammar's."""
        if token.kind is WORD:
            return token.low in self.starters or token.low.endswith(self.folds)
        return token.kind is NUM or token.kind is VULGAR

    def among(self, name: str, token: Token) -> bool:
        """Whether the token is one of the named list of words, such as ``nouns.stops``."""
        return token.low in self.sets[name]


@dataclass(frozen=True)
class Symbols:
    """The signs and codes that all languages share."""

    scales: dict[str, Decimal]
    maybe_scales: dict[str, Decimal]
    currencies: Phrases[str]
    units: Phrases[UnitEntry]


def expand(pattern: str) -> list[str]:
    """All forms of a pattern: ``"to{n,nne}{,s}"`` gives ton, tons, tonne, tonnes."""
    found = _BRACE.search(pattern)
    if found is None:
        return [pattern]
    head, tail = pattern[: found.start()], pattern[found.end() :]
    return [form for choice in found.group(1).split(",") for form in expand(head + choice + tail)]


@cache
def symbols() -> Symbols:
    """The shared signs and codes."""
    table = _read("symbols")
    money = table["currencies"]
    codes = money.pop("codes").split()
    return Symbols(
        {sign: Decimal(str(factor)) for sign, factor in table["scales"].items()},
        {sign: Decimal(str(factor)) for sign, factor in table["maybe_scales"].items()},
        Phrases([*money.items(), *((code, "RUB" if code == "RUR" else code) for code in codes)], exact=True),
        Phrases(_units(table["units"], fold=False), exact=True),
    )


@cache
def lexicon(language: str) -> Lexicon:
    """The lexicon of a language, by its two-letter code."""
    table = _read(language)
    lists = _lists(table)
    return Lexicon(
        language=table["language"],
        script=table["script"],
        decimal=table["decimal"],
        bare_scale=table["bare_scale"],
        stopwords=frozenset(table["stopwords"]),
        numerals=Phrases(_forms(table["numerals"], lambda v: Decimal(str(v)))),
        multipliers=Phrases(_forms(table["multipliers"], lambda v: Decimal(str(v)))),
        fractions=Phrases(_forms(table["fractions"], int)),
        fraction_phrases=Phrases(_forms(table["fraction_phrases"], int)),
        vague=Phrases(_forms(table["vague"], lambda v: (Decimal(v[0]), Decimal(v[1])))),
        vague_scales=Phrases(_forms(table["vague_of"]["scales"], lambda v: Decimal(str(v)))),
        multiple_words=Phrases(_forms(table["multiples"]["words"], lambda v: (Decimal(str(v[0])), v[1]))),
        units=Phrases(_units(table["units"], fold=True)),
        currencies=Phrases((form, _unit(name, "money")) for form, name in _forms(table["currencies"], str)),
        hedges=Phrases(_hedges(table["hedges"])),
        hedges_after=Phrases(_forms(table["hedges_after"]["words"], _hedge)),
        up=lists["change.up"],
        down=lists["change.down"],
        either=lists["change.either"],
        taken=table["nouns"]["taken"],
        months=Phrases(_forms(table["months"], int)),
        labels=lists["labels"],
        chrome=lists["chrome"],
        idioms=lists["idioms"],
        relative=Phrases(_forms(table["periods"]["relative"], lambda v: (v[0], v[1]))),
        lists=lists,
        sets={name: frozenset(phrases.single()) for name, phrases in lists.items()},
        starters=frozenset(_starters(table, lists)),
        folds=tuple(lists["multiples.fold"].words()),
    )


@cache
def languages() -> tuple[str, ...]:
    """The languages that have a lexicon."""
    names = (path.name for path in files("workbench.extraction").joinpath("lexicon").iterdir())
    return tuple(sorted(name[:-5] for name in names if name.endswith(".toml") and name != "symbols.toml"))


def _read(name: str) -> dict[str, Any]:
    path = files("workbench.extraction").joinpath("lexicon", f"{name}.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _starters(table: dict[str, Any], lists: dict[str, Phrases[bool]]) -> Iterator[str]:
    """The words at which a number can begin."""
    tables = [table[name] for name in ("numerals", "vague", "fractions", "fraction_phrases")]
    tables.append(table["multiples"]["words"])
    if table["bare_scale"]:
        tables.append(table["multipliers"])
    for forms in tables:
        yield from Phrases(_forms(forms, bool)).words()
    yield from lists["articles"].words()


def _forms(table: dict[str, Any], meaning: Any) -> list[tuple[str, Any]]:  # noqa: ANN401 - TOML values
    return [(form, meaning(value)) for pattern, value in table.items() for form in expand(pattern)]


def _units(table: dict[str, dict[str, str]], *, fold: bool) -> list[tuple[str, UnitEntry]]:
    return [
        (form.casefold() if fold else form, _unit(name, kind))
        for kind, entries in table.items()
        for pattern, name in entries.items()
        for form in expand(pattern)
    ]


def _unit(name: str, kind: str) -> UnitEntry:
    """A unit's entry; ``"0.01 USD"`` carries a factor."""
    factor, _, unit = name.rpartition(" ")
    return UnitEntry(unit, kind, Decimal(factor) if factor else Decimal(1))


def _hedges(table: dict[str, dict[str, list[str]]]) -> list[tuple[str, Hedge]]:
    return [
        (form, _hedge(name)) for name, entry in table.items() for pattern in entry["words"] for form in expand(pattern)
    ]


def _hedge(name: str) -> Hedge:
    modifier, _, rest = name.partition(" ")
    return Hedge(modifier, rest if rest in ("below", "above") else "both", rest == "exact")


def _lists(table: dict[str, Any], prefix: str = "") -> dict[str, Phrases[bool]]:
    found: dict[str, Phrases[bool]] = {}
    for key, value in table.items():
        if isinstance(value, dict):
            found |= _lists(value, f"{prefix}{key}.")
        elif isinstance(value, list) and all(isinstance(word, str) for word in value):
            name = prefix.removesuffix(".") if key == "words" else prefix + key
            found[name] = Phrases((form, True) for word in value for form in expand(word))
    return found
