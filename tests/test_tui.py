"""The review screen, driven by its keys on small cases that the real build has read."""

import asyncio
import errno
import json
import os
import shutil
import sys
import time
from pathlib import Path

import pytest
from textual.widgets import Input, Static, TextArea

from workbench.errors import WorkbenchError
from workbench.operations.build import build
from workbench.operations.desk import Desk
from workbench.operations.desk_filter import parse_filter
from workbench.operations.plain import one_line, plain
from workbench.reviews.events import Event
from workbench.reviews.ids import new_id
from workbench.store import review_log
from workbench.store.review_log import append
from workbench.tui import dialogs, keys
from workbench.tui.app import ReviewApp
from workbench.tui.browse import CLAIM, LIST
from workbench.tui.claim_list import ClaimList

DOCS = Path(__file__).parents[1] / "docs"
TEXT = """Cargo reached nearly 38 million tonnes in 2024, up from 4 million tonnes in 2014.

The museum has 72 rooms. Over 500 people visited it in May 2024. It cost $6 billion.
"""
ANOTHER = """
import sys
from pathlib import Path
from workbench.reviews.events import Event
from workbench.reviews.ids import new_id
from workbench.store.review_log import append
told = Event(new_id(), "2025-03-01T10:00:00Z", "ben", "verdict", sys.argv[2], "misleading", ("compound",))
append(Path(sys.argv[1]), told)
"""
HOSTILE = (
    "The [bold]plan[/] [/] \x1b[31mcost\x1b]0;title\x07 $7 billion \u202eesrever\u202c \u2066isolate\u2069 in 2023. "
    "It moved 12 tonnes of [@click=app.exit]gold[/] \U0001f600\U0001f468\u200d\U0001f469\u200d\U0001f467. "
    "\u0628\u0644\u063a \u0627\u0644\u0639\u062f\u062f 1,300 \u0645\u0646 \u0627\u0644\u0646\u0627\u0633. "
    + "x" * 20_000
    + " weighs 15 kilograms."
)
SOURCE = """publisher = "Port office [/] (example)"
title = "Cargo by year [bold"
url = "https://example.org/cargo"
retrieved = 2025-02-01
"""
FIGURES = """id,measure,place,period,value,unit
a,cargo,Northern route,2024,37.9,million tonnes
b,cargo,Northern route,2014,3.98,million tonnes
"""


@pytest.fixture
def case(tmp_path: Path) -> Path:
    (tmp_path / "claims").mkdir()
    (tmp_path / "sources").mkdir()
    (tmp_path / "claims" / "a.txt").write_text(TEXT)
    (tmp_path / "claims" / "a.txt.toml").write_text('speaker = "Office [/] (example)"\ndate = 2025-01-20\n')
    (tmp_path / "sources" / "ports.toml").write_text(SOURCE)
    (tmp_path / "sources" / "ports.csv").write_text(FIGURES)
    (tmp_path / "workbench.toml").write_text('title = "Small [/] case"\n')
    build(tmp_path)
    return tmp_path


@pytest.fixture
def desk(case: Path):
    opened = Desk(case, "ana")
    yield opened
    opened.close()


async def until(pilot, holds, seconds: float = 8.0) -> None:
    """Let the screen go on until something holds."""
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, "it did not come to hold"
        await pilot.pause(0.01)


async def started(pilot) -> None:
    await until(pilot, lambda: isinstance(pilot.app.screen, dialogs.Dialog) or pilot.app.screen.claims.line is not None)


def text_of(screen, selector: str) -> str:
    return str(screen.query_one(selector, Static).render())


def status(app) -> str:
    return text_of(app.screen_stack[0], "#status")


def saved(case: Path, reviewer: str = "ana") -> list[dict]:
    path = case / "reviews" / f"{reviewer}.jsonl"
    return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []


def by_text(desk: Desk, text: str) -> str:
    listed = desk.list_claims(parse_filter("", ()), "text")
    return next(line.row.claim_id for line in desk.page(listed, 0, 99) if line.row.text == text)


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
        await pilot.press("n", *"half", "escape")
        assert saved(case) == []
        await pilot.press("q")
        assert isinstance(app.screen, dialogs.QuitDialog)
        await pilot.press("escape", "n")
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
        await pilot.press("n", "x", "escape", "q", "q")
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
        await pilot.press("1", "n", "l", "G", "enter", "tab")
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
        assert "72" not in styled


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
            await pilot.press("n", *"kept", "ctrl+s")
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
        await pilot.press("escape", "n", "f1")
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


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (40, 10)])
async def test_hostile_text_is_shown_as_text_everywhere(case: Path, size: tuple[int, int]):
    (case / "claims" / "evil[bold].txt").write_text(HOSTILE)
    sidecar = 'title = "[/] \\u202e title"\nspeaker = "[@click=app.exit]\\u001b[2J"\nurl = "https://example.org/[/]"\n'
    (case / "claims" / "evil[bold].txt.toml").write_text(sidecar)
    build(case)
    append(case, Event(new_id(), "2025-03-01T10:00:00Z", "eve", "note", "nowhere", note="[/]"))
    desk = Desk(case, "ana")
    listed = desk.list_claims(parse_filter("in:evil", ()), "text")
    evil = [line.row.claim_id for line in desk.page(listed, 0, 99)]
    assert len(evil) >= 3
    for claim in evil:
        hostile = Event(
            new_id(), "2025-03-01T10:00:00Z", "eve", "verdict", claim, "[/] \x1b[2J\u202e", ("[bold",), "[/] [bold \x07"
        )
        append(case, hostile)
    app = ReviewApp(desk, build_first=False)
    async with app.run_test(size=size) as pilot:
        await started(pilot)
        await pilot.press("slash", *"in:evil", "enter")
        await until(pilot, lambda: app.screen.claims.total == len(evil))
        await pilot.press("enter")
        for _ in evil:
            await until(pilot, lambda: app.screen.shown_id == app.screen.claims.line.row.claim_id)
            await pilot.press("n", *"[/]", "escape", "1", "escape", "right")
            await pilot.pause()
        await pilot.press("u", "p", "escape")
        shown = "\n".join(strip.text for strip in app.screen._compositor.render_strips())
        assert not {"\x1b", "\x07", "\u202e", "\u2066", "\u009b"} & set(shown)
        assert app.is_running
    desk.close()


async def test_resizing_keeps_the_claim_and_shows_both_panes_where_there_is_room(desk: Desk):
    app = ReviewApp(desk, build_first=False)
    async with app.run_test(size=(80, 24)) as pilot:
        await started(pilot)
        await pilot.press("j", "j")
        screen = app.screen
        claim = screen.claims.line.row.claim_id
        assert not screen.view.display
        await pilot.resize_terminal(140, 40)
        await until(pilot, lambda: screen.view.display and screen.shown_id == claim)
        assert screen.claims.display
        await pilot.press("enter")
        await pilot.resize_terminal(60, 12)
        await until(pilot, lambda: not screen.claims.display)
        assert screen.where == CLAIM
        assert screen.view.display
        assert screen.claims.line.row.claim_id == claim


async def test_a_long_list_is_paged(tmp_path: Path):
    (tmp_path / "sources").mkdir()
    (tmp_path / "claims").mkdir()
    text = "\n\n".join(f"Village {chr(65 + n % 26)} counted {n + 1000} sheep." for n in range(650))
    (tmp_path / "claims" / "a.txt").write_text(text)
    build(tmp_path)
    desk = Desk(tmp_path, "ana")
    app = ReviewApp(desk, build_first=False)
    async with app.run_test(size=(80, 24)) as pilot:
        await started(pilot)
        claims = app.screen.query_one(ClaimList)
        assert claims.total == 650
        await pilot.press("o")
        await until(pilot, lambda: app.screen.order == "text" and claims.line is not None)
        await pilot.press("G")
        await until(pilot, lambda: claims.line is not None and claims.line.row.text == "1649")
        await pilot.press("up", "pageup", "home")
        await until(pilot, lambda: claims.line is not None and claims.line.row.text == "1000")
        assert len(claims.in_memory) <= 1200
    desk.close()


async def test_the_palette_has_the_commands_of_the_table(desk: Desk):
    app = ReviewApp(desk, build_first=False)
    async with app.run_test(size=(80, 24)) as pilot:
        await started(pilot)
        titles = {command.title for command in app.get_system_commands(app.screen)}
        assert {"Undo", "Redo", "Problems", "Filter", "Theme", "Quit"} <= titles
        assert "Verdict" not in titles


def test_the_page_of_keys_is_the_table():
    assert (DOCS / "keys.md").read_text(encoding="utf-8") == keys.markdown(), "write keys.markdown() to docs/keys.md"


def test_every_key_of_the_table_has_an_action_and_no_command_needs_a_key_that_terminals_confuse():
    from workbench.tui.screen import ReviewScreen

    screens = {
        "review": ReviewScreen, "reasons": dialogs.ReasonsDialog, "note": dialogs.NoteDialog,
        "filter": dialogs.FilterDialog, "reading": dialogs.ReadDialog, "quit": dialogs.QuitDialog,
    }  # fmt: skip
    for place, (_, table) in keys.PLACES.items():
        names = [name for key in table for name in key.keys]
        assert len(names) == len(set(names)), place
        for key in table:
            assert hasattr(screens[place], f"action_{key.action.partition('(')[0]}"), key
            safe = [name for name in key.keys if name not in {"ctrl+i", "ctrl+m", "ctrl+h"} and "alt+" not in name]
            assert safe, key


def test_reason_letters_are_distinct():
    letters = [letter for letter, _ in keys.reason_letters()]
    assert len(letters) == len(set(letters)) == 8


def test_plain_text_steers_nothing_and_keeps_its_length():
    text = "a\x00\x1b[31m\u202e\u2066\x9b\ud800\r\n\t\U000e0041b"
    shown = plain(text)
    assert len(shown) == len(text)
    assert shown == "a␀␛[31m\ufffd\ufffd\ufffd\ufffd \n\t\ufffdb"
    assert one_line("a\n\n b\t c") == "a b c"
    assert one_line("x" * 1000, 10) == "x" * 9 + "…"


def test_the_filter_reads_words_and_pairs():
    chosen = parse_filter("state:open two words kind:money http://example.org is:flagged by:ana in:a.txt", ("correct",))
    assert (chosen.state, chosen.kind, chosen.text) == ("open", "money", "two words http://example.org")
    assert (chosen.flagged, chosen.reviewer, chosen.document) == (True, "ana", "a.txt")
    with pytest.raises(WorkbenchError, match="Known: correct"):
        parse_filter("verdict:fine", ("correct",))


def test_filters_see_decisions_that_were_made_after_the_build(desk: Desk):
    claim, other = by_text(desk, "$6 billion"), by_text(desk, "72")
    desk.decide(claim, "incorrect")
    desk.flag(other)

    def texts(written: str) -> list[str]:
        listed = desk.list_claims(parse_filter(written, desk.scale.names), "text")
        return [line.row.text for line in desk.page(listed, 0, 9)]

    listed = {
        written: texts(written)
        for written in ("state:decided", "state:open", "verdict:incorrect", "verdict:correct", "is:flagged", "by:ana")
    }
    assert listed == {
        "state:decided": ["$6 billion"],
        "state:open": ["38 million tonnes", "4 million tonnes", "72", "500"],
        "verdict:incorrect": ["$6 billion"],
        "verdict:correct": [],
        "is:flagged": ["72"],
        "by:ana": ["$6 billion"],
    }


async def test_the_beginning_of_a_text_that_is_cut_still_marks_the_claim(case: Path):
    (case / "claims" / "long.txt").write_text("a" * 5000 + " bc 45 sheep died in 2023. " + "z" * 5000)
    build(case)
    desk = Desk(case, "ana")
    app = ReviewApp(desk, build_first=False)
    async with app.run_test(size=(120, 40)) as pilot:
        await started(pilot)
        await pilot.press("slash", *"in:long", "enter")
        await until(pilot, lambda: app.screen.claims.total == 1)
        await until(pilot, lambda: app.screen.shown_id == by_text(desk, "45"))
        text = app.screen.view.query_one("#text", Static).content
        assert [text.plain[span.start : span.end] for span in text.spans if "reverse" in str(span.style)] == ["45"]
        assert text.plain.startswith("…")
        assert text.plain.endswith("…")
    desk.close()


def test_a_linked_observation_that_was_no_candidate_is_compared(case: Path, desk: Desk):
    claim = by_text(desk, "$6 billion")
    assert desk.detail(claim).beside == ()
    append(case, Event(new_id(), "2025-03-01T10:00:00Z", "ben", "link", claim, evidence=("ports/a",)))
    changes = desk.poll()
    assert (changes.claims, changes.reviewers) == ({claim}, ("ben",))
    [beside] = desk.detail(claim).beside
    assert beside.linked
    assert beside.found.comparison == "incommensurable"
    assert desk.decide(claim, "unproven").event.seen.observation == "ports/a"


def test_in_blind_review_the_others_stay_hidden_until_all_have_voted(case: Path):
    (case / "workbench.toml").write_text('[review]\nmode = "blind"\nreviewers = ["ana", "ben"]\n')
    build(case)
    ana, ben = Desk(case, "ana"), Desk(case, "ben")
    claim = by_text(ana, "72")
    ben.decide(claim, "correct")
    ana.poll()
    assert ana.detail(claim).votes == {}
    assert ana.progress().done == 0
    ana.decide(claim, "incorrect")
    assert set(ana.detail(claim).votes) == {"ana", "ben"}
    assert ana.progress().done == 1
    ana.close()
    ben.close()


def test_lines_taken_out_of_a_file_are_taken_out_of_the_screen_and_ones_own_are_saved_again(case: Path, desk: Desk):
    claim, other = by_text(desk, "72"), by_text(desk, "500")
    append(case, Event(new_id(), "2025-03-01T10:00:00Z", "ben", "verdict", claim, "correct"))
    desk.poll()
    desk.decide(other, "correct")
    assert desk.progress().done == 2
    (case / "reviews" / "ben.jsonl").write_text("")
    (case / "reviews" / "ana.jsonl").unlink()
    assert desk.poll().saved_again == 1
    assert desk.progress().done == 1
    assert [event["claim"] for event in saved(case)] == [other]


def test_deleting_the_database_while_the_screen_is_open_loses_nothing(case: Path, desk: Desk):
    claim = by_text(desk, "72")
    desk.decide(claim, "correct")
    shutil.rmtree(case / ".workbench")
    (case / "workbench.duckdb").unlink()
    desk.refresh()
    assert desk.progress() == desk.progress().__class__(total=5, done=1, skipped=0)
    assert desk.detail(claim).decision.verdict == "correct"
