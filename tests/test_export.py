"""The export: safe cells, a stable order, whole or not at all, in three forms."""

import csv
import os
from datetime import datetime
from pathlib import Path

import duckdb
import openpyxl
import pytest
from store_case import SENTENCE, build, document, event

from workbench.errors import WorkbenchError
from workbench.store import export as exporting
from workbench.store import export_query, workbook
from workbench.store.export import export, export_text
from workbench.store.export_query import Wanted
from workbench.store.review_log import append


def test_a_csv_cell_can_neither_run_nor_break_out(tmp_path: Path):
    told = document(speaker="=cmd()", url='a "quoted", one', text=SENTENCE)
    [cargo] = build(tmp_path, [told])
    append(tmp_path, event(cargo, note="@x\r\ny"))
    append(tmp_path, event(cargo, "boris-b", verdict="incorrect"))
    out = tmp_path / "out.csv"
    assert export(tmp_path, out).claims == 1
    raw = out.read_bytes().decode()
    assert raw == "".join(export_text(tmp_path))
    header, row = list(csv.reader(raw.splitlines(keepends=True)))
    told_row = dict(zip(header, row, strict=True))
    assert raw.endswith("\r\n")
    assert header[:8] == ["claim_id", "group_id", "document", "url", "posted_at", "speaker", "sentence", "text"]
    assert header[-4:] == ["adjudicated_by", "verdict_anna", "verdict_boris-b", "settings_hash"]
    assert told_row["speaker"] == "'=cmd()"
    assert told_row["url"] == 'a "quoted", one'
    assert (told_row["value"], told_row["low"], told_row["deviation"]) == ("38000000", "", "0.002639")
    assert told_row["note"] == "'@x\r\ny"
    assert told_row["decided_at"] == "2025-03-01T10:00:00Z"
    assert (told_row["period_start"], told_row["reference_unit"]) == ("2024-01-01", "tonne")
    assert (told_row["verdict"], told_row["verdict_anna"]) == ("disputed", "correct")


def test_rows_are_exported_in_the_order_of_files_and_text(tmp_path: Path):
    build(tmp_path, [document("claims/b.txt"), document("claims/a.txt")])
    lines = "".join(export_text(tmp_path)).splitlines()[1:]
    assert [line.split(",")[2] for line in lines] == ["claims/a.txt"] * 2 + ["claims/b.txt"] * 2
    assert "nearly 38" in lines[0]


@pytest.mark.parametrize("speakers", [("=a", "'=a", "", "b"), ("+1", "A", "'", "😀", "Ω"), ("=a\0b", "c")])
def test_few_words_and_many_give_the_same_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, speakers: tuple[str, ...]
):
    told = [document(f"claims/{number}=.txt", speaker=speaker) for number, speaker in enumerate(speakers)]
    cargo = build(tmp_path, told)[0]
    append(tmp_path, event(cargo))
    few = "".join(export_text(tmp_path))
    monkeypatch.setattr(export_query, "_FEW", 0)
    assert "".join(export_text(tmp_path)) == few
    printed = list(csv.DictReader(few.splitlines(keepends=True)))
    written = ["'" + speaker if speaker[:1] in ("=", "+") else speaker for speaker in speakers]
    assert [row["speaker"] for row in printed] == [speaker for speaker in written for _ in range(2)]


@pytest.mark.parametrize("name", ["out.csv", "out.parquet", "out.xlsx"])
def test_a_reviewer_may_be_called_like_a_column(tmp_path: Path, name: str):
    [cargo] = build(tmp_path, [document()])[:1]
    append(tmp_path, event(cargo, "by"))
    append(tmp_path, event(cargo, "anna", verdict="incorrect"))
    assert export(tmp_path, tmp_path / name).claims == 2
    header, row = list(csv.reader("".join(export_text(tmp_path)).splitlines()))[:2]
    assert header[-4:] == ["adjudicated_by", "verdict_anna", "verdict_by_1", "settings_hash"]
    assert row[-3:-1] == ["incorrect", "correct"]
    assert row[header.index("verdict_by")] == "anna; by"


def test_an_export_never_lands_among_the_cases_own_files(tmp_path: Path):
    build(tmp_path)
    for name in ("claims", "sources", "reviews"):
        (tmp_path / name).mkdir(exist_ok=True)
    (tmp_path / "link").symlink_to("reviews")
    (tmp_path / "file.csv").symlink_to("claims/x.csv")
    bad = ("claims/x.csv", "sources/deep/x.csv", "link/x.csv", "file.csv", "workbench.duckdb", "claims")
    for name in (*bad, "claims/../reviews/x.csv", "nowhere/x.csv", ".", "x.ods", "x", ".workbench/x.csv"):
        with pytest.raises(WorkbenchError):
            export(tmp_path, tmp_path / name)
    assert all(list((tmp_path / name).iterdir()) == [] for name in ("claims", "sources", "reviews"))


def test_an_export_lands_among_the_files_of_no_other_case_either(tmp_path: Path):
    """With -C a relative path is one of the folder that somebody stands in, which may be a case too."""
    here, other = tmp_path / "here", tmp_path / "other"
    for case in (here, other):
        for name in ("claims", "sources"):
            (case / name).mkdir(parents=True)
    build(other)
    for name in ("claims/x.csv", "reviews/x.csv", "sources/deep/x.csv"):
        (here / name).parent.mkdir(parents=True, exist_ok=True)
        with pytest.raises(WorkbenchError, match="never written into"):
            export(other, here / name)
        assert list((here / name).parent.iterdir()) in ([], [here / "sources" / "deep"])
    (tmp_path / "poor" / "claims").mkdir(parents=True)
    (tmp_path / "poor" / "workbench.toml").touch()
    with pytest.raises(WorkbenchError, match="never written into"):
        export(other, tmp_path / "poor" / "claims" / "x.csv")
    (tmp_path / "claims").mkdir()
    assert export(other, tmp_path / "claims" / "x.csv").claims == 2
    assert export(other, here / "x.csv").claims == 2


def test_a_failing_export_keeps_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    build(tmp_path)
    out = tmp_path / "out.csv"
    out.write_text("old")

    def fail(*_args: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(WorkbenchError):
        export(tmp_path, out)
    assert out.read_text() == "old"
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".out")] == []


def documents_of(export_path: Path):
    return [line.split(",")[2] for line in export_path.read_text().splitlines()[1:]]


def test_rows_keep_their_order_when_a_file_was_read_again(tmp_path: Path):
    told = [document(f"claims/{name}.txt") for name in "abc"]
    build(tmp_path, told)
    export(tmp_path, tmp_path / "before.csv")
    build(tmp_path, [told[0]])
    export(tmp_path, tmp_path / "after.csv")
    wanted = [f"claims/{name}.txt" for name in "aabbcc"]
    assert documents_of(tmp_path / "before.csv") == documents_of(tmp_path / "after.csv") == wanted


def test_many_rows_come_out_in_order_and_the_same_each_time(tmp_path: Path):
    """Enough of them that DuckDB joins and writes them with several threads."""
    told = [document(f"claims/{n:05}.txt", text=SENTENCE) for n in range(7000)]
    claims = build(tmp_path, told)
    append(tmp_path, event(claims[6000]))
    for name in ("one.csv", "two.csv"):
        export(tmp_path, tmp_path / name)
    assert (tmp_path / "one.csv").read_bytes() == (tmp_path / "two.csv").read_bytes()
    assert documents_of(tmp_path / "one.csv") == [one.path for one in told]


def test_a_workbook_holds_the_same_as_the_csv_and_runs_nothing(tmp_path: Path):
    told = document(speaker="=cmd()", url="x" * 40_000, posted_at=datetime(2025, 1, 20, 9, 30), text=SENTENCE)  # noqa: DTZ001
    [cargo] = build(tmp_path, [told])
    append(tmp_path, event(cargo, note="@x\r\ny\x1b"))
    out = tmp_path / "out.xlsx"
    done = export(tmp_path, out)
    assert done.claims == 1
    assert "longer than the 32,767" in done.problems[0].message
    header, row = list(openpyxl.load_workbook(out).active.iter_rows())
    told_row = dict(zip([cell.value for cell in header], row, strict=True))
    assert told_row["speaker"].data_type == "s"
    assert told_row["speaker"].value == "=cmd()"
    assert told_row["speaker"].quotePrefix
    assert told_row["value"].value == 38_000_000
    assert told_row["posted_at"].value == datetime(2025, 1, 20, 9, 30)  # noqa: DTZ001
    assert told_row["period_start"].value == datetime(2024, 1, 1)  # noqa: DTZ001
    assert told_row["verdict_anna"].value == "correct"
    assert len(told_row["url"].value) == 32_767
    first = out.read_bytes()
    export(tmp_path, out)
    assert out.read_bytes() == first
    assert not list(tmp_path.glob(".*.part"))


def test_a_case_too_large_for_a_sheet_is_refused_before_it_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    build(tmp_path)
    monkeypatch.setattr(exporting, "MAX_ROWS", 2)
    with pytest.raises(WorkbenchError, match="1,048,575 claims at the most"):
        export(tmp_path, tmp_path / "out.xlsx")
    assert not (tmp_path / "out.xlsx").exists()
    monkeypatch.setattr(workbook, "import_module", lambda _name: (_ for _ in ()).throw(ImportError))
    monkeypatch.setattr(exporting, "MAX_ROWS", 10)
    with pytest.raises(WorkbenchError, match="pip install XlsxWriter"):
        export(tmp_path, tmp_path / "out.xlsx")


def test_parquet_keeps_the_types(tmp_path: Path):
    [cargo, _] = build(tmp_path)
    append(tmp_path, event(cargo, note="=1"))
    out = tmp_path / "out.parquet"
    assert export(tmp_path, out).claims == 2
    first = out.read_bytes()
    found = duckdb.connect().execute(f"SELECT value, note, decided_at, period_start FROM '{out}'")
    assert [str(column[1]) for column in found.description] == ["DOUBLE", "VARCHAR", "TIMESTAMP", "DATE"]
    assert found.fetchone()[:2] == (38_000_000.0, "=1")
    export(tmp_path, out)
    assert out.read_bytes() == first


def test_only_some_claims_are_exported(tmp_path: Path):
    cargo, growth = build(tmp_path)
    append(tmp_path, event(cargo))
    append(tmp_path, event(cargo, "boris", verdict="incorrect"))
    append(tmp_path, event(growth, "boris"))

    def found(**wanted: object):
        lines = "".join(export_text(tmp_path, Wanted(**wanted))).splitlines()[1:]
        return [line.split(",")[0] for line in lines]

    both = [cargo.claim_id, growth.claim_id]
    assert found() == found(reviewers=("boris",)) == both
    assert found(reviewers=("anna",)) == found(only="disputed") == [cargo.claim_id]
    assert found(only="decided") == [growth.claim_id]
    append(tmp_path, event(cargo, "clara", "adjudicate"))
    assert found(only="decided") == both
    assert found(only="adjudicated") == [cargo.claim_id]
    assert found(only="open") == found(reviewers=("o'hara",)) == []
    assert found(since=datetime(2025, 3, 1, 10)) == both  # noqa: DTZ001
    assert found(since=datetime(2025, 3, 1, 10, 1)) == []  # noqa: DTZ001


def test_the_command_says_what_it_wrote_and_what_it_cannot(workbench, case):
    out = case.parent / "out.parquet"
    ran = workbench("-C", case, "export", out, "--only", "open", "--since", "2020-01-01T00:00+02:00")
    assert (ran.code, ran.out) == (0, "")
    assert f"0 claims written to {out}" in ran.err
    assert workbench("-C", case, "export", "-", "--reviewer", "ann").out.startswith("claim_id,")
    for words in (("x.ods",), (out, "--since", "soon"), (out, "--only", "nothing")):
        assert workbench("-C", case, "export", *words).code == 2
