"""Damaged databases never show a wrong row: it is noticed, told, and the database built anew. Old events stay."""

import json
import random
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from workbench.errors import WorkbenchError
from workbench.operations.look import Filter, query
from workbench.operations.look import claims as look
from workbench.reviews.events import Event, parse_line

GOLDEN = Path(__file__).parent / "old_events"


def shown(root: Path):
    """What people see of a case."""
    seen = look(root, Filter(), order="text", limit=100, offset=0)
    told = query(root, "SELECT * FROM export ORDER BY claim_id", seconds=30)
    history = query(root, "SELECT event_id, claim_id, note FROM review_events ORDER BY 1", seconds=30)
    return ([(line.claim_id, line.text, line.verdict, line.comparison) for line in seen.lines], told.rows, history.rows)


def spoiled(data: bytes, how: str, chance: random.Random):
    place = chance.randrange(len(data))
    if how == "cut":
        return data[:place]
    changed = bytearray(data)
    if how == "flip":
        changed[place] ^= 1 << chance.randrange(8)
    else:
        changed[place : place + 4096] = bytes(min(4096, len(data) - place))
    return bytes(changed)


@pytest.mark.parametrize("how", ["flip", "cut", "zeros"])
def test_no_wrong_row_is_ever_shown(workbench, case, how: str):
    told = workbench("-C", case, "claims")
    claim = told.out.splitlines()[1].split()[0]
    assert workbench("-C", case, "verdict", claim, "correct", "--note", "as published").code == 0
    right = shown(case)
    head = case / ".workbench" / "head.duckdb"
    chance, noticed = random.Random(11), 0  # noqa: S311 -- places in a file
    for _ in range(6):
        data = head.read_bytes()
        with head.open("rb+") as file:
            file.truncate(0)
            file.write(spoiled(data, how, chance))
        for copy in (case / ".workbench" / "snapshots").iterdir():
            copy.unlink()
        for _ in range(3):
            try:
                found = shown(case)
            except WorkbenchError as error:
                noticed += 1
                assert "built anew" in error.problem.hint  # noqa: PT017
                continue
            assert found == right
            break
        assert shown(case) == right
    assert noticed or how != "cut"


def test_a_damaged_database_is_told_and_put_aside(workbench, case):
    workbench("-C", case, "build")
    head = case / ".workbench" / "head.duckdb"
    with head.open("rb+") as file:
        file.truncate(head.stat().st_size // 2)
    told = [workbench("-C", case, "build") for _ in range(3)]
    assert any("damaged" in ran.err for ran in told)
    assert told[-1].code == 0
    assert len(list((case / ".workbench").glob("aside-*.duckdb"))) == 1


def test_a_database_of_another_duckdb_or_schema_is_built_anew(workbench, case):
    """What an older or a newer program left: a file that only looks like ours."""
    workbench("-C", case, "build")
    right = shown(case)
    head = case / ".workbench" / "head.duckdb"
    for statement in ("UPDATE meta SET schema_version = 99", "DROP TABLE current_decisions"):
        with duckdb.connect(str(head)) as connection:
            connection.execute(statement)
        found = None
        for _ in range(3):
            try:
                found = shown(case)
                break
            except WorkbenchError:
                continue
        assert found == right


def test_events_of_every_version_are_read_for_ever():
    """Each file holds the lines as that version wrote them, and beside it what they mean."""
    files = sorted(GOLDEN.glob("version-*.jsonl"))
    assert files
    for path in files:
        meant = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
        for number, (line, wanted) in enumerate(zip(path.read_text().splitlines(), meant, strict=True), 1):
            event = parse_line(line, file=path.name, line_number=number, reviewer="ann")
            assert isinstance(event, Event)
            got = {name: getattr(event, name) for name in wanted if name != "seen"}
            assert got == {name: tuple(v) if isinstance(v, list) else v for name, v in wanted.items() if name != "seen"}
            assert {name: getattr(event.seen, name) for name in wanted.get("seen", {})} == wanted.get("seen", {})


def test_a_line_of_a_newer_version_is_told_and_kept(workbench, case):
    (case / "reviews").mkdir()
    path = case / "reviews" / "ann.jsonl"
    line = json.loads((GOLDEN / "version-1.jsonl").read_text().splitlines()[0]) | {"version": 2}
    path.write_text(json.dumps(line) + "\n")
    ran = workbench("-C", case, "status")
    assert ran.err.count("ritten by a newer program") == 1
    assert path.read_text() == json.dumps(line) + "\n"


def test_a_torn_line_is_told_once_by_a_command_that_reads_twice(workbench, case):
    claim = workbench("-C", case, "claims").out.splitlines()[1].split()[0]
    assert workbench("-C", case, "verdict", claim, "correct").code == 0
    with (case / "reviews" / "ann.jsonl").open("ab") as file:
        file.write(b'{"id": "torn')
    ran = workbench("-C", case, "--reviewer", "boris", "verdict", claim, "correct")
    assert ran.code == 0
    assert ran.err.count("ann.jsonl:2") == 1
    for words in (("status",), ("claims",), ("show", claim), ("build",)):
        assert workbench("-C", case, *words).err.count("ann.jsonl:2") == 1


def test_the_program_says_it_in_a_process_of_its_own(case, tmp_path):
    """As a user runs it: no traceback, an exit code of the documented ones."""
    (case / ".workbench").mkdir()
    (case / ".workbench" / "head.duckdb").write_bytes(b"not a database" * 1000)
    done = subprocess.run(
        [sys.executable, "-m", "workbench", "-C", str(case), "status"], capture_output=True, text=True, check=False
    )
    assert done.returncode in {0, 1}
    assert "Traceback" not in done.stderr
    assert "claims" in done.stdout
    assert tmp_path.exists()
