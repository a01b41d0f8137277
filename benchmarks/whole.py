"""What must hold after any kill: the published file opens, an export is whole, and nothing piles up."""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

import duckdb

from workbench.store.publish import publish
from workbench.store.review_tail import read_all

_KEPT = ("head.duckdb", "head.stamp", "lock", "build.lock", "published.json", "copied.txt")


def missing(case: Path, told: Iterable[str]) -> tuple[int, int]:
    """How many of the ids told are in no review file, and how many are not in the published database."""
    ids = set(told)
    there = {event.id for event in read_all(case).events}
    publish(case)
    with duckdb.connect(str(case / "workbench.duckdb"), read_only=True) as client:
        published = {row[0] for row in client.execute("SELECT event_id FROM review_events").fetchall()}
    return len(ids - there), len(ids - published)


def is_usable(case: Path, claims: int) -> bool:
    """Whether the published file opens as it lies and holds the claims, and an export is whole where there is one."""
    try:
        with duckdb.connect(str(case / "workbench.duckdb"), read_only=True) as client:
            [(found,)] = client.execute("SELECT count(*) FROM export").fetchall()
    except duckdb.Error:
        return False
    out = case.parent / "out.csv"
    if any(not table.with_suffix(".toml").exists() for table in (case / "sources").glob("*.csv")):
        return False
    return found >= claims and (not out.exists() or out.read_bytes().endswith(b"\r\n"))


def an_hour_later(case: Path) -> None:
    """Let what killed programs left beside the case's files be as old as the program waits before it deletes it."""
    for folder in _folders(case):
        for path in folder.glob(".*"):
            if path.is_file():
                os.utime(path, (path.stat().st_atime, path.stat().st_mtime - 3601))


def leftovers(case: Path) -> list[str]:
    """Files of the program that are of no more use; two generations and two copies are what it keeps."""
    return sorted(_left(case))


def _left(case: Path) -> Iterator[str]:
    private = case / ".workbench"
    for path in private.rglob("*"):
        if path.is_dir() or (path.parent == private and path.name in _KEPT):
            continue
        if not (path.parent.name in {"generations", "snapshots"} and path.suffix == ".duckdb"):
            yield str(path.relative_to(case))
    for name in ("generations", "snapshots"):
        yield from (f"{name}: {path.name}" for path in sorted((private / name).glob("*.duckdb"))[:-2])
    for folder in _folders(case):
        yield from (path.name for path in folder.glob(".*") if path.is_file())


def _folders(case: Path) -> list[Path]:
    return [*(case / name for name in ("claims", "sources", "reviews")), case, case.parent]
