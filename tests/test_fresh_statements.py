"""Statements as strangers write them: each rule with neighbours that look like it and are something else."""

from datetime import date
from decimal import Decimal

import pytest

from workbench import extract

ON = date(2026, 6, 15)


def told(text: str) -> list[tuple[Decimal | None, str]]:
    return [(q.value, q.unit) for q in extract(text, None, ON)]


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("Support for the bill rose by 2 points.", "percentage_point"),
        ("She has a 17-point lead.", "percentage_point"),
        ("Turnout was 3 points lower than before.", "percentage_point"),
        ("The rate was cut by a quarter point.", "percentage_point"),
        ("Инфляция снизилась на 0,5 пункта.", "percentage_point"),
        ("The Dow fell 340 points.", ""),
        ("The team scored 27 points.", ""),
        ("Индекс биржи вырос на 20 пунктов.", ""),
    ],
)
def test_points_are_of_what_the_sentence_speaks_of(text: str, unit: str) -> None:
    assert [q.unit for q in extract(text)] == [unit]


@pytest.mark.parametrize(
    "text",
    [
        "She has a 10-point plan.",
        "Alfa Romeo 4C sales began.",
        "Level 3 restrictions apply.",
        "Рейс S7 1045 задержали.",
        "Flight 5N 118 was late.",
        "Press release 2007/159/DEC is out.",
        "Call Merrell on (202) 415-1775 today.",
        "It is as costly as five years ago.",
        "Sales are higher than 10 years ago.",
    ],
)
def test_these_are_no_quantities(text: str) -> None:
    assert extract(text) == []


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("It was 43C in summer.", 43, "degree_Celsius"),
        ("It opened more than five years ago.", 5, "year"),
        ("$1 in $10 goes to interest.", "0.1", ""),
        ("The prison was built for 400.", 400, ""),
        ("A 25-basis-point cut came.", 25, "basis_point"),
    ],
)
def test_and_these_are(text: str, value: int | str, unit: str) -> None:
    assert told(text) == [(Decimal(value), unit)]


def test_a_sum_in_banknotes_is_no_share() -> None:
    assert told("He paid $5 in $20 bills.") == [(Decimal(5), "USD"), (Decimal(20), "USD")]


@pytest.mark.parametrize(
    ("text", "counted"),
    [
        ("The hospital treated 12 wounded soldiers.", "wounded soldiers"),
        ("An estimated 377 million of the world's 412 million poor live there.", "poor"),
        ("There were 110 clinically diagnosed cases.", "clinically diagnosed cases"),
        ("Ninety percent of Americans support the plan.", "Americans"),
        ("Some 12 percent of sales tax revenue was lost.", "sales tax revenue"),
        ("Вертолёт с 19 пассажирами сел на поле.", "пассажирами"),
        ("Там 12 сёл и 4 города.", "сёл"),
    ],
)
def test_whom_it_counts(text: str, counted: str) -> None:
    assert extract(text)[0].counted == counted


@pytest.mark.parametrize(
    ("text", "modifier", "change"),
    [
        ("The rate went up to 5%.", "=", "increase_to"),
        ("The rate edged up to 5%.", "=", "increase_to"),
        ("Prices rose by up to 5%.", "<=", "increase_by"),
        ("They saved up to 5%.", "<=", None),
        ("The state added one in three jobs.", "=", None),
        ("The rate would balloon to 5%.", "=", "increase_to"),
    ],
)
def test_up_to_goes_on_with_a_verb_of_motion(text: str, modifier: str, change: str | None) -> None:
    assert [(q.modifier, q.change) for q in extract(text)] == [(modifier, change)]


def test_a_change_goes_on_behind_and() -> None:
    found = extract("Sales rose 4% in May and 12% in June, then ticked down to 3.0.")
    assert [(q.unit, q.change) for q in found][:2] == [("percent", "increase_by")] * 2
    rates = extract("The rate rose to 3.1 percent, then fell to 3.0.")
    assert [(q.unit, q.change) for q in rates] == [("percent", "increase_to"), ("percent", "decrease_to")]


def test_the_end_of_a_change_may_stand_far_behind_its_start() -> None:
    found = extract("Poverty fell from 18 percent of adults in 2010 to 9 percent in 2020.", None, ON)
    assert [(q.value, q.change) for q in found] == [(Decimal(18), None), (Decimal(9), "decrease_to")]
    assert [q.period.start.year for q in found if q.period] == [2010, 2020]


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("From 3 April to 5 May 2024, 120 attacks were recorded.", "2024-04-03", "2024-05-05"),
        ("From January to the end of July 2017, 120 people fled.", "2017-01-01", "2017-07-31"),
        ("Since the beginning of May 120 people fled.", "2026-05-01", "2026-06-15"),
        ("In 2019, using old data, between 120 and 130 people would flee in 2020.", "2020-01-01", "2020-12-31"),
        ("A month earlier, 120 people fled.", "2026-05-01", "2026-05-31"),
    ],
)
def test_the_period_that_is_nearest(text: str, start: str, end: str) -> None:
    assert [(str(q.period.start), str(q.period.end)) for q in extract(text, None, ON) if q.period] == [(start, end)]


def test_what_is_compared_with_is_no_period() -> None:
    found = extract("Sales rose 4% from April.", None, ON)
    assert [(q.value, q.period) for q in found] == [(Decimal(4), None)]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("The number of the jobless rose by 131,000 to 17.3m.", ["131000", "17300000"]),
        ("He threw the javelin 83.2m.", ["83.2"]),
        ("Число пострадавших выросло до 70−90%.", ["70..90"]),
    ],
)
def test_millions_and_dashes(text: str, values: list[str]) -> None:
    found = extract(text)
    assert [f"{q.low}..{q.high}" if q.value is None else f"{q.value.normalize():f}" for q in found] == values


@pytest.mark.parametrize(
    ("text", "change"),
    [
        ("GDP growth in the second quarter was 2.1 percent.", "increase_by"),
        ("Рост ВВП в 2023 году составил 3,6%.", "increase_by"),
        ("Спад производства в мае по сравнению с апрелем составил 2%.", "decrease_by"),
        ("После роста цен инфляция составила 5%.", None),
        ("In spite of growth the deficit was 5 percent.", None),
        ("He walked from the maximum of 10.6%.", None),
    ],
)
def test_a_noun_of_change_whose_size_is_told(text: str, change: str | None) -> None:
    assert [q.change for q in extract(text)] == [change]


def test_the_change_behind_a_dash_is_the_same() -> None:
    found = extract("Обработка выросла в июне на 7,7%, добыча – на 13,8%.")
    assert [q.change for q in found] == ["increase_by", "increase_by"]
    assert [q.change for q in extract("Jobs decreased by 147,000 here and increased by 131,000 there.")] == [
        "decrease_by",
        "increase_by",
    ]


@pytest.mark.parametrize(
    ("text", "starts"),
    [
        ("В сентябре по сравнению с июлем число жалоб выросло на треть.", ["2025-09-01"]),
        ("Inflation was 5.5% in June 2023, down from 6.1% in May and 10% in December.", [
            "2023-06-01", "2023-05-01", "2022-12-01",
        ]),
        ("The 2016 law led to 30 arrests in March.", ["2026-03-01"]),
        ("It was $4 billion in fiscal 2023, against $3 billion in the previous year.", ["2023-01-01", "2022-01-01"]),
        ("The lowest rates were those of Malta (5.1 %) and Kirvel (5.3 % in July 2015).", ["2015-07-01"]),
        ("В 2012 году рост составил 2,8%, в том числе в октябре - 1,8%.", ["2012-01-01", "2012-10-01"]),
    ],
)  # fmt: skip
def test_months_have_the_year_of_those_beside_them(text: str, starts: list[str]) -> None:
    assert [str(q.period.start) for q in extract(text, None, ON) if q.period] == starts


@pytest.mark.parametrize(
    "text",
    [
        "Без света остаются 17,5 тыс. потребителей.",
        "The storm left villages without power, water and 12,000 homes.",
        "Ни одна из 40 ракет не долетела.",
        "None of the 40 boats sank.",
        "Power unit No. 2 covers 10 percent of the need.",
    ],
)
def test_what_is_not_denied(text: str) -> None:
    assert [q.negated for q in extract(text)] == [False]


@pytest.mark.parametrize(
    "text", ["There is no 5 percent tax.", "В регионе не было 300 случаев.", "He did not win 40 seats."]
)
def test_what_is_denied(text: str) -> None:
    assert [q.negated for q in extract(text)] == [True]


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("Фонд сократился на 112,4 млрд рублей и составил 11,75 трлн.", (Decimal(11_750_000_000_000), "RUB")),
        ("Он потратил 2 трлн рублей за 20 лет — больше 300 млн в день.", (Decimal(300_000_000), "")),
        ("The town shrank from 48 thousand to 36.", (Decimal(36_000), "")),
        ("Less than one-tenth of 1 percent of ballots were bad.", (Decimal("0.1"), "percent")),
        ("I inherited a 9.9% rate; today it's 4.8.", (Decimal("4.8"), "percent")),
        ("Вода поднялась на 1,7 м за сутки.", (Decimal("1.7"), "meter")),
        ("Бензин стоит 50 рублей за литр.", (Decimal(50), "RUB/liter")),
    ],
)
def test_what_the_words_before_lend(text: str, last: tuple[Decimal, str]) -> None:
    assert told(text)[-1] == last


def test_a_range_may_mix_digits_and_words() -> None:
    (found,) = extract("Погибли от 600 тысяч до полутора миллионов человек.")
    assert (found.low, found.high, found.modifier) == (Decimal(600_000), Decimal(1_500_000), "=")


def test_scores_and_counters_are_left_out() -> None:
    assert extract("A majority of 5 to 4 ruled.") == []
    assert extract("Our channel | 12.4K views | 14:05") == []
    assert told("Ridership went from 5 to 4.") == [(Decimal(5), ""), (Decimal(4), "")]


@pytest.mark.parametrize(
    ("text", "counted"),
    [
        ("They downed 1,204 fixed-wing UAVs.", "fixed-wing UAVs"),
        ("We shipped 8.5 t of canned meat.", "canned meat"),
        ("It covers 10 percent of the republic's needs.", "republic's needs"),
    ],
)
def test_participles_and_owners_belong_to_the_noun(text: str, counted: str) -> None:
    assert extract(text)[0].counted == counted


@pytest.mark.parametrize(
    ("text", "modifier", "change"),
    [
        ("We handed over 6,000 bodies.", "=", None),
        ("It took over 600 lives.", ">", None),
        ("The budget hikes water bills 9.5 percent.", "=", "increase_by"),
        ("The tax cut gave 83 percent of its gains to the rich.", "=", None),
        ("Температура опускалась до минус 52 градусов.", "=", "decrease_to"),
    ],
)
def test_verbs_with_what_they_take(text: str, modifier: str, change: str | None) -> None:
    assert [(q.modifier, q.change) for q in extract(text)] == [(modifier, change)]


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("The forum on 12-13 May drew 500 people.", "2026-05-12", "2026-05-13"),
        ("Since the start of the month 500 people fled.", "2026-06-01", "2026-06-15"),
        ("Prices have risen 500 percent since the 1970s.", "1970-01-01", "2026-06-15"),
    ],
)
def test_more_periods(text: str, start: str, end: str) -> None:
    assert [(str(q.period.start), str(q.period.end)) for q in extract(text, None, ON) if q.period] == [(start, end)]


def test_a_year_in_brackets_is_that_of_what_it_stands_behind() -> None:
    assert [q.period for q in extract("Resolution 1244 (1999) had 400 readers.", None, ON)] == [None]
    both = extract("They built 40 schools (2024) and 12 clinics (2023).", None, ON)
    assert [q.period.start.year for q in both if q.period] == [2024, 2023]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("They sold 80.5m phones, up from 77.9m a year ago.", [("80500000", ""), ("77900000", "")]),
        ("Two men aged 24 and 31 died.", [("2", ""), ("24", "year"), ("31", "year")]),
        ("Wheat added 7-3/4 cents.", [("0.0775", "USD")]),
        ("A $2-per-barrel fee was paid.", [("2", "USD/barrel")]),
        ("It cost A$2.", [("2", "AUD")]),
        ("Sales fell to 1.02 billion euros; profit halved to 41 million.", [
            ("1020000000", "EUR"), ("0.5", ""), ("41000000", "EUR"),
        ]),
    ],
)  # fmt: skip
def test_news_of_firms(text: str, found: list[tuple[str, str]]) -> None:
    assert told(text) == [(Decimal(value), unit) for value, unit in found]


@pytest.mark.parametrize(
    ("text", "starts"),
    [
        ("Shares slid 3.2% in early trading.", [None]),
        ("A pint costs £4.80, up 5p on last year.", [None, None]),
        ("The rate dropped to 6.08% from 6.09% last week.", [None, "2026-06-08"]),
        ("Prices rose 3.2% in September, the fastest since November 2022.", ["2025-09-01"]),
    ],
)
def test_times_of_something_else(text: str, starts: list[str | None]) -> None:
    assert [str(q.period.start) if q.period else None for q in extract(text, None, ON)] == starts


def test_what_befell_them_may_have_an_adverb() -> None:
    found = extract("Some 180 people fled; one person was killed and two lightly injured.")
    assert [q.counted for q in found] == ["people", "person", "person"]


def test_a_multiple_at_a_level_is_no_change() -> None:
    assert [q.change for q in extract("The price quadrupled and trades at 62 times earnings.")] == ["increase_to", None]


@pytest.mark.parametrize(
    "text",
    [
        "The class of '98 met.",
        "It fixes CVE-2024-21413.",
        "He wears size 10 shoes.",
        "HB 1234 passed.",
        "A 401(k) plan was filed.",
        "She won 6-4, 3-6, 7-6.",
        "On 9/11 and 7/7 it failed.",
        'We watched "60 Minutes" again.',
        "They met at seven o'clock.",
        "К семи вечера он пришёл, в два часа ночи ушёл.",
        "Там идёт спектакль «Три сестры».",
        "С 1941 по 1945 год шла война.",
        "20 век был долгим.",
        "Спутник № 2-4 выведен на орбиту.",
    ],
)
def test_names_hours_and_scores(text: str) -> None:
    assert extract(text) == []


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("About 3/4 of pupils came.", "0.75"),
        ("KYIV 12 soldiers died.", "12"),
        ("He said '98 boats' sank.", "98"),
        ("Прошло 20 веков.", "20"),
        ("Он сказал: «12 человек погибли».", "12"),
    ],
)
def test_and_what_looks_like_them(text: str, value: str) -> None:
    assert [q.value for q in extract(text)] == [Decimal(value)]
