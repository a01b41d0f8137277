"""Forms: fields one below the other in a small window, checked while somebody types."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.suggester import SuggestFromList
from textual.widgets import Input, Static

from workbench.errors import WorkbenchError
from workbench.operations.plain import plain
from workbench.tui import field as fields
from workbench.tui.clickable import Clickable, key_items
from workbench.tui.dialogs import Dialog

Given = dict[str, str]
_MOMENT = 0.05  # seconds


@dataclass(frozen=True, slots=True)
class Field:
    """A field: its name in what is saved, what it is, and what can be taken over into it."""

    name: str
    hint: str = ""
    known: tuple[str, ...] = ()


def _suggester(known: Iterable[str]) -> SuggestFromList:
    return SuggestFromList([plain(each) for each in known], case_sensitive=False)


class Form(Dialog):
    """A window of fields. What is typed outlives an error, and a form that was closed without saving."""

    FIELDS: ClassVar[tuple[Field, ...]] = ()
    DEFAULT_CSS = """
    Form {
        & VerticalScroll { max-height: 14; }
        & .row { height: 1; }
        & .row Static { width: 11; height: 1; color: $foreground-darken-3; text-wrap: nowrap; }
        & .row:focus-within Static { color: $text-accent; text-style: bold; }
        & .row Input { width: 1fr; height: 1; border: none; padding: 0 1; background: $boost; }
        & .row Input:focus { background: $primary-muted; }
        & #preview { margin: 0; max-height: 6; }
    }
    """

    def __init__(
        self,
        title: str,
        given: Mapping[str, str],
        keep: Callable[[Given], None],
        fresh: Mapping[str, str] | None = None,
    ) -> None:
        """``given`` may be a draft; ``fresh`` is what the form begins with where there is none."""
        super().__init__()
        self._title, self._start, self._keep = title, dict(given), keep
        self._fresh = dict(given if fresh is None else fresh)
        self._saving = False

    def fields(self) -> tuple[Field, ...]:
        """The fields, from above."""
        return self.FIELDS

    def compose(self) -> ComposeResult:
        """The title, the fields, what they mean so far, what went wrong, the keys."""
        with Vertical():
            yield Static(Content(plain(self._title)), classes="title", markup=False)
            with VerticalScroll(can_focus=False):
                for field in self.fields():
                    with Horizontal(classes="row", id=f"row-{field.name}"):
                        yield Static(Content(field.name.replace("_", " ")), markup=False)
                        yield fields.Field(
                            self._start.get(field.name, ""), id=f"field-{field.name}", placeholder=field.hint,
                            compact=True,
                            suggester=_suggester(field.known) if field.known else None,
                        )  # fmt: skip
            yield Static("", id="preview", markup=False)
            yield Static("", classes="error", markup=False)
            yield Clickable(key_items(self.TABLE))

    def on_mount(self) -> None:
        """Begin in the first field that is empty, else in the first."""
        inputs = list(self.query(Input))
        if not inputs:  # it was closed before it was there
            return
        for each in inputs:
            each.cursor_blink = False
        self.first_field(inputs).focus()
        self.check_soon()

    def first_field(self, inputs: list[Input]) -> Input:
        """Where typing begins."""
        return inputs[0]

    @property
    def given(self) -> Given:
        """What stands in the fields now, by their names."""
        return {each.id.removeprefix("field-"): each.value for each in self.query(Input) if each.id}

    # -- what is typed ------------------------------------------------------------------------------------------

    def on_input_changed(self, event: Input.Changed) -> None:
        """Check what is typed."""
        event.stop()
        self.query_one(".error", Static).remove_class("shown")
        self.check_soon()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter goes on to the next field."""
        event.stop()
        self.action_next_field()

    @work(exclusive=True, group="check")
    async def check_soon(self) -> None:
        """Show what the fields mean so far, once nobody has typed for a moment."""
        await asyncio.sleep(_MOMENT)
        try:
            told = await self.check()
        except WorkbenchError as error:
            told = Content.styled(f"… {plain(str(error.problem))}", "$text-warning")
        for preview in self.query("#preview").results(Static):  # none where the form was closed meanwhile
            preview.update(told)

    async def check(self) -> Content:
        """What the fields mean so far.

        Raises:
            WorkbenchError: They cannot be used as they are.
        """
        raise NotImplementedError

    # -- keys ---------------------------------------------------------------------------------------------------

    def action_next_field(self) -> None:
        """The next field that is shown."""
        self._step(1)

    def action_previous_field(self) -> None:
        """The field before."""
        self._step(-1)

    def _step(self, by: int) -> None:
        inputs = [each for each in self.query(Input) if each.parent is None or each.parent.display]
        here = next((number for number, each in enumerate(inputs) if each.has_focus), 0)
        if inputs:  # none are left where it is just being closed
            inputs[(here + by) % len(inputs)].focus()

    def action_complete(self) -> None:
        """Take over what is suggested."""
        focused = self.focused
        if isinstance(focused, Input):
            focused.action_cursor_right()

    def action_begin_again(self) -> None:
        """Drop what was typed."""
        inputs = list(self.query(Input))
        for each in inputs:
            each.value = self._fresh.get((each.id or "").removeprefix("field-"), "")
        if inputs:
            self.first_field(inputs).focus()

    def action_save(self) -> None:
        """Save; stay open where that fails."""
        self.save(self.commit)

    @work(exclusive=True, group="save")
    async def save(self, commit: Callable[[], Awaitable[bool]]) -> None:
        """Do what saves; close when it says that it is done."""
        if self._saving:
            return
        self._saving = True
        self._keep(self.given)
        try:
            done = await commit()
        except WorkbenchError as error:
            self.fail(error)
        else:
            if done:
                self._keep({})
                self.dismiss(result=True)
        finally:
            self._saving = False

    async def commit(self) -> bool:
        """Save what is given; whether it is saved.

        Raises:
            WorkbenchError: It was not saved, and why.
        """
        raise NotImplementedError

    def action_cancel(self) -> None:
        """Close; what was typed is kept."""
        if not self._saving:
            begun = {name: text for name, text in self._fresh.items() if text}
            typed = {name: text for name, text in self.given.items() if text}
            self._keep({} if typed == begun else self.given)
            self.dismiss(result=False)
