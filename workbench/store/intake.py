"""Documents on their way into the head, committed part by part, so that a build that is stopped goes on where it was.

The first step says which files are not read to their end, in one transaction with what the case is built from; ``meta``
then names no content, by which everybody knows that the build is not finished. Each commit changes the documents that
differ from what the head holds of their files, and adds their claims to those that have no candidates yet.
"""

from array import array
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, fields
from typing import Any, Self

from workbench.errors import Problem, WorkbenchError
from workbench.store import arrange, bulk, review_rows
from workbench.store.connect import rows, scalar
from workbench.store.groups import STIR
from workbench.store.head import Head
from workbench.store.lines import Lines
from workbench.store.literals import fill
from workbench.store.removal import remove_documents, remove_files
from workbench.store.schema import columns_of

DOCUMENT, SOURCE, CASE = "document", "source", "case"
# Bytes of rows that are put in at once: what a build that is stopped may have to read again.
COMMIT = 24 << 20
_BLOCK = 10_000
FETCHED = 500
# From so many new files on, the indexes are made again in the end.
MANY = 20
# Claims whose candidates are put in at once.
RANKED = 100_000
_READ = ("documents", "claims", "tellings", "inconsistencies")
_ID = {"value": "VARCHAR"}
# The places of the first and the last row of each part of the claims that wait.
_PARTS = f"""
SELECT min(place), max(place) FROM (
    SELECT rowid AS place, (row_number() OVER (ORDER BY rowid) - 1) // {_BLOCK} AS part
    FROM claims WHERE claim_id IN (SELECT claim_id FROM unranked)
) GROUP BY part ORDER BY part
"""  # noqa: S608


@dataclass(frozen=True, slots=True)
class FileRead:
    """How a file was read.

    Attributes:
        path: Relative to the case.
        sha256: Of what was read; empty where that is not sure, or where it is not read to its end.
        part: What it was read as.
        stamp: Its state then, by which it need not be hashed again; empty where it may have changed unseen.
    """

    path: str
    sha256: str
    part: str
    stamp: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Known:
    """A document as the head holds it; ``fingerprint`` is that of :func:`workbench.store.rows.fingerprint`."""

    document_id: str
    identity: str
    own_identity: str
    ordinal: int
    fingerprint: int


@dataclass(frozen=True, slots=True)
class Places:
    """Documents of a file with their new places in it: the numbers of their ids, as there can be millions."""

    path: str
    numbers: "array[int]" = field(default_factory=lambda: array("Q"))
    ordinals: "array[int]" = field(default_factory=lambda: array("Q"))


def number_of(document_id: str) -> int:
    """The number that an id tells; see :func:`workbench.extraction.claims.document_id`."""
    return int(document_id[1:], 16)


def id_of(number: int) -> str:
    """The id that tells a number."""
    return f"d{number:016x}"


@dataclass(slots=True)
class Changes:
    """What reading files changes beside the rows that it adds.

    Attributes:
        gone: Documents that are no more, or come anew: the id of each, with its file.
        places: Documents that stay, whose place in their file is another one now.
        hashes: The new hash of each file of which documents stay.
        files: How files were read to their end.
        problems: What is wrong in these.
    """

    gone: list[tuple[str, str]] = field(default_factory=list)
    places: list[Places] = field(default_factory=list)
    hashes: dict[str, str] = field(default_factory=dict)
    files: dict[str, FileRead] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def files_read(head: Head) -> dict[str, FileRead]:
    """All files of which something is in the head."""
    names = columns_of("files")
    return {row["path"]: FileRead(**{**row, "stamp": tuple(row["stamp"])}) for row in _rows(head, "files", names)}


def built_from(head: Head) -> str | None:
    """The hash of the files of the last build; None where it did not end."""
    content: str | None = scalar(head.connection, "SELECT content_hash FROM meta")
    return content


def held_files(head: Head) -> set[str]:
    """The files of which the head holds documents."""
    return {path for (path,) in head.connection.execute("SELECT DISTINCT path FROM documents").fetchall()}


def documents_of(head: Head, path: str) -> Iterator[Known]:
    """The documents of a file by their ids; nothing else may be asked of the head before the last is given."""
    names = ", ".join(each.name for each in fields(Known))
    query = fill(f"SELECT {names} FROM documents WHERE path = $path ORDER BY document_id", path=path)  # noqa: S608
    found = head.connection.execute(query)
    while batch := found.fetchmany(_BLOCK):
        yield from (Known(*row) for row in batch)


def begin(
    head: Head, gone: Sequence[str], unread: Sequence[str], problems: Iterable[Problem], case: FileRead | None = None
) -> list[str]:
    """Take out what files held that are no more, and say that a build is going on.

    Args:
        head: The head.
        gone: Files of documents and of sources; all that was read from them is taken out.
        unread: Files of documents that are to be read.
        problems: What is wrong in the files that stay.
        case: What the case is built from, where that has changed.

    Returns:
        The files to read: ``unread``, and those that lost a document because it had the id of one that is gone.
    """
    with head.transaction():
        if len(set(unread) - (files_read(head).keys() - set(gone))) > MANY:
            arrange.drop_indexes(head.connection)
        robbed = remove_files(head.connection, head.spools, gone)
        for row in rows(head.connection, "SELECT path, source_id FROM sources"):
            if row["path"] in gone:
                head.remove_source(row["source_id"])
        wanted = sorted({*unread, *robbed})
        marks = [FileRead(path, "", DOCUMENT) for path in wanted]
        put_files(head, marks if case is None else [*marks, case], gone=gone)
        review_rows.keep_problems(head.connection, head.spools, "build", problems)
        head.connection.execute("UPDATE meta SET content_hash = NULL")
    return wanted


def put_files(head: Head, files: Iterable[FileRead], gone: Iterable[str] = ()) -> None:
    """Note how files were read, and forget others."""
    told = [
        {name: getattr(file, name) for name in columns_of("files")} | {"stamp": list(file.stamp)} for file in files
    ]
    with head.transaction():
        with _values(head, [*gone, *(row["path"] for row in told)]) as paths:
            if paths.count:
                head.connection.execute(f"DELETE FROM files WHERE path IN (SELECT value FROM {paths.rows})")  # noqa: S608
        bulk.insert(head.connection, head.spools, "files", told)


def rank_all_again(head: Head) -> None:
    """Take out all candidates and comparisons; every claim waits for new ones."""
    with head.transaction():
        arrange.unlist(head.connection, "")
        for table in ("candidates", "comparisons", "slip_findings", "unranked"):
            head.connection.execute(f"DELETE FROM {table}")  # noqa: S608
        head.connection.execute("INSERT INTO unranked SELECT claim_id FROM claims")


def count_unranked(head: Head) -> int:
    """How many claims wait for candidates."""
    return int(scalar(head.connection, "SELECT count(*) FROM unranked"))


def unranked(head: Head, columns: str) -> Iterator[Sequence[tuple[Any, ...]]]:
    """The claims that wait for candidates, with their documents, some thousands at a time, through a cursor of its own.

    Where rows move meanwhile, as DuckDB may let them, some are left out: ask again until none is left.

    Args:
        head: The head, with nothing uncommitted; other statements may run meanwhile.
        columns: What to select from the claim ``c`` and its document ``d``.
    """
    # By the places of their rows a part of the claims needs a part of the tables; a join of all would hold all texts.
    for first, last in head.connection.execute(_PARTS).fetchall():
        claims = f"rowid BETWEEN {first} AND {last} AND claim_id IN (SELECT claim_id FROM unranked)"  # noqa: S608
        documents = f"SELECT document_id FROM claims WHERE {claims}"  # noqa: S608
        query = f"SELECT min(rowid), max(rowid) FROM documents WHERE document_id IN ({documents})"  # noqa: S608
        [(low, high)] = head.connection.execute(query).fetchall()
        if low is None:
            continue
        # First the claims by themselves: joined with their documents they would each hold a copy of the text.
        found = head.connection.cursor().execute(
            f"WITH c AS MATERIALIZED (SELECT * FROM claims WHERE {claims})"  # noqa: S608
            f" SELECT {columns} FROM c JOIN documents AS d ON d.document_id = c.document_id"
            f" WHERE d.rowid BETWEEN {low} AND {high}"
        )
        while batch := found.fetchmany(FETCHED):
            yield batch


def put_candidates(head: Head, found: Iterable[tuple[Sequence[str], Lines]]) -> None:
    """Put in the candidates of claims that wait for them, committed part by part.

    Args:
        head: The head.
        found: Ids of claims, and the rows of all their candidates.
    """
    found = iter(found)
    left = True
    while left:
        with bulk.spool(head.spools, "candidates") as candidates, bulk.spool(head.spools, "unranked") as claims:
            for claim_ids, lines in found:
                candidates.extend(lines)
                claims.extend(Lines.of({"claim_id": each} for each in claim_ids))
                if claims.count >= RANKED:
                    break
            else:
                left = False
            if claims.count:
                _put_candidates(head, candidates, claims)


def _put_candidates(head: Head, candidates: bulk.Spool, claims: bulk.Spool) -> None:
    with head.transaction():
        arrange.unlist(head.connection, claims.rows)
        candidates.insert_into(head.connection, "candidates")
        head.connection.execute(f"DELETE FROM unranked WHERE claim_id IN (SELECT claim_id FROM {claims.rows})")  # noqa: S608


class Intake:
    """Rows of documents and claims that are committed whenever there are enough of them.

    Attributes:
        robbed: Files that lost a document because it had the id of one that is gone; they have to be read again.
    """

    def __init__(self, head: Head) -> None:
        self._head = head
        self.robbed: set[str] = set()
        self._fresh()

    def _fresh(self) -> None:
        self._open = ExitStack()
        self._whole = True
        self._spools = [self._open.enter_context(bulk.spool(self._head.spools, name)) for name in _READ]
        self._changes = Changes()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *error: object) -> None:
        if kind is not None and issubclass(kind, (KeyboardInterrupt, WorkbenchError)) and self._whole:
            self.commit()
        self._open.close()

    def add(self, texts: Sequence[Lines], changes: Changes) -> None:
        """Add rows of documents, claims and tellings, with what else changes; commits where there is enough.

        Args:
            texts: The rows of each of these tables.
            changes: What goes with them.
        """
        self._whole = False
        for spooled, lines in zip(self._spools, texts, strict=True):
            spooled.extend(lines)
        told = self._changes
        told.gone += changes.gone
        told.places += changes.places
        told.hashes |= changes.hashes
        told.files |= changes.files
        told.problems += changes.problems
        self._whole = True
        if sum(spooled.size for spooled in self._spools) >= COMMIT:
            self.commit()

    def commit(self) -> None:
        """Put everything in, in one transaction."""
        head, told = self._head, self._changes
        with head.transaction():
            arrange.note_change(head.connection, claims=True)
            robbed = remove_documents(head.connection, head.spools, told.gone)
            for table, spooled in zip(_READ, self._spools, strict=True):
                spooled.insert_into(head.connection, table)
            _, claims, tellings, _ = self._spools
            if tellings.count:
                head.connection.execute(f"{STIR} {tellings.rows}")
            if claims.count:
                head.connection.execute(f"INSERT INTO unranked SELECT claim_id FROM {claims.rows}")  # noqa: S608
            _keep(head, told)
            put_files(head, (told.files | {path: FileRead(path, "", DOCUMENT) for path in robbed}).values())
            review_rows.add_problems(head.connection, head.spools, "build", told.problems)
        self.robbed |= robbed
        self._open.close()
        self._fresh()


def _keep(head: Head, told: Changes) -> None:
    """Documents that stay: their place in their file, and its hash."""
    columns = {"document_id": "VARCHAR", "path": "VARCHAR", "ordinal": "BIGINT"}
    with bulk.spool(head.spools, "places", columns) as places:
        for each in told.places:
            for number, ordinal in zip(each.numbers, each.ordinals, strict=True):
                places.add({"document_id": id_of(number), "path": each.path, "ordinal": ordinal})
        for table, path in (("documents", "path"), ("claim_list", "document")) if places.count else ():
            head.connection.execute(
                f"UPDATE {table} SET ordinal = p.ordinal FROM {places.rows} AS p"  # noqa: S608
                f" WHERE {table}.document_id = p.document_id AND {table}.{path} = p.path"
            )
    for path, sha256 in told.hashes.items():
        query = "UPDATE documents SET sha256 = $hash WHERE path = $path AND sha256 <> $hash"
        head.connection.execute(fill(query, path=path, hash=sha256))


def _rows(head: Head, table: str, names: Iterable[str]) -> list[dict[str, Any]]:
    return rows(head.connection, f"SELECT {', '.join(names)} FROM {table}")  # noqa: S608


@contextmanager
def _values(head: Head, values: Iterable[str]) -> Iterator[bulk.Spool]:
    with bulk.spool(head.spools, "values", _ID) as spooled:
        for value in values:
            spooled.add({"value": value})
        yield spooled
