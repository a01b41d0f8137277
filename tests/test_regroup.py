"""Groups and series after any changes are those of a case that is made from nothing, and only what changed is read."""

import random
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from workbench.extraction.claims import Document, claims_of, document_id
from workbench.extraction.extract import find
from workbench.quantity.accepted import accepted_set
from workbench.quantity.settings import DEFAULT
from workbench.store import groups
from workbench.store.head import Head, open_head

FIRST = datetime(2025, 3, 17, 9, 0, tzinfo=UTC).replace(tzinfo=None)
TABLES = (
    "claim_groups", "SELECT claim_id, group_id, telling FROM claims", "series", "alike", "passage_labels", "tellings",
)  # fmt: skip
LONG = (
    "The ministry of transport published its yearly report (example). Ports in Riverland handled {} vessels, "
    "of which 37 came from abroad. Rail carried 5.3 million tonnes of freight, and {} bridges were repaired. "
    "The minister thanked the {} of the Northern depot and of the Eastern {} for a {} without a pause."
)
SENTENCES = (
    "Riverland has delivered {n},000 tonnes of {grain} to Lakeland free of charge.",
    "{small} people were killed.", "Our {workers} repaired {small} bridges in Northport.",
    "Up to {small} soldiers were wounded near Riverland, the command {reported}.",
    "In 2024 the ports of Riverland handled {n} million tonnes of cargo, the {ministry} wrote.",
)  # fmt: skip


def sentence(chance: random.Random) -> str:
    pick = chance.choice
    if chance.random() < 0.25:
        words = pick(("workers", "people", "staff")), pick(("yard", "quay")), pick(("year", "summer", "winter"))
        return LONG.format(pick((412, 413)), pick((64, 65)), *words)
    return pick(SENTENCES).format(
        n=pick((25, 26)), small=pick((2, 3)), grain=pick(("grain", "Grain", "fertiliser", "fertilizer", "fertilisers")),
        workers=pick(("workers", "wrokers")), reported=pick(("reported", "reportde", "reportet", "repotred")),
        ministry=pick(("ministry", "minisrty", "minstry")),
    )  # fmt: skip


def document(chance: random.Random, name: str) -> Document:
    text = "\n".join(sentence(chance) for _ in range(chance.randint(1, 3)))
    at = None if chance.random() < 0.1 else FIRST + timedelta(days=chance.randint(0, 2), minutes=chance.randint(0, 9))
    return Document(document_id(name), name, f"claims/{name}", text, speaker=chance.choice("AB"), posted_at=at)


def put(head: Head, documents: list[Document]) -> None:
    head.replace_documents(
        (one, [(claim, accepted_set(claim.quantity, DEFAULT)) for claim in claims_of(one, find(one.text, None, None))])
        for one in documents
    )


def state(root: Path) -> list[list[tuple[object, ...]]]:
    with open_head(root) as head:
        assert not head.connection.execute("FROM stirred").fetchall()
        queries = [f"FROM ({each})" if " " in each else f"FROM {each}" for each in TABLES]
        return [sorted(head.connection.execute(query).fetchall(), key=str) for query in queries]


@pytest.mark.parametrize("seed", range(4))
def test_any_changes_leave_what_a_case_from_nothing_has(tmp_path, monkeypatch, seed):
    monkeypatch.setattr(groups, "_AT_ONCE", 16)
    chance = random.Random(seed)  # noqa: S311
    there: dict[str, Document] = {}
    (tmp_path / "grown").mkdir()
    seen: set[str] = set()
    for step in range(8):
        (tmp_path / "new" / str(step)).mkdir(parents=True)
        names = [f"{number:02}" for number in range(60)]
        fresh = [document(chance, name) for name in chance.sample(names, 6 if step else 40)]
        gone = chance.sample(sorted(there), chance.randint(0, 6)) if step else []
        with open_head(tmp_path / "grown") as head:
            for name in gone:
                head.remove_file(f"claims/{name}")
            put(head, fresh)
        there = {name: one for name, one in there.items() if name not in gone} | {one.identity: one for one in fresh}
        with open_head(tmp_path / "new" / str(step)) as head:
            put(head, list(there.values()))
        found = state(tmp_path / "grown")
        assert found == state(tmp_path / "new" / str(step))
        seen |= {name for name, rows in zip(TABLES, found, strict=True) if rows}
    assert seen == set(TABLES), "where nothing is joined this proves nothing"


def test_a_file_that_changes_takes_apart_only_what_it_touches(tmp_path, monkeypatch):
    posts = [
        Document(document_id(str(n)), str(n), f"claims/{n}", f"In 2024 Port {chr(65 + n)} handled {n}25 ships.")
        for n in range(1, 20)
    ]
    with open_head(tmp_path) as head:
        put(head, posts)
    looked_at = []
    made = groups._join

    def noted(connection, *rest: object):
        looked_at.append(connection.execute("SELECT count(*) FROM told").fetchall()[0][0])
        made(connection, *rest)

    monkeypatch.setattr(groups, "_join", noted)
    with open_head(tmp_path) as head:
        put(head, posts[3:4])
    assert looked_at == [1]


def test_all_that_is_taken_out_leaves_nothing_behind(tmp_path):
    chance = random.Random(7)  # noqa: S311
    with open_head(tmp_path) as head:
        put(head, [document(chance, str(n)) for n in range(20)])
    with open_head(tmp_path) as head:
        for n in range(20):
            head.remove_file(f"claims/{n}")
    assert not any(state(tmp_path))
