"""Everybody at one case at once: people who decide, builds, clients that read and write, merges.

    pip install pyte
    python benchmarks/crowd.py [--claims 1000 100000] [--seconds 30] [--page docs/reliability.md]

Each is a process of its own. What a client meets is told: how long it was shut out, and how old what it saw was.
"""

import argparse
import os
import random
import select
import signal
import sys
import tempfile
import time
from pathlib import Path

import duckdb
from forks import Say, fork, heard, saving
from made_case import make_case
from report import machine, table, write_section
from screens import Screen, decide, unkept
from whole import missing

from workbench.operations.build import build
from workbench.reviews.events import Event
from workbench.store.publish import publish
from workbench.store.review_log import ReviewWriter
from workbench.store.review_tail import read_all

PAUSE = 0.1  # ten decisions a second are more than anybody gives
LOOKS_AGAIN = 0.1  # what a client waits before it connects again; it takes a good part of a processor to do so
_OPEN = b"open\n"
AT_THE_SCREEN = 2.0  # one a second, two keys each, is as fast as a person goes who reads nothing


def at_once(case: Path, claims: list[str], seconds: float, *, more: bool) -> list[tuple[str, str]]:
    """Four reviewers: three save ten decisions a second each, one decides at the real screen, which publishes for all.

    Others build, poll and replace files meanwhile, and one client holds the file that it opened read-write and writes
    into it all the time. With ``more`` a fifth reviewer saves, and two more clients connect again and again: one to
    read, and one to write, which shuts all others out of the newest file while it stays.
    """
    publish(case)
    screen = fork(lambda say: _review(case, seconds, say))
    if os.read(screen[1], len(_OPEN)) != _OPEN:  # what publishes for all has to be there first
        raise SystemExit("the review screen did not open")
    savers = [fork(saving(case, f"r{number}", claims, PAUSE)) for number in range(4 if more else 3)]
    others = {
        "screen": screen,
        "build": fork(lambda say: _build_often(case, seconds, say)),
        "poll": fork(lambda say: _poll(case, seconds, say)),
        "merge": fork(lambda say: _replace(case, seconds - 2, say)),
    }
    if more:
        others["knock"] = fork(lambda say: _knock(case, seconds, say))
        others["write"] = fork(lambda say: _come_and_write(case, seconds, say))
    held = _open_to_write(case)
    held.execute("CREATE TABLE mine AS SELECT 1 AS number")
    told: list[str] = []
    written, until = 1, time.monotonic() + seconds
    open_pipes = {reader: b"" for _, reader in savers}
    while time.monotonic() < until:
        held.execute("INSERT INTO mine VALUES (2)")
        written += 1
        for reader in select.select(list(open_pipes), [], [], 0.05)[0]:
            open_pipes[reader] += os.read(reader, 1 << 16)
    for child, reader in savers:
        os.kill(child, signal.SIGTERM)
        os.waitpid(child, 0)
        told += [*open_pipes[reader].decode().split("\n")[:-1], *heard(reader)]
    failed = sum(os.waitpid(child, 0)[1] != 0 for child, _ in others.values())
    said = {name: heard(reader) for name, (_, reader) in others.items()}
    [(mine,)] = held.execute("SELECT count(*) FROM mine").fetchall()
    held.close()
    lost, unpublished = missing(case, told)
    on_screen = [int(number) for number in " ".join(said["screen"]).split()] or [0, 1]
    return [
        ("programs at once", str(len(savers) + len(others) + 1)),
        ("decisions saved, ten a second by each reviewer", f"{len(told):,}"),
        ("decisions at the real screen, one a second", f"{on_screen[0]:,}"),
        ("lost from the files", str(lost + on_screen[1])), ("missing in the database afterwards", str(unpublished)),
        ("review files replaced under their writers", str(len(said["merge"]))), ("builds", str(len(said["build"]))),
        ("programs that failed", str(failed)),
        ("the client that wrote all the time kept its rows", f"{mine:,} of {written:,}"),
        ("times another one opened the newest file read-write, and wrote", _count(said, "write")),
        ("times a client came to read, and was shut out", _of(said.get("knock"))),
        ("until it was let in, where it was shut out, median / p95 / worst", _spread(said.get("knock"))),
        ("a save until a client that connects sees it, median / p95 / worst", _spread(said["poll"])),
    ]  # fmt: skip


def _count(said: dict[str, list[str]], name: str) -> str:
    return str(len(said[name])) if name in said else "–"


def _of(waits: list[str] | None) -> str:
    if waits is None:
        return "–"
    return f"{sum(float(wait) > 0 for wait in waits):,} of {len(waits):,}"


def _spread(told: list[str] | None) -> str:
    """Median, 95th percentile and greatest of the seconds above 0."""
    found = sorted(float(seconds) for seconds in told or () if float(seconds) > 0)
    if not found:
        return "–"
    return f"{found[len(found) // 2]:.2f} / {found[int(len(found) * 0.95)]:.2f} / {found[-1]:.2f} s"


def _review(case: Path, seconds: float, say: Say) -> None:
    """Decide at the real screen; say how many verdicts it called saved, and how many of them were not kept."""
    with Screen(case, "screen") as screen:
        screen.begin()
        say(_OPEN.decode().rstrip())
        screen.later = True
        decide(screen, seconds, AT_THE_SCREEN)
        screen.leave()
        screen.catch_up()
        mine = [event for event in read_all(case).events if event.reviewer == screen.reviewer]
        say(f"{len(mine)} {unkept(screen)}")


def _knock(case: Path, seconds: float, say: Say) -> None:
    """Connect to read, again and again; say how long each had to wait to be let in, 0 for at once."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        came, tries = time.monotonic(), 0
        while time.monotonic() < until + 20:
            try:
                duckdb.connect(str(case / "workbench.duckdb"), read_only=True).close()
                break
            except duckdb.IOException:
                tries += 1
                time.sleep(LOOKS_AGAIN)
        say(f"{time.monotonic() - came if tries else 0:.3f}")
        time.sleep(LOOKS_AGAIN)


def _come_and_write(case: Path, seconds: float, say: Say) -> None:
    """Open the newest file read-write, write, stay for a while, and come again."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        with _open_to_write(case) as client:
            client.execute("CREATE OR REPLACE TABLE of_mine AS SELECT 1 AS number")
            say("wrote")
            time.sleep(random.uniform(0, 2))  # noqa: S311 -- a moment, no secret


def _open_to_write(case: Path) -> duckdb.DuckDBPyConnection:
    """Open the newest file read-write as soon as no other client has it: DuckDB lets only one in then."""
    while True:
        try:
            return duckdb.connect(str(case / "workbench.duckdb"))
        except duckdb.IOException:
            time.sleep(0.02)


def _build_often(case: Path, seconds: float, say: Say) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        text = f"Exactly {random.randrange(10**9)} tonnes of cement were sold.\n"  # noqa: S311
        (case / "claims" / "fresh.txt").write_text(text, encoding="utf-8")
        build(case)
        say("built")
        time.sleep(1)


def _poll(case: Path, seconds: float, say: Say) -> None:
    """Save a decision as somebody else, and connect again and again until a client sees it; say how long it took."""
    writer, until = ReviewWriter(case, "poll"), time.monotonic() + seconds
    while time.monotonic() < until:
        event = Event(writer.next_id(), "2025-01-31T12:00:00Z", "poll", "flag", "c1")
        writer.append(event)
        saved = time.monotonic()
        while not _sees(case, event.id) and time.monotonic() < until + 20:
            time.sleep(LOOKS_AGAIN)
        say(f"{time.monotonic() - saved:.3f}")


def _sees(case: Path, event_id: str) -> bool:
    """Whether a client that connects now sees the event."""
    try:
        client = duckdb.connect(str(case / "workbench.duckdb"), read_only=True)
    except duckdb.IOException:
        return False
    with client:
        query = f"SELECT 1 FROM review_events WHERE event_id = '{event_id}'"  # noqa: S608 -- an id of our own
        return bool(client.execute(query).fetchall())


def _replace(case: Path, seconds: float, say: Say) -> None:
    """Do what git does in a merge: write another file of the same lines and more, and rename it over the first."""
    until, number = time.monotonic() + seconds, 0
    while time.monotonic() < until:
        path = case / "reviews" / f"r{number % 3}.jsonl"
        number += 1
        if path.exists():
            fresh = path.with_name(".merged")
            fresh.write_bytes(path.read_bytes())
            fresh.replace(path)
            say("replaced")
        time.sleep(0.3)


def _run(size: int, seconds: float, *, more: bool) -> list[tuple[str, str]]:
    with tempfile.TemporaryDirectory() as folder:
        case = Path(folder) / "case"
        make_case(case, size)
        build(case)
        with duckdb.connect(str(case / "workbench.duckdb"), read_only=True) as client:
            claims = [row[0] for row in client.execute("SELECT claim_id FROM claims ORDER BY 1").fetchall()]
        return at_once(case, claims, seconds, more=more)


def main() -> None:
    """Let them all work, and print or keep the table."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--claims", type=int, nargs="+", default=[1000], help="of the first size, more join in as well")
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--page", type=Path)
    asked = parser.parse_args()
    first, *larger = asked.claims
    runs = [(first, False), (first, True), *((size, False) for size in larger)]
    told = [_run(size, asked.seconds, more=more) for size, more in runs]
    rows = [(each[0][0], *(value for _, value in each)) for each in zip(*told, strict=True)]
    sizes = (f"{size:,} claims{', and more' if more else ''}" for size, more in runs)
    head = (f"many programs at once, for {asked.seconds:g} s", *sizes)
    command = f"python benchmarks/crowd.py --seconds {asked.seconds:g} --claims {' '.join(map(str, asked.claims))}"
    body = f"{table(head, rows)}\n\nMade by `{command}` with {machine()}, DuckDB {duckdb.__version__}."
    if asked.page:
        write_section(asked.page, "crowd", body)
    sys.stdout.write(body + "\n")


if __name__ == "__main__":
    main()
