"""What has digits or number words and is no quantity: names, ordinals, clock times, list numbers, counters, idioms."""

from collections.abc import Sequence

from workbench.extraction.dates import DateSpan
from workbench.extraction.lexicons import symbols
from workbench.extraction.names import QUOTES, hangs_on_word, has_meaning, hyphened, is_labelled, is_name
from workbench.extraction.number import scales
from workbench.extraction.numbers import read_number
from workbench.extraction.odds import odds_at
from workbench.extraction.plurals import looks_plural
from workbench.extraction.tokens import CODE, NUM, SIGN, WORD, Token
from workbench.extraction.words import CHROME, CODED, FIGURE, IDIOM, NUMERAL, Lexicon

SHORT_LINE = 6
AREA = 3  # digits of a telephone number's first two groups
EMOJI_STYLE = "\ufe0f"
KEYCAP = ("\ufe0f", "\u20e3")  # behind a digit they make a button of it: 1️⃣
EYES = ("👁", "👀")
BARS = ("|", "·", "•")


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
    if len(tokens) <= SHORT_LINE and _page_counter(tokens, lex, alone=alone):
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
    return before.low not in lex.figures_before and after.low not in lex.figures_behind


def _quiet_figures(
    tokens: Sequence[Token], i: int, quiet: set[int], lex: Lexicon, *, line_start: bool
) -> tuple[int, ...]:
    """Which numbers in digits are none, of the one at token ``i`` and what belongs to it."""
    phone = _phone_end(tokens, i)
    if phone == i:
        phone = _area_end(tokens, i)
    if phone > i:
        return tuple(range(i, phone))
    if _is_bracketed(tokens, i) or _is_filed(tokens, i):
        return (i,)
    if _is_by(tokens, i):
        return i, i + 2
    if _is_span_of_labels(tokens, i, lex):
        return i, i + 2
    if is_name(tokens, i, lex) or _is_mark(tokens, i, lex, line_start=line_start):
        return (i,)
    if _is_chain(tokens, i) or _is_slash(tokens, i, lex) or _is_next_score(tokens, i, quiet):
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


def _page_counter(tokens: Sequence[Token], lex: Lexicon, *, alone: bool) -> bool:
    """A short line of numbers alone, or of a number and what a page counts: "52.9K subscribers"."""
    signs = symbols()
    rest = 0
    counted = False
    i = 0
    while i < len(tokens):
        token = tokens[i]
        chrome = lex.chrome.at(tokens, i)
        if chrome is not None:
            counted, i = True, i + chrome[0]
            continue
        sign = token.kind == SIGN and token.text not in "%$€£¥₽"
        scale = lex.multipliers.at(tokens, i)
        rest += not (sign or scale or token.kind in (NUM, CODE) or token.text in signs.scales)
        i += 1 if scale is None else scale[0]
    bare = not alone and bool(tokens) and tokens[-1].text != "…" and not any(t.text in "$€£%" for t in tokens)
    return rest == 0 and (counted or bare)


def _is_mark(tokens: Sequence[Token], i: int, lex: Lexicon, *, line_start: bool) -> bool:
    """A list number, a clock time, a number with leading zeros, a counter."""
    text = tokens[i].text
    after = tokens[i + 1] if i + 1 < len(tokens) else None
    if len(text) > 1 and text[0] == "0" and text[1].isdigit():
        return True
    if after is None:
        return False
    if _is_time_of_day(tokens, i, lex) or (len(text) < 5 and lex.among("dates.era", after)):
        return True
    if lex.lists["dates.clock"].at(tokens, i + 1):
        return True
    if after.text in KEYCAP and after.glued:
        return True
    if _is_barred(tokens, i, lex):
        return True
    starts = line_start and all(token.kind == SIGN for token in tokens[:i])
    if starts and after.text in ".)" and after.glued and len(text) <= 3:
        return i + 2 >= len(tokens) or not tokens[i + 2].glued
    return _is_seen_by(tokens, i, lex)


def _is_bracketed(tokens: Sequence[Token], i: int) -> bool:
    """Whether a small number stands alone in brackets: "(12)"."""
    if not 0 < i < len(tokens) - 1 or tokens[i - 1].text not in "([" or tokens[i + 1].text not in ")]":
        return False
    return tokens[i + 1].glued and len(tokens[i].text) <= 3


def _is_barred(tokens: Sequence[Token], i: int, lex: Lexicon) -> bool:
    """Whether a page's counter stands here between bars or dots: "Our channel | 12.4K views | 14:05"."""
    _, last = scales(tokens, i + 1, lex)
    chrome = lex.chrome.at(tokens, last)
    if chrome is None:
        return False
    ends = last + chrome[0]
    return (i > 0 and tokens[i - 1].text in BARS) or (ends < len(tokens) and tokens[ends].text in BARS)


def _is_seen_by(tokens: Sequence[Token], i: int, lex: Lexicon) -> bool:
    """Whether a page counts its readers here: an eye, a number, and no noun behind it."""
    j = i - 1
    while j >= 0 and tokens[j].text == EMOJI_STYLE:
        j -= 1
    if j < 0 or tokens[j].text not in EYES:
        return False
    _, last = scales(tokens, i + 1, lex)
    return last >= len(tokens) or tokens[last].kind != WORD


def _is_time_of_day(tokens: Sequence[Token], i: int, lex: Lexicon) -> bool:
    """ "14h30", «à 14 heures», «à 14 h 30»: the hours, or the minutes behind them."""
    if i >= 2 and tokens[i - 2].kind is NUM and lex.among("dates.clock_units", tokens[i - 1]):
        return _is_time_of_day(tokens, i - 2, lex)
    if i + 1 >= len(tokens) or not tokens[i].text.isdigit() or int(tokens[i].text) > 24:
        return False
    if i and lex.among("dates.clock_before", tokens[i - 1]) and lex.among("dates.clock_units", tokens[i + 1]):
        return True
    glued = i + 2 < len(tokens) and tokens[i + 1].glued and tokens[i + 2].glued and tokens[i + 1].text == "h"
    return glued and tokens[i + 2].kind is NUM and len(tokens[i + 2].text) == 2


def _is_by(tokens: Sequence[Token], i: int) -> bool:
    """ "4x100 relay", "the 5+2 format": two numbers with such a sign between them, and no power of ten."""
    if i + 2 >= len(tokens) or tokens[i + 1].text not in ("x", "×", "+") or tokens[i + 2].kind is not NUM:
        return False
    return tokens[i + 1].glued and tokens[i + 2].glued and tokens[i + 2].text != "10"


def _is_next_score(tokens: Sequence[Token], i: int, quiet: set[int]) -> bool:
    """Whether a score stands right before, behind which two numbers with a dash are one too: "6-4, 3-6"."""
    if i < 4 or i + 2 >= len(tokens) or tokens[i - 1].text not in (",", "(") or i - 2 not in quiet:
        return False
    dashed = tokens[i - 3].text in "-–" and tokens[i + 1].text in "-–" and tokens[i + 2].kind is NUM
    return dashed and tokens[i + 1].glued and tokens[i + 2].glued and len(tokens[i].text) < AREA


def _is_span_of_labels(tokens: Sequence[Token], i: int, lex: Lexicon) -> bool:
    """ "No. 2-4", "chapters 3–5": two numbers of one label."""
    if not i or i + 2 >= len(tokens) or tokens[i + 1].text not in "-–/" or tokens[i + 2].kind is not NUM:
        return False
    glued = tokens[i + 1].glued and tokens[i + 2].glued
    return glued and lex.labels.before(tokens, i) is not None and is_labelled(tokens, i, lex)


def _is_slash(tokens: Sequence[Token], i: int, lex: Lexicon) -> bool:
    """ "1/7 Thread", "9/11": two numbers with a slash that are no fraction."""
    if i + 2 >= len(tokens) or tokens[i + 1].text != "/" or tokens[i + 2].kind != NUM or not tokens[i + 1].glued:
        return False
    if i > 1 and tokens[i - 1].text == "-" and tokens[i - 1].glued and tokens[i - 2].kind is NUM:
        return False  # "7-3/4 cents"
    return not (i and tokens[i - 1].kind == NUM) and read_number(tokens, i, lex) is None


def _phone_end(tokens: Sequence[Token], i: int) -> int:
    """Where a telephone number ends that begins at token ``i``: "+44 20 7946 0018", "0800 555 111"; ``i`` if none."""
    plus = i > 0 and tokens[i - 1].text == "+" and tokens[i].glued
    zero = len(tokens[i].text) > 2 and tokens[i].text[0] == "0" and tokens[i].text[1].isdigit()
    if not (plus or zero) or i + 1 >= len(tokens) or tokens[i + 1].kind != NUM:
        return i
    return next((j for j in range(i, len(tokens)) if tokens[j].kind != NUM), len(tokens))


def _area_end(tokens: Sequence[Token], i: int) -> int:
    """Where a telephone number ends whose area stands in brackets: "(202) 415-1775"; ``i`` if there is none."""
    if i < 1 or i + 4 >= len(tokens) or tokens[i - 1].text != "(" or tokens[i + 1].text != ")":
        return i
    three, rest = len(tokens[i].text) == AREA and tokens[i].text.isdigit(), tokens[i + 2]
    joined = tokens[i + 3].text in "-–." and tokens[i + 3].glued and tokens[i + 4].kind is NUM and tokens[i + 4].glued
    return i + 5 if three and rest.kind is NUM and len(rest.text) == AREA and joined else i


def _is_filed(tokens: Sequence[Token], i: int) -> bool:
    """Whether the number stands between two slashes of a file's number: "2007/159/DEC"."""
    if not 0 < i < len(tokens) - 1 or not tokens[i - 1].text == tokens[i + 1].text == "/":
        return False
    return tokens[i].glued and tokens[i - 1].glued and tokens[i + 1].glued


def _is_chain(tokens: Sequence[Token], i: int) -> bool:
    """A score or a telephone number: "3-1", "495-12-34"."""
    if i + 2 >= len(tokens) or tokens[i + 1].text not in "-–:" or tokens[i + 2].kind != NUM:
        return False
    if not tokens[i + 1].glued or not tokens[i + 2].glued:
        return False
    if i >= 2 and tokens[i].glued and tokens[i - 1].text == "-" and tokens[i - 2].kind is NUM:
        return True
    if i + 4 < len(tokens) and tokens[i + 3].text == "-" and tokens[i + 4].kind == NUM and tokens[i + 3].glued:
        return True
    if i + 4 < len(tokens) and tokens[i + 3].text == "/" and tokens[i + 3].glued and tokens[i + 4].kind is NUM:
        return False  # "7-3/4 cents"
    left, right = tokens[i].text, tokens[i + 2].text
    falls = left.isdigit() and right.isdigit() and int(left) >= int(right)
    after = tokens[i + 3] if i + 3 < len(tokens) else None
    return falls and (after is None or after.text != "%")


def _is_quiet_word(tokens: Sequence[Token], i: int, lex: Lexicon) -> bool:
    """ "one" as a pronoun, "two-state", "phase two"."""
    atom = lex.numerals.at(tokens, i)
    if atom is None:
        return False
    after = tokens[i + 1] if i + 1 < len(tokens) else None
    if odds_at(tokens, i + 1, lex) is not None and after is not None and after.text == "-":
        return False
    titled = i and after is not None and (after.kind == WORD or after.glued) and _is_title(tokens, i)
    if titled or _is_hour_or_title(tokens, i, lex):
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
    if atom[1] != 1 or _is_coordinate(tokens, i, lex) or _ends_number(tokens, i, lex):
        return False
    return _is_pronoun(tokens, i + 1, lex)


def _is_hour_or_title(tokens: Sequence[Token], i: int, lex: Lexicon) -> bool:
    """ "seven o'clock", «к семи вечера», «спектакль «Три сестры»»."""
    if lex.lists["dates.clock"].at(tokens, i + 1):
        return True
    return i >= 2 and tokens[i - 1].text in QUOTES and lex.among("titles", tokens[i - 2])


def _ends_number(tokens: Sequence[Token], i: int, lex: Lexicon) -> bool:
    """Whether "one" is the end of a number: "a hundred and one"."""
    joined = i > 1 and lex.among("joiners.and", tokens[i - 1])
    return lex.multipliers.before(tokens, i - joined) is not None


def _is_title(tokens: Sequence[Token], i: int) -> bool:
    """ "Operation Nine Elms", "the Thirty Years War": a numeral among words in capitals, inside a sentence."""
    if all(tokens[j].text[0].isupper() and tokens[j].kind == WORD for j in (i - 1, i, i + 1)):
        return True
    behind = tokens[i + 1 : i + 2]
    if behind and tokens[i].text.istitle() and behind[0].text.istitle() and tokens[i - 1].text.islower():
        return True
    words = [token for token in tokens[i : i + 5] if token.kind == WORD][:3]
    return len(words) == 3 and all(word.text[0].isupper() and word.text[1:].islower() for word in words)


def _is_coordinate(tokens: Sequence[Token], i: int, lex: Lexicon) -> bool:
    """Whether "one" goes on a list of counts: "one man and one dog"."""
    if i < 3 or not lex.among("nouns.and", tokens[i - 1]) or i + 1 >= len(tokens) or tokens[i + 1].kind != WORD:
        return False
    if lex.among("nouns.stops", tokens[i + 1]) or lex.among("nouns.of", tokens[i + 1]):
        return False
    return any(lex.numerals.at(tokens, j) or tokens[j].kind == NUM for j in range(max(0, i - 5), i - 1))


def _is_pronoun(tokens: Sequence[Token], i: int, lex: Lexicon) -> bool:
    """Whether "one" before token ``i`` counts nothing."""
    if i >= len(tokens):
        return True
    if has_meaning(tokens, i, lex) or lex.lists["joiners.half"].at(tokens, i) or lex.numerals.at(tokens, i):
        return False
    point = lex.lists["joiners.point"].at(tokens, i)
    if point is not None and lex.numerals.at(tokens, i + point[0]):
        return False  # "one point five"
    odds = lex.lists["odds.between"].at(tokens, i)
    if odds is not None:
        j = i + odds[0]
        hundred = j < len(tokens) and lex.among("articles", tokens[j]) and lex.multipliers.at(tokens, j + 1) is not None
        return not (hundred or (j < len(tokens) and (tokens[j].kind == NUM or lex.numerals.at(tokens, j))))
    if odds_at(tokens, i, lex) is not None:
        return False
    wanted = lex.sets["pronoun_one.after_ok"]
    return not any(token.low in wanted for token in tokens[i : i + 2])
