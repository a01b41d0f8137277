"""Keys that come in faster than the review screen works."""

from pathlib import Path

from textual import events
from tui_case import case, desk, saved, started, text_of, until  # noqa: F401 - fixtures are found by name

from workbench.errors import WorkbenchError
from workbench.operations.desk import Desk
from workbench.tui import dialogs
from workbench.tui.app import ReviewApp
from workbench.tui.reference_form import ReferenceForm


def type_at_once(app: ReviewApp, *typed: str) -> None:
    """Keys that come in together, as a terminal hands on what came over a slow line."""
    for key in typed:
        app.post_message(events.Key(key, key if len(key) == 1 else None))


async def test_keys_that_come_in_together_give_the_verdict_with_its_reason_and_note(case: Path, desk: Desk):
    app = ReviewApp(desk, build_first=False)
    async with app.run_test(size=(80, 24)) as pilot:
        await started(pilot)
        type_at_once(app, "4", "o", "tab", *"so", "enter", "1", "m", "enter")
        await until(pilot, lambda: len(saved(case)) == 2)
        first, second = saved(case)
        assert (first["verdict"], first["reasons"], first["note"]) == ("exaggerated", ["outdated"], "so")
        assert (second["verdict"], second["reasons"]) == ("correct", ["missing_context"])
        assert first["claim"] != second["claim"]


async def test_what_is_typed_after_a_key_that_goes_on_is_for_the_next_claim(case: Path, desk: Desk):
    app = ReviewApp(desk, build_first=False)
    async with app.run_test(size=(80, 24)) as pilot:
        await started(pilot)
        listed = [app.screen.claims.line_at(n).row.claim_id for n in range(5)]
        type_at_once(app, "s", "1", "enter", "n", "f", "u", "u", "7", "enter")
        await until(pilot, lambda: len(saved(case)) == 6)
        told = [(event["action"], event["claim"]) for event in saved(case)]
        assert told[:3] == [("skip", listed[0]), ("verdict", listed[1]), ("flag", listed[3])]
        assert told[5] == ("verdict", listed[1])


async def test_a_form_takes_lines_that_are_typed_faster_than_it_moves(desk: Desk):
    app = ReviewApp(desk, build_first=False)
    async with app.run_test(size=(80, 24)) as pilot:
        await started(pilot)
        type_at_once(app, "i", *"rail", "enter", *"Rail", "enter", *"Yearbook")
        await until(pilot, lambda: isinstance(app.screen, ReferenceForm))
        await until(pilot, lambda: app.screen.given.get("title") == "Yearbook")
        assert (app.screen.given["name"], app.screen.given["publisher"]) == ("rail", "Rail")


async def test_what_is_typed_behind_a_save_that_fails_is_dropped(desk: Desk, monkeypatch):
    def full(*_: object, **_fields: object):
        raise WorkbenchError("the disk is full")

    monkeypatch.setattr(desk, "decide", full)
    app = ReviewApp(desk, build_first=False)
    async with app.run_test(size=(80, 24)) as pilot:
        await started(pilot)
        type_at_once(app, "4", "enter", "s", "enter", "q")
        await until(pilot, lambda: isinstance(app.screen, dialogs.ReasonsDialog))
        await until(pilot, lambda: "the disk is full" in text_of(app.screen, ".error"))
        await pilot.pause(0.1)
        assert app.screen.marked == []
        assert app.is_running
