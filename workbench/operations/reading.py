"""The reading part of a build: documents streamed from their files into the head, shared identities told apart.

Of a file that has changed only those documents are read for claims that the head does not hold as they are: an export
that has grown by a post costs that post.
"""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from pathlib import Path
from typing import Any

from workbench.documents.case import Case
from workbench.documents.read import changed_at, content_hash, read_documents, state
from workbench.errors import Problem
from workbench.extraction.claims import Document
from workbench.operations.held import Held
from workbench.operations.tasks import READ, Manner, Texts, packed
from workbench.operations.team import processes, shared_out
from workbench.store.head import Head
from workbench.store.intake import DOCUMENT, Changes, FileRead, Intake, begin, documents_of
from workbench.store.parquet import parquet_rows

TWICE = "Told twice: "
_GIVE = "Give each its own url, or remove the copy"
# Characters that a process is given at once; how many are worth other processes, and are looked for in so many parts.
BATCH, MOST_OF_A_BATCH = 256 << 10, 1000
WORTH_A_TEAM, MOST_AHEAD = 3 << 20, 100
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
        held: The files of which the head may hold documents.
        problems: What could not be used, by file.
    """

    case: Case
    paths: dict[str, Path]
    states: dict[str, tuple[int, ...]]
    hashes: dict[str, str]
    manner: Manner
    held: set[str] = field(default_factory=set)
    problems: dict[str, list[Problem]] = field(default_factory=dict)


@dataclass(slots=True)
class _Batch:
    """Documents on their way to a process, with what else changes by the time they are in."""

    documents: list[tuple[Any, ...]] = field(default_factory=list)
    size: int = 0
    changes: Changes = field(default_factory=Changes)


def read_into(head: Head, reading: Reading, names: Sequence[str], progress: Progress) -> list[Problem]:
    """Bring the head up to date with the files named.

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
        for name in _stream(head, reading, moved, {}, progress):
            reading.hashes[name] = ""
            what, hint = "The file changed while it was read", "Build again when it is written to the end"
            reading.problems.setdefault(name, []).append(Problem(what, hint, name))
    wanted, again, shared = _told_apart(head, reading.hashes)
    if again:
        _stream(head, reading, _taken_out(head, again), wanted, progress)
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


def _hash(path: Path) -> str:
    try:
        return content_hash(path)
    except OSError:
        return ""


def _stream(head: Head, reading: Reading, names: Sequence[str], wanted: Wanted, progress: Progress) -> list[str]:
    """Read files into the head; returns those that have changed meanwhile."""
    moved: list[str] = []
    robbed = _streamed(head, reading, [name for name in names if name in reading.paths], wanted, moved, progress)
    if robbed:
        again = [name for name in _taken_out(head, sorted(robbed)) if name in reading.paths]
        _streamed(head, reading, again, wanted, moved, progress)
    return moved


def _taken_out(head: Head, names: list[str]) -> list[str]:
    """Take out all documents of these files and of those that share one; read whole, none of them can lose any."""
    while True:
        stay = [problem for problem in head.problems() if problem.file not in names]
        wanted = begin(head, names, names, stay)
        if wanted == names:
            return names
        names = wanted


def _streamed(  # noqa: PLR0913 - what one pass needs
    head: Head, reading: Reading, names: Sequence[str], wanted: Wanted, moved: list[str], progress: Progress
) -> set[str]:
    """Read files once; returns those that lost a document to another file on the way."""
    batches = _batches(head, reading, names, wanted, moved, progress)
    first: list[_Batch] = []
    size = 0
    while size < WORTH_A_TEAM and len(first) < MOST_AHEAD and (batch := next(batches, None)):
        first.append(batch)
        size += batch.size
    many = processes() if size >= WORTH_A_TEAM else 1
    sent: list[_Batch] = []

    def tasks() -> Iterator[list[tuple[Any, ...]]]:
        for batch in chain(first, batches):
            sent.append(batch)
            yield batch.documents

    with Intake(head) as intake:
        texts: Texts
        for texts in shared_out(READ, reading.manner, tasks(), many):
            changes = sent.pop(0).changes
            changes.problems = [told for name in changes.files for told in reading.problems[name]]
            intake.add((texts.documents, texts.claims, texts.tellings, texts.inconsistencies), changes)
        intake.commit()
    return intake.robbed


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _batches(  # noqa: PLR0913 - what one pass needs
    head: Head, reading: Reading, names: Sequence[str], wanted: Wanted, moved: list[str], progress: Progress
) -> Iterator[_Batch]:
    """The documents of the files that are not in the head as they are, in batches, each with what it changes."""
    sizes = {name: _size(reading.paths[name]) for name in names}
    batch, before, total = _Batch(), 0, sum(sizes.values())
    for name, size in sizes.items():
        held = Held(name, documents_of(head, name) if name in reading.held else [])
        reading.held.add(name)
        within = 0
        for told in _documents(reading, name):
            within += len(told.text)
            if told.ordinal % MOST_OF_A_BATCH == 0:
                progress(before + min(within, size), total, name)
            document = held.changed(told, wanted.get((name, told.ordinal)))
            if document is not None:
                batch.documents.append(packed(document))
                batch.size += len(document.text)
            if batch.size >= BATCH or len(batch.documents) >= MOST_OF_A_BATCH:
                batch.changes.gone += held.gone()
                yield batch
                batch = _Batch()
                progress(before + min(within, size), total, name)
        before += size
        progress(before, total, name)
        _end(batch.changes, reading, name, held, moved)
    yield batch


def _end(changes: Changes, reading: Reading, name: str, held: Held, moved: list[str]) -> None:
    """Note how a file was read to its end, and what the head holds of it that is no more in it."""
    now = state(reading.paths[name])
    if now != reading.states[name]:
        moved.append(name)
        changes.gone += held.gone()
        changes.files[name] = FileRead(name, "", DOCUMENT)
        return
    changes.gone += held.gone(ended=True)
    if held.places.numbers:  # all at once: until then the old ones tell who came before whom
        changes.places.append(held.places)
    if held.stayed:
        changes.hashes[name] = reading.hashes[name]
    settled = changed_at(now) < time.time() - _RECENT
    changes.files[name] = FileRead(name, reading.hashes[name], DOCUMENT, stamp=now if settled else ())


def _documents(reading: Reading, name: str) -> Iterator[Document]:
    """The documents of a file, each with its place."""
    problems = reading.problems[name] = []
    read = read_documents(reading.case, reading.paths[name], problems, sha256=reading.hashes[name], table=parquet_rows)
    return (replace(document, ordinal=ordinal) for ordinal, document in enumerate(read))


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
