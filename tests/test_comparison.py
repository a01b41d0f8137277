"""The comparison of a claim with a reference, case by case from its rules."""

import json
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from workbench import compare
from workbench.errors import WorkbenchError
from workbench.quantity.accepted import accepted_set
from workbench.quantity.interval import Interval
from workbench.quantity.model import Quantity
from workbench.quantity.money import Rate

CASES = [
    # claim, reference, comparison, accepted low and high, proposed
    ("38 million tonnes", "37.9 Mt", "consistent", 37_500_000, 38_500_000, "correct"),
    ("nearly 38 million tonnes", "37.9 Mt", "consistent", 36_000_000, 38_000_000, "correct"),
    ("nearly 38 million tonnes", "38.1 Mt", "below", 36_000_000, 38_000_000, "correct"),
    ("6 billion", "6.4 billion", "consistent", 5_500_000_000, 6_500_000_000, "correct"),
    ("6.0 billion", "6.4 billion", "below", 5_950_000_000, 6_050_000_000, "mostly_correct"),
    ("25,000", "25,400", "consistent", 24_500, 25_500, "correct"),
    ("130", "134", "consistent", 125, 135, "correct"),
    ("1,000", "1,090", "consistent", 900, 1_100, "correct"),
    ("exactly 25,000", "25,020", "below", 24_999.5, 25_000.5, "correct"),
    ("about 5 km", "5.4 km", "consistent", 4.5, 5.5, "correct"),
    ("about 0", "0.4", "consistent", -0.5, 0.5, "correct"),
    ("nearly 0", "-0.4", "consistent", -0.5, 0.5, "correct"),
    ("just over 5 million", "5.2 million", "consistent", 5_000_000, 5_500_000, "correct"),
    ("nearly -3%", "-2.9%", "consistent", -3, -2.7, "correct"),
    ("over 20 percent", "18%", "above", 20, None, "exaggerated"),
    ("more than 400", "400", "above", 400, None, "correct"),
    ("at least 400", "400", "consistent", 400, None, "correct"),
    ("less than 400", "400", "below", 0, 400, "correct"),
    ("up to 85", "86", "below", 0, 85, "mostly_correct"),
    ("below -5 °C", "-7 °C", "consistent", None, -5, "correct"),
    ("7-8%", "7.4%", "consistent", 6.5, 8.5, "correct"),
    ("between 5 and 7 million", "8 million", "below", 4_500_000, 7_500_000, "mostly_correct"),
    ("about 7-8%", "8.6%", "consistent", 6.3, 8.8, "correct"),
    ("5 ± 0.2 kg", "5.3 kg", "below", 4.8, 5.2, "mostly_correct"),
    ("dozens", "24", "consistent", 24, 100, "correct"),
    ("dozens", "100", "below", 24, 100, "correct"),
    ("half", "52%", "consistent", 0.45, 0.55, "correct"),
    ("one in four", "30%", "below", 0.225, 0.275, "mostly_correct"),
    ("doubled", "a rise of 90 percent", "consistent", 1.8, 2.2, "correct"),
    ("halved", "a fall of 45 percent", "consistent", 0.45, 0.55, "correct"),
    ("fell by 20 percent", "fell by 18 percent", "above", 19.5, 20.5, "mostly_correct"),
    ("fell by 20 percent", "rose by 18 percent", "above", 19.5, 20.5, "incorrect"),
    ("50 basis points", "0.5 percentage points", "consistent", 49.5, 50.5, "correct"),
    ("five times", "4.8", "consistent", 4.5, 5.5, "correct"),
    ("0", "3", "below", -0.5, 0.5, "incorrect"),
    ("5", "0", "above", 4.5, 5.5, "incorrect"),
    ("up to 40", "30-50", "indeterminate", 0, 40, None),
    ("38 million", "over 30 million", "indeterminate", 37_500_000, 38_500_000, None),
    ("20 °C", "68 °F", "consistent", 19.5, 20.5, "correct"),
    ("20 °C", "90 °F", "below", 19.5, 20.5, None),
    ("2 °C", "a rise of 3.6 °F", "consistent", 1.8, 2.2, "correct"),
    ("60 mph", "97 km/h", "consistent", 59.5, 60.5, "correct"),
]


@pytest.mark.parametrize(("claim", "reference", "outcome", "low", "high", "proposed"), CASES)
def test_the_rules(claim, reference, outcome, low, high, proposed):
    found = compare(claim, reference).to_dict()
    assert (found["comparison"], found["accepted"], found["proposed"]) == (outcome, [low, high], proposed)


@pytest.mark.parametrize(
    ("claim", "reference"),
    [
        ("5 percent", "5 percentage points"),
        ("5 people", "5%"),
        ("5 kg", "5 people"),
        ("5 km", "5 kg"),
        ("$6 billion", "€5.5 billion"),
    ],
)
def test_what_cannot_be_compared_says_what_is_missing(claim, reference):
    found = compare(claim, reference)
    assert found.comparison.comparison == "incommensurable"
    assert found.comparison.missing
    assert found.comparison.missing in found.why


def test_a_bound_that_says_little():
    assert compare("up to 85", "20").comparison.uninformative
    assert compare("over 20 percent", "31%").comparison.uninformative
    assert not compare("over 20 percent", "29%").comparison.uninformative
    assert not compare("over 20 percent", "18%").comparison.uninformative


def test_deviation_and_gap():
    found = compare("7-8%", "9%").to_dict()
    assert (found["deviation"], found["gap"]) == (-0.111111, 0.055556)
    assert compare("7-8%", "7.2%").to_dict()["deviation"] == 0
    assert compare("5", "0").to_dict()["deviation"] is None
    assert compare("20 °C", "25 °C").to_dict()["deviation"] is None


def test_a_negated_claim_gets_no_proposal():
    assert compare("not 400 dollars", "400 dollars").comparison.proposed is None


def test_money_needs_a_rate_of_the_day():
    rates = [
        Rate(date(2024, 1, 5), "EUR", "USD", Decimal("1.10"), "example", 2),
        Rate(date(2024, 1, 9), "EUR", "USD", Decimal("2.00"), "example", 3),
    ]
    found = compare("$5.5 million", "€5 million", date=date(2024, 1, 8), rates=rates)
    assert found.comparison.comparison == "consistent"
    assert found.comparison.rate == rates[0]
    assert "1.10" in found.why
    late = compare("$5.5 million", "€5 million", date=date(2024, 6, 1), rates=rates)
    assert late.comparison.comparison == "incommensurable"


def test_why_names_the_set_and_the_reference():
    assert compare("nearly 38 million tonnes", "37.9 Mt").why == (
        "nearly 38 million tonnes → 36–38 million tonnes; the reference, 37.9 million, lies inside"
    )


def test_a_text_without_a_number_is_refused():
    with pytest.raises(WorkbenchError, match="holds no number"):
        compare("several people", "5")


def test_the_finding_is_json_with_every_field():
    found = compare("two-thirds", "66%").to_dict()
    assert list(found) == [
        "claim", "reference", "unit", "accepted", "comparison", "deviation", "gap", "uninformative", "proposed", "why",
    ]  # fmt: skip
    assert json.loads(json.dumps(found)) == found
    assert found["claim"]["value"] == 0.666666666666667


numbers = st.decimals(min_value=-(10**9), max_value=10**9, places=3)
steps = st.sampled_from([Decimal(1), Decimal(10), Decimal("0.1"), Decimal(1000)])
modifiers = st.sampled_from(["=", "~", ">", ">=", "<", "<="])


@given(value=numbers, step=steps, modifier=modifiers, side=st.sampled_from(["both", "below", "above"]))
def test_the_accepted_set_touches_the_number_itself(value, step, modifier, side):
    found = accepted_set(Quantity(0, 0, "", "", value, rounding_step=step, modifier=modifier, side=side))
    assert found.low is None or found.low <= value
    assert found.high is None or value <= found.high


@given(value=numbers, step=steps)
def test_a_bare_number_never_allows_more_than_a_tenth(value, step):
    found = accepted_set(Quantity(0, 0, "", "", value, rounding_step=step))
    assert found.high is not None
    if value:
        assert found.high - value <= abs(value) / 10


@given(a=numbers, b=numbers, c=numbers, d=numbers, opens=st.tuples(st.booleans(), st.booleans()))
def test_two_sets_are_inside_apart_or_overlap_but_never_two_of_these(a, b, c, d, opens):
    assume(a != b)
    one, other = Interval(min(a, b), max(a, b), *opens), Interval(min(c, d), max(c, d))
    if one.contains(other):
        assert not one.is_above(other)
        assert not other.is_above(one)
    assert not (one.is_above(other) and other.is_above(one))


FACTORS = [("tonnes", "kg", 1000), ("km", "m", 1000), ("hours", "minutes", 60)]


@given(value=st.integers(1, 10**6), factor=st.sampled_from(FACTORS))
def test_a_quantity_agrees_with_itself_in_another_unit(value, factor):
    unit, small, times = factor
    found = compare(f"{value} {unit}", f"{value * times} {small}")
    assert found.comparison.comparison == "consistent"
    assert found.comparison.deviation == 0
