"""The reading part of a build: documents streamed from their files into the head, shared identities told apart."""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from workbench.documents.case import Case
from workbench.documents.read import changed_at, content_hash, read_documents, state, with_identity
from workbench.errors import Problem
from workbench.extraction.claims import Document
from workbench.operations.tasks import READ, Manner, Texts, packed
from workbench.operations.team import processes, shared_out
from workbench.store.head import Head
from workbench.store.intake import DOCUMENT, FileRead, Intake, begin, sharing
from workbench.store.parquet import parquet_rows

TWICE = "Told twice: "
_GIVE = "Give each its own url, or remove the copy"
# Characters that a process is given at once, and so many of files from which on other processes are worth starting.
BATCH, MOST_OF_A_BATCH = 256 << 10, 1000
WORTH_A_TEAM = 3 << 20
# A change may leave the time of a file as it is that was written to so recently; seconds.
_RECENT = 2.0

# Documents that share an identity, the first of each first, and those that were told apart before.
_SHARED = """
SELECT path, ordinal, own_identity, identity, first_value(path) OVER told, row_number() OVER told
FROM documents
WHERE own_identity IN (SELECT own_identity FROM documents GROUP BY own_identity HAVING count(*) > 1)
    OR identity <> own_identity
WINDOW told AS (PARTITION BY own_identity ORDER BY path, ordinal)
ORDER BY own_identity, path, ordinal
"""
_LIKE_ONES_MADE_HERE = "SELECT own_identity FROM documents WHERE contains(own_identity, '#claims/')"

Wanted = Mapping[tuple[str, int], str]
Progress = Callable[[int, int, str], None]


@dataclass(slots=True)
class Reading:
    """What there is to read, and what came of it.

    Attributes:
        paths: The documents' files by name.
        states: The state of each when it was hashed.
        hashes: The hash of each; empty afterwards for one that kept changing, so that the next build reads it again.
        done: How many documents of a file are in the head already, where a build was stopped.
        problems: What could not be used, by file.
    """

    case: Case
    paths: dict[str, Path]
    states: dict[str, tuple[int, ...]]
    hashes: dict[str, str]
    manner: Manner
    done: dict[str, int] = field(default_factory=dict)
    problems: dict[str, list[Problem]] = field(default_factory=dict)


@dataclass(slots=True)
class _Batch:
    """Documents on their way to a process, the files that end with them, and how far the last one was read."""

    documents: list[tuple[Any, ...]] = field(default_factory=list)
    size: int = 0
    files: dict[str, FileRead] = field(default_factory=dict)


def read_into(head: Head, reading: Reading, names: Sequence[str], progress: Progress) -> list[Problem]:
    """Read the files named into the head; what was read from them before is out of it, but for ``reading.done``.

    The documents go into the head part by part. Those that turn out to share an identity are few: their files are read
    once more, and all but the first are given ``IDENTITY#PATH``. Which is the first depends on the files present alone.

    Args:
        head: The head.
        reading: What there is to read.
        names: The files.
        progress: Told how many bytes are read, how many there are, and the name of the file.

    Returns:
        What could not be used in these files, and who shares an identity.
    """
    moved = _stream(head, reading, names, {}, progress)
    if moved:
        for name in moved:
            reading.states[name] = state(reading.paths[name])
            reading.hashes[name] = _hash(reading.paths[name])
        for name in _again(head, reading, moved, {}, progress):
            reading.hashes[name] = ""
            what, hint = "The file changed while it was read", "Build again when it is written to the end"
            reading.problems.setdefault(name, []).append(Problem(what, hint, name))
    wanted, again, shared = _told_apart(head, reading.hashes)
    if again:
        _again(head, reading, again, wanted, progress)
    return [problem for found in reading.problems.values() for problem in found] + shared


def same_content(hashes: Mapping[str, str]) -> list[Problem]:
    """A problem for each file whose bytes and description are those of an earlier one."""
    first: dict[str, str] = {}
    problems = []
    for name, digest in sorted(hashes.items()):
        if digest and first.setdefault(digest, name) != name:
            what = f"{TWICE}the file has the same content as {first[digest]}; both are kept"
            problems.append(Problem(what, "Remove one of them", name))
    return problems


def _again(head: Head, reading: Reading, names: Sequence[str], wanted: Wanted, progress: Progress) -> list[str]:
    """Read files once more, with those whose documents share an id with theirs at this moment."""
    together = sorted({*names, *(name for name in sharing(head, names) if name in reading.paths)})
    for name in together:
        reading.done.pop(name, None)
    stay = (problem for problem in head.problems() if problem.file not in together)
    begin(head, together, list(stay))
    return _stream(head, reading, together, wanted, progress)


def _hash(path: Path) -> str:
    try:
        return content_hash(path)
    except OSError:
        return ""


def _stream(head: Head, reading: Reading, names: Sequence[str], wanted: Wanted, progress: Progress) -> list[str]:
    """Read files into the head; returns those that have changed meanwhile."""
    sizes = {name: _size(reading.paths[name]) for name in names}
    many = processes() if sum(sizes.values()) >= WORTH_A_TEAM else 1
    moved: list[str] = []
    sent: list[_Batch] = []

    def tasks() -> Iterator[list[tuple[Any, ...]]]:
        for batch in _batches(reading, sizes, wanted, moved, progress):
            sent.append(batch)
            yield batch.documents

    with Intake(head) as intake:
        texts: Texts
        for texts in shared_out(READ, reading.manner, tasks(), many):
            files = sent.pop(0).files.values()
            problems = [told for file in files if file.complete for told in reading.problems[file.path]]
            tables = (texts.documents, texts.claims, texts.tellings, texts.inconsistencies)
            intake.add(tables, files, problems)
        intake.commit()
    return moved


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _batches(
    reading: Reading, sizes: dict[str, int], wanted: Wanted, moved: list[str], progress: Progress
) -> Iterator[_Batch]:
    """The documents of the files in batches, each with how far the files in it are read by then."""
    batch, before, total = _Batch(), 0, sum(sizes.values())
    for name, size in sizes.items():
        posts, within = 0, 0
        for document in _documents(reading, name, wanted):
            posts += 1
            within += len(document.text)
            if posts <= reading.done.get(name, 0):
                continue
            batch.documents.append(packed(document))
            batch.size += len(document.text)
            if batch.size >= BATCH or len(batch.documents) >= MOST_OF_A_BATCH:
                batch.files[name] = FileRead(name, reading.hashes[name], DOCUMENT, posts, complete=False)
                yield batch
                batch = _Batch()
                progress(before + min(within, size), total, name)
        before += size
        progress(before, total, name)
        batch.files[name] = _ended(reading, name, posts, moved)
    yield batch


def _ended(reading: Reading, name: str, posts: int, moved: list[str]) -> FileRead:
    """How a file was read to its end."""
    now = state(reading.paths[name])
    if now != reading.states[name]:
        moved.append(name)
        return FileRead(name, "", DOCUMENT, posts)
    settled = changed_at(now) < time.time() - _RECENT
    return FileRead(name, reading.hashes[name], DOCUMENT, posts, stamp=now if settled else ())


def _documents(reading: Reading, name: str, wanted: Wanted) -> Iterator[Document]:
    """The documents of a file, with the identities they are to have."""
    problems = reading.problems[name] = []
    read = read_documents(reading.case, reading.paths[name], problems, sha256=reading.hashes[name], table=parquet_rows)
    for ordinal, document in enumerate(read):
        own = document.identity
        identity = wanted.get((name, ordinal), own)
        yield replace(with_identity(document, identity), own_identity=own, ordinal=ordinal)


def _told_apart(head: Head, hashes: Mapping[str, str]) -> tuple[dict[tuple[str, int], str], list[str], list[Problem]]:
    """Which identity each document that shares its own must have, the files to read again for it, and who shares."""
    rows = head.connection.execute(_SHARED).fetchall()
    if not rows:
        return {}, [], []
    taken = {row[0] for row in head.connection.execute(_LIKE_ONES_MADE_HERE).fetchall()}
    wanted: dict[tuple[str, int], str] = {}
    again: set[str] = set()
    shared: dict[tuple[str, str], list[str]] = {}
    for path, ordinal, own, identity, first, place in rows:
        name = own
        if place > 1:
            name = f"{own}#{path}"
            while name in taken:
                name += "#"
            taken.add(name)
            wanted[path, ordinal] = name
            shared.setdefault((path, first), []).append(own)
        if name != identity:
            again.add(path)
    problems = [
        _shared(path, first, owns)
        for (path, first), owns in shared.items()
        if path == first or hashes.get(path) != hashes.get(first)
    ]
    return wanted, sorted(again), problems


def _shared(path: str, first: str, owns: list[str]) -> Problem:
    many = f"{len(owns)} documents have" if len(owns) > 1 else "a document has"
    where = "others of this file" if path == first else f"those of {first}"
    return Problem(f"{TWICE}{many} the same identity as {where}: {owns[0][:200]}; both are kept", _GIVE, path)
