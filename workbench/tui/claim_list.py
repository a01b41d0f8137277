"""The list of claims: a line for each, in columns, drawn from a few pages in memory however long the list is."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.content import Content
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from workbench.operations.desk_list import Row
from workbench.operations.desk_model import Line
from workbench.operations.plain import one_line
from workbench.tui import words

PAGE = 100
_PAGES_KEPT = 12
_AROUND = 4
_NARROW, _ROOMY = 60, 100


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the list; a width of 0 takes what the others leave."""

    name: str
    width: int


def columns(width: int) -> tuple[Column, ...]:
    """The columns that fit a width; the more room, the more of them."""
    if width < _NARROW:
        return (Column("quantity", max(8, width // 3)), Column("what", 0), Column("state", min(16, max(2, width // 3))))
    if width < _ROOMY:
        return (Column("quantity", 22), Column("what", 0), Column("comparison", 14), Column("state", 19))
    side = Column("speaker", min(24, width // 6)), Column("date", 10)
    return (Column("quantity", 27), Column("what", 0), *side, Column("comparison", 19), Column("state", 21))


def _widths(width: int) -> list[tuple[str, int]]:
    """The names of the columns with their widths in cells, which with a cell between them fill ``width``."""
    found = columns(width)
    left = width - sum(column.width for column in found) - (len(found) - 1)
    return [(column.name, column.width or max(0, left)) for column in found]


def header(width: int, order: str) -> Content:
    """The names of the columns over a list of ``width`` cells; the one that orders it is marked."""
    marked = {"date": "date", "deviation": "comparison"}.get(order)
    told = [
        set_cell_size(f"{name} ▾" if name == marked else name, size) for name, size in _widths(max(0, width - 1))
    ]
    return Content.styled(f" {' '.join(told)}", "$foreground-darken-3")


def _words_around(row: Row) -> str:
    """What a number that counts nothing is about: the words before it in its sentence, else those behind it."""
    before, _, after = row.sentence.partition(row.text)
    return f"…{' '.join(before.split()[-_AROUND:])}" if before.strip() else f"{' '.join(after.split()[:_AROUND])}…"


def _finding(row: Row, room: int) -> tuple[words.Look, str]:
    """The finding, with as much of what goes with it as fits ``room`` cells: how far off, and what it was then."""
    look = words.OTHER_PERIOD if row.is_of_other_period else words.comparison(row.comparison)
    before = f", then {words.comparison(row.comparison_then).symbol}" if row.comparison_then else ""
    off = f" {_percent(row.deviation)}" if row.deviation and not row.is_of_other_period else ""
    told = (f"{look}{off}{before}", f"{look}{before}" if before else f"{look}{off}", str(look))
    return look, next((each for each in told if cell_len(each) <= room), told[-1])


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

    class Resized(Message):
        """There is more or less room for the columns."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - the name that Textual gives it
        super().__init__(id=id)
        self.total = 0
        self.cursor = 0
        self._pages: dict[int, list[Line]] = {}
        self._asked: set[int] = set()
        self._base: Style | None = None

    def render_lines(self, crop: Region) -> list[Strip]:
        """Draw lines; the style that they share is looked up once."""
        self._base = self.rich_style
        return super().render_lines(crop)

    def begin(self, total: int, pages: dict[int, list[Line]], cursor: int = 0) -> None:
        """Show another list of so many claims, of which some pages are known."""
        self._asked.clear()
        self._pages = dict(pages)
        self.total = total
        self.virtual_size = Size(self.size.width, total)
        self.cursor = max(0, min(cursor, total - 1))
        self._reveal()
        self._prepare()
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
        self.refresh_line(before)
        self.refresh_line(self.cursor)
        if self.cursor != before:
            self.post_message(self.Moved(self.cursor))
        self._prepare()

    def _prepare(self) -> None:
        """Ask for what lies a page of memory away, so that no key has to wait for it."""
        for position in (self.cursor + PAGE, self.cursor - PAGE):
            self.line_at(max(0, min(position, self.total - 1)))

    @property
    def page_step(self) -> int:
        """How many claims fit on the screen."""
        return max(1, self.size.height - 1)

    def _reveal(self) -> None:
        top, height = self.cursor, max(1, self.size.height)
        if top < self.scroll_offset.y:
            self.scroll_to(y=top, animate=False, immediate=True, force=True)
        elif top + 1 > self.scroll_offset.y + height:
            self.scroll_to(y=top + 1 - height, animate=False, immediate=True, force=True)

    def on_resize(self) -> None:
        """Keep the cursor in sight, and the names of the columns over them."""
        self.post_message(self.Resized())
        self.virtual_size = Size(self.size.width, self.total)
        self._reveal()

    def on_click(self, event: events.Click) -> None:
        """Move to what was clicked."""
        position = event.y + self.scroll_offset.y
        if position < self.total:
            self.cursor = position
            self.refresh()
            self.post_message(self.Moved(position, clicked=True))

    def render_line(self, y: int) -> Strip:
        """One line of the screen."""
        position = y + self.scroll_offset.y
        width = self.scrollable_content_region.width
        base = self.rich_style if self._base is None else self._base
        if position >= self.total:
            return Strip.blank(width, base)
        line = self.line_at(position)
        chosen = position == self.cursor
        if chosen:
            base += self.get_component_rich_style("claims--cursor", partial=True)
        mark = Segment("▌" if chosen else " ", base)
        if line is None:
            return Strip([mark, Segment(set_cell_size("…", width - 1), base)])
        return Strip([mark, *self._fit(line, width - 1, base)])

    def _cells(self, line: Line, room: int) -> dict[str, tuple[str, str]]:
        """What stands in each column, with its tone; ``room`` is the width of the comparison."""
        row, decision = line.row, line.decision
        look = words.decision(decision)
        hedge = f"{one_line(row.hedge)} " if row.hedge and row.hedge not in row.text else ""
        number = f"→ {one_line(row.read_as)} (“{one_line(row.text)}”)" if row.read_as else hedge + one_line(row.text)
        finding, found = _finding(row, room)
        times = f" ×{row.tellings}" if row.tellings > 1 else ""
        marks = ("⚑" if decision.flagged else "") + ("✎" if decision.note else "") + ("!" if decision.stale else "")
        return {
            "quantity": (number + times, "strong"),
            "what": (one_line(row.counted or _words_around(row)), ""),
            "speaker": (_who(row), "quiet"),
            "date": (_day(row.posted_at), "quiet"),
            "comparison": (found, finding.tone),
            "state": (f"{look} {marks}".rstrip(), look.tone),
        }

    def _fit(self, line: Line, width: int, base: Style) -> list[Segment]:
        """The cells of a line in ``width`` cells of the screen."""
        widths = _widths(width)
        cells = self._cells(line, dict(widths).get("comparison", 0))
        segments: list[Segment] = []
        for name, size in widths:
            text, tone = cells[name]
            shown = text if cell_len(text) <= size else set_cell_size(text, max(0, size - 1)) + "…"[: max(0, size)]
            if segments:
                segments.append(Segment(" ", base))
            segments.append(Segment(set_cell_size(shown, size), self._style(base, tone)))
        return segments

    def _style(self, base: Style, tone: str) -> Style:
        return base + self.get_component_rich_style(f"claims--{tone}", partial=True) if tone else base


def _who(row: Row) -> str:
    """Who speaks; whose words were passed on; else the name of the file."""
    if row.forwarded_from:
        return f"↪ {one_line(row.forwarded_from)}"
    return one_line(row.speaker or (row.document or "").rpartition("/")[2])


def _percent(deviation: float) -> str:
    """A deviation in a few cells."""
    share = 100 * deviation
    if abs(share) >= 1000:
        return f"{'+' if share > 0 else '−'}>999 %"
    told = f"{share:+.{0 if abs(share) >= 10 else 1}f}"
    return f"{told if float(told) else '0.0'} %".replace("-", "−")


def _day(at: object) -> str:
    return "" if at is None else str(at)[:10]
