"""What few new events change is what all of them together make, in whatever order their lines arrive."""

import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from workbench.operations.build import build
from workbench.reviews.events import Event, Seen, to_line
from workbench.reviews.ids import new_id
from workbench.store import arrange
from workbench.store.head import open_head

TOLD = "Nearly 38 million tonnes of cargo went along the Northern Sea Route in 2024."
TEXTS = {"a": f"{TOLD}\n\nOver 140,000 people left.\n", "b": f"{TOLD}\n", "c": f"Nothing else.\n\n{TOLD}\n"}
SOURCE = 'publisher = "P"\ntitle = "T"\nurl = "https://example.org/"\nretrieved = 2025-01-31\n'
FIGURES = """id,measure,place,period,value,unit
x,cargo on the Northern Sea Route,,2024,37.9,million tonnes
y,people who left,,2024,150000,people
"""
TABLES = ("review_events", "current_verdicts", "current_decisions")
# So many events there can be; each has its id, and a line may come before the line that it takes back.
IDS = sorted(new_id() for _ in range(5))
ACTIONS = ("verdict", "verdict", "note", "flag", "skip", "link", "adjudicate", "dismiss_claim", *["retract"] * 3)


@st.composite
def lines(draw: st.DrawFn, claims: list[str]) -> Event:
    """What a line tells, about a claim, or about one that is gone."""
    reviewer, action = draw(st.sampled_from(["ann", "bob"])), draw(st.sampled_from(ACTIONS))
    words = {"note": draw(st.sampled_from(["", "so"])), "link": None, "retract": None}.get(action, "a note")
    return Event(
        draw(st.sampled_from(IDS)), "2025-02-01T10:00:00Z", reviewer, action, draw(st.sampled_from([*claims, "cgone"])),
        verdict=draw(st.sampled_from(["correct", "incorrect"])) if action in {"verdict", "adjudicate"} else None,
        note=words, evidence=(draw(st.sampled_from(["s/x", "s/y"])),) if action == "link" else (),
        retracts=draw(st.sampled_from(IDS)) if action == "retract" else None,
        seen=Seen("claims/a.txt", TOLD, "38 million tonnes", 0, alone=draw(st.booleans())),
    )  # fmt: skip


def made() -> tuple[Path, list[str]]:
    root = Path(tempfile.mkdtemp())
    for name in ("claims", "sources", "reviews"):
        (root / name).mkdir()
    for name, text in TEXTS.items():
        (root / "claims" / f"{name}.txt").write_text(text)
    (root / "sources" / "s.toml").write_text(SOURCE)
    (root / "sources" / "s.csv").write_text(FIGURES)
    build(root)
    with open_head(root) as head:
        return root, sorted(claim.claim_id for claim in head.claims())


ROOT, CLAIMS = made()


def kept(connection) -> dict[str, list[tuple]]:
    return {name: sorted(connection.execute(f"FROM {name}").fetchall(), key=repr) for name in TABLES}


@given(st.lists(st.lists(lines(CLAIMS), min_size=1, max_size=4), min_size=1, max_size=4))
@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
def test_step_by_step_is_the_same_as_all_at_once(pieces):
    with tempfile.TemporaryDirectory() as folder:
        root = copied(folder)
        for piece in pieces:
            for event in piece:
                say(root, event.reviewer, event)
            with open_head(root) as head:
                head.sync_reviews()
                assert head.connection.execute("SELECT listed AND grouped FROM work").fetchone() == (True,)
            with open_head(root) as head:
                by_steps = kept(head.connection)
                head.reattach()
                arrange.arrange(head.connection, head.spools)
                assert kept(head.connection) == by_steps


def copied(folder: str) -> Path:
    root = Path(folder) / "case"
    shutil.copytree(ROOT, root, ignore=shutil.ignore_patterns(".workbench", "workbench.duckdb"))
    build(root)
    return root


def say(root: Path, reviewer: str, *events: Event) -> None:
    with (root / "reviews" / f"{reviewer}.jsonl").open("a") as file:
        file.writelines(f"{to_line(event)}\n" for event in events)


def test_few_new_events_leave_the_rest_alone(tmp_path):
    root = copied(tmp_path)
    with open_head(root) as head:
        told = next(claim.claim_id for claim in head.claims() if claim.quantity.sentence == TOLD)
    say(root, "ann", Event(IDS[0], "2025-02-01T10:00:00Z", "ann", "verdict", told, "correct"))
    with open_head(root) as head:
        head.sync_reviews()
        assert head.connection.execute("SELECT decided FROM work").fetchone() == (True,)
        found = head.connection.execute("SELECT claim_id, verdict FROM current_decisions ORDER BY 1").fetchall()
        groups = dict(head.connection.execute("SELECT claim_id, group_id FROM claims").fetchall())
    assert len(found) == len(TEXTS)
    assert found == [(name, "correct") for name in CLAIMS if groups[name] == groups[told]]


@pytest.mark.parametrize("first", ["verdict", "retract"])
@pytest.mark.parametrize("named", ["the same", "another", "cgone"])
def test_what_is_taken_back_counts_no_more_whichever_line_is_read_first(tmp_path, first, named):
    root, claim = copied(tmp_path), CLAIMS[-1]
    about = {"the same": claim, "another": CLAIMS[0], "cgone": "cgone"}[named]
    both = {
        "verdict": Event(IDS[0], "2025-02-01T10:00:00Z", "ann", "verdict", claim, "correct"),
        "retract": Event(IDS[1], "2025-02-01T10:00:01Z", "ann", "retract", about, retracts=IDS[0]),
    }
    for action in sorted(both, key=lambda action: action != first):
        say(root, "ann", both[action])
        with open_head(root) as head:
            head.sync_reviews()
    with open_head(root) as head:
        assert head.connection.execute("SELECT decided FROM work").fetchone() == (True,)
        assert head.connection.execute("FROM current_decisions").fetchall() == []
        found = head.connection.execute("SELECT DISTINCT claim_id, orphan FROM review_events").fetchall()
    assert found == [(claim, False)]
