"""Observations by their words, so that ranking looks only at those a claim may be about."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date

from workbench.references.model import Observation, Source
from workbench.references.vintages import Vintages
from workbench.references.words import (
    capitals,
    initials,
    place_keys,
    stem,
    stems,
    subject,
    tells_change,
    tells_ratio,
    words,
)

Span = tuple[date | None, date | None]

_ANYWHERE = {stem(word) for word in ("world", "worldwide", "global", "earth", "мир", "земля")}


@dataclass(frozen=True, slots=True)
class Series:
    """Observations of one source that differ in nothing but their time.

    Attributes:
        first: The least of their ids.
        place: As written; empty for the world or no place.
        dated: Those that are today's, none that a later vintage has superseded, each behind its period and what
            settles between equal scores: the later period, the later vintage, the id.
    """

    first: str
    place: str
    dated: tuple[tuple[Span, tuple[int, int, str], Observation], ...]


@dataclass(frozen=True, slots=True)
class Alike:
    """Series of one measure that nothing but their place tells apart for a claim, in the order of their ids.

    Attributes:
        other: Stems of notes and of the source's title, dataset and definition.
        unit_words: Stems of the units as written.
        placed: Those with a place.
        by_place: All of them by their place; the empty one is that of the world and of no place.
    """

    kind: str
    other: frozenset[str]
    unit_words: frozenset[str]
    placed: list[Series]
    by_place: dict[str, list[Series]]


@dataclass(frozen=True, slots=True)
class Measure:
    """All series of one measure.

    Attributes:
        names: Its name and its other names: stems, each with the word it was cut from.
        shares: For each name, how much of it each stem tells; they add up to 1.
        words: The stems of all names.
        subject: Stems of what it is about, by whichever name.
        change: Whether it is a growth rate or another change.
        ratio: Whether it says how many times one thing is another.
        alike: Its series, those together that are scored as one.
    """

    names: tuple[dict[str, str], ...]
    shares: tuple[dict[str, float], ...]
    words: frozenset[str]
    subject: frozenset[str]
    change: bool
    ratio: bool
    alike: list[Alike]


@dataclass(frozen=True, slots=True)
class Index:
    """Measures and places by their stems."""

    measures: list[Measure]
    by_word: dict[str, list[int]]
    by_place_key: dict[str, list[int]]
    places: list[tuple[str, tuple[frozenset[str], ...]]]
    short_names: dict[str, set[str]]
    vintages: Vintages

    def spelled_out(self, text: str) -> dict[str, str]:
        """The stems that the text's words in capitals stand for ("GDP"), each with that word."""
        return {each: word for word in capitals(text) for each in sorted(self.short_names.get(word, ()))}

    def places_in(self, text: str) -> set[str]:
        """The places of the index that a text names, as the observations write them."""
        keys = place_keys(text)
        numbers = {number for key in keys for number in self.by_place_key.get(key, ())}
        return {self.places[number][0] for number in numbers if any(name <= keys for name in self.places[number][1])}


def build_index(observations: Iterable[Observation], sources: Sequence[Source]) -> Index:
    """Index the observations; the same for any order of them."""
    told = {source.source_id: _told(source) for source in sources}
    groups: dict[tuple[str, ...], dict[tuple[str, ...], list[Observation]]] = {}
    places: dict[str, set[str]] = {}
    vintages = Vintages.of(sorted(observations, key=lambda o: o.observation_id))
    for observation in vintages.current:
        names = names_of(observation)
        place = _place(observation.place)
        if place:
            places.setdefault(place, {place}).update(_others(observation, "place_"))
        key = (observation.source_id, place, observation.kind)
        groups.setdefault(names, {}).setdefault(key, []).append(observation)
    known = Counter(word for names in groups for word in {word for name in names for word in stems(name)})
    weight = {word: math.log(1 + len(groups) / number) for word, number in known.items()}
    measures = [_measure(names, series, told, weight) for names, series in sorted(groups.items())]
    by_word = _postings(measure.words for measure in measures)
    table = [(place, _name_keys(names)) for place, names in sorted(places.items())]
    by_place_key = _postings({key for name in names for key in name} for _, names in table)
    short_names: dict[str, set[str]] = {}
    for name in {name for names in groups for name in names}:
        for short, meant in initials(name).items():
            short_names.setdefault(short, set()).update(meant)
    return Index(measures, by_word, by_place_key, table, short_names, vintages)


def names_of(observation: Observation) -> tuple[str, ...]:
    """What the measure is called: its name, then those of the extra columns."""
    return (observation.measure, *_others(observation, "measure_"))


def _others(observation: Observation, prefix: str) -> tuple[str, ...]:
    if not observation.extra:
        return ()
    return tuple(cell for name, cell in sorted(observation.extra.items()) if name.startswith(prefix))


def _told(source: Source) -> frozenset[str]:
    fields = (source.fields.get(name, "") for name in ("dataset", "definition"))
    return frozenset(stems(" ".join((source.title, *fields))))


def _place(written: str) -> str:
    """The place, or nothing where it is the whole world."""
    return "" if {stem(word) for word in words(written)} <= _ANYWHERE else written


def _name_keys(names: Iterable[str]) -> tuple[frozenset[str], ...]:
    """What a text must hold for each name: all its stems, or that of its words written as one."""
    keys = []
    for name in sorted(names):
        in_order = words(name)
        if in_order:
            keys += [frozenset(map(stem, in_order)), frozenset({stem("".join(in_order))})]
    return tuple(keys)


def _measure(
    names: tuple[str, ...],
    series: dict[tuple[str, ...], list[Observation]],
    told: dict[str, frozenset[str]],
    weight: dict[str, float],
) -> Measure:
    stemmed = tuple(stems(name) for name in names)
    return Measure(
        stemmed,
        tuple(_shares(name, weight) for name in stemmed),
        frozenset(word for name in stemmed for word in name),
        frozenset(word for name in names for word in subject(name)),
        any(map(tells_change, names)),
        any(map(tells_ratio, names)),
        _alike(series, told),
    )


def _shares(name: Iterable[str], weight: dict[str, float]) -> dict[str, float]:
    """The part of a name's weight that is each stem's: rare words tell more."""
    weights = {word: weight[word] for word in name}
    total = sum(weights.values())
    return {word: weight / total for word, weight in weights.items()}


def _alike(series: Mapping[tuple[str, ...], list[Observation]], told: Mapping[str, frozenset[str]]) -> list[Alike]:
    """The series, by all that a claim may tell them apart by but their place."""
    groups: dict[tuple[str, frozenset[str], frozenset[str]], list[Series]] = {}
    for (source, place, kind), members in series.items():
        notes = frozenset(stems(" ".join(observation.note for observation in members)))
        units = frozenset(stems(" ".join({observation.unit_written for observation in members})))
        key = kind, told.get(source, frozenset()) | notes, units
        groups.setdefault(key, []).append(Series(members[0].observation_id, place, tuple(map(_dated, members))))
    found = []
    for (kind, other, units), group in groups.items():
        group.sort(key=lambda each: each.first)
        by_place: dict[str, list[Series]] = {}
        for each in group:
            by_place.setdefault(each.place, []).append(each)
        found.append(Alike(kind, other, units, [each for each in group if each.place], by_place))
    return found


def _dated(figure: Observation) -> tuple[Span, tuple[int, int, str], Observation]:
    order = _latest(figure.period_end), _latest(figure.vintage), figure.observation_id
    return (figure.period_start, figure.period_end), order, figure


def _latest(day: date | None) -> int:
    return 0 if day is None else -day.toordinal()


def _postings(rows: Iterable[AbstractSet[str]]) -> dict[str, list[int]]:
    postings: dict[str, list[int]] = {}
    for number, keys in enumerate(rows):
        for key in sorted(keys):
            postings.setdefault(key, []).append(number)
    return postings
