"""Choosing the words of a claim that was missed, in the text around the claim that is open."""

import re
from collections.abc import Awaitable, Callable
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static, TextArea

from workbench.errors import WorkbenchError
from workbench.extraction.pointing import Span
from workbench.operations.desk_mend import Passage, Preview, words_at
from workbench.operations.plain import one_line, plain
from workbench.tui import keys
from workbench.tui.clickable import Clickable, key_items
from workbench.tui.correct import told
from workbench.tui.dialogs import Dialog

Show = Callable[[Span], Awaitable[Preview]]
Save = Callable[[Span], Awaitable[None]]
_WORD = re.compile(r"\S+")


class PassageText(TextArea, inherit_bindings=False):
    """The text; of its own keys only those that move by line and page, the window has the others."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "cursor_up", show=False),
        Binding("down", "cursor_down", show=False),
        Binding("pageup", "cursor_page_up", show=False),
        Binding("pagedown", "cursor_page_down", show=False),
    ]


class WordsDialog(Dialog):
    """The text, of which words are chosen with the keys or the mouse, and how they are read."""

    TABLE = keys.WORDS_DIALOG
    PLACE = "words"
    BINDINGS = keys.bindings(TABLE)
    DEFAULT_CSS = """
    WordsDialog {
        & > Vertical { width: 100%; height: 100%; }
        & TextArea { height: 1fr; border: none; &:focus { border: none; } }
        & #preview { max-height: 5; margin: 1 0 0 0; }
    }
    """

    def __init__(self, passage: Passage, show: Show, save: Save, fields: Callable[[Span], None]) -> None:
        super().__init__()
        self._passage, self._show, self._save, self._fields = passage, show, save, fields
        shown = passage.shown
        self._text = plain(passage.document.text[shown.start : shown.end])
        self._anchor = passage.claim.start - shown.start
        self._head = passage.claim.end - shown.start
        self._lines = [0, *(found.end() for found in re.finditer("\n", self._text))]
        self._saving = False

    def compose(self) -> ComposeResult:
        """The text, the reading of what is chosen, what went wrong, the keys."""
        with Vertical():
            title = f"Choose the words of a missed claim · {one_line(self._passage.document.path, 40)}"
            yield Static(Content(title), classes="title", markup=False)
            yield PassageText(self._text, id="passage", read_only=True, soft_wrap=True, show_cursor=True)
            yield Static("", id="preview", markup=False)
            yield Static("", classes="error", markup=False)
            yield Clickable(key_items(self.TABLE))

    def on_mount(self) -> None:
        """Begin at the word behind the open claim."""
        self.query_one(PassageText).focus()
        self.action_move(1)

    @property
    def chosen(self) -> Span:
        """The chosen words, as a place in the document."""
        low, high = sorted((self._anchor, self._head))
        span = words_at(self._text, low, max(low, high))
        origin = self._passage.shown.start
        return Span(origin + span.start, origin + span.end)

    # -- choosing -----------------------------------------------------------------------------------------------

    def action_move(self, by: int) -> None:
        """Choose the next word alone, or the one before."""
        low, high = sorted((self._anchor, self._head))
        word = self._word_after(high) if by > 0 else self._word_before(low)
        if word is not None:
            self._choose(word.start(), word.end())

    def action_extend(self, by: int) -> None:
        """Choose one word more, on the right or on the left."""
        low, high = sorted((self._anchor, self._head))
        word = self._word_after(high) if by > 0 else self._word_before(low)
        if word is not None:
            self._choose(min(low, word.start()), max(high, word.end()))

    def _word_after(self, at: int) -> re.Match[str] | None:
        inside = _WORD.match(self._text, at) if at and not self._text[at - 1].isspace() else None
        return _WORD.search(self._text, at if inside is None else inside.end())

    def _word_before(self, at: int) -> re.Match[str] | None:
        before = [*_WORD.finditer(self._text, max(0, at - 400), at)]
        return before[-1] if before else None

    def _choose(self, start: int, end: int) -> None:
        # The area tells of its selection later, when the next key may have been pressed already.
        self._anchor, self._head = start, end
        area = self.query_one(PassageText)
        area.selection = type(area.selection)(self._location(start), self._location(end))

    def _location(self, offset: int) -> tuple[int, int]:
        row = max(number for number, begin in enumerate(self._lines) if begin <= offset)
        return row, offset - self._lines[row]

    def _offset(self, location: tuple[int, int]) -> int:
        return self._lines[location[0]] + location[1]

    def on_text_area_selection_changed(self, event: TextArea.SelectionChanged) -> None:
        """Read what is chosen, by keys or mouse."""
        event.stop()
        now = self.query_one(PassageText).selection
        self._anchor, self._head = self._offset(now.start), self._offset(now.end)
        self.query_one(".error", Static).remove_class("shown")
        self.read()

    @work(exclusive=True, group="read")
    async def read(self) -> None:
        """Show how the chosen words are read."""
        span = self.chosen
        chosen = one_line(self._passage.document.text[span.start : span.end], 60)
        try:
            shown = told(await self._show(span))
        except WorkbenchError as error:
            shown = Content.styled(plain(str(error.problem)), "$text-warning")
        for preview in self.query("#preview").results(Static):
            preview.update(Content.assemble((f"“{chosen}” ", "bold"), "\n", shown))

    # -- adding -------------------------------------------------------------------------------------------------

    @work(exclusive=True, group="save")
    async def action_save(self) -> None:
        """Add the claim; stay open where that fails."""
        if self._saving:
            return
        self._saving = True
        try:
            await self._save(self.chosen)
        except WorkbenchError as error:
            self.fail(error)
        else:
            self.dismiss(result=True)
        finally:
            self._saving = False

    def action_fields(self) -> None:
        """Say how the words are to be read."""
        self._fields(self.chosen)
