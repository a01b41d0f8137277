"""The pages about Python and SQL: their examples run, their list of tables is the database's own."""

import doctest
import re
import sys
from pathlib import Path

import duckdb
import pytest

from workbench.errors import WorkbenchError
from workbench.operations.case import Case
from workbench.operations.demo import demo
from workbench.store.sql import DOCUMENTED, run_sql

DOCS = Path(__file__).parents[1] / "docs"
QUERIES = re.findall(r"```sql\n(.*?)```", (DOCS / "sql.md").read_text(encoding="utf-8"), re.DOTALL)


@pytest.fixture
def sample(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    demo(tmp_path / "sample")
    monkeypatch.chdir(tmp_path)
    return tmp_path / "sample"


def test_the_examples_for_python_give_what_the_page_says(sample: Path):
    assert sample.is_dir()
    names = {"Decimal": __import__("decimal").Decimal}
    done = doctest.testfile(str(DOCS / "python.md"), module_relative=False, globs=names, encoding="utf-8")
    assert done.attempted > 10
    assert done.failed == 0


def test_the_ten_questions_have_answers_in_the_program_and_in_any_client(sample: Path, workbench):
    claim = Case(sample).claims().index[0]
    assert workbench("-C", sample, "verdict", claim, "correct").code == 0
    assert workbench("-C", sample, "--reviewer", "boris", "verdict", claim, "incorrect").code == 0
    assert len(QUERIES) == 10
    with duckdb.connect(str(sample / "workbench.duckdb"), read_only=True) as client:
        for query in QUERIES:
            told = run_sql(sample, query)
            assert list(told.columns) == [column[0] for column in client.execute(query).description]
            assert told.rows == client.fetchall()
    disputed = next(query for query in QUERIES if "'disputed'" in query)
    assert [row[1] for row in run_sql(sample, disputed).rows] == ["ann", "boris"]


def test_the_page_lists_the_tables_that_there_are(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.syspath_prepend(DOCS)
    sys.modules.pop("tables", None)
    tables = __import__("tables")
    text = (DOCS / "sql.md").read_text(encoding="utf-8")
    assert tables.page(text) == text, "run: python docs/tables.py"


def test_every_documented_column_carries_its_comment(sample: Path):
    query = "SELECT table_name, column_name FROM duckdb_columns() WHERE comment IS NULL AND table_name IN "
    Case(sample).documents()
    with duckdb.connect(str(sample / "workbench.duckdb"), read_only=True) as client:
        assert client.execute(f"{query}{DOCUMENTED}").fetchall() == []


def test_data_frames_have_types_that_know_what_is_missing(sample: Path, workbench):
    case = Case(sample)
    claims, decisions = case.claims(), case.decisions()
    assert claims.index.is_unique
    assert set(claims.index) == set(decisions.index) == set(case.export().index)
    assert claims["value"].isna().any()
    assert claims["value"].dtype == "Float64"
    assert str(case.sources()["retrieved"].dtype).startswith("datetime64")
    assert decisions["verdict_by"].iloc[0] is None
    assert workbench("-C", sample, "verdict", claims.index[3], "correct").code == 0
    after = case.decisions().loc[claims.index[3]]
    assert (after["verdict"], after["verdict_by"], after["votes"]) == ("correct", ["ann"], 1)
    assert case.verdicts()["decided_at"].notna().all()
    assert list(case.observations().index) == sorted(case.observations().index)
    with pytest.raises(WorkbenchError, match="one SELECT"):
        case.sql("DELETE FROM claims")
    twice = case.sql("SELECT 1 AS a, 2 AS a")
    assert twice.iloc[0].tolist() == [1, 2]
