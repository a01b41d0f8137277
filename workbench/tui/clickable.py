"""Lines of what can be done, each part of which can be clicked as well as typed."""

from collections.abc import Iterable, Sequence

from textual import events
from textual.content import Content
from textual.widgets import Static

from workbench.tui import words
from workbench.tui.keys import Key
from workbench.tui.put import put

Item = tuple[Content, str]  # what is shown, and the action of the screen that it stands for
_GAP, _USUAL = 2, 74


def laid_out(items: Iterable[Item], width: int) -> tuple[Content, list[tuple[int, int, int, str]]]:
    """The items in as many lines of ``width`` cells as they need, with line, first cell, end and action of each."""
    shown, spots, line, at = Content(""), [], 0, 0
    for content, action in items:
        size = content.cell_length
        if at and at + _GAP + size > width:
            shown, line, at = Content.assemble(shown, "\n"), line + 1, 0
        elif at:
            shown, at = Content.assemble(shown, " " * _GAP), at + _GAP
        shown = Content.assemble(shown, content)
        spots.append((line, at, at + size, action))
        at += size
    return shown, spots


def key_items(table: Sequence[Key], width: int | None = None) -> list[Item]:
    """The keys of a footer; in one line of ``width`` cells those that fit, and among them the one for help."""
    shown = [key for key in table if key.footer]
    if width is not None:
        while len(shown) > 1 and _cells(shown) > width:
            shown.remove(next((key for key in reversed(shown) if key.action != "help"), shown[0]))
        for more in (key for key in table if key.wide):
            if _cells([*shown, more]) <= width:
                shown.append(more)
        shown.sort(key=list(table).index)
    return [
        (
            Content.assemble((_first(key), "bold $text-accent"), (f" {key.label}", "$foreground-darken-3")),
            "" if "{key}" in key.action else key.action,
        )
        for key in shown
    ]


def verdict_items(verdicts: Sequence[str], proposed: str | None = None) -> list[Item]:
    """The digits with their verdicts; what is proposed in ‹ ›."""
    items = []
    for number, name in enumerate(verdicts, 1):
        look = words.verdict(name)
        told = f"‹{look}›" if name == proposed else str(look)
        shown = Content.assemble((f"{number} ", "bold $text-accent"), (told, look.colour))
        items.append((shown, f"verdict('{number}')"))
    return items


def _cells(keys: Sequence[Key]) -> int:
    return sum(len(_first(key)) + len(key.label) + 1 + _GAP for key in keys) - _GAP


def _first(key: Key) -> str:
    return key.shown.split(" ")[0]


class Clickable(Static):
    """Lines of items. A click on one does what its key does."""

    def __init__(self, items: Iterable[Item] = (), *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002 - the name that Textual gives it
        self._items = list(items)
        content, self._spots = laid_out(self._items, _USUAL)
        super().__init__(content, id=id, classes=classes, markup=False)

    def show(self, items: Iterable[Item], width: int) -> None:
        """Show other items in lines of ``width`` cells."""
        self._items = list(items)
        content, self._spots = laid_out(self._items, max(1, width))
        put(self, content)

    def on_resize(self) -> None:
        """Keep each item whole on its line."""
        self.show(self._items, self.content_size.width)

    async def on_click(self, event: events.Click) -> None:
        """Do what was clicked."""
        offset = event.get_content_offset(self)
        if offset is None:
            return
        for line, first, end, action in self._spots:
            if action and line == offset.y and first <= offset.x < end:
                event.stop()
                await self.screen.run_action(action)
                return
