"""What has digits or number words and is no quantity: names, ordinals, clock times, list numbers, counters, idioms."""

from collections.abc import Sequence

from workbench.extraction.clock import ends_opening_hours, is_hour, is_time
from workbench.extraction.counters import is_age_mark, is_barred, is_reaction, page_counter
from workbench.extraction.dates import DateSpan
from workbench.extraction.names import QUOTES, hangs_on_word, has_meaning, hyphened, is_labelled, is_name
from workbench.extraction.odds import odds_at
from workbench.extraction.plurals import looks_plural
from workbench.extraction.pronouns import is_pronoun
from workbench.extraction.strings import (
    is_by,
    is_chain,
    is_filed,
    is_next_score,
    is_place_in_series,
    is_slash,
    string_end,
)
from workbench.extraction.tokens import NUM, SIGN, WORD, Token
from workbench.extraction.words import CHROME, CODED, FIGURE, IDIOM, NUMERAL, Lexicon

SHORT_LINE = 6
KEYCAP = ("\ufe0f", "\u20e3")  # behind a digit they make a button of it: 1️⃣


def silent(  # noqa: PLR0913 - a sentence and what is known of it
    tokens: Sequence[Token], marks: Sequence[int], dates: Sequence[DateSpan], lex: Lexicon,
    cues: int, *, line_start: bool, alone: bool = False,
) -> set[int]:  # fmt: skip
    """The indices of the tokens at which no quantity begins.

    Args:
        tokens: A sentence.
        marks: Its tokens that play a role.
        dates: Its dates.
        lex: The words of its language.
        cues: All roles that its tokens play.
        line_start: Whether the sentence begins a line.
        alone: Whether it is the whole of a short text, and so no counter of a page.
    """
    if len(tokens) <= SHORT_LINE and page_counter(tokens, lex, alone=alone):
        return set(range(len(tokens)))
    quiet = {i for span in dates for i in range(span.first, span.last)}
    for i in [i for i in marks if tokens[i].roles & IDIOM] if cues & IDIOM else ():
        for back in lex.idiom_places[tokens[i].low]:
            idiom = lex.idioms.at(tokens, i - back)
            if idiom is not None and not _goes_on(tokens, i - back + idiom[0], lex):
                quiet.update(range(i - back, i - back + idiom[0]))
    for i in marks:
        role = tokens[i].roles
        if role & CODED:
            quiet.add(i)
        elif role & FIGURE:
            if i in quiet or (not cues & CHROME and i - 2 not in quiet and _is_plain(tokens, i, lex)):
                continue
            quiet.update(_quiet_figures(tokens, i, quiet, lex, line_start=line_start))
        elif role & NUMERAL and _is_quiet_word(tokens, i, lex):
            quiet.add(i)
    return quiet


def _goes_on(tokens: Sequence[Token], i: int, lex: Lexicon) -> bool:
    """Whether an idiom that ends with a numeral is only the beginning of a number: "as one hundred and twenty"."""
    if tokens[i - 1].kind is NUM:
        return has_meaning(tokens, i, lex)  # «отдал службе 112 дней»
    return lex.numerals.of(tokens[i - 1].low) is not None and lex.multipliers.at(tokens, i) is not None


def _is_plain(tokens: Sequence[Token], i: int, lex: Lexicon) -> bool:
    """Whether a number in digits stands between ordinary words in small letters, as most do: so it is no name."""
    if not 0 < i < len(tokens) - 1:
        return False
    before, token, after = tokens[i - 1 : i + 2]
    if before.kind is not WORD or after.kind is not WORD or token.glued or after.glued or token.text[0] == "0":
        return False
    if not before.text.islower() or not after.text[0].islower():
        return False
    if before.low in lex.figures_before or after.low in lex.figures_behind:
        return False
    return after.low not in lex.lists["dates.day_parts"].firsts or not lex.among("dates.day_parts_after", before)


def _quiet_figures(
    tokens: Sequence[Token], i: int, quiet: set[int], lex: Lexicon, *, line_start: bool
) -> tuple[int, ...]:
    """Which numbers in digits are none, of the one at token ``i`` and what belongs to it."""
    string = string_end(tokens, i)
    if string > i:
        return tuple(range(i, string))
    signed = i > 0 and tokens[i - 1].kind is SIGN
    if is_filed(tokens, i) or is_age_mark(tokens, i) or (signed and _is_bracketed(tokens, i)):
        return (i,)
    if i > 2 and tokens[i - 2].kind is NUM and ends_opening_hours(tokens, i, lex):
        return i - 2, i
    if is_by(tokens, i) or (i > 0 and is_place_in_series(tokens, i, lex)):
        return i, i + 2
    if _is_span_of_labels(tokens, i, lex):
        return i, i + 2
    if is_name(tokens, i, lex) or _is_mark(tokens, i, lex, line_start=line_start):
        return (i,)
    if signed and is_reaction(tokens, i, quiet, lex):
        return (i,)
    if is_chain(tokens, i) or is_slash(tokens, i, lex) or is_next_score(tokens, i, quiet):
        return i, i + 2
    return (i,) if i >= 2 and i - 2 in quiet and _goes_on_label(tokens, i, lex) else ()


def _goes_on_label(tokens: Sequence[Token], i: int, lex: Lexicon) -> bool:
    """Whether the number goes on a list of names: "Articles 5 and 6", "pages 12, 14"."""
    if not lex.among("dates.list", tokens[i - 1]) or looks_plural(tokens[i + 1] if i + 1 < len(tokens) else None, lex):
        return False
    if tokens[i - 1].text == "," and i + 1 < len(tokens) and lex.among("nouns.verbs", tokens[i + 1]):
        return False  # "of those drilled in phase 2, 45 are dry"
    for j in range(i - 2, max(-1, i - 7), -2):
        if tokens[j].kind is not NUM:
            return False
        if lex.labels.before(tokens, j) is not None:
            return True
    return False


def _is_mark(tokens: Sequence[Token], i: int, lex: Lexicon, *, line_start: bool) -> bool:
    """A list number, a clock time, a number with leading zeros, a counter."""
    text = tokens[i].text
    after = tokens[i + 1] if i + 1 < len(tokens) else None
    if len(text) > 1 and text[0] == "0" and text[1].isdigit():
        return True
    if after is None:
        return False
    if is_time(tokens, i, lex) or (len(text) < 5 and lex.among("dates.era", after)):
        return True
    if after.text in KEYCAP and after.glued:
        return True
    if is_barred(tokens, i, lex):
        return True
    starts = line_start and all(token.kind == SIGN for token in tokens[:i])
    starts = starts or (i == 0 and i + 2 < len(tokens) and tokens[i + 2].text.istitle())
    if starts and after.text in ".)" and after.glued and len(text) <= 3:
        return i + 2 >= len(tokens) or not tokens[i + 2].glued
    return False


def _is_bracketed(tokens: Sequence[Token], i: int) -> bool:
    """Whether a small number stands alone in brackets: "(12)"."""
    if i >= len(tokens) - 1 or tokens[i - 1].text not in "([" or tokens[i + 1].text not in ")]":
        return False
    return tokens[i + 1].glued and len(tokens[i].text) <= 3



def _is_span_of_labels(tokens: Sequence[Token], i: int, lex: Lexicon) -> bool:
    """ "No. 2-4", "chapters 3–5": two numbers of one label."""
    if not i or i + 2 >= len(tokens) or tokens[i + 1].text not in "-–/" or tokens[i + 2].kind is not NUM:
        return False
    glued = tokens[i + 1].glued and tokens[i + 2].glued
    return glued and lex.labels.before(tokens, i) is not None and is_labelled(tokens, i, lex)


def _is_quiet_word(tokens: Sequence[Token], i: int, lex: Lexicon) -> bool:
    """ "one" as a pronoun, "two-state", "phase two"."""
    atom = lex.numerals.at(tokens, i)
    if atom is None:
        return False
    after = tokens[i + 1] if i + 1 < len(tokens) else None
    if odds_at(tokens, i + 1, lex) is not None and after is not None and after.text == "-":
        return False
    if i > 1 and lex.lists["cold"].before(tokens, i + 1) and lex.may_start(tokens[i - 2]):
        return True  # "0.3 below zero"
    if is_hour(tokens, i, lex) or (i and _is_part_of_name(tokens, i, after, lex)):
        return True
    if hangs_on_word(tokens, i):
        return not lex.numerals.at(tokens, i - 2)
    if after is not None and after.text == "-" and after.glued and i + 2 < len(tokens) and tokens[i + 2].glued:
        if tokens[i].text.istitle() and tokens[i + 2].text.istitle():
            return True  # the Six-Day War
        return hyphened(tokens, i + 2, lex)
    if i and lex.among("minus", tokens[i - 1]):
        return False
    if i and is_labelled(tokens, i, lex) and not looks_plural(after, lex):
        return not has_meaning(tokens, i + 1, lex)
    return atom[1] == 1 and is_pronoun(tokens, i, lex)




def _is_part_of_name(tokens: Sequence[Token], i: int, after: Token | None, lex: Lexicon) -> bool:
    """ "Operation Nine Elms", «спектакль «Три сестры»», "the Big Three": a numeral in a name inside a sentence."""
    if after is not None and (after.kind == WORD or after.glued) and _is_title(tokens, i):
        return True
    if i >= 2 and tokens[i - 1].text in QUOTES and lex.among("titles", tokens[i - 2]):
        return True
    return tokens[i].text.istitle() and _is_named(tokens, i, lex)


def _is_named(tokens: Sequence[Token], i: int, lex: Lexicon) -> bool:
    """Whether a numeral with a capital inside a sentence counts nothing and so is a name: "the Big Three"."""
    before, after = tokens[i - 1], tokens[i + 1] if i + 1 < len(tokens) else None
    if before.kind is not WORD or (after is not None and after.kind is WORD and not lex.among("nouns.stops", after)):
        return False
    return (after is None or after.kind is WORD or after.text in ".,;:)") and not lex.among("range.or", before)


def _is_title(tokens: Sequence[Token], i: int) -> bool:
    """ "Operation Nine Elms", "the Thirty Years War": a numeral among words in capitals, inside a sentence."""
    if all(tokens[j].text[0].isupper() and tokens[j].kind == WORD for j in (i - 1, i, i + 1)):
        return True
    behind = tokens[i + 1 : i + 2]
    if behind and tokens[i].text.istitle() and behind[0].text.istitle() and tokens[i - 1].text.islower():
        return True
    words = [token for token in tokens[i : i + 5] if token.kind == WORD][:3]
    return len(words) == 3 and all(word.text[0].isupper() and word.text[1:].islower() for word in words)
