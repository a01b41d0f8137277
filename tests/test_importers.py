"""Publishers' files: each in its true layout, read to the digit; what is damaged says so in one line."""

import shutil
import zipfile
from pathlib import Path

import pytest

from workbench.errors import WorkbenchError
from workbench.extraction.units import parse_unit
from workbench.operations.sources.imports import Said, Wanted, choose_map, read
from workbench.operations.sources.opened import open_file
from workbench.references.importers.mapping import ColumnMap, parse_mapping, write_mapping
from workbench.references.importers.model import number
from workbench.references.importers.periods import our_period
from workbench.references.importers.places import place_name
from workbench.references.importers.units import candidates, coded, spoken
from workbench.references.periods import parse_period

FILES = Path(__file__).parent / "importers"


def imported(name, wanted=None, said=None, columns=None):
    return read(open_file(FILES / name), columns, wanted or Wanted(), said or Said())


def rows(found):
    return [(f.measure, f.place, f.period, f.value, f.unit, f.flag) for f in found.figures]


GDP = "Gross domestic product, current prices (U.S. dollars)"
EXPECTED = {
    "worldbank.csv": [
        ("GDP (current US$)", "Norland", "2021", "1200000000.12", "US$", ""),
        ("GDP (current US$)", "Norland", "2022", "1250000000.5", "US$", ""),
        ("GDP (current US$)", "Sudland", "2022", "900000000", "US$", ""),
        ("GDP (current US$)", "Sudland", "2023", "910000000.000000001", "US$", ""),
    ],
    "databank.csv": [
        ("Population, total", "Norland", "2022", "5400000", "", ""),
        ("Population, total", "Norland", "2023", "5450000", "", ""),
        ("Inflation, consumer prices (annual %)", "Norland", "2022", "5.8", "%", ""),
    ],
    "eurostat.csv": [
        ("na_item B1GQ; NAMA_10_GDP; CP_MEUR", "Germany", "2022", "3800.5", "million EUR", ""),
        ("na_item B1GQ; NAMA_10_GDP; CLV10_MEUR", "Greece", "2023", "200.10", "million EUR", "provisional"),
        ("na_item P3; NAMA_10_GDP; PC_GDP", "Euro area (20 countries)", "2023-10/2023-12", "51.0", "%",
         "break in the series, estimate"),
    ],
    "eurostat_labels.csv": [
        ("Unemployment by sex and age; From 15 to 74 years; Thousand persons", "France", "2024", "2310", "thousand",
         ""),
        ("Unemployment by sex and age; From 15 to 74 years; Percentage of population in the labour force", "France",
         "2024", "7.4", "%", "provisional"),
    ],
    "oecd.csv": [
        ("Official development assistance; Flows by provider; Current prices; US dollars", "Norway", "2023", "5550.25",
         "million USD", "provisional"),
        ("Share of bilateral assistance; Flows by provider; Percentage of assistance", "Norway", "2023", "71.5", "%",
         ""),
    ],
    "sdmx_both.csv": [("Vaccinated children; Child data; %", "Kenya", "2023", "91.5", "%", "")],
    "owid": [
        ("Wheat production", "Norland", "1961", "1200.5", "tonnes", ""),
        ("Wheat yield", "Norland", "1961", "2.31", "tonnes per hectare", ""),
        ("Wheat production", "Norland", "2023", "1500", "tonnes", ""),
        ("Wheat production", "Old empire", "-10000", "3", "tonnes", ""),
    ],
    "faostat_bulk.csv": [
        ("Wheat: Area harvested", "Norland", "2023", "15000.000000", "ha", ""),
        ("Wheat: Production", "Norland", "2023", "20000.500000", "t", "estimate"),
        ("Cattle: Stocks", "Norland", "2023", "12.5", "thousand", "imputed"),
    ],
    "faostat_page.csv": [
        ("Wheat: Yield", "Norland", "2023", "1333.3", "kg/ha", ""),
        ("Prevalence of undernourishment (percent) (3-year average): Value", "Norland", "2021/2023", "4.5", "%",
         "estimate"),
    ],
    "comtrade.csv": [
        ("exports of All Commodities to World, value", "Viet Nam", "2023", "354721000000.123", "USD", ""),
        ("imports of Wheat and meslin from China, value", "Viet Nam", "2023-03", "1200.5", "USD", ""),
        ("imports of Wheat and meslin from China, net weight", "Viet Nam", "2023-03", "1500", "kg", "estimate"),
    ],
    "weo.xls": [
        (GDP, "Norland", "2022", "1234.567", "billion U.S. dollars", ""),
        (GDP, "Norland", "2023", "1300.1", "billion U.S. dollars", ""),
        (GDP, "Norland", "2024", "1350", "billion U.S. dollars", "estimate"),
        ("Gross domestic product, constant prices (Percent change)", "Norland", "2022", "-0.5", "%", ""),
        ("Gross domestic product, constant prices (Percent change)", "Norland", "2024", "1.25", "%", "estimate"),
        ("Population (Persons)", "Norland", "2022", "5.4", "million Persons", "estimate"),
        ("Population (Persons)", "Norland", "2023", "5.45", "million Persons", "estimate"),
        ("Population (Persons)", "Norland", "2024", "5.5", "million Persons", "estimate"),
    ],
    "datamapper.csv": [
        ("Real GDP growth (Annual percent change)", "Norland", "2022", "-0.5", "%", ""),
        ("Real GDP growth (Annual percent change)", "Norland", "2024", "1.25", "%", ""),
        ("Real GDP growth (Annual percent change)", "Sudland", "2022", "3", "%", ""),
        ("Real GDP growth (Annual percent change)", "Sudland", "2023", "2.5", "%", ""),
        ("Real GDP growth (Annual percent change)", "Sudland", "2024", "2", "%", ""),
    ],
}  # fmt: skip


@pytest.mark.parametrize("name", EXPECTED)
def test_a_layout_is_recognised_and_read_to_the_digit(name):
    assert rows(imported(name)) == EXPECTED[name]


@pytest.mark.parametrize(
    ("name", "about"),
    [
        ("worldbank.csv", {"publisher": "World Bank", "published": "2025-04-15", "series_id": "NY.GDP.MKTP.CD",
                           "dataset": "World Development Indicators", "title": "GDP (current US$)",
                           "url": "https://data.worldbank.org/indicator/NY.GDP.MKTP.CD"}),
        ("databank.csv", {"published": "2025-04-15", "dataset": "World Development Indicators"}),
        ("eurostat.csv", {"publisher": "Eurostat", "published": "2025-05-15", "dataset": "ESTAT:NAMA_10_GDP(1.0)",
                          "url": "https://ec.europa.eu/eurostat/databrowser/product/view/nama_10_gdp"}),
        ("eurostat_labels.csv", {"publisher": "Eurostat", "title": "Unemployment by sex and age"}),
        ("oecd.csv", {"publisher": "OECD", "title": "Flows by provider"}),
        ("owid", {"publisher": "Our World in Data", "retrieved": "2025-05-02", "published": "2025-03-17",
                  "url": "https://ourworldindata.org/grapher/wheat-production", "name": "owid-wheat-production"}),
        ("faostat_page.csv", {"dataset": "QCL, FS"}),
        ("weo.xls", {"title": "World Economic Outlook Database, April 2024", "name": "imf-weo-april-2024"}),
        ("alfred.csv", {"url": "https://alfred.stlouisfed.org/series?seid=GDP", "series_id": "GDP"}),
    ],
)  # fmt: skip
def test_where_it_comes_from_is_kept(name, about):
    found = imported(name, said=Said(unit="USD billion")).about
    assert {key: getattr(found, key) for key in about} == about


def test_codes_alone_though_the_structure_has_a_name(tmp_path):
    path = tmp_path / "codes.csv"
    header = (
        "STRUCTURE,STRUCTURE_ID,STRUCTURE_NAME,ACTION,REF_AREA,MEASURE,UNIT_MEASURE,TIME_PERIOD,OBS_VALUE,UNIT_MULT"
    )
    path.write_text(f"{header}\nDATAFLOW,OECD:DF(1.0),Aid,I,NOR,X1,USD,2023,5.5,6\n", encoding="utf-8")
    found = read(open_file(path), None, Wanted(), Said())
    assert rows(found) == [("MEASURE X1; Aid; USD", "Norway", "2023", "5.5", "million USD", "")]


def test_a_price_basis_and_a_series_are_kept():
    figures = imported("eurostat.csv").figures
    assert [f.price_basis for f in figures] == ["current prices", "chain linked volumes (2010)", ""]
    assert [f.series_id for f in figures[:1]] == ["NAMA_10_GDP:B1GQ.CP_MEUR"]
    assert [f.place_code for f in figures] == ["DE", "EL", "EA20"]


def test_vintages_are_kept_where_the_figure_changed():
    said = Said("gross domestic product", "United States", "USD billion")
    found = [(f.period, f.value, f.vintage) for f in imported("alfred.csv", said=said).figures]
    assert found == [
        ("2023-07/2023-09", "27610.128", "2024-01-25"),
        ("2023-10/2023-12", "27938.831", "2024-01-25"),
        ("2023-10/2023-12", "27944.627", "2024-02-28"),
        ("2023-10/2023-12", "27956.998", "2024-03-28"),
        ("2024-01/2024-03", "28284.498", "2024-03-28"),
    ]


def test_a_file_without_a_unit_asks_for_it():
    with pytest.raises(WorkbenchError, match=r"names no unit; 5 figures.*--unit"):
        imported("alfred.csv")


def test_a_unit_that_nobody_knows_is_one_problem_and_the_rest_loads():
    problems = imported("databank.csv").problems
    assert [p.message for p in problems] == ["The unit 'Gini index' is not known; 1 figure was left out"]
    national = imported("weo.xls").problems
    told = "The unit 'Billions National currency' is not known; 2 figures were left out"
    assert [p.message for p in national] == [told]


@pytest.mark.parametrize(
    ("wanted", "left"),
    [
        (Wanted(places=("sudland",)), 2),
        (Wanted(places=("NLD1",)), 2),
        (Wanted(period="2022"), 2),
        (Wanted(period="2021/2022"), 3),
        (Wanted(measures=("gdp",), places=("Norland", "Sudland"), period="2023"), 1),
        (Wanted(measures=("NY.GDP.MKTP.CD",)), 4),
    ],
)
def test_a_part_can_be_taken(wanted, left):
    found = imported("worldbank.csv", wanted)
    assert (len(found.figures), found.seen) == (left, 4)


def test_a_part_that_is_not_there_says_so():
    with pytest.raises(WorkbenchError, match="None of the 4 figures is of Atlantis"):
        imported("worldbank.csv", Wanted(places=("Atlantis",)))


def test_a_zip_with_its_metadata(tmp_path):
    path = tmp_path / "API_NY.GDP.MKTP.CD_DS2_en_csv_v2.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(FILES / "worldbank_metadata_indicator.csv", "Metadata_Indicator_API_NY.GDP.MKTP.CD_DS2.csv")
        archive.write(FILES / "worldbank.csv", "API_NY.GDP.MKTP.CD_DS2_en_csv_v2.csv")
    found = read(open_file(path), None, Wanted(), Said())
    assert rows(found) == EXPECTED["worldbank.csv"]
    assert found.about.definition.startswith("What is produced in a year")
    assert found.about.definition.endswith("Original publisher: National accounts offices")


def test_a_chart_in_a_zip_and_one_without_its_metadata(tmp_path):
    path = tmp_path / "wheat.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for part in (FILES / "owid").iterdir():
            archive.write(part, part.name)
    assert rows(read(open_file(path), None, Wanted(), Said())) == EXPECTED["owid"]
    shutil.copy(FILES / "owid" / "wheat.csv", tmp_path / "alone.csv")
    with pytest.raises(WorkbenchError, match="names no unit"):
        read(open_file(tmp_path / "alone.csv"), None, Wanted(), Said())


def ports():
    text = (FILES / "ports.mapping.toml").read_text(encoding="utf-8")
    found, problems = parse_mapping(text, "ports.mapping.toml")
    assert problems == []
    return found


def test_any_table_by_a_mapping_with_a_comma_before_decimals():
    found = imported("ports.csv", columns=ports())
    assert rows(found) == [
        ("cargo handled", "Nordhafen", "2023", "1234.5", "thousand tonnes", ""),
        ("cargo handled", "Südhafen", "2024", "987.25", "thousand tonnes", ""),
    ]
    assert found.about.publisher == "Port authority of Norland (example)"


def test_a_mapping_is_kept_as_it_was():
    mapping = ports()
    assert parse_mapping(write_mapping(mapping), "again.toml") == (mapping, [])
    odd = ColumnMap({"measure": 'a "b"\\', "period": "*"}, {"unit": "\x7f"}, missing=frozenset({"-", "?"}), sheet="S 1")
    assert parse_mapping(write_mapping(odd), "again.toml") == (odd, [])


def test_each_column_that_is_named_by_a_period(tmp_path):
    path = tmp_path / "wide.csv"
    path.write_text("Port,2022,2023-Q1,Remark\nNordhafen,5,6.50,x\n", encoding="utf-8")
    columns = ColumnMap({"place": "Port", "period": "*"}, {"measure": "cargo", "unit": "kt"})
    found = read(open_file(path), columns, Wanted(), Said())
    assert [(f.period, f.value) for f in found.figures] == [("2022", "5"), ("2023-01/2023-03", "6.50")]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[columns]\nvalue = 'V'\nperiod = 'P'\n", "for measure"),
        ("[columns]\nmeasure = 'M'\nperiod = 'P'\n", "for value"),
        ("[columns]\nmeasur = 'M'\n", "'measur' is not a known name"),
        ("[columns]\nmeasure = 5\n", "columns is no table"),
        ("[table]\ndecimal = ';'\n[columns]\nmeasure = 'M'\nperiod = 'P'\nvalue = 'V'\n", "decimal"),
        ("columns = 'x'\n", "columns is no table"),
        ("[columns\n", "TOML"),
    ],
)
def test_a_wrong_mapping_says_what_is_wrong(text, message):
    found, problems = parse_mapping(text, "m.toml")
    assert found is None
    assert message in " ".join(p.message for p in problems)
    assert {p.file for p in problems} == {"m.toml"}


def test_a_mapping_for_another_table_names_the_columns_there_are(tmp_path):
    path = tmp_path / "other.csv"
    path.write_text("a,b\n1,2\n", encoding="utf-8")
    columns = ColumnMap({"place": "Hafen", "measure": "a", "period": "b", "value": "b"})
    with pytest.raises(WorkbenchError, match=r"no column 'Hafen'.*Its columns are") as raised:
        read(open_file(path), columns, Wanted(), Said())
    assert raised.value.problem.where == "other.csv:1"


@pytest.mark.parametrize(
    ("written", "ours"),
    [
        ("2024", "2024"), ("2024-Q3", "2024-07/2024-09"), ("2024Q3", "2024-07/2024-09"), ("2024-S2", "2024-07/2024-12"),
        ("2018-2020", "2018/2020"),
        ("2024M03", "2024-03"), ("202403", "2024-03"), ("2024-W01", "2024-01-01/2024-01-07"),
        ("2023 [YR2023]", "2023"), ("2024-A1", "2024"), ("2024-Q5", "2024-Q5"), ("2024-03", "2024-03"),
        ("soon", "soon"),
        ("2024-01-15T00:00:00", "2024-01-15"), ("2024-W60", "2024-W60"),
    ],
)  # fmt: skip
def test_periods_of_publishers(written, ours):
    assert our_period(written) == ours
    if ours != written:
        parse_period(ours)


@pytest.mark.parametrize(
    ("written", "unit", "kind"),
    [
        ("constant 2015 US$", "USD", "money"), ("current US$", "USD", "money"), ("annual %", "percent", "percent"),
        ("% of GDP", "percent", "percent"), ("Percentage of population", "percent", "percent"),
        ("1000 t", "tonne", "mass"),
        ("1000 An", "", "count"), ("kg per capita", "kilogram", "mass"), ("sq. km", "kilometer**2", "area"),
        ("Percentage points", "percentage_point", "percent"), ("Current prices, million euro", "EUR", "money"),
    ],
)  # fmt: skip
def test_units_in_words(written, unit, kind):
    found = parse_unit(spoken(written)[0])
    assert found is not None
    assert found[1:] == (unit, kind)


@pytest.mark.parametrize(
    ("code", "factor", "unit"),
    [
        ("CP_MEUR", 10**6, "EUR"), ("MIO_EUR", 10**6, "EUR"), ("THS_T", 1000, "tonne"), ("PC_GDP", 1, "percent"),
        ("THS_PER", 1000, ""), ("NR", 1, ""), ("GWH", 1, "gigawatt_hour"), ("EUR_HAB", 1, "EUR"), ("HA", 1, "hectare"),
        ("KTOE", 1000, "tonne_of_oil_equivalent"),
    ],
)  # fmt: skip
def test_units_in_codes(code, factor, unit):
    told = coded(code)
    assert told is not None
    found = parse_unit(told[0])
    assert found is not None
    assert (found[0], found[1]) == (factor, unit)


@pytest.mark.parametrize("code", ["I15", "CLV_I10", "PPS", "XDC_R_B1GQ"])
def test_an_index_is_no_unit(code):
    assert not any(parse_unit(unit) for unit, _ in candidates(code))


def test_a_power_of_ten_that_has_no_word_is_not_guessed():
    assert list(candidates("USD", power="6")) == [("million USD", ""), ("million USD", "")]
    assert list(candidates("USD", power="5")) == []


def test_numbers_of_publishers():
    cells = ["1,234.567", "..", " 5 ", "1.234,5", "\u22123", "n/a", "1 234,5"]
    assert [number(cell) for cell in cells[:3]] == ["1234.567", None, "5"]
    assert [number(cells[4]), number(cells[5])] == ["-3", None]
    assert [number(cell, ",") for cell in (cells[3], cells[6])] == ["1234.5", "1234.5"]


def test_names_of_places():
    codes = ("DE", "DEU", "EL", "GR", "UK", "GB", "EU27_2020", "WLD", "CI", "ZZZ")
    assert [place_name(code) for code in codes] == [
        "Germany", "Germany", "Greece", "Greece", "United Kingdom", "United Kingdom", "European Union", "World",
        "Côte d'Ivoire", "ZZZ",
    ]  # fmt: skip


def test_a_mapping_that_is_kept_is_found_again(tmp_path):
    (tmp_path / "sources").mkdir()
    shutil.copy(FILES / "ports.mapping.toml", tmp_path / "sources")
    assert choose_map(tmp_path, None, "ports") == ports()
    assert choose_map(tmp_path, None, "other") is None
