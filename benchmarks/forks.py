"""Children of a benchmark that do the program's work, say what they saved, and are killed."""

import os
import random
import select
import signal
import time
import traceback
from collections.abc import Callable
from pathlib import Path

from workbench.reviews.events import Event
from workbench.store.review_log import ReviewWriter

Say = Callable[[str], None]
Work = Callable[[Say], None]


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
        except BaseException:  # noqa: BLE001 -- its only way to tell
            traceback.print_exc()
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
