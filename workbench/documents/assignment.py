"""The table ``[assignment]`` of ``workbench.toml``: who reviews what, read and written."""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from workbench.reviews.assignment import SHARES, Assignment
from workbench.reviews.events import REVIEWER

KEYS = ("share", "overlap", "seed", "documents")
MAX_SEED = 100


def parse_share(value: object) -> str:
    """One of the ways to divide claims; ValueError with what is wanted."""
    if value not in SHARES:
        raise ValueError("one of " + ", ".join(f'"{name}"' for name in SHARES))
    return str(value)


def parse_overlap(value: object) -> Decimal:
    """A percentage; ValueError with what is wanted."""
    if isinstance(value, (int, Decimal)) and not isinstance(value, bool) and 0 <= value <= 100:
        return Decimal(value)
    raise ValueError("a percentage from 0 to 100, such as 20")


def parse_seed(value: object) -> str:
    """Any short text; ValueError with what is wanted."""
    if isinstance(value, str) and len(value) <= MAX_SEED and "\n" not in value:
        return value
    raise ValueError(f"a text of at most {MAX_SEED} characters in quotes")


def parse_documents(value: object) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Files and who reviews them; ValueError with what is wanted."""
    wanted = 'files and names: [assignment.documents], then "claims/speech.txt" = ["ana"]'
    if not isinstance(value, dict):
        raise ValueError(wanted)  # noqa: TRY004 - a wrong type is bad input like any other
    found = []
    for path, names in value.items():
        if not isinstance(names, list) or not names or not all(_is_reviewer(name) for name in names):
            raise ValueError(wanted)
        found.append((path, tuple(sorted(set(names)))))
    return tuple(sorted(found))


def _is_reviewer(name: object) -> bool:
    return isinstance(name, str) and re.fullmatch(REVIEWER, name) is not None


def written_assignment(text: str, assignment: Assignment, reviewers: Sequence[str]) -> str:
    """The text of ``workbench.toml`` with another assignment; comments and all other lines stay.

    Args:
        text: The file as it is; empty where there is none.
        assignment: What to write; what is at its default is left out.
        reviewers: Who reviews.
    """
    import tomlkit

    document = tomlkit.parse(text)
    review = document.setdefault("review", tomlkit.table())
    if list(review.get("reviewers", [])) != list(reviewers):
        review["reviewers"] = list(reviewers)
    default = Assignment()
    values: Mapping[str, Any] = {
        "share": assignment.share if assignment.share != default.share else None,
        "overlap": _number(assignment.overlap) if assignment.share == "random" else None,
        "seed": assignment.seed or None,
        "documents": {path: list(names) for path, names in assignment.documents} or None,
    }
    if any(value is not None for value in values.values()) and "assignment" not in document:
        document["assignment"] = tomlkit.table()
    for key, value in values.items():
        if value is not None:
            document["assignment"][key] = value
        elif "assignment" in document:
            document["assignment"].pop(key, None)
    if "assignment" in document and not document["assignment"]:
        del document["assignment"]
    return tomlkit.dumps(document)


def _number(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)
