"""A query of anybody's can read the case and nothing else, and cannot write at all."""

from pathlib import Path

import pytest
from store_case import build, event

from workbench.errors import EXIT_USAGE, WorkbenchError
from workbench.store.review_log import append
from workbench.store.sql import run_sql


@pytest.fixture
def case(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    root = tmp_path / "case"
    root.mkdir()
    build(root)
    return root


def test_a_select_gives_columns_types_and_rows_of_now(case: Path):
    [claim, *_] = build(case)
    append(case, event(claim))
    result = run_sql(case, "SELECT reviewer, count(*) AS n FROM verdicts GROUP BY ALL")
    assert result.columns == ("reviewer", "n")
    assert result.types == ("VARCHAR", "BIGINT")
    assert result.rows == [("anna", 1)]


@pytest.mark.parametrize(
    "query",
    ["FROM claims", "VALUES (1)", "WITH a AS (SELECT 1) FROM a", "DESCRIBE claims", "SUMMARIZE meta", "SHOW TABLES",
     "select 1;", "-- a remark\nSELECT 1"],
)  # fmt: skip
def test_what_reads_is_allowed(case: Path, query: str):
    assert run_sql(case, query).rows


@pytest.mark.parametrize(
    "query",
    ["", ";", "SELECT 1; SELECT 2", "DELETE FROM claims", "DROP TABLE claims", "SET memory_limit = '9GB'",
     "ATTACH 'x.duckdb'", "COPY claims TO 'x.csv'", "PRAGMA memory_limit = '9GB'", "INSTALL httpfs", "LOAD httpfs",
     "CHECKPOINT",
     "EXPORT DATABASE 'x'", "CALL pragma_version()", "CREATE TABLE x AS SELECT 1", "EXPLAIN ANALYZE SELECT 1",
     "SELECT 1\0", "INSERT INTO meta DEFAULT VALUES", "VACUUM", "USE memory", "BEGIN"],
)  # fmt: skip
def test_what_does_not_only_read_is_refused(case: Path, query: str):
    with pytest.raises(WorkbenchError) as caught:
        run_sql(case, query)
    assert caught.value.code == EXIT_USAGE


@pytest.mark.parametrize(
    "query",
    ["SELECT * FROM read_text('/etc/hosts')", "FROM '/etc/hosts'", "FROM glob('*')", "FROM read_csv('/etc/hosts')",
     "FROM read_blob('~/.ssh/id_rsa')", "FROM read_csv('https://example.org/x.csv')", "FROM parquet_scan('x.parquet')",
     "FROM read_json('/etc/hosts')", "FROM secret", "FROM sniff_csv('/etc/hosts')",
     "SELECT * FROM query('COPY claims TO ''x.csv''')"],
)  # fmt: skip
def test_nothing_outside_can_be_reached(case: Path, query: str):
    secret = [("a",)]
    run_sql(case, "SELECT 1")
    before = sorted(path.name for path in case.rglob("*"))
    with pytest.raises(WorkbenchError):
        run_sql(case, query)
    assert secret
    assert sorted(path.name for path in case.rglob("*")) == before


def test_the_connection_itself_can_write_nowhere_even_past_the_first_gate(case: Path, monkeypatch: pytest.MonkeyPatch):
    """COPY over the query's own file is what a read-only connection alone would allow."""
    monkeypatch.setattr("workbench.store.sql._one_select", lambda _connection, query: query)
    own = "(SELECT file FROM pragma_database_list LIMIT 1)"
    [(path,)] = run_sql(case, f"SELECT {own}").rows
    for query in (
        f"COPY (SELECT 1) TO '{path}'", f"COPY (SELECT 1) TO '{case}/x.csv'", f"ATTACH '{case}/x.duckdb'",
        "SET lock_configuration = false", "SET enable_external_access = true", "RESET disabled_filesystems",
        "SET memory_limit = '9GB'", "DELETE FROM claims", "SET temp_directory = '/tmp'",
    ):  # fmt: skip
        with pytest.raises(WorkbenchError):
            run_sql(case, query)
    assert not (case / "x.csv").exists()
    assert len(run_sql(case, "FROM claims").rows) == 2


def test_a_mistake_is_shown_with_its_line_and_the_tables(case: Path):
    with pytest.raises(WorkbenchError, match=r"LINE 1: SELECT nope") as caught:
        run_sql(case, "SELECT nope FROM claims")
    assert "claims" in caught.value.problem.hint
    assert len(caught.value.problem.message) <= 500
    with pytest.raises(WorkbenchError, match="syntax error"):
        run_sql(case, "SELEC 1")


def test_a_query_without_end_is_stopped(case: Path):
    endless = "SELECT count(*) FROM range(1000000000) a, range(1000000000) b WHERE a.range * b.range % 7 = 3"
    with pytest.raises(WorkbenchError, match=r"longer than 0\.2 seconds"):
        run_sql(case, endless, seconds=0.2)


def test_too_many_rows_and_too_much_memory_are_said(case: Path):
    with pytest.raises(WorkbenchError, match="more than 1000 rows"):
        run_sql(case, "FROM range(100000000)", max_rows=1000)
    with pytest.raises(WorkbenchError, match="memory"):
        run_sql(case, "SELECT list(range) FROM range(50000000)", memory="20MB")


def test_the_copy_is_deleted(case: Path):
    run_sql(case, "SELECT 1")
    with pytest.raises(WorkbenchError):
        run_sql(case, "SELEC 1")
    assert list((case / ".workbench" / "queries").iterdir()) == []
