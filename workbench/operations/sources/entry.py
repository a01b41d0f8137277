"""A reference figure while it is being typed: what is understood, what is missing, what looks wrong."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from workbench.errors import WorkbenchError
from workbench.operations.sources import add
from workbench.operations.sources.add import checked, draft, is_new

_NEEDED_SOURCE = ("publisher", "title", "url", "retrieved")
_NEEDED = ("measure", "period", "value")


@dataclass(frozen=True, slots=True)
class Entry:
    """What there is of a figure so far.

    Attributes:
        is_new: Whether its source is not in the case yet, so that it has to be described.
        echo: How value and unit are understood; empty until they can be.
        missing: The fields that are still needed.
        wrong: What cannot be used, and how to write it.
        cautions: What an ambiguous unit is taken for, and what looks wrong.
        doubts: What looks wrong; a person must say that it is right.
    """

    is_new: bool
    echo: str = ""
    missing: tuple[str, ...] = ()
    wrong: tuple[str, ...] = ()
    cautions: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()


def look_at(root: Path, given: Mapping[str, str], today: date) -> Entry:
    """What is given so far, by the names of its fields; ``name`` is the source's."""
    wrong, name = [], given.get("name", "")
    new = True
    for field, text in given.items():
        try:
            checked(field, text)
            if field == "name":
                new = is_new(root, text)
        except WorkbenchError as error:
            wrong.append(f"{field}: {error.problem}")
    needed = ["name", *(_NEEDED_SOURCE if new else ()), *_NEEDED]
    has_ends = bool(given.get("low") and given.get("high"))
    missing = tuple(each for each in needed if not given.get(each) and not (each == "value" and has_ends))
    if wrong or missing:
        return Entry(new, missing=missing, wrong=tuple(wrong))
    try:
        ready = draft(root, name.strip(), _figure(given), today)
    except WorkbenchError as error:
        return Entry(new, wrong=(str(error.problem),))
    caution = (f"The unit is taken for {ready.caution}",) if ready.caution else ()
    doubts = tuple(f"{doubt.message}. {doubt.hint}" for doubt in ready.doubts)
    return Entry(new, ready.echo, cautions=(*caution, *doubts), doubts=doubts)


def save(root: Path, given: Mapping[str, str], today: date) -> tuple[str, str, int]:
    """Write the figure behind those of its source; a new source gets its description.

    Returns:
        The observation's id, the file, and its line there.

    Raises:
        WorkbenchError: It cannot be used or was not written, and why.
    """
    name = checked("name", given.get("name", ""))
    ready = draft(root, name, _figure(given), today)
    _, line = add.save(root, name, ready)
    return ready.figure.observation_id, f"sources/{name}.csv", line


def _figure(given: Mapping[str, str]) -> dict[str, str]:
    return {field: text for field, text in given.items() if field != "name"}
