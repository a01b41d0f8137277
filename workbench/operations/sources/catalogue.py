"""The sources of a case at a glance."""

from dataclasses import dataclass
from pathlib import Path

from workbench.documents.case import Case
from workbench.errors import Problem
from workbench.operations.sources.read import all_observations
from workbench.references.model import Observation, Source


@dataclass(frozen=True, slots=True)
class Entry:
    """One source: how many observations it has, and from when to when they are."""

    source: str
    publisher: str
    title: str
    observations: int
    first: str
    last: str
    retrieved: str
    licence: str
    url: str


def catalogue(root: Path) -> tuple[list[Entry], list[Problem]]:
    """All sources by name, and what of them could not be used."""
    sources, observations, problems = all_observations(Case(root))
    by_source: dict[str, list[Observation]] = {}
    for observation in observations:
        by_source.setdefault(observation.source_id, []).append(observation)
    return [_entry(source, by_source.get(source.source_id, [])) for source in sources], problems


def _entry(source: Source, observations: list[Observation]) -> Entry:
    first = min((o.period_start for o in observations if o.period_start), default=None)
    last = max((o.period_end for o in observations if o.period_end), default=None)
    return Entry(
        source.source_id, source.publisher, source.title, len(observations), str(first or ""), str(last or ""),
        source.retrieved.isoformat(), source.fields.get("licence", ""), source.url,
    )  # fmt: skip
