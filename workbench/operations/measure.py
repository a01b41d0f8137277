"""Quantities of a text and comparisons of written quantities; no case is needed."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from workbench.documents.files import read_text
from workbench.documents.sources import read_rates_file
from workbench.errors import EXIT_DATA, EXIT_USAGE, Problem, WorkbenchError
from workbench.extraction.extract import written
from workbench.quantity.comparison import Comparison
from workbench.quantity.comparison import compare as compare_quantities
from workbench.quantity.explain import why
from workbench.quantity.model import Quantity
from workbench.quantity.money import Rate
from workbench.quantity.reference import Reference
from workbench.quantity.settings import DEFAULT, Tolerances

MAX_WRITTEN = 10_000


@dataclass(frozen=True, slots=True)
class Finding:
    """Two written quantities, what comparing them found, and the line that explains it."""

    claim: Quantity
    reference: Quantity
    comparison: Comparison
    why: str

    def to_dict(self, *, exact: bool = False) -> dict[str, Any]:
        """The JSON object that ``workbench compare`` prints, in the documented order.

        Args:
            exact: Whether a number with more digits than a float holds stays a Decimal.
        """
        told = {"claim": self.claim.to_dict(exact=exact), "reference": self.reference.to_dict(exact=exact)}
        return {**told, **self.comparison.to_dict(exact=exact), "why": self.why}


def compare(
    claim: str | Quantity,
    reference: str | Quantity,
    *,
    date: date | None = None,
    rates: Iterable[Rate] = (),
    tolerances: Tolerances = DEFAULT,
) -> Finding:
    """Compare two quantities, as people write them or as :func:`workbench.extract` found them.

    Args:
        claim: Such as ``nearly 38 million tonnes``.
        reference: Such as ``37.9 Mt``.
        date: The day whose exchange rate counts, and against which "last year" is resolved.
        rates: Dated exchange rates.
        tolerances: The percentages of the comparison.

    Raises:
        WorkbenchError: One of the two holds no number.
    """
    left, right = _quantity(claim, "claim", date), _quantity(reference, "reference", date)
    found = compare_quantities(left, Reference.of_quantity(right, tolerances), tolerances, rates=tuple(rates), on=date)
    return Finding(left, right, found, "; ".join(part for part in (why(left, found), _of_what(left, right)) if part))


def _of_what(claim: Quantity, reference: Quantity) -> str:
    """What to look at where two plain counts count different things, as far as their words tell."""
    left, right = claim.counted, reference.counted
    if not left or not right or left.casefold() == right.casefold() or claim.unit or reference.unit:
        return ""
    return f"one counts {' '.join(left.split())}, the other {' '.join(right.split())}: judge whether they are the same"


def compare_batch(lines: Iterable[str], *, on: date | None, rates: Iterable[Rate]) -> Iterator[dict[str, Any]]:
    """One object for each line ``{"claim", "reference", "date"}``; ``{"error": …}`` for one that cannot be read."""
    known = tuple(rates)
    for place, line in enumerate(lines, 1):
        try:
            yield _batch_line(line, on, known)
        except WorkbenchError as error:
            yield {"error": f"line {place}: {error.problem}"}


def read_rates_at(path: Path) -> list[Rate]:
    """The exchange rates of a file.

    Raises:
        WorkbenchError: The file cannot be read or a line of it is wrong.
    """
    rates, problems = read_rates_file(path, str(path))
    if problems:
        raise _raised(problems[0])
    return rates


def read_any_text(path: Path) -> str:
    """The text of a file that need not be in a case.

    Raises:
        WorkbenchError: It cannot be read, is too large, or is not UTF-8.
    """
    text, problem = read_text(path, str(path))
    if text is None:
        raise _raised(problem or Problem("The file cannot be read", file=str(path)))
    return text


def read_day(text: str) -> date:
    """A day written as YYYY-MM-DD; a time of that day may follow.

    Raises:
        WorkbenchError: It is no such day.
    """
    try:
        return datetime.fromisoformat(text).date()
    except ValueError:
        raise WorkbenchError(f"{text[:40]!a} is no date", "Write it as 2025-04-03", code=EXIT_USAGE) from None


def _raised(problem: Problem) -> WorkbenchError:
    return WorkbenchError(problem.message, problem.hint, file=problem.file, line=problem.line, code=EXIT_DATA)


def _quantity(text: str | Quantity, what: str, on: date | None) -> Quantity:
    if isinstance(text, Quantity):
        return text
    if len(text) > MAX_WRITTEN:
        long = f"the {what} is longer than {MAX_WRITTEN} characters"
        raise WorkbenchError(long, "Give one quantity", code=EXIT_USAGE)
    found = written(text, None, on)
    if found is None:
        hint = 'Write a number with its unit, such as "nearly 38 million tonnes"'
        raise WorkbenchError(f"the {what} {text[:60]!r} holds no number", hint, code=EXIT_DATA)
    return found


def _batch_line(line: str, on: date | None, rates: tuple[Rate, ...]) -> dict[str, Any]:
    if not line.strip():
        raise WorkbenchError("the line is empty")
    try:
        told = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise WorkbenchError(f"the line is no JSON object: {error}") from None
    if not isinstance(told, dict) or not all(isinstance(told.get(key), str) for key in ("claim", "reference")):
        raise WorkbenchError('the line needs the texts "claim" and "reference"')
    day = told.get("date")
    if day is not None and not isinstance(day, str):
        raise WorkbenchError("the date must be a text such as 2025-04-03")
    return compare(told["claim"], told["reference"], date=read_day(day) if day else on, rates=rates).to_dict(exact=True)
