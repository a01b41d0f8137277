"""The small windows over the review screen. Each saves itself, so that what was entered stays until it is saved."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from textwrap import wrap
from typing import ClassVar

from textual import events, work
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.suggester import Suggester
from textual.widgets import Input, Static, TextArea

from workbench.errors import Problem, WorkbenchError
from workbench.operations.desk import Desk
from workbench.operations.desk_filter import HINT, complete
from workbench.operations.plain import one_line, plain
from workbench.reviews.scale import Choice
from workbench.tui import keys, words
from workbench.tui.clickable import Clickable, key_items
from workbench.tui.field import Area, Field
from workbench.tui.keys import Key
from workbench.tui.keystrokes import forget_typed
from workbench.tui.put import put
from workbench.tui.still import Still

SaveText = Callable[[str], Awaitable[None]]
# Cells of a line of the help, and of the keys in it.
_HELP, _KEY = 70, 11
# Cells of a reason without its meaning, and lines of a screen that has room for the meanings.
_REASON, _ROOMY = 34, 30
_USUAL = 24


@dataclass(frozen=True, slots=True)
class Draft:
    """What was entered in the form of a verdict."""

    reasons: tuple[str, ...] = ()
    note: str = ""
    evidence: str = ""

    @property
    def pieces(self) -> tuple[str, ...]:
        """The evidence, piece by piece."""
        return tuple(piece for part in self.evidence.split(";") if (piece := part.strip()))


Save = Callable[[Draft], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Asked:
    """What a verdict is given on: the claim in a few words, its sentence, and why the finding is what it is."""

    claim: str
    sentence: str
    finding: Content


class Dialog(Still, ModalScreen[bool]):
    """A window with a title, a body, a line for what went wrong, and its keys."""

    TABLE: ClassVar[tuple[Key, ...]] = ()
    PLACE: ClassVar[str] = ""
    DEFAULT_CSS = """
    Dialog {
        align: center middle;
        & > Vertical {
            width: 78; max-width: 100%; height: auto; max-height: 100%;
            padding: 0 1; border: round $primary; background: $surface; overflow-y: auto;
        }
        & Static { height: auto; }
        & .title { text-style: bold; } & Clickable { dock: bottom; }
        & .error { color: $text-error; text-style: bold; display: none; }
        & .error.shown { display: block; }
        & VerticalScroll { height: auto; max-height: 16; }
        & TextArea { height: 8; } & Input { background: $panel; }
        & #reasons { text-wrap: nowrap; text-overflow: ellipsis; }
    }
    """

    def fail(self, error: WorkbenchError) -> None:
        """Say what went wrong; everything entered stays."""
        line = self.query_one(".error", Static)
        line.update(Content(f"✗ {plain(str(error.problem))}"))
        line.add_class("shown")
        forget_typed(self.app)

    def warn(self, lines: Iterable[str]) -> None:
        """Say what a person should look at again before it is saved."""
        line = self.query_one(".error", Static)
        line.update(Content("\n").join(Content(f"? {plain(text)}") for text in lines))
        line.add_class("shown")

    def action_cancel(self) -> None:
        """Close without saving."""
        self.dismiss(result=False)

    def action_help(self) -> None:
        """Show the keys of this window."""
        self.app.push_screen(HelpDialog(self.PLACE))

    def frame(self, title: Content, *body: Static | VerticalScroll | TextArea | Input) -> Vertical:
        """The window around its body."""
        return Vertical(
            Static(title, classes="title", markup=False),
            *body,
            Static("", classes="error", markup=False),
            Clickable(key_items(self.TABLE)),
        )


class ReasonsDialog(Dialog):
    """A verdict's reasons by letter, its note and its evidence; Enter saves with or without any."""

    TABLE = keys.REASONS_DIALOG
    PLACE = "reasons"
    AUTO_FOCUS = ""
    BINDINGS = keys.bindings(TABLE)

    DEFAULT_CSS = """
    ReasonsDialog {
        align: center bottom;
        & #sentence { max-height: 4; color: $foreground-darken-3; } & #finding { max-height: 3; }
    }
    """

    def __init__(
        self, verdict: Choice, asked: Asked, save: Save, draft: Draft, keep: Callable[[Draft], None]
    ) -> None:  # fmt: skip
        super().__init__()
        self._verdict, self._asked, self._save, self._draft, self._keep = verdict, asked, save, draft, keep
        self._letters = dict(keys.reason_letters())
        self.marked: list[str] = list(draft.reasons)
        self._saving = False

    def compose(self) -> ComposeResult:
        """The verdict, the claim with its finding, the reasons, note and evidence."""
        look = words.verdict(self._verdict.name)
        title = Content.assemble((str(look), look.colour), f" · {one_line(self._asked.claim, 60)}")
        note = Field(self._draft.note, id="note", placeholder="note", select_on_focus=False, compact=True)
        evidence = Field(
            self._draft.evidence, id="evidence", placeholder="evidence: URLs, observations, words; between them: ;",
            select_on_focus=False, compact=True,
        )  # fmt: skip
        note.cursor_blink = evidence.cursor_blink = False  # nothing moves at rest
        said = Static(self._said(), id="sentence", markup=False)
        finding = Static(self._asked.finding, id="finding", markup=False)
        yield self.frame(title, said, finding, Static(self._body(), id="reasons", markup=False), note, evidence)

    def on_resize(self) -> None:
        """The reasons with their meanings where there is room, else side by side; the sentence as far as it fits."""
        put(self.query_one("#reasons", Static), self._body())
        put(self.query_one("#sentence", Static), self._said())

    def _said(self) -> Content:
        width = max(20, min(74, self.app.size.width - 4))
        lines = 4 if self.app.size.height >= _USUAL else 1
        return Content(f"“{one_line(self._asked.sentence, lines * width - 12)}”")

    @property
    def _across(self) -> int:
        """How many reasons stand side by side."""
        return 1 if self.app.size.height >= _ROOMY else max(1, min(2, (self.app.size.width - 4) // _REASON))

    def _body(self) -> Content:
        told = [self._reason(letter, reason) for letter, reason in self._letters.items()]
        rows = -(-len(told) // self._across)
        return Content("\n").join(Content("").join(told[row::rows]) for row in range(rows))

    def _reason(self, letter: str, reason: Choice) -> Content:
        marked = reason.name in self.marked
        told = Content.assemble(
            ("[x] " if marked else "[ ] ", "bold" if marked else ""), (letter, "bold $text-accent"),
            (f" {reason.label}", "bold" if marked else ""),
        )  # fmt: skip
        if self.app.size.height >= _ROOMY:
            return Content.assemble(told, (f"  {reason.meaning}", "$foreground-darken-3"))
        return told if self._across == 1 else told.pad_right(_REASON - told.cell_length)

    def on_key(self, event: events.Key) -> None:
        """Mark or unmark the reason of a letter."""
        reason = self._letters.get(event.character or "")
        if reason is None or self._saving or isinstance(self.focused, Input):
            return
        event.stop()
        self._toggle(reason.name)

    def on_click(self, event: events.Click) -> None:
        """Mark or unmark the reason that was clicked."""
        clicked = event.get_content_offset(self.query_one("#reasons"))
        if clicked is None or self._saving:
            return
        reasons = list(self._letters.values())
        rows = -(-len(reasons) // self._across)
        number = clicked.y + (rows * (clicked.x // _REASON) if self._across > 1 else 0)
        if number < len(reasons):
            self._toggle(reasons[number].name)

    def _toggle(self, name: str) -> None:
        if name in self.marked:
            self.marked.remove(name)
        else:
            self.marked.append(name)
        self.query_one("#reasons", Static).update(self._body())

    @property
    def draft(self) -> Draft:
        """What is entered so far."""
        note, evidence = (self.query_one(f"#{name}", Input).value for name in ("note", "evidence"))
        return Draft(tuple(self.marked), note, evidence)

    def action_next_field(self) -> None:
        """From the reasons to the note, to the evidence, and back."""
        fields: list[Input | None] = [None, *self.query(Input)]
        focused = self.focused if isinstance(self.focused, Input) else None
        self.set_focus(fields[(fields.index(focused) + 1) % len(fields)])

    def action_cancel(self) -> None:
        """Give no verdict; what was written stays as a draft."""
        self._keep(self.draft)
        self.dismiss(result=False)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter in a field saves too."""
        event.stop()
        self.action_save()

    def action_save(self) -> None:
        """Save the verdict, once; stay open where that fails."""
        if not self._saving:
            self._saving = True
            self.set_focus(None)
            self._save_now()

    @work(group="save")
    async def _save_now(self) -> None:
        try:
            await self._save(self.draft)
        except WorkbenchError as error:
            self._keep(self.draft)
            self.fail(error)
            self._saving = False
        else:
            self.dismiss(result=True)


class NoteDialog(Dialog):
    """A note on a claim; closed without saving it stays a draft."""

    TABLE = keys.NOTE_DIALOG
    PLACE = "note"
    BINDINGS = keys.bindings(TABLE)

    def __init__(self, claim: str, text: str, save: SaveText, keep: Callable[[str], None]) -> None:
        super().__init__()
        self._claim, self._text, self._save, self._keep = claim, text, save, keep
        self._saving = False

    def compose(self) -> ComposeResult:
        """The claim, and the field for the note."""
        area = Area(self._text, id="note", tab_behavior="focus")
        yield self.frame(Content(f"Note on {one_line(self._claim, 60)}"), area)

    def on_mount(self) -> None:
        """Write on at the end."""
        area = self.query_one(TextArea)
        area.move_cursor(area.document.end)
        area.focus()

    def action_save(self) -> None:
        """Save the note, once; stay open where that fails."""
        if not self._saving:
            self._saving = True
            self._save_now()

    @work(group="save")
    async def _save_now(self) -> None:
        text = self.query_one(TextArea).text
        try:
            await self._save(text)
        except WorkbenchError as error:
            self._keep(text)
            self.fail(error)
            self._saving = False
        else:
            self.dismiss(result=True)

    def action_cancel(self) -> None:
        """Close and keep the draft."""
        self._keep(self.query_one(TextArea).text)
        self.dismiss(result=False)


class _Completer(Suggester):
    """Completes the last word of a filter: keys, and the names that occur in the case."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(use_cache=False, case_sensitive=True)
        self._desk = desk
        self._names: dict[str, list[str]] | None = None

    async def get_suggestion(self, value: str) -> str | None:
        """The filter with its last word completed."""
        if self._names is None:
            try:
                self._names = await asyncio.to_thread(self._desk.names)
            except WorkbenchError:
                self._names = {}
        names = {key: [plain(name) for name in known] for key, known in self._names.items()}
        return complete(value, self._desk.scale.names, names)


class FilterDialog(Dialog):
    """Words and key:value pairs that the claims must fit."""

    TABLE = keys.FILTER_DIALOG
    PLACE = "filter"
    BINDINGS = keys.bindings(TABLE)

    def __init__(self, written: str, apply: Callable[[str], None], desk: Desk) -> None:
        super().__init__()
        self._written, self._apply, self._desk = written, apply, desk

    def compose(self) -> ComposeResult:
        """The field, and what can be written."""
        suggester = _Completer(self._desk)
        field = Field(
            self._written, id="filter", placeholder="all claims", select_on_focus=False, suggester=suggester
        )
        yield self.frame(Content("List the claims that fit"), field, Static(Content(HINT), markup=False))

    def on_mount(self) -> None:
        """Write at once."""
        field = self.query_one(Input)
        field.cursor_blink = False
        field.focus()

    def action_complete(self) -> None:
        """Take over what is suggested."""
        self.query_one(Input).action_cursor_right()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Apply what was written."""
        event.stop()
        self.action_apply()

    def action_apply(self) -> None:
        """Apply what was written; stay open where it cannot be read."""
        try:
            self._apply(self.query_one(Input).value)
        except WorkbenchError as error:
            self.fail(error)
        else:
            self.dismiss(result=True)


class ScrollingDialog(Dialog):
    """A window whose text may be longer than the screen."""

    def action_down(self) -> None:
        """Scroll."""
        self.query_one(VerticalScroll).scroll_relative(y=1, animate=False)

    def action_up(self) -> None:
        """Scroll."""
        self.query_one(VerticalScroll).scroll_relative(y=-1, animate=False)

    def action_page_down(self) -> None:
        """Scroll."""
        self.query_one(VerticalScroll).scroll_page_down(animate=False)

    def action_page_up(self) -> None:
        """Scroll."""
        self.query_one(VerticalScroll).scroll_page_up(animate=False)


class ReadDialog(ScrollingDialog):
    """Something to read."""

    TABLE = keys.READ_DIALOG
    PLACE = "reading"
    BINDINGS = keys.bindings(TABLE)
    DEFAULT_CSS = "ReadDialog VerticalScroll { max-height: 75vh; }"

    def __init__(self, title: str, body: Content) -> None:
        super().__init__()
        self._title, self._body = title, body

    def compose(self) -> ComposeResult:
        """The title and the text."""
        body = Static(self._body, id="body", markup=False)
        yield self.frame(Content(self._title), VerticalScroll(body, can_focus=False))


class RowsDialog(ReadDialog):
    """Keys with what they do beside them, under headings."""

    def __init__(self, title: str, groups: list[tuple[str, list[tuple[str, str]]]]) -> None:
        super().__init__(title, Content(""))
        self._groups = groups

    def on_resize(self) -> None:
        """Wrap what the keys do beside them, not below."""
        room = max(20, min(_HELP, self.size.width - 10) - _KEY)
        rows = []
        for heading, group in self._groups:
            if heading:
                rows += [Content(""), Content.styled(heading, "bold")]
            for shown, about in group:
                first, *more = wrap(about, room) or [""]
                rows.append(Content.assemble((f"{shown:<{_KEY}}", "bold $text-accent"), first))
                rows += [Content(" " * _KEY + line) for line in more]
        self.query_one("#body", Static).update(Content("\n").join(rows[1:] if self._groups[0][0] else rows))


class HelpDialog(RowsDialog):
    """The keys of a place, from the one table, under headings; the verdicts first."""

    def __init__(self, place: str, verdicts: Iterable[Choice] = (), table: Iterable[Key] = ()) -> None:
        title, usual = keys.PLACES[place]
        groups = [(heading, [(key.shown, key.about) for key in group])
                  for heading, group in keys.grouped(table or usual)]  # fmt: skip
        meanings = [(str(n), f"{words.verdict(choice.name)}: {choice.meaning}") for n, choice in enumerate(verdicts, 1)]
        if meanings:
            groups.insert(0, ("Verdicts", meanings))
        if place == "reasons":
            reasons = [(key, f"{reason.label}: {reason.meaning}") for key, reason in keys.reason_letters()]
            groups.append(("Reasons", reasons))
        super().__init__(f"Keys: {title}", groups)


class ProblemsDialog(ReadDialog):
    """What could not be read, with file and line and what to do."""

    def __init__(self, problems: list[Problem]) -> None:
        rows = [
            Content.assemble((one_line(problem.where) or "the case", "bold"), f"\n  {plain(problem.message)}",
                             (f"\n  {plain(problem.hint)}" if problem.hint else "", "$foreground-darken-3"))
            for problem in problems
        ]  # fmt: skip
        text = Content("\n").join(rows) if rows else Content("Everything in the case could be read.")
        super().__init__(f"Problems: {len(problems)}", text)


class QuitDialog(Dialog):
    """Asked only where something that was written is not saved."""

    TABLE = keys.QUIT_DIALOG
    PLACE = "quit"
    BINDINGS = keys.bindings(TABLE)

    def __init__(self, drafts: int) -> None:
        super().__init__()
        self._drafts = drafts

    def compose(self) -> ComposeResult:
        """The question."""
        what = "A note or form is" if self._drafts == 1 else f"{self._drafts} notes or forms are"
        yield self.frame(Content(f"{what} not saved yet. Quit and lose what you wrote?"))

    def action_save(self) -> None:
        """Quit."""
        self.dismiss(result=True)
