"""The examples of docs/extraction.md are what the extraction finds."""

from decimal import Decimal
from pathlib import Path

import pytest

from workbench import extract

PAGE = (Path(__file__).parent.parent / "docs" / "extraction.md").read_text(encoding="utf-8")


def rows(head):
    """The cells of the table with this head."""
    lines = PAGE[PAGE.index(head) :].split("\n\n")[0].splitlines()[2:]
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines]


@pytest.mark.parametrize("row", rows("| written | value | |"), ids=lambda row: row[0])
def test_numbers(row):
    assert [q.value for q in extract(row[0])] == [Decimal(row[1])]


@pytest.mark.parametrize("row", rows("| written | value | unit | |"), ids=lambda row: row[0])
def test_measures(row):
    found = extract(row[0])
    assert [q.value for q in found] == [Decimal(number) for number in row[1].split(", ")]
    assert {q.unit for q in found} == {row[2]}


@pytest.mark.parametrize("row", rows("| written | low | high | |"), ids=lambda row: row[0])
def test_ranges(row):
    assert [(q.low, q.high) for q in extract(row[0])] == [(Decimal(row[1]), Decimal(row[2]))]
