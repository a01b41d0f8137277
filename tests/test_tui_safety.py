"""The review screen with hostile text, long lists, its table of keys, and its desk."""

import shutil
from pathlib import Path

import duckdb
import pytest
from textual.widgets import Static
from tui_case import (  # noqa: F401 - fixtures are found by name
    DOCS,
    HOSTILE,
    by_text,
    case,
    desk,
    saved,
    started,
    text_of,
    until,
)

from workbench.errors import WorkbenchError
from workbench.operations.build import build
from workbench.operations.desk import Desk
from workbench.operations.desk_filter import parse_filter
from workbench.operations.plain import one_line, plain
from workbench.reviews.events import Event
from workbench.reviews.ids import new_id
from workbench.store import publish as publishing
from workbench.store.review_log import append
from workbench.tui import dialogs, keys
from workbench.tui.app import ReviewApp
from workbench.tui.browse import CLAIM
from workbench.tui.claim_list import ClaimList


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
            await pilot.press("w", *"[/]", "escape", "1", "escape", "right")
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
        assert screen.query_one("#listing").display
        await pilot.press("enter")
        await pilot.resize_terminal(60, 12)
        await until(pilot, lambda: not screen.query_one("#listing").display)
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
        await until(pilot, lambda: len(claims.in_memory) == 200)  # also what no key has asked for yet
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
    from workbench.tui.adjudicate import AdjudicationDialog
    from workbench.tui.agreement import AgreementDialog
    from workbench.tui.correct import CorrectForm
    from workbench.tui.derive_form import DeriveForm
    from workbench.tui.reference_form import ReferenceForm
    from workbench.tui.second import SecondScreen
    from workbench.tui.select_words import WordsDialog

    screens = {
        "review": SecondScreen, "reasons": dialogs.ReasonsDialog, "note": dialogs.NoteDialog,
        "filter": dialogs.FilterDialog, "reading": dialogs.ReadDialog, "quit": dialogs.QuitDialog,
        "fields": CorrectForm, "words": WordsDialog, "figure": ReferenceForm, "adjudication": AdjudicationDialog,
        "agreement": AgreementDialog, "derive": DeriveForm,
    }  # fmt: skip
    for place, (_, table) in keys.PLACES.items():
        names = [name for key in table for name in key.keys]
        assert len(names) == len(set(names)), place
        for key in table:
            if (place, key.action) == ("words", "line"):  # a key of the text itself
                continue
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


def test_the_filter_knows_days_speakers_and_names_of_two_words():
    chosen = parse_filter('speaker:"Ana Novak" since:2024 until:2024-02 stale:yes "two words" doc:a.txt', ("correct",))
    assert (chosen.speaker, chosen.text, chosen.document, chosen.stale) == ("Ana Novak", "two words", "a.txt", True)
    assert (str(chosen.since), str(chosen.until)) == ("2024-01-01", "2024-02-29")
    assert str(parse_filter("until:2023", ()).until) == "2023-12-31"
    for wrong in ("since:yesterday", "since:2024-13", "until:2024-02-31", "stale:perhaps", "colour:red"):
        with pytest.raises(WorkbenchError):
            parse_filter(wrong, ())


def test_every_order_lists_every_claim_and_the_page_fits_the_list(case: Path, desk: Desk):
    (case / "claims" / "b.txt").write_text("A bridge of 500 metres was opened.")
    (case / "claims" / "b.txt.toml").write_text("date = 2025-06-01\n")
    build(case)
    desk.refresh()
    found = {}
    for order in ("checkworthiness", "text", "date", "deviation"):
        listed = desk.list_claims(parse_filter("", ()), order)
        found[order] = [line.row.text for line in desk.page(listed, 0, 99)]
        assert len(found[order]) == listed.total == 6
    assert found["date"][0] == "500 metres"
    assert set(found["deviation"][:2]) == {"38 million tonnes", "4 million tonnes"}


@pytest.mark.parametrize(
    "fault",
    [
        WorkbenchError("workbench.duckdb could not be published: no room", "free some disk space"),
        PermissionError(13, "Permission denied"),
        duckdb.IOException("IO Error: it could not be published"),
        KeyError("could not be published"),
    ],
    ids=lambda fault: type(fault).__name__,
)
async def test_a_file_that_cannot_be_published_is_told_and_the_next_that_can_is_published(
    desk: Desk, monkeypatch, fault: Exception
):
    app = ReviewApp(desk, build_first=False)
    fails = [fault]
    real = publishing.publish_locked

    def publish_locked(root: Path, *, if_changed: bool):
        if fails:
            raise fails[0]
        return real(root, if_changed=if_changed)

    monkeypatch.setattr(publishing, "publish_locked", publish_locked)
    async with app.run_test(size=(80, 24)) as pilot:
        await started(pilot)
        await until(pilot, lambda: "could not be published" in text_of(app.screen, "#status"))
        fails.clear()
        desk.decide(by_text(desk, "72"), "correct")
        await until(pilot, lambda: published(desk.root) == [("correct",)])


def published(case: Path) -> list[tuple]:
    with duckdb.connect(str(case / "workbench.duckdb"), read_only=True) as client:
        return client.execute("SELECT verdict FROM verdicts").fetchall()
