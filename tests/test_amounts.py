"""Numbers that could be years, and falls told in times."""

from decimal import Decimal

import pytest

from workbench import compare, extract


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("Plants of 2000–2500 MW were built.", 2000, 2500),
        ("They carried about 1800–2200 tonnes.", 1800, 2200),
        ("Between 1500 and 2500 people came.", 1500, 2500),
        ("The road runs from 1500 to 2500 km.", 1500, 2500),
        ("Запасы составят 1900–2100 тонн.", 1900, 2100),
        ("The field holds between 1930 and 3,490 cubic metres.", 1930, 3490),
    ],
)
def test_the_lower_end_of_a_range_is_no_year(text, low, high):
    [found] = extract(text)
    assert (found.low, found.high) == (low, high)


@pytest.mark.parametrize(
    "text",
    [
        "It was built in 2014–2016.",
        "In 2023–2024 the work went on.",
        "Between 1990 and 2010 it rested.",
        "The war of 1939-1945 ended it.",
    ],
)
def test_two_years_are_no_range(text):
    assert extract(text) == []


def test_years_before_an_amount_of_money_stay_years():
    [found] = extract("In 2023–2024 USD 5 million was paid.")
    assert found.value == 5_000_000


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Exports fell fivefold.", "0.2"),
        ("Продажи снизились вдвое.", "0.5"),
        ("Добыча сократилась в пять раз.", "0.2"),
        ("Exports rose fivefold.", "5"),
        ("It fell to twice the level of 1990.", "2"),
        ("It costs five times less.", "5"),
        ("Output halved.", "0.5"),
    ],
)
def test_a_manifold_fall_is_told_by_what_is_left(text, value):
    [found] = [each for each in extract(text) if each.kind == "multiple"]
    assert found.value == Decimal(value)


def test_a_fivefold_fall_is_one_of_eighty_percent():
    assert compare("fell fivefold", "fell by 80 percent").comparison.comparison == "consistent"
    assert compare("rose fivefold", "rose by 400 percent").comparison.comparison == "consistent"


@pytest.mark.parametrize(
    "text",
    [
        "In 2023 it had been more than US$3.5 billion.",
        "In 2023 exports fell by less than a third.",
        "В 2023 году продано более чем 5 тонн.",
    ],
)
def test_the_hedge_of_a_number_does_not_take_its_period(text):
    [found] = extract(text)
    assert found.period is not None
    assert found.period.start.year == 2023


def test_what_is_compared_keeps_its_own_time():
    [found] = extract("Sales were 5 tonnes, more than in 2015.")
    assert found.period is None
