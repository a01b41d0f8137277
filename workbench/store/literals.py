"""Values in SQL text.

Binding parameters makes some DuckDB versions import pandas and pyarrow, which costs seconds; so values are written as
literals, here and nowhere else.
"""

import re
from collections.abc import Iterable

_PLACE = re.compile(r"\$([a-z_]+)")
_SURROGATE = re.compile("[\ud800-\udfff]")

Value = str | int | float | bool | None | Iterable[str]


def fill(query: str, **values: Value) -> str:
    """``query`` with each ``$name`` replaced by the literal of the value of that name."""
    return _PLACE.sub(lambda place: literal(values[place[1]]), query)


def literal(value: Value) -> str:
    """A value as a SQL literal: text, number, boolean, NULL, or texts as ``('a', 'b')``."""
    if value is None:
        return "NULL"
    if isinstance(value, str):
        return text(value)
    if isinstance(value, bool | int | float):
        return str(value)
    return "(" + (", ".join(map(text, value)) or "NULL") + ")"


def text(value: str) -> str:
    """A text literal; NULs are kept, a lone surrogate becomes U+FFFD."""
    pieces = clean(value).replace("'", "''").split("\0")
    return "('" + "' || chr(0) || '".join(pieces) + "')" if len(pieces) > 1 else f"'{pieces[0]}'"


def clean(value: str) -> str:
    """The text with every lone surrogate replaced by U+FFFD, one for one, so that offsets stay right."""
    return _SURROGATE.sub("\ufffd", value)


def array(values: Iterable[str]) -> str:
    """A list of texts as a SQL literal."""
    return "[" + ", ".join(map(text, values)) + "]::VARCHAR[]"


def like_anywhere(value: str) -> str:
    """A pattern for ``ILIKE … ESCAPE '!'`` that finds ``value`` anywhere."""
    return "%" + re.sub(r"([!%_])", r"!\1", value) + "%"
