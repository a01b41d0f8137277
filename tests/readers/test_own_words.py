"""Mail without what it quotes, words that a PDF parted, and the day that a document itself tells."""

import io
from datetime import UTC, datetime

import pytest

from workbench.documents.readers.pdf import _whole_words
from workbench.documents.readers.quoted import own_words, without_citations

HEAD = "From: Ann <a@example.org>\nMessage-ID: <1@example.org>\nDate: Tue, 18 Mar 2025 10:00:00 +0300\n"
PLAIN = HEAD + "MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\n"
OUTLOOK = "We say 6.\n\n{}From: Ben Sand\nSent: Monday, 17 March 2025 09:00\nTo: Ann\n\nIt was 5 km.\n"


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("We say 6.\n\nOn Mon, 17 Mar 2025, Ben Sand wrote:\n> It was 5 km.\n> And 7 t.\n\nAnn", "We say 6.\n\n\nAnn"),
        ("We say 6.\nOn Mon, 17 Mar 2025, Ben <ben@example.org>\nwrote:\n\n> It was 5 km.\nSo 6.", "We say 6.\nSo 6."),
        ("> It was 5 km.\nNo, 6.\n> And 7 t.\nNo, 8.", "No, 6.\nNo, 8."),
        ("Мы говорим 6.\n17 марта 2025 г. Иван Петров написал:\n> Было 5 км.\n", "Мы говорим 6.\n"),
        (OUTLOOK.format(""), "We say 6.\n"),
        (OUTLOOK.format("-----Original Message-----\n"), "We say 6.\n"),
    ],
)
def test_what_a_mail_quotes_is_left_out(text, own):
    found, lines = own_words(text)
    assert found == own
    assert lines == text.count("\n") - own.count("\n")


@pytest.mark.parametrize(
    "text",
    ["We say 6.\nThe minister wrote:\nIt was 5 km.", "> It was 5 km.", "5 > 4, and 6 km.",
     "From: here to there is 5 km.\nGood.",
     "See below.\n---------- Forwarded message ---------\nFrom: Ben\nDate: Mon\n\nIt was 5 km."],
)  # fmt: skip
def test_what_is_no_quoted_mail_stays(text):
    assert own_words(text) == (text, 0)


def test_a_person_who_wrote_something_is_no_attribution_line():
    own, _ = own_words("The office wrote:\n\nWe say 6.\n> It was 5 km.")
    assert own == "The office wrote:\n\nWe say 6."


def test_the_reader_says_what_it_left_out(read):
    (document,), problems = read("a.eml", PLAIN + "We say 6 km.\n\nOn Mon, Ben wrote:\n> It was 5 km.\n")
    assert document.text.strip() == "We say 6 km."
    assert [problem.message for problem in problems] == ["2 lines that the mail quotes of earlier mails were left out"]


def test_a_citation_of_html_is_left_out():
    html = "<p>We say 6.</p><blockquote type='cite'><p>5</p><blockquote type=cite>4</blockquote></blockquote><p>Ann</p>"
    assert without_citations(html) == "<p>We say 6.</p><p>Ann</p>"
    assert without_citations("<blockquote>5 km</blockquote>") == "<blockquote>5 km</blockquote>"


@pytest.mark.parametrize(
    ("page", "whole"),
    [
        ("38 million ton-\nnes of cargo", "38 million tonnes of cargo"),
        ("a five-\nyear plan of five parts, this year", "a five-year plan of five parts, this year"),
        ("long-\nterm debt is long-term", "long-term debt is long-term"),
        ("трис\u00ad\nта тонн", "триста тонн"),
        ("The rise was 5-\n7 percent", "The rise was 5-\n7 percent"),
        ("Anna-\nMaria spoke", "Anna-\nMaria spoke"),
    ],
)
def test_words_that_lines_of_a_pdf_part_are_whole(page, whole):
    assert _whole_words(page) == whole


@pytest.mark.parametrize(
    ("first", "created", "day"),
    [
        ("Oslo, 17 March 2025", datetime(2025, 4, 1, tzinfo=UTC), "2025-03-17"),
        ("The quay is 5 km.", datetime(2025, 4, 1, tzinfo=UTC), "2025-04-01"),
        ("The quay is 5 km.", None, "2025-05-02"),
    ],
)
def test_a_docx_is_of_the_day_that_it_tells_else_of_that_it_was_made(read, first, created, day):
    docx = pytest.importorskip("docx")
    made = docx.Document()
    for line in (first, "Cargo was 6 Mt."):
        made.add_paragraph(line)
    if created is not None:
        made.core_properties.created = created
    made.core_properties.modified = datetime(2025, 5, 2, 9, tzinfo=UTC)
    out = io.BytesIO()
    made.save(out)
    (document,), _ = read("a.docx", out.getvalue())
    assert document.posted_at.date().isoformat() == day
