"""A case for notebooks: its tables as pandas DataFrames."""

from pathlib import Path
from typing import TYPE_CHECKING

from workbench.documents.case import find_case
from workbench.operations.build import build
from workbench.store.frames import run_frame
from workbench.store.queries import IN_TEXT

if TYPE_CHECKING:
    import pandas as pd

SECONDS = 300.0


class Case:
    """The case that a folder is in; each question brings the database up to date first.

    Columns of words from a fixed list are categories, times and days ``datetime64`` in UTC, whole numbers ``Int64``,
    other numbers ``Float64`` and truth values ``boolean``, all of which know a missing value.

    Args:
        folder: The case's folder or one inside it.

    Raises:
        WorkbenchError: the folder is in no case.
    """

    def __init__(self, folder: str | Path = ".") -> None:
        self.root = find_case(Path(folder))

    def documents(self) -> "pd.DataFrame":
        """The texts to check, by ``document_id``."""
        return self._by_id("documents", "document_id", "path, ordinal")

    def claims(self) -> "pd.DataFrame":
        """The numeric claims in the order of the texts, by ``claim_id``."""
        query = f"SELECT c.* FROM claims AS c JOIN claim_list AS l USING (claim_id) ORDER BY {IN_TEXT}"  # noqa: S608
        return self.sql(query).set_index("claim_id")

    def sources(self) -> "pd.DataFrame":
        """The publications, by ``source_id``."""
        return self._by_id("sources", "source_id", "source_id")

    def observations(self) -> "pd.DataFrame":
        """The reference figures, by ``observation_id``."""
        return self._by_id("observations", "observation_id", "observation_id")

    def decisions(self) -> "pd.DataFrame":
        """What was decided, one row per claim, by ``claim_id``; ``state`` is open where nobody has decided."""
        return self._by_id("decisions", "claim_id", "claim_id")

    def verdicts(self) -> "pd.DataFrame":
        """The current verdicts, one row per claim and reviewer."""
        return self.sql("FROM verdicts ORDER BY claim_id, reviewer")

    def export(self) -> "pd.DataFrame":
        """The rows of the export: each claim with its figure and its verdict, by ``claim_id``."""
        query = f"SELECT e.* FROM export AS e JOIN claim_list AS l USING (claim_id) ORDER BY {IN_TEXT}"  # noqa: S608
        return self.sql(query).set_index("claim_id")

    def sql(self, query: str) -> "pd.DataFrame":
        """The rows of one SELECT on the case's tables; it can read nothing else and change nothing."""
        build(self.root)
        return run_frame(self.root, query, seconds=SECONDS)

    def _by_id(self, table: str, key: str, order: str) -> "pd.DataFrame":
        return self.sql(f"FROM {table} ORDER BY {order}").set_index(key)
