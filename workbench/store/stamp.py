"""Proof that this user built a database: nothing else is ever opened.

A database file is code that DuckDB runs on opening. So a head is opened only where a stamp beside it carries a keyed
hash over its random id, its inode and its schema; the key lies outside every case, in the user's state folder.
"""

import hashlib
import hmac
import json
import os
import secrets
import stat
from functools import cache
from pathlib import Path

import duckdb

from workbench.errors import WorkbenchError
from workbench.store.connect import is_damage_to_ours
from workbench.store.folder import failed, private_folder
from workbench.store.schema import create_tables
from workbench.store.views import create_views

HEAD, BUILDING = "head.duckdb", "building.duckdb"
_KEY_BYTES = 32
_MAX_STAMP = 4096


def state_folder() -> Path:
    """Where this user's key lies: ``$XDG_STATE_HOME`` or ``~/.local/state``, and ``claim-workbench`` in it."""
    base = os.environ.get("XDG_STATE_HOME", "")
    home = Path(base) if base.startswith("/") else Path.home() / ".local" / "state"
    return home / "claim-workbench"


def user_key() -> bytes:
    """This user's random key, made at first use, readable by nobody else.

    Raises:
        WorkbenchError: It cannot be made, or others could have read or written it.
    """
    folder = state_folder()
    path = folder / "key"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return _read_key(path) or _make_key(path)
    except (OSError, RuntimeError) as error:
        cause = error if isinstance(error, OSError) else OSError(str(error))
        problem = failed("the key of this user cannot be kept", cause, str(path)).problem
        raise WorkbenchError(
            problem.message, "set XDG_STATE_HOME to a folder that you can write to", file=problem.file
        ) from None


def _make_key(path: Path) -> bytes:
    fresh = path.with_name(f"key.{secrets.token_hex(8)}")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    try:
        os.write(descriptor, secrets.token_bytes(_KEY_BYTES))
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    try:
        os.link(fresh, path)
    except FileExistsError:
        pass
    finally:
        fresh.unlink()
    key = _read_key(path)
    if key is None:
        raise OSError(f"{path.name} vanished")
    return key


def _read_key(path: Path) -> bytes | None:
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NONBLOCK)
    except FileNotFoundError:
        return None
    try:
        found = os.fstat(descriptor)
        key = os.read(descriptor, _KEY_BYTES + 1)
    finally:
        os.close(descriptor)
    private = stat.S_ISREG(found.st_mode) and found.st_uid == os.getuid() and not found.st_mode & 0o077
    if not private or len(key) != _KEY_BYTES:
        raise WorkbenchError(
            "the key of this user is damaged or others can read it",
            f"delete {path}; the databases are then built anew from the files",
            file=str(path),
        )
    return key


def write_stamp(head: Path) -> None:
    """Stamp a head that was just built."""
    stamp = {"head": secrets.token_hex(16), "inode": head.stat().st_ino, "schema": _schema()}
    signed = {**stamp, "mac": _mac(stamp)}
    path = stamp_path(head)
    fresh = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    with fresh.open("x", encoding="ascii") as file:
        json.dump(signed, file)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)


def why_not_ours(head: Path) -> str | None:
    """Why a head must not be opened, for a person; None where this user and version built it."""
    found = head.lstat()
    stamp = _read_stamp(head) or {}
    signed = hmac.compare_digest(str(stamp.pop("mac", "")).encode(), _mac(stamp).encode())
    reasons = (
        (not stat.S_ISREG(found.st_mode), "it is a link or no plain file"),
        (found.st_uid != os.getuid(), "it belongs to another user"),
        (found.st_nlink != 1, "the file has a second name elsewhere"),
        (not signed, "it carries no stamp of this user"),
        (stamp.get("inode") != found.st_ino, "it is a copy"),
        (stamp.get("schema") != _schema(), "its tables are of another version of the program"),
    )
    return next((reason for applies, reason in reasons if applies), None)


def distrust(root: Path, error: duckdb.Error, name: str = HEAD) -> None:
    """Where a statement of ours met damage, in the head or in a copy, let the head be built anew the next time.

    ``name`` is that of another database that is to be made anew instead.
    """
    if is_damage_to_ours(error):
        stamp_path(private_folder(root) / name).unlink(missing_ok=True)


@cache
def _schema() -> str:
    """A hash of everything that makes the tables and views."""
    return hashlib.sha256("\n".join([*create_tables(), *create_views()]).encode()).hexdigest()[:32]


def head_mark(head: Path) -> str:
    """A name for what the head holds now, which only this user can work out."""
    found = head.stat()
    stamp = _read_stamp(head) or {}
    return _mac({"head": stamp.get("head"), "size": found.st_size, "at": found.st_mtime_ns, "inode": found.st_ino})[:32]


def stamp_path(head: Path) -> Path:
    """The file beside a head that holds its stamp."""
    return head.with_suffix(".stamp")


def _read_stamp(head: Path) -> dict[str, object] | None:
    try:
        descriptor = os.open(stamp_path(head), os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NONBLOCK)
        try:
            data = json.loads(os.read(descriptor, _MAX_STAMP))
        finally:
            os.close(descriptor)
    except (OSError, ValueError, RecursionError):
        return None
    return data if isinstance(data, dict) else None


def _mac(stamp: dict[str, object]) -> str:
    told = json.dumps(stamp, sort_keys=True).encode("ascii")
    return hmac.new(user_key(), told, hashlib.sha256).hexdigest()
