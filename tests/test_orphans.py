"""Decisions whose claim is gone: listed with what their reviewers saw."""

import pytest
from click.testing import CliRunner

from workbench.cli.main import cli
from workbench.operations.act import act
from workbench.operations.init import init
from workbench.operations.look import query


@pytest.fixture
def case(tmp_path):
    root = tmp_path / "case"
    init(root)
    (root / "claims" / "a.txt").write_text("In all 37 villages have power. [/] Some 450 farms do not.")
    return root


def run(case, *words: str):
    done = CliRunner().invoke(cli, ["-C", str(case), *words])
    assert done.exit_code == 0, done.output
    return done.output


def test_a_decision_without_its_claim_is_listed_until_the_text_returns(case):
    [[first], [second]] = query(case, "SELECT claim_id FROM claims ORDER BY start", seconds=20).rows
    act(case, "ana", first, "verdict", verdict="correct", note="counted [bold]")
    act(case, "ben", second, "verdict", verdict="incorrect")
    act(case, "ben", first, "note", note="me too")
    assert "Every decision has its claim." in run(case, "claims", "--orphans")
    path = case / "claims" / "a.txt"
    text = path.read_text()
    path.write_text("Nothing is left.")
    told = run(case, "claims", "--orphans")
    assert "1–3 of 3" in told
    assert [word in told for word in ("37", "correct", "ana", "450", "incorrect", "ben")] == [True] * 6
    assert "1–1 of 3" in run(case, "claims", "--orphans", "--limit", "1")
    assert "workbench claims --orphans" in run(case, "status")
    path.write_text(text)
    assert "Every decision has its claim." in run(case, "claims", "--orphans")
