"""What `source add` asks back about, and what it keeps where somebody stops."""

import pytest
from click.testing import CliRunner

from workbench.cli import source
from workbench.cli.main import cli
from workbench.errors import WorkbenchError
from workbench.operations.init import init

CARGO = {"measure": "cargo", "place": "Russia", "period": "2023", "value": "36.254", "unit": "million tonnes"}
PUBLISHED = {"publisher": "P", "title": "T", "url": "https://example.org/", "retrieved": "2025-01-31"}


@pytest.fixture
def case(tmp_path):
    init(tmp_path / "case")
    return tmp_path / "case"


def add(case, fields, text=None):
    options = [word for name, value in fields.items() for word in (f"--{name.replace('_', '-')}", value)]
    done = CliRunner().invoke(cli, ["-C", str(case), "source", "add", *options], input=text)
    stopped = done.exception if isinstance(done.exception, WorkbenchError) else None
    return (stopped.code, stopped.problem.message) if stopped is not None else (done.exit_code, done.output)


def test_what_was_typed_is_told_as_a_command_where_somebody_stops(case, monkeypatch):
    monkeypatch.setattr(source, "on_terminal", lambda: True)
    code, told = add(case, {}, "nsr\nP's\nA title\n")
    assert code == 1
    assert "workbench source add --name nsr --publisher 'P'\"'\"'s' --title 'A title'" in told
    assert not (case / "sources" / "nsr.toml").exists()


@pytest.mark.parametrize(
    ("change", "message"),
    [({"id": "other", "value": "36"}, "has another figure for the same"), ({"vintage": "2024-02-01"}, "")],
)
def test_a_second_figure_for_the_same_is_asked_about(case, change, message):
    assert add(case, {"name": "nsr"} | CARGO | PUBLISHED)[0] == 0
    code, err = add(case, {"name": "nsr"} | CARGO | change)
    assert (code, message in err) == (2 if message else 0, True)


def test_a_figure_without_a_vintage_beside_one_with_it_is_asked_about(case):
    assert add(case, {"name": "nsr"} | CARGO | PUBLISHED | {"vintage": "2024-02-01"})[0] == 0
    code, err = add(case, {"name": "nsr"} | CARGO)
    assert (code, "is of 2024-02-01, and this figure of no day" in err) == (2, True)


@pytest.mark.parametrize(
    ("about", "unit", "told"),
    [({"url": "https://www.destatis.de/DE/x"}, "billion EUR", "short scale"),
     ({"url": "https://www.destatis.de/EN/x"}, "billion EUR", ""),
     ({"url": "https://www.destatis.de/DE/x", "quote": "4 Milliarden Euro"}, "billion EUR", ""),
     ({}, "tons", "metric tons of 1,000 kg"), ({}, "m", "metres, never million")],
)  # fmt: skip
def test_a_unit_that_some_read_otherwise_is_told(case, about, unit, told):
    code, err = add(case, {"name": "nsr"} | CARGO | PUBLISHED | about | {"unit": unit})
    assert (code, "The unit is taken for" in err, told in err) == (0, bool(told), True)
