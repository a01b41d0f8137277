"""Event lines: written, read back, and refused where they are no events."""

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.errors import Problem
from workbench.reviews.events import ACTIONS, MAX_LINE, Event, Seen, parse_line, to_line
from workbench.reviews.ids import is_event_id, new_id

EVENT = Event(
    id=new_id(),
    at="2025-01-31T12:00:00Z",
    reviewer="anna",
    action="verdict",
    claim="c0123456789abcdef",
    verdict="correct",
    reasons=("outdated",),
    note="see page 4",
    evidence=("src/1", "https://example.org/"),
    seen=Seen("d1", "Trade grew to 38 million tonnes.", "38 million tonnes", 0, "consistent", "src/1", "abc"),
    settings_hash="ff",
)


def parse(line: str, reviewer: str = "anna"):
    return parse_line(line, file="reviews/anna.jsonl", line_number=7, reviewer=reviewer)


def changed(**fields: Any):  # noqa: ANN401
    return parse(json.dumps({**json.loads(to_line(EVENT)), **fields}))


def test_a_line_has_the_documented_keys_in_their_order():
    assert list(json.loads(to_line(EVENT))) == [
        "id", "at", "reviewer", "action", "claim", "verdict", "reasons", "note", "evidence", "seen", "settings_hash",
        "retracts", "blind", "version",
    ]  # fmt: skip


@given(st.text(alphabet=st.characters(codec=None), max_size=30), st.lists(st.text(max_size=5), max_size=3))
def test_any_text_survives_on_one_ascii_line(note: str, evidence: list[str]):
    event = replace(EVENT, note=note, evidence=tuple(evidence), seen=replace(EVENT.seen, sentence=note))
    line = to_line(event)
    assert line.isascii()
    assert line.splitlines() == [line]
    assert parse(line) == event


@pytest.mark.parametrize("note", ["\ud800", "a\x00b", "\u2028", "\r\n", "\x1b[31m", '"\\'])
def test_hostile_notes_survive(note: str):
    assert parse(to_line(replace(EVENT, note=note))).note == note


def test_unknown_keys_are_ignored():
    assert changed(mood="fine") == EVENT


@pytest.mark.parametrize("action", ACTIONS)
def test_every_action_is_read(action: str):
    assert changed(action=action, retracts=new_id(), note="n").action == action


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"id": "nonsense"}, "no lower-case UUID"),
        ({"id": EVENT.id.upper()}, "no lower-case UUID"),
        ({"id": "ffffffff-ffff-7fff-bfff-ffffffffffff"}, "no lower-case UUID"),
        ({"id": None}, "id is missing"),
        ({"id": 5}, "id must be text"),
        ({"at": "yesterday"}, "no UTC time"),
        ({"at": "2025-01-31T12:00:00+02:00"}, "no UTC time"),
        ({"reviewer": "boris"}, "not the one this file belongs to"),
        ({"action": "delete"}, "unknown action 'delete'"),
        ({"action": "retract"}, "needs retracts"),
        ({"verdict": None}, "needs verdict"),
        ({"verdict": ["correct"]}, "verdict must be text"),
        ({"reasons": "outdated"}, "reasons must be a list"),
        ({"reasons": [1]}, "reasons must be a list"),
        ({"seen": []}, "seen must be an object"),
        ({"seen": {"occurrence": "0"}}, "whole number"),
        ({"seen": {"occurrence": -1}}, "whole number"),
        ({"seen": {"occurrence": True}}, "whole number"),
        ({"blind": 1}, "true or false"),
        ({"version": "1"}, "whole number"),
        ({"version": 0}, "whole number"),
        ({"retracts": "x"}, "no lower-case UUID"),
    ],
)
def test_a_wrong_field_is_a_problem_with_its_place(fields: dict[str, object], said: str):
    problem = changed(**fields)
    assert isinstance(problem, Problem)
    assert said in problem.message
    assert problem.hint
    assert problem.where == "reviews/anna.jsonl:7"


def test_a_line_of_a_newer_program_says_so():
    problem = changed(version=2, action="hologram")
    assert "newer program" in problem.message
    assert "update" in problem.hint


@pytest.mark.parametrize(
    "line",
    ["", "{", "null", "[1]", "[" * 100_000, "1" * 10_000, '{"id": NaN}', "<<<<<<< HEAD", "x" * (MAX_LINE + 1)],
)
def test_what_is_no_event_is_a_problem(line: str):
    assert isinstance(parse(line), Problem)


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(), st.lists), st.sampled_from(list("abcdefgh")))
def test_nothing_in_a_line_raises(value: object, key: str):
    names = dict(zip("abcdefgh", json.loads(to_line(EVENT)), strict=False))
    assert isinstance(changed(**{names[key]: value}), Event | Problem)


def test_ids_exceed_the_one_before_even_when_the_clock_stands_still_or_goes_back():
    ids = [new_id(None, now_ms=1_700_000_000_000)]
    for now in [1_700_000_000_000] * 500 + [1_600_000_000_000] * 500 + [1_700_000_000_005]:
        ids.append(new_id(ids[-1], now_ms=now))
    assert ids == sorted(set(ids))
    assert all(map(is_event_id, ids))


def test_an_id_carries_into_the_next_millisecond():
    full = "018bcfe5-6800-7fff-bfff-ffffffffffff"
    following = new_id(full, now_ms=0)
    assert following > full
    assert following.startswith("018bcfe5-6801-7000-")


def test_two_writers_that_read_the_same_get_different_ids():
    assert len({new_id(EVENT.id, now_ms=0) for _ in range(1000)}) == 1000
