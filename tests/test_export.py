"""The CSV export: safe cells, a stable order, whole or not at all."""

import os
from pathlib import Path

import pytest
from store_case import SENTENCE, build, document, event

from workbench.errors import WorkbenchError
from workbench.store.export import export_csv, export_text
from workbench.store.review_log import append


def test_a_csv_cell_can_neither_run_nor_break_out(tmp_path: Path):
    import csv

    told = document(speaker="=cmd()", url='a "quoted", one', text=SENTENCE)
    [cargo] = build(tmp_path, [told])
    append(tmp_path, event(cargo, note="@x\r\ny"))
    append(tmp_path, event(cargo, "boris-b", verdict="incorrect"))
    out = tmp_path / "out.csv"
    assert export_csv(tmp_path, out) == 1
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


def test_an_export_never_lands_among_the_cases_own_files(tmp_path: Path):
    build(tmp_path)
    for name in ("claims", "sources", "reviews"):
        (tmp_path / name).mkdir(exist_ok=True)
    (tmp_path / "link").symlink_to("reviews")
    (tmp_path / "file.csv").symlink_to("claims/x.csv")
    bad = ("claims/x.csv", "sources/deep/x.csv", "link/x.csv", "file.csv", "workbench.duckdb", ".workbench/x", "claims")
    for name in (*bad, "claims/../reviews/x.csv", "nowhere/x.csv", "."):
        with pytest.raises(WorkbenchError):
            export_csv(tmp_path, tmp_path / name)
    assert all(list((tmp_path / name).iterdir()) == [] for name in ("claims", "sources", "reviews"))


def test_a_failing_export_keeps_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    build(tmp_path)
    out = tmp_path / "out.csv"
    out.write_text("old")

    def fail(*_args: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(WorkbenchError):
        export_csv(tmp_path, out)
    assert out.read_text() == "old"
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".out")] == []
