"""French: the third language, a lexicon file and these tests."""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from workbench import extract
from workbench.errors import WorkbenchError
from workbench.extraction.extract import find
from workbench.extraction.lexicons import languages, lexicon
from workbench.extraction.sentences import language_of

LABELLED = Path(__file__).parent / "labelled"
LEXICONS = tuple(lexicon(name) for name in languages())
ON = date(2025, 4, 5)


def only(sentence):
    found = extract(sentence, None, ON)
    assert len(found) == 1, [q.text for q in found]
    return found[0]


READINGS = [
    # sentence, text, value, unit, modifier
    ("Le budget a atteint 8,2 milliards d'euros.", "8,2 milliards d'euros", 8_200_000_000, "EUR", "="),
    ("Le budget a atteint 8,2 milliards d’euros.", "8,2 milliards d’euros", 8_200_000_000, "EUR", "="),
    ("Elle a coûté 12 M€ à la ville.", "12 M€", 12_000_000, "EUR", "="),
    ("Près de 300 personnes ont fui.", "300", 300, "", "~"),
    ("Environ quatre-vingt-dix-sept mille élèves.", "quatre-vingt-dix-sept mille", 97_000, "", "~"),
    ("Deux cent mille manifestants ont défilé.", "Deux cent mille", 200_000, "", "="),
    ("Trois mille cinq cents emplois ont été supprimés.", "Trois mille cinq cents", 3500, "", "="),
    ("Soixante et onze députés ont voté contre.", "Soixante et onze", 71, "", "="),
    ("Les vingt et un élèves sont là.", "vingt et un", 21, "", "="),
    ("Mille personnes sont venues.", "Mille", 1000, "", "="),
    ("Plus de 1 500 soldats sont morts.", "1 500", 1500, "", ">"),
    ("Plus d'un million de logements manquent.", "un million", 1_000_000, "", ">"),
    ("Au moins 12 civils ont été blessés.", "12", 12, "", ">="),
    ("Jusqu'à 40\u202f000 tonnes de blé sont parties.", "40\u202f000 tonnes", 40_000, "tonne", "<="),
    ("Moins de 3 % des élèves sont absents.", "3 %", 3, "percent", "<"),
    ("Pas moins de 40 pays ont signé.", "40", 40, "", ">="),
    ("Cela pèse 1,300 kg pour nous.", "1,300 kg", Decimal("1.3"), "kilogram", "="),
    ("Le terrain mesure 12 mètres carrés.", "12 mètres carrés", 12, "meter**2", "="),
    ("Une vingtaine de maisons ont brûlé.", "Une vingtaine", 20, "", "~"),
    ("Les deux tiers des élèves sont absents.", "deux tiers", Decimal("0.666666666666667"), "", "="),
    ("Un Français sur quatre part en vacances.", "Un Français sur quatre", Decimal("0.25"), "", "="),
    ("Les ventes ont doublé depuis le début.", "doublé", 2, "", "="),
    ("Il fait moins 5 degrés ce matin.", "moins 5 degrés", -5, "degree_Celsius", "="),
    ("Cela coûte 20 euros 43 centimes.", "20 euros 43 centimes", Decimal("20.43"), "EUR", "="),
    ("Le prix est de trois virgule cinq euros.", "trois virgule cinq euros", Decimal("3.5"), "EUR", "="),
    ("Il a parcouru environ un kilomètre.", "un kilomètre", 1, "kilometer", "~"),
]


@pytest.mark.parametrize(("sentence", "text", "value", "unit", "modifier"), READINGS)
def test_numbers_units_and_hedges(sentence, text, value, unit, modifier):
    q = only(sentence)
    assert (q.text, q.value, q.unit, q.modifier) == (text, value, unit, modifier)
    assert sentence[q.start : q.end] == q.text


def test_ranges_and_vague_plurals():
    q = only("Entre 5 et 7 millions de personnes ont voté.")
    assert (q.low, q.high, q.counted) == (5_000_000, 7_000_000, "personnes")
    q = only("Des dizaines de milliers de personnes ont fui.")
    assert (q.low, q.high, q.half_open) == (20_000, 100_000, True)


def test_changes_and_negation():
    fell = extract("Le chômage a reculé de 5,4 % à 4,9 %.", None, ON)
    assert [(q.value, q.change) for q in fell] == [(Decimal("5.4"), None), (Decimal("4.9"), "decrease_to")]
    assert only("La production a augmenté de 12 % sur la période.").change == "increase_by"
    assert only("Il n'a pas payé 400 euros.").negated
    assert not only("Il a payé pas moins de 400 euros.").negated


def test_what_is_counted():
    assert only("L'usine d'acier emploie 1 200 ouvriers.").counted == "ouvriers"
    assert only("Elle compte 3 millions d'habitants.").counted == "habitants"
    dead = extract("Le bilan est d'un mort et de deux blessés.", None, ON)
    assert [(q.value, q.counted) for q in dead][-1] == (2, "blessés")


SILENT = [
    "La réunion a lieu à 14 h 30, le 3 avril 2025.",
    "Elle commence à 14h30 et finit vers 18 heures.",
    "Le 14e arrondissement et l'article 5 de la loi de 1905.",
    "Un homme a vu une femme et un chien.",
    "C'était dans les années 1990, avant 2014.",
    "L'un des ministres est venu, un jour, d'une part.",
]


@pytest.mark.parametrize("sentence", SILENT)
def test_what_is_no_quantity(sentence):
    assert [q.text for q in extract(sentence, "fr", ON)] == []


def sentences_of(name):
    rows = (LABELLED / name).read_text(encoding="utf-8").splitlines()
    return [json.loads(row)["text"] for row in rows]


@pytest.mark.parametrize("name", ["en.jsonl", "ru.jsonl"])
def test_no_sentence_of_another_language_is_taken_for_french(name):
    texts = sentences_of(name)
    assert len(texts) > 100
    assert [text for text in texts if language_of(text, LEXICONS).language == "fr"] == []


@pytest.mark.parametrize("reading", READINGS, ids=lambda reading: reading[0][:30])
def test_french_is_known_as_such(reading):
    assert language_of(reading[0], LEXICONS).language == "fr"


def test_a_sentence_without_common_words_follows_the_one_before():
    text = "Les ventes de la société ont baissé.\nTotal: 1,300 kg"
    assert extract(text, None, ON)[-1].value == Decimal("1.3")
    assert extract("Total: 1,300 kg", None, ON)[-1].value == 1300


def test_the_languages_that_may_be_decided_for_can_be_named():
    text = "Environ 1,300 kg de blé pour les élèves."
    assert next(find(text, among=("fr", "en"))).value == Decimal("1.3")
    assert next(find(text, among=("en", "ru"))).value == 1300
    with pytest.raises(WorkbenchError, match="no lexicon"):
        next(find(text, among=("en", "xx")))
