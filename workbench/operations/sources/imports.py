"""Import a publisher's file into a source: recognise it, read it, take what is wanted, append what is new."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path

from workbench.documents.case import Case
from workbench.documents.files import read_text
from workbench.errors import EXIT_DATA, EXIT_USAGE, Problem, WorkbenchError
from workbench.extraction.units import parse_unit
from workbench.operations.sources import files
from workbench.operations.sources.doubts import understood
from workbench.operations.sources.layout import layout_of, together
from workbench.operations.sources.opened import Opened
from workbench.references.importers import mapping as maps
from workbench.references.importers.mapping import ColumnMap
from workbench.references.importers.model import About, Figure
from workbench.references.model import Observation
from workbench.references.periods import parse_period
from workbench.references.table import COLUMNS, made_id, parse_observations
from workbench.references.toml import MAX_TOML

MANY = 20_000
EXTRA = ("series_id", "place_code")
_NAMED = 5
_HALVES = re.compile("[\ud800-\udfff]")

Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which part of a file is taken; empty means all.

    Attributes:
        places: Names or codes of places, whole.
        measures: Parts of what is measured, or the id of a series.
        period: A year, a month, a day or two with a slash between: figures of periods inside it.
    """

    places: tuple[str, ...] = ()
    measures: tuple[str, ...] = ()
    period: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """What the person who imports says about all the figures, because the file does not or says it in other words.

    ``decimal`` is what stands before decimals in a publisher's table that somebody saved anew.
    """

    measure: str = ""
    place: str = ""
    unit: str | None = None
    vintage: str = ""
    decimal: str = ""


@dataclass(slots=True)
class Read:
    """What was read.

    Attributes:
        layout: The publisher's layout, or "the mapping …".
        about: Where the file says it comes from.
        figures: The figures wanted.
        seen: How many figures the file holds.
        problems: What could not be used.
        file: The table in it, for messages.
        whole: The file's name.
        columns: The description of columns that the file was read by, if it was.
    """

    layout: str
    about: About
    figures: list[Figure]
    seen: int
    problems: list[Problem]
    file: str
    whole: str
    sha256: str
    columns: ColumnMap | None = None


@dataclass(frozen=True, slots=True)
class Ready:
    """What can be written.

    Attributes:
        new: Observations that are not there yet.
        known: How many are there already, with the same figure.
        problems: What was left out, and why.
        lost: Columns that the table there lacks, so that their cells are not kept.
    """

    new: list[Observation]
    known: int
    problems: list[Problem]
    lost: tuple[str, ...]
    held: files.Held
    data: bytes


def choose_map(root: Path, given: Path | None, name: str | None) -> ColumnMap | None:
    """The description of columns to read by: the one given, else the one kept for the source.

    Raises:
        WorkbenchError: It cannot be read.
    """
    path = given
    if path is None and name is not None:
        path = Case(root).sources_dir / f"{name}.mapping.toml"
        if not path.is_file():
            return None
    if path is None:
        return None
    text, problem = read_text(path, str(path), MAX_TOML)
    problems = [problem] if problem is not None else []
    found = None
    if text is not None:
        found, problems = maps.parse_mapping(text, Case(root).name(path))
    if found is None or problems:
        first = problems[0]
        raise WorkbenchError(first.message, first.hint, file=first.file, line=first.line, code=EXIT_USAGE)
    return found


def read(
    opened: Opened, columns: ColumnMap | None, wanted: Wanted, said: Said, progress: Progress = lambda _count: None
) -> Read:
    """Read the figures of a file.

    Args:
        opened: The file.
        columns: The description of its columns; without one its layout is recognised by its content.
        wanted: Which part is taken.
        said: What the person says about all of it.
        progress: Told now and then how many figures were seen.

    Raises:
        WorkbenchError: The layout is not known, or nothing is left.
    """
    if said.unit is not None and not _knows(said.unit):
        what = f"The unit {said.unit[:60]!r} is not known"
        raise WorkbenchError(
            what, "Write it as in 'million tonnes', 'USD billion', %, km; '' for none", code=EXIT_USAGE
        )
    layout, file, parts = layout_of(opened, columns, said.decimal, _knows)
    result = Read(layout, About(), [], 0, list(opened.problems), file, opened.name, opened.sha256, columns)
    unknown: Counter[str] = Counter()
    takes = _filter(wanted)
    for item in parts:
        if isinstance(item, About):
            result.about = together(result.about, item)
        elif isinstance(item, Problem):
            result.problems.append(item)
        else:
            result.seen += 1
            if result.seen % 1000 == 0:
                progress(result.seen)
            if takes(item):
                _take(item, said, result.figures, unknown)
    _refuse_commas(result.problems)
    result.problems += _unknown_units(unknown, file)
    _refuse_one_name_for_many(result.figures, said)
    result.figures = [_as_said(figure, said) for figure in result.figures]
    if not result.figures:
        raise _nothing(result, wanted, unknown)
    return result


def _filter(wanted: Wanted) -> Callable[[Figure], bool]:
    places = {place.casefold() for place in wanted.places}
    measures = tuple(measure.casefold() for measure in wanted.measures)
    try:
        span = parse_period(wanted.period) if wanted.period else None
    except ValueError as error:
        what = f"The period {wanted.period[:40]!r} cannot be read: {error}"
        raise WorkbenchError(what, "Write 2024, 2024-03 or 2020/2024", code=EXIT_USAGE) from None

    def takes(figure: Figure) -> bool:
        if places and not places & {figure.place.casefold(), figure.place_code.casefold()}:
            return False
        told = figure.measure.casefold()
        if measures and not any(part in told or part == figure.series_id.casefold() for part in measures):
            return False
        if span is None:
            return True
        try:
            start, end = parse_period(figure.period)
        except ValueError:
            return False
        return span[0] <= start and end <= span[1]

    return takes


def _take(figure: Figure, said: Said, into: list[Figure], unknown: Counter[str]) -> None:
    if not _knows(figure.unit):
        if said.unit is None:
            unknown[figure.unit] += 1
            return
        figure = replace(figure, unit=said.unit)
    into.append(figure)


def _as_said(figure: Figure, said: Said) -> Figure:
    return replace(
        figure,
        measure=said.measure or figure.measure,
        place=said.place or figure.place,
        vintage=figure.vintage or said.vintage,
    )


def _refuse_commas(problems: Iterable[Problem]) -> None:
    """One decimal comma in a table that is read with points says that its other numbers are read wrongly too."""
    for problem in problems:
        if problem.hint == maps.COMMA_HINT:
            what = problem.message.removesuffix("; the row was left out") + "; nothing was read"
            raise WorkbenchError(what, problem.hint, file=problem.file, line=problem.line, code=EXIT_USAGE)


def _refuse_one_name_for_many(figures: Iterable[Figure], said: Said) -> None:
    for field_name, told in (("measure", said.measure), ("place", said.place)):
        found = list(dict.fromkeys(getattr(figure, field_name) for figure in figures)) if told else []
        if len(found) > 1:
            what = f"The figures are of {len(found)} {field_name}s, such as {found[0][:60]!r} and {found[1][:60]!r}"
            hint = f"Take one with --{field_name}, or leave --as-{field_name} out"
            raise WorkbenchError(what, hint, code=EXIT_USAGE)


def _unknown_units(unknown: Counter[str], file: str) -> list[Problem]:
    example = "--unit 'USD billion' ('' for none, as of an index)"
    hint = f"Say what they are with --unit, such as {example}, or in [units] of a mapping"
    named = [Problem(_told_unit(unit, number), hint, file) for unit, number in unknown.most_common(_NAMED)]
    more = len(unknown) - _NAMED
    return [*named, Problem(f"{more} more units are not known", hint, file)] if more > 0 else named


def _told_unit(unit: str, number: int) -> str:
    told = "The file names no unit" if unit == "none given" else f"The unit {unit[:60]!r} is not known"
    return f"{told}; {number:,} {'figure was' if number == 1 else 'figures were'} left out"


def _nothing(result: Read, wanted: Wanted, unknown: Counter[str]) -> WorkbenchError:
    if unknown:
        first = _unknown_units(unknown, result.file)[0]
        return WorkbenchError(first.message, first.hint, file=first.file, code=EXIT_DATA)
    if result.seen:
        asked = [*wanted.places, *wanted.measures, wanted.period]
        what = f"None of the {result.seen} figures is of {', '.join(word for word in asked if word)}"
        return WorkbenchError(what, "Leave out --place, --measure or --period to see more", file=result.file)
    if result.problems:
        first = result.problems[0]
        return WorkbenchError(first.message, first.hint, file=first.file, line=first.line)
    hint = "Look into the file: its cells are empty, or formulas whose results it does not hold"
    return WorkbenchError("There is no figure in it", hint, file=result.file)


def _knows(unit: str) -> bool:
    return len(unit) <= 200 and parse_unit(unit) is not None


def prepare(root: Path, name: str, found: Read) -> Ready:
    """Set what was read beside what the source holds.

    A figure that is there already is left; one that is there with another number is a problem with file and line.

    Raises:
        WorkbenchError: The table that is there cannot be added to.
    """
    case = Case(root)
    file = f"sources/{name}.csv"
    held = files.held(case, name)
    rows, lines, problems = _rows(found)
    text = files.appended(files.Held(b"", None, [], []), rows, EXTRA, "")[0].decode("utf-8", "replace")
    observations, wrong = parse_observations(text, found.file, name, parse_unit)
    problems += _few([replace(problem, line=lines.get(problem.line or 0, problem.line)) for problem in wrong])
    old = {observation.observation_id: observation for observation in held.observations}
    new = [observation for observation in observations if observation.observation_id not in old]
    changed = []
    for observation in observations:
        other = old.get(observation.observation_id)
        if other is not None and _numbers(other) != _numbers(observation):
            what = f"{observation.observation_id} is already there with another figure, {understood(other)}; it stays"
            hint = f"To keep both ({understood(observation)} is new), import with --vintage, the day it was published"
            changed.append(Problem(what, hint, file, other.line))
    problems += changed[:_NAMED]
    if len(changed) > _NAMED:
        what = f"{len(changed) - _NAMED:,} more are already there with another figure"
        problems.append(Problem(what, "To keep both, import with --vintage, the day they were published", file))
    known = sum(_numbers(old[o.observation_id]) == _numbers(o) for o in observations if o.observation_id in old)
    has = set(held.header.names) if held.header else {*COLUMNS, *EXTRA}
    chosen = [rows[observation.line - 2] for observation in new]
    lost = tuple(key for key in EXTRA if key not in has and any(row[key] for row in chosen))
    data, line = files.appended(held, [_in(row, has) for row in chosen], EXTRA, file)
    files.check_appended(data, name, len(held.observations) + len(new), line)
    return Ready(new, known, problems, lost, held, data)


def _few(problems: Sequence[Problem]) -> list[Problem]:
    """The first of each kind, and how many more there are."""
    kinds: dict[str, list[Problem]] = {}
    for problem in problems:
        kinds.setdefault(problem.hint, []).append(problem)
    told = []
    for hint, alike in kinds.items():
        told += alike[:_NAMED]
        if len(alike) > _NAMED:
            told.append(Problem(f"{len(alike) - _NAMED:,} more rows were left out for the like", hint, alike[0].file))
    return told


def _numbers(figure: Observation) -> tuple[object, ...]:
    return figure.value, figure.low, figure.high, figure.unit


def _in(row: Mapping[str, str], has: set[str]) -> Mapping[str, str]:
    """A row without the id that a table without ids makes by itself."""
    return row if "id" in has else {key: cell for key, cell in row.items() if key != "id"}


def _rows(found: Read) -> tuple[list[dict[str, str]], dict[int, int], list[Problem]]:
    """The rows to write, the publisher's line of each by its line in a new table, and those that say two things.

    Where two figures of one name differ nobody can say which is meant, so neither is written.
    """
    rows: dict[str, dict[str, str]] = {}
    first: dict[str, Figure] = {}
    differing: dict[str, int] = {}
    for figure in found.figures:
        row = _row(figure)
        twin = rows.setdefault(row["id"], row)
        first.setdefault(row["id"], figure)
        if any(twin[key] != row[key] for key in ("value", "low", "high", "unit")):
            differing.setdefault(row["id"], figure.line)
    problems = [_two(first[name], line, found.file) for name, line in list(differing.items())[:_NAMED]]
    if len(differing) > _NAMED:
        what = f"{len(differing) - _NAMED:,} more measures, places and periods have several figures"
        problems.append(Problem(what, problems[0].hint, found.file))
    kept = [name for name in rows if name not in differing]
    return [rows[name] for name in kept], {at: first[name].line for at, name in enumerate(kept, 2)}, problems


def _two(figure: Figure, line: int, file: str) -> Problem:
    of = ", ".join(part for part in (figure.measure[:60], figure.place[:40], figure.period) if part)
    where = f"line {figure.line}" if figure.line != line else "the same line"
    what = f"This figure of {of} differs from that of {where}, and neither was taken"
    return Problem(
        what, "Take one with --measure and the id of its series, or tell them apart with a mapping", file, line
    )


def _row(figure: Figure) -> dict[str, str]:
    told = {item.name: _cell(getattr(figure, item.name)) for item in fields(figure) if item.name != "line"}
    told["measure"], told["place"] = (" ".join(told[key].split()) for key in ("measure", "place"))
    return {"id": made_id(told["measure"], told["place"], told["period"], told["vintage"]), **told}


def _cell(text: str) -> str:
    """The text in one line, without control characters and halves of characters."""
    return _HALVES.sub("\ufffd", "".join(max(letter, " ") for letter in text)).strip()


def save(root: Path, name: str, about: Mapping[str, str], ready: Ready, columns: ColumnMap | None) -> list[Path]:
    """Write the source.

    Args:
        root: The case.
        name: The source.
        about: The fields of its description; used where there is none yet.
        ready: What is written.
        columns: A description of columns to keep for the next file of this layout.

    Raises:
        WorkbenchError: It was not written, and why.
    """
    case = Case(root)
    toml = None if files.described(case, name) else files.source_toml({key: _cell(text) for key, text in about.items()})
    mapping = maps.write_mapping(columns) if columns is not None else None
    return files.save(case, name, toml, (ready.held, ready.data), mapping)
