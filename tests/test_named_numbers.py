"""Numbers that name and numbers that count, which look alike; and what is told with those that count."""

from datetime import date
from decimal import Decimal

import pytest

from workbench import extract


@pytest.mark.parametrize(
    "text",
    [
        "The 529 plan was hers, and the 3M report was not.",
        "Resolution 2231 expired without a vote in Kirvel.",
        "UN Resolution 2231 expired without a vote.",
        "The star HD 209458 rose.",
        "Draft A/78/L.12 was tabled.",
        "The Dialogue 5+2 format is dead.",
        "The legend of the Seven Sisters is old.",
        "On 3 May 2022 imports fell.",
        "Фильм «12 стульев» покажут вечером.",
        "Рейс SU 1402 задержан.",
        "Он встал в 5 часов утра.",
    ],
)
def test_a_name_is_no_quantity(text: str) -> None:
    assert extract(text) == []


@pytest.mark.parametrize(
    ("text", "value", "unit", "kind", "counted"),
    [
        ("In Kyiv 12 weary soldiers arrived.", 12, "", "count", "weary soldiers"),
        ("The ship had a crew of about 120.", 120, "", "count", "crew"),
        ("She left with a cargo of 8,000 tonnes.", 8000, "tonne", "mass", "cargo"),
        ("We need 10,000 more police officers.", 10000, "", "count", "police officers"),
        ("An aftershock measuring 4.8 on the Richter scale followed.", "4.8", "", "other", None),
        ("Сейсмологи зафиксировали толчки магнитудой до 4,5.", "4.5", "", "other", None),
        ("We had 14 straight months of growth.", 14, "month", "duration", None),
        ("Winds of 130-mph hit.", 130, "mile/hour", "speed", None),
        ("Families pay 6 . 2 % more.", "6.2", "percent", "percent", None),
        ("Ростов получил 40 Т-80.", 40, "", "count", "Т-80"),
        ("Ждали 40 мин на остановке.", 40, "minute", "duration", None),
        ("Сапёры сняли 40 мин.", 40, "", "count", "мин"),
        ("Молоко по 140р", 140, "RUB", "money", None),
        ("STORM LEAVES 4,000 HOUSES WITHOUT POWER", 4000, "", "count", "HOUSES"),
    ],
)
def test_what_is_counted_beside_names(text: str, value: int | str, unit: str, kind: str, counted: str | None) -> None:
    found = extract(text)
    assert [(q.value, q.unit, q.kind, q.counted) for q in found] == [(Decimal(value), unit, kind, counted)]


def test_money_that_goes_on_with_another_sum() -> None:
    found = extract("He spent $3 billion on roads and another 500 million on schools.")
    assert [(q.value, q.unit) for q in found] == [(Decimal(3_000_000_000), "USD"), (Decimal(500_000_000), "USD")]


def test_people_and_not_houses_are_killed() -> None:
    assert [q.counted for q in extract("Fire damaged 40 homes and two were killed.")] == ["homes", "people"]


def test_those_of_them_that_are_named() -> None:
    assert [q.counted for q in extract("Police detained 46 people, 11 of them minors.")] == ["people", "minors"]


def test_how_often_is_no_change() -> None:
    assert [q.change for q in extract("He has voted for tax increases 98 times.")] == [None]
    assert [q.change for q in extract("Sales were up 3 points.")] == ["increase_by"]


def test_the_year_before_counts_from_the_year_that_is_named() -> None:
    found = extract("Exports were $5 billion in 2021 and $4 billion the year before.", date=date(2025, 3, 5))
    assert [q.period.start.year for q in found if q.period] == [2021, 2020]
    alone = extract("Exports were $4 billion the year before.", date=date(2025, 3, 5))
    assert [q.period.start.year for q in alone if q.period] == [2024]
