"""What is said about a cell of a table that cannot be read: where it stands, and what to write instead."""

import pytest

from workbench.errors import Problem
from workbench.extraction.units import parse_unit
from workbench.operations.sources.doubts import is_impossible_share
from workbench.references.cells import number_hint, period_hint
from workbench.references.model import Observation
from workbench.references.rates import parse_rates
from workbench.references.table import parse_observations

HEADER = "measure,place,period,value,unit\n"
GOOD = "ferry trips,Aland,2019,7,million people\n"


def read(text: str) -> tuple[list[Observation], list[Problem]]:
    return parse_observations(text, "sources/ferries.csv", "ferries", parse_unit)


@pytest.mark.parametrize(
    ("cell", "hint"),
    [
        ("8,75", "Write it with a point for decimals: 8.75"),
        ("3.456,7", "Write it with a point for decimals: 3456.7"),
        ("3,456,789", "Write it without marks between thousands: 3456789"),
        ("3.456.789", "Write it without marks between thousands: 3456789"),
        ("3,456", "Write it without marks between thousands: 3456; for a decimal comma, a point"),
        ("8 tonnes", "Write the number alone here, 8, and 'tonnes' in the column unit"),
        ("€8.5", "Write the number alone here, 8.5, and '€' in the column unit"),
        ("8 %", "Write the number alone here, 8, and '%' in the column unit"),
        ("8*", "Write the number alone here, 8, and what '*' means in the column flag or note"),
        ("≈8", "Write the number alone here, 8, and what '≈' means in the column flag or note"),
        ("(8)", "Write -8 if the brackets stand for a minus sign, else 8"),
        ("=SUM(B2:B9)", "It is a formula: put its result here, as a spreadsheet does that pastes values only"),
        ("#DIV/0!", "It is an error of the spreadsheet: correct it there, or leave the row out"),
        ("NaN", "No figure is infinite or undefined: fill it in, or leave the row out"),
        ("-inf", "No figure is infinite or undefined: fill it in, or leave the row out"),
        ("1e400", "No figure is so large or so small: write its digits, and the scale in the column unit"),
        ("n/a", "Fill in the figure, or leave the row out"),
        ("many", "Write digits with a point for decimals and nothing between thousands: 1234.5"),
        ("9" * 80, "Write digits with a point for decimals and nothing between thousands: 1234.5"),
    ],
)
def test_a_number_written_otherwise_is_told_how_to_write_it(cell: str, hint: str):
    assert number_hint(cell) == hint
    figures, problems = read(f'{HEADER}ferry trips,Aland,2020,"{cell}",people\n{GOOD}')
    assert [figure.period for figure in figures] == ["2019"]
    assert [(one.file, one.line, one.hint) for one in problems] == [("sources/ferries.csv", 2, hint)]
    assert "The value" in problems[0].message


@pytest.mark.parametrize(
    ("cell", "hint"),
    [
        ("25.12.2021", "Write it as 2021-12-25"),
        ("12/25/2021", "Write it as 2021-12-25"),
        ("44555", "Write it as 2021-12-25, if it counts days as spreadsheets do"),
        ("2021-12-25 00:00:00", "Write it as 2021-12-25"),
        ("2021 Q3", "Write it as 2021-07/2021-09"),
        ("Q4-2021", "Write it as 2021-10/2021-12"),
        ("2021-22", "Write it as 2021/2022"),
        ("1999-00", "Write it as 1999/2000"),
        ("2024/2020", "Write it as 2020/2024, if they are the wrong way round"),
        ("05.06.2021", "Write 2024, 2024-03, 2024-03-18 or 2020/2024"),  # in May or in June
        ("31.02.2021", "Write 2024, 2024-03, 2024-03-18 or 2020/2024"),
        ("summer", "Write 2024, 2024-03, 2024-03-18 or 2020/2024"),
    ],
)
def test_a_period_written_otherwise_is_told_how_to_write_it(cell: str, hint: str):
    assert period_hint(cell) == hint
    figures, problems = read(f"{HEADER}ferry trips,Aland,{cell},6,people\n{GOOD}")
    assert (len(figures), problems[0].line, problems[0].hint) == (1, 2, hint)


def test_rows_about_the_same_without_ids_contradict_or_repeat_each_other():
    text = HEADER + GOOD + "ferry trips,Aland,2019,9,million people\n" + GOOD
    figures, (other, same) = read(text)
    assert len(figures) == 1
    assert other.message.startswith("It contradicts line 2")
    assert same.message.startswith("It repeats line 2")
    _, (named,) = read(f"id,{HEADER}a,{GOOD}a,{GOOD}")
    assert "The id 'ferries/a' is already that of line 2" in named.message


def test_a_point_in_a_table_with_decimal_commas_is_not_guessed_at():
    lines = ["a;X;2019;8,75;tonne", "a;X;2020;3.456;tonne", "a;X;2021;0.456;tonne"]
    figures, problems = read("\n".join([HEADER.strip().replace(",", ";"), *lines]))
    assert [figure.period for figure in figures] == ["2021"]
    assert [(one.line, one.hint) for one in problems] == [
        (2, "Write it with a point for decimals: 8.75"),
        (3, "Write 3456 or 3.4560, and points for all decimals"),
    ]
    alone, _ = read("\n".join([HEADER.strip().replace(",", ";"), lines[1]]))
    assert [figure.period for figure in alone] == ["2020"]


def test_a_table_of_a_header_alone_is_told():
    assert [one.message for one in read(HEADER)[1]] == ["There is no row below the header"]


@pytest.mark.parametrize(
    ("measure", "possible", "impossible"),
    [
        ("voter turnout", ["0", "100"], ["104"]),
        ("unemployment rate", ["8"], ["-2", "130"]),
        ("share of rail", ["55"], ["101"]),
        ("inflation rate", ["180", "-3"], []),
        ("annual growth", ["-20"], []),
    ],
)
def test_a_percentage_that_none_can_be(measure: str, possible: list[str], impossible: list[str]):
    for value in possible + impossible:
        (figure,), _ = read(f"{HEADER}{measure},Aland,2019,{value},percent\n")
        assert is_impossible_share(figure) is (value in impossible)


def test_figures_any_number_of_times_apart_are_doubtful_and_nothing_more(workbench, case):
    table = case / "sources" / "rosatom.csv"
    table.write_text(HEADER + "trips,Aland,2018,7,people\ntrips,Aland,2019,7,people\ntrips,Aland,2020,1e60,people\n")
    done = workbench("-C", case, "source", "check")
    assert (done.code, "times as large as the other figures" in done.out) == (1, True)


def test_a_rate_and_its_day_written_otherwise():
    _, problems = parse_rates('date,from,to,rate\n25.12.2021,EUR,USD,1.1\n2021-12-25,EUR,USD,"1,1"\n', "fx.csv")
    assert [(one.line, one.hint) for one in problems] == [
        (2, "Write it as 2021-12-25"), (3, "Write it with a point for decimals: 1.1"),
    ]  # fmt: skip
