"""The list of sources, and the check of what a reader would miss."""

import csv
import io
import json
from pathlib import Path

import pytest

from workbench.operations.sources.doubts import ambiguous


def test_the_list_in_its_forms(workbench, case):
    assert "Rosatom" in workbench("-C", case, "source", "list").out
    row = {"source": "rosatom", "publisher": "Rosatom", "title": "Cargo", "observations": 1, "first": "2024-01-01",
           "last": "2024-12-31", "retrieved": "2025-01-31", "licence": "", "url": "https://example.org/"}  # fmt: skip
    assert json.loads(workbench("-C", case, "source", "list", "--format", "json").out) == [row]
    evil = 'publisher = "=HYPERLINK(1)"\ntitle = "\\u001b[2Jx"\nurl = "https://e.org"\nretrieved = 2025-01-31\n'
    (case / "sources" / "rosatom.toml").write_text(evil, encoding="utf-8")
    told = list(csv.DictReader(io.StringIO(workbench("-C", case, "source", "list", "--format", "csv").out)))
    assert told[0]["publisher"] == "'=HYPERLINK(1)"
    assert "\x1b" not in workbench("-C", case, "source", "list").out
    for path in (case / "sources").iterdir():
        path.unlink()
    assert "source add" in workbench("-C", case, "source", "list").err


def checked(workbench, case):
    done = workbench("-C", case, "source", "check", "--format", "json")
    return done.code, [(f["serious"], f["file"], f["line"], f["message"]) for f in json.loads(done.out)]


HEADER = "id,measure,place,period,value,low,high,unit,vintage,flag\n"
CHECKS = [
    ("a,x,P,2020,1,,,km,,\nb,x,P,2020,2,,,km,,\n", True, 3, "contradicts line 2: 2 kilometer (length) against 1"),
    ("a,x,P,2020,1,,,km,2024-01-01,\nb,x,P,2020,2,,,km,2024-05-01,\n", None, None, ""),
    ("a,x,P,2020,1,,,km,,\nb,x,P,2020,1000,,,m,,\n", False, 3, "The unit 'm' is ambiguous"),
    ("a,x,P,2020,1,,,km,2024,\nb,x,P,2020,2,,,km,2024-05-01,\n", True, 3, "overlap"),
    ("a,x,P,2020,1,,,km,2024-01-01,\nb,x,P,2020,2,,,km,,\n", False, 3, "has no vintage, while line 2 has one"),
    ("a,share of people who read,P,2020,140,,,%,,\n", True, 2, "more than the whole"),
    ("a,growth of the share,P,2020,140,,,%,,\n", None, None, ""),
    ("a,x,P,2020/2019,1,,,km,,\n", True, 2, "ends before it starts"),
    ("a,x,P,2999,1,,,km,,\n", False, 2, "has not begun yet"),
    ("a,x,P,2020,1,,,blorps,,\n", True, 2, "unit 'blorps' is not known"),
    ("a,x,P,2020,1,,,ton,,\n", False, 2, "'ton' is ambiguous"),
    ("a,x,P,2020,1,,,metric tons,,\n", None, None, ""),
    ("a,x,P,2020,1,,,m2,,\n", None, None, ""),
    ("a,x,P,2020,1,,,CHF million,,\n", False, 2, "no rate for CHF"),
    ("a,x,P,2020,5,,,km,,\nb,x,P,2021,5000,,,km,,\n", True, 3, "times as large"),
]


@pytest.mark.parametrize(("rows", "serious", "line", "message"), CHECKS)
def test_a_check_finds_what_a_reader_would_miss(workbench, case, rows, serious, line, message):
    (case / "sources" / "rosatom.csv").write_text(HEADER + rows, encoding="utf-8")
    path = case / "sources" / "rosatom.toml"
    path.write_text(path.read_text(encoding="utf-8") + 'page = "1"\n', encoding="utf-8")
    code, found = checked(workbench, case)
    if serious is None:
        assert (code, found) == (0, [])
        return
    assert [(s, f, n) for s, f, n, m in found if message in m] == [(serious, "sources/rosatom.csv", line)]
    assert code == (1 if serious else 0)


def test_a_build_says_of_which_figures_nobody_knows_which_is_later(workbench, case):
    rows = "a,x,P,2020,1,,,km,2024,\nb,x,P,2020,2,,,km,2024-05-01,\nc,y,P,2020,2,,,km,2024-05-01,\n"
    (case / "sources" / "rosatom.csv").write_text(HEADER + rows, encoding="utf-8")
    for _ in range(2):
        told = workbench("-C", case, "build").err
        assert told.count("overlap") == 1
        assert "sources/rosatom.csv:3: " in told
        (case / "claims" / "later.txt").write_text("It is 5 km long.", encoding="utf-8")
    (case / "sources" / "rosatom.csv").write_text(HEADER + rows.replace(",2024,", ",2024-01-01,"), encoding="utf-8")
    assert "overlap" not in workbench("-C", case, "build").err


def test_a_check_names_a_source_that_cannot_be_found_again(workbench, case):
    code, found = checked(workbench, case)
    assert (code, [(s, f) for s, f, _, _ in found]) == (0, [(False, "sources/rosatom.toml")])
    path = case / "sources" / "rosatom.toml"
    path.write_text(path.read_text(encoding="utf-8").replace("example.org", "example.de/de"), encoding="utf-8")
    (case / "sources" / "rosatom.csv").write_text(HEADER + "a,x,P,2020,1,,,EUR billion,,\n", encoding="utf-8")
    (case / "sources" / "fx.csv").write_text("date,from,to,rate,source\n2020-01-01,EUR,USD,1.1,x\n", encoding="utf-8")
    assert [m for _, _, _, m in checked(workbench, case)[1] if "long scale" in m]
    path.write_text(path.read_text(encoding="utf-8") + 'quote = "1 Milliarde Euro"\n', encoding="utf-8")
    assert checked(workbench, case) == (0, [])


def test_a_check_finds_links_to_figures_that_are_gone(workbench, case):
    told = workbench("-C", case, "sql", "SELECT claim_id FROM claims WHERE text LIKE '38%'", "--format", "json")
    claim = json.loads(told.out)[0]["claim_id"]
    workbench("-C", case, "verdict", claim, "correct")
    workbench("-C", case, "link", claim, "rosatom/cargo-2024")
    assert not [found for found in checked(workbench, case)[1] if "linked" in found[3]]
    path = case / "sources" / "rosatom.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("cargo-2024", "cargo-new"), encoding="utf-8")
    code, found = checked(workbench, case)
    assert code == 1
    assert [(s, f, n) for s, f, n, m in found if "rosatom/cargo-2024" in m] == [(True, "reviews/ann.jsonl", 2)]
    table = workbench("-C", case, "source", "check")
    assert "serious  reviews/ann.jsonl:2: " in table.out
    assert "workbench link" in table.out


def test_the_sample_case_has_nothing_serious(workbench):
    done = workbench("-C", Path(__file__).parent.parent, "source", "check")
    assert (done.code, "0 serious" in done.err) == (0, True)


def test_units_that_are_ambiguous():
    unclear = ("ton", "tons", "million tons", "m", "$", "dollars", "pounds", "degrees")
    clear = ("metric tons", "short tons", "US$", "A$", "m2", "km", "tonnes", "°C")
    assert [unit for unit in unclear if not ambiguous(unit)] == []
    assert [unit for unit in clear if ambiguous(unit)] == []
