"""The terminal application around the review screen."""

import sys
from collections.abc import Iterable
from functools import partial
from pathlib import Path

from textual.app import SystemCommand
from textual.screen import Screen

from workbench.errors import WorkbenchError
from workbench.operations.desk import Desk
from workbench.operations.tour import is_first_time
from workbench.tui import keys
from workbench.tui.keystrokes import PatientApp
from workbench.tui.screen import ReviewScreen
from workbench.tui.second import SecondScreen
from workbench.tui.tour import TourDialog

# Seconds that a thread may keep the interpreter from the others; a tenth of Python's own.
_TURN = 0.0005


class ReviewApp(PatientApp):
    """Reviews one case as one reviewer."""

    TITLE = "workbench"
    ENABLE_COMMAND_PALETTE = True

    def __init__(self, desk: Desk, *, build_first: bool = True, tour: bool = False) -> None:
        super().__init__()
        self.desk = desk
        self._tour = tour
        table, _ = keys.remapped(desk.key_settings)
        changed = set(table) - set(keys.REVIEW)
        self.set_keymap({key.name: ",".join(key.keys) for key in changed})
        self._build_first = build_first

    def get_default_screen(self) -> Screen[None]:
        """The review screen."""
        return SecondScreen(self.desk, build_first=self._build_first)

    def on_mount(self) -> None:
        """Who is here for the first time is shown around."""
        if self._tour:
            self.push_screen(TourDialog())

    @property
    def awaited(self) -> frozenset[str]:
        """A key is for the claim under the cursor, which may be on its way."""
        here = self.screen
        return frozenset({"pages"} if isinstance(here, ReviewScreen) and here.claims.line is None else ())

    async def action_quit(self) -> None:
        """Ctrl+Q leaves as q does: what is open is closed first, and keeps what was typed."""
        base = self.screen_stack[0]
        while self.screen is not base:
            here = self.screen
            close = getattr(here, "action_cancel", None)
            if close is None:
                self.pop_screen()
            else:
                close()
            if self.screen is here:  # it stays, such as a form that is being saved
                return
        await base.run_action("leave")

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """The commands of the one table, by name."""
        if not isinstance(screen, ReviewScreen):
            return
        for key in screen.keys:
            if key.in_palette:
                about = f"{key.about} ({key.shown})"
                yield SystemCommand(key.label.capitalize(), about, partial(screen.run_action, key.action))


def run(root: Path, reviewer: str) -> int:
    """Review a case in the terminal until the reviewer leaves.

    Args:
        root: The case.
        reviewer: The name under which decisions are saved.

    Returns:
        The exit code.

    Raises:
        WorkbenchError: The case could not be opened, or something could not be saved at the end.
    """
    sys.setswitchinterval(_TURN)  # what reads and publishes in threads waits no longer for the one that draws
    desk = Desk(root, reviewer)
    try:
        app = ReviewApp(desk, tour=is_first_time())
        app.run()
    finally:
        problems = desk.close()
    if problems:
        first = problems[0]
        raise WorkbenchError(first.message, first.hint, file=first.file, line=first.line)
    return app.return_code or 0
