"""The review screen: deciding on the claims, while others decide and the case's files change."""

import time
from collections.abc import Callable
from functools import partial

from textual import events, work

from workbench.errors import WorkbenchError
from workbench.operations.desk import Desk
from workbench.operations.desk_model import Line, Saved
from workbench.operations.plain import counted, one_line, plain
from workbench.tui import dialogs, keys, words
from workbench.tui.browse import LIST, BrowseScreen, ask
from workbench.tui.claim_text import explanation
from workbench.tui.editor import edit
from workbench.tui.progress import ProgressDialog

THEMES = ("textual-dark", "textual-light", "ansi-dark", "ansi-light")
_BAR = 20
_TICK = 0.5
_TELL = 0.1


class ReviewScreen(BrowseScreen):
    """What a reviewer does is saved in a thread, and said to be saved once it is."""

    BINDINGS = keys.bindings(keys.REVIEW)

    def __init__(self, desk: Desk, *, build_first: bool = True) -> None:
        super().__init__(desk)
        self.drafts: dict[str, str] = {}
        self.forms: dict[str, dialogs.Draft] = {}
        self.building = self._stopped = self._told = False
        self._build_first = build_first
        self._told_at = 0.0
        self._polling = self._checking = False

    def on_mount(self) -> None:
        """Read what has changed since the last build, and go on looking."""
        if self.key_problems:
            self.say(f"⚠ {one_line(str(self.key_problems[0]), 300)}", bad=True)
        if self._build_first:
            self.build_case(quiet=True)
        self.set_interval(_TICK, self.look)
        self._keep_published()
        self.set_interval(2 * _TICK, self.look_at_case)

    def on_key(self, event: events.Key) -> None:
        """A key that does nothing says so."""
        if event.is_printable and event.key not in self.active_bindings:
            self.say(f"{one_line(event.character or '')} is no key here: ? shows the keys, Ctrl+P finds a command")

    @property
    def is_reading(self) -> bool:
        """Whether the files are being read just now."""
        return self.building

    # -- deciding -----------------------------------------------------------------------------------------------

    def _current(self) -> Line | None:
        line = self.claims.line
        if line is None:
            self.say("There is no claim here: / changes the list, b reads the files again, i puts in a figure")
        return line

    async def _telling(self) -> Line | None:
        """The telling that is chosen on the panel of tellings, where it is to be decided apart from the others."""
        if not (self.claim_is_visible and self.view.tab == "tellings" and self.shown_id is not None):
            return None
        told = (await ask(self.desk.tellings, self.shown_id)).tellings
        if len(told) < 2:
            return None
        lines = await ask(self.desk.lines, [told[self.view.telling % len(told)][0].claim_id])
        return lines[0] if lines else None

    async def action_verdict(self, number: str) -> None:
        """Give the verdict of this number; its reasons are asked for."""
        telling = await self._telling()
        line = telling or self._current()
        verdicts = self.desk.scale.verdicts
        if line is None:
            return
        if int(number) > len(verdicts):
            self.say(f"The scale of this case has {len(verdicts)} verdicts: 1 to {len(verdicts)}")
            return
        choice = verdicts[int(number) - 1]

        claim = line.row.claim_id
        here = self.claim_is_visible and (telling is not None or self.shown_id == claim)
        beside = self.view.observation if here else None
        against = None if beside is None else beside.option.observation.observation_id
        try:
            shown = await ask(self.desk.detail, claim)
        except WorkbenchError as error:
            self.fail(error)
            return
        known = [each.option.observation.observation_id for each in shown.beside]
        linked = next((number for number, each in enumerate(shown.beside) if each.linked), 0)
        finding = explanation(shown, known.index(against) if against in known else linked)

        async def save(draft: dialogs.Draft) -> None:
            note = draft.note if draft.note != line.decision.note else None
            decide = partial(self.desk.decide, alone=telling is not None)
            saved = await ask(decide, claim, choice.name, draft.reasons, note, against, draft.pieces)
            self.drafts.pop(claim, None)
            self.forms.pop(claim, None)
            await self._after(saved, go_on=telling is None)

        def keep(draft: dialogs.Draft) -> None:
            if draft.note == line.decision.note and not draft.evidence:
                self.forms.pop(claim, None)
                return
            self.forms[claim] = draft
            self.say("What you wrote is a draft, not saved: a verdict on this claim goes on with it")

        draft = self.forms.get(claim) or dialogs.Draft(note=self.drafts.get(claim, line.decision.note))
        about = f"{'this telling alone: ' if telling else ''}{line.row.text} {line.row.counted or ''}"
        asked = dialogs.Asked(about, line.row.sentence, finding)
        with self.app.batch_update():  # it is drawn once, not at every step of its opening
            await self.app.push_screen(dialogs.ReasonsDialog(choice, asked, save, draft, keep))

    def action_note(self) -> None:
        """Write a note."""
        line = self._current()
        if line is None:
            return
        claim = line.row.claim_id

        async def save(text: str) -> None:
            saved = await ask(self.desk.note, claim, text)
            self.drafts.pop(claim, None)
            await self._after(saved)

        def keep(text: str) -> None:
            if text == line.decision.note:
                self.drafts.pop(claim, None)
            else:
                self.drafts[claim] = text
                self.say("The note is a draft, not saved: w goes on with it")

        text = self.drafts.get(claim, line.decision.note)
        self.app.push_screen(dialogs.NoteDialog(line.row.text, text, save, keep))

    def action_skip(self) -> None:
        """Put the claim off and go on."""
        line = self._current()
        if line is not None:
            self.act(partial(self.desk.skip, line.row.claim_id), go_on=True)

    def action_flag(self) -> None:
        """Flag the claim."""
        line = self._current()
        if line is not None:
            self.act(partial(self.desk.flag, line.row.claim_id))

    def action_link(self) -> None:
        """Link the chosen observation."""
        line, beside = self._current(), self.view.observation
        if line is None:
            return
        if self.claim_is_visible and beside is None:
            self.say(f"Nothing stands beside it; any observation: workbench link {line.row.claim_id} OBSERVATION")
            return
        if not self.claim_is_visible or beside is None or self.shown_id != line.row.claim_id:
            self.say("Open the claim with Enter and choose an observation first")
            return
        self.act(partial(self.desk.link, line.row.claim_id, beside.option.observation.observation_id))

    def action_undo(self) -> None:
        """Take the last decision back."""
        self.act(self.desk.undo, go_to=True)

    def action_redo(self) -> None:
        """Decide again what was taken back."""
        self.act(self.desk.redo, go_to=True)

    @work(group="act")
    async def act(self, do: Callable[[], Saved], *, go_on: bool = False, go_to: bool = False) -> None:
        """Do something in a thread, and say that it is saved once it is."""
        try:
            saved = await ask(do)
        except WorkbenchError as error:
            self.fail(error)
            return
        await self._after(saved, go_on=go_on, go_to=go_to)

    async def _after(self, saved: Saved, *, go_on: bool = False, go_to: bool = False) -> None:
        """Show what is saved; then go on to the next claim, or to the one that it was about."""
        claim = saved.claim_id
        lines = [] if claim is None else await ask(self.desk.lines, [claim])
        self.claims.update(lines)
        said = _said(saved, lines[0].row.text if lines else "")
        self.say(said)
        self.draw_title()
        if claim == self.shown_id or self.view.tab == "tellings":
            self.show_soon(again=True)
        if go_on and claim is not None and self.claims.line is not None and self.claims.line.row.claim_id == claim:
            await self.go_on(said)
        if go_to and claim is not None and self.listed is not None:
            position = await ask(self.desk.position, self.listed, claim)
            if position is not None:
                self.claims.move_to(position)

    @work(exclusive=True, group="progress")
    async def action_progress(self) -> None:
        """How far the review is."""
        try:
            found = await ask(self.desk.overview)
        except WorkbenchError as error:
            self.fail(error)
            return
        self.app.push_screen(ProgressDialog(found))

    def action_problems(self) -> None:
        """List the problems."""
        self.app.push_screen(dialogs.ProblemsDialog([*self.key_problems, *self.desk.problems]))

    def action_help(self) -> None:
        """The keys of this screen."""
        self.app.push_screen(dialogs.HelpDialog("review", self.desk.scale.verdicts, self.keys))

    def action_theme(self) -> None:
        """The next of the themes."""
        at = THEMES.index(self.app.theme) if self.app.theme in THEMES else -1
        self.app.theme = THEMES[(at + 1) % len(THEMES)]
        self.say(f"Theme: {self.app.theme}")

    @work(exclusive=True, group="edit")
    async def action_edit(self) -> None:
        """Open the claim's document at its line in the reviewer's editor; then read it again."""
        line = self._current()
        if line is None:
            return
        try:
            path, number = await ask(self.desk.place, line.row.claim_id)
            edit(self.app, path, number)
        except WorkbenchError as error:
            self.fail(error)
            return
        self.build_case(quiet=True)

    @work(exclusive=True, group="copy")
    async def action_copy(self) -> None:
        """Copy the claim."""
        line = self._current()
        if line is None:
            return
        try:
            text, where = await ask(self.desk.copy, line.row.claim_id)
        except WorkbenchError as error:
            self.fail(error)
            return
        self.app.copy_to_clipboard(text)
        self.say(f"Copied for the clipboard, where the terminal lets it (OSC 52), and to {where}")

    @property
    def unsaved(self) -> int:
        """How many notes and forms hold something that is not saved."""
        return len(self.drafts.keys() | self.forms.keys())

    def action_leave(self) -> None:
        """Quit; ask where something is not saved."""
        unsaved = self.unsaved
        if unsaved:
            self.app.push_screen(dialogs.QuitDialog(unsaved), lambda sure: self.app.exit() if sure else None)
        else:
            self.app.exit()

    def action_build(self) -> None:
        """Read the files again."""
        self.build_case()

    @work(exclusive=True, group="build")
    async def build_case(self, *, quiet: bool = False) -> None:
        """Read what has changed in the files; ``quiet`` says nothing where nothing has."""
        if self.building:
            return
        self.building, self._stopped, self._told = True, False, False
        self._draw_empty()
        try:
            report = await ask(self.desk.build, self._tell_progress)
            await self._reopen()
            await self.after_reading()
        except WorkbenchError as error:
            self.fail(error)
        else:
            if report.read or report.removed or not quiet:
                numbers = (report.documents, report.claims, report.observations, len(report.problems))
                nouns = ("document", "claim", "observation", "problem")
                told = ", ".join(counted(number, noun) for number, noun in zip(numbers, nouns, strict=True))
                gone = f", {counted(report.removed, 'file')} gone" if report.removed else ""
                self.say(f"Read {counted(report.read, 'changed file')}{gone}: {told}")
            elif self._told:
                self.say("")
        finally:
            self.building = False
        self._draw_empty()
        self.draw_title()

    async def after_reading(self) -> None:
        """Do what had to wait until the files were read."""

    def _tell_progress(self, done: int, total: int, name: str) -> None:
        """Called in the thread that builds, very often: only some calls are worth a message.

        Raises:
            WorkbenchError: The reviewer wants it stopped; what was not read yet is read the next time.
        """
        if self._stopped:
            raise WorkbenchError("stopped reading", "press b to go on")
        now = time.monotonic()
        if now - self._told_at >= _TELL:
            self._told_at = now
            filled = _BAR * done // max(1, total)
            bar = "█" * filled + "░" * (_BAR - filled)
            told = one_line(name, 40) if not total else f"{bar} {100 * done // total} % {one_line(name, 40)}"
            self.app.call_later(self._say_progress, f"{told} · Esc stops" if self.where == LIST else told)

    def _say_progress(self, told: str) -> None:
        if self.building:  # what was told from the thread may come after the end
            self._told = True
            self.say(told)

    def stop_reading(self) -> None:
        """Stop reading the files at the next one."""
        self._stopped = True

    # -- what happens meanwhile ---------------------------------------------------------------------------------

    @work(group="look")
    async def look(self) -> None:
        """Take in what others decided."""
        if self._polling:
            return
        self._polling = True
        try:
            changes = await ask(self.desk.poll)
        except WorkbenchError as error:
            self.fail(error)
            return
        finally:
            self._polling = False
        if changes.saved_again:
            self.say(f"{changes.saved_again} of your decisions had gone missing from your file and are saved again")
        if changes.claims:
            self.refresh_lines(changes.claims)
        if changes.reviewers:
            self.say(f"New from {', '.join(changes.reviewers)}: {counted(len(changes.claims), 'claim')}")

    def _keep_published(self) -> None:
        """Keep workbench.duckdb up to date for others, however busy the screen is: the thread only leaves messages."""
        later = self.app.call_later
        self.desk.keep_published(lambda _: later(self.draw_title), partial(later, self.fail))

    def on_unmount(self) -> None:
        """Nobody is left to be told."""
        self.desk.rest()

    @work(group="case")
    async def look_at_case(self) -> None:
        """Show what somebody else built."""
        if self._checking or self.building:
            return
        self._checking = True
        try:
            await self._reopen()
        except WorkbenchError as error:
            self.fail(error)
        finally:
            self._checking = False

    async def _reopen(self) -> None:
        if await ask(self.desk.refresh):
            line = self.claims.line
            self.draw_verdicts()
            self.load(line.row.claim_id if line else None)


def _said(saved: Saved, claim: str) -> str:
    """What was saved, in one line."""
    event = saved.about or saved.event
    what = words.deed(event)
    told = f"{what} · {one_line(claim, 40)}" if claim else what
    if saved.event.action == "retract":
        return f"undone: {told}"
    return f"{'done again' if saved.about else 'saved'}: {plain(told)}"
