"""The review screen's keys for what the machine missed or got wrong, and for figures that are missing."""

import asyncio
from datetime import UTC, datetime
from functools import partial

from textual import work

from workbench.errors import WorkbenchError
from workbench.extraction.pointing import Span
from workbench.operations.desk import Desk
from workbench.operations.desk_mend import Passage, Preview
from workbench.operations.desk_model import Shown
from workbench.operations.plain import one_line
from workbench.operations.sources import entry
from workbench.operations.wording import as_fields, period_text
from workbench.tui.browse import ask
from workbench.tui.correct import CorrectForm
from workbench.tui.form import Given
from workbench.tui.reference_form import ReferenceForm
from workbench.tui.screen import ReviewScreen
from workbench.tui.select_words import WordsDialog

_FIGURE = "a reference figure"
_LOOK = 0.1  # seconds from one look whether the files are read to the next


class MendingScreen(ReviewScreen):
    """The review screen with its forms. What is typed in one is kept until it is saved or the program ends."""

    def __init__(self, desk: Desk, *, build_first: bool = True) -> None:
        super().__init__(desk, build_first=build_first)
        self._typed: dict[str, Given] = {}
        self._added: str | None = None
        self._taking_in = asyncio.Lock()
        self._to_link: list[tuple[str, str]] = []

    @property
    def unsaved(self) -> int:
        """The forms of claims and figures too, and what is to be linked when the files are read."""
        return super().unsaved + len(self._typed) + len(self._to_link)

    def _keep(self, form: str, given: Given) -> None:
        if given:
            self._typed[form] = given
        else:
            self._typed.pop(form, None)

    def _say_kept(self, form: str, goes_on: str, saved: object) -> None:
        """Say that a form which was closed is not lost."""
        if not saved and form in self._typed:
            self.say(f"What you typed is kept, not saved: {goes_on} goes on with it")

    # -- a claim that is none, or read wrong --------------------------------------------------------------------

    def action_dismiss_claim(self) -> None:
        """Say that this is no claim."""
        line = self._current()
        if line is None:
            return
        if line.decision.state == "dismissed":
            self.say("It is dismissed already: u takes that back, if it was you who did it last")
            return
        self.act(partial(self.desk.dismiss, line.row.claim_id), go_on=True)

    @work(exclusive=True, group="form")
    async def action_correct(self) -> None:
        """Correct how the claim is read."""
        line = self._current()
        if line is None:
            return
        claim = line.row.claim_id
        try:
            shown = await ask(self.desk.detail, claim)
        except WorkbenchError as error:
            self.fail(error)
            return
        quantity = shown.detail.claim.quantity

        async def show(given: Given) -> Preview:
            return await ask(self.desk.preview, claim, given)

        async def save(given: Given) -> None:
            fields = {name: text for name, text in given.items() if name != "note"}
            await self._after(await ask(self.desk.correct, claim, fields, given.get("note") or None))

        title = f"Read “{one_line(_words(shown), 50)}” as"
        draft = self._typed.get(claim, {})
        form = CorrectForm(title, as_fields(quantity), draft, show, save, partial(self._keep, claim))
        self.app.push_screen(form, partial(self._say_kept, claim, "c on this claim"))

    # -- a claim that was missed --------------------------------------------------------------------------------

    @work(exclusive=True, group="form")
    async def action_add_claim(self) -> None:
        """Choose the words of a claim that was missed."""
        line = self._current()
        if line is None:
            return
        try:
            passage = await ask(self.desk.passage, line.row.claim_id)
        except WorkbenchError as error:
            self.fail(error)
            return

        async def show(span: Span) -> Preview:
            return await ask(self.desk.preview_added, passage.document, span, {})

        async def save(span: Span) -> None:
            await self._add(passage, span, {})

        self.app.push_screen(WordsDialog(passage, show, save, partial(self._say_how, passage)))

    def _say_how(self, passage: Passage, span: Span) -> None:
        """The form for words that cannot be read, or are read wrong."""
        words = passage.document.text[span.start : span.end]
        known = f"{passage.document.document_id} {span.start} {span.end}"

        async def show(given: Given) -> Preview:
            return await ask(self.desk.preview_added, passage.document, span, given)

        async def save(given: Given) -> None:
            await self._add(passage, span, given)

        def closed(saved: object) -> None:
            if saved and isinstance(self.app.screen, WordsDialog):
                self.app.pop_screen()
            self._say_kept(known, "the same words chosen again", saved)

        title, draft = f"Add “{one_line(words, 50)}” as", self._typed.get(known, {})
        self.app.push_screen(CorrectForm(title, {}, draft, show, save, partial(self._keep, known)), closed)

    async def _add(self, passage: Passage, span: Span, given: Given) -> None:
        fields = {name: text for name, text in given.items() if name != "note" and text.strip()}
        saved = await ask(self.desk.add, passage.document, span, fields, given.get("note") or None)
        self.say(f"saved: add claim · {one_line(passage.document.text[span.start : span.end], 40)}")
        self.show_added(saved.event.claim)

    @work(exclusive=True, group="added")
    async def show_added(self, claim: str | None) -> None:
        """List the claim that was added, and go to it."""
        self._added = claim
        try:
            await ask(self.desk.refresh)
            self.load(claim)
        except WorkbenchError as error:
            self.fail(error)

    async def _load(self, keep: str | None) -> None:
        """The list may be made anew for another reason first: the cursor waits for the claim that was added."""
        await super()._load(self._added or keep)
        line = self.claims.line
        if line is not None and line.row.claim_id == self._added:
            self._added = None

    # -- a figure that is missing -------------------------------------------------------------------------------

    @work(exclusive=True, group="form")
    async def action_enter_figure(self) -> None:
        """Enter a reference figure, for the claim under the cursor where there is one."""
        line = self.claims.line
        claim = None if line is None else line.row.claim_id
        try:
            shown = None if claim is None else await ask(self.desk.detail, claim)
            known = await ask(self.desk.completions)
        except WorkbenchError as error:
            self.fail(error)
            return
        today = datetime.now(tz=UTC).date()

        async def check(given: Given) -> entry.Entry:
            return await ask(entry.look_at, self.desk.root, given, today)

        async def save(given: Given, *, link: bool) -> None:
            observation, file, number = await ask(entry.save, self.desk.root, given, today)
            self.say(f"saved: {observation} in {file}:{number}")
            self.take_in(claim, observation if link else None, f"{observation} in {file}:{number}")

        about, begun = "", {"retrieved": today.isoformat()}
        if shown is not None:
            quantity = shown.detail.claim.quantity
            begun["period"] = period_text(quantity.period) if quantity.period else ""
            begun["measure"] = quantity.counted or ""
            about = f"“{one_line(_words(shown), 30)}” {one_line(quantity.counted or '', 24)}".strip()
        given = self._typed.get(_FIGURE) or begun
        form = ReferenceForm(about, given, known, check, save, partial(self._keep, _FIGURE), begun)
        self.app.push_screen(form, partial(self._say_kept, _FIGURE, "i"))

    @work(group="take_in")
    async def take_in(self, claim: str | None, link: str | None, saved: str) -> None:
        """Read the new figure, show what it changes, and link it to a claim where that was asked for.

        One after another, and behind a reading of the files that is going on.
        """
        if link is not None and claim is not None:
            self._to_link.append((claim, link))
        async with self._taking_in:
            while self.building:  # noqa: ASYNC110 - it ends by itself, or Esc stops it
                await asyncio.sleep(_LOOK)
            self.building, self._stopped = True, False
            try:
                await ask(self.desk.build, self._tell_progress)
                await ask(self.desk.refresh)
                await self.after_reading()
            except WorkbenchError as error:
                self.fail(error)
                return
            finally:
                self.building = False
            line = self.claims.line
            self.load(line.row.claim_id if line else claim)
            tail = "" if claim is None else " and linked" if link else "; l links the chosen figure to the claim"
            self.say(f"saved: {saved}{tail}")


    async def after_reading(self) -> None:
        """Link the figures that were saved to be linked, also where their reading was stopped."""
        while self._to_link:
            await self._after(await ask(self.desk.link, *self._to_link.pop(0)))


def _words(shown: Shown) -> str:
    quantity = shown.detail.claim.quantity
    hedge = quantity.hedge if quantity.hedge and quantity.hedge not in quantity.text else ""
    return f"{hedge} {quantity.text}".strip()
