"""The day that a text itself gives."""

import pytest

from workbench.documents.dateline import dateline

TALK = "We counted 612 ships last year."


@pytest.mark.parametrize(
    "line",
    [
        "17 March 2025", "Oslo, 17 March 2025", "OSLO, March 17, 2025", "Published: 17.03.2025, 14:30", "2025-03-17",
        "17 марта 2025 г.", "Москва, 17 марта 2025 года", "17 mars 2025", "17 March 2025 | 10:30 UTC", "Mar. 17, 2025",
        "Minister Berg's interview with Harbour TV about ships and quays, Oslo, March 17, 2025",
        "Выступление министра на встрече с учениками школы в порту, Москва, 17 марта 2025 года",
    ],
)  # fmt: skip
def test_a_line_of_a_date_gives_the_day(line):
    for text in (f"{line}\n\n{TALK}", f"The minister on ships\n{line}\n{TALK}"):
        assert str(dateline(text)) == "2025-03-17 00:00:00"


@pytest.mark.parametrize(
    "text",
    [
        TALK, "The treaty was signed in Oslo on 17 March 2025.", "On 17 March 2025", "17 March 2025\n18 March 2025",
        "Speech on the anniversary of the battle of 9 May 1945", "From 1 March 2025 to 17 March 2025",
        "It was signed on March 17, 2025, in Oslo, and nobody objected", "31 February 2025", "17 Marble 2025",
        "We have had 17 ships, says the report of 17 March 2025", "\n".join([*"abcdefg", "17 March 2025"]),
    ],
)  # fmt: skip
def test_a_date_in_a_sentence_gives_none(text):
    assert dateline(text) is None


def test_the_day_is_that_of_the_document(workbench, tmp_path):
    path = tmp_path / "a.txt"
    path.write_text(f"Oslo, 17 March 2025\n\n{TALK}")
    assert "2024-01-01" in workbench("extract", path, "--format", "jsonl").out
    path.with_name("a.txt.toml").write_text("date = 2020-01-01")
    assert "2019-01-01" in workbench("extract", path, "--format", "jsonl").out
