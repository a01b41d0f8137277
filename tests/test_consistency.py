"""Numbers of one text that cannot all be right, and texts in which nothing is wrong."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench import extract
from workbench.extraction.consistency import inconsistencies


def told(text):
    return [f"{item.rule}: {item.message}" for item in inconsistencies(text, extract(text))]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "Sixteen people were injured. Of them, five are in hospital and twelve at home.",
            "parts: the parts make 17, more than the whole, 16",
        ),
        (
            "В результате пострадали 16 человек, из них 5 в больнице, 12 дома.",
            "parts: the parts make 17, more than the whole, 16",
        ),
        (
            "16 injured; five in hospital, twelve at home",
            "parts: the parts make 17, more than the whole, 16",
        ),
        ("The 120 sailors include 80 men and 45 women.", "parts: the parts make 125, more than the whole, 120"),
        (
            "The fleet has 200 ships: 110 tankers, 60 bulk carriers and 20 tugs.",
            "parts: the parts make 190, less than the whole, 200",
        ),
        (
            "Exports rose 20 percent from $50 billion to $65 billion.",
            "percent: from 50 billion USD to 65 billion USD is 30 %, not 20 percent",
        ),
        (
            "Экспорт вырос на 20%, с 50 млрд до 65 млрд долларов.",
            "percent: from 50 billion USD to 65 billion USD is 30 %, not 20%",
        ),
        (
            "Output fell by 40 percent, from 500 tonnes to 450 tonnes.",
            "percent: from 500 tonnes to 450 tonnes is −10 %, not 40 percent",
        ),
        ("12 of 40 villages (25%) have power.", "percent: 12 of 40 is 30 %, not 25%"),
        (
            "The convoy carried 300 tonnes of flour to Rafah. The same convoy carried 450 tonnes of flour to Rafah.",
            "two_numbers: said once as 300 tonnes and once as 450 tonnes",
        ),
    ],
)
def test_a_contradiction_is_told(text, message):
    assert told(text) == [message]


@pytest.mark.parametrize(
    "text",
    [
        "Sixteen people were injured. Of them, five are in hospital and eleven at home.",
        "Sixteen people were injured, including five children and two drivers.",
        "About 120 people came. Among them were 80 men and 45 women.",
        "The fleet has 200 ships: 110 tankers, 60 bulk carriers and 30 tugs.",
        "The fleet has 200 ships, including 110 tankers and 20 tugs.",
        "Exports rose 30 percent from $50 billion to $65 billion.",
        "Exports rose 12 percent to $65 billion. Imports came from 50 countries.",
        "12 of 40 villages (30%) have power.",
        "A third of the 40 villages (25%) have power.",
        "The convoy carried 300 tonnes of flour to Rafah. The convoy carried 450 tonnes of flour to Gaza.",
        "On 3 May the convoy carried 300 tonnes of flour to Rafah. On 4 May the convoy carried 450 tonnes of flour.",
        "The convoy carried 300 tonnes of flour to Rafah on 3 May. The convoy carried 450 tonnes to Rafah on 4 May.",
        "The convoy carried up to 300 tonnes of flour to Rafah. The convoy carried 250 tonnes of flour to Rafah.",
        "They bought 5 tonnes: 2 km of cable and 3 km of pipe.",
    ],
)
def test_nothing_is_told_where_nothing_is_wrong(text):
    assert told(text) == []


@given(st.integers(2, 90), st.integers(2, 90), st.integers(-4, 4))
def test_parts_are_added(one, other, off):
    total = one + other - off
    text = f"In all {total} people were hurt. Of them, {one} are in hospital and {other} at home."
    found = told(text)
    # A year or a page number would be no count; all here are counts.
    assert bool(found) == (off > 0 and total > 1) or total < 2


def test_the_finding_names_its_quantities():
    text = "12 of 40 villages (25%) have power."
    (found,) = inconsistencies(text, extract(text))
    assert [text[q.start : q.end] for q in found.quantities] == ["12", "40", "25%"]


def test_many_numbers_stay_cheap():
    text = "The convoy carried 300 tonnes of flour to Rafah. " * 400
    assert told(text) == []


@pytest.mark.parametrize(("parts", "found"), [(3, 1), (200, 0)])
def test_a_long_log_is_no_whole_with_its_parts(parts, found):
    text = "There were 2 ships, among them " + ", ".join(f"{number + 3} ships" for number in range(parts)) + "."
    assert len(inconsistencies(text, extract(text))) == found
