"""Publishers' files that are packed, damaged or no table at all: one clear message, and the rest loads."""

import io
import json
import shutil
import sys
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.errors import WorkbenchError
from workbench.operations.sources.imports import Said, Wanted, prepare, read
from workbench.operations.sources.opened import open_file
from workbench.references.importers.mapping import ColumnMap

FILES = Path(__file__).parent / "importers"
NAMES = sorted(path.name for path in FILES.iterdir() if path.suffix in {".csv", ".xls"})


PAGE = b"<!DOCTYPE html><html><head><title>503 Service\nUnavailable</title></head></html>"
DAMAGED = [
    ("empty.csv", b"", "empty", 1),
    ("blank.csv", b" \r\n\r\n", "empty", 1),
    ("page.csv", PAGE, "web page (503 Service Unavailable)", 1),
    ("error.csv", b'{"error": "no such series"}', "JSON", 1),
    ("latin.csv", "Entity,Code,Year,x\nT\u00fcrkiye,TUR,2020,5\n".encode("latin-1"), "byte 0xfc in column 2", 2),
    ("utf16.csv", "\ufeffa,b".encode("utf-16-le")[:-1], "UTF-16", 1),
    ("zeros.csv", b"a,b\n1,\x002\n", "binary", 2),
    ("old.xls", b"\xd0\xcf\x11\xe0" + bytes(20), "old Excel", None),
    ("x.csv", b"%PDF-1.7", "PDF", None),
    ("x.csv.gz", b"\x1f\x8b\x08", "ends too early", None),
    ("cut.zip", b"PK\x03\x04" + bytes(30), "damaged", None),
    ("other.csv", b"a,b\n1,2\n", "layout is not known; the columns of the table are: a, b", 1),
    ("header.csv", b"Area,Element,Item,Year,Unit,Value\n", "no figure", None),
]


@pytest.mark.parametrize(("name", "content", "message", "line"), DAMAGED)
def test_what_is_no_table_gets_one_clear_message(tmp_path, name, content, message, line):
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(WorkbenchError) as raised:
        read(open_file(path), None, Wanted(), Said(unit="t"))
    problem = raised.value.problem
    assert message in problem.message
    assert (problem.file, problem.line) == (name, line)
    assert problem.hint
    assert "\n" not in str(problem)


def test_an_encoding_can_be_given(tmp_path):
    path = tmp_path / "latin.csv"
    path.write_bytes("Area,Element,Item,Year,Unit,Value\nT\u00fcrkiye,Production,Wheat,2020,t,5\n".encode("cp1252"))
    found = read(open_file(path, encoding="cp1252"), None, Wanted(), Said())
    assert [f.place for f in found.figures] == ["Türkiye"]
    for wrong in ("rot13", "nonsense", "zip"):
        with pytest.raises(WorkbenchError, match="no encoding"):
            open_file(path, encoding=wrong)


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path):
    path = tmp_path / "bomb.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("data.csv", "w") as member:
        for _ in range(300):
            member.write(bytes(1 << 20))
    with pytest.raises(WorkbenchError, match=r"unpacks to 300 MB, above the 256 MB limit"):
        open_file(path)


def test_a_zip_that_lies_about_its_sizes(tmp_path):
    path = tmp_path / "liar.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("data.csv", "Entity,Code,Year,x\n" + "a,b,2020,1\n" * 100_000)
    data = bytearray(path.read_bytes())
    place = data.rfind(b"PK\x01\x02")
    data[place + 24 : place + 28] = (10).to_bytes(4, "little")
    path.write_bytes(bytes(data))
    with pytest.raises(WorkbenchError, match=r"liar\.zip"):
        open_file(path)


def test_rows_that_cannot_be_read_are_told_and_the_rest_loads(tmp_path):
    path = tmp_path / "torn.csv"
    rows_of_it = 'A,Production,"Wheat,2020,t,5\nB,Production,Wheat,2020,t,6\n'
    path.write_text(f"Area,Element,Item,Year,Unit,Value\n{rows_of_it}", encoding="utf-8")
    found = read(open_file(path), None, Wanted(), Said())
    assert [f.value for f in found.figures] == ["6"]
    assert [(p.file, p.line) for p in found.problems] == [("torn.csv", 2)]


def test_metadata_that_is_no_json_is_told_with_its_line(tmp_path):
    (tmp_path / "c").mkdir()
    shutil.copy(FILES / "owid" / "wheat.csv", tmp_path / "c")
    (tmp_path / "c" / "wheat.metadata.json").write_text('{"chart": {},\n "columns": \n', encoding="utf-8")
    found = read(open_file(tmp_path / "c"), None, Wanted(), Said(unit="t"))
    assert [(p.file, p.line) for p in found.problems] == [("wheat.metadata.json", 3)]
    odd = '{"chart": 5, "columns": {"Wheat yield": [1]}}'
    for hostile in ("[" * 100_000, odd, json.dumps({"columns": {"x": "y"}})):
        (tmp_path / "c" / "wheat.metadata.json").write_text(hostile, encoding="utf-8")
        assert len(read(open_file(tmp_path / "c"), None, Wanted(), Said(unit="t")).figures) == 4


def workbook(tmp_path, fill):
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    fill(book.active)
    path = tmp_path / "table.xlsx"
    book.save(path)
    return path


def test_a_workbook_in_the_same_layout(tmp_path):
    def fill(sheet):
        for row in (["Data Source", "World Development Indicators"], [],
                    ["Country Name", "Country Code", "Indicator Name", "Indicator Code", "2022", "2023"],
                    ["Norland", "NLD1", "GDP (current US$)", "X", 0.1 + 0.2, 123456789012345]):  # fmt: skip
            sheet.append(row)

    found = read(open_file(workbook(tmp_path, fill)), None, Wanted(), Said())
    assert [f.value for f in found.figures] == ["0.3", "123456789012345"]


def test_a_workbook_with_merged_headers_says_where(tmp_path):
    def fill(sheet):
        sheet.append(["Port", "Cargo", None, "Ships"])
        sheet.append(["Nordhafen", 5, 6, 7])
        sheet.append(["Südhafen", 0.245, 6, 7])
        sheet["B3"].number_format = "0.0%"
        sheet.merge_cells("B1:C1")

    columns = ColumnMap({"place": "Port", "value": "Cargo"}, {"measure": "cargo", "unit": "t", "period": "2024"})
    found = read(open_file(workbook(tmp_path, fill)), columns, Wanted(), Said())
    assert [f.value for f in found.figures] == ["5", "24.5"]
    assert [(p.file, p.line) for p in found.problems] == [("table.xlsx/Sheet", 1)]
    assert "B1:C1" in found.problems[0].message
    with pytest.raises(WorkbenchError, match=r"no sheet 'Other'.*Sheet"):
        open_file(tmp_path / "table.xlsx", sheet="Other")


def test_an_unknown_workbook_names_its_header_and_the_merged_cells(tmp_path):
    def fill(sheet):
        sheet.append(["Energy balance"])
        sheet.append(["Country", "Production", None, "Consumption", None])
        sheet.append([None, 2022, 2023, 2022, 2023])
        sheet.append(["Norway", 150, 154, 130, 131])
        sheet.merge_cells("B2:C2")
        sheet.merge_cells("D2:E2")

    with pytest.raises(WorkbenchError) as raised:
        read(open_file(workbook(tmp_path, fill)), None, Wanted(), Said())
    problem = raised.value.problem
    assert (problem.file, problem.line) == ("table.xlsx/Sheet", 2)
    for told in ("columns of the table are: Country, Production, Consumption", "B2:C2", "D2:E2"):
        assert told in problem.message


def test_a_sheet_that_one_cell_far_out_makes_endless_is_told(tmp_path):
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    book.active.append(["country", "2024"])
    book.active["XFD1048576"] = 1
    book.create_sheet("Small").append(["country", "2024"])
    book.save(tmp_path / "t.xlsx")
    found = open_file(tmp_path / "t.xlsx")
    assert [table.name for table in found.tables] == ["t.xlsx/Small"]
    assert "'Sheet' spans 1,048,576 rows and 16,384 columns" in found.problems[0].message
    with pytest.raises(WorkbenchError, match="spans"):
        open_file(tmp_path / "t.xlsx", sheet="Sheet")


def test_a_workbook_without_openpyxl_names_the_command(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    path = tmp_path / "t.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
    with pytest.raises(WorkbenchError, match="pip install openpyxl") as raised:
        open_file(path)
    assert raised.value.code == 2


def test_a_damaged_workbook_is_one_message(tmp_path):
    pytest.importorskip("openpyxl")
    path = tmp_path / "t.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook")
    with pytest.raises(WorkbenchError, match="workbook cannot be read"):
        open_file(path)


def test_text_of_a_zip_member_with_an_odd_name(tmp_path):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("../../evil.csv", (FILES / "faostat_bulk.csv").read_text(encoding="utf-8"))
    path = tmp_path / "odd.zip"
    path.write_bytes(stream.getvalue())
    assert len(read(open_file(path), None, Wanted(), Said()).figures) == 3
    assert sorted(p.name for p in tmp_path.rglob("*")) == ["odd.zip"]


CHANGES = st.tuples(
    st.integers(0, 4000),
    st.sampled_from([0, 0, 1, 3, 20]),
    st.sampled_from(
        [b'"', b",", b"\n", b"\r", b"\0", b"\xff", b";", b"\t", b"", b":", b"%", b"\xe2\x80\xae", b"1e999", b"{"]
    ),
)


@settings(max_examples=200, deadline=None, derandomize=True)
@given(name=st.sampled_from(NAMES), changes=st.lists(CHANGES, min_size=1, max_size=6))
def test_a_damaged_file_is_read_or_refused_and_never_crashes(tmp_path_factory, name, changes):
    root = tmp_path_factory.mktemp("damaged")
    data = bytearray((FILES / name).read_bytes())
    for place, cut, put in changes:
        data[place % len(data) : place % len(data) + cut] = put
    path = root / name
    path.write_bytes(bytes(data))
    refused = None
    try:
        ready = prepare(root, "damaged", read(open_file(path), None, Wanted(), Said(unit="t")))
    except WorkbenchError as error:
        refused = error.problem
    assert (refused.message and refused.hint) if refused else all(o.unit is not None for o in ready.new)
