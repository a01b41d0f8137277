"""Groups: the same claim told again is one to review; what only looks like it stays apart."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from workbench.extraction.claims import Document, claims_of, document_id
from workbench.extraction.extract import find
from workbench.extraction.repeats import only_slips, skeleton
from workbench.quantity.accepted import accepted_set
from workbench.quantity.settings import DEFAULT
from workbench.store.head import open_head

FIRST = datetime(2025, 3, 17, 9, 0, tzinfo=UTC).replace(tzinfo=None)
GRAIN = "Russia has delivered 25,000 tonnes of grain to Zimbabwe free of charge."
REPORT = (
    "The ministry of transport published its yearly report (example). Ports in Riverland handled 412 vessels, "
    "of which 37 came from abroad. Rail carried 5.3 million tonnes of freight, and 64 bridges were repaired. "
    "The minister thanked the workers of the Northern depot and of the Eastern yard for a year without a pause."
)


def post(name: str, text: str, *, day: float | None = 0, speaker: str | None = None) -> Document:
    at = None if day is None else FIRST + timedelta(days=day)
    identifier, path = document_id(name), f"claims/{name}"
    return Document(identifier, name, path, text, speaker=speaker or name, posted_at=at, sha256="0" * 64)


def put(root: Path, posts: Sequence[Document]) -> None:
    told = []
    root.mkdir(exist_ok=True)
    for one in posts:
        found = claims_of(one, find(one.text, None, one.said_on))
        told.append((one, [(claim, accepted_set(claim.quantity, DEFAULT)) for claim in found]))
    with open_head(root) as head:
        head.replace_documents(told)


def groups(root: Path, posts: Sequence[Document] = ()) -> list[list[str]]:
    """The groups as sorted lists of ``FILE NUMERAL``."""
    if posts:
        put(root, posts)
    with open_head(root) as head:
        rows = head.connection.execute(
            "SELECT list(substr(d.path, 8) || ' ' || c.numeral ORDER BY d.path, c.start) FROM claims AS c "
            "JOIN documents AS d USING (document_id) GROUP BY c.group_id"
        ).fetchall()
    return sorted(row[0] for row in rows)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (GRAIN, GRAIN),
        (GRAIN, "❗️ BREAKING: russia has delivered 25 000 tonnes of grain to Zimbabwe, free of charge"),
        (GRAIN, "Russia delivered 25,000 tonnes of grain to #Zimbabwe free of charge! https://example.org/1"),
        (GRAIN, "Russia has delivered 25,000 tonnes of grain to Zimbabwe free of chagre."),
        ("12 drones were destroyed over Kursk.", "12 drones were destroyed over Kursk"),
        ("Россия поставила 25 тыс. тонн зерна в Зимбабве.", "Россия уже поставила 25 тыс. тонн зерна в Зимбабве!"),
        (GRAIN, "JUST IN: Russia has delivered 25,000 tonnes of grain to Zimbabwe free of charge #zimbabwe #grain"),
        (GRAIN, f"1. {GRAIN}"),
        ("Порт Северный принял 1 240 судов в 2024 году.", "Главное: порт Северный принял 1 240 судов в 2024 г."),
        ("The Silverhill mine sold 412 kg of gold.", "Silverhill mine sold 412 kg of gold"),
    ],
)
def test_the_same_said_by_two_channels_on_one_day_is_one_group(tmp_path, one, other):
    found = groups(tmp_path, [post("a", one), post("b", other, day=0.1)])
    assert [len(group) for group in found] == [2]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (GRAIN, GRAIN.replace("Zimbabwe", "Burkina Faso")),
        (GRAIN, GRAIN.replace(".", "?")),
        (GRAIN, GRAIN.replace(".", " #Mali")),
        ("🇲🇱 25,000 tonnes of grain were handed over.", "🇧🇫 25,000 tonnes of grain were handed over."),
        ("Mali.\n25,000 tonnes of grain were handed over.", "Zimbabwe.\n25,000 tonnes of grain were handed over."),
        ("Copper in Northport: ⬆️ 12.75% in a day", "Copper in Northport: ⬇️ 12.75% in a day"),
        ("✅ Vaccinated: 4,815 people", "❌ Vaccinated: 4,815 people"),
        (GRAIN, GRAIN.replace("Russia", "Ukraine")),
        (GRAIN, GRAIN.replace("has delivered", "has not delivered")),
        (GRAIN, GRAIN.replace("to", "from")),
        (GRAIN, GRAIN.replace("25,000", "nearly 25,000")),
        (GRAIN, GRAIN.replace("tonnes", "bags")),
        (GRAIN, GRAIN.replace("grain", "wheat flour")),
        (GRAIN, GRAIN.replace("25,000", "26,000")),
        ("Exports to Riverland rose by 412 cars.", "Imports to Riverland rose by 412 cars."),
        ("In Kursk 1,412 patients were infected.", "In Kursk 1,412 patients were injected."),
        ("12 drones were destroyed over Kursk.", "12 drones were destroyed over Belgorod."),
        ("На полигоне Курска 412 украинских машин.", "На полигоне Курска 412 российских машин."),
        ("We have sent 412 trucks to Kursk.", "We have sent 412 trucks to Kursk."),
        ("Two people were killed.", "Two people were killed."),
    ],
)
def test_what_differs_in_what_counts_stays_apart(tmp_path, one, other):
    found = groups(tmp_path, [post("a", one), post("b", other, day=0.1)])
    assert [len(group) for group in found] == [1, 1]


def test_the_same_number_of_another_day_stays_apart(tmp_path):
    text = "Over the night 12 drones were destroyed over Kursk."
    found = groups(tmp_path, [post("a", text), post("b", text, day=1), post("c", text, day=1.1)])
    assert found == [["a 12"], ["b 12", "c 12"]]


def test_a_period_that_is_told_joins_across_days(tmp_path):
    text = "In 2024, Russia delivered 25,000 tonnes of grain to Zimbabwe."
    assert groups(tmp_path, [post("a", text), post("b", text, day=40)]) == [["a 25,000", "b 25,000"]]
    last = "Last year 25,000 tonnes went to Zimbabwe."
    assert groups(tmp_path / "2", [post("a", last), post("b", last, day=400)]) == [["a 25,000"], ["b 25,000"]]


def test_one_channel_that_says_it_of_several_events_keeps_them_apart(tmp_path):
    text = "3 drones were destroyed over Kursk."
    posts = [post("a", text, speaker="Governor"), post("b", text, day=0.1, speaker="Governor")]
    assert groups(tmp_path, posts) == [["a 3"], ["b 3"]]
    assert groups(tmp_path, [post("c", text, day=0.2)]) == [["a 3"], ["b 3"], ["c 3"]]


def test_a_number_twice_in_a_sentence_and_a_sentence_twice_in_a_line_stay_apart(tmp_path):
    sentence = "In Kursk 412 people were killed and 412 people wounded."
    assert groups(tmp_path, [post("a", sentence)]) == [["a 412"], ["a 412"]]
    lines = "In Kursk it was calm. Two people were killed.\nIn Belgorod it was not. Two people were killed.\n"
    assert len(groups(tmp_path / "2", [post("a", lines)])) == 2


def test_a_page_that_prints_a_paragraph_twice_tells_it_once(tmp_path):
    line = "At least five wounded people were taken to the hospital in the city, where doctors found them stable.\n"
    assert groups(tmp_path, [post("a", f"Top\n{line}Between\n{line}")]) == [["a five", "a five"]]


def test_an_edited_copy_of_a_long_text_is_known_on_another_day(tmp_path):
    edited = REPORT.replace("thanked the workers", "thanked all workers").replace("a pause", "any pause")
    other = REPORT.replace("412", "413").replace("37", "38")
    found = groups(tmp_path, [post("a", REPORT), post("b", edited, day=3), post("c", other, day=9)])
    assert found == [["a 37", "b 37"], ["a 412", "b 412"], ["a 5.3", "b 5.3"], ["a 64", "b 64"],
                     ["c 38"], ["c 413"], ["c 5.3"], ["c 64"]]  # fmt: skip


def test_the_copy_of_a_copy_does_not_join_two_days(tmp_path):
    """The copy of Monday's report on Tuesday is Monday's; what is reported on Tuesday stays apart."""
    short = "Ports in Riverland handled 412 vessels, of which 37 came from abroad."
    posts = [post("a", REPORT), post("b", REPORT, day=1), post("c", short, day=1), post("d", short)]
    assert [group for group in groups(tmp_path, posts) if "37" in group[0]] == [["a 37", "b 37", "d 37"], ["c 37"]]


def test_groups_depend_on_the_files_alone(tmp_path):
    posts = [post("b", GRAIN, day=0.2), post("a", GRAIN, day=0.1), post("c", GRAIN.replace("grain", "grian"), day=0.3)]
    posts += [post("d", REPORT), post("e", REPORT, day=4)]
    put(tmp_path / "new", posts)
    for one in reversed(posts):
        put(tmp_path / "grown", [one])
    put(tmp_path / "grown", [post("a", "Nothing", day=0.1)])
    put(tmp_path / "grown", [posts[1]])

    def told(root):
        with open_head(root) as head:
            return [
                sorted(head.connection.execute(query).fetchall(), key=str)
                for query in ("FROM claim_groups", "SELECT claim_id, group_id, telling FROM claims", "FROM tellings")
            ]

    assert told(tmp_path / "new") == told(tmp_path / "grown")


def test_the_first_telling_stands_for_the_group(tmp_path):
    put(tmp_path, [post("b", GRAIN, day=0.2), post("a", GRAIN, day=0.1, speaker="Agency")])
    with open_head(tmp_path) as head:
        [row] = head.connection.execute("""
            SELECT g.size, g.documents, g.first_at, g.last_at, g.speakers, d.path, c.telling,
                g.group_id = 'g' || substr(g.claim_id, 2)
            FROM claim_groups AS g JOIN claims AS c USING (claim_id) JOIN documents AS d USING (document_id)
        """).fetchall()
    first, last = FIRST + timedelta(days=0.1), FIRST + timedelta(days=0.2)
    assert row == (2, 2, first, last, ["Agency", "b"], "claims/a", 1, True)


def test_slips_of_the_pen():
    def slips(one: str, other: str) -> bool:
        a, b = (skeleton(f"{text} 7", len(text) + 1, 1) for text in (one, other))
        return only_slips(a.words, b.words, frozenset(a.names + b.names))

    assert slips("the goverment of it", "the government of it")
    assert slips("in области", "in область")
    assert not slips("symptomatic cases", "asymptomatic cases")
    assert not slips("the imports", "the exports")
    assert not slips("in Poltava", "in Poltova")
    assert not slips("three aprils", "three apricots")
    assert not slips("12345678", "12345679")


def test_a_number_with_its_scale_written_on_may_stand_twice_in_a_sentence():
    text = "The firm raised $31m in May and another $31m in June. The firm raised $31m in May and another $31m in June."
    found = claims_of(post("a", text), find(text))
    assert [claim.quantity.text for claim in found] == ["$31m"] * 4
    assert len({claim.claim_id for claim in found}) == 4
