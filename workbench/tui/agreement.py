"""How far the reviewers agree, and the claims that pull it down, each a key away."""

import time
from typing import TYPE_CHECKING

from textual import work
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from workbench.errors import WorkbenchError
from workbench.operations.desk import Desk
from workbench.operations.plain import one_line
from workbench.reviews.agreement import Agreement, Alpha, Between
from workbench.tui import keys, words
from workbench.tui.browse import ask
from workbench.tui.clickable import Clickable, key_items
from workbench.tui.dialogs import HelpDialog
from workbench.tui.still import Still

if TYPE_CHECKING:
    from workbench.operations.desk_model import Line

QUIET = "$foreground-darken-3"
MOST, _SEEN = 50, 6
_BAR, _TELL = 30, 0.1
_NAME = 20


class AgreementDialog(Still, ModalScreen[str | None]):
    """Counts in a thread, which Esc stops; answers with the claim to go to."""

    BINDINGS = keys.bindings(keys.AGREEMENT)
    DEFAULT_CSS = """
    AgreementDialog {
        align: center middle; layout: vertical; background: $surface;
        & > Static { height: auto; padding: 0 1; text-wrap: nowrap; text-overflow: ellipsis; }
        & > .title { text-style: bold; background: $primary-muted; }
        & > VerticalScroll { height: 1fr; padding: 0 1; }
        & #figures { height: auto; }
        & > .error { color: $text-error; text-style: bold; text-wrap: wrap; }
        & > .empty { display: none; }
    }
    """

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._stopped = False
        self._told_at = 0.0
        self._apart: list[tuple[Line, float]] = []
        self.chosen = 0

    def compose(self) -> ComposeResult:
        """The figures, the claims that pull them down, the keys."""
        yield Static(Content("How far the reviewers agree"), classes="title", markup=False)
        with VerticalScroll(can_focus=False):
            yield Static("", id="figures", markup=False)
        yield Static("", id="apart", classes="empty", markup=False)
        yield Static("", classes="error empty", markup=False)
        yield Clickable(key_items(keys.AGREEMENT))

    def on_mount(self) -> None:
        """Begin to count."""
        self.count()

    @work(exclusive=True, group="count")
    async def count(self) -> None:
        """Work the agreement out."""
        self._say("Counting votes…")
        try:
            found, blind = await ask(self._desk.agreement, self._progress)
            worst = dict(found.apart[:MOST])
            lines = await ask(self._desk.lines, list(worst))
        except WorkbenchError as error:
            if not self._stopped:
                self._say("")
                part = self.query_one(".error", Static)
                part.remove_class("empty")
                part.update(Content(f"✗ {one_line(str(error.problem), 600)}"))
            return
        if not self.is_mounted or self._stopped:
            return
        self._apart = [(line, worst[line.row.claim_id]) for line in lines]
        self.query_one("#figures", Static).update(told(found, blind=blind))
        self._draw()

    def _progress(self, done: int, total: int) -> None:
        """Called in the thread that counts, very often.

        Raises:
            WorkbenchError: The reviewer wants it stopped.
        """
        if self._stopped:
            raise WorkbenchError("stopped counting")
        now = time.monotonic()
        if now - self._told_at >= _TELL:
            self._told_at = now
            filled = _BAR * done // max(1, total)
            bar = "█" * filled + "░" * (_BAR - filled)
            self.app.call_later(self._say, f"{bar} {100 * done // max(1, total)} % of the draws · Esc stops")

    def _say(self, text: str) -> None:
        if self.is_mounted and not self._apart and not self._stopped:
            for figures in self.query("#figures").results(Static):
                figures.update(Content(text))

    def _draw(self) -> None:
        """The claims that pull agreement down, the chosen one among them in sight."""
        part = self.query_one("#apart", Static)
        part.set_class(not self._apart, "empty")
        first = max(0, min(self.chosen - _SEEN // 2, len(self._apart) - _SEEN))
        rows = [Content.styled(f"{len(self._apart)} claims pull it down, the worst first", "bold")]
        for number, (line, share) in enumerate(self._apart[first : first + _SEEN], first):
            here, look = number == self.chosen, words.decision(line.decision)
            rows.append(
                Content.assemble(
                    ("▌ " if here else "  ", "bold"), f"{share:>5.1%}  ", (one_line(line.row.text, 30), "bold"), "  ",
                    (f"{look}", look.colour), (f"  {one_line(line.row.sentence, 200)}", QUIET),
                )
            )  # fmt: skip
        part.update(Content("\n").join(rows))

    # -- keys ---------------------------------------------------------------------------------------------------

    def action_choose(self, by: int) -> None:
        """Another of the claims."""
        if self._apart:
            self.chosen = max(0, min(self.chosen + by, len(self._apart) - 1))
            self._draw()
        else:
            self.query_one(VerticalScroll).scroll_relative(y=by, animate=False)

    def action_save(self) -> None:
        """Go to the chosen claim."""
        if self._apart:
            self.dismiss(self._apart[self.chosen][0].row.claim_id)

    def action_cancel(self) -> None:
        """Stop counting and close."""
        self._stopped = True
        self.dismiss(None)

    def action_help(self) -> None:
        """The keys of this window."""
        self.app.push_screen(HelpDialog("agreement"))

    def action_page_down(self) -> None:
        """Scroll the figures."""
        self.query_one(VerticalScroll).scroll_page_down(animate=False)

    def action_page_up(self) -> None:
        """Scroll the figures."""
        self.query_one(VerticalScroll).scroll_page_up(animate=False)


def told(found: Agreement, *, blind: bool) -> Content:
    """All figures of an agreement."""
    if not found.claims:
        return Content(
            "No claim has two votes yet.\n\nAgreement needs reviewers who judge the same claims:\n"
            "workbench assign --share --to NAME --to NAME --overlap 20 gives every fifth claim to two."
        )
    percent = "" if found.percent is None else f"{found.percent:.0%} of the pairs of votes agree"
    rows = [Content.styled(percent, "bold")]
    rows.append(
        Content(f"{found.claims} claims with two votes or more, {found.votes} votes{', first votes' if blind else ''}")
    )
    rows += [Content(""), Content.styled("Krippendorff's alpha: 1 full agreement, 0 chance", "bold")]
    rows += [_alpha(f"{each.level}", each) for each in found.alphas]
    rows += [Content(""), Content.styled("by pair", "bold")]
    for pair in found.pairs:
        rows += _pair(pair)
    rows += [Content(""), Content.styled("by verdict: of the votes beside it, so many are the same", "bold")]
    for name, share in found.by_verdict.items():
        look = words.verdict(name)
        rows.append(Content.assemble("  ", (f"{look!s:<{_NAME}}", look.colour), f" {share:>5.0%}"))
    if found.by_kind:
        rows += [Content(""), Content.styled("by kind of claim: alpha, nominal", "bold")]
        rows += [_alpha(kind, each) for kind, each in found.by_kind.items()]
    return Content("\n").join(rows)


def _alpha(name: str, found: Alpha) -> Content:
    between = "" if found.low is None else f"  {found.low:.2f} to {found.high:.2f} (95 %)"
    return Content.assemble(
        f"  {one_line(name, _NAME):<{_NAME}} ", (f"{_number(found.value):>11}", "bold"),
        (f"{between}  {found.claims} claims", QUIET),
    )  # fmt: skip


def _pair(pair: Between) -> list[Content]:
    names = f"{pair.one} – {pair.other}"
    rows = [
        Content.assemble(
            f"  {names:<{_NAME}} ", (f"{pair.percent:>5.0%}", "bold"), f"  kappa {_number(pair.kappa)}",
            (f"  {pair.claims} claims", QUIET),
        )
    ]  # fmt: skip
    return [*rows, *_confusion(pair)]


def _confusion(pair: Between) -> list[Content]:
    """A table of who said what: the rows are the one's verdicts, the columns the other's, under their symbols."""
    used = sorted({name for both in pair.confusion for name in both})
    head = "".join(f"{words.verdict(name).symbol:>5}" for name in used)
    rows = [Content.styled(f"    {f'↓ {pair.one}   → {pair.other}':<{_NAME + 2}}{head}", QUIET)]
    for mine in used:
        look = words.verdict(mine)
        cells: list[tuple[str, str]] = []
        for theirs in used:
            number = pair.confusion.get((mine, theirs), 0)
            cells.append((f"{number or '·':>5}", "bold" if mine == theirs and number else "" if number else QUIET))
        rows.append(Content.assemble("    ", (f"{one_line(str(look), _NAME):<{_NAME + 2}}", look.colour), *cells))
    return rows


def _number(value: float | None) -> str:
    return "not defined" if value is None else f"{value:.2f}"
