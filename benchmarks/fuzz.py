"""Feed what reads strangers' text with inputs that coverage leads on, until the time is over.

    pip install atheris
    python benchmarks/fuzz.py TARGET [--seconds 150] [--found FOLDER]

TARGET is one of the names in ``TARGETS``. A finding is an exception that a reader does not promise, or a time beyond
what is allowed for the input's size; its input is kept in the folder. The targets in ``SHAPED`` make a right input of
the bytes first. Times are of the processor, so that a busy machine finds nothing by itself.
"""

import argparse
import io
import sys
import tempfile
import time
from collections.abc import Callable
from functools import cache
from importlib import import_module
from pathlib import Path

atheris = import_module("atheris")
with atheris.instrument_imports(include=["workbench", "pypdf", "docx"]):
    import fuzz_shapes as shapes

    from workbench.documents import readers
    from workbench.documents.read import read_alone
    from workbench.documents.settings import parse_settings
    from workbench.errors import WorkbenchError
    from workbench.extraction.extract import extract
    from workbench.extraction.units import parse_unit
    from workbench.operations.measure import compare
    from workbench.operations.sources.opened import open_file
    from workbench.references.rates import parse_rates
    from workbench.references.table import parse_observations
    from workbench.references.toml import parse_source
    from workbench.reviews.events import Event, parse_line, to_line
    from workbench.store.parquet import parquet_rows

    kinds = [path.stem for path in Path(readers.__path__[0]).glob("*.py")]
    libraries = ("pypdf", "docx", "trafilatura", "charset_normalizer")
    for name in (*libraries, *(f"workbench.documents.readers.{kind}" for kind in kinds)):
        import_module(name)

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
    _read(data[1:], ending)


def _read(data: bytes, ending: str) -> None:
    path = Path(_folder.name, f"input.{ending}")
    path.write_bytes(data)
    _, found = read_alone(path, [], table=parquet_rows)
    for document in found:
        document.text.encode("utf-8", "surrogatepass")


def pdf(data: bytes) -> None:
    """A PDF."""
    _read(data, "pdf")


def html(data: bytes) -> None:
    """A web page or an export of Telegram as pages."""
    _read(data, "html")


def telegram(data: bytes) -> None:
    """An export of Telegram as JSON."""
    _read(shapes.telegram(data), "json")


def word(data: bytes) -> None:
    """A DOCX, with parts of it changed."""
    _read(shapes.packed(data, _word()), "docx")


def parquet(data: bytes) -> None:
    """A Parquet file with bytes of it changed; what DuckDB does with them is beyond the coverage that leads on."""
    _read(shapes.changed(data, _parquet()), "parquet")


@cache
def _parquet() -> bytes:
    path = Path(_folder.name, "seed.parquet")
    text = "'Cargo was ' || n || ' million tonnes' AS text, 'café' AS author, [n] AS \"ç\", {'x': n} AS s"
    duckdb = import_module("duckdb")
    query = f"SELECT {text}, TIMESTAMP '2024-01-01' AS date FROM range(40) AS t (n)"  # noqa: S608
    duckdb.sql(query).write_parquet(str(path))
    return path.read_bytes()


def archives(data: bytes) -> None:
    """A zip of documents, with dangerous names among them."""
    _read(shapes.packed(data, {"a.txt": b"300 ships", "a.txt.toml": b'speaker = "x"', "b.md": b"# 7%"}), "zip")


def workbooks(data: bytes) -> None:
    """A workbook to import figures from, with parts of it changed."""
    path = Path(_folder.name, "input.xlsx")
    path.write_bytes(shapes.packed(data, _workbook()))
    try:
        open_file(path)
    except WorkbenchError:
        return


@cache
def _word() -> dict[str, bytes]:
    docx = import_module("docx")
    made = docx.Document()
    made.add_paragraph("Some 300 ships came in 2024.")
    cells = made.add_table(2, 2).rows[0].cells
    cells[0].text = "7%"
    held = io.BytesIO()
    made.save(held)
    parts = shapes.unpacked(held.getvalue())
    return {name: inner for name, inner in parts.items() if "theme" not in name and "thumbnail" not in name}


@cache
def _workbook() -> dict[str, bytes]:
    openpyxl = import_module("openpyxl")
    made = openpyxl.Workbook()
    made.active.append(["country", 2023, 2024])
    made.active.append(["Peru", 1.5, "=B2*2"])
    made.active.merge_cells("A1:B1")
    held = io.BytesIO()
    made.save(held)
    return shapes.unpacked(held.getvalue())


def events(data: bytes) -> None:
    """A line of a review file; what is an event is written as it was read."""
    line = shapes.event(data)
    found = parse_line(line, file="reviews/a.jsonl", line_number=1, reviewer="a")
    if isinstance(found, Event):
        again = parse_line(to_line(found), file="reviews/a.jsonl", line_number=1, reviewer="a")
        if again != found:
            raise AssertionError(f"{found!r} is written as {again!r}")


def settings(data: bytes) -> None:
    """``workbench.toml``, of its own tables and keys."""
    found, _ = parse_settings(shapes.settings(data), "workbench.toml")
    if len(found.settings_hash) != 64:
        raise AssertionError("no hash")


def sources(data: bytes) -> None:
    """A source, its figures, and rates of exchange."""
    text = text_of(data)
    parse_source(text, "sources/a.toml")
    parse_observations(text, "sources/a.csv", "a", parse_unit)
    parse_rates(text, "sources/fx.csv")


ENDINGS = ("txt", "md", "html", "json", "jsonl", "csv", "tsv", "srt", "vtt", "eml")
TARGETS: dict[str, Target] = {
    "numbers": numbers, "pairs": pairs, "documents": documents, "events": events, "settings": settings,
    "sources": sources, "pdf": pdf, "html": html, "telegram": telegram, "word": word, "archives": archives,
    "workbooks": workbooks, "parquet": parquet,
}  # fmt: skip
PDF = (
    "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 200]/Contents 4 0 R"
    "/Resources<</Font<</F1 5 0 R>>>>>>endobj\n"
    "4 0 obj<</Length 47>>stream\nBT /F1 12 Tf 20 100 Td (Some 300 ships) Tj ET\nendstream endobj\n"
    "5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj\ntrailer<</Root 1 0 R/Info<</Title(x)>>>>\n%%EOF\n"
)
PAGE = (
    '<html lang="en"><head><title>x</title><meta property="article:published_time" content="2024-01-01">'
    '<script type="application/ld+json">{"@type": "NewsArticle", "author": {"name": "y"}}</script></head><body>'
    "<article><p>Some 300 ships came in 2024, said the port.</p><table><tr><td>7%</td></tr></table></article></body>"
    "</html>"
)
CHANNEL = (
    '<html><body><div class="history"><div class="message default clearfix" id="message1"><div class="body">'
    '<div class="pull_right date details" title="01.01.2024 10:00:00 UTC+00:00">10:00</div>'
    '<div class="from_name">x</div>'
    '<div class="text">300 ships</div></div></div></div></body></html>'
)
# Their bytes choose, so that a short input says little.
SHAPED = ("archives", "events", "parquet", "settings", "telegram", "word", "workbooks")
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
    "pdf": (PDF,), "html": (PAGE, CHANNEL),
    "sources": (
        'publisher = "x"\ntitle = "x"\nurl = "https://x.org"\nretrieved = 2025-01-31\n',
        "id,measure,place,period,value,unit\na,cargo,Russia,2024,37.9,million tonnes\nb,c,d,2020/2024,1e5,=a+b\n",
        "date,from,to,rate,source\n2024-01-01,EUR,USD,1.1,x\n",
    ),
}  # fmt: skip

_folder = tempfile.TemporaryDirectory()


def bounded(target: Target) -> Target:
    """The target, which must be done within a time that grows with the input's size only.

    What takes too long is done once more: the first time of all, libraries load their tables.
    """

    def run(data: bytes) -> None:
        for _ in range(2):
            started = time.process_time()
            target(data)
            spent = time.process_time() - started
            if spent <= BASE_SECONDS + SECONDS_PER_BYTE * len(data):
                return
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
    for number, seed in enumerate(SEEDS.get(asked.target, ())):
        (corpus / str(number)).write_bytes(seed.encode())
    TARGETS[asked.target](SEEDS.get(asked.target, ("",))[0].encode())
    options = [
        f"-max_total_time={asked.seconds}", f"-max_len={MAX_BYTES}", "-timeout=60", "-print_final_stats=1",
        f"-len_control={0 if asked.target in SHAPED else 100}",
        f"-artifact_prefix={asked.found}/{asked.target}-", str(corpus),
    ]  # fmt: skip
    atheris.Setup([sys.argv[0], *options], bounded(TARGETS[asked.target]))
    atheris.Fuzz()


if __name__ == "__main__":
    main()
