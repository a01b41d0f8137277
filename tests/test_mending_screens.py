"""The forms of the review screen: a missed claim, a wrong reading, no claim at all, a figure that is missing."""

import errno
import os
import threading
from pathlib import Path

import pytest
from textual.widgets import Input, Static
from tui_case import (  # noqa: F401 - fixtures are found by name
    HOSTILE,
    by_text,
    case,
    desk,
    saved,
    started,
    status,
    text_of,
    until,
)

from workbench.operations.build import build
from workbench.operations.desk import Desk
from workbench.operations.sources import files
from workbench.store import review_log
from workbench.store.snapshot import snapshot
from workbench.tui import dialogs
from workbench.tui.app import ReviewApp
from workbench.tui.correct import CorrectForm
from workbench.tui.reference_form import ReferenceForm
from workbench.tui.select_words import WordsDialog

SIZES = pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"])


def full(*_: object) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


async def at(pilot, desk: Desk, text: str) -> str:
    """Put the cursor on the claim with these words."""
    await started(pilot)
    screen, claim = pilot.app.screen, by_text(desk, text)
    screen.claims.move_to(desk.position(screen.listed, claim))
    await until(pilot, lambda: screen.claims.line is not None and screen.claims.line.row.claim_id == claim)
    return claim


async def opened(pilot, key: str, kind: type):
    await pilot.press(key)
    await until(pilot, lambda: isinstance(pilot.app.screen, kind))
    return pilot.app.screen


def put(form, **values: str) -> None:
    for name, value in values.items():
        form.query_one(f"#field-{name}", Input).value = value


def preview(screen) -> str:
    return text_of(screen, "#preview")


# -- a wrong reading ------------------------------------------------------------------------------------------------


@SIZES
async def test_a_wrong_number_is_corrected_and_its_comparison_follows(case: Path, desk: Desk, size):
    app = ReviewApp(desk, build_first=False)
    async with app.run_test(size=size) as pilot:
        claim = await at(pilot, desk, "38 million tonnes")
        form = await opened(pilot, "c", CorrectForm)
        await until(pilot, lambda: "36–38 million tonnes" in preview(form))
        put(form, value="at least 45 million")
        await until(pilot, lambda: "at least 45 million tonnes" in preview(form) and "above" in preview(form))
        await pilot.press("ctrl+s")
        await until(pilot, lambda: not isinstance(app.screen, dialogs.Dialog))
        await until(pilot, lambda: "reading corrected" in status(app))
        [event] = saved(case)
        assert (event["action"], event["claim"], event["quantity"]["value"]) == ("correct_claim", claim, 45_000_000)
        await until(pilot, lambda: app.screen.claims.line.row.comparison == "above")
        await pilot.press("u")
        await until(pilot, lambda: app.screen.claims.line.row.comparison == "consistent")
        await pilot.press("r")
        await until(pilot, lambda: app.screen.claims.line.row.comparison == "above")


async def test_a_field_that_cannot_be_read_says_so_and_keeps_what_was_typed(case: Path, desk: Desk):
    app = ReviewApp(desk, build_first=False)
    async with app.run_test(size=(80, 24)) as pilot:
        await at(pilot, desk, "38 million tonnes")
        form = await opened(pilot, "c", CorrectForm)
        put(form, unit="blorb [/] \x1b[31m")
        await until(pilot, lambda: "nobody knows the unit" in preview(form))
        await pilot.press("f2")
        await until(pilot, lambda: "nobody knows the unit" in text_of(form, ".error"))
        await pilot.press("escape")
        assert saved(case) == []
        form = await opened(pilot, "c", CorrectForm)
        assert form.given["unit"] == "blorb [/] \x1b[31m"


async def test_a_full_disk_loses_nothing_of_a_form(case: Path, desk: Desk, monkeypatch):
    app = ReviewApp(desk, build_first=False)
    async with app.run_test(size=(80, 24)) as pilot:
        await at(pilot, desk, "38 million tonnes")
        form = await opened(pilot, "c", CorrectForm)
        put(form, value="39 million", note="read again")
        with monkeypatch.context() as broken:
            broken.setattr(review_log, "_write_all", full)
            await pilot.press("ctrl+s")
            await until(pilot, lambda: "No space left" in text_of(form, ".error"))
        assert (form.given["value"], form.given["note"]) == ("39 million", "read again")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: len(saved(case)) == 1)
        assert saved(case)[0]["note"] == "read again"


async def test_what_others_correct_add_and_dismiss_is_seen(case: Path, desk: Desk):
    app = ReviewApp(desk, build_first=False)
    async with app.run_test(size=(80, 24)) as pilot:
        claim = await at(pilot, desk, "38 million tonnes")
        other = Desk(case, "ben")
        other.correct(claim, {"value": "45 million"})
        await until(pilot, lambda: app.screen.claims.line.row.comparison == "above")
        passage = other.passage(claim)
        start = passage.document.text.index("nearly")
        span = type(passage.claim)(start, start + 6)
        other.add(passage.document, span, {"value": "7"})
        await until(pilot, lambda: app.screen.claims.total == 6)
        other.dismiss(by_text(other, "72"))
        await until(pilot, lambda: "0/5 decided" in text_of(app.screen, "#title"))
        other.close()


# -- no claim at all ------------------------------------------------------------------------------------------------


async def test_one_key_dismisses_and_undo_brings_back(case: Path, desk: Desk):
    app = ReviewApp(desk, build_first=False)
    async with app.run_test(size=(80, 24)) as pilot:
        claim = await at(pilot, desk, "72")
        await pilot.press("x")
        await until(pilot, lambda: "0/4 decided" in text_of(app.screen, "#title"))
        assert [(event["action"], event["claim"]) for event in saved(case)] == [("dismiss_claim", claim)]
        await pilot.press("o")
        await until(pilot, lambda: app.screen.claims.total == 4)
        await pilot.press("slash", *"state:dismissed", "enter")
        await until(pilot, lambda: app.screen.claims.total == 1 and app.screen.claims.line is not None)
        assert app.screen.claims.line.row.text == "72"
        await pilot.press("escape", "u")
        await until(pilot, lambda: "0/5 decided" in text_of(app.screen, "#title"))


# -- a claim that was missed ----------------------------------------------------------------------------------------


@SIZES
async def test_missed_words_are_chosen_by_key_read_and_added(case: Path, size):
    path = case / "claims" / "a.txt"
    path.write_text(path.read_text() + "\nIt has a fleet of type 14 boats and a score of envoys.\n")
    build(case)
    desk = Desk(case, "ana")
    app = ReviewApp(desk, build_first=False)
    async with app.run_test(size=size) as pilot:
        await at(pilot, desk, "$6 billion")
        dialog = await opened(pilot, "a", WordsDialog)
        await pilot.press(*["right"] * "It has a fleet of type 14".count(" "))
        await until(pilot, lambda: "“14”" in preview(dialog) and "→ 14" in preview(dialog))
        await pilot.press("greater_than_sign")
        await until(pilot, lambda: "“14 boats”" in preview(dialog))
        await pilot.press("enter")
        await until(pilot, lambda: not isinstance(app.screen, dialogs.Dialog))
        await until(pilot, lambda: app.screen.claims.total == 6 and app.screen.claims.line is not None)
        await until(pilot, lambda: app.screen.claims.line.row.text == "14")
        [event] = saved(case)
        assert (event["action"], event["quantity"]["counted"]) == ("add_claim", "boats")
    desk.close()


async def test_keys_that_come_at_once_each_move_on(desk: Desk):
    app = ReviewApp(desk, build_first=False)
    async with app.run_test(size=(80, 24)) as pilot:
        await at(pilot, desk, "38 million tonnes")
        dialog = await opened(pilot, "a", WordsDialog)
        for _ in range(3):
            dialog.action_move(1)
        dialog.action_extend(1)
        await until(pilot, lambda: "“from 4”" in preview(dialog))


async def test_words_that_cannot_be_read_are_told_by_fields(case: Path):
    path = case / "claims" / "a.txt"
    path.write_text(path.read_text() + "\nIt sent a score of envoys.\n")
    build(case)
    desk = Desk(case, "ana")
    app = ReviewApp(desk, build_first=False)
    async with app.run_test(size=(80, 24)) as pilot:
        await at(pilot, desk, "$6 billion")
        dialog = await opened(pilot, "a", WordsDialog)
        await pilot.press("right", "right", *["greater_than_sign"] * 3)
        await until(pilot, lambda: "“a score of envoys”" in preview(dialog) and "cannot be read" in preview(dialog))
        await pilot.press("enter")
        await until(pilot, lambda: "cannot be read" in text_of(dialog, ".error"))
        form = await opened(pilot, "f2", CorrectForm)
        put(form, value="20", unit="people", counted="envoys")
        await until(pilot, lambda: "→ 20 (count), of envoys" in preview(form))
        await pilot.press("f2")
        await until(pilot, lambda: not isinstance(app.screen, dialogs.Dialog))
        await until(pilot, lambda: app.screen.claims.line is not None and app.screen.claims.total == 6)
        assert saved(case)[0]["seen"]["text"] == "a score of envoys"
    desk.close()


async def test_the_mouse_chooses_words_and_a_known_claim_is_refused(case: Path, desk: Desk):
    app = ReviewApp(desk, build_first=False)
    async with app.run_test(size=(80, 24)) as pilot:
        await at(pilot, desk, "38 million tonnes")
        dialog = await opened(pilot, "a", WordsDialog)
        column = "Cargo reached nearly 38 million tonnes".index("million")
        await pilot.mouse_down("#passage", offset=(column + 3, 0))
        await pilot.hover("#passage", offset=(column + 12, 0))
        await pilot.mouse_up("#passage", offset=(column + 12, 0))
        await until(pilot, lambda: "“million tonnes”" in preview(dialog))
        await until(pilot, lambda: "is a claim already" in preview(dialog))
        await pilot.press("enter")
        await until(pilot, lambda: "is a claim already" in text_of(dialog, ".error"))
        await pilot.press("escape")
        assert saved(case) == []


async def test_hostile_text_is_shown_and_chosen_as_it_is(case: Path):
    (case / "claims" / "hostile.txt").write_text(HOSTILE)
    build(case)
    desk = Desk(case, "ana")
    app = ReviewApp(desk, build_first=False)
    async with app.run_test(size=(80, 24)) as pilot:
        await at(pilot, desk, "$7 billion")
        dialog = await opened(pilot, "a", WordsDialog)
        await pilot.press("left", *["less_than_sign"] * 5)
        await until(pilot, lambda: "bold]plan[/] [/] ␛[31mcost␛]0;title␇ $7 billion" in preview(dialog))
        assert "\u202e" not in dialog.query_one("#passage").text
        await pilot.press("escape")
        form = await opened(pilot, "c", CorrectForm)
        put(form, counted="[@click=app.exit]x[/] \u202e")
        await until(pilot, lambda: "[@click=app.exit]x[/]" in preview(form))
        await pilot.press("ctrl+s")
        await until(pilot, lambda: len(saved(case)) == 1)
    desk.close()


# -- a figure that is missing ---------------------------------------------------------------------------------------


@SIZES
async def test_a_figure_is_entered_linked_and_appended_as_a_line(case: Path, desk: Desk, size):
    before = (case / "sources" / "ports.csv").read_bytes()
    app = ReviewApp(desk, build_first=False)
    async with app.run_test(size=size) as pilot:
        claim = await at(pilot, desk, "72")
        form = await opened(pilot, "i", ReferenceForm)
        assert form.query_one("#row-publisher").display
        put(form, name="ports")
        await until(pilot, lambda: not form.query_one("#row-publisher").display)
        put(form, measure="rooms of the museum", place="Museum [/]", period="2024", value="7o")
        await until(pilot, lambda: "value:" in preview(form))
        put(form, value="70", unit="rooms of it")
        await until(pilot, lambda: "unit:" in preview(form))
        put(form, unit="")
        await until(pilot, lambda: "70" in preview(form) and "count" in preview(form))
        await pilot.press("f4")
        await until(pilot, lambda: not isinstance(app.screen, dialogs.Dialog))
        await until(pilot, lambda: len(saved(case)) == 1)
        after = (case / "sources" / "ports.csv").read_bytes()
        assert after.startswith(before)
        assert after[len(before) :].count(b"\n") == 1
        [event] = saved(case)
        assert (event["action"], event["claim"]) == ("link", claim)
        await until(pilot, lambda: app.screen.claims.line is not None)
        await until(pilot, lambda: "and linked" in status(app))
        shown = desk.detail(claim)
        assert [beside.linked for beside in shown.beside if beside.option.observation.value == 70] == [True]
        assert shown.beside[0].found.comparison != "no_reference"


async def test_a_new_source_is_described_and_what_looks_wrong_is_asked_about(case: Path, desk: Desk, monkeypatch):
    app = ReviewApp(desk, build_first=False)
    async with app.run_test(size=(80, 24)) as pilot:
        await at(pilot, desk, "38 million tonnes")
        form = await opened(pilot, "i", ReferenceForm)
        put(form, name="office", publisher="Office [bold", title="Cargo [/]", url="https://example.org/x",
            measure="cargo", place="Northern route", period="2024", value="37900", unit="million tonnes")
        await until(pilot, lambda: "37,900" in preview(form))
        with monkeypatch.context() as broken:
            broken.setattr(files, "_replace", full)
            await pilot.press("ctrl+s")
            await until(pilot, lambda: "again saves" in text_of(form, ".error"))
            await pilot.press("ctrl+s")
            await until(pilot, lambda: "No space left" in text_of(form, ".error"))
        assert form.given["publisher"] == "Office [bold"
        await pilot.press("escape")
        form = await opened(pilot, "i", ReferenceForm)
        assert (form.given["title"], form.given["value"]) == ("Cargo [/]", "37900")
        put(form, value="37.9")
        await until(pilot, lambda: "37,900,000" in preview(form))
        await pilot.press("ctrl+s")
        await until(pilot, (case / "sources" / "office.toml").exists)
        await until(pilot, lambda: "saved: office/" in status(app))
        with snapshot(case) as found:
            assert found.rows("SELECT publisher FROM sources WHERE source_id = 'office'") == [
                {"publisher": "Office [bold"}
            ]


async def test_completion_takes_over_what_the_sources_hold(desk: Desk):
    app = ReviewApp(desk, build_first=False)
    async with app.run_test(size=(80, 24)) as pilot:
        await at(pilot, desk, "38 million tonnes")
        form = await opened(pilot, "i", ReferenceForm)
        await pilot.press(*"po")
        field = form.query_one("#field-name", Input)
        await until(pilot, lambda: field._suggestion == "ports")
        await pilot.press("right", "enter")
        assert field.value == "ports"
        shown = "".join(str(part.render()) for part in form.query(Static))
        assert "measure" in shown


async def test_what_stands_in_a_field_is_typed_over_and_a_draft_can_be_dropped(desk: Desk):
    app = ReviewApp(desk, build_first=False)
    async with app.run_test(size=(80, 24)) as pilot:
        await at(pilot, desk, "72")
        form = await opened(pilot, "i", ReferenceForm)
        begun = form.given
        assert begun["measure"] == "rooms"
        await pilot.press(*"new", "enter", *"Me", "enter", "enter", "enter", *"mail")
        assert (form.given["publisher"], form.given["measure"]) == ("Me", "mail")
        await pilot.press("escape")
        form = await opened(pilot, "i", ReferenceForm)
        assert form.given["measure"] == "mail"
        await pilot.press("f8")
        assert form.given == begun
        assert form.focused is form.query_one("#field-name", Input)
        await pilot.press("escape")
        await until(pilot, lambda: not isinstance(app.screen, dialogs.Dialog))
        assert (await opened(pilot, "i", ReferenceForm)).given == begun


async def test_a_figure_is_typed_while_the_files_are_first_read_and_taken_in_behind_them(tmp_path: Path, monkeypatch):
    for folder in ("claims", "sources"):
        (tmp_path / folder).mkdir()
    build(tmp_path)
    (tmp_path / "claims" / "a.txt").write_text("The museum has 72 rooms.\n")
    desk, go_on = Desk(tmp_path, "ana"), threading.Event()
    read = desk.build

    def slowly(progress=None):
        go_on.wait(30)
        return read(progress)

    monkeypatch.setattr(Desk, "build", lambda _, progress=None: slowly(progress))
    app = ReviewApp(desk)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: getattr(app.screen, "is_reading", False))
        form = await opened(pilot, "i", ReferenceForm)
        await pilot.press(*"museum")
        assert form.given["name"] == "museum"
        put(form, publisher="Museum", title="Rooms", url="https://example.org/x", measure="rooms", period="2024",
            place="Museum", value="70")  # fmt: skip
        await until(pilot, lambda: "70" in preview(form))
        await pilot.press("ctrl+s")
        await until(pilot, (tmp_path / "sources" / "museum.csv").exists)
        go_on.set()
        await until(pilot, lambda: app.screen.listed.total == 1 and desk.completions()["name"] == ["museum"])
        [shown] = desk.detail(by_text(desk, "72")).beside
        assert shown.option.observation.value == 70
    desk.close()


async def test_a_figure_to_be_linked_is_linked_also_where_its_reading_was_stopped(case: Path, desk: Desk, monkeypatch):
    go_on, read = threading.Event(), desk.build

    def slowly(progress=None):
        go_on.wait(30)
        progress(0, 1, "x")
        return read(progress)

    monkeypatch.setattr(Desk, "build", lambda _, progress=None: slowly(progress))
    app = ReviewApp(desk, build_first=False)
    async with app.run_test(size=(80, 24)) as pilot:
        claim = await at(pilot, desk, "72")
        form = await opened(pilot, "i", ReferenceForm)
        put(form, name="museum", publisher="Museum", title="Rooms", url="https://example.org/x", measure="rooms",
            period="2024", place="Museum", value="70")  # fmt: skip
        await until(pilot, lambda: "70" in preview(form))
        await pilot.press("f4")
        await until(pilot, lambda: app.screen.is_reading if hasattr(app.screen, "is_reading") else False)
        app.screen.stop_reading()
        assert app.screen.unsaved == 1
        go_on.set()
        await until(pilot, lambda: "stopped reading" in status(app))
        assert saved(case) == []
        await pilot.press("b")
        await until(pilot, lambda: len(saved(case)) == 1)
        assert (saved(case)[0]["action"], saved(case)[0]["claim"]) == ("link", claim)
        await until(pilot, lambda: not app.screen.is_reading)
        assert app.screen.unsaved == 0


async def test_a_figure_is_entered_in_a_case_without_claims(tmp_path: Path):
    for folder in ("claims", "sources"):
        (tmp_path / folder).mkdir()
    build(tmp_path)
    desk = Desk(tmp_path, "ana")
    app = ReviewApp(desk, build_first=False)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "no claims yet" in text_of(app.screen, "#empty"))
        form = await opened(pilot, "i", ReferenceForm)
        put(form, name="museum", publisher="Museum", title="Rooms", url="https://example.org/x", measure="rooms",
            period="2024", place="Museum", value="70")  # fmt: skip
        await until(pilot, lambda: "70" in preview(form))
        await pilot.press("f4")
        await until(pilot, lambda: desk.completions()["name"] == ["museum"])
        await until(pilot, lambda: status(app).endswith("museum.csv:2"))
    desk.close()
