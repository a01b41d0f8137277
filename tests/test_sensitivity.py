"""Which other choice would turn a finding."""

from datetime import date
from decimal import Decimal

import pytest

from workbench import compare
from workbench.quantity.money import Rate
from workbench.quantity.reference import Reference
from workbench.quantity.sensitivity import Alternative, Pair, sensitivity, strip


def pair_of(claim, reference, rates=(), on=None):
    found = compare(claim, reference, date=on, rates=rates)
    return Pair(found.claim, Reference.of_quantity(found.reference), rates=rates, on=on)


def other(choice, label, text):
    return Alternative(choice, label, Reference.of_quantity(compare(text, text).reference))


@pytest.mark.parametrize(
    ("claim", "reference", "told"),
    [
        ("nearly 38 million tonnes", "37.9 Mt", "holds until the reference is 0.26 % higher"),
        ("US$6 billion", "5.4 billion dollars", "holds from 1.9 % tolerance; holds taken as “about”"),
        ("over 100 people", "90 people", "holds from 11 % tolerance"),
        ("over 100 people", "190 people", "holds until the reference is 47 % lower"),
        ("between 8 and 10 million tonnes", "9 Mt", "holds until the reference is 17 % lower"),
    ],
)
def test_the_strip_says_what_turns_it(claim, reference, told):
    assert strip(sensitivity(pair_of(claim, reference))).startswith(told)


def test_at_the_tolerance_named_the_finding_turns():
    (turn, *_) = sensitivity(pair_of("over 100 people", "90 people"))
    moved = Decimal(90) * (1 + turn.margin)
    assert compare("at least 100 people", f"{moved + Decimal('0.001')} people").comparison.comparison == "consistent"
    assert compare("at least 100 people", f"{moved - Decimal('0.01')} people").comparison.comparison == "above"


def test_other_periods_vintages_and_definitions():
    alternatives = [
        other("period", "the 2023 figure", "34 Mt"), other("vintage", "the figure of 2024-02-01", "37.6 Mt"),
        other("vintage", "the figure of 2024-09-01", "37.7 Mt"), other("definition", "cargo without transit", "30 Mt"),
    ]  # fmt: skip
    turns = sensitivity(pair_of("nearly 38 million tonnes", "37.9 Mt"), alternatives)
    assert [turn.choice for turn in turns] == [
        "tolerance", "rounding", "rounding", "rounding", "vintage", "vintage", "period", "definition",
    ]  # fmt: skip
    told = strip(turns)
    assert "above with the 2023 figure; above with cargo without transit" in told
    assert told.endswith("the same with 2 other vintages")


def test_an_alternative_that_does_not_compare_is_left_out():
    turns = sensitivity(pair_of("38 million tonnes", "37.9 Mt"), [other("definition", "trips", "5,000 km")])
    assert {turn.choice for turn in turns} == {"tolerance", "rounding"}


def test_a_bound_is_not_rounded_and_an_incommensurable_pair_has_no_sensitivity():
    assert {turn.choice for turn in sensitivity(pair_of("over 100 people", "90 people"))} == {"tolerance"}
    assert sensitivity(pair_of("38 million tonnes", "5 km")) == []


def test_the_day_of_the_rate():
    days = {date(2024, 1, 2): "1.10", date(2024, 6, 3): "1.09", date(2024, 9, 2): "1.25"}
    rates = tuple(Rate(day, "EUR", "USD", Decimal(rate), "example") for day, rate in days.items())
    turns = sensitivity(pair_of("US$11 billion", "10 billion euros", rates=rates, on=date(2024, 1, 2)))
    by_rate = {turn.label: turn.comparison for turn in turns if turn.choice == "rate"}
    assert by_rate == {"the rate of 2024-06-03": "consistent", "the rate of 2024-09-02": "below"}
    assert "below at the rate of 2024-09-02; the same at the rate of 2024-06-03" in strip(turns)
