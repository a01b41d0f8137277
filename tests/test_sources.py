"""Sources, observations and exchange rates: exact numbers, and a problem with its line for what is wrong."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.documents.case import Case, files
from workbench.documents.sources import read_rates, read_source, source_files, source_hash
from workbench.errors import Problem
from workbench.quantity.money import Rate, find_rate
from workbench.references.model import Observation
from workbench.references.periods import parse_period
from workbench.references.rates import parse_rates
from workbench.references.rows import MAX_PROBLEMS
from workbench.references.table import parse_observations
from workbench.references.toml import parse_source

SOURCE = 'publisher = "P"\ntitle = "T"\nurl = "https://example.org"\nretrieved = 2025-01-31\n'
HEADER = "id,measure,place,period,value,low,high,unit,vintage,price_basis,flag,note,formula"
UNITS = {
    "million tonnes": (Decimal(1_000_000), "tonne", "mass"),
    "Mt": (Decimal(1_000_000), "tonne", "mass"),
    "%": (Decimal(1), "percent", "percent"),
    "": (Decimal(1), "", "count"),
}


def observations(*rows: str, header: str = HEADER) -> tuple[list[Observation], list[Problem]]:
    return parse_observations("\n".join((header, *rows)), "sources/s.csv", "s", UNITS.get)


def test_a_source_is_read_with_all_its_fields() -> None:
    source, problems = parse_source(SOURCE + 'page = 12\npublished = 2024-12-01\nquote = "q"\n', "sources/s.toml")
    assert problems == []
    assert source is not None
    assert (source.source_id, source.path, source.retrieved) == ("s", "sources/s.toml", date(2025, 1, 31))
    assert source.fields == {"page": "12", "published": "2024-12-01", "quote": "q"}


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        (SOURCE.replace('title = "T"\n', ""), None, "no title"),
        (SOURCE.replace("2025-01-31", '"soon"'), 4, "no date"),
        (SOURCE.replace('"P"', "5"), 1, "publisher"),
        (SOURCE.replace('"P"', '" "'), 1, "publisher"),
        ("publisher = ", 1, "TOML"),
        (SOURCE + "[", 5, "TOML"),
    ],
)
def test_a_source_that_lacks_something_is_left_out(text: str, line: int | None, words: str) -> None:
    source, problems = parse_source(text, "sources/s.toml")
    assert source is None
    assert [(problem.file, problem.line) for problem in problems] == [("sources/s.toml", line)]
    assert words in problems[0].message


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ('license = "CC BY"', "licence"),
        ("quote = [1]", "quote"),
        ("page = 0x" + "f" * 9000, "page"),
    ],
)
def test_a_wrong_optional_field_is_told_and_the_source_is_used(more: str, words: str) -> None:
    source, problems = parse_source(SOURCE + more, "sources/s.toml")
    assert source is not None
    assert source.fields == {}
    assert [problem.line for problem in problems] == [5]
    assert words in str(problems[0])


def test_a_key_of_a_thousand_dots_is_refused_before_it_costs_memory() -> None:
    source, problems = parse_source(SOURCE + "a" + ".a" * 100_000 + " = 1", "sources/s.toml")
    assert source is None
    assert [problem.line for problem in problems] == [5]


def test_thousands_of_unknown_names_are_told_in_short() -> None:
    source, problems = parse_source(SOURCE + "\n".join(f"k{n} = 1" for n in range(20_000)), "sources/s.toml")
    assert source is not None
    assert len(problems) < 50
    assert "more names" in problems[-1].message


def test_an_address_that_is_none_is_told() -> None:
    source, problems = parse_source(SOURCE.replace("https://example.org", "javascript:alert(1)"), "sources/s.toml")
    assert source is not None
    assert [problem.line for problem in problems] == [3]


def test_a_file_name_that_can_be_no_id_is_told() -> None:
    source, problems = parse_source(SOURCE, "sources/world bank.toml")
    assert source is None
    assert "Rename" in problems[0].hint


def test_an_observation_is_read_exactly() -> None:
    row = 'c24,"Cargo, by sea",Russia,2024-03,37.9000000000000000000000000001,37,38,Mt,2025-02-01,current,p,n,=1+1'
    (found,), problems = observations(row)
    assert problems == []
    assert found.value == Decimal("37900000.0000000000000000000001")
    assert (found.low, found.high, found.unit, found.kind) == (37_000_000, 38_000_000, "tonne", "mass")
    assert (found.observation_id, found.measure, found.unit_written) == ("s/c24", "Cargo, by sea", "Mt")
    assert (found.period_start, found.period_end) == (date(2024, 3, 1), date(2024, 3, 31))
    assert (found.vintage, found.price_basis, found.flag, found.note) == (date(2025, 2, 1), "current", "p", "n")
    assert (found.formula, found.line) == ("=1+1", 2)


@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_files_of_spreadsheets_are_recognised(delimiter: str) -> None:
    rows = (("Measure", "Unit", "period", "VALUE", "remark"), ("Cargo", "Mt", "2024", "37.9", "x, y"))
    text = "\ufeff" + "".join(delimiter.join(row) + "\r\n" for row in rows)
    (found,), problems = parse_observations(text, "sources/s.csv", "s", UNITS.get)
    assert problems == []
    assert (found.value, found.extra, found.line) == (37_900_000, {"remark": "x, y"}, 2)


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ('a,M,,2024,"1,234.5",,,Mt', "1234.5"),
        ('a,M,,2024,"37,9",,,Mt', "point"),
        ("a,M,,2024,about 5,,,Mt", "no number"),
        ("a,M,,2024,NaN,,,Mt", "no number"),
        ("a,M,,2024,Infinity,,,Mt", "no number"),
        ("a,M,,2024,1e400,,,Mt", "no number"),
        ("a,M,,2024," + "9" * 5000 + ",,,Mt", "no number"),
        ("a,M,,2024,\u0663,,,Mt", "no number"),
        ("a,M,,2024,,,,Mt", "no value"),
        ("a,M,,2024,,5,,Mt", "low without a high"),
        ("a,M,,2024,,5,4,Mt", "greater than high"),
        ("a,M,,2024,9,4,5,Mt", "outside"),
        ("a,M,,2024,5,,,furlongs", "furlongs"),
        ("a,M,,2024,5", "before its unit"),
        ("a,,,2024,5,,,Mt", "measure"),
        ("a,M,,last year,5,,,Mt", "last year"),
        ("a,M,,2024-13,5,,,Mt", "2024-13"),
        ("a,M,,2024/2020,5,,,Mt", "before it starts"),
        ("a,M,,2024,5,,,Mt,2025-02-30", "2025-02-30"),
        ("a b,M,,2024,5,,,Mt", "a b"),
        ("../a,M,,2024,5,,,Mt", "../a"),
        ("a,M,,2024,5,,,Mt,,,,,,,,x", "16 cells"),
        ('a,"M"x,,2024,5,,,Mt', "quotes"),
        ("good,M,,2024,5,,,Mt", "line 2"),
    ],
)
def test_a_bad_row_is_told_with_its_line_and_the_others_load(row: str, words: str) -> None:
    found, problems = observations('good,M,,2024,5,,,Mt,,,,"a note\nof two lines",', row, "last,M,,2024,-6,,,%")
    assert [observation.observation_id for observation in found] == ["s/good", "s/last"]
    assert [observation.line for observation in found] == [2, 5]
    assert [(problem.file, problem.line) for problem in problems] == [("sources/s.csv", 4)]
    assert words in str(problems[0])
    assert problems[0].hint


def test_one_quote_that_is_never_closed_does_not_swallow_the_rest() -> None:
    found, problems = observations('a,"M,,2024,5,,,Mt', "b,M,,2024,5,,,Mt", "c,M,,2024,5,,,Mt")
    assert [observation.line for observation in found] == [3, 4]
    assert [problem.line for problem in problems] == [2]


def test_thousands_of_bad_rows_are_told_in_short() -> None:
    found, problems = observations(*["a,M,,2024,x,,,Mt"] * 5000, "b,M,,2024,5,,,Mt")
    assert len(found) == 1
    assert len(problems) == MAX_PROBLEMS + 1
    assert str(5000 - MAX_PROBLEMS) in problems[-1].message


@pytest.mark.parametrize(
    ("header", "words"),
    [
        ("id,place,period,value,unit", "measure"),
        ("measure,value,unit", "period"),
        ("measure,period,value", "unit"),
        ("measure,period,unit,low", "value"),
        ("measure,period,unit,value,unit", "twice"),
        ("a;b;c", "measure"),
    ],
)
def test_a_header_that_lacks_a_column_is_one_problem_in_line_1(header: str, words: str) -> None:
    found, problems = observations("a,b,c,d,e", "a,b,c,d,e", header=header)
    assert found == []
    assert [(problem.file, problem.line) for problem in problems] == [("sources/s.csv", 1)]
    assert words in problems[0].message


def test_an_empty_table_has_no_header() -> None:
    assert "header" in parse_observations("", "sources/s.csv", "s", UNITS.get)[1][0].message


def test_ids_are_made_from_what_the_row_is_about() -> None:
    rows = (",Cargo (sea),Viet Nam,2024,5,,,Mt", ",Cargo (sea),Viet Nam,2024,6,,,Mt,2025-03-01", ",Грузы,,,5,,,Mt")
    found, problems = observations(*rows)
    assert problems == []
    made = [observation.observation_id for observation in found]
    assert made == ["s/cargo-sea-viet-nam-2024", "s/cargo-sea-viet-nam-2024-v2025-03-01", "s/грузы"]
    (alone,), _ = observations(rows[0].replace(",5,", ",7,"))
    assert alone.observation_id == made[0]


def test_the_hash_follows_the_figure_and_not_the_note() -> None:
    (plain,), _ = observations("a,M,,2024,5,,,Mt,,,,note,")
    (noted,), _ = observations("a,M,,2024,5.0,,,million tonnes,,,,another,")
    (changed,), _ = observations("a,M,,2024,5.1,,,Mt,,,,note,")
    assert plain.sha256 == noted.sha256 != changed.sha256
    assert plain == replace(noted, note="note", unit_written="Mt")


@pytest.mark.parametrize(
    ("written", "start", "end"),
    [
        ("2024", (2024, 1, 1), (2024, 12, 31)),
        ("2024-02", (2024, 2, 1), (2024, 2, 29)),
        ("2024-03-18", (2024, 3, 18), (2024, 3, 18)),
        ("2020/2024", (2020, 1, 1), (2024, 12, 31)),
        ("2024-03/2024-05", (2024, 3, 1), (2024, 5, 31)),
        ("2024-12-30/2025", (2024, 12, 30), (2025, 12, 31)),
    ],
)
def test_periods(written: str, start: tuple[int, int, int], end: tuple[int, int, int]) -> None:
    assert parse_period(written) == (date(*start), date(*end))


@pytest.mark.parametrize(
    "written", ["", "24", "2024-13", "2023-02-29", "2024/", "0000", "2024/2023", "1/2/3", "2024-Q1"]
)
def test_what_is_no_period(written: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        parse_period(written)


def test_rates_are_read_and_bad_rows_are_told() -> None:
    text = (
        "date,from,to,rate,source\n2024-12-31,EUR,USD,1.0389,ECB\n2024-12-31,EUR,usd,1.04,ECB\n2024-12,EUR,GBP,1,ECB\n"
        "2024-12-31,EUR,GBP,0,ECB\n2024-12-31,EURO,GBP,1,ECB\n2024-12-31,EUR,EUR,1,ECB\n2024-12-31,EUR,GBP,0.8,ECB\n"
    )
    rates, problems = parse_rates(text, "sources/fx.csv")
    assert rates == [
        Rate(date(2024, 12, 31), "EUR", "USD", Decimal("1.0389"), "ECB", 2),
        Rate(date(2024, 12, 31), "EUR", "GBP", Decimal("0.8"), "ECB", 8),
    ]
    assert [problem.line for problem in problems] == [3, 4, 5, 6, 7]


def test_rates_without_a_column_are_told() -> None:
    assert parse_rates("date,from,rate\n", "sources/fx.csv")[1][0].line == 1
    assert parse_rates("", "sources/fx.csv")[1][0].line == 1


def rate(on: str, start: str, end: str, number: str, source: str = "") -> Rate:
    return Rate(date.fromisoformat(on), start, end, Decimal(number), source)


RATES = [
    rate("2024-11-01", "EUR", "USD", "1.2"),
    rate("2024-12-20", "EUR", "USD", "1.25", "A"),
    rate("2025-01-10", "EUR", "USD", "9"),
    rate("2024-12-10", "EUR", "CHF", "0.5", "B"),
]


def test_the_newest_rate_that_is_not_later_counts() -> None:
    assert find_rate(RATES, "EUR", "USD", date(2024, 12, 31)) == (Decimal("1.25"), RATES[1])
    assert find_rate(RATES, "EUR", "USD", date(2024, 12, 20)) == (Decimal("1.25"), RATES[1])


def test_an_inverse_and_a_crossed_rate() -> None:
    assert find_rate(RATES, "USD", "EUR", date(2024, 12, 31)) == (Decimal("0.8"), RATES[1])
    crossed = find_rate(RATES, "USD", "CHF", date(2024, 12, 31))
    assert crossed == (Decimal("0.4"), rate("2024-12-10", "USD", "CHF", "0.4", "A; B"))


def test_a_rate_may_be_31_days_old_and_no_older() -> None:
    assert find_rate(RATES, "EUR", "CHF", date(2025, 1, 10)) is not None
    assert find_rate(RATES, "EUR", "CHF", date(2025, 1, 11)) is None
    assert find_rate(RATES, "EUR", "CHF", date(2025, 1, 11), max_age_days=32) is not None
    assert find_rate(RATES, "USD", "CHF", date(2025, 1, 11)) is None
    assert find_rate(RATES, "EUR", "RUB", date(2024, 12, 31)) is None


def make_case(root: Path, **contents: str) -> Case:
    (root / "sources").mkdir()
    for name, content in contents.items():
        (root / "sources" / name.replace("_", ".")).write_text(content, encoding="utf-8")
    return Case(root)


def test_two_files_make_a_source_and_one_alone_is_told(tmp_path: Path) -> None:
    table = f"{HEADER}\na,M,,2024,5,,,Mt"
    case = make_case(
        tmp_path, both_toml=SOURCE, both_csv=table, lone_toml=SOURCE, bare_csv=table, fx_csv="", fx_toml=""
    )
    pairs, problems = source_files(case, files(case)[1])
    assert [pair.name for pair in pairs] == ["both"]
    assert [problem.file for problem in problems] == ["sources/bare.csv", "sources/fx.toml", "sources/lone.toml"]
    source, found, problems = read_source(case, pairs[0], UNITS.get)
    assert source is not None
    assert [observation.observation_id for observation in found] == ["both/a"]
    assert problems == []


def test_a_source_that_cannot_be_used_takes_its_observations_along(tmp_path: Path) -> None:
    case = make_case(tmp_path, s_toml="title = 1", s_csv=f"{HEADER}\na,M,,2024,5,,,Mt")
    (pair,), _ = source_files(case, files(case)[1])
    source, found, problems = read_source(case, pair, UNITS.get)
    assert (source, found) == (None, [])
    assert problems


def test_a_table_that_is_no_text_leaves_the_source(tmp_path: Path) -> None:
    case = make_case(tmp_path, s_toml=SOURCE, s_csv="")
    (case.sources_dir / "s.csv").write_bytes(b"measure\n\xff")
    (pair,), _ = source_files(case, files(case)[1])
    source, found, problems = read_source(case, pair, UNITS.get)
    assert source is not None
    assert found == []
    assert [(problem.file, problem.line) for problem in problems] == [("sources/s.csv", 2)]


def test_the_hash_of_a_source_follows_both_files(tmp_path: Path) -> None:
    case = make_case(tmp_path, s_toml=SOURCE, s_csv=HEADER)
    (pair,), _ = source_files(case, files(case)[1])
    first = source_hash(pair)
    pair.csv.write_text(HEADER + "\n")
    second = source_hash(pair)
    pair.toml.write_text(SOURCE + "\n")
    assert len({first, second, source_hash(pair)}) == 3


def test_the_rates_of_a_case(tmp_path: Path) -> None:
    assert read_rates(Case(tmp_path)) == ([], [])
    case = make_case(tmp_path, fx_csv="date,from,to,rate,source\n2024-12-31,EUR,USD,1.0389,ECB\n")
    assert [each.rate for each in read_rates(case)[0]] == [Decimal("1.0389")]


@given(st.text(st.characters(codec="utf-8") | st.sampled_from('",;\t\n\r'), max_size=200))
def test_no_table_brings_the_readers_down(text: str) -> None:
    for table in (text, f"{HEADER}\n{text}", f"date,from,to,rate\n{text}"):
        found, problems = parse_observations(table, "sources/s.csv", "s", UNITS.get)
        rates, told = parse_rates(table, "sources/fx.csv")
        assert all(observation.line >= 2 for observation in found)
        assert all(each.line >= 2 for each in rates)
        assert all(problem.hint for problem in problems + told)


@given(st.text(max_size=200))
def test_no_description_brings_the_reader_down(text: str) -> None:
    for toml in (text, SOURCE + text):
        source, problems = parse_source(toml, "sources/s.toml")
        assert source is not None or problems
