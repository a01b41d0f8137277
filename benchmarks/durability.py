"""Whether anything is ever lost: programs killed at random moments.

    pip install pyte
    python benchmarks/durability.py [--kills 1000] [--screens 200] [--commands 100] [--page docs/reliability.md]

The review screen is the program itself in a pseudo-terminal. Every other child is a fork of this process, which tells
an id over a pipe only after the workbench has said that the decision is saved. All are killed with SIGKILL; at the end
all that was told must be in the review files, once read and once published.
"""

import argparse
import os
import random
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import duckdb
from forks import Say, Work, fork, heard, killed, saving
from made_case import make_case
from report import machine, table, write_section
from screens import Screen, unkept
from screens import killed as killed_screen
from whole import an_hour_later, is_usable, leftovers, missing

from workbench.operations.act import act
from workbench.operations.build import build
from workbench.store.export import export
from workbench.store.publish import publish
from workbench.store.review_tail import read_all

CLAIMS = 1_000
KEPT_FOR = 3.5  # seconds: a file that a client may be about to open is not deleted before


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
        words = [
            "source", "add", "--name", name, "--measure", "cargo", "--place", "Peru", "--period", "2025",
            "--value", "3", "--unit", "tonnes", "--publisher", "Made by rule", "--title", "T",
            "--url", "https://example.org/", "--retrieved", "2025-01-31",
        ]  # fmt: skip
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        os.dup2(1, 2)
        cli(["-C", str(case), *words], standalone_mode=False)

    return {"verdict": verdict, "build": rebuild, "publish": republish, "export": written, "source add": sourced}


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
    row = (f"{number:,}" for number in (hit, len(told), lost, unpublished, torn))
    return ["what the screen saves with", *row, "–", "–"]


def kill_screens(case: Path, kills: int) -> list[str]:
    """Kill the real review screen so often, while verdicts are typed faster than it takes them."""
    told, lost, unusable = 0, 0, 0
    for number in range(kills):
        before = len(_decided(case))
        screen = killed_screen(case, f"screen{number // 20}", 4)
        told += max(0, screen.decided - before)
        if gone := unkept(screen):
            said = f"{screen.decided} decided, {screen.saved}, of which {gone} are in no file"
            sys.stderr.write(f"{said}:\n{screen.text}\n")
            lost += gone
        unusable += not is_usable(case, CLAIMS)
    with Screen(case, "screen0") as last:
        last.begin()
        unusable += last.leave() != 0
    time.sleep(KEPT_FOR)
    publish(case, if_changed=False)
    with duckdb.connect(str(case / "workbench.duckdb"), read_only=True) as client:
        [(shown,)] = client.execute("SELECT count(DISTINCT claim_id) FROM verdicts").fetchall()
    numbers = (kills, told, lost, len(_decided(case)) - shown, len(read_all(case).problems), unusable)
    return ["`review`, the screen itself", *(f"{number:,}" for number in (*numbers, len(leftovers(case))))]


def _decided(case: Path) -> set[str]:
    """The claims that anybody decided on."""
    return {event.claim for event in read_all(case).events if event.action == "verdict"}


def kill_command(case: Path, claims: list[str], name: str, kills: int) -> list[str]:
    """Kill a command so often while it runs, and look each time whether all that it leaves can be used.

    Then it runs once to its end: what is left over after that would pile up.
    """
    work = commands(case, claims)[name]
    started = time.monotonic()
    child, reader = fork(work)
    os.waitpid(child, 0)
    told = heard(reader)
    usual, hit, unusable = time.monotonic() - started, 0, 0
    for _ in range(4 * kills):
        ids, running = killed(work, usual)
        told += ids
        hit += running
        unusable += not is_usable(case, CLAIMS)
        if hit == kills:
            break
    an_hour_later(case)
    time.sleep(KEPT_FOR)
    child, reader = fork(work)
    unusable += os.waitpid(child, 0)[1] != 0
    lost, unpublished = missing(case, [*told, *heard(reader)])
    torn, left = len(read_all(case).problems), len(leftovers(case))
    return [f"`{name}`", *(f"{number:,}" for number in (hit, len(told), lost, unpublished, torn, unusable, left))]


def main() -> None:
    """Kill, count, and print or keep the table."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--kills", type=int, default=1000, help="of the writer that the screen saves with")
    parser.add_argument("--screens", type=int, default=200, help="kills of the screen itself")
    parser.add_argument("--commands", type=int, default=100, help="kills of each command")
    parser.add_argument("--page", type=Path)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        case = Path(folder) / "case"
        make_case(case, CLAIMS)
        build(case)
        rows = list(_killed(case, asked))
    head = ("what was killed", "kills", "told as saved", "lost", "not published", "torn lines", "unusable files",
            "left over")  # fmt: skip
    made = f"Made by `python benchmarks/durability.py` with {machine()}, DuckDB {duckdb.__version__}."
    body = f"{table(head, rows)}\n\n{made}"
    if asked.page:
        write_section(asked.page, "durability", body)
    sys.stdout.write(body + "\n")


def _killed(case: Path, asked: argparse.Namespace) -> Iterator[list[str]]:
    """The rows of the table; each is told as soon as it is known, for all of them take a while."""
    with duckdb.connect(str(case / "workbench.duckdb"), read_only=True) as client:
        claims = [row[0] for row in client.execute("SELECT claim_id FROM claims ORDER BY 1").fetchall()]
    wanted: list[Callable[[], list[str]]] = []
    wanted += [lambda: kill_savers(case, claims, asked.kills)] if asked.kills else []
    wanted += [lambda: kill_screens(case, asked.screens)] if asked.screens else []
    for name in commands(case, claims) if asked.commands else ():
        wanted.append(partial(kill_command, case, claims, name, asked.commands))
    for make in wanted:
        row = make()
        sys.stderr.write(" | ".join(row) + "\n")
        yield row


if __name__ == "__main__":
    main()
