"""The effort of the extraction grows with the text and no faster, whatever the text is made of."""

import sys

import pytest

from workbench import extract

PIECES = [
    "9", "[", "x", "one ", "1,", "($", "million ", "two million ", "5 km ", "5 km. ", "2020 ", "!", "... ", "a\n",
    "from 5 to ", "not 5 ", "5 days ago, ", "@", "a@", "5'", "and 5 ", "half ", "one-", "5-", "5x10^5", "d'", "сто ",
    "number of 5 ", "1 foot ", "9 minutes, ", "5%", "5\u2028", "not true that 5 ", "about ", "de 5 à ", "as many as 5 ",
    "in 2020 5 km, ", "hundred ", "two hundred hundred ", "5e50",
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


def test_a_table_of_numbers_is_no_sentence_but_a_long_sentence_is():
    assert extract("5 km " * 200, "en") == []
    told = "In the town the lamps of the old street cost 5 dollars and the new lamps there cost 7 euros, " * 12
    assert len(extract(told, "en")) == 24
