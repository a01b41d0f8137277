"""The CSV export: one row per claim, written by DuckDB itself, whole or not at all."""

import os
import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import duckdb

from workbench.errors import EXIT_USAGE, WorkbenchError
from workbench.store.connect import Connection, database_error
from workbench.store.folder import PRIVATE, failed, fsync_folder, private_subfolder
from workbench.store.literals import fill, text
from workbench.store.publish import PUBLISHED
from workbench.store.snapshot import snapshot
from workbench.store.views import EXPORT_COLUMNS

_NUMBERS = frozenset(
    {"value", "low", "high", "accepted_low", "accepted_high", "reference_value", "reference_low", "reference_high",
     "deviation"}
)  # fmt: skip
_TIMES = frozenset({"posted_at", "decided_at"})
_DATES = frozenset({"period_start", "period_end", "vintage"})
_CLOSED = ("claims", "sources", "reviews", PRIVATE)
_OURS = frozenset({"claim_id", "group_id", "comparison", "proposed", "settings_hash"})
_RUN = tuple(map(ord, "=+-@\t\r"))
_CHUNK = 1 << 22


def export_csv(root: Path, target: Path) -> int:
    """Write the export to a file, in place of what it held.

    Returns:
        How many rows were written.

    Raises:
        WorkbenchError: The target lies among the case's own files (code 2), or cannot be written.
    """
    path = _allowed(root, target)
    fresh = path.with_name(f".{path.name[:200]}.{secrets.token_hex(4)}.part")
    try:
        count = _write(root, fresh)
        with fresh.open("rb+") as file:
            os.fsync(file.fileno())
        fresh.replace(path)
        fsync_folder(path.parent)
    except OSError as error:
        raise failed("the export was not written", error, str(target)) from None
    finally:
        fresh.unlink(missing_ok=True)
    return count


def export_text(root: Path) -> Iterator[str]:
    """The export in pieces of text, for standard output; write them without changing the line ends."""
    path = private_subfolder(root, "exports") / f"{secrets.token_hex(8)}.csv"
    try:
        _write(root, path)
        with path.open(encoding="utf-8", newline="") as file:
            while piece := file.read(_CHUNK):
                yield piece
    finally:
        path.unlink(missing_ok=True)


def _allowed(root: Path, target: Path) -> Path:
    """The target with its links followed, where the export may be written there."""
    if target.is_symlink():
        what = "the target is a link, and what it leads to would be lost"
        raise WorkbenchError(what, "name a file", file=str(target), code=EXIT_USAGE)
    try:
        path, case = target.resolve(), root.resolve()
    except (OSError, RuntimeError):
        raise WorkbenchError("the target cannot be followed to a file", "name another one", file=str(target)) from None
    for name in _CLOSED:
        folder = case / name
        if path.is_relative_to(folder) or path.is_relative_to(folder.resolve()):
            raise WorkbenchError(
                f"an export is never written into {name}/", "name a file elsewhere", file=str(target), code=EXIT_USAGE
            )
    if path == case / PUBLISHED or path.name.startswith(PUBLISHED):
        raise WorkbenchError("that is the published database", "name another file", file=str(target), code=EXIT_USAGE)
    if path.is_dir() or not path.parent.is_dir():
        what = "is a folder" if path.is_dir() else "lies in no folder that exists"
        raise WorkbenchError(f"the target {what}", "name a file", file=str(target), code=EXIT_USAGE)
    return path


def _write(root: Path, path: Path) -> int:
    plain = private_subfolder(root, "exports") / f"{secrets.token_hex(8)}.part"
    try:
        with snapshot(root) as opened:
            try:
                count = _copy(opened.cursor, plain)
            except duckdb.Error as error:
                raise database_error(error, str(path)) from None
        with plain.open("rb") as reader, path.open("xb") as writer:
            _end_lines(reader, writer)
    finally:
        plain.unlink(missing_ok=True)
    return count


def _copy(connection: Connection, path: Path) -> int:
    names = [row[0] for row in connection.execute("SELECT DISTINCT reviewer FROM verdicts ORDER BY 1").fetchall()]
    before, after = EXPORT_COLUMNS[:-1], EXPORT_COLUMNS[-1:]
    cells = [
        *(_cell(name) for name, _ in before),
        *(f'v."{name}" AS "verdict_{name}"' for name in names),
        *(_cell(name) for name, _ in after),
    ]
    votes = "".join(f', max(verdict) FILTER (WHERE reviewer = {text(name)}) AS "{name}"' for name in names)
    query = f"""
        COPY (
            SELECT {", ".join(cells)} FROM export_rows AS r
            LEFT JOIN (SELECT claim_id{votes} FROM verdicts GROUP BY claim_id) AS v ON v.claim_id = r.claim_id
            ORDER BY r.document, r.ordinal, r.start, r.claim_id
        ) TO $path (FORMAT csv, HEADER)
    """  # noqa: S608
    done = connection.execute(fill(query, path=str(path))).fetchone()
    return int(done[0]) if done else 0


def _cell(name: str) -> str:
    """A column of the export as it is printed: numbers without a needless .0, no text that a spreadsheet would run."""
    column = f"r.{name}"
    if name in _NUMBERS:
        whole = f"{column} = trunc({column}) AND abs({column}) < 1e18"
        printed = f"CASE WHEN {whole} THEN {column}::BIGINT::VARCHAR ELSE {column}::VARCHAR END"
    elif name in _TIMES:
        printed = f"strftime({column}, '%Y-%m-%dT%H:%M:%SZ')"
    elif name in _DATES or name in _OURS:
        printed = column
    else:
        printed = f"CASE WHEN unicode({column}) IN {_RUN} THEN chr(39) || {column} ELSE {column} END"
    return f'{printed} AS "{name}"'


def _end_lines(reader: BinaryIO, writer: BinaryIO) -> None:
    """Copy a CSV whose lines end in LF to one whose lines end in CRLF; line ends within quotes stay."""
    quoted = False
    while chunk := reader.read(_CHUNK):
        pieces = chunk.split(b'"')
        for place in range(1 if quoted else 0, len(pieces), 2):
            pieces[place] = pieces[place].replace(b"\n", b"\r\n")
        writer.write(b'"'.join(pieces))
        quoted ^= len(pieces) % 2 == 0
