"""Pictures of the screens for several reviewers; `pytest --snapshot-update` draws them anew after a change."""

import time
from pathlib import Path

import pytest
from test_snapshots import desk, ready  # noqa: F401 - fixtures are found by name

from workbench.operations import decide
from workbench.operations.desk import Desk
from workbench.operations.desk_filter import parse_filter
from workbench.tui.app import ReviewApp

SIZES = pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"])
NOTE = "The office counts transit too, and the speaker says so two sentences on."


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
    return desk


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
    [("A", "They differ", ()), ("equals_sign", "kappa", ())],
    ids=["votes", "agreement"],
)
def test_screen(differing, snap_compare, key, words, presses, size):
    app = ReviewApp(differing, build_first=False)
    assert snap_compare(app, terminal_size=size, run_before=shown(key, words, *presses))
