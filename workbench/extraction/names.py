"""Numbers that are part of a name: G7, Yak-28, 80th, 3D, Article 5, Apollo 11, 12 High Street."""

from collections.abc import Sequence
from itertools import takewhile

from workbench.extraction.measures import is_small_change
from workbench.extraction.number import GLUED, is_scale_sign
from workbench.extraction.plurals import has_plural_form, looks_plural
from workbench.extraction.tokens import FOOTNOTES, NUM, WORD, Token
from workbench.extraction.words import Lexicon

ADDRESS, ADJECTIVES, SHORTEST = 5, 4, 3
FEW, TEENS = range(2, 5), range(11, 15)  # behind which a noun may stand in another plural
CODE_LETTERS = 2  # of an airline or a catalogue: flight BA 117, HD 209458
QUOTES = ("«", "“", "„", '"')
_NO_NOUNS = ("nouns.verbs", "nouns.stops", "nouns.of", "nouns.and")


def is_name(tokens: Sequence[Token], i: int, lex: Lexicon) -> bool:
    """A number that is part of a name: G7, Yak-28, 80th, 3D, Article 5, Apollo 11."""
    token, before = tokens[i], tokens[i - 1] if i else None
    after = tokens[i + 1] if i + 1 < len(tokens) else None
    if i >= 2 and token.text == "10" and tokens[i - 1].text in "x×" and tokens[i - 2].kind is NUM:
        return False
    if i >= 2 and token.glued and tokens[i - 1].text in "./" and tokens[i - 1].glued and tokens[i - 2].text.isupper():
        return True  # A/78/L.12
    if token.glued and before is not None and before.kind == WORD and not lex.signs.currencies.before(tokens, i):
        return not lex.currencies.before(tokens, i)
    if hangs_on_word(tokens, i) or _is_address(tokens, i, lex) or _is_called(tokens, i, lex):
        return True
    ranked = after is not None and after.low in lex.figures_behind and _is_of_rank(tokens, i, lex)
    if ranked or _is_clause(tokens, i) or (token.glued and (_is_short_year(tokens, i) or _is_offset(tokens, i))):
        return True
    if after is not None and after.glued and _is_ending(tokens, i, lex):
        return lex.signs.currencies.before(tokens, i) is None
    if is_labelled(tokens, i, lex) and token.text.replace(".", "").isdigit():
        return before is None or not lex.among("labels.units_anyway", before) or not _tells_how_much(tokens, i, lex)
    if before is None or before.kind != WORD or before.text.islower():
        return False
    coded = before.text.isupper() and len(before.text) == CODE_LETTERS and token.text.isdigit()
    if len(token.text) > 5 and not coded:
        return False
    return _follows_capital(tokens, i, lex)


def _is_of_rank(tokens: Sequence[Token], i: int, lex: Lexicon) -> bool:
    """Whether what is behind the number makes a name of it: "3 Brigade", «72 бригада», «12 тура», ".50 cal"."""
    noun, text = tokens[i + 1], tokens[i].text
    if text[0] == "." and lex.among("calibres", noun):
        return True
    many = lex.among("named_behind.many", noun)
    known = many or lex.among("named_behind", noun) or (lex.among("named_behind.capital", noun) and noun.text.istitle())
    if not known or not text.isdigit() or int(text) == 1:
        return False
    if many and int(text) % 10 in FEW and int(text) % 100 not in TEENS:
        return False
    return not lex.sets["nouns.of"] or _ends_there(tokens, i + 1, lex)


def _ends_there(tokens: Sequence[Token], i: int, lex: Lexicon) -> bool:
    """Whether the noun at token ``i`` ends its phrase, or has a capital: "3 Brigade", but not "20 brigade heads"."""
    if tokens[i].text.istitle():
        return i + 1 >= len(tokens) or not looks_plural(tokens[i + 1], lex)
    while i + 2 < len(tokens) and lex.among("named_behind", tokens[i + 2]) and (
        tokens[i + 1].text == "," or lex.among("nouns.and", tokens[i + 1])
    ):
        i += 2  # "20 regiment and brigade commanders"
    if i + 1 < len(tokens) and tokens[i + 1].glued and tokens[i + 1].text in "-‑":
        return False
    ends = (*_NO_NOUNS, "nouns.takers", "nouns.articles")
    phrase = takewhile(
        lambda token: token.kind is WORD and not any(lex.among(name, token) for name in ends),
        tokens[i + 1 : i + 1 + ADJECTIVES],
    )
    return not any(looks_plural(token, lex) for token in phrase)


def _is_offset(tokens: Sequence[Token], i: int) -> bool:
    """Whether a plus ties the number to a capital: "D+3", "UTC+2"."""
    if i < 2 or tokens[i - 1].text != "+" or not tokens[i - 1].glued:
        return False
    measured = i + 1 < len(tokens) and tokens[i + 1].text == "%"
    return tokens[i - 2].kind is WORD and tokens[i - 2].text.isupper() and not measured


def _is_clause(tokens: Sequence[Token], i: int) -> bool:
    """Whether a letter in brackets is glued on: "401(k)", "501(c)(3)"."""
    if i + 3 >= len(tokens) or tokens[i + 1].text != "(" or tokens[i + 3].text != ")":
        return False
    return tokens[i + 1].glued and tokens[i + 2].glued and len(tokens[i + 2].text) == 1 and tokens[i + 2].kind is WORD


def _is_short_year(tokens: Sequence[Token], i: int) -> bool:
    """Whether an apostrophe leaves out the century: "the class of '98"."""
    if not i or tokens[i - 1].glued or tokens[i - 1].text not in ("'", "’", "‘"):
        return False
    closed = any(token.text in ("'", "’") for token in tokens[i + 1 :])
    return len(tokens[i].text) == CODE_LETTERS and tokens[i].text.isdigit() and not closed


def _follows_capital(tokens: Sequence[Token], i: int, lex: Lexicon) -> bool:
    """Whether the word in capitals before the number makes a name of it: "Apollo 11", but not "in Kyiv 12 soldiers"."""
    before, after = tokens[i - 1], tokens[i + 1] if i + 1 < len(tokens) else None
    if lex.among("nouns.takers", before) or lex.among("nouns.headings", before):
        return False  # "KIA 5, WIA 19"
    if i == 1 and _is_code(tokens, i, lex) and not looks_plural(after, lex):
        return True  # "HB 1234 passed"
    if i == 1 and before.text.isupper() and len(before.text) > 1 and not lex.signs.currencies.before(tokens, i):
        counted = looks_plural(after, lex) or has_meaning(tokens, i + 1, lex) or _is_adjective(after)
        return not counted and not _is_known(before, lex)
    if i == 1:
        return after is not None and lex.among("nouns.verbs", after) and not _is_known(before, lex)
    hedged = lex.hedges.before(tokens, i) and not lex.among("hedges_small", before)
    if hedged or lex.signs.currencies.before(tokens, i) or tokens[i - 2].text in ".!?:•—–-":
        return False
    if _is_version(tokens, i + 1) and not any(lex.among("heat_words", token) for token in tokens):
        return True
    if has_meaning(tokens, i + 1, lex) or looks_plural(after, lex):
        return False
    return not (_is_adjective(after) and _leads_to_noun(tokens, i + 1, lex))


def _is_version(tokens: Sequence[Token], i: int) -> bool:
    """Whether a capital is glued on that else tells degrees: "Alfa Romeo 4C"."""
    return i < len(tokens) and tokens[i].glued and tokens[i].text in ("C", "F")


def _is_code(tokens: Sequence[Token], i: int, lex: Lexicon) -> bool:
    """Whether two capitals stand before three or more digits."""
    before, text = tokens[i - 1].text, tokens[i].text
    long = len(text) > CODE_LETTERS and text.isdigit()
    return long and before.isupper() and len(before) == CODE_LETTERS and not lex.signs.currencies.before(tokens, i)


def _leads_to_noun(tokens: Sequence[Token], i: int, lex: Lexicon) -> bool:
    """Whether the word at token ``i`` may lead to what is counted, or say what befalls it: "in Kyiv 12 were hurt"."""
    if any(lex.among(name, tokens[i]) for name in ("nouns.verbs", "nouns.stops", "nouns.takers")):
        return True
    return any(looks_plural(token, lex) for token in tokens[i : i + ADJECTIVES])


def _is_unit(tokens: Sequence[Token], i: int, lex: Lexicon) -> bool:
    return lex.units.at(tokens, i) is not None or lex.signs.units.at(tokens, i) is not None


def _tells_how_much(tokens: Sequence[Token], i: int, lex: Lexicon) -> bool:
    """Whether the number behind a label has a unit or a plural behind it: "on day 12 boats sank", "Service 5 years"."""
    if _is_heading(tokens[i - 1], lex):
        return looks_plural(tokens[i + 1], lex) and lex.units.at(tokens, i + 1) is not None
    unit = _is_unit(tokens, i + 1, lex) and not _is_version(tokens, i + 1)  # "seat 14C"
    return unit or looks_plural(tokens[i + 1], lex)


def _is_heading(label: Token, lex: Lexicon) -> bool:
    """Whether a label has a capital, and so names something with the number behind it: "Level 3 restrictions"."""
    return label.text[0].isupper() and not lex.among("labels.ranks", label)


def _is_address(tokens: Sequence[Token], i: int, lex: Lexicon) -> bool:
    """Whether a house's number stands here: "12 High Street", "4 Old Mill Lane"."""
    for j in range(i + 1, min(len(tokens), i + ADDRESS)):
        if tokens[j].kind is not WORD or not tokens[j].text[0].isupper():
            return False
        if j > i + 1 and lex.among("streets", tokens[j]):
            return True
    return False


def _is_called(tokens: Sequence[Token], i: int, lex: Lexicon) -> bool:
    """Whether the number stands where names do: in a title («фильм «12 стульев»»), or as in "the 3M report".

    English counts in the plural: a whole number between an article and a singular noun that ends there counts nothing.
    """
    if i >= 2 and tokens[i - 1].text in QUOTES:
        behind = tokens[i + 1] if i + 1 < len(tokens) else None
        titled = behind is not None and behind.kind is WORD and behind.text.istitle()
        if (titled and lex.sets["singular_after"]) or lex.among("titles", tokens[i - 2]):
            return True  # watched "60 Minutes"
    if not i or not lex.among("singular_after", tokens[i - 1]) or not tokens[i].text.isdigit():
        return False
    j = i + 1
    while j < len(tokens) and tokens[j].glued and tokens[j].text in GLUED:
        j += 1
    noun, after = (tokens[k] if k < len(tokens) else None for k in (j, j + 1))
    if noun is None or noun.kind is not WORD or noun.glued or not noun.text.islower() or len(noun.text) < SHORTEST:
        return False
    if has_meaning(tokens, j, lex) or has_plural_form(noun, lex) or noun.low.endswith(lex.endings["not_singular"]):
        return False
    if any(lex.among(name, noun) for name in (*_NO_NOUNS, "nouns.takers", "multiples.times")):
        return False
    return after is None or after.kind is not WORD or any(lex.among(name, after) for name in _NO_NOUNS)


def is_labelled(tokens: Sequence[Token], i: int, lex: Lexicon) -> bool:
    """Whether a label stands before the number: "Article 5"; in "two point five" it is a decimal point."""
    found = lex.labels.before(tokens, i)
    if found is None:
        code = tokens[i - 1].text if i >= 2 else ""
        if len(code) == CODE_LETTERS and code.isupper():
            return lex.among("lines_of_travel", tokens[i - 2])
        # "flight S7 1045", "5N 118"
        pair = tokens[i - 2].text + code if i > CODE_LETTERS and tokens[i - 1].glued else ""
        return len(pair) == CODE_LETTERS and pair.isupper() and lex.among("lines_of_travel", tokens[i - 3])
    before = tokens[i - 2] if i >= 2 else None
    unit = lex.units.before(tokens, i) if before is not None else None
    if unit is not None and (unit[0] > found[0] or lex.among("per", tokens[i - 1 - unit[0]])):
        return False  # "per square kilometre 400 people", "for every mile 200 trees"
    if before is None or lex.lists["joiners.point"].before(tokens, i) is None:
        return True
    return before.kind is not NUM and not lex.numerals.at(tokens, i - 2) and not lex.multipliers.at(tokens, i - 2)


def _is_known(token: Token, lex: Lexicon) -> bool:
    """Whether a word that begins a sentence is an ordinary one, so that the number behind it is no name's part."""
    names = ("nouns.stops", "nouns.articles", "nouns.verbs", "nouns.takers", "nouns.of", "nouns.and", "worth.definite")
    return any(lex.among(name, token) for name in names) or lex.hedges.before([token], 1) is not None


def hangs_on_word(tokens: Sequence[Token], i: int) -> bool:
    """Whether a hyphen without spaces ties the token to a word before it: Yak-28, Phase-two."""
    if i > 3 and tokens[i - 2].kind is NUM and tokens[i - 2].glued and tokens[i].glued and tokens[i - 1].text == "-":
        return hangs_on_word(tokens, i - 2)  # CVE-2024-21413
    if i < 2 or tokens[i - 2].kind != WORD or tokens[i - 1].text not in ("-", "–", "‑"):
        return False
    if i >= 3 and tokens[i - 3].kind is NUM and (tokens[i - 2].glued or tokens[i - 2].text.islower()):
        return False  # the second end of a range: "5km-6km", "45 million–46 million"
    return tokens[i].glued and tokens[i - 1].glued


def _is_adjective(token: Token | None) -> bool:
    """Whether a lower-case word follows that may lead to a counted noun."""
    return token is not None and token.kind == WORD and token.text[0].islower() and len(token.text) > 3


def has_meaning(tokens: Sequence[Token], i: int, lex: Lexicon) -> bool:
    """Whether token ``i`` begins what belongs to a number: a unit, a currency, a scale, a denominator."""
    if i >= len(tokens) or not (tokens[i].low in lex.meanings or tokens[i].text in lex.signs.unit_words):
        return False
    tables = (lex.units, lex.signs.units, lex.multipliers, lex.currencies, lex.fractions)
    return any(table.at(tokens, i) for table in tables)


def _is_ending(tokens: Sequence[Token], i: int, lex: Lexicon) -> bool:
    """Letters glued to a number that make it an ordinal, a decade or a name, not a scale or a unit."""
    j = i + 1
    if lex.lists["ordinals.suffixes"].at(tokens, j) or lex.lists["ordinals.decade"].at(tokens, j):
        return True
    after = tokens[j]
    if lex.among("dates.clock", after):
        return True
    if after.text in "-‑" and j + 1 < len(tokens) and tokens[j + 1].glued and tokens[j + 1].kind == WORD:
        return hyphened(tokens, j + 1, lex) and not lex.hedges_after.at(tokens, j)
    if after.kind != WORD or (after.text == "x" and j + 1 < len(tokens) and tokens[j + 1].text == "10"):
        return False
    if lex.among("short_money", after) and not is_small_change(tokens, j):
        return True
    if after.text in FOOTNOTES and tokens[i].text != "10":
        return False
    signs = lex.signs
    if after.text in GLUED and not is_scale_sign(tokens, j):
        return True
    known = after.text in signs.scales or after.text in signs.maybe_scales or lex.among("multiples.times", after)
    return not known and not has_meaning(tokens, j, lex) and not signs.currencies.at(tokens, j)


def hyphened(tokens: Sequence[Token], i: int, lex: Lexicon) -> bool:
    """Whether the word at token ``i``, behind a hyphen, makes a name of the number before it: "two-state"."""
    known = (lex.numerals, lex.multipliers, lex.fractions, lex.units, lex.currencies, lex.hedges_after)
    folds = lex.endings["multiples.fold"]
    if lex.lists["graded.behind"].at(tokens, i - 1):
        return False
    if lex.among("points", tokens[i]) and i + 1 < len(tokens) and lex.among("points.behind", tokens[i + 1]):
        return False  # "a 17-point lead"
    if len(tokens[i].text) > 1 and lex.signs.units.at(tokens, i):
        return False  # "130-mph winds"
    return not any(table.at(tokens, i) for table in known) and not tokens[i].low.startswith(folds)
