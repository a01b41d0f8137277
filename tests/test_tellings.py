"""What is decided on a claim counts for all its tellings; a telling can be decided apart; numbers that drift."""

import csv
import json
from pathlib import Path

import duckdb
import pytest

from workbench.operations.agree import agree
from workbench.operations.assign import shares
from workbench.operations.desk import Desk
from workbench.reviews.events import Event, Seen
from workbench.reviews.ids import new_id
from workbench.reviews.state import counting, fold
from workbench.store.queries import Filter

GRAIN = "Russia has delivered 25,000 tonnes of grain to Zimbabwe free of charge."
WOLF = "{} mercenaries of the Wolf unit were killed near Riverland."


@pytest.fixture
def told(tmp_path) -> Path:
    """Three posts of one claim, one of another."""
    root = tmp_path / "case"
    (root / "claims").mkdir(parents=True)
    (root / "sources").mkdir()
    posts = [("1", GRAIN, 17, "Agency"), ("2", f"❗️ {GRAIN}", 17, "Channel"), ("3", GRAIN, 17, "Desk"),
             ("4", GRAIN.replace("Zimbabwe", "Burkina Faso"), 17, "Agency")]  # fmt: skip
    write(root, posts)
    return root


def write(root: Path, posts) -> None:
    lines = [
        json.dumps({"id": name, "text": text, "date": f"2025-03-{day}T09:00:00Z", "author": f"{who} (example)"})
        for name, text, day, who in posts
    ]
    (root / "claims" / "posts.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")


def asked(workbench, root: Path, query: str) -> list[dict]:
    return json.loads(workbench("-C", root, "sql", "--format", "json", query).out)


def tellings(workbench, root: Path) -> list[str]:
    query = """
        SELECT claims.claim_id FROM claims JOIN claim_groups AS g USING (group_id)
        WHERE g.size > 1 ORDER BY claims.telling
    """
    return [row["claim_id"] for row in asked(workbench, root, query)]


def verdicts(workbench, root: Path) -> dict[str, str]:
    rows = asked(workbench, root, "SELECT claim_id, verdict FROM verdicts")
    return {row["claim_id"]: row["verdict"] for row in rows}


def test_a_verdict_counts_for_all_tellings_but_those_decided_apart(workbench, told):
    one, two, three = tellings(workbench, told)
    assert "for all 3 tellings" in workbench("-C", told, "verdict", two, "incorrect").out
    assert verdicts(workbench, told) == dict.fromkeys((one, two, three), "incorrect")
    workbench("-C", told, "verdict", three, "correct", "--telling", "--note", "another ship")
    assert verdicts(workbench, told) == {one: "incorrect", two: "incorrect", three: "correct"}
    workbench("-C", told, "verdict", one, "misleading")
    assert verdicts(workbench, told) == {one: "misleading", two: "misleading", three: "correct"}
    shown = workbench("-C", told, "show", one).out
    assert "Told 3 times" in shown
    assert "correct, apart" in shown
    workbench("-C", told, "undo")
    workbench("-C", told, "undo")
    assert verdicts(workbench, told) == dict.fromkeys((one, two, three), "incorrect")


def test_the_export_has_the_verdict_in_every_row_of_the_group(workbench, told, tmp_path):
    one, two, three = tellings(workbench, told)
    workbench("-C", told, "verdict", one, "incorrect", "--note", "no such ship")
    workbench("-C", told, "export", tmp_path / "out.csv")
    with (tmp_path / "out.csv").open(encoding="utf-8", newline="") as file:
        rows = {row["claim_id"]: row for row in csv.DictReader(file)}
    assert len(rows) == 4
    assert {rows[claim]["verdict_ann"] for claim in (one, two, three)} == {"incorrect"}
    assert {rows[claim]["note"] for claim in (one, two, three)} == {"no such ship"}
    assert len({rows[claim]["group_id"] for claim in rows}) == 2


def test_a_telling_that_comes_later_or_earlier_is_decided_already(workbench, told):
    one, *_ = tellings(workbench, told)
    workbench("-C", told, "verdict", one, "incorrect")
    posts = [("0", GRAIN, 17, "Ministry"), ("1", GRAIN, 17, "Agency"), ("2", GRAIN, 17, "Channel")]
    write(told, [(name, text, day, who) for name, text, day, who in posts])
    assert len(tellings(workbench, told)) == 3
    assert set(verdicts(workbench, told).values()) == {"incorrect"}
    assert len(verdicts(workbench, told)) == 3


def test_the_list_has_one_line_for_a_group(workbench, told):
    listed = workbench("-C", told, "claims")
    assert "1–2 of 2 claims" in listed.err
    assert "×3" in listed.out
    each = workbench("-C", told, "claims", "--tellings")
    assert "1–4 of 4 tellings" in each.err
    assert "3/3" in each.out
    assert "1–1 of 1 claims" in workbench("-C", told, "claims", "--text", "❗️").err
    assert "state: open                    2" in workbench("-C", told, "status").out


def test_the_desk_decides_a_group_and_a_telling_apart(workbench, told):
    one, two, three = tellings(workbench, told)
    desk = Desk(told, "ann")
    try:
        listed = desk.list_claims(Filter(), "checkworthiness")
        assert listed.total == 2
        [first, second] = desk.page(listed, 0, 10)
        assert {first.row.claim_id, second.row.claim_id} & {one, two, three} == {one}
        assert sorted([first.row.tellings, second.row.tellings]) == [1, 3]
        desk.decide(one, "incorrect")
        assert [line.decision.verdict for line in desk.lines([one, two, three])] == ["incorrect"] * 3
        desk.decide(two, "correct", alone=True)
        shown = [line.decision.verdict for line in desk.lines([one, two, three])]
        assert shown == ["incorrect", "correct", "incorrect"]
        assert desk.progress().done == 1
        assert desk.list_claims(Filter(verdict="correct"), "text").total == 1
        desk.undo()
        assert [line.decision.verdict for line in desk.lines([one, two, three])] == ["incorrect"] * 3
        desk.undo()
        assert [line.decision.verdict for line in desk.lines([one, two, three])] == [None] * 3
    finally:
        desk.close()


def test_the_screens_and_the_database_agree_on_what_counts(workbench, told):
    one, two, three = tellings(workbench, told)
    steps = [(one, "incorrect", False), (two, "correct", True), (three, "misleading", False), (two, "unproven", False),
             (one, "exaggerated", True), (three, "correct", False)]  # fmt: skip
    for claim, verdict, alone in steps:
        workbench("-C", told, "verdict", claim, verdict, *(["--telling"] if alone else []))
        desk = Desk(told, "ann")
        try:
            shown = {line.row.claim_id: line.decision.verdict for line in desk.lines([one, two, three])}
        finally:
            desk.close()
        assert shown == verdicts(workbench, told)
    assert shown == {one: "exaggerated", two: "correct", three: "correct"}


def test_what_counts_for_one_telling():
    def event(claim: str, verdict: str, *, alone: bool = False, reviewer: str = "ann") -> Event:
        made.append(new_id(*made[-1:]))
        seen = Seen(alone=alone)
        return Event(made[-1], "2025-03-01T10:00:00Z", reviewer, "verdict", claim, verdict, seen=seen)

    made: list[str] = []
    events = [event("a", "x"), event("b", "y", alone=True), event("a", "z"), event("a", "w", reviewer="bob")]

    def verdict(claim: str) -> dict[str, str | None]:
        state = fold(counting(events, claim))
        return {reviewer: held.verdict for (_, reviewer), held in state.verdicts.items()}

    assert verdict("a") == {"ann": "z", "bob": "w"}
    assert verdict("b") == {"ann": "y", "bob": "w"}
    events.append(event("b", "v"))
    assert verdict("a") == verdict("b") == {"ann": "v", "bob": "w"}


def published(root: Path) -> list[tuple[str, str]]:
    with duckdb.connect(str(root / "workbench.duckdb"), read_only=True) as client:
        return client.execute("SELECT DISTINCT reviewer, verdict FROM verdicts ORDER BY reviewer").fetchall()


def test_a_blind_vote_on_any_telling_counts_for_the_group(workbench, told):
    (told / "workbench.toml").write_text('[review]\nmode = "blind"\nreviewers = ["ann", "bob"]\n', encoding="utf-8")
    one, two, _ = tellings(workbench, told)
    workbench("-C", told, "--reviewer", "ann", "verdict", one, "incorrect")
    assert published(told) == []
    workbench("-C", told, "--reviewer", "bob", "verdict", two, "correct")
    assert published(told) == [("ann", "incorrect"), ("bob", "correct")]


def test_the_same_thing_with_other_numbers_over_time_is_a_series(workbench, tmp_path):
    root = tmp_path / "case"
    (root / "claims").mkdir(parents=True)
    (root / "sources").mkdir()
    write(root, [
        ("1", WOLF.format("Up to 40"), 17, "Ministry"), ("2", WOLF.format("40"), 18, "Ministry"),
        ("3", WOLF.format("Over 40")[:-1] + ", the ministry confirmed.", 20, "Ministry"),
        ("4", WOLF.format("Up to 30").replace("Wolf", "Bear"), 21, "Ministry"),
        ("5", WOLF.format("70").replace("killed", "decorated"), 22, "Ministry"),
        ("6", WOLF.format("40 percent of the"), 23, "Ministry"),
    ])  # fmt: skip
    rows = asked(workbench, root, "SELECT step, modifier, text, speaker, strftime(said_at, '%d') AS day FROM drift")
    found = [(row["step"], row["modifier"], row["day"]) for row in rows]
    assert found == [(1, "<=", "17"), (2, "=", "18"), (3, ">", "20")]
    [second] = asked(workbench, root, "SELECT claim_id FROM drift WHERE step = 2")
    assert "The same over time" in workbench("-C", root, "show", second["claim_id"]).out


def test_a_series_needs_no_noun_where_a_name_and_the_words_say_what_is_meant(workbench, tmp_path):
    root = tmp_path / "case"
    (root / "claims").mkdir(parents=True)
    (root / "sources").mkdir()
    toll = "The death toll of the flood in Riverland rose to {}."
    write(root, [
        ("1", toll.format("12"), 17, "Ministry"), ("2", toll.format("17"), 18, "Herald"),
        ("3", toll.format("19").replace("Riverland", "Lakeland"), 19, "Herald"),
        ("4", toll.format("23").replace("death toll of", "bill for"), 20, "Ministry"),
        ("5", "It rose to 30.", 20, "Ministry"), ("6", "It rose to 31.", 21, "Ministry"),
    ])  # fmt: skip
    rows = asked(workbench, root, "SELECT step, value FROM drift ORDER BY step")
    assert [(row["step"], row["value"]) for row in rows] == [(1, 12), (2, 17)]


def both(workbench, root: Path) -> list[int]:
    """How many claims two reviewers share, by the view and by the command."""
    [row] = asked(workbench, root, "SELECT claims FROM agreement")
    return [row["claims"], agree(root, resamples=1)[0].pairs[0].claims]


def test_a_group_counts_once_in_agreement_and_progress(workbench, told):
    one, two, three = tellings(workbench, told)
    [other] = [row["claim_id"] for row in asked(workbench, told, "SELECT claim_id FROM claims WHERE telling = 1")
               if row["claim_id"] != one]  # fmt: skip
    for who, claim, verdict in (
        ("ann", one, "correct"), ("ben", two, "correct"), ("ann", other, "correct"), ("ben", other, "incorrect"),
    ):  # fmt: skip
        workbench("-C", told, "--reviewer", who, "verdict", claim, verdict)
    assert asked(workbench, told, "SELECT claims, percent FROM agreement") == [{"claims": 2, "percent": 0.5}]
    found, _ = agree(told, resamples=1)
    assert [(pair.claims, pair.percent) for pair in found.pairs] == [(2, 0.5)]
    assert [(s.reviewer, s.claims, s.done, s.others) for s in shares(told).shares] == [
        ("ann", 2, 2, 0), ("ben", 2, 2, 0),
    ]  # fmt: skip
    workbench("-C", told, "--reviewer", "ben", "verdict", three, "misleading", "--telling")
    assert both(workbench, told) == [3, 3]
    workbench("-C", told, "--reviewer", "ben", "undo")
    assert both(workbench, told) == [2, 2]
    workbench("-C", told, "--reviewer", "ben", "verdict", one, "misleading", "--telling")
    assert both(workbench, told) == [3, 3]
    desk = Desk(told, "ann")
    try:
        overview = desk.overview()
        assert (overview.total, overview.done, overview.left) == (2, 2, 0)
        assert sum(share.total for share in overview.kinds) == 2
        assert dict(overview.reviewers) == {"ann": 2, "ben": 2}
    finally:
        desk.close()


def test_frozen_first_votes_on_different_tellings_are_votes_on_one_claim(workbench, told):
    (told / "workbench.toml").write_text('[review]\nmode = "blind"\nreviewers = ["ann", "ben"]\n', encoding="utf-8")
    one, two, _ = tellings(workbench, told)
    workbench("-C", told, "--reviewer", "ann", "verdict", one, "correct")
    workbench("-C", told, "--reviewer", "ben", "verdict", two, "incorrect")
    found, blind = agree(told, resamples=1)
    assert blind
    assert [(pair.claims, pair.percent) for pair in found.pairs] == [(1, 0.0)]
