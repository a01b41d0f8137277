"""Pictures of the review screen; `pytest --snapshot-update` draws them anew after a change that was meant.

The claims are made by hand, so that a better extractor changes no picture.
"""

import time
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from workbench.documents.settings import Settings
from workbench.extraction.claims import Document, claims_of, document_id
from workbench.operations.desk import Desk
from workbench.operations.desk_filter import parse_filter
from workbench.quantity.accepted import accepted_set
from workbench.quantity.comparison import compare
from workbench.quantity.model import Period, Quantity
from workbench.references.model import Candidate, Observation, Source
from workbench.store.head import open_head
from workbench.store.rows import ComparisonRow
from workbench.tui.app import ReviewApp

CARGO = "Cargo on the northern route reached nearly 38 million tonnes in 2024, up from 4 million tonnes in 2014."
VISITS = "Over 500 people visited the museum in May 2024."
ROOMS = "Its 72 rooms cost $6 billion."
GROWTH = "Число посетителей выросло на 15%."
TEXT = f"{CARGO}\n\n{VISITS} {ROOMS} {GROWTH}\n"
MILLION = 1_000_000


def quantity(sentence: str, text: str, value: int, **fields: object) -> Quantity:
    start = TEXT.index(sentence) + sentence.index(text)
    given = {"numeral": text.strip("$%").split(" ")[0], "rounding_step": Decimal(1)}
    return Quantity(start, start + len(text), text, sentence, Decimal(value), **{**given, **fields})


def year(number: int) -> Period:
    return Period(date(number, 1, 1), date(number, 12, 31), f"in {number}")


def quantities() -> list[Quantity]:
    mass = {"unit": "tonne", "kind": "mass", "rounding_step": Decimal(MILLION)}
    return [
        quantity(CARGO, "38 million tonnes", 38 * MILLION, modifier="~", hedge="nearly", side="below", counted="cargo",
                 period=year(2024), checkworthiness=0.95, **mass),
        quantity(CARGO, "4 million tonnes", 4 * MILLION, counted="cargo", period=year(2014), checkworthiness=0.9,
                 **mass),
        quantity(VISITS, "500", 500, modifier=">", hedge="Over", counted="people", checkworthiness=0.7),
        quantity(ROOMS, "72", 72, counted="rooms", checkworthiness=0.5),
        quantity(ROOMS, "$6 billion", 6000 * MILLION, unit="USD", kind="money", checkworthiness=0.8,
                 rounding_step=Decimal(1000 * MILLION)),
        quantity(GROWTH, "15%", 15, unit="percent", kind="percent", change="increase_by", checkworthiness=0.75,
                 counted="посетителей"),
    ]  # fmt: skip


def observation(name: str, million: str, of: int) -> Observation:
    return Observation(
        f"ports/{name}", "ports", "cargo", "Northern route", str(of), date(of, 1, 1), date(of, 12, 31),
        Decimal(million) * MILLION, None, None, "tonne", "million tonnes", "mass", vintage=date(of + 1, 1, 10),
    )  # fmt: skip


def make_case(root: Path) -> None:
    path = "claims/speech.txt"
    said = Document(
        document_id(path), path, path, TEXT, "A speech", "Minister (example)", datetime(2025, 1, 20),  # noqa: DTZ001
        "https://example.org/speech",
    )  # fmt: skip
    claims = claims_of(said, quantities())
    source = Source(
        "ports", "sources/ports.toml", "Port office (example)", "Cargo by year", "https://example.org/cargo",
        date(2025, 2, 1),
    )  # fmt: skip
    figures = [observation("a", "37.9", 2024), observation("b", "3.98", 2014)]
    rows, candidates = [], []
    for claim in claims:
        if claim.quantity.kind != "mass":
            continue
        ranked = figures if claim.quantity.period == year(2024) else figures[::-1]
        for rank, figure in enumerate(ranked, 1):
            found = compare(claim.quantity, figure.reference())
            candidates.append(Candidate(claim.claim_id, figure.observation_id, rank, 1 / rank, ("same unit",)))
            rows.append(
                ComparisonRow(
                    claim.claim_id, figure.observation_id, found.comparison, found.deviation, found.gap,
                    proposed=found.proposed, reference_value=found.reference_value,
                )
            )  # fmt: skip
    with open_head(root) as head, head.transaction():
        head.replace_source(source, figures)
        head.replace_documents([(said, [(claim, accepted_set(claim.quantity)) for claim in claims])])
        head.replace_candidates(candidates)
        head.replace_comparisons(rows)
        head.set_meta(title="A small case", settings_hash=Settings().settings_hash, content_hash="made by hand")


@pytest.fixture
def desk(tmp_path: Path):
    (tmp_path / "workbench.toml").write_text('title = "A small case"\n', encoding="utf-8")
    make_case(tmp_path)
    desk = Desk(tmp_path, "ana")
    claims = [line.row for line in desk.page(desk.list_claims(parse_filter("", ()), "text"), 0, 9)]
    desk.decide(next(row.claim_id for row in claims if row.text == "72"), "unproven", ("no_source",))
    desk.flag(claims[0].claim_id)
    yield desk
    desk.close()


def ready(*presses: str):
    """What brings the screen to where its picture is taken."""

    async def go(pilot) -> None:
        deadline = time.monotonic() + 30
        while not pilot.app.screen.query("ClaimList") or pilot.app.screen.claims.line is None:
            assert time.monotonic() < deadline
            await pilot.pause(0.01)
        screen = pilot.app.screen
        await pilot.press(*presses)
        while presses == ("P",) and pilot.app.screen is screen:
            assert time.monotonic() < deadline
            await pilot.pause(0.01)
        while screen.claim_is_visible and screen.view.panel and not str(screen.query_one("#panel").render()):
            assert time.monotonic() < deadline
            await pilot.pause(0.01)
        while screen.claim_is_visible and screen.shown_id != screen.claims.line.row.claim_id:
            assert time.monotonic() < deadline
            await pilot.pause(0.01)
        await pilot.pause()
        while any(each.group == "behind" and not each.is_finished for each in pilot.app.workers):
            assert time.monotonic() < deadline
            await pilot.pause(0.01)
        await pilot.pause()

    return go


@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"])
@pytest.mark.parametrize(
    "presses",
    [("g",), ("g", "enter"), ("g", "2", "o"), ("question_mark",), ("slash",), ("g", "f3"), ("P",)],
    ids=["list", "claim", "reasons", "help", "filter", "chart", "progress"],
)
def test_screen(desk, snap_compare, presses, size):
    assert snap_compare(ReviewApp(desk, build_first=False), terminal_size=size, run_before=ready(*presses))


@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"])
@pytest.mark.parametrize("presses", [("g",), ("g", "enter"), ("g", "f3")], ids=["list", "claim", "chart"])
def test_without_colour(desk, snap_compare, monkeypatch, presses, size):
    monkeypatch.setenv("NO_COLOR", "1")
    assert snap_compare(ReviewApp(desk, build_first=False), terminal_size=size, run_before=ready(*presses))


def test_a_small_terminal(desk, snap_compare):
    assert snap_compare(ReviewApp(desk, build_first=False), terminal_size=(60, 18), run_before=ready("g"))


def test_light_theme(desk, snap_compare):
    assert snap_compare(ReviewApp(desk, build_first=False), terminal_size=(120, 40), run_before=ready("t", "g"))


def form(key: str, selector: str, *presses: str):
    """What opens a form over the claim about cargo, once it says how it is read."""

    async def go(pilot) -> None:
        await ready("g")(pilot)
        await pilot.press(key)
        deadline = time.monotonic() + 30
        while not pilot.app.screen.query(selector) or not str(pilot.app.screen.query_one("#preview").render()):
            assert time.monotonic() < deadline
            await pilot.pause(0.01)
        await pilot.press(*presses)
        await pilot.app.workers.wait_for_complete(
            [each for each in pilot.app.workers if each.node is pilot.app.screen]
        )
        await pilot.pause()

    return go


@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"])
@pytest.mark.parametrize(
    ("key", "selector", "presses"),
    [("c", "#field-unit", ("end", "0")), ("a", "#passage", ("right", "greater_than_sign"))],
    ids=["correct", "words"],
)
def test_form(desk, snap_compare, key, selector, presses, size):
    app = ReviewApp(desk, build_first=False)
    assert snap_compare(app, terminal_size=size, run_before=form(key, selector, *presses))


@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"])
def test_figure_form(desk, snap_compare, size, monkeypatch):
    class Day(datetime):
        @classmethod
        def now(cls, tz=None) -> datetime:
            return cls(2025, 3, 1, tzinfo=tz)

    monkeypatch.setattr("workbench.tui.mending.datetime", Day)
    app = ReviewApp(desk, build_first=False)
    assert snap_compare(app, terminal_size=size, run_before=form("i", "#field-name", *"new"))
