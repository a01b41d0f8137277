"""A database that is not used any more is put aside, and kept until the next one is."""

import os
import secrets
from pathlib import Path

from workbench.errors import Problem
from workbench.store.folder import PRIVATE
from workbench.store.stamp import HEAD, stamp_path


def aside_name() -> str:
    """A fresh name for a database that is put aside."""
    return f"aside-{secrets.token_hex(6)}.duckdb"


def move_aside(path: Path, reason: str, notices: list[Problem]) -> None:
    """Rename the old head and its log, and delete what was put aside earlier."""
    name = aside_name()
    put_aside(path, name)
    notices.append(not_used(reason, name))


def put_aside(path: Path, name: str) -> None:
    """Rename the head and its log, without its stamp, in place of what was put aside earlier."""
    for old in path.parent.glob("aside-*"):
        if old.is_file() or old.is_symlink():
            old.unlink(missing_ok=True)
    stamp_path(path).unlink(missing_ok=True)
    path.rename(path.with_name(name))
    log = path.with_name(path.name + ".wal")
    if os.path.lexists(log):
        log.rename(path.with_name(name + ".wal"))


def not_used(reason: str, name: str) -> Problem:
    """What a person is told of it."""
    return Problem(
        f"the database was not used because {reason}; a new one is built from the files",
        f"nothing is lost; the old one lies in {PRIVATE}/{name} until the next time",
        f"{PRIVATE}/{HEAD}",
    )
