"""Mails, subtitles and pages in the layouts that programs give them."""

import pytest

from workbench.documents.readers.quoted import forwarded_from

HEAD = "From: Port Office <port@example.org>\nMessage-ID: <b1@example.org>\nMIME-Version: 1.0\n"


def test_text_before_and_behind_a_picture_is_read(read):
    mail = (
        f'{HEAD}Content-Type: multipart/mixed; boundary="b"\n\n--b\nContent-Type: text/plain\n\nThe quay is 5 km.\n'
        "--b\nContent-Type: image/png\nContent-Disposition: inline; filename=map.png\n\nx\n"
        "--b\nContent-Type: text/plain\n\nIt was 3 km.\n--b--\n"
    )
    (document,), problems = read("a.eml", mail)
    assert document.text.split("\n\n") == ["The quay is 5 km.\nIt was 3 km."]
    assert [problem.message for problem in problems] == ["One attachment of the mail was not read: map.png"]


def test_of_alternatives_one_is_read_and_an_empty_one_never(read):
    mail = (
        f'{HEAD}Content-Type: multipart/alternative; boundary="b"\n\n--b\nContent-Type: text/plain\n\n{{}}\n'
        "--b\nContent-Type: text/html\n\n<p>The quay is <b>5</b> km.</p>\n--b--\n"
    )
    assert read("a.eml", mail.replace("{}", " "))[0][0].text.strip() == "The quay is 5 km."
    assert read("b.eml", mail.replace("{}", "It is 5 km."))[0][0].text.strip() == "It is 5 km."


def test_an_encoding_that_nobody_knows_does_not_cost_the_text(read):
    (document,), problems = read("a.eml", f"{HEAD}Content-Type: text/plain; charset=x-none\n\nThe quay is 5 km.\n")
    assert (document.text.strip(), problems) == ("The quay is 5 km.", [])


def test_flowed_paragraphs_are_whole(read):
    text = "The port moved \n5 tonnes to \nOldtown.\n From here on\n-- \nAnn\n"
    (document,), _ = read("a.eml", f"{HEAD}Content-Type: text/plain; format=flowed\n\n{text}")
    assert document.text.strip() == "The port moved 5 tonnes to Oldtown.\nFrom here on\n-- \nAnn"


@pytest.mark.parametrize(
    ("text", "sender"),
    [
        ("\n---------- Forwarded message ----------\nFrom: Ann Berg <a@example.org>\nDate: x\n\n5 km", "Ann Berg"),
        ("-------- Пересланное сообщение --------\nОт: Анна Берг\n\n5 км", "Анна Берг"),
        ("See below.\n---------- Forwarded message ----------\nFrom: Ann Berg\n\n5 km", None),
        ("From: Ann Berg\n\n5 km", None),
    ],
)
def test_who_wrote_a_forwarded_mail(text, sender):
    found = forwarded_from(text)
    assert (found and found.split(" <")[0]) == sender


@pytest.mark.parametrize(
    "content",
    [
        "0:00:01.000,0:00:02.500\nThe quay is\n5 km long.\n\n0:00:03.000,0:00:04.000\nIt was 3.\n",
        "00:00:01.000 --> 00:00:02.500\nThe quay is\n5 km long.\n\n00:00:03.000 --> 00:00:04.000\nIt was 3.\n",
    ],
)
def test_subtitles_without_a_heading_or_numbers(read, content):
    (document,), problems = read("a.txt", content)
    assert (document.format, document.text, problems) == ("captions", "The quay is 5 km long.\nIt was 3.", [])
    assert document.places == ((0, "00:00:01"), (23, "00:00:03"))


def test_captions_that_roll_word_by_word(read):
    vtt = (
        "WEBVTT\nKind: captions\nLanguage: en\n\n"
        "00:00:00.000 --> 00:00:02.000 align:start position:0%\n \n"
        "the<00:00:00.500><c> quay</c><00:00:01.000><c> is</c>\n\n"
        "00:00:02.000 --> 00:00:02.010 align:start position:0%\nthe quay is\n \n\n"
        "00:00:02.010 --> 00:00:04.000 align:start position:0%\nthe quay is\n5<00:00:03.000><c> km long</c>\n\n"
        "00:00:04.000 --> 00:00:04.010 align:start position:0%\n5 km long\n \n"
    )
    (document,), _ = read("a.vtt", vtt)
    assert document.text == "the quay is 5 km long"
    assert document.places == ((0, "00:00:00"), (12, "00:00:02"))


def test_two_voices_in_one_cue_are_two_turns(read):
    vtt = "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Ann Berg>The quay is 5 km.</v>\n<v Bob Lee>It is 6.</v>\n"
    (document,), _ = read("a.vtt", vtt)
    assert document.text == "Ann Berg: The quay is 5 km.\nBob Lee: It is 6."


def test_a_page_that_names_a_year_alone_has_no_day(read):
    pytest.importorskip("trafilatura", exc_type=ImportError)
    words = "".join(f"<p>The port moved {n} tonnes of cargo along its long quays.</p>" for n in range(30, 50))
    page = f"<!DOCTYPE html><html><head><title>Quays</title>{{}}</head><body><article>{words}</article><p>© 2019</p>"
    (document,), _ = read("a.html", page.replace("{}", ""))
    assert document.posted_at is None
    told = page.replace("{}", '<meta property="article:published_time" content="2019-01-01T10:00:00Z">')
    assert read("b.html", told)[0][0].posted_at.isoformat() == "2019-01-01T00:00:00"
