"""What several tests share: the command line as its users call it, and a small case."""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

SPEECH = "Nearly 38 million tonnes of cargo went along the Northern Sea Route in 2024.\nTrade came to $6 billion.\n"
SOURCE = 'publisher = "Rosatom"\ntitle = "Cargo"\nurl = "https://example.org/"\nretrieved = 2025-01-31\n'
FIGURES = (
    "id,measure,place,period,value,unit\n"
    "cargo-2024,cargo on the Northern Sea Route,Russia,2024,37.9,million tonnes\n"
)


@dataclass(frozen=True)
class Ran:
    code: int
    out: str
    err: str


@pytest.fixture(autouse=True)
def own_state(tmp_path_factory, monkeypatch):
    """Keys and names of the person who runs the tests stay out of them."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path_factory.mktemp("state")))
    monkeypatch.setenv("WORKBENCH_REVIEWER", "ann")


@pytest.fixture
def workbench(capsys, monkeypatch) -> Callable[..., Ran]:
    """Run the command line: ``workbench("-C", case, "status")``."""
    from workbench.cli.main import main

    def run(*words: object) -> Ran:
        monkeypatch.setattr(sys, "argv", ["workbench", *map(str, words)])
        capsys.readouterr()
        try:
            main()
            code: object = 0
        except SystemExit as stopped:
            code = stopped.code
        told = capsys.readouterr()
        return Ran(int(str(code or 0)), told.out, told.err)

    return run


@pytest.fixture
def case(tmp_path) -> Path:
    """A case with one document and one source."""
    root = tmp_path / "case"
    (root / "claims").mkdir(parents=True)
    (root / "sources").mkdir()
    (root / "claims" / "speech.txt").write_text(SPEECH, encoding="utf-8")
    (root / "claims" / "speech.txt.toml").write_text('speaker = "Minister"\ndate = 2025-03-17\n', encoding="utf-8")
    (root / "sources" / "rosatom.toml").write_text(SOURCE, encoding="utf-8")
    (root / "sources" / "rosatom.csv").write_text(FIGURES, encoding="utf-8")
    return root
