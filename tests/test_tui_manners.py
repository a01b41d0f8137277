"""Keys that a case sets, the editor, copying, the tour, small terminals, themes, and stopping a reading."""

import re
from contextlib import nullcontext
from pathlib import Path

import pytest
from rich.cells import cell_len
from textual.widgets import Static
from tui_case import DOCS, by_text, case, desk, started, status, text_of, until  # noqa: F401 - fixtures

from workbench.cli.main import COMMANDS
from workbench.documents.settings import KeySetting
from workbench.errors import WorkbenchError
from workbench.operations.build import build
from workbench.operations.desk import Desk
from workbench.operations.tour import is_first_time
from workbench.reviews.scale import SCALES
from workbench.tui import dialogs, editor, keys
from workbench.tui.app import ReviewApp
from workbench.tui.clickable import key_items, laid_out
from workbench.tui.screen import THEMES
from workbench.tui.tour import TourDialog


async def test_a_case_can_set_keys_even_swapped_ones(case: Path):
    (case / "workbench.toml").write_text('[keys]\nundo = "r"\nredo = "u"\nflag = ["z", "f9"]\n')
    build(case)
    desk = Desk(case, "ana")
    app = ReviewApp(desk, build_first=False)
    async with app.run_test(size=(80, 24)) as pilot:
        await started(pilot)
        await pilot.press("f")
        await pilot.press("z")
        await until(pilot, lambda: app.screen.claims.line.decision.flagged)
        await pilot.press("r")
        await until(pilot, lambda: "undone" in status(app))
        await pilot.press("u")
        await until(pilot, lambda: "done again" in status(app))
        assert "r undo" in text_of(app.screen, "#keys")
        await pilot.press("question_mark")
        assert "z f9" in "".join(str(part.render()) for part in app.screen.query(Static))
    desk.close()


def test_a_key_setting_that_cannot_hold_is_said_with_its_line_and_changes_nothing():
    wanted = [
        KeySetting("udno", ("z",), 3), KeySetting("undo", ("no-such-key",), 4), KeySetting("redo", ("s",), 5),
        KeySetting("flag", ("1",), 6), KeySetting("verdict", ("x",), 7), KeySetting("copy", ("ctrl+h",), 8),
    ]  # fmt: skip
    table, problems = keys.remapped(wanted)
    assert table == keys.REVIEW
    assert sorted(problem.line for problem in problems) == [3, 4, 5, 6, 7, 8]
    assert "Did you mean undo?" in next(problem.hint for problem in problems if problem.line == 3)
    assert "skip" in next(problem.message for problem in problems if problem.line == 5)


async def test_a_wrong_key_setting_is_said_on_the_screen(case: Path):
    (case / "workbench.toml").write_text('title = "x"\n\n[keys]\nudno = "z"\n')
    build(case)
    desk = Desk(case, "ana")
    app = ReviewApp(desk, build_first=False)
    async with app.run_test(size=(80, 24)) as pilot:
        await started(pilot)
        assert "workbench.toml:4" in status(app)
        await until(pilot, lambda: "1 problem" in text_of(app.screen, "#title"))
    desk.close()


def test_the_editor_is_given_file_and_line(case: Path, desk: Desk, monkeypatch):
    path, line = desk.place(by_text(desk, "$6 billion"))
    assert (path, line) == (case / "claims" / "a.txt", 3)
    monkeypatch.setenv("VISUAL", "vim -u NONE")
    assert editor.command(path, line) == ["vim", "-u", "NONE", "+3", str(path)]
    monkeypatch.setenv("VISUAL", "code")
    assert editor.command(path, line) == ["code", "--wait", "--goto", f"{path}:3"]
    monkeypatch.delenv("VISUAL")
    monkeypatch.delenv("EDITOR", raising=False)
    with pytest.raises(WorkbenchError, match="no editor is set"):
        editor.command(path, line)


@pytest.mark.parametrize(("told", "how"), [("false", "ended with code 1"), ("nowhere/there", "cannot be started")])
def test_an_editor_that_fails_is_said(case: Path, monkeypatch, told: str, how: str):
    class Away:
        suspend = staticmethod(nullcontext)

    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("EDITOR", told)
    with pytest.raises(WorkbenchError, match=how):
        editor.edit(Away(), case / "claims" / "a.txt", 1)


async def test_a_key_that_does_nothing_says_so(desk: Desk):
    app = ReviewApp(desk, build_first=False)
    async with app.run_test(size=(80, 24)) as pilot:
        await started(pilot)
        await pilot.press("h")
        await until(pilot, lambda: "h is no key here: ? shows the keys" in status(app))
        await pilot.press("j")
        assert app.screen.claims.cursor == 1
        await pilot.press("enter", "h", "question_mark")
        await until(pilot, lambda: isinstance(app.screen, dialogs.HelpDialog))


def test_a_digit_reaches_every_verdict_of_every_scale():
    assert all(len(scale.verdicts) <= len(keys.DIGITS) for scale in SCALES.values())


async def test_without_an_editor_the_screen_says_what_to_set(desk: Desk, monkeypatch):
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.delenv("EDITOR", raising=False)
    app = ReviewApp(desk, build_first=False)
    async with app.run_test(size=(80, 24)) as pilot:
        await started(pilot)
        await pilot.press("e")
        await until(pilot, lambda: "export EDITOR=nano" in status(app))


async def test_a_claim_is_copied_to_the_clipboard_and_to_a_file(case: Path, desk: Desk):
    app = ReviewApp(desk, build_first=False)
    async with app.run_test(size=(80, 24)) as pilot:
        await started(pilot)
        await pilot.press("slash", *"kind:mass", "enter")
        await until(pilot, lambda: app.screen.claims.total == 2 and app.screen.claims.line is not None)
        await pilot.press("g", "y")
        await until(pilot, lambda: ".workbench/copied.txt" in status(app))
        text = (case / ".workbench" / "copied.txt").read_text()
        assert app.clipboard == text
        assert "38 million tonnes" in text
        assert "ports/a, Port office [/] (example)" in text


async def test_the_first_time_there_is_a_tour(desk: Desk):
    assert is_first_time()
    assert not is_first_time()
    app = ReviewApp(desk, build_first=False, tour=True)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: isinstance(app.screen, TourDialog))
        await pilot.press("escape")
        await started(pilot)
        assert not isinstance(app.screen, dialogs.Dialog)


@pytest.mark.parametrize("width", [60, 40, 20])
def test_the_footer_fits_and_keeps_the_help(width: int):
    line, _ = laid_out(key_items(keys.REVIEW, width), width)
    assert cell_len(line.plain) <= width
    assert "\n" not in line.plain
    assert "? help" in line.plain


async def test_every_theme_of_the_key_exists(desk: Desk):
    app = ReviewApp(desk, build_first=False)
    async with app.run_test(size=(60, 18)) as pilot:
        await started(pilot)
        seen = []
        for _ in THEMES:
            await pilot.press("t")
            await pilot.pause()
            seen.append(app.theme)
        assert sorted(seen) == sorted(THEMES)


async def test_a_reading_can_be_stopped_and_gone_on_with(case: Path, desk: Desk):
    app = ReviewApp(desk, build_first=False)
    async with app.run_test(size=(80, 24)) as pilot:
        await started(pilot)
        screen = app.screen
        screen._stopped = True
        with pytest.raises(WorkbenchError, match="stopped reading"):
            screen._tell_progress(1, 2, "a.txt")
        (case / "claims" / "b.txt").write_text("A bridge of 500 metres was opened.")
        await pilot.press("b")
        await until(pilot, lambda: screen.claims.total == 6)


async def test_nothing_is_said_to_be_read_once_it_is(desk: Desk, case: Path):
    (case / "claims" / "b.txt").write_text("A bridge of 500 metres was opened.")
    app = ReviewApp(desk)
    async with app.run_test(size=(80, 24)) as pilot:
        await started(pilot)
        screen = app.screen_stack[1] if len(app.screen_stack) > 1 else app.screen
        await until(pilot, lambda: not screen.building and text_of(screen, "#status").startswith("Read 1 changed file"))
        screen._say_progress("late")
        await pilot.pause()
        assert "late" not in text_of(screen, "#status")


async def test_the_header_and_the_tabs_can_be_clicked(desk: Desk):
    app = ReviewApp(desk, build_first=False)
    async with app.run_test(size=(120, 40)) as pilot:
        await started(pilot)
        await pilot.click("#columns", offset=(3, 0))
        await until(pilot, lambda: app.screen.order == "text")
        await pilot.click("#tabs", offset=(14, 0))
        await until(pilot, lambda: app.screen.view.tab == "chart")


def test_every_command_of_the_screen_has_a_plain_command():
    page = (DOCS / "accessibility.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`([a-z_]+)`", page))
    missing = {key.name for key in keys.REVIEW if keys._identity(key)} - named
    assert not missing, f"say in docs/accessibility.md how to do without the screen: {sorted(missing)}"


def test_the_commands_of_the_page_exist():
    page = (DOCS / "accessibility.md").read_text(encoding="utf-8")
    names = set(re.findall(r"`workbench ([a-z]+)", page))
    assert names
    assert names <= set(COMMANDS)
