"""``workbench.toml``: what is wrong in it is told with its line, and everything else counts."""

from decimal import Decimal
from pathlib import Path

import pytest

from workbench.documents.case import Case
from workbench.documents.settings import Settings, parse_settings, read_settings
from workbench.operations.init import SETTINGS


def test_a_case_without_settings_has_the_defaults(tmp_path: Path) -> None:
    settings, problems = read_settings(Case(tmp_path))
    assert settings == Settings()
    assert problems == []
    assert settings.verdicts[:2] == ("correct", "mostly_correct")


def test_all_settings_are_read() -> None:
    text = """
title = "Trade"
languages = ["en"]
[verdicts]
scale = "true-false"
[tolerances]
correct_within = 1
mostly_within = 12.5
[review]
mode = "blind"
reviewers = ["ana", "ben"]
"""
    settings, problems = parse_settings(text, "workbench.toml")
    assert problems == []
    assert (settings.title, settings.languages, settings.scale) == ("Trade", ("en",), "true-false")
    assert (settings.mode, settings.reviewers) == ("blind", ("ana", "ben"))
    assert (settings.tolerances.correct_within, settings.tolerances.mostly_within) == (Decimal(1), Decimal("12.5"))
    assert settings.tolerances.exaggerated_within == Decimal(50)


def test_the_settings_of_a_new_case_are_the_defaults_but_for_the_title() -> None:
    settings, problems = parse_settings(SETTINGS, "workbench.toml")
    assert problems == []
    assert settings.title
    assert settings.settings_hash == Settings().settings_hash


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ('titel = "x"', 1, "title"),
        ("\ntitle = 5", 2, "title"),
        ('title = "x"\n[verdicts]\nscale = "stars"', 3, "default"),
        ('[tolerances]\ncorrect_within = "much"', 2, "percentage"),
        ("[tolerances]\ncorrect_within = -1", 2, "percentage"),
        ("[tolerances]\ncorrect_within = true", 2, "percentage"),
        ("[tolerances]\nmostly_within = nan", 2, "percentage"),
        ("[tolerances]\n\nmostly_within = 0.1", 3, "smallest"),
        ("[tolerances]\nmisleading = 50", 2, "Known names"),
        ('[review]\nmode = "secret"', 2, "blind"),
        ('[review]\nreviewers = ["Ana B"]', 2, "a-z"),
        ('[review]\nreviewers = "ana"', 2, "a list"),
        ('[review]\nmode = "blind"', 2, "reviewers"),
        ("languages = []", 1, "language"),
        ("tolerances = 5", 1, "[tolerances]"),
        ('title = "open', 1, "name"),
        ("[ 'review' ] # who\nmode = 5", 2, "blind"),
        ('title = """\n[' + " " * 200_000 + '\n"""\nlanguages = 5', 4, "a list"),
        ('title = "a"\ntitle = "b"', 2, "name"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(text: str, line: int, words: str) -> None:
    settings, problems = parse_settings(text, "workbench.toml")
    assert [(problem.file, problem.line) for problem in problems] == [("workbench.toml", line)]
    assert words in str(problems[0])
    assert settings.tolerances == Settings().tolerances
    assert settings.verdicts == Settings().verdicts


def test_a_wrong_value_leaves_the_others_alone() -> None:
    settings, problems = parse_settings('[tolerances]\ncorrect_within = "x"\nmostly_within = 20', "workbench.toml")
    assert len(problems) == 1
    assert settings.tolerances.mostly_within == 20


@pytest.mark.parametrize("text", ["a = " + "[" * 100_000, "a = 1e99999999999999999999", "a = " + "9" * 10_000, "\0"])
def test_hostile_settings_are_one_problem(text: str) -> None:
    settings, problems = parse_settings(text, "workbench.toml")
    assert settings == Settings()
    assert len(problems) == 1


def test_the_hash_follows_what_a_finding_rests_on_and_nothing_else() -> None:
    def hashed(text: str) -> str:
        return parse_settings(text, "workbench.toml")[0].settings_hash

    plain = hashed("")
    assert len(plain) == 64
    assert hashed('title = "x"\nlanguages = ["en"]\n[review]\nmode = "open"') == plain
    assert hashed("[tolerances]\ncorrect_within = 0.50") == plain
    assert hashed("[tolerances]\ncorrect_within = 0.6") != plain
    assert hashed('[verdicts]\nscale = "true-false"') != plain


def test_a_settings_file_that_is_no_text_is_told(tmp_path: Path) -> None:
    (tmp_path / "workbench.toml").write_bytes(b'title = "\xff"')
    settings, problems = read_settings(Case(tmp_path))
    assert settings == Settings()
    assert (problems[0].file, problems[0].line) == ("workbench.toml", 1)
