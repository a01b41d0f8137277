"""The review screen, driven by its keys on small cases that the real build has read."""

import asyncio
import errno
import os
import sys
import time
from pathlib import Path

from textual.widgets import Input, Static, TextArea
from tui_case import (  # noqa: F401 - fixtures are found by name
    ANOTHER,
    DOCS,
    TEXT,
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
from workbench.operations.desk_filter import parse_filter
from workbench.store import review_log
from workbench.tui import dialogs
from workbench.tui.app import ReviewApp
from workbench.tui.browse import LIST


async def test_three_keys_give_a_verdict_with_a_reason_and_go_on(case: Path, desk: Desk):
    app = ReviewApp(desk, build_first=False)
    async with app.run_test(size=(80, 24)) as pilot:
        await started(pilot)
        first = app.screen.claims.line.row
        await pilot.press("4", "o", "enter")
        await until(pilot, lambda: saved(case) and not isinstance(app.screen, dialogs.Dialog))
        await until(pilot, lambda: app.screen.claims.line.row.claim_id != first.claim_id)
        [event] = saved(case)
        assert (event["claim"], event["verdict"], event["reasons"]) == (first.claim_id, "exaggerated", ["outdated"])
        assert event["seen"]["text"] == first.text
        assert "saved: ▲ exaggerated" in status(app)
        assert "1/5 decided" in text_of(app.screen, "#title")


async def test_a_letter_twice_takes_the_reason_back_and_escape_saves_nothing(case: Path, desk: Desk):
    app = ReviewApp(desk, build_first=False)
    async with app.run_test(size=(80, 24)) as pilot:
        await started(pilot)
        await pilot.press("1", "m", "o", "m")
        assert app.screen.marked == ["outdated"]
        await pilot.press("escape")
        assert not isinstance(app.screen, dialogs.Dialog)
        assert saved(case) == []


async def test_a_digit_beyond_the_scale_says_how_many_there_are(desk: Desk):
    app = ReviewApp(desk, build_first=False)
    async with app.run_test(size=(80, 24)) as pilot:
        await started(pilot)
        await pilot.press("9")
        assert "1 to 8" in status(app)


async def test_undo_and_redo_say_what_and_go_there(case: Path, desk: Desk):
    app = ReviewApp(desk, build_first=False)
    async with app.run_test(size=(80, 24)) as pilot:
        await started(pilot)
        await pilot.press("7", "enter")
        await until(pilot, lambda: app.screen_stack[0].claims.cursor == 1)
        await pilot.press("u")
        await until(pilot, lambda: "undone: ✗ incorrect" in status(app))
        await until(pilot, lambda: app.screen.claims.cursor == 0)
        assert app.screen.claims.line.decision.verdict is None
        await pilot.press("r")
        await until(pilot, lambda: "done again: ✗ incorrect" in status(app))
        assert app.screen.claims.line.decision.verdict == "incorrect"
        assert [event["action"] for event in saved(case)] == ["verdict", "retract", "verdict"]
        await pilot.press("u", "u")
        await until(pilot, lambda: "nothing to undo" in status(app))


async def test_a_note_closed_with_escape_is_a_draft_until_it_is_saved(case: Path, desk: Desk):
    app = ReviewApp(desk, build_first=False)
    async with app.run_test(size=(80, 24)) as pilot:
        await started(pilot)
        await pilot.press("w", *"half", "escape")
        assert saved(case) == []
        await pilot.press("q")
        assert isinstance(app.screen, dialogs.QuitDialog)
        await pilot.press("escape", "w")
        assert app.screen.query_one(TextArea).text == "half"
        await pilot.press(*" done", "ctrl+s")
        await until(pilot, lambda: not isinstance(app.screen, dialogs.Dialog))
        assert [event["note"] for event in saved(case)] == ["half done"]
        await pilot.press("q")
        await until(pilot, lambda: not app.is_running)


async def test_quitting_with_a_draft_can_be_confirmed(desk: Desk):
    app = ReviewApp(desk, build_first=False)
    async with app.run_test(size=(80, 24)) as pilot:
        await started(pilot)
        await pilot.press("w", "x", "escape", "q", "q")
        await until(pilot, lambda: not app.is_running)


async def test_skip_flag_and_next_undecided(case: Path, desk: Desk):
    app = ReviewApp(desk, build_first=False)
    async with app.run_test(size=(80, 24)) as pilot:
        await started(pilot)
        await pilot.press("s")
        await until(pilot, lambda: app.screen.claims.cursor == 1)
        await pilot.press("f")
        await until(pilot, lambda: app.screen.claims.line.decision.flagged)
        await pilot.press("1", "enter")
        await until(pilot, lambda: app.screen_stack[0].claims.cursor == 2)
        await pilot.press("G", "tab")
        await until(pilot, lambda: app.screen.claims.cursor == 2)
        assert [event["action"] for event in saved(case)] == ["skip", "flag", "verdict"]


async def test_when_all_is_decided_the_screen_says_so(desk: Desk):
    listed = desk.list_claims(parse_filter("", ()), "text")
    for line in desk.page(listed, 0, 99)[:-1]:
        desk.decide(line.row.claim_id, "correct")
    app = ReviewApp(desk, build_first=False)
    async with app.run_test(size=(80, 24)) as pilot:
        await started(pilot)
        await until(pilot, lambda: app.screen.claims.total == 5)
        await pilot.press("1", "enter")
        await until(pilot, lambda: "All claims are decided" in status(app))


async def test_a_filter_lists_what_fits_and_a_wrong_one_stays_open(desk: Desk):
    app = ReviewApp(desk, build_first=False)
    async with app.run_test(size=(80, 24)) as pilot:
        await started(pilot)
        await pilot.press("slash", *"kind:monney", "enter")
        assert isinstance(app.screen, dialogs.FilterDialog)
        assert "Did you mean money?" in text_of(app.screen, ".error")
        app.screen.query_one(Input).value = "kind:money billion"
        await pilot.press("enter")
        await until(pilot, lambda: app.screen.claims.total == 1 and app.screen.claims.line is not None)
        assert app.screen.claims.line.row.text == "$6 billion"
        await pilot.press("escape")
        await until(pilot, lambda: app.screen.claims.total == 5)


async def test_a_filter_that_nothing_fits_says_how_to_go_on(desk: Desk):
    app = ReviewApp(desk, build_first=False)
    async with app.run_test(size=(80, 24)) as pilot:
        await started(pilot)
        await pilot.press("slash", *"nowhere", "enter")
        await until(pilot, lambda: app.screen.claims.total == 0)
        await until(pilot, lambda: "Esc takes it away" in text_of(app.screen, "#empty"))
        await pilot.press("1", "w", "l", "G", "enter", "tab")
        assert not isinstance(app.screen, dialogs.Dialog)


async def test_an_empty_case_says_what_to_do_and_reads_what_is_copied_in(tmp_path: Path):
    for name in ("claims", "sources"):
        (tmp_path / name).mkdir()
    desk = Desk(tmp_path, "ana")
    app = ReviewApp(desk)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "press b" in text_of(app.screen, "#empty"))
        (tmp_path / "claims" / "a.txt").write_text(TEXT)
        await until(pilot, lambda: not app.screen.building)
        await pilot.press("b")
        await until(pilot, lambda: app.screen.claims.total == 5)
    desk.close()


async def test_observations_are_chosen_with_keys_and_linked(case: Path, desk: Desk):
    app = ReviewApp(desk, build_first=False)
    async with app.run_test(size=(80, 24)) as pilot:
        await started(pilot)
        await pilot.press("slash", *"kind:mass", "enter")
        await until(pilot, lambda: app.screen.claims.total == 2)
        await pilot.press("g", "l")
        assert "Open the claim" in status(app)
        await pilot.press("enter")
        await until(pilot, lambda: app.screen.view.shown is not None)
        screen = app.screen
        assert len(screen.view.shown.beside) == 2
        second = screen.view.shown.beside[1].option.observation.observation_id
        await pilot.press("j", "l")
        await until(pilot, lambda: any(beside.linked for beside in screen.view.shown.beside))
        assert saved(case)[0]["evidence"] == [second]
        assert "◆ linked" in text_of(screen, "#options")
        assert "37.9 million" in text_of(screen, "#options")
        await pilot.press("right")
        await until(pilot, lambda: screen.shown_id == screen.claims.line.row.claim_id)
        await pilot.press("escape")
        assert screen.where == LIST


async def test_a_verdict_is_held_against_the_observation_that_was_chosen(case: Path, desk: Desk):
    app = ReviewApp(desk, build_first=False)
    async with app.run_test(size=(80, 24)) as pilot:
        await started(pilot)
        screen = app.screen
        await pilot.press("slash", *"kind:mass", "enter", "enter")
        await until(pilot, lambda: screen.view.shown is not None and len(screen.view.shown.beside) > 1)
        await until(pilot, lambda: screen.shown_id == screen.claims.line.row.claim_id)
        first = screen.view.observation.option.observation.observation_id
        await pilot.press("j")
        await until(pilot, lambda: screen.view.observation.option.observation.observation_id != first)
        chosen = screen.view.observation.option.observation.observation_id
        await pilot.press("1", "enter")
        await until(pilot, lambda: len(saved(case)) == 2)
    link, verdict = saved(case)
    assert (link["action"], link["evidence"]) == ("link", [chosen])
    assert (verdict["action"], verdict["seen"]["observation"]) == ("verdict", chosen)


async def test_a_claim_that_was_open_before_is_shown_as_it_is_now(desk: Desk):
    app = ReviewApp(desk, build_first=False)
    async with app.run_test(size=(80, 24)) as pilot:
        await started(pilot)
        screen = app.screen
        await pilot.press("enter")
        await until(pilot, lambda: screen.shown_id == screen.claims.line.row.claim_id)
        await pilot.press("escape", "f")
        await until(pilot, lambda: screen.claims.line.decision.flagged)
        await pilot.press("enter")
        await until(pilot, lambda: "flagged" in text_of(screen, "#reviews"))


async def test_the_open_claim_is_the_one_under_the_cursor_however_fast_the_keys(desk: Desk):
    app = ReviewApp(desk, build_first=False)
    async with app.run_test(size=(120, 40)) as pilot:
        await started(pilot)
        screen = app.screen
        await until(pilot, lambda: screen.shown_id == screen.claims.line.row.claim_id)
        for _ in range(5):
            await pilot.press("G", "g")
            await pilot.pause(0.2)
            assert screen.shown_id == screen.view.shown.detail.line.claim_id == screen.claims.line.row.claim_id


async def test_the_claim_is_marked_in_its_text_and_its_neighbours_underlined(desk: Desk):
    app = ReviewApp(desk, build_first=False)
    async with app.run_test(size=(120, 40)) as pilot:
        await started(pilot)
        await pilot.press("slash", *"kind:mass", "enter")
        await until(pilot, lambda: app.screen.claims.total == 2)
        await pilot.press("G", "g")
        await until(pilot, lambda: app.screen.shown_id == app.screen.claims.line.row.claim_id)
        text = app.screen.view.query_one("#text", Static).content
        styled = {text.plain[span.start : span.end]: str(span.style) for span in text.spans}
        own, other = app.screen.claims.line.row.text, app.screen.claims.line_at(1).row.text
        assert "reverse" in styled[own]
        assert "underline" in styled[other]
        assert "underline" in styled["72"]


async def test_another_process_is_seen_within_two_seconds(case: Path, desk: Desk):
    app = ReviewApp(desk, build_first=False)
    async with app.run_test(size=(120, 40)) as pilot:
        await started(pilot)
        claim = app.screen.claims.line.row.claim_id
        env = {**os.environ, "PYTHONPATH": str(DOCS.parent)}
        another = await asyncio.create_subprocess_exec(sys.executable, "-c", ANOTHER, str(case), claim, env=env)
        assert await another.wait() == 0
        begun = time.monotonic()
        await until(pilot, lambda: app.screen.claims.line.decision.verdict == "misleading", 2.0)
        await until(pilot, lambda: "ben (compound)" in text_of(app.screen, "#reviews"), 2.0)
        assert time.monotonic() - begun < 2.0
        assert "New from ben" in status(app)
        await pilot.press("7", "enter")
        await until(pilot, lambda: app.screen_stack[0].claims.line_at(0).decision.verdict == "disputed")


async def test_what_somebody_builds_meanwhile_appears(case: Path, desk: Desk):
    app = ReviewApp(desk, build_first=False)
    async with app.run_test(size=(80, 24)) as pilot:
        await started(pilot)
        await pilot.press("j", "j")
        claim = app.screen.claims.line.row.claim_id
        (case / "claims" / "b.txt").write_text("A bridge of 500 metres was opened.")
        build(case)
        await until(pilot, lambda: app.screen.claims.total == 6)
        await until(pilot, lambda: app.screen.claims.line is not None)
        assert app.screen.claims.line.row.claim_id == claim


async def test_a_failed_append_keeps_the_form_and_says_why(case: Path, desk: Desk, monkeypatch):
    def full(_descriptor: int, _data: bytes) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    app = ReviewApp(desk, build_first=False)
    async with app.run_test(size=(80, 24)) as pilot:
        await started(pilot)
        with monkeypatch.context() as broken:
            broken.setattr(review_log, "_write_all", full)
            await pilot.press("1", "m", "enter")
            await until(pilot, lambda: "free some disk space" in text_of(app.screen, ".error"))
            assert app.screen.marked == ["missing_context"]
            assert app.screen_stack[0].claims.line.decision.verdict is None
        await pilot.press("enter")
        await until(pilot, lambda: not isinstance(app.screen, dialogs.Dialog))
        assert [event["reasons"] for event in saved(case)] == [["missing_context"]]
        with monkeypatch.context() as broken:
            broken.setattr(review_log, "_write_all", full)
            await pilot.press("w", *"kept", "ctrl+s")
            await until(pilot, lambda: "No space left" in text_of(app.screen, ".error"))
            assert app.screen.query_one(TextArea).text == "kept"
            await pilot.press("escape", "s")
            await until(pilot, lambda: "✗" in status(app) and "free some disk space" in status(app))
        assert len(saved(case)) == 1


async def test_help_shows_the_keys_of_the_place(desk: Desk):
    app = ReviewApp(desk, build_first=False)
    async with app.run_test(size=(80, 24)) as pilot:
        await started(pilot)
        await pilot.press("question_mark")
        shown = "".join(str(part.render()) for part in app.screen.query(Static))
        assert "take back what you did last" in shown
        assert "∅ not checkable" in shown
        await pilot.press("escape", "w", "f1")
        shown = "".join(str(part.render()) for part in app.screen.query(Static))
        assert "Ctrl+S" in shown
        assert "take back" not in shown


async def test_problems_of_the_build_are_counted_and_listed(case: Path):
    (case / "sources" / "bad[-].csv").write_text("x")
    build(case)
    desk = Desk(case, "ana")
    app = ReviewApp(desk, build_first=False)
    async with app.run_test(size=(80, 24)) as pilot:
        await started(pilot)
        await until(pilot, lambda: "⚠ 1 problem (p)" in text_of(app.screen, "#title"))
        await pilot.press("p")
        shown = "".join(str(part.render()) for part in app.screen.query(Static))
        assert "sources/bad[-].csv" in shown
        assert "no source beside" in shown
    desk.close()


async def test_note_and_evidence_are_saved_with_the_verdict_in_one_line(case: Path, desk: Desk):
    app = ReviewApp(desk, build_first=False)
    async with app.run_test(size=(80, 24)) as pilot:
        await started(pilot)
        await pilot.press("7", "m", "tab", *"moc", "tab", *"https://example.org/x; ports/a ;", "enter")
        await until(pilot, lambda: saved(case) and not isinstance(app.screen, dialogs.Dialog))
        [event] = saved(case)
        assert (event["verdict"], event["reasons"], event["note"]) == ("incorrect", ["missing_context"], "moc")
        assert event["evidence"] == ["https://example.org/x", "ports/a"]


async def test_what_was_written_in_a_verdict_that_was_not_given_is_a_draft(case: Path, desk: Desk):
    app = ReviewApp(desk, build_first=False)
    async with app.run_test(size=(80, 24)) as pilot:
        await started(pilot)
        await pilot.press("7", "c", "tab", *"half", "escape")
        assert saved(case) == []
        await pilot.press("q")
        assert isinstance(app.screen, dialogs.QuitDialog)
        await pilot.press("escape", "1")
        assert app.screen.draft == dialogs.Draft(("cherry_picked_baseline",), "half", "")
        await pilot.press("enter")
        await until(pilot, lambda: saved(case) and not isinstance(app.screen, dialogs.Dialog))
        await pilot.press("q")
        await until(pilot, lambda: not app.is_running)


async def test_the_proposal_is_marked_and_nothing_is_chosen(case: Path, desk: Desk):
    app = ReviewApp(desk, build_first=False)
    async with app.run_test(size=(80, 24)) as pilot:
        await started(pilot)
        assert "‹" not in text_of(app.screen, "#verdicts")
        await pilot.press("slash", *"kind:mass", "enter", "enter")
        await until(pilot, lambda: "‹✓ correct›" in text_of(app.screen, "#verdicts"))
        await pilot.press("enter")
        await pilot.pause()
        assert saved(case) == []


async def test_progress_counts_by_kind_speaker_and_reviewer(desk: Desk):
    listed = desk.list_claims(parse_filter("", ()), "text")
    for line in desk.page(listed, 0, 3):
        desk.decide(line.row.claim_id, "correct")
    app = ReviewApp(desk, build_first=False)
    async with app.run_test(size=(100, 40)) as pilot:
        await started(pilot)
        await pilot.press("P")
        await until(pilot, lambda: isinstance(app.screen, dialogs.Dialog))
        shown = "".join(str(part.render()) for part in app.screen.query(Static))
        assert "3 of 5" in shown
        assert "2 of 2" in shown
        assert "Office [/] (example)" in shown
        assert "2 left to decide" in shown


async def test_n_and_shift_n_go_to_what_is_undecided(desk: Desk):
    listed = desk.list_claims(parse_filter("", ()), "checkworthiness")
    for position in (1, 3):
        desk.decide(desk.page(listed, position, 1)[0].row.claim_id, "correct")
    app = ReviewApp(desk, build_first=False)
    async with app.run_test(size=(80, 24)) as pilot:
        await started(pilot)
        visited = []
        for key in ("n", "n", "n", "N", "N"):
            before = app.screen.claims.cursor
            await pilot.press(key)
            await until(pilot, lambda before=before: app.screen.claims.cursor != before)
            visited.append(app.screen.claims.cursor)
        assert visited == [2, 4, 0, 4, 2]


async def test_decisions_become_stale_when_a_figure_changes_and_can_be_listed(case: Path, desk: Desk):
    listed = desk.list_claims(parse_filter("kind:mass", desk.scale.names), "text")
    claim = desk.page(listed, 0, 1)[0].row.claim_id
    desk.decide(claim, "correct")
    figures = case / "sources" / "ports.csv"
    figures.write_text(figures.read_text().replace("37.9", "47.9"))
    build(case)
    app = ReviewApp(desk, build_first=False)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "! 1 stale" in text_of(app.screen, "#title"))
        await pilot.press("slash", *"stale:yes", "enter")
        await until(pilot, lambda: app.screen.claims.total == 1 and app.screen.claims.line is not None)
        assert app.screen.claims.line.row.claim_id == claim
        await pilot.press("enter")
        await until(pilot, lambda: "! stale: the observation, comparison changed" in text_of(app.screen, "#reviews"))


async def test_the_filter_completes_names_of_the_case(desk: Desk):
    app = ReviewApp(desk, build_first=False)
    async with app.run_test(size=(80, 24)) as pilot:
        await started(pilot)
        await pilot.press("slash", *"spe")
        field = app.screen.query_one(Input)
        await until(pilot, lambda: field._suggestion == "speaker:")
        await pilot.press("tab", *"off")
        await until(pilot, lambda: field._suggestion.startswith("speaker:"))
        await pilot.press("tab", "enter")
        await until(pilot, lambda: not isinstance(app.screen, dialogs.Dialog))
        assert app.screen.written == 'speaker:"Office [/] (example)"'
        await until(pilot, lambda: app.screen.claims.total == 5)


async def test_fast_keys_decide_each_claim_once_and_each_its_own(case: Path, desk: Desk):
    decide = desk.decide

    def slowly(*given: object, **named: object):
        time.sleep(0.3)
        return decide(*given, **named)

    desk.decide = slowly  # type: ignore[method-assign]
    app = ReviewApp(desk, build_first=False)
    async with app.run_test(size=(80, 24)) as pilot:
        await started(pilot)
        await until(pilot, lambda: app.screen.claims.total == 5)
        wanted = [app.screen.claims.line_at(n).row.claim_id for n in range(3)]
        await pilot.press("6", "enter", "enter", "7", "enter", "enter", "1", "enter")
        await until(pilot, lambda: len(saved(case)) == 3 and not isinstance(app.screen, dialogs.Dialog))
        await pilot.pause(0.5)
        assert [(event["claim"], event["verdict"]) for event in saved(case)] == list(
            zip(wanted, ("unproven", "incorrect", "correct"), strict=True)
        )
