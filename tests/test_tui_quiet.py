"""The screen draws what has changed, once, and lies still otherwise."""

import pytest
from textual.screen import ModalScreen
from tui_case import case, desk, started, status, until  # noqa: F401 - fixtures

from workbench.operations.desk import Desk
from workbench.tui import dialogs
from workbench.tui.app import ReviewApp


@pytest.mark.parametrize("keys", [["1"], ["1", "question_mark"], ["A", "question_mark"]])
async def test_behind_a_window_nothing_is_drawn_at_rest(desk: Desk, monkeypatch: pytest.MonkeyPatch, keys: list[str]):
    drawn = []
    render = ModalScreen.render
    monkeypatch.setattr(ModalScreen, "render", lambda screen: drawn.append(screen) or render(screen))
    app = ReviewApp(desk, build_first=False)
    async with app.run_test(size=(120, 40)) as pilot:
        await started(pilot)
        for number, key in enumerate(keys, 1):
            await pilot.press(key)
            await until(pilot, lambda: len(app.screen_stack) > number)  # noqa: B023 - called at once
        await pilot.pause(1)
        assert app.screen in drawn
        app.screen_stack[1].refresh()
        await pilot.pause(1)
        drawn.clear()
        for _ in range(20):
            await pilot.pause(0.05)
        assert not drawn


async def test_what_changes_behind_a_window_is_drawn_there(desk: Desk):
    app = ReviewApp(desk, build_first=False)
    async with app.run_test(size=(120, 40)) as pilot:
        await started(pilot)
        await pilot.press("p")
        await until(pilot, lambda: isinstance(app.screen, dialogs.ProblemsDialog))
        await pilot.pause(0.5)
        app.screen_stack[0].say("told behind it")
        await until(pilot, lambda: "told&#160;behind&#160;it" in app.export_screenshot())


async def test_the_screen_is_laid_out_anew_only_for_more_lines_or_fewer(desk: Desk):
    app, times = ReviewApp(desk, build_first=False), []
    async with app.run_test(size=(80, 24)) as pilot:
        await started(pilot)
        screen = app.screen
        screen.say("one line")
        await pilot.pause(1)
        screen.screen_layout_refresh_signal.subscribe(screen, times.append)
        for told, least, most in (("another", 0, 0), ("word " * 30, 1, 2), ("more " * 30, 0, 0), ("again", 1, 2)):
            screen.say(told)
            await pilot.pause(0.4)
            assert least <= len(times) <= most, told
            assert status(app) == told
            shown = app.export_screenshot()
            assert shown.count(told.split()[0]) == len(told.split())
            times.clear()
