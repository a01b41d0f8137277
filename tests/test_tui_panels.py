"""The panels of a claim: the chart of its reference, other tellings, decisions on similar claims, its history."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from rich.cells import cell_len
from tui_case import ANOTHER, by_text, case, desk, saved, started, text_of, until  # noqa: F401 - fixtures

from workbench.operations.build import build
from workbench.operations.desk import Desk
from workbench.operations.desk_panels import Point, Series
from workbench.quantity.interval import Interval
from workbench.tui import dialogs
from workbench.tui.app import ReviewApp
from workbench.tui.chart import chart


def series(**fields: object) -> Series:
    points = tuple(Point(date(year, 7, 1), str(year), Decimal(year - 2000)) for year in range(2010, 2021))
    given = {
        "measure": "cargo [/] \x1b[2J", "unit": "tonne", "points": points, "day": date(2015, 7, 1),
        "claimed": (Decimal(18),), "accepted": Interval(Decimal(17), Decimal(19)),
    }  # fmt: skip
    return Series(**{**given, **fields})  # type: ignore[arg-type]


@pytest.mark.parametrize("size", [(76, 16), (50, 9), (30, 9), (20, 5)])
def test_a_chart_fits_its_room_and_shows_claim_band_and_figures(size: tuple[int, int]):
    lines = chart(series(), *size).plain.split("\n")
    assert len(lines) <= max(7, size[1])
    assert all(cell_len(line) <= max(size[0], 24) for line in lines[1:-1])
    assert any("2015" in line for line in lines)
    assert "\x1b" not in "".join(lines)
    if size[0] >= 50:
        assert "◆" in "".join(lines[1:-1])
        banded = [number for number, line in enumerate(lines[1:-2]) if "┃" in line]
        assert banded == list(range(banded[0], banded[-1] + 1))
        assert len(banded) < len(lines) - 3


def test_a_chart_of_one_number_or_of_huge_ones_can_be_drawn():
    flat = series(points=(Point(date(2020, 7, 1), "2020", Decimal(0)),), claimed=(Decimal(0),), day=None,
                  accepted=Interval(None, None))  # fmt: skip
    assert "◆" in chart(flat, 70, 12).plain
    huge = series(claimed=(Decimal("1e40"), Decimal("2e40")), accepted=Interval(Decimal("1e40"), None))
    assert "◆" in chart(huge, 70, 12).plain


async def test_every_panel_is_a_key_away_and_the_claim_comes_back(desk: Desk):
    app = ReviewApp(desk, build_first=False)
    async with app.run_test(size=(80, 24)) as pilot:
        await started(pilot)
        screen = app.screen
        await pilot.press("slash", *"cargo", "enter", "f3")
        await until(pilot, lambda: "its wording allows" in text_of(screen, "#panel"))
        assert not screen.view.query_one("#text").display
        await pilot.press("f4")
        await until(pilot, lambda: "Told once" in text_of(screen, "#panel"))
        await pilot.press("v")
        await until(pilot, lambda: "No claim like this one" in text_of(screen, "#panel"))
        await pilot.press("f6")
        await until(pilot, lambda: "Nobody did anything" in text_of(screen, "#panel"))
        await pilot.press("f")
        await until(pilot, lambda: "flag" in text_of(screen, "#panel"))
        await pilot.press("u")
        await until(pilot, lambda: "taken back" in text_of(screen, "#panel"))
        await pilot.press("f2")
        assert screen.view.query_one("#text").display


async def test_beside_the_claim_the_chart_is_shown_where_there_is_room(desk: Desk):
    app = ReviewApp(desk, build_first=False)
    async with app.run_test(size=(140, 44)) as pilot:
        await started(pilot)
        await pilot.press("slash", *"38", "enter")
        await until(pilot, lambda: "its wording allows" in text_of(app.screen, "#panel"))
        assert app.screen.view.query_one("#text").display


def test_decisions_on_claims_of_the_same_kind_and_hedge_are_found(case: Path, desk: Desk):
    (case / "claims" / "b.txt").write_text("Nearly 39 million tonnes of cargo went by the Northern route in 2024.")
    build(case)
    desk.refresh()
    mine, other = by_text(desk, "38 million tonnes"), by_text(desk, "39 million tonnes")
    assert desk.similar(mine) == []
    desk.decide(other, "mostly_correct")
    desk.decide(by_text(desk, "$6 billion"), "incorrect")
    [found] = desk.similar(mine)
    assert (found.line.row.claim_id, found.verdict) == (other, "mostly_correct")


def test_a_series_is_told_in_the_claims_unit_and_holds_the_claim(desk: Desk):
    claim = by_text(desk, "38 million tonnes")
    found = desk.series(claim, "ports/a")
    assert found is not None
    assert [(point.period, point.value) for point in found.points] == [
        ("2014", Decimal(3_980_000)), ("2024", Decimal(37_900_000)),
    ]  # fmt: skip
    assert found.accepted == Interval(Decimal(36_000_000), Decimal(38_000_000))
    assert found.day == date(2024, 7, 1)


def test_a_claim_told_twice_lists_both_tellings(case: Path, desk: Desk):
    (case / "claims" / "z.txt").write_text((case / "claims" / "a.txt").read_text())
    (case / "claims" / "z.txt.toml").write_text('speaker = "Channel (example)"\ndate = 2025-01-22\n')
    build(case)
    desk.refresh()
    told = desk.tellings(by_text(desk, "38 million tonnes")).tellings
    assert [(each.document, str(each.posted_at)[:10]) for each, _ in told] == [
        ("claims/a.txt", "2025-01-20"), ("claims/z.txt", "2025-01-22"),
    ]  # fmt: skip


async def test_a_verdict_counts_for_all_tellings_and_on_the_panel_for_one_alone(case: Path, desk: Desk):
    (case / "claims" / "z.txt").write_text((case / "claims" / "a.txt").read_text())
    (case / "claims" / "z.txt.toml").write_text('speaker = "Channel (example)"\ndate = 2025-01-22\n')
    build(case)
    desk.refresh()
    app = ReviewApp(desk, build_first=False)
    async with app.run_test(size=(100, 30)) as pilot:
        await started(pilot)
        screen = app.screen
        await pilot.press("slash", *"38", "enter")
        await until(pilot, lambda: screen.claims.total == 2 and screen.claims.line is not None)
        assert screen.claims.line.row.tellings == 2
        await pilot.press("1", "enter")
        await until(pilot, lambda: len(saved(case)) == 1 and not isinstance(app.screen, dialogs.Dialog))
        await pilot.press("g", "f4")
        await until(pilot, lambda: text_of(screen, "#panel").count("✓ correct") == 2)
        await pilot.press("j", "7")
        await until(pilot, lambda: isinstance(app.screen, dialogs.ReasonsDialog))
        await pilot.press("enter")
        await until(pilot, lambda: "✗ incorrect" in text_of(screen, "#panel"))
        assert "✓ correct" in text_of(screen, "#panel")
        first, apart = saved(case)[0], saved(case)[-1]
        assert (first["seen"]["alone"], apart["seen"]["alone"], apart["verdict"]) == (False, True, "incorrect")
        assert first["claim"] != apart["claim"]
        await pilot.press("u")
        await until(pilot, lambda: text_of(screen, "#panel").count("✓ correct") == 2)
