"""A build in parts: stopped and gone on with, shared out over processes, and only what has changed read again."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import duckdb
import pytest

from workbench.errors import WorkbenchError
from workbench.operations import build as building
from workbench.operations import match, reading, team
from workbench.operations.build import build
from workbench.store import arrange, intake, slip_findings
from workbench.store.connect import allow
from workbench.store.head import open_head
from workbench.store.publish import publish

SOURCE = 'publisher = "Port office (example)"\ntitle = "Cargo"\nurl = "https://example.org"\nretrieved = 2025-01-01\n'
TABLES = (
    "documents", "claims", "tellings", "claim_groups", "candidates", "comparisons", "problems", "unranked",
    "series", "stirred", "alike", "passage_labels", "slip_findings", "claim_list",
)  # fmt: skip
FIGURES = "id,measure,place,period,value,unit\na,cargo,,2024,37.9,million tonnes\nb,length of the quay,,2024,5,km\n"


def posts(first, count):
    texts = {n: f"The quay is {n} km. Cargo was {n} million tonnes." for n in range(first, first + count)}
    return "".join(json.dumps({"id": n, "text": text}) + "\n" for n, text in texts.items())


@pytest.fixture
def case(tmp_path, monkeypatch):
    for folder in ("claims", "sources"):
        (tmp_path / folder).mkdir()
    for n in range(3):
        (tmp_path / "claims" / f"{n}.jsonl").write_text(posts(n * 100, 40))
    (tmp_path / "sources" / "port.toml").write_text(SOURCE)
    (tmp_path / "sources" / "port.csv").write_text(FIGURES)
    monkeypatch.setattr(reading, "MOST_OF_A_BATCH", 10)
    monkeypatch.setattr(reading, "WORTH_A_TEAM", 0)
    monkeypatch.setattr(reading, "processes", lambda: 1)
    monkeypatch.setattr(intake, "COMMIT", 1)
    monkeypatch.setattr(intake, "FETCHED", 7)
    monkeypatch.setattr(intake, "RANKED", 20)
    return tmp_path


def everything(root):
    with duckdb.connect(str(root / "workbench.duckdb"), read_only=True) as client:
        found = [
            client.execute(f"SELECT * FROM {table} ORDER BY ALL").fetchall()
            for table in TABLES
        ]
    assert len(found[0]) == len({row[0] for row in found[0]})
    return found


def rebuilt(root):
    (root / "workbench.duckdb").unlink(missing_ok=True)
    shutil.rmtree(root / ".workbench")
    build(root)
    return everything(root)


class Stopper:
    """Stops a build, as Ctrl-C does, when it has told its progress so many times in a step."""

    def __init__(self, step, times) -> None:
        self.step, self.left, self.told = step, times, 0

    def __call__(self, _done, _total, what) -> None:
        self.told += 1
        if self.step in what:
            self.left -= 1
            if self.left == 0:
                raise KeyboardInterrupt


@pytest.mark.parametrize(
    ("step", "times"),
    [("0.jsonl", 3), ("1.jsonl", 2), ("1.jsonl", 5), ("Looking", 1), ("Looking", 30), ("Comparing", 1)],
)
def test_a_build_that_is_stopped_is_gone_on_with(case, monkeypatch, step, times):
    with pytest.raises(KeyboardInterrupt):
        build(case, Stopper(step, times))
    read = []
    inner = reading.packed
    monkeypatch.setattr(reading, "packed", lambda document: read.append(document.path) or inner(document))
    build(case)
    if step == "1.jsonl":
        assert len(read) < 80
    elif not step.endswith("jsonl"):
        assert read == []
    assert everything(case) == rebuilt(case)
    assert build(case).read == 0


def test_ctrl_c_keeps_what_was_read_since_the_last_commit(case, monkeypatch):
    monkeypatch.setattr(intake, "COMMIT", 1 << 30)
    with pytest.raises(KeyboardInterrupt):
        build(case, Stopper("1.jsonl", 2))
    read = []
    inner = reading.packed
    monkeypatch.setattr(reading, "packed", lambda document: read.append(document.path) or inner(document))
    build(case)
    assert 0 < len(read) < 80
    assert everything(case) == rebuilt(case)


def test_what_was_ranked_is_not_ranked_again(case, monkeypatch):
    with pytest.raises(KeyboardInterrupt):
        build(case, Stopper("Looking", 30))
    asked = []
    inner = intake.unranked

    def noted(*args: object):
        for batch in inner(*args):
            asked.extend(batch)
            yield batch

    monkeypatch.setattr(match, "unranked", noted)
    build(case)
    assert 0 < len(asked) < 240


def test_a_file_that_changes_after_a_build_was_stopped_is_read_from_its_start(case):
    with pytest.raises(KeyboardInterrupt):
        build(case, Stopper("1.jsonl", 3))
    (case / "claims" / "1.jsonl").write_text(posts(500, 30))
    (case / "claims" / "0.jsonl").unlink()
    assert build(case).documents == 70
    assert everything(case) == rebuilt(case)


def test_problems_of_files_read_before_a_stop_are_kept(case):
    (case / "claims" / "0.jsonl").write_text(posts(0, 30) + "no json\n")
    with pytest.raises(KeyboardInterrupt):
        build(case, Stopper("2.jsonl", 2))
    assert [problem.where for problem in build(case).problems] == ["claims/0.jsonl:31"]
    assert [problem.where for problem in build(case).problems] == ["claims/0.jsonl:31"]


def test_shared_identities_are_told_apart_after_a_stop(case):
    for n in range(3):
        (case / "claims" / f"{n}.jsonl.toml").write_text('url = "https://example.org/one"')
        (case / "claims" / f"{n}.jsonl").write_text(posts(n * 20, 40))
    for step, times in (("2.jsonl", 2), ("1.jsonl", 2)):
        with pytest.raises(KeyboardInterrupt):
            build(case, Stopper(step, times))
    (case / "claims" / "0.jsonl").write_text(posts(0, 10))
    build(case)
    assert everything(case) == rebuilt(case)


def test_figures_that_change_are_looked_for_again_for_every_claim(case):
    build(case)
    (case / "sources" / "port.csv").write_text(FIGURES.replace("37.9", "12"))
    with pytest.raises(KeyboardInterrupt):
        build(case, Stopper("Looking", 3))
    build(case)
    assert everything(case) == rebuilt(case)
    (case / "sources" / "port.toml").unlink()
    (case / "sources" / "port.csv").unlink()
    build(case)
    assert everything(case) == rebuilt(case)
    assert everything(case)[4] == []


def test_processes_make_the_same_rows(case, monkeypatch):
    build(case)
    alone = everything(case)
    monkeypatch.setattr(reading, "WORTH_A_TEAM", 0)
    monkeypatch.setattr(match, "WORTH_A_TEAM", 0)
    for module in (reading, match):
        monkeypatch.setattr(module, "processes", lambda: 2)
    assert rebuilt(case) == alone


def test_a_file_in_its_old_state_is_not_read_to_know_that(case, monkeypatch):
    monkeypatch.setattr(reading, "_RECENT", -60)
    build(case)
    hashed = []
    inner = building.content_hash
    monkeypatch.setattr(building, "content_hash", lambda path: hashed.append(path.name) or inner(path))
    assert build(case).read == 0
    assert hashed == []
    told = (case / "claims" / "1.jsonl").stat()
    (case / "claims" / "1.jsonl").write_text(posts(700, 40))
    os.utime(case / "claims" / "1.jsonl", ns=(told.st_atime_ns, told.st_mtime_ns))
    assert build(case).read == 1
    assert hashed == ["1.jsonl"]
    assert everything(case) == rebuilt(case)


def test_a_state_that_a_write_may_have_left_as_it_is_is_not_trusted(case, monkeypatch):
    monkeypatch.setattr(reading, "_RECENT", 3600)
    build(case)
    hashed = []
    inner = building.content_hash
    monkeypatch.setattr(building, "content_hash", lambda path: hashed.append(path.name) or inner(path))
    build(case)
    assert hashed == ["0.jsonl", "1.jsonl", "2.jsonl"]


def echoes(setup):
    def work(task):
        if task == "die":
            os._exit(3)
        if task == "fail":
            raise ValueError(setup)
        if isinstance(task, str):
            Path(task).write_text(str(os.getpid()))
            signal.pause()
        return setup, task, os.getpid()

    return work


def shared(monkeypatch, tasks):
    monkeypatch.setattr(sys, "path", [*sys.path, os.path.dirname(__file__)])  # noqa: PTH120
    return team.shared_out("test_build_parts:echoes", "told", tasks, 2)


def test_results_come_in_the_order_of_the_tasks(monkeypatch):
    found = list(shared(monkeypatch, range(50)))
    assert [(setup, task) for setup, task, _ in found] == [("told", n) for n in range(50)]
    assert len({pid for *_, pid in found} - {os.getpid()}) == 2


def test_what_fails_in_a_process_is_raised_here(monkeypatch):
    with pytest.raises(RuntimeError, match="told"):
        list(shared(monkeypatch, [1, "fail", 2]))
    with pytest.raises(WorkbenchError, match="has ended"):
        list(shared(monkeypatch, [1, "die", 2]))


def test_no_process_is_left_behind(monkeypatch):
    started = []
    inner = subprocess.Popen

    def noted(*args: object, **more: object):
        started.append(inner(*args, **more))
        return started[-1]

    monkeypatch.setattr(subprocess, "Popen", noted)
    results = shared(monkeypatch, range(1000))
    next(results)
    results.close()
    assert [process.poll() is not None for process in started] == [True, True]


def test_a_process_in_the_middle_of_a_task_ends_where_its_caller_is_killed(tmp_path):
    here, told = os.path.dirname(__file__), tmp_path / "pid"  # noqa: PTH120
    script = f"""
import sys
sys.path.append({here!r})
from workbench.operations.team import shared_out
list(shared_out("test_build_parts:echoes", "told", [{str(told)!r}, 1], 2))
"""
    caller = subprocess.Popen([sys.executable, "-c", script])
    try:
        assert reached(lambda: told.exists() and told.read_text())
    finally:
        caller.kill()
        caller.wait()
    assert reached(lambda: not is_alive(int(told.read_text())))


def is_alive(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def reached(condition, seconds=60):
    end = time.monotonic() + seconds
    while not condition() and time.monotonic() < end:
        time.sleep(0.05)
    return condition()


def read_in(folder):
    build(folder)
    with duckdb.connect(folder / "workbench.duckdb", read_only=True) as connection:
        rows = connection.execute("SELECT text, value FROM claims ORDER BY document_id, start").fetchall()
    return {text: float(value) for text, value in rows}


def test_sentences_are_read_in_the_languages_of_the_settings_and_changing_them_reads_again(tmp_path):
    (tmp_path / "claims").mkdir()
    (tmp_path / "claims" / "a.txt").write_text("Le terrain pèse 1,300 kg pour nous.\n", encoding="utf-8")
    (tmp_path / "workbench.toml").write_text('languages = ["en", "ru"]\n', encoding="utf-8")
    assert read_in(tmp_path) == {"1,300 kg": 1300}
    (tmp_path / "workbench.toml").write_text('languages = ["en", "fr"]\n', encoding="utf-8")
    assert read_in(tmp_path) == {"1,300 kg": 1.3}


def test_the_language_that_a_document_was_given_decides_where_its_words_do_not(tmp_path):
    (tmp_path / "claims").mkdir()
    (tmp_path / "claims" / "a.txt").write_text("1,300 kg\n", encoding="utf-8")
    assert read_in(tmp_path) == {"1,300 kg": 1300}
    (tmp_path / "claims" / "a.txt.toml").write_text('language = "fr"\n', encoding="utf-8")
    assert read_in(tmp_path) == {"1,300 kg": 1.3}


def test_a_language_without_a_lexicon_is_told_and_the_rest_is_read(tmp_path):
    (tmp_path / "claims").mkdir()
    (tmp_path / "claims" / "a.txt").write_text("Cargo was 5 km of ships.\n", encoding="utf-8")
    (tmp_path / "workbench.toml").write_text('languages = ["de", "en"]\n', encoding="utf-8")
    problems = build(tmp_path).problems
    assert [(problem.file, "'de'" in problem.message) for problem in problems] == [("workbench.toml", True)]


def test_the_list_is_the_same_however_few_rows_are_put_together_at_once(case, monkeypatch):
    build(case)
    whole = everything(case)
    assert len(whole[TABLES.index("claim_list")]) == 240
    monkeypatch.setattr(arrange, "SLICE", 7)
    assert rebuilt(case) == whole


def test_only_the_rows_of_what_changed_are_put_into_the_list_again(case, workbench):
    build(case)
    rows = "SELECT rowid, claim_id FROM claim_list"
    with duckdb.connect(str(case / "workbench.duckdb"), read_only=True) as client:
        before = set(client.execute(rows).fetchall())
        claim = client.execute("SELECT claim_id FROM claims WHERE text = '210 km'").fetchall()[0][0]
    assert workbench("-C", case, "verdict", claim, "correct").code == 0
    assert workbench("-C", case, "claim", "correct", claim, "--unit", "mile").code == 0
    build(case)
    with duckdb.connect(str(case / "workbench.duckdb"), read_only=True) as client:
        after = set(client.execute(rows).fetchall())
        [(unit,)] = client.execute(f"SELECT unit FROM claim_list WHERE claim_id = '{claim}'").fetchall()
    assert unit == "mile"
    assert {name for _, name in before - after} == {claim}
    (case / "claims" / "1.jsonl").write_text(posts(500, 3))
    build(case)
    with duckdb.connect(str(case / "workbench.duckdb"), read_only=True) as client:
        assert len(after & set(client.execute(rows).fetchall())) == 160
    assert everything(case) == rebuilt(case)


def test_a_build_says_which_decisions_have_lost_their_claim(case, workbench):
    build(case)
    with duckdb.connect(str(case / "workbench.duckdb"), read_only=True) as client:
        [(claim,)] = client.execute("SELECT claim_id FROM claims ORDER BY claim_id LIMIT 1").fetchall()
        places = "SELECT path FROM documents JOIN claims USING (document_id)"
        [(path,)] = client.execute(f"{places} WHERE claim_id = '{claim}'").fetchall()
    assert workbench("-C", case, "verdict", claim, "correct").code == 0
    (case / path).rename(case / "aside")
    assert "1 review event without a claim" in workbench("-C", case, "build").err
    (case / "aside").rename(case / path)
    assert "without a claim" not in workbench("-C", case, "build").err


def test_slips_are_looked_for_in_what_was_compared_anew_alone(case, monkeypatch):
    build(case)
    (case / "claims" / "1.jsonl").write_text(posts(379, 1))
    looked_at, told = [], slip_findings._slip

    def noted(row, *rest: object):
        looked_at.append(row["claim_id"])
        return told(row, *rest)

    monkeypatch.setattr(slip_findings, "_slip", noted)
    build(case)
    with duckdb.connect(str(case / "workbench.duckdb"), read_only=True) as client:
        query = "SELECT claim_id FROM claims JOIN documents USING (document_id) WHERE path = 'claims/1.jsonl'"
        assert looked_at
        assert set(looked_at) <= {row[0] for row in client.execute(query).fetchall()}
    assert everything(case) == rebuilt(case)


def test_a_build_that_needs_more_memory_goes_on_with_more(case, monkeypatch):
    given, inner = [], building.compare_wanted

    def scarce(head, *rest: object):
        given.append(head.connection.execute("SELECT current_setting('memory_limit')").fetchall()[0][0])
        if len(given) == 1:
            raise duckdb.OutOfMemoryException("could not allocate")
        inner(head, *rest)

    monkeypatch.setattr(building, "compare_wanted", scarce)
    read, packed = [], reading.packed
    monkeypatch.setattr(reading, "packed", lambda document: read.append(document.path) or packed(document))
    build(case)
    assert given[:2] == ["256.0 MiB", "1.0 GiB"]
    assert len(read) == 120
    assert everything(case) == rebuilt(case)
    given.clear()
    monkeypatch.setattr(building, "compare_wanted", lambda *_: fail())
    (case / "claims" / "1.jsonl").write_text(posts(700, 40))
    with pytest.raises(WorkbenchError, match="needs more memory"):
        build(case)


def fail():
    raise duckdb.OutOfMemoryException("could not allocate")


def test_a_long_text_gets_more_memory_and_a_case_does_not(case):
    def given(connection):
        number, unit = connection.execute("SELECT current_setting('memory_limit')").fetchall()[0][0].split()
        return float(number) * {"KiB": 2**-10, "MiB": 1, "GiB": 2**10}[unit]

    build(case)
    with open_head(case) as head:
        threads = head.connection.execute("SELECT current_setting('threads')").fetchall()[0][0]
        usual = given(head.connection)
        assert threads <= 4
        assert usual == pytest.approx(1024, abs=1)
        allow(head.connection, 50 << 20)
        assert given(head.connection) > usual + 300
        head.connection.execute(f"UPDATE documents SET characters = {60 << 20} WHERE ordinal = 0")
    with open_head(case) as head:
        assert given(head.connection) > usual + 400


def test_pairs_are_looked_for_only_where_files_have_changed_or_something_was_linked(case, workbench, monkeypatch):
    build(case)
    looked, inner = [], building.compare_wanted
    monkeypatch.setattr(building, "compare_wanted", lambda *args: looked.append(1) or inner(*args))
    build(case)
    assert looked == []
    with duckdb.connect(str(case / "workbench.duckdb"), read_only=True) as client:
        [(claim,)] = client.execute("SELECT claim_id FROM claims WHERE text = '210 km'").fetchall()
        told = f"SELECT observation_id FROM comparisons WHERE claim_id = '{claim}'"
        beside = {name for (name,) in client.execute(told).fetchall()}
    wanted = "port/a" if "port/a" not in beside else "port/b"
    assert wanted not in beside
    assert workbench("-C", case, "link", claim, wanted).code == 0
    looked.clear()
    publish(case)
    build(case)
    assert everything(case) == rebuilt(case)
    with duckdb.connect(str(case / "workbench.duckdb"), read_only=True) as client:
        assert (wanted,) in client.execute(told).fetchall()
    looked.clear()
    build(case)
    assert looked == []
