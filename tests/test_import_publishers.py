"""More publishers' true layouts, each read to the digit: scales, units, missing marks, intervals, vintages."""

import io
from pathlib import Path

import pytest

from workbench.documents.case import Case
from workbench.errors import WorkbenchError
from workbench.extraction.units import parse_unit
from workbench.operations.sources.imports import Said, Wanted, prepare, read
from workbench.operations.sources.opened import open_file
from workbench.references.importers.mapping import ColumnMap
from workbench.references.importers.units import in_brackets, is_per_many, spoken

FILES = Path(__file__).parent / "importers"
EXPECTED = {
    "bis.csv": [("Example rates: Norway - Monthly; Per cent per year", "Norway", "2023-04", "2.75", "%", "")],
    "comtrade_older.csv": [
        ("imports of Cereals from China, value", "Viet Nam", "2019", "1200", "USD", ""),
        ("imports of Cereals from China, net weight", "Viet Nam", "2019", "1500", "kg", "estimate"),
        ("exports of Cereals to World, value", "Viet Nam", "2019-03", "99", "USD", ""),
        ("exports of Cereals to World, net weight", "Viet Nam", "2019-03", "250", "kg", ""),
    ],
    "imf_portal.csv": [
        ("Gross domestic product (GDP), Current prices, US dollar", "Norland", "2023", "1234.5", "billion US dollar",
         ""),
        ("Gross domestic product (GDP), Current prices, US dollar", "Norland", "2024", "1300.25", "billion US dollar",
         "estimate"),
        ("Gross domestic product (GDP), Constant prices, Percent change", "Norland", "2023", "-0.5", "%", ""),
        ("Gross domestic product (GDP), Constant prices, Percent change", "Norland", "2024", "1.5", "%", "estimate"),
        ("Population", "Sudland", "2024", "5.4", "million Persons", ""),
    ],
    "faostat_matrix.csv": [
        ("Wheat: Export quantity to Sudland", "Norland", "2022", "1500.5", "t", ""),
        ("Wheat: Import value from Sudland", "Norland", "2022", "77", "thousand USD", "estimate"),
        ("Wheat: Food supply to Sudland", "Norland", "2022", "847", "kcal/day", "estimate"),
    ],
    "who_gho.csv": [
        ("Example deaths (per 100 000 population)", "Norland", "2021", "12.345", "", ""),
        ("Example deaths (per 100 000 population); Female", "Norland", "2021", "8", "", ""),
    ],
    "who_athena.csv": [("Example life expectancy (years); Male", "Norland", "2019", "80.12345", "years", "")],
    "undata.csv": [
        ("Example power; gross production", "Norland", "2021", "1234.50", "million Kilowatt-hours", ""),
        ("Example coal; imports", "Norland", "2021", "12", "thousand Metric tons", ""),
    ],
    "undata_yearbook.csv": [
        ("Population mid-year estimates (millions)", "Norland", "2021", "1005.40", "millions", ""),
    ],
    "wpp.csv": [
        ("Population; Medium", "Norland", "2021", "5100.75", "thousand", ""),
        ("Male population; Medium", "Norland", "2021", "2500.5", "thousand", ""),
        ("Female population; Medium", "Norland", "2021", "2600.25", "thousand", ""),
    ],
    "wpp_indicators.csv": [
        ("Population on 1 January; Medium", "Norland", "2021", "5090.5", "thousand", ""),
        ("Population on 1 July; Medium", "Norland", "2021", "5100.75", "thousand", ""),
        ("Life expectancy at birth; Medium", "Norland", "2021", "81.5", "years", ""),
        ("Total fertility rate; Medium", "Norland", "2021", "1.45", "", ""),
    ],
    "ilostat_labels.csv": [
        ("Example unemployment by sex and age (thousands); Age: 15+", "Norland", "2021", "120.75", "thousands", ""),
    ],
    "psd.csv": [
        ("Wheat; Production", "Norland", "2023", "15230.0000", "thousand t", ""),
        ("Wheat; Yield", "Norland", "2023", "3.2500", "t/ha", ""),
    ],
    "mer.csv": [
        ("Example Energy Production", "United States", "1973-01", "5.4025", "Quadrillion Btu", ""),
        ("Example Energy Production", "United States", "1973", "63.5", "Quadrillion Btu", ""),
        ("Example Generation", "United States", "1973", "120.5", "million kWh", ""),
    ],
    "review.csv": [
        ("exampleoil_mt", "Norland", "2021", "1.289", "million t", ""),
        ("exampleenergy_ej", "Norland", "2021", "0.54", "EJ", ""),
    ],
    "destatis.csv": [("Examples", "Germany", "2024-03", "664.5", "thousand", "provisional")],
}  # fmt: skip


def imported(name, said=None, columns=None, wanted=None, encoding=""):
    return read(open_file(FILES / name, encoding=encoding), columns, wanted or Wanted(), said or Said())


def rows(found):
    return [(f.measure, f.place, f.period, f.value, f.unit, f.flag) for f in found.figures]


@pytest.mark.parametrize("name", EXPECTED)
def test_a_layout_is_recognised_and_read_to_the_digit(name):
    found = imported(name)
    assert rows(found) == EXPECTED[name]
    assert found.about.publisher
    assert found.about.url.startswith("https://")
    assert all(parse_unit(figure.unit) for figure in found.figures)


def test_german_numbers_and_a_hyphen_that_is_no_figure():
    found = imported("destatis_older.csv", encoding="cp1252")
    assert rows(found) == [
        ("Beispiele", "Nordländer", "2021", "2602203", "", ""),
        ("Beispielumsatz", "Nordländer", "2021", "1234.5", "thousand EUR", ""),
        ("Beispielquote; weiblich", "Germany", "2021-12-31", "7.3", "%", ""),
    ]
    assert found.about.title == "Beispielstatistik für Länder"


def test_intervals_are_kept_where_they_hold_the_value():
    assert [(f.low, f.high) for f in imported("who_gho.csv").figures] == [("10.5", "14.25"), ("", "")]
    assert [(f.low, f.high) for f in imported("who_athena.csv").figures] == [("79.5", "81.25")]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("who_codes.csv", [("EX_0002", "Norway", "2019", "82.61178", "%", "")]),
        ("ilostat.csv", [("EX_UNEM_RT; AGE_Y15-24", "Norway", "2021", "12.5", "%", "break in the series")]),
        ("bls.csv", [("EX0000001", "", "2021-01", "4.5", "%", ""), ("EX0000001", "", "2021", "4.25", "%", ""),
                     ("EX0000001", "", "2021-04/2021-06", "4", "%", "")]),
        ("ecb_series.csv", [
            ("Example money, stocks", "", "1999-02", "426644", "%", ""),
            ("Example money, stocks", "", "1999-01/1999-03", "430515.5", "%", ""),
            ("Example money, stocks; Modified value (Quarterly)", "", "1999-01/1999-03", "430000", "%", "")]),
    ],
)  # fmt: skip
def test_codes_alone_name_no_unit_so_it_must_be_given(name, expected):
    with pytest.raises(WorkbenchError, match="names no unit"):
        imported(name)
    assert rows(imported(name, Said(unit="%"))) == expected


def test_a_vintage_behind_a_name_with_an_underscore_is_a_vintage():
    found = imported("alfred_changed.csv", Said(unit="thousand"))
    assert [(f.measure, f.period, f.value, f.vintage) for f in found.figures] == [
        ("JOBS_X_CHG", "2023-09", "115", "2023-12-08"), ("JOBS_X_CHG", "2023-09", "120", "2024-01-05"),
        ("JOBS_X_CHG", "2023-10", "90", "2023-12-08"), ("JOBS_X_CHG", "2023-11", "60", "2023-12-08"),
    ]  # fmt: skip


def test_a_scale_that_may_not_be_applied_is_not_guessed(tmp_path):
    path = tmp_path / "bop.csv"
    path.write_text(
        "DATASET,SERIES_CODE,OBS_MEASURE,COUNTRY,INDICATOR,FREQUENCY,SCALE,UNIT,TIME_PERIOD,OBS_VALUE\n"
        "IMF.STA:BOP(1.0),NLD.X.A,OBS_VALUE,Norland,Example balance,Annual,Millions,US dollar,2023,5\n"
        "IMF.STA:BOP(1.0),NLD.Y.Q,OBS_VALUE,Norland,Example share,Quarterly,Units,Percent,2023-Q2,7\n",
        encoding="utf-8",
    )
    found = read(open_file(path), None, Wanted(), Said())
    assert rows(found) == [("Example share; Quarterly", "Norland", "2023-04/2023-06", "7", "%", "")]
    assert "check one figure" in found.problems[0].message


@pytest.mark.parametrize(
    ("name", "unit"),
    [
        ("GDP (current US$)", "US$"), ("Value added (GVA) (constant LCU)", None),
        ("Workers (% of employment) (modeled ILO estimate)", "%"), ("Trade in goods (BoP, current US$)", "US$"),
        ("Exchange rate (LCU per US$, period average)", None), ("Deaths (per 1,000 live births)", ""),
        ("Deaths (modeled estimate, per 100,000 live births)", ""), ("GDP, PPP (constant 2021 international $)", None),
        ("Emissions (CO2) without forests (Mt CO2e)", "Mt"), ("Spread (lending rate less deposit rate, %)", "%"),
        ("Population, total", ""), ("Age at first marriage", None), ("Price level (2010 = 100)", None),
        ("Price index", None), ("Consumption (2017 PPP $ per day)", None),
    ],
)  # fmt: skip
def test_the_last_bracket_that_measures_is_the_unit_known_or_not(name, unit):
    found, _ = in_brackets(name, lambda text: parse_unit(text) is not None, plain_is_count=True)
    assert (found if parse_unit(found) else None) == unit


@pytest.mark.parametrize(
    ("text", "expected"),
    [("per 1,000", True), ("deaths per 100 000 population", True), ("kg per 1,000 people", False),
     ("US$ per 1,000 litres", False), ("per hectare", False)],
)  # fmt: skip
def test_so_many_per_thousand_is_a_plain_number(text, expected):
    assert is_per_many(text, lambda unit: parse_unit(unit) is not None) is expected


@pytest.mark.parametrize(
    ("written", "unit"),
    [("kcal/capita/day", "kcal/day"), ("g/cap/d", "g/day"), ("Tonnes of CO2-equivalent", "Tonnes"),
     ("t CO2e/capita", "t"),     ("Metric tons,  thousand", "thousand Metric tons")],
)  # fmt: skip
def test_units_as_publishers_write_them(written, unit):
    assert spoken(written)[0] == unit


def semicolons(tmp_path, *values: str):
    path = tmp_path / "saved-anew.csv"
    text = (FILES / "review.csv").read_text(encoding="utf-8").splitlines()
    lines = [
        text[0].replace(",", ";"),
        *(text[1].replace("1.289", "=").replace(",", ";").replace("=", value) for value in values),
    ]
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def test_a_publishers_table_with_decimal_commas_is_never_read_with_points(tmp_path):
    path = semicolons(tmp_path, "1,289")
    with pytest.raises(WorkbenchError, match="may have a decimal comma") as raised:
        read(open_file(path), None, Wanted(), Said())
    assert (raised.value.problem.line, "--decimal ," in raised.value.problem.hint) == (2, True)
    for decimal, value in ((",", "1.289"), (".", "1289")):
        assert [f.value for f in read(open_file(path), None, Wanted(), Said(decimal=decimal)).figures] == [value]
    assert [f.value for f in read(open_file(semicolons(tmp_path, "1.289")), None, Wanted(), Said()).figures] == [
        "1.289"
    ]


def test_of_two_figures_of_one_name_neither_is_taken(tmp_path):
    path = tmp_path / "events.csv"
    path.write_text("Place,Year,Dead\nNorth,2021,5\nNorth,2021,7\nSouth,2021,1\nSouth,2021,1\n", encoding="utf-8")
    columns = ColumnMap({"place": "Place", "period": "Year", "value": "Dead"}, {"measure": "deaths"})
    Case(tmp_path).sources_dir.mkdir()
    ready = prepare(tmp_path, "events", read(open_file(path), columns, Wanted(), Said()))
    assert [(o.place, o.value) for o in ready.new] == [("South", 1)]
    assert [(problem.line, "line 2, and neither" in problem.message) for problem in ready.problems] == [(3, True)]


def test_many_problems_of_one_kind_are_counted(tmp_path):
    path = tmp_path / "bad.csv"
    path.write_text(
        "Place,Year,Dead\n" + "".join(f"P{n},soon,{n}\n" for n in range(40)) + "Q,2021,1\n", encoding="utf-8"
    )
    columns = ColumnMap({"place": "Place", "period": "Year", "value": "Dead"}, {"measure": "deaths"})
    Case(tmp_path).sources_dir.mkdir()
    ready = prepare(tmp_path, "bad", read(open_file(path), columns, Wanted(), Said()))
    assert len(ready.new) == 1
    assert len(ready.problems) == 6
    assert ready.problems[-1].message.startswith("35 more rows")


def test_a_unit_that_nobody_knows_is_refused_at_once():
    with pytest.raises(WorkbenchError, match="'florins' is not known"):
        imported("fred.csv", Said(unit="florins"))


def test_an_interval_behind_a_value_of_any_table(tmp_path):
    path = tmp_path / "x.csv"
    path.write_text('Place,Year,Dead\nNorth,2021,"1 100 [ 745 - 1 570]"\nSouth,2021,5 [7-9]\n', encoding="utf-8")
    columns = ColumnMap({"place": "Place", "period": "Year", "value": "Dead"}, {"measure": "deaths"})
    found = read(open_file(path), columns, Wanted(), Said())
    assert [(f.value, f.low, f.high, f.flag) for f in found.figures] == [
        ("1100", "745", "1570", ""),
        ("5", "", "", "7-9"),
    ]


@pytest.mark.parametrize(("text", "told"), [("<ROOT><data/></ROOT>", "is XML"), ("<html><head/></html>", "a web page")])
def test_a_page_and_another_format_are_told_apart(tmp_path, text, told):
    path = tmp_path / "export.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(WorkbenchError, match=told):
        open_file(path)


def workbook(tmp_path, sheets, formats=()):
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, lines in sheets.items():
        sheet = book.create_sheet(title)
        for line in lines:
            sheet.append(line)
    for title, cell, shown in formats:
        book[title][cell].number_format = shown
    data = io.BytesIO()
    book.save(data)
    path = tmp_path / "book.xlsx"
    path.write_bytes(data.getvalue())
    return read(open_file(path), None, Wanted(), Said())


def test_the_workbook_of_military_expenditure_says_its_units_above(tmp_path):
    found = workbook(tmp_path, {
        "Constant (2021) US$": [
            ["Military expenditure by country, in constant (2021) US$ m., 1949-2022 © SIPRI 2023"],
            ["Figures are in US $m., at constant 2021 prices"], [], ["Country", None, "Notes", 2021, 2022],
            ["North"], ["Norland", None, "§4", "xxx", 12.5], ["Sudland", None, None, ". .", "..."],
        ],
        "Share of GDP": [
            ["Military expenditure by country as percentage of gross domestic product, 1949-2022 © SIPRI 2023"],
            ["Country", "Notes", 2022], ["Norland", None, 0.025],
        ],
        "Local currency": [
            ["Military expenditure by country, in local currency, 1949-2022 © SIPRI 2023"],
            ["Country", "Currency", 2022], ["Norland", "Mark", 400],
        ],
    }, [("Share of GDP", "C3", "0.00%")])  # fmt: skip
    assert rows(found) == [
        ("military expenditure (constant 2021 prices)", "Norland", "2022", "12.5", "million USD", ""),
        ("military expenditure as a share of GDP", "Norland", "2022", "2.5", "%", ""),
    ]
    assert [f.note for f in found.figures] == ["§4", ""]
    assert "'local currency' is not known" in found.problems[0].message


def test_a_workbook_of_series_says_its_units_above_or_in_a_sheet_beside(tmp_path):
    top = ["FRED Graph Observations"]
    told = ["EXRATE", "Example rate, all persons, Percent, Monthly, Seasonally Adjusted"]
    days = [["observation_date", "EXRATE"], ["2021-01-01", 4.5], ["2021-02-01", 4.25]]
    expected = [
        ("Example rate, all persons", "", "2021-01", "4.5", "%", ""),
        ("Example rate, all persons", "", "2021-02", "4.25", "%", ""),
    ]
    found = workbook(tmp_path, {"FRED Graph": [top, told, ["Frequency: Monthly"], *days]})
    assert rows(found) == expected
    found = workbook(tmp_path, {
        "README": [top, told, ["EXOIL", "Example oil, U.S. Dollars per Barrel, Monthly"]],
        "Monthly": days, "End": [["observation_date", "EXOIL"], ["2021-01-01", 50.5]],
    })  # fmt: skip
    assert rows(found) == [*expected, ("Example oil", "", "2021-01-01", "50.5", "U.S. Dollars per Barrel", "")]
    assert (found.about.title, found.about.series_id) == ("Example rate, all persons; Example oil", "EXRATE, EXOIL")


def test_a_workbook_with_a_month_a_column(tmp_path):
    found = workbook(tmp_path, {"BLS Data Series": [
        ["Example survey"], ["Original Data Value"], ["Series Id:", "EX1"], ["Series title:", "Example rate"],
        ["Type of data:", "Percent or rate"], ["Year", "Jan", "Feb", "Annual", "HALF1"],
        ["2021", 4.5, "4.25(P)", 4.4, None],
    ]})  # fmt: skip
    assert rows(found) == [
        ("Example rate", "United States", "2021-01", "4.5", "%", ""),
        ("Example rate", "United States", "2021-02", "4.25", "%", "preliminary"),
        ("Example rate", "United States", "2021", "4.4", "%", ""),
    ]
    with pytest.raises(WorkbenchError, match="index, 1982-84=100"):
        workbook(tmp_path, {"BLS Data Series": [
            ["Series Id:", "EX2"], ["Base Period:", "1982-84=100"], ["Year", "Jan"], ["2021", 261.5],
        ]})  # fmt: skip
