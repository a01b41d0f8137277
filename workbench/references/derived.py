"""Derived observations: rows whose figure follows from others by a formula."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from workbench.errors import Problem
from workbench.references.arithmetic import Figure, evaluate, in_unit
from workbench.references.formula import Formula, FormulaError, parse_formula
from workbench.references.model import Observation
from workbench.references.table import digest

NO_FIGURE = "No figure follows for "


def derive(
    waiting: Iterable[Observation], known: Mapping[str, Observation]
) -> tuple[list[Observation], dict[str, FormulaError]]:
    """Work out every observation that has a formula and no figure.

    Args:
        waiting: Rows with a formula, without value, low and high.
        known: The observations that have a figure, by id.

    Returns:
        The observations with their figures, in the order given, and by id why the others have none: a formula that
        cannot be read, an input that is missing, a circle, units that do not go together.
    """
    rows = {row.observation_id: row for row in waiting}
    solving = _Solving(dict(known), rows)
    solved, failed = [], {}
    for name in rows:
        try:
            solved.append(solving.figure_of(name))
        except FormulaError as error:
            failed[name] = error
    return solved, failed


def resolve(
    observations: Iterable[Observation], files: Mapping[str, str]
) -> tuple[list[Observation], list[Problem]]:
    """All observations of a case with the figures that follow from others.

    Args:
        observations: Those of all sources, some still waiting.
        files: The CSV file of each source, for messages.

    Returns:
        Those that have a figure, and a problem with file and line for each that has none.
    """
    rows = list(observations)
    known = {row.observation_id: row for row in rows if not row.waits}
    waiting = [row for row in rows if row.waits]
    solved, failed = derive(waiting, known)
    return [*known.values(), *solved], told_failures(waiting, failed, files)


def told_failures(
    waiting: Iterable[Observation], failed: Mapping[str, FormulaError], files: Mapping[str, str]
) -> list[Problem]:
    """A problem for each observation that has no figure."""
    return [
        Problem(f"{NO_FIGURE}{row.observation_id}: {why.message}", why.hint, files.get(row.source_id), row.line)
        for row in waiting
        if (why := failed.get(row.observation_id)) is not None
    ]


class _Solving:
    """What is known so far, what waits, and what failed with its reason."""

    def __init__(self, known: dict[str, Observation], waiting: dict[str, Observation]) -> None:
        self.known, self.waiting = known, waiting
        self.failed: dict[str, FormulaError] = {}

    def figure_of(self, wanted: str) -> Observation:
        """The observation with its figure. Depth first without recursion: a chain may be as long as a file."""
        path: list[str] = [wanted]
        while path:
            name = path[-1]
            if name in self.known or name in self.failed:
                path.pop()
                continue
            try:
                formula = self._formula(name)
                open_inputs = [i for i in formula.inputs if i not in self.known and i not in self.failed]
                _check_circle(path, open_inputs)
                if open_inputs:
                    path.append(open_inputs[0])
                    continue
                self.known[name] = self._solve(self.waiting[name], formula)
            except FormulaError as error:
                self.failed[name] = error
            path.pop()
        if wanted in self.failed:
            raise self.failed[wanted]
        return self.known[wanted]

    def _formula(self, name: str) -> Formula:
        row = self.waiting.get(name)
        if row is None:
            raise FormulaError(f"there is no observation {name}", "Check the id with: workbench source list")
        return parse_formula(row.formula, row.source_id)

    def _solve(self, row: Observation, formula: Formula) -> Observation:
        for name in formula.inputs:
            if name in self.failed:
                why = self.failed[name]
                told = why.message if name not in self.waiting else f"its input {name} has no figure"
                raise FormulaError(told, why.hint)
        inputs = [self.known[name] for name in formula.inputs]
        return _with_figure(row, evaluate(formula.function, inputs), inputs)


def _check_circle(path: list[str], inputs: list[str]) -> None:
    circle = next((name for name in inputs if name in path), None)
    if circle is None:
        return
    names = [*path[path.index(circle) :], circle]
    shown = names if len(names) <= 6 else [*names[:3], "…", *names[-2:]]
    raise FormulaError(f"the formulas form a circle: {' → '.join(shown)}", "Take one of them out")


def _with_figure(row: Observation, figure: Figure, inputs: list[Observation]) -> Observation:
    """The row with its figure; period and vintage are the inputs' where the row leaves them out."""
    if row.unit_written:
        figure = in_unit(figure, row.unit, row.kind)
    first = inputs[0]
    vintages = [item.vintage for item in inputs if item.vintage is not None]
    told = replace(
        row, value=figure.value, low=figure.low, high=figure.high, unit=figure.unit, kind=figure.kind,
        place=row.place or first.place, vintage=row.vintage or max(vintages, default=None),
    )  # fmt: skip
    if not row.period:
        told = replace(told, period=first.period, period_start=first.period_start, period_end=first.period_end)
    return replace(told, sha256=digest(told))
