"""The open claim: its text, the observations beside it, and one panel of more, each a key away."""

from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.containers import Container, Vertical, VerticalScroll
from textual.content import Content
from textual.geometry import Region
from textual.message import Message
from textual.widgets import Static

from workbench.operations.desk_model import Beside, Shown
from workbench.tui import claim_text
from workbench.tui.put import put

_TALL = 30
_FAR = 600
_ROOMS = (160, 110, 70, 40, 0)  # characters of the text around the claim's sentence
_ENTER = ". i puts a figure in"


@dataclass(frozen=True, slots=True)
class Tab:
    """A panel of the claim and the key that shows it."""

    name: str
    key: str
    title: str


TABS = (
    Tab("claim", "F2", "claim"), Tab("chart", "F3", "chart"), Tab("tellings", "F4", "tellings"),
    Tab("similar", "F5", "decided alike"), Tab("history", "F6", "history"),
)  # fmt: skip


class ClaimView(VerticalScroll, can_focus=False, inherit_bindings=False):
    """Shows one claim; nothing is chosen for the reviewer but where the eye begins."""

    PARTS: ClassVar[tuple[str, ...]] = ("heading", "text", "facts", "why", "options", "source", "reviews")
    DEFAULT_CSS = """
    ClaimView {
        padding: 0 1;
        & Static { height: auto; }
        & > #tabs { height: 1; text-wrap: nowrap; }
        & #heading { text-wrap: nowrap; text-overflow: ellipsis; }
        & #text { margin: 1 0 1 0; }
        & #options { margin: 1 0 0 0; text-wrap: nowrap; text-overflow: ellipsis; }
        & #source { margin: 0 0 0 2; }
        & #behind { margin: 1 0 0 0; }
        & #reviews { margin: 1 0 0 0; }
        & #panel { margin: 1 0 0 0; text-wrap: nowrap; text-overflow: ellipsis; }
        & #panel.wrapped { text-wrap: wrap; }
        & .empty { display: none; }
        & #columns-of-claim { height: auto; layout: vertical; }
        & #said, & #figures { height: auto; }
        &.aside #options, &.aside #source, &.aside #text, &.aside #facts, &.aside #why, &.aside #behind,
        &.aside #reviews {
            display: none;
        }
    }
    """

    class Picked(Message):
        """A tab was clicked."""

        def __init__(self, name: str) -> None:
            self.name = name
            super().__init__()

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - the name that Textual gives it
        super().__init__(id=id)
        self.shown: Shown | None = None
        self.chosen = 0
        self.marked: list[str] = []
        self.tab = TABS[0].name
        self.telling = 0

    def compose(self) -> ComposeResult:
        """The parts, from what was said down to what was decided."""
        yield Static("", id="tabs", markup=False)
        with Container(id="columns-of-claim"):
            with Vertical(id="said"):
                for name in ("heading", "text", "facts", "why", "reviews"):
                    yield Static("", id=name, markup=False)
            with Vertical(id="figures"):
                for name in ("options", "source", "behind", "panel"):
                    yield Static("", id=name, markup=False)

    def show(self, shown: Shown | None) -> None:
        """Show another claim, or the same one again as it is now."""
        before, self.shown = self.shown, shown
        if before is None or shown is None or shown.detail.line.claim_id != before.detail.line.claim_id:
            self.chosen = self._first()
            self.marked = []
            self.telling = 0
            self.scroll_home(animate=False)
            self.put(Content(""))
            self.put_behind(Content(""))
        self.draw()

    @property
    def is_wide(self) -> bool:
        """Whether text and observations stand side by side."""
        return self.screen.has_class("-wide")

    @property
    def panel(self) -> str | None:
        """The panel that is to be seen: the one of the tab; beside the claim itself the chart, where there is room."""
        if self.tab != TABS[0].name:
            return self.tab
        return "chart" if self.is_wide else None

    @property
    def panel_size(self) -> tuple[int, int]:
        """Cells and lines that a panel may take."""
        width = self.size.width // 2 - 2 if self.is_wide else self.size.width - 2
        options = 0 if self.shown is None or not self.is_wide else 2 * len(self.shown.beside) + 3
        return max(20, width), min(18, max(9, self.size.height - 4 - options))

    def put(self, content: Content) -> None:
        """Fill the panel; what people wrote is shown whole there, tables keep a line for each row."""
        panel = self.query_one("#panel", Static)
        panel.set_class(self.panel == "history", "wrapped")
        panel.set_class(not content.plain, "empty")
        put(panel, content)

    def put_behind(self, content: Content) -> None:
        """Say what lies behind the finding; nothing where that is empty."""
        part = self.query_one("#behind", Static)
        part.set_class(not content.plain, "empty")
        put(part, content)

    def turn_to(self, name: str) -> None:
        """Show the panel of a tab."""
        self.tab = name
        self.put(Content(""))
        self.scroll_home(animate=False)
        self.draw()

    def _first(self) -> int:
        """Where the eye begins: at the linked observation, else at the first."""
        beside = () if self.shown is None else self.shown.beside
        return next((number for number, each in enumerate(beside) if each.linked), 0)

    @property
    def observation(self) -> Beside | None:
        """The observation that is chosen."""
        if self.shown is None or not self.shown.beside:
            return None
        return self.shown.beside[min(self.chosen, len(self.shown.beside) - 1)]

    def mark(self) -> bool:
        """Mark the chosen observation, or unmark it, and say whether there was one."""
        beside = self.observation
        if beside is None:
            return False
        name = beside.option.observation.observation_id
        if name in self.marked:
            self.marked.remove(name)
        else:
            self.marked.append(name)
        self.draw()
        return True

    def _marked(self, beside: Beside) -> int:
        """Which of the marked observations it is, from 1; 0 where it is none."""
        name = beside.option.observation.observation_id
        return self.marked.index(name) + 1 if name in self.marked else 0

    def choose(self, step: int) -> bool:
        """Choose the next observation or the one before, and say whether it was; where there is none, scroll."""
        if self.tab == "tellings" and self.shown is not None and self.shown.detail.line.tellings > 1:
            self.telling = max(0, min(self.telling + step, self.shown.detail.line.tellings - 1))
            self.call_after_refresh(self._reveal, "#panel", 2 * self.telling + 1)
            return True
        count = 0 if self.shown is None else len(self.shown.beside)
        wanted = self.chosen + step
        if not 0 <= wanted < count or (self.panel == self.tab and not self.is_wide):
            self.scroll_relative(y=3 * step, animate=False)
            return False
        self.chosen = wanted
        self.draw()
        self.call_after_refresh(self._reveal, "#options", 2 * self.chosen)
        return True

    def on_resize(self) -> None:
        """Show more or less of the text around the claim."""
        self.draw()

    def on_click(self, event: events.Click) -> None:
        """Turn to the tab, or choose the observation, that was clicked."""
        if event.widget is self.query_one("#tabs"):
            at = 0
            for tab in TABS:
                at += len(tab.key) + len(tab.title) + 4
                if event.x < at:
                    self.post_message(self.Picked(tab.name))
                    return
        elif event.widget is self.query_one("#options"):
            self.choose(event.y // 2 - self.chosen)

    def _reveal(self, part: str, line: int) -> None:
        """Bring the two lines of what was chosen in a part into sight."""
        region = self.query_one(part, Static).region
        top = region.y - self.region.y + self.scroll_offset.y + line
        self.scroll_to_region(Region(0, top, region.width, 2), animate=False, force=True)

    def draw(self) -> None:
        """Draw all parts but the panel."""
        shown = self.shown
        aside = self.tab != TABS[0].name and not self.is_wide
        self.set_class(aside, "aside")
        parts = dict.fromkeys(self.PARTS, Content(""))
        if shown is not None:
            parts["heading"] = claim_text.told_as(shown) if aside else claim_text.heading(shown)
            parts["facts"] = claim_text.facts(shown)
            parts["why"] = claim_text.explanation(shown, min(self.chosen, max(0, len(shown.beside) - 1)), _ENTER)
            rows = (
                claim_text.observation(
                    beside, shown, chosen=number == self.chosen, marked=self._marked(beside)
                )
                for number, beside in enumerate(shown.beside)
            )
            parts["options"] = Content("\n").join(rows)
            chosen = self.observation
            parts["source"] = Content("") if chosen is None else claim_text.source_lines(chosen)
            parts["reviews"] = claim_text.reviews(shown)
            parts["text"] = self._text(shown, parts)
        for name, content in parts.items():
            part = self.query_one(f"#{name}", Static)
            part.set_class(not content.plain, "empty")
            put(part, content)
        self._draw_tabs()

    def _text(self, shown: Shown, parts: dict[str, Content]) -> Content:
        """The claim in as much of its text as leaves two figures with their findings in sight."""
        if self.size.height >= _TALL:
            return claim_text.context(shown, _FAR)
        width = max(20, self.size.width - 2)
        taken = sum(parts[name].get_height({}, width) for name in ("heading", "facts", "why", "source"))
        left = self.size.height - 2 - taken - 2 * min(2, len(shown.beside))
        texts = (claim_text.context(shown, room) for room in _ROOMS)
        text = next(texts)
        while not self.is_wide and text.get_height({}, width) > left and (shorter := next(texts, None)) is not None:
            text = shorter
        return text

    def _draw_tabs(self) -> None:
        parts: list[tuple[str, str]] = []
        for tab in TABS:
            parts += [(f"{tab.key} ", "bold $text-accent")]
            here = tab.name == self.tab
            parts += [(f"[{tab.title}]" if here else f" {tab.title} ", "bold" if here else "$foreground-darken-3")]
            parts += [(" ", "")]
        put(self.query_one("#tabs", Static), Content.assemble(*parts))
