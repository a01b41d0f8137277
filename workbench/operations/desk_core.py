"""What the reviewer's desk stands on: an opened case that follows the files, and what is saved."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from workbench.documents.case import Case
from workbench.documents.settings import Settings, read_settings
from workbench.documents.sources import read_rates
from workbench.errors import EXIT_BUSY, Problem, WorkbenchError
from workbench.operations import desk_list, desk_opening, remember
from workbench.operations.build import BuildReport, build
from workbench.operations.decide import event_for
from workbench.operations.desk_model import Changes, Saved
from workbench.operations.desk_opening import Opening
from workbench.operations.desk_state import ReviewMemory
from workbench.reviews.events import Event
from workbench.store.folder import case_lock, private_folder
from workbench.store.head import NAME, open_locked_head
from workbench.store.publish import Publisher
from workbench.store.record import CONTENT, problems_of, record_of_now
from workbench.store.review_log import ReviewWriter
from workbench.store.review_tail import START, Position, changed, read_from, review_files
from workbench.store.snapshot import Snapshot, open_snapshot
from workbench.store.told_again import groups_of


class DeskCore:
    """An opened case that stays up to date, and the reviewer's own file. Every method may be called from any thread."""

    def __init__(self, root: Path, reviewer: str) -> None:
        self.root = root
        self.reviewer = reviewer
        self._writer = ReviewWriter(root, reviewer, known=())  # it is told of all that is read below
        self._publisher = Publisher(root)
        self._guard = threading.Condition()
        self._saving = threading.Lock()
        self._counting = threading.Lock()
        self._positions: dict[str, Position] = {}
        self._events: dict[str, Event] = {}
        self._review_problems: dict[str, list[Problem]] = {}
        self._head_file: tuple[int, int, int] | None = None
        self._amended = threading.Event()
        self._refreshing = threading.Lock()
        self._failed_until = 0.0
        self._read_reviews()
        self._opening = self._open(1)

    # -- what changes meanwhile ---------------------------------------------------------------------------------

    def poll(self) -> Changes:
        """Take in what others saved, and save again what has gone missing of one's own.

        Raises:
            WorkbenchError: What had gone missing could not be saved again.
        """
        missing = self._writer.check()
        if not changed(self.root, self._positions):
            return Changes(saved_again=len(missing))
        with self._saving, self._reading() as opening:
            gone, fresh = self._read_reviews()
            if gone:
                self._amended.set()
                before = opening.memory.touched
                opening.memory = self._remember(opening.settings, opening.attached, opening.stale, opening.snapshot)
                return Changes(frozenset(before) | frozenset(opening.memory.touched), (), len(missing))
            new = opening.memory.add(fresh).values()
            if any(opening.memory.amends(event) for event in new):
                self._amended.set()
            others = [event for event in new if event.reviewer != self.reviewer]
            claims = frozenset(opening.memory.claims_of(new))
            return Changes(claims, tuple(sorted({event.reviewer for event in others})), len(missing))

    def keep_published(self, tell: Callable[[list[Problem]], object], fail: Callable[[WorkbenchError], object]) -> None:
        """Keep ``workbench.duckdb`` up to date in a thread of its own, until :meth:`close` or :meth:`rest`.

        Args:
            tell: Called in that thread with the problems of the review files, after a publication that met any.
            fail: Called in that thread where the file cannot be written; what was decided is saved all the same.
        """
        self._publisher.keep_at_it(tell, fail)

    def rest(self) -> None:
        """Publish no more by itself."""
        self._publisher.rest()

    def build(self, progress: Callable[[int, int, str], None] | None = None) -> BuildReport:
        """Read what changed in the case's files; :meth:`refresh` then shows it.

        Raises:
            WorkbenchError: The case is busy or cannot be written to.
        """
        return build(self.root, progress)

    def refresh(self) -> bool:
        """Open the case again where somebody has built it anew, or added or corrected a claim.

        Returns:
            Whether it was opened again. Lists must then be made again.

        Raises:
            WorkbenchError: The case cannot be read.
        """
        with self._refreshing:
            head_file = _file_mark(private_folder(self.root) / NAME)
            amended = self._amended.is_set() and time.monotonic() >= self._failed_until
            if head_file is not None and head_file == self._head_file and not amended:
                return False
            try:
                anew = self._is_built_anew() or amended
            except WorkbenchError as error:
                if error.code == EXIT_BUSY:
                    return False
                raise
            self._head_file = head_file
            if anew:
                self._open_again()
            return anew

    def _open_again(self) -> None:
        """Take what was published where only that is new: to bring the reviews in keeps others from publishing."""
        amended = self._amended.is_set()
        if amended:  # what is amended from here on is for the next time
            self._amended.clear()
        try:
            fresh = self._open(self._opening.number + 1, as_published=not amended)
        except BaseException:
            self._amended.set()
            self._failed_until = time.monotonic() + _AFTER_A_FAULT
            raise
        with self._saving:
            if not amended and self._is_behind(fresh):
                self._amended.set()
            with self._guard:
                fresh.memory.add(self._events.values(), fresh.attached)
                old, self._opening = self._opening, fresh
                old.retired = True
                unused = old.users == 0
        if unused:
            _let_go(old.snapshot)

    def _is_behind(self, fresh: Opening) -> bool:
        """Whether an event that was not read into the opening is about something that the build has changed.

        Where its claim is now, and whether it is stale, is then known only when it has been read.
        """
        old, read = self._opening, {row["event_id"] for row in fresh.snapshot.rows(_EVENTS)}
        claims = sorted({event.claim for event in self._events.values() if event.id not in read and event.claim})
        if not claims:
            return False
        if fresh.settings != old.settings or fresh.snapshot.rows(_FIGURES) != old.snapshot.rows(_FIGURES):
            return True
        return desk_list.rows(fresh.snapshot, claims, ()) != desk_list.rows(old.snapshot, claims, ())

    def close(self) -> list[Problem]:
        """Save again what went missing, publish what is left, and let go of the case; returns what failed."""
        problems = []
        for last in (self._writer.check, self._publisher.close):
            try:
                last()
            except WorkbenchError as error:
                problems.append(error.problem)
        with self._guard:
            unused = self._guard.wait_for(lambda: self._opening.users == 0, _ANSWER)
        if unused:
            _let_go(self._opening.snapshot)
        return problems

    # -- inside -------------------------------------------------------------------------------------------------

    def _is_built_anew(self) -> bool:
        """Whether more than decisions has come; the head is opened only where its last publication does not tell.

        A case whose first reading was stopped is as it was: it is read on when somebody asks for it.
        """
        told, opening = record_of_now(self.root), self._opening
        if told is not None and told.content is not None and told.content != opening.content:
            return True
        if told is not None and (told.content, told.problems) == (opening.content, problems_of(opening.problems)):
            return False
        content, problems = _built(self.root)
        if content is None:
            self.build()
            content, problems = _built(self.root)
        if content == opening.content:
            opening.problems = problems
        return content != opening.content

    @contextmanager
    def _reading(self) -> Iterator[Opening]:
        """The present opening, which stays open until the block ends even where another one takes its place."""
        with self._guard:
            opening = self._opening
            opening.users += 1
        try:
            yield opening
        finally:
            with self._guard:
                opening.users -= 1
                self._guard.notify_all()
                unused = opening.retired and opening.users == 0
            if unused:
                _let_go(opening.snapshot)

    def _open(self, number: int, *, as_published: bool = False) -> Opening:
        snapshot = open_snapshot(self.root, as_published=as_published)
        try:
            return self._opened(number, snapshot)
        except BaseException:
            _let_go(snapshot)
            raise

    def _opened(self, number: int, snapshot: Snapshot) -> Opening:
        settings, _ = read_settings(Case(self.root))
        rates, _ = read_rates(Case(self.root))
        content = snapshot.rows(CONTENT)[0]["content"]
        attached = remember.attached(snapshot)
        stale = {row["event_id"]: row["stale_because"] for row in snapshot.rows(_STALE)}
        problems = [Problem(**row) for row in snapshot.rows("SELECT message, hint, file, line FROM problems")]
        memory = self._remember(settings, attached, stale, snapshot)
        total = desk_list.size(snapshot)
        amended = {row["claim_id"]: row["amending_event"] for row in snapshot.rows(_AMENDED)}
        return Opening(number, snapshot, settings, rates, memory, attached, stale, content, total, problems, amended)

    def _remember(
        self, settings: Settings, attached: dict[str, str | None], stale: dict[str, str], snapshot: Snapshot
    ) -> ReviewMemory:
        memory = ReviewMemory(
            self.reviewer, blind=settings.mode == "blind", reviewers=settings.reviewers, stale=stale,
            groups=lambda claims: groups_of(snapshot, claims),
        )  # fmt: skip
        memory.add(list(self._events.values()), attached)
        return memory

    def _read_reviews(self) -> tuple[bool, list[Event]]:
        """Read what is new in the review files; also says whether something that was read before has gone."""
        files, problems = review_files(self.root)
        self._review_problems = {name: told for name, told in self._review_problems.items() if name}
        self._review_problems[""] = problems
        names = {path.name for path in files}
        gone = bool(self._positions.keys() - names)
        fresh: list[Event] = []
        tails = {path.name: read_from(path, self._positions.get(path.name, START)) for path in files}
        if gone or any(tail.restarted for tail in tails.values()):
            gone = True
            tails = {path.name: read_from(path, START) for path in files}
            self._events, self._review_problems = {}, {"": problems}
        for name, tail in tails.items():
            self._positions[name] = tail.position
            self._review_problems[name] = [*self._review_problems.get(name, ()), *tail.problems]
            fresh += tail.events
        self._positions = {name: position for name, position in self._positions.items() if name in names}
        for event in fresh:
            self._events.setdefault(event.id, event)
        self._writer.saw(fresh)
        return gone, fresh

    def _act(  # noqa: PLR0913 - the fields of an event
        self, claim_id: str, action: str, *, verdict: str | None = None, reasons: tuple[str, ...] = (),
        note: str | None = None, evidence: tuple[str, ...] = (), observation: str | None = None, alone: bool = False,
    ) -> Saved:  # fmt: skip
        with self._saving, self._reading() as opening:
            detail = desk_opening.detail(opening, claim_id)
            event = event_for(
                detail, opening.settings, self.reviewer, action, event_id=self._writer.next_id(), verdict=verdict,
                reasons=reasons, note=note, evidence=evidence, observation=observation, alone=alone,
            )  # fmt: skip
            return self._save(opening, event, None)

    def _save(self, opening: Opening, event: Event, about: Event | None) -> Saved:
        self._writer.append(event)
        self._events[event.id] = event
        opening.memory.add([event])
        if opening.memory.amends(event):
            self._amended.set()
        self._publisher.poke()
        return Saved(event, about, opening.memory.claim_of(event))


# Seconds that an answer nobody waits for any more may take before the case is left open instead of closed.
_ANSWER = 5.0
_AFTER_A_FAULT = 15.0  # seconds until it is tried again to open what could not be opened
_EVENTS = "SELECT event_id FROM review_events"
_FIGURES = "SELECT count(*) AS figures, bit_xor(hash(o)) AS hash FROM observations AS o"
_AMENDED = """
SELECT c.claim_id, c.amending_event FROM claims AS c JOIN review_events AS e ON e.event_id = c.amending_event
WHERE e.action = 'correct_claim'
"""
_STALE = "SELECT event_id, stale_because FROM current_verdicts WHERE stale"


def _let_go(snapshot: Snapshot) -> None:
    """Close a snapshot; its folder may be deleted at any time, as .workbench/ may."""
    with suppress(OSError):
        snapshot.close()


def _built(root: Path) -> tuple[str | None, list[Problem]]:
    """What the head was built from, None where it never was, and the problems of its last build."""
    with case_lock(root, seconds=0), open_locked_head(root) as head:
        return head.connection.execute(CONTENT).fetchall()[0][0], head.problems()


def _file_mark(path: Path) -> tuple[int, int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return (found.st_ino, found.st_size, found.st_mtime_ns)
