"""Derived observations: formulas, intervals through them, and what keeps one from a figure."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.extraction.units import parse_unit
from workbench.references.derived import derive
from workbench.references.formula import FormulaError, is_call, parse_formula
from workbench.references.table import parse_observations

HEADER = "id,measure,place,period,value,low,high,unit,vintage,formula\n"
ROWS = """cargo,cargo,Sea Route,2024,37.9,,,million tonnes,2025-01-10,
record,cargo,Sea Route,1987,6.58,,,million tonnes,1988,
pounds,cargo in pounds,Sea Route,1987,,13e9,15e9,pounds,,
budget,spending,Northbridge,2024,5,,,EUR billion,,
deaths,deaths,Northbridge,2024,,14000,15000,people,,
days,days of the year,Northbridge,2024,366,,,days,,
none,nothing,Northbridge,2024,0,,,million tonnes,,
old,share,Northbridge,2014,70,,,%,,
new,share,Northbridge,2024,41,,,%,,
"""


def derived(*rows: str):
    text = HEADER + ROWS + "\n".join(rows)
    observations, problems = parse_observations(text, "sources/s.csv", "s", parse_unit)
    assert not problems
    known = {item.observation_id: item for item in observations if not item.waits}
    found, failed = derive([item for item in observations if item.waits], known)
    return {item.observation_id.partition("/")[2]: item for item in found}, list(failed.values())


@pytest.mark.parametrize(
    ("formula", "value", "unit", "kind"),
    [
        ("ratio(cargo, record)", "5.75987841945288753799392", "", "multiple"),
        ("percent_change(cargo, record)", "475.987841945288753799392", "percent", "percent"),
        ("difference(cargo, record)", "31320000", "tonne", "mass"),
        ("share(record, cargo)", "17.3614775725593667546174", "percent", "percent"),
        ("sum(cargo; record; record)", "51060000", "tonne", "mass"),
        ("mean(cargo, record)", "22240000", "tonne", "mass"),
        ("difference(new, old)", "-29", "percentage_point", "percent"),
        ("ratio(budget, days)", "13661202.1857923497267760", "EUR/day", "rate"),
    ],
)
def test_a_formula_gives_the_figure(formula, value, unit, kind):
    found, problems = derived(f'x,made,,,,,,,,"{formula}"')
    assert not problems
    assert (found["x"].value, found["x"].unit, found["x"].kind) == (Decimal(value), unit, kind)
    assert found["x"].low is None


def test_ends_are_propagated_through_a_quotient_and_units_converted():
    found, _ = derived('x,deaths a day,,,,,,,,"ratio(deaths, days)"', 'y,times,,,,,,,,"ratio(cargo, pounds)"')
    assert found["x"].low == Decimal("38.2513661202185792349727")
    assert found["x"].high == Decimal("40.9836065573770491803279")
    assert found["x"].unit == "1/day"
    assert round(found["y"].low, 4) == Decimal("5.5703")
    assert round(found["y"].high, 4) == Decimal("6.4273")


def test_place_period_and_vintage_come_from_the_inputs_where_the_row_leaves_them_out():
    found, _ = derived('x,made,,,,,,,,"ratio(cargo, record)"', 'y,made,World,1999,,,,,2026,"ratio(cargo, record)"')
    assert (found["x"].place, found["x"].period, str(found["x"].vintage)) == ("Sea Route", "2024", "2025-01-10")
    assert (found["y"].place, found["y"].period, found["y"].vintage.year) == ("World", "1999", 2026)


def test_a_derived_figure_can_be_an_input_whatever_the_order_of_the_rows():
    found, problems = derived('x,made,,,,,,,,"difference(y, record)"', 'y,made,,,,,,,,"mean(cargo, record)"')
    assert not problems
    assert found["x"].value == Decimal(15660000)


def test_a_changed_input_changes_the_hash_and_so_makes_verdicts_stale():
    one, _ = derived('x,made,,,,,,,,"ratio(cargo, record)"')
    other, _ = derived('x,made,,,,,,,,"ratio(record, cargo)"')
    assert one["x"].sha256 != other["x"].sha256


def test_a_percent_change_is_a_growth_rate():
    found, _ = derived('x,made,,,,,,,,"percent_change(cargo, record)"')
    assert found["x"].is_growth


@pytest.mark.parametrize(
    ("formula", "message"),
    [
        ("ratio(cargo, nothing)", "there is no observation s/nothing"),
        ("ratio(cargo, x)", "circle: s/x → s/x"),
        ("sum(cargo, budget)", "Mixed units"),
        ("difference(cargo, new)", "Mixed units"),
        ("ratio(cargo, none)", "divides by s/none, which is zero"),
        ("ratio(cargo)", "takes 2 observations, not 1"),
        ("sum(cargo)", "takes 2 to 200"),
        ("ratio(cargo, two words)", "is no observation's id"),
    ],
)
def test_what_gives_no_figure_is_named(formula, message):
    found, (problem,) = derived(f'x,made,,,,,,,,"{formula}"')
    assert not found
    assert message in problem.message
    assert problem.hint


def test_a_circle_of_several_and_what_hangs_on_it_fail_and_the_rest_goes_on():
    found, problems = derived(
        'x,made,,,,,,,,"ratio(y, cargo)"', 'y,made,,,,,,,,"ratio(x, cargo)"', 'z,made,,,,,,,,"sum(cargo, record)"',
        'w,made,,,,,,,,"ratio(x, record)"',
    )  # fmt: skip
    assert set(found) == {"z"}
    assert len(problems) == 3
    assert any("circle" in problem.message for problem in problems)


def test_a_unit_that_the_row_asks_for_is_converted_to_or_refused():
    made = '{},made,,,,,,{},,"difference(cargo, record)"'
    found, problems = derived(made.format("x", "kg"), made.format("y", "km"))
    assert found["x"].value == Decimal(31320000000)
    assert "the formula gives tonne (mass)" in problems[0].message


def test_words_about_a_figure_are_no_formula():
    assert not is_call("sum of the four quarters (own addition)")
    observations, problems = parse_observations(HEADER + "a,m,,2024,1,,,km,,our estimate\n", "f", "s", parse_unit)
    assert not problems
    assert (observations[0].value, observations[0].unit) == (1, "kilometer")


def test_a_chain_as_long_as_a_file_does_not_run_out_of_stack():
    rows = [f'x{n},made,,,,,,,,"sum(x{n + 1}, record)"' for n in range(3000)]
    found, problems = derived(*rows, "x3000,made,,2024,1,,,tonne,,")
    assert not problems
    assert found["x0"].value == 1 + 3000 * Decimal(6580000)


@given(st.text(max_size=60))
def test_no_text_breaks_the_parser(text):
    try:
        parse_formula(text, "s")
    except FormulaError as error:
        told = error.message, error.hint
    else:
        told = ("read", "")
    assert told[0]


@given(st.decimals("0.001", "1e9", places=3), st.decimals("0.001", "1e9", places=3))
def test_ratio_and_percent_change_tell_the_same(a, b):
    rows = f"a,m,,2024,{a},,,km,,\nb,m,,2024,{b},,,km,,\n"
    made = 'r,m,,,,,,,,"ratio(a, b)"\np,m,,,,,,,,"percent_change(a, b)"\n'
    observations, _ = parse_observations(HEADER + rows + made, "f", "s", parse_unit)
    known = {item.observation_id: item for item in observations if not item.waits}
    ratio, change = derive([item for item in observations if item.waits], known)[0]
    assert abs((ratio.value - 1) * 100 - change.value) <= abs(ratio.value) * Decimal("1e-20") + Decimal("1e-20")
