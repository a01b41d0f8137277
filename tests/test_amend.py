"""Claims that reviewers add, correct and dismiss: by command, in the database, and built from nothing."""

import json
import shutil
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from workbench.extraction.claims import Document, claims_of, document_id
from workbench.extraction.extract import extract
from workbench.extraction.pointing import claim_of, read_at, sentence_around, spans_of
from workbench.operations.build import build
from workbench.quantity.model import Period
from workbench.reviews.events import Event, Seen, parse_line, to_line
from workbench.reviews.ids import new_id
from workbench.reviews.readings import changes, read_as, whole_reading
from workbench.reviews.state import fold
from workbench.store.publish import publish
from workbench.store.review_log import append
from workbench.store.snapshot import snapshot

TABLES = (
    "claims", "machine_claims", "claim_groups", "candidates", "comparisons", "review_events", "claim_list",
    "current_verdicts", "current_decisions",
)  # fmt: skip
ENVOYS = "He met a score of envoys."


def told(case: Path, name: str = "ann") -> list[dict]:
    return [json.loads(line) for line in (case / "reviews" / f"{name}.jsonl").read_text().splitlines()]


def rows(case: Path, query: str) -> list[dict]:
    with snapshot(case) as found:
        return found.rows(query)


def everything(case: Path) -> dict[str, list[str]]:
    return {table: sorted(map(str, rows(case, f"FROM {table}"))) for table in TABLES}


def from_nothing(case: Path) -> dict[str, list[str]]:
    shutil.rmtree(case / ".workbench")
    (case / "workbench.duckdb").unlink()
    build(case)
    return everything(case)


def claim(case: Path, text: str) -> dict:
    build(case)
    [found] = rows(case, f"FROM claims WHERE text = '{text}'")
    return found


@pytest.fixture
def envoys(case: Path) -> Path:
    path = case / "claims" / "speech.txt"
    path.write_text(path.read_text() + f"{ENVOYS}\nHe met a score of envoys again.\n")
    return case


# -- the words of an event ------------------------------------------------------------------------------------------


def test_a_reading_survives_its_line_digit_by_digit():
    [quantity] = extract("It cost 12345678901234567.25 dollars or so.")
    wide = replace(
        quantity, value=None, low=Decimal("0.1"), high=Decimal("12345678901234567.25"),
        rounding_step=(Decimal("0.1"), Decimal("0.01")), written_step=(Decimal("0.1"), Decimal("0.01")),
        period=Period(date(2024, 1, 1), date(2024, 12, 31), "in 2024"),
    )  # fmt: skip
    event = Event(new_id(), "2025-01-01T00:00:00Z", "ann", "add_claim", "c1", quantity=whole_reading(wide))
    read = parse_line(to_line(event), file="f", line_number=1, reviewer="ann")
    assert isinstance(read, Event)
    assert read == event
    assert read_as(quantity, read.quantity or {}) == replace(wide, text=quantity.text)


def test_an_event_without_a_quantity_has_no_such_key():
    assert "quantity" not in json.loads(to_line(Event(new_id(), "2025-01-01T00:00:00Z", "ann", "flag", "c1")))


@pytest.mark.parametrize(
    "quantity",
    [
        {"value": "1e999999999"}, {"value": True}, {"value": "NaN"}, {"value": [1]}, {"value": 1, "low": 0, "high": 2},
        {"low": 1}, {"low": 3, "high": 2}, {"modifier": "≈"}, {"kind": "ships"}, {"negated": "no"}, {"unit": None},
        {"rounding_step": -1}, {"rounding_step": [1, 2, 3]}, {"period": "2024"}, {"start": -1},
        {"period": {"start": "2024-02-01", "end": "2024-01-01"}}, [], "x", {"change": "more"}, {"sentence": 5},
    ],
)  # fmt: skip
def test_a_reading_that_cannot_be_used_is_a_problem_of_its_line(quantity):
    line = json.loads(to_line(Event(new_id(), "2025-01-01T00:00:00Z", "ann", "correct_claim", "c1")))
    read = parse_line(json.dumps({**line, "quantity": quantity}), file="f", line_number=7, reviewer="ann")
    assert not isinstance(read, Event)
    assert (read.line, "quantity" in read.message) == (7, True)


def test_a_correction_holds_what_differs_and_numbers_come_with_their_steps():
    [quantity] = extract("Nearly 38 million tonnes of cargo went by.")
    after = replace(quantity, value=Decimal(39_000_000), counted=None)
    found = changes(quantity, after)
    assert set(found) == {"value", "low", "high", "rounding_step", "written_step", "counted"}
    assert read_as(quantity, found) == after
    assert changes(quantity, quantity) == {}


def test_numbers_without_a_step_have_that_of_their_digits():
    [quantity] = extract("Nearly 38 million tonnes of cargo went by.")
    assert read_as(quantity, {"value": Decimal(25_000)}).rounding_step == 1000
    ends = read_as(quantity, {"low": Decimal("0.5"), "high": Decimal(130)})
    assert (ends.value, ends.rounding_step) == (None, (Decimal("0.1"), Decimal(10)))
    assert read_as(quantity, {"modifier": ">"}).side == "both"


def test_the_last_unretracted_correction_counts_and_takes_a_dismissal_back():
    def made(action: str, reviewer: str = "ann", **more: object) -> Event:
        made.last = new_id(made.last)
        return Event(made.last, "2025-01-01T00:00:00Z", reviewer, action, "c1", **more)

    made.last = new_id()
    first, second = made("correct_claim"), made("correct_claim", "ben")
    dismissal = made("dismiss_claim")
    assert fold([first, second, dismissal]).dismissals == {"c1": dismissal}
    assert fold([first, second]).corrections == {"c1": second}
    assert fold([first, second, made("retract", "ben", retracts=second.id)]).corrections == {"c1": first}
    assert fold([dismissal, made("correct_claim")]).dismissals == {}


# -- where the words stand ------------------------------------------------------------------------------------------


def test_what_is_pointed_at_has_the_id_that_the_machine_gives_it():
    text = "Trade is $6 billion, not $6 billion. Cargo: 38 million tonnes.\nTrade is $6 billion, not $6 billion."
    said = Document(document_id("a"), "a", "a", text)
    for found in claims_of(said, extract(text)):
        quantity = read_at(text, found.quantity.start, found.quantity.end)
        assert quantity is not None
        assert claim_of(said.document_id, text, quantity) == replace(found, quantity=quantity)
        places = dict(spans_of(text, quantity.sentence, quantity.text, quantity.numeral))
        assert (places[found.occurrence].start, places[found.occurrence].end) == (quantity.start, quantity.end)


def test_words_that_no_reader_knows_have_their_sentence():
    text = f"Nothing here.\n{ENVOYS} More follows."
    start = text.index("a score")
    span = sentence_around(text, start, start + 17)
    assert text[span.start : span.end] == ENVOYS
    assert read_at(text, start, start + 17) is None


# -- in the database ------------------------------------------------------------------------------------------------


def test_a_correction_changes_what_counts_and_undo_brings_the_machine_back(case, workbench):
    before = claim(case, "38 million tonnes")
    ran = workbench("-C", case, "claim", "correct", before["claim_id"][:6], "--value", "45 million",
                    "--note", "misread")  # fmt: skip
    assert ran.code == 0
    assert "nearly 45 million tonnes" in ran.err.lower()
    after = claim(case, "38 million tonnes")
    assert (after["value"], after["accepted_low"], after["accepted_high"]) == (45e6, 43e6, 45e6)
    assert (after["origin"], after["amended_by"]) == ("corrected", "ann")
    [found] = rows(case, "SELECT comparison, deviation FROM comparisons")
    assert (found["comparison"], round(found["deviation"], 3)) == ("above", 0.187)
    [compared] = rows(case, "SELECT machine_value, value, note FROM corrections")
    assert compared == {"machine_value": 38e6, "value": 45e6, "note": "misread"}
    assert everything(case) == from_nothing(case)
    shown = workbench("-C", case, "show", before["claim_id"])
    assert "corrected by ann: value 38,000,000 → 45,000,000" in shown.out
    assert workbench("-C", case, "undo").code == 0
    assert claim(case, "38 million tonnes") == before
    assert rows(case, "SELECT comparison FROM comparisons") == [{"comparison": "consistent"}]
    assert workbench("-C", case, "redo").code == 0
    assert claim(case, "38 million tonnes")["value"] == 45e6
    assert everything(case) == from_nothing(case)


def test_another_unit_finds_other_references(case, workbench):
    target = claim(case, "$6 billion")
    assert rows(case, f"FROM candidates WHERE claim_id = '{target['claim_id']}'") == []
    workbench("-C", case, "claim", "correct", target["claim_id"], "--value", "6 million", "--unit", "tonnes",
              "--counted", "cargo on the Northern Sea Route")  # fmt: skip
    [found] = rows(case, f"FROM candidates WHERE claim_id = '{target['claim_id']}'")
    assert found["observation_id"] == "rosatom/cargo-2024"
    [compared] = rows(case, f"FROM comparisons WHERE claim_id = '{target['claim_id']}'")
    assert compared["comparison"] == "below"
    assert everything(case) == from_nothing(case)


def test_what_was_missed_is_added_and_found_again(envoys, workbench):
    ran = workbench("-C", envoys, "claim", "add", "speech.txt", "--text", "a score of envoys", "--value", "20",
                    "--unit", "people", "--line", "3")  # fmt: skip
    assert ran.code == 0
    identifier = ran.out.strip()
    [row] = rows(envoys, f"FROM claims WHERE claim_id = '{identifier}'")
    assert (row["text"], row["sentence"], row["value"], row["origin"]) == ("a score of envoys", ENVOYS, 20, "added")
    assert "added by ann" in workbench("-C", envoys, "show", identifier).out
    assert everything(envoys) == from_nothing(envoys)
    again = workbench("-C", envoys, "claim", "add", "speech.txt", "--text", "a score of envoys", "--line", "3",
                      "--value", "20")  # fmt: skip
    assert (again.code, "claim already" in again.err) == (1, True)
    assert workbench("-C", envoys, "claim", "correct", identifier, "--value", "30").code == 0
    assert rows(envoys, f"SELECT value, origin FROM claims WHERE claim_id = '{identifier}'") == [
        {"value": 30, "origin": "added"}
    ]
    assert everything(envoys) == from_nothing(envoys)
    workbench("-C", envoys, "undo")
    workbench("-C", envoys, "undo")
    build(envoys)
    assert rows(envoys, f"FROM claims WHERE claim_id = '{identifier}'") == []
    assert rows(envoys, "FROM claim_groups WHERE claim_id NOT IN (SELECT claim_id FROM claims)") == []
    assert rows(envoys, "FROM review_events WHERE orphan AND action <> 'add_claim' AND action <> 'retract'") != []


def test_words_in_several_places_must_be_told_apart(envoys, workbench):
    ran = workbench("-C", envoys, "claim", "add", "claims/speech.txt", "--text", "a score of envoys", "--value", "20")
    assert (ran.code, "2 places" in ran.err, "line 4" in ran.err) == (2, True, True)
    ran = workbench("-C", envoys, "claim", "add", "claims/speech.txt", "--text", "A  SCORE of envoys", "--value", "20",
                    "--near", "again")  # fmt: skip
    assert ran.code == 0
    [row] = rows(envoys, "FROM claims WHERE origin = 'added'")
    assert (row["text"], row["sentence"]) == ("a score of envoys", "He met a score of envoys again.")


def test_an_added_claim_follows_its_words_into_a_renamed_file(envoys, workbench):
    workbench("-C", envoys, "claim", "add", "speech.txt", "--text", "a score of envoys", "--value", "20", "--line", "3")
    [before] = rows(envoys, "FROM claims WHERE origin = 'added'")
    (envoys / "claims" / "speech.txt").rename(envoys / "claims" / "talk.txt")
    (envoys / "claims" / "speech.txt.toml").rename(envoys / "claims" / "talk.txt.toml")
    build(envoys)
    [after] = rows(envoys, "FROM claims WHERE origin = 'added'")
    assert after["claim_id"] != before["claim_id"]
    assert rows(envoys, "SELECT claim_id, orphan FROM review_events") == [
        {"claim_id": after["claim_id"], "orphan": False}
    ]
    assert everything(envoys) == from_nothing(envoys)
    path = envoys / "claims" / "talk.txt"
    path.write_text(path.read_text().replace("a score", "a dozen"))
    build(envoys)
    assert rows(envoys, "FROM claims WHERE origin = 'added'") == []
    assert rows(envoys, "SELECT orphan FROM review_events") == [{"orphan": True}]
    path.write_text(path.read_text().replace("a dozen", "a score"))
    build(envoys)
    assert len(rows(envoys, "FROM claims WHERE origin = 'added'")) == 1
    assert everything(envoys) == from_nothing(envoys)


def test_what_the_machine_finds_itself_is_read_as_was_added(case):
    found = claim(case, "$6 billion")
    seen = Seen("claims/speech.txt", found["sentence"], "$6 billion", 0)
    append(case, Event(new_id(), "2025-01-01T00:00:00Z", "ann", "add_claim", found["claim_id"], seen=seen,
                       quantity={"value": Decimal(7_000_000_000), "numeral": "6"}))  # fmt: skip
    build(case)
    assert (claim(case, "$6 billion")["value"], claim(case, "$6 billion")["origin"]) == (7e9, "corrected")
    assert everything(case) == from_nothing(case)


def test_an_addition_without_a_reading_is_read_by_the_machine(envoys):
    path = envoys / "claims" / "speech.txt"
    path.write_text(path.read_text() + "Room 14 is full.\n")
    seen = Seen("claims/speech.txt", "Room 14 is full.", "14", 0)
    append(envoys, Event(new_id(), "2025-01-01T00:00:00Z", "ann", "add_claim", "c0", seen=seen))
    build(envoys)
    [row] = rows(envoys, "FROM claims WHERE origin = 'added'")
    assert (row["text"], row["value"]) == ("14", 14)


def test_dismissed_claims_leave_list_and_counts_and_keep_their_row(case, workbench):
    target = claim(case, "$6 billion")["claim_id"]
    workbench("-C", case, "verdict", target, "correct")
    assert workbench("-C", case, "claim", "dismiss", target, "--note", "no claim").code == 0
    assert "$6 billion" not in workbench("-C", case, "claims").out
    assert "$6 billion" in workbench("-C", case, "claims", "--state", "dismissed").out
    assert "dismissed by ann: no claim" in workbench("-C", case, "show", target).out
    [row] = rows(case, f"SELECT verdict, state, note FROM decisions WHERE claim_id = '{target}'")
    assert row == {"verdict": None, "state": "dismissed", "note": "dismissed by ann: no claim"}
    assert rows(case, f"SELECT verdict FROM export WHERE claim_id = '{target}'") == [{"verdict": None}]
    counts = workbench("-C", case, "sql", "--format", "json", "SELECT count(*) AS n FROM claims").out
    assert json.loads(counts) == [{"n": 2}]
    assert everything(case) == from_nothing(case)
    assert workbench("-C", case, "claim", "correct", target).code == 0
    assert "$6 billion" in workbench("-C", case, "claims").out
    assert workbench("-C", case, "claim", "correct", target).code == 2


def test_in_blind_mode_a_correction_shows_when_all_have_voted_and_an_addition_at_once(envoys, workbench):
    settings = '[review]\nmode = "blind"\nreviewers = ["ann", "ben"]\n'
    (envoys / "workbench.toml").write_text(settings)
    target = claim(envoys, "38 million tonnes")["claim_id"]
    workbench("-C", envoys, "claim", "correct", target, "--value", "45 million")
    added = workbench("-C", envoys, "claim", "add", "speech.txt", "--text", "a score of envoys", "--value", "20",
                      "--line", "3").out.strip()  # fmt: skip
    workbench("-C", envoys, "verdict", target, "correct")
    publish(envoys)
    assert rows(envoys, f"SELECT value, amended_by FROM claims WHERE claim_id = '{target}'") == [
        {"value": 38e6, "amended_by": None}
    ]
    assert rows(envoys, f"SELECT value, amended_by FROM claims WHERE claim_id = '{added}'") == [
        {"value": 20, "amended_by": None}
    ]
    assert rows(envoys, "FROM review_events") == []
    workbench("-C", envoys, "--reviewer", "ben", "verdict", target, "incorrect")
    assert rows(envoys, f"SELECT value, amended_by FROM claims WHERE claim_id = '{target}'") == [
        {"value": 45e6, "amended_by": "ann"}
    ]
    assert everything(envoys) == from_nothing(envoys)


@pytest.mark.parametrize(
    ("options", "hint"),
    [
        (("--unit", "blorb"), "nobody knows the unit"),
        (("--value", "many"), "holds no number"),
        (("--value", "5", "--low", "4"), "a value and an end of a range"),
        (("--low", "9", "--high", "4"), "above high"),
        (("--low", "9"), "both of its ends"),
        (("--modifier", "blue"), "no modifier"),
        (("--period", "soon"), "no period"),
        (("--change", "increse_by"), "Did you mean increase_by"),
        (("--negated", "perhaps"), "yes or no"),
        (("--unit", "million tonnes"), "count twice"),
        ((), "nothing differs"),
    ],
)
def test_a_field_that_cannot_be_understood_says_how_to_write_it(case, workbench, options, hint):
    target = claim(case, "38 million tonnes")["claim_id"]
    ran = workbench("-C", case, "claim", "correct", target, *options)
    assert ran.code == 2
    assert hint.lower() in ran.err.lower()
    assert not (case / "reviews" / "ann.jsonl").exists()


def test_fields_are_read_as_people_write_them(case, workbench):
    target = claim(case, "38 million tonnes")["claim_id"]
    ran = workbench("-C", case, "claim", "correct", target, "--value", "at least 7.5-8", "--unit", "million people",
                    "--counted", "none", "--period", "2022/2023", "--change", "increase_by",
                    "--negated", "yes")  # fmt: skip
    assert ran.code == 0, ran.err
    row = claim(case, "38 million tonnes")
    assert (row["value"], row["low"], row["high"], row["unit"], row["kind"]) == (None, 7.5e6, 8e6, "", "count")
    assert (row["modifier"], row["counted"], row["change"], row["negated"]) == (">=", None, "increase_by", True)
    assert (row["period_start"], row["period_end"]) == (date(2022, 1, 1), date(2023, 12, 31))
    assert (row["accepted_low"], row["accepted_high"]) == (7.5e6, None)
    [event] = told(case)
    assert event["quantity"]["rounding_step"] == [100000, 1000000]
