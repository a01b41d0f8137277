"""Everything that is no Telegram: pages, PDF, DOCX, subtitles, mail, tables, encodings, zips."""

import io
import json
import subprocess
import sys
import zipfile
from datetime import datetime

import pytest

from workbench.documents.readers.choose import choose
from workbench.errors import install_command

TEXT = "The quay is 5 km long, and trade reached $6 billion last year, said the port office on Monday."
LONG = "".join(
    f"<p>In year {n} the port moved {n} million tonnes of cargo along its quays, it said.</p>" for n in range(30, 50)
)
ARTICLE = (
    '<!DOCTYPE html><html><head><title>Quays</title><meta property="og:title" content="Quays in figures">'
    '<meta name="author" content="Ann Writer"><meta property="article:published_time" content="2025-03-18T10:00:00Z">'
    '<link rel="canonical" href="https://example.org/quays"></head><body><nav><a href="/">Home</a></nav>'
    f"<article><h1>Quays in figures</h1>{LONG}</article><footer>900 readers online</footer></body></html>"
)
SRT = (
    "1\n00:00:01,000 --> 00:00:03,000\nThe quay is\n\n2\n00:00:03,500 --> 00:01:05,000\n<i>5 km long.</i>\n\n"
    "3\n00:01:06,000 --> 00:01:07,000\nTrade grew by 7%.\n"
)
MAIL = (
    "From: Port Office <port@example.org>\nTo: ann@example.org\nSubject: =?utf-8?q?Quays_=E2=80=94_2025?=\n"
    "Date: Tue, 18 Mar 2025 10:00:00 +0300\nMessage-ID: <a1@example.org>\nMIME-Version: 1.0\n"
    'Content-Type: multipart/mixed; boundary="b"\n\n--b\nContent-Type: text/plain; charset=utf-8\n\nThe quay is 5 km.\n'
    '--b\nContent-Type: text/csv\nContent-Disposition: attachment; filename="q.csv"\n\n1,2\n--b--\n'
)


def kind(content, name="a.bin"):
    return choose(content if isinstance(content, bytes) else content.encode(), name)[0].name


@pytest.mark.parametrize(
    ("content", "name", "found"),
    [
        (ARTICLE, "a.txt", "html"),
        (b"%PDF-1.7\n", "a.txt", "pdf"),
        (SRT, "a.txt", "captions"),
        ("WEBVTT\n\n00:01.000 --> 00:02.000\nhello", "a", "captions"),
        (MAIL, "a.txt", "mail"),
        ('{"text": "a"}\n{"text": "b"}\n', "a", "jsonl"),
        ('[{"text": "a"}]', "a", "json"),
        ("date;text\n2025-01-01;5 km\n", "a", "csv"),
        (b"PAR1....", "a", "parquet"),
        ("# Title\n", "a.md", "markdown"),
        ("Dear all,\nfrom: me\n", "a.txt", "text"),
        ("From: here we see the sea\n\nDate: none", "a.txt", "text"),
        ("Speech, text and date of it, all in one line.\n", "a.txt", "text"),
    ],
)
def test_kinds_are_told_by_content(content, name, found):
    assert kind(content, name) == found


def test_a_web_page_is_its_article(read):
    pytest.importorskip("trafilatura", exc_type=ImportError)
    (document,), problems = read("page.html", ARTICLE)
    assert problems == []
    assert "In year 30 the port moved 30 million tonnes" in document.text
    assert "readers online" not in document.text
    assert (document.title, document.speaker) == ("Quays in figures", "Ann Writer")
    assert (document.url, document.identity) == ("https://example.org/quays", "https://example.org/quays")
    assert document.posted_at.date().isoformat() == "2025-03-18"


@pytest.mark.parametrize(
    ("page", "words"),
    [
        ("<html><body><form>Email <input type='password' name=p> Log in</form></body></html>", "log in"),
        ("<html><body>Just a moment... verify you are human</body></html>", "keeps programs out"),
        ("<html><body><p>Hi</p></body></html>", "no article"),
    ],
)
def test_pages_without_an_article_are_refused(read, page, words):
    pytest.importorskip("trafilatura", exc_type=ImportError)
    documents, problems = read("page.html", page)
    assert documents == []
    assert words in problems[0].message


def pdf_of(texts, password=None):
    pypdf = pytest.importorskip("pypdf")
    from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

    writer = pypdf.PdfWriter()
    for text in texts:
        page = writer.add_blank_page(300, 300)
        font = DictionaryObject({NameObject("/Type"): NameObject("/Font"), NameObject("/Subtype"): NameObject("/Type1"),
                                 NameObject("/BaseFont"): NameObject("/Helvetica")})  # fmt: skip
        fonts = DictionaryObject({NameObject("/F1"): font})
        page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
        stream = DecodedStreamObject()
        stream.set_data(f"BT /F1 12 Tf 10 100 Td ({text}) Tj ET".encode())
        page[NameObject("/Contents")] = stream
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def test_a_pdf_keeps_its_page_numbers(read):
    (document,), problems = read("a.pdf", pdf_of(["The quay is 5 km.", "", "Trade: 6 billion."]))
    assert document.text == "The quay is 5 km.\n\nTrade: 6 billion."
    assert document.places == ((0, "page 1"), (19, "page 3"))
    assert [problem.message for problem in problems] == ["Page 2 is without text"]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (lambda: pdf_of(["", ""]), "only pictures"),
        (lambda: pdf_of(["5 km"], "secret"), "encrypted"),
        (lambda: b"%PDF-1.7\nnothing of the kind", "cannot be read"),
        (lambda: pdf_of(["5 km"])[:200], "cannot be read"),
    ],
)
def test_pdfs_that_cannot_be_read_are_named(read, content, words):
    pytest.importorskip("pypdf")
    documents, problems = read("a.pdf", content())
    assert documents == []
    assert words in problems[0].message
    assert problems[0].file == "claims/a.pdf"


def test_what_a_library_logs_of_a_file_does_not_reach_the_terminal(tmp_path):
    path = tmp_path / "a.pdf"
    path.write_bytes(b"%PDF-1.4\ntrailer<</Root 1 0 R/Prev 9>>\nstartxref\n9\n%%EOF")
    command = [sys.executable, "-m", "workbench", "extract", str(path)]
    told = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60).stderr.splitlines()
    assert len(told) == 1
    assert "The PDF cannot be read" in told[0]


def test_a_docx_is_its_paragraphs_and_tables(read):
    docx = pytest.importorskip("docx")
    made = docx.Document()
    made.add_paragraph("The quay is 5 km.")
    table = made.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "Trade", "6 billion"
    made.core_properties.title = "Quays"
    out = io.BytesIO()
    made.save(out)
    (document,), problems = read("a.docx", out.getvalue())
    assert problems == []
    assert document.text == "The quay is 5 km.\n\nTrade\t6 billion"
    assert document.title == "Quays"
    assert document.posted_at is None  # the library's template is of 2013


def test_a_cell_of_a_docx_is_read_once_however_many_columns_it_says_it_spans(read):
    docx = pytest.importorskip("docx")
    made = docx.Document()
    table = made.add_table(2, 3)
    table.cell(0, 0).text = "Some 300 ships"
    table.cell(0, 0).merge(table.cell(1, 0))
    table.cell(0, 1).text, table.cell(1, 2).text = "7%", "8%"
    table.rows[0]._tr.tc_lst[0].grid_span = 2_000_000_000
    out = io.BytesIO()
    made.save(out)
    (document,), problems = read("a.docx", out.getvalue())
    assert problems == []
    assert document.text.split() == ["Some", "300", "ships", "7%", "8%"]


def test_without_its_library_a_kind_names_the_command(read, monkeypatch):
    import sys

    monkeypatch.setitem(sys.modules, "pypdf", None)
    documents, problems = read("a.pdf", b"%PDF-1.7\n")
    assert documents == []
    assert [problem.hint for problem in problems] == [f"Run: {install_command('pypdf cryptography')}, and build again"]


def test_subtitles_are_joined_into_sentences_with_their_times(read):
    (document,), _ = read("a.srt", SRT)
    assert document.text == "The quay is 5 km long.\nTrade grew by 7%."
    assert document.places == ((0, "00:00:01"), (12, "00:00:03"), (23, "00:01:06"))


def test_subtitles_with_voices_and_rolling_lines(read):
    vtt = (
        "WEBVTT\n\nNOTE made by hand\n\na\n00:01.000 --> 00:02.000\n<v Ann Berg>The quay is 5 km.\n\n"
        "00:02.000 --> 00:03.000\nThe quay is 5 km.\nIt was 3.\n\n"
        "01:00:03.000 --> 01:00:04.000 align:left\n<v Bob>&lt;No&gt;.\n"
    )
    (document,), _ = read("a.vtt", vtt)
    assert document.text == "Ann Berg: The quay is 5 km.\nIt was 3.\nBob: <No>."
    assert document.places[-1] == (38, "01:00:03")


def test_a_dash_or_arrows_begin_anothers_turn(read):
    srt = (
        "1\n00:00:01,000 --> 00:00:02,000\n- MR. BERG: It was 5 km.\n- No, it was -6\n\n"
        "2\n00:00:03,000 --> 00:00:04,000\n- 7 degrees in the port\n\n"
        "3\n00:00:05,000 --> 00:00:06,000\n>> ANN: We agree\n"
    )
    (document,), _ = read("a.srt", srt)
    assert document.text == "MR. BERG: It was 5 km.\nNo, it was -6 - 7 degrees in the port\nANN: We agree"
    assert [document.text[at:][:4] for at, _ in document.places] == ["MR. ", "- 7 ", "ANN:"]


def test_a_mail_is_its_text_and_its_attachments_are_named(read):
    (document,), problems = read("a.eml", MAIL)
    assert document.text.strip() == "The quay is 5 km."
    assert (document.speaker, document.title) == ("Port Office", "Quays — 2025")
    assert document.identity == "mail:<a1@example.org>"
    assert document.posted_at == datetime(2025, 3, 18, 7)  # noqa: DTZ001 - UTC without a zone
    assert "q.csv" in problems[0].message


ROWS = [
    {"id": 7, "created_at": "Tue Mar 18 10:00:00 +0300 2025", "full_text": "5 km", "user": {"screen_name": "port"}},
    {"id": 8, "created_at": 1742281872000, "full_text": "6 km", "url": "https://example.org/8"},
]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.jsonl", "\n".join(map(json.dumps, ROWS))),
        ("a.json", json.dumps(ROWS, indent=2)),
    ],
)
def test_json_posts_by_guessed_columns(read, name, content):
    documents, problems = read(name, content)
    assert problems == []
    assert [one.text for one in documents] == ["5 km", "6 km"]
    assert [one.identity for one in documents] == [f"claims/{name}#7", "https://example.org/8"]
    assert documents[0].speaker == "port"
    assert [one.posted_at.hour for one in documents] == [7, 7]


def test_csv_posts_with_line_ends_in_cells(read):
    content = 'Date;Text;Author;Permalink\n18.03.2025 10:11;"5 km,\nthen ""6"" km";Ann;https://example.org/1\n;;;\n'
    (document,), problems = read("a.csv", content)
    assert problems == []
    assert document.text == '5 km,\nthen "6" km'
    assert (document.speaker, document.identity) == ("Ann", "https://example.org/1")
    assert document.posted_at == datetime(2025, 3, 18, 10, 11)  # noqa: DTZ001 - UTC without a zone


def test_columns_may_be_named_and_must_be_where_they_cannot_be_guessed(read):
    content = "wann,was\n2025-03-18,5 km\n"
    documents, problems = read("a.csv", content)
    assert documents == []
    assert "wann, was" in problems[0].message
    (document,), problems = read("a.csv", content, '[columns]\ntext = "was"\ndate = "wann"\n')
    assert (document.text, document.posted_at.day, problems) == ("5 km", 18, [])


def test_parquet_posts(tmp_path):
    import duckdb

    from workbench.documents.case import Case
    from workbench.documents.read import read_documents
    from workbench.store.parquet import parquet_rows

    path = tmp_path / "claims" / "a[1].parquet"
    path.parent.mkdir()
    duckdb.sql("SELECT 'the quay is 5 km' AS text, TIMESTAMP '2025-03-18 10:00' AS date").write_parquet(str(path))
    problems = []
    (document,) = read_documents(Case(tmp_path), path, problems, table=parquet_rows)
    assert (document.text, document.posted_at.hour, problems) == ("the quay is 5 km", 10, [])
    named = duckdb.sql("SELECT 'the quay is 5 km' AS text, 'x' AS \"café\"")
    named.write_parquet(str(path), compression="uncompressed")
    named_wrong = path.read_bytes().replace("é".encode(), b"\xff\xfe")
    for damaged in (path.read_bytes()[:30], named_wrong):
        path.write_bytes(damaged)
        problems.clear()
        assert list(read_documents(Case(tmp_path), path, problems, table=parquet_rows)) == []
        assert "cannot be read" in problems[0].message


def test_broken_lines_of_json_are_named(read):
    documents, problems = read("a.jsonl", '{"text": "5 km"}\n{"text": \n[1]\n\n{"text": "6 km"}\n')
    assert [one.text for one in documents] == ["5 km", "6 km"]
    assert [problem.line for problem in problems] == [2, 3]


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16", "utf-16-le", "utf-32"])
def test_wide_encodings(read, codec):
    text = "Длина причала 5 км, сказали в порту. The quay is 5 km long.\r\n"
    (document,), problems = read("a.txt", text.encode(codec))
    assert (document.text, problems) == (text, [])


@pytest.mark.parametrize("codec", ["cp1251", "koi8_r", "cp1252"])
def test_a_guessed_encoding_is_said(read, codec):
    pytest.importorskip("charset_normalizer")
    text = "Длина причала составила пять километров, сообщили журналистам в управлении порта в понедельник. " * 3
    if codec == "cp1252":
        text = "Die Länge der Kaimauer beträgt fünf Kilometer, teilte die Hafenbehörde am Montag mit. Größe zählt. " * 3
    (document,), problems = read("a.txt", text.encode(codec))
    assert document.text == text
    assert "guess" in problems[0].message
    assert problems[0].line == 1


def test_a_few_broken_bytes_do_not_cost_the_text(read):
    (document,), problems = read("a.txt", "Длина причала 5 км.\n".encode() * 20 + b"\xff\n")
    assert document.text.endswith("\ufffd\n")
    assert problems[0].line == 21


def zipped(**files: str | bytes):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in files.items():
            packed.writestr(name.replace("__", "/"), content)
    return out.getvalue()


def test_a_zip_is_read_in_place_with_its_descriptions(read):
    files = {"a.txt": TEXT, "a.txt.toml": 'speaker = "Port"', "deep__b.srt": SRT, "photo.jpg": b"\xff\xd8", ".x": b"y"}
    documents, problems = read("a.zip", zipped(**files), 'speaker = "All"')
    assert problems == []
    assert [(one.identity, one.speaker, one.path) for one in documents] == [
        ("claims/a.zip/a.txt", "Port", "claims/a.zip"),
        ("claims/a.zip/deep/b.srt", "All", "claims/a.zip"),
    ]


def test_a_zip_bomb_is_refused(read):
    documents, problems = read("a.zip", zipped(**{"a.txt": b"1 km " * 8_000_000}))
    assert documents == []
    assert "times its size" in problems[0].message


def test_bad_entries_of_a_zip_are_named_and_the_rest_is_read(read):
    content = zipped(**{"..__out.txt": "9 km", "in.zip": zipped(**{"a.txt": "8 km"}), "bad.txt": TEXT, "ok.txt": TEXT})
    place = content.index(b"bad.txt") + len("bad.txt") + 10
    content = content[:place] + b"\0\1\2" + content[place + 3 :]
    documents, problems = read("a.zip", content)
    assert [one.identity for one in documents] == ["claims/a.zip/ok.txt"]
    told = " ".join(problem.message for problem in problems)
    assert "leaves the zip" in told
    assert "A zip inside a zip" in told
    assert "bad.txt: " in told


def test_a_damaged_zip_is_named(read):
    documents, problems = read("a.zip", zipped(**{"a.txt": TEXT})[:60])
    assert (documents, "damaged" in problems[0].message) == ([], True)


def test_an_office_file_of_another_kind_says_what_to_do(read):
    documents, problems = read("a.xlsx", zipped(**{"[Content_Types].xml": "<x/>", "xl__workbook.xml": "<x/>"}))
    assert documents == []
    assert problems[0].hint == "Save it as CSV"
