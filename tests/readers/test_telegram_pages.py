"""Telegram's pages: the HTML export, the preview page as HTML and as pasted text, messages copied from the app."""

from datetime import datetime

EXPORT = """<!DOCTYPE html><html><head><title>Exported Data</title>
<script>var a = "<div class='message default'>";</script></head><body>
<div class="page_wrap"><div class="page_header"><div class="content"><div class="text bold">
Harbour News </div></div></div><div class="page_body"><div class="history">
<div class="message service" id="message-1"><div class="body details">18 March 2025</div></div>
<div class="message default clearfix" id="message5"><div class="pull_left userpic_wrap">H</div><div class="body">
<div class="pull_right date details" title="18.03.2025 10:11:12 UTC+03:00">10:11</div>
<div class="from_name">Ann Writer </div>
<div class="media_wrap clearfix"><div class="media"><div class="text">video 12:30</div></div></div>
<div class="text">Trade reached <strong>$6 billion</strong> &amp; more.<br>The quay is 5&nbsp;km long.</div>
<span class="reactions"><span class="reaction"><span class="count">214</span></span></span>
<div class="signature details">A. W.</div></div></div>
<div class="message default clearfix joined" id="message6"><div class="body">
<div class="pull_right date details" title="18.03.2025 10:12:00 UTC+03:00">10:12</div>
<div class="reply_to details">In reply to <a href="#go_to_message5">this message</a></div>
<div class="forwarded body"><div class="from_name">Port Office
<span class="date details" title="01.01.2025 00:00:00">x</span>
</div><div class="text">38 million tonnes.</div></div></div></div>
</div></div></div></body></html>"""

PREVIEW = """<!DOCTYPE html><html><body><div class="tgme_channel_info_counter">52.9K subscribers</div>
<div class="tgme_widget_message_wrap"><div class="tgme_widget_message text_not_supported_wrap" data-post="harbour/41">
<a class="tgme_widget_message_owner_name" href="x"><span dir="auto">Harbour News</span></a>
<div class="tgme_widget_message_forwarded_from">Forwarded from
<a class="tgme_widget_message_forwarded_from_name">Port</a></div>
<a class="tgme_widget_message_reply"><div class="tgme_widget_message_text">an older 7 km</div></a>
<div class="message_media_not_supported_wrap">Please open Telegram to view this post</div>
<div class="tgme_widget_message_text js-message_text" dir="auto">The quay is <b>5 km</b> long.<br/>All of it.</div>
<div class="tgme_widget_message_reactions">❤ 214</div>
<span class="tgme_widget_message_views">12.8K</span><span class="tgme_widget_message_meta">edited
<time datetime="2025-03-18T10:11:12+03:00" class="time">10:11</time></span></div></div></body></html>"""

PASTED = """Harbour News
52.9K subscribers
1.21K photos
Download Telegram

Harbour News
The quay is 5 km long.

Please open the gates, said 300 people.
❤ 214 🙏 97
14.3K views edited 08:05

Harbour News
Media is too big
VIEW IN TELEGRAM
Please open Telegram to view this post
38 million tonnes were moved. 12 cranes.
12.8K views 09:40

Forwarded from Port Office
There are 1,200 views from the tower.
5.1K views 17:22
Join the channel to comment
"""


def test_the_html_export(read):
    documents, problems = read("messages.html", EXPORT)
    assert problems == []
    first, second = documents
    assert first.text == "Trade reached $6 billion & more.\nThe quay is 5\u00a0km long."
    assert (first.identity, first.speaker, first.author) == ("telegram:Harbour News/5", "Ann Writer", "A. W.")
    assert first.posted_at == datetime(2025, 3, 18, 7, 11, 12)  # noqa: DTZ001 - UTC without a zone
    assert second.text == "38 million tonnes."
    assert (second.speaker, second.forwarded_from) == ("Ann Writer", "Port Office")
    assert second.posted_at.month == 3


def test_an_export_that_ends_in_the_middle_keeps_what_was_read(read):
    documents, problems = read("messages.html", EXPORT[: EXPORT.index("38 million") + 4])
    assert [one.text for one in documents] == ["Trade reached $6 billion & more.\nThe quay is 5\u00a0km long.", "38 m"]
    assert "ends in the middle" in problems[0].message


def test_the_preview_page_as_html(read):
    (document,), problems = read("page.html", PREVIEW)
    assert problems == []
    assert document.text == "The quay is 5 km long.\nAll of it."
    assert (document.identity, document.url) == ("telegram:harbour/41", "https://t.me/harbour/41")
    assert (document.speaker, document.forwarded_from) == ("Harbour News", "Port")
    assert document.posted_at == datetime(2025, 3, 18, 7, 11, 12)  # noqa: DTZ001 - UTC without a zone


def test_the_preview_page_pasted_as_text(read):
    documents, problems = read("paste.txt", PASTED)
    assert problems == []
    assert [one.text for one in documents] == [
        "The quay is 5 km long.\n\nPlease open the gates, said 300 people.",
        "38 million tonnes were moved. 12 cranes.",
        "There are 1,200 views from the tower.",
    ]
    assert {one.speaker for one in documents} == {"Harbour News"}
    assert [one.forwarded_from for one in documents] == [None, None, "Port Office"]


def test_a_pasted_page_without_views_and_times_is_parted_where_media_and_forwards_are(read):
    page = (
        "The quay is 5 km long.\nPlease open Telegram to view this post\nVIEW IN TELEGRAM\n"
        "Forwarded from Port Office\n38 million tonnes were moved.\n"
        "This media is not supported in your browser\nVIEW IN TELEGRAM\nIt has 12 cranes.\n\nAnd 3 docks.\n"
    )
    documents, problems = read("paste.txt", page)
    assert problems == []
    assert [(one.text, one.forwarded_from) for one in documents] == [
        ("The quay is 5 km long.", None),
        ("38 million tonnes were moved.", "Port Office"),
        ("It has 12 cranes.\n\nAnd 3 docks.", None),
    ]
    assert {one.speaker for one in documents} == {None}
    page = page.replace("Office\n", "Office\nMedia is too big\nVIEW IN TELEGRAM\n")
    assert [one.forwarded_from for one in read("paste.txt", page)[0]] == [None, "Port Office", None]
    sent = "Переслано 500 писем за день.\n"
    assert len(read("paste.txt", page.replace("It has", f"{sent}It has"))[0]) == 3
    (whole,), _ = read("one.txt", "The button says:\nVIEW IN TELEGRAM\nThere are 5 of them.")
    assert whole.format == "text"


def test_ids_of_pasted_posts_do_not_depend_on_their_place(read):
    before, _ = read("paste.txt", PASTED)
    after, _ = read("paste.txt", PASTED.replace("Harbour News\nThe", "Harbour News\nNew: 7 km.\n9 views 07:00\n\nThe"))
    assert len(after) == len(before) + 1
    assert {one.identity for one in before} < {one.identity for one in after}


def test_messages_copied_from_the_app(read):
    text = (
        "Harbour News, [18.03.2025 10:11]\nThe quay is 5 km long.\n\n"
        "Ann B., [18.03.25 10:12]\n[Forwarded from Port]\n6 km"
    )
    documents, _ = read("copied.txt", text)
    assert [(one.text, one.speaker, one.forwarded_from) for one in documents] == [
        ("The quay is 5 km long.", "Harbour News", None),
        ("6 km", "Ann B.", "Port"),
    ]
    assert documents[1].posted_at == datetime(2025, 3, 18, 10, 12)  # noqa: DTZ001 - UTC without a zone


def test_a_text_that_only_speaks_of_views_is_left_whole(read):
    text = "The page had 14.3K views.\n\nThe film had 300 views in March.\nPhotos: 12 photos were lost.\n"
    (document,), _ = read("a.txt", text)
    assert (document.text, document.format) == (text, "text")
