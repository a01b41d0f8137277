"""What people say in statements and news, each form beside neighbours that look alike and are something else."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench import extract

ON = date(2025, 6, 20)


def told(sentence):
    found = extract(sentence, None, ON)
    return [(q.text, q.value if q.value is not None else (q.low, q.high), q.unit) for q in found]


NUMBERS = [
    ("She owns a hundred and one cats.", [("a hundred and one", 101, "")]),
    ("She owns a hundred, and one of them is lame.", []),
    ("One-in-ten patients fell ill.", [("One-in-ten", Decimal("0.1"), "")]),
    ("One in a hundred people fell ill.", [("One in a hundred", Decimal("0.01"), "")]),
    ("He is one in a million.", []),
    ("Several hundred homes burned.", [("Several hundred", (200, 1000), "")]),
    ("Several homes burned.", []),
    ("A few thousand people came.", [("A few thousand", (2000, 10_000), "")]),
    ("A few people came.", []),
    ("Приехали несколько тысяч участников.", [("несколько тысяч", (2000, 10_000), "")]),
    ("Приехали несколько участников.", []),
    ("Прошло около двух десятков встреч.", [("двух десятков", 20, "")]),
    ("Прошли десятки встреч.", [("десятки", (20, 100), "")]),
    ("Hundred people came.", [("Hundred", 100, "")]),
    ("The hundred days are over.", []),
    ("A half-million people marched.", [("A half-million", 500_000, "")]),
    ("A half-hearted crowd marched.", []),
    ("It is approximately one-half miles away.", [("one-half miles", Decimal("0.5"), "mile")]),
    ("Rates are 10, 12 and 22 percent.", [(t, int(t[:2]), "percent") for t in ("10", "12", "22 percent")]),
    ("They saw 45 and 50 cases.", [("45", 45, ""), ("50", 50, "")]),
    ("See pages 3, 4 and 12.", []),
    ("Ночью было −15…−20 градусов в городе.", [("−15…−20 градусов", (-20, -15), "degree_Celsius")]),
    ("It ranged from -18 °C to -34 °C.", [("-18 °C to -34 °C", (-34, -18), "degree_Celsius")]),
    ("Run 5km-10km.", [("5km-10km", (5, 10), "kilometer")]),
    ("In Kyiv 45000 people left.", [("45000", 45_000, "")]),
    ("Sales rose 2 % to $ 1.45 billion.", [("2 %", 2, "percent"), ("$ 1.45 billion", 1_450_000_000, "USD")]),
    ("It is used four times a week.", [("four times a week", 4, "1/week")]),
]


@pytest.mark.parametrize(("sentence", "found"), NUMBERS)
def test_numbers_as_people_say_them(sentence, found):
    assert told(sentence) == found


MONEY = [
    ("Profit came to €412m, against €388m a year earlier.", ["EUR", "EUR"]),
    ("A carer earns £420 a week before tax.", ["GBP/week"]),
    ("A carer earned £420 a week before.", ["GBP"]),
    ("It is a $22-an-hour job.", ["USD/hour"]),
    ("The 2p cut cost 50p.", ["GBP", "GBP"]),
    ("A 720p screen and the comet 67P.", []),
    ("A 10-cent tax on a 20-pound bag.", ["USD", "pound"]),
    ("It paid 420 million Finnish markka.", ["FIM"]),
    ("April 4 marks the day.", []),
    ("the price was c $ 16.4 million", ["CAD"]),
    ("paid $ 20.00 $ 37.30 in all", ["USD", "USD"]),
]


@pytest.mark.parametrize(("sentence", "units"), MONEY)
def test_money(sentence, units):
    assert [unit for _, _, unit in told(sentence)] == units


CHANGES = [
    ("The river rose 40 centimetres overnight.", ["increase_by"]),
    ("The climber fell 40 centimetres.", [None]),
    ("Brent settled lower, down 94 cents.", ["decrease_by"]),
    ("They raised $4 million.", [None]),
    ("Spending is 5% of GDP, up from 2%.", [None, None]),
    ("Smokers are 15 times more likely to fall ill.", [None]),
    ("Exports rose 15 times.", ["increase_to"]),
    ("У них в пять раз больше денег.", [None]),
    ("Доходы выросли в пять раз.", ["increase_to"]),
    ("Payrolls rose 143,000 in May.", ["increase_by"]),
    ("They hired 143,000 in May.", [None]),
    ("Prices rose above $70.", [None]),
    ("Prices rose to above $70.", ["increase_to"]),
    ("They cut rates by a quarter of a percentage point, to 3.75%.", ["decrease_by", "decrease_to"]),
    ("Объём вырос вдвое — до 3,5 млрд долл.", ["increase_to", "increase_to"]),
    ("Помощь вдвое важнее — до 3,5 млрд долл.", [None, None]),
    ("He cut the deficit in half.", ["decrease_to"]),
    ("He split the loaf in half.", [None]),
    ("Premiums went up 50, 60, 70 percent.", ["increase_by"] * 3),
    ("Output rose by a factor of 3.", ["increase_to"]),
    ("It fell from -5 °C to -10 °C.", [None, "decrease_to"]),
    ("My rival raised taxes 24 times.", [None]),
]


@pytest.mark.parametrize(("sentence", "changes"), CHANGES)
def test_what_changes_and_what_is_compared(sentence, changes):
    assert [q.change for q in extract(sentence, None, ON)] == changes


HEDGES = [
    ("It will cost $10 billion over five years.", ["=", "="]),
    ("The war lasted over five years.", [">"]),
    ("Over five years, the price doubled.", ["=", "="]),
    ("Over five years have passed.", [">"]),
    ("There were 50 ships or so.", ["~"]),
    ("There were 50 ships, or so they say.", ["="]),
    ("Ставка снижена на 100 б.п., до 20% годовых.", ["=", "="]),
    ("Ставка составит до 20% годовых.", ["<="]),
]


@pytest.mark.parametrize(("sentence", "modifiers"), HEDGES)
def test_hedges_and_what_only_looks_like_one(sentence, modifiers):
    assert [q.modifier for q in extract(sentence, None, ON)] == modifiers


COUNTED = [
    ("They ordered 60 A320neos.", "A320neos"),
    ("They shot down 36 Shahed-136 drones.", "Shahed-136 drones"),
    ("They hired 87 thousand new agents.", "new agents"),
    ("It cut 8% of its workforce.", "workforce"),
    ("It spends 8% of GDP.", None),
    ("He faces 34 counts and faces up to a fine.", "counts"),
    ("Присоединились 25 стран, ещё десять рассматривают эту возможность.", "стран"),
]


@pytest.mark.parametrize(("sentence", "noun"), COUNTED)
def test_what_is_counted(sentence, noun):
    assert [q.counted for q in extract(sentence, None, ON)][:1] == [noun]


PERIODS = [
    ("Profits rose from $388m a year earlier to $412m.", [("2024-01-01", "2024-12-31"), None]),
    ("A year earlier, exports stood at $5bn.", [("2024-01-01", "2024-12-31")]),
    ("Exports are up 5% from last week.", [None]),
    ("Exports fell 5% last week.", [("2025-06-09", "2025-06-15")]),
    ("Yields hit 4.25%, their highest since 2007.", [None]),
    ("Yields have gained 4.25% since 2007.", [("2007-01-01", "2025-06-20")]),
    ("В январе–мае 2025 года индекс составил 101,3%.", [("2025-01-01", "2025-05-31")]),
]


@pytest.mark.parametrize(("sentence", "periods"), PERIODS)
def test_periods_belong_to_their_own_number(sentence, periods):
    found = [q.period for q in extract(sentence, None, ON)]
    assert [period and (str(period.start), str(period.end)) for period in found] == periods


@pytest.mark.parametrize(
    "sentence",
    [
        "Call 1-800-273-8255 or +44 20 7946 0018.",
        "👁 14.2K · 12:04",
        "1️⃣ Water 2️⃣ Power 3️⃣ Roads for all of us here",
        "The Treaty of 1868 comprises articles.",
        "They fought the Thirty Years War.",
        "It was built in 500 BC.",
        "В 862 году основан город.",
        "The zip code 90210 is known.",
        "He has an iPhone 15 Pro.",
        "They went the whole nine yards.",
        "See note 4 below.",
        "He lives in old Springfield 62704.",
    ],
)
def test_no_quantities(sentence):
    assert told(sentence) == []


@pytest.mark.parametrize(
    "sentence", ["The rate is 312 per 100,000 people.", "The firms paid 40 percent, the top 1 percent said."]
)
def test_what_is_told_comes_before_what_it_is_told_against(sentence):
    claim, base = extract(sentence, "en")
    assert claim.checkworthiness > base.checkworthiness + 0.2


HEADLINES = [
    "storm leaves {} dead in northern villages",
    "floods kill {} people and displace many families",
    "factories cut {} jobs as orders fall sharply",
    "unemployment rises {}% in the northern provinces",
]


@given(st.sampled_from(HEADLINES), st.integers(2, 999), st.sampled_from([str.title, str.upper]))
def test_a_headline_says_what_the_same_words_in_small_letters_say(words, number, case):
    plain, headline = (extract(text, "en") for text in (words.format(number), case(words).format(number)))
    assert [(q.value, q.unit, q.modifier, q.change) for q in headline] == [
        (q.value, q.unit, q.modifier, q.change) for q in plain
    ]
    assert [q.value for q in headline] == [number]


@given(st.lists(st.integers(2, 99), min_size=2, max_size=6), st.sampled_from(["percent", "km", "ships"]))
def test_all_numbers_of_a_list_share_what_the_last_one_has(numbers, unit):
    *most, last = map(str, numbers)
    found = extract(f"The figures are {', '.join(most)} and {last} {unit}.", "en")
    assert [q.value for q in found] == numbers
    assert len({(q.unit, q.kind, q.counted) for q in found}) == 1


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Prices rose by 3 to 4 percent.", [(None, 3, 4, "increase_by")]),
        ("Sales grew by 10 to 12 million.", [(None, 10_000_000, 12_000_000, "increase_by")]),
        ("Sales rose by 200 to 1,500 tonnes.", [(200, None, None, "increase_by"), (1500, None, None, "increase_to")]),
        ("Flights rose by 5 to 12.", [(5, None, None, "increase_by"), (12, None, None, "increase_to")]),
    ],
)
def test_a_span_by_which_something_changed_is_no_change_and_its_end(text, found):
    assert [(q.value, q.low, q.high, q.change) for q in extract(text)] == found


@pytest.mark.parametrize(
    ("text", "words", "unit", "counted"),
    [
        ("The plan costs $3.5 trillion, of which 800 billion is spent.", "800 billion", "USD", None),
        ("We built 450 miles of wall, of which 52 were new.", "52", "mile", None),
        ("Стоимость — 3,5 трлн рублей, из них 800 млрд уже освоено.", "800 млрд", "RUB", None),
        ("Собрано 40 млн тонн зерна, из них 5 млн вывезено.", "5 млн", "tonne", None),
        ("Le coût est de 3 milliards d'euros, dont 800 millions sont dépensés.", "800 millions", "EUR", None),
        ("They sold 5 tonnes of fish, including 20 sharks.", "20", "", "sharks"),
        ("They gave €5 million to 300 schools, including 20 in Rome.", "20", "", "schools"),
        ("He voted 98 times to raise taxes.", "98", "", "times"),
        ("The hospital had 12 ICU beds for a county of 200,000.", "200,000", "", "people"),
        ("It is a city of 40 bridges.", "40", "", "bridges"),
        ("The average family of four pays $5,400 more a year.", "$5,400", "USD", None),
    ],
)
def test_a_part_has_the_unit_of_its_whole_unless_it_counts_something(text, words, unit, counted):
    found = next(quantity for quantity in extract(text) if quantity.text == words)
    assert (found.unit, found.counted) == (unit, counted)


def test_a_change_goes_on_behind_what_its_start_counts():
    first, second = extract("We've gone from 6 percent unemployment to 4.")
    assert (first.value, first.modifier, first.change) == (6, "=", None)
    assert (second.value, second.unit, second.change) == (4, "percent", "decrease_to")


@pytest.mark.parametrize(
    ("text", "low", "high", "unit"),
    [
        ("The harvest was 45 million–46 million tons.", 45_000_000, 46_000_000, "tonne"),
        ("The harvest was 45 million-46 million tons.", 45_000_000, 46_000_000, "tonne"),
        ("It is 5 km-6 km from here.", 5, 6, "kilometer"),
    ],
)
def test_a_dash_behind_a_scale_or_a_unit_makes_a_range(text, low, high, unit):
    (found,) = extract(text)
    assert (found.low, found.high, found.unit) == (low, high, unit)


def test_an_ordinal_is_no_part_of_a_unit():
    assert extract("It rained for a third day.") == []
    assert [found.text for found in extract("He ran a quarter mile.")] == ["a quarter mile"]


def test_what_follows_a_semicolon_tells_the_time_of_what_follows_it():
    before, after = extract("Around 7.9bn people share the planet; by 2050 there will be 9.7bn.", date=date(2024, 5, 1))
    assert before.period is None
    assert after.period is not None
    assert after.period.start == date(2050, 1, 1)


def test_who_is_killed_or_injured_behind_a_bound_are_people():
    found = extract("The quake struck, killing at least 23 and injuring more than 100.")
    assert [(one.modifier, one.counted) for one in found] == [(">=", "people"), (">", "people")]


def test_times_of_a_figure_are_a_multiple():
    (found,) = extract("The firm is valued at 11 times sales.")
    assert (found.value, found.kind) == (11, "multiple")
