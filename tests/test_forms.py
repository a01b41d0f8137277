"""Forms of numbers and measures, each beside neighbours that look alike and are something else."""

from datetime import date
from decimal import Decimal

import pytest

from workbench import extract
from workbench.extraction.lexicons import languages, lexicon, symbols
from workbench.quantity.units import known

ON = date(2025, 4, 5)
THIRD = Decimal("0.333333333333333")


def told(sentence, language="en"):
    found = extract(sentence, language, ON)
    return [(q.text, q.value if q.value is not None else (q.low, q.high), q.unit) for q in found]


COMPOUNDS = [
    ("It cost 20 dollars 43 cents.", [("20 dollars 43 cents", Decimal("20.43"), "USD")]),
    ("It cost ten dollars and forty-five cents.", [("ten dollars and forty-five cents", Decimal("10.45"), "USD")]),
    ("They paid 3 GBP 1 pence.", [("3 GBP 1 pence", Decimal("3.01"), "GBP")]),
    ("They paid 3 CAD 3 cents.", [("3 CAD 3 cents", Decimal("3.03"), "CAD")]),
    ("She is 5 feet 2 inches tall.", [("5 feet 2 inches", 62, "inch")]),
    ("She is 5 ft 2 in tall.", [("5 ft 2 in", 62, "inch")]),
    ("He is 5'10\" tall.", [("5'10\"", 70, "inch")]),
    ("They ran 2 km and 1 metre.", [("2 km and 1 metre", 2001, "meter")]),
    ("They flew 10 kms, 8 metres, and 6 cm.", [("10 kms, 8 metres, and 6 cm", 1_000_806, "centimeter")]),
    ("It took 5 hours 30 minutes.", [("5 hours 30 minutes", 330, "minute")]),
    ("It took an hour and 20 minutes.", [("an hour and 20 minutes", 80, "minute")]),
    # neighbours: two measures, not one
    ("They ran 2 km and 3,000 metres.", [("2 km", 2, "kilometer"), ("3,000 metres", 3000, "meter")]),
    ("It took 5 hours and 30 people.", [("5 hours", 5, "hour"), ("30", 30, "")]),
    ("It lasts 1 hour, 30 minutes of it dark.", [("1 hour", 1, "hour"), ("30 minutes", 30, "minute")]),
    ("It took 30 minutes 5 hours later.", [("30 minutes", 30, "minute"), ("5 hours", 5, "hour")]),
    ("Pay 5 dollars 3 pence.", [("5 dollars", 5, "USD"), ("3 pence", Decimal("0.03"), "GBP")]),
]


@pytest.mark.parametrize(("sentence", "found"), COMPOUNDS)
def test_compound_measures(sentence, found):
    assert told(sentence) == found


def test_a_compound_is_as_exact_as_its_smallest_part():
    assert extract("It took 5 hours 30 minutes.", "en")[0].rounding_step == 1
    assert extract("It cost 2 dollars 40 cents.", "en")[0].rounding_step == Decimal("0.01")


NUMBERS = [
    ("They have 3 dozen lamps.", 36),
    ("They have three dozens of lamps.", 36),
    ("They have two hundred dozens of lamps.", 2400),
    ("They count three billions of stars.", 3_000_000_000),
    ("They bought a pair of lamps.", 2),
    ("They scored nil points.", 0),
    ("They count 5 lac voters.", 500_000),
    ("They count 2 lakh voters.", 200_000),
    ("They have 3 hundred and 21 lamps.", 321),
    ("They have 4 thousand 3 hundred and 21 lamps.", 4321),
    ("The factor is twenty-three fifths.", Decimal("4.6")),
    ("The factor is three and a fifth.", Decimal("3.2")),
    ("The factor is twenty and three fifths.", Decimal("20.6")),
    ("The factor is two and fifty-four hundredths.", Decimal("2.54")),
    ("The town has one million and a half lamps.", 1_500_000),
    ("The town has six million and two thirds.", Decimal("6666666.666666667")),
    ("They want three quarters of a million lamps.", 750_000),
    ("They want a quarter million lamps.", 250_000),
    ("The share is one twenty-fifth of it.", Decimal("0.04")),
    ("The share is two thousandths.", Decimal("0.002")),
    ("The factor is 1 point 1.", Decimal("1.1")),
    ("The factor is two hundred point zero three.", Decimal("200.03")),
    ("The factor is two point seventy-one.", Decimal("2.71")),
    ("The factor is 1.3x10^6.", 1_300_000),
    ("The factor is 2.48×10−5.", Decimal("0.0000248")),
    ("The answer is negative one.", -1),
    ("The answer is minus five point five.", Decimal("-5.5")),
]


@pytest.mark.parametrize(("sentence", "value"), NUMBERS)
def test_number_forms(sentence, value):
    assert [q.value for q in extract(sentence, "en")] == [value]


def test_a_lonely_minus_before_a_lonely_number():
    assert [q.value for q in extract("- 1,200,000")] == [-1_200_000]
    assert [q.value for q in extract("Losses.\n- 20 tanks burnt\n- 30 guns burnt\n")] == [20, 30]


NO_FRACTIONS = [
    ("Two third graders came.", [2]),
    ("The twenty-fifth of them left.", []),
    ("On page 5 point 3 is made.", []),
    ("One idea in this book is new.", []),
    ("Two men in five boats came.", [2, 5]),
    ("We met at half past six.", []),
]


@pytest.mark.parametrize(("sentence", "values"), NO_FRACTIONS)
def test_what_only_looks_like_a_fraction(sentence, values):
    assert [q.value for q in extract(sentence, "en")] == values


def test_odds_around_a_noun():
    q = extract("One pupil in four walks.", "en")[0]
    assert (q.text, q.value, q.counted) == ("One pupil in four", Decimal("0.25"), "pupil")
    assert extract("One man left in 2020.", "en")[0].value == 1


MONEY = [
    ("It costs 10¢.", [("10¢", Decimal("0.10"), "USD")]),
    ("It costs Rs. 20.", [("Rs. 20", 20, "INR")]),
    ("It costs 10 pennies.", [("10 pennies", Decimal("0.10"), "USD")]),
    ("It costs 42 KWD or 42 Kuwaiti dinars.", [("42 KWD", 42, "KWD"), ("42 Kuwaiti dinars", 42, "KWD")]),
    ("It costs 42 Lebanese pounds.", [("42 Lebanese pounds", 42, "LBP")]),
    ("It costs 42 Egyptian pounds.", [("42 Egyptian pounds", 42, "EGP")]),
    ("It costs RM42 or 42 ringgit.", [("RM42", 42, "MYR"), ("42 ringgit", 42, "MYR")]),
    ("They lost 75 USD million.", [("75 USD million", 75_000_000, "USD")]),
    ("They lost 30 MUSD.", [("30 MUSD", 30_000_000, "USD")]),
    ("In 2023 USD 5 million went there.", [("USD 5 million", 5_000_000, "USD")]),
    ("The balance is $-99.99.", [("$-99.99", Decimal("-99.99"), "USD")]),
    ("It costs 5,000 won.", [("5,000 won", 5000, "KRW")]),
    ("The rate is TRY 4,500.", [("TRY 4,500", 4500, "TRY")]),
    # neighbours: words and codes that are no money
    ("Of 12 candidates, 5 won seats.", [("12", 12, ""), ("5", 5, "")]),
    ("They hired 12 real artists.", [("12", 12, "")]),
    ("TRY 5 of them. The TOP 10 are here.", []),
    ("They paid 10 $5 notes.", [("$5", 5, "USD")]),
]


@pytest.mark.parametrize(("sentence", "found"), MONEY)
def test_money(sentence, found):
    assert told(sentence) == found


def test_every_currency_has_a_code():
    codes = {code for code in symbols().currencies.single() if len(code) == 3 and code.isalpha() and code.isupper()}
    assert {"AED", "KWD", "VES", "XAF", "ZMW", "SLE", "ZWG", "XCG"} <= codes
    assert len(codes) > 150


POUNDS = [
    ("It cost ten pounds.", "GBP"),
    ("They paid 3 million pounds.", "GBP"),
    ("The pie is £4. The cake was ten pounds.", "GBP"),
    ("He lifted ten pounds of rice.", "pound"),
    ("She bought a ten-pound bag for $9.", "pound"),
    ("The baby weighs ten pounds.", "pound"),
    ("They sell it for ten pounds.", "GBP"),
    ("The lease is ten pounds a month.", "GBP/month"),
    ("The parcel: ten pounds.", "pound"),
]


@pytest.mark.parametrize(("text", "unit"), POUNDS)
def test_pounds_are_money_or_weight(text, unit):
    assert [q.unit for q in extract(text, "en") if "ten" in q.text.lower() or "3" in q.text] == [unit]


ARTICLES = [
    ("It is about a kilometre from here.", [("a kilometre", 1, "kilometer")]),
    ("The tea costs a dollar.", [("a dollar", 1, "USD")]),
    ("They began about a second round.", []),
    ("He came from a mile away.", []),
    ("A dollar is a unit of money.", []),
    ("It took more than a year.", []),
]


@pytest.mark.parametrize(("sentence", "found"), ARTICLES)
def test_an_article_counts_only_where_something_is_measured(sentence, found):
    assert told(sentence) == found


AGES = [
    ("The man, aged 45, left.", [("45", 45, "year")]),
    ("She won at the age of 12.", [("12", 12, "year")]),
    ("Women aged 18 to 24 came.", [("18 to 24", (18, 24), "year")]),
    ("He is 45 years old.", [("45 years", 45, "year")]),
    ("He aged 12 cheeses.", [("12", 12, "")]),
]


@pytest.mark.parametrize(("sentence", "found"), AGES)
def test_ages(sentence, found):
    assert told(sentence) == found


RANGES = [
    ("It was -5 to 10 °C.", [(-5, 10)]),
    ("It was -10 to -5 °C.", [(-10, -5)]),
    ("It is between minus ten and fifteen degrees.", [(-10, 15)]),
    ("They need 8- to 16-metre poles.", [(8, 16)]),
    ("They sold 5k-20k lamps.", [(5000, 20000)]),
    ("They sold 1000 - 5000 lamps.", [(1000, 5000)]),
    ("Use between 2.0 g and about 7.0 g.", [(2, 7)]),
    ("The fee is $3–5m or $1.5m-2m.", [(3_000_000, 5_000_000), (1_500_000, 2_000_000)]),
    ("They pay $40,000 to $50,000 a year.", [(40_000, 50_000)]),
    ("Rates ranged from 2% to 3%.", [(2, 3)]),
    ("Rates of 2% or 3% are usual.", [(2, 3)]),
    ("The target is 2%, plus or minus 1%.", [(1, 3)]),
    # neighbours: a change, a score, a list
    ("Rates rose from 2% to 3%.", []),
    ("The bill passed 312 to 98.", []),
    ("Apples - 5, pears - 10.", []),
]


@pytest.mark.parametrize(("sentence", "ends"), RANGES)
def test_ranges_with_signs_and_hyphens(sentence, ends):
    assert [(q.low, q.high) for q in extract(sentence, "en") if q.low is not None] == ends


def test_a_unit_or_a_noun_that_is_left_out():
    percent = extract("You said sixty percent; your report says fifty-two.", "en")
    assert [(q.value, q.unit) for q in percent] == [(60, "percent"), (52, "percent")]
    roubles = extract("Хлеб стоит 52 рубля, молоко — 89.", "ru")
    assert [(q.value, q.unit) for q in roubles] == [(52, "RUB"), (89, "RUB")]


def test_a_hedge_behind_the_noun():
    q = extract("60 signatures at least are needed.", "en")[0]
    assert (q.value, q.modifier, q.hedge, q.counted) == (60, ">=", "at least", "signatures")
    assert extract("60 signatures, at least 20 of them forged.", "en")[0].modifier == "="


def test_russian_words_that_hold_a_number_or_make_a_guess_of_it():
    half = extract("Ремонт занял полгода.", "ru")[0]
    assert (half.value, half.unit) == (Decimal("0.5"), "year")
    guess = extract("В зале было человек двадцать.", "ru")[0]
    assert (guess.value, guess.modifier, guess.counted) == (20, "~", "человек")
    years = extract("Ему лет сорок.", "ru")[0]
    assert (years.value, years.modifier, years.unit) == (40, "~", "year")
    assert [q.modifier for q in extract("Из 30 человек двадцать ушли.", "ru")] == ["=", "="]


FALLS = [
    ("Exports fell from 38 to 31 million tonnes.", [38_000_000, 31_000_000]),
    ("The toll rose from 500 to 2 million.", [500, 2_000_000]),
    ("Урожай снизился с 38 до 31 млн тонн.", [38_000_000, 31_000_000]),
]


@pytest.mark.parametrize(("sentence", "values"), FALLS)
def test_both_ends_of_a_change_have_the_scale_of_the_second(sentence, values):
    assert [q.value for q in extract(sentence)] == values


def test_an_apposition_tells_the_same_change_in_another_unit():
    tax = extract("Council tax will rise 4.99%, or £83 a home.", "en")
    assert [q.change for q in tax] == ["increase_by", "increase_by"]
    some = extract("Some 60 percent, or about 900, came.", "en")
    assert [q.unit for q in some] == ["percent", ""]


def test_plus_adds_or_bounds():
    assert extract("He earns $85,000 plus a bonus.", "en")[0].modifier == "="
    assert extract("The shop has 200 plus lamps.", "en")[0].modifier == ">"
    for said, unit, text in (
        ("20-plus percent of the voters came.", "percent", "20-plus percent"),
        ("They built 20+ km of road.", "kilometer", "20+ km"),
        ("A 20-plus-kilometre road was built.", "kilometer", "20-plus-kilometre"),
    ):
        [found] = extract(said, "en")
        assert (found.value, found.modifier, found.unit, found.text) == (20, ">", unit, text)


HEADINGS = [("Killed: 5.", [5]), ("Schools: 40.", [40]), ("me: 0", []), ("The 4x100 relay, a 4K video.", [])]


@pytest.mark.parametrize(("text", "values"), HEADINGS)
def test_a_small_number_behind_a_heading(text, values):
    told = f"{text} So it was told by all of us in the long letter of that morning."
    assert [q.value for q in extract(told, "en")] == values


NAMES = [
    "They live at 12 High Street and at 4 Old Mill Lane.",
    "RFC 2119 and ISO 9001 say so.",
    "The chance is one in a million, a million-dollar question.",
    "Team 3 beat Team 4 on shelf 7.",
]


@pytest.mark.parametrize("sentence", NAMES)
def test_names_with_numbers(sentence):
    assert told(sentence) == []


def test_a_digit_apart_is_no_power_of_the_unit():
    assert told("The rod is 12 m 2 dm long.") == [("12 m 2 dm", 122, "decimeter")]
    assert told("The room has 12 m2.") == [("12 m2", 12, "meter**2")]


@pytest.mark.parametrize("language", [*languages(), "symbols"])
def test_every_unit_has_a_name_that_pint_knows(language):
    units = symbols().units if language == "symbols" else lexicon(language).units
    names = {entry.name for found in units._by_first.values() for _, (_, entry), _ in found}
    assert {name for name in names if not known(name)} <= {"percentage_point", "basis_point"}
    assert len(names) > 30
