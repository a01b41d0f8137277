"""Whether anything is ever lost: programs killed at random moments, many at once, and what saving costs.

    python benchmarks/durability.py [--kills 1000] [--commands 40] [--seconds 20] [--page docs/reliability.md]

Every child is a fork of this process that is killed with SIGKILL. It tells an id over a pipe only after the workbench
has said that the decision is saved; at the end every id told must be in the review files, once read and once published.
"""

import argparse
import os
import random
import select
import signal
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import quantiles

import duckdb
from made_case import make_case
from report import machine, table, write_section

from workbench.operations.act import act
from workbench.operations.build import build
from workbench.reviews.events import Event
from workbench.store.export import export
from workbench.store.publish import Publisher, publish
from workbench.store.review_log import ReviewWriter
from workbench.store.review_tail import read_all

Say = Callable[[str], None]
Work = Callable[[Say], None]
CLAIMS = 400
PAUSE = 0.1  # ten decisions a second are more than anybody gives


def fork(work: Work) -> tuple[int, int]:
    """Start a child that does the work; returns its process id and the pipe on which it tells what it saved."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        code = 1
        try:
            os.close(reader)
            work(lambda told: os.write(writer, f"{told}\n".encode()) and None)
            code = 0
        finally:
            os._exit(code)
    os.close(writer)
    return child, reader


def heard(reader: int) -> list[str]:
    """All whole lines that a child told until it ended."""
    data = b""
    while piece := os.read(reader, 1 << 16):
        data += piece
    os.close(reader)
    return data.decode().split("\n")[:-1]


def killed(work: Work, most: float) -> tuple[list[str], bool]:
    """Kill a child at a random moment within ``most`` seconds; returns what it told, and whether it still ran."""
    child, reader = fork(work)
    ready, _, _ = select.select([reader], [], [], random.uniform(0, most))  # noqa: S311 -- a moment, no secret
    if ready:
        time.sleep(random.uniform(0, most / 20))  # noqa: S311
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    return heard(reader), os.WIFSIGNALED(status)


def saving(case: Path, reviewer: str, claims: list[str], pause: float = 0.0) -> Work:
    """Save verdicts without end, as the review screen does, with a pause between them."""

    def work(say: Say) -> None:
        writer = ReviewWriter(case, reviewer)
        stopped: list[int] = []
        signal.signal(signal.SIGTERM, lambda number, _frame: stopped.append(number))
        for number in range(1_000_000):
            event = Event(
                writer.next_id(), "2025-01-31T12:00:00Z", reviewer, "verdict", claims[number % len(claims)], "correct",
                note="x" * random.randrange(3000),  # noqa: S311
            )  # fmt: skip
            writer.append(event)
            say(event.id)
            if stopped:
                break
            time.sleep(pause)
        writer.check()

    return work


def commands(case: Path, claims: list[str]) -> dict[str, Work]:
    """What a person runs once, each changing something, so that it has work to do."""

    def verdict(say: Say) -> None:
        say(act(case, "eve", random.choice(claims), "verdict", verdict="correct").event.id)  # noqa: S311

    def rebuild(_say: Say) -> None:
        text = f"Exactly {random.randrange(10**9)} tonnes of cement were sold.\n"  # noqa: S311
        (case / "claims" / "fresh.txt").write_text(text, encoding="utf-8")
        build(case)

    def republish(_say: Say) -> None:
        publish(case, if_changed=False)

    def written(_say: Say) -> None:
        export(case, case.parent / "out.csv")

    def sourced(_say: Say) -> None:
        from workbench.cli.main import cli

        name = f"s{random.randrange(10**9)}"  # noqa: S311
        words = ["source", "add", name, "--publisher", "P", "--title", "T", "--url", "https://example.org/"]
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        os.dup2(1, 2)
        cli(["-C", str(case), *words], standalone_mode=False)

    return {"verdict": verdict, "build": rebuild, "publish": republish, "export": written, "source add": sourced}


def missing(case: Path, told: list[str]) -> tuple[int, int]:
    """How many of the ids told are in no review file, and how many are not in the published database."""
    there = {event.id for event in read_all(case).events}
    publish(case)
    with duckdb.connect(str(case / "workbench.duckdb"), read_only=True) as client:
        published = {row[0] for row in client.execute("SELECT event_id FROM review_events").fetchall()}
    return len(set(told) - there), len(set(told) - published)


def kill_savers(case: Path, claims: list[str], kills: int) -> list[str]:
    """Kill a saving program so often, among two others that save into the same file meanwhile."""
    told: list[str] = []
    hit = 0
    others = [fork(saving(case, "dora", claims)) for _ in range(2)]
    for number in range(kills):
        ids, running = killed(saving(case, "dora" if number % 2 else "carl", claims), 0.2)
        told += ids
        hit += running
        if number % 20 == 19:  # a full pipe would stop the others
            for place, (child, reader) in enumerate(others):
                os.kill(child, signal.SIGKILL)
                os.waitpid(child, 0)
                told += heard(reader)
                others[place] = fork(saving(case, "dora", claims))
    for child, reader in others:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        told += heard(reader)
    lost, unpublished = missing(case, told)
    torn = len(read_all(case).problems)
    return ["the review screen's saving", f"{hit:,}", f"{len(told):,}", str(lost), str(unpublished), str(torn), "–"]


def kill_command(case: Path, claims: list[str], name: str, kills: int) -> list[str]:
    """Kill a command so often; every 5th time look whether all that it leaves can be used."""
    work = commands(case, claims)[name]
    started = time.monotonic()
    child, reader = fork(work)
    os.waitpid(child, 0)
    told = heard(reader)
    usual, hit, unusable = time.monotonic() - started, 0, 0
    for number in range(kills):
        ids, running = killed(work, usual * 1.1)
        told += ids
        hit += running
        if number % 5 == 4:
            unusable += not _usable(case)
    lost, unpublished = missing(case, told)
    torn = len(read_all(case).problems)
    return [f"`{name}`", f"{hit:,}", f"{len(told):,}", str(lost), str(unpublished), str(torn), str(unusable)]


def _usable(case: Path) -> bool:
    """Whether the published file opens as it lies, and an export is whole where there is one."""
    with duckdb.connect(str(case / "workbench.duckdb"), read_only=True) as client:
        [(claims,)] = client.execute("SELECT count(*) FROM export").fetchall()
    out = case.parent / "out.csv"
    whole = not out.exists() or out.read_bytes().endswith(b"\r\n")
    return claims >= CLAIMS - 2 and whole


def at_once(case: Path, claims: list[str], seconds: float) -> list[tuple[str, str]]:
    """Four reviewers, ten decisions a second each; others build, write, poll and replace files meanwhile."""
    publish(case)
    savers = [fork(saving(case, f"r{number}", claims, PAUSE)) for number in range(4)]
    others = [
        fork(lambda _say: _tick(case, seconds)), fork(lambda say: _build_often(case, seconds, say)),
        fork(lambda say: _poll(case, seconds, say)), fork(lambda say: _replace(case, seconds - 2, say)),
    ]  # fmt: skip
    held = duckdb.connect(str(case / "workbench.duckdb"))
    held.execute("CREATE TABLE mine AS SELECT 1 AS number")
    told: list[str] = []
    until = time.monotonic() + seconds
    open_pipes = {reader: b"" for _, reader in savers}
    while time.monotonic() < until:
        held.execute("INSERT INTO mine VALUES (2)")
        for reader in select.select(list(open_pipes), [], [], 0.05)[0]:
            open_pipes[reader] += os.read(reader, 1 << 16)
    for child, reader in savers:
        os.kill(child, signal.SIGTERM)
        os.waitpid(child, 0)
        rest = heard_bytes(reader)
        told += (open_pipes[reader] + rest).decode().split("\n")[:-1]
    codes = [os.waitpid(child, 0)[1] for child, _ in others]
    _, builds, polls, replaced = (heard(reader) for _, reader in others)
    [(mine,)] = held.execute("SELECT count(*) > 1 FROM mine").fetchall()
    held.close()
    lost, unpublished = missing(case, told)
    ages = sorted(float(told.split()[0]) for told in polls)
    refused = sum(int(told.split()[1]) for told in polls)
    return [
        ("decisions saved", f"{len(told):,}"), ("lost from the files", str(lost)),
        ("missing in the database afterwards", str(unpublished)), ("builds", str(len(builds))),
        ("review files replaced under their writers", str(len(replaced))),
        ("programs that failed", str(sum(code != 0 for code in codes))),
        ("reading clients that connected", str(len(ages))),
        ("times a reading client came while the writing one held the newest file, and tried again", str(refused)),
        ("the writing client kept its rows", "yes" if mine else "no"),
        ("a save until a client that connects sees it, median / p95 / worst",
         f"{ages[len(ages) // 2]:.1f} / {ages[int(len(ages) * 0.95)]:.1f} / {ages[-1]:.1f} s" if ages else "–"),
    ]  # fmt: skip


def heard_bytes(reader: int) -> bytes:
    """What is left in a pipe whose writer has ended."""
    data = b""
    while piece := os.read(reader, 1 << 16):
        data += piece
    os.close(reader)
    return data


def _tick(case: Path, seconds: float) -> None:
    publisher, until = Publisher(case), time.monotonic() + seconds
    while time.monotonic() < until:
        publisher.tick()
        time.sleep(0.1)


def _build_often(case: Path, seconds: float, say: Say) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        text = f"Exactly {random.randrange(10**9)} tonnes of cement were sold.\n"  # noqa: S311
        (case / "claims" / "fresh.txt").write_text(text, encoding="utf-8")
        build(case)
        say("built")
        time.sleep(1)


def _poll(case: Path, seconds: float, say: Say) -> None:
    """Save a decision as somebody else, and connect again and again until a client sees it."""
    writer, until = ReviewWriter(case, "poll"), time.monotonic() + seconds
    while time.monotonic() < until:
        event = Event(writer.next_id(), "2025-01-31T12:00:00Z", "poll", "flag", "c1")
        writer.append(event)
        saved, refused = time.monotonic(), 0
        while (seen := _sees(case, event.id)) is not True and time.monotonic() < until + 20:
            refused += seen is None
            time.sleep(0.02)
        say(f"{time.monotonic() - saved:.3f} {refused}")


def _sees(case: Path, event_id: str) -> bool | None:
    """Whether a client that connects now sees the event; None where another client shuts it out."""
    try:
        client = duckdb.connect(str(case / "workbench.duckdb"), read_only=True)
    except duckdb.IOException:
        return None
    with client:
        query = f"SELECT 1 FROM review_events WHERE event_id = '{event_id}'"  # noqa: S608 -- an id of our own
        return bool(client.execute(query).fetchall())


def _replace(case: Path, seconds: float, say: Say) -> None:
    """Do what git does in a merge: write another file of the same lines and more, and rename it over the first."""
    until, number = time.monotonic() + seconds, 0
    while time.monotonic() < until:
        path = case / "reviews" / f"r{number % 4}.jsonl"
        number += 1
        if path.exists():
            fresh = path.with_name(".merged")
            fresh.write_bytes(path.read_bytes())
            fresh.replace(path)
            say("replaced")
        time.sleep(0.3)


def latency(case: Path, claims: list[str], number: int = 600) -> list[tuple[str, str, str, str]]:
    """Saving beside a bare append and fsync of the same bytes, in turn in one run."""
    writer = ReviewWriter(case, "fast")
    bare = os.open(case / "bare", os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    seconds: dict[str, list[float]] = {"a bare append + fsync": [], "saving a decision": []}
    for turn in range(number):
        claim = claims[turn % len(claims)]
        event = Event(writer.next_id(), "2025-01-31T12:00:00Z", "fast", "verdict", claim, "correct")
        started = time.perf_counter()
        writer.append(event)
        seconds["saving a decision"].append(time.perf_counter() - started)
        line = b"x" * 420 + b"\n"
        started = time.perf_counter()
        os.write(bare, line)
        os.fsync(bare)
        seconds["a bare append + fsync"].append(time.perf_counter() - started)
    os.close(bare)
    base = quantiles(seconds["a bare append + fsync"], n=20)[-1]
    return [
        (name, f"{1e3 * quantiles(found, n=2)[0]:.2f}", f"{1e3 * quantiles(found, n=20)[-1]:.2f}",
         f"{quantiles(found, n=20)[-1] / base:.2f}")
        for name, found in seconds.items()
    ]  # fmt: skip


def main() -> None:
    """Kill, count, and print or keep the tables."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--kills", type=int, default=1000)
    parser.add_argument("--commands", type=int, default=40)
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--page", type=Path)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        case = Path(folder) / "case"
        make_case(case, CLAIMS)
        build(case)
        with duckdb.connect(str(case / "workbench.duckdb"), read_only=True) as client:
            claims = [row[0] for row in client.execute("SELECT claim_id FROM claims ORDER BY 1").fetchall()]
        rows = [kill_savers(case, claims, asked.kills)]
        rows += [kill_command(case, claims, name, asked.commands) for name in commands(case, claims)]
        crowd = at_once(case, claims, asked.seconds)
        costs = latency(case, claims)
    head = ("what was killed", "kills", "told as saved", "lost", "not published", "torn lines", "unusable files")
    body = "\n\n".join([
        table(head, rows), table(("many programs at once", ""), crowd),
        table(("in milliseconds", "median", "p95", "ratio of p95"), costs),
        f"Made by `python benchmarks/durability.py` with {machine()}, DuckDB {duckdb.__version__}.",
    ])  # fmt: skip
    if asked.page:
        write_section(asked.page, "durability", body)
    sys.stdout.write(body + "\n")


if __name__ == "__main__":
    main()
