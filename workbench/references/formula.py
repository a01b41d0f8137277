"""Formulas of derived observations: one named function over the ids of other observations.

``ratio(rosatom/nsr-2024, soviet-yearbook/nsr-1987)``. A formula is arithmetic that a reader can follow by name, not a
language: what needs two steps is two observations, the second naming the first.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from workbench.references.toml import IDENTIFIER

MAX_INPUTS = 200


@dataclass(frozen=True, slots=True)
class Function:
    """One function.

    Attributes:
        inputs: How many inputs it takes; None: two or more.
        parts: What its inputs are called, for messages and forms.
        meaning: One line for the person who chooses.
    """

    inputs: int | None
    parts: tuple[str, ...]
    meaning: str


FUNCTIONS: Mapping[str, Function] = {
    "ratio": Function(2, ("this", "that"), "how many times that is contained in this"),
    "difference": Function(2, ("this", "that"), "this less that"),
    "percent_change": Function(2, ("later", "earlier"), "by how many percent the later differs from the earlier"),
    "share": Function(2, ("part", "whole"), "the part in percent of the whole"),
    "sum": Function(None, ("each",), "all together"),
    "mean": Function(None, ("each",), "their arithmetic mean"),
}


@dataclass(frozen=True, slots=True)
class Formula:
    """A function's name and the full ids, ``SOURCE/ID``, of the observations it takes, in order."""

    function: str
    inputs: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.function}({', '.join(self.inputs)})"


class FormulaError(Exception):
    """What keeps a formula from being used, and what to do about it."""

    def __init__(self, message: str, hint: str) -> None:
        self.message, self.hint = message, hint
        super().__init__(message)


_CALL = re.compile(r"\s*([A-Za-z_]+)\s*\(([^()]*)\)\s*")


def is_call(text: str) -> bool:
    """Whether a cell is meant as a formula, rather than words about how a figure came to be."""
    found = _CALL.fullmatch(text)
    return found is not None and found[1].lower() in FUNCTIONS


def parse_formula(text: str, source_id: str) -> Formula:
    """Read a formula.

    Args:
        text: ``NAME(id, id, …)``; semicolons may stand for the commas, which spreadsheets quote.
        source_id: The source whose observations are meant by an id without a slash.

    Raises:
        FormulaError: It cannot be read.
    """
    found = _CALL.fullmatch(text)
    if found is None:
        raise FormulaError(f"The formula {text[:60]!r} cannot be read", "Write it as ratio(source/id, source/id)")
    name = found[1].lower()
    function = FUNCTIONS.get(name)
    if function is None:
        raise FormulaError(f"There is no function {name[:40]!r}", f"Use one of {', '.join(FUNCTIONS)}")
    inputs = tuple(_full_id(part.strip(), source_id) for part in re.split("[,;]", found[2]) if part.strip())
    if function.inputs is not None and len(inputs) != function.inputs:
        given = f"{name} takes {function.inputs} observations, not {len(inputs)}"
        raise FormulaError(given, f"Write {name}({', '.join(function.parts)})")
    if function.inputs is None and not 2 <= len(inputs) <= MAX_INPUTS:
        given = f"{name} takes 2 to {MAX_INPUTS} observations, not {len(inputs)}"
        raise FormulaError(given, f"Write {name}(source/id, source/id, …)")
    return Formula(name, inputs)


def _full_id(text: str, source_id: str) -> str:
    source, slash, name = text.rpartition("/")
    if not slash:
        source = source_id
    if not (IDENTIFIER.fullmatch(name) and IDENTIFIER.fullmatch(source)):
        hint = "Name it as SOURCE/ID, the source's file and the id"
        raise FormulaError(f"{text[:60]!r} is no observation's id", hint)
    return f"{source}/{name}"
