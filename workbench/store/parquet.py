"""The rows of a Parquet file that stands among the documents."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb

from workbench.store.literals import fill

_BATCH = 2000
# What DuckDB says of a damaged file, and what becomes of names and moments in it that Python cannot hold.
_DAMAGED = (duckdb.Error, RuntimeError, ValueError, OverflowError)


def parquet_rows(path: Path) -> Iterator[dict[str, Any]]:
    """The rows one by one, as column name to value; few of them are held at a time.

    Raises:
        ValueError: It is no Parquet file, or it is damaged.
    """
    offline: dict[str, str | bool | int | float | list[str]] = dict.fromkeys(
        ("autoload_known_extensions", "autoinstall_known_extensions"), "false"
    )
    with duckdb.connect(config=offline) as reader:
        reader.execute("SET memory_limit = '1GB'; SET temp_directory = ''; SET python_enable_replacements = false")
        try:
            found = reader.execute(fill("FROM read_parquet($path)", path=_literal_path(path)))
            names = [column[0] for column in found.description or ()]
            while rows := found.fetchmany(_BATCH):
                yield from (dict(zip(names, row, strict=True)) for row in rows)
        except _DAMAGED as error:
            if "Query interrupted" in str(error):  # what DuckDB makes of Ctrl-C
                raise KeyboardInterrupt from None
            raise ValueError(str(error).split("\n", 1)[0][:200]) from None


def _literal_path(path: Path) -> str:
    """The path with the signs of a pattern taken as themselves."""
    return "".join(f"[{letter}]" if letter in "*?[" else letter for letter in str(path))
