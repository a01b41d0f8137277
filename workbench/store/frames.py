"""Rows as a pandas DataFrame, with types that know a missing value."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from workbench.store.sql import asking

if TYPE_CHECKING:
    import pandas as pd

# Columns whose texts come from a fixed list; such as a reviewer's names are few as well.
CATEGORIES = frozenset(
    {"kind", "unit", "modifier", "change", "comparison", "proposed", "verdict", "state", "known", "action", "language",
     "format", "reviewer", "reference_unit", "side"}
)  # fmt: skip
_WHOLE = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER")
_BROKEN = ("FLOAT", "DOUBLE", "DECIMAL", "HUGEINT")


def run_frame(root: Path, query: str, *, seconds: float, memory: str = "4GB") -> "pd.DataFrame":
    """The rows of one SELECT on the case as it is now; see :func:`workbench.store.sql.run_sql`.

    Raises:
        WorkbenchError: It is no single SELECT, or wrong, or takes too long or too much; or the case is busy.
    """
    with asking(root, query, seconds=seconds, memory=memory) as connection:
        kinds = [str(column[1]) for column in connection.description or ()]
        frame: pd.DataFrame = connection.df()
    for place, kind in enumerate(kinds):
        column = frame.iloc[:, place]
        frame.isetitem(place, _typed(column, str(frame.columns[place]), kind))  # type: ignore[arg-type]
    return frame


def _typed(column: "pd.Series[Any]", name: str, kind: str) -> "pd.Series[Any]":
    if kind.endswith("]"):
        return type(column)([_listed(value) for value in column], index=column.index, name=name, dtype=object)
    wanted = (
        ("Int64", kind in _WHOLE),
        ("Float64", kind.startswith(_BROKEN)),
        ("boolean", kind == "BOOLEAN"),
        ("category", kind == "VARCHAR" and name in CATEGORIES),
        ("string", kind == "VARCHAR"),
    )
    dtype = next((dtype for dtype, fits in wanted if fits), None)
    return column if dtype is None else column.astype(dtype)  # type: ignore[call-overload]


def _listed(value: Any) -> list[Any] | None:  # noqa: ANN401 - an array, or what stands for nothing
    return list(value) if hasattr(value, "__iter__") else None
