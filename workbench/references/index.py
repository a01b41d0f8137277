"""Observations by their words, so that ranking looks only at those a claim may be about."""

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

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

_ANYWHERE = {stem(word) for word in ("world", "worldwide", "global", "earth", "мир", "земля")}


@dataclass(frozen=True, slots=True)
class Series:
    """Observations of one source that differ in nothing but their time.

    Attributes:
        observations: Those that are today's; none that a later vintage has superseded.
        place: As written; empty for the world or no place.
        other: Stems of notes and of the source's title, dataset and definition.
        unit_words: Stems of the units as written.
    """

    kind: str
    place: str
    other: frozenset[str]
    unit_words: frozenset[str]
    observations: tuple[Observation, ...]


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
    """

    names: tuple[dict[str, str], ...]
    shares: tuple[dict[str, float], ...]
    words: frozenset[str]
    subject: frozenset[str]
    change: bool
    ratio: bool
    series: list[Series]


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
        names = (observation.measure, *_others(observation, "measure_"))
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


def _others(observation: Observation, prefix: str) -> tuple[str, ...]:
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
        [_series(key[1], members, told.get(key[0], frozenset())) for key, members in sorted(series.items())],
    )


def _shares(name: Iterable[str], weight: dict[str, float]) -> dict[str, float]:
    """The part of a name's weight that is each stem's: rare words tell more."""
    weights = {word: weight[word] for word in name}
    total = sum(weights.values())
    return {word: weight / total for word, weight in weights.items()}


def _series(place: str, members: list[Observation], told: frozenset[str]) -> Series:
    notes = frozenset(stems(" ".join(observation.note for observation in members)))
    units = frozenset(stems(" ".join({observation.unit_written for observation in members})))
    return Series(members[0].kind, place, told | notes, units, tuple(members))


def _postings(rows: Iterable[AbstractSet[str]]) -> dict[str, list[int]]:
    postings: dict[str, list[int]] = {}
    for number, keys in enumerate(rows):
        for key in sorted(keys):
            postings.setdefault(key, []).append(number)
    return postings
