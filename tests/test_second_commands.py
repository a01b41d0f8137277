"""Several reviewers at the command line: adjudicate, assign, agreement, and votes that stay hidden."""

import json

import pytest
from click.testing import CliRunner

from workbench.cli.main import cli
from workbench.errors import WorkbenchError
from workbench.operations.act import act
from workbench.operations.init import init
from workbench.operations.look import query

SENTENCES = [f"In all {n * 7 + 3} villages have power." for n in range(6)]


@pytest.fixture
def case(tmp_path):
    root = tmp_path / "case"
    init(root)
    (root / "claims" / "a.txt").write_text(" ".join(SENTENCES))
    return root


def run(case, *words: str, code=0):
    done = CliRunner().invoke(cli, ["-C", str(case), *words], standalone_mode=True)
    assert done.exit_code == code, done.output
    return done.output


def ids(case):
    return [row[0] for row in query(case, "SELECT claim_id FROM claims ORDER BY start", seconds=20).rows]


def vote(case, reviewer, verdicts):
    for claim, verdict in zip(ids(case), verdicts, strict=False):
        if verdict:
            act(case, reviewer, claim, "verdict", verdict=verdict)


def decision(case, claim):
    told = f"SELECT state, verdict, votes, adjudicated_by FROM decisions WHERE claim_id = '{claim}'"
    return query(case, told, seconds=20).rows[0]


def test_an_adjudication_decides_and_leaves_the_votes(case):
    vote(case, "ana", ["correct"])
    vote(case, "ben", ["incorrect"])
    first = ids(case)[0]
    assert decision(case, first) == ("disputed", "disputed", 2, None)
    told = run(case, "--reviewer", "eve", "adjudicate", first, "mostly_correct", "--note", "rounded")
    assert "mostly_correct by eve" in told
    assert decision(case, first) == ("adjudicated", "mostly_correct", 2, "eve")
    votes = query(case, "SELECT reviewer, verdict FROM verdicts ORDER BY 1", seconds=20).rows
    assert votes == [("ana", "correct"), ("ben", "incorrect")]
    run(case, "--reviewer", "eve", "undo")
    assert decision(case, first)[0] == "disputed"


def test_nobody_adjudicates_what_nobody_voted_on(case):
    with pytest.raises(WorkbenchError, match="nobody has voted"):
        act(case, "eve", ids(case)[0], "adjudicate", verdict="correct")


def test_a_blind_case_is_adjudicated_after_the_reveal_only(case):
    text = (case / "workbench.toml").read_text()
    text = text.replace('mode = "open"', 'mode = "blind"').replace("reviewers = []", 'reviewers = ["ana", "ben"]')
    (case / "workbench.toml").write_text(text)
    vote(case, "ana", ["correct"])
    first = ids(case)[0]
    with pytest.raises(WorkbenchError, match="not everybody has voted yet: ben"):
        act(case, "eve", first, "adjudicate", verdict="correct")
    vote(case, "ben", ["incorrect"])
    act(case, "eve", first, "adjudicate", verdict="correct")
    assert decision(case, first)[0] == "adjudicated"


def test_in_a_blind_case_the_first_votes_count(case):
    text = (case / "workbench.toml").read_text()
    text = text.replace('mode = "open"', 'mode = "blind"').replace("reviewers = []", 'reviewers = ["ana", "ben"]')
    (case / "workbench.toml").write_text(text)
    vote(case, "ana", ["correct", "incorrect"])
    vote(case, "ben", ["incorrect", "incorrect"])
    act(case, "ben", ids(case)[0], "verdict", verdict="correct")
    found = json.loads(run(case, "agreement", "--resamples", "0", "--format", "json"))
    assert found["percent"] == 0.5


def test_agreement_is_told_in_tables_and_as_json(case):
    vote(case, "ana", ["correct", "correct", "incorrect", "misleading", "correct", ""])
    vote(case, "ben", ["correct", "correct", "incorrect", "correct", "correct", "correct"])
    told = run(case, "agreement", "--resamples", "20")
    assert "5 claims with two votes or more" in told
    assert "80% of the pairs of votes agree" in told
    found = json.loads(run(case, "agreement", "--resamples", "0", "--format", "json"))
    assert found["claims"] == 5
    assert found["pairs"][0]["percent"] == pytest.approx(0.8)
    assert found["apart"] == [{"claim": ids(case)[3], "share": 1.0}]


def test_the_view_says_what_the_function_says(case):
    vote(case, "ana", ["correct", "correct", "incorrect", "misleading", "correct", ""])
    vote(case, "ben", ["correct", "correct", "incorrect", "correct", "correct", "correct"])
    vote(case, "cem", ["correct", "", "", "misleading", "", "correct"])
    found = json.loads(run(case, "agreement", "--resamples", "0", "--format", "json"))
    rows = query(case, "SELECT one, other, claims, percent, kappa FROM agreement ORDER BY 1, 2", seconds=20).rows
    told = [(p["one"], p["other"], p["claims"], p["percent"], p["kappa"]) for p in found["pairs"]]
    assert [row[:3] for row in rows] == [pair[:3] for pair in told]
    for row, pair in zip(rows, told, strict=True):
        assert row[3:] == pytest.approx(pair[3:])


def test_agreement_without_two_votes_says_what_to_do(case):
    vote(case, "ana", ["correct"])
    assert "No claim has two votes yet" in run(case, "agreement")


def test_assign_shows_and_writes(case):
    assert "Everybody reviews everything" in run(case, "assign")
    told = run(case, "assign", "--share", "--to", "ana", "--to", "ben", "--overlap", "0")
    assert "Written to workbench.toml" in told
    assert "ana" in told
    assert "Say who reviews them" in run(case, "assign", "--document", "a.txt", code=2)


def test_votes_of_an_open_review_that_becomes_blind_are_hidden_with_a_word(case):
    vote(case, "ana", ["correct", "correct"])
    text = (case / "workbench.toml").read_text()
    text = text.replace('mode = "open"', 'mode = "blind"').replace("reviewers = []", 'reviewers = ["ana", "ben"]')
    (case / "workbench.toml").write_text(text)
    told = run(case, "status")
    assert "2 decided claims are hidden" in told
    vote(case, "ana", ["correct"])
    vote(case, "ben", ["correct"])
    assert "1 decided claim is hidden" in run(case, "status")
