"""What the last publication left beside the generations: which file is the newest, and what it was made from."""

import hashlib
import json
import os
import secrets
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from workbench.errors import Problem
from workbench.store.folder import private_folder
from workbench.store.schema import SCHEMA_VERSION
from workbench.store.stamp import HEAD, head_mark

_LONGEST = 4096
# All that the head was built from and is read with, as a hash; NULL where it was never built to its end.
CONTENT = """
SELECT sha256(content_hash || concat_ws(' ', ' ', settings_hash, scale, review_mode, reviewers::VARCHAR)) AS content
FROM meta
"""


@dataclass(frozen=True, slots=True)
class Record:
    """The last publication.

    Attributes:
        mark: Of the head that it is a copy of; only this user can work it out.
        generation: The name of the file.
        inode: Of the file.
        modified: When that was written, in nanoseconds.
        content: Of the head, what :data:`CONTENT` gives.
        problems: Of the head, :func:`problems_of`.
        whole: Whether the file is all of the head, of which nothing is hidden from others.
        schema: Of the head, the version of its tables.
    """

    mark: str = ""
    generation: str = ""
    inode: int = 0
    modified: int = 0
    content: str | None = None
    problems: str = ""
    whole: bool = False
    schema: int = 0


def read_record(root: Path) -> Record:
    """The record, an empty one where there is none that can be read."""
    try:
        with _path(root).open("rb") as file:
            data = json.loads(file.read(_LONGEST))
        content = data.get("content")
        return Record(
            str(data["mark"]), str(data["generation"]), int(data["inode"]), int(data["modified"]),
            None if content is None else str(content), str(data.get("problems", "")),
            data.get("whole") is True, int(data.get("schema", 0)),
        )  # fmt: skip
    except (OSError, ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError):
        return Record()


def write_record(root: Path, record: Record) -> None:
    """Put a record in place of the last one."""
    path = _path(root)
    fresh = path.with_name(f"published-{secrets.token_hex(4)}")
    fresh.write_text(json.dumps(asdict(record)), encoding="ascii")
    fresh.replace(path)


def record_of_now(root: Path) -> Record | None:
    """The record, where the head is still what was published; None where nobody can say that without opening it."""
    record, head = read_record(root), private_folder(root) / HEAD
    try:
        current = record.mark == head_mark(head) and not os.path.lexists(f"{head}.wal")
    except OSError:
        return None
    return record if current and record.schema == SCHEMA_VERSION else None


def problems_of(problems: Iterable[Problem]) -> str:
    """A hash of problems, in whatever order."""
    told = sorted(json.dumps([each.message, each.hint, each.file, each.line]) for each in problems)
    return hashlib.sha256("\n".join(told).encode("ascii")).hexdigest()


def _path(root: Path) -> Path:
    return private_folder(root) / "published.json"
