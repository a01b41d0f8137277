"""The word "one": a number where it counts, else a pronoun."""

from collections.abc import Sequence

from workbench.extraction.names import has_meaning
from workbench.extraction.odds import odds_at
from workbench.extraction.tokens import NUM, SIGN, WORD, Token
from workbench.extraction.words import Lexicon

LIST, NAME = 5, 4  # tokens of an item of a list, and of a designation before its noun: "one T-64BV tank"
DASHES = ("—", "–")


def is_pronoun(tokens: Sequence[Token], i: int, lex: Lexicon) -> bool:
    """Whether "one" at token ``i`` counts nothing."""
    if _goes_on_list(tokens, i, lex) or _ends_number(tokens, i, lex) or _goes_up(tokens, i, lex):
        return False
    return not _counts(tokens, i + 1, lex) and not _begins_list(tokens, i + 1, lex)


def _is_number(tokens: Sequence[Token], i: int, lex: Lexicon) -> bool:
    return 0 <= i < len(tokens) and (tokens[i].kind is NUM or lex.numerals.at(tokens, i) is not None)


def _ends_number(tokens: Sequence[Token], i: int, lex: Lexicon) -> bool:
    """Whether "one" is the end of a number: "a hundred and one"."""
    joined = i > 1 and lex.among("joiners.and", tokens[i - 1])
    return lex.multipliers.before(tokens, i - joined) is not None


def _goes_up(tokens: Sequence[Token], i: int, lex: Lexicon) -> bool:
    """Whether it is where a number began: "from one factory to nineteen"."""
    if not i or not lex.among("range.from", tokens[i - 1]):
        return False
    end = min(len(tokens) - 1, i + LIST)
    return any(lex.among("range.to", tokens[j]) and _is_number(tokens, j + 1, lex) for j in range(i + 1, end))


def _goes_on_list(tokens: Sequence[Token], i: int, lex: Lexicon) -> bool:
    """Whether "one" goes on a list of counts: "one man and one dog", "nine over the port and one over the city"."""
    if i < 2 or i + 1 >= len(tokens):
        return False
    after = tokens[i + 1]
    if after.text in DASHES or lex.among("nouns.stops", after):
        if not (lex.among("nouns.and", tokens[i - 1]) or tokens[i - 1].text in ",;"):
            return False
        return any(_is_number(tokens, j, lex) and tokens[j + 1].low == after.low for j in range(i - 1)) or (
            after.text in DASHES and any(_is_number(tokens, j, lex) for j in range(i - 1))
        )
    if i < LIST - 2 or not lex.among("nouns.and", tokens[i - 1]) or after.kind is not WORD:
        return False
    if lex.among("nouns.of", after):
        return False
    return any(_is_number(tokens, j, lex) for j in range(max(0, i - LIST), i - 1))


def _begins_list(tokens: Sequence[Token], i: int, lex: Lexicon) -> bool:
    """Whether a list of counts begins with it: "one boat, two cranes", "one Krab howitzer and three lorries"."""
    for j in range(i, min(len(tokens) - 1, i + LIST)):
        token = tokens[j]
        if token.text == "," or lex.among("nouns.and", token):
            return j > i and _is_number(tokens, j + 1, lex) and _counts_too(tokens, j + 1, lex)
        if lex.among("dates.weekdays", token) or lex.months.at(tokens, j):
            return False  # "one Sunday, two men came"
        if token.kind is SIGN and not token.glued:
            return False
        if lex.among("nouns.stops", token) or lex.among("nouns.verbs", token) or lex.among("nouns.of", token):
            return False
    return False


def _counts_too(tokens: Sequence[Token], i: int, lex: Lexicon) -> bool:
    """Whether a noun follows the number at token ``i``: no year or a part of a date."""
    after = tokens[i + 1] if i + 1 < len(tokens) else None
    return after is not None and after.kind is WORD and not lex.among("nouns.stops", after)


def _counts(tokens: Sequence[Token], i: int, lex: Lexicon) -> bool:
    """Whether what begins at token ``i`` can be counted: a unit, a share, people and what they lose."""
    if i >= len(tokens):
        return False
    if has_meaning(tokens, i, lex) or lex.lists["joiners.half"].at(tokens, i) or lex.numerals.at(tokens, i):
        return True
    point = lex.lists["joiners.point"].at(tokens, i)
    if point is not None and lex.numerals.at(tokens, i + point[0]):
        return True  # "one point five"
    odds = lex.lists["odds.between"].at(tokens, i)
    if odds is not None:
        j = i + odds[0]
        hundred = j < len(tokens) and lex.among("articles", tokens[j]) and lex.multipliers.at(tokens, j + 1) is not None
        return hundred or _is_number(tokens, j, lex)
    if odds_at(tokens, i, lex) is not None:
        return True
    if tokens[i].kind is NUM and i + 1 < len(tokens) and tokens[i + 1].text == "-" and tokens[i + 1].glued:
        return True  # "one 155-mm howitzer"
    i = _past_name(tokens, i)
    wanted = lex.sets["pronoun_one.after_ok"]
    return any(token.low in wanted for token in tokens[i : i + 2])


def _past_name(tokens: Sequence[Token], i: int) -> int:
    """Past a designation or a calibre: the tank of "one T-64BV tank", the howitzer of "one 155-mm howitzer"."""
    j = i + 1
    while j < min(len(tokens), i + NAME) and tokens[j].glued:
        j += 1
    named = j > i + 1 and any(token.kind is NUM for token in tokens[i:j])
    return j if named else i
