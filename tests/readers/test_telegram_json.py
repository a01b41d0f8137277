"""Telegram's result.json: one chat and many, odd texts, damage."""

import json
import tracemalloc
from datetime import datetime

import pytest


def message(number: int, text: object, **fields: object):
    told = {"id": number, "type": "message", "date": "2025-03-18T10:11:12", "date_unixtime": "1742281872"}
    return {**told, "from": "Harbour News", "from_id": "channel77", "text": text, **fields}


def chat(*messages: object, **fields: object):
    return {"name": "Harbour News", "type": "public_channel", "id": 77, **fields, "messages": list(messages)}


def test_a_channel_is_one_document_for_each_post(read):
    service = {"id": 1, "type": "service", "action": "create_channel", "text": ""}
    linked = ["Trade reached ", {"type": "bold", "text": "$6 billion"}, " in ", {"type": "link", "text": "2024"}, "."]
    forwarded = message(3, "38 million tonnes.", forwarded_from="Port Office", author="A. Writer",
                        edited_unixtime="1742285472")  # fmt: skip
    photo = message(4, "", photo="photos/photo_1.jpg")
    content = json.dumps(chat(service, message(2, linked), forwarded, photo), indent=1)
    documents, problems = read("result.json", content)
    assert problems == []
    assert [one.text for one in documents] == ["Trade reached $6 billion in 2024.", "38 million tonnes."]
    first, second = documents
    assert (first.identity, first.url) == ("telegram:77/2", "https://t.me/c/77/2")
    assert (first.speaker, first.format, first.title) == ("Harbour News", "telegram-json", "Harbour News")
    assert first.posted_at == datetime(2025, 3, 18, 7, 11, 12)  # noqa: DTZ001 - UTC without a zone
    assert (second.forwarded_from, second.author) == ("Port Office", "A. Writer")
    assert second.edited_at == datetime(2025, 3, 18, 8, 11, 12)  # noqa: DTZ001 - UTC without a zone


def test_the_description_gives_the_address_and_the_speaker_of_a_channel(read):
    sidecar = 'url = "https://t.me/harbour"\nspeaker = "Harbour Authority"\ndate = 2020-01-01\n'
    (document,), _ = read("result.json", json.dumps(chat(message(2, "5 km of quay"))), sidecar)
    assert (document.url, document.identity) == ("https://t.me/harbour/2", "telegram:77/2")
    assert document.speaker == "Harbour Authority"
    assert document.posted_at.year == 2025


def test_in_a_group_each_speaks_for_themselves(read):
    told = chat(message(1, "5 km", **{"from": "Ann"}), message(2, "6 km", **{"from": None}), type="private_supergroup")
    documents, _ = read("result.json", json.dumps(told), 'speaker = "Nobody"')
    assert [one.speaker for one in documents] == ["Ann", "Nobody"]


def test_a_full_export_holds_many_chats(read):
    left = {"list": [chat(message(1, "7 km"), id=79)]}
    about = "Here is the data you requested. Remember: nothing."
    full = {"about": about, "contacts": {"list": [{"name": "messages", "messages": 5}]},
            "chats": {"about": "x", "list": [chat(message(1, "5 km")), chat(message(1, "6 km"), id=78)]},
            "left_chats": left}  # fmt: skip
    documents, problems = read("result.json", json.dumps(full))
    assert problems == []
    assert [(one.identity, one.text) for one in documents] == [
        ("telegram:77/1", "5 km"),
        ("telegram:78/1", "6 km"),
        ("telegram:79/1", "7 km"),
    ]


def test_a_poll_is_its_question_and_answers(read):
    poll = {"question": "How long is the quay?", "total_voters": 900, "answers": [{"text": "5 km", "voters": 870}]}
    (document,), _ = read("result.json", json.dumps(chat(message(1, "", poll=poll))))
    assert document.text == "How long is the quay?\n5 km"


def test_invalid_escapes_are_repaired(read):
    content = json.dumps(chat(message(1, "Five @@ km"), message(2, "six"), message(3, 'a \\ "b" \n'))).replace(
        "@@", r"\xd0\xbf \xe9 \q"
    )
    documents, problems = read("result.json", content)
    assert problems == []
    assert [one.text for one in documents] == ["Five п é \\q km", "six", 'a \\ "b" \n']


@pytest.mark.parametrize("cut", [20, 3, 1])
def test_what_comes_before_a_break_is_kept(read, cut):
    content = json.dumps(chat(*(message(n, f"{n} km") for n in range(1, 6))), indent=1)
    content = content[:-cut] if cut < 20 else content[: content.index('"5 km"') + 3]
    documents, problems = read("result.json", content)
    assert [one.text for one in documents][:4] == ["1 km", "2 km", "3 km", "4 km"]
    assert len(documents) == (4 if cut == 20 else 5)
    assert "ends in the middle" in problems[0].message
    assert problems[0].line == content.count("\n") + 1


def test_one_broken_message_is_named_and_left_out(read):
    content = json.dumps(chat(*(message(n, f"{n} km") for n in range(1, 6))), indent=1)
    content = content.replace('"text": "3 km"', '"text": "3 km" "oh"')
    documents, problems = read("result.json", content)
    assert [one.text for one in documents] == ["1 km", "2 km", "4 km", "5 km"]
    assert content.splitlines()[problems[0].line - 1].strip() in {"{", "},"}


def test_a_large_export_is_never_held_as_a_whole(tmp_path):
    from workbench.documents.case import Case
    from workbench.documents.read import read_documents

    path = tmp_path / "claims" / "result.json"
    path.parent.mkdir()
    with path.open("w", encoding="utf-8") as out:
        out.write('{"name": "N", "type": "public_channel", "id": 1, "messages": [')
        for n in range(20_000):
            out.write(("," if n else "") + json.dumps(message(n, "The quay is 5 km long. " * 30)))
        out.write("]}")
    size = path.stat().st_size
    tracemalloc.start()
    count = sum(1 for _ in read_documents(Case(tmp_path), path, []))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == 20_000
    assert peak < size / 2
