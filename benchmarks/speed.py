"""Speed, start-up and memory, each beside something it can be held against, in one run."""

import cProfile
import io
import os
import pstats
import resource
import statistics
import subprocess
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from peers import OURS, PEERS, ROOT, Worker, python_of
from posts import some_posts

ROUNDS = 5
POSTS_A_ROUND = 200
WARM_UP = 50
STARTS = 15
FEW_POSTS = 3_000
LONG_TEXT = 300
START = {
    OURS: "import workbench; workbench.extract('5 km')",
    PEERS[0]: "from quantulum3 import parser; parser.parse('5 km')",
}
START_BARE = "pass"
PEAK = "; import sys; sys.path.insert(0, 'benchmarks'); import memory; print(memory.peak_mb())"


@dataclass(frozen=True, slots=True)
class Rate:
    """Characters a second of a system: the median of the rounds, the lowest and the highest."""

    system: str
    median: float
    lowest: float
    highest: float


@dataclass(frozen=True, slots=True)
class Start:
    """Median processor seconds and peak MiB of a fresh interpreter that runs one line."""

    code: str
    seconds: float
    peak_mb: float


@dataclass(frozen=True, slots=True)
class Growth:
    """Time and memory for ten times as much, over those for once."""

    what: str
    characters: int
    time_ratio: float
    memory_ratio: float
    peak_mb: float


def rates(systems: Sequence[str], cache: Path, share: float, rounds: int = ROUNDS) -> list[Rate]:
    """Let the systems read the same posts in turn, other posts in every round, after a round that does not count.

    Args:
        systems: Their names.
        cache: Where the peers' environment is.
        share: The share of sentences that state numbers.
        rounds: How many rounds count.
    """
    seen: dict[str, list[float]] = {system: [] for system in systems}
    with ExitStack() as stack:
        workers = [stack.enter_context(Worker(system, python_of(system, cache))) for system in systems]
        for each in range(rounds + 1):
            texts = some_posts(each, POSTS_A_ROUND if each else WARM_UP, share)
            characters = sum(map(len, texts))
            for worker in workers:
                answer = worker.run(texts, tell=False)
                if each:
                    seen[worker.system].append(characters / answer.seconds)
    return [Rate(name, statistics.median(each), min(each), max(each)) for name, each in seen.items()]


def startups(systems: Sequence[str], cache: Path) -> list[Start]:
    """A fresh interpreter for each system, that reads one short text, and one that does nothing, in turn."""
    lines = [(START[system], python_of(system, cache)) for system in systems if system in START]
    lines.append((START_BARE, Path(sys.executable)))
    seconds: list[list[float]] = [[] for _ in lines]
    for _ in range(STARTS):
        for (code, python), taken in zip(lines, seconds, strict=True):
            begin = _children()
            subprocess.run([python, "-c", code], cwd=ROOT, env=_environment(), check=True, capture_output=True)
            taken.append(_children() - begin)
    return [
        Start(code, statistics.median(taken), _peak(python, code))
        for (code, python), taken in zip(lines, seconds, strict=True)
    ]


def _children() -> float:
    """Processor seconds of all processes that were started and have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _environment() -> dict[str, str]:
    return os.environ | {"PYTHONPATH": str(ROOT)}


def _peak(python: Path, code: str) -> float:
    done = subprocess.run(
        [python, "-c", code + PEAK], cwd=ROOT, env=_environment(), check=True, capture_output=True, text=True
    )
    return float(done.stdout)


def growth(rounds: int = ROUNDS) -> list[Growth]:
    """Ten times the posts, and one text ten times as long; medians, each size in a fresh process."""
    many = some_posts(100, 10 * FEW_POSTS)
    short, long = ("\n\n".join(many[: times * LONG_TEXT]) for times in (1, 10))
    return [
        _grown("10 × the posts", [[post] for post in many[:FEW_POSTS]], [[post] for post in many], rounds),
        _grown("one text 10 × as long", [[short]], [[long]], rounds),
    ]


def _grown(what: str, once: list[list[str]], tenfold: list[list[str]], rounds: int) -> Growth:
    """The peak is read after each, in processes that were given nothing else; posts go through one by one."""
    times: dict[int, list[float]] = {1: [], 10: []}
    peaks: dict[int, list[float]] = {1: [], 10: []}
    for _ in range(rounds):
        for size, batches in ((1, once), (10, tenfold)):
            with Worker(OURS, Path(sys.executable)) as worker:
                answers = [worker.run(batch, tell=False) for batch in batches]
            times[size].append(sum(answer.seconds for answer in answers))
            peaks[size].append(answers[-1].peak_mb)
    return Growth(
        what,
        sum(len(text) for batch in tenfold for text in batch),
        statistics.median(times[10]) / statistics.median(times[1]),
        statistics.median(peaks[10]) / statistics.median(peaks[1]),
        statistics.median(peaks[10]),
    )


def profile(lines: int = 25) -> str:
    """Where the extraction of different posts spends its time, by functions, as text."""
    from workbench import extract

    texts = some_posts(200, 1000)
    for text in texts[:50]:
        extract(text)
    profiler = cProfile.Profile()
    profiler.enable()
    for text in texts[50:]:
        extract(text)
    profiler.disable()
    output = io.StringIO()
    pstats.Stats(profiler, stream=output).strip_dirs().sort_stats("tottime").print_stats(lines)
    return output.getvalue()
