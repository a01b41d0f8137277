"""Finding a case, and choosing the files of it that are read."""

import os
from pathlib import Path

import pytest

from workbench.documents.case import Case, files, find_case
from workbench.documents.files import MAX_BYTES
from workbench.errors import EXIT_USAGE, WorkbenchError


def make_case(root: Path) -> Case:
    for name in ("claims", "sources"):
        (root / name).mkdir(parents=True)
    return Case(root)


def names(case: Case, paths: list[Path]) -> list[str]:
    return [case.name(path) for path in paths]


def test_a_case_is_found_from_a_folder_inside_it(tmp_path: Path) -> None:
    make_case(tmp_path / "case")
    deep = tmp_path / "case" / "claims" / "2024"
    deep.mkdir()
    assert find_case(deep) == (tmp_path / "case").resolve()


def test_the_settings_file_alone_makes_a_case(tmp_path: Path) -> None:
    (tmp_path / "workbench.toml").write_text("")
    assert find_case(tmp_path) == tmp_path.resolve()


def test_where_there_is_no_case_one_line_says_how_to_make_one(tmp_path: Path) -> None:
    (tmp_path / "claims").mkdir()
    with pytest.raises(WorkbenchError, match="is no case") as caught:
        find_case(tmp_path)
    message = str(caught.value)
    assert caught.value.code == EXIT_USAGE
    assert "\n" not in message
    assert "no claims/ and sources/ here or above" in message
    assert "workbench init DIR" in message
    assert "workbench demo DIR" in message


def test_files_are_sorted_and_leave_out_sidecars_and_hidden_ones(tmp_path: Path) -> None:
    case = make_case(tmp_path)
    (case.claims_dir / "sub").mkdir()
    (case.claims_dir / ".git").mkdir()
    for name in ("b.txt", "a.md", "a.md.toml", ".hidden.txt", "sub/c.txt", ".git/config"):
        (case.claims_dir / name).write_text("text")
    for name in ("one.toml", "one.csv", "fx.csv", "EXAMPLE.toml.txt"):
        (case.sources_dir / name).write_text("text")
    documents, sources, problems = files(case)
    assert names(case, documents) == ["claims/a.md", "claims/b.txt", "claims/sub/c.txt"]
    assert names(case, sources) == ["sources/fx.csv", "sources/one.csv", "sources/one.toml"]
    assert problems == []


def test_a_case_without_its_folders_has_no_files(tmp_path: Path) -> None:
    assert files(Case(tmp_path)) == ([], [], [])


def test_a_description_without_its_document_is_told(tmp_path: Path) -> None:
    case = make_case(tmp_path)
    (case.claims_dir / "gone.txt.toml").write_text('title = "x"')
    documents, _, problems = files(case)
    assert documents == []
    assert [problem.file for problem in problems] == ["claims/gone.txt.toml"]


def test_links_that_leave_the_case_are_refused_by_name(tmp_path: Path) -> None:
    case = make_case(tmp_path / "case")
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret.txt").write_text("secret")
    (case.claims_dir / "file.txt").symlink_to(outside / "secret.txt")
    (case.claims_dir / "folder").symlink_to(outside)
    (case.claims_dir / "gone.txt").symlink_to(case.root / "nothing")
    (case.claims_dir / "loop").symlink_to(case.claims_dir / "loop")
    (case.claims_dir / "real.txt").write_text("text")
    (case.claims_dir / "inside.txt").symlink_to("real.txt")
    documents, _, problems = files(case)
    assert names(case, documents) == ["claims/inside.txt", "claims/real.txt"]
    assert {problem.file for problem in problems} == {
        "claims/file.txt", "claims/folder", "claims/gone.txt", "claims/loop",
    }  # fmt: skip
    assert any("leaves the case" in problem.message for problem in problems)


def test_a_folder_that_links_to_its_own_parent_is_not_followed(tmp_path: Path) -> None:
    case = make_case(tmp_path)
    (case.claims_dir / "again").symlink_to(case.claims_dir)
    (case.claims_dir / "a.txt").write_text("text")
    documents, _, problems = files(case)
    assert names(case, documents) == ["claims/a.txt"]
    assert "not followed" in problems[0].message


def test_claims_that_are_a_link_out_of_the_case_are_not_read(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "a.txt").write_text("text")
    (tmp_path / "case" / "sources").mkdir(parents=True)
    (tmp_path / "case" / "claims").symlink_to(outside)
    documents, _, problems = files(Case(tmp_path / "case"))
    assert documents == []
    assert problems[0].file == "claims"


def test_a_file_above_the_limit_is_refused_with_its_size(tmp_path: Path) -> None:
    case = make_case(tmp_path)
    with (case.claims_dir / "huge.txt").open("wb") as file:
        file.truncate(MAX_BYTES + 1024 * 1024)
    documents, _, problems = files(case)
    assert documents == []
    assert (problems[0].file, "257 MB" in problems[0].message) == ("claims/huge.txt", True)
    assert "256 MB" in problems[0].message


def test_pipes_and_names_that_are_no_text_are_refused(tmp_path: Path) -> None:
    case = make_case(tmp_path)
    os.mkfifo(case.claims_dir / "pipe.txt")
    try:
        (Path(os.fsdecode(bytes(case.claims_dir) + b"/bad\xff.txt"))).write_text("text")
        expected = 2
    except OSError:  # some file systems refuse such names themselves
        expected = 1
    documents, _, problems = files(case)
    assert documents == []
    assert len(problems) == expected
    for problem in problems:
        str(problem).encode("utf-8")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_is_told(tmp_path: Path) -> None:
    case = make_case(tmp_path)
    (case.claims_dir / "locked.txt").write_text("text")
    (case.claims_dir / "locked.txt").chmod(0)
    documents, _, problems = files(case)
    assert documents == []
    assert problems[0].file == "claims/locked.txt"
