"""What the review screen works at: the claims of a case, what was decided so far, and the reviewer's own decisions."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from workbench.documents.settings import KeySetting
from workbench.errors import EXIT_USAGE, Problem, WorkbenchError
from workbench.extraction.claims import Document
from workbench.extraction.pointing import Span
from workbench.operations import desk_copy, desk_list, desk_mend, desk_opening, desk_panels, desk_second
from workbench.operations.agree import votes_of
from workbench.operations.amend import addition, correction, new_claim, new_quantity
from workbench.operations.decide import again, check_adjudicable, retract
from workbench.operations.deeper import Deeper
from workbench.operations.desk_core import DeskCore
from workbench.operations.desk_filter import ME, choose
from workbench.operations.desk_mend import Passage, Preview
from workbench.operations.desk_model import Beside, Line, Listed, Progress, Saved, Shown
from workbench.operations.desk_panels import Past, Series, Similar, Told
from workbench.operations.desk_progress import Overview, Share, overview
from workbench.operations.desk_second import Ballots, Made
from workbench.operations.look import findings_of
from workbench.operations.sources.derive import save as save_derived
from workbench.quantity.comparison import compare
from workbench.quantity.explain import why
from workbench.reviews.agreement import Agreement, agreement
from workbench.reviews.scale import SCALES, Scale
from workbench.reviews.state import redo_target, undo_target
from workbench.store.queries import Filter, Order


class Desk(DeskCore):
    """The reviewer's place at a case. Every method may be called from any thread and may wait for the disk."""

    # -- what is there ------------------------------------------------------------------------------------------

    @property
    def title(self) -> str:
        """The case's title, else its folder's name."""
        return self._opening.settings.title or self.root.resolve().name

    @property
    def scale(self) -> Scale:
        """The verdicts to choose from."""
        return SCALES[self._opening.settings.scale]

    @property
    def problems(self) -> list[Problem]:
        """What the last build and the review files could not use."""
        found = [*self._opening.problems, *(p for told in self._review_problems.values() for p in told)]
        return sorted(dict.fromkeys(found), key=lambda p: (p.file or "", p.line or 0, p.message))

    def progress(self) -> Progress:
        """How far this reviewer is."""
        with self._counting:
            opening = self._opening
            told = opening.memory.tally()
            return Progress(opening.total - told.dismissed, told.done, told.skipped, told.stale)

    def names(self) -> dict[str, list[str]]:
        """The names that a filter can ask for, by its key: speakers, files, reviewers."""
        with self._reading() as opening:
            found = desk_list.names(opening.snapshot)
            reviewers = sorted({event.reviewer for event in self._events.values()})
            assigned = [ME, *opening.settings.reviewers]
            return found | {"reviewer": reviewers, "assigned": assigned}

    @property
    def key_settings(self) -> tuple[KeySetting, ...]:
        """The keys that the case sets for the screen."""
        return self._opening.settings.keys

    def place(self, claim_id: str) -> tuple[Path, int]:
        """The claim's file and its line there.

        Raises:
            WorkbenchError: It has no file, or the file cannot be read.
        """
        return desk_copy.place(self.root, self.detail(claim_id))

    def copy(self, claim_id: str) -> tuple[str, str]:
        """The claim as plain text, and the file in the case that it was put into.

        Raises:
            WorkbenchError: It could not be written.
        """
        text = desk_copy.told(self.detail(claim_id))
        return text, desk_copy.keep(self.root, text)

    def overview(self) -> Overview:
        """How far the review is, by kind, speaker, verdict and reviewer."""
        with self._reading() as opening:
            found, mine = overview(opening), desk_second.share(opening)
            return found if mine is None else replace(found, mine=mine, left=mine.total - mine.done)

    def list_claims(self, chosen: Filter, order: Order) -> Listed:
        """Make the list of the claims that a filter lets through as they are now; it stays as it is."""
        if chosen.assigned == ME:
            chosen = replace(chosen, assigned=self.reviewer)
        with self._reading() as opening:
            choice = choose(chosen, order, opening.memory)
            return Listed(desk_list.make(opening.snapshot, choice), opening.number)

    def drop(self, listed: Listed) -> None:
        """Forget a list that another one has taken the place of."""
        with self._reading() as opening:
            if listed.opening == opening.number:
                desk_list.drop(opening.snapshot, listed.place)

    def page(self, listed: Listed, offset: int, limit: int) -> list[Line]:
        """The claims of a list from a position on; fewer where it ends, none where it is of an older opening."""
        with self._reading() as opening:
            if listed.opening != opening.number:
                return []
            claims = desk_list.identifiers(opening.snapshot, listed.place, offset, limit)
            return desk_opening.lines(opening, claims)

    def lines(self, claim_ids: list[str]) -> list[Line]:
        """These claims as they are in a list."""
        with self._reading() as opening:
            return desk_opening.lines(opening, claim_ids)

    def position(self, listed: Listed, claim_id: str) -> int | None:
        """Where a claim stands on a list, or None."""
        with self._reading() as opening:
            if listed.opening != opening.number:
                return None
            return desk_list.position(opening.snapshot, listed.place, claim_id)

    def next_undecided(
        self, listed: Listed, after: int, *, inclusive: bool = False, back: bool = False
    ) -> int | None:
        """The position of the next claim left to decide, going round at the end; skipped ones come last.

        Args:
            listed: The list.
            after: Where to begin.
            inclusive: The claim at ``after`` itself will do.
            back: Go upwards.
        """
        with self._reading() as opening:
            if listed.opening != opening.number:
                return None
            memory = opening.memory
            start = after if inclusive else after - 1 if back else after + 1
            for skipped in (False, True):
                for position, claim in desk_opening.around(opening, listed.place, start, back=back):
                    if not memory.is_done(claim) and memory.decision(claim).skipped == skipped:
                        return position
            return None

    def next_disputed(self, listed: Listed, after: int, *, back: bool = False) -> tuple[int, str] | None:
        """Position and id of the next claim of a list on which reviewers differ; goes round at the end."""
        with self._reading() as opening:
            if listed.opening != opening.number:
                return None
            start = after - 1 if back else after + 1
            around = desk_opening.around(opening, listed.place, start, back=back)
            return next(((at, c) for at, c in around if opening.memory.decision(c).state == "disputed"), None)

    def detail(self, claim_id: str) -> Shown:
        """One claim with what lies beside it.

        Raises:
            WorkbenchError: There is no such claim.
        """
        with self._reading() as opening:
            detail = desk_opening.detail(opening, claim_id)
            memory, quantity = opening.memory, detail.claim.quantity
            decision, state = memory.decision(claim_id), memory.state(claim_id)
            alone = compare(quantity, None, opening.settings.tolerances)
            near = desk_list.neighbours(
                opening.snapshot, detail.claim.document_id, quantity.start - len(detail.before),
                quantity.end + len(detail.after),
            )  # fmt: skip
            return Shown(
                detail=detail,
                decision=decision,
                beside=tuple(
                    Beside(option, found, line, option.observation.observation_id == decision.observation_id)
                    for option, found, line in findings_of(detail, opening.settings.tolerances, opening.rates)
                ),
                accepted=alone.accepted,
                others=tuple(span for span in near if span != (quantity.start, quantity.end)),
                alone=why(quantity, alone),
                votes={who: event for (_, who), event in sorted(state.verdicts.items())},
                notes={who: note for (_, who), note in sorted(state.notes.items())},
            )

    def share(self) -> Share | None:
        """The reviewer's share of the claims, and how much of it is done; None where everybody reviews everything."""
        with self._reading() as opening:
            return desk_second.share(opening)

    def ballots(self, claim_id: str) -> Ballots:
        """The votes on a claim as far as this reviewer may see them, and who has to vote before."""
        with self._reading() as opening:
            return desk_second.ballots(opening, claim_id)

    def behind(self, claim_id: str, observation_id: str | None) -> Deeper:
        """What lies behind the finding for one of the observations beside a claim."""
        with self._reading() as opening:
            return desk_second.behind(opening, claim_id, observation_id)

    def begin_derivation(self, claim_id: str, marked: Sequence[str]) -> dict[str, str]:
        """What the form of a derived figure begins with.

        Raises:
            WorkbenchError: Nothing is marked, and the claim asks for nothing that could be made.
        """
        with self._reading() as opening:
            return desk_second.begin(opening, claim_id, marked)

    def derivation(self, claim_id: str, given: Mapping[str, str]) -> Made:
        """The figure that a form describes, held against the claim.

        Raises:
            WorkbenchError: It cannot be worked out or written down as it is.
        """
        with self._reading() as opening:
            return desk_second.derivation(opening, self.root, claim_id, given)

    def save_derived(self, made: Made) -> tuple[str, str, int]:
        """Write a derived figure down: its id, the file, and its line there; :meth:`build` then reads it.

        Raises:
            WorkbenchError: It was not written, and why.
        """
        return save_derived(self.root, made.ready)

    def agreement(self, progress: Callable[[int, int], None]) -> tuple[Agreement, bool]:
        """How far the reviewers agree now, and whether by frozen first votes.

        Args:
            progress: Told how many draws are done, of how many; what it raises ends the work.

        Raises:
            WorkbenchError: The library for it is missing.
        """
        with self._reading() as opening:
            blind = opening.settings.mode == "blind"
            votes = votes_of(opening.snapshot, opening.memory, blind=blind)
        return agreement(votes, self.scale.ranks, progress=progress), blind

    def series(self, claim_id: str, observation_id: str) -> Series | None:
        """The figures over time that an observation belongs to, in the claim's unit."""
        with self._reading() as opening:
            return desk_panels.series(opening, claim_id, observation_id)

    def tellings(self, claim_id: str) -> Told:
        """Where the claim was told, by time, with what was decided on each telling."""
        with self._reading() as opening:
            return desk_panels.tellings(opening, claim_id)

    def similar(self, claim_id: str) -> list[Similar]:
        """What was decided on claims of this kind, with this hedge and about this deviation."""
        with self._reading() as opening:
            return desk_panels.similar(opening, claim_id)

    def history(self, claim_id: str) -> list[Past]:
        """What was done to the claim, the last first."""
        with self._reading() as opening:
            return desk_panels.history(opening, claim_id)

    # -- what the reviewer does: each returns when it is saved, or raises and nothing has changed ---------------

    def decide(  # noqa: PLR0913 - the fields of a verdict
        self, claim_id: str, verdict: str, reasons: tuple[str, ...] = (), note: str | None = None,
        observation: str | None = None, evidence: tuple[str, ...] = (), *, alone: bool = False,
    ) -> Saved:  # fmt: skip
        """Give a verdict, which counts for all tellings of the claim.

        Args:
            claim_id: The claim.
            verdict: A verdict of the case's scale.
            reasons: Reasons from the list.
            note: A note in the reviewer's own words.
            evidence: Observation ids, URLs or words.
            observation: The one it was held against; where it is not the one that counts so far, it is linked first.
            alone: Decide on this telling apart from the others.
        """
        if observation is not None and observation != self._counts(claim_id):
            self._act(claim_id, "link", evidence=(observation,), alone=alone)
        return self._act(
            claim_id, "verdict", verdict=verdict, reasons=reasons, note=note, evidence=evidence,
            observation=observation, alone=alone,
        )

    def _counts(self, claim_id: str) -> str | None:
        """The observation that is linked to the claim, else its best candidate."""
        with self._reading() as opening:
            return desk_opening.detail(opening, claim_id).line.observation_id

    def adjudicate(
        self, claim_id: str, verdict: str, reasons: tuple[str, ...] = (), note: str | None = None,
        evidence: tuple[str, ...] = (),
    ) -> Saved:  # fmt: skip
        """Give the final decision where reviewers differ; their votes stay.

        Raises:
            WorkbenchError: Nobody has voted, in a blind case not everybody who must, or it was not saved.
        """
        with self._reading() as opening:
            check_adjudicable(opening.memory, claim_id)
        return self._act(claim_id, "adjudicate", verdict=verdict, reasons=reasons, note=note, evidence=evidence)

    def note(self, claim_id: str, text: str) -> Saved:
        """Keep a note; an empty one removes the one before."""
        return self._act(claim_id, "note", note=text)

    def skip(self, claim_id: str) -> Saved:
        """Put a claim off."""
        return self._act(claim_id, "skip")

    def flag(self, claim_id: str) -> Saved:
        """Mark a claim for the others."""
        return self._act(claim_id, "flag")

    def link(self, claim_id: str, observation_id: str) -> Saved:
        """Say that this is the observation that answers the claim."""
        return self._act(claim_id, "link", evidence=(observation_id,))

    def dismiss(self, claim_id: str, note: str | None = None) -> Saved:
        """Say that this is no claim at all."""
        return self._act(claim_id, "dismiss_claim", note=note)

    def preview(self, claim_id: str, given: Mapping[str, str]) -> Preview:
        """How a claim would be read with these fields, and compared with what lies beside it.

        Raises:
            WorkbenchError: A field cannot be understood.
        """
        with self._reading() as opening:
            return desk_mend.preview(opening, desk_opening.detail(opening, claim_id), given)

    def correct(self, claim_id: str, given: Mapping[str, str], note: str | None = None) -> Saved:
        """Correct how a claim is read; the fields are those of :mod:`workbench.operations.wording`.

        Raises:
            WorkbenchError: A field cannot be understood, nothing differs, or it was not saved.
        """
        with self._saving, self._reading() as opening:
            about = desk_opening.detail(opening, claim_id)
            event, _ = correction(
                about, opening.settings, self.reviewer, given, event_id=self._writer.next_id(), note=note
            )
            return self._save(opening, event, None)

    def passage(self, claim_id: str) -> Passage:
        """The text around a claim, to point at words in it."""
        with self._reading() as opening:
            return desk_mend.passage(opening, claim_id)

    def completions(self) -> dict[str, list[str]]:
        """What the case's sources hold already, for the fields of a new figure."""
        with self._reading() as opening:
            return desk_mend.completions(opening)

    def preview_added(self, said: Document, span: Span, given: Mapping[str, str]) -> Preview:
        """How words of a text would be read as a claim.

        Raises:
            WorkbenchError: They hold no number, or make a claim that there is already.
        """
        with self._reading() as opening:
            return desk_mend.preview_added(opening, said, span, given)

    def add(self, said: Document, span: Span, given: Mapping[str, str], note: str | None = None) -> Saved:
        """Add the claim that words of a text make; it is listed after the next :meth:`refresh`.

        Raises:
            WorkbenchError: They hold no number, or make a claim that there is already, or it was not saved.
        """
        with self._saving, self._reading() as opening:
            claim = new_claim(opening.snapshot, said, new_quantity(said, span, given))
            event = addition(said, claim, opening.settings, self.reviewer, event_id=self._writer.next_id(), note=note)
            return self._save(opening, event, None)

    def undo(self) -> Saved:
        """Take back the reviewer's last decision."""
        with self._saving, self._reading() as opening:
            target = undo_target(opening.memory.mine, self.reviewer)
            if target is None:
                raise WorkbenchError("there is nothing to undo", code=EXIT_USAGE)
            event = retract(target, self.reviewer, event_id=self._writer.next_id(), settings=opening.settings)
            return self._save(opening, event, target)

    def redo(self) -> Saved:
        """Decide again what was undone last."""
        with self._saving, self._reading() as opening:
            target = redo_target(opening.memory.mine, self.reviewer)
            if target is None:
                raise WorkbenchError("there is nothing to redo", code=EXIT_USAGE)
            return self._save(opening, again(target, event_id=self._writer.next_id()), target)
