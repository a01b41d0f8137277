"""The commands, from the file to the CSV, and what they say to a wrong input."""

import csv
import io
import json
import os
import re

import duckdb
import pytest

from workbench.cli.main import COMMANDS


def claim(workbench, case, text="38 million"):
    found = workbench("-C", case, "sql", f"SELECT claim_id FROM claims WHERE text LIKE '{text}%'", "--format", "json")
    return json.loads(found.out)[0]["claim_id"]


def exported(workbench, case):
    text = workbench("-C", case, "export", "-").out
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_the_whole_way_once(workbench, case, tmp_path):
    assert "1 document, 2 claims, 1 source, 1 observation" in workbench("-C", case, "build").out
    identifier = claim(workbench, case)
    shown = workbench("-C", case, "show", identifier[:6])
    assert "▶38 million tonnes◀" in shown.out
    assert "consistent; proposed: correct" in shown.out
    assert "Rosatom" in shown.out
    given = workbench("-C", case, "verdict", identifier, "correct", "--reason", "outdated", "--note", "as published")
    assert (given.code, "Saved in reviews/ann.jsonl" in given.err) == (0, True)
    target = tmp_path / "verdicts.csv"
    assert workbench("-C", case, "export", target).code == 0
    with target.open(encoding="utf-8", newline="") as lines:
        rows = {row["claim_id"]: row for row in csv.DictReader(lines)}
    row = rows[identifier]
    assert (row["verdict"], row["verdict_ann"], row["reasons"]) == ("correct", "correct", "outdated")
    assert (row["observation_id"], row["publisher"]) == ("rosatom/cargo-2024", "Rosatom")
    assert row["comparison"] == "consistent"
    assert (row["value"], row["accepted_low"], row["accepted_high"]) == ("38000000", "36000000", "38000000")


def test_undo_and_redo_any_number_of_times(workbench, case):
    identifier = claim(workbench, case)
    workbench("-C", case, "verdict", identifier, "correct")
    workbench("-C", case, "verdict", identifier, "unproven")

    def verdict():
        return next(row["verdict"] for row in exported(workbench, case) if row["claim_id"] == identifier)

    seen = [verdict()]
    for command in ("undo", "undo", "redo", "redo", "undo"):
        assert workbench("-C", case, command).code == 0
        seen.append(verdict())
    assert seen == ["unproven", "correct", "", "correct", "unproven", "correct"]
    workbench("-C", case, "undo")
    assert workbench("-C", case, "undo").code == 1


def test_two_reviewers_who_differ_are_disputed(workbench, case):
    identifier = claim(workbench, case)
    workbench("-C", case, "verdict", identifier, "correct")
    workbench("-C", case, "--reviewer", "bob", "verdict", identifier, "misleading")
    row = next(row for row in exported(workbench, case) if row["claim_id"] == identifier)
    assert (row["verdict"], row["verdict_ann"], row["verdict_bob"]) == ("disputed", "correct", "misleading")


def test_a_link_overrides_the_machine(workbench, case):
    identifier = claim(workbench, case, "$6 billion")
    assert workbench("-C", case, "link", identifier, "rosatom/cargo-2024").code == 0
    row = next(row for row in exported(workbench, case) if row["claim_id"] == identifier)
    assert (row["observation_id"], row["comparison"]) == ("rosatom/cargo-2024", "incommensurable")
    assert workbench("-C", case, "link", identifier, "nobody/knows").code == 2


def test_any_client_reads_the_published_file_while_decisions_go_on(workbench, case):
    identifier = claim(workbench, case)
    with duckdb.connect(str(case / "workbench.duckdb")) as client:
        client.execute("CREATE TABLE mine AS SELECT 1 AS one")
        assert workbench("-C", case, "verdict", identifier, "correct").code == 0
        assert client.execute("SELECT count(*) FROM claims").fetchall() == [(2,)]
    with duckdb.connect(str(case / "workbench.duckdb"), read_only=True) as client:
        found = client.execute("SELECT verdict FROM decisions WHERE claim_id = ?", [identifier]).fetchall()
    assert found == [("correct",)]


def test_everything_can_be_deleted_but_the_files(workbench, case):
    import shutil

    identifier = claim(workbench, case)
    workbench("-C", case, "verdict", identifier, "correct")
    before = exported(workbench, case)
    (case / "workbench.duckdb").unlink()
    shutil.rmtree(case / ".workbench")
    assert exported(workbench, case) == before


def test_an_edit_keeps_the_decisions_on_what_was_not_edited(workbench, case):
    identifier = claim(workbench, case)
    workbench("-C", case, "verdict", identifier, "correct")
    path = case / "claims" / "speech.txt"
    path.write_text("Good morning to all 300 guests.\n\n" + path.read_text(encoding="utf-8"), encoding="utf-8")
    path.rename(case / "claims" / "renamed.txt")
    (case / "claims" / "speech.txt.toml").rename(case / "claims" / "renamed.txt.toml")
    rows = exported(workbench, case)
    assert [(row["text"], row["verdict"]) for row in rows] == [
        ("300", ""),
        ("38 million tonnes", "correct"),
        ("$6 billion", ""),
    ]


def test_extract_prints_the_contract(workbench, tmp_path):
    path = tmp_path / "a.txt"
    path.write_bytes(b"Trade came to\r\n$6 billion.\r\n")
    lines = workbench("extract", path, "--format", "jsonl").out.splitlines()
    told = json.loads(lines[0])
    assert (told["text"], told["start"], told["end"], told["value"]) == ("$6 billion", 15, 25, 6_000_000_000)
    table = workbench("extract", path)
    assert "6,000,000,000" in table.out
    rows = list(csv.DictReader(io.StringIO(workbench("extract", path, "--format", "csv").out)))
    assert rows[0]["unit"] == "USD"


def test_compare_in_a_batch(workbench, tmp_path):
    path = tmp_path / "pairs.jsonl"
    lines = ['{"claim": "up to 85", "reference": "20"}', "nonsense", '{"claim": "some", "reference": "5"}']
    path.write_text("\n".join(lines), encoding="utf-8")
    done = workbench("compare", "--batch", path)
    told = [json.loads(line) for line in done.out.splitlines()]
    assert (done.code, told[0]["comparison"], told[0]["uninformative"]) == (1, "consistent", True)
    assert ["error" in one for one in told] == [False, True, True]


WRONG = [
    (["verdict", "c", "splendid"], 2, "is no verdict"),
    (["verdict", "zzzz", "correct"], 1, "no claim has an id"),
    (["show", "zzzz"], 1, "no claim has an id"),
    (["sql", "SELEC 1"], 2, "syntax error"),
    (["sql", "DROP TABLE claims"], 2, "one SELECT"),
    (["sql", "SELECT 1; SELECT 2"], 2, "one SELECT"),
    (["sql", "SELECT * FROM read_csv('/etc/hostname')"], 2, ""),
    (["export", "claims/x.csv"], 2, "never written into claims/"),
    (["export", "x.pdf"], 2, "no ending"),
    (["compare", "some people", "5"], 1, "holds no number"),
    (["compare", "5 EUR", "5 USD", "--date", "2024-13-40"], 2, "is no date"),
    (["extract", "/nowhere/a.txt"], 2, "/nowhere/a.txt"),
    (["--reviewer", "Ann B", "undo"], 2, "cannot be a reviewer"),
    (["frobnicate"], 2, "no command"),
    (["claims", "--kind", "wonder"], 2, "wonder"),
]


@pytest.mark.parametrize(("words", "code", "message"), WRONG)
def test_wrong_input_gets_one_clear_message(workbench, case, monkeypatch, words, code, message):
    monkeypatch.chdir(case)
    if words[0] == "verdict" and words[1] == "c":
        words = ["verdict", claim(workbench, case), *words[2:]]
    done = workbench(*words)
    assert done.code == code
    assert message.casefold() in done.err.casefold()
    assert "Traceback" not in done.err
    assert done.out == ""


def test_no_case_says_how_to_make_one(workbench, tmp_path):
    done = workbench("-C", tmp_path, "status")
    assert done.code == 2
    assert "workbench init" in done.err
    assert len(done.err.strip().splitlines()) == 1


BAD_FILES = [
    ("claims/latin.txt", "Größe und Maß".encode("latin-1"), "claims/latin.txt:1"),
    ("claims/empty.txt", b"", "claims/empty.txt"),
    ("claims/zeros.txt", b"\0\0\0\0", "claims/zeros.txt:1"),
    ("claims/speech.txt.toml", b'date = "the first"\n', "claims/speech.txt.toml:1"),
    ("sources/lonely.csv", b"measure,period,value,unit\n", "sources/lonely.csv"),
    ("sources/rosatom.csv", b"id,place,value\na,b,5\n", "sources/rosatom.csv:1"),
    ("sources/rosatom.csv", b"measure,period,value,unit\ncargo,2024,5,blorps\n", "sources/rosatom.csv:2"),
    ("sources/rosatom.csv", b"measure,period,value,unit\ncargo,2024,many,km\n", "sources/rosatom.csv:2"),
    ("sources/rosatom.toml", b"publisher = \n", "sources/rosatom.toml:1"),
    ("workbench.toml", b"[tolerances]\nmostly_within = 'wide'\n", "workbench.toml:2"),
    ("reviews/ann.jsonl", b'{"torn": \n', "reviews/ann.jsonl:1"),
]


@pytest.mark.parametrize(("name", "content", "place"), BAD_FILES)
def test_a_bad_file_is_named_and_the_rest_goes_on(workbench, case, name, content, place):
    path = case / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(content)
    done = workbench("-C", case, "build")
    assert done.code == 1
    assert f"{place}: " in done.err
    assert "claims," in done.out
    assert "Traceback" not in done.err
    assert len(exported(workbench, case)) == 2
    assert f"{place}: " in workbench("-C", case, "status").err


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_may_not_be_written_to(workbench, case):
    identifier = claim(workbench, case)
    (case / "reviews").mkdir(exist_ok=True)
    (case / "reviews").chmod(0o500)
    done = workbench("-C", case, "verdict", identifier, "correct")
    assert done.code == 1
    assert "not saved" in done.err.casefold() or "cannot be" in done.err.casefold()


def test_an_empty_case_says_what_to_do_next(workbench, tmp_path):
    assert workbench("init", tmp_path / "new").code == 0
    assert "copy texts into claims/" in workbench("-C", tmp_path / "new", "status").err
    assert "copy texts into claims/" in workbench("-C", tmp_path / "new", "claims").err.casefold()
    assert workbench("init", tmp_path / "new").code == 2


def test_without_a_terminal_review_prints_status_and_comparisons(workbench, case):
    done = workbench("-C", case, "review")
    assert (done.code, "consistent" in done.out, "documents" in done.out) == (0, True, True)


def test_escapes_in_a_document_never_reach_the_terminal(workbench, case):
    evil = "\x1b[2J\x1b]0;owned\x07 Trade came to $7 billion \u202e[/red] today."
    (case / "claims" / "evil.txt").write_text(evil, encoding="utf-8")
    (case / "claims" / "evil.txt.toml").write_text('speaker = "[bold]\\u001b[31mX"\n', encoding="utf-8")
    identifier = claim(workbench, case, "$7 billion")
    for words in (["claims"], ["show", identifier], ["sql", "SELECT sentence, speaker FROM export"]):
        done = workbench("-C", case, *words)
        assert not set("\x1b\x07\u202e") & set(done.out + done.err)
        assert "[/red]" in done.out or words == ["claims"]


def test_sql_json_is_numbers_and_null(workbench, case):
    query = "SELECT 1.5 a, 2::BIGINT b, NULL c, 'x' d, 'nan'::DOUBLE e, [1, 2] f, DATE '2024-01-02' g"
    told = json.loads(workbench("-C", case, "sql", query, "--format", "json").out)
    assert told == [{"a": 1.5, "b": 2, "c": None, "d": "x", "e": None, "f": [1, 2], "g": "2024-01-02"}]


@pytest.mark.parametrize("name", list(COMMANDS))
def test_every_command_has_help_with_an_example(workbench, name):
    done = workbench(name, "--help")
    assert done.code == 0
    assert "workbench" in done.out.split("Usage", 1)[1].split("\n", 1)[1]


def test_a_notebook_sees_the_case(case):
    from workbench import Case

    found = Case(case)
    assert len(found.claims()) == 2
    assert found.observations()["value"].tolist() == [37_900_000.0]
    assert set(found.decisions()["state"]) == {"open"}


def test_a_failure_of_the_program_itself_is_told_without_a_traceback(workbench, case, monkeypatch):
    monkeypatch.setattr("workbench.operations.look.build", lambda *_, **_named: 1 / 0)
    done = workbench("-C", case, "status")
    assert done.code == 70
    assert "Traceback" not in done.err
    path = done.err.split("The details are in ", 1)[1].split(".txt", 1)[0] + ".txt"
    from pathlib import Path

    assert "ZeroDivisionError" in Path(path).read_text(encoding="utf-8")
    Path(path).unlink()


def test_a_client_that_died_while_it_wrote_leaves_no_trap(workbench, case):
    workbench("-C", case, "build")
    code = "import duckdb, os, sys; c = duckdb.connect(sys.argv[1]); c.execute('DELETE FROM claims'); os._exit(1)"
    import subprocess
    import sys

    subprocess.run([sys.executable, "-c", code, str(case / "workbench.duckdb")], check=False)
    workbench("-C", case, "build")
    with duckdb.connect(str(case / "workbench.duckdb"), read_only=True) as client:
        assert client.execute("SELECT count(*) FROM claims").fetchall() == [(2,)]


def test_an_export_never_follows_a_link(workbench, case, tmp_path):
    (tmp_path / "out.csv").symlink_to(case / "sources" / "rosatom.toml")
    done = workbench("-C", case, "export", tmp_path / "out.csv")
    assert (done.code, "is a link" in done.err) == (2, True)


def test_a_batch_answers_line_by_line(workbench, tmp_path):
    path = tmp_path / "pairs.jsonl"
    path.write_text('{"claim": "5 km", "reference": "5.2 km \u2028 x"}\n\n{"claim": "-5%", "reference": "-5%"}\n')
    told = [json.loads(line) for line in workbench("compare", "--batch", path).out.split("\n")[:-1]]
    assert [one.get("comparison", "error") for one in told] == ["consistent", "error", "consistent"]
    assert workbench("compare", "-5%", "-6%").code == 0


def test_columns_of_one_name_both_reach_json(workbench, case):
    told = json.loads(workbench("-C", case, "sql", "SELECT 1 a, 2 a, '\\xAA'::BLOB b", "--format", "json").out)
    assert told == [{"a": 1, "a_1": 2, "b": "aa"}]


def test_claims_are_filtered_by_speaker_and_day_and_ordered_by_date(workbench, tmp_path):
    assert workbench("init", tmp_path / "posts").code == 0
    posts = "id,author,date,text\n1,Ann Lee,2024-03-01,It cost 12 tonnes.\n2,Bo Hill,2024-05-01,It cost 13 tonnes.\n"
    (tmp_path / "posts" / "claims" / "posts.csv").write_text(posts + "3,Ann Lee,2024-07-01,It cost 14 tonnes.\n")

    def listed(asked):
        return re.findall(r"1[234] tonnes", workbench("-C", tmp_path / "posts", "claims", *asked.split()).out)

    assert listed("--order date") == ["14 tonnes", "13 tonnes", "12 tonnes"]
    assert listed("--speaker ann --order text") == ["12 tonnes", "14 tonnes"]
    assert listed("--since 2024-05-01 --until 2024-06-30") == ["13 tonnes"]
    identifier = claim(workbench, tmp_path / "posts", "13 tonnes")
    assert workbench("-C", tmp_path / "posts", "flag", identifier).code == 0
    assert (listed("--flagged"), len(listed("--not-flagged"))) == (["13 tonnes"], 2)


def test_the_history_says_what_was_taken_back(workbench, case):
    identifier = claim(workbench, case)
    workbench("-C", case, "verdict", identifier, "unproven")
    workbench("-C", case, "undo")
    assert "verdict unproven" in workbench("-C", case, "show", identifier).out


@pytest.mark.parametrize(
    "given",
    [
        ("-C", "CASE", "--reviewer", "bob", "flag", "ID"),
        ("flag", "ID", "-C", "CASE", "--reviewer", "bob"),
        ("--reviewer", "eve", "flag", "--reviewer", "bob", "-C", "CASE", "ID"),
    ],
)
def test_the_case_and_the_reviewer_may_stand_before_a_command_and_behind_it(workbench, case, given):
    [row] = json.loads(workbench("sql", "SELECT claim_id FROM claims LIMIT 1", "--format", "json", "-C", case).out)
    done = workbench(*({"CASE": case, "ID": row["claim_id"]}.get(word, word) for word in given))
    assert done.code == 0
    assert "flag by bob" in done.out
    assert (case / "reviews" / "bob.jsonl").exists()


@pytest.mark.parametrize("claim", ["-20 Celsius", "-5 CHF", "-3 Cubic metres", "-5C"])
def test_a_negative_claim_is_no_option(workbench, claim):
    behind, written = workbench("compare", claim, "-19 °C"), workbench("compare", "--", claim, "-19 °C")
    assert (behind.code, behind.out, behind.err) == (written.code, written.out, written.err)
    assert behind.out.splitlines()[-1].startswith(claim)


def test_each_command_takes_the_case_behind_it(workbench, case):
    for words in (["status"], ["claims"], ["source", "list"], ["agreement"], ["build"]):
        assert workbench(*words, "-C", case).code == 0, words
    misspelt = workbench("status", "-C", case / "nowhere")
    assert (misspelt.code, misspelt.out) == (2, "")
    assert "nowhere: There is no such folder" in misspelt.err
