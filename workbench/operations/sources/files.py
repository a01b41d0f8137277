"""Writing into ``sources/``: rows are appended, a new source is made, and no line that is there is touched."""

import csv
import io
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from workbench.documents.case import Case, refusal
from workbench.documents.files import read_bytes, read_text, sweep, written_whole
from workbench.errors import EXIT_BUSY, EXIT_USAGE, Problem, WorkbenchError
from workbench.extraction.units import parse_unit
from workbench.references.model import Observation
from workbench.references.rows import Header, read_rows
from workbench.references.table import COLUMNS, parse_observations
from workbench.references.toml import IDENTIFIER, MAX_TOML, OPTIONAL, REQUIRED, parse_source
from workbench.store.folder import failed, take_lock

RESERVED = ("fx",)
_LOCK_WAIT = 10.0


@dataclass(frozen=True, slots=True)
class Held:
    """A source's table as it is now.

    ``data`` are the bytes of the file, empty where there is none; ``header`` is None then.
    """

    data: bytes
    header: Header | None
    observations: list[Observation]
    problems: list[Problem]


def source_name(name: str) -> str:
    """The name of a source, checked.

    Raises:
        WorkbenchError: It cannot be the stem of a file in ``sources/``.
    """
    plain = name.strip()
    if not IDENTIFIER.fullmatch(plain) or not plain[0].isalnum() or plain.endswith(".mapping"):
        hint = "Use letters, digits, dots, dashes and underscores, such as rosatom-nsr"
        raise WorkbenchError(f"{name[:60]!a} cannot be the name of a source", hint, code=EXIT_USAGE)
    if plain.casefold() in RESERVED:
        hint = "Use another name"
        raise WorkbenchError(f"The name {plain} is that of the exchange rates", hint, code=EXIT_USAGE)
    return plain


def described(case: Case, name: str) -> bool:
    """Whether the source has its ``NAME.toml``, and it can be read.

    Raises:
        WorkbenchError: It is there and cannot be used.
    """
    path = case.sources_dir / f"{name}.toml"
    if not os.path.lexists(path):
        return False
    problem = refusal(case, path)
    if problem is None:
        text, problem = read_text(path, case.name(path), MAX_TOML)
        source, found = parse_source(text, case.name(path)) if text is not None else (None, [])
        problem = problem or (found[0] if source is None and found else None)
    if problem is not None:
        raise WorkbenchError(problem.message, problem.hint, file=problem.file, line=problem.line)
    return True


def held(case: Case, name: str) -> Held:
    """The table of a source as it is now.

    Raises:
        WorkbenchError: It is there and cannot be read, so that nothing can be added to it.
    """
    path = case.sources_dir / f"{name}.csv"
    file = case.name(path)
    if not os.path.lexists(path):
        return Held(b"", None, [], [])
    problem = refusal(case, path)
    text: str | None = None
    if problem is None:
        text, problem = read_text(path, file)
    if text is None or problem is not None:
        raise _raised(problem or Problem("The file cannot be read", file=file))
    header, rows = read_rows(text, file, "measure")
    if header is None:
        raise _raised(next((row for row in rows if isinstance(row, Problem)), Problem("No header", file=file)))
    observations, problems = parse_observations(text, file, name, parse_unit)
    return Held(read_bytes(path), header, observations, problems)


def source_toml(fields: Mapping[str, str]) -> str:
    """The text of ``NAME.toml``.

    Args:
        fields: Names of the file to texts; empty ones are left out. ``retrieved`` is a day.

    Raises:
        WorkbenchError: A required field is missing or cannot be read.
    """
    lines = [
        f"{name} = {text if name == 'retrieved' else quoted(text)}"
        for name in (*REQUIRED, *OPTIONAL)
        if (text := fields.get(name, "").strip())
    ]
    text = "\n".join(lines) + "\n"
    source, problems = parse_source(text, "source.toml")
    if source is None or problems:
        raise WorkbenchError(problems[0].message, problems[0].hint, code=EXIT_USAGE)
    return text


def quoted(text: str) -> str:
    """A text in the quotes of TOML."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def appended(before: Held, rows: Sequence[Mapping[str, str]], extra: Sequence[str], file: str) -> tuple[bytes, int]:
    """The whole table with new rows behind the old ones, and the line of the first new one.

    The rows are written in the columns, with the delimiter and the line ends of the file.

    Args:
        before: The table as it is.
        rows: Cells under the names of their columns.
        extra: Columns behind the documented ones; a new file gets them, one without them loses their cells.
        file: For messages.

    Raises:
        WorkbenchError: The file lacks a column that a row needs.
    """
    names = before.header.names if before.header else (*COLUMNS, *extra)
    lacking = {name for row in rows for name, cell in row.items() if cell and name not in names and name not in extra}
    if lacking and before.header:
        hint = "Add it behind the others in the file's first line, then try again"
        what = f"The table has no column {min(lacking)}"
        raise WorkbenchError(what, hint, file=file, line=before.header.line, code=EXIT_USAGE)
    end = _line_end(before.data)
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=before.header.delimiter if before.header else ",", lineterminator=end)
    if before.header is None:
        writer.writerow(names)
    for row in rows:
        writer.writerow([row.get(name, "") for name in names])
    torn = bool(before.data) and not before.data.endswith((b"\n", b"\r"))
    old = before.data + (end.encode() if torn else b"")
    return old + text.getvalue().encode(), _lines(old) + (2 if before.header is None else 1)


def check_appended(data: bytes, name: str, expected: int, line: int) -> None:
    """Make sure that a table with new rows reads as it should before it replaces the old one.

    Args:
        data: The whole table.
        name: The source.
        expected: How many observations it should hold.
        line: Where the first new row is.

    Raises:
        WorkbenchError: A row before the new ones swallows them.
    """
    file = f"sources/{name}.csv"
    found, _ = parse_observations(data.decode("utf-8").removeprefix("\ufeff"), file, name, parse_unit)
    if len(found) != expected:
        hint = "Check the double quotes in its last rows; nothing was written"
        raise WorkbenchError("A row behind the last one would not be read", hint, file=file, line=line - 1)


def _lines(data: bytes) -> int:
    return len(io.StringIO(data.decode("utf-8"), newline="").readlines())


def _line_end(data: bytes) -> str:
    return "\r\n" if b"\r\n" in data else "\n"


def save(case: Case, name: str, toml: str | None, table: tuple[Held, bytes], mapping: str | None = None) -> list[Path]:
    """Write a source's files, each whole or not at all: temporary file, fsync, rename.

    Args:
        case: The case.
        name: The source.
        toml: The text of ``NAME.toml`` where it is new.
        table: The table as it was read, and the bytes that replace it.
        mapping: The text of ``NAME.mapping.toml``, if one is to be kept.

    Returns:
        The files written.

    Raises:
        WorkbenchError: The case cannot be written to, or somebody changed the table meanwhile (code 3).
    """
    before, data = table
    folder = case.sources_dir
    path = folder / f"{name}.csv"
    parts = [(folder / f"{name}.toml", toml.encode())] if toml is not None else []
    parts += [(folder / f"{name}.mapping.toml", mapping.encode())] if mapping is not None else []
    try:
        folder.mkdir(exist_ok=True)
        if not folder.resolve().is_relative_to(case.root.resolve()):
            raise WorkbenchError("The folder is a link out of the case", "Replace it by a folder", file="sources")
        with _locked(folder):
            if (read_bytes(path) if os.path.lexists(path) else b"") != before.data:
                hint = "Nothing was written; try again"
                raise WorkbenchError("Somebody changed the file meanwhile", hint, file=case.name(path), code=EXIT_BUSY)
            for target, _ in [*parts, (path, data)]:
                problem = refusal(case, target) if os.path.lexists(target) else None
                if problem is not None:
                    raise _raised(problem)
            sweep(folder)
            _replace([(path, data), *reversed(parts)])
    except OSError as error:
        raise failed("Nothing was written", error, case.name(path)) from None
    return [target for target, _ in parts] + [path]


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Two programs that add at the same time do so one after the other."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        if not take_lock(descriptor, _LOCK_WAIT):
            hint = "Wait for it to end, then try again"
            raise WorkbenchError("Another program is writing into sources/", hint, file="sources", code=EXIT_BUSY)
        yield
    finally:
        os.close(descriptor)


def _replace(contents: Sequence[tuple[Path, bytes]]) -> None:
    """Replace files, or the files of the case that links name, in no place before all of them have found room.

    The last one takes its place first.
    """
    with ExitStack() as all_written:
        for path, content in contents:
            file = all_written.enter_context(written_whole(path.resolve()))
            file.write(content)
            file.flush()
            os.fsync(file.fileno())


def _raised(problem: Problem) -> WorkbenchError:
    return WorkbenchError(problem.message, problem.hint, file=problem.file, line=problem.line)
