"""What the grammar knows of a language: its words by what they mean, and the roles a word can play."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from workbench.extraction.phrases import Phrases
from workbench.extraction.tokens import CODE, NUM, SIGN, VULGAR, WORD, Token
from workbench.quantity.model import Change, Modifier, Side

# The roles of a token; a token that plays none is passed over by all steps that look for one.
NUMBER, ARTICLE, NUMERAL, MONTH, IDIOM, MONEY, RELATIVE, DENIAL, SEASON = (1 << n for n in range(9))
FIGURE, CODED = 1 << 9, 1 << 10
TURN, LEAD, EARLIER, WORTHY, NEGATION, CHROME = (1 << n for n in range(11, 17))
_BY_KIND = {NUM: FIGURE | NUMBER, CODE: CODED, VULGAR: NUMBER, WORD: 0, SIGN: 0}


@dataclass(frozen=True, slots=True)
class UnitEntry:
    """A unit as the lexicon knows it; the written number is multiplied by ``factor``."""

    name: str
    kind: str
    factor: Decimal = Decimal(1)


@dataclass(frozen=True, slots=True)
class Hedge:
    """A modifier with the side of an approximation."""

    modifier: Modifier
    side: Side = "both"
    exact: bool = False


MODIFIERS: tuple[Modifier, ...] = ("=", "~", ">", ">=", "<", "<=")
SIDES: tuple[Side, ...] = ("both", "below", "above")
PLAIN, ABOUT, MORE = Hedge("="), Hedge("~"), Hedge(">")  # the lexicons have no others of these meanings


@dataclass(frozen=True)
class Symbols:
    """The signs and codes that all languages share.

    Attributes:
        word_codes: Codes of currencies that are words too.
        parts: Units, by kind, that are known only behind a larger one: the "in" of "5 ft 2 in".
        unit_words: The first words of all units and currencies.
        sizes: Of units that make up compound measures, in the smallest of their kind.
    """

    scales: dict[str, Decimal]
    maybe_scales: dict[str, Decimal]
    currencies: Phrases[UnitEntry]
    units: Phrases[UnitEntry]
    word_codes: frozenset[str]
    parts: dict[str, dict[str, UnitEntry]]
    sizes: dict[str, UnitEntry]
    unit_words: frozenset[str]


@dataclass(frozen=True, eq=False)  # there is one of each, which can be a key
class Lexicon:
    """Everything the grammar asks of a language; see ``lexicon/en.toml`` for what each table means.

    Attributes:
        goes_on: With which words and signs a number in digits can go on; the cheap question before the grammar's.
        joins: With which it can lead to a second number.
        turns: The last words of all that tells a rise or a fall.
        hedge_ends: The last words of what can stand before a number as its hedge.
        units_behind: The words and signs behind a number with which a unit, a rate or a span of time can begin.
        meanings: The first words of all that makes a number more than a bare one: units, scales, denominators.
        figures_before: The last words of what can make a name or a time of a number in digits behind it.
        figures_behind: The first words of what can make one of the number before it.
        kinds_before: The last words of what makes a factor or a mark on a scale of the number behind it.
        kinds_behind: The first words of what makes one of the number before it.
        idiom_places: For the most telling word of every idiom, how many tokens before it such idioms begin.
    """

    language: str
    script: str
    decimal: str
    signs: Symbols
    bare_scale: bool
    months_capital: bool
    elisions: frozenset[str]
    stopwords: frozenset[str]
    numerals: Phrases[Decimal]
    multipliers: Phrases[Decimal]
    fractions: Phrases[int]
    fraction_phrases: Phrases[int]
    parts: Phrases[Decimal]
    vague: Phrases[tuple[Decimal, Decimal]]
    vague_scales: Phrases[Decimal]
    multiple_words: Phrases[tuple[Decimal, Change | None]]
    units: Phrases[UnitEntry]
    currencies: Phrases[UnitEntry]
    whole: Phrases[UnitEntry]
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
    year_parts: Phrases[tuple[int, int]]
    lists: dict[str, Phrases[bool]]
    sets: dict[str, frozenset[str]] = field(repr=False, default_factory=dict)
    roles: dict[str, int] = field(repr=False, default_factory=dict)
    number_words: frozenset[str] = frozenset()
    after_article: frozenset[str] = frozenset()
    goes_on: frozenset[str] = frozenset()
    joins: frozenset[str] = frozenset()
    turns: frozenset[str] = frozenset()
    hedge_ends: frozenset[str] = frozenset()
    units_behind: frozenset[str] = frozenset()
    meanings: frozenset[str] = frozenset()
    figures_before: frozenset[str] = frozenset()
    figures_behind: frozenset[str] = frozenset()
    kinds_before: frozenset[str] = frozenset()
    kinds_behind: frozenset[str] = frozenset()
    idiom_places: dict[str, tuple[int, ...]] = field(repr=False, default_factory=dict)
    unit_words: frozenset[str] = frozenset()
    endings: dict[str, tuple[str, ...]] = field(repr=False, default_factory=dict)

    def marks(self, tokens: Sequence[Token]) -> list[int]:
        """The places of the tokens that play a role; each token's roles are noted in it, by one look-up."""
        role, kinds = self.roles.get, _BY_KIND
        for token in tokens:
            token.roles = role(token.low, 0) | kinds[token.kind]
        return [i for i, token in enumerate(tokens) if token.roles]

    def may_start(self, token: Token) -> bool:
        """Whether a number can begin at the token; the cheap question before the grammar's."""
        return bool((self.roles.get(token.low, 0) | _BY_KIND[token.kind]) & NUMBER)

    def among(self, name: str, token: Token) -> bool:
        """Whether the token is one of the named list of words, such as ``nouns.stops``."""
        return token.low in self.sets[name]
