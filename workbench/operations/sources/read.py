"""All sources of a case as they are in its files, without the database."""

from workbench.documents.case import Case
from workbench.documents.case import files as case_files
from workbench.documents.sources import read_source, source_files
from workbench.errors import Problem
from workbench.extraction.units import parse_unit
from workbench.operations.derive import table_of
from workbench.references.derived import resolve
from workbench.references.model import Observation, Source

MAPPING = ".mapping.toml"


def all_observations(case: Case) -> tuple[list[Source], list[Observation], list[Problem]]:
    """The sources, their observations, and what could not be used."""
    _, paths, problems = case_files(case)
    pairs, unpaired = source_files(case, [path for path in paths if not path.name.endswith(MAPPING)])
    problems = [problem for problem in problems if (problem.file or "").startswith("sources")] + unpaired
    sources: list[Source] = []
    observations: list[Observation] = []
    for pair in pairs:
        source, found, wrong = read_source(case, pair, parse_unit)
        sources += [source] if source is not None else []
        observations += found
        problems += wrong
    observations, underived = resolve(observations, {source.source_id: table_of(source) for source in sources})
    return sources, observations, problems + underived
