"""How long an export takes beside DuckDB's plain COPY of the same view, in turn in one run.

    python benchmarks/exports.py CASE [--runs 5] [--workbook] [--page docs/benchmarks.md]

CASE is a case that was built; ``benchmarks/made_case.py`` makes one of any size.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

import duckdb
from report import machine, table, write_section

from workbench.store.export import export

_PEAK = """
import sys
from pathlib import Path
from memory import peak_mb
from workbench.store.export import export
export(*map(Path, sys.argv[1:]))
print(peak_mb())
"""


def plain_copy(case: Path, out: Path) -> None:
    """What a user of DuckDB would do, fsync included, on the file that the workbench publishes."""
    with duckdb.connect(str(case / "workbench.duckdb"), read_only=True) as connection:
        connection.execute(f"COPY (FROM export) TO '{out}' (FORMAT csv, HEADER)")
    with out.open("rb+") as file:
        os.fsync(file.fileno())


def timed(work: Callable[[], object]) -> float:
    """Seconds that the work took."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def peak(case: Path, out: Path) -> float:
    """The peak memory in MiB of a process that does nothing but this export."""
    command = [sys.executable, "-c", _PEAK, str(case), str(out)]
    return float(subprocess.run(command, check=True, capture_output=True, text=True, cwd=Path(__file__).parent).stdout)


def main() -> None:
    """Measure, and print or keep the table."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("case", type=Path)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--workbook", action="store_true", help="also measure .xlsx, which takes minutes for a million")
    parser.add_argument("--page", type=Path)
    asked = parser.parse_args()
    case = asked.case.resolve()
    endings = [".csv", ".parquet", *([".xlsx"] if asked.workbook else [])]
    with tempfile.TemporaryDirectory(dir=case.parent) as folder:
        claims = export(case, Path(folder, "warm.csv")).claims
        seconds: dict[str, list[float]] = {name: [] for name in ("plain", *endings)}
        sizes = {}
        for run in range(asked.runs):
            out = Path(folder, "plain.csv")
            seconds["plain"].append(timed(lambda out=out: plain_copy(case, out)))
            sizes["plain"] = out.stat().st_size
            for ending in endings:
                if ending == ".xlsx" and run:
                    continue
                out = Path(folder, f"out{ending}")
                seconds[ending].append(timed(lambda out=out: export(case, out)))
                sizes[ending] = out.stat().st_size
        peaks = {ending: f"{peak(case, Path(folder, f'peak{ending}')):,.0f}" for ending in endings}
    ratios = {
        name: median(one / base for one, base in zip(found, seconds["plain"], strict=False))
        for name, found in seconds.items()
    }
    rows = [
        (f"`export` {name}" if name != "plain" else "DuckDB's plain COPY to CSV", f"{median(found):.2f}",
         f"{ratios[name]:.2f}", f"{sizes[name] / 1e6:,.0f}", peaks.get(name, "–"))
        for name, found in seconds.items()
    ]  # fmt: skip
    head = (f"{claims:,} claims", "seconds (median)", "ratio", "MB", "peak MiB of its process")
    made = f"Made by `python benchmarks/exports.py CASE` with {machine()}, DuckDB {duckdb.__version__}."
    body = f"{table(head, rows)}\n\n{made}"
    if asked.page:
        write_section(asked.page, "exports", body)
    sys.stdout.write(body + "\n")


if __name__ == "__main__":
    main()
