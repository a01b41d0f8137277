"""Several reviewers on the review screen: shares, disagreements, final decisions, agreement; and what lies behind."""

import sys
from pathlib import Path

import pytest
from textual.widgets import Input, Static
from tui_case import case, desk, saved, started, status, text_of, until  # noqa: F401 - fixtures are found by name

from workbench.operations.build import build
from workbench.operations.desk import Desk
from workbench.operations.desk_filter import parse_filter
from workbench.tui.adjudicate import AdjudicationDialog
from workbench.tui.agreement import AgreementDialog
from workbench.tui.app import ReviewApp
from workbench.tui.derive_form import DeriveForm
from workbench.tui.dialogs import Dialog, ReasonsDialog
from workbench.tui.second import MINE

SIZES = pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"])


def settings(case: Path, text: str) -> None:
    (case / "workbench.toml").write_text(f'title = "Small [/] case"\n{text}')
    build(case)


def identifiers(desk: Desk) -> list[str]:
    return [line.row.claim_id for line in desk.page(desk.list_claims(parse_filter("", ()), "text"), 0, 99)]


def vote(case: Path, who: str, claims: list[str], verdicts: list[str], note: str | None = None) -> None:
    other = Desk(case, who)
    for claim, verdict in zip(claims, verdicts, strict=True):
        other.decide(claim, verdict, ("outdated",) if verdict == "incorrect" else (), note)
    other.close()


@pytest.fixture
def differing(case: Path) -> Desk:
    """Two reviewers who differ on the first two claims and agree on the third."""
    first = Desk(case, "ana")
    claims = identifiers(first)[:3]
    vote(case, "ben", claims, ["incorrect", "misleading", "correct"], "seen [/] \x1b[31m otherwise")
    vote(case, "cyd", claims, ["correct", "correct", "correct"])
    first.poll()
    yield first
    first.close()


def told(screen) -> str:
    return "\n".join(str(each.render()) for each in screen.query(Static))


# -- disagreements --------------------------------------------------------------------------------------------------


@SIZES
async def test_a_final_verdict_is_given_beside_the_votes_which_stay(case: Path, differing: Desk, size):
    app = ReviewApp(differing, build_first=False)
    async with app.run_test(size=size) as pilot:
        await started(pilot)
        await pilot.press("d")
        await until(pilot, lambda: app.screen.claims.total == 2)
        await pilot.press("A")
        await until(pilot, lambda: isinstance(app.screen, AdjudicationDialog) and "ben" in told(app.screen))
        seen = told(app.screen)
        assert "incorrect" in seen or "misleading" in seen
        assert "seen [/]" in seen
        assert "\x1b" not in seen
        first = app.screen_stack[0].claims.line.row.claim_id
        await pilot.press("2")
        await until(pilot, lambda: isinstance(app.screen, ReasonsDialog))
        await pilot.press("tab", *"why", "enter")
        await until(pilot, lambda: saved(case) != [])
        [event] = saved(case)
        wanted = ("adjudicate", first, "mostly_correct", "why", False)
        assert tuple(event[name] for name in ("action", "claim", "verdict", "note", "blind")) == wanted
        await until(pilot, lambda: isinstance(app.screen, AdjudicationDialog))
        await until(pilot, lambda: app.screen_stack[0].claims.line.row.claim_id != first)
        assert differing.detail(first).decision.state == "adjudicated"
        assert {name: vote.verdict for name, vote in differing.detail(first).votes.items()}.keys() == {"ben", "cyd"}
        await pilot.press("u")
        await until(pilot, lambda: len(saved(case)) == 2)
        await until(pilot, lambda: "They differ" in told(app.screen))
        assert differing.detail(first).decision.state == "disputed"
        await pilot.press("escape", "d")
        await until(pilot, lambda: app.screen.claims.total == 5)


async def test_what_nobody_voted_on_gets_no_final_verdict(case: Path, differing: Desk):
    app = ReviewApp(differing, build_first=False)
    last = identifiers(differing)[-1]
    async with app.run_test(size=(80, 24)) as pilot:
        await started(pilot)
        app.screen.claims.move_to(differing.position(app.screen.listed, last))
        await until(pilot, lambda: app.screen.claims.line.row.claim_id == last)
        await pilot.press("A")
        await until(pilot, lambda: "Nobody has voted" in told(app.screen))
        await pilot.press("1")
        assert isinstance(app.screen, AdjudicationDialog)
        await pilot.press("n")
        await until(pilot, lambda: "They differ" in told(app.screen))
        assert saved(case) == []


async def test_blind_votes_are_shown_when_all_are_in(case: Path):
    settings(case, '[review]\nmode = "blind"\nreviewers = ["ana", "ben"]\n')
    desk = Desk(case, "cyd")
    claim = identifiers(desk)[0]
    vote(case, "ana", [claim], ["incorrect"])
    desk.poll()
    app = ReviewApp(desk, build_first=False)
    async with app.run_test(size=(80, 24)) as pilot:
        await started(pilot)
        app.screen.claims.move_to(desk.position(app.screen.listed, claim))
        await until(pilot, lambda: app.screen.claims.line.row.claim_id == claim)
        await pilot.press("A")
        await until(pilot, lambda: "Not yet: ben" in told(app.screen))
        assert "incorrect" not in text_of(app.screen, "#final")
        assert not app.screen.query("#votes Static")
        await pilot.press("1", "escape")
        assert saved(case, "cyd") == []
        vote(case, "ben", [claim], ["correct"])
        await until(pilot, lambda: desk.ballots(claim).missing == ())
        await pilot.press("A", "1")
        await until(pilot, lambda: isinstance(app.screen, Dialog))
        await until(pilot, lambda: "They differ" in told(app.screen) or isinstance(app.screen, ReasonsDialog))
        if not isinstance(app.screen, ReasonsDialog):
            await pilot.press("1")
        await pilot.press("enter")
        await until(pilot, lambda: len(saved(case, "cyd")) == 1)
    assert saved(case, "cyd")[0]["blind"] is False
    assert {each.reviewer for each in desk.ballots(claim).ballots} == {"ana", "ben"}
    desk.close()


def test_votes_on_different_tellings_of_a_claim_are_votes_on_it(case: Path):
    (case / "claims" / "b.txt").write_text((case / "claims" / "a.txt").read_text())
    (case / "claims" / "b.txt.toml").write_text('speaker = "Office [/] (example)"\ndate = 2025-01-20\n')
    settings(case, '[review]\nmode = "blind"\nreviewers = ["ana", "ben"]\n')
    desk = Desk(case, "ana")
    first, second = next(
        [told.claim_id for told, _ in desk.tellings(claim).tellings]
        for claim in identifiers(desk)
        if len(desk.tellings(claim).tellings) == 2
    )
    desk.decide(first, "incorrect")
    assert desk.ballots(second).missing == ("ben",)
    vote(case, "ben", [second], ["correct"])
    desk.poll()
    assert desk.ballots(first).missing == ()
    desk.adjudicate(second, "correct")
    assert desk.detail(first).decision.state == "adjudicated"
    found, blind = desk.agreement(lambda _done, _of: None)
    assert (found.claims, found.votes, blind) == (1, 2, True)
    desk.close()


# -- agreement ------------------------------------------------------------------------------------------------------


@SIZES
async def test_agreement_names_the_claims_that_pull_it_down(differing: Desk, size):
    app = ReviewApp(differing, build_first=False)
    async with app.run_test(size=size) as pilot:
        await started(pilot)
        await pilot.press("slash", *"state:decided", "enter")
        await until(pilot, lambda: app.screen.claims.total == 1)
        await pilot.press("equals_sign")
        await until(pilot, lambda: "kappa" in told(app.screen), seconds=30)
        seen = told(app.screen)
        assert "33% of the pairs of votes agree" in seen
        assert "3 claims with two votes or more, 6 votes" in seen
        assert "2 claims pull it down" in seen
        await pilot.press("down", "enter")
        second = identifiers(differing)[:2]
        await until(pilot, lambda: app.screen is app.screen_stack[0] and app.screen.claims.total == 5)
        await until(pilot, lambda: app.screen.claims.line.row.claim_id in second)


async def test_agreement_says_what_it_lacks_and_stops_when_told(case: Path, desk: Desk, monkeypatch):
    app = ReviewApp(desk, build_first=False)
    async with app.run_test(size=(80, 24)) as pilot:
        await started(pilot)
        await pilot.press("equals_sign")
        await until(pilot, lambda: "No claim has two votes yet" in told(app.screen))
        await pilot.press("escape")
        claims = identifiers(desk)[:2]
        vote(case, "ben", claims, ["incorrect", "misleading"])
        vote(case, "cyd", claims, ["correct", "correct"])
        await until(pilot, lambda: len(desk.ballots(claims[1]).ballots) == 2)
        with monkeypatch.context() as gone:
            gone.setitem(sys.modules, "nltk.metrics.agreement", None)
            await pilot.press("equals_sign")
            await until(pilot, lambda: "pip install" in told(app.screen))
            await pilot.press("escape")
        await pilot.press("equals_sign", "escape")
        await until(pilot, lambda: not isinstance(app.screen, AgreementDialog))
        await until(pilot, lambda: not [each for each in app.workers if each.group == "count" and each.is_running])


# -- shares ---------------------------------------------------------------------------------------------------------


async def test_the_list_opens_on_ones_share_and_one_key_shows_all(case: Path):
    settings(case, '[review]\nreviewers = ["ana", "ben"]\n[assignment]\nshare = "random"\noverlap = 0\n')
    desk = Desk(case, "ana")
    mine = desk.share()
    app = ReviewApp(desk, build_first=False)
    async with app.run_test(size=(120, 40)) as pilot:
        await started(pilot)
        assert app.screen.written == MINE
        assert app.screen.claims.total == mine.total
        assert 0 < mine.total < 5
        assert f"Your share: 0 of {mine.total} decided" in status(app)
        claim = app.screen.claims.line.row.claim_id
        await pilot.press("1", "enter")
        await until(pilot, lambda: len(saved(case)) == 1)
        assert (saved(case)[0]["claim"], desk.share().done) == (claim, 1)
        await until(pilot, lambda: not isinstance(app.screen, Dialog))
        await pilot.press("P")
        await until(pilot, lambda: "your share" in told(app.screen))
        assert f"1 of {mine.total}" in told(app.screen)
        await pilot.press("escape", "m")
        await until(pilot, lambda: app.screen.claims.total == 5)
        await pilot.press("slash", *"assigned:ben", "enter")
        await until(pilot, lambda: app.screen.claims.total == 5 - mine.total)
    desk.close()


async def test_who_has_no_share_sees_all(desk: Desk):
    app = ReviewApp(desk, build_first=False)
    async with app.run_test(size=(80, 24)) as pilot:
        await started(pilot)
        assert (app.screen.written, app.screen.claims.total) == ("", 5)
        await pilot.press("m")
        await until(pilot, lambda: "everybody reviews everything" in status(app))


# -- behind a finding -----------------------------------------------------------------------------------------------


async def test_the_claim_says_what_would_turn_its_finding(desk: Desk):
    app = ReviewApp(desk, build_first=False)
    async with app.run_test(size=(80, 24)) as pilot:
        await started(pilot)
        await pilot.press("enter")
        await until(pilot, lambda: "sensitivity:" in text_of(app.screen, "#behind"))
        told = text_of(app.screen, "#behind")
        await pilot.press("j")
        await until(pilot, lambda: text_of(app.screen, "#behind") != told)


# -- a figure made of others ----------------------------------------------------------------------------------------


@SIZES
async def test_marked_figures_make_another_that_is_saved_and_linked(case: Path, desk: Desk, size):
    table = case / "sources" / "ports.csv"
    table.write_text(
        "id,measure,place,period,value,unit,formula\n"
        "a,cargo,Northern route,2024,37.9,million tonnes,\nb,cargo,Northern route,2014,3.98,million tonnes,\n"
    )
    build(case)
    desk.refresh()
    before = table.read_text()
    app = ReviewApp(desk, build_first=False)
    async with app.run_test(size=size) as pilot:
        await started(pilot)
        claim = app.screen.claims.line.row.claim_id
        await pilot.press("enter")
        await until(pilot, lambda: app.screen.shown_id == claim and len(app.screen.view.shown.beside) == 2)
        await pilot.press("D")
        await until(pilot, lambda: "nothing to make a figure of" in status(app))
        await pilot.press("space", "j", "space", "D")
        await until(pilot, lambda: isinstance(app.screen, DeriveForm))
        form = app.screen
        await until(pilot, lambda: "33.92" in text_of(form, "#preview") or "33920000" in text_of(form, "#preview"))
        assert form.given["measure"] == "difference of cargo, 2024 less 2014"
        form.query_one("#field-function", Input).value = "ratio"
        await until(pilot, lambda: form.given["id"] == "ratio-a-b" and "9.52" in text_of(form, "#preview"))
        form.query_one("#field-inputs", Input).value = "ports/a, [/] \x1b[31m"
        await until(pilot, lambda: "no observation" in text_of(form, "#preview"))
        await pilot.press("f2")
        await until(pilot, lambda: "no observation" in text_of(form, ".error"))
        assert table.read_text() == before
        form.query_one("#field-inputs", Input).value = "ports/a, ports/b"
        await until(pilot, lambda: "9.52" in text_of(form, "#preview"))
        await pilot.press("f2")
        await until(pilot, lambda: len(saved(case)) == 1)
        await until(pilot, lambda: "ports/ratio-a-b in sources/ports.csv:4" in status(app))
    assert table.read_text().startswith(before)
    assert table.read_text().count("\n") == before.count("\n") + 1
    assert (saved(case)[0]["action"], saved(case)[0]["evidence"]) == ("link", ["ports/ratio-a-b"])
