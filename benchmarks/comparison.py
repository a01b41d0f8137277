"""How long 1,000,000 comparisons take, beside a plain join of the same tables with one multiplication, in DuckDB.

    python benchmarks/comparison.py [--pairs 1000000] [--rounds 5] [--page docs/benchmarks.md]

Both join the same candidates, claims, documents and observations of a made-up case in a temporary folder and store a
row for each pair, in turn, in one process; what each stored is taken out before the next begins.
"""

import argparse
import resource
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from random import Random

import duckdb
from report import machine, table, write_section

from workbench.extraction.claims import Claim, Document
from workbench.quantity.accepted import accepted_set
from workbench.quantity.interval import Interval
from workbench.quantity.model import Period, Quantity
from workbench.quantity.money import Rate
from workbench.quantity.settings import DEFAULT
from workbench.references.model import Candidate, Observation, Source
from workbench.store.compare import Compared
from workbench.store.head import Head, open_head

OBSERVATIONS, CANDIDATES, CLAIMS_OF_A_DOCUMENT = 10_000, 5, 100
# Units and kinds of claims, how common they are, and in which units the figures for them are told.
MIX = (
    (("", "count"), 45, ("",)),
    (("percent", "percent"), 25, ("percent",)),
    (("USD", "money"), 12, ("USD", "USD", "EUR")),
    (("tonne", "mass"), 8, ("tonne", "kilogram")),
    (("kilometer", "length"), 5, ("kilometer", "mile")),
    (("percentage_point", "percent"), 3, ("percentage_point",)),
    (("degree_Celsius", "temperature"), 2, ("degree_Celsius",)),
)
WORDINGS = (("=", 60), ("~", 20), (">", 10), (">=", 4), ("<=", 4), ("<", 2))
RATES = [Rate(date(2024, month, 28), "EUR", "USD", Decimal(10800 + 37 * month).scaleb(-4)) for month in range(1, 13)]

PLAIN = """
    CREATE TABLE plain AS SELECT k.claim_id, k.observation_id, c.value * o.value AS product FROM candidates AS k
    JOIN claims AS c ON c.claim_id = k.claim_id JOIN documents AS d ON d.document_id = c.document_id
    JOIN observations AS o ON o.observation_id = k.observation_id
"""


def main() -> None:
    """Measure, and print the table or put it into a page."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pairs", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--page", type=Path, help="the page whose section 'comparison' is replaced")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, open_head(Path(folder)) as head:
        fill(head, asked.pairs)
        body = measure(head, asked.rounds)
    print(body)
    if asked.page:
        write_section(asked.page, "comparison", body)


def fill(head: Head, pairs: int) -> None:
    """Put claims, observations and candidates into a head."""
    chance = Random(1)  # noqa: S311 - made-up figures, the same in every run
    figures = list(observations(chance))
    by_kind: dict[str, list[str]] = {}
    for figure in figures:
        by_kind.setdefault(figure.kind if figure.unit != "percentage_point" else figure.unit, []).append(
            figure.observation_id
        )
    source = Source("s", "sources/s.toml", "P", "T", "https://example.org", date(2025, 1, 1))
    candidates: list[Candidate] = []
    with head.transaction():
        head.replace_source(source, figures)
        head.replace_documents(documents(pairs // CANDIDATES, chance, by_kind, candidates))
        head.replace_candidates(candidates)


def observations(chance: Random) -> Iterator[Observation]:
    """Figures of all the kinds; some are intervals, some have vintages."""
    for number in range(OBSERVATIONS):
        (_, kind), _, units = pick(chance)
        unit, value = chance.choice(units), size(chance, kind)
        is_interval = chance.random() < 0.05
        yield Observation(
            f"s/{number:05}", "s", f"measure {number // 2}", "Here", "2024", date(2024, 1, 1), date(2024, 12, 31),
            None if is_interval else value, value * Decimal("0.9") if is_interval else None,
            value * Decimal("1.1") if is_interval else None, unit, unit, kind,
            vintage=date(2024, 1 + number % 12, 1) if number % 4 < 2 else None,
        )  # fmt: skip


def documents(
    claims: int, chance: Random, by_kind: dict[str, list[str]], candidates: list[Candidate]
) -> Iterator[tuple[Document, list[tuple[Claim, Interval]]]]:
    """Documents of a year with their claims; the candidates of each claim are added to the list."""
    for first in range(0, claims, CLAIMS_OF_A_DOCUMENT):
        name = f"claims/{first:06}.txt"
        said = datetime(2024, 1 + first % 12, 1 + first % 28)  # noqa: DTZ001 - the store keeps naive UTC
        found = []
        for number in range(first, min(first + CLAIMS_OF_A_DOCUMENT, claims)):
            quantity = claim(chance)
            told = Claim(f"c{number:016x}", name, number, quantity)
            found.append((told, accepted_set(quantity)))
            of = by_kind[quantity.kind if quantity.unit != "percentage_point" else quantity.unit]
            candidates += [
                Candidate(told.claim_id, each, rank, 1.0, ())
                for rank, each in enumerate(chance.sample(of, CANDIDATES), 1)
            ]
        yield Document(name, name, name, "x", posted_at=said), found


def claim(chance: Random) -> Quantity:
    """A quantity of one of the kinds, in one of the wordings; some are ranges, some speak of a year."""
    (unit, kind), _, _ = pick(chance)
    value = size(chance, kind)
    modifier = chance.choices([name for name, _ in WORDINGS], [weight for _, weight in WORDINGS])[0]
    is_range = chance.random() < 0.05
    step = Decimal(1).scaleb(value.adjusted() - 1)
    return Quantity(
        0, 1, "x", "x", None if is_range else value, value if is_range else None,
        value * Decimal("1.25") if is_range else None, rounding_step=(step, step) if is_range else step,
        modifier=modifier, unit=unit, kind=kind, change=chance.choice([None] * 8 + ["increase_by", "decrease_by"]),
        negated=chance.random() < 0.02,
        period=Period(date(2024, 1, 1), date(2024, 11, 28), "") if chance.random() < 0.3 else None,
    )  # fmt: skip


def pick(chance: Random) -> tuple[tuple[str, str], int, tuple[str, ...]]:
    """A kind, as often as it occurs."""
    return chance.choices(MIX, [weight for _, weight, _ in MIX])[0]


def size(chance: Random, kind: str) -> Decimal:
    """A number as texts state it: few digits, many sizes."""
    if kind in ("percent", "temperature"):
        return Decimal(chance.randrange(1, 1000)).scaleb(-1)
    return Decimal(chance.randrange(1, 1000)).scaleb(chance.randrange(5))


def measure(head: Head, rounds: int) -> str:
    """Time both in turn, after a round that does not count; the table, and what it was made with."""
    plain, ours, compared = [], [], Compared(0)
    before = peak()
    for _ in range(rounds + 1):
        plain.append(timed(lambda: head.connection.execute(PLAIN)))
        head.connection.execute("DROP TABLE plain")
        start = time.perf_counter()
        compared = head.compare_wanted(DEFAULT, RATES)
        ours.append(time.perf_counter() - start)
        head.clear_comparisons()
    times = (statistics.median(plain[1:]), statistics.median(ours[1:]))
    ratios = sorted(one / other for one, other in zip(ours[1:], plain[1:], strict=True))
    columns = ("", "seconds", "fastest", "million pairs a second")
    rows = [
        (name, f"{middle:.2f}", f"{min(all_[1:]):.2f}", f"{compared.pairs / middle / 1e6:.2f}")
        for name, middle, all_ in (("plain join, one multiplication", times[0], plain), ("comparisons", times[1], ours))
    ]
    text = (
        f"{compared.pairs:,} pairs; comparing takes {statistics.median(ratios):.1f} × the plain join "
        f"(lowest {ratios[0]:.1f}, highest {ratios[-1]:.1f}). The pure function decided "
        f"{compared.by_function:,} pairs. "
        f"Peak memory grew by {peak() - before:,.0f} MiB in all rounds together."
    )
    made = f"Made by `python benchmarks/comparison.py` with {machine()}, DuckDB {duckdb.__version__}."
    return f"{table(columns, rows)}\n\n{text}\n\n{made}"


def timed(work: Callable[[], object]) -> float:
    """Seconds that a call takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def peak() -> float:
    """Peak memory of this process in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
