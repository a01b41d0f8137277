"""What a line of the list says: findings for another period and of another time, and readings that were corrected."""

from pathlib import Path

import pytest
from tui_case import (  # noqa: F401 - fixtures are found by name
    by_text,
    case,
    desk,
    saved,
    started,
    status,
    until,
)

from workbench.errors import EXIT_BUSY, WorkbenchError
from workbench.extraction.pointing import Span
from workbench.operations import desk_core
from workbench.operations.act import act
from workbench.operations.build import build
from workbench.operations.desk import Desk
from workbench.operations.desk_filter import parse_filter
from workbench.operations.desk_model import Line
from workbench.operations.look import claims as listed_as_a_command
from workbench.store.queries import Filter
from workbench.tui.app import ReviewApp
from workbench.tui.claim_list import _percent


def line_of(desk: Desk, text: str) -> Line:
    return desk.lines([by_text(desk, text)])[0]


def drawn(app: ReviewApp) -> str:
    return "\n".join(strip.text for strip in app.screen._compositor.render_strips())


async def test_a_figure_of_another_period_is_said_to_be_one(tmp_path: Path):
    (tmp_path / "claims").mkdir()
    (tmp_path / "sources").mkdir()
    (tmp_path / "claims" / "a.txt").write_text("In 2019 cargo on the Northern route reached 31 million tonnes.\n")
    (tmp_path / "sources" / "ports.toml").write_text(
        'publisher = "Port office (example)"\ntitle = "Cargo"\nurl = "https://example.org/"\nretrieved = 2025-02-01\n'
    )
    figures = "id,measure,place,period,value,unit\na,cargo,Northern route,2017,31,million tonnes\n"
    (tmp_path / "sources" / "ports.csv").write_text(figures)
    build(tmp_path)
    desk = Desk(tmp_path, "ana")
    row = line_of(desk, "31 million tonnes").row
    assert (row.comparison, row.proposed, row.is_of_other_period) == ("consistent", None, True)
    [told] = listed_as_a_command(tmp_path, Filter(), order="text", limit=9, offset=0).lines
    assert told.is_of_other_period
    app = ReviewApp(desk, build_first=False)
    async with app.run_test(size=(80, 24)) as pilot:
        await started(pilot)
        await until(pilot, lambda: "other period" in drawn(app))
        assert "consistent" not in drawn(app)
    (tmp_path / "sources" / "ports.csv").write_text(figures.replace("2017", "2019"))
    build(tmp_path)
    desk.refresh()
    row = line_of(desk, "31 million tonnes").row
    assert (row.comparison, row.proposed, row.is_of_other_period) == ("consistent", "correct", False)
    desk.close()


async def test_words_of_the_measure_that_a_claim_lacks_stand_beside_the_proposal(tmp_path: Path):
    for name in ("claims", "sources"):
        (tmp_path / name).mkdir()
    (tmp_path / "claims" / "a.txt").write_text("Tickets for the hall cost 8 euros.\n")
    (tmp_path / "sources" / "town.toml").write_text(
        'publisher = "Town (example)"\ntitle = "Budget"\nurl = "https://example.org/"\nretrieved = 2025-02-01\n'
    )
    (tmp_path / "sources" / "town.csv").write_text(
        "id,measure,place,period,value,unit\na,cost of the [red]swimming[/] hall,,2024,5400000,EUR\n"
    )
    build(tmp_path)
    desk = Desk(tmp_path, "ana")
    app = ReviewApp(desk, build_first=False)
    async with app.run_test(size=(80, 24)) as pilot:
        await started(pilot)
        await pilot.press("enter")
        await until(pilot, lambda: "≠ not said: red, swimming · 2024" in drawn(app))
    desk.close()


async def test_the_list_says_whose_words_were_passed_on_and_finds_them(tmp_path: Path):
    (tmp_path / "claims").mkdir()
    post = '{"text": "The ferry carried 4,512 people.", "author": "C", "forwarded_from": "Ferry [red]office[/]"}\n'
    (tmp_path / "claims" / "a.jsonl").write_text(post + '{"text": "The quay is 5 km long."}\n')
    build(tmp_path)
    desk = Desk(tmp_path, "ana")
    told = listed_as_a_command(tmp_path, Filter(speaker="ferry"), order="text", limit=9, offset=0)
    assert [line.text for line in told.lines] == ["4,512"]
    app = ReviewApp(desk, build_first=False)
    async with app.run_test(size=(120, 40)) as pilot:
        await started(pilot)
        await until(pilot, lambda: "↪ Ferry [red]offi" in drawn(app) and "a.jsonl" in drawn(app))
        found = desk.list_claims(parse_filter("speaker:ferry", desk.scale.names), "text")
        assert [line.row.text for line in desk.page(found, 0, 9)] == ["4,512"]
    desk.close()


async def test_the_list_says_how_a_claim_was_corrected(desk: Desk):
    claim = by_text(desk, "38 million tonnes")
    app = ReviewApp(desk, build_first=False)
    async with app.run_test(size=(120, 40)) as pilot:
        await started(pilot)
        desk.correct(claim, {"value": "45 million", "unit": "kilograms"})
        await until(pilot, lambda: "→ 45 million kilograms (“3" in drawn(app), 30)
        await pilot.press("g", "enter")
        await until(pilot, lambda: app.screen.shown_id is not None)
        app.screen.claims.move_to(desk.position(app.screen.listed, claim))
        await until(pilot, lambda: "corrected by ana: value 38,000,000" in drawn(app), 30)
        desk.undo()
        await until(pilot, lambda: "→ 45" not in drawn(app) and "corrected by" not in drawn(app), 30)


def test_a_correction_of_an_added_claim_is_seen_at_once_here_and_on_another_screen(case: Path, desk: Desk):
    passage = desk.passage(by_text(desk, "72"))
    start = passage.document.text.index("museum")
    added = desk.add(passage.document, Span(start, start + 6), {"value": "7", "unit": "people"}).event.claim
    desk.refresh()
    other = Desk(case, "ben")
    desk.correct(added, {"value": "9"})
    assert desk.detail(added).detail.claim.quantity.value == 9
    assert desk.lines([added])[0].row.read_as == "9"
    other.poll()
    assert other.detail(added).detail.claim.quantity.value == 9
    desk.undo()
    assert desk.detail(added).detail.claim.quantity.value == 7
    other.poll()
    assert other.detail(added).detail.claim.quantity.value == 7
    other.close()


def test_what_a_correction_leaves_alone_is_not_said_to_be_corrected(desk: Desk):
    claim = by_text(desk, "72")
    desk.correct(claim, {"counted": "halls"})
    row = desk.lines([claim])[0].row
    assert (row.counted, row.read_as) == ("halls", "")
    desk.refresh()
    listed = desk.list_claims(parse_filter("", ()), "text")
    assert {line.row.read_as for line in desk.page(listed, 0, 9)} == {""}


def test_decisions_on_claims_without_a_figure_are_alike_too(desk: Desk):
    """Nothing is ordered by how far off a claim is that has nothing to be off from."""
    rooms, visitors = by_text(desk, "72"), by_text(desk, "500")
    assert desk.detail(rooms).detail.line.deviation is None
    desk.decide(visitors, "unproven")
    desk.decide(rooms, "not_checkable")
    assert [each.verdict for each in desk.similar(rooms)] == []
    desk.correct(visitors, {"modifier": "="})
    assert desk.refresh()
    assert [each.verdict for each in desk.similar(rooms)] == ["unproven"]


def test_what_others_decide_does_not_make_a_desk_open_the_database(case: Path, desk: Desk, monkeypatch):
    """Each publication changes it, and each screen would open it for that, one after another."""
    act(case, "ben", by_text(desk, "72"), "verdict", verdict="correct")
    monkeypatch.setattr(desk_core, "open_locked_head", lambda _: pytest.fail("it was opened"))
    assert not desk.refresh()
    monkeypatch.undo()
    (case / "claims" / "b.txt").write_text("The tower is 90 metres high.\n")
    build(case)
    assert desk.refresh()
    assert by_text(desk, "90 metres")


def test_a_correction_that_comes_while_the_case_is_opened_again_is_not_forgotten(case: Path, desk: Desk, monkeypatch):
    claim, other = by_text(desk, "72"), Desk(case, "ben")
    (case / "claims" / "b.txt").write_text("The tower is 90 metres high.\n")
    build(case)
    is_built_anew = desk._is_built_anew

    def meanwhile() -> bool:
        anew = is_built_anew()
        other.correct(claim, {"counted": "halls"})
        desk.poll()
        return anew

    monkeypatch.setattr(desk, "_is_built_anew", meanwhile)
    assert desk.refresh()
    assert claim in desk._opening.amended
    other.close()


@pytest.mark.parametrize("fault", [WorkbenchError("busy", "wait", code=EXIT_BUSY), WorkbenchError("no")])
def test_a_case_that_could_not_be_opened_again_is_the_next_time(desk: Desk, monkeypatch, fault):
    def fail(*_: object, **__: object) -> None:
        raise fault

    desk.correct(by_text(desk, "72"), {"counted": "halls"})
    monkeypatch.setattr(desk, "_open", fail)
    with pytest.raises(WorkbenchError):
        desk.refresh()
    monkeypatch.undo()
    assert not desk.refresh()
    desk._failed_until = 0.0
    assert desk.refresh()
    assert not desk.refresh()


def test_a_decision_on_a_claim_that_a_build_has_moved_is_seen_though_it_is_not_published_yet(case: Path, desk: Desk):
    claim = by_text(desk, "72")
    (case / "claims" / "a.txt").rename(case / "claims" / "b.txt")
    (case / "claims" / "a.txt.toml").rename(case / "claims" / "b.txt.toml")
    build(case)
    desk.decide(claim, "correct")
    assert desk.refresh()
    assert desk.refresh()
    moved = by_text(desk, "72")
    assert moved != claim
    assert desk.lines([moved])[0].decision.verdict == "correct"
    assert not desk.refresh()


def test_a_decision_made_before_the_figures_changed_is_stale_though_it_is_not_published_yet(case: Path, desk: Desk):
    claim = by_text(desk, "38 million tonnes")
    figures = case / "sources" / "ports.csv"
    figures.write_text(figures.read_text().replace("37.9", "30.1"))
    build(case)
    desk.decide(claim, "correct")
    assert desk.refresh()
    assert desk.refresh()
    assert desk.progress().stale == 1
    assert not desk.refresh()


def test_a_decision_on_what_a_build_has_left_alone_needs_no_second_opening(case: Path, desk: Desk):
    (case / "claims" / "b.txt").write_text("The tower is 90 metres high.\n")
    build(case)
    desk.decide(by_text(desk, "72"), "correct")
    assert desk.refresh()
    assert not desk.refresh()
    assert desk.lines([by_text(desk, "72")])[0].decision.verdict == "correct"


def test_two_desks_of_one_process_share_the_copy_that_both_read(case: Path, desk: Desk):
    other = Desk(case, "ben")
    assert by_text(other, "72") == by_text(desk, "72")
    other.close()
    assert by_text(desk, "72")


@pytest.mark.parametrize(
    ("deviation", "told"),
    [(0.3, "+30 %"), (-0.054, "−5.4 %"), (0.0004, "0.0 %"), (-0.0004, "0.0 %"), (11.3, "+>999 %"), (-0.99, "−99 %")],
)
def test_a_deviation_in_a_few_cells(deviation: float, told: str):
    assert _percent(deviation) == told
