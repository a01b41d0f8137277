"""The reading part of a build: documents streamed from their files into the head, shared identities told apart."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from workbench.documents.case import Case
from workbench.documents.read import content_hash, read_documents, state, with_identity
from workbench.errors import Problem
from workbench.extraction.claims import Claim, Document, claims_of
from workbench.extraction.extract import find
from workbench.extraction.speakers import speaker_at, speakers
from workbench.quantity.accepted import accepted_set
from workbench.quantity.interval import Interval
from workbench.quantity.settings import Tolerances
from workbench.store.head import Head
from workbench.store.literals import fill
from workbench.store.parquet import parquet_rows

TWICE = "Told twice: "
_GIVE = "Give each its own url, or remove the copy"

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
Progress = Callable[[int, str], None]


@dataclass(slots=True)
class Reading:
    """What there is to read, and what came of it.

    Attributes:
        paths: The documents' files by name.
        states: The state of each when it was hashed.
        hashes: The hash of each; empty afterwards for one that kept changing, so that the next build reads it again.
        fresh: The ids of the documents that were read.
        problems: What could not be used, by file.
    """

    case: Case
    paths: dict[str, Path]
    states: dict[str, tuple[int, ...]]
    hashes: dict[str, str]
    tolerances: Tolerances
    fresh: list[str] = field(default_factory=list)
    problems: dict[str, list[Problem]] = field(default_factory=dict)


def read_into(head: Head, reading: Reading, names: Sequence[str], progress: Progress) -> list[Problem]:
    """Read the files named into the head, in place of what was read from them before.

    The documents go into the head one by one. Those that turn out to share an identity are few: their files are read
    once more, and all but the first are given ``IDENTITY#PATH``. Which is the first depends on the files present alone.

    Returns:
        What could not be used in these files.
    """
    _replace(head, reading, names, {}, progress)
    moved = [name for name in names if state(reading.paths[name]) != reading.states[name]]
    for name in moved:
        reading.states[name] = state(reading.paths[name])
        reading.hashes[name] = _hash(reading.paths[name])
    if moved:
        _replace(head, reading, _with_sharers(head, reading, moved), {}, progress)
    wanted, again, shared = _told_apart(head, reading.hashes)
    if again:
        _replace(head, reading, _with_sharers(head, reading, again), wanted, progress)
    for name in moved:
        if state(reading.paths[name]) != reading.states[name]:
            reading.hashes[name] = ""
            what, hint = "The file changed while it was read", "Build again when it is written to the end"
            reading.problems.setdefault(name, []).append(Problem(what, hint, name))
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


def _with_sharers(head: Head, reading: Reading, names: Sequence[str]) -> list[str]:
    """The files, and those whose documents share an id with theirs at this moment: they are replaced together."""
    shared = "SELECT document_id FROM documents WHERE path IN $names"
    query = fill(f"SELECT DISTINCT path FROM documents WHERE document_id IN ({shared})", names=list(names))  # noqa: S608
    found = {row[0] for row in head.connection.execute(query).fetchall()}
    return sorted(name for name in found | set(names) if name in reading.paths)


def _hash(path: Path) -> str:
    try:
        return content_hash(path)
    except OSError:
        return ""


def _replace(head: Head, reading: Reading, names: Sequence[str], wanted: Wanted, progress: Progress) -> None:
    found: set[str] = set()
    head.replace_documents(_documents(reading, names, wanted, found, progress))
    for name in set(names) - found:
        head.remove_file(name)


def _documents(
    reading: Reading, names: Sequence[str], wanted: Wanted, found: set[str], progress: Progress
) -> Iterator[tuple[Document, list[tuple[Claim, Interval | None]]]]:
    """The documents of the files with their claims, one by one."""
    for n, name in enumerate(names):
        progress(n, name)
        problems = reading.problems[name] = []
        read = read_documents(
            reading.case, reading.paths[name], problems, sha256=reading.hashes[name], table=parquet_rows
        )
        for ordinal, document in enumerate(read):
            own = document.identity
            identity = wanted.get((name, ordinal), own)
            told = replace(with_identity(document, identity), own_identity=own, ordinal=ordinal)
            found.add(name)
            reading.fresh.append(told.document_id)
            yield told, _claims(told, reading.tolerances)


def _claims(document: Document, tolerances: Tolerances) -> list[tuple[Claim, Interval | None]]:
    """The document's claims, each with whom the text names as its speaker and with the numbers its wording allows."""
    claims = claims_of(document, find(document.text, None, document.said_on))
    spans = speakers(document.text) if claims else []
    return [
        (replace(claim, speaker=speaker_at(spans, claim.quantity.start)), accepted_set(claim.quantity, tolerances))
        for claim in claims
    ]


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
