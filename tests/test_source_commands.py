"""Sources on the command line: add a figure, import a file, list, check."""

import csv
import io
import os
import pty
import select
import subprocess
import sys
import unicodedata
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from workbench.documents.case import Case
from workbench.documents.sources import SourceFiles, read_source
from workbench.errors import WorkbenchError
from workbench.extraction.units import parse_unit
from workbench.operations.sources import add, files
from workbench.references.toml import parse_source

FILES = Path(__file__).parent / "importers"
TODAY = date(2025, 6, 1)
CARGO = {
    "measure": "cargo on the Northern Sea Route", "place": "Russia", "period": "2023", "value": "36.254",
    "unit": "million tonnes",
}  # fmt: skip
PUBLISHED = {"publisher": "P", "title": "T", "url": "https://example.org/", "retrieved": "2025-01-31"}


def options(fields):
    return [word for name, text in fields.items() for word in (f"--{name.replace('_', '-')}", text)]


def observations(root, name):
    folder = root / "sources"
    return read_source(Case(root), SourceFiles(name, folder / f"{name}.toml", folder / f"{name}.csv"), parse_unit)[1]


def widen(case):
    """Give the table of the case all the documented columns."""
    path = case / "sources" / "rosatom.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(",unit\n", ",unit,vintage,flag\n"), encoding="utf-8")
    return path


def test_a_figure_is_appended_and_what_is_there_stays(workbench, case):
    path = case / "sources" / "rosatom.csv"
    before = path.read_bytes()
    done = workbench("-C", case, "source", "add", "--name", "rosatom", *options(CARGO))
    assert (done.code, done.out) == (0, "rosatom/cargo-on-the-northern-sea-route-russia-2023\n")
    assert "36.254 million tonnes → 36,254,000 tonne (mass)" in done.err
    assert "Saved in sources/rosatom.csv:3." in done.err
    assert path.read_bytes().startswith(before)
    assert path.read_bytes().count(b"\n") == 3
    assert "1 document, 2 claims, 1 source, 2 observations" in workbench("-C", case, "build").out


def test_a_new_source_is_two_files(workbench, case):
    words = [*options(CARGO), *options(PUBLISHED), "--page", "12", "--quote", 'He said "so"', "--id", "c23"]
    done = workbench("-C", case, "source", "add", "--name", "nsr", *words)
    assert done.code == 0
    assert (case / "sources" / "nsr.toml").read_text(encoding="utf-8") == (
        'publisher = "P"\ntitle = "T"\nurl = "https://example.org/"\nretrieved = 2025-01-31\n'
        'quote = "He said \\"so\\""\npage = "12"\n'
    )
    assert (case / "sources" / "nsr.csv").read_text(encoding="utf-8") == (
        "id,measure,place,period,value,low,high,unit,vintage,price_basis,flag,note,formula\n"
        "c23,cargo on the Northern Sea Route,Russia,2023,36.254,,,million tonnes,,,,,\n"
    )
    names = sorted(p.name for p in (case / "sources").iterdir())
    assert names == ["nsr.csv", "nsr.toml", "rosatom.csv", "rosatom.toml"]


TABLES = [
    (b"id;measure;place;period;value;unit\r\na;x;y;2020;1;km\r\n", b"\r\n"),
    (b"\xef\xbb\xbfmeasure\tperiod\tunit\tvalue\tplace\tother\nx\t2020\tkm\t1\t\tkept", b"\n"),
    (b'id,measure,place,period,value,unit\na,"x, of\nmany",y,2020,1,km\n\n', b"\n"),
]


@pytest.mark.parametrize(("table", "end"), TABLES)
def test_the_layout_of_a_table_is_kept(workbench, case, table, end):
    path = case / "sources" / "rosatom.csv"
    path.write_bytes(table)
    path.chmod(0o640)
    words = options(CARGO | {"measure": 'so-called "trade"'})
    done = workbench("-C", case, "source", "add", "--name", "rosatom", *words)
    assert done.code == 0
    after = path.read_bytes()
    assert after.startswith(table)
    assert after.endswith(end)
    assert after.count(b"\r\n") == (3 if end == b"\r\n" else 0)
    assert path.stat().st_mode & 0o777 == 0o640
    found = observations(case, "rosatom")
    assert [o.measure for o in found][1:] == ['so-called "trade"']
    assert len(after[len(table) :].strip().splitlines()) == 1


def test_no_figure_is_overwritten(workbench, case):
    path = widen(case)
    workbench("-C", case, "source", "add", "--name", "rosatom", *options(CARGO))
    before = path.read_bytes()
    done = workbench("-C", case, "source", "add", "--name", "rosatom", *options(CARGO | {"value": "36.3"}))
    assert done.code == 1
    assert "sources/rosatom.csv:3: The id" in done.err
    assert "36,254,000 tonne" in done.err
    assert path.read_bytes() == before
    again = [*options(CARGO | {"value": "36.3"}), "--vintage", "2024-08-01"]
    assert workbench("-C", case, "source", "add", "--name", "rosatom", *again).code == 0


DOUBTFUL = [
    ({"period": "2999"}, "has not begun yet"),
    ({"value": "36254"}, "times as large as the other figures"),
    ({"value": "0.036254"}, "times smaller than the other figures"),
    ({"measure": "share of cargo that is oil", "unit": "%", "value": "104"}, "more than the whole"),
    ({"vintage": "2021-02-01"}, "before its period 2023 began"),
]


@pytest.mark.parametrize(("change", "message"), DOUBTFUL)
def test_what_looks_wrong_needs_yes(workbench, case, change, message):
    path = widen(case)
    before = path.read_bytes()
    words = ["-C", case, "source", "add", "--name", "rosatom", *options(CARGO | change)]
    done = workbench(*words)
    assert (done.code, message in done.err, "--yes" in done.err) == (2, True, True)
    assert path.read_bytes() == before
    assert workbench(*words, "--yes").code == 0
    assert path.read_bytes() != before


def test_a_projection_may_be_of_the_future_and_growth_above_100(workbench, case):
    widen(case)
    growth = {"measure": "growth of the share", "unit": "%", "value": "130"}
    for change in ({"period": "2084", "flag": "projection"}, growth):
        assert workbench("-C", case, "source", "add", "--name", "rosatom", *options(CARGO | change)).code == 0


WRONG = [
    ({"period": "2024/2020"}, "ends before it starts"),
    ({"period": "last year"}, "'last year' cannot be read"),
    ({"value": "1,234"}, "Write it without marks between thousands: 1234"),
    ({"value": "many"}, "'many' is no number"),
    ({"unit": "blorps"}, "unit 'blorps' is not known"),
    ({"vintage": "soon"}, "vintage 'soon'"),
    ({"measure": "a\x1b[2Jb"}, "U+001B"),
    ({"measure": "a\nb"}, "U+000A"),
    ({"id": "a b"}, "cannot be used"),
    ({"value": "", "low": "5", "high": "4"}, "greater than high"),
    ({"value": "7", "low": "5", "high": "6"}, "outside low and high"),
]


@pytest.mark.parametrize(("change", "message"), WRONG)
def test_what_cannot_be_read_is_refused_in_one_line(workbench, case, change, message):
    before = (case / "sources" / "rosatom.csv").read_bytes()
    done = workbench("-C", case, "source", "add", "--name", "rosatom", *options(CARGO | change), "--yes")
    assert done.code == 2
    assert message in done.err
    assert len(done.err.strip().splitlines()) == 1
    assert (case / "sources" / "rosatom.csv").read_bytes() == before


@pytest.mark.parametrize("name", ["../x", "a/b", "fx", "-x", ".x", "a b", "", "x.mapping", "x" * 200])
def test_a_name_that_cannot_be_a_file_in_sources(workbench, case, name):
    done = workbench("-C", case, "source", "add", f"--name={name}", *options(CARGO | PUBLISHED))
    assert (done.code, len(done.err.strip().splitlines())) == (2, 1)
    assert sorted(p.name for p in (case / "sources").iterdir()) == ["rosatom.csv", "rosatom.toml"]


def test_what_is_missing_is_named_by_its_option(workbench, case):
    done = workbench("-C", case, "source", "add", "--name", "new", "--measure", "x")
    assert (done.code, "--publisher … --title … --url … --period … --unit … --value …" in done.err) == (2, True)
    assert workbench("-C", case, "source", "add", "--measure", "x").code == 2


def test_a_column_that_the_table_lacks_is_named(workbench, case):
    done = workbench("-C", case, "source", "add", "--name", "rosatom", *options(CARGO), "--note", "n")
    assert (done.code, "sources/rosatom.csv:1: The table has no column note" in done.err) == (2, True)


def test_a_table_whose_end_would_swallow_the_row_is_left_alone(workbench, case):
    path = case / "sources" / "rosatom.csv"
    path.write_bytes(path.read_bytes() + b'b,"torn,x,2020,1,km\n')
    before = path.read_bytes()
    done = workbench("-C", case, "source", "add", "--name", "rosatom", *options(CARGO))
    found = observations(case, "rosatom")
    assert done.code in (0, 1)
    assert (len(found), path.read_bytes() == before) in ((2, False), (1, True))


def test_a_link_out_of_the_case_is_not_followed(workbench, case, tmp_path):
    outside = tmp_path / "outside.csv"
    path = case / "sources" / "rosatom.csv"
    path.rename(outside)
    path.symlink_to(outside)
    before = outside.read_bytes()
    done = workbench("-C", case, "source", "add", "--name", "rosatom", *options(CARGO))
    assert (done.code, "leaves the case" in done.err) == (1, True)
    assert outside.read_bytes() == before


def test_two_at_once_lose_nothing(case):
    ready = [add.draft(case, "rosatom", CARGO | {"period": period}, TODAY) for period in ("2021", "2022")]
    add.save(case, "rosatom", ready[0])
    with pytest.raises(WorkbenchError, match="changed the file meanwhile") as raised:
        add.save(case, "rosatom", ready[1])
    assert raised.value.code == 3
    assert [o.period for o in observations(case, "rosatom")] == ["2024", "2021"]


def test_a_failed_write_leaves_the_old_file_and_no_other(case, monkeypatch):
    ready = add.draft(case, "rosatom", CARGO, TODAY)
    before = (case / "sources" / "rosatom.csv").read_bytes()

    def full(_descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(files.os, "fsync", full)
    with pytest.raises(WorkbenchError, match="free some disk space"):
        add.save(case, "rosatom", ready)
    assert (case / "sources" / "rosatom.csv").read_bytes() == before
    assert sorted(p.name for p in (case / "sources").iterdir()) == ["rosatom.csv", "rosatom.toml"]


WORDS = st.text(st.characters(blacklist_categories=("Cs", "Cc")), min_size=1, max_size=40).filter(lambda s: s.strip())
NOTES = st.text(st.characters(blacklist_categories=("Cs", "Cc"), whitelist_characters="\n\t"), max_size=60)
NUMBERS = st.decimals(-(10**15), 10**15, places=4).map(lambda d: f"{d:f}")


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    measure=WORDS, place=WORDS | st.just(""), value=NUMBERS, note=NOTES, flag=WORDS | st.just(""),
    period=st.sampled_from(["2024", "2024-03", "2024-02-29", "2020/2024"]),
    unit=st.sampled_from(["million tonnes", "%", "", "USD billion", "km/h", "people"]),
    vintage=st.sampled_from(["", "2024-08-27"]), title=WORDS, quote=NOTES,
    table=st.sampled_from([None, *(table for table, _ in TABLES[:1])]),
)  # fmt: skip
def test_any_figure_reads_back_as_it_was_given(tmp_path_factory, table, title, quote, **told):  # noqa: ANN003
    root = tmp_path_factory.mktemp("case")
    (root / "sources").mkdir()
    if table is not None:
        (root / "sources" / "s.csv").write_bytes(table)
        told = {key: text for key, text in told.items() if key not in ("note", "flag", "vintage")}
    ready = add.draft(root, "s", told | PUBLISHED | {"title": title, "quote": quote}, TODAY)
    _, line = add.save(root, "s", ready)
    found = observations(root, "s")[-1]
    assert (found.measure, found.place) == tuple(" ".join(told[key].split()) for key in ("measure", "place"))
    assert (found.note, found.flag, found.line) == (told.get("note", "").strip(), told.get("flag", "").strip(), line)
    assert (found.sha256, found.value) == (ready.figure.sha256, ready.figure.value)
    factor = parse_unit(told["unit"])[0]
    assert found.value == factor * type(factor)(told["value"])
    text = (root / "sources" / "s.toml").read_text(encoding="utf-8")
    source, problems = parse_source(text, "s.toml")
    assert (problems, source.title, source.fields.get("quote", "")) == ([], title.strip(), quote.strip())


def typed(case, words, answers):
    """Run the program at a terminal of its own; each answer is typed when something new was asked."""
    main, other = pty.openpty()
    command = [sys.executable, "-m", "workbench", "-C", str(case), *words]
    environment = {**os.environ, "COLUMNS": "200", "TERM": "xterm"}
    with subprocess.Popen(command, stdin=other, stdout=subprocess.PIPE, stderr=other, env=environment) as running:
        os.close(other)
        seen = ""
        for answer in [*answers, None]:
            asked = ""
            while not asked.rstrip(" ").endswith((":", "]")) or answer is None:
                ready, _, _ = select.select([main], [], [], 30)
                assert ready, seen + asked
                try:
                    asked += os.read(main, 4096).decode(errors="replace")
                except OSError:
                    break
            seen += asked
            if answer is not None:
                os.write(main, f"{answer}\n".encode())
        out = running.stdout.read().decode()
    os.close(main)
    return running.returncode, out, seen


def test_at_a_terminal_it_asks_and_asks_again(case):
    answers = ["nsr", "P", "T", "example.org", "https://example.org/", "", "", "", "", "", "",
               "share of cargo that is oil", "Russia", "2024/2020", "2024", "45,0", "450", "%", "", "", "",
               "45"]  # fmt: skip
    code, out, seen = typed(case, ["source", "add"], answers)
    assert (code, out) == (0, "nsr/share-of-cargo-that-is-oil-russia-2024\n"), seen
    assert "is no web address" in seen
    assert "ends before it starts" in seen
    assert "A share of 450 percent is more than the whole" in seen
    assert [o.value for o in observations(case, "nsr")] == [45]


def test_at_a_terminal_a_question_mark_helps_and_another_vintage_is_asked_for(case):
    described = ["--publisher", "P", "--title", "T", "--url", "https://example.org/", "--retrieved", "2025-01-31"]
    figure = ["--name", "nsr", "--measure", "cargo", "--place", "Russia", "--period", "2024", "--unit", "t"]
    typed(case, ["source", "add", *figure, "--value", "45", *described], [])
    answers = ["?", "nsr", "?", "cargo", "Russia", "2024", "47 tonnes", "47", "t", "", "", "", "2025-06-01"]
    code, out, seen = typed(case, ["source", "add"], answers)
    assert (code, out) == (0, "nsr/cargo-russia-2024-v2025-06-01\n"), seen
    assert "In use: nsr" in seen
    assert "In use: cargo" in seen
    assert "'tonnes' belongs to the unit" in seen
    assert [(o.value, str(o.vintage)) for o in observations(case, "nsr")] == [(45, "None"), (47, "2025-06-01")]
    code, out, seen = typed(case, ["source", "add", *figure, "--value", "46"], [""])
    assert (code != 0, "is already that of a figure" in seen) == (True, True)
    assert len(observations(case, "nsr")) == 2


def test_at_a_terminal_the_columns_are_asked_for(case, tmp_path):
    path = tmp_path / "ports.csv"
    path.write_text("Port,Year,Cargo\nNordhafen,2023,5.50\n", encoding="utf-8")
    answers = ["=cargo handled", "Prt", "Port", "Year", "Cargo", "=kt", "ports", "P", "T", "https://example.org/"]
    code, _, seen = typed(case, ["source", "import", str(path)], answers)
    assert code == 0, seen
    assert "There is no column 'Prt'" in seen
    assert [(o.measure, o.place, str(o.value)) for o in observations(case, "ports")] == [
        ("cargo handled", "Nordhafen", "5.50")
    ]
    assert (case / "sources" / "ports.mapping.toml").exists()


def test_an_import_keeps_where_it_comes_from(workbench, case):
    done = workbench("-C", case, "source", "import", FILES / "worldbank.csv", "--retrieved", "2025-05-01")
    name = "world-bank-ny-gdp-mktp-cd"
    assert (done.code, done.out) == (0, f"sources/{name}.toml\nsources/{name}.csv\n")
    assert "1,200,000,000.12 USD (money)" in done.err
    source, problems = parse_source((case / "sources" / f"{name}.toml").read_text(encoding="utf-8"), f"{name}.toml")
    assert problems == []
    assert (source.publisher, source.retrieved) == ("World Bank", date(2025, 5, 1))
    assert source.fields["published"] == "2025-04-15"
    assert source.fields["dataset"] == "World Development Indicators (worldbank.csv)"
    assert len(source.fields["file_sha256"]) == 64
    row = next(csv.DictReader(io.StringIO((case / "sources" / f"{name}.csv").read_text(encoding="utf-8"))))
    assert (row["value"], row["series_id"], row["place_code"], row["price_basis"]) == (
        "1200000000.12", "NY.GDP.MKTP.CD", "NLD1", "current prices",
    )  # fmt: skip
    assert "5 observations" in workbench("-C", case, "build").out


def test_importing_twice_adds_nothing_and_a_revision_needs_its_vintage(workbench, case, tmp_path):
    words = ["-C", case, "source", "import"]
    workbench(*words, FILES / "worldbank.csv")
    path = case / "sources" / "world-bank-ny-gdp-mktp-cd.csv"
    before = path.read_bytes()
    again = workbench(*words, FILES / "worldbank.csv")
    assert (again.code, path.read_bytes() == before, "4 there already" in again.err) == (0, True, True)
    revised = tmp_path / "new.csv"
    revised.write_bytes((FILES / "worldbank.csv").read_bytes().replace(b'"900000000"', b'"905000000"'))
    refused = workbench(*words, revised)
    assert path.read_bytes() == before
    assert "world-bank-ny-gdp-mktp-cd.csv:4:" in refused.err
    assert "--vintage" in refused.err
    kept = workbench(*words, revised, "--vintage", "2025-06-01")
    assert (kept.code, path.read_bytes().startswith(before)) == (0, True)
    assert "stays as it is" in kept.err


def test_a_large_import_asks_first(workbench, case, tmp_path):
    path = tmp_path / "large.csv"
    rows = (f"Area {n},Production,Wheat,2020,t,{n}" for n in range(20_001))
    path.write_text("Area,Element,Item,Year,Unit,Value\n" + "\n".join(rows) + "\n", encoding="utf-8")
    refused = workbench("-C", case, "source", "import", path, "--name", "large")
    assert refused.code == 2
    assert "20,001 figures" in refused.err
    assert "--place" in refused.err
    assert not (case / "sources" / "large.csv").exists()
    assert workbench("-C", case, "source", "import", path, "--name", "large", "--place", "Area 7").code == 0
    assert [o.value for o in observations(case, "large")] == [7]
    assert workbench("-C", case, "source", "import", path, "--name", "all", "--yes").code == 0
    assert len(observations(case, "all")) == 20_001


def test_a_dry_run_writes_nothing(workbench, case):
    done = workbench("-C", case, "source", "import", FILES / "worldbank.csv", "--dry-run")
    assert (done.code, "gdp-current-us-norland-2021" in done.out) == (0, True)
    assert sorted(p.name for p in (case / "sources").iterdir()) == ["rosatom.csv", "rosatom.toml"]


def test_columns_given_as_options_are_kept_for_the_next_file(workbench, case, tmp_path):
    path = tmp_path / "ports.csv"
    path.write_text("Port,Year,Cargo\nNordhafen,2023,5.50\n", encoding="utf-8")
    words = ["-C", case, "source", "import", path, "--name", "ports"]
    told = ["--column", "place=Port", "--column", "period=Year", "--column", "value=Cargo", "--as-measure", "cargo",
            "--unit", "kt"]  # fmt: skip
    refused = workbench(*words, *told)
    assert (refused.code, "--publisher … --title … --url …" in refused.err) == (2, True)
    assert workbench(*words, *told, *options(PUBLISHED)).code == 0
    path.write_text("Port,Year,Cargo\nNordhafen,2023,5.50\nNordhafen,2024,6\n", encoding="utf-8")
    done = workbench(*words)
    assert (done.code, "1 new in ports, 1 there already" in done.err) == (0, True)
    assert [str(o.value) for o in observations(case, "ports")] == ["5.50", "6"]
    assert "ports.mapping" not in workbench("-C", case, "source", "check").out


def test_one_name_for_several_measures_is_refused(workbench, case):
    done = workbench("-C", case, "source", "import", FILES / "databank.csv", "--as-measure", "people")
    assert (done.code, "of 2 measures" in done.err, "--measure" in done.err) == (2, True, True)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["/nowhere/x.csv"], "There is no such file"),
        ([FILES / "ports.csv"], "layout is not known"),
        ([FILES / "ports.csv", "--column", "x=y"], "FIELD=COLUMN"),
        ([FILES / "ports.csv", "--column", "measure=Hafen"], "No column is given for period"),
        ([FILES / "worldbank.csv", "--name", "../x"], "cannot be the name"),
        ([FILES / "worldbank.csv", "--period", "soon"], "period 'soon'"),
        ([FILES / "worldbank.csv", "--retrieved", "soon"], "is no day"),
        ([FILES / "worldbank.csv", "--url", "x"], "no web address"),
        ([FILES / "worldbank.csv", "--vintage", "soon"], "vintage 'soon'"),
        ([FILES / "worldbank.csv", "--mapping", "/nowhere.toml"], "/nowhere.toml"),
        ([FILES], "names no unit"),
    ],
)
def test_a_wrong_import_writes_nothing(workbench, case, words, message):
    done = workbench("-C", case, "source", "import", *words)
    assert done.code in (1, 2)
    assert message in done.err
    assert "Traceback" not in done.err
    assert sorted(p.name for p in (case / "sources").iterdir()) == ["rosatom.csv", "rosatom.toml"]


@pytest.mark.parametrize("name", ["add", "import", "list", "check"])
def test_each_has_help_with_an_example(workbench, name):
    done = workbench("source", name, "--help")
    assert (done.code, f"workbench source {name}" in done.out.split("Usage", 1)[1].split("\n", 1)[1]) == (0, True)


def test_no_text_that_was_typed_is_made_of_control_characters():
    assert all(unicodedata.category(letter) != "Cc" for letter in add.checked("note", "  ok  "))
    with pytest.raises(WorkbenchError, match=r"U\+D800"):
        add.checked("measure", "\ud800")
