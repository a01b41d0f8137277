"""Many rows at once: through a temporary file of JSON lines, which DuckDB reads in parallel."""

import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb

from workbench.store.connect import allow
from workbench.store.lines import Lines
from workbench.store.literals import fill, text
from workbench.store.schema import columns_of

# DuckDB takes buffers of twice this size, several for each of its threads.
_MIN_OBJECT = 2 << 20


class Spool:
    """A temporary file of JSON lines for one table; :meth:`add` rows, then use :attr:`rows` in SQL."""

    def __init__(self, path: Path, columns: dict[str, str]) -> None:
        self.path = path
        self.columns = columns
        self.count = 0
        self.size = 0
        self._longest = 0
        self._file = path.open("xb")

    def add(self, row: dict[str, Any]) -> None:
        """Add a row by column name; columns left out are NULL, a lone surrogate becomes U+FFFD."""
        self.extend(Lines.of([row]))

    def extend(self, lines: Lines) -> None:
        """Add rows that are lines already."""
        self._longest = max(self._longest, lines.longest)
        self._file.write(lines.data)
        self.count += lines.count
        self.size += len(lines.data)

    @property
    def rows(self) -> str:
        """SQL that reads the rows, to stand after FROM."""
        self._file.flush()
        columns = ", ".join(f"'{name}': {text(kind)}" for name, kind in self.columns.items())
        size = max(_MIN_OBJECT, 2 * self._longest)
        return fill(
            f"read_json($path, format='newline_delimited', columns={{{columns}}}, maximum_object_size=$size)",
            path=str(self.path),
            size=size,
        )

    def insert_into(self, connection: duckdb.DuckDBPyConnection, table: str) -> None:
        """Insert all rows into a table that has these columns."""
        if self.count:
            names = ", ".join(f'"{name}"' for name in self.columns)
            if self._longest > _MIN_OBJECT:
                allow(connection, self._longest)
            connection.execute(f"INSERT INTO {table} ({names}) SELECT {names} FROM {self.rows}")  # noqa: S608

    def close(self) -> None:
        """Delete the file."""
        self._file.close()
        self.path.unlink(missing_ok=True)


@contextmanager
def spool(folder: Path, table: str, columns: dict[str, str] | None = None) -> Iterator[Spool]:
    """A spool for a table of the schema, or for the columns given; its file is deleted at the end."""
    made = Spool(folder / f"{table}-{secrets.token_hex(6)}.json", columns or columns_of(table))
    try:
        yield made
    finally:
        made.close()


def insert(connection: duckdb.DuckDBPyConnection, folder: Path, table: str, rows: Iterable[dict[str, Any]]) -> int:
    """Insert rows into a table of the schema; returns how many."""
    with spool(folder, table) as spooled:
        for row in rows:
            spooled.add(row)
        spooled.insert_into(connection, table)
        return spooled.count


def delete(connection: duckdb.DuckDBPyConnection, folder: Path, table: str, column: str, values: Iterable[str]) -> None:
    """Delete the rows of a table whose ``column`` is one of ``values``, however many there are."""
    with spool(folder, table, {"value": "VARCHAR"}) as spooled:
        for value in values:
            spooled.add({"value": value})
        if spooled.count:
            connection.execute(f"DELETE FROM {table} WHERE {column} IN (SELECT value FROM {spooled.rows})")  # noqa: S608


def insert_query(connection: duckdb.DuckDBPyConnection, table: str, query: str) -> None:
    """Insert the rows of a query, whose columns are called as the table's are."""
    names = ", ".join(f'"{name}"' for name in columns_of(table))
    connection.execute(f"INSERT INTO {table} ({names}) SELECT {names} FROM ({query})")  # noqa: S608
