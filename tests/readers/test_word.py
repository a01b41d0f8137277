"""DOCX as word processors write it: tracked changes, text boxes, notes, content controls, tables in tables."""

import io
import zipfile

import pytest

from workbench.documents.readers import word

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"


def made(body, notes="", namespace=W, about=None):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr("[Content_Types].xml", "<Types/>")
        packed.writestr("word/document.xml", f'<w:document xmlns:w="{namespace}" xmlns:mc="{MC}">{body}</w:document>')
        if notes:
            packed.writestr("word/footnotes.xml", f'<w:footnotes xmlns:w="{namespace}">{notes}</w:footnotes>')
        if about is not None:
            packed.writestr("docProps/core.xml", about)
    return out.getvalue()


def par(*runs: str):
    return f"<w:p>{''.join(runs)}</w:p>"


def run(text):
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def table(*cells: str):
    inside = "".join(f"<w:tc>{cell if cell.startswith('<') else par(run(cell))}</w:tc>" for cell in cells)
    return f"<w:tbl><w:tr>{inside}</w:tr></w:tbl>"


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (
            par(run("Trade reached "), f"<w:del>{run('5')}</w:del><w:ins>{run('6')}</w:ins>", run(" billion dollars.")),
            "Trade reached 6 billion dollars.",
        ),
        (par("<w:del><w:r><w:delText>9 ships</w:delText></w:r></w:del>", run("7 ships")), "7 ships"),
        (f"<w:sdt><w:sdtPr/><w:sdtContent>{par(run('12 ports'))}</w:sdtContent></w:sdt>", "12 ports"),
        (
            par("<w:pPr><w:tabs><w:tab/></w:tabs></w:pPr>", run("3"), "<w:r><w:noBreakHyphen/></w:r>", run("year")),
            "3-year",
        ),
        (par(run("one"), "<w:r><w:br/></w:r>", run("two"), '<w:r><w:br w:type="page"/></w:r>'), "one\ntwo"),
        (par(run("del"), run(" 4 ")), "del 4"),
        (
            par(
                "<w:r><mc:AlternateContent><mc:Choice>" + par(run("40 km in a box")) + "</mc:Choice><mc:Fallback>"
                + par(run("40 km in a box")) + "</mc:Fallback></mc:AlternateContent></w:r>",
                run("Beside it."),
            ),
            "40 km in a box\n\nBeside it.",
        ),
        (table("200", "200", table("5 km", "6 km") + "<w:p/>"), "200\t200\t5 km\t6 km"),
    ],
)  # fmt: skip
def test_the_text_is_what_a_reader_of_the_page_sees(read, body, text):
    (document,), problems = read("a.docx", made(body))
    assert problems == []
    assert document.text == text


def test_footnotes_come_behind_the_text(read):
    (document,), problems = read("a.docx", made(par(run("The quay is long.")), par(run("It is 5 km long."))))
    assert (document.text, problems) == ("The quay is long.\n\nIt is 5 km long.", [])


def test_a_strict_file_is_read_with_its_properties(read):
    about = (
        '<p xmlns="x" xmlns:d="y"><d:title>Quays</d:title><d:creator>Ann Berg</d:creator>'
        "<created>2025-03-18T10:00:00Z</created></p>"
    )
    (document,), problems = read("a.docx", made(par(run("5 km")), namespace=STRICT, about=about))
    assert (document.text, document.title, document.speaker, problems) == ("5 km", "Quays", "Ann Berg", [])
    assert document.posted_at.isoformat() == "2025-03-18T10:00:00"


@pytest.mark.parametrize(
    "body",
    [
        "<w:p>",
        "&undefined;",
        f"<w:tc>{par(run('5 km'))}</w:tc>" + "<w:tr></w:tr>" + "<w:x>" * 100_000,
    ],
)
def test_broken_xml_is_one_problem(read, body):
    documents, problems = read("a.docx", made(body))
    assert documents == []
    assert [problem.message for problem in problems] == ["The document cannot be read: ParseError"]


def test_entities_that_grow_without_end_are_not_followed(read):
    grown = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    document = f'<!DOCTYPE d [<!ENTITY e0 "5 km ">{grown}]><d xmlns:w="{W}">{par(run("&e11;"))}</d>'
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr("word/document.xml", document)
    documents, problems = read("a.docx", out.getvalue())
    assert documents == []
    assert problems[0].message == "The document cannot be read: ParseError"


def test_a_text_that_unpacks_without_end_is_one_problem(read, monkeypatch):
    monkeypatch.setattr(word, "_MOST_READ", 1000)
    posts, problems = read("bomb.docx", made(par(run("x" * 2000))))
    assert posts == []
    assert [problem.message for problem in problems] == [
        "The file unpacks to more than 32 MB of text and is not opened",
    ]


def test_elements_that_have_ended_are_let_go(monkeypatch):
    held = []
    inner = word.ET.iterparse

    def watched(*args: object):
        for event, element in inner(*args):
            if event == "end":
                held.append(len(element))
            yield event, element

    monkeypatch.setattr(word.ET, "iterparse", watched)
    with zipfile.ZipFile(io.BytesIO(made(par(run("a")) * 50))) as packed:
        assert list(word._lines(packed, "word/document.xml")) == ["a", ""] * 50
    assert max(held) == 0
