"""A full disk and a folder that may only be read: what can be done is done, the rest is said."""

import os
import re
import shutil
import subprocess
from contextlib import suppress
from pathlib import Path

import pytest

from workbench.errors import NoRoomError
from workbench.operations import look
from workbench.store import head as heads
from workbench.store.review_tail import read_all
from workbench.store.snapshot import open_snapshot


def fill(folder: Path):
    """Take all the room there is."""
    descriptor = os.open(folder / "filler", os.O_WRONLY | os.O_CREAT, 0o600)
    for size in (1 << 16, 1 << 12, 1):
        with suppress(OSError):
            while True:
                os.write(descriptor, b"x" * size)
    os.close(descriptor)


@pytest.fixture
def small_disk(tmp_path: Path):
    """A disk of its own, 96 MB small; ``remount("ro")`` makes it read-only."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount, umount = shutil.which("mount"), shutil.which("umount")
    made = mount and subprocess.run([mount, "-t", "tmpfs", "-o", "size=96m", "tmpfs", folder], check=False).returncode
    if made != 0 or mount is None or umount is None:
        pytest.skip("this user may not mount a disk")
    try:
        yield folder, lambda how: subprocess.run([mount, "-o", f"remount,{how}", folder], check=True)
    finally:
        subprocess.run([umount, "-l", folder], check=True)


@pytest.fixture
def on_disk(small_disk, case):
    folder, remount = small_disk
    root = folder / "case"
    shutil.copytree(case, root)
    return root, remount


def claim_of(workbench, root: Path):
    return workbench("-C", root, "sql", "SELECT claim_id FROM claims LIMIT 1", "--format", "csv").out.split()[1]


def test_a_full_disk_loses_nothing_and_is_said(workbench, on_disk):
    root, _ = on_disk
    claim = claim_of(workbench, root)
    assert workbench("-C", root, "verdict", claim, "correct").code == 0
    before = (root / "reviews" / "ann.jsonl").read_bytes()
    fill(root.parent)
    ran = workbench("-C", root, "verdict", claim, "incorrect", "--note", "x" * 5000)
    after = (root / "reviews" / "ann.jsonl").read_bytes()
    assert after.startswith(before)
    assert (ran.code, "not saved" in ran.err, len(read_all(root).events)) == (1, True, 1)
    assert "ree some disk space" in ran.err
    for words in (("build",), ("export", root / "out.csv"), ("export", root.parent / "out.xlsx"), ("status",)):
        ran = workbench("-C", root, *words)
        assert "Traceback" not in ran.err
    assert not list(root.rglob("*.part"))
    (root.parent / "filler").unlink()
    assert workbench("-C", root, "verdict", claim, "misleading").code == 0
    assert [event.verdict for event in read_all(root).events] == ["correct", "misleading"]


@pytest.mark.parametrize("changed", [False, True])
def test_on_a_full_disk_a_case_is_looked_at_as_it_was_built_last(workbench, on_disk, changed):
    root, _ = on_disk
    claim = claim_of(workbench, root)
    if changed:
        (root / "claims" / "new.txt").write_text("Some 4,711 ships came.\n")
    shutil.rmtree(root / ".workbench" / "snapshots", ignore_errors=True)
    fill(root.parent)
    for words, told in ((("status",), "claims"), (("claims",), claim[:9]), (("show", claim), "value")):
        ran = workbench("-C", root, *words)
        assert (ran.code, told in ran.out) == (0, True), ran.err
        assert "as it was built last" in ran.err
        assert "No space left" in ran.err
        assert "4,711" not in ran.out
    ran = workbench("-C", root, "show", "c0000")
    assert ran.code == 1
    assert "No space left" in ran.err


def test_on_a_full_disk_nothing_of_a_blind_review_is_shown(workbench, on_disk):
    root, _ = on_disk
    with (root / "workbench.toml").open("a") as file:
        file.write('\n[review]\nmode = "blind"\nreviewers = ["ann", "ben"]\n')
    claim_of(workbench, root)
    shutil.rmtree(root / ".workbench" / "snapshots", ignore_errors=True)
    fill(root.parent)
    ran = workbench("-C", root, "status")
    assert (ran.code, ran.out) == (1, "")
    assert "No space left" in ran.err


def test_on_a_full_disk_a_blind_review_that_was_never_built_is_not_shown(case, monkeypatch):
    (case / "workbench.toml").write_text('[review]\nmode = "blind"\nreviewers = ["ann", "ben"]\n')
    open_snapshot(case).close()

    def full(*_: object, **__: object) -> None:
        raise NoRoomError("No space left on device")

    monkeypatch.setattr(look, "build", full)
    with pytest.raises(NoRoomError):
        look.orphans(case)
    (case / "workbench.toml").write_text("")
    with pytest.raises(NoRoomError):
        look.status(case)


SOURCE = (
    "source add --name new --measure cargo --place Peru --period 2025 --value 3 --unit tonnes --publisher P --title T "
    "--url https://example.org/ --retrieved 2025-01-31"
)
WRITING = (
    "add OUTSIDE --speaker Somebody", "document set claims/speech.txt speaker=Nobody",
    "claim add claims/speech.txt --text 2024", "assign --share --to ann --to ben", "export ROOT/out.csv", SOURCE,
    "source add --name rosatom --measure cargo --place Russia --period 2025 --value 3 --unit tonnes",
)  # fmt: skip


def files_of(root: Path):
    found = (path for path in root.rglob("*") if path.is_file() and ".workbench" not in path.parts)
    return {str(path): path.read_bytes() for path in found if not path.name.startswith("workbench.duckdb")}


@pytest.mark.parametrize("disk", ["full", "read-only"])
@pytest.mark.parametrize("words", WRITING)
def test_what_finds_no_room_is_told_and_leaves_all_files_as_they_were(
    workbench, on_disk, tmp_path, monkeypatch, disk, words
):
    root, remount = on_disk
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    (tmp_path / "paper.txt").write_text("Some 400 ships came.\n" * 1000)
    claim_of(workbench, root)
    before = files_of(root)
    if disk == "full":
        fill(root.parent)
    else:
        remount("ro")
    words = words.replace("OUTSIDE", str(tmp_path / "paper.txt")).replace("ROOT", str(root))
    ran = workbench("-C", root, *words.split())
    assert ran.code != 0
    assert re.search("No space left" if disk == "full" else "Read-only|only be read", ran.err), ran.err
    assert files_of(root) == before


def test_with_room_for_one_of_its_two_files_no_source_is_made(workbench, on_disk):
    root, _ = on_disk
    before = files_of(root)
    spare = root.parent / "spare"
    spare.write_bytes(b"x" * 4096)
    fill(root.parent)
    spare.unlink()
    ran = workbench("-C", root, *SOURCE.split())
    assert (ran.code, "Nothing was written: No space left" in ran.err) == (1, True)
    assert files_of(root) == before


def test_a_decision_is_saved_where_only_its_line_has_room(workbench, on_disk):
    """No room for any copy of the database: the review file alone can grow."""
    root, _ = on_disk
    claim = claim_of(workbench, root)
    assert workbench("-C", root, "verdict", claim, "correct").code == 0
    spare = root.parent / "spare"
    spare.write_bytes(b"x" * 16_384)
    fill(root.parent)
    spare.unlink()
    ran = workbench("-C", root, "verdict", claim, "incorrect")
    assert ran.code == 0
    assert "Saved in reviews/ann.jsonl" in ran.err
    assert "No space left" in ran.err
    assert [event.verdict for event in read_all(root).events] == ["correct", "incorrect"]


def test_a_case_that_may_only_be_read_can_be_looked_at(workbench, on_disk, tmp_path, monkeypatch):
    root, remount = on_disk
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    shutil.rmtree(root / ".workbench", ignore_errors=True)
    remount("ro")
    claim = claim_of(workbench, root)
    for words in (("status",), ("claims",), ("show", claim), ("build",), ("review",)):
        ran = workbench("-C", root, *words)
        assert "Traceback" not in ran.err
        assert ran.out
    assert workbench("-C", root, "show", claim).code == 0
    assert workbench("-C", root, "export", tmp_path / "out.csv").code == 0
    assert len((tmp_path / "out.csv").read_text().splitlines()) == 3
    ran = workbench("-C", root, "verdict", claim, "correct")
    assert ran.code == 1
    assert "read-only" in ran.err
    [copy] = (tmp_path / "cache" / "claim-workbench").iterdir()
    assert copy.stat().st_mode & 0o077 == 0
    remount("rw")
    assert workbench("-C", root, "verdict", claim, "correct").code == 0


def test_a_read_only_case_is_reviewed_without_saving(on_disk, tmp_path, monkeypatch):
    from workbench.errors import WorkbenchError
    from workbench.operations.desk import Desk
    from workbench.store.queries import Filter

    root, remount = on_disk
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    remount("ro")
    desk = Desk(root, "ann")
    try:
        desk.build()
        desk.refresh()
        listed = desk.list_claims(Filter(), "text")
        [first, *_] = desk.page(listed, 0, 10)
        with pytest.raises(WorkbenchError, match="read-only"):
            desk.decide(first.row.claim_id, "correct")
        assert desk.progress().done == 0
    finally:
        desk.close()


def test_a_disk_that_fails_in_mid_build_is_told_as_such(workbench, case, monkeypatch):
    def full(*_args: object, **_options: object):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(heads.bulk, "Spool", full)
    ran = workbench("-C", case, "build")
    assert ran.code == 1
    assert "database could not be written: No space left" in ran.err
    assert "ree some disk space" in ran.err
