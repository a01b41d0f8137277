"""Numbers of one text that cannot all be right: parts above their whole, a percentage that does not follow.

Each finding names the quantities and says what the arithmetic gives; whether the text is wrong is for a person.
A rounded or hedged number is taken for all that its wording allows, so that rounding alone is never reported; numbers
told together are taken to be as precise as the finest of them.
"""

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, localcontext
from functools import cache
from importlib.resources import files
from itertools import chain, combinations, groupby, islice, pairwise

from workbench.extraction.sameness import same_statement
from workbench.quantity.accepted import PRECISION, accepted_set
from workbench.quantity.explain import number_text, unit_text
from workbench.quantity.interval import Interval
from workbench.quantity.model import Quantity

HUNDRED = Decimal(100)
# How far a part may stand behind the one before it, and a share from its numbers, in code points.
NEAR_PART, NEAR_SHARE, NEAR_CUE = 80, 40, 60
# Tellings of one thing that are compared with each other in one text.
MOST_TELLINGS = 30
# Quantities of one sentence, and pairs of one text, that are looked at.
MOST_TOGETHER, MOST_PAIRS = 40, 5000
SENTENCE_END = re.compile(r"[.!?…]\s|\n\s*\n")
# A log of thousands of lines is no whole with its parts; each would be held against all that follow.
MOST_PARTS = 50
MOST_TAIL = 400


@dataclass(frozen=True, slots=True)
class Inconsistency:
    """Quantities of one text that do not go together.

    Attributes:
        rule: ``parts``, ``percent`` or ``two_numbers``.
        message: What the arithmetic gives, in one line.
        quantities: The quantities it is about, in the order of the text.
    """

    rule: str
    message: str
    quantities: tuple[Quantity, ...]


def inconsistencies(text: str, quantities: Sequence[Quantity]) -> list[Inconsistency]:
    """What in a text contradicts itself, by place.

    Args:
        text: The text the quantities' offsets count in.
        quantities: Its quantities, by place.
    """
    with localcontext(prec=PRECISION):
        found = [*_parts(text, quantities), *_percents(text, quantities), *_two_numbers(quantities)]
    return sorted(found, key=lambda item: (item.quantities[0].start, item.rule))


@cache
def _cue(name: str) -> re.Pattern[str]:
    tables = tomllib.loads((files("workbench.extraction") / "consistency.toml").read_text(encoding="utf-8"))
    phrases = sorted({phrase for table in tables.values() for phrase in table[name]}, key=len, reverse=True)
    joined = "|".join(re.escape(phrase).replace(r"\ ", r"\s+") for phrase in phrases)
    return re.compile(rf"(?<!\w)(?:{joined})(?!\w)", re.IGNORECASE)


def _parts(text: str, quantities: Sequence[Quantity]) -> Iterator[Inconsistency]:
    """A whole, what introduces its parts, and two parts or more behind one another."""
    for n, whole in enumerate(quantities[:-2]):
        if whole.value is None or whole.kind in ("percent", "multiple", "temperature") or whole.negated:
            continue
        first = quantities[n + 1]
        listed = _introduced(text[whole.end : first.start], whole, first)
        parts = _run_of_parts(text, whole, quantities[n + 1 : n + 2 * MOST_PARTS]) if listed else []
        if len(parts) < 2:
            continue
        told = _too_much_or_little(text, whole, parts, complete=listed == ":")
        if told:
            yield Inconsistency("parts", told, (whole, *parts))


def _introduced(between: str, whole: Quantity, first: Quantity) -> str:
    """What introduces the parts: a phrase, ``:`` right before the first, ``;`` where they count the same; else ""."""
    if len(between) > NEAR_CUE:
        return ""
    if _cue("parts").search(between):
        return "phrase"
    if SENTENCE_END.search(between):
        return ""
    if between.rstrip().endswith(":"):
        return ":"
    return ";" if ";" in between and first.counted in (None, whole.counted) else ""


def _run_of_parts(text: str, whole: Quantity, rest: Sequence[Quantity]) -> list[Quantity]:
    parts: list[Quantity] = []
    for part in rest:
        if part.kind == "percent" and whole.kind != "percent" and text[part.start - 1 : part.start] == "(":
            continue
        if (part.unit, part.kind) != (whole.unit, whole.kind) or part.negated or part.change or part.value is None:
            break
        between = text[parts[-1].end : part.start] if parts else ""
        if len(between) > NEAR_PART or SENTENCE_END.search(between):
            break
        parts.append(part)
        if len(parts) > MOST_PARTS:
            return []
    return parts


def _too_much_or_little(text: str, whole: Quantity, parts: list[Quantity], *, complete: bool) -> str:
    allowed, *sets = _together(whole, *parts)
    least = sum((item.low or Decimal(0) for item in sets), Decimal(0))
    told = sum((part.value for part in parts if part.value is not None), Decimal(0))
    make = f"the parts make {_told(told, whole)}"
    if allowed.high is not None and least > allowed.high:
        return f"{make}, more than the whole, {_told(whole.value, whole)}"
    ends = [item.high for item in sets]
    most = sum((end for end in ends if end is not None), Decimal(0)) if None not in ends else None
    end = parts[-1].end
    tail = SENTENCE_END.split(text[end : end + MOST_TAIL], maxsplit=1)[0]
    short = allowed.low is not None and most is not None and most < allowed.low
    if complete and short and not re.search(r"\d", tail) and _joined_last(text, parts):
        return f"{make}, less than the whole, {_told(whole.value, whole)}"
    return ""


def _joined_last(text: str, parts: list[Quantity]) -> bool:
    """Whether the last part closes the list: a conjunction, and no comma, between it and the one before."""
    between = text[parts[-2].end : parts[-1].start]
    return "," not in between and ";" not in between


def _percents(text: str, quantities: Sequence[Quantity]) -> Iterator[Inconsistency]:
    for together in _by_sentence(quantities):
        numbers = [q for q in together if q.kind not in ("multiple", "temperature") and q.value is not None]
        for share in together:
            if share.kind not in ("percent", "multiple") or share.unit not in ("percent", "") or share.negated:
                continue
            near = [q for q in numbers if q is not share]
            yield from _change(text, share, near)
            if share.kind == "percent" and share.change is None:
                yield from _part_of(text, share, near)


def _by_sentence(quantities: Sequence[Quantity]) -> Iterator[list[Quantity]]:
    """The quantities of each sentence that has several; one with very many is a table, in which nothing is told."""
    for _, same in groupby(quantities, key=lambda q: q.sentence):
        together = list(same)
        if 2 <= len(together) <= MOST_TOGETHER:
            yield together


def _change(text: str, share: Quantity, near: list[Quantity]) -> Iterator[Inconsistency]:
    """ "Rose by 20 percent, from 50 to 65": what the two ends give against what is said."""
    by = share.kind == "percent" and share.change in ("increase_by", "decrease_by")
    to = share.kind == "multiple" and share.change in ("increase_to", "decrease_to")
    ends = [q for q in near if q.change in ("increase_to", "decrease_to")]
    starts = [q for q in near if _cue("from").search(text[max(0, q.start - 6) : q.start])]
    if not (by or to) or len(ends) != 1 or len(starts) != 1 or starts[0] is ends[0]:
        return
    start, end = starts[0], ends[0]
    if (start.unit, start.kind) != (end.unit, end.kind):
        return
    given = _quotient(*_together(end, start))
    if given is None:
        return
    if by:
        given = Interval(given.low and given.low * HUNDRED - HUNDRED, given.high and given.high * HUNDRED - HUNDRED)
    said = accepted_set(share)
    if share.change == "decrease_by":
        said = said.scaled(Decimal(-1))
    if _apart(said, given):
        told = f"{_told(start.value, start)} to {_told(end.value, end)}"
        message = f"from {told} is {_shown(_ratio(end, start), share)}, not {share.text}"
        yield Inconsistency("percent", message, _by_place(share, start, end))


def _part_of(text: str, share: Quantity, near: list[Quantity]) -> Iterator[Inconsistency]:
    """ "12 of 40 villages (25%)": what the two numbers give against the percentage right behind or before them."""
    for part, whole in pairwise(q for q in near if q.kind != "percent"):
        if (part.unit, part.kind) != (whole.unit, whole.kind):
            continue
        if not _cue("of").fullmatch(text[part.end : whole.start].strip()):
            continue
        if not _beside(text, share, part, whole):
            continue
        given = _quotient(*_together(part, whole))
        if given is None or given.low is None or given.high is None:
            continue
        percent = given.scaled(HUNDRED)
        if _apart(accepted_set(share), percent):
            told = f"{_told(part.value, part)} of {_told(whole.value, whole)}"
            message = f"{told} is {_shown(_ratio(part, whole), share)}, not {share.text}"
            yield Inconsistency("percent", message, _by_place(part, whole, share))


def _beside(text: str, share: Quantity, part: Quantity, whole: Quantity) -> bool:
    """Whether the share stands in brackets behind the two numbers, or the numbers in brackets behind the share."""
    if share.start > whole.end:
        between = text[whole.end : share.start]
        bracket = between.rstrip().endswith("(") or _cue("or").search(between[-14:]) is not None
        return bracket and len(between) <= NEAR_SHARE and not re.search(r"[.;:)]", between)
    between = text[share.end : part.start]
    return between.rstrip().endswith("(") and len(between) <= NEAR_SHARE


def _two_numbers(quantities: Sequence[Quantity]) -> Iterator[Inconsistency]:
    """Two sentences that say the same of the same thing, with numbers of which only one can be right."""
    tellings: dict[tuple[object, ...], list[Quantity]] = defaultdict(list)
    for q in quantities:
        if not q.negated and (q.counted or q.unit) and q.kind != "multiple":
            period = (q.period.start, q.period.end) if q.period else None
            tellings[q.unit, q.kind, (q.counted or "").casefold(), q.change, period].append(q)
    pairs = chain.from_iterable(combinations(same[:MOST_TELLINGS], 2) for same in tellings.values())
    for one, other in islice(pairs, MOST_PAIRS):
        if one.sentence == other.sentence or not _apart(accepted_set(one), accepted_set(other)):
            continue
        if same_statement(_without(one), _without(other)):
            yield Inconsistency("two_numbers", f"said once as {one.text} and once as {other.text}", (one, other))


def _without(quantity: Quantity) -> str:
    """The sentence without the quantity and its hedge."""
    text = quantity.sentence.replace(quantity.text, " ", 1)
    return text.replace(quantity.hedge, " ", 1) if quantity.hedge else text


def _together(*quantities: Quantity) -> list[Interval]:
    """What each allows, rounded no more coarsely than the finest; counts of which one is told to the unit are exact."""
    steps = [q.rounding_step for q in quantities if not isinstance(q.rounding_step, tuple)]
    finest = min(steps, default=Decimal(0))
    if finest <= 1 and all(q.kind == "count" and not q.unit and q.modifier == "=" for q in quantities):
        return [Interval(q.value, q.value) for q in quantities]
    return [accepted_set(replace(q, rounding_step=finest) if q.modifier == "=" else q) for q in quantities]


def _quotient(upper: Interval, lower: Interval) -> Interval | None:
    if upper.low is None or upper.high is None or lower.low is None or lower.high is None or lower.low <= 0:
        return None
    return Interval(upper.low / lower.high, upper.high / lower.low)


def _apart(one: Interval, other: Interval) -> bool:
    return one.is_above(other) or other.is_above(one)


def _by_place(*quantities: Quantity) -> tuple[Quantity, ...]:
    return tuple(sorted(quantities, key=lambda q: q.start))


def _told(value: Decimal | None, like: Quantity) -> str:
    return f"{number_text(value or Decimal(0))} {unit_text(like.unit, plural=True)}".rstrip()


def _ratio(upper: Quantity, lower: Quantity) -> Decimal:
    return (upper.value or Decimal(0)) / (lower.value or Decimal(1))


def _shown(ratio: Decimal, like: Quantity) -> str:
    """A ratio as the share is told, to three digits: a percentage, a change in percent, or times."""
    if not like.unit:
        return f"{number_text(Decimal(f'{ratio:.3g}'))} times"
    percent = (ratio - 1 if like.change else ratio) * HUNDRED
    return f"{number_text(Decimal(f'{percent:.3g}'))} {unit_text(like.unit)}"
