"""Write down a figure that follows from others, as a row with its formula."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from workbench.documents.case import Case
from workbench.errors import EXIT_DATA, EXIT_USAGE, WorkbenchError
from workbench.extraction.units import parse_unit
from workbench.operations.sources import files
from workbench.operations.sources.add import checked
from workbench.operations.sources.read import all_observations
from workbench.references.derivation import id_of, made_of
from workbench.references.formula import Formula, FormulaError
from workbench.references.model import Observation
from workbench.references.periods import parse_period
from workbench.references.table import COLUMNS, parse_observations

GIVEN = ("measure", "id", "place", "period", "note")


@dataclass(frozen=True, slots=True)
class Derived:
    """A derived figure that can be saved."""

    source: str
    formula: Formula
    figure: Observation
    row: Mapping[str, str]
    held: files.Held


def draft(
    root: Path, source: str, text: str, given: Mapping[str, str], known: Mapping[str, Observation] | None = None
) -> Derived:
    """Work a figure out and make its row.

    Args:
        root: The case.
        source: The source whose table gets the row; it must be there.
        text: The formula.
        given: measure, id, place, period, note; what is empty follows from the inputs.
        known: The observations of the case by id, where they are known already; else its files are read.

    Raises:
        WorkbenchError: The source is new, the formula cannot be worked out, or the id is that of another figure.
    """
    case = Case(root)
    name = files.source_name(source)
    if not files.described(case, name):
        hint = "Describe it first: workbench source add. The figures it follows from may be of any source"
        raise WorkbenchError(f"there is no source {name}", hint, code=EXIT_USAGE)
    if known is None:
        known = {each.observation_id: each for each in all_observations(case)[1]}
    try:
        formula, figure = made_of(text, name, known)
    except FormulaError as error:
        raise WorkbenchError(error.message, error.hint, code=EXIT_USAGE) from None
    told = {field: checked(field, given.get(field, "")) for field in GIVEN if given.get(field)}
    row = dict.fromkeys(COLUMNS, "") | told | {"formula": str(formula)}
    row["measure"] = " ".join((told.get("measure") or figure.measure).split())
    row["id"] = told.get("id") or id_of(formula)
    figure = replace(
        figure, observation_id=f"{name}/{row['id']}", source_id=name, measure=row["measure"],
        place=row["place"] or figure.place, note=row["note"],
    )  # fmt: skip
    if row["period"]:
        start, end = parse_period(row["period"])
        figure = replace(figure, period=row["period"], period_start=start, period_end=end)
    held = files.held(case, name)
    _refuse_known(figure, held, f"sources/{name}.csv")
    return Derived(name, formula, figure, row, held)


def save(root: Path, ready: Derived) -> tuple[str, str, int]:
    """Write the row behind those of its source; existing lines stay as they are.

    Returns:
        The observation's id, the file, and its line there.

    Raises:
        WorkbenchError: It was not written, and why.
    """
    file = f"sources/{ready.source}.csv"
    data, line = files.appended(ready.held, [ready.row], (), file)
    found, _ = parse_observations(data.decode("utf-8-sig"), file, ready.source, parse_unit)
    if not any(each.observation_id == ready.figure.observation_id and each.waits for each in found):
        hint = "The table's columns do not hold it: it needs id, measure, unit and formula"
        raise WorkbenchError("the row would not read as it should; nothing was written", hint, file=file)
    files.save(Case(root), ready.source, None, (ready.held, data))
    return ready.figure.observation_id, file, line


def _refuse_known(figure: Observation, held: files.Held, file: str) -> None:
    for other in held.observations:
        if other.observation_id == figure.observation_id:
            hint = "It is there already: workbench link" if other.formula == figure.formula else "Give it its own id"
            what = f"the id {figure.observation_id} is already that of a figure"
            raise WorkbenchError(what, hint, file=file, line=other.line, code=EXIT_DATA)
