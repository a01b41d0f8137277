"""The votes on a claim side by side, and the final verdict."""

from collections.abc import Awaitable, Callable

from textual import work
from textual.app import ComposeResult
from textual.containers import Grid, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from workbench.errors import WorkbenchError
from workbench.operations.desk import Desk
from workbench.operations.desk_model import Saved, Shown
from workbench.operations.desk_second import Ballot, Ballots
from workbench.operations.plain import one_line, plain
from workbench.reviews.events import Event
from workbench.reviews.scale import Choice
from workbench.tui import keys, words
from workbench.tui.browse import ask
from workbench.tui.claim_text import explanation
from workbench.tui.clickable import Clickable, verdict_items
from workbench.tui.dialogs import Asked, Draft, ReasonsDialog, ScrollingDialog

QUIET = "$foreground-darken-3"
_LEAST = 26
_SENTENCE = 400

Step = Callable[[int], Awaitable[str | None]]
Final = Callable[[str, Choice | None, Draft], Awaitable[Saved]]


class AdjudicationDialog(ScrollingDialog):
    """Shows who voted what and why; the digits give the final verdict, and the votes stay as they are."""

    TABLE = keys.ADJUDICATION
    PLACE = "adjudication"
    BINDINGS = keys.bindings(TABLE)
    DEFAULT_CSS = """
    AdjudicationDialog {
        & > Vertical { width: 100%; height: 100%; }
        & VerticalScroll { height: 1fr; max-height: 100%; }
        & #votes { layout: grid; grid-rows: auto; grid-gutter: 1 2; height: auto; margin: 1 0; }
        & #told { margin: 1 0 0 0; }
        & #scale { margin: 1 0 0 0; }
    }
    """

    def __init__(self, desk: Desk, claim: str, step: Step, final: Final, drafts: dict[str, Draft]) -> None:
        super().__init__()
        self._desk, self._claim, self._step, self._final, self._drafts = desk, claim, step, final, drafts
        self._shown: Shown | None = None
        self._ballots: Ballots | None = None

    def compose(self) -> ComposeResult:
        """The claim, the votes, the scale."""
        body = VerticalScroll(
            Static("", id="told", markup=False), Grid(id="votes"), Static("", id="final", markup=False),
            can_focus=False,
        )  # fmt: skip
        yield self.frame(Content("Votes side by side"), body, Clickable(id="scale"))

    def on_mount(self) -> None:
        """Show the first claim."""
        self.show()

    @work(exclusive=True, group="show")
    async def show(self) -> None:
        """Show the claim with its votes as they are now."""
        try:
            self._shown = await ask(self._desk.detail, self._claim)
            self._ballots = await ask(self._desk.ballots, self._claim)
        except WorkbenchError as error:
            self.fail(error)
            return
        await self._draw()

    async def _draw(self) -> None:
        shown, ballots = self._shown, self._ballots
        if shown is None or ballots is None:
            return
        self.query_one(".error", Static).remove_class("shown")
        self.query_one("#told", Static).update(_claim(shown))
        grid = self.query_one("#votes", Grid)
        width = max(20, self.size.width - 4)
        grid.styles.grid_size_columns = max(1, min(len(ballots.ballots), (width + 2) // (_LEAST + 2)))
        await grid.remove_children()
        await grid.mount(*(Static(_vote(each, shown), markup=False) for each in ballots.ballots))
        self.query_one("#final", Static).update(_outcome(ballots))
        items = verdict_items(self._desk.scale.names) if ballots.ballots else []
        self.query_one("#scale", Clickable).show(items, width)

    async def on_resize(self) -> None:
        """As many votes in a row as there is room for."""
        await self._draw()

    # -- keys ---------------------------------------------------------------------------------------------------

    def action_verdict(self, number: str) -> None:
        """Give the final verdict of this number; its reasons are asked for."""
        verdicts, ballots, shown = self._desk.scale.verdicts, self._ballots, self._shown
        if ballots is None or shown is None:
            return
        if int(number) > len(verdicts):
            self.warn([f"The scale of this case has {len(verdicts)} verdicts: 1 to {len(verdicts)}"])
            return
        if not ballots.ballots or ballots.missing:
            self.warn([_waiting(ballots)])
            return
        choice, claim = verdicts[int(number) - 1], self._claim
        kept = f"final:{claim}"

        async def save(draft: Draft) -> None:
            await self._final(claim, choice, draft)
            self._drafts.pop(kept, None)

        def keep(draft: Draft) -> None:
            if draft.note or draft.evidence:
                self._drafts[kept] = draft

        about = f"final verdict: {shown.detail.line.text} {shown.detail.line.counted or ''}"
        asked = Asked(about, shown.detail.line.sentence, _finding(shown))
        dialog = ReasonsDialog(choice, asked, save, self._drafts.get(kept) or Draft(), keep)

        def closed(saved: object) -> None:
            self.show()
            if saved:
                self.action_next(1)

        self.app.push_screen(dialog, closed)

    @work(exclusive=True, group="step")
    async def action_next(self, by: int) -> None:
        """Go to another claim on which reviewers differ."""
        try:
            claim = await self._step(by)
        except WorkbenchError as error:
            self.fail(error)
            return
        if claim is None:
            self.warn(["There is no other claim on this list on which reviewers differ"])
            return
        self._claim = claim
        self.show()

    @work(exclusive=True, group="step")
    async def action_undo(self) -> None:
        """Take back what was done last, and go to the claim that it was about."""
        try:
            saved = await self._final(self._claim, None, Draft())
        except WorkbenchError as error:
            self.fail(error)
            return
        self._claim = saved.claim_id or self._claim
        self.show()


def _claim(shown: Shown) -> Content:
    line = shown.detail.line
    said = " · ".join(part for part in (one_line(line.speaker or ""), one_line(line.document or "")) if part)
    return Content.assemble(
        (one_line(line.text), "bold"), (f"  {said}", QUIET), f"\n“{one_line(line.sentence, _SENTENCE)}”\n",
        _finding(shown),
    )  # fmt: skip


def _finding(shown: Shown) -> Content:
    """Why the figure that counts for the claim gives its finding."""
    return explanation(shown, next((number for number, each in enumerate(shown.beside) if each.linked), 0))


def _vote(ballot: Ballot, shown: Shown) -> Content:
    """A vote in a column of its own."""
    rows = [Content.styled(ballot.reviewer, "bold underline")]
    if ballot.vote is None:
        rows.append(Content.styled("took the vote back", QUIET))
    else:
        rows += _decision(ballot.vote)
    if ballot.note and (ballot.vote is None or ballot.note != ballot.vote.note):
        rows.append(Content.assemble(("✎ ", "bold"), plain(ballot.note)))
    if ballot.first is not None:
        look = words.verdict(ballot.first.verdict or "")
        rows.append(Content.assemble(("first vote, before the reveal: ", QUIET), (str(look), look.colour)))
    against = None if ballot.vote is None else ballot.vote.seen.observation
    if against and against != shown.detail.line.observation_id:
        rows.append(Content.styled(f"held against {one_line(against, 80)}", QUIET))
    return Content("\n").join(rows)


def _decision(event: Event) -> list[Content]:
    look = words.verdict(event.verdict or "")
    rows = [Content.styled(str(look), f"bold {look.colour}")]
    rows += [Content(f"· {one_line(reason.replace('_', ' '), 60)}") for reason in event.reasons]
    if event.note:
        rows.append(Content.assemble(("✎ ", "bold"), plain(event.note)))
    rows += [Content.assemble(("→ ", "bold"), one_line(piece, 300)) for piece in event.evidence]
    rows.append(Content.styled(one_line(event.at)[:16].replace("T", " "), QUIET))
    return rows


def _outcome(ballots: Ballots) -> Content:
    """The final decision, or what it waits for."""
    if ballots.final is None:
        different = {each.vote.verdict for each in ballots.ballots if each.vote is not None}
        waiting = _waiting(ballots)
        told = waiting or ("They differ: a digit gives the final verdict." if len(different) > 1 else "They agree.")
        return Content.styled(told, "bold $text-warning" if waiting else "bold")
    rows = _decision(ballots.final)
    return Content("\n").join([Content.assemble((f"final, by {ballots.final.reviewer}: ", "bold"), rows[0]), *rows[1:]])


def _waiting(ballots: Ballots) -> str:
    if ballots.missing:
        return f"The votes are hidden until all are in. Not yet: {', '.join(ballots.missing)}"
    return "" if ballots.ballots else "Nobody has voted on this claim yet: a final verdict needs votes."
