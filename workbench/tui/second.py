"""The review screen's keys for several reviewers, and what lies behind a finding."""

import asyncio
from functools import partial

from textual import work
from textual.worker import Worker

from workbench.errors import WorkbenchError
from workbench.operations.desk import Desk
from workbench.operations.desk_filter import ME
from workbench.operations.desk_model import Saved
from workbench.operations.desk_second import Made
from workbench.operations.plain import one_line
from workbench.reviews.scale import Choice
from workbench.tui.adjudicate import AdjudicationDialog
from workbench.tui.agreement import AgreementDialog
from workbench.tui.browse import CLAIM, ask
from workbench.tui.claim_text import behind
from workbench.tui.derive_form import DeriveForm
from workbench.tui.dialogs import Draft
from workbench.tui.form import Given
from workbench.tui.mending import MendingScreen

MINE, DISPUTED = f"assigned:{ME}", "state:disputed"
# While somebody goes through the list nothing is worked out that they would not have read.
_DELAY = 0.15


class SecondScreen(MendingScreen):
    """The review screen for one of several reviewers."""

    def __init__(self, desk: Desk, *, build_first: bool = True) -> None:
        super().__init__(desk, build_first=build_first)
        self._opened = False

    # -- one's share of the claims ------------------------------------------------------------------------------

    async def _load(self, keep: str | None) -> None:
        """The first list is one's share, where the claims are divided."""
        if not self._opened:
            self._opened = True
            mine = await ask(self.desk.share)
            if mine is not None and not self.written:
                self.written = MINE
                self.say(f"Your share: {mine.done} of {mine.total} decided. m lists all claims")
        await super()._load(keep)

    @work(exclusive=True, group="mine")
    async def action_mine(self) -> None:
        """One's share, or all claims."""
        if self.written == MINE:
            self._apply("")
            return
        try:
            mine = await ask(self.desk.share)
        except WorkbenchError as error:
            self.fail(error)
            return
        if mine is None:
            self.say("You have no share: everybody reviews everything, or others do (workbench assign)")
            return
        self._apply(MINE)
        self.say(f"Your share: {mine.done} of {mine.total} decided. m lists all claims")

    # -- where reviewers differ ---------------------------------------------------------------------------------

    def action_disagreements(self) -> None:
        """The claims on which reviewers differ, or all."""
        if self.written == DISPUTED:
            self._apply("")
            return
        self._apply(DISPUTED)
        self.say("Where reviewers differ: A shows the votes side by side, d lists all claims again")

    def action_adjudicate(self) -> None:
        """The votes on the claim side by side."""
        line = self._current()
        if line is not None:
            claim = line.row.claim_id
            self.app.push_screen(AdjudicationDialog(self.desk, claim, self._differing, self._final, self.forms))

    async def _differing(self, by: int) -> str | None:
        """Go to the next claim on which reviewers differ, and say which it is."""
        if self.listed is None:
            return None
        find = partial(self.desk.next_disputed, back=by < 0)
        found = await ask(find, self.listed, self.claims.cursor)
        if found is None:
            return None
        self.claims.move_to(found[0])
        return found[1]

    async def _final(self, claim: str, choice: Choice | None, draft: Draft) -> Saved:
        """Save a final decision; without one take back what was done last."""
        if choice is None:
            saved: Saved = await ask(self.desk.undo)
        else:
            note = draft.note or None
            saved = await ask(self.desk.adjudicate, claim, choice.name, draft.reasons, note, draft.pieces)
        await self._after(saved, go_to=choice is None)
        return saved

    def action_agreement(self) -> None:
        """How far the reviewers agree."""

        def closed(claim: str | None) -> None:
            self.go_to_claim(claim)

        self.app.push_screen(AgreementDialog(self.desk), closed)

    @work(exclusive=True, group="jump")
    async def go_to_claim(self, claim: str | None) -> None:
        """Go to a claim; a list that lacks it makes room for all of them."""
        if not claim or self.listed is None:
            return
        try:
            position = await ask(self.desk.position, self.listed, claim)
        except WorkbenchError as error:
            self.fail(error)
            return
        if position is None:
            self.written = ""
            self.load(claim)
        else:
            self.claims.move_to(position)

    # -- a figure made of others --------------------------------------------------------------------------------

    def action_mark(self) -> None:
        """Mark the chosen observation; in the list go one screen down."""
        if self.where != CLAIM:
            self.action_page_down()
        elif self.view.mark():
            count = len(self.view.marked)
            self.say(f"{count} marked: D makes a figure of them" if count else "Nothing is marked")
        else:
            self.say("Nothing stands beside this claim that could be marked")

    @work(exclusive=True, group="form")
    async def action_derive(self) -> None:
        """Make a figure of those that are marked, else the one that is offered."""
        line = self._current()
        if line is None:
            return
        claim = line.row.claim_id
        marked = list(self.view.marked) if self.shown_id == claim else []
        kept = f"derive {claim}"

        async def show(given: Given) -> Made:
            return await ask(self.desk.derivation, claim, given)

        async def save(made: Made) -> None:
            observation, file, number = await ask(self.desk.save_derived, made)
            self.view.marked = []
            self.take_in(claim, observation, f"{observation} in {file}:{number}")

        try:
            draft = {} if marked else self._typed.get(kept, {})
            begun = draft or await ask(self.desk.begin_derivation, claim, marked)
        except WorkbenchError as error:
            self.fail(error)
            return
        about = f"“{one_line(line.row.text, 30)}” {one_line(line.row.counted or '', 24)}".strip()
        form = DeriveForm(about, begun, show, save, partial(self._keep, kept))
        self.app.push_screen(form, partial(self._say_kept, kept, "D on this claim"))

    # -- what lies behind a finding -----------------------------------------------------------------------------

    def show_panel(self, *, at_once: bool = True) -> list[Worker[None]]:
        """Fill the panel, and say what lies behind the finding: later, where the reviewer hurries along the list."""
        working, beside = super().show_panel(at_once=at_once), self.view.observation
        if self.claim_is_visible and self.shown_id is not None:
            observation = None if beside is None else beside.option.observation.observation_id
            behind_it = self._look_behind(self.shown_id, observation, 0 if at_once else _DELAY)
            return [*working, behind_it] if at_once else working
        return working

    @work(exclusive=True, group="behind")
    async def _look_behind(self, claim: str, observation: str | None, delay: float) -> None:
        await asyncio.sleep(delay)
        try:
            found = await ask(self.desk.behind, claim, observation)
        except WorkbenchError as error:
            self.fail(error)
            return
        if claim == self.shown_id:
            self.view.put_behind(behind(found))
