"""Quantities of a text and comparisons of written quantities; no case is needed."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from workbench.documents.files import read_bytes
from workbench.documents.sources import read_rates_file
from workbench.errors import EXIT_DATA, EXIT_USAGE, Problem, WorkbenchError
from workbench.extraction.extract import first_written
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
    (left, alone), (right, single) = _quantity(claim, "claim", date), _quantity(reference, "reference", date)
    found = compare_quantities(left, Reference.of_quantity(right, tolerances), tolerances, rates=tuple(rates), on=date)
    parts = (why(left, found), _of_what(left, right), _of_many("claim", alone), _of_many("reference", single))
    return Finding(left, right, found, "; ".join(filter(None, parts)))


def _of_what(claim: Quantity, reference: Quantity) -> str:
    """What to look at where two plain counts count different things, as far as their words tell."""
    left, right = claim.counted, reference.counted
    if not left or not right or left.casefold() == right.casefold() or claim.unit or reference.unit:
        return ""
    return f"one counts {' '.join(left.split())}, the other {' '.join(right.split())}: judge whether they are the same"


def _of_many(side: str, alone: bool) -> str:  # noqa: FBT001 - whether it is the only one
    """What to know where a side holds more than the one number that was compared."""
    return "" if alone else f"the {side} holds several numbers: the first was compared"


def compare_batch(lines: Iterable[str], *, on: date | None, rates: Iterable[Rate]) -> Iterator[dict[str, Any]]:
    """One object for each line ``{"claim", "reference", "date"}``; ``{"error": …}`` for one that cannot be read."""
    known = tuple(rates)
    for place, line in enumerate(lines, 1):
        try:
            yield _batch_line(line, on, known)
        except WorkbenchError as error:
            yield {"error": f"line {place}: {error.problem}"}


def read_rates_at(path: Path, problems: list[Problem]) -> list[Rate]:
    """The exchange rates of a file; what is wrong with a line of it is added to ``problems``.

    Raises:
        WorkbenchError: The file has no rate that can be used.
    """
    rates, found = read_rates_file(path, str(path))
    if found and not rates:
        raise _raised(found[0])
    problems += found
    return rates


def read_lines(path: Path) -> list[str]:
    """The lines of a file that need not be in a case, as :func:`lines_of` gives them.

    Raises:
        WorkbenchError: It cannot be read or is too large.
    """
    try:
        return lines_of(read_bytes(path), str(path))
    except OSError as error:
        what, hint = f"The file cannot be read: {error.strerror or error}", "Check that it is there and readable"
        raise WorkbenchError(what, hint, file=str(path), code=EXIT_DATA) from None


def lines_of(data: bytes, name: str = "-") -> list[str]:
    """The lines of a batch, without what stands behind the last line end if that is blank.

    What is not UTF-8 spoils its own line alone, in which it stands as lone surrogates.

    Raises:
        WorkbenchError: It is UTF-16, in which line ends cannot be told.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise WorkbenchError("The file is UTF-16, not UTF-8", "Save the text as UTF-8", file=name, line=1)
    lines = data.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "surrogateescape").split("\n")
    return lines if lines[-1].strip() else lines[:-1]


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


def _quantity(text: str | Quantity, what: str, on: date | None) -> tuple[Quantity, bool]:
    """The quantity, and whether the text holds no other."""
    if isinstance(text, Quantity):
        return text, True
    if len(text) > MAX_WRITTEN:
        long = f"the {what} is longer than {MAX_WRITTEN} characters"
        raise WorkbenchError(long, "Give one quantity", code=EXIT_USAGE)
    found, alone = first_written(text, None, on)
    if found is None:
        hint = 'Write a number with its unit, such as "nearly 38 million tonnes"'
        raise WorkbenchError(f"the {what} {text[:60]!r} holds no number", hint, code=EXIT_DATA)
    return found, alone


def _batch_line(line: str, on: date | None, rates: tuple[Rate, ...]) -> dict[str, Any]:
    if not line.strip():
        raise WorkbenchError("the line is empty")
    try:
        line.encode()
    except UnicodeEncodeError as error:
        raise WorkbenchError(f"the line is not UTF-8 (character {error.start + 1})", "Save the text as UTF-8") from None
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
