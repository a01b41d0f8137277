"""Slips, sensitivity and contradictions in a case: stored, queried, shown, and equal to the pure functions."""

from decimal import Decimal

import pytest
from click.testing import CliRunner

from workbench import compare
from workbench.cli.main import cli
from workbench.operations.act import act
from workbench.operations.build import build
from workbench.operations.init import init
from workbench.operations.look import query, show
from workbench.quantity.slips import find_slip

SOURCE = """publisher = "Example office"
title = "Example"
url = "https://example.org/"
retrieved = 2025-01-01
page = "1"
"""
TABLE = """id,measure,place,period,value,unit,vintage
wheat-2024,wheat harvest,Northbridge,2024,1.85,million tonnes,2025-03-01
wheat-2024-first,wheat harvest,Northbridge,2024,2.3,million tonnes,2024-12-01
wheat-2023,wheat harvest,Northbridge,2023,1.2,million tonnes,2024-03-01
wheat-sold,wheat harvest sold,Northbridge,2024,1.5,million tonnes,2025-03-01
rye,rye harvest,Northbridge,2024,74.6,thousand tonnes,2025-03-01
"""
TEXTS = {
    "a.txt": "The wheat harvest of farmers in Northbridge in 2024 was 1.85 million tonnes.",
    "b.txt": "The wheat harvest of farmers in Northbridge in 2024 was 1.85 billion tonnes.",
    "c.txt": "The rye harvest of farmers in Northbridge in 2024 was 74.6 million tonnes.",
    "d.txt": "Sixteen people were hurt. Of them, five are in hospital and twelve at home.",
}


@pytest.fixture
def case(tmp_path):
    root = tmp_path / "case"
    init(root)
    for name, text in TEXTS.items():
        (root / "claims" / name).write_text(text)
    (root / "claims" / "a.txt.toml").write_text("date = 2025-01-15\n")
    (root / "sources" / "s.toml").write_text(SOURCE)
    (root / "sources" / "s.csv").write_text(TABLE)
    return root


def rows(root, statement):
    return query(root, statement, seconds=20).rows


def claim_of(case, name):
    told = f"SELECT claim_id FROM claims JOIN documents USING (document_id) WHERE path = 'claims/{name}' ORDER BY start"
    return rows(case, told)[0][0]


def test_slips_are_those_of_the_function(case):
    found = {row[0]: row[1] for row in rows(case, "SELECT claim_id, message FROM slips")}
    assert set(found) == {claim_of(case, "b.txt"), claim_of(case, "c.txt")}
    told = compare("1.85 billion tonnes", "1.85 million tonnes")
    assert found[claim_of(case, "b.txt")] == str(find_slip(told.claim, told.comparison))


def test_a_slip_goes_when_the_reference_is_corrected(case):
    build(case)
    (case / "sources" / "s.csv").write_text(TABLE.replace("74.6,thousand", "74.6,million"))
    assert [row[0] for row in rows(case, "SELECT claim_id FROM slips")] == [claim_of(case, "b.txt")]


def test_a_slip_follows_the_link_of_a_reviewer(case):
    act(case, "ana", claim_of(case, "c.txt"), "link", evidence=("s/wheat-2024",))
    assert claim_of(case, "c.txt") not in {row[0] for row in rows(case, "SELECT claim_id FROM slips")}


def test_sensitivity_in_sql_says_what_the_function_says(case):
    claim = claim_of(case, "a.txt")
    told = rows(case, f"SELECT choice, other, comparison, flips, margin FROM sensitivity WHERE claim_id = '{claim}'")
    by_other = {other: (choice, comparison, flips) for choice, other, comparison, flips, _ in told}
    assert by_other["s/wheat-2023"] == ("period", "above", True)
    assert by_other["s/wheat-2024-first"] == ("vintage", "below", True)
    turns = {turn.observation_id: turn for turn in show(case, claim).deeper.turns}
    for other, (choice, comparison, flips) in by_other.items():
        if other is not None:
            assert (turns[other].choice, turns[other].comparison, turns[other].flips) == (choice, comparison, flips)
    (tolerance,) = [turn for turn in show(case, claim).deeper.turns if turn.choice == "tolerance"]
    (margin,) = [row[4] for row in told if row[0] == "tolerance"]
    assert Decimal(str(margin)) == pytest.approx(tolerance.margin, rel=Decimal("1e-3"))


def test_another_definition_shares_words_and_unit(case):
    turns = show(case, claim_of(case, "a.txt")).deeper.turns
    assert {turn.observation_id for turn in turns if turn.choice == "definition"} == {"s/wheat-sold"}


def test_contradictions_come_and_go_with_their_document(case):
    (found,) = rows(case, "SELECT rule, message, len(claim_ids), sentences FROM inconsistencies")
    assert found[:3] == ("parts", "the parts make 17, more than the whole, 16", 3)
    assert len(found[3]) == 2
    (case / "claims" / "d.txt").write_text(TEXTS["d.txt"].replace("twelve", "eleven"))
    assert rows(case, "FROM inconsistencies") == []


def test_show_tells_all_of_it(case):
    def told(name):
        return CliRunner().invoke(cli, ["-C", str(case), "show", claim_of(case, name)]).output

    assert "sensitivity: holds until the reference is" in told("a.txt")
    assert "above with the figure for 2023" in told("a.txt")
    assert "probable unit or scale slip: ×1,000" in told("b.txt")
    assert "contradiction in the text: the parts make 17" in told("d.txt")
    assert "“Sixteen people were hurt.”" in told("d.txt")
