"""A text in several languages is read sentence by sentence, and the database says in which."""

import json

import pytest

from workbench.extraction.extract import extract

BOTH = (
    "Trade between the ports grew by 7.5%. Товарооборот портов вырос на 7,5%.\n"
    "Les ports ont traité 5,2 millions de tonnes.\n\n"
    "По данным порта, погибли 12 тыс. деревьев.\nAbout 40 trees of the park died."
)


def test_each_sentence_is_read_in_its_own_language():
    assert [(found.language, str(found.value), found.counted) for found in extract(BOTH)] == [
        ("en", "7.5", None),
        ("ru", "7.5", None),
        ("fr", "5200000.0", None),
        ("ru", "12000", "деревьев"),
        ("en", "40", "trees of the park"),
    ]


@pytest.mark.parametrize("description", ["", 'language = "en"\n'])
def test_a_claim_says_in_which_language_it_was_read(tmp_path, workbench, description):
    case = tmp_path / "case"
    assert workbench("init", case).code == 0
    (case / "claims" / "both.txt").write_text(BOTH, encoding="utf-8")
    (case / "claims" / "both.txt.toml").write_text(description, encoding="utf-8")
    here = "document_id IN (SELECT document_id FROM documents WHERE path LIKE '%both.txt')"
    asked = f"SELECT language FROM claims WHERE {here} ORDER BY start"
    told = workbench("-C", case, "sql", asked, "--format", "json")
    assert [row["language"] for row in json.loads(told.out)] == ["en", "ru", "fr", "ru", "en"]
