"""What is found in a text, what is left alone, and how numbers are read."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench import extract
from workbench.extraction.claims import Document, claims_of, document_id

ON = date(2025, 4, 5)


def only(text, language=None):
    found = extract(text, language, ON)
    assert len(found) == 1, [q.text for q in found]
    return found[0]


READINGS = [
    # sentence, text, value, unit, kind
    ("Trade came to US$6 billion.", "US$6 billion", 6_000_000_000, "USD", "money"),
    ("The fund holds €5bn today.", "€5bn", 5_000_000_000, "EUR", "money"),
    ("They owe Rs 3 crore to the bank.", "Rs 3 crore", 30_000_000, "INR", "money"),
    ("It moved 27 thousand tonnes of grain.", "27 thousand tonnes", 27_000, "tonne", "mass"),
    ("The memorial names 6'845 soldiers.", "6'845", 6845, "", "count"),
    ("The memorial names 6’845 soldiers.", "6’845", 6845, "", "count"),
    ("Some 27\u202f000 pupils took part.", "27\u202f000", 27_000, "", "count"),
    ("A crowd of 12,34,567 people came.", "12,34,567", 1_234_567, "", "count"),
    ("They planted 1.300 trees.", "1.300", 1300, "", "count"),
    ("The parcel weighs 1.300 kg.", "1.300 kg", Decimal("1.3"), "kilogram", "mass"),
    ("Two and a half million people voted.", "Two and a half million", 2_500_000, "", "count"),
    ("Two hundred and five people voted.", "Two hundred and five", 205, "", "count"),
    ("Half a million people voted.", "Half a million", 500_000, "", "count"),
    ("We bought a dozen lamps.", "a dozen", 12, "", "count"),
    ("It covers 1.2 million square kilometres.", "1.2 million square kilometres", 1_200_000, "kilometer**2", "area"),
    ("The wind reached 40 m/s.", "40 m/s", 40, "meter/second", "speed"),
    ("They pay $15 an hour.", "$15 an hour", 15, "USD/hour", "rate"),
    ("The plant makes 70 MW.", "70 MW", 70, "megawatt", "power"),
    ("The plant made 80 GWh.", "80 GWh", 80, "gigawatt_hour", "energy"),
    ("It was −5 °C at dawn.", "−5 °C", -5, "degree_Celsius", "temperature"),
    ("The rate rose 25 basis points.", "25 basis points", 25, "basis_point", "percent"),
    ("The share rose 1.4 percentage points.", "1.4 percentage points", Decimal("1.4"), "percentage_point", "percent"),
    ("One in four pupils walks.", "One in four", Decimal("0.25"), "", "multiple"),
    ("Two-thirds of pupils walk.", "Two-thirds", Decimal("0.666666666666667"), "", "multiple"),
    ("Output doubled.", "doubled", 2, "", "multiple"),
    ("That is five times the old record.", "five times", 5, "", "multiple"),
    ("Перевезли 38 млн тонн груза.", "38 млн тонн", 38_000_000, "tonne", "mass"),
    ("Проголосовали двадцать пять тысяч человек.", "двадцать пять тысяч", 25_000, "", "count"),
    ("Собрали полтора миллиона тонн зерна.", "полтора миллиона тонн", 1_500_000, "tonne", "mass"),
    ("Бюджет составил 8,2 млрд рублей.", "8,2 млрд рублей", 8_200_000_000, "RUB", "money"),
    ("Выпуск вырос в 2,5 раза.", "2,5 раза", Decimal("2.5"), "", "multiple"),
]


@pytest.mark.parametrize(("sentence", "text", "value", "unit", "kind"), READINGS)
def test_numbers_and_units(sentence, text, value, unit, kind):
    q = only(sentence)
    assert (q.text, q.value, q.unit, q.kind) == (text, value, unit, kind)
    assert sentence[q.start : q.end] == q.text


RANGES = [
    ("Growth was 7-8% a year.", 7, 8),
    ("Between 5 and 7 million people left.", 5_000_000, 7_000_000),
    ("It costs $5-6 billion.", 5_000_000_000, 6_000_000_000),
    ("From 5 to 10 people came.", 5, 10),
    ("Dozens of schools took part.", 24, 100),
    ("Tens of thousands of visitors came.", 20_000, 100_000),
    ("Hundreds of thousands of letters came.", 200_000, 1_000_000),
    ("The rod is 5 ± 0.2 cm long.", Decimal("4.8"), Decimal("5.2")),
    ("Пришли от 5 до 7 тысяч человек.", 5000, 7000),
]


@pytest.mark.parametrize(("sentence", "low", "high"), RANGES)
def test_ranges(sentence, low, high):
    q = only(sentence)
    assert (q.value, q.low, q.high) == (None, low, high)


MODIFIERS = [
    ("Nearly 38 million people live there.", "~", "Nearly"),
    ("Some 40 people live there.", "~", "Some"),
    ("It lost up to 85 vehicles.", "<=", "up to"),
    ("At least 408 helpers came.", ">=", "At least"),
    ("Over 1,300 houses stand there.", ">", "Over"),
    ("Not even 200 people came.", "<", "Not even"),
    ("No more than 300 people came.", "<=", "No more than"),
    ("No fewer than 300 people came.", ">=", "No fewer than"),
    ("A total of 6,845 people came.", "=", None),
    ("Exactly 300 people came.", "=", "Exactly"),
    ("The shop has 200-plus lamps.", ">", "plus"),
    ("There are 300 lamps or more.", ">=", "or more"),
    ("Погибло более тысячи человек.", ">", "более"),
    ("Пришло не менее 300 человек.", ">=", "не менее"),
]


@pytest.mark.parametrize(("sentence", "modifier", "hedge"), MODIFIERS)
def test_modifiers(sentence, modifier, hedge):
    q = only(sentence)
    assert (q.modifier, q.hedge, q.negated) == (modifier, hedge, False)


def test_changes():
    fell = extract("Unemployment fell from 70 percent to roughly 40.")
    assert [(q.value, q.unit, q.change, q.modifier) for q in fell] == [
        (70, "percent", None, "="),
        (40, "percent", "decrease_to", "~"),
    ]
    assert only("Output grew by more than 20 percent.").change == "increase_by"
    assert only("Prices rose to 7.5%.").change == "increase_to"
    assert only("It was a 5 percent increase.").change == "increase_by"
    assert only("Prices more than halved.").change == "decrease_to"
    assert only("Выпуск вырос до 6 млрд рублей.").change == "increase_to"


def test_negation_is_not_every_not():
    assert only("They did not pay 400 dollars.").negated
    assert not only("They paid not only 400 dollars.").negated
    assert not only("They paid no less than 400 dollars.").negated


SILENT = [
    "On April 4, 2025 the ministers met.",
    "On 3 April, at 23:28, it rained.",
    "In 2014, after the 1967 borders and the 1990s, it ended.",
    "It lasted from 1939-1945.",
    "The 80th anniversary of the 2nd Front, the twenty-first in a row.",
    "The G7, a Yak-28, a K9 unit and COVID-19 were named.",
    "Article 5 of Resolution 2334 says so.",
    "See https://example.org/2024/12/05?id=77 and #Team2030 and @user99.",
    "52.9K subscribers",
    "12.3K views",
    "1. First we met the crew.",
    "No one knew which one was the best one.",
    "It was a 180-degree turn.",
    "They won 3-1 on 9/11.",
    "Это случилось 3 апреля 2025 года, в 10:30.",
    "Самолёт Су-34 и 80-летие Победы.",
    "Один из министров приехал в 2024 году.",
]


@pytest.mark.parametrize("text", SILENT)
def test_what_is_no_quantity(text):
    assert [q.text for q in extract(text)] == []


def test_what_is_counted():
    assert only("It destroyed 9 enemy divisions and left.").counted == "enemy divisions"
    assert only("It shipped 38 million tonnes of cargo.").counted == "cargo"
    assert only("There are 72 regions of the country.").counted == "regions of the country"
    five = extract("In the square 16 people were hurt. Five were taken to hospital.")
    assert [q.counted for q in five] == ["people", "people"]


def test_periods_are_resolved_against_the_date():
    q = only("Trade came to $6 billion last year.")
    assert q.period is not None
    assert (q.period.start, q.period.end, q.period.text) == (date(2024, 1, 1), date(2024, 12, 31), "last year")
    since = only("Since October 2023, at least 408 helpers came.")
    assert since.period is not None
    assert (since.period.start, since.period.end) == (date(2023, 10, 1), ON)
    late = only("In late 2023 the fleet had 40 ships.")
    assert late.period is not None
    assert (late.period.start, late.period.end) == (date(2023, 10, 1), date(2023, 12, 31))


def test_checkworthiness_puts_statistics_before_the_two_sides():
    found = extract("The two sides met for 2 days. Exports reached $6 billion.")
    assert max(found, key=lambda q: q.checkworthiness).text == "$6 billion"


def test_the_contract_of_the_fields():
    told = only("Nearly 38 million tonnes of cargo went by sea.").to_dict()
    assert list(told) == [
        "start", "end", "text", "sentence", "value", "low", "high", "rounding_step", "modifier", "hedge", "unit",
        "kind", "counted", "change", "negated", "period", "checkworthiness",
    ]  # fmt: skip
    assert (told["value"], told["rounding_step"], told["period"]) == (38_000_000, 1_000_000, None)


STYLES = [",", "'", "’", "\u00a0", "\u202f", " "]


@given(number=st.integers(1000, 10**12), sep=st.sampled_from(STYLES))
def test_any_grouping_is_read_back(number, sep):
    written = f"{number:,}".replace(",", sep)
    found = extract(f"The town counted {written} lamps.", "en")
    assert [(q.value, q.text) for q in found] == [(number, written)]


@given(number=st.decimals(min_value="0.01", max_value="99999", places=2))
def test_decimals_in_both_habits(number):
    assert [q.value for q in extract(f"It weighs {number} kg.", "en")] == [number]
    comma = str(number).replace(".", ",")
    assert [q.value for q in extract(f"Он весит {comma} кг.", "ru")] == [number]


@given(st.text(max_size=400))
def test_no_text_breaks_it_and_offsets_fit(text):
    for q in extract(text, None, ON):
        assert text[q.start : q.end] == q.text
        assert q.sentence in text
        assert q.value is not None or (q.low is not None and q.high is not None)


PIECES = "12 5 - to million per cent $ half of a one in from up тысяч в раз . , % km between and".split()  # noqa: SIM905


@given(st.lists(st.sampled_from(PIECES), max_size=14))
def test_no_order_of_number_words_breaks_it(words):
    text = " ".join(words)
    for q in extract(text, None, ON):
        assert text[q.start : q.end] == q.text


MONSTERS = ["9" * 300_000, "[" * 300_000, "1," * 150_000, "a " * 150_000 + "5 km", "($" * 150_000]


@pytest.mark.parametrize("text", MONSTERS)
def test_long_monsters_end(text):
    assert len(extract(text, "en")) <= 1


def document(text):
    return Document(document_id("claims/a.txt"), "claims/a.txt", "claims/a.txt", text)


def ids(text):
    doc = document(text)
    return {c.quantity.text: c.claim_id for c in claims_of(doc, extract(text))}


def test_claim_ids_do_not_depend_on_the_place_in_the_file():
    one = ids("Trade came to $6 billion. It shipped 40 tonnes.")
    other = ids("Hello there, 7 people!\n\nIt shipped 40 tonnes.\n\nTrade  came to\n$6 billion.")
    assert one["40 tonnes"] == other["40 tonnes"]


def test_equal_numbers_in_one_sentence_have_ids_of_their_own():
    doc = document("It lost 40 men and 40 horses. It lost 40 men and 40 horses.")
    claims = claims_of(doc, extract(doc.text))
    assert len({claim.claim_id for claim in claims}) == 4
    assert [claim.occurrence for claim in claims] == [0, 1, 2, 3]
