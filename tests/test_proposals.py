"""Derived figures that a claim asks for: which are proposed, which are not, and how they are written down."""

import csv
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner

from workbench.cli.main import cli
from workbench.errors import WorkbenchError
from workbench.extraction.extract import extract
from workbench.operations.sources.derive import draft, save
from workbench.references.model import Observation
from workbench.references.proposals import asks, proposals

SAID = date(2025, 3, 1)


def observation(name: str, value: int | str, year: int, measure: str = "wheat exports", **more: object) -> Observation:
    given = {"place": "Northland", "unit": "tonne", "kind": "mass", "unit_written": "t", **more}
    return Observation(
        f"office/{name}", "office", measure, given.pop("place"), str(year), date(year, 1, 1), date(year, 12, 31),
        Decimal(value), None, None, **given,
    )  # fmt: skip


SERIES = [
    observation("a", 100, 2014), observation("b", 180, 2023), observation("c", 200, 2024),
    observation("feed", 50, 2024, "wheat exports for feed"), observation("record", 40, 1987, "record of wheat exports"),
    observation("other", 7, 2024, place="Southland"), observation("other-before", 5, 2023, place="Southland"),
    observation("ships", 3, 2024, "ships in port", unit="", kind="count"),
    observation("ships-before", 2, 2023, "ships in port", unit="", kind="count"),
]  # fmt: skip


def offered(text: str, numeral: str, observations: list[Observation] = SERIES) -> list[str]:
    quantity = next(each for each in extract(text, date=SAID) if numeral in each.text)
    return [str(each.formula) for each in proposals(quantity, SAID, observations)]


@pytest.mark.parametrize(
    ("text", "numeral", "wanted"),
    [
        ("Wheat exports of Northland grew by 11% in 2024.", "11", "percent_change(office/c, office/b)"),
        ("Wheat exports of Northland grew 11% last year.", "11", "percent_change(office/c, office/b)"),
        ("Wheat exports of Northland doubled since 2014.", "doubled", "ratio(office/c, office/a)"),
        ("Compared with 2014, wheat exports of Northland in 2023 rose by 80%.", "80",
         "percent_change(office/b, office/a)"),
        ("Wheat exports of Northland in 2024 were five times the record.", "five", "ratio(office/c, office/record)"),
        ("In 2024 a quarter of wheat exports of Northland were for feed; 25% of wheat exports for feed.", "25",
         "share(office/feed, office/c)"),
    ],
)  # fmt: skip
def test_what_a_claim_asks_for_is_offered(text, numeral, wanted):
    assert wanted in offered(text, numeral)


@pytest.mark.parametrize(
    ("text", "numeral"),
    [
        ("Barley exports of Northland grew by 11% in 2024.", "11"),  # about something else
        ("Wheat exports of Eastland grew by 11% in 2030.", "11"),  # no figure of the time
        ("Northland sold 11 tonnes of wheat exports in 2024.", "11"),  # no change is claimed
        ("Wheat exports of Eastland grew by 11% in 2024.", "11"),  # of a place there is no figure of
        ("The wind grew by 11% in 2024.", "11"),
    ],
)
def test_what_it_does_not_ask_for_is_not(text, numeral):
    assert offered(text, numeral) == []


def test_a_place_that_is_named_keeps_the_others_out():
    found = offered("Wheat exports of Southland grew by 40% in 2024.", "40")
    assert found == ["percent_change(office/other, office/other-before)"]


def test_the_figures_themselves_decide_nothing():
    text = "Wheat exports of Northland grew by 11% in 2024."
    other = [observation(each.observation_id[7:], 1 + n, int(each.period), each.measure, place=each.place,
                         unit=each.unit, kind=each.kind) for n, each in enumerate(SERIES)]  # fmt: skip
    assert offered(text, "11", other) == offered(text, "11")


def test_the_later_vintage_is_the_input():
    old = observation("old", 190, 2024, vintage=date(2025, 1, 1))
    new = observation("new", 205, 2024, vintage=date(2025, 2, 1))
    found = offered("Wheat exports of Northland grew by 11% in 2024.", "11", [SERIES[1], old, new])
    assert found == ["percent_change(office/new, office/b)"]


def test_the_place_may_be_named_before():
    said = extract("Wheat exports grew by 11% in 2024.", date=SAID)[0]
    assert proposals(said, SAID, SERIES) == []
    found = proposals(said, SAID, SERIES, "A good year for Northland.")
    assert [str(each.formula) for each in found] == ["percent_change(office/c, office/b)"]


def test_a_plain_count_asks_for_nothing():
    assert not asks(extract("There were 12 ships.")[0])


# -- the row --------------------------------------------------------------------------------------------------------

TABLE = "id,measure,place,period,value,unit,formula\r\n2023,cargo carried,Route,2023,36,million tonnes,\r\n"


@pytest.fixture
def case(tmp_path: Path) -> Path:
    (tmp_path / "claims").mkdir()
    (tmp_path / "sources").mkdir()
    (tmp_path / "claims" / "a.txt").write_text("Cargo carried on the Route grew by 5.6% in 2024.\n")
    (tmp_path / "claims" / "a.txt.toml").write_text("date = 2025-01-20\n")
    (tmp_path / "sources" / "port.toml").write_text(
        'publisher = "Port (example)"\ntitle = "Cargo"\nurl = "https://example.org/"\nretrieved = 2025-02-01\n'
    )
    more = "2024,cargo carried,Route,2024,38,million tonnes,\r\n"
    (tmp_path / "sources" / "port.csv").write_bytes((TABLE + more).encode())
    return tmp_path


def run(case: Path, *words: str):
    return CliRunner().invoke(cli, ["-C", str(case), *words])


def test_show_offers_it_and_the_command_writes_one_line_that_then_answers(case: Path):
    claim = run(case, "sql", "SELECT claim_id FROM claims WHERE kind = 'percent'", "--format", "csv").stdout.split()[1]
    seen = run(case, "show", claim).stdout
    assert "could be made: percent_change(port/2024, port/2023) = +5.55556 % → consistent" in seen
    before = (case / "sources" / "port.csv").read_bytes()
    done = run(case, "source", "derive", "port", "percent_change(2024, 2023)")
    assert done.exit_code == 0, done.output
    after = (case / "sources" / "port.csv").read_bytes()
    assert after.startswith(before)
    assert after.count(b"\r\n") == before.count(b"\r\n") + 1
    row = list(csv.DictReader(after.decode().splitlines()))[-1]
    assert (row["formula"], row["value"]) == ("percent_change(port/2024, port/2023)", "")
    assert run(case, "--reviewer", "ana", "link", claim, done.stdout.split()[0]).exit_code == 0
    shown = run(case, "show", claim).stdout
    assert "could be made" not in shown
    assert "made of port/2024" in shown


def test_what_cannot_be_written_down_says_why_and_writes_nothing(case: Path):
    before = (case / "sources" / "port.csv").read_bytes()
    for formula, told in [
        ("percent_change(2024)", "takes 2 observations"), ("ratio(2024, 1999)", "no observation port/1999"),
        ("guess(2024, 2023)", "no function"), ("share(2024", "cannot be read"),
    ]:  # fmt: skip
        done = run(case, "source", "derive", "port", formula)
        assert isinstance(done.exception, WorkbenchError)
        assert (done.exception.code, told in str(done.exception)) == (2, True)
    assert "no source nobody" in str(run(case, "source", "derive", "nobody", "ratio(a, b)").exception)
    assert (case / "sources" / "port.csv").read_bytes() == before


def test_the_same_figure_is_not_written_twice(case: Path):
    save(case, draft(case, "port", "ratio(2024, 2023)", {}))
    with pytest.raises(WorkbenchError, match="already that of a figure"):
        draft(case, "port", "ratio(2024, 2023)", {})
    assert draft(case, "port", "ratio(2024, 2023)", {"id": "again"}).figure.observation_id == "port/again"
