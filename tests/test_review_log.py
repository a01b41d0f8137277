"""Saving decisions: appended whole and fsynced, whatever else happens to the file."""

import errno
import fcntl
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from workbench.errors import EXIT_BUSY, WorkbenchError
from workbench.reviews.events import MAX_LINE, Event, to_line
from workbench.reviews.ids import new_id
from workbench.store import review_log
from workbench.store.review_log import ReviewWriter, append
from workbench.store.review_tail import START, changed, read_all, read_from

_LAST: list[str] = []


def event(reviewer: str = "anna", verdict: str = "correct", **fields: Any):  # noqa: ANN401
    _LAST[:] = [new_id(*_LAST)]
    return Event(_LAST[0], "2025-01-31T12:00:00Z", reviewer, "verdict", "c1", verdict, **fields)


def ids(root: Path):
    return [found.id for found in read_all(root).events]


def test_an_event_is_appended_and_read_back(tmp_path: Path):
    events = [event(), event("boris"), event(note="n")]
    for one in events:
        append(tmp_path, one)
    assert sorted(ids(tmp_path)) == sorted(one.id for one in events)
    assert (tmp_path / "reviews" / "boris.jsonl").read_text() == to_line(events[1]) + "\n"


def test_nothing_is_said_saved_before_it_is_on_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    synced = []
    real = os.fsync
    monkeypatch.setattr(os, "fsync", lambda fd: (synced.append(os.fstat(fd).st_ino), real(fd)))
    append(tmp_path, event())
    assert (tmp_path / "reviews" / "anna.jsonl").stat().st_ino in synced
    assert (tmp_path / "reviews").stat().st_ino in synced


def test_a_failing_disk_is_an_error_and_not_a_save(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def full(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    (tmp_path / "reviews").mkdir()
    with pytest.raises(WorkbenchError, match="not saved: No space left") as caught:
        append(tmp_path, event())
    assert "free some disk space" in caught.value.problem.hint


def test_a_partial_write_is_continued(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    real = os.write
    monkeypatch.setattr(os, "write", lambda fd, data: real(fd, bytes(data)[:7]))
    append(tmp_path, event(note="long" * 10))
    assert len(ids(tmp_path)) == 1


def test_a_torn_line_is_ended_and_skipped_and_nothing_is_cut_off(tmp_path: Path):
    first, second = event(), event()
    append(tmp_path, first)
    path = tmp_path / "reviews" / "anna.jsonl"
    with path.open("ab") as file:
        file.write(b'{"id": "torn')
    before = path.read_bytes()
    assert "not finished" in read_all(tmp_path).problems[0].message
    append(tmp_path, second)
    assert path.read_bytes() == before + b"\n" + to_line(second).encode() + b"\n"
    read = read_all(tmp_path)
    assert [one.id for one in read.events] == [first.id, second.id]
    assert [problem.line for problem in read.problems] == [2]


def test_a_file_replaced_during_the_append_is_written_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    append(tmp_path, event())
    path = tmp_path / "reviews" / "anna.jsonl"
    real, done = os.fsync, []

    def replace_once(descriptor: int) -> None:
        real(descriptor)
        if not done:
            done.append(True)
            (tmp_path / "other").write_bytes(b"")
            (tmp_path / "other").replace(path)

    monkeypatch.setattr(os, "fsync", replace_once)
    second = event()
    append(tmp_path, second)
    assert ids(tmp_path) == [second.id]


def test_a_running_writer_brings_back_what_went_missing(tmp_path: Path):
    writer = ReviewWriter(tmp_path, "anna")
    path = tmp_path / "reviews" / "anna.jsonl"
    first, second, third = event(), event(), event()
    writer.append(first)
    kept = path.read_bytes()
    writer.append(second)
    assert writer.check() == []
    (tmp_path / "old").write_bytes(kept)
    (tmp_path / "old").replace(path)
    assert writer.check() == [second]
    path.unlink()
    writer.append(third)
    assert ids(tmp_path) == [first.id, second.id, third.id]
    path.write_bytes(b"")
    assert writer.check() == [first, second, third]
    assert writer.check() == []


def test_a_writer_gives_ids_beyond_all_it_has_read(tmp_path: Path):
    ahead = replace(event("boris"), id=new_id(None, now_ms=4_000_000_000_000))
    append(tmp_path, ahead)
    writer = ReviewWriter(tmp_path, "anna")
    first = writer.next_id()
    assert first > ahead.id
    further = replace(event("boris"), id=new_id(None, now_ms=4_050_000_000_000))
    writer.saw([further])
    assert writer.next_id() > further.id


def test_many_processes_lose_nothing(tmp_path: Path):
    program = (
        "import sys; from pathlib import Path; from workbench.store.review_log import append\n"
        "from workbench.reviews.events import Event; from workbench.reviews.ids import new_id\n"
        "for n in range(40): append(Path(sys.argv[1]), Event(new_id(), '2025-01-01T00:00:00Z', 'anna', 'flag', 'c1'))"
    )
    running = [subprocess.Popen([sys.executable, "-c", program, str(tmp_path)]) for _ in range(4)]
    assert [process.wait() for process in running] == [0] * 4
    read = read_all(tmp_path)
    assert len({one.id for one in read.events}) == 160
    assert read.problems == []


@pytest.mark.parametrize("reviewer", ["", "Anna", "a/b", "../x", "a" * 33, "a\n", "ä"])
def test_a_bad_name_is_refused(tmp_path: Path, reviewer: str):
    with pytest.raises(WorkbenchError, match="cannot be a reviewer's name"):
        append(tmp_path, event(reviewer))


def test_links_are_not_followed(tmp_path: Path):
    outside = tmp_path / "outside"
    outside.mkdir()
    case = tmp_path / "case"
    case.mkdir()
    (case / "reviews").symlink_to(outside)
    with pytest.raises(WorkbenchError, match="leaves the case"):
        append(case, event())
    assert read_all(case).problems[0].where == "reviews"
    (case / "reviews").unlink()
    (case / "reviews").mkdir()
    target = outside / "anna.jsonl"
    target.write_text(to_line(event()) + "\n")
    (case / "reviews" / "anna.jsonl").symlink_to(target)
    with pytest.raises(WorkbenchError, match="not saved"):
        append(case, event())
    assert len(target.read_text().splitlines()) == 1
    assert read_all(case).events == []
    assert "link" in read_all(case).problems[0].message


def test_a_pipe_in_place_of_the_file_neither_hangs_nor_saves(tmp_path: Path):
    (tmp_path / "reviews").mkdir()
    os.mkfifo(tmp_path / "reviews" / "anna.jsonl")
    with pytest.raises(WorkbenchError, match="no plain file"):
        append(tmp_path, event())
    assert len(read_all(tmp_path).problems) == 1


def test_a_lock_that_is_never_given_back_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    append(tmp_path, event())
    monkeypatch.setattr(review_log, "_LOCK_WAIT", 0.05)
    with (tmp_path / "reviews" / "anna.jsonl").open("rb") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        with pytest.raises(WorkbenchError, match="locked") as caught:
            append(tmp_path, event())
    assert caught.value.code == EXIT_BUSY


def test_an_event_that_no_reader_would_read_is_not_written(tmp_path: Path):
    with pytest.raises(WorkbenchError, match="longer than"):
        append(tmp_path, event(note="x" * MAX_LINE))
    assert ids(tmp_path) == []


def test_reading_goes_on_where_it_ended_and_restarts_after_a_merge(tmp_path: Path):
    first, second, merged = event(), event(), event()
    append(tmp_path, first)
    path = tmp_path / "reviews" / "anna.jsonl"
    one = read_from(path, START)
    append(tmp_path, second)
    two = read_from(path, one.position)
    assert [found.id for found in two.events] == [second.id]
    assert not two.restarted
    path.write_text(to_line(merged) + "\n" + path.read_text())
    three = read_from(path, two.position)
    assert three.restarted
    assert [found.id for found in three.events] == [merged.id, first.id, second.id]
    assert three.position.lines == 3


def test_polling_sees_every_change_and_no_other(tmp_path: Path):
    assert not changed(tmp_path, {})
    append(tmp_path, event())
    assert changed(tmp_path, {})
    (tmp_path / "reviews" / "NOTES.txt").write_text("x")
    (tmp_path / "reviews" / "link.jsonl").symlink_to("anna.jsonl")
    positions = read_all(tmp_path).positions
    assert not changed(tmp_path, positions)
    append(tmp_path, event())
    assert changed(tmp_path, positions)
    positions = read_all(tmp_path).positions
    (tmp_path / "reviews" / "anna.jsonl").unlink()
    assert changed(tmp_path, positions)


def test_files_with_other_names_are_named(tmp_path: Path):
    append(tmp_path, event())
    for name in ("Anna.jsonl", "notes.txt", "a b.jsonl", "x\x1b[31m.jsonl"):
        (tmp_path / "reviews" / name).write_text(to_line(event()) + "\n")
    read = read_all(tmp_path)
    assert len(read.events) == 1
    assert len(read.problems) == 4
    assert all(str(problem).isprintable() for problem in read.problems)


def test_bytes_that_are_no_text_are_one_problem_with_its_line(tmp_path: Path):
    append(tmp_path, event())
    with (tmp_path / "reviews" / "anna.jsonl").open("ab") as file:
        file.write(b"\xff\xfe\n\n")
    append(tmp_path, event())
    read = read_all(tmp_path)
    assert len(read.events) == 2
    assert [problem.where for problem in read.problems] == ["reviews/anna.jsonl:2"]
