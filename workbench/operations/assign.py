"""Divide the claims of a case among its reviewers, and see how far each is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Literal

from workbench.documents.assignment import written_assignment
from workbench.documents.case import Case, refusal
from workbench.documents.files import read_text, write_whole
from workbench.documents.settings import read_settings
from workbench.errors import EXIT_DATA, EXIT_USAGE, Problem, WorkbenchError
from workbench.operations.build import build
from workbench.references.toml import MAX_TOML
from workbench.reviews.assignment import Assignment
from workbench.reviews.events import REVIEWER
from workbench.store.shares import Share, unassigned
from workbench.store.shares import shares as shares_of
from workbench.store.snapshot import snapshot


@dataclass(frozen=True, slots=True)
class Shares:
    """How the claims are divided, and how far each reviewer is."""

    assignment: Assignment
    reviewers: tuple[str, ...]
    shares: list[Share]
    unassigned: int
    problems: list[Problem]


def shares(root: Path) -> Shares:
    """How the claims are divided now."""
    report = build(root)
    settings, _ = read_settings(Case(root))
    with snapshot(root) as found:
        told, nobodys = shares_of(found, settings.reviewers), unassigned(found)
    return Shares(settings.assignment, settings.reviewers, told, nobodys, report.problems)


def divide(  # noqa: PLR0913 - the parts of a division
    root: Path,
    *,
    share: Literal["all", "random"] | None = None,
    overlap: Decimal | None = None,
    seed: str | None = None,
    reviewers: Sequence[str] | None = None,
    documents: Mapping[str, Sequence[str]] | None = None,
) -> Shares:
    """Divide the claims anew and write it into ``workbench.toml``; what is None stays as it is.

    Args:
        root: The case.
        share: Everything for everybody, or a share each by lot.
        overlap: Percent of the claims that two reviewers get.
        seed: Another seed is another draw.
        reviewers: Who reviews.
        documents: Files and who reviews them; nobody: the file is divided like the others again.

    Raises:
        WorkbenchError: A name or file is wrong, nobody is named, or the file cannot be written.
    """
    case = Case(root)
    settings, problems = read_settings(case)
    if problems:
        first = problems[0]
        raise WorkbenchError(first.message, first.hint, file=first.file, line=first.line, code=EXIT_DATA)
    names = settings.reviewers if reviewers is None else tuple(dict.fromkeys(reviewers))
    files = dict(settings.assignment.documents)
    for file, given in (documents or {}).items():
        files.pop(_document(case, file), None)
        if given:
            files[_document(case, file)] = tuple(sorted(set(given)))
    _check_names([*names, *(name for given in files.values() for name in given)])
    now = settings.assignment
    wanted = replace(
        now, share=share or now.share, overlap=now.overlap if overlap is None else overlap,
        seed=now.seed if seed is None else seed, documents=tuple(sorted(files.items())),
    )  # fmt: skip
    if wanted.share == "random" and not names:
        hint = "Name them: workbench assign --share --to ana --to ben"
        raise WorkbenchError("there are no reviewers to divide the claims among", hint, code=EXIT_USAGE)
    path = case.settings_path
    write_whole(path, written_assignment(_text(case), wanted, names).encode())
    return shares(root)


def _text(case: Case) -> str:
    path = case.settings_path
    if not path.exists():
        return ""
    problem = refusal(case, path)
    text: str | None = None
    if problem is None:
        text, problem = read_text(path, case.name(path), MAX_TOML)
    if text is None:
        told = problem or Problem("The settings cannot be read", file=case.name(path))
        raise WorkbenchError(told.message, told.hint, file=told.file, code=EXIT_DATA)
    return text


def _check_names(names: Sequence[str]) -> None:
    for name in names:
        if not REVIEWER.fullmatch(name):
            hint = "Use a-z, 0-9, - and _, at most 32 characters"
            raise WorkbenchError(f"{name[:60]!a} is no reviewer's name", hint, code=EXIT_USAGE)


def _document(case: Case, file: str) -> str:
    """The document's path inside the case."""
    for path in (Path(file), case.root / file, case.claims_dir / file):
        if path.is_file() and path.resolve().is_relative_to(case.claims_dir.resolve()):
            return case.name(case.claims_dir / path.resolve().relative_to(case.claims_dir.resolve()))
    hint = "Name a file below claims/"
    raise WorkbenchError(f"there is no document {file[:200]}", hint, code=EXIT_USAGE)
