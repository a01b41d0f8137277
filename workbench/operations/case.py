"""A case for notebooks: its tables as pandas DataFrames."""

from pathlib import Path
from typing import TYPE_CHECKING

from workbench.documents.case import find_case
from workbench.operations.build import build
from workbench.store.sql import run_sql

if TYPE_CHECKING:
    import pandas as pd

SECONDS = 300.0


class Case:
    """The case that a folder is in; each question brings the database up to date first.

    Args:
        folder: The case's folder or one inside it.

    Raises:
        WorkbenchError: the folder is in no case.
    """

    def __init__(self, folder: str | Path = ".") -> None:
        self.root = find_case(Path(folder))

    def sql(self, query: str) -> "pd.DataFrame":
        """The rows of one SELECT."""
        import pandas as pd

        build(self.root)
        result = run_sql(self.root, query, seconds=SECONDS)
        return pd.DataFrame(result.rows, columns=list(result.columns)).convert_dtypes()

    def claims(self) -> "pd.DataFrame":
        """All claims, one a row."""
        return self.sql("FROM claims ORDER BY document_id, start")

    def observations(self) -> "pd.DataFrame":
        """All observations, one a row."""
        return self.sql("FROM observations ORDER BY observation_id")

    def decisions(self) -> "pd.DataFrame":
        """One row for each claim: what its reviewers decided."""
        return self.sql("FROM decisions ORDER BY claim_id")
