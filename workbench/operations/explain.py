"""What each document of a case is taken for, and why."""

from pathlib import Path

from workbench.documents.case import Case, files
from workbench.documents.media import is_media
from workbench.documents.read import Recognition, recognise


def explain(root: Path) -> list[Recognition]:
    """The kind of every file in ``claims/``, and of every file in a zip there, by name."""
    case = Case(root)
    documents, _, _ = files(case)
    return [found for path in documents if not is_media(path.name) for found in recognise(case, path)]
