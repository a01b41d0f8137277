"""The case folder: where it is, and which of its files are read."""

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from workbench.documents.files import MAX_BYTES, MAX_STREAMED, STREAMED, written_size
from workbench.errors import EXIT_USAGE, Problem, WorkbenchError

SIDECAR = ".toml"
SETTINGS = "workbench.toml"


@dataclass(frozen=True, slots=True)
class Case:
    """A folder with ``claims/`` and ``sources/``; the folders need not be there."""

    root: Path

    @property
    def claims_dir(self) -> Path:
        """The documents to check."""
        return self.root / "claims"

    @property
    def sources_dir(self) -> Path:
        """The sources and their observations."""
        return self.root / "sources"

    @property
    def reviews_dir(self) -> Path:
        """One file of events for each reviewer."""
        return self.root / "reviews"

    @property
    def settings_path(self) -> Path:
        """``workbench.toml``."""
        return self.root / SETTINGS

    def name(self, path: Path) -> str:
        """A path for messages and ids: relative to the case, with forward slashes, printable as UTF-8."""
        try:
            relative = path.relative_to(self.root)
        except ValueError:
            relative = path
        return relative.as_posix().encode("utf-8", "backslashreplace").decode()


def is_case(directory: Path) -> bool:
    """Whether a folder is a case."""
    both = all((directory / name).is_dir() for name in ("claims", "sources"))
    return both or (directory / SETTINGS).is_file()


def find_case(start: Path) -> Path:
    """The case that ``start`` is in: the nearest folder, upwards, that is one.

    Raises:
        WorkbenchError: There is none, or no such folder (one misspelt inside of a case is not that case); usage errors.
    """
    if not start.exists():
        raise WorkbenchError("there is no such folder", "Check its name", file=str(start)[:200], code=EXIT_USAGE)
    here = start.resolve()
    for directory in (here, *here.parents):
        if is_case(directory):
            return directory
    hint = "Make one with: workbench init DIR, or look at the sample: workbench demo DIR"
    raise WorkbenchError(f"{here} is no case (no claims/ and sources/ here or above)", hint, code=EXIT_USAGE)


def files(case: Case) -> tuple[list[Path], list[Path], list[Problem]]:
    """The files to read, sorted by their path.

    Hidden files are left out, and so are sidecars. What cannot be read is a problem with its name: links that leave the
    case, folders behind links, pipes and devices, files above 256 MB, names that are not UTF-8.

    Returns:
        Documents (below ``claims/``), the TOML and CSV files right in ``sources/``, and the problems.
    """
    problems: list[Problem] = []
    documents: list[Path] = []
    sidecars: list[Path] = []
    for path in _walk(case, case.claims_dir, problems, deep=True):
        (sidecars if path.suffix.lower() == SIDECAR else documents).append(path)
    problems += [
        Problem("There is no document beside this description", f"Add {path.stem} or remove it", case.name(path))
        for path in sidecars
        if not os.path.lexists(path.with_suffix(""))
    ]
    sources = [
        path for path in _walk(case, case.sources_dir, problems, deep=False) if path.suffix.lower() in {".toml", ".csv"}
    ]
    return sorted(documents, key=case.name), sorted(sources, key=case.name), sorted(problems, key=lambda p: p.where)


def _walk(case: Case, directory: Path, problems: list[Problem], *, deep: bool) -> Iterator[Path]:
    if directory.is_symlink() and not _inside(case, directory):
        problems.append(Problem("The folder is a link out of the case", "Copy its files here", case.name(directory)))
        return
    waiting = [directory] if directory.exists() else []
    while waiting:
        folder = waiting.pop()
        try:
            entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
        except OSError as error:
            what = f"The folder cannot be read: {error.strerror or error}"
            problems.append(Problem(what, "Check its permissions", case.name(folder)))
            continue
        for entry in entries:
            if entry.name.startswith("."):
                continue
            path = Path(entry.path)
            if entry.is_dir(follow_symlinks=False):
                if deep:
                    waiting.append(path)
                else:
                    hint = "Move its files one folder up"
                    problems.append(Problem("Folders inside sources/ are not read", hint, case.name(path)))
                continue
            problem = refusal(case, path)
            if problem is None:
                yield path
            else:
                problems.append(problem)


def refusal(case: Case, path: Path) -> Problem | None:
    """Why a file of the case is not read, or None where it may be."""
    name = case.name(path)
    try:
        path.name.encode("utf-8")
    except UnicodeEncodeError:
        return Problem("The file's name is not UTF-8", "Rename it", name)
    if path.is_symlink() and not _inside(case, path):
        return Problem("The file is a link that leaves the case", "Copy the file itself into the case", name)
    try:
        wrong = _unusable(path.stat(), MAX_STREAMED if path.suffix.lower() in STREAMED else MAX_BYTES)
    except (OSError, RuntimeError) as error:
        wrong = f"The file cannot be read: {getattr(error, 'strerror', None) or error}", "Check that it is there"
    if wrong is None and not os.access(path, os.R_OK):
        wrong = "The file may not be read", "Change its permissions"
    return wrong and Problem(*wrong, name)


def _unusable(status: os.stat_result, limit: int) -> tuple[str, str] | None:
    """What is wrong with a file of this kind and size, and what to do."""
    if stat.S_ISDIR(status.st_mode):
        return "Links to folders are not followed", "Copy the folder itself into the case"
    if not stat.S_ISREG(status.st_mode):
        return "This is no regular file", "Remove it from the case"
    if status.st_size > limit:
        what = f"The file is {written_size(status.st_size)}, above the {written_size(limit)} limit"
        return what, "Split it into smaller files"
    return None


def _inside(case: Case, path: Path) -> bool:
    """Whether a link's target is in the case; a link that leads nowhere is judged by where it would lead."""
    try:
        return path.resolve().is_relative_to(case.root.resolve())
    except (OSError, RuntimeError):
        return False
