"""Documents on their way into the database: identities, repeats, changes, speakers, what a build says."""

import json

import duckdb
import pytest

from workbench.operations import reading
from workbench.operations.build import build


@pytest.fixture
def bare(tmp_path):
    for folder in ("claims", "sources"):
        (tmp_path / folder).mkdir()
    return tmp_path


def export(*posts: tuple[int, str], name="Harbour"):
    messages = [
        {"id": n, "type": "message", "date_unixtime": "1742281872", "from": name, "text": text} for n, text in posts
    ]
    return json.dumps({"name": name, "type": "public_channel", "id": 77, "messages": messages})


def rows(root, query):
    with duckdb.connect(str(root / "workbench.duckdb"), read_only=True) as client:
        return client.execute(query).fetchall()


def everything(root):
    documents = rows(root, "SELECT * FROM documents ORDER BY path, ordinal")
    return documents, rows(root, "SELECT * FROM claims ORDER BY ALL"), rows(root, "SELECT * FROM problems ORDER BY ALL")


def rebuilt(root):
    import shutil

    (root / "workbench.duckdb").unlink()
    shutil.rmtree(root / ".workbench")
    build(root)
    return everything(root)


def test_many_posts_of_one_file_are_many_documents(bare):
    (bare / "claims" / "result.json").write_text(export((1, "The quay is 5 km."), (2, "And 6 km.")))
    report = build(bare)
    assert (report.documents, report.claims, report.problems) == (2, 2, [])
    assert rows(bare, "SELECT identity, ordinal, format FROM documents ORDER BY ordinal") == [
        ("telegram:77/1", 0, "telegram-json"),
        ("telegram:77/2", 1, "telegram-json"),
    ]


def test_two_exports_that_overlap_keep_both_and_say_so(bare):
    (bare / "claims" / "b.json").write_text(export((1, "The quay is 5 km."), (2, "And 6 km.")))
    build(bare)
    first = dict(rows(bare, "SELECT text, document_id FROM documents"))
    (bare / "claims" / "c.json").write_text(export((2, "And 6 km."), (3, "Then 7 km.")))
    report = build(bare)
    assert [(p.file, "those of claims/b.json" in p.message) for p in report.problems] == [("claims/c.json", True)]
    identities = "SELECT path, identity FROM documents ORDER BY path, ordinal"
    assert rows(bare, identities) == [
        ("claims/b.json", "telegram:77/1"),
        ("claims/b.json", "telegram:77/2"),
        ("claims/c.json", "telegram:77/2#claims/c.json"),
        ("claims/c.json", "telegram:77/3"),
    ]
    assert len(rows(bare, "SELECT claim_id FROM claims")) == 4
    assert everything(bare) == rebuilt(bare)
    (bare / "claims" / "a.json").write_text(export((2, "And 6 km.")))
    build(bare)
    assert everything(bare) == rebuilt(bare)
    assert ("claims/b.json", "telegram:77/2#claims/b.json") in rows(bare, identities)
    (bare / "claims" / "a.json").unlink()
    (bare / "claims" / "c.json").unlink()
    assert build(bare).problems == []
    assert dict(rows(bare, "SELECT text, document_id FROM documents")) == first
    assert everything(bare) == rebuilt(bare)


def test_an_address_that_looks_like_one_made_here_is_not_taken(bare):
    for name, url in (("a", "u"), ("b", "u"), ("c", "u#claims/b.txt")):
        (bare / "claims" / f"{name}.txt").write_text(f"The quay {name} is 5 km.")
        (bare / "claims" / f"{name}.txt.toml").write_text(f'url = "{url}"')
    build(bare)
    found = dict(rows(bare, "SELECT path, identity FROM documents"))
    assert found == {
        "claims/a.txt": "u",
        "claims/b.txt": "u#claims/b.txt#",
        "claims/c.txt": "u#claims/b.txt",
    }
    assert len({row[0] for row in rows(bare, "SELECT document_id FROM documents")}) == 3


def test_two_files_with_the_same_content_are_named(bare):
    (bare / "claims" / "a.txt").write_text("The quay is 5 km.")
    (bare / "claims" / "b.txt").write_text("The quay is 5 km.")
    report = build(bare)
    assert [(p.file, "same content as claims/a.txt" in p.message) for p in report.problems] == [("claims/b.txt", True)]
    assert build(bare).problems == report.problems
    (bare / "claims" / "a.txt").unlink()
    assert build(bare).problems == []


def test_reviews_survive_another_telling_of_the_same_post(bare, workbench):
    (bare / "claims" / "b.json").write_text(export((1, "The quay is 5 km.")))
    build(bare)
    [(claim,)] = rows(bare, "SELECT claim_id FROM claims")
    assert workbench("-C", bare, "verdict", claim, "correct").code == 0
    (bare / "claims" / "b.json").rename(bare / "claims" / "renamed.json")
    (bare / "claims" / "z.json").write_text(export((1, "The quay is 5 km."), (2, "And 6 km.")))
    build(bare)
    decided = "decisions AS d JOIN claims AS c USING (claim_id) WHERE d.verdict IS NOT NULL"
    found = rows(bare, f"SELECT claim_id, d.verdict, c.group_id FROM {decided}")
    assert (claim, "correct") in [row[:2] for row in found]
    assert len({row[2] for row in found}) == 1, "a verdict counts for the tellings of its claim alone"


def test_a_file_that_changes_while_it_is_read_is_read_again(bare, monkeypatch):
    path = bare / "claims" / "a.txt"
    path.write_text("The quay is 5 km.")
    inner, count = reading.read_documents, []

    def grows(case, path, problems, **more: object):
        count.append(1)
        found = list(inner(case, path, problems, **more))
        if len(count) <= changes:
            with path.open("a") as out:
                out.write(f" And {len(count)}0 km.")
        return iter(found)

    monkeypatch.setattr(reading, "read_documents", grows)
    changes = 1
    assert build(bare).problems == []
    assert rows(bare, "SELECT text FROM documents") == [("The quay is 5 km. And 10 km.",)]
    count.clear()
    changes = 2
    path.write_text("The quay is 7 km.")
    assert "changed while it was read" in build(bare).problems[0].message
    changes = 0
    assert build(bare).problems == []
    assert rows(bare, "SELECT text FROM documents") == [("The quay is 7 km. And 10 km. And 20 km.",)]


def test_speakers_pages_and_forwards_are_kept(bare):
    text = 'President Berg: The quay is 5 km. "It is 60 km, they tell me," said Ann Lee.'
    (bare / "claims" / "a.txt").write_text(text)
    (bare / "claims" / "b.srt").write_text("1\n00:01:00,000 --> 00:01:02,000\nIt was 7 km.\n")
    build(bare)
    query = "SELECT c.text, c.speaker, d.places FROM claims c JOIN documents d USING (document_id)"
    assert rows(bare, f"{query} ORDER BY d.path, c.start") == [
        ("5 km", "President Berg", "[]"),
        ("60 km", "Ann Lee", "[]"),
        ("7 km", None, '[[0, "00:01:00"]]'),
    ]


def test_furniture_of_an_export_is_told_once_for_each_folder(bare):
    (bare / "claims" / "photos").mkdir()
    for n in range(3):
        (bare / "claims" / "photos" / f"{n}.jpg").write_bytes(b"\xff\xd8\0")
    (bare / "claims" / "a.txt").write_text("The quay is 5 km.")
    report = build(bare)
    assert [(p.file, p.message[:7]) for p in report.problems] == [("claims/photos", "3 files")]


def test_build_explains_what_was_recognised(bare, workbench):
    (bare / "claims" / "a.txt").write_text(export((1, "The quay is 5 km.")))
    done = workbench("-C", bare, "build", "--explain")
    assert "telegram-json" in done.out
    assert "Telegram's messages" in done.out


def test_a_case_does_not_care_in_which_order_files_came(bare):
    (bare / "claims" / "b.txt").write_text("The quay is 6 km.")
    build(bare)
    (bare / "claims" / "a.csv").write_text("id,text,date\n1,It is 5 km,2025-01-01\n1,It is 7 km,2025-01-02\n")
    build(bare)
    (bare / "claims" / "b.txt").write_text("The quay is 8 km.")
    build(bare)
    assert everything(bare) == rebuilt(bare)
