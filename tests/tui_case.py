"""What the tests of the review screen share: a small case, and words to wait and look."""

import json
import time
from pathlib import Path

import pytest
from textual.widgets import Static

from workbench.operations.build import build
from workbench.operations.desk import Desk
from workbench.operations.desk_filter import parse_filter
from workbench.tui import dialogs

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


async def until(pilot, holds, seconds: float = 30.0) -> None:
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
