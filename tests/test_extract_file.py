"""One file of any kind on the command line, without a case."""

import json
import zipfile

import pytest

SAID = "The quay is 5 km."


def found(workbench, path):
    done = workbench("extract", path, "--format", "jsonl")
    return [json.loads(line) for line in done.out.splitlines()], done


def test_a_text_is_taken_as_it_is_whatever_it_was_copied_from(workbench, tmp_path):
    page = f"Harbour\n52.9K subscribers\nHarbour\n{SAID}\n12K views 10:11\nHarbour\nAnd 6 km.\n13K views 10:12\n"
    (tmp_path / "page.txt").write_text(page)
    told, done = found(workbench, tmp_path / "page.txt")
    assert [(page[one["start"] : one["end"]], "document" in one) for one in told] == [("5 km", False), ("6 km", False)]
    assert done.code == 0


@pytest.mark.parametrize("name", ["posts.jsonl", "posts.csv", "posts.zip"])
def test_posts_of_one_file_are_told_apart(workbench, tmp_path, name):
    path = tmp_path / name
    if name.endswith("jsonl"):
        rows = {1: SAID, 2: "No number.", 3: "It is 6 km."}
        path.write_text("".join(json.dumps({"id": n, "text": text}) + "\n" for n, text in rows.items()))
    elif name.endswith("csv"):
        path.write_text(f"id,text\n1,{SAID}\n3,It is 6 km.\n")
    else:
        with zipfile.ZipFile(path, "w") as packed:
            packed.writestr("1", SAID)
            packed.writestr("3", "It is 6 km.")
    told, done = found(workbench, path)
    assert [one["text"] for one in told] == ["5 km", "6 km"]
    assert [one["document"][-1] for one in told] == ["1", "3"]
    assert done.code == 0
    assert "document" in workbench("extract", path).out
    assert workbench("extract", path, "--format", "csv").out.startswith("document,start,")


def test_a_description_beside_the_file_gives_the_day(workbench, tmp_path):
    (tmp_path / "a.txt").write_text("Cargo was 38 million tonnes last year.")
    (tmp_path / "a.txt.toml").write_text("date = 2025-03-17")
    told, _ = found(workbench, tmp_path / "a.txt")
    assert told[0]["period"]["start"] == "2024-01-01"


def test_other_encodings_are_read_and_said(workbench, tmp_path):
    path = tmp_path / "a.txt"
    path.write_bytes("Порт принял 5 миллионов тонн груза за прошлый год, сообщает газета.".encode("cp1251"))
    told, done = found(workbench, path)
    assert told[0]["value"] == 5_000_000
    assert "cp1251" in done.err
    path = tmp_path / "a.csv"
    path.write_bytes('текст;дата\n"Порт принял 5 миллионов тонн груза за прошлый год";18.03.2025\n'.encode("cp1251"))
    told, done = found(workbench, path)
    assert told[0]["value"] == 5_000_000
    assert "a.csv:1: The file is not UTF-8 (byte 1 is 0xf2); it was read as cp1251, which is a guess" in done.err


def test_one_broken_letter_does_not_change_the_encoding(workbench, tmp_path):
    path = tmp_path / "a.csv"
    rows = "".join(f'"Порт принял {n} миллионов тонн груза за прошлый год"\n' for n in range(2, 9)).encode()
    path.write_bytes("текст\n".encode() + rows.replace("год".encode(), "год".encode()[:-1], 1))
    told, done = found(workbench, path)
    assert [one["value"] for one in told] == [n * 1_000_000 for n in range(2, 9)]
    assert "broken characters are read as" in done.err


def test_what_cannot_be_read_is_named(workbench, tmp_path):
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.4\nnothing")
    told, done = found(workbench, tmp_path / "a.pdf")
    assert (told, done.code) == ([], 1)
    assert "a.pdf" in done.err
    (tmp_path / "cut.json").write_text('[{"text": "The quay is 5 km."}, {"text": "And ')
    told, done = found(workbench, tmp_path / "cut.json")
    assert ([one["text"] for one in told], done.code) == (["5 km"], 1)
    assert "cut.json:1: The list ends in the middle" in done.err
