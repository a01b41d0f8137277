"""The period of a quantity, resolved against the day it was said."""

from datetime import date

import pytest

from workbench import extract

ON = date(2025, 4, 5)

PERIODS = [
    ("In the second quarter of 2024 it made 5,000 lamps.", "2024-04-01", "2024-06-30"),
    ("In Q2 2024 it made 5,000 lamps.", "2024-04-01", "2024-06-30"),
    ("In the first quarter it made 5,000 lamps.", "2025-01-01", "2025-03-31"),
    ("In the third quarter it made 5,000 lamps.", "2024-07-01", "2024-09-30"),
    ("In the first half of last year it made 5,000 lamps.", "2024-01-01", "2024-06-30"),
    ("In the summer of 2023 it made 5,000 lamps.", "2023-06-01", "2023-08-31"),
    ("In fiscal 2024 it made 5,000 lamps.", "2024-01-01", "2024-12-31"),
    ("By the end of 2023 it made 5,000 lamps.", "2023-10-01", "2023-12-31"),
    ("So far this year it made 5,000 lamps.", "2025-01-01", "2025-04-05"),
    ("In the 1990s it made 5,000 lamps.", "1990-01-01", "1999-12-31"),
    ("Between 2015 and 2020 it made 5,000 lamps.", "2015-01-01", "2020-12-31"),
    ("It made 5,000 lamps in 2009, 2017, and 2020.", "2009-01-01", "2020-12-31"),
    ("В 2019, 2020 и 2021 годах выпустили 5000 ламп.", "2019-01-01", "2021-12-31"),
    ("In the past year it made 5,000 lamps.", "2024-04-05", "2025-04-05"),
    ("In March it made 5,000 lamps.", "2025-03-01", "2025-03-31"),
    ("In November it made 5,000 lamps.", "2024-11-01", "2024-11-30"),
    ("В I квартале 2024 г. выпустили 5000 ламп.", "2024-01-01", "2024-03-31"),
    ("Во втором полугодии 2023 года выпустили 5000 ламп.", "2023-07-01", "2023-12-31"),
    ("В 1990-е годы выпустили 5000 ламп.", "1990-01-01", "1999-12-31"),
    ("Летом 2023 года выпустили 5000 ламп.", "2023-06-01", "2023-08-31"),
    ("С начала года выпустили 5000 ламп.", "2025-01-01", "2025-04-05"),
    ("Au deuxième trimestre 2024, elle a produit 5 000 lampes.", "2024-04-01", "2024-06-30"),
    ("L'an dernier, elle a produit 5 000 lampes.", "2024-01-01", "2024-12-31"),
    ("Dans les années 1990, elle a produit 5 000 lampes.", "1990-01-01", "1999-12-31"),
]


@pytest.mark.parametrize(("sentence", "start", "end"), PERIODS)
def test_periods(sentence, start, end):
    found = extract(sentence, None, ON)
    assert [q.value for q in found] == [5000]
    assert found[0].period is not None
    assert (str(found[0].period.start), str(found[0].period.end)) == (start, end)


NONE = [
    "They scored 40 points in the second half of the match.",
    "They may win 40 seats and march on.",
    "The fall was 40 metres deep.",
]


@pytest.mark.parametrize("sentence", NONE)
def test_words_that_are_no_period_here(sentence):
    found = extract(sentence, None, ON)
    assert [(q.value, q.period) for q in found] == [(40, None)]


def told(sentence):
    return [(q.text, q.period and q.period.start.year) for q in extract(sentence, None, date(2025, 3, 17))]


def test_what_is_compared_has_its_time_for_itself():
    assert told("The plant employs 2,400 people, twice as many as in 2015.")[0] == ("2,400", None)
    assert told("There are 2,400 people, up from 2,100 in 2020.") == [("2,400", None), ("2,100", 2020)]
    assert told("In 2024, exports reached $5bn, up from $4bn in 2023.") == [("$5bn", 2024), ("$4bn", 2023)]
    assert told("In 2019 exports were $2bn; today they are $4bn.") == [("$2bn", 2019), ("$4bn", 2025)]


def test_years_are_counted_back_from_the_time_told_before():
    found = told("Nearly 38 million tonnes went by sea last year, against four million ten years before.")
    assert found[:2] == [("38 million tonnes", 2024), ("four million", 2014)]


def test_without_a_date_of_the_text_last_year_is_no_other_year():
    found = extract("Last year the city spent €14.2m; the hall opened in 2015.")
    assert [(q.text, q.period) for q in found] == [("€14.2m", None)]
