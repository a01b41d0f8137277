"""``compare --batch`` beside an oracle of its own: thousands of written pairs, every field of every line."""

import json
from decimal import Decimal
from fractions import Fraction
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from oracle import Said, finding, modifier
from written_pairs import said

from workbench.operations.measure import compare_batch

FIELDS = ("value", "low", "high", "unit", "kind", "modifier", "change")


def pairs(chance: Random, count: int) -> list[tuple[Said, Said]]:
    """Pairs of which most can be compared: their units measure the same."""
    made = []
    for _ in range(count):
        claim, reference = said(chance), said(chance)
        for _ in range(chance.choice([0, 40, 40, 40])):
            if (claim.unit.base, claim.unit.kind) == (reference.unit.base, reference.unit.kind):
                break
            reference = said(chance)
        made.append((claim, reference))
    return made


def lines_of(made: list[tuple[Said, Said]]) -> list[str]:
    return [json.dumps({"claim": claim.text, "reference": reference.text}) for claim, reference in made]


def expected(quantity: Said) -> dict[str, Any]:
    """The fields of the quantity as JSON that decide the comparison."""
    return {
        "value": quantity.value, "low": quantity.low, "high": quantity.high, "unit": quantity.unit.name,
        "kind": quantity.unit.kind, "modifier": modifier(quantity), "change": quantity.change,
    }  # fmt: skip


def exact(told: Any) -> Any:  # noqa: ANN401 - any JSON
    """Numbers as fractions of what is printed."""
    if isinstance(told, list):
        return [exact(each) for each in told]
    return told if isinstance(told, (bool, str)) or told is None else Fraction(str(told))


def differences(made: list[tuple[Said, Said]], found: list[dict[str, Any]]) -> list[tuple[Any, ...]]:
    """What is not the same: the pair, the field, what was found, what the oracle says."""
    wrong: list[tuple[Any, ...]] = []
    for (claim, reference), told in zip(made, found, strict=True):
        if "error" in told:
            wrong.append((claim.text, reference.text, told["error"]))
            continue
        for side, quantity in (("claim", claim), ("reference", reference)):
            for name, value in expected(quantity).items():
                if exact(told[side][name]) != exact(value):
                    wrong.append((quantity.text, name, told[side][name], value))
        for name, value in finding(claim, reference).items():
            if exact(told[name]) != exact(value):
                wrong.append((claim.text, reference.text, name, told[name], value))
    return wrong


@pytest.mark.parametrize("seed", range(4))
def test_thousands_of_written_pairs(seed: int):
    made = pairs(Random(seed), 1500)  # noqa: S311 - the same in every run
    assert differences(made, list(compare_batch(lines_of(made), on=None, rates=[]))) == []


@settings(max_examples=200, deadline=None)
@given(st.randoms(use_true_random=False))
def test_any_written_pair(chance: Random):
    made = pairs(chance, 1)
    assert differences(made, list(compare_batch(lines_of(made), on=None, rates=[]))) == []


@pytest.fixture
def batch(workbench, tmp_path):
    """Run ``compare --batch`` on a file with this text."""

    def run(text: str, *options: str):
        (tmp_path / "pairs.jsonl").write_bytes(text.encode())
        return workbench("compare", "--batch", tmp_path / "pairs.jsonl", *options)

    return run


def test_the_command_prints_what_the_oracle_says(batch):
    made = pairs(Random(99), 300)  # noqa: S311 - the same in every run
    result = batch("\n".join(lines_of(made)))
    assert result.code == 0
    found = [json.loads(line, parse_float=Decimal) for line in result.out.splitlines()]
    assert differences(made, found) == []


RATES = (
    "date,from,to,rate,source\n2023-12-29,EUR,USD,2.00,example\n2024-06-14,EUR,USD,1.10,example\n"
    "2024-12-30,EUR,USD,4.00,example\n"
)


@pytest.mark.parametrize(
    ("claim", "line_date", "option", "rate"),
    [
        ("$5.5 million in 2023", "2024-06-14", "2024-12-31", "2.00"),  # the claim's period goes first
        ("$5.5 million", "2024-06-14", "2024-12-31", "1.10"),  # then the document's date
        ("$5.5 million", None, "2024-12-31", "4.00"),  # then the option
        ("$5.5 million last year", "2025-02-01", "2024-06-14", "4.00"),
        ("$5.5 million", "2025-03-01", None, None),  # no rate so late
        ("$5.5 million", None, None, None),
    ],
)
def test_which_day_the_exchange_rate_is_of(batch, tmp_path, claim, line_date, option, rate):
    (tmp_path / "fx.csv").write_text(RATES)
    line = {"claim": claim, "reference": "€5 million"} | ({"date": line_date} if line_date else {})
    options = ["--rates", str(tmp_path / "fx.csv"), *(["--date", option] if option else [])]
    found = json.loads(batch(json.dumps(line), *options).out)
    if rate is None:
        assert (found["comparison"], "no exchange rate from EUR to USD" in found["why"]) == ("incommensurable", True)
    else:
        assert f"1 EUR = {rate} USD" in found["why"]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("", "line 1: the line is empty"),
        ("[1]", "needs the texts"),
        ("5 kg", "is no JSON object"),
        ('{"claim": "5 kg"}', "needs the texts"),
        ('{"claim": 5, "reference": "5"}', "needs the texts"),
        ('{"claim": "", "reference": "5"}', "holds no number"),
        ('{"claim": " \\u2003", "reference": "5"}', "holds no number"),
        ('{"claim": "5 kg", "reference": "many"}', "holds no number"),
        ('{"claim": "5 kg", "reference": "6 kg", "date": "2024-02-30"}', "is no date"),
        ('{"claim": "5 kg", "reference": "6 kg", "date": 20240203}', "must be a text"),
        ('{"claim": "%s", "reference": "5"}' % ("1" * 20_000), "longer than"),
        ('{"claim": "5 kg", "reference": "6 kg"', "is no JSON object"),
        ("[" * 100_000, "is no JSON object"),
    ],
)
def test_a_line_that_cannot_be_read_is_told_in_its_place(batch, line, message):
    good = '{"claim": "5 kg", "reference": "5 kg", "of": [1, 2]}'
    result = batch(f"{line}\r\n{good}\r\n")
    first, second = map(json.loads, result.out.splitlines())
    assert message in first["error"]
    assert second["comparison"] == "consistent"
    assert result.code == 1


def test_a_batch_of_nothing_is_no_error(batch):
    result = batch("")
    assert (result.out, result.code) == ("", 0)


def test_a_byte_order_mark_and_a_time_of_the_day_are_read(batch):
    line = '{"claim": "5 kg", "reference": "5 kg", "date": "2024-06-14T08:30:00Z"}\r\n'
    assert json.loads(batch(f"\N{ZERO WIDTH NO-BREAK SPACE}{line}").out)["comparison"] == "consistent"


def test_numbers_of_many_digits_are_printed_digit_for_digit(batch, workbench, tmp_path):
    told = "12345678901234567890.123456789"
    line = json.dumps({"claim": f"{told} kg", "reference": f"{told} kg"})
    result = batch(line)
    assert f'"value": {told},' in result.out
    assert '"accepted": [12345678901234567890.1234567885, 12345678901234567890.1234567895]' in result.out
    (tmp_path / "text.txt").write_text(f"It weighs {told} kg.")
    assert f'"value": {told},' in workbench("extract", tmp_path / "text.txt", "--format", "jsonl").out


def test_counts_of_different_things_are_compared_with_a_word_of_warning():
    lines = [{"claim": "5 apples", "reference": "5 pears"}, {"claim": "5 apples", "reference": "5 Apples"}]
    told = list(compare_batch([json.dumps(line) for line in lines], on=None, rates=[]))
    assert [each["comparison"] for each in told] == ["consistent"] * 2
    assert ["apples, the other pears" in each["why"] for each in told] == [True, False]
