"""More publishers' layouts, and tables as people make them: marks behind numbers, other decimals, other encodings."""

import gzip
import io
from pathlib import Path

import pytest

from workbench.documents.case import Case
from workbench.errors import WorkbenchError
from workbench.operations.sources.imports import Said, Wanted, prepare, read
from workbench.operations.sources.opened import open_file
from workbench.references.importers.mapping import ColumnMap
from workbench.references.importers.model import Exact, has_decimal_comma, noted, number
from workbench.references.importers.periods import our_period

FILES = Path(__file__).parent / "importers"
PORTS = ColumnMap({"place": "Port", "period": "Year", "value": "Tonnes"}, {"measure": "cargo", "unit": "t"})
EXPECTED = {
    "estat_nama_10_gdp.tsv": [
        ("na_item B1GQ; nama_10_gdp; CP_MEUR", "Austria", "2021", "400000.1", "million EUR", ""),
        ("na_item B1GQ; nama_10_gdp; CP_MEUR", "Austria", "2022", "410000.2", "million EUR", "provisional"),
        ("na_item B1GQ; nama_10_gdp; CLV10_MEUR", "Greece", "2022", "200000.1", "million EUR",
         "break in the series, estimate"),
    ],
    "fred.txt": [
        ("Example product", "", "2023-01/2023-03", "26000.601", "billion USD", ""),
        ("Example product", "", "2023-07/2023-09", "27000.012", "billion USD", ""),
    ],
    "faostat_wide.csv": [
        ("Wheat: Production", "Norland", "2022", "20000.5", "t", ""),
        ("Wheat: Production", "Norland", "2023", "21000", "t", "estimate"),
        ("Wheat: Yield", "Norland", "2023", "1300.5", "kg/ha", ""),
    ],
    "ons.csv": [
        ("Example output: current prices: £m", "United Kingdom", "2023", "2500", "million GBP", ""),
        ("Example output: current prices: £m", "United Kingdom", "2024-01/2024-03", "640", "million GBP", ""),
        ("Example output: current prices: £m", "United Kingdom", "2024-01", "213.5", "million GBP", ""),
    ],
    "ons_thousands.csv": [
        ("Example output: posts (thousands) - Total", "United Kingdom", "2023", "2500", "thousand", ""),
        ("Example output: posts (thousands) - Total", "United Kingdom", "2024-01/2024-03", "640", "thousand", ""),
        ("Example output: posts (thousands) - Total", "United Kingdom", "2024-01", "213.5", "thousand", ""),
    ],
}


def rows(found):
    return [(f.measure, f.place, f.period, f.value, f.unit, f.flag) for f in found.figures]


def imported(path, columns=None, said=None):
    return read(open_file(path), columns, Wanted(), said or Said())


def table(tmp_path, *cells: str):
    path = tmp_path / "ports.csv"
    lines = ["Port;Year;Tonnes", *(f"North;{2001 + i};{cell}" for i, cell in enumerate(cells))]
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


@pytest.mark.parametrize("name", EXPECTED)
def test_a_layout_is_recognised_and_read_to_the_digit(name):
    found = imported(FILES / name)
    assert rows(found) == EXPECTED[name]
    assert found.about.publisher
    assert found.about.url.startswith("https://")


def test_columns_of_series_name_no_unit_so_it_must_be_given():
    with pytest.raises(WorkbenchError, match="names no unit"):
        imported(FILES / "fred.csv")
    found = imported(FILES / "fred.csv", said=Said(unit="%"))
    assert rows(found) == [
        ("EXAMPLEA", "", "2023-01/2023-03", "3.4", "%", ""), ("EXAMPLE_B", "", "2023-04/2023-06", "7", "%", ""),
    ]  # fmt: skip
    found = imported(FILES / "dbnomics.csv", said=Said(unit="%"))
    assert [(f.value, f.period, f.series_id) for f in found.figures] == [
        ("4.5", "2021", "EXA/RATES/A.NLD.RATE"), ("4.25", "2022", "EXA/RATES/A.NLD.RATE"),
        ("3", "2022", "EXA/RATES/A.SUD.RATE"),
    ]  # fmt: skip


def test_the_price_basis_and_the_first_publisher_of_a_text_are_kept():
    found = imported(FILES / "fred.txt")
    assert {f.price_basis for f in found.figures} == {"chained 2017 prices"}
    assert (found.about.definition, found.about.published) == ("Original publisher: Example bureau", "2023-09-28")


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-16"])
def test_two_bytes_a_letter_are_read_with_and_without_their_mark(tmp_path, encoding):
    path = tmp_path / "WEOOct.xls"
    path.write_bytes((FILES / "weo.xls").read_text(encoding="utf-16").encode(encoding))
    assert rows(imported(path)) == rows(imported(FILES / "weo.xls"))


def test_what_gzip_packed_is_read_and_what_it_cut_is_not(tmp_path):
    packed = gzip.compress((FILES / "estat_nama_10_gdp.tsv").read_bytes())
    path = tmp_path / "estat_nama_10_gdp.tsv.gz"
    path.write_bytes(packed)
    assert rows(imported(path)) == EXPECTED["estat_nama_10_gdp.tsv"]
    path.write_bytes(packed[:-12])
    with pytest.raises(WorkbenchError, match="ends too early"):
        open_file(path)


def test_a_row_that_names_too_few_dimensions_is_left_out_with_its_line(tmp_path):
    path = tmp_path / "x.tsv"
    path.write_text("freq,unit,geo\\TIME_PERIOD\t2021 \nA,PC\t1 \nA,PC,AT\t2 p\n", encoding="utf-8")
    found = imported(path)
    assert [f.value for f in found.figures] == ["2"]
    assert [problem.line for problem in found.problems] == [2]


@pytest.mark.parametrize(
    ("cell", "value", "flag"),
    [("12.5 p", "12.5", "p"), ("12.5*", "12.5", "*"), ("12.5 (estimate)", "12.5", "estimate"), ("7 [a]", "7", "a"),
     ("12.5\u00b9", "12.5", "\u00b9"), ("1 234 567", "1234567", ""), ("1\u00a0234", "1234", ""),
     ("1'234.5", "1234.5", ""), (": c", None, "c"), ("-3 e", "-3", "e")],
)  # fmt: skip
def test_a_mark_behind_a_number_is_its_flag(cell, value, flag):
    plain, mark = noted(cell)
    assert (number(plain), mark) == (value, flag)


@pytest.mark.parametrize("cell", ["12.5e", "(123)", "< 5", "~ 500", "1 23", "12 345 6", "5 apples"])
def test_what_may_mean_something_else_is_left_out_with_its_line(tmp_path, cell):
    Case(tmp_path).sources_dir.mkdir()
    ready = prepare(tmp_path, "ports", imported(table(tmp_path, cell, "5"), PORTS))
    assert [o.value for o in ready.new] == [5]
    assert [(problem.line, cell in problem.message) for problem in ready.problems] == [(2, True)]


def test_one_decimal_comma_stops_a_table_that_would_be_read_with_points(tmp_path):
    path = table(tmp_path, "1.234", "65 432,5")
    with pytest.raises(WorkbenchError, match="decimal comma; nothing was read") as raised:
        imported(path, PORTS)
    assert (raised.value.problem.line, "--decimal ," in raised.value.problem.hint) == (3, True)
    comma = ColumnMap(PORTS.columns, PORTS.fixed, decimal=",")
    assert [f.value for f in imported(path, comma).figures] == ["1234", "65432.5"]


def test_a_decimal_point_among_commas_is_left_out_and_named(tmp_path):
    comma = ColumnMap(PORTS.columns, PORTS.fixed, decimal=",")
    found = imported(table(tmp_path, "1234.56", "7,5", "1.234.567,8"), comma)
    assert [f.value for f in found.figures] == ["7.5", "1234567.8"]
    assert [(p.line, "decimal point" in p.message) for p in found.problems] == [(2, True)]


@pytest.mark.parametrize(
    ("cell", "expected"),
    [("65 432,5", True), ("1.234,56", True), ("12,5", True), ("0,123", True), ("12,345", False), ("1,234,567", False),
     ("12.5", False), ("1,234.5", False)],
)  # fmt: skip
def test_a_comma_is_before_decimals_only_where_it_can_be_nothing_else(cell, expected):
    assert has_decimal_comma(cell) is expected


def test_a_number_of_a_workbook_has_a_point_whatever_its_sheet_writes(tmp_path):
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    for row in (["Port", "Year", "Tonnes"], ["North", 2023, 1234.567], ["South", 2023, "1.234,5"]):
        book.active.append(row)
    data = io.BytesIO()
    book.save(data)
    path = tmp_path / "ports.xlsx"
    path.write_bytes(data.getvalue())
    comma = ColumnMap(PORTS.columns, PORTS.fixed, decimal=",")
    assert [f.value for f in imported(path, comma).figures] == ["1234.567", "1234.5"]
    assert number(Exact("1.234"), ",") == "1.234"


@pytest.mark.parametrize(
    ("written", "ours"),
    [("2024 Q1", "2024-01/2024-03"), ("Q3 2024", "2024-07/2024-09"), ("2024 JAN", "2024-01"), ("March 2024", "2024-03"),
     ("Sep-2024", "2024-09"), ("2024 Foo", "2024 Foo"), ("2024 1", "2024 1")],
)  # fmt: skip
def test_quarters_and_months_in_words_are_periods(written, ours):
    assert our_period(written) == ours
