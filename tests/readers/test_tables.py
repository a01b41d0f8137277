"""Tables of posts as programs and platforms write them: wrapped lists, their names of columns, their days."""

import json
from datetime import datetime

import pytest

from workbench.documents.readers.columns import bare
from workbench.documents.readers.moments import read_written


def at(*parts: int):
    return datetime(*parts)  # noqa: DTZ001 - UTC without a zone


@pytest.mark.parametrize(
    ("content", "text", "moment"),
    [
        (
            {
                "includes": {"users": [{"id": "1", "name": "Port"}]},
                "data": [{"id": "5", "text": "5 km", "created_at": "2025-03-18T10:00:00.000Z"}],
                "meta": {"count": 1},
            },
            "5 km",
            at(2025, 3, 18, 10),
        ),
        (
            {"kind": "l", "data": {"children": [{"kind": "t", "data": {"selftext": "6 km", "created": 1742292000}}]}},
            "6 km",
            at(2025, 3, 18, 10),
        ),
        (
            {"channel": {"id": "2"}, "messages": [{"timestamp": "2025-03-18T10:00:00+00:00", "content": "7 km"}]},
            "7 km",
            at(2025, 3, 18, 10),
        ),
        ([{"tweet": {"full_text": "8 km", "id_str": "9"}}], "8 km", None),
    ],
)
def test_posts_in_wrappings_are_found(read, content, text, moment):
    (document,), problems = read("a.json", json.dumps(content))
    assert (document.text, document.posted_at, problems) == (text, moment, [])


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ('{"a": 1, "b": [1, 2], "c": {"d": {}}}', "This JSON is no export that is known, and holds no list of posts"),
        ('{"a":' * 100_000 + "1" + "}" * 100_000, "The JSON cannot be read from here on"),
        ('[{"text": {"a": 1}}]', "The column 'text' holds no text in any row"),
    ],
)
def test_json_without_posts_is_one_problem(read, content, message):
    documents, problems = read("a.json", content)
    assert documents == []
    assert [problem.message for problem in problems] == [message]


def test_a_wrapped_list_that_is_cut_off_keeps_what_came_before(read):
    (document,), problems = read("a.json", '{"data": [{"text": "5 km"}, {"text": "6')
    assert document.text == "5 km"
    assert [problem.message for problem in problems] == ["The list ends in the middle"]


def test_a_post_that_is_only_a_title_is_its_title(read):
    rows = [
        {"title": "6,000 tonnes left the port", "selftext": "[removed]", "permalink": "/r/ports/1", "id": "a"},
        {"title": "Weather", "selftext": "It was 7 degrees", "permalink": "/r/ports/2", "id": "b"},
    ]
    documents, problems = read("a.jsonl", "\n".join(map(json.dumps, rows)))
    assert [(one.text, one.url, one.identity) for one in documents] == [
        ("6,000 tonnes left the port", None, "claims/a.jsonl#a"),
        ("It was 7 degrees", None, "claims/a.jsonl#b"),
    ]
    assert problems == []


@pytest.mark.parametrize(
    ("written", "name"),
    [("Full Text", "full_text"), ("createdAt", "created_at"), (" Post-Created ", "post_created"), ("ДАТА", "дата")],
)
def test_names_of_columns_are_evened(written, name):
    assert bare(written) == name


@pytest.mark.parametrize(
    ("header", "row", "moment"),
    [
        ("Message,Post Created,Post Created Date", "5 km,2025-03-18 06:00:00 EDT,2025-03-18", at(2025, 3, 18, 10)),
        ("content,date_extracted", "5 km,2025-03-18", at(2025, 3, 18)),
        ("Hit Sentence,Date", "5 km,18-Mar-2025 10:11AM", at(2025, 3, 18)),
        ("Full Text,Date", '5 km,"March 18, 2025"', at(2025, 3, 18)),
        ("tweet,created_at,date", "5 km,2025-03-18 13:00:00 MSK,2025-03-18", at(2025, 3, 18, 10)),
    ],
)
def test_days_of_exports(read, header, row, moment):
    (document,), problems = read("a.csv", f"{header}\n{row}\n")
    assert (document.text, document.posted_at, problems) == ("5 km", moment, [])


@pytest.mark.parametrize(
    ("days", "read_as"),
    [
        (["3/4/2025 19:58", "3/18/2025 7:05 PM"], [at(2025, 3, 4, 19, 58), at(2025, 3, 18, 19, 5)]),
        (["3/4/2025", "18/3/2025 12:00 AM"], [at(2025, 4, 3), at(2025, 3, 18)]),
    ],
)
def test_days_with_slashes_are_read_in_the_order_that_the_column_shows(read, days, read_as):
    documents, problems = read("a.csv", "text,date\n" + "".join(f"5 km,{day}\n" for day in days))
    assert [one.posted_at for one in documents] == read_as
    assert problems == []


@pytest.mark.parametrize("other", ["5/6/2025", "18/4/2025\n5 km,4/18/2025"])
def test_days_that_may_be_read_in_two_ways_are_not_and_it_is_said(read, other):
    documents, problems = read("a.csv", f"text,date\n5 km,3/4/2025\n6 km,{other}\n")
    assert {one.posted_at for one in documents} == {None}
    (problem,) = problems
    assert problem.message.endswith("in the column 'date' cannot be read; the first is '3/4/2025', of post 1")


@pytest.mark.parametrize("written", ["2025-03-18 10:00 XYZ", "0001-01-01 00:00 CET", "soon UTC"])
def test_what_is_no_moment_is_none(written):
    assert read_written(written) is None


def test_a_line_without_end_is_one_problem_and_the_next_lines_keep_their_numbers(read, monkeypatch):
    monkeypatch.setattr("workbench.documents.readers.tables._LONGEST_LINE", 1024)
    long = json.dumps({"text": "x " * 2000 + "15 km"})
    documents, problems = read("a.jsonl", f'{{"text": "5 km"}}\n{long}\n{{"text": "6 km"}}\n{{"text":\n')
    assert [one.text for one in documents] == ["5 km", "6 km"]
    assert [(problem.line, problem.message[:40]) for problem in problems] == [
        (2, "The line is longer than 1 KB and was lef"),
        (4, "The line is no JSON object"),
    ]
