"""Units as analysts write them in a table: "million tonnes", "USD billion", "%", "people"."""

import re
from collections.abc import Sequence
from decimal import Decimal
from functools import cache

from workbench.extraction.lexicons import languages, lexicon, symbols
from workbench.extraction.measures import unit_after
from workbench.extraction.tokens import Token, lowered, tokenise
from workbench.extraction.words import Lexicon

ONE = Decimal(1)
PINT_NAME = re.compile(r"[A-Za-z_]{3,40}(?:\*\*[1-9])?(?:[*/][A-Za-z_]{3,40}(?:\*\*[1-9])?){0,3}")


@cache
def parse_unit(text: str) -> tuple[Decimal, str, str] | None:
    """The factor, canonical name and kind of a written unit; None where nobody knows it.

    Examples: ``"million tonnes"`` → (1000000, "tonne", "mass"); ``"USD billion"`` → (10⁹, "USD", "money");
    ``"people"`` → (1, "", "count"); ``"thousand people"`` → (1000, "", "count").
    """
    words = " ".join(text.split())
    if any(lowered(words) in lexicon(language).sets["columns.multiples"] for language in languages()):
        return ONE, "", "multiple"
    for language in languages():
        found = _parsed(tokenise(words), lexicon(language))
        if found is not None:
            return found
    return _known_to_pint(words)


def _parsed(tokens: Sequence[Token], lex: Lexicon) -> tuple[Decimal, str, str] | None:
    """Scale words before or behind one unit, and nothing else."""
    scale, i = _scale(tokens, 0, lex)
    rest = " ".join(t.low for t in tokens[i:])
    if not rest or rest in lex.sets["columns.counts"]:
        return scale, "", "count"
    measure = unit_after(tokens, i, lex)
    if measure is None:
        return None
    after, last = _scale(tokens, measure.last, lex)
    if last != len(tokens):
        return None
    return scale * after * measure.factor, measure.unit, measure.kind


def _scale(tokens: Sequence[Token], i: int, lex: Lexicon) -> tuple[Decimal, int]:
    scale = ONE
    while i < len(tokens):
        sign = symbols().scales.get(tokens[i].text) if len(tokens[i].text) > 1 else None
        found = lex.multipliers.at(tokens, i) or lex.vague_scales.at(tokens, i)
        if sign is not None:
            scale, i = scale * sign, i + 1
        elif found is not None:
            scale, i = scale * found[1], i + found[0]
        elif i and lex.among("nouns.of", tokens[i]):
            i += 1
        else:
            break
    return scale, i


def _known_to_pint(text: str) -> tuple[Decimal, str, str] | None:
    """A name of Pint's own that no lexicon lists; single letters are refused as too ambiguous."""
    from workbench.quantity.units import known

    name = text.replace("^", "**")
    if PINT_NAME.fullmatch(name) is None or not known(name):
        return None
    return ONE, name, "other"
