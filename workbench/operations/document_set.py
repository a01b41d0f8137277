"""Describe a document: write its ``NAME.EXT.toml``."""

import os
from collections.abc import Mapping
from pathlib import Path

from workbench.documents.case import SIDECAR, Case, refusal
from workbench.documents.files import read_text, write_whole
from workbench.documents.sidecar import edited, sidecar
from workbench.errors import EXIT_USAGE, WorkbenchError
from workbench.references.toml import MAX_TOML


def set_document(root: Path, file: str, values: Mapping[str, str]) -> Path:
    """Set fields of a document's description; its comments and other lines stay.

    Args:
        root: The case.
        file: The document: a path, a path inside the case, or inside ``claims/``.
        values: New values by field; an empty one takes the field out.

    Returns:
        The description that was written.

    Raises:
        WorkbenchError: There is no such document, a field or value is wrong, or the file cannot be written.
    """
    case = Case(root)
    beside = sidecar(_document(case, file))
    text = ""
    if os.path.lexists(beside):
        refused = refusal(case, beside)
        found, problem = (None, refused) if refused else read_text(beside, case.name(beside), MAX_TOML)
        if found is None:
            told = problem.message if problem else "The description cannot be read"
            raise WorkbenchError(told, "Correct or remove it", file=case.name(beside))
        text = found
    write_whole(beside, edited(text, values).encode())
    return beside


def _document(case: Case, file: str) -> Path:
    """The document that is meant, inside ``claims/``."""
    given = file.removesuffix(SIDECAR)
    for path in (Path(given), case.root / given, case.claims_dir / given):
        inside = path.resolve().is_relative_to(case.claims_dir.resolve())
        if path.is_file() and inside:
            return path
    hint = "Name a file below claims/; put one there with: workbench add FILE"
    raise WorkbenchError(f"there is no document {file[:200]}", hint, code=EXIT_USAGE)
