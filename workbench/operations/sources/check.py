"""What a reader would miss who wants to find or repeat a figure."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from workbench.documents.case import Case
from workbench.documents.files import read_text
from workbench.documents.sources import read_rates
from workbench.errors import Problem
from workbench.operations.sources.doubts import FAR_OFF, ambiguous, doubts, long_scale, middle, understood
from workbench.operations.sources.read import all_observations
from workbench.references.model import Observation, Source
from workbench.references.periods import parse_period
from workbench.references.rows import Row, read_rows
from workbench.reviews.events import Event
from workbench.reviews.state import active, fold
from workbench.store.review_tail import read_all

_TO_REPEAT = ("page", "quote", "archive_url", "definition")
_CURRENCY = re.compile(r"\b[A-Z]{3}\b")
_NAME = re.compile(r"[\w.-]+/[\w.-]+")


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to mend; ``serious`` where a comparison may be wrong for it."""

    problem: Problem
    serious: bool


def check(root: Path, today: date) -> list[Finding]:
    """All that should be mended in the sources of a case, by file and line.

    Args:
        root: The case.
        today: The present day; a period that begins later is in doubt.
    """
    case = Case(root)
    sources, observations, problems = all_observations(case)
    rates, wrong_rates = read_rates(case)
    known = {currency for rate in rates for currency in (rate.from_currency, rate.to_currency)}
    found = [Finding(problem, serious=True) for problem in [*problems, *wrong_rates]]
    found += map(_missing, filter(_is_hard_to_repeat, sources))
    found += _doubtful(observations, today)
    found += _vintages(observations, _written_vintages(case, sources))
    found += _unclear_units(observations, sources)
    found += _currencies(observations, known)
    found += _gone(root, {o.observation_id for o in observations}, {source.source_id for source in sources})
    return sorted(found, key=lambda f: (f.problem.file or "", f.problem.line or 0, f.problem.message))


def _is_hard_to_repeat(source: Source) -> bool:
    return not any(source.fields.get(name) for name in _TO_REPEAT)


def _missing(source: Source) -> Finding:
    what = "Nobody can find the figure again: there is no page, quote, archive_url or definition"
    hint = 'Add at least one, such as page = "12" or archive_url = "https://…"'
    return Finding(Problem(what, hint, source.path), serious=False)


def _doubtful(observations: Sequence[Observation], today: date) -> Iterator[Finding]:
    alike: dict[tuple[str, str], list[Observation]] = defaultdict(list)
    for one in observations:
        alike[one.measure.casefold(), one.place.casefold()].append(one)
    uneven = {key for key, group in alike.items() if _is_uneven(group)}
    for figure in observations:
        key = figure.measure.casefold(), figure.place.casefold()
        for doubt in doubts(figure, alike[key][:200] if key in uneven else (), today):
            yield Finding(Problem(doubt.message, doubt.hint, _file(figure), figure.line), doubt.field == "value")


def _is_uneven(group: Sequence[Observation]) -> bool:
    """Whether figures of one measure and place may be far from each other: only then each is looked at."""
    sizes = [abs(middle(one)) for one in group]
    return len({one.unit for one in group}) > 1 or min(sizes) * FAR_OFF <= max(sizes)


def _vintages(observations: Iterable[Observation], written: dict[str, str]) -> Iterator[Finding]:
    """Figures of one measure, place and period that nobody can put in order, or that contradict each other."""
    for group in _of_the_same(observations):
        for place, figure in enumerate(group):
            yield from _beside(figure, group[:place], written)
        dated = [figure for figure in group if figure.vintage]
        for figure in group if dated else ():
            if figure.vintage is None:
                what = f"The figure has no vintage, while line {dated[0].line} has one for the same"
                hint = "Say when it was published, in the column vintage"
                yield Finding(Problem(what, hint, _file(figure), figure.line), serious=False)


def overlapping_vintages(case: Case, source: Source, observations: Sequence[Observation]) -> list[Problem]:
    """Figures of one source of which nobody can say which was published later ("2024" beside "2024-05-01")."""
    groups = [group for group in _of_the_same(observations) if len({one.vintage for one in group} - {None}) > 1]
    written = _written_vintages(case, [source]) if groups else {}
    told = (_overlapping(figure, group[:place], written) for group in groups for place, figure in enumerate(group))
    return [problem for problem in told if problem is not None]


def _of_the_same(observations: Iterable[Observation]) -> Iterable[list[Observation]]:
    """The figures of one source, measure, place, price basis, kind and period."""
    groups: dict[tuple[object, ...], list[Observation]] = defaultdict(list)
    for one in observations:
        measure = (one.source_id, one.measure.casefold(), one.place.casefold(), one.price_basis.casefold(), one.kind)
        groups[*measure, one.period_start, one.period_end].append(one)
    return groups.values()


def _beside(figure: Observation, earlier: Sequence[Observation], written: dict[str, str]) -> Iterator[Finding]:
    for other in earlier:
        if figure.vintage == other.vintage and not _agree(figure, other):
            what = f"It contradicts line {other.line}: {understood(figure)} against {understood(other)}"
            hint = "Correct one, or give each its vintage or its own measure"
            yield Finding(Problem(what, hint, _file(figure), figure.line), serious=True)
            return
    unclear = _overlapping(figure, earlier, written)
    if unclear is not None:
        yield Finding(unclear, serious=True)


def _overlapping(figure: Observation, earlier: Sequence[Observation], written: dict[str, str]) -> Problem | None:
    """What is wrong where a figure and one before it have vintages of which neither is the later."""
    for other in earlier:
        spans = [written.get(f"{one.source_id}:{one.line}", "") for one in (figure, other)]
        if spans[0] != spans[1] and all(spans) and _overlap(*spans):
            what = f"Its vintage {spans[0]} and that of line {other.line}, {spans[1]}, overlap: which is later?"
            return Problem(what, "Write both as days: 2024-08-27", _file(figure), figure.line)
    return None


def _agree(one: Observation, other: Observation) -> bool:
    """Whether both say the same number; one of them in another unit counts as saying the same where it converts."""
    from workbench.quantity.units import conversion

    into = conversion(other.unit, one.unit)
    if into is None:
        return True
    pairs = [(one.value, other.value), (one.low, other.low), (one.high, other.high)]
    return all(a is None or b is None or a == into(b) for a, b in pairs)


def _overlap(first: str, second: str) -> bool:
    (start, end), (other_start, other_end) = parse_period(first), parse_period(second)
    return start <= other_end and other_start <= end


def _written_vintages(case: Case, sources: Iterable[Source]) -> dict[str, str]:
    """The vintages as they are written, by source and line: an observation keeps only the last day of each."""
    found: dict[str, str] = {}
    for source in sources:
        path = case.sources_dir / f"{source.source_id}.csv"
        text, _ = read_text(path, case.name(path))
        header, rows = read_rows(text or "", case.name(path), "measure")
        for row in rows if header is not None else ():
            vintage = row.cells.get("vintage", "") if isinstance(row, Row) else ""
            if isinstance(row, Row) and vintage and _readable(vintage):
                found[f"{source.source_id}:{row.line}"] = vintage
    return found


def _readable(period: str) -> bool:
    try:
        parse_period(period)
    except ValueError:
        return False
    return True


def _unclear_units(observations: Iterable[Observation], sources: Iterable[Source]) -> Iterator[Finding]:
    """One finding for each unit of a source that some read otherwise."""
    of = {source.source_id: source for source in sources}
    seen: set[tuple[str, str]] = set()
    for figure in observations:
        key = figure.source_id, figure.unit_written.casefold()
        if key in seen:
            continue
        seen.add(key)
        taken = ambiguous(figure.unit_written)
        if taken is not None:
            what = f"The unit {figure.unit_written[:40]!r} is ambiguous; it is taken for {taken}"
            hint = "Write it out: metric tons, metres, million people, US gallons"
            yield Finding(Problem(what, hint, _file(figure), figure.line), serious=False)
            continue
        source = of.get(figure.source_id)
        told = long_scale(figure.unit_written, source.url, str(source.fields.get("quote", ""))) if source else None
        if told is not None:
            yield Finding(Problem(told[0], told[1], _file(figure), figure.line), serious=False)


def _currencies(observations: Iterable[Observation], known: set[str]) -> Iterator[Finding]:
    seen: set[str] = set()
    for figure in observations:
        code = _CURRENCY.match(figure.unit) if figure.kind in ("money", "rate") else None
        if code is not None and code[0] not in known and code[0] not in seen:
            seen.add(code[0])
            what = f"There is no rate for {code[0]}, so a claim in another currency cannot be compared"
            hint = f"Add one to sources/fx.csv: date,from,to,rate,source; such as 2024-12-31,{code[0]},USD,…"
            yield Finding(Problem(what, hint, _file(figure), figure.line), serious=False)


def _gone(root: Path, known: set[str], sources: set[str]) -> Iterator[Finding]:
    """Observations that reviewers linked or named as evidence, and that are there no longer."""
    events = read_all(root).events
    links = fold(events).links.values()
    told = [(event, event.evidence[0]) for event in links if event.evidence]
    told += [
        (event, evidence)
        for event in active(events)
        if event.action in {"verdict", "adjudicate"}
        for evidence in event.evidence
        if _NAME.fullmatch(evidence) and evidence.partition("/")[0] in sources
    ]
    for event, identifier in told:
        if identifier not in known:
            what = f"{event.reviewer} linked {identifier[:120]!r}, and there is no such observation"
            hint = "Give the figure this id again, or link the claim anew: workbench link ID OBSERVATION"
            yield Finding(Problem(what, hint, f"reviews/{event.reviewer}.jsonl", _line_of(root, event)), serious=True)


def _line_of(root: Path, event: Event) -> int | None:
    """On which line of its reviewer's file an event stands."""
    path = root / "reviews" / f"{event.reviewer}.jsonl"
    text, _ = read_text(path, path.name)
    return next((n for n, line in enumerate((text or "").split("\n"), 1) if event.id in line[:200]), None)


def _file(figure: Observation) -> str:
    return f"sources/{figure.source_id}.csv"
