"""Copy the sample case that comes with the program."""

from collections.abc import Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from workbench.errors import EXIT_USAGE, WorkbenchError
from workbench.operations.init import FOLDERS, GITATTRIBUTES, GITIGNORE, unwritable, write_new

PARTS = ("claims", "sources", "workbench.toml")


def demo(directory: Path) -> list[Path]:
    """Copy the sample case into a new or empty folder.

    Returns:
        The files written.

    Raises:
        WorkbenchError: The folder is not empty or cannot be written to, or the sample is missing.
    """
    contents = list(_sample())
    try:
        if directory.exists() and (not directory.is_dir() or any(directory.iterdir())):
            hint = "Choose a new folder: workbench demo DIR"
            raise WorkbenchError(f"{directory} is not an empty folder", hint, code=EXIT_USAGE)
        for folder in FOLDERS:
            (directory / folder).mkdir(parents=True, exist_ok=True)
        written = []
        for name, content in contents:
            path = directory / name
            path.parent.mkdir(parents=True, exist_ok=True)
            if write_new(path, content):
                written.append(path)
    except OSError as error:
        raise unwritable(directory, error) from None
    return written


def _sample() -> Iterator[tuple[str, bytes]]:
    """The sample's files: inside an installed package, or beside the package in a checkout."""
    package = files("workbench")
    installed = package / "sample"
    root = installed if installed.is_dir() else Path(str(package)).parent
    if not (root / "claims").is_dir():
        hint = "Install the program again, or make an empty case: workbench init DIR"
        raise WorkbenchError("The sample case is not in this installation", hint)
    yield ".gitattributes", GITATTRIBUTES.encode()
    yield ".gitignore", GITIGNORE.encode()
    for part in PARTS:
        yield from _below(root / part, part)


def _below(item: Traversable, name: str) -> Iterator[tuple[str, bytes]]:
    if item.is_dir():
        for inner in sorted(item.iterdir(), key=lambda each: each.name):
            if not inner.name.startswith("."):
                yield from _below(inner, f"{name}/{inner.name}")
    elif item.is_file():
        yield name, item.read_bytes()
