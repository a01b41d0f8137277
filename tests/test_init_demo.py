"""New cases: the empty one and the copy of the sample."""

from decimal import Decimal
from pathlib import Path

import pytest

from workbench.documents.case import Case, files, find_case
from workbench.documents.read import read_document
from workbench.documents.settings import read_settings
from workbench.errors import EXIT_USAGE, WorkbenchError
from workbench.operations.demo import demo
from workbench.operations.init import EXAMPLE_CSV, EXAMPLE_TOML, init
from workbench.references.table import parse_observations
from workbench.references.toml import parse_source


def test_a_new_case_is_one_and_holds_nothing_to_read(tmp_path: Path) -> None:
    directory = tmp_path / "deep" / "case"
    written, problems = init(directory)
    assert problems == []
    assert find_case(directory) == directory.resolve()
    assert files(Case(directory)) == ([], [], [])
    assert read_settings(Case(directory))[1] == []
    assert {path.name for path in written} >= {"workbench.toml", ".gitattributes", ".gitignore", "README.txt"}
    assert "reviews/*.jsonl merge=union" in (directory / ".gitattributes").read_text()
    ignored = (directory / ".gitignore").read_text().splitlines()
    assert {"workbench.duckdb*", ".workbench/"} <= set(ignored)


def test_the_examples_of_a_new_case_can_be_used_as_they_are() -> None:
    source, problems = parse_source(EXAMPLE_TOML.replace("# dataset", "dataset"), "sources/EXAMPLE.toml")
    assert problems == []
    assert source is not None
    observations, problems = parse_observations(
        EXAMPLE_CSV, "sources/EXAMPLE.csv", source.source_id, lambda _: (Decimal(10), "x", "other")
    )
    assert problems == []
    assert [observation.observation_id for observation in observations] == [
        "EXAMPLE/cargo-2024", "EXAMPLE/exports-of-goods-example-land-2020-2024",
    ]  # fmt: skip


def test_a_case_is_not_made_twice(tmp_path: Path) -> None:
    init(tmp_path)
    (tmp_path / "workbench.toml").write_text('title = "mine"')
    with pytest.raises(WorkbenchError, match="is a case already") as caught:
        init(tmp_path)
    assert caught.value.code == EXIT_USAGE
    assert (tmp_path / "workbench.toml").read_text() == 'title = "mine"'


def test_files_that_are_there_stay_as_they_are(tmp_path: Path) -> None:
    (tmp_path / ".gitignore").write_text("mine\n")
    written, problems = init(tmp_path)
    assert (tmp_path / ".gitignore").read_text() == "mine\n"
    assert tmp_path / ".gitignore" not in written
    assert [problem.file for problem in problems] == [".gitignore"]
    assert "workbench.duckdb*" in problems[0].hint


@pytest.mark.parametrize("make", [init, demo])
def test_a_file_in_the_way_is_a_usage_error(tmp_path: Path, make) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(WorkbenchError) as caught:
        make(tmp_path / "file")
    assert caught.value.code == EXIT_USAGE


def test_the_sample_is_copied_and_can_be_read_without_a_problem(tmp_path: Path) -> None:
    directory = tmp_path / "demo"
    written = demo(directory)
    case = Case(directory)
    documents, sources, problems = files(case)
    assert problems == []
    assert len(documents) >= 8
    assert {case.sources_dir / "fx.csv"} <= set(sources)
    assert read_settings(case)[1] == []
    assert [read_document(case, path)[1] for path in documents] == [[]] * len(documents)
    assert all(path.is_file() for path in written)
    assert {".gitattributes", ".gitignore"} <= {path.name for path in written}


def test_the_sample_is_not_copied_over_anything(tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("mine")
    with pytest.raises(WorkbenchError, match="is not an empty folder") as caught:
        demo(tmp_path)
    assert caught.value.code == EXIT_USAGE
    assert [path.name for path in tmp_path.iterdir()] == ["note.txt"]
