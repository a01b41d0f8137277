"""Which observations may answer a claim, and why. The figures themselves play no part in it."""

import heapq
import math
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice

from workbench.extraction.claims import Claim, Document
from workbench.references.index import Alike, Index, Measure, Series, Span, build_index, names_of
from workbench.references.model import NOT_SAID, OTHER_PLACE, Candidate, Observation, Source
from workbench.references.periods import other_period
from workbench.references.words import GENERAL, apart, place_keys, stem, stems

# The score: the share of the measure's words that the claim says counts most, then when, then where.
W_MEASURE, W_COUNTED, W_OTHER, W_PERIOD, W_UNIT = 3.0, 1.0, 0.6, 1.5, 0.5
W_PLACE, W_OTHER_PLACE, W_CHANGE, W_LESS_APT, W_OTHER_DIMENSION = 1.2, -0.6, 0.6, -0.5, -4.0
# How much of the measure must be said: with the place, on its own, or in spite of a place or thing that differs.
SOME, ENOUGH, MOST = 0.2, 0.4, 0.6
# What a word of the rest of the sentence says, and one of the title or of the sentences before, against one beside it.
SENTENCE, AROUND = 0.7, 0.6
# Characters: of the text before a claim, and of a sentence, that are looked at.
CONTEXT, LONGEST = 400, 4000
# A claim that names no place is near to the series of every place; so many of them are looked into.
MOST_SERIES = 25
# Which kinds may answer which others, besides their own, the more apt first; a count only where it is a ratio.
RELATED = {"multiple": ("percent", "count"), "percent": ("multiple",)}
# What a unit measures is said with the unit: "4.4 terawatts" speaks of power.
KIND_WORDS = {"power": ("power",), "energy": ("energy",), "speed": ("speed",), "area": ("area",), "mass": ("mass",),
              "temperature": ("temperature",)}  # fmt: skip
_OF = frozenset({"of", "de", "des", "du"})
# They count what stands behind their "of": "38 head of cattle".
_PARTS = frozenset({"head", "case", "cases", "piece", "pieces", "pair", "pairs", "unit", "units", "copy", "copies"})
# From which part of a measure's words on those are named that a claim lacks, and how many of them.
MUCH, MOST_UNSAID = 0.25, 3
UNMEASURED = {"count", "percent", "multiple", "duration", "other"}

# "Norwegians" are people.
PEOPLE = {stem("people"), stem("человек")}

_CLAUSE_END = re.compile(r"[,;:.!?()—](?=\s)|\s[–-]\s")
_PARAGRAPH = re.compile(r"\n\s*(?:\n|[-*•]\s|[0-9]+[.)]\s)")


@dataclass(frozen=True, slots=True)
class ClaimText:
    """What ranking may know of a claim: its words, kind, unit and time, but not its number.

    Attributes:
        counted: What is counted or weighed.
        clause: The part of the sentence that the quantity stands in; the whole sentence where it is empty.
        context: What was said just before.
        change: How the quantity is told to have changed, as in :class:`workbench.quantity.model.Quantity`.
        said_on: The day of the document; it counts where the claim names no period.
    """

    claim_id: str
    sentence: str
    kind: str
    unit: str = ""
    counted: str | None = None
    change: str | None = None
    document_title: str | None = None
    clause: str = ""
    context: str = ""
    period_start: date | None = None
    period_end: date | None = None
    said_on: date | None = None


@dataclass(frozen=True, slots=True)
class _Near:
    """A series that a claim may be about, before the time is looked at; ``name`` is how it names the measure."""

    series: Series
    kind: str
    score: float
    place_said: bool
    name: dict[str, str]


def claim_text(document: Document, claim: Claim) -> ClaimText:
    """What ranking may know of a claim of a document."""
    quantity, period, sentence = claim.quantity, claim.quantity.period, claim.quantity.sentence
    if len(sentence) > LONGEST:
        sentence = document.text[max(0, quantity.start - LONGEST // 2) : quantity.end + LONGEST // 2]
    before = document.text[max(0, quantity.start - CONTEXT) : quantity.start]
    return ClaimText(
        claim_id=claim.claim_id, sentence=sentence, kind=quantity.kind, unit=quantity.unit,
        counted=quantity.counted, change=quantity.change, document_title=document.title,
        clause=clause_of(sentence, quantity.text), context=_PARAGRAPH.split(before)[-1],
        period_start=period.start if period else None, period_end=period.end if period else None,
        said_on=document.said_on,
    )  # fmt: skip


def clause_of(sentence: str, text: str) -> str:
    """The part of a sentence, between commas and the like, that ``text`` stands in; empty where it does not."""
    start = sentence.find(text)
    if start < 0:
        return ""
    begin = max((found.end() for found in _CLAUSE_END.finditer(sentence, 0, start)), default=0)
    end = _CLAUSE_END.search(sentence, start + len(text))
    return sentence[begin : end.start() if end else len(sentence)]


def rank(
    claims: Iterable[ClaimText], observations: Iterable[Observation], sources: Sequence[Source], limit: int = 5
) -> list[Candidate]:
    """The best candidates of each claim, in the order of the claims and of their rank.

    An observation whose kind can answer the claim is offered where enough of its measure is said in the claim. One of
    another dimension is offered only where no other is, and the measure is what the claim counts.

    Args:
        claims: The claims.
        observations: All observations of the case. An extra column whose name begins with ``measure_`` or ``place_``
            (such as ``measure_ru``) holds another name of the same.
        sources: Their sources, whose titles and definitions are weak evidence.
        limit: The most of today's figures for one claim.

    Returns:
        Candidates with ranks from 1. Of equal scores the later period goes first, then the later vintage, then the id.
        Of several vintages of a figure, today's is ranked; one that was known when the claim was made, and differs,
        follows it.
    """
    return list(ranked(claims, build_index(observations, sources), limit))


def ranked(claims: Iterable[ClaimText], index: Index, limit: int = 5) -> Iterator[Candidate]:
    """The same one by one, for an index that is at hand."""
    for claim in claims:
        yield from _candidates(claim, index, limit)


def _candidates(claim: ClaimText, index: Index, limit: int) -> list[Candidate]:
    told = _told(claim, index)
    near = heapq.nsmallest(MOST_SERIES, _near(claim, told, index), key=lambda n: (-n.score, n.series.first))
    scores: dict[tuple[float, Span, bool], float] = {}
    scored = []
    for found in near:
        for span, order, observation in found.series.dated:
            case = found.score, span, _same_unit(claim, observation)
            score = scores.get(case)
            if score is None:
                score = round(found.score + W_PERIOD * _time(claim, observation)[0] + W_UNIT * case[2], 6)
                scores[case] = score
            scored.append((-score, order, observation, found))
    # No two have one id, so what stands behind the order is never compared.
    best = heapq.nsmallest(limit, scored)
    offered = [
        (-score, vintage, found)
        for score, _, observation, found in best
        for vintage in (observation, *index.vintages.known_then(observation, claim.said_on))
    ]
    return [
        Candidate(claim.claim_id, observation.observation_id, place, score, _reasons(claim, told, observation, found))
        for place, (score, observation, found) in enumerate(offered, start=1)
    ]


@dataclass(frozen=True, slots=True)
class _Told:
    """A claim's words: how much each tells, those of its own sentence, those counted, and the places named.

    ``here`` says whether its own sentence names them.
    """

    said: dict[str, float]
    own: dict[str, float]
    counted: frozenset[str]
    places: set[str]
    here: bool


def _told(claim: ClaimText, index: Index) -> _Told:
    clause = claim.clause or claim.sentence
    around = f"{claim.document_title or ''} . {claim.context}"
    own = dict.fromkeys([*stems(claim.sentence), *index.spelled_out(claim.sentence)], SENTENCE)
    own |= dict.fromkeys([*stems(clause), *index.spelled_out(clause)], 1.0)
    here = index.places_in(clause) or index.places_in(claim.sentence)
    for word in KIND_WORDS.get(claim.kind, ()):
        own.setdefault(stem(word), SENTENCE)
    counted = set(stems(_counted_things(claim.counted or "")))
    if index.places_in(claim.counted or ""):
        counted |= PEOPLE
        own |= dict.fromkeys(PEOPLE, 1.0)
    said = dict.fromkeys(stems(around), AROUND) | own
    return _Told(said, own, frozenset(counted), here or index.places_in(around), bool(here))


def _counted_things(phrase: str) -> str:
    """What is counted, without whose it is: of "Norwegian burial sites of many countries" the burial sites."""
    words = phrase.split()
    head = next((n for n, word in enumerate(words) if n and word in _OF), len(words)) - 1
    told = words if words and words[max(head, 0)].casefold() in _PARTS else words[: head + 1]
    things = [word for n, word in enumerate(told) if n == head or word.isupper() or not word.lstrip('"(“«').istitle()]
    return " ".join(things)


def _near(claim: ClaimText, told: _Told, index: Index) -> list[_Near]:
    """The series with enough evidence; those of another dimension only where there are no others."""
    fitting: list[_Near] = []
    others: list[_Near] = []
    for number in sorted({number for word in told.said for number in index.by_word.get(word, ())}):
        measure = index.measures[number]
        share, name = _share_said(measure, told.said)
        if share < SOME or not _is_told(measure, name, told, share):
            continue
        is_counted = _is_counted(claim, told, measure)
        for alike in measure.alike:
            fits = _may_answer(claim, alike) and (alike.kind == claim.kind or alike.kind != "count" or measure.ratio)
            if not fits and (not is_counted or claim.kind == "multiple"):
                continue
            level = _score(claim, told, measure, alike, share) + (0.0 if fits else W_OTHER_DIMENSION)
            for group in _by_place(told, alike):
                place = group[0].place
                wanted = _wanted(claim, told, measure, alike, place) if fits else MOST
                if share >= wanted and (fits or not _is_elsewhere(told, place)):
                    said = place in told.places
                    score = level + ((W_PLACE if said else W_OTHER_PLACE) if place else 0.0)
                    (fitting if fits else others).extend(_Near(s, alike.kind, score, said, name) for s in group)
    return fitting or others


def _by_place(told: _Told, alike: Alike) -> Iterator[list[Series]]:
    """The series of each place that the claim names, those of none, and as many of the others as may be looked into.

    The members of each have one score, and are in the order of their ids.
    """
    for place in told.places:
        if place in alike.by_place:
            yield alike.by_place[place]
    if "" in alike.by_place:
        yield alike.by_place[""]
    others = islice((series for series in alike.placed if series.place not in told.places), MOST_SERIES)
    if group := list(others):
        yield group


def _is_told(measure: Measure, name: dict[str, str], told: _Told, share: float) -> bool:
    """Whether enough words of a measure are said, and not only such as many measures have.

    One word is enough where it is most of the measure, or what the measure is about and said in the claim's sentence.
    """
    shared = name.keys() & told.said.keys()
    telling = shared - GENERAL
    if len(shared) < min(2, len(name)) and share < MOST and not telling & measure.subject & told.own.keys():
        return False
    return bool(telling) or name.keys() <= GENERAL


def _score(claim: ClaimText, told: _Told, measure: Measure, alike: Alike, share: float) -> float:
    """All of the score but the place, the time and the unit."""
    in_measure = _overlap(told.counted, measure.words)
    score = W_MEASURE * share + W_COUNTED * max(in_measure, _overlap(told.counted, alike.unit_words) / 2)
    score += W_OTHER * min(1.0, len(alike.other & told.said.keys()) / 3)
    if {claim.kind, alike.kind} <= {"percent", "multiple"}:
        score += W_CHANGE if measure.change == (claim.change is not None) else -W_CHANGE
    if alike.kind in RELATED.get(claim.kind, ()):
        score += W_LESS_APT * RELATED[claim.kind].index(alike.kind)
    return score


def _wanted(claim: ClaimText, told: _Told, measure: Measure, alike: Alike, place: str) -> float:
    """The share of the measure that has to be said for a series that may answer the claim."""
    if claim.kind == "count" and told.counted and not told.counted & alike.unit_words:
        if not told.counted & measure.words:
            return MOST if any(name.keys() <= told.own.keys() for name in measure.names) else math.inf
        if not told.counted & measure.subject:
            return math.inf
    if _is_elsewhere(told, place):
        return MOST
    return SOME if place in told.places else ENOUGH


def _is_elsewhere(told: _Told, place: str) -> bool:
    return bool(place and told.places) and place not in told.places


def _is_counted(claim: ClaimText, told: _Told, measure: Measure) -> bool:
    """Whether the measure is what the claim's own sentence counts or, where that is not said, can be taken to be."""
    counts = bool(told.counted & measure.subject) if told.counted else claim.kind not in UNMEASURED
    return counts and _share_said(measure, told.own)[0] >= MOST


def _may_answer(claim: ClaimText, of: Alike | _Near) -> bool:
    return claim.kind == of.kind or of.kind in RELATED.get(claim.kind, ())


def _share_said(measure: Measure, said: dict[str, float]) -> tuple[float, dict[str, str]]:
    """How much of the measure the claim says, by whichever of its names; and that name."""
    shares = [sum(share * said[word] for word, share in name.items() if word in said) for name in measure.shares]
    best = max(range(len(shares)), key=shares.__getitem__)
    return shares[best], measure.names[best]


def _overlap(these: frozenset[str], those: frozenset[str]) -> float:
    return len(these & those) / len(these) if these else 0.0


def _time(claim: ClaimText, observation: Observation) -> tuple[float, str]:
    """How near the two are in time, from 0 to 1, and how to say it."""
    start, end = observation.period_start, observation.period_end
    first, last = claim.period_start or claim.said_on, claim.period_end or claim.said_on
    if start is None or end is None or first is None or last is None:
        return 0.3, ""
    common = (min(end, last) - max(start, first)).days + 1
    if common > 0:
        longest = max((end - start).days, (last - first).days) + 1
        share = common / longest if claim.period_start else 0.2
        return 0.5 + 0.5 * share, f"period {observation.period}"
    years = (1 - common) / 365.25
    if other_period(claim.period_start, claim.period_end, start, end, claim.said_on):
        said = _written(first, last)
        return 0.4 / (1 + years), f"other period: {observation.period}, not {said}"
    where = "before it" if end < first else "after it"
    near = 0.4 if claim.period_start else 0.6 if end < first else 0.2
    return near / (1 + years), f"period {observation.period}, {where}"


def _written(start: date, end: date) -> str:
    """A period as observations write it, where it is a year; else its days."""
    if (start.month, start.day, end.month, end.day) == (1, 1, 12, 31):
        return f"{start.year}" if start.year == end.year else f"{start.year}/{end.year}"
    return f"{start}" if start == end else f"{start}/{end}"


def _same_unit(claim: ClaimText, observation: Observation) -> bool:
    return observation.unit == claim.unit and observation.kind == claim.kind


def _reasons(claim: ClaimText, told: _Told, observation: Observation, found: _Near) -> tuple[str, ...]:
    """Short phrases for the reviewer, the strongest evidence first."""
    if not _may_answer(claim, found):
        unit = f"another dimension: {observation.unit_written or observation.kind}"
    elif _same_unit(claim, observation):
        unit = "same unit"
    else:
        unit = f"same kind: {claim.kind}" if claim.kind == observation.kind else f"{observation.kind} for {claim.kind}"
    shared = [word for key, word in found.name.items() if key in told.said]
    words = f"words: {', '.join(shared[:5])}"
    place = f"place: {observation.place}" if found.place_said else ""
    if told.here and _is_elsewhere(told, found.series.place):
        place = f"{OTHER_PLACE}{observation.place}"
    left = _unsaid(told, found)
    unsaid = f"{NOT_SAID}{', '.join(left[:MOST_UNSAID])}{', …' if len(left) > MOST_UNSAID else ''}" if left else ""
    return tuple(reason for reason in (words, place, _time(claim, observation)[1], unit, unsaid) if reason)


def _unsaid(told: _Told, found: _Near) -> list[str]:
    """The measure's words that the claim lacks, where they are many; brackets that are said explain the rest."""
    known = told.said.keys() | (place_keys(found.series.place) if found.place_said else set())
    meant, explained = apart(" ; ".join(names_of(found.series.dated[0][2])))
    if explained and explained <= known:
        return []
    left = [word for key, word in found.name.items() if key in meant and key not in known | GENERAL]
    return left if len(left) >= len(found.name) * MUCH else []
