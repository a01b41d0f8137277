"""Reading the review files, whole or from where the last reading ended."""

import hashlib
import os
import stat
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from workbench.errors import Problem
from workbench.reviews.events import REVIEWER, Event, parse_line

MAX_FILE = 256 << 20
_NOT_READ = (0, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Position:
    """How far a review file was read.

    Attributes:
        length: Bytes read, always whole lines.
        sha256: Hex digest of those bytes; where it no longer fits, lines were inserted before the end.
        lines: How many lines they hold.
        stamp: Device, inode, size and modification time of the file then, to poll it cheaply.
    """

    length: int = 0
    sha256: str = hashlib.sha256().hexdigest()
    lines: int = 0
    stamp: tuple[int, int, int, int] = _NOT_READ


START = Position()


@dataclass(frozen=True, slots=True)
class Tail:
    """What one reading brought.

    Attributes:
        events: In the order of the file; ids may occur twice.
        problems: Lines that were skipped.
        position: Where the next reading goes on.
        restarted: The part read before has changed: ``events`` are all of the file's, not only the new ones.
        torn: The file ends in a line without its newline, which was left for the next reading.
    """

    events: list[Event]
    problems: list[Problem]
    position: Position
    restarted: bool = False
    torn: bool = False


@dataclass(frozen=True, slots=True)
class Reviews:
    """All review files of a case; ``positions`` by file name."""

    events: list[Event] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    positions: dict[str, Position] = field(default_factory=dict)


def review_files(root: Path) -> tuple[list[Path], list[Problem]]:
    """The plain files of ``reviews/`` that are named after a reviewer, sorted, and what is wrong with the others."""
    folder = root / "reviews"
    try:
        if not folder.resolve().is_relative_to(root.resolve()):
            return [], [Problem("reviews/ is a link that leaves the case, it was not read", "replace it", "reviews")]
        names = sorted(os.listdir(folder))  # noqa: PTH208
    except FileNotFoundError:
        return [], []
    except (OSError, RuntimeError) as error:
        return [], [Problem(f"reviews/ cannot be read: {error}", "give yourself permission to read it", "reviews")]
    files, problems = [], []
    for name in names:
        if name.startswith("."):
            continue
        problem = _unusable(folder / name)
        if problem:
            problems.append(problem)
        else:
            files.append(folder / name)
    return files, problems


def _unusable(path: Path) -> Problem | None:
    letters = (one if one.isprintable() else one.encode("unicode_escape").decode("ascii") for one in path.name)
    shown = "reviews/" + "".join(letters)
    stem, ending = path.stem, path.suffix
    if ending != ".jsonl" or not REVIEWER.fullmatch(stem):
        return Problem(
            "not the name of a review file, it was not read",
            "call it NAME.jsonl, NAME of a-z 0-9 _ -, at most 32",
            shown,
        )
    try:
        found = path.lstat()
    except OSError as error:
        return Problem(f"cannot be read: {error.strerror}", "build again", shown)
    if not stat.S_ISREG(found.st_mode):
        return Problem("a link or no plain file, it was not read", "put the file itself there", shown)
    if found.st_size > MAX_FILE:
        return Problem(f"larger than {MAX_FILE >> 20} MB, it was not read", "split it by reviewer", shown)
    return None


def read_from(path: Path, position: Position) -> Tail:
    """Read what a review file holds after ``position``; from its start where the part before has changed.

    Links are not followed. Lines that do not parse are skipped and reported; a last line without its newline is left.
    """
    shown = f"reviews/{path.name}"
    try:
        data, stamp = _bytes(path)
    except OSError as error:
        problem = Problem(f"cannot be read: {error.strerror}", "give yourself permission to read it", shown)
        return Tail([], [problem], Position(stamp=_stamp(path)), restarted=position.length > 0)
    unchanged = hashlib.sha256(data[: position.length])
    restarted = len(data) < position.length or unchanged.hexdigest() != position.sha256
    if restarted:
        position, unchanged = START, hashlib.sha256()
    end = data.rfind(b"\n") + 1
    fresh = data[position.length : end]
    events, problems, line_number = [], [], position.lines
    for line_number, line in enumerate(fresh.split(b"\n")[:-1], position.lines + 1):
        if not line.strip():
            continue
        read = _line(line, shown, line_number, path.stem)
        if isinstance(read, Event):
            events.append(read)
        else:
            problems.append(read)
    unchanged.update(fresh)
    after = Position(max(end, position.length), unchanged.hexdigest(), line_number, stamp)
    return Tail(events, problems, after, restarted, torn=end < len(data))


def _line(line: bytes, file: str, line_number: int, reviewer: str) -> Event | Problem:
    try:
        text = line.decode("utf-8")
    except UnicodeDecodeError:
        return Problem("this line is no UTF-8 text and was not read", "correct or delete it", file, line_number)
    return parse_line(text, file=file, line_number=line_number, reviewer=reviewer)


def _bytes(path: Path) -> tuple[bytes, tuple[int, int, int, int]]:
    descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NONBLOCK)
    with os.fdopen(descriptor, "rb") as file:
        found = os.fstat(file.fileno())
        data = file.read(MAX_FILE)
    return data, (found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns)


def read_all(root: Path) -> Reviews:
    """Read every review file of the case from its start.

    Returns:
        The events file by file (order and duplicates are settled by id later), the problems, and the positions to go
        on from with :func:`read_from`.
    """
    files, problems = review_files(root)
    reviews = Reviews(problems=problems)
    for path in files:
        tail = read_from(path, START)
        reviews.events.extend(tail.events)
        reviews.problems.extend(tail.problems)
        reviews.positions[path.name] = tail.position
        if tail.torn:
            reviews.problems.append(torn_line(path.name, tail.position))
    return reviews


def torn_line(name: str, position: Position) -> Problem:
    """The problem of a last line without its newline."""
    return Problem(
        "the last line is not finished and was not read",
        "it is being written, or was cut off: check it, and end it with a newline if it is whole",
        f"reviews/{name}",
        position.lines + 1,
    )


def changed(root: Path, positions: Mapping[str, Position]) -> bool:
    """Whether a review file has come, gone or changed since ``positions``; asks for names and dates only."""
    try:
        names = [name for name in os.listdir(root / "reviews") if _is_review_name(name)]  # noqa: PTH208
    except OSError:
        return bool(positions)
    stamps = {name: stamp for name in names if (stamp := _stamp(root / "reviews" / name)) != _NOT_READ}
    return stamps != {name: position.stamp for name, position in positions.items()}


def _is_review_name(name: str) -> bool:
    return name.endswith(".jsonl") and REVIEWER.fullmatch(name[: -len(".jsonl")]) is not None


def _stamp(path: Path) -> tuple[int, int, int, int]:
    """The file's stamp, or the one of no file where it is missing or would not be read."""
    try:
        found = path.lstat()
    except OSError:
        return _NOT_READ
    if not stat.S_ISREG(found.st_mode) or found.st_size > MAX_FILE:
        return _NOT_READ
    return (found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns)
