"""Put documents into a case: files, folders, or a pasted text, each with its description."""

import os
import re
import shutil
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path

from workbench.documents.case import SIDECAR, Case
from workbench.documents.files import open_regular, read_text, sweep, written_whole
from workbench.documents.sidecar import edited, sidecar
from workbench.errors import EXIT_USAGE, Problem, WorkbenchError
from workbench.references.toml import MAX_TOML

_CHUNK = 1 << 20
_UNSAFE = re.compile(r"[^\w. ()\[\],'’&+-]+")
_MOST_FILES = 20_000


def add(
    root: Path, paths: Iterable[Path], described: Mapping[str, str], name: str = ""
) -> tuple[list[Path], list[Problem]]:
    """Copy documents into ``claims/``; a folder with all that is in it.

    Args:
        root: The case.
        paths: Files and folders anywhere.
        described: What to write into the description of each, by field; empty for none.
        name: The name to give it, where it is one file.

    Returns:
        The files made in the case, and what was left out.

    Raises:
        WorkbenchError: A path is not there, cannot be read, or a value is none; or the case cannot be written to.
    """
    given = list(paths)
    if name and (len(given) != 1 or not given[0].is_file()):
        raise WorkbenchError("--name needs exactly one file", "Leave it out, or add one file", code=EXIT_USAGE)
    edited("", described)  # a wrong value is said before anything is copied
    sweep(Case(root).claims_dir)
    made: list[Path] = []
    problems: list[Problem] = []
    for path in given:
        for source, target in _copies(root, path, name):
            done = _put(root, source, target, _description(source, described))
            if isinstance(done, Problem):
                problems.append(done)
            else:
                made.append(done)
    return made, problems


def paste(root: Path, data: bytes, described: Mapping[str, str], name: str = "") -> list[Path]:
    """Put a pasted text into ``claims/`` under a name, its title, or the time.

    Raises:
        WorkbenchError: The text is empty, a value is none, or the case cannot be written to.
    """
    if not data.strip():
        raise WorkbenchError("nothing was pasted", "Paste the text, or pipe it in", code=EXIT_USAGE)
    description = edited("", described)
    stem = name or described.get("title", "") or f"pasted-{datetime.now(UTC):%Y%m%d-%H%M%S}"
    stem = safe_name(stem)
    target = Case(root).claims_dir / (stem if Path(stem).suffix else f"{stem}.txt")
    with _writing(root, target):
        sweep(target.parent)
        target = _free(target)
        _write(target, data, description)
    return [target]


def safe_name(name: str) -> str:
    """A file's name that no program takes for an option, a hidden file, or a path."""
    cleaned = _UNSAFE.sub("-", name.replace("/", "-").replace("\\", "-")).strip(" ").lstrip("-+.")
    stem, dot, ending = cleaned.rpartition(".")
    cut = f"{stem[:100]}{dot}{ending}" if dot and len(ending) <= 10 else cleaned[:110]
    return cut or "document"


def _copies(root: Path, path: Path, name: str) -> list[tuple[Path, Path]]:
    """(source, target) of a file, or of all files of a folder."""
    if re.match(r"(?i)https?:/", str(path)):
        hint = "Save the page in a browser, and add the file"
        raise WorkbenchError("the workbench downloads nothing", hint, code=EXIT_USAGE)
    claims = Case(root).claims_dir
    if path.is_dir():
        if path.resolve() in (root.resolve(), *root.resolve().parents) or root.resolve() in path.resolve().parents:
            raise WorkbenchError(f"{path} is part of the case, or holds it", "Add another folder", code=EXIT_USAGE)
        within = [one for one in sorted(path.rglob("*")) if one.is_file() and not one.is_symlink()]
        if len(within) > _MOST_FILES:
            raise WorkbenchError(f"{path} holds more than {_MOST_FILES} files", "Add parts of it", code=EXIT_USAGE)
        folder = claims / safe_name(path.resolve().name)
        inside = [(one, one.relative_to(path).parts) for one in within if not _is_beside(one)]
        shown = [(one, parts) for one, parts in inside if not any(part.startswith(".") for part in parts)]
        return [(one, folder.joinpath(*map(safe_name, parts))) for one, parts in shown]
    if not path.is_file():
        raise WorkbenchError(f"there is no file {path}", "Check its name", code=EXIT_USAGE)
    if claims.exists() and claims.resolve() in path.resolve().parents:
        hint = "Describe it with: workbench document set FILE key=value"
        raise WorkbenchError(f"{path} is in the case already", hint, code=EXIT_USAGE)
    target = claims / safe_name(name or path.name)
    return [(path, target if target.suffix or not path.suffix else target.with_name(target.name + path.suffix))]


def _is_beside(path: Path) -> bool:
    """Whether it is the description of a document beside it, which goes where that goes."""
    return path.suffix.lower() == SIDECAR and path.with_suffix("").is_file()


def _description(source: Path, described: Mapping[str, str]) -> str:
    """The description that stands beside the source, with what is given set in it."""
    beside = sidecar(source)
    if not beside.is_file():
        return edited("", described)
    text, problem = read_text(beside, str(beside), MAX_TOML)
    if text is None:
        raise WorkbenchError(problem.message if problem else "it cannot be read", "Correct it", file=str(beside))
    return edited(text, described)


def _put(root: Path, source: Path, target: Path, description: str) -> Path | Problem:
    """Copy one file; one that is there with the same content is left, one with another gets a new name."""
    with _writing(root, target):
        if target.exists() and _same(source, target):
            hint = "Nothing was copied; describe it with: workbench document set"
            return Problem("It is in the case already, with the same content", hint, Case(root).name(target))
        target = _free(target)
        _write(target, source, description)
    return target


class _writing:  # noqa: N801 - used like a function
    """Turns what goes wrong with a file into a message."""

    def __init__(self, root: Path, target: Path) -> None:
        self._root, self._target = root, target

    def __enter__(self) -> None:
        """Make the folder, inside the case."""
        claims = Case(self._root).claims_dir
        if claims.is_symlink() and not claims.resolve().is_relative_to(self._root.resolve()):
            raise WorkbenchError("claims/ is a link out of the case", "Make it a folder of the case", code=EXIT_USAGE)
        try:
            self._target.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise _unwritable(self._target.parent, error) from None

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        """Name the file."""
        if isinstance(error, OSError):
            raise _unwritable(self._target, error) from None


def _unwritable(path: Path, error: OSError) -> WorkbenchError:
    what = f"{path} cannot be copied or written: {error.strerror or error}"
    return WorkbenchError(what, "Check that it may be read, and that there is room", code=EXIT_USAGE)


def _write(target: Path, content: bytes | Path, description: str) -> None:
    """Write a document so that it appears whole, after its description; neither without the other."""
    beside = sidecar(target)
    try:
        with written_whole(target) as out:
            if isinstance(content, bytes):
                out.write(content)
            else:
                with open_regular(content) as source:
                    shutil.copyfileobj(source, out, _CHUNK)
            if description:
                with written_whole(beside) as told:
                    told.write(description.encode())
    except BaseException:
        if description:
            beside.unlink(missing_ok=True)
        raise


def _free(target: Path) -> Path:
    """The target, or the first of NAME-2, NAME-3, … that is not taken, nor its description."""
    number, free = 1, target
    while os.path.lexists(free) or os.path.lexists(sidecar(free)):
        number += 1
        free = target.with_name(f"{target.stem}-{number}{target.suffix}")
    return free


def _same(one: Path, other: Path) -> bool:
    if one.stat().st_size != other.stat().st_size:
        return False
    with open_regular(one) as left, open_regular(other) as right:
        while piece := left.read(_CHUNK):
            if piece != right.read(_CHUNK):
                return False
    return True
