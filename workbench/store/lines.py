"""Rows as lines of JSON, the form in which other processes hand them to the one that has the database."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from workbench.store.literals import clean


@dataclass(frozen=True, slots=True)
class Lines:
    """Rows of one table.

    Attributes:
        data: One JSON object a line, as UTF-8.
        count: How many.
        longest: The bytes of the longest.
    """

    data: bytes = b""
    count: int = 0
    longest: int = 0

    @classmethod
    def of(cls, rows: Iterable[dict[str, Any]]) -> "Lines":
        """The rows, by column name; a column left out is NULL, a lone surrogate becomes U+FFFD."""
        lines = [_line(row) for row in rows]
        return cls(b"".join(lines), len(lines), max(map(len, lines), default=0))


def _line(row: dict[str, Any]) -> bytes:
    line = json.dumps(row, ensure_ascii=False, separators=(",", ":"), allow_nan=False) + "\n"
    try:
        return line.encode()
    except UnicodeEncodeError:
        return clean(line).encode()
