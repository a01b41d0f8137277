"""Written quantities made at random, each with what its words mean, for the oracle."""

from dataclasses import replace
from fractions import Fraction
from random import Random

from oracle import Said, Unit

F = Fraction
WORDS = {
    "en": {"two": 2, "five": 5, "twelve": 12, "forty": 40, "twenty-five": 25, "three hundred": 300,
           "six thousand": 6000, "two million": 2_000_000, "a hundred": 100, "zero": 0, "a dozen": 12,
           "two hundred and fifty": 250, "forty thousand": 40_000, "seventeen": 17, "one hundred and twenty": 120},
    "ru": {"два": 2, "пять": 5, "двенадцать": 12, "сорок": 40, "двадцать пять": 25, "триста": 300,
           "шесть тысяч": 6000, "два миллиона": 2_000_000, "сто": 100},
}  # fmt: skip
SCALES = {
    "en": {"thousand": 10**3, "million": 10**6, "mln": 10**6, "billion": 10**9, "bn": 10**9, "trillion": 10**12},
    "ru": {"тысяч": 10**3, "тыс.": 10**3, "миллионов": 10**6, "млн": 10**6, "миллиардов": 10**9, "млрд": 10**9},
}
PARTS = {F(1, 2): "½", F(1, 4): "¼", F(3, 4): "¾", F(3, 8): "⅜"}
ROWS = {
    "en": {
        "bare": ["", "", "a total of "],
        "exactly": ["exactly ", "precisely "],
        "about": ["about ", "around ", "some ", "roughly ", "approximately ", "~", "≈ ", "ca. "],
        "nearly": ["nearly ", "almost ", "close to ", "just under ", "just shy of ", "a touch below "],
        "just over": ["just over ", "slightly more than ", "a little over ", "a shade above "],
        ">": ["over ", "more than ", "above ", "upwards of ", "north of ", "in excess of ", "> "],
        ">=": ["at least ", "no fewer than ", "not less than ", "a minimum of ", "≥ ", "not below "],
        "<": ["under ", "less than ", "below ", "not even ", "fewer than ", "well under ", "< "],
        "<=": ["up to ", "at most ", "as many as ", "no more than ", "not above ", "a maximum of ", "≤ "],
    },
    "ru": {
        "bare": ["", "всего "],
        "exactly": ["ровно ", "точно "],
        "about": ["около ", "примерно ", "приблизительно "],
        "nearly": ["почти ", "чуть менее "],
        "just over": ["чуть более ", "немногим более "],
        ">": ["более ", "свыше ", "больше "],
        ">=": ["не менее ", "как минимум ", "по меньшей мере "],
        "<": ["менее ", "меньше ", "даже не "],
        "<=": ["до ", "не более ", "максимум "],
    },
}
KG, M, M2, M3, S, MPS, J, W, K = (
    "mass",
    "length",
    "area",
    "volume",
    "duration",
    "speed",
    "energy",
    "power",
    "temperature",
)
UNITS = {
    "en": [
        ("{} tonnes", Unit("tonne", KG, KG, F(1000))),
        ("{} kg", Unit("kilogram", KG, KG)),
        ("{} pounds of flour", Unit("pound", KG, KG, F("0.45359237"))),
        ("{} kilometres", Unit("kilometer", M, M, F(1000))),
        ("{} metres", Unit("meter", M, M)),
        ("{} miles", Unit("mile", M, M, F("1609.344"))),
        ("{} feet", Unit("foot", M, M, F("0.3048"))),
        ("{} hectares", Unit("hectare", M2, M2, F(10_000))),
        ("{} square kilometres", Unit("kilometer**2", M2, M2, F(10**6))),
        ("{} square miles", Unit("mile**2", M2, M2, F("1609.344") ** 2)),
        ("{} acres", Unit("acre", M2, M2, F("4046.8564224"))),
        ("{} litres", Unit("liter", M3, M3, F(1, 1000))),
        ("{} cubic metres", Unit("meter**3", M3, M3)),
        ("{} gallons", Unit("gallon", M3, M3, F("0.003785411784"))),
        ("{} barrels", Unit("barrel", M3, M3, F("0.158987294928"))),
        ("{} hours", Unit("hour", S, S, F(3600))),
        ("{} minutes", Unit("minute", S, S, F(60))),
        ("{} days", Unit("day", S, S, F(86_400))),
        ("{} weeks", Unit("week", S, S, F(604_800))),
        ("{} km/h", Unit("kilometer/hour", MPS, MPS, F(1000, 3600))),
        ("{} mph", Unit("mile/hour", MPS, MPS, F("1609.344") / 3600)),
        ("{} m/s", Unit("meter/second", MPS, MPS)),
        ("{} knots", Unit("knot", MPS, MPS, F(1852, 3600))),
        ("{} kWh", Unit("kilowatt_hour", J, J, F(3_600_000))),
        ("{} MWh", Unit("megawatt_hour", J, J, F(3_600_000_000))),
        ("{} TWh", Unit("terawatt_hour", J, J, F(3_600_000_000_000_000))),
        ("{} gigajoules", Unit("gigajoule", J, J, F(10**9))),
        ("{} MW", Unit("megawatt", W, W, F(10**6))),
        ("{} gigawatts", Unit("gigawatt", W, W, F(10**9))),
        ("{} °C", Unit("degree_Celsius", K, K, F(1), F("273.15"))),
        ("{} °F", Unit("degree_Fahrenheit", K, K, F(5, 9), F("459.67") * F(5, 9))),
        ("{} kelvin", Unit("kelvin", K, K)),
        ("{} percent", Unit("percent", "percent")),
        ("{}%", Unit("percent", "percent")),
        ("{} percentage points", Unit("percentage_point", "percent")),
        ("{} basis points", Unit("basis_point", "percent")),
        ("${}", Unit("USD", "money", "USD")),
        ("US${}", Unit("USD", "money", "USD")),
        ("{} dollars", Unit("USD", "money", "USD")),
        ("€{}", Unit("EUR", "money", "EUR")),
        ("{} roubles", Unit("RUB", "money", "RUB")),
        ("${} per hour", Unit("USD/hour", "rate", "USD/s", F(1, 3600))),
        ("{} people", Unit()),
        ("{}", Unit()),
    ],
    "ru": [
        ("{} тонн", Unit("tonne", KG, KG, F(1000))),
        ("{} кг", Unit("kilogram", KG, KG)),
        ("{} километров", Unit("kilometer", M, M, F(1000))),
        ("{} м", Unit("meter", M, M)),
        ("{} квадратных километров", Unit("kilometer**2", M2, M2, F(10**6))),
        ("{} га", Unit("hectare", M2, M2, F(10_000))),
        ("{} кубометров", Unit("meter**3", M3, M3)),
        ("{} часов", Unit("hour", S, S, F(3600))),
        ("{} км/ч", Unit("kilometer/hour", MPS, MPS, F(1000, 3600))),
        ("{} МВт", Unit("megawatt", W, W, F(10**6))),
        ("{} кВт·ч", Unit("kilowatt_hour", J, J, F(3_600_000))),
        ("{} °C", Unit("degree_Celsius", K, K, F(1), F("273.15"))),
        ("{} процентов", Unit("percent", "percent")),
        ("{}%", Unit("percent", "percent")),
        ("{} процентных пунктов", Unit("percentage_point", "percent")),
        ("{} рублей", Unit("RUB", "money", "RUB")),
        ("{} долларов", Unit("USD", "money", "USD")),
        ("{} человек", Unit()),
        ("{}", Unit()),
    ],
}
CHANGES = {
    "en": {
        "increase_by": ["rose by {}", "grew by {}", "a rise of {}", "an increase of {}"],
        "decrease_by": ["fell by {}", "dropped by {}", "a fall of {}", "a decline of {}"],
        "increase_to": ["rose to {}", "grew to {}"],
        "decrease_to": ["fell to {}", "dropped to {}"],
    },
    "ru": {
        "increase_by": ["вырос на {}", "увеличился на {}"],
        "decrease_by": ["снизился на {}", "упал на {}"],
        "increase_to": ["вырос до {}"],
        "decrease_to": ["снизился до {}"],
    },
}
MULTIPLES = {
    "en": {
        "half": (F(1, 2), 2, None), "a third": (F(1, 3), 3, None), "two-thirds": (F(2, 3), 3, None),
        "three quarters": (F(3, 4), 4, None), "one in four": (F(1, 4), 4, None), "9 out of 10": (F(9, 10), 10, None),
        "one in eleven": (F(1, 11), 11, None), "five times": (F(5), 1, None), "2.5 times": (F(5, 2), 10, None),
        "doubled": (F(2), 1, "increase_to"), "tripled": (F(3), 1, "increase_to"), "twice": (F(2), 1, None),
        "halved": (F(1, 2), 2, "decrease_to"),
    },
    "ru": {
        "половина": (F(1, 2), 2, None), "треть": (F(1, 3), 3, None), "две трети": (F(2, 3), 3, None),
        "каждый четвертый": (F(1, 4), 4, None), "вырос в пять раз": (F(5), 1, "increase_to"),
        "вырос вдвое": (F(2), 1, "increase_to"), "снизился вдвое": (F(1, 2), 2, "decrease_to"),
    },
}  # fmt: skip
VAGUE = {
    "en": {"dozens": (24, 100), "tens of thousands": (20_000, 100_000), "hundreds of thousands": (200_000, 10**6),
           "hundreds of millions": (200 * 10**6, 10**9), "hundreds": (200, 1000), "thousands": (2000, 10**6),
           "millions": (2 * 10**6, 10**9), "billions": (2 * 10**9, 10**12), "hundreds of": (200, 1000)},
    "ru": {"десятки тысяч": (20_000, 100_000), "сотни тысяч": (200_000, 10**6), "тысячи": (2000, 10**6),
           "миллионы": (2 * 10**6, 10**9)},
}  # fmt: skip


def number(chance: Random, lang: str, *, percent: bool, scale: bool = True) -> tuple[str, Fraction, Fraction, Fraction]:
    """A number as written: its text, value, rounding step, and the unit of its last written digit."""
    form = chance.choice(["small", "grouped", "decimal", "scaled", "scaled", "words", "plain", "zero", "mixed"])
    if form == "mixed":
        return _mixed(chance, lang, scale=scale)
    if form == "words" or (form == "zero" and lang == "en" and chance.random() < 0.3):
        text, value = chance.choice(sorted(WORDS[lang].items()))
        scaled = value >= 1000  # "forty thousand" is "40 thousand"
        step = _step(str(value), percent=percent, scaled=scaled)
        return text, F(value), step, F(10**6 if value >= 10**6 else 10**3 if scaled else 1)
    if form == "zero":
        digits = chance.choice(["0", "0", "0.0"])
    elif form == "small":
        digits = str(chance.randrange(1, 100))
    elif form == "decimal":
        digits = f"{chance.randrange(0, 400)}.{chance.choice(['5', '25', '0', '50', '75', '07', '4', '9'])}"
    else:
        digits = str(chance.randrange(1, 1000) * 10 ** chance.randrange(0, 5))
    if form == "scaled" and scale:
        digits = chance.choice([str(chance.randrange(1, 1000)), f"{chance.randrange(1, 60)}.{chance.randrange(10)}"])
        name, factor = chance.choice(sorted(SCALES[lang].items()))
        step = _step(digits, percent=False, scaled=True) * factor
        return f"{_shown(digits, lang)} {name}", F(digits) * factor, step, _place(digits) * factor
    text = _grouped(digits, lang) if form == "grouped" else _shown(digits, lang)
    return text, F(digits), _step(digits, percent=percent), _place(digits)


def _mixed(chance: Random, lang: str, *, scale: bool) -> tuple[str, Fraction, Fraction, Fraction]:
    """A whole number with a fraction behind it, whose step is one part of the whole."""
    whole, (part, sign) = chance.randrange(2, 90), chance.choice(sorted(PARTS.items()))
    text, value, step = f"{whole}{chance.choice([sign, f' {part}'])}", whole + part, F(1, part.denominator)
    if not scale or chance.random() < 0.5:
        return text, value, step, step
    name, factor = chance.choice(sorted(SCALES[lang].items()))
    return f"{text} {name}", value * factor, step * factor, step * factor


def _shown(digits: str, lang: str) -> str:
    return digits.replace(".", ",") if lang == "ru" else digits


def _grouped(digits: str, lang: str) -> str:
    return f"{int(digits):,}".replace(",", "\N{NO-BREAK SPACE}" if lang == "ru" else ",")


def _place(digits: str) -> Fraction:
    return F(1, 10 ** len(digits.partition(".")[2]))


def _step(digits: str, *, percent: bool, scaled: bool = False) -> Fraction:
    """The rounding step of plain digits: the last decimal, else the last digit that is not zero, else 1."""
    if "." in digits or int(digits) == 0:
        return _place(digits)
    if not scaled and (percent or int(digits) < 100):
        return F(1)
    return F(10 ** (len(digits) - len(digits.rstrip("0"))))


def said(chance: Random, lang: str | None = None) -> Said:
    """A written quantity of any form."""
    lang = lang or chance.choice(["en", "en", "ru"])
    draw = chance.random()
    if draw < 0.12:
        return _multiple(chance, lang)
    if draw < 0.16:
        text, (low, high) = chance.choice(sorted(VAGUE[lang].items()))
        people = " people" if lang == "en" else " человек"
        return Said(text + people, None, F(0), F(0), low=F(low), high=F(high), form="vague")
    template, unit = chance.choice(UNITS[lang])
    if draw < 0.30:
        return _range(chance, lang, template, unit)
    made = _single(chance, lang, template, unit)
    odd = lang == "ru" and made.row in ("<", "<=", "exactly")  # nobody says "вырос на до 5"
    if draw > 0.8 and made.value > 0 and not odd and "total" not in made.text and "всего" not in made.text:
        change = chance.choice(sorted(CHANGES[lang]))
        spoken = CHANGES[lang][change][: 2 if unit.kind in ("speed", "rate") else None]
        text = chance.choice(spoken).format(made.text)
        return replace(made, text=text, change=change)
    return made


def _single(chance: Random, lang: str, template: str, unit: Unit) -> Said:
    percent = unit.name in ("percent", "percentage_point")
    text, value, step, written = number(chance, lang, percent=percent)
    row = chance.choice(["bare", *ROWS[lang]])
    words = chance.choice(ROWS[lang][row])
    negative = chance.random() < (0.4 if unit.kind == "temperature" else 0.05) and value > 0 and template[:2] == "{}"
    if negative and row == "bare" and text[0].isdigit():
        text, value = chance.choice(["-", "−"]) + text, -value
    return Said(words + template.format(text), value, step, written, unit, row)


def _range(chance: Random, lang: str, template: str, unit: Unit) -> Said:
    percent = unit.name in ("percent", "percentage_point")
    first, second = sorted(
        (number(chance, lang, percent=percent, scale=False) for _ in range(2)), key=lambda each: each[1]
    )
    low, high = first[1], second[1]
    year = unit.kind == "count" and any(1700 <= end <= 2200 for end in (low, high))  # "from 2040 to 2050"
    told_twice = int(low) == int(high) and {low, high} != {F(int(low)), F(int(high))}  # "20–20½" is a score
    if low == high or told_twice or year or not (first[0][0].isdigit() and second[0][0].isdigit()):
        return _single(chance, lang, template, unit)
    made = Said("", None, (first[2], second[2]), (first[3], second[3]), unit, low=low, high=high)
    if low > 0 and chance.random() < 0.2:
        middle, off = high, low
        text = template.format(f"{second[0]} ± {first[0]}")
        return replace(made, text=text, low=middle - off, high=middle + off, step=F(0), form="±", written=F(0))
    row = chance.choice(["bare", "bare", "bare", "about", ">", ">=", "<", "<="])
    words = chance.choice(ROWS[lang][row])
    if row == "bare":
        forms = {"en": ["{}-{}", "{}–{}", "between {} and {}", "{} to {}"], "ru": ["{}–{}", "{}-{}", "от {} до {}"]}
        form, words = chance.choice(forms[lang][: 4 if template[0] == "{" else 2]), ""
    else:
        form = "{}–{}"
    return replace(made, text=words + template.format(form.format(first[0], second[0])), row=row)


def _multiple(chance: Random, lang: str) -> Said:
    text, (value, parts, change) = chance.choice(sorted(MULTIPLES[lang].items()))
    rows = ["bare", "about", "nearly", ">", ">="] if lang == "en" else ["bare"]
    row = chance.choice(rows)
    words = "" if row == "bare" else chance.choice(ROWS[lang][row])
    step = fifteen(F(1, parts))
    return Said(words + text, fifteen(value), step, step, Unit("", "multiple"), row, change=change)


def fifteen(fraction: Fraction) -> Fraction:
    """A fraction to the 15 digits that it is held to."""
    return F(f"{float(fraction):.15g}")
