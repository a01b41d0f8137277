"""The quantities of one file of any kind that the readers know; no case is needed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from workbench.documents.read import read_alone
from workbench.errors import EXIT_DATA, Problem, WorkbenchError
from workbench.extraction.extract import find
from workbench.quantity.model import Quantity


@dataclass(frozen=True, slots=True)
class Found:
    """A quantity and the document it stands in; ``document`` is None where the file is one document."""

    quantity: Quantity
    document: str | None = None


def quantities_in(
    path: Path, language: str | None, on: date | None, problems: list[Problem]
) -> tuple[bool, Iterator[Found]]:
    """The quantities of a file, document by document.

    Args:
        path: The file.
        language: Its language; None decides for each sentence.
        on: The day it was said; None: the day that the file itself gives.
        problems: What could not be read is added here.

    Returns:
        Whether the file is of a kind that holds many documents, and what is found in them.

    Raises:
        WorkbenchError: Nothing of the file can be read; when the quantities are asked for.
    """
    from workbench.store.parquet import parquet_rows

    many, documents = read_alone(path, problems, parquet_rows)

    def found() -> Iterator[Found]:
        count = 0
        for document in documents:
            count += 1
            name = document.identity.removeprefix(f"{path}#") if many else None
            for quantity in find(document.text, language, on or document.said_on):
                yield Found(quantity, name)
        if not count and problems:
            last = problems[-1]
            raise WorkbenchError(last.message, last.hint, file=last.file, line=last.line, code=EXIT_DATA)

    return many, found()
