"""What a reviewer waits for, by the size of the case: saving, others' decisions, opening, publishing; and memory.

    python benchmarks/sizes.py [--claims 1000 100000 1000000] [--page docs/reliability.md]

Saving is measured in turn with a bare append and fsync of as many bytes, in one run on one disk. A verdict at the desk
is that and what comes before: the claim and its finding are read, which the line will hold. A case of a million claims
takes a few minutes to make, and some gigabytes of disk.
"""

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median, quantiles

import duckdb
from made_case import make_case
from memory import peak_mb
from report import machine, table, write_section

from workbench.operations.build import build
from workbench.operations.desk import Desk
from workbench.operations.desk_filter import parse_filter
from workbench.reviews.events import Event
from workbench.store.publish import publish
from workbench.store.review_log import ReviewWriter

SAVES, TURNS = 300, 5
LINE = 420
HEAD = (
    "claims", "a bare append + fsync, p95", "saving a line, p95", "ratio", "a verdict at the desk, p95",
    "another's decision seen", "published", "opening", "peak memory", "database",
)  # fmt: skip


def measure(case: Path, claims: int) -> list[str]:
    """The row of a case: made, built, then measured in a process of its own."""
    make_case(case, claims)
    build(case)
    publish(case)
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.write(writer, "\n".join([f"{claims:,}", *_measured(case)]).encode())
        finally:
            os._exit(0)
    os.close(writer)
    with os.fdopen(reader, encoding="utf-8") as told:
        row = told.read().split("\n")
    os.waitpid(child, 0)
    return row


def _measured(case: Path) -> list[str]:
    started = time.perf_counter()
    desk = Desk(case, "ann")
    opened = time.perf_counter() - started
    listed = desk.list_claims(parse_filter("", desk.scale.names), "text")
    claims = [line.row.claim_id for line in desk.page(listed, 0, SAVES)]
    bare, saved, decided = _saving(case, desk, claims)
    other = ReviewWriter(case, "ben")
    seen = [_timed(desk.poll, other, claims[turn]) for turn in range(TURNS)]
    published = [_published(case, other, claims[turn]) for turn in range(TURNS)]
    desk.close()
    size = (case / "workbench.duckdb").stat().st_size / (1 << 20)
    base, cost, whole = (quantiles(found, n=20)[-1] for found in (bare, saved, decided))
    return [
        f"{1e3 * base:.1f} ms", f"{1e3 * cost:.1f} ms", f"{cost / base:.2f}", f"{1e3 * whole:.1f} ms",
        f"{1e3 * median(seen):.0f} ms",
        f"{median(published):.2f} s", f"{opened:.2f} s", f"{peak_mb():,.0f} MB", f"{size:,.0f} MB",
    ]  # fmt: skip


def _saving(case: Path, desk: Desk, claims: list[str]) -> tuple[list[float], list[float], list[float]]:
    """Seconds of each bare append, of each line saved, and of each verdict at the desk, in turn."""
    bare: list[float] = []
    saved: list[float] = []
    decided: list[float] = []
    writer = ReviewWriter(case, "eve")
    descriptor = os.open(case / "bare", os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    for claim in claims:
        started = time.perf_counter()
        desk.decide(claim, "correct")
        decided.append(time.perf_counter() - started)
        event = Event(writer.next_id(), "2025-01-31T12:00:00Z", "eve", "verdict", claim, "correct")
        started = time.perf_counter()
        writer.append(event)
        saved.append(time.perf_counter() - started)
        started = time.perf_counter()
        os.write(descriptor, b"x" * LINE + b"\n")
        os.fsync(descriptor)
        bare.append(time.perf_counter() - started)
    os.close(descriptor)
    return bare, saved, decided


def _timed(look: Callable[[], object], other: ReviewWriter, claim: str) -> float:
    """Seconds from another's saving until the desk has taken it in; a screen looks every half second besides."""
    _decide(other, claim)
    started = time.perf_counter()
    look()
    return time.perf_counter() - started


def _published(case: Path, other: ReviewWriter, claim: str) -> float:
    """Seconds until a client that connects sees a decision, once publishing begins."""
    event = _decide(other, claim)
    started = time.perf_counter()
    publish(case)
    with duckdb.connect(str(case / "workbench.duckdb"), read_only=True) as client:
        query = f"SELECT 1 FROM review_events WHERE event_id = '{event}'"  # noqa: S608 -- an id of our own
        if not client.execute(query).fetchall():
            raise SystemExit("a decision was not published")
    return time.perf_counter() - started


def _decide(other: ReviewWriter, claim: str) -> str:
    event = Event(other.next_id(), "2025-01-31T12:00:00Z", other.reviewer, "verdict", claim, "incorrect")
    other.append(event)
    return event.id


def main() -> None:
    """Measure each size, and print or keep the table."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--claims", type=int, nargs="+", default=[1_000, 100_000, 1_000_000])
    parser.add_argument("--page", type=Path)
    asked = parser.parse_args()
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        for claims in asked.claims:
            rows.append(measure(Path(folder) / str(claims), claims))
            sys.stderr.write(" | ".join(rows[-1]) + "\n")
    body = f"{table(HEAD, rows)}\n\nMade by `python benchmarks/sizes.py` with {machine()}, DuckDB {duckdb.__version__}."
    if asked.page:
        write_section(asked.page, "sizes", body)
    sys.stdout.write(body + "\n")


if __name__ == "__main__":
    main()
