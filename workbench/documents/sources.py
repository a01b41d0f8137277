"""The files of ``sources/``: each source's TOML and CSV, and the exchange rates."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from workbench.documents.case import Case
from workbench.documents.files import read_bytes, read_text
from workbench.errors import Problem
from workbench.quantity.money import Rate
from workbench.references.model import Observation, Source
from workbench.references.rates import parse_rates
from workbench.references.table import UnitParser, parse_observations
from workbench.references.toml import MAX_TOML, parse_source

RATES = "fx"
MAPPING = ".mapping.toml"


@dataclass(frozen=True, slots=True)
class SourceFiles:
    """The two files of one source."""

    name: str
    toml: Path
    csv: Path


def source_files(case: Case, paths: Iterable[Path]) -> tuple[list[SourceFiles], list[Problem]]:
    """Put the files of ``sources/`` together by their names.

    Args:
        case: The case.
        paths: Its source files, as :func:`workbench.documents.case.files` gives them.

    Returns:
        The sources that have both files, sorted by name, and a problem for each file that stands alone.
    """
    by_name: dict[str, dict[str, Path]] = {}
    for path in paths:
        if path.name.lower().endswith(MAPPING):
            continue
        by_name.setdefault(path.stem, {})[path.suffix.lower()] = path
    complete, problems = [], []
    for name, pair in sorted(by_name.items()):
        description, table = pair.get(".toml"), pair.get(".csv")
        if name == RATES:
            if description is not None:
                what, hint = (
                    "The name fx is that of the exchange rates; the file was left out",
                    "Rename it and its .csv",
                )
                problems.append(Problem(what, hint, case.name(description)))
        elif description is None and table is not None:
            what = "The observations have no source beside them, so they were left out"
            hint = f"Add {name}.toml with publisher, title, url and retrieved"
            problems.append(Problem(what, hint, case.name(table)))
        elif table is None and description is not None:
            what = "The source has no observations beside it, so it was left out"
            hint = f"Add {name}.csv, beginning with the line measure,place,period,value,unit"
            problems.append(Problem(what, hint, case.name(description)))
        elif description is not None and table is not None:
            complete.append(SourceFiles(name, description, table))
    return complete, problems


def read_source(
    case: Case, pair: SourceFiles, parse_unit: UnitParser
) -> tuple[Source | None, list[Observation], list[Problem]]:
    """Read one source and its observations; where the source cannot be used, its observations are not either."""
    name = case.name(pair.toml)
    text, problem = read_text(pair.toml, name, MAX_TOML)
    if text is None:
        return None, [], [] if problem is None else [problem]
    source, problems = parse_source(text, name)
    if source is None:
        return None, [], problems
    table, problem = read_text(pair.csv, case.name(pair.csv))
    if table is None:
        return source, [], problems if problem is None else [*problems, problem]
    observations, found = parse_observations(table, case.name(pair.csv), source.source_id, parse_unit)
    return source, observations, problems + found


def source_hash(pair: SourceFiles) -> str:
    """SHA-256, as hex, of both files.

    Raises:
        OSError: One of them cannot be read.
    """
    described = hashlib.sha256(read_bytes(pair.toml)).digest()
    return hashlib.sha256(described + read_bytes(pair.csv)).hexdigest()


def read_rates(case: Case) -> tuple[list[Rate], list[Problem]]:
    """The exchange rates of ``sources/fx.csv``; none where there is no such file."""
    path = case.sources_dir / f"{RATES}.csv"
    return read_rates_file(path, case.name(path)) if path.exists() else ([], [])


def read_rates_file(path: Path, name: str) -> tuple[list[Rate], list[Problem]]:
    """The exchange rates of any file; ``name`` is for messages."""
    text, problem = read_text(path, name)
    if text is None:
        return [], [] if problem is None else [problem]
    return parse_rates(text, name)
