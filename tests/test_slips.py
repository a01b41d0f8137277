"""Probable slips of unit and scale, and silence where there is none."""

import random
from datetime import date
from decimal import Decimal

import pytest

from workbench import compare
from workbench.quantity.money import Rate
from workbench.quantity.slips import FACTORS, find_slip


def slip(claim, reference):
    found = compare(claim, reference)
    return find_slip(found.claim, found.comparison)


@pytest.mark.parametrize(
    ("claim", "reference", "words"),
    [
        ("6 billion tonnes", "6.2 million tonnes", "×1,000"),
        ("6 million tonnes", "6.2 billion tonnes", "÷1,000"),
        ("up to 85 people", "85,000 people", "÷1,000"),
        ("74.6 km", "74.6 miles", "kilometres for miles"),
        ("1,102 tonnes", "1,000 tonnes", "short tons"),
        ("$12.1 million", "$1.01 million", "a month's figure"),
        ("$3.65 billion", "$10 million", "a day's figure"),
        ("41 percent", "0.41 percent", "hundredths"),
        ("«73,3 тысячи тонн»", "10 тысяч тонн", "barrels"),
    ],
)
def test_a_slip_is_named(claim, reference, words):
    assert words in str(slip(claim, reference))


@pytest.mark.parametrize(
    ("claim", "reference"),
    [
        ("38 million tonnes", "37.9 million tonnes"),
        ("over 5,000 people", "5.1 million people"),
        ("45 percent", "37 percent"),
        ("5 kilometres", "3 tonnes"),
        ("not 6 billion tonnes", "6.2 million tonnes"),
        ("1,000 degrees Celsius", "1 degree Celsius"),
        ("0 people", "1,000 people"),
        ("1,000 people", "0 people"),
    ],
)
def test_no_slip_where_the_claim_holds_or_nothing_fits(claim, reference):
    assert slip(claim, reference) is None


def test_a_number_taken_over_from_another_currency():
    rates = [Rate(date(2024, 1, 2), "EUR", "USD", Decimal("1.0956"), "example")]
    found = compare("US$50.2 billion", "50.2 billion euros", date=date(2024, 1, 2), rates=rates)
    named = find_slip(
        found.claim, found.comparison, written=(Decimal("50.2e9"), "EUR"), rates=rates, on=date(2024, 1, 2)
    )
    assert "that in EUR, not USD" in str(named)


def test_never_where_consistent_and_seldom_by_chance():
    chance, apart, named = random.Random(7), 0, 0  # noqa: S311 - the same pairs every time
    for _ in range(1500):
        size = chance.randrange(1, 7)
        said = chance.randrange(11, 1000) * 10**size
        found = compare(f"{said} tonnes", f"{said * 10 ** chance.uniform(-3.5, 3.5):.2f} tonnes")
        hit = find_slip(found.claim, found.comparison)
        assert not (hit and found.comparison.comparison == "consistent")
        apart += found.comparison.comparison != "consistent"
        named += hit is not None
    assert named / apart < 0.02


def test_factors_are_told_once_and_above_one():
    sizes = [factor.size for factor in FACTORS]
    assert len(set(sizes)) == len(sizes)
    assert min(sizes) > 1
