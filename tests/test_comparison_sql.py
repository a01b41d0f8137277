"""The comparisons that SQL works out are those of the pure function, row by row and column by column."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from store_case import source
from written_pairs import said as some_words

from workbench.extraction.claims import Claim, Document
from workbench.extraction.extract import written
from workbench.quantity.accepted import accepted_set
from workbench.quantity.commensurable import into_claim_unit
from workbench.quantity.comparison import compare
from workbench.quantity.model import Period, Quantity
from workbench.quantity.money import Rate, rate_text
from workbench.quantity.reference import Reference
from workbench.quantity.settings import DEFAULT, Tolerances
from workbench.references.model import Candidate, Observation
from workbench.references.periods import other_period
from workbench.references.vintages import known, standings
from workbench.store import compare as compare_in_store
from workbench.store import conversions
from workbench.store.compare import finding_columns
from workbench.store.connect import rows
from workbench.store.head import Head, open_head

SAID = {"claims/2024.txt": datetime(2024, 3, 5, 23, 30), "claims/never.txt": None}  # noqa: DTZ001
RATES = [
    Rate(date(2024, 3, 4), "EUR", "USD", Decimal("1.0813"), "ECB"),
    Rate(date(2024, 3, 1), "EUR", "CHF", Decimal("0.9563"), "ECB"),
    Rate(date(2022, 12, 30), "EUR", "USD", Decimal("1.0666"), "ECB"),
]
UNITS = [
    ("", "count"), ("", "multiple"), ("percent", "percent"), ("percentage_point", "percent"),
    ("basis_point", "percent"),
    ("tonne", "mass"), ("kilogram", "mass"), ("pound", "mass"), ("kilometer", "length"), ("mile", "length"),
    ("degree_Celsius", "temperature"), ("degree_Fahrenheit", "temperature"), ("kelvin", "temperature"),
    ("USD", "money"), ("EUR", "money"), ("CHF", "money"), ("USD/hour", "rate"), ("EUR/day", "rate"), ("XYZ", "money"),
    ("barrel", "volume"), ("meter**3", "volume"), ("kilometer/hour", "speed"), ("no_such_unit", "other"),
]  # fmt: skip
Pair = tuple[Quantity, Observation]


def decimal(text: str) -> Decimal:
    return Decimal(text)


round_numbers = st.sampled_from(
    [
        "0",
        "1",
        "-1",
        "2",
        "0.5",
        "1.5",
        "-3",
        "24",
        "37.9",
        "38",
        "50",
        "95",
        "99.5",
        "100",
        "100.5",
        "105",
        "110",
        "128",
        "150",
        "-150",
        "200",
        "250",
        "400",
        "1000",
        "38000000",
        "6e9",
    ]
).map(decimal)
numbers = st.one_of(
    round_numbers,
    st.decimals(min_value=-1000, max_value=1000, places=2),
    st.decimals(min_value=-(10**9), max_value=10**9, places=3),
    st.integers(min_value=-(10**20), max_value=10**20).map(Decimal),
    st.sampled_from(
        ["1e-9", "1e99", "1e150", "-1e301", "1e400", "1e-99", "1e-400", "0.333333333333333333333333333333"]
    ).map(decimal),
)
steps = st.sampled_from(["0", "1e-6", "0.1", "1", "5", "10", "1000", "1000000"]).map(decimal)
changes = st.sampled_from([None, None, "increase_by", "increase_to", "decrease_by", "decrease_to"])
periods = st.sampled_from(
    [None, None]
    + [
        Period(start, end, "")
        for start, end in (
            (date(2023, 1, 1), date(2023, 12, 31)), (date(2023, 1, 1), date(2023, 1, 9)),
            (date(2024, 1, 31), date(2024, 1, 31)), (date(2024, 2, 1), date(2024, 2, 1)),
            (date(2024, 3, 5), date(2024, 3, 5)), (date(2024, 1, 1), date(2024, 12, 31)),
        )
    ]
)  # fmt: skip
figure_periods = st.sampled_from(
    [
        (None, None), (date(2024, 1, 1), date(2024, 12, 31)), (date(2023, 1, 1), date(2023, 12, 31)),
        (date(2023, 12, 31), date(2023, 12, 31)), (date(2025, 1, 31), date(2025, 1, 31)),
        (date(2025, 2, 1), date(2025, 2, 1)),
    ]
)  # fmt: skip


@st.composite
def quantities(draw: st.DrawFn) -> Quantity:
    unit, kind = draw(st.sampled_from(UNITS))
    is_range = draw(st.booleans())
    ends = sorted([draw(numbers), draw(numbers)])
    return Quantity(
        0, 1, "x", "x",
        None if is_range else ends[0], ends[0] if is_range else None, ends[1] if is_range else None,
        rounding_step=(draw(steps), draw(steps)) if is_range else draw(steps),
        written_step=draw(steps),
        modifier=draw(st.sampled_from(["=", "=", "~", ">", ">=", "<", "<="])),
        side=draw(st.sampled_from(["both", "below", "above"])),
        exact=draw(st.booleans()), half_open=is_range and draw(st.booleans()), negated=draw(st.booleans()),
        unit=unit, kind=kind, change=draw(changes), period=draw(periods),
    )  # fmt: skip


@st.composite
def observations(draw: st.DrawFn) -> Observation:
    unit, kind = draw(st.sampled_from(UNITS))
    low, middle, high = sorted([draw(numbers), draw(numbers), draw(numbers)])
    value, low, high = draw(
        st.sampled_from(
            [(low, None, None)] * 3 + [(None, low, high), (middle, low, high), (None, low, None), (None, None, high)]
        )
    )
    return Observation(
        "", "ports", draw(st.sampled_from(["stock", "growth rate of stock"])), "Here", "2024", *draw(figure_periods),
        value, low, high, unit, unit, kind,
        vintage=draw(st.sampled_from([None, date(2024, 1, 1), date(2024, 3, 5), date(2024, 6, 1)])),
    )  # fmt: skip


def pairs_near_a_threshold() -> Iterator[Pair]:
    """What lies on a bound or a threshold, or beside it by less than a binary number can tell."""
    for modifier, text in ((">", "100"), (">=", "110"), ("<=", "100"), ("=", "100.5"), ("=", "149.5"), ("~", "95")):
        for by in ("0", "1e-16", "-1e-16", "1e-20", "1e-8"):
            value = Decimal(text)
            claim = Quantity(0, 1, "x", "x", value, rounding_step=Decimal(1), modifier=modifier)
            for figure in ("100", "110", "66.6666666666666666667", "150", "128", "99.5", "95", "0"):
                yield claim, plain(Decimal(figure) + Decimal(by))


def plain_pairs(count: int) -> Iterator[Pair]:
    chance = Random(5)  # noqa: S311
    for _ in range(count):
        (unit, kind), (other, other_kind) = chance.choice(
            [
                (UNITS[0], UNITS[0]),
                (UNITS[5], UNITS[5]),
                (UNITS[5], UNITS[7]),
                (UNITS[9], UNITS[8]),
                (UNITS[2], UNITS[2]),
            ]
        )
        places = chance.randrange(4)
        size = Decimal(chance.randrange(1, 10**6)).scaleb(-places)
        figure = round(size * chance.randrange(300, 3000) / 1000, places)
        claim = Quantity(
            0, 1, "x", "x", size, rounding_step=Decimal(1).scaleb(-places), unit=unit, kind=kind,
            modifier=chance.choice(["=", "=", "~", ">", "<="]),
        )  # fmt: skip
        yield claim, replace(plain(figure), unit=other, kind=other_kind)


def far_apart(count: int, digits: int = 3) -> Iterator[Pair]:
    """Short round numbers of one unit, of which the reference is up to a million times the claim."""
    chance = Random(9)  # noqa: S311 - the same in every run
    for _ in range(count):
        size = Decimal(chance.randrange(1, 10**digits))
        figure = Decimal(chance.randrange(1, 10**digits)).scaleb(chance.randrange(7))
        step = chance.choice([Decimal(1), Decimal(10) if size % 10 == 0 else Decimal(1)])
        modifier = chance.choice(["=", "~", ">", "<="])
        yield Quantity(0, 1, "x", "x", size, rounding_step=step, modifier=modifier), plain(figure)


def plain(value: Decimal) -> Observation:
    return Observation("", "ports", "stock", "Here", "2024", None, None, value, None, None, "", "", "count")


def stored(head: Head, told: list[Pair], tolerances: Tolerances = DEFAULT) -> list[dict[str, Any]]:
    """Every pair, said on each of the days, as the head compares it."""
    figures = [replace(figure, observation_id=f"ports/{n}") for n, (_, figure) in enumerate(told)]
    texts, candidates = [], []
    for path, said in SAID.items():
        document = Document(path, path, path, "x", posted_at=said)
        claims = [Claim(f"{path} {n}", path, n, quantity) for n, (quantity, _) in enumerate(told)]
        texts.append((document, [(claim, accepted_set(claim.quantity, tolerances)) for claim in claims]))
        candidates += [Candidate(claim.claim_id, f"ports/{claim.occurrence}", 1, 1.0, ()) for claim in claims]
    head.replace_source(source(), figures)
    head.replace_documents(texts)
    head.replace_candidates(candidates)
    head.clear_comparisons()
    head.compare_wanted(tolerances, RATES)
    return rows(head.connection, "FROM comparisons ORDER BY claim_id, observation_id")


def expected(told: list[Pair], tolerances: Tolerances = DEFAULT) -> list[dict[str, Any]]:
    """The same by the pure function."""
    figures = [replace(figure, observation_id=f"ports/{n}") for n, (_, figure) in enumerate(told)]
    standing = standings(figures)
    result = []
    for path, said in SAID.items():
        on = said and said.date()
        for n, (quantity, _) in enumerate(told):
            found = compare(quantity, figures[n].reference(), tolerances, rates=RATES, on=on)
            stands = standing[figures[n].observation_id]
            said_of = quantity.period or Period(None, None, "")
            if other_period(said_of.start, said_of.end, figures[n].period_start, figures[n].period_end, on):
                found = replace(found, proposed=None)
            result.append(
                {
                    "claim_id": f"{path} {n}", "observation_id": f"ports/{n}",
                    **finding_columns(found, figures[n].value, figures[n].low, figures[n].high),
                    "missing": found.missing, "rate": found.rate and rate_text(found.rate),
                    "known": known(stands, on),
                }
            )  # fmt: skip
    return sorted(result, key=lambda row: (row["claim_id"], row["observation_id"]))


@pytest.fixture(scope="module")
def head(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Head]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_STATE_HOME", str(tmp_path_factory.mktemp("state")))
        with open_head(tmp_path_factory.mktemp("case")) as opened:
            yield opened


def differing(found: list[dict[str, Any]], wanted: list[dict[str, Any]]) -> list[tuple[Any, ...]]:
    """What is not the same: claim, column, in SQL, by the pure function."""
    assert len(found) == len(wanted)
    return [
        (one["claim_id"], name, one[name], other[name])
        for one, other in zip(found, wanted, strict=True)
        for name in other
        if one[name] != other[name]
    ]


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(told=st.lists(st.tuples(quantities(), observations()), min_size=1, max_size=80))
def test_sql_and_the_pure_function_are_the_same(head: Head, told: list[Pair]):
    assert differing(stored(head, told), expected(told)) == []


def test_every_digit_of_many_plain_pairs(head: Head):
    """Numbers as texts state them, thousands of them, so that last places are rounded in every way there is."""
    told = list(plain_pairs(6000))
    assert differing(stored(head, told), expected(told)) == []


def test_every_digit_where_the_reference_is_many_times_the_claim(head: Head):
    told = list(far_apart(3000))
    assert differing(stored(head, told), expected(told)) == []


def test_what_people_write(head: Head):
    """Wordings, ranges, vague plurals, falls, multiples, units and currencies as they are read from words."""
    chance, told = Random(8), []  # noqa: S311 - the same in every run
    for _ in range(1500):
        claim, figure = (written(some_words(chance).text) for _ in range(2))
        if claim is not None and figure is not None:
            numbers = {"value": figure.value, "low": figure.low, "high": figure.high}
            unit = {"unit": figure.unit, "unit_written": figure.unit, "kind": figure.kind}
            measure = chance.choice(["stock", "growth rate of stock"])
            told.append((claim, replace(plain(Decimal(1)), measure=measure, **numbers, **unit)))
    assert len(told) == 1500
    assert differing(stored(head, told), expected(told)) == []


@pytest.mark.parametrize("tolerances", [DEFAULT, Tolerances(Decimal(1), Decimal(20), Decimal(33), Decimal(5))])
def test_on_bounds_and_thresholds(head: Head, tolerances: Tolerances):
    told = list(pairs_near_a_threshold())
    assert differing(stored(head, told, tolerances), expected(told, tolerances)) == []


def test_the_pure_function_is_asked_only_where_sql_cannot_tell(head: Head, monkeypatch: pytest.MonkeyPatch):
    asked = []

    def counted(*arguments: Any, **named: Any):  # noqa: ANN401
        asked.append(arguments)
        return compare(*arguments, **named)

    monkeypatch.setattr(compare_in_store, "compare", counted)
    told = list(plain_pairs(3000))
    stored(head, told)
    assert len(asked) <= len(told) * len(SAID) / 50
    asked.clear()
    between_two_millionths = Quantity(0, 1, "x", "x", Decimal("1000000.5"))
    stored(head, [(between_two_millionths, plain(Decimal(1_000_000)))])
    assert len(asked) == len(SAID)


def test_pint_is_asked_once_for_each_pair_of_units(head: Head, monkeypatch: pytest.MonkeyPatch):
    asked = []

    def counted(claim: Quantity, reference: Reference, *rest: Any):  # noqa: ANN401
        asked.append((claim.unit, reference.unit))
        return into_claim_unit(claim, reference, *rest)

    monkeypatch.setattr(conversions, "into_claim_unit", counted)
    claim = Quantity(0, 1, "x", "x", Decimal(5), unit="mile", kind="length")
    figure = replace(plain(Decimal(8)), unit="kilometer", kind="length")
    stored(head, [(claim, figure)] * 40)
    assert asked == [("mile", "kilometer")]


def test_the_rate_is_stored(head: Head):
    claim = Quantity(0, 1, "x", "x", Decimal(6_000_000), unit="USD", kind="money")
    rates = {row["rate"] for row in stored(head, [(claim, replace(plain(Decimal(5)), unit="EUR", kind="money"))])}
    assert rates == {"1 EUR = 1.0813 USD on 2024-03-04 (ECB)", None}
