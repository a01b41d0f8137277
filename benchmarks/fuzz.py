"""Feed what reads strangers' text with inputs that coverage leads on, until the time is over.

    pip install atheris
    python benchmarks/fuzz.py TARGET [--seconds 150] [--found FOLDER]

TARGET is one of the names in ``TARGETS``. A finding is an exception that a reader does not promise, or a time beyond
what is allowed for the input's size; its input is kept in the folder. Times are of the processor, so that a busy
machine finds nothing by itself.
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

atheris = import_module("atheris")
with atheris.instrument_imports(include=["workbench"]):
    from workbench.documents.read import read_alone
    from workbench.documents.settings import parse_settings
    from workbench.errors import WorkbenchError
    from workbench.extraction.extract import extract
    from workbench.extraction.units import parse_unit
    from workbench.operations.measure import compare
    from workbench.references.rates import parse_rates
    from workbench.references.table import parse_observations
    from workbench.references.toml import parse_source
    from workbench.reviews.events import parse_line

BASE_SECONDS = 1.0
SECONDS_PER_BYTE = 0.0005
MAX_BYTES = 4096

Target = Callable[[bytes], object]


def text_of(data: bytes) -> str:
    """Any text, lone surrogates too."""
    return data.decode("utf-8", "surrogateescape")


def numbers(data: bytes) -> None:
    """The grammar: every span must be where its text says."""
    text = text_of(data)
    for found in extract(text):
        if text[found.start : found.end] != found.text:
            raise AssertionError(f"{found.text!a} is not at {found.start}")


def pairs(data: bytes) -> None:
    """Two written quantities, compared; those that cannot be read are told so."""
    claim, _, reference = text_of(data).partition("\n")
    try:
        compare(claim, reference)
    except WorkbenchError:
        return


def documents(data: bytes) -> None:
    """Every reader: the first byte chooses the ending."""
    ending = ENDINGS[data[0] % len(ENDINGS)] if data else "txt"
    path = Path(_folder.name, f"input.{ending}")
    path.write_bytes(data[1:])
    _, found = read_alone(path, [])
    for document in found:
        document.text.encode("utf-8", "surrogatepass")


def events(data: bytes) -> None:
    """A line of a review file."""
    parse_line(text_of(data), file="reviews/a.jsonl", line_number=1, reviewer="a")


def settings(data: bytes) -> None:
    """``workbench.toml``."""
    parse_settings(text_of(data), "workbench.toml")


def sources(data: bytes) -> None:
    """A source, its figures, and rates of exchange."""
    text = text_of(data)
    parse_source(text, "sources/a.toml")
    parse_observations(text, "sources/a.csv", "a", parse_unit)
    parse_rates(text, "sources/fx.csv")


ENDINGS = ("txt", "md", "html", "json", "jsonl", "csv", "tsv", "srt", "vtt", "eml")
TARGETS: dict[str, Target] = {
    "numbers": numbers, "pairs": pairs, "documents": documents, "events": events, "settings": settings,
    "sources": sources,
}  # fmt: skip
EVENT = (
    '{"id": "01890000-0000-7000-8000-000000000000", "at": "2024-01-01T00:00:00Z", "reviewer": "a", '
    '"action": "verdict", "claim": "c", "verdict": "correct", "reasons": [], "seen": {"sentence": "x"}}'
)
SETTINGS = """title = "x"
languages = ["en"]
[tolerances]
round_share = 0.1
[review]
mode = "blind"
reviewers = ["a"]
[assignment]
per_claim = 2
[keys]
undo = ["u"]
"""
SEEDS: dict[str, tuple[str, ...]] = {
    "numbers": (
        "Nearly 38 million tonnes of cargo went in 2024, over 7-8% or $6.5 billion, one in four, six thousand and two.",
        "Около 38 миллионов тонн, в 2,5 раза, 6'845 человек. Près de 1 234,5 millions d'euros, deux tiers.",
    ),
    "pairs": ("nearly 38 million tonnes\n37.9 Mt", "up to 85%\n20-30 percentage points", "N ± 5 USD\n6'845 km/h"),
    "documents": (
        "\x00Some 300 ships came.",
        "\x02<html><body><p>300 ships</p>", '\x03{"name": "x", "messages": [{"text": "3"}]}',
        '\x04{"text": "300 ships", "date": "2024-01-01"}\n', "\x05text,date\n300 ships,2024-01-01\n",
        "\x071\n00:00:01,000 --> 00:00:02,000\n300 ships\n", "\x09From: a@b\nSubject: x\n\n300 ships\n",
    ),
    "events": (EVENT,),
    "settings": (SETTINGS,),
    "sources": (
        'publisher = "x"\ntitle = "x"\nurl = "https://x.org"\nretrieved = 2025-01-31\n',
        "id,measure,place,period,value,unit\na,cargo,Russia,2024,37.9,million tonnes\nb,c,d,2020/2024,1e5,=a+b\n",
        "date,from,to,rate,source\n2024-01-01,EUR,USD,1.1,x\n",
    ),
}  # fmt: skip

_folder = tempfile.TemporaryDirectory()


def bounded(target: Target) -> Target:
    """The target, which must be done within a time that grows with the input's size only."""

    def run(data: bytes) -> None:
        started = time.process_time()
        target(data)
        spent = time.process_time() - started
        if spent > BASE_SECONDS + SECONDS_PER_BYTE * len(data):
            raise AssertionError(f"{spent:.2f} s for {len(data)} bytes")

    return run


def main() -> None:
    """Fuzz the target that the arguments name."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("target", choices=sorted(TARGETS))
    parser.add_argument("--seconds", type=int, default=150)
    parser.add_argument("--found", type=Path, default=Path("fuzz-found"))
    asked = parser.parse_args()
    asked.found.mkdir(parents=True, exist_ok=True)
    corpus = Path(_folder.name, "corpus")
    corpus.mkdir()
    for number, seed in enumerate(SEEDS[asked.target]):
        (corpus / str(number)).write_bytes(seed.encode())
    TARGETS[asked.target](SEEDS[asked.target][0].encode())
    options = [
        f"-max_total_time={asked.seconds}", f"-max_len={MAX_BYTES}", "-timeout=60", "-print_final_stats=1",
        f"-artifact_prefix={asked.found}/{asked.target}-", str(corpus),
    ]  # fmt: skip
    atheris.Setup([sys.argv[0], *options], bounded(TARGETS[asked.target]))
    atheris.Fuzz()


if __name__ == "__main__":
    main()
