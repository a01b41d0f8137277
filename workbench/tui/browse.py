"""Looking through the claims: the list and the open claim, side by side where there is room."""

import asyncio
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import TypeVar

from textual import events, work
from textual.app import ComposeResult
from textual.containers import Container, Vertical
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static
from textual.worker import NoActiveWorker, Worker, WorkerError, get_current_worker

from workbench.errors import WorkbenchError
from workbench.operations.desk import Desk
from workbench.operations.desk_filter import parse_filter
from workbench.operations.desk_model import Listed, Shown
from workbench.operations.plain import one_line
from workbench.store.queries import Filter, Order
from workbench.tui import dialogs, keys, panels
from workbench.tui.claim_list import PAGE, ClaimList, header
from workbench.tui.claim_view import TABS, ClaimView
from workbench.tui.clickable import Clickable, key_items, verdict_items
from workbench.tui.put import put
from workbench.tui.still import Still

LIST, CLAIM = "list", "claim"
ORDERS: tuple[Order, ...] = ("checkworthiness", "text", "date", "deviation")
_ORDER_NAMES: dict[Order, str] = {
    "checkworthiness": "worth checking", "text": "document", "date": "date, newest first",
    "deviation": "deviation, largest first",
}  # fmt: skip
# Claims that are asked for so soon after one another, in seconds, come from a key that is held down; then each waits.
_HELD, _DELAY = 0.2, 0.05
# Seconds that a claim waits for what is beside it, so that the screen is laid out once for all.
_TOGETHER = 0.15

Answer = TypeVar("Answer")


class BrowseScreen(Still, Screen[None]):
    """Lists and shows; the database is asked in threads, the answers are shown in this one."""

    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (120, "-wide")]  # noqa: RUF012 - Textual declares it on the instance
    VERTICAL_BREAKPOINTS = [(0, "-short"), (30, "-tall")]  # noqa: RUF012 - the same
    DEFAULT_CSS = """
    BrowseScreen {
        layout: vertical;
        & > #title { height: 1; text-style: bold; background: $primary-muted; padding: 0 1; text-wrap: nowrap; }
        & > #panes { height: 1fr; layout: vertical; }
        & #listing { height: 1fr; } & #columns { height: 1; text-wrap: nowrap; background: $surface; }
        & #list { height: 1fr; }
        & #claim { height: 1fr; display: none; }
        & #empty { width: 1fr; height: 1fr; padding: 1 2; display: none; }
        & > .foot { height: auto; max-height: 3; padding: 0 1; }
        & > #keys { height: 1; text-wrap: nowrap; background: $surface; }
        & > #status { background: $panel; min-height: 1; }
        & > #status.bad { color: $text-error; text-style: bold; }
        &.claim #listing { display: none; } &.claim #claim { display: block; }
        &.-wide.-tall #listing { display: block; height: 3fr; }
        &.-wide.-tall #claim { display: block; height: 7fr; border-top: solid $primary-muted; }
        &.-wide.-tall.claim #claim { border-top: thick $accent; }
        &.-short #text { margin: 0 0 1 0; } &.-short #options { margin: 0; }
        &.-wide #columns-of-claim { layout: horizontal; }
        &.-wide #said { width: 1fr; padding: 0 2 0 0; } &.-wide #figures { width: 1fr; } &.-wide #options { margin: 0; }
        &.empty #listing { display: none; } &.empty #claim { display: none; } &.empty #empty { display: block; }
    }
    """

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.keys, self.key_problems = keys.remapped(desk.key_settings)
        self.listed: Listed | None = None
        self.written = ""
        self.order: Order = "checkworthiness"
        self.where = LIST
        self.shown_id: str | None = None
        self._wanted_id: str | None = None
        self._moved_at = 0.0

    def compose(self) -> ComposeResult:
        """Title, list and claim, verdicts, keys, status."""
        yield Static("", id="title", markup=False)
        with Container(id="panes"):
            with Vertical(id="listing"):
                yield Static("", id="columns", markup=False)
                yield ClaimList(id="list")
            yield ClaimView(id="claim")
            yield Static("", id="empty", markup=False)
        yield Clickable(id="verdicts", classes="foot")
        yield Clickable(id="keys", classes="foot")
        yield Static("", id="status", classes="foot", markup=False)

    @property
    def claims(self) -> ClaimList:
        """The list."""
        return self.query_one(ClaimList)

    @property
    def view(self) -> ClaimView:
        """The open claim."""
        return self.query_one(ClaimView)

    @property
    def is_wide(self) -> bool:
        """Whether list and claim are both on the screen."""
        return self.has_class("-wide") and self.has_class("-tall")

    @property
    def chosen_filter(self) -> Filter:
        """The filter as it was written."""
        return parse_filter(self.written, self.desk.scale.names)

    def on_mount(self) -> None:
        """Show what was built last."""
        self.draw_verdicts()
        self.draw_keys()
        self.load()

    # -- what is shown ------------------------------------------------------------------------------------------

    def say(self, text: str | Content, *, bad: bool = False) -> None:
        """The status line; text from outside goes through ``one_line`` first."""
        status = self.query_one("#status", Static)
        status.set_class(bad, "bad")
        put(status, Content(text) if isinstance(text, str) else text)

    def fail(self, error: WorkbenchError) -> None:
        """Say in the status line what went wrong and what to do."""
        self.say(f"✗ {one_line(str(error.problem), 600)}", bad=True)

    def draw_title(self) -> None:
        """The case, how far the reviewer is, and how many problems there are."""
        progress, listed = self.desk.progress(), self.listed
        parts = [f"{progress.done}/{progress.total} decided", self.desk.reviewer]
        if progress.skipped:
            parts.insert(1, f"{progress.skipped} skipped")
        if progress.stale:
            parts.append(f"! {progress.stale} stale")
        problems = len(self.desk.problems) + len(self.key_problems)
        if problems:
            parts.append(f"⚠ {problems} problem{'s' if problems > 1 else ''} (p)")
        if self.written and listed is not None:
            parts.insert(0, f"/{one_line(self.written, 24)}: {listed.total}")
        if self.order != ORDERS[0]:
            parts.append(f"by {_ORDER_NAMES[self.order]}")
        rest = " · ".join(parts)
        title = one_line(self.desk.title, max(8, self.size.width - 5 - len(rest)))
        put(self.query_one("#title", Static), Content(f"{title} · {rest}"))

    def draw_columns(self) -> None:
        """The names of the columns over the list."""
        width = self.claims.scrollable_content_region.width
        put(self.query_one("#columns", Static), header(width, self.order))

    def draw_verdicts(self) -> None:
        """The digits with their verdicts, in as many lines as they need; what the machine proposes in ‹ ›."""
        beside = self.view.observation if self.claim_is_visible else None
        proposed = None if beside is None else beside.found.proposed
        items = verdict_items(self.desk.scale.names, proposed)
        self.query_one("#verdicts", Clickable).show(items, max(20, self.size.width - 2))

    def draw_keys(self) -> None:
        """The keys that are used most."""
        width = self.size.width - 2
        self.query_one("#keys", Clickable).show(key_items(self.keys, width), width)

    @property
    def is_reading(self) -> bool:
        """Whether the files are being read just now."""
        return False

    def _draw_empty(self) -> None:
        """What to do where there is nothing to list."""
        empty = self.listed is not None and self.listed.total == 0
        self.set_class(empty, "empty")
        if not empty:
            return
        if self.is_reading:
            text = "The files are being read…\n\ni puts in a reference figure meanwhile."
        elif self.written:
            text = "No claim fits the filter.\n\nEsc takes it away, / changes it."
        else:
            text = "There are no claims yet.\n\nCopy texts into claims/ and press b to read them; i puts in a figure."
        self.query_one("#empty", Static).update(Content(text))

    # -- the list -----------------------------------------------------------------------------------------------

    @work(exclusive=True, group="load")
    async def load(self, keep: str | None = None) -> None:
        """Make the list anew and show it; the cursor goes to the claim ``keep``, else to the first left to decide."""
        try:
            await self._load(keep)
        except WorkbenchError as error:
            self.fail(error)

    async def _load(self, keep: str | None) -> None:
        old = self.listed
        listed = await ask(self.desk.list_claims, self.chosen_filter, self.order)
        position = await ask(self.desk.position, listed, keep) if keep else None
        if position is None:
            position = await ask(partial(self.desk.next_undecided, inclusive=True), listed, 0) or 0
        page = position // PAGE
        lines = await ask(self.desk.page, listed, page * PAGE, PAGE)
        await ask(self.desk.progress)  # the first count of many decisions takes a while
        self.listed = listed
        self.claims.begin(listed.total, {page: lines}, position)
        again = old is None or old.opening != listed.opening
        if old is not None:
            await ask(self.desk.drop, old)
        self._draw_empty()
        self.draw_title()
        self.draw_columns()
        self.show_soon(again=again)

    async def on_claim_list_wanted(self, message: ClaimList.Wanted) -> None:
        """Fetch a page that the list lacks."""
        self.fetch(message.page)

    @work(group="pages")
    async def fetch(self, page: int) -> None:
        """Fetch a page of the list as it is now."""
        listed = self.listed
        if listed is None:
            return
        try:
            lines = await ask(self.desk.page, listed, page * PAGE, PAGE)
        except WorkbenchError as error:
            self.fail(error)
            return
        if listed is self.listed:
            self.claims.put(page, lines)
            if self.claims.cursor // PAGE == page:
                self.show_soon()

    def on_claim_list_resized(self) -> None:
        """Put the names of the columns over them again."""
        self.draw_columns()

    def on_claim_list_moved(self, message: ClaimList.Moved) -> None:
        """Show the claim under the cursor; a click opens it."""
        if message.clicked and not self.is_wide:
            self.go_to(CLAIM)
        self.show_soon()

    @work(exclusive=True, group="refresh")
    async def refresh_lines(self, claim_ids: frozenset[str]) -> None:
        """Show claims anew that somebody did something to."""
        seen = sorted(claim_ids & self.claims.in_memory)
        try:
            self.claims.update(await ask(self.desk.lines, seen))
        except WorkbenchError as error:
            self.fail(error)
        if self.shown_id in claim_ids:
            self.show_soon(again=True)
        self.draw_title()

    # -- the open claim -----------------------------------------------------------------------------------------

    @property
    def claim_is_visible(self) -> bool:
        """Whether the open claim is on the screen."""
        return self.is_wide or self.where == CLAIM

    def show_soon(self, *, again: bool = False) -> None:
        """Show the claim under the cursor where it is not shown yet, or ``again``."""
        line = self.claims.line
        if again:
            self._wanted_id = None
        if line is not None and self.claim_is_visible and line.row.claim_id != self._wanted_id:
            self._wanted_id = line.row.claim_id
            self.show_claim(self._wanted_id)

    @work(exclusive=True, group="show")
    async def show_claim(self, claim_id: str) -> None:
        """Show a claim; while a key is held down only the last one is fetched."""
        now, waits = time.monotonic(), False
        if claim_id != self.shown_id:
            waits, self._moved_at = now - self._moved_at < _HELD, now
        await asyncio.sleep(_DELAY if waits else 0)
        try:
            shown = await ask(self.desk.detail, claim_id)
        except WorkbenchError as error:
            self._wanted_id = None
            self.fail(error)
            return
        self.shown_id = claim_id
        with self.app.batch_update():  # laying out the screen takes longer than anything that is fetched for it
            self.view.show(shown)
            self.draw_verdicts()
            await _soon(self.show_panel(at_once=not waits))

    def show_panel(self, *, at_once: bool = True) -> list[Worker[None]]:  # noqa: ARG002 - for what takes long to find
        """Fill the panel beside the claim, where one is to be seen; returns what works at it."""
        name, shown, beside = self.view.panel, self.view.shown, self.view.observation
        if name is None or shown is None:
            return []
        observation = None if beside is None else beside.option.observation.observation_id
        return [self._fill_panel(name, shown, observation, self.view.telling)]

    @work(exclusive=True, group="panel")
    async def _fill_panel(self, name: str, shown: Shown, observation: str | None, chosen: int) -> None:
        try:
            draw = await ask(panels.fetch, self.desk, name, shown, observation, chosen)
        except WorkbenchError as error:
            self.fail(error)
            return
        if name == self.view.panel:
            self.view.put(draw(*self.view.panel_size))

    def action_tab(self, name: str) -> None:
        """Show a panel of the claim; from the list the claim is opened first."""
        if not self.claims.total:
            return
        if not self.claim_is_visible:
            self.go_to(CLAIM)
        self.view.turn_to(name)
        self.show_panel()

    def action_next_tab(self) -> None:
        """The next panel."""
        self._turn(1)

    def action_previous_tab(self) -> None:
        """The panel before."""
        self._turn(-1)

    def _turn(self, step: int) -> None:
        names = [tab.name for tab in TABS]
        self.action_tab(names[(names.index(self.view.tab) + step) % len(names)])

    def on_claim_view_picked(self, message: ClaimView.Picked) -> None:
        """Show the panel that was clicked."""
        self.action_tab(message.name)

    def on_resize(self) -> None:
        """Fill the second pane where it has appeared."""
        self.draw_verdicts()
        self.draw_keys()
        self.draw_title()
        self.call_after_refresh(self.draw_columns)
        self.call_after_refresh(self.show_soon)
        self.call_after_refresh(self.show_panel)

    def go_to(self, where: str) -> None:
        """Let the keys work on the list or on the open claim."""
        self.where = where
        self.set_class(where == CLAIM, "claim")
        self.draw_verdicts()
        self.show_soon()

    # -- moving -------------------------------------------------------------------------------------------------

    def _step(self, by: int) -> None:
        self.claims.move_to(self.claims.cursor + by)

    def action_down(self) -> None:
        """One down."""
        if self.where == CLAIM:
            if self.view.choose(1):
                self.draw_verdicts()
                self.show_panel()
        else:
            self._step(1)

    def action_up(self) -> None:
        """One up."""
        if self.where == CLAIM:
            if self.view.choose(-1):
                self.draw_verdicts()
                self.show_panel()
        else:
            self._step(-1)

    def action_next_claim(self) -> None:
        """The next claim."""
        self._step(1)

    def action_previous_claim(self) -> None:
        """The claim before."""
        self._step(-1)

    def action_page_down(self) -> None:
        """One screen down."""
        if self.where == CLAIM:
            self.view.scroll_page_down(animate=False)
        else:
            self._step(self.claims.page_step)

    def action_page_up(self) -> None:
        """One screen up."""
        if self.where == CLAIM:
            self.view.scroll_page_up(animate=False)
        else:
            self._step(-self.claims.page_step)

    def action_first(self) -> None:
        """The first claim."""
        self.claims.move_to(0)

    def action_last(self) -> None:
        """The last claim."""
        self.claims.move_to(self.claims.total - 1)

    def action_open(self) -> None:
        """Open the claim."""
        if self.claims.total:
            self.go_to(CLAIM)

    def action_back(self) -> None:
        """Back to the list; there, take the filter away."""
        if self.where == CLAIM:
            self.view.turn_to(TABS[0].name)
            self.go_to(LIST)
            self.show_panel()
        elif self.is_reading:
            self.stop_reading()
        elif self.written:
            self._apply("")

    def stop_reading(self) -> None:
        """Stop reading the files."""

    @work(exclusive=True, group="jump")
    async def action_next_undecided(self) -> None:
        """Go to the next claim that is left to decide."""
        await self.go_on()

    @work(exclusive=True, group="jump")
    async def action_previous_undecided(self) -> None:
        """Go to the claim before that is left to decide."""
        await self.go_on(back=True)

    async def go_on(self, said: str = "", *, back: bool = False) -> None:
        """Go on; where nothing is left to decide, say so after what was said."""
        listed = self.listed
        if listed is None:
            return
        try:
            position = await ask(partial(self.desk.next_undecided, back=back), listed, self.claims.cursor)
        except WorkbenchError as error:
            self.fail(error)
            return
        if position is not None:
            self.claims.move_to(position)
            return
        what = "All claims that fit the filter are decided" if self.written else "All claims are decided"
        self.say(f"{said} {what}: Esc and / change the list, workbench export FILE takes the result away".strip())

    def action_filter(self) -> None:
        """Ask for a filter."""
        self.app.push_screen(dialogs.FilterDialog(self.written, self._apply, self.desk))

    def _apply(self, written: str) -> None:
        parse_filter(written, self.desk.scale.names)
        self.written = written.strip()
        self.go_to(LIST)
        line = self.claims.line
        self.load(line.row.claim_id if line else None)

    def action_order(self) -> None:
        """The next order."""
        self.order = ORDERS[(ORDERS.index(self.order) + 1) % len(ORDERS)]
        line = self.claims.line
        self.load(line.row.claim_id if line else None)
        self.say(f"Ordered by {_ORDER_NAMES[self.order]}")

    def on_click(self, event: events.Click) -> None:
        """A click on the names of the columns orders the list in another way."""
        if event.widget is self.query_one("#columns"):
            self.action_order()


async def _soon(workers: list[Worker[None]]) -> None:
    """Wait until these have ended, in whatever way, but not for long."""

    async def ended(worker: Worker[None]) -> None:
        with suppress(WorkerError):
            await worker.wait()

    if workers:
        await asyncio.wait([asyncio.create_task(ended(worker)) for worker in workers], timeout=_TOGETHER)


async def ask(do: Callable[..., Answer], *given: object) -> Answer:
    """Ask in a thread; an answer that comes when the program has ended is dropped: nothing is left to show it."""
    try:
        return await asyncio.to_thread(do, *given)
    finally:
        with suppress(NoActiveWorker):
            if not get_current_worker().node.app.is_running:
                raise asyncio.CancelledError
