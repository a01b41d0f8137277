"""Figures that follow from others, in a case: built, rebuilt when an input changes, checked, queried."""

import json
from datetime import date

import pytest

from workbench.documents.case import Case
from workbench.operations.build import build
from workbench.operations.init import init
from workbench.operations.look import query
from workbench.operations.sources.check import check
from workbench.operations.sources.read import all_observations

SOURCE = """publisher = "Example office"
title = "{}"
url = "https://example.org/"
retrieved = 2025-01-01
page = "1"
"""
INPUTS = """id,measure,place,period,value,unit,vintage
cargo,cargo,Sea Route,2024,37.9,million tonnes,2025-01-10
record,cargo,Sea Route,1987,{record},million tonnes,1988-01-01
"""
MADE = """id,measure,place,period,value,unit,formula
times,cargo compared with the record,,,,,"ratio(inputs/cargo, inputs/record)"
lost,cargo compared with nothing,,,,,"ratio(inputs/cargo, inputs/nothing)"
"""


@pytest.fixture
def case(tmp_path):
    root = tmp_path / "case"
    init(root)
    (root / "claims" / "a.txt").write_text("Cargo on the Sea Route in 2024 was more than five times the record.\n")
    for name, table in (("inputs", INPUTS.format(record="6.58")), ("made", MADE)):
        (root / "sources" / f"{name}.toml").write_text(SOURCE.format(name))
        (root / "sources" / f"{name}.csv").write_text(table)
    return root


def rows(root, statement):
    return query(root, statement, seconds=20).rows


def test_a_figure_is_made_and_answers_a_claim(case):
    report = build(case)
    made = rows(case, "SELECT round(value, 3), unit, period, place FROM observations WHERE source_id = 'made'")
    assert made == [(5.76, "", "2024", "Sea Route")]
    assert ("made/times", "consistent") in rows(case, "SELECT observation_id, comparison FROM comparisons")
    (problem,) = [p for p in report.problems if "figure follows" in p.message]
    assert (problem.file, problem.line) == ("sources/made.csv", 3)


def test_the_view_names_inputs_vintages_and_failures(case):
    columns = "function, inputs, CAST(input_vintages AS VARCHAR[]), problem"
    times, lost = rows(case, f"SELECT {columns} FROM derived ORDER BY observation_id DESC")
    assert times == ("ratio", ["inputs/cargo", "inputs/record"], ["2025-01-10", "1988-01-01"], None)
    assert lost[-1] == "there is no observation inputs/nothing"


def test_a_changed_input_changes_the_figure_though_its_own_file_did_not_change(case):
    build(case)
    (case / "sources" / "inputs.csv").write_text(INPUTS.format(record="18.95"))
    build(case)
    assert rows(case, "SELECT value FROM observations WHERE observation_id = 'made/times'") == [(2.0,)]
    assert ("made/times", "above") in rows(case, "SELECT observation_id, comparison FROM comparisons")


def test_a_missing_input_comes_back(case):
    build(case)
    with (case / "sources" / "inputs.csv").open("a") as table:
        table.write("nothing,cargo,Sea Route,1950,3.79,million tonnes,\n")
    report = build(case)
    assert not [p for p in report.problems if "figure follows" in p.message]
    assert rows(case, "SELECT value FROM observations WHERE observation_id = 'made/lost'") == [(10.0,)]


def test_an_increment_equals_a_build_from_nothing(case):
    build(case)
    (case / "sources" / "inputs.csv").write_text(INPUTS.format(record="7.58"))
    tables = ("observations", "formulas", "candidates", "comparisons", "problems")
    build(case)
    grown = {table: sorted(map(repr, rows(case, f"FROM {table}"))) for table in tables}
    (case / "workbench.duckdb").unlink()
    for path in sorted((case / ".workbench").rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    assert {table: sorted(map(repr, rows(case, f"FROM {table}"))) for table in tables} == grown


def test_check_and_list_know_derived_figures(case):
    found = [finding.problem.message for finding in check(case, date(2026, 1, 1))]
    assert any("No figure follows for made/lost" in message for message in found)
    _, observations, _ = all_observations(Case(case))
    assert "made/times" in {one.observation_id for one in observations}


def test_nothing_of_it_is_lost_in_json(case):
    from click.testing import CliRunner

    from workbench.cli.main import cli

    done = CliRunner().invoke(cli, ["-C", str(case), "sql", "SELECT * FROM derived", "--format", "json"])
    assert {row["function"] for row in json.loads(done.stdout)} == {"ratio"}
