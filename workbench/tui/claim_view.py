"""The open claim: its text and the observations beside it, one of which is chosen with the keys."""

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.geometry import Region
from textual.widgets import Static

from workbench.operations.desk_model import Beside, Shown
from workbench.tui import claim_text

_TALL = 30
_NEAR, _FAR = 160, 600


class ClaimView(VerticalScroll, can_focus=False, inherit_bindings=False):
    """Shows one claim; nothing is chosen for the reviewer but where the eye begins."""

    DEFAULT_CSS = """
    ClaimView {
        padding: 0 1;
        & > Static { height: auto; }
        & > #heading { text-wrap: nowrap; text-overflow: ellipsis; }
        & > #text { margin: 1 0 1 0; }
        & > #options { margin: 1 0 0 0; text-wrap: nowrap; text-overflow: ellipsis; }
        & > #source { margin: 0 0 0 2; }
        & > #reviews { margin: 1 0 0 0; }
        & > .empty { display: none; }
    }
    """

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - the name that Textual gives it
        super().__init__(id=id)
        self.shown: Shown | None = None
        self.chosen = 0

    def compose(self) -> ComposeResult:
        """The parts, from what was said down to what was decided."""
        for name in ("heading", "text", "facts", "why", "options", "source", "reviews"):
            yield Static("", id=name, markup=False)

    def show(self, shown: Shown | None) -> None:
        """Show another claim, or the same one again as it is now."""
        before, self.shown = self.shown, shown
        if before is None or shown is None or shown.detail.line.claim_id != before.detail.line.claim_id:
            self.chosen = self._first()
            self.scroll_home(animate=False)
        self._draw()

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

    def choose(self, step: int) -> None:
        """Choose the next observation or the one before; where there is none, scroll."""
        count = 0 if self.shown is None else len(self.shown.beside)
        wanted = self.chosen + step
        if not 0 <= wanted < count:
            self.scroll_relative(y=3 * step, animate=False)
            return
        self.chosen = wanted
        self._draw()
        self.call_after_refresh(self._reveal)

    def on_resize(self) -> None:
        """Show more or less of the text around the claim."""
        self._draw()

    def _reveal(self) -> None:
        options = self.query_one("#options", Static).virtual_region
        region = Region(0, options.y + 2 * self.chosen, options.width, 2)
        self.scroll_to_region(region, animate=False, force=True)

    def _draw(self) -> None:
        shown = self.shown
        parts = dict.fromkeys(("heading", "text", "facts", "why", "options", "source", "reviews"), Content(""))
        if shown is not None:
            room = _FAR if self.size.height >= _TALL else _NEAR
            parts["heading"] = claim_text.heading(shown)
            parts["text"] = claim_text.context(shown, room)
            parts["facts"] = claim_text.facts(shown)
            parts["why"] = claim_text.explanation(shown, min(self.chosen, max(0, len(shown.beside) - 1)))
            rows = (
                claim_text.observation(beside, shown, chosen=number == self.chosen)
                for number, beside in enumerate(shown.beside)
            )
            parts["options"] = Content("\n").join(rows)
            chosen = self.observation
            parts["source"] = Content("") if chosen is None else claim_text.source_lines(chosen)
            parts["reviews"] = claim_text.reviews(shown)
        for name, content in parts.items():
            part = self.query_one(f"#{name}", Static)
            part.set_class(not content.plain, "empty")
            part.update(content)
