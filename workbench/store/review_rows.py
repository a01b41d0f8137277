"""Review files into rows, going on from where the last reading ended."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from workbench.errors import Problem
from workbench.store import bulk
from workbench.store.connect import Connection, rows
from workbench.store.lines import Lines
from workbench.store.review_tail import START, Position, Tail, read_from, review_files, torn_line
from workbench.store.rows import Row, event_row

_PARSED, _STANDING = "reviews", "review files"
_FEW = 1000


def positions(connection: Connection) -> dict[str, Position]:
    """How far each review file was read, by file name."""
    return {
        row["file"]: Position(row["length"], row["sha256"], row["lines"], tuple(row["stamp"]))
        for row in rows(connection, "FROM review_files")
    }


def sync(root: Path, connection: Connection, spools: Path) -> tuple[list[str] | None, list[Problem]]:
    """Read what is new in the review files, within the transaction that is open.

    Where a part read before has changed, or a file has gone, all files are read from the start.

    Returns:
        The ids of the events that are new, None where others changed too or very many came; and all that is wrong in
        ``reviews/`` now.
    """
    known = positions(connection)
    files, standing = review_files(root)
    tails = {path.name: read_from(path, known.get(path.name, START)) for path in files}
    again = known.keys() - tails.keys() or any(tail.restarted for tail in tails.values())
    if again:
        connection.execute("DELETE FROM review_events")
        keep_problems(connection, spools, _PARSED, [])
        tails = {path.name: read_from(path, START) for path in files}
    fresh = _insert(connection, spools, tails)
    for name, tail in tails.items():
        if tail.problems:
            add_problems(connection, spools, _PARSED, tail.problems)
        if tail.torn:
            standing.append(torn_line(name, tail.position))
    _keep_positions(connection, spools, known, {name: tail.position for name, tail in tails.items()})
    if standing != _problems(connection, _STANDING):
        keep_problems(connection, spools, _STANDING, standing)
    return None if again else fresh, _problems(connection, _PARSED) + standing


def _insert(connection: Connection, spools: Path, tails: Mapping[str, Tail]) -> list[str] | None:
    """Insert events by id; of two files that tell the same id the first by name counts, and the first in a file.

    Returns:
        The ids; None where one took the place of another, or where they are very many.
    """
    fresh: dict[str, Row] = {}
    for file, tail in sorted(tails.items()):
        for event in tail.events:
            if event.id not in fresh:
                fresh[event.id] = event_row(event, file)
    if not fresh:
        return []
    with bulk.spool(spools, "review_events") as spooled:
        spooled.extend(Lines.of(fresh.values()))
        connection.execute("CREATE OR REPLACE TEMP TABLE fresh_events AS FROM " + spooled.rows)
    [(replaced,)] = connection.execute("""
        DELETE FROM review_events AS e USING fresh_events AS f WHERE e.event_id = f.event_id AND e.file > f.file
    """).fetchall()
    connection.execute("""
        INSERT INTO review_events FROM fresh_events WHERE event_id NOT IN (SELECT event_id FROM review_events)
    """)
    connection.execute("DROP TABLE fresh_events")
    return None if replaced or len(fresh) > _FEW else list(fresh)


def _keep_positions(connection: Connection, spools: Path, known: dict[str, Position], now: dict[str, Position]) -> None:
    if known == now:
        return
    connection.execute("DELETE FROM review_files")
    told = (
        {"file": name, "length": at.length, "sha256": at.sha256, "lines": at.lines, "stamp": list(at.stamp)}
        for name, at in now.items()
    )
    bulk.insert(connection, spools, "review_files", told)


def keep_problems(connection: Connection, spools: Path, part: str, problems: Iterable[Problem]) -> None:
    """Keep the problems of one part, in place of those it had."""
    connection.execute(f"DELETE FROM problems WHERE part = '{part}'")  # noqa: S608
    add_problems(connection, spools, part, problems)


def add_problems(connection: Connection, spools: Path, part: str, problems: Iterable[Problem]) -> None:
    """Keep further problems of one part."""
    told = (
        {"part": part, "file": problem.file, "line": problem.line, "message": problem.message, "hint": problem.hint}
        for problem in problems
    )
    bulk.insert(connection, spools, "problems", told)


def _problems(connection: Connection, part: str) -> list[Problem]:
    query = f"SELECT message, hint, file, line FROM problems WHERE part = '{part}'"  # noqa: S608
    return [Problem(**row) for row in rows(connection, query)]
