"""What public channels, briefings and ministries write: each case stands for many that are written alike."""

from datetime import date

import pytest

from workbench import extract
from workbench.errors import WorkbenchError


def found(text):
    return [(q.text, q.counted) for q in extract(text)]


@pytest.mark.parametrize(
    ("text", "quantities"),
    [
        ("Two 122-mm guns and one 155-mm M777 howitzer were hit.", [("Two", "guns"), ("one", "M777 howitzer")]),
        ("3 152-mm howitzers were hit.", [("3", "howitzers")]),
        ("They lost two U.S.-made Bradley vehicles.", [("two", "U.S.-made Bradley vehicles")]),
        ("110 state-owned houses burnt.", [("110", "state-owned houses")]),
        ("We lost one T-64BV tank.", [("one", "T-64BV tank")]),
        ("One boat, two cranes and three lorries sank.", [("One", "boat"), ("two", "cranes"), ("three", "lorries")]),
        ("From one factory to nineteen in a year.", [("one", "factory"), ("nineteen", "factory")]),
        ("Over 1,200[3] people came, 340¹ of them children.", [("1,200", "people"), ("340", "children")]),
        ("Some 22 (twenty-two) persons were detained.", [("22", "persons")]),
        ("KIA 5, WIA 19.", [("5", "people"), ("19", "people")]),
        ("11 injured, two critically.", [("11", "people"), ("two", "people")]),
        ("Уничтожены 3 152-мм гаубицы и одна 120-мм мина.", [("3", "гаубицы"), ("одна", "мина")]),
        (
            "ПВО сбила 34 дрона: 33 — над морем и один — над городом.",
            [("34", "дрона"), ("33", "дрона"), ("один", "дрона")],
        ),
        ("Сбито 12 «Гераней».", [("12", "Гераней")]),
        ("The blaze ruined 4 battery storage containers.", [("4", "battery storage containers")]),
        ("The plant makes 500 battery electric buses.", [("500", "battery electric buses")]),
        ("It lost 20 regiment and brigade commanders.", [("20", "regiment and brigade commanders")]),
        ("Per square kilometre 400 people live there.", [("400", "people")]),
        ("For every mile 200 birch trees were cut.", [("200", "birch trees")]),
        ("Обесточены 120 ТП.", [("120", "ТП")]),
        ("The works built 1,250 (1,180) cars.", [("1,250", "cars"), ("1,180", "cars")]),
        ("They built 1,250 (1,180) in May.", [("1,250", None), ("1,180", None)]),
        ("In New York, 45, mostly women, were arrested.", [("45", "people")]),
        ("In Buenos Aires, 30, including two children, died.", [("30", "people"), ("two", "children")]),
        ("Of the men, 12, or half, were away.", [("12", None), ("half", None)]),
    ],
)
def test_what_is_counted(text, quantities):
    assert [pair for pair in found(text) if "mm" not in pair[0] and "мм" not in pair[0]] == quantities


@pytest.mark.parametrize(
    "text",
    [
        "The convoy left at 1800 hours and arrived by 2145 hours.",
        "It was 7 in the morning.",
        "On D-Day plus 3 the beach was clear; D+5 was the limit.",
        "Открыто с 10 до 18 часов.",
        "617 Squadron flew with 3 Brigade.",
        "2 Para landed first, and 3 battalion entered the town in May.",
        "The 737 Max 8 crashed.",
        "The crash was at mile 200; dial extension 512.",
        "Служба 112 приняла вызов.",
        "The siege lasted from 1430 hours to 1600 hours, the curfew from 1800 hours to 0600 hours.",
        "Участки открыты с 8 до 20 часов в день голосования.",
        "Матч 12 тура прошёл тихо.",
        "Отведена 72 бригада, 3 ОШБр на месте.",
        "Бои идут за высоту 315 и отметку 217,3.",
        "A pistol of .50 cal was found.",
        "Card 4149 4993 0021 7788 is open.",
        "Call 8-800-555-35-35, (0431) 55 20 17, or the hotline 112.",
        "News of Elmford | 18+",
        "👁 22.7K ❤ 1.1K 🙏 684 21:58",
        "Photo of the bridge (2 of 5)",
        "The Big Three and the Group of Seven met.",
        "Карта 1:50000 приложена.",
        "Windows 11, GPT-4 AND 5G FOR ALL",
        "He was found guilty on counts 3, 5 and 7.",
    ],
)
def test_no_quantity(text):
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "change"),
    [
        ("The index closed down 2.7%.", "decrease_by"),
        ("Shares ended up 3 percent.", "increase_by"),
        ("They closed down 12% of their shops.", None),
        ("The index ended higher at 8,702.3.", None),
        ("The club lost to 8 teams.", None),
        ("Противник потерял до 170 военнослужащих.", None),
        ("Доля на 1,3 п.п. больше, чем в мае.", "increase_by"),
        ("Butter is 30% dearer.", "increase_by"),
        ("The FTSE lost 12.5 points.", "decrease_by"),
    ],
)
def test_change(text, change):
    assert [q.change for q in extract(text)] == [change]


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("Собрали 32,5 центнера с гектара.", 3250, "kilogram/hectare"),
        ("The field gave 3.2 tonnes a hectare.", "3.2", "tonne/hectare"),
        ("Добыли 11,4 млн т.", 11_400_000, "tonne"),
        ("Прибыло 40 т. человек.", 40_000, ""),
        ("Потратили 40 т. рублей.", 40_000, "RUB"),
        ("Отгружено 5 000 т. пшеницы.", 5000, "tonne"),
        ("Итого: 25 000 т. Склад полон.", 25_000, "tonne"),
        ("Нефть стоит $71,45/барр.", "71.45", "USD/barrel"),
        ("It was 12 below zero.", -12, "degree_Celsius"),
        ("It was minus 12 C.", -12, "degree_Celsius"),
        ("The cold reached 12.5 below zero.", -12.5, "degree_Celsius"),
        ("Inflation was 0.3 below zero.", "0.3", ""),
        ("The yield was 2 below zero.", 2, ""),
        ("Extension 5 years was granted.", 5, "year"),
        ("Военная служба 12 месяцев.", 12, "month"),
        ("Служба 25 лет.", 25, "year"),
        ("Он отдал службе 112 дней.", 112, "day"),
        ("In May Jon Rask, 45, was hurt.", 45, "year"),
        ("Jon Rask, 45, of Elmford, was hurt.", 45, "year"),
        ("A friend of Jon Rask, 45, said so.", 45, "year"),
        ("The plant ran since 1800 hours ago.", 1800, "hour"),
        ("It pays 12.5p a share.", "0.125", "GBP"),
        ("The issue was oversubscribed 4.5 times.", "4.5", ""),
        ("The change came to (-26%).", -26, "percent"),
        ("They gave us $5.", 5, "USD"),
    ],
)
def test_units(text, value, unit):
    (q,) = extract(text)
    assert (float(q.value), q.unit) == (float(value), unit)


@pytest.mark.parametrize(
    ("text", "modifier", "hedge"),
    [
        ("The rouble slid past 100 to the dollar.", ">", "past"),
        ("They attacked near 9 villages.", "=", None),
        ("Near 300 people died.", "~", "Near"),
        ("The army is short of 20 guns.", "=", None),
        ("Цена перевалила за 100 рублей.", ">", "перевалила за"),
        ("Expect 36+ hours of rain.", ">", "+"),
        ("It was revised 5 percent upwards.", "=", None),
        ("Tickets cost 20 euros upwards.", ">=", "upwards"),
        ("It hit 40 degrees and above average rainfall fell.", "=", None),
        ("People aged 65 and above in the county live alone.", ">=", "and above"),
        ("It is for children of 12 years and up.", ">=", "and up"),
        ("Bring 40 people max.", "<=", "max"),
        ("The app HBO Max 8 users left.", "=", None),
        ("Bring max. 40 people.", "<=", "max."),
    ],
)
def test_hedges(text, modifier, hedge):
    (q,) = extract(text)
    assert (q.modifier, q.hedge) == (modifier, hedge)


def test_what_is_named_before_is_shared():
    text = "It cost 98 billion dollars, of which 41 billion came from Elmford. Deaths rose to 346, up from 311."
    assert [(int(q.value), q.unit) for q in extract(text)] == [
        (98 * 10**9, "USD"),
        (41 * 10**9, "USD"),
        (346, ""),
        (311, ""),
    ]


def test_a_hedge_ends_where_the_next_change_begins():
    told = extract("Sales were 30 million and up 5 percent on the year.")
    assert [(q.modifier, q.hedge, q.change) for q in told] == [("=", None, None), ("=", None, "increase_by")]


def test_both_ends_of_a_time_are_read_alike():
    (q,) = extract("The trial lasted from 1200 hours to 1300 hours.")
    assert (q.low, q.high, q.unit) == (1200, 1300, "hour")
    assert [int(q.value) for q in extract("Отпуск с 10 до 18 часов в неделю.")] == [10, 18]


def test_votes():
    assert [int(q.value) for q in extract("Voted: 312 for, 98 against.")] == [312, 98]
    assert [int(q.value) for q in extract("За — 312, против — 98.")] == [312, 98]


def test_denied_to_somebody_denies_nothing():
    assert [q.negated for q in extract("Entry is denied to 22 citizens. He denied that 22 citizens came.")] == [
        False,
        True,
    ]
    assert not any(q.negated for q in extract("Hundreds, if not thousands, of people came."))


def test_signs_that_nobody_sees():
    text = "The fig\u00adure was 12\u00ad500 peo\u00adple, or $3\u200b.5 mil\u00adlion. Then 7 men."
    told = extract(text)
    assert [(float(q.value), q.counted) for q in told] == [(12500, "people"), (3.5e6, None), (7, "men")]
    assert all(text[q.start : q.end] == q.text and q.sentence in text for q in told)


def test_the_day_may_be_a_string():
    text = "Exports rose by 5% last year."
    told = extract(text, date=date(2025, 3, 20))
    assert extract(text, date="2025-03-20") == extract(text, date="2025-03-20T10:00:00Z") == told
    assert str(told[0].period.start) == "2024-01-01"
    with pytest.raises(WorkbenchError, match="no day"):
        extract(text, date="20.3.2025")
