"""A derived figure before it has a row: what it is, what it is called, what it comes to."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from workbench.references.arithmetic import Figure, evaluate
from workbench.references.formula import Formula, FormulaError, parse_formula
from workbench.references.model import Observation
from workbench.references.table import made_id

_SHORTEST = 6


def worked_out(formula: Formula, known: Mapping[str, Observation]) -> Observation:
    """The observation that a formula makes of others, under no id yet.

    Raises:
        FormulaError: An input is missing, or they do not go together.
    """
    missing = next((name for name in formula.inputs if name not in known), None)
    if missing is not None:
        raise FormulaError(f"there is no observation {missing}", "Check the id with: workbench source list")
    inputs = [known[name] for name in formula.inputs]
    return _observation(formula, inputs, evaluate(formula.function, inputs))


def made_of(text: str, source_id: str, known: Mapping[str, Observation]) -> tuple[Formula, Observation]:
    """Read a formula and work it out.

    Raises:
        FormulaError: It cannot be read or worked out.
    """
    formula = parse_formula(text, source_id)
    return formula, worked_out(formula, known)


def _observation(formula: Formula, inputs: Sequence[Observation], figure: Figure) -> Observation:
    first = inputs[0]
    vintages = [each.vintage for each in inputs if each.vintage is not None]
    return replace(
        first, observation_id="", measure=measure_of(formula.function, inputs), value=figure.value, low=figure.low,
        high=figure.high, unit=figure.unit, kind=figure.kind, unit_written="", vintage=max(vintages, default=None),
        flag="", note="", price_basis="", formula=str(formula), extra={}, line=0, sha256="",
    )  # fmt: skip


def measure_of(function: str, inputs: Sequence[Observation]) -> str:
    """What a derived figure measures, in words that a claim about it would use."""
    first, last = inputs[0], inputs[-1]
    one, other = (_named(each, first, last) for each in (first, last))
    match function:
        case "percent_change" if first.measure == last.measure:
            return f"change of {one}, compared with {last.period}"
        case "percent_change":
            return f"change of {one} compared with {other}"
        case "ratio" if first.measure == last.measure and first.place == last.place:
            return f"how many times {first.measure}, {first.period} compared with {last.period}"
        case "ratio":
            return f"how many times {one} compared with {other}"
        case "share":
            return f"share of {one} in {other}"
        case "difference" if first.measure == last.measure and first.place == last.place:
            return f"difference of {first.measure}, {first.period} less {last.period}"
        case "difference":
            return f"difference of {one} less {other}"
    same = all(each.measure == first.measure for each in inputs)
    what = first.measure if same else ", ".join(each.measure for each in inputs)
    return f"{function} of {what}, {first.period} to {last.period}" if same else f"{function} of {what}"


def _named(each: Observation, first: Observation, last: Observation) -> str:
    """The measure, with its place where the two differ in it."""
    return f"{each.measure}, {each.place}" if first.place != last.place and each.place else each.measure


def id_of(formula: Formula) -> str:
    """An id for a derived figure from its function and the ids of its inputs."""
    return made_id(formula.function, "", "-".join(name.partition("/")[2] for name in formula.inputs), "")


def told(figure: Observation) -> str:
    """The figure in a few digits: ``+5.6 percent [5.1, 6.0]``."""
    sign = "+" if figure.formula.startswith("percent_change(") else ""
    value = "" if figure.value is None else f"{_short(figure.value):{sign}f}"
    ends = "" if figure.low is None or figure.high is None else f"[{_short(figure.low):f}, {_short(figure.high):f}]"
    unit = "times" if figure.kind == "multiple" else "%" if figure.unit == "percent" else figure.unit
    return " ".join(part for part in (value, ends, unit) if part)


def _short(number: Decimal) -> Decimal:
    """At most six significant digits, as people read them; the figure itself keeps all."""
    if number == 0 or number.adjusted() >= _SHORTEST:
        return number.quantize(Decimal(1))
    rounded = round(number, max(0, _SHORTEST - 1 - number.adjusted()))
    return rounded.quantize(Decimal(1)) if rounded == rounded.to_integral_value() else rounded.normalize()
