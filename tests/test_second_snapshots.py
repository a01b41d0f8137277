"""Pictures of the screens for several reviewers; `pytest --snapshot-update` draws them anew after a change."""

import time
from datetime import datetime
from pathlib import Path

import pytest
from test_snapshots import desk, ready  # noqa: F401 - fixtures are found by name

from workbench.operations import decide
from workbench.operations.desk import Desk
from workbench.operations.desk_filter import parse_filter
from workbench.operations.desk_panels import Told
from workbench.operations.desk_state import Decision
from workbench.store.told_again import Step, Telling
from workbench.tui.app import ReviewApp

SIZES = pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"])
NOTE = "The office counts transit too, and the speaker says so two sentences on."

DERIVE = ("D", "→ difference", ("enter", "space", "down", "space"))
SOURCE = """publisher = "Port office (example)"
title = "Cargo by year"
url = "https://example.org/cargo"
retrieved = 2025-02-01
"""
FIGURES = """id,measure,place,period,value,unit
a,cargo,Northern route,2024,37.9,million tonnes
b,cargo,Northern route,2014,3.98,million tonnes
"""


@pytest.fixture
def differing(desk: Desk, tmp_path: Path, monkeypatch) -> Desk:
    monkeypatch.setattr(decide, "now", lambda: "2025-03-01T10:00:00.000Z")
    claims = [line.row.claim_id for line in desk.page(desk.list_claims(parse_filter("", ()), "text"), 0, 9)]
    for who, verdicts in (("ben", ("exaggerated", "correct", "correct")), ("cyd", ("correct", "incorrect", "correct"))):
        other = Desk(tmp_path, who)
        for claim, verdict in zip(claims, verdicts, strict=False):
            other.decide(claim, verdict, ("missing_context",) if verdict == "exaggerated" else (), NOTE)
        other.close()
    desk.poll()
    (tmp_path / "sources").mkdir()
    (tmp_path / "sources" / "ports.toml").write_text(SOURCE, encoding="utf-8")
    (tmp_path / "sources" / "ports.csv").write_text(FIGURES, encoding="utf-8")
    monkeypatch.setattr(desk, "tellings", lambda claim: told_three_times(claim, desk))
    return desk


def told_three_times(claim: str, desk: Desk) -> Told:
    """The claim as two more texts tell it, one of them with another number since."""
    line, day = desk.detail(claim).detail.line, datetime.fromisoformat
    others = (
        ("Minister (example)", day("2025-01-20"), line.text, line.sentence, None),
        ("Port office (example)", day("2025-02-03"), line.text, f"As the minister said, {line.sentence}", None),
        (None, day("2025-02-09"), line.text, f"[/] {line.sentence}", "misleading"),
    )
    tellings = tuple(
        (
            Telling(f"c{number}", f"claims/{number}.txt", None, None, speaker, at, text, sentence, "open", verdict,
                    verdict is not None),
            Decision(verdict=verdict, state="decided" if verdict else "open"),
        )
        for number, (speaker, at, text, sentence, verdict) in enumerate(others)
    )  # fmt: skip
    step = Step(
        "s", 1, "c3", "g", day("2025-03-01"), 36e6, None, None, "~", "nearly", "tonne", "36 million tonnes",
        "Minister (example)", "claims/3.txt",
    )  # fmt: skip
    return Told(tellings, (step,))


def shown(key: str, words: str, *presses: str):
    """What brings a screen up and waits for its words."""

    async def go(pilot) -> None:
        await ready("g", *presses)(pilot)
        await pilot.press(key)
        deadline = time.monotonic() + 30
        while not any(words in str(each.render()) for each in pilot.app.screen.query("Static")):
            assert time.monotonic() < deadline
            await pilot.pause(0.01)
        await pilot.pause()

    return go


@SIZES
@pytest.mark.parametrize(
    ("key", "words", "presses"),
    [
        ("A", "They differ", ()), ("equals_sign", "kappa", ()), ("d", "votes side by side, d lists", ()),
        ("f6", "incorrect", ("down", "enter")), DERIVE, ("f4", "Told 3", ()),
    ],
    ids=["votes", "agreement", "disagreements", "history", "derive", "tellings"],
)  # fmt: skip
def test_screen(differing, snap_compare, key, words, presses, size):
    app = ReviewApp(differing, build_first=False)
    assert snap_compare(app, terminal_size=size, run_before=shown(key, words, *presses))


@pytest.mark.parametrize(
    ("key", "words", "presses"),
    [("d", "votes side by side, d lists", ()), DERIVE, ("f4", "Told 3", ())],
    ids=["disagreements", "derive", "tellings"],
)
def test_without_colour(differing, snap_compare, monkeypatch, key, words, presses):
    monkeypatch.setenv("NO_COLOR", "1")
    app = ReviewApp(differing, build_first=False)
    assert snap_compare(app, terminal_size=(80, 24), run_before=shown(key, words, *presses))
