"""Times of the day, which are no quantities: "14h30", "1800 hours", "7 in the morning", «с 10 до 18 часов»."""

from collections.abc import Sequence

from workbench.extraction.tokens import NUM, WORD, Token
from workbench.extraction.words import Lexicon

HOURS, MINUTES, HALF_A_DAY = 24, 60, 12
WATCH_DIGITS = 4


def is_time(tokens: Sequence[Token], i: int, lex: Lexicon) -> bool:
    """Whether the number in digits at token ``i`` is a time of the day, or a part of one."""
    if lex.lists["dates.clock"].at(tokens, i + 1) is not None or _is_time_of_day(tokens, i, lex):
        return True
    if i + 1 >= len(tokens) or not tokens[i].text.isdigit():
        return False
    return _is_watch(tokens, i, lex) or _is_in_part_of_day(tokens, i, lex)


def is_hour(tokens: Sequence[Token], i: int, lex: Lexicon) -> bool:
    """Whether the numeral at token ``i`` is an hour: "seven o'clock", «к семи вечера»."""
    if lex.lists["dates.clock"].at(tokens, i + 1) is not None:
        return True
    return i > 0 and lex.among("dates.day_parts_after", tokens[i - 1]) and _has_part_of_day(tokens, i, lex)


def _is_time_of_day(tokens: Sequence[Token], i: int, lex: Lexicon) -> bool:
    """ "14h30", «à 14 heures», «à 14 h 30»: the hours, or the minutes behind them."""
    if i >= 2 and tokens[i - 2].kind is NUM and lex.among("dates.clock_units", tokens[i - 1]):
        return _is_time_of_day(tokens, i - 2, lex)
    if i + 1 >= len(tokens) or not tokens[i].text.isdigit() or int(tokens[i].text) > HOURS:
        return False
    if i and lex.among("dates.clock_before", tokens[i - 1]) and lex.among("dates.clock_units", tokens[i + 1]):
        return True
    glued = i + 2 < len(tokens) and tokens[i + 1].glued and tokens[i + 2].glued and tokens[i + 1].text == "h"
    return glued and tokens[i + 2].kind is NUM and len(tokens[i + 2].text) == 2


def _is_watch(tokens: Sequence[Token], i: int, lex: Lexicon) -> bool:
    """Whether hours and minutes are told in four digits: "at 1800 hours", but not "for 1800 hours of video"."""
    if not i or len(tokens[i].text) != WATCH_DIGITS or not lex.among("dates.watch_units", tokens[i + 1]):
        return False
    ends = _ends_of_watch(tokens, i, lex)
    if ends is not None:
        round_hours = all(tokens[j].text.endswith("00") for j in ends)
        lasted = ends[0] > 1 and lex.among("dates.watch_lasting", tokens[ends[0] - 2]) and round_hours
        return not lasted and all(_may_be_watch(tokens[j]) for j in ends)
    if not lex.among("dates.watch_before", tokens[i - 1]) or lex.lists["periods.ago"].at(tokens, i + 2) is not None:
        return False
    of = i + 2 < len(tokens) and lex.among("nouns.of", tokens[i + 2])
    return _may_be_watch(tokens[i]) and not of


def _may_be_watch(token: Token) -> bool:
    if len(token.text) != WATCH_DIGITS or not token.text.isdigit():
        return False
    hours, minutes = divmod(int(token.text), 100)
    return hours <= HOURS and minutes < MINUTES


def _ends_of_watch(tokens: Sequence[Token], i: int, lex: Lexicon) -> tuple[int, int] | None:
    """The two numbers of "from 1200 hours to 1300 hours", one of which stands at token ``i``."""
    for first, last in ((i, i + 3), (i - 3, i)):
        if first < 1 or last + 1 >= len(tokens) or not lex.among("range.from", tokens[first - 1]):
            continue
        units = all(lex.among("dates.watch_units", tokens[j + 1]) for j in (first, last))
        led = any(lex.among(name, tokens[last - 1]) for name in ("range.to", "dates.watch_before"))
        if units and led and tokens[first].kind is NUM and tokens[last].kind is NUM:
            return first, last
    return None


def _is_in_part_of_day(tokens: Sequence[Token], i: int, lex: Lexicon) -> bool:
    """ "It was 7 in the morning", but not "shot down 7 in the morning"."""
    if not i or len(tokens[i].text) > 2 or not 1 <= int(tokens[i].text) <= HALF_A_DAY:
        return False
    return lex.among("dates.day_parts_after", tokens[i - 1]) and _has_part_of_day(tokens, i, lex)


def _has_part_of_day(tokens: Sequence[Token], i: int, lex: Lexicon) -> bool:
    return lex.lists["dates.day_parts"].at(tokens, i + 1) is not None


def ends_opening_hours(tokens: Sequence[Token], i: int, lex: Lexicon) -> bool:
    """Whether the number is the second of two hours between which something is done: «с 10 до 18 часов»."""
    first = i - 2
    if first < 1 or i + 1 >= len(tokens) or not lex.among("dates.clock_units", tokens[i + 1]):
        return False
    led = lex.among("range.change_from", tokens[first - 1]) and lex.among("range.to", tokens[first + 1])
    hours = all(tokens[j].text.isdigit() and int(tokens[j].text) <= HOURS for j in (first, i))
    told = led and hours and not _is_per_time(tokens, i + 2, lex)
    return told and not any(token.low in lex.turns for token in tokens[:first])


def _is_per_time(tokens: Sequence[Token], i: int, lex: Lexicon) -> bool:
    """Whether a whole span of time stands at token ``i`` in which the hours are spent: «часов в неделю»."""
    if i + 1 >= len(tokens) or not lex.among("per", tokens[i]):
        return False
    unit = lex.units.at(tokens, i + 1)
    if unit is None or unit[1].kind != "duration":
        return False
    behind = tokens[i + 1 + unit[0]] if i + 1 + unit[0] < len(tokens) else None
    if behind is None or behind.kind is not WORD:
        return True
    return lex.among("nouns.stops", behind) or lex.among("nouns.verbs", behind)  # «в день выборов» says on which day
