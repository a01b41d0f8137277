"""A case of any size, made by rule: statements with two numbers each, and the figures that answer some of them.

    python benchmarks/made_case.py DIR CLAIMS

The texts are no statements of anybody's; places, years and numbers go round with different periods, so that hardly a
sentence occurs twice. The same arguments give the same bytes.
"""

import argparse
from collections.abc import Iterator
from pathlib import Path

PLACES = ("Canada", "Chile", "Kenya", "Norway", "Portugal", "Ghana", "Japan", "Peru", "Latvia", "Oman", "Fiji")
GOODS = ("wheat", "cargo", "timber", "copper", "rice", "coal", "cement")
WORDS = ("nearly", "about", "more than", "almost", "over")
YEARS = range(2012, 2025)
PER_FILE = 1_000


def statements(number: int) -> Iterator[str]:
    """So many statements, with two claims each."""
    for n in range(number):
        place, goods, word = PLACES[n % len(PLACES)], GOODS[n // 3 % len(GOODS)], WORDS[n // 7 % len(WORDS)]
        mass, percent, year = 100 + n * 37 % 89_900, 1 + n * 13 % 97, YEARS[n // 11 % len(YEARS)]
        yield (
            f"In {year} the ports of {place} handled {word} {mass},{n % 1000:03} tonnes of {goods}, "
            f"and {percent} percent of it went abroad by way of station {chr(65 + n % 26)}{chr(97 + n // 26 % 26)}."
        )


def make_case(root: Path, claims: int) -> None:
    """Write the case's files.

    Args:
        root: A folder that does not exist yet.
        claims: How many claims the texts hold, about; an even number.
    """
    (root / "claims").mkdir(parents=True)
    (root / "sources").mkdir()
    (root / "workbench.toml").write_text('title = "Made case"\n', encoding="utf-8")
    told = statements(claims // 2)
    for number in range(-(-claims // 2 // PER_FILE)):
        lines = [line for _, line in zip(range(PER_FILE), told, strict=False)]
        (root / "claims" / f"made-{number:05}.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (root / "sources" / "ports.toml").write_text(
        'publisher = "Made by rule"\ntitle = "Ports"\nurl = "https://example.org/"\nretrieved = 2025-01-31\n',
        encoding="utf-8",
    )
    rows = [
        f"{place}-{goods}-{year},{goods} handled in ports,{place},{year},{(n * 7919) % 90_000_000 + 100_000},tonne"
        for n, (place, goods, year) in enumerate((p, g, y) for p in PLACES for g in GOODS for y in YEARS)
    ]
    told_rows = "\n".join(["id,measure,place,period,value,unit", *rows])
    (root / "sources" / "ports.csv").write_text(f"{told_rows}\n", encoding="utf-8")


def main() -> None:
    """Make the case that the arguments ask for."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("directory", type=Path)
    parser.add_argument("claims", type=int)
    asked = parser.parse_args()
    make_case(asked.directory, asked.claims)


if __name__ == "__main__":
    main()
