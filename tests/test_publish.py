"""Publishing under the feet of DuckDB clients, which are real processes here."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Self

import duckdb
import pytest
from store_case import build, document, event

from workbench.errors import WorkbenchError
from workbench.store import publish as publishing
from workbench.store.folder import held_here, is_locked
from workbench.store.head import open_head
from workbench.store.publish import Publisher, publish
from workbench.store.review_log import append
from workbench.store.snapshot import snapshot

CLIENT = """
import duckdb, sys
connection = duckdb.connect(sys.argv[1], read_only=sys.argv[2] == "r")
print("open", flush=True)
for line in sys.stdin:
    print(connection.execute(line).fetchall(), flush=True)
"""


@pytest.fixture
def case(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setattr(publishing, "_GRACE", 0.0)
    root = tmp_path / "case"
    root.mkdir()
    return root


class Client:
    """A DuckDB client in a process of its own."""

    def __init__(self, path: Path, mode: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", CLIENT, str(path), mode], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self.opened = self.process.stdout.readline() == "open\n"

    def ask(self, query: str):
        self.process.stdin.write(query + "\n")
        self.process.stdin.flush()
        return self.process.stdout.readline().strip()

    def __enter__(self) -> Self:
        assert self.opened
        return self

    def __exit__(self, *_: object) -> None:
        self.process.stdin.close()
        self.process.wait()
        self.process.stdout.close()


def reviewers(root: Path):
    with Client(root / "workbench.duckdb", "r") as client:
        return client.ask("SELECT list(reviewer ORDER BY reviewer) FROM verdicts")


def generations(root: Path):
    return sorted(path.name for path in (root / ".workbench" / "generations").iterdir())


def test_a_client_that_connects_sees_what_was_saved(case: Path):
    [claim, _] = build(case)
    append(case, event(claim))
    done = publish(case)
    assert done.fresh
    assert done.problems == []
    assert (case / "workbench.duckdb").is_symlink()
    assert reviewers(case) == "[(['anna'],)]"
    with Client(case / "workbench.duckdb", "r") as client:
        assert "True" in client.ask("SELECT now() - built_at::TIMESTAMPTZ < INTERVAL 1 MINUTE FROM (FROM meta)")


def test_nothing_new_publishes_nothing(case: Path):
    [claim, _] = build(case)
    assert publish(case).fresh
    before = generations(case)
    assert not publish(case).fresh
    assert generations(case) == before
    assert publish(case, if_changed=False).fresh
    append(case, event(claim))
    assert publish(case).fresh
    build(case, title="Renamed")
    assert publish(case).fresh
    assert not publish(case).fresh


@pytest.mark.parametrize("mode", ["r", "w"])
def test_a_client_neither_stops_publishing_nor_loses_its_file(case: Path, mode: str):
    [claim, _] = build(case)
    publish(case)
    with Client(case / "workbench.duckdb", mode) as client:
        if mode == "w":
            client.ask("CREATE TABLE mine AS SELECT 42 AS answer")
        for name in ("anna", "boris", "clara"):
            append(case, event(claim, name))
            assert publish(case).fresh
        assert reviewers(case) == "[(['anna', 'boris', 'clara'],)]"
        assert client.ask("SELECT count(*) FROM verdicts") == "[(0,)]"
        if mode == "w":
            assert client.ask("FROM mine") == "[(42,)]"


def test_where_a_client_writes_into_the_newest_another_is_published(case: Path):
    build(case)
    publish(case)
    with Client(case / "workbench.duckdb", "w"):
        assert not Client(case / "workbench.duckdb", "r").opened
        assert publish(case).fresh
        with Client(case / "workbench.duckdb", "r"):
            assert not publish(case).fresh


def test_a_client_that_dies_in_mid_write_poisons_nothing(case: Path):
    [claim, _] = build(case)
    publish(case)
    with Client(case / "workbench.duckdb", "w") as client:
        client.ask("INSERT INTO meta (title) VALUES ('mine')")
        client.process.kill()
        client.process.wait()
    append(case, event(claim))
    publish(case)
    assert reviewers(case) == "[(['anna'],)]"


def test_old_generations_go_when_nobody_holds_them(case: Path):
    build(case)
    publish(case)
    first = generations(case)[0]
    with Client(case / "workbench.duckdb", "r"):
        for _ in range(4):
            publish(case, if_changed=False)
        assert first in generations(case)
        assert len(generations(case)) == 3
    publish(case, if_changed=False)
    assert len(generations(case)) == 2
    assert first not in generations(case)


def test_a_database_that_this_process_has_open_keeps_its_lock(case: Path):
    build(case)
    publish(case)
    mine = (case / "workbench.duckdb").resolve()
    connection = duckdb.connect(str(case / "workbench.duckdb"))
    assert held_here(mine)
    for _ in range(4):
        publish(case, if_changed=False)
    assert mine.exists()
    assert not Client(mine, "r").opened
    connection.close()
    assert not held_here(mine)


def test_locks_of_other_processes_are_seen(case: Path):
    build(case)
    publish(case)
    path = (case / "workbench.duckdb").resolve()
    assert not is_locked(path)
    with Client(path, "r"):
        assert is_locked(path)
        assert not is_locked(path, for_writing_only=True)
    with Client(path, "w"):
        assert is_locked(path, for_writing_only=True)


@pytest.mark.parametrize("kind", ["file", "folder", "link"])
def test_what_is_not_ours_is_moved_aside(case: Path, kind: str):
    build(case)
    path = case / "workbench.duckdb"
    match kind:
        case "file":
            path.write_text("precious")
        case "folder":
            path.mkdir()
        case "link":
            path.symlink_to(case / "elsewhere")
    [problem] = publish(case).problems
    [aside] = case.glob("workbench.duckdb.aside-*")
    assert aside.name in problem.hint
    if kind == "file":
        assert aside.read_text() == "precious"
    assert reviewers(case) == "[(None,)]"
    assert publish(case, if_changed=False).problems == []


def test_without_links_the_file_itself_is_replaced_and_that_is_said(case: Path, monkeypatch: pytest.MonkeyPatch):
    [claim, _] = build(case)

    def refuse(*_args: object, **_options: object) -> None:
        raise OSError(1, "Operation not permitted")

    monkeypatch.setattr(Path, "symlink_to", refuse)
    assert "no links" in publish(case).problems[0].message
    assert not (case / "workbench.duckdb").is_symlink()
    assert not publish(case).fresh
    append(case, event(claim))
    assert publish(case).fresh
    assert reviewers(case) == "[(['anna'],)]"
    assert list(case.glob("*.aside-*")) == []


def test_both_are_made_again_when_deleted(case: Path):
    [claim, _] = build(case)
    append(case, event(claim))
    publish(case)
    (case / "workbench.duckdb").unlink()
    shutil.rmtree(case / ".workbench")
    build(case)
    assert publish(case).fresh
    assert reviewers(case) == "[(['anna'],)]"


def test_a_link_that_was_turned_elsewhere_is_turned_back(case: Path):
    build(case)
    publish(case)
    (case / "workbench.duckdb").unlink()
    assert publish(case).fresh
    assert reviewers(case) == "[(None,)]"


@pytest.mark.parametrize("step", ["copy_of_head", "_point_to", "write_record", "_remove_old"])
def test_a_kill_at_any_step_leaves_a_whole_file(case: Path, step: str):
    [claim, _] = build(case)
    append(case, event(claim))
    publish(case)
    append(case, event(claim, "boris"))
    program = (
        "import os, sys; from pathlib import Path; from workbench.store import publish as p\n"
        f"real = p.{step}\n"
        "def die(*a, **k):\n    real(*a, **k)\n    os.kill(os.getpid(), 9)\n"
        f"p.{step} = die\n"
        "p.publish(Path(sys.argv[1]))"
    )
    assert subprocess.run([sys.executable, "-c", program, str(case)], check=False).returncode == -9
    assert "'anna'" in reviewers(case)
    publish(case)
    assert reviewers(case) == "[(['anna', 'boris'],)]"


def test_a_record_of_nonsense_does_no_harm(case: Path):
    build(case)
    publish(case)
    endless = '{"mark": "", "generation": "", "inode": Infinity, "modified": 0}'
    for nonsense in ("", "[]", '{"mark": 1}', endless, json.dumps({"mark": "", "generation": "../../x", "inode": "a"})):
        (case / ".workbench" / "published.json").write_text(nonsense)
        assert publish(case).fresh


def test_blind_votes_are_published_when_all_have_voted(case: Path):
    [claim, other] = build(case, review_mode="blind", reviewers=["anna", "boris"])
    append(case, event(claim, blind=True))
    append(case, event(other, "boris", action="note", note="hm"))
    publish(case)
    with Client(case / "workbench.duckdb", "r") as client:
        assert client.ask("SELECT count(*) FROM review_events") == "[(0,)]"
    append(case, event(claim, "boris", blind=True))
    publish(case)
    assert reviewers(case) == "[(['anna', 'boris'],)]"
    with open_head(case) as head:
        assert len(head.events()) == 3


def test_not_a_byte_of_what_is_hidden_is_in_any_file_for_others(case: Path):
    """Deleted rows would stay in the free blocks of a database file."""
    secret = "a note that nobody may read yet, xyzzy " * 200
    [claim, other] = build(case, review_mode="blind", reviewers=["anna", "boris"])
    append(case, event(claim, blind=True, note=secret))
    append(case, event(other, action="note", note=secret[::-1]))
    publish(case)
    with snapshot(case) as opened:
        files = [*(case / ".workbench" / "generations").glob("*.duckdb"), opened.path]
        for path in files:
            data = path.read_bytes()
            assert b"xyzzy" not in data
            assert b"yzzyx" not in data
    assert len(files) > 1
    assert b"xyzzy" in (case / ".workbench" / "head.duckdb").read_bytes(), "else this test looks for the wrong bytes"
    append(case, event(claim, "boris", blind=True))
    publish(case)
    with Client(case / "workbench.duckdb", "r") as client:
        assert "xyzzy" in client.ask("SELECT note FROM verdicts WHERE reviewer = 'anna'")
        assert client.ask("SELECT count(*) FROM claims") == "[(2,)]"
        assert client.ask("SELECT count(*) FROM meta") == client.ask("SELECT count(*) FROM work") == "[(1,)]"
        assert "[]" not in client.ask("SELECT comment FROM duckdb_tables() WHERE table_name = 'claims'")


def test_the_publisher_publishes_what_anybody_saved_and_not_more_often_than_useful(
    case: Path, monkeypatch: pytest.MonkeyPatch
):
    [claim, _] = build(case)
    now = [100.0]
    monkeypatch.setattr(publishing.time, "monotonic", lambda: now[0])
    publisher = Publisher(case)
    assert publisher.tick().fresh
    append(case, event(claim))
    publisher.poke()
    assert publisher.tick() is None
    now[0] += 1
    assert publisher.tick().fresh
    now[0] += 1
    assert publisher.tick() is None
    append(case, event(claim, "boris"))
    assert publisher.tick().fresh
    append(case, event(claim, "clara"))
    assert publisher.close().fresh
    assert reviewers(case) == "[(['anna', 'boris', 'clara'],)]"


def test_a_wait_for_others_is_no_reason_to_publish_less_often(case: Path, monkeypatch: pytest.MonkeyPatch):
    build(case)
    now = [100.0]
    monkeypatch.setattr(publishing.time, "monotonic", lambda: now[0])
    lock = publishing.case_lock

    @contextmanager
    def waited(root: Path, seconds: float = 20.0) -> Iterator[None]:
        with lock(root, seconds):
            now[0] += 10
            yield

    monkeypatch.setattr(publishing, "case_lock", waited)
    publisher = Publisher(case)
    assert publisher.tick().fresh
    now[0] += 0.2
    publisher.poke()
    assert publisher.tick() is not None


@pytest.mark.parametrize("fault", [PermissionError(13, "no"), KeyError("no"), WorkbenchError("no")])
def test_what_could_not_be_published_is_published_the_next_time(case: Path, monkeypatch: pytest.MonkeyPatch, fault):
    build(case)
    publisher = Publisher(case)

    def fail(*_given: object, **_named: object) -> None:
        raise fault

    with monkeypatch.context() as patch:
        patch.setattr(publishing, "publish_locked", fail)
        with pytest.raises(WorkbenchError):
            publisher.tick()
        with pytest.raises(WorkbenchError):
            publisher.close()
    assert publisher.close().fresh
    assert (case / "workbench.duckdb").exists()


def test_the_publisher_opens_the_way_for_clients_that_are_shut_out(case: Path):
    build(case)
    publisher = Publisher(case)
    publisher.tick()
    with Client(case / "workbench.duckdb", "w"):
        assert publisher.close().fresh
        with Client(case / "workbench.duckdb", "r"):
            pass


def test_who_is_shut_out_does_not_wait_for_the_time_between_two_publications(
    case: Path, monkeypatch: pytest.MonkeyPatch
):
    build(case)
    monkeypatch.setattr(publishing.time, "monotonic", lambda: 100.0)
    publisher = Publisher(case)
    assert publisher.tick().fresh
    with Client(case / "workbench.duckdb", "w"):
        assert publisher.tick().fresh
        with Client(case / "workbench.duckdb", "r"):
            assert publisher.tick() is None


def test_who_reads_for_a_while_keeps_nobody_from_writing(case: Path, monkeypatch: pytest.MonkeyPatch):
    """DuckDB lets nobody write into a file that another program reads."""
    build(case)
    now = [100.0]
    monkeypatch.setattr(publishing.time, "monotonic", lambda: now[0])
    publisher = Publisher(case)
    assert publisher.tick().fresh
    now[0] += 1
    with Client(case / "workbench.duckdb", "r"):
        assert publisher.tick() is None
        assert not Client(case / "workbench.duckdb", "w").opened
        now[0] += 1.5
        assert publisher.tick().fresh
        with Client(case / "workbench.duckdb", "w"):
            pass
        now[0] += 5
        assert publisher.tick() is None


def test_what_killed_programs_left_does_not_pile_up(case: Path):
    build(case)
    publish(case)
    private = case / ".workbench"
    left = [
        private / "generations" / "00000000000000000001-aaaaaaaa.part", private / "generations" / "claims-aaaa.json",
        private / "link-aaaa", private / "tmp" / "claims-aaaa.json", private / "spill" / "duckdb_temp_storage-0.tmp",
        private / "snapshots" / "aaaa.part", private / "snapshots" / "999999999-aaaa.tmp" / "duckdb_temp_storage-0.tmp",
        private / "snapshots" / "bbbb.duckdb.tmp" / "duckdb_temp_storage-0.tmp",
    ]  # fmt: skip
    for path in left:
        path.parent.mkdir(exist_ok=True, parents=True)
        path.write_bytes(b"x")
    with snapshot(case):
        assert publish(case, if_changed=False).fresh
    assert [str(path) for path in left if path.exists()] == []


def test_many_clients_and_publications_at_once(case: Path):
    """Clients connect over and over while generations come and go; none may fail or see a torn file."""
    [claim, _] = build(case, [document(text=document().text)])
    publish(case)
    program = (
        "import duckdb, sys\n"
        "for _ in range(20):\n"
        "    c = duckdb.connect(sys.argv[1], read_only=True)\n"
        "    assert c.execute('SELECT count(*) FROM export').fetchone() == (2,)\n"
        "    c.close()\n"
    )
    clients = [
        subprocess.Popen([sys.executable, "-c", program, str(case / "workbench.duckdb")], stderr=subprocess.PIPE)
        for _ in range(2)
    ]
    while any(client.poll() is None for client in clients):
        append(case, event(claim))
        publish(case)
    assert [client.communicate()[1].decode() for client in clients] == [""] * 2
    assert os.path.lexists(case / "workbench.duckdb")
