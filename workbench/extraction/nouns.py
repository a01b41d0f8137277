"""What is counted or weighed: the noun phrase behind a number, and the one it stands for where the noun is left out."""

from collections.abc import Sequence
from itertools import takewhile

from workbench.extraction.measures import unit_after
from workbench.extraction.plurals import has_plural_form, looks_plural
from workbench.extraction.tokens import FOOTNOTES, NUM, WORD, Token
from workbench.extraction.words import Lexicon

LONGEST = 9
QUOTES = ("«", "“", "„")
ASIDE = 6  # tokens of a number told again in brackets
DESCRIBING = ("mass", "length", "power", "duration", "volume", "area")
POSSESSIVES = ("'s", "s'")
OWNERS = 4  # tokens of a possessive, with its noun


def counted_noun(
    tokens: Sequence[Token], i: int, lex: Lexicon, *, of_only: bool, share: bool = False
) -> tuple[str, int] | None:
    """The noun phrase from token ``i`` on, without its article, and the token after it; or None.

    Args:
        tokens: The sentence.
        i: The token after the number and its unit.
        lex: The words of its language.
        of_only: Whether only what follows "of" is counted ("tonnes of cargo").
        share: Whether it is a percentage, which may be told against a base that is not counted ("percent of GDP").
    """
    size = len(tokens)
    i = _past_aside(tokens, i, lex) if i < size and (tokens[i].glued or tokens[i].kind is not WORD) else i
    of = i < size and (lex.among("nouns.of", tokens[i]) or (not of_only and _is_some_out_of(tokens, i, lex)))
    if of:
        i += 1 if lex.among("nouns.of", tokens[i]) else (lex.lists["odds.between"].at(tokens, i) or (1, True))[0]
    elif of_only and lex.sets["nouns.of"]:
        return None
    if lex.relative.at(tokens, i) or _is_a_time(tokens, i, lex):
        return None
    while i < size and lex.among("nouns.articles", tokens[i]) and not (i + 1 < size and tokens[i + 1].glued):
        i += 1
    if of and i + 1 < size and lex.among("nouns.before_number", tokens[i]) and lex.may_start(tokens[i + 1]):
        i += 1  # "seven of the last nine quarters"
    if of:
        i = _past_number(tokens, i, lex)
        i += i + 1 < size and tokens[i].text in QUOTES
    if i < size and (lex.among("nouns.anaphora", tokens[i]) or lex.relative.at(tokens, i)):
        return None
    if not of and (_is_verb_phrase(tokens, i, lex) or _is_doing(tokens, i, lex) or _is_aside(tokens, i, lex)):
        return None
    last = _phrase_end(tokens, i, lex, begun=of_only and not of)
    if last == i or (share and any(lex.among("nouns.bases", token) for token in tokens[i:last])):
        return None
    return _join(tokens[i:last]), last


def _is_some_out_of(tokens: Sequence[Token], i: int, lex: Lexicon) -> bool:
    """Whether the number of all stands at token ``i``: the "out of 40" of "34 out of 40 boats"."""
    if tokens[i].low not in lex.lists["odds.between"].firsts:
        return False
    found = lex.lists["odds.between"].at(tokens, i)
    return found is not None and i + found[0] < len(tokens) and tokens[i + found[0]].kind is NUM


def _past_aside(tokens: Sequence[Token], i: int, lex: Lexicon) -> int:
    """Past what stands between a number and its noun: "1,200[3] people", "22 (twenty-two) men", "two 122-mm guns"."""
    if i >= len(tokens):
        return i
    i = past_note(tokens, i)
    if i + 1 < len(tokens) and tokens[i].text in QUOTES and tokens[i + 1].kind is WORD and not tokens[i].glued:
        return i + 1  # «12 «Гераней»»
    if i < len(tokens) and tokens[i].kind is NUM:
        return _past_calibre(tokens, i, lex)
    if i < len(tokens) and tokens[i].text in "([":
        for j in range(i + 1, min(len(tokens), i + ASIDE)):
            if tokens[j].text in ")]":
                return j + 1 if j > i + 1 else i
            if tokens[j].kind is not NUM and not lex.may_start(tokens[j]) and tokens[j].text not in "-‑":
                break
    return i


def past_note(tokens: Sequence[Token], i: int) -> int:
    """Past the mark of a footnote at token ``i``: "1,200[3]", "340¹"."""
    if i < len(tokens) and tokens[i].text in FOOTNOTES and tokens[i].glued:
        return i + 1
    if i + 2 < len(tokens) and tokens[i].text == "[" and tokens[i].glued and tokens[i + 2].text == "]":
        return i + 3
    return i


def _past_calibre(tokens: Sequence[Token], i: int, lex: Lexicon) -> int:
    """Past a measure that describes the noun behind it: the "122-mm" of "two 122-mm guns", "three 120 mm mortars"."""
    unit = unit_after(tokens, i + 1, lex)
    if unit is None or unit.kind not in DESCRIBING or unit.last >= len(tokens):
        return i
    tied = tokens[i + 1].glued or unit.unit == "millimeter"
    noun = tokens[unit.last]
    if not tied or noun.kind is not WORD or lex.among("nouns.stops", noun) or lex.among("nouns.of", noun):
        return i
    return unit.last


def _is_aside(tokens: Sequence[Token], i: int, lex: Lexicon) -> bool:
    """Whether what stands alone at token ``i`` is no noun: an adverb ("two critically"), "y/y"."""
    return (i + 1 >= len(tokens) or tokens[i + 1].kind is not WORD) and (
        _is_adverb(tokens, i, lex) or _is_year_on_year(tokens, i)
    )


def _is_adverb(tokens: Sequence[Token], i: int, lex: Lexicon) -> bool:
    """Whether an adverb stands alone at token ``i``: "two critically", but not "one family"."""
    endings = lex.endings["nouns.adverb_endings"]
    if not endings or i >= len(tokens) or not tokens[i].text.islower() or not tokens[i].low.endswith(endings):
        return False
    if i + 1 < len(tokens) and tokens[i + 1].kind is WORD:
        return False
    return tokens[i].low not in lex.sets["pronoun_one.after_ok"] and tokens[i].low not in lex.sets["nouns.peopled"]


def _is_year_on_year(tokens: Sequence[Token], i: int) -> bool:
    """Whether a span of time stands at token ``i`` that is compared with the one before: "y/y", «г/г»."""
    if i + 2 >= len(tokens) or tokens[i + 1].text != "/" or not tokens[i + 1].glued:
        return False
    return tokens[i + 2].low == tokens[i].low


def _is_a_time(tokens: Sequence[Token], i: int, lex: Lexicon) -> bool:
    """Whether an article and a unit of time stand at token ``i``: the "a year before" of "3,200 a year before"."""
    if i >= len(tokens) or not lex.among("articles", tokens[i]):
        return False
    unit = lex.units.at(tokens, i + 1)
    return unit is not None and unit[1].kind == "duration"


def _past_number(tokens: Sequence[Token], i: int, lex: Lexicon) -> int:
    """Past the number of all and whose they are: "6 of the 9 boats", "377 million of the world's 412 million poor"."""
    start = i
    for j in range(i + 1, min(len(tokens), i + OWNERS)):
        if tokens[j - 1].low.endswith(POSSESSIVES):
            hedge = lex.hedges.at(tokens, j)
            start = j + (hedge[0] if hedge is not None else 0)
    end = start
    while end < len(tokens) and (tokens[end].kind == NUM or lex.numerals.at(tokens, end)):
        end += 1
    if end == start:
        return i
    while end < len(tokens) and lex.multipliers.at(tokens, end):
        end += 1
    return end


def number_of_noun(tokens: Sequence[Token], first: int, lex: Lexicon) -> str | None:
    """What is counted where it is said before: "the number of users exceeded 40 million"."""
    for j in range(first - 1, max(-1, first - LONGEST), -1):
        found = lex.lists["nouns.number_of"].at(tokens, j)
        if found is not None:
            noun = counted_noun(tokens[:first], j + found[0], lex, of_only=False)
            return None if noun is None else noun[0]
    return None


def is_anaphora(tokens: Sequence[Token], i: int, lex: Lexicon) -> bool:
    """Whether "of them" or the like stands at token ``i``."""
    if i < len(tokens) and lex.among("nouns.of", tokens[i]):
        i += 1
    return i < len(tokens) and lex.among("nouns.anaphora", tokens[i])


def is_subject(tokens: Sequence[Token], i: int, lex: Lexicon) -> bool:
    """Whether the number before token ``i`` is what somebody does: "five were hurt", "three walked home"."""
    if i >= len(tokens):
        return False
    return lex.among("nouns.verbs", tokens[i]) or _is_verb_phrase(tokens, i, lex) or _is_doing(tokens, i, lex)


def _is_verb_phrase(tokens: Sequence[Token], i: int, lex: Lexicon) -> bool:
    """Whether a participle without a plural behind it stands at token ``i``: "three walked home"."""
    endings = lex.endings["nouns.participle_endings"]
    adverbs = lex.endings["nouns.adverb_endings"]
    if adverbs and i + 1 < len(tokens) and tokens[i].text.islower() and tokens[i].text.endswith(adverbs):
        i += 1  # "two lightly injured"
        if lex.among("nouns.takers", tokens[i]) and not (i + 1 < len(tokens) and looks_plural(tokens[i + 1], lex)):
            return True
    if not endings or i >= len(tokens) or not tokens[i].text.endswith(endings) or not tokens[i].text[0].islower():
        return False
    if tokens[i].text.endswith(lex.endings["nouns.not_participle_endings"]):
        return False
    if i + 1 < len(tokens) and tokens[i + 1].glued and tokens[i + 1].text in "-‑":
        return False  # "1,204 fixed-wing aircraft"
    behind = list(takewhile(lambda token: token.kind is WORD, tokens[i + 1 : i + 3]))
    return tokens[i].low not in lex.sets["nouns.plurals"] and not any(looks_plural(token, lex) for token in behind)


def _is_doing(tokens: Sequence[Token], i: int, lex: Lexicon) -> bool:
    """Whether only what somebody does stands at token ``i``: "with 45,000 watching"."""
    endings = lex.endings["nouns.doing_endings"]
    if not endings or i >= len(tokens) or not tokens[i].low.endswith(endings) or not tokens[i].text[0].islower():
        return False
    if tokens[i].low in lex.sets["nouns.plurals"]:
        return False  # the missing
    after = tokens[i + 1] if i + 1 < len(tokens) else None
    return after is None or after.kind is not WORD or lex.among("nouns.stops", after)


def is_elided(tokens: Sequence[Token], i: int, lex: Lexicon) -> bool:
    """Whether the number stands alone for things named before: "18 of them", "five were hospitalised"."""
    if i >= len(tokens):
        return True
    token = tokens[i]
    if _is_verb_phrase(tokens, i, lex) or _is_doing(tokens, i, lex) or _is_adverb(tokens, i, lex):
        return True
    if lex.among("nouns.of", token):
        after = tokens[i + 1] if i + 1 < len(tokens) else None
        return after is not None and lex.among("nouns.anaphora", after)
    if token.kind != WORD:
        return token.text in ",.;()—–"
    if token.low.endswith(lex.endings["nouns.sure_verb_endings"]):
        return True
    return lex.among("nouns.verbs", token) or lex.among("nouns.stops", token) or lex.among("nouns.anaphora", token)


def _phrase_end(tokens: Sequence[Token], i: int, lex: Lexicon, *, begun: bool) -> int:
    """Where the phrase ends: after its plural head and what "of" and "and" add to it.

    What only a phrase that has ``begun`` is ended by (an article, a word of change) may else be its first word.
    """
    end, head = i, False
    j = i
    while j < len(tokens) and j - i < LONGEST:
        token = tokens[j]
        if j > i and token.glued and NUM in (token.kind, tokens[j - 1].kind) and token.kind in (NUM, WORD):
            # a name with digits in it: F-16s, A320neos, Shahed-136
            end, j = j + 1, j + 1
            head = token.kind == WORD and token.low.endswith(lex.endings["nouns.plural_endings"])
        elif token.kind != WORD:
            after = _past_sign(tokens, j, inside=not head, begun=j > i)
            if after is None:
                break
            j = after
        elif head and lex.among("nouns.of", token):
            of = _of_phrase(tokens, j + 1, lex)
            return end if of == j + 1 else of
        elif end > i and lex.among("nouns.and", token):
            if not _may_join(tokens, j + 1, lex):
                break
            head, j = False, j + 1
        elif not (token.glued and _is_tied(tokens, j, i)) and (
            head or _ends_phrase(tokens, j, lex, begun=end > i or begun) or (end > i and _is_verb(tokens, j, lex))
        ):
            break
        else:
            end, j = j + 1, j + 1
            head = bool(lex.sets["nouns.of"]) and looks_plural(token, lex) and not _describes_next(tokens, j, lex)
    return end


def _is_tied(tokens: Sequence[Token], j: int, i: int) -> bool:
    """Whether a hyphen ties the word to the one before it, so that it is no verb: "U.S.-made", "state-owned"."""
    return j > i + 1 and tokens[j - 1].glued and tokens[j - 1].text in "-‑"


def _past_sign(tokens: Sequence[Token], j: int, *, inside: bool, begun: bool) -> int | None:
    """Past a hyphen in a word, or a word in brackets: "Russian (Soviet) burial sites"; None where the phrase ends."""
    token = tokens[j]
    if token.kind == NUM:
        return None
    bracketed = j + 2 < len(tokens) and tokens[j + 1].kind == WORD and tokens[j + 2].text == ")"
    if inside and token.text == "(" and bracketed:
        return j + 3
    if token.text == "." and begun and token.glued and j + 1 < len(tokens) and tokens[j + 1].glued:
        return j + 1 if len(tokens[j - 1].text) == 1 and tokens[j - 1].text.isupper() else None  # "U.S.-made"
    return j + 1 if begun and token.glued and token.text in "-‑'’" else None


def _ends_phrase(tokens: Sequence[Token], j: int, lex: Lexicon, *, begun: bool) -> bool:
    """Whether the word belongs to what comes after the phrase: a verb, a preposition, another number."""
    token = tokens[j]
    owned = begun and j > 0 and tokens[j - 1].low.endswith("'s") and token.kind is WORD  # "the republic's needs"
    if owned or (not begun and _befallen(tokens, j, lex)):
        return False
    if lex.among("nouns.verbs", token) or lex.among("nouns.stops", token) or lex.numerals.at(tokens, j):
        return True
    if token.low.endswith(lex.endings["nouns.sure_verb_endings"]):
        return True
    if not begun:
        return False
    if lex.among("nouns.articles", token) or lex.among("nouns.verbs_behind", token):
        return True
    changes = token.low in lex.sets["change.up"] or token.low in lex.sets["change.down"]
    adverbs = lex.endings["nouns.adverb_endings"]
    if adverbs and tokens[j - 1].low.endswith(adverbs) and token.low.endswith(lex.endings["nouns.participle_endings"]):
        return False  # "110 clinically diagnosed cases"
    if lex.among("nouns.not_verbs", token):
        return changes
    return changes or token.low.endswith(lex.endings["nouns.verb_endings"] + lex.endings["nouns.participle_endings"])


def _befallen(tokens: Sequence[Token], j: int, lex: Lexicon) -> bool:
    """Whether what befell people describes the noun behind it: "12 wounded soldiers", not "12 died hours later"."""
    if not lex.among("nouns.takers", tokens[j]) or j + 1 >= len(tokens) or not looks_plural(tokens[j + 1], lex):
        return False
    return bool(lex.sets["nouns.of"]) and lex.units.at(tokens, j + 1) is None


def _describes_next(tokens: Sequence[Token], j: int, lex: Lexicon) -> bool:
    """Whether a plural without an ending stands before a noun that has one: "police officers", "staff members"."""
    if j < len(tokens) and lex.among("nouns.attributes", tokens[j - 1]) and tokens[j].kind is WORD:
        return not _ends_phrase(tokens, j, lex, begun=True) and not lex.among("nouns.of", tokens[j])
    if j >= len(tokens) or tokens[j - 1].low not in lex.sets["nouns.plurals"] or not looks_plural(tokens[j], lex):
        return False
    return not _lives_in(tokens, j, lex)


def _is_verb(tokens: Sequence[Token], j: int, lex: Lexicon) -> bool:
    return _lives_in(tokens, j, lex) or _says_of(tokens, j, lex)


def _lives_in(tokens: Sequence[Token], j: int, lex: Lexicon) -> bool:
    """Whether a word that may be a noun is a verb here, because a preposition follows: "humanity lives in cities"."""
    if not lex.among("nouns.verbs_before_stops", tokens[j]):
        return False
    return j + 1 < len(tokens) and lex.among("nouns.stops", tokens[j + 1])


def _may_join(tokens: Sequence[Token], i: int, lex: Lexicon) -> bool:
    """Whether "and" leads to a second noun, not to a verb or another number."""
    if i >= len(tokens) or (i + 1 < len(tokens) and lex.may_start(tokens[i + 1])) or lex.hedges.at(tokens, i + 1):
        return False
    token = tokens[i]
    return (
        token.kind == WORD
        and not lex.among("nouns.verbs", token)
        and not lex.among("nouns.stops", token)
        and not lex.numerals.at(tokens, i)
        and (looks_plural(token, lex) or (i + 1 < len(tokens) and looks_plural(tokens[i + 1], lex)))
    )


def _of_phrase(tokens: Sequence[Token], i: int, lex: Lexicon) -> int:
    """The end of what follows "of"."""
    end = i
    for j in range(i, min(len(tokens), i + LONGEST - 3)):
        token = tokens[j]
        if token.kind != WORD or lex.among("nouns.verbs", token):
            break
        if lex.among("nouns.stops", token) and not lex.among("nouns.articles", token):
            break
        if j > i and _says_of(tokens, j, lex):
            break
        if not lex.among("nouns.articles", token):
            end = j + 1
    return end


def _says_of(tokens: Sequence[Token], j: int, lex: Lexicon) -> bool:
    """Whether a word behind a plural is its verb: "of Americans support the plan", "of homes own a car"."""
    if not lex.sets["nouns.of"] or not has_plural_form(tokens[j - 1], lex):
        return False
    after = tokens[j + 1] if j + 1 < len(tokens) else None
    return lex.among("nouns.opinions", tokens[j]) or (after is not None and lex.among("nouns.determiners", after))


def _join(tokens: Sequence[Token]) -> str:
    text = tokens[0].text
    for token in tokens[1:]:
        text += token.text if token.glued else f" {token.text}"
    return text
