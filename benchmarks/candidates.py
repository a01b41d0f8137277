"""How often the observation that answers a claim is among its candidates, and how long ranking takes.

    python benchmarks/candidates.py [--misses] [--page docs/benchmarks.md]

The claims and measures in benchmarks/labelled_claims were written for this; the figures themselves, which play no part
in ranking, are not filled in. Every measure is there for every place and year, so that nearly all observations are near
misses: the same measure of another year or place, another measure of the same place.
"""

import argparse
import csv
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from report import machine, table, write_section

from workbench.extraction.claims import Document, claims_of, document_id
from workbench.extraction.extract import find
from workbench.extraction.units import parse_unit
from workbench.references.candidates import ClaimText, claim_text, rank
from workbench.references.model import Observation

DATA = Path(__file__).parent / "labelled_claims"
PLACES = ("Canada", "Chile", "Kenya", "Norway", "Portugal")
YEARS = range(2020, 2024)
MANY_CLAIMS, MANY_OBSERVATIONS = 1_000, 10_000


@dataclass(frozen=True, slots=True)
class Asked:
    """A claim and the id of the observation that answers it."""

    claim: ClaimText
    answer: str


def main() -> None:
    """Measure, and print the table or put it into a page."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--misses", action="store_true", help="list the claims whose answer does not come first")
    parser.add_argument("--page", type=Path, help="the page whose section 'candidates' is replaced")
    asked = parser.parse_args()
    body = measure(show_misses=asked.misses)
    print(body)
    if asked.page:
        write_section(asked.page, "candidates", body)


def observations(copies: int = 1) -> Iterator[Observation]:
    """Every measure for every place and year; further copies are of places with other names."""
    with (DATA / "measures.csv").open(encoding="utf-8", newline="") as file:
        measures = list(csv.DictReader(file))
    for copy in range(copies):
        for row in measures:
            found = parse_unit(row["unit"])
            if found is None:
                raise SystemExit(f"{DATA / 'measures.csv'}: no such unit: {row['unit']}")
            _, unit, kind = found
            for place in PLACES:
                where = f"{place}{'ax' * copy}"
                for year in YEARS:
                    yield Observation(
                        f"s/{row['key']}-{where}-{year}", "s", row["measure"], where, str(year), date(year, 1, 1),
                        date(year, 12, 31), Decimal(1), None, None, unit, row["unit"], kind,
                    )  # fmt: skip


def claims() -> Iterator[Asked]:
    """The labelled claims, as the extraction reads them."""
    with (DATA / "claims.csv").open(encoding="utf-8", newline="") as file:
        for line, row in enumerate(csv.DictReader(file), 2):
            said = datetime.fromisoformat(row["date"])
            name = f"{line}"
            document = Document(document_id(name), name, name, row["sentence"], posted_at=said)
            found = claims_of(document, find(document.text, "en", said.date()))
            fitting = [claim for claim in found if row["quantity"] in claim.quantity.text]
            if not fitting:
                raise SystemExit(f"{DATA / 'claims.csv'}:{line}: {row['quantity']!r} is not found in the sentence")
            yield Asked(claim_text(document, fitting[0]), f"s/{row['measure']}-{row['place']}-{row['year']}")


def measure(*, show_misses: bool = False) -> str:
    """Rank the labelled claims, then many of them against many observations; the table."""
    asked, figures = list(claims()), list(observations())
    places = found_at(asked, figures)
    if show_misses:
        for each, place in zip(asked, places, strict=True):
            if place != 1:
                print(f"{place or 'missing'}: {each.answer}: {each.claim.sentence}")
    recall = [sum(place is not None and place <= most for place in places) / len(asked) for most in (1, 5)]
    many = list(observations(-(-MANY_OBSERVATIONS // len(figures))))[:MANY_OBSERVATIONS]
    told = [replace(asked[n % len(asked)].claim, claim_id=str(n)) for n in range(MANY_CLAIMS)]
    start = time.perf_counter()
    rank(told, many, [])
    seconds = time.perf_counter() - start
    rows = [(f"{len(asked)}", f"{len(figures)}", f"{recall[0]:.3f}", f"{recall[1]:.3f}")]
    body = table(("claims", "observations", "recall@1", "recall@5"), rows)
    speed = f"Ranking {MANY_CLAIMS:,} claims against {MANY_OBSERVATIONS:,} observations took {seconds:.2f} s."
    return f"{body}\n\n{speed}\n\nMade by `python benchmarks/candidates.py` with {machine()}."


def found_at(asked: list[Asked], figures: list[Observation]) -> list[int | None]:
    """The rank of each claim's answer, None where it is not offered."""
    ranks = {
        (candidate.claim_id, candidate.observation_id): candidate.rank
        for candidate in rank((each.claim for each in asked), figures, [])
    }
    return [ranks.get((each.claim.claim_id, each.answer)) for each in asked]


if __name__ == "__main__":
    main()
