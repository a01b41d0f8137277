"""Text of strangers at every entrance: nothing in it crashes the program or steers a terminal."""

import csv
import io
import json
import re
import sys
from contextlib import suppress
from pathlib import Path

import openpyxl
import pytest

from workbench.errors import WorkbenchError
from workbench.reviews.events import Event, to_line
from workbench.reviews.ids import new_id
from workbench.store.sql import run_sql

STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\U000e0000-\U000e007f\ud800-\udfff]")
# The program's own bold and colours on a terminal; nothing below is told as one of these.
OWN_STYLE = re.compile("\x1b\\[[0-9;]*m")
EVIL = "\x1b[2J\x1b]0;owned\x07\x9b31m\u202e\u2066[/][bold]\U000e0041"
# As it can stand in TOML, whose texts may not hold controls but by their numbers.
TOML_EVIL = "\\u001b[2J\\u001b]0;owned\\u0007\\u009b31m\\u202e\\u2066[/][bold]"
STARTS = ("=cmd()", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1")

ENTRANCES = {
    "claims/evil.txt": f"{EVIL} Trade came to $7 billion {EVIL} in 2024. Over 140,000 people left{EVIL} in 2023.\n",
    "claims/evil.txt.toml": f'speaker = "{TOML_EVIL}"\ntitle = "{TOML_EVIL}"\nurl = "https://example.org/"\n',
    "claims/bad.txt.toml": f'speaker = [1]\n"{TOML_EVIL}" = 1\n',
    "claims/bad.txt": "Nothing.\n",
    "claims/zero.txt": "Some 800 ships\x00 came.\n",
    "claims/-rf.txt": "The rate fell from 7 to 5 percent.\n",
    "claims/+x.txt": "Some 300 ships came.\n",
    f"claims/{EVIL.replace('/', '')}.txt": "Some 400 ships came.\n",
    "claims/broken.json": '{"messages": [{"text": "300 ships\\ud800", "date": ' + "[" * 2000,
    "claims/lone.jsonl": '{"text": "Some 500 ships came \\ud800 in 2024.", "speaker": "\\udfff"}\n{"text": ' + "\n",
    "sources/evil.toml": f'publisher = "{TOML_EVIL}"\ntitle = "{TOML_EVIL}"\nurl = "x"\nretrieved = 2025-01-31\n',
    "sources/evil.csv": f"id,measure,place,period,value,unit\n{EVIL},trade{EVIL},Russia,2024,6.9,billion USD\n"
    f"trade-2024,trade{EVIL},Russia,2024,6.9,billion USD\nx,trade,Russia,2024{EVIL},1e9999999,{EVIL}\n",
    "sources/torn.toml": f'publisher = "{EVIL}\n',
    "sources/torn.csv": 'id,measure\n"',
    "sources/fx.csv": f"date,from,to,rate,source\n2024-01-01,{EVIL},USD,{EVIL},{EVIL}\n",
    "reviews/eve.jsonl": "null\n[]\n" + "[" * 5000 + f'\n{{"id": "{EVIL}"}}\n' + '{"id": 1, "note": "\\ud800"}\n',
    f"reviews/{EVIL.replace('/', '')}.jsonl": "{}\n",
    "workbench.toml": f'title = "{TOML_EVIL}"\nlanguages = ["{TOML_EVIL}"]\n"{TOML_EVIL}" = 1\n'
    f'[verdicts]\nscale = "{TOML_EVIL}"\n[tolerances]\nround_share = "{TOML_EVIL}"\n'
    f'[review]\nmode = "{TOML_EVIL}"\nreviewers = ["{TOML_EVIL}"]\n'
    f'[assignment]\nper_claim = "{TOML_EVIL}"\n"{TOML_EVIL}" = ["{TOML_EVIL}"]\n'
    f'[keys]\nverdict = "{TOML_EVIL}"\n"{TOML_EVIL}" = "x"\nundo = ["", 3]\n',
}


@pytest.fixture
def hostile(case: Path) -> Path:
    """A case with something hostile at every entrance, and an honest document beside it."""
    (case / "reviews").mkdir()
    for name, told in ENTRANCES.items():
        (case / name).write_text(told, encoding="utf-8", newline="")
    (case / "claims" / "bytes.txt").write_bytes(b"Some 600 ships \xff\xfe came.\n")
    return case


def claim_of(workbench, case: Path, text: str) -> str:
    query = f"SELECT claim_id FROM claims WHERE text LIKE '{text}%' ORDER BY 1"
    return json.loads(workbench("-C", case, "sql", query, "--format", "json").out)[0]["claim_id"]


def decide(case: Path, claim: str, note: str) -> None:
    """A decision that another program wrote, with anything in it."""
    event = Event(new_id(), "2025-03-01T10:00:00Z", "eve", "verdict", claim, note, (note,), note, (note,))
    with (case / "reviews" / "eve.jsonl").open("a", encoding="utf-8") as file:
        file.write(f"{to_line(event)}\n")


@pytest.mark.parametrize(
    "words",
    [["build"], ["status"], ["claims"], ["agreement"], ["source", "list"], ["source", "check"], ["review"], ["show"],
     ["undo"], ["sql", "FROM documents"], ["sql", "FROM problems"], ["sql", f'SELECT 1 AS "{EVIL}"'],
     ["sql", "SELECT sentence, speaker, verdict, note FROM export"]],
    ids=lambda words: ascii(" ".join(words)),
)  # fmt: skip
def test_nothing_in_a_case_steers_a_terminal_or_crashes(workbench, hostile, monkeypatch, words):
    claim = claim_of(workbench, hostile, "$7 billion")
    decide(hostile, claim, EVIL)
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    done = workbench("-C", hostile, *words, *([claim] if words == ["show"] else []))
    assert done.code in {0, 1}, done.err
    told = OWN_STYLE.sub("", done.out + done.err)
    assert not STEERING.search(told), STEERING.findall(told)
    assert "Traceback" not in told


def test_what_is_wrong_is_told_with_its_file_and_the_rest_goes_on(workbench, hostile):
    done = workbench("-C", hostile, "build")
    named = "bad.txt.toml broken.json zero.txt torn.toml eve.jsonl workbench.toml"
    for name in named.split():
        assert name in done.err + workbench("-C", hostile, "sql", "FROM problems").out, name
    for text in ("38 million", "$7 billion", "300", "400", "500", "600"):
        assert claim_of(workbench, hostile, text)


HOSTILE_WORDS = [
    [EVIL],
    ["show", EVIL],
    ["show", "--", "-x"],
    [f"--{EVIL}"],
    ["claims", f"--{EVIL}"],
    ["claims", "--state", EVIL],
    ["verdict", EVIL, EVIL],
    ["verdict", "c", "correct", "--reason", EVIL],
    ["note", EVIL, EVIL],
    ["link", EVIL, EVIL],
    ["adjudicate", EVIL, EVIL],
    ["build", EVIL],
    ["export", f"{EVIL.replace('/', '')}.txt"],
    ["export", f"{EVIL}.csv"],
    ["add", EVIL],
    ["document", "set", EVIL, f"speaker={EVIL}"],
    ["source", "import", EVIL],
    ["extract", EVIL],
    ["compare", EVIL, EVIL],
    ["sql", EVIL],
    ["sql", f"SELECT '{EVIL}"],
    ["init", f"{EVIL}/x"],
    ["--reviewer", EVIL, "status"],
    ["--reviewer", "-x", "undo"],
    ["--reviewer", "+x", "undo"],
    ["-C", EVIL, "status"],
]


@pytest.mark.parametrize("words", HOSTILE_WORDS, ids=lambda words: ascii(" ".join(words))[:60])
def test_no_argument_steers_a_terminal_or_crashes(workbench, case, tmp_path, monkeypatch, words):
    monkeypatch.chdir(tmp_path)
    done = workbench(*([] if words[0] == "-C" else ["-C", case]), *words)
    assert done.code in {0, 1, 2}, done.err
    assert not STEERING.search(done.err), done.err
    assert "Traceback" not in done.err


@pytest.mark.parametrize("words", [["verdict", "{}", "correct", "--note"], ["note", "{}"]], ids=lambda w: w[0])
def test_a_note_with_anything_in_it_is_one_line_of_the_file(workbench, case, words):
    claim = claim_of(workbench, case, "38 million")
    note = f'{EVIL}\n\r\u2028"\\'
    assert workbench("-C", case, *(word.format(claim) for word in words), note).code == 0
    [line] = (case / "reviews" / "ann.jsonl").read_bytes().split(b"\n")[:-1]
    assert json.loads(line)["note"] == note


@pytest.mark.parametrize("start", STARTS, ids=ascii)
def test_no_cell_of_an_export_runs_in_a_spreadsheet(workbench, case, tmp_path, start):
    """An accent that a spreadsheet draws over the first sign must not hide it."""
    for text in (start, f"{start[0]}\u0301{start}"):
        decide_on = claim_of(workbench, case, "38 million")
        (case / "reviews").mkdir(exist_ok=True)
        decide(case, decide_on, text)
        with io.StringIO(workbench("-C", case, "export", "-").out, newline="") as told:
            row = next(row for row in csv.DictReader(told) if row["claim_id"] == decide_on)
        assert row["note"] == f"'{text}"
        assert row["verdict"] == f"'{text}"
        target = tmp_path / "out.xlsx"
        assert workbench("-C", case, "export", target).code == 0
        header, *rows = openpyxl.load_workbook(target).active.iter_rows()
        names = [cell.value for cell in header]
        cells = [dict(zip(names, row, strict=True)) for row in rows]
        note = next(cell["note"] for cell in cells if cell["claim_id"].value == decide_on)
        assert note.data_type == "s"
        assert note.quotePrefix


def test_files_whose_names_begin_like_options_are_used_as_files(workbench, case, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in ("-n.txt", "+n.txt"):
        (tmp_path / name).write_text(f"Some 700 ships {name} came.\n")
    assert workbench("-C", case, "add", "--", "-n.txt", "+n.txt").code == 0
    assert workbench("-C", case, "export", "--", "-out.csv").code == 0
    assert (tmp_path / "-out.csv").is_file()
    documents = json.loads(workbench("-C", case, "sql", "SELECT path FROM documents", "--format", "json").out)
    assert len(documents) == 3
    assert not list((case / "claims").glob("[+-]*"))


def files_of(case: Path) -> dict[Path, int]:
    return {
        path: path.stat().st_mtime_ns
        for path in case.rglob("*")
        if path.is_file() and ".workbench" not in path.relative_to(case).parts
    }


@pytest.mark.parametrize(
    "query",
    ["SELECT repeat('x', 2000000000)", "SELECT list(r.range) FROM range(100000000) r",
     "WITH RECURSIVE a AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM a) SELECT count(*) FROM a",
     "SELECT " + "(" * 5000 + "1" + ")" * 5000, "SELECT count(regexp_replace(repeat('a', 100000), '(a*)*b', ''))",
     "SELECT getenv('HOME')", "SELECT * FROM duckdb_secrets()", "SELECT content FROM read_text('workbench.toml')",
     "FROM 'workbench.duckdb'", "SELECT * FROM parquet_metadata('x')", "COPY (SELECT 1) TO '/dev/stdout'"],
    ids=lambda query: query[:30],
)  # fmt: skip
def test_a_query_ends_within_its_bounds_and_tells_nothing_of_the_machine(workbench, case, query):
    workbench("-C", case, "build")
    before = files_of(case)
    told = ""
    with suppress(WorkbenchError):
        told = str(run_sql(case, query, seconds=1.0, memory="100MB", max_rows=1000).rows)
    assert len(told) < 1000
    assert str(Path.home()) not in told
    assert files_of(case) == before


def test_the_name_of_a_file_adds_no_line_of_its_own(workbench, case: Path):
    (case / "claims" / "x\n  ! sources: All figures are wrong\n.toml").write_text("speaker =")
    (case / "claims" / "x\n  ! sources: All figures are wrong\n").write_text("Some 300 ships came.\n")
    (case / "sources" / "y\nserious  sources: All figures are wrong\n.csv").write_text("measure\n")
    told = [workbench("-C", case, *words) for words in (("build",), ("status",), ("source", "check"))]
    lines = "".join(ran.out + ran.err for ran in told).splitlines()
    assert any("All figures are wrong" in line for line in lines)
    assert [line for line in lines if re.match(r"(  ! |serious  )sources: All", line)] == []


def test_a_table_of_endless_columns_is_left_out_with_their_number(workbench, case: Path):
    wide = ",".join(f"c{number}" for number in range(300_000))
    (case / "sources" / "rosatom.csv").write_text(f"id,measure,place,period,value,unit,{wide}\na,b,c,2024,1,tonne\n")
    ran = workbench("-C", case, "build")
    assert "sources/rosatom.csv:1: The table has 300,006 columns, above the limit of 16,384" in ran.err
    assert "1 document" in ran.out
