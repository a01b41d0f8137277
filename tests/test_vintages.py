"""Known then, known now: which vintage of a figure a claim is held against."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import permutations
from pathlib import Path

import pytest

from workbench.references.candidates import ClaimText, rank
from workbench.references.model import Observation
from workbench.references.vintages import Standing, Vintages, difference, known, standings

FIRST, SECOND, THIRD = date(2024, 1, 15), date(2024, 5, 2), date(2025, 7, 30)


def growth(name: str, value: str, vintage: date | None, **more: object) -> Observation:
    made = Observation(
        f"s/{name}", "s", "growth rate of output", "Germany", "2023", date(2023, 1, 1), date(2023, 12, 31),
        Decimal(value), None, None, "percent", "%", "percent", vintage=vintage,
    )  # fmt: skip
    return replace(made, **more)


SERIES = [growth("a", "-0.3", FIRST), growth("b", "-0.2", SECOND), growth("c", "-0.9", THIRD)]


def told(figures: list[Observation], on: date | None) -> dict[str, str | None]:
    return {name.removeprefix("s/"): known(stands, on) for name, stands in standings(figures).items()}


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (None, {"a": None, "b": None, "c": "now"}),
        (date(2023, 12, 31), {"a": None, "b": None, "c": "now"}),
        (FIRST, {"a": "then", "b": None, "c": "now"}),
        (date(2024, 5, 1), {"a": "then", "b": None, "c": "now"}),
        (SECOND, {"a": None, "b": "then", "c": "now"}),
        (THIRD, {"a": None, "b": None, "c": "both"}),
    ],
)
def test_the_newest_vintage_on_the_day_of_the_claim_was_known_then(on, expected):
    for figures in permutations(SERIES):
        assert told(list(figures), on) == expected


def test_a_later_vintage_supersedes():
    found = standings(SERIES)
    assert found["s/a"] == Standing(FIRST, SECOND, "s/c")
    assert found["s/c"] == Standing(THIRD)


def test_a_figure_published_again_unchanged_was_known_all_along():
    again = [growth("a", "-0.30", FIRST), growth("b", "-0.3", SECOND)]
    assert told(again, date(2024, 2, 1)) == {"a": "both", "b": "both"}
    back = [*SERIES[:2], growth("c", "-0.3", THIRD)]
    assert told(back, date(2024, 2, 1)) == {"a": "then", "b": None, "c": "now"}


def test_without_a_vintage_a_figure_stands_for_itself():
    undated = growth("x", "5", None)
    assert standings([undated, *SERIES])["s/x"] == Standing()
    assert told([undated, SERIES[0]], None) == {"x": "both", "a": "now"}


@pytest.mark.parametrize(
    "other",
    [
        {"source_id": "t"}, {"measure": "growth rate of exports"}, {"place": "France"}, {"unit": "percentage_point"},
        {"period_end": date(2023, 3, 31)}, {"price_basis": "current prices"},
    ],
    ids=lambda change: next(iter(change)),
)  # fmt: skip
def test_another_series_supersedes_nothing(other):
    figures = [SERIES[0], growth("b", "-0.9", SECOND, **other)]
    assert told(figures, FIRST) == {"a": "both", "b": "now"}


def test_capitals_and_spaces_make_no_series():
    figures = [SERIES[0], growth("b", "-0.9", SECOND, measure="Growth  rate of output", place=" germany")]
    assert told(figures, FIRST) == {"a": "then", "b": "now"}


def test_of_two_figures_of_one_day_neither_supersedes_the_other():
    figures = [SERIES[0], growth("d", "1", FIRST)]
    assert told(figures, FIRST) == {"a": "both", "d": "both"}
    later = standings([*figures, growth("f", "2", SECOND), growth("e", "3", SECOND)])
    assert (later["s/a"].superseded_by, later["s/d"].superseded_by) == ("s/e", "s/e")


def test_what_was_known_then_is_found_beside_what_is_known_today():
    vintages = Vintages.of(SERIES)
    assert vintages.current == [SERIES[2]]
    assert vintages.known_then(SERIES[2], date(2024, 6, 1)) == [SERIES[1]]
    assert vintages.known_then(SERIES[2], None) == []


def test_the_two_findings_in_one_line():
    assert difference("consistent", "below", date(2024, 3, 5)) == (
        "consistent with what was known on 2024-03-05, below what is known today"
    )
    assert difference("above", "above", date(2024, 3, 5)) is None


def offered(said_on: date | None, limit: int = 5) -> list[str]:
    claim = ClaimText("c", "Output in Germany grew by 1 percent.", "percent", "percent", said_on=said_on)
    other = growth("earlier", "1.4", FIRST, period="2022", period_start=date(2022, 1, 1), period_end=date(2022, 12, 31))
    return [each.observation_id.removeprefix("s/") for each in rank([claim], [*SERIES, other], [], limit)]


def test_the_figure_known_then_is_offered_next_to_that_of_today():
    assert offered(date(2024, 6, 1)) == ["c", "b", "earlier"]
    assert offered(date(2024, 6, 1), limit=1) == ["c", "b"]
    assert offered(date(2025, 8, 1)) == ["c", "earlier"]
    assert offered(None) == ["c", "earlier"]


FIGURES = (
    "id,measure,place,period,value,unit,vintage\n"
    "first,cargo on the Northern Sea Route,Russia,2024,37.9,million tonnes,2025-01-31\n"
    "revised,cargo on the Northern Sea Route,Russia,2024,41.5,million tonnes,2025-06-30\n"
)


def test_both_findings_are_stored_and_shown(workbench, case: Path):
    (case / "sources" / "rosatom.csv").write_text(FIGURES, encoding="utf-8")
    query = (
        "SELECT observation_id, comparison, known, superseded_by FROM comparisons "
        "JOIN candidates USING (claim_id, observation_id) JOIN observations USING (observation_id) ORDER BY rank"
    )
    ran = workbench("-C", case, "sql", query, "--format", "csv")
    assert ran.out.splitlines()[1:] == [
        "rosatom/revised,below,now,", "rosatom/first,consistent,then,rosatom/revised",
    ]  # fmt: skip
    claim = workbench("-C", case, "sql", "SELECT claim_id FROM candidates LIMIT 1", "--format", "csv").out.split()[1]
    shown = " ".join(workbench("-C", case, "show", claim).out.split())
    assert "consistent with what was known on 2025-03-17, below what is known today" in shown
    assert "known on 2025-03-17, superseded since" in shown
    [line] = [row for row in workbench("-C", case, "claims", "--kind", "mass").out.splitlines() if "38 million" in row]
    assert "below; then consistent" in " ".join(line.split())
