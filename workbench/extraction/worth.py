"""Check-worthiness: how much a checker would want to check a quantity, from 0 to 1.

A hand-made score, not a model: kinds that statistics exist for come first, then large and exact figures; small numbers
with a definite article ("the two sides"), time windows and things that nobody counts come last.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from workbench.extraction.tokens import Token
from workbench.extraction.words import Lexicon

LARGE, FEW = Decimal(1000), Decimal(3)
BASE = {
    "money": 0.8, "percent": 0.75, "mass": 0.75, "area": 0.7, "volume": 0.75, "energy": 0.75, "power": 0.75,
    "rate": 0.7, "count": 0.6, "multiple": 0.6, "temperature": 0.6, "length": 0.55, "speed": 0.55, "duration": 0.3,
    "other": 0.5,
}  # fmt: skip


@dataclass(slots=True)  # frozen, it would be several times as dear to make
class Stated:
    """What the score of a quantity in ``tokens[first:last]`` of its sentence rests on.

    Attributes:
        size: Its value, or the low end.
        words: The words of the sentence that make its quantities worth more.
        first: The first token of the number with its hedge.
        last: The token after its unit.
        notable: Whether it has a modifier or tells a change.
    """

    kind: str
    size: Decimal | None
    words: set[str]
    first: int
    last: int
    notable: bool


def checkworthiness(stated: Stated, tokens: Sequence[Token], lex: Lexicon) -> float:
    """The score of a quantity.

    Args:
        stated: The quantity.
        tokens: The sentence.
        lex: The words of its language.
    """
    kind, size, first, last = stated.kind, stated.size, stated.first, stated.last
    score = BASE[kind]
    large = size is not None and abs(size) >= LARGE
    score += min(0.15, 0.05 * len(stated.words))
    score += 0.1 if large else 0.0
    score += 0.05 if stated.notable else 0.0
    score -= 0.5 if first and tokens[first - 1].low in lex.sets["worth.base"] else 0.0
    if kind not in ("count", "duration"):
        return max(0.02, min(0.98, score))
    after = {token.low for token in tokens[last : last + 4]}
    before = {token.low for token in tokens[max(0, first - 3) : first]}
    if kind == "count" and not large:
        score -= 0.3 if after & lex.sets["worth.down"] else 0.0
        score -= 0.2 if first and lex.among("worth.definite", tokens[first - 1]) else 0.0
        score -= 0.1 if size is not None and size <= FEW else 0.0
    if kind == "duration":
        score -= 0.15 if (before | after) & lex.sets["worth.window"] else 0.0
    return max(0.02, min(0.98, score))
