"""What is shown at the foot of the screens and windows: it can be clicked, and it stays in sight."""

import pytest
from tui_case import case, desk, started, text_of, until  # noqa: F401 - fixtures are found by name

from workbench.operations.desk import Desk
from workbench.tui import dialogs
from workbench.tui.app import ReviewApp
from workbench.tui.clickable import Clickable


def place(screen, words: str) -> tuple[int, int]:
    """Where these words stand on the screen."""
    for y, strip in enumerate(screen._compositor.render_strips()):
        if words in strip.text:
            return strip.text.index(words), y
    raise AssertionError(words)


async def test_keys_and_verdicts_at_the_foot_can_be_clicked(desk: Desk):
    app = ReviewApp(desk, build_first=False)
    async with app.run_test(size=(80, 24)) as pilot:
        await started(pilot)
        await pilot.click(offset=place(app.screen, "understated"))
        await until(pilot, lambda: isinstance(app.screen, dialogs.ReasonsDialog))
        assert "understated" in text_of(app.screen, ".title")
        await pilot.pause()
        await pilot.click(offset=place(app.screen, "attribution"))
        await until(pilot, lambda: app.screen.marked == ["attribution"])
        await pilot.click(offset=place(app.screen, "outdated"))
        await until(pilot, lambda: app.screen.marked == ["attribution", "outdated"])
        await pilot.click(offset=place(app.screen, "cancel"))
        await until(pilot, lambda: not isinstance(app.screen, dialogs.Dialog))
        await pilot.click(offset=place(app.screen, "note"))
        await until(pilot, lambda: isinstance(app.screen, dialogs.NoteDialog))


async def test_a_click_beside_the_keys_does_nothing(desk: Desk):
    app = ReviewApp(desk, build_first=False)
    async with app.run_test(size=(120, 40)) as pilot:
        await started(pilot)
        await pilot.click(Clickable, offset=(118, 1))
        await pilot.pause()
        assert app.screen is app.screen_stack[0]


@pytest.mark.parametrize("key", ["1", "w", "slash", "i", "c", "a", "question_mark", "P", "p", "A", "equals_sign"])
async def test_a_window_says_how_to_leave_it_however_small_the_terminal_is(desk: Desk, key: str):
    app = ReviewApp(desk, build_first=False)
    async with app.run_test(size=(80, 24)) as pilot:
        await started(pilot)
        await pilot.press("enter", key)
        await until(pilot, lambda: app.screen is not app.screen_stack[0])
        for size in ((40, 10), (100, 30), (40, 10)):
            await pilot.resize_terminal(*size)
            await pilot.pause()
        assert place(app.screen, "Esc")
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is app.screen_stack[0])
