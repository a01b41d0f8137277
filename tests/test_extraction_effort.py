"""The effort of the extraction grows with the text and no faster, whatever the text is made of."""

import sys

import pytest

from workbench import extract
from workbench.extraction.grammar import quantities_of
from workbench.extraction.lexicons import languages, lexicon
from workbench.extraction.passing import leads
from workbench.extraction.sentence import Memory
from workbench.extraction.tokens import CODE, NUM, VULGAR, tokenise

PIECES = [
    "9", "[", "x", "one ", "1,", "($", "million ", "two million ", "5 km ", "5 km. ", "2020 ", "!", "... ", "a\n",
    "from 5 to ", "not 5 ", "5 days ago, ", "@", "a@", "5'", "and 5 ", "half ", "one-", "5-", "5x10^5", "d'", "сто ",
    "number of 5 ", "1 foot ", "9 minutes, ", "5%", "5\u2028", "not true that 5 ", "about ", "de 5 à ", "as many as 5 ",
    "in 2020 5 km, ", "hundred ", "two hundred hundred ", "5e50", "1 ", "(1) (2) ", "1 1 1 1. ", "«", '"', "A. ",
    "No. ", "The town is quiet. ", "12th ", "www.5", "https://x.y/5 ", "@5 ", "½", "٣ ", "İ5 ", "five to ", "one in ",
    "место ", "a million-dollar ", "on the one ", "\u00a01", "1,", "1 234 ", "1.", "  ", "5 up ",
    "5 to 6 to ", "in March 5, ",
]  # fmt: skip
LENGTH = 12_000


def steps(text):
    """How many calls, of whatever function, the extraction of a text takes."""
    count = 0

    def watch(_frame, event, _argument):
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(watch)
    try:
        extract(text)
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize("piece", PIECES)
def test_twice_the_text_takes_twice_the_steps(piece):
    extract(piece * 5)
    once = steps((piece * LENGTH)[:LENGTH])
    twice = steps((piece * 2 * LENGTH)[: 2 * LENGTH])
    assert twice <= 2.2 * once + 200


@pytest.mark.parametrize("piece", ["9", "[", "x", "one ", "сто "])
def test_noise_takes_far_less_than_a_step_a_letter(piece):
    extract(piece * 5)
    assert steps((piece * LENGTH)[:LENGTH]) < LENGTH * 2


@pytest.mark.parametrize("piece", ["The town is quiet. ", "It was told, by others!\n", "Тихо в городе. ", "A. "])
def test_sentences_without_numbers_are_not_looked_at_one_by_one(piece):
    extract(piece * 5)
    assert steps((piece * LENGTH)[:LENGTH]) < LENGTH // 100


def test_a_number_between_sentences_without_one_costs_no_more_than_alone():
    told, rest = "The port took 5 tonnes of sand. ", "The town is quiet. " * 50
    extract(told)
    assert steps(rest + told + rest) < steps(told) + 100


@pytest.mark.parametrize("quiet", ["on the 13th day", "in the 2nd school", "https://example.org/2019", "www.a5.org"])
def test_digits_of_ordinals_and_links_alone_make_no_sentence_worth_reading(quiet):
    extract(f"The town was quiet {quiet} again.")
    assert steps(f"The town was quiet {quiet} again.") < 100


def test_a_number_beside_an_ordinal_or_a_link_is_found():
    found = extract("On the 13th day the port took 5 tonnes of sand, see https://example.org/2019 for 7 reports.")
    assert [str(one.value) for one in found] == ["5", "7"]
    assert [one.text for one in extract("(see www.example.org/5) 40 km")] == ["40 km"]


@pytest.mark.parametrize("piece", ["1 ", "(1) (2) ", "1, 2, 3. ", "2020 ", "5-"])
def test_a_heap_of_numbers_costs_no_more_a_letter_than_statements_do(piece):
    told = "In the town the lamps of the old street cost 5 dollars and the new lamps there cost 7 euros. "
    extract(piece * 5 + told)
    assert steps((piece * LENGTH)[:LENGTH]) < 4 * steps((told * LENGTH)[:LENGTH])


def test_tokens_have_the_places_of_their_texts():
    text = " It’s 5\u00a0000 km, d'or\n\n ½x² (1.2.3) 10:30 #a1 a@b.c İ5 .5 1e5 1e500 2024-05-01 _ №5 "
    tokens = tokenise(text, 1)
    assert all(text[token.start : token.end] == token.text for token in tokens)
    assert [(token.text, token.kind) for token in tokens if token.kind in (NUM, CODE, VULGAR)] == [
        ("5\u00a0000", NUM), ("½", VULGAR), ("1.2.3", CODE), ("10:30", CODE), ("#a1", CODE), ("a@b.c", CODE),
        ("5", NUM), (".5", NUM), ("1e5", NUM), ("1e500", CODE), ("2024-05-01", CODE), ("5", NUM),
    ]  # fmt: skip
    assert [token.low for token in tokens if token.glued] == [",", "x²", "1.2.3", ")", "5", "5"]


def test_a_table_of_numbers_is_no_sentence_but_a_long_sentence_is():
    assert extract("5 km " * 200, "en") == []
    told = "In the town the lamps of the old street cost 5 dollars and the new lamps there cost 7 euros, " * 12
    assert len(extract(told, "en")) == 24


PASSED = [
    "on March 12, 2016 the people", "on 12 March, with", "on 3 May 2019.", "since 2016.", "in June 2016, as",
    "under Article 15 of it", "le 5 mai 2020, puis", "по статье 5 о том", "в мае 2014.", "(see section 7)",
]  # fmt: skip


@pytest.mark.parametrize("quiet", PASSED)
def test_dates_years_and_labels_alone_make_no_sentence_worth_reading(quiet):
    extract(f"The town was quiet {quiet} again.")
    assert steps(f"The town was quiet {quiet} again.") < 120


@pytest.mark.parametrize(
    ("told", "number"),
    [
        ("It has 2016 people.", "2016"),
        ("It rose from 12 March levels to 40.", "40"),
        ("No 5 ships came.", "5"),
        ("The page 5,000 people read.", "5,000"),
        ("In section 5 000 people wait.", "5 000"),
        ("It sold by March 12,500 lamps.", "12,500"),
    ],
)
def test_a_number_that_only_looks_like_a_date_or_a_label_is_read(told, number):
    assert [one.text for one in extract(told)] == [number]


@pytest.mark.parametrize("language", languages())
def test_what_is_passed_over_is_no_quantity_to_the_grammar(language):
    lex = lexicon(language)
    known = {*lex.labels.single(), *lex.sets["dates.year_before"], *lex.months.single()}
    checked = 0
    for lead, pattern in leads([lexicon(name) for name in languages()]).items():
        for number in ("5", "31", "2016", "1700", "2100", "5, 2016"):
            found = pattern.match(f"{number}, people")
            if lead.lower() not in known or found is None:
                continue
            checked += 1
            for text in (
                f"We saw {lead} {number}, people.",
                f"{lead} {number}, people came.",
                f"We saw {lead} {number}",
            ):
                read = quantities_of(text, 0, len(text), lex, None, Memory(), line_start=True)
                assert [one.text for one in read if one.text in number] == []
    assert checked > 100
