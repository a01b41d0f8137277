"""The private head, open only under the case's lock, and the copy of it that a build works in without that lock."""

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from workbench import __version__
from workbench.errors import EXIT_BUSY, Problem, WorkbenchError
from workbench.extraction.claims import Claim, Document
from workbench.quantity.interval import Interval
from workbench.quantity.money import Rate
from workbench.quantity.settings import Tolerances
from workbench.references.model import Candidate, Observation, Source
from workbench.references.vintages import standings
from workbench.reviews.assignment import Assignment
from workbench.reviews.events import Event
from workbench.store import amend, arrange, bulk, compare, review_rows
from workbench.store import rows as convert
from workbench.store.aside import aside_name, move_aside, not_used, put_aside
from workbench.store.assignments import assign
from workbench.store.compare import Compared
from workbench.store.connect import Connection, bound, connect, database_error, is_full, is_lock_conflict, rows, scalar
from workbench.store.decisions import decide_again
from workbench.store.folder import (
    PRIVATE,
    build_lock,
    case_lock,
    copy_synced,
    failed,
    fsync_folder,
    is_building,
    private_folder,
    private_subfolder,
    remove,
)
from workbench.store.groups import STIR
from workbench.store.literals import array, fill, literal
from workbench.store.reattach import LINKED, LINKS_WAIT
from workbench.store.removal import remove_files
from workbench.store.rows import ComparisonRow
from workbench.store.schema import SCHEMA_VERSION, create_tables
from workbench.store.slip_findings import find_slips
from workbench.store.stamp import BUILDING, HEAD, distrust, stamp_path, why_not_ours, write_stamp
from workbench.store.views import create_views

NAME = HEAD
_SHOWN = f"{PRIVATE}/{NAME}"

DocumentClaims = tuple[Document, Sequence[tuple[Claim, Interval | None]]]


class Head:
    """The open head. Every method is one transaction, or part of the one that :meth:`transaction` began.

    Attributes:
        connection: For queries that have no method here.
        notices: What had to be done to open it, for the person.
    """

    def __init__(self, root: Path, connection: Connection, notices: list[Problem], spools: Path) -> None:
        self.root = root
        self.connection = connection
        self.notices = notices
        self.spools = spools
        self._depth = 0

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Commit all changes of the block together, or none where it raises; blocks may be nested."""
        if self._depth == 0:
            self.connection.execute("BEGIN")
        self._depth += 1
        try:
            yield
        except BaseException:
            self._depth -= 1
            if self._depth == 0:
                with suppress(duckdb.Error):
                    self.connection.execute("ROLLBACK")
            raise
        self._depth -= 1
        if self._depth == 0:
            self.connection.execute("COMMIT")

    def replace_documents(self, documents: Iterable[DocumentClaims]) -> int:
        """Put in documents with their claims, in place of all that was read from the same files.

        Args:
            documents: Each document with its claims and, for each claim, the numbers that its wording allows.

        Returns:
            How many claims were put in.
        """
        paths: set[str] = set()
        with (
            bulk.spool(self.spools, "documents") as texts,
            bulk.spool(self.spools, "claims") as claims,
            bulk.spool(self.spools, "tellings") as tellings,
        ):
            for document, found in documents:
                paths.add(document.path)
                texts.add(convert.document_row(document))
                for claim, accepted in found:
                    claims.add(convert.claim_row(claim, accepted))
                    telling = convert.telling_row(claim)
                    if telling is not None:
                        tellings.add(telling)
            with self.transaction():
                arrange.note_change(self.connection, claims=True)
                self._remove_documents(paths)
                texts.insert_into(self.connection, "documents")
                claims.insert_into(self.connection, "claims")
                tellings.insert_into(self.connection, "tellings")
                if tellings.count:
                    self.connection.execute(f"{STIR} {tellings.rows}")
            return claims.count

    def remove_file(self, path: str) -> None:
        """Take out a document file or a source file with all that was read from it."""
        with self.transaction():
            self._remove_documents([path])
            for row in rows(self.connection, fill("SELECT source_id FROM sources WHERE path = $path", path=path)):
                self.remove_source(row["source_id"])
            self.connection.execute(fill("DELETE FROM files WHERE path = $path", path=path))

    def replace_source(self, source: Source, observations: Iterable[Observation]) -> None:
        """Put in a source with its observations, in place of what it held.

        Those that wait for their figure go to ``formulas``; :meth:`replace_derived` puts them in when they have one.
        """
        with self.transaction():
            self.remove_source(source.source_id)
            bulk.insert(self.connection, self.spools, "sources", [convert.source_row(source)])
            members = list(observations)
            waiting = [convert.formula_row(each) for each in members if each.waits]
            bulk.insert(self.connection, self.spools, "formulas", waiting)
            self._insert_observations([each for each in members if not each.waits])

    def replace_derived(self, solved: Iterable[Observation], failed: Mapping[str, str]) -> None:
        """Put in the figures of all observations that follow from others, and why the others have none, by id."""
        with self.transaction():
            waiting = {row["observation_id"] for row in rows(self.connection, "SELECT observation_id FROM formulas")}
            fresh = {each.observation_id: each for each in solved}
            stated = [each for each in self.observations() if each.observation_id not in waiting]
            for source_id in {name.partition("/")[0] for name in waiting}:
                members = [each for each in (*stated, *fresh.values()) if each.source_id == source_id]
                self.connection.execute(fill("DELETE FROM observations WHERE source_id = $source", source=source_id))
                self._insert_observations(sorted(members, key=lambda each: each.line))
            self.connection.execute("UPDATE formulas SET problem = NULL")
            for name, why in failed.items():
                query = "UPDATE formulas SET problem = $why WHERE observation_id = $name"
                self.connection.execute(fill(query, why=why, name=name))

    def _insert_observations(self, members: list[Observation]) -> None:
        standing = standings(members)
        told = (convert.observation_row(each, standing[each.observation_id]) for each in members)
        bulk.insert(self.connection, self.spools, "observations", told)

    def replace_candidates(self, candidates: Iterable[Candidate], claim_ids: Iterable[str] | None = None) -> None:
        """Put in candidates, in place of all those of the claims named, or of every claim where none are named."""
        with self.transaction():
            self._clear("candidates", claim_ids)
            bulk.insert(self.connection, self.spools, "candidates", map(convert.candidate_row, candidates))

    def replace_comparisons(self, found: Iterable[ComparisonRow], claim_ids: Iterable[str] | None = None) -> None:
        """Put in comparisons, in place of all those of the claims named, or of every claim where none are named."""
        with self.transaction():
            self._clear("comparisons", claim_ids)
            bulk.insert(self.connection, self.spools, "comparisons", map(convert.comparison_row, found))

    def compare_wanted(self, tolerances: Tolerances, rates: Sequence[Rate]) -> Compared:
        """Compare all pairs, of candidates and of what reviewers linked, that have no comparison yet."""
        with self.transaction():
            arrange.regroup(self.connection, self.spools)
            compared = compare.compare_wanted(self.connection, self.spools, tolerances, rates)
            if compared.pairs:
                arrange.unlist(self.connection, "candidates" if compared.every else "temp.compared")
            return compared

    def links_wait(self) -> bool:
        """Whether anything that reviewers linked was not compared yet, for any telling that it counts for."""
        with self.transaction():
            arrange.regroup(self.connection, self.spools)
            return bool(scalar(self.connection, LINKED) and scalar(self.connection, LINKS_WAIT))

    def find_slips(self, tolerances: Tolerances, rates: Sequence[Rate]) -> None:
        """Look for slips of unit and scale in the pairs that were compared last, in the same transaction."""
        with self.transaction():
            find_slips(self.connection, self.spools, tolerances, rates)

    def clear_comparisons(self, claim_ids: Iterable[str] | None = None) -> None:
        """Take out the comparisons of the claims named, or of every claim where none are named."""
        with self.transaction():
            self._clear("comparisons", claim_ids)

    def documents(self) -> list[Document]:
        """All documents by path, with their texts."""
        return [convert.document_of(row) for row in rows(self.connection, "FROM documents ORDER BY path, document_id")]

    def claims(self, document_ids: Iterable[str] | None = None) -> list[Claim]:
        """The claims of the documents named, or of all, in the order of the texts."""
        wanted = "" if document_ids is None else f"WHERE document_id IN {literal(document_ids)}"
        query = f'FROM claims {wanted} ORDER BY document_id, start, "end", claim_id'
        return [convert.claim_of(row) for row in rows(self.connection, query)]

    def claims_by_id(self, claim_ids: Iterable[str]) -> list[Claim]:
        """The claims of these ids that there are, by id."""
        query = fill("FROM claims WHERE claim_id IN $ids ORDER BY claim_id", ids=claim_ids)
        return [convert.claim_of(row) for row in rows(self.connection, query)]

    def sources(self) -> list[Source]:
        """All sources by id."""
        return [convert.source_of(row) for row in rows(self.connection, "FROM sources ORDER BY source_id")]

    def observations(self) -> list[Observation]:
        """All observations by id."""
        return [
            convert.observation_of(row) for row in rows(self.connection, "FROM observations ORDER BY observation_id")
        ]

    def waiting(self) -> list[Observation]:
        """All observations that follow from others, by id, without their figures."""
        return [convert.observation_of(row) for row in rows(self.connection, "FROM formulas ORDER BY observation_id")]

    def events(self) -> list[Event]:
        """All review events by id, each with the claim that it belongs to now."""
        return [convert.event_of(row) for row in rows(self.connection, "FROM review_events ORDER BY event_id")]

    def sync_reviews(self) -> list[Problem]:
        """Read what is new in ``reviews/`` and attach it; returns all that is wrong there now."""
        with self.transaction():
            fresh, problems = review_rows.sync(self.root, self.connection, self.spools)
            if fresh is None or fresh:
                amended = amend.amend(self.connection, self.spools, claims_changed=False, fresh=fresh)
                if amended or fresh is None or not decide_again(self.connection, fresh):
                    arrange.note_change(self.connection, reviews_only=True)
        return problems

    def reattach(self) -> None:
        """Find the claim of every event again, and amend the claims; to be called after the claims have changed."""
        with self.transaction():
            amend.amend(self.connection, self.spools, claims_changed=True)
            arrange.note_change(self.connection, reviews_only=True)

    def keep_basis(self, tolerances: Tolerances, rates: Iterable[Rate]) -> None:
        """Keep what claims are compared with; to be called before the claims of a build are amended."""
        with self.transaction():
            amend.keep_basis(self.connection, self.spools, tolerances, rates)

    def set_problems(self, problems: Iterable[Problem]) -> None:
        """Keep what was wrong in the last build."""
        with self.transaction():
            review_rows.keep_problems(self.connection, self.spools, "build", problems)

    def problems(self) -> list[Problem]:
        """What was wrong in the last build and is wrong in the review files."""
        query = "SELECT message, hint, file, line FROM problems ORDER BY file, line, message"
        return [Problem(**row) for row in rows(self.connection, query)]

    def set_meta(  # noqa: PLR0913 -- the columns of one row
        self,
        *,
        title: str,
        settings_hash: str,
        content_hash: str,
        scale: str = "default",
        review_mode: str = "open",
        reviewers: Sequence[str] = (),
    ) -> None:
        """Describe the case, and note the time."""
        described = fill(
            "UPDATE meta SET title = $title, settings_hash = $settings, content_hash = $content, scale = $scale,"
            " review_mode = $mode, reviewers = ",
            title=title,
            settings=settings_hash,
            content=content_hash,
            scale=scale,
            mode=review_mode,
        )
        with self.transaction():
            self.connection.execute(described + array(reviewers))
            arrange.note_change(self.connection, reviews_only=True)
            self.touch()

    def assign(self, assignment: Assignment, reviewers: Sequence[str]) -> None:
        """Divide the claims among the reviewers, in place of how they were divided before."""
        with self.transaction():
            assign(self.connection, assignment, reviewers)

    def touch(self) -> None:
        """Note that the newest rows were written now."""
        self.connection.execute(
            fill(
                "UPDATE meta SET built_at = $now::TIMESTAMP, workbench_version = $ours, duckdb_version = $duckdb",
                now=datetime.now(UTC).replace(tzinfo=None).isoformat(" "),
                ours=__version__,
                duckdb=duckdb.__version__,
            )
        )

    def _clear(self, table: str, claim_ids: Iterable[str] | None) -> None:
        arrange.note_change(self.connection)
        named = None if claim_ids is None else list(claim_ids)
        for each in (table, "slip_findings", "claim_list") if table == "comparisons" else (table, "claim_list"):
            if named is None:
                self.connection.execute(f"DELETE FROM {each}")  # noqa: S608
            else:
                bulk.delete(self.connection, self.spools, each, "claim_id", named)

    def _remove_documents(self, paths: Iterable[str]) -> None:
        remove_files(self.connection, self.spools, paths)

    def remove_source(self, source_id: str) -> None:
        """Take out a source with its observations, and what was compared with them."""
        arrange.unlist(self.connection, "")
        observations = "SELECT observation_id FROM observations WHERE source_id = $source"
        for table in ("candidates", "comparisons", "slip_findings", "observations"):
            query = f"DELETE FROM {table} WHERE observation_id IN ({observations})"  # noqa: S608
            self.connection.execute(fill(query, source=source_id))
        for table in ("formulas", "sources"):
            self.connection.execute(fill(f"DELETE FROM {table} WHERE source_id = $source", source=source_id))  # noqa: S608


@contextmanager
def open_head(root: Path) -> Iterator[Head]:
    """The head of a case under its lock, made where it is missing, foreign, damaged or of another version.

    Raises:
        WorkbenchError: The case is busy (code 3), or cannot be written to, or the database failed.
    """
    with case_lock(root), open_locked_head(root) as head:
        yield head


def open_locked_head(root: Path) -> AbstractContextManager[Head]:
    """The head, for a caller that holds the case's lock already.

    Raises:
        WorkbenchError: There is none to be used, and somebody is building one (code 3).
    """
    folder = private_folder(root)
    _let_stamp_follow(folder / NAME, folder / BUILDING)
    if not is_usable(root) and is_building(root):
        what = "another process reads the case's files, and there is nothing to show before it has ended"
        raise WorkbenchError(what, "wait for it to end, then try again", file=_SHOWN, code=EXIT_BUSY)
    return _opened(root, NAME, "tmp", "spill", [])


def is_usable(root: Path) -> bool:
    """Whether there is a head that this user and version built."""
    path = private_folder(root) / NAME
    return os.path.lexists(path) and why_not_ours(path) is None


@contextmanager
def open_building(root: Path, patience: float, *, frugal: bool = True) -> Iterator[Head]:
    """A copy of the head to build in, which takes the head's place when the block has ended.

    Others go on with the head meanwhile. A build that is stopped leaves its copy behind, which the next one goes on
    with: it is a head of its own, only older in what was reviewed, and that is read from the files.

    Args:
        root: The case.
        patience: How many seconds to wait for another build to end.
        frugal: Whether DuckDB gets a quarter of its memory, which nearly always is enough.

    Raises:
        NoMemoryError: DuckDB needs more; what was committed is kept.
        WorkbenchError: Somebody else is building for longer than ``patience`` seconds (code 3), or the copy cannot be
            made, or the database failed.
    """
    with build_lock(root, patience):
        head, fresh = private_folder(root) / NAME, private_folder(root) / BUILDING
        aside = aside_name()
        with case_lock(root):
            _let_stamp_follow(head, fresh)
            reason = why_not_ours(head) if os.path.lexists(head) else None
            _copy_to_build_in(head, fresh)
        notices = [] if reason is None else [not_used(reason, aside)]
        with _opened(root, BUILDING, "build-tmp", "build-spill", notices, frugal=frugal) as building:
            yield building
        with case_lock(root):
            if os.path.lexists(head) and why_not_ours(head) is not None:
                put_aside(head, aside)
            head.with_name(head.name + ".wal").unlink(missing_ok=True)
            fresh.replace(head)
            _let_stamp_follow(head, fresh)
            fsync_folder(head.parent)


def _let_stamp_follow(head: Path, fresh: Path) -> None:
    """Give the head the stamp of the copy that took its place, also where a kill came between the two."""
    if not os.path.lexists(fresh) and os.path.lexists(stamp_path(fresh)):
        stamp_path(fresh).replace(stamp_path(head))


def _copy_to_build_in(head: Path, fresh: Path) -> None:
    """Copy a closed head, unless what a stopped build left behind, or nothing of worth, is there to begin with."""
    if os.path.lexists(fresh) and why_not_ours(fresh) is None and _can_be_opened(fresh):
        return
    for left in (stamp_path(fresh), fresh, fresh.with_name(fresh.name + ".wal")):
        remove(left)
    unfinished = os.path.lexists(head.with_name(head.name + ".wal"))
    if unfinished or not os.path.lexists(head) or why_not_ours(head) is not None:
        return
    try:
        copy_synced(head, fresh)
    except OSError as error:
        remove(fresh)
        raise failed("there is no copy of the database to build in", error, _SHOWN) from None
    write_stamp(fresh)


def _can_be_opened(path: Path) -> bool:
    try:
        connect(path).close()
    except duckdb.Error:
        return False
    return True


@contextmanager
def _opened(  # noqa: PLR0913 - which database, where its temporary files lie, and what was told of it
    root: Path, name: str, spools: str, spill: str, notices: list[Problem], *, frugal: bool = False
) -> Iterator[Head]:
    path, shown = private_folder(root) / name, f"{PRIVATE}/{name}"
    try:
        connection = _open(path, notices)
        try:
            for folder in (spools, spill):
                for leftover in private_subfolder(root, folder).iterdir():
                    remove(leftover)
            bound(connection, private_subfolder(root, spill), frugal=frugal)
            yield Head(root, connection, notices, private_subfolder(root, spools))
            arrange.arrange(connection, private_subfolder(root, spools))
            connection.execute("CHECKPOINT")
        finally:
            connection.close()
    except duckdb.Error as error:
        distrust(root, error, name)
        raise database_error(error, shown) from None
    except OSError as error:
        raise failed("the database could not be written", error, shown) from None
    except RuntimeError as error:
        if "Query interrupted" in str(error):  # what DuckDB makes of Ctrl-C
            raise KeyboardInterrupt from None
        raise


def _open(path: Path, notices: list[Problem]) -> Connection:
    if os.path.lexists(path):
        reason = why_not_ours(path)
        if reason is None:
            try:
                connection = connect(path)
                if scalar(connection, "SELECT schema_version FROM meta") == SCHEMA_VERSION:
                    return connection
                connection.close()
                reason = "its tables are of another version of the program"
            except duckdb.Error as error:
                if is_lock_conflict(error) or is_full(error):
                    raise
                reason = "it is damaged"
        move_aside(path, reason, notices)
    _create(path)
    return connect(path)


def _create(path: Path) -> None:
    path.with_name(path.name + ".wal").unlink(missing_ok=True)
    connection = connect(path)
    try:
        connection.execute("BEGIN")
        for statement in (*create_tables(), *create_views()):
            connection.execute(statement)
        connection.execute("COMMIT")
    finally:
        connection.close()
    write_stamp(path)
