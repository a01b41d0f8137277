"""Who wins where clocks differ or agree too well: ids order decisions, and what was read comes before its answer."""

import json
import time
from pathlib import Path

import pytest

from workbench.reviews.events import Event, to_line
from workbench.reviews.ids import new_id

YEAR_MS = 365 * 86_400_000


def say(case: Path, reviewer: str, identifier: str, claim: str, verdict: str) -> None:
    """A final verdict that another machine's program wrote."""
    (case / "reviews").mkdir(exist_ok=True)
    event = Event(identifier, "2025-03-01T10:00:00Z", reviewer, "adjudicate", claim, verdict)
    with (case / "reviews" / f"{reviewer}.jsonl").open("a", encoding="utf-8") as file:
        file.write(f"{to_line(event)}\n")


def asked(workbench, case: Path, query: str):
    return json.loads(workbench("-C", case, "sql", query, "--format", "json").out)


def claim_in(workbench, case: Path) -> str:
    return asked(workbench, case, "SELECT claim_id FROM claims ORDER BY start LIMIT 1")[0]["claim_id"]


@pytest.mark.parametrize("skew_ms", [YEAR_MS, -YEAR_MS, 0], ids=["ahead", "behind", "right"])
def test_an_answer_counts_after_what_it_answers_whatever_the_others_clock_says(workbench, case, skew_ms):
    claim, now = claim_in(workbench, case), time.time_ns() // 1_000_000
    workbench("-C", case, "verdict", claim, "unproven")
    say(case, "bob", new_id(now_ms=now + skew_ms), claim, "misleading")
    assert workbench("-C", case, "adjudicate", claim, "correct").code == 0
    [row] = asked(workbench, case, f"SELECT verdict, adjudicated_by FROM decisions WHERE claim_id = '{claim}'")
    assert row == {"verdict": "correct", "adjudicated_by": "ann"}
    last = asked(workbench, case, "SELECT reviewer, action FROM review_events ORDER BY event_id DESC LIMIT 1")
    assert last == [{"reviewer": "ann", "action": "adjudicate"}]


@pytest.mark.parametrize("first", ["bob", "eve"])
def test_of_two_in_one_millisecond_the_greater_id_counts_on_every_machine(workbench, case, first):
    claim = claim_in(workbench, case)
    low, high = sorted(new_id(now_ms=1_740_000_000_000) for _ in range(2))
    told = {"bob": (high, "misleading"), "eve": (low, "correct")}
    for reviewer in sorted(told, key=lambda name: name != first):
        say(case, reviewer, told[reviewer][0], claim, told[reviewer][1])
        workbench("-C", case, "build")
    [row] = asked(workbench, case, f"SELECT verdict, adjudicated_by FROM decisions WHERE claim_id = '{claim}'")
    assert row == {"verdict": "misleading", "adjudicated_by": "bob"}
