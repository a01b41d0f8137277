"""What follows from events, in whatever order they come; undo and redo; blind review."""

from dataclasses import replace
from typing import Any

from workbench.reviews.blind import first_votes, hidden_claims
from workbench.reviews.events import Event
from workbench.reviews.scale import REASONS, SCALES
from workbench.reviews.state import fold, history, redo_target, undo_target


class Log:
    """Events with rising ids."""

    def __init__(self) -> None:
        self.events = []

    def add(self, reviewer: str = "anna", action: str = "verdict", claim: str = "c1", **fields: Any):  # noqa: ANN401
        number = len(self.events) + 1
        if action == "verdict":
            fields.setdefault("verdict", "correct")
        told = (reviewer, action, claim)
        event = Event(f"00000000-0000-7000-8000-{number:012x}", "2025-01-01T00:00:00Z", *told, **fields)
        self.events.append(event)
        return event

    def undo(self, reviewer: str = "anna"):
        target = undo_target(self.events, reviewer)
        return target and self.add(reviewer, "retract", target.claim, retracts=target.id)

    def redo(self, reviewer: str = "anna"):
        target = redo_target(self.events, reviewer)
        if target is not None:
            self.events.append(replace(target, id=f"00000000-0000-7000-8000-{len(self.events) + 1:012x}"))
        return target

    def verdict(self, claim: str = "c1", reviewer: str = "anna"):
        event = fold(self.events).verdicts.get((claim, reviewer))
        return event and event.verdict


def test_the_last_verdict_of_each_reviewer_counts_in_any_order_and_with_duplicates():
    log = Log()
    log.add(verdict="correct")
    log.add(reviewer="boris", verdict="incorrect")
    log.add(verdict="misleading")
    log.add(claim="c2", verdict="unproven")
    told = log.events * 2
    told.sort(key=lambda event: event.id[::-1], reverse=True)
    state = fold(told)
    assert {key: event.verdict for key, event in state.verdicts.items()} == {
        ("c1", "anna"): "misleading", ("c1", "boris"): "incorrect", ("c2", "anna"): "unproven",
    }  # fmt: skip


def test_a_retract_brings_back_the_verdict_before():
    log = Log()
    log.add(verdict="correct")
    log.add(verdict="incorrect")
    log.undo()
    assert log.verdict() == "correct"


def test_nobody_retracts_for_another_and_no_retract_is_retracted():
    log = Log()
    first = log.add(verdict="correct")
    log.add("boris", "retract", "c1", retracts=first.id)
    assert log.verdict() == "correct"
    taken = log.add("anna", "retract", "c1", retracts=first.id)
    log.add("anna", "retract", "c1", retracts=taken.id)
    assert log.verdict() is None


def test_notes_links_flags_skips_dismissals_and_adjudications():
    log = Log()
    log.add(action="note", note="first")
    log.add(verdict="correct", note="second")
    log.add(verdict="incorrect")
    log.add(action="note", claim="c2", note="gone")
    log.add(action="note", claim="c2", note="")
    log.add(action="link", evidence=("s/1",))
    log.add("boris", "link", evidence=("s/2",))
    log.add(action="flag")
    log.add(action="skip", claim="c3")
    log.add(action="skip", claim="c4")
    log.add(claim="c4")
    log.add("boris", "adjudicate", verdict="misleading")
    log.add("boris", "dismiss_claim", "c5")
    state = fold(log.events)
    assert state.notes == {("c1", "anna"): "second"}
    assert state.links["c1"].evidence == ("s/2",)
    assert set(state.flags) == {("c1", "anna")}
    assert set(state.skips) == {("c3", "anna")}
    assert state.adjudications["c1"].verdict == "misleading"
    assert set(state.dismissals) == {"c5"}


def test_undo_and_redo_walk_back_and_forth():
    log = Log()
    for verdict in ("correct", "misleading", "incorrect"):
        log.add(verdict=verdict)
    seen = []
    for step in ("undo", "undo", "redo", "undo", "redo", "redo", "undo", "undo", "undo"):
        getattr(log, step)()
        seen.append(log.verdict())
    assert seen == [
        "misleading", "correct", "misleading", "correct", "misleading", "incorrect", "misleading", "correct", None,
    ]  # fmt: skip
    assert undo_target(log.events, "anna") is None
    assert log.undo() is None


def test_redo_is_gone_after_something_new_but_not_after_somebody_elses():
    log = Log()
    log.add(verdict="correct")
    log.undo()
    log.add("boris", verdict="incorrect")
    assert redo_target(log.events, "anna").verdict == "correct"
    log.add(claim="c2", verdict="misleading")
    assert redo_target(log.events, "anna") is None


def test_undo_takes_back_only_ones_own():
    log = Log()
    log.add("boris", verdict="incorrect")
    assert undo_target(log.events, "anna") is None


def test_history_shows_what_was_taken_back_and_by_what():
    log = Log()
    log.add()
    log.add(claim="c2")
    first = log.add(verdict="misleading")
    log.add("anna", "retract", None, retracts=first.id)
    assert [event.action for event in history(log.events, "c1")] == ["verdict", "verdict", "retract"]


def test_a_claim_is_hidden_until_all_have_voted_and_the_first_votes_stay():
    log = Log()
    people = ["anna", "boris"]
    log.add(verdict="correct", blind=True)
    log.add("clara", "note", note="me too")
    assert hidden_claims(log.events, people) == {"c1"}
    log.add(verdict="misleading", blind=True)
    log.undo()
    log.add("boris", verdict="incorrect", blind=True)
    assert hidden_claims(log.events, people) == set()
    log.undo()
    log.add(verdict="incorrect", blind=True)
    votes = first_votes(log.events, people)["c1"]
    assert {name: event.verdict for name, event in votes.items()} == {"anna": "correct", "boris": "incorrect"}


def test_a_vote_taken_back_before_the_reveal_hides_the_claim():
    log = Log()
    log.add(blind=True)
    log.undo()
    log.add("boris", blind=True)
    assert hidden_claims(log.events, ["anna", "boris"]) == {"c1"}
    assert hidden_claims(log.events, []) == set()


def test_scales_have_distinct_names_and_symbols():
    for scale in SCALES.values():
        assert len({verdict.symbol for verdict in scale.verdicts}) == len(scale.verdicts)
        assert len(set(scale.names)) == len(scale.names)
        assert all(verdict.meaning and len(verdict.symbol) == 1 for verdict in scale.verdicts)
    assert SCALES["default"].names == (
        "correct", "mostly_correct", "misleading", "exaggerated", "understated", "unproven", "incorrect",
        "not_checkable",
    )  # fmt: skip
    assert len(REASONS) == 8
