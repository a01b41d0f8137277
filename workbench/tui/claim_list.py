"""The list of claims: two lines for each, drawn from a few pages in memory however long the list is."""

from collections.abc import Iterable
from typing import ClassVar

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from workbench.operations.desk_list import Row
from workbench.operations.desk_model import Line
from workbench.operations.plain import one_line
from workbench.tui import words

PAGE = 100
_PAGES_KEPT = 12
_RIGHT = 17
_AROUND = 4


def _words_around(row: Row) -> str:
    """What a number that counts nothing is about: the words before it in its sentence, else those behind it."""
    before, _, after = row.sentence.partition(row.text)
    return f"…{' '.join(before.split()[-_AROUND:])}" if before.strip() else f"{' '.join(after.split()[:_AROUND])}…"


class ClaimList(ScrollView, can_focus=False, inherit_bindings=False):
    """Shows the claims around its cursor; asks for pages that it lacks, and says when the cursor has moved."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "claims--cursor", "claims--good", "claims--close", "claims--bad", "claims--quiet", "claims--strong",
    }  # fmt: skip
    DEFAULT_CSS = """
    ClaimList {
        scrollbar-size-horizontal: 0;
        & > .claims--cursor { background: $primary-muted; }
        & > .claims--good { color: $text-success; }
        & > .claims--close { color: $text-warning; }
        & > .claims--bad { color: $text-error; }
        & > .claims--quiet { color: $foreground-darken-3; }
        & > .claims--strong { text-style: bold; }
    }
    """

    class Wanted(Message):
        """A page is missing."""

        def __init__(self, page: int) -> None:
            self.page = page
            super().__init__()

    class Moved(Message):
        """The cursor is on another claim, or on the same one that was clicked."""

        def __init__(self, position: int, *, clicked: bool = False) -> None:
            self.position = position
            self.clicked = clicked
            super().__init__()

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - the name that Textual gives it
        super().__init__(id=id)
        self.total = 0
        self.cursor = 0
        self._pages: dict[int, list[Line]] = {}
        self._asked: set[int] = set()

    def begin(self, total: int, pages: dict[int, list[Line]], cursor: int = 0) -> None:
        """Show another list of so many claims, of which some pages are known."""
        self._asked.clear()
        self._pages = dict(pages)
        self.total = total
        self.virtual_size = Size(self.size.width, total * 2)
        self.cursor = max(0, min(cursor, total - 1))
        self._reveal()
        self.refresh()

    def put(self, page: int, lines: list[Line]) -> None:
        """Take a page in."""
        self._asked.discard(page)
        self._pages[page] = lines
        while len(self._pages) > _PAGES_KEPT:
            here = self.cursor // PAGE
            del self._pages[max(self._pages, key=lambda kept: abs(kept - here))]
        self.refresh()

    def update(self, lines: Iterable[Line]) -> None:
        """Replace the lines of claims that have changed, where they are in memory."""
        fresh = {line.row.claim_id: line for line in lines}
        for page in self._pages.values():
            page[:] = [fresh.get(line.row.claim_id, line) for line in page]
        self.refresh()

    @property
    def in_memory(self) -> set[str]:
        """The ids of the claims that are in memory."""
        return {line.row.claim_id for page in self._pages.values() for line in page}

    @property
    def line(self) -> Line | None:
        """The claim under the cursor, if it is there yet."""
        return self.line_at(self.cursor)

    def line_at(self, position: int) -> Line | None:
        """The claim at a position, if it is there yet; else it is asked for."""
        number, index = divmod(position, PAGE)
        page = self._pages.get(number)
        if page is None:
            if 0 <= position < self.total and number not in self._asked:
                self._asked.add(number)
                self.post_message(self.Wanted(number))
            return None
        return page[index] if index < len(page) else None

    def move_to(self, position: int) -> None:
        """Put the cursor on a position, or on the nearest there is."""
        before = self.cursor
        self.cursor = max(0, min(position, self.total - 1))
        self._reveal()
        self.refresh()
        if self.cursor != before:
            self.post_message(self.Moved(self.cursor))
        ahead = self.page_step if self.cursor > before else -self.page_step
        self.line_at(self.cursor + 2 * ahead)

    @property
    def page_step(self) -> int:
        """How many claims fit on the screen."""
        return max(1, self.size.height // 2)

    def _reveal(self) -> None:
        top, height = self.cursor * 2, max(2, self.size.height)
        if top < self.scroll_offset.y:
            self.scroll_to(y=top, animate=False, immediate=True, force=True)
        elif top + 2 > self.scroll_offset.y + height:
            self.scroll_to(y=top + 2 - height, animate=False, immediate=True, force=True)

    def on_resize(self) -> None:
        """Keep the cursor in sight."""
        self.virtual_size = Size(self.size.width, self.total * 2)
        self._reveal()

    def on_click(self, event: events.Click) -> None:
        """Move to what was clicked."""
        position = (event.y + self.scroll_offset.y) // 2
        if position < self.total:
            self.cursor = position
            self.refresh()
            self.post_message(self.Moved(position, clicked=True))

    def render_line(self, y: int) -> Strip:
        """One line of the screen."""
        position, lower = divmod(y + self.scroll_offset.y, 2)
        width = self.scrollable_content_region.width
        if position >= self.total:
            return Strip.blank(width, self.rich_style)
        line = self.line_at(position)
        chosen = position == self.cursor
        base = self.rich_style
        if chosen:
            base += self.get_component_rich_style("claims--cursor", partial=True)
        mark = Segment("▌" if chosen else " ", base)
        if line is None:
            return Strip([mark, Segment(set_cell_size(" …" if not lower else "", width - 1), base)])
        parts = self._lower(line) if lower else self._upper(line)
        return Strip([mark, *self._fit(parts, width - 1, base)])

    def _upper(self, line: Line) -> list[tuple[str, str, bool]]:
        row = line.row
        hedge = f"{one_line(row.hedge)} " if row.hedge and row.hedge not in row.text else ""
        counted = f" · {one_line(row.counted or _words_around(row))}"
        finding = words.comparison(row.comparison)
        return [(hedge + one_line(row.text), "strong", False), (counted, "", False), (str(finding), finding.tone, True)]

    def _lower(self, line: Line) -> list[tuple[str, str, bool]]:
        row, decision = line.row, line.decision
        name = (row.document or "").rpartition("/")[2]
        said = " · ".join(one_line(part) for part in (row.speaker or name, _day(row.posted_at)) if part)
        look = words.decision(decision)
        marks = ("⚑ " if decision.flagged else "") + ("✎ " if decision.note else "")
        return [(f"  {marks}", "strong", False), (said, "quiet", False), (str(look), look.tone, True)]

    def _fit(self, parts: list[tuple[str, str, bool]], width: int, base: Style) -> list[Segment]:
        """The parts in ``width`` cells: what belongs to the right keeps its column, the left is cut."""
        right = next((part for part in parts if part[2]), ("", "", True))
        right_width = min(_RIGHT, max(0, width // 2))
        left = width - right_width - 1
        segments: list[Segment] = []
        for text, tone, _ in (part for part in parts if not part[2]):
            room = left - sum(cell_len(segment.text) for segment in segments)
            if room > 0 and text:
                shown = text if cell_len(text) <= room else set_cell_size(text, room - 1) + "…"
                segments.append(Segment(shown, self._style(base, tone)))
        used = sum(cell_len(segment.text) for segment in segments)
        segments.append(Segment(" " * (width - right_width - used), base))
        segments.append(Segment(set_cell_size(right[0], right_width), self._style(base, right[1])))
        return segments

    def _style(self, base: Style, tone: str) -> Style:
        return base + self.get_component_rich_style(f"claims--{tone}", partial=True) if tone else base


def _day(at: object) -> str:
    return "" if at is None else str(at)[:10]
