"""What a word beside a number allows, however it is put, and numbers in every written form."""

import json
from decimal import Decimal

import pytest

from workbench.operations.measure import Finding, compare, compare_batch, lines_of

# Each says the same of a number as the wording it stands under.
SAME = {
    "about {}": ["in the neighbourhood of {}", "{}, give or take", "{} or thereabouts", "ca. {}", "≈{}", "{}-odd"],
    "nearly {}": [
        "just shy of {}", "a touch under {}", "marginally below {}", "a shade less than {}", "slightly fewer than {}",
        "a little short of {}", "not quite {}", "shy of {}", "fractionally under {}",
    ],
    "just over {}": ["a touch over {}", "marginally above {}", "a fraction more than {}", "just more than {}"],
    "more than {}": ["{} plus", "{}-plus", "{}+", "upwards of {}", "north of {}", "beyond {}", "well over {}", ">{}"],
    "at least {}": [
        "{} or more", "{} and above", "{} and up", "{} upwards", "{} or greater", "not below {}", "starting at {}",
        "not less than {}", "a minimum of {}", "≥ {}",
    ],
    "less than {}": ["fewer than {}", "well under {}", "south of {}", "< {}"],
    "at most {}": [
        "not more than {}", "not above {}", "not over {}", "{} max", "{} or fewer", "{} or less", "a maximum of {}",
    ],
}  # fmt: skip


def found(claim: str, reference: str = "1") -> Finding:
    return compare(claim, reference)


def allowed(claim: str) -> tuple[object, ...]:
    """What a claim allows, with its change and whether it is denied, which the wording must leave alone."""
    one = found(claim)
    return one.comparison.accepted, one.claim.unit, one.claim.change, one.claim.negated


@pytest.mark.parametrize("number", ["60", "3.5 million", "€25,000", "12%", "12 percent", "40 tonnes", "7 km/h"])
@pytest.mark.parametrize(("plain", "other"), [(plain, other) for plain, others in SAME.items() for other in others])
def test_a_wording_allows_what_its_synonym_does(plain: str, other: str, number: str):
    assert allowed(other.format(number)) == allowed(plain.format(number))


@pytest.mark.parametrize(
    ("claim", "low", "high"),
    [
        ("two and a half million", "2250000", "2750000"),  # as 2½ million: a half is the step
        ("2 1/2 million", "2250000", "2750000"),
        ("2½ million", "2250000", "2750000"),
        ("a quarter million", "225000", "275000"),
        ("a quarter of a million", "225000", "275000"),
        ("6 1/4 tonnes", "6.125", "6.375"),
        ("one point five million", "1450000", "1550000"),
        ("полтора миллиона", "1350000", "1650000"),
        ("un million et demi", "1350000", "1650000"),
        ("4.1 ± 0.3 million tonnes", "3800000", "4400000"),
        ("4.1 million ± 0.3", "3800000", "4400000"),
        ("4.1 million ± 200 thousand", "3900000", "4300000"),
        ("60 kg ± 5%", "57", "63"),
        ("about 1/4", "0.225", "0.275"),
        ("1 in 1,000", "0.0009", "0.0011"),
        ("thousands upon thousands", "2000", "1000000"),
        ("60 people maximum", "0", "60"),
        ("as many as one hundred and twenty", "0", "120"),
        ("$76-1800", "75.5", "1850"),  # no year
        ("between $1500 and 1800", "1450", "1850"),
        ("€39800 ± 1750", "38050", "41550"),
        ("7 °C below zero", "-7.5", "-6.5"),
        ("7 degrees Celsius below zero", "-7.5", "-6.5"),
        ("7 °C sous zéro", "-7.5", "-6.5"),
        ("7 °C ниже нуля", "-7.5", "-6.5"),
        ("more than 7 degrees below zero", None, "-7"),  # colder
    ],
)
def test_a_written_form_allows(claim: str, low: str | None, high: str):
    accepted = found(claim).comparison.accepted
    assert accepted.low == (None if low is None else Decimal(low))
    assert accepted.high == Decimal(high)


@pytest.mark.parametrize(
    ("claim", "reference"),
    [
        ("20 in", "50.8 cm"),
        ("2 pct points", "2 percentage points"),
        ("2%-points", "200 basis points"),
        ("1.2 million bbl/d", "1.2 mb/d"),
        ("1,2 млн б/с", "1.2 million barrels per day"),
        ("entre 5 et 7 millions d’euros", "€6 million"),  # with a typographic apostrophe
        ("jusqu’à 60", "55"),
        ("exactement 25 000", "25 000"),
        ("quelque 60", "61"),
        ("plus d'1 million", "1,2 million"),
        ("divisé par deux", "baisse de 50 %"),
    ],
)
def test_these_two_agree(claim: str, reference: str):
    assert found(claim, reference).comparison.comparison == "consistent"


def test_a_bound_behind_a_percentage_is_no_change():
    assert found("12% or less", "11%").to_dict()["comparison"] == "consistent"
    assert found("12% less", "-12%").to_dict()["comparison"] == "consistent"


@pytest.mark.parametrize("text", ["Sales rose 3% to $2bn", "from 70 percent to 40"])
def test_of_several_numbers_the_first_is_compared_and_that_is_said(text: str):
    assert "the claim holds several numbers: the first was compared" in found(text, "3.1%").why
    assert "the reference holds several numbers" in found("3%", text).why
    assert "several" not in found("3%", "3.1%").why


def test_bytes_that_are_no_text_spoil_their_own_line_alone():
    lines = lines_of(b'\xef\xbb\xbf{"claim": "4", "reference": "\xff"}\r\n{"claim": "4", "reference": "4"}\r\n')
    first, second = compare_batch(lines, on=None, rates=[])
    assert "line 1: the line is not UTF-8" in first["error"]
    assert second["comparison"] == "consistent"


def test_a_pair_beside_a_batch_is_refused(workbench, tmp_path):
    (tmp_path / "pairs.jsonl").write_text("")
    refused = workbench("compare", "4", "5", "--batch", tmp_path / "pairs.jsonl")
    assert (refused.code, "--batch" in refused.err) == (2, True)


def test_a_wrong_row_of_the_rates_leaves_the_others_in_use(workbench, tmp_path):
    (tmp_path / "fx.csv").write_text("date,from,to,rate\n2024-03-01,EUR,USD,nan\n2024-03-04,EUR,USD,1.10\n")
    options = ("--rates", tmp_path / "fx.csv", "--date", "2024-03-05", "--format", "json")
    told = workbench("compare", "€5m", "$5.5m", *options)
    assert (told.code, json.loads(told.out)["comparison"]) == (0, "consistent")
    assert "fx.csv:2" in told.err
