"""Derived figures that a claim asks for and whose inputs are there: a change, a multiple, a share.

What is proposed rests on the claim's words and time and on what the observations are, never on their values.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from workbench.quantity.model import Quantity
from workbench.references.derivation import worked_out
from workbench.references.formula import Formula, FormulaError
from workbench.references.model import Observation
from workbench.references.words import GENERAL, stem, stems, subject

MOST = 3
# How much of what a series is about must be said in the claim's sentence.
ENOUGH = 0.6
# A measure of so many words, of which so much is said, tells its place by itself: "cargo on the Northern Sea Route".
SPECIFIC, MUCH = 4, 0.75
_YEAR = re.compile(r"(?<![\d.,])(?:1[89]|20)\d\d(?![\d.,]*\d)")
_BASE = re.compile(
    r"(?:since|from|than(?:\s+in)?|compared\s+(?:with|to)|against|over|versus|above|below|с|по\s+сравнению\s+с|чем\s+в)"
    r"\s+(?:the\s+)?(?:year\s+|level\s+(?:of|in)\s+)?$",
    re.IGNORECASE,
)
_SHARE = re.compile(r"\b(?:of|share|among|дол[яюией]\w*|от|из|среди|приходится)\b", re.IGNORECASE)
_RECORD = {stem("record"), stem("рекорд"), stem("рекорда"), stem("maximum"), stem("peak")}


@dataclass(frozen=True, slots=True)
class Proposal:
    """A formula and what it comes to."""

    formula: Formula
    figure: Observation


@dataclass(frozen=True, slots=True)
class _Series:
    """Figures of one source, measure, place and unit, by their period, the newest vintage of each."""

    about: frozenset[str]
    words: frozenset[str]
    place: str
    figures: Mapping[tuple[date, date], Observation]


def asks(quantity: Quantity) -> bool:
    """Whether a claim's kind and wording ask for a figure that follows from others."""
    if quantity.kind == "percent":
        return quantity.change in ("increase_by", "decrease_by") or (
            quantity.change is None and _SHARE.search(quantity.sentence) is not None
        )
    return quantity.kind == "multiple"


def search_words(quantity: Quantity) -> list[str]:
    """The stems by which the inputs of a claim's figure are looked for."""
    return [word for word in stems(quantity.sentence) if word not in GENERAL][:40]


def proposals(
    quantity: Quantity, said_on: date | None, observations: Iterable[Observation], context: str = ""
) -> list[Proposal]:
    """What could be made for a claim, the likeliest first.

    Args:
        quantity: The claim.
        said_on: The day of its document.
        observations: Those that may be inputs, in any order.
        context: The words before its sentence, and the title; they may name the place.
    """
    if not asks(quantity):
        return []
    said = {*stems(quantity.sentence), *stems(quantity.counted or "")}
    series = [each for each in _series(observations) if _is_said(each, said)]
    series = _of_the_place(series, said, {*said, *stems(context)})
    if quantity.kind == "percent" and quantity.change is None:
        pairs = [("share", *pair) for each in series for pair in _shares(quantity, said_on, each, series, said)]
    elif quantity.kind == "multiple" and quantity.change is None and said & _RECORD:
        pairs = [("ratio", *pair) for each in series for pair in _records(quantity, said_on, each, series)]
    else:
        function = "percent_change" if quantity.kind == "percent" else "ratio"
        pairs = [(function, *pair) for each in series if (pair := _over_time(quantity, said_on, each)) is not None]
    found: list[Proposal] = []
    for function, one, other in pairs:
        formula = Formula(function, (one.observation_id, other.observation_id))
        try:
            figure = worked_out(formula, {one.observation_id: one, other.observation_id: other})
        except FormulaError:
            continue
        if all(formula != each.formula for each in found):
            found.append(Proposal(formula, figure))
    return found[:MOST]


def _series(observations: Iterable[Observation]) -> list[_Series]:
    """The observations by series; growth rates and figures without a period are no inputs."""
    sorts: dict[tuple[str, ...], dict[tuple[date, date], Observation]] = defaultdict(dict)
    for each in observations:
        if each.period_start is None or each.period_end is None or each.is_growth or each.kind == "multiple":
            continue
        key = (each.source_id, each.measure.casefold(), each.place.casefold(), each.unit, each.kind, each.price_basis)
        before = sorts[key].get((each.period_start, each.period_end))
        if before is None or (before.vintage or date.min) < (each.vintage or date.min):
            sorts[key][each.period_start, each.period_end] = each
    found = []
    for _, figures in sorted(sorts.items()):
        first = next(iter(figures.values()))
        found.append(_Series(frozenset(subject(first.measure)), frozenset(stems(first.measure)), first.place, figures))
    return found


def _is_said(series: _Series, said: set[str]) -> bool:
    shared = series.about & said
    return bool(shared - GENERAL) and len(shared) >= ENOUGH * len(series.about)


def _of_the_place(series: list[_Series], said: set[str], around: set[str]) -> list[_Series]:
    """The series of the place that is named; else those without one, and those whose measure is a name by itself.

    A claim that names no place we know may be about one that we do not: nothing is guessed then.
    """
    for words in (said, around):
        named = [each for each in series if each.place and set(stems(each.place)) <= words]
        if named:
            return named
    return [
        each for each in series
        if not each.place or (len(each.words) >= SPECIFIC and len(each.words & said) >= MUCH * len(each.words))
    ]


def _over_time(quantity: Quantity, said_on: date | None, series: _Series) -> tuple[Observation, Observation] | None:
    """The later and the earlier figure that a claim compares."""
    base = _base_year(quantity)
    later = _of_time(quantity, said_on, series, base)
    if later is None or later.period_start is None or later.period_end is None:
        return None
    if base is not None:
        earlier = series.figures.get((date(base, 1, 1), date(base, 12, 31)))
    else:
        start, end = _a_year_before(later.period_start, later.period_end)
        earlier = series.figures.get((start, end))
    return None if earlier is None or earlier.period_start is None or earlier.period_start >= later.period_start else (
        later, earlier
    )  # fmt: skip


def _base_year(quantity: Quantity) -> int | None:
    """The year that the sentence measures from, by the words before it or because it is the earlier of two."""
    found = list(_YEAR.finditer(quantity.sentence))
    for each in found:
        if _BASE.search(quantity.sentence[: each.start()]):
            return int(each[0])
    years = sorted({int(each[0]) for each in found})
    return years[0] if len(years) == 2 and quantity.period is None else None


def _of_time(
    quantity: Quantity, said_on: date | None, series: _Series, base: int | None = None
) -> Observation | None:
    """The figure of the claim's period; where it names none, or only its base, the last one before it was said."""
    period = quantity.period
    years = {int(each[0]) for each in _YEAR.finditer(quantity.sentence)} - {base}
    if period is not None and not (base is not None and period.start.year <= base):
        return series.figures.get((period.start, period.end))
    if len(years) == 1:
        year = years.pop()
        return series.figures.get((date(year, 1, 1), date(year, 12, 31)))
    past = [key for key in series.figures if said_on is None or key[1] <= said_on]
    return series.figures[max(past, key=lambda key: (key[1], key[0]))] if past else None


def _a_year_before(start: date, end: date) -> tuple[date, date]:
    """The same days a year before; of leap days the day before."""

    def back(day: date) -> date:
        leap = (day.month, day.day) == (2, 29)
        if (day.month, day.day) == (2, 28) and (day.year - 1) % 4 == 0 and day == end and start.day == 1:
            return date(day.year - 1, 2, 29)
        return day.replace(year=day.year - 1, day=28 if leap else day.day)

    return back(start), back(end)


def _shares(
    quantity: Quantity, said_on: date | None, part: _Series, among: Iterable[_Series], said: set[str]
) -> Iterable[tuple[Observation, Observation]]:
    """A part with each whole: what says the same with fewer words, of the same place and time."""
    one = _of_time(quantity, said_on, part)
    for whole in among:
        narrower = part.words - whole.words
        if one is None or not (narrower and narrower <= said and whole.words < part.words):
            continue
        if whole.place.casefold() != part.place.casefold():
            continue
        other = whole.figures.get((one.period_start, one.period_end)) if one.period_start and one.period_end else None
        if other is not None and other.kind == one.kind:
            yield one, other


def _records(
    quantity: Quantity, said_on: date | None, series: _Series, among: Iterable[_Series]
) -> Iterable[tuple[Observation, Observation]]:
    """The figure of the claim's time with each one of the same kind that is a record by the words of its measure."""
    if series.about & _RECORD:
        return
    one = _of_time(quantity, said_on, series)
    for other in among:
        if one is None or not _RECORD & set(stems(next(iter(other.figures.values())).measure)):
            continue
        figures = sorted(other.figures.items())
        if figures[-1][1].kind == one.kind and figures[-1][1] != one:
            yield one, figures[-1][1]
