"""A made-up case of any size: posts of channels in English and Russian, forwards and near repeats, reference figures.

    python benchmarks/corpus.py FOLDER --posts 20000

Sentences are put together from parts: some ten thousand shapes, before names, places and numbers are filled in. About
400 bytes a post in UTF-8; one sentence in five states a number. The same seed gives the same case.
"""

import argparse
import json
import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path

POSTS_OF_A_FILE = 5_000
RUSSIAN, FORWARDED, RETOLD, NUMBERED = 0.3, 0.06, 0.04, 0.2
_FIRST_DAY = datetime(2015, 1, 1)  # noqa: DTZ001 - naive UTC
_RECENT = 2_000

_STEMS_A = [
    "Ard", "Bel", "Cor", "Dun", "Elm", "Fen", "Gar", "Hol", "Inver", "Kel", "Lor", "Mar", "Nor", "Ost", "Pel", "Quen",
    "Ros", "Sal", "Tor", "Ul", "Var", "Wes", "Yar", "Zel",
]  # fmt: skip
_STEMS_B = ["a", "e", "i", "o", "u", "ar", "en", "il", "on", "ur"]
_STEMS_C = ["burg", "dale", "ford", "ham", "mouth", "port", "stad", "ton", "vik", "ville", "wick", "grad"]
_FIRST = [
    "Anna", "Boris", "Clara", "David", "Elena", "Farid", "Greta", "Hugo", "Irina", "Jonas", "Karim", "Lucia", "Marta",
    "Nils", "Olga", "Pavel", "Rosa", "Sven", "Tara",
]  # fmt: skip
_LAST = [
    "Berg", "Castro", "Dorn", "Ek", "Falk", "Grau", "Hale", "Ivers", "Jung", "Koch", "Lind", "Moor", "Nagel", "Orlov",
    "Prins", "Quist", "Rask", "Stahl", "Tamm",
]  # fmt: skip

_EN = {
    "when": (
        "In {year}", "Last year", "Over the past {few} years", "By {month}", "Since {year}", "In {month} {year}",
        "This week", "On {month} {day}", "Between {month} and {month2}", "In the first half of {year}",
        "After the storm", "As of this morning", "Before the season began", "For the first time since {year}",
    ),
    "who": (
        "the ministry of transport", "the port authority of {place}", "the statistics office", "{name}",
        "the regulator",
        "the mayor of {place}", "the grid operator", "a spokesperson for the railway", "the farmers' union of {place}",
        "the health service", "{name}, who heads the board,", "the central bank", "the company", "our correspondent",
        "the opposition in {place}", "the governor", "the search and rescue service", "the school board of {place}",
    ),
    "says": (
        "says", "reports", "told the council", "announced", "wrote", "confirmed on {month} {day}", "repeated",
        "denied that anything was wrong, but admitted", "noted with regret", "expects", "promises", "explains",
    ),
    "hedge": (
        "", "", "", "", "about ", "nearly ", "more than ", "at least ", "some ", "up to ", "almost ", "over ",
        "exactly ",
        "just under ", "roughly ", "as many as ", "fewer than ", "around ", "not less than ",
    ),
    "fact": (
        "cargo through {place} reached {h}{d} million tonnes", "{h}{n} households were without power",
        "exports of {goods} rose by {d} percent to US${d2} billion",
        "unemployment in {place} fell from {p} to {p2} percent",
        "the new line is {n3} km long and cost €{d} million", "{h}{n} people signed the petition in {place}",
        "the reservoir near {place} holds {h}{d} cubic kilometres of water",
        "{h}{small} in ten drivers came from {place}",
        "output of {goods} doubled", "a third of the {goods} was lost", "{h}{n} hectares of forest burned near {place}",
        "winds of {n3} km/h were measured in {place}", "the station gives {n3} MW, enough for {k} homes",
        "the price of {goods} climbed to ${d2} a kilogram", "{h}{n} patients were treated within {small} days",
        "{small} vessels carried {h}{k} tonnes of {goods}", "the budget of {place} has a gap of {h}{d} million euros",
        "temperatures fell to −{small2} °C", "the crowd was {h}{k} strong", "{n3} schools lack teachers of mathematics",
        "between {small} and {small2} thousand visitors came to {place}", "imports from {place} dropped by {p} %",
        "{h}{n} new jobs were created in {place}", "the fleet grew from {small2} to {n3} buses",
        "turnout in {place} was {p} per cent", "dozens of bridges and {small2} tunnels were repaired",
        "the loan of {d2} billion dollars runs for {small2} years", "{h}{n} books were given to the library of {place}",
    ),
    "talk": (
        "the talks on {goods} will go on in {place}", "nobody in {place} has been asked about {goods}",
        "the road to {place} stays open", "the answers will be published in due course",
        "there is no reason to doubt the shipments of {goods}", "the choir of {place} sang for the guests",
        "patience is needed, and an open door for all", "those who live from {goods} know the risks well",
        "the memorandum was signed in the presence of {name}", "the commission will hear {name} before it concludes",
        "a quiet but friendly day was had by everyone in {place}", "photographs are at the disposal of editors",
        "the market for {goods} is calm", "less noise and more work would help {place}",
        "the museum of {place} opens its doors to pupils again", "no decision should be made in haste",
        "drivers are asked to take care in the fog near {place}", "critics have been heard, and will be heard again",
    ),
    "tail": (
        "", "", "", ", and this is only the beginning", ", according to {name}", " despite the weather",
        ", as in previous years", ", our readers write", " and the region will have to live with it",
        ", which surprised even {name}", "; details will follow", ", the paper adds", ", unlike in {place}",
    ),
    "goods": ("grain", "iron ore", "timber", "fertiliser", "frozen fish", "liquefied gas", "cement", "cotton", "steel"),
    "month": ("January", "March", "April", "June", "July", "September", "October", "December"),
    "frame": (
        "{when}, {fact}{tail}.", "{Who} {says} that {fact}{tail}.", "{Fact}{tail}.",
        "{when}, {who} {says}: {fact}{tail}.",
    ),
}  # fmt: skip
_RU = {
    "when": (
        "В {year} году", "В прошлом году", "За последние {few} лет", "К {month}", "С {year} года", "На этой неделе",
        "В первом полугодии {year} года", "После шторма", "По состоянию на утро", "Впервые с {year} года",
    ),
    "who": (
        "министерство транспорта", "управление порта {place}", "служба статистики", "{name}", "мэр города {place}",
        "оператор сетей", "представитель железной дороги", "центральный банк", "компания", "наш корреспондент",
        "губернатор", "служба спасения",
    ),
    "says": ("сообщает", "заявляет", "отмечает", "подтверждает", "пишет", "ожидает", "рассказывает", "обещает"),
    "hedge": (
        "", "", "", "около ", "почти ", "более ", "не менее ", "примерно ", "до ", "свыше ", "порядка ", "ровно ",
        "менее ",
    ),
    "fact": (
        "грузооборот порта {place} составил {h}{d} млн тонн", "без света остались {h}{n} домов",
        "экспорт {goods} вырос на {p}%", "безработица снизилась с {p} до {p2} процентов",
        "длина новой линии — {n3} км, цена — {d} млн рублей", "петицию подписали {h}{n} человек",
        "сгорело {h}{n} гектаров леса", "порывы ветра достигали {n3} км/ч", "станция даёт {n3} МВт",
        "дефицит бюджета — {h}{d} млрд рублей", "температура опустилась до −{small2} °C", "выпуск вырос в {small} раза",
        "создано {h}{n} рабочих мест", "перевезено {h}{k} тонн грузов", "явка составила {p} процента",
        "построено {n3} школ и десятки мостов", "кредит на {d} млрд долларов выдан на {small2} лет",
    ),
    "talk": (
        "переговоры продолжатся в городе {place}", "никого в городе {place} об этом не спросили",
        "дорога в {place} остаётся открытой", "ответы будут опубликованы позже", "нужны терпение и работа",
        "меморандум подписан в присутствии {name}", "комиссия выслушает всех, кто захочет", "рынок спокоен",
        "решения не следует принимать в спешке", "водителей просят быть осторожнее", "критику услышали и услышат снова",
        "музей снова открывает двери для школьников",
    ),
    "tail": (
        "", "", "", ", и это только начало", ", по словам {name}", ", несмотря на погоду", ", как и в прежние годы",
        "; подробности позже", ", пишут читатели", ", добавляет газета",
    ),
    "goods": ("зерна", "руды", "леса", "удобрений", "рыбы", "газа", "цемента", "хлопка", "стали"),
    "month": ("январю", "марту", "апрелю", "июню", "июлю", "сентябрю", "октябрю", "декабрю"),
    "frame": (
        "{when} {fact}{tail}.", "{Who} {says}: {fact}{tail}.", "{Fact}{tail}.",
        "{when} {who} {says}, что {fact}{tail}.",
    ),
}  # fmt: skip

MEASURES = (
    ("cargo handled", "million tonnes", 1, 90), ("unemployment rate", "percent", 2, 20),
    ("hectares of forest burned", "hectares", 500, 90_000), ("electricity generation capacity", "MW", 40, 990),
    ("visitors", "people", 2000, 90_000), ("exports of grain", "billion USD", 1, 40),
    ("exports of steel", "billion USD", 1, 40), ("new jobs created", "", 500, 90_000),
    ("voter turnout", "percent", 30, 80), ("reservoir volume of water", "cubic kilometres", 1, 60),
)  # fmt: skip


def places(count: int = 400) -> list[str]:
    """Names of places that nobody lives in."""
    made = [f"{a}{b}{c}" for c in _STEMS_C for b in _STEMS_B for a in _STEMS_A]
    return made[:: len(made) // count][:count]


class Writer:
    """Writes posts without end; ``post`` gives the text of the next."""

    def __init__(self, seed: int) -> None:
        self._chance = random.Random(seed)  # noqa: S311 - made-up texts, no secrets
        self._places = places()
        self._recent: list[str] = []

    def post(self) -> tuple[str, str | None]:
        """The next text, and whose words it passes on, where it does."""
        chance, draw = self._chance, self._chance.random()
        if self._recent and draw < FORWARDED:
            return chance.choice(self._recent), self._name()
        if self._recent and draw < FORWARDED + RETOLD:
            return self._retold(chance.choice(self._recent)), None
        words = _RU if chance.random() < RUSSIAN else _EN
        length = chance.randint(1, 4) if words is _RU else chance.randint(2, 7)
        text = " ".join(self._sentence(words) for _ in range(length))
        if len(self._recent) < _RECENT:
            self._recent.append(text)
        else:
            self._recent[chance.randrange(_RECENT)] = text
        return text, None

    def _retold(self, text: str) -> str:
        """The text with a sentence less or a line more."""
        rest = text.partition(". ")[2]
        if rest and self._chance.random() < 0.5:
            return rest
        return f"❗️ {text}\n\n@{self._chance.choice(_LAST).lower()}_news"

    def _name(self) -> str:
        return f"{self._chance.choice(_FIRST)} {self._chance.choice(_LAST)}"

    def _sentence(self, words: dict[str, tuple[str, ...]]) -> str:
        chance, pick = self._chance, self._chance.choice
        told = pick(words["fact"] if chance.random() < NUMBERED else words["talk"])
        who = pick(words["who"])
        frame = pick(words["frame"])
        parts = (
            frame.replace("{when}", pick(words["when"])).replace("{Who}", who[0].upper() + who[1:])
            .replace("{who}", who).replace("{says}", pick(words["says"])).replace("{fact}", told)
            .replace("{Fact}", told[0].upper() + told[1:]).replace("{tail}", pick(words["tail"]))
        )  # fmt: skip
        whole = int(10 ** (2 + 4 * chance.random()))
        text = parts.format(
            place=pick(self._places), name=self._name(), goods=pick(words["goods"]), month=pick(words["month"]),
            month2=pick(words["month"]), h=pick(words["hedge"]), year=chance.randint(1995, 2025),
            day=chance.randint(1, 28), few=pick(("two", "five", "ten") if words is _EN else ("пять", "десять")),
            small=chance.randint(2, 9), small2=chance.randint(11, 39), n=f"{whole:,}", n3=chance.randint(40, 990),
            k=f"{chance.randint(1, 900)},000", d=f"{chance.randint(10, 990) / 10:.1f}",
            d2=f"{chance.randint(100, 9900) / 100:.2f}", p=chance.randint(3, 60),
            p2=f"{chance.randint(20, 400) / 10:.1f}",
        )  # fmt: skip
        return text[0].upper() + text[1:]


def rows(seed: int = 1) -> Iterator[dict[str, object]]:
    """Posts without end, as the rows of a collection: id, date, channel, text, address."""
    writer, chance = Writer(seed), random.Random(seed + 1)  # noqa: S311
    number = 0
    while True:
        number += 1
        text, passed_on = writer.post()
        channel = f"{_LAST[number % 19].lower()}_news_{number % 997}"
        told = _FIRST_DAY + timedelta(minutes=number % 5_000_000, seconds=chance.randrange(60))
        yield {
            "id": f"{channel}/{number}", "date": f"{told.isoformat()}Z", "author": channel, "text": text,
            "forwarded_from": passed_on, "views": chance.randrange(100_000),
        }  # fmt: skip


def write_posts(folder: Path, count: int, seed: int = 1) -> int:
    """Write JSONL files of posts into a folder; returns their bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    source, size = rows(seed), 0
    for number, start in enumerate(range(0, count, POSTS_OF_A_FILE)):
        path = folder / f"posts-{number:04}.jsonl"
        with path.open("w", encoding="utf-8") as out:
            for row in islice(source, min(POSTS_OF_A_FILE, count - start)):
                out.write(json.dumps(row, ensure_ascii=False) + "\n")
        size += path.stat().st_size
    return size


def write_sources(folder: Path, seed: int = 1) -> int:
    """Write one source of made-up figures, marked as such; returns how many there are."""
    folder.mkdir(parents=True, exist_ok=True)
    chance = random.Random(seed)  # noqa: S311
    (folder / "example.toml").write_text(
        'publisher = "Example Statistics (made up)"\ntitle = "Figures made up for measuring"\n'
        'url = "https://example.org/figures"\nretrieved = 2026-01-05\n',
        encoding="utf-8",
    )
    lines = ["id,measure,place,period,value,unit"]
    for m, (measure, unit, low, high) in enumerate(MEASURES):
        for p, place in enumerate(places()[:20]):
            for year in range(2016, 2026):
                value = chance.randint(low, high)
                lines.append(f"{m}-{p}-{year},{measure},{place},{year},{value},{unit}")
    (folder / "example.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return len(lines) - 1


def write_case(folder: Path, count: int, seed: int = 1) -> int:
    """Write a whole case; returns the bytes of its posts."""
    write_sources(folder / "sources", seed)
    return write_posts(folder / "claims", count, seed)


def main() -> None:
    """Write a case into a folder."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--posts", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    size = write_case(asked.folder, asked.posts, asked.seed)
    print(f"{asked.posts} posts, {size / 1e6:.1f} MB in {asked.folder}")


if __name__ == "__main__":
    main()
