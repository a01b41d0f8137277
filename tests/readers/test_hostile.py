"""Damaged files of every kind: one clear problem or what could be read, never an exception."""

import importlib.util
import io
import json
import random
import time
import zipfile

import pytest
from test_kinds import ARTICLE, MAIL, SRT, pdf_of
from test_telegram_json import chat, message
from test_telegram_pages import EXPORT, PASTED, PREVIEW

from workbench.documents.case import Case
from workbench.documents.read import read_document
from workbench.documents.readers.choose import choose
from workbench.documents.readers.markup import pieces


def packed():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("a.txt", "The quay is 5 km long. " * 20)
        made.writestr("a.txt.toml", 'speaker = "A"')
        made.writestr("b/result.json", json.dumps(chat(message(1, "5 km"))))
    return out.getvalue()


SAMPLES = {
    "result.json": json.dumps(chat(*(message(n, ["5 km ", {"type": "bold", "text": "é"}]) for n in range(5)))).encode(),
    "messages.html": EXPORT.encode(),
    "preview.html": PREVIEW.encode(),
    "pasted.txt": PASTED.encode(),
    "a.srt": SRT.encode(),
    "a.eml": MAIL.encode(),
    "a.csv": b'id,text,date\n1,"5 km",2025-01-01\n2,"6 ""km""",x\n',
    "a.jsonl": b'{"text": "5 km", "date": 1}\n{"text": "6 km", "user": {"name": "A"}}\n',
    "posts.json": b'[{"text": "5 km"}, {"text": "6 km", "id": 7}]',
    "a.zip": packed(),
}
if importlib.util.find_spec("pypdf"):
    SAMPLES["a.pdf"] = pdf_of(["The quay is 5 km."])
if importlib.util.find_spec("lxml_html_clean"):
    SAMPLES["page.html"] = ARTICLE.encode()


@pytest.mark.parametrize("name", SAMPLES)
def test_damage_never_raises(tmp_path, name):
    whole = SAMPLES[name]
    chance = random.Random(name)  # noqa: S311 - damage, no secret
    path = tmp_path / "claims" / name
    path.parent.mkdir()
    for _ in range(60):
        damaged = bytearray(whole)
        for _ in range(chance.randrange(1, 6)):
            place = chance.randrange(len(damaged))
            damaged[place : place + chance.randrange(3)] = chance.randbytes(chance.randrange(4))
        path.write_bytes(bytes(damaged[: chance.randrange(1, len(damaged))] if chance.random() < 0.3 else damaged))
        documents, problems = read_document(Case(tmp_path), path)
        assert documents or problems
        assert {problem.file for problem in problems} <= {f"claims/{name}", f"claims/{name}.toml"}


@pytest.mark.parametrize(
    "hostile",
    ["<!--", "<a ", "<", "<a b='", "<![CDATA[", "</", "<script>", '<a "x" ', '<a b="' + "<a " * 1300 + '"'],
)
def test_pages_take_time_in_proportion_to_their_length(hostile):
    def seconds(size):
        started = time.process_time()
        sum(1 for _ in pieces(hostile * (size // len(hostile))))
        return time.process_time() - started

    assert seconds(1_000_000) < 12 * seconds(250_000) + 0.5


@pytest.mark.parametrize("name", ["a.txt", "a.html", "a.json", "a.csv", "a.eml"])
def test_recognition_takes_no_time_on_any_head(name):
    for hostile in ("a", "\n", "1\n", "Aa: ", '{"a":', "[", "From: a\n", "«", "🔥 1\n", "a, [", "views 1", "1.2.3"):
        head = (hostile * 65536).encode()[:65536]
        started = time.process_time()
        choose(head, name)
        assert time.process_time() - started < 1.0
