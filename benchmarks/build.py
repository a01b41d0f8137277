"""How long a build takes and how much memory, at sizes of which each is ten times the one before.

    python benchmarks/build.py [--posts 20000 200000] [--page docs/benchmarks.md]

Each case is made by ``corpus.py`` in a temporary folder. Three builds follow, each in a process of its own: from
nothing, with one post more in one file, with nothing changed. The processor's time of all processes is given beside
the clock's, because other programs move the clock. The memory is that of all processes together, shared pages counted
once.
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from corpus import write_case
from memory import peak_mb
from report import machine, table, write_section

from workbench.operations.build import build

_PAUSE = 0.2
ONE_MORE = '{"id": "one/1", "date": "2025-03-17T10:00:00Z", "author": "one", "text": "The quay is 5 km long."}\n'


@dataclass(frozen=True, slots=True)
class Measured:
    """One build: seconds by the clock and of the processors, MiB, and how much there was."""

    seconds: float
    cpu: float
    peak: float
    documents: int
    claims: int


class Watch(threading.Thread):
    """Looks at the memory of this process and its children a few times a second; Linux only, elsewhere it sees none."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.peak = 0.0
        self.over = threading.Event()

    def run(self) -> None:
        """Look until told to stop."""
        while not self.over.wait(_PAUSE):
            self.peak = max(self.peak, sum(_shared_out(process) for process in _family()))


def _family() -> list[str]:
    children = Path("/proc/self/task").glob("*/children")
    return ["self", *(number for path in children for number in path.read_text(encoding="ascii").split())]


def _shared_out(process: str) -> float:
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) / 1024 for line in lines if line.startswith("Pss:"))


def measured(case: Path) -> Measured:
    """Build a case in this process."""
    watch = Watch()
    watch.start()
    begin = time.monotonic()
    report = build(case)
    seconds = time.monotonic() - begin
    watch.over.set()
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    cpu = sum(one.ru_utime + one.ru_stime for one in used)
    return Measured(seconds, cpu, max(watch.peak, peak_mb()), report.documents, report.claims)


def in_a_process(case: Path) -> Measured:
    """Build a case in a process of its own."""
    done = subprocess.run([sys.executable, __file__, "--case", str(case)], check=True, capture_output=True, text=True)
    return Measured(**json.loads(done.stdout.splitlines()[0]))


def rows(sizes: list[int], folder: Path) -> list[list[str]]:
    """A row for each size, and one for what ten times the posts take."""
    told, first = [], []
    for size in sizes:
        case = folder / str(size)
        written = write_case(case, size)
        whole = in_a_process(case)
        last = max((case / "claims").iterdir())
        with last.open("a", encoding="utf-8") as out:
            out.write(ONE_MORE)
        one, none = in_a_process(case), in_a_process(case)
        first.append(whole)
        told.append([
            f"{size:,}", f"{written / 1e6:,.0f}", f"{whole.claims:,}", f"{whole.seconds:,.0f}", f"{whole.cpu:,.0f}",
            f"{whole.peak:,.0f}", f"{one.seconds:,.1f}", f"{one.cpu:,.1f}", f"{none.seconds:.2f}",
        ])  # fmt: skip
        print(" | ".join(told[-1]), flush=True)
    for before, after in pairwise(first):
        times = after.documents / before.documents
        told.append([
            f"{times:.0f} ×", "", f"{after.claims / before.claims:.2f} ×", f"{after.seconds / before.seconds:.2f} ×",
            f"{after.cpu / before.cpu:.2f} ×", f"{after.peak / before.peak:.2f} ×", "", "", "",
        ])  # fmt: skip
    return told


def main() -> None:
    """Measure, and print the table or put it into a page."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--posts", type=int, nargs="+", default=[20_000, 200_000])
    parser.add_argument("--folder", type=Path, help="where the cases are made and kept")
    parser.add_argument("--page", type=Path, help="the page whose section 'build' is replaced")
    parser.add_argument("--case", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.case:
        found = measured(asked.case)
        print(json.dumps({name: getattr(found, name) for name in Measured.__dataclass_fields__}))
        return
    with tempfile.TemporaryDirectory() as made:
        told = rows(asked.posts, asked.folder or Path(made))
    head = (
        "posts", "MB", "claims", "build, s", "CPU s", "peak MB", "one post more, s", "CPU s", "nothing new, s",
    )  # fmt: skip
    sizes = " ".join(map(str, asked.posts))
    body = f"{table(head, told)}\n\nMade by `python benchmarks/build.py --posts {sizes}` with {machine()}."
    if asked.page:
        write_section(asked.page, "build", body)
    else:
        print(body)


if __name__ == "__main__":
    main()
