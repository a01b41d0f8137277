"""Commands that build first tell how far that is, and only where there is something to tell."""

from functools import partial
from pathlib import Path

import pytest
from tui_case import case  # noqa: F401 - the fixture is found by name

from workbench.cli.progress import told_progress
from workbench.operations.build import FILES
from workbench.operations.look import Filter, claims, show, status
from workbench.operations.look import claims as listed

LOOKS = {
    "status": status,
    "claims": partial(claims, chosen=Filter(), order="text", limit=5, offset=0),
}


@pytest.mark.parametrize("look", LOOKS.values(), ids=LOOKS)
def test_what_builds_first_tells_how_far_it_is(case: Path, look):
    told: list[str] = []
    (case / "claims" / "b.txt").write_text("The port moved 12 tonnes in 2020.\n")
    look(case, progress=lambda _done, _all, what: told.append(what))
    assert any(what.startswith(FILES) for what in told)


def test_one_claim_is_shown_with_what_changed(case: Path):
    told: list[str] = []
    first = listed(case, Filter(), order="text", limit=1, offset=0).lines[0].claim_id
    (case / "claims" / "b.txt").write_text("The port moved 12 tonnes in 2020.\n")
    show(case, first, lambda _done, _all, what: told.append(what))
    assert told


def test_nothing_is_drawn_before_there_is_something_to_tell(capsys, monkeypatch):
    monkeypatch.setenv("TTY_COMPATIBLE", "1")
    monkeypatch.setenv("TERM", "xterm")
    with told_progress(late=True):
        pass
    assert capsys.readouterr().err == ""
    with told_progress(late=True) as tell:
        tell(1, 2, f"{FILES}a.txt")
    assert "Reading a.txt" in capsys.readouterr().err
