"""Text files as documents: offsets, identities, descriptions, and what is refused."""

from datetime import datetime
from pathlib import Path

import pytest

from workbench.documents.case import Case
from workbench.documents.read import content_hash, read_document, with_identity
from workbench.errors import Problem
from workbench.extraction.claims import Document, document_id


@pytest.fixture
def case(tmp_path: Path) -> Case:
    (tmp_path / "claims").mkdir()
    return Case(tmp_path)


def read(case: Case, content: bytes, sidecar: str | bytes | None = None) -> tuple[list[Document], list[Problem]]:
    path = case.claims_dir / "post.txt"
    path.write_bytes(content)
    if sidecar is not None:
        beside = case.claims_dir / "post.txt.toml"
        beside.write_bytes(sidecar if isinstance(sidecar, bytes) else sidecar.encode())
    return read_document(case, path)


def test_the_text_is_the_file_with_its_line_ends(case: Case) -> None:
    documents, problems = read(case, "First 5 km.\r\nSecond\rthird\nпять\u2028end\n".encode())
    assert problems == []
    assert documents[0].text == "First 5 km.\r\nSecond\rthird\nпять\u2028end\n"
    assert documents[0].path == "claims/post.txt"
    assert documents[0].identity == "claims/post.txt"
    assert documents[0].document_id == document_id("claims/post.txt")


def test_a_byte_order_mark_is_no_part_of_the_text(case: Case) -> None:
    assert read(case, b"\xef\xbb\xbf38 million")[0][0].text == "38 million"


@pytest.mark.parametrize(
    ("content", "line", "words"),
    [
        (b"one\ntwo\nthree \xff four", 3, "byte 15"),
        (b"one\n\0two", 2, "binary"),
        (b"\xff\xfeo\x00n", 1, "damaged"),
        (b"\xff\xfe\x00\x00\x00\x00", 1, "damaged"),
        (b"\xed\xa0\x80", 1, "UTF-8"),
        (b"", None, "empty"),
        (b" \n\t", None, "empty"),
    ],
)
def test_what_is_no_text_is_refused_with_the_place(case: Case, content: bytes, line: int | None, words: str) -> None:
    documents, problems = read(case, content)
    assert documents == []
    assert [(problem.file, problem.line) for problem in problems] == [("claims/post.txt", line)]
    assert words in problems[0].message
    assert problems[0].hint


def test_the_description_is_taken_over(case: Case) -> None:
    sidecar = 'title = "T"\nspeaker = "S"\nurl = "https://example.org/1"\nlanguage = "en"\ndate = 2025-01-31'
    (document,), problems = read(case, b"text", sidecar)
    assert problems == []
    assert (document.title, document.speaker, document.language) == ("T", "S", "en")
    assert (document.url, document.identity) == ("https://example.org/1", "https://example.org/1")
    assert document.posted_at == datetime(2025, 1, 31)  # noqa: DTZ001 - times of documents are UTC without a zone


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("2025-01-31", (2025, 1, 31, 0, 0)),
        ('"2025-01-31"', (2025, 1, 31, 0, 0)),
        ("2025-01-31T14:30:00", (2025, 1, 31, 14, 30)),
        ("2025-01-31T00:30:00+03:00", (2025, 1, 30, 21, 30)),
        ('"2025-01-31T14:30:00Z"', (2025, 1, 31, 14, 30)),
    ],
)
def test_dates_become_utc(case: Case, written: str, moment: tuple[int, int, int, int, int]) -> None:
    (document,), problems = read(case, b"text", f"date = {written}")
    assert problems == []
    assert document.posted_at == datetime(*moment)  # noqa: DTZ001 - times of documents are UTC without a zone


@pytest.mark.parametrize(
    ("sidecar", "line"),
    [
        ('title = "T"\ndate = "31 January"', 2),
        ('title = "T"\ndate = 14:30:00', 2),
        ('title = "T"\ndate = 0001-01-01T00:00:00+14:00', 2),
        ('title = "T"\n\nspeaker = 7', 3),
        ('title = "T"\nspeeker = "S"', 2),
    ],
)
def test_a_wrong_field_is_told_and_the_rest_is_used(case: Case, sidecar: str, line: int) -> None:
    (document,), problems = read(case, b"text", sidecar)
    assert [(problem.file, problem.line) for problem in problems] == [("claims/post.txt.toml", line)]
    assert (document.title, document.posted_at, document.speaker) == ("T", None, None)


@pytest.mark.parametrize("sidecar", ["title = ", b"\xff", b"a = " + b"[" * 200_000, b"#" * 300_000])
def test_a_description_that_cannot_be_read_leaves_the_document(case: Case, sidecar: str | bytes) -> None:
    documents, problems = read(case, b"text", sidecar)
    assert len(documents) == 1
    assert [problem.file for problem in problems] == ["claims/post.txt.toml"]


def test_a_description_that_leaves_the_case_is_not_followed(tmp_path: Path) -> None:
    case = Case(tmp_path / "case")
    case.claims_dir.mkdir(parents=True)
    (tmp_path / "outside.toml").write_text('title = "secret"')
    (case.claims_dir / "post.txt.toml").symlink_to(tmp_path / "outside.toml")
    (document,), problems = read(case, b"text")
    assert document.title is None
    assert "leaves the case" in problems[0].message


def test_the_hash_is_that_of_the_file_and_its_description(case: Case) -> None:
    path, beside = case.claims_dir / "a.txt", case.claims_dir / "a.txt.toml"
    path.write_text("text")
    plain = content_hash(path)
    beside.write_text('title = "T"')
    described = content_hash(path)
    path.write_text("texts")
    changed = content_hash(path)
    assert len({plain, described, changed}) == 3
    path.write_text("text")
    assert content_hash(path) == described


def test_another_identity_is_another_id(case: Case) -> None:
    (document,), _ = read(case, b"text")
    assert with_identity(document, document.identity) is document
    other = with_identity(document, "https://x#claims/post.txt")
    assert other.document_id == document_id("https://x#claims/post.txt")
    assert other.text == document.text
