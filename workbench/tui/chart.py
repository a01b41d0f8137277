"""A series over time as a chart of characters: the reference as a line, the claim as a point, its wording as a band."""

from datetime import date
from decimal import Decimal
from itertools import pairwise

from rich.cells import cell_len, set_cell_size
from textual.content import Content

from workbench.operations.desk_panels import Series
from workbench.operations.plain import one_line
from workbench.quantity.explain import interval_text, number_text

CLAIM, FIGURE = "◆", "•"
_NUMBERS = 24  # cells for the figures beside the chart
_LEAST, _LONGEST = 16, 14


def chart(series: Series, width: int, height: int) -> Content:
    """The chart with the figures beside it.

    Args:
        series: The figures and the claim.
        width: Cells that it may take.
        height: Lines that it may take, with its title and its legend.
    """
    rows = max(3, height - 4)
    labels = _scale(series)
    shown = [_short(end) for end in labels]
    left = max(cell_len(label) for label in shown)
    across = width - left - 3 - _NUMBERS
    lines = [Content.styled(one_line(series.measure, max(8, width)), "bold")]
    if across >= _LEAST:
        drawn = _drawn(series, across, rows, labels)
        figures = _figures(series, rows + 1)
        for number in range(rows):
            label = shown[1] if number == 0 else shown[0] if number == rows - 1 else ""
            inside = _in_band(series, labels, number, rows)
            lines.append(
                Content.assemble(
                    (label.rjust(left), "$foreground-darken-3"), ("┃" if inside else "│", "bold $text-accent" if inside
                    else "$foreground-darken-3"), (drawn[number], "on $primary-muted" if inside else ""), "  ",
                    figures[number],
                )
            )  # fmt: skip
        first, last = (f"{day:%Y-%m}" if day else "" for day in _days(series))
        below = " " * (left + 1) + first + last.rjust(max(0, across - cell_len(first)))
        lines.append(Content.assemble((below, "$foreground-darken-3"), "  ", figures[rows]))
    else:
        lines += _figures(series, rows + 1)
    allowed = interval_text(series.accepted, series.unit)
    claimed = "–".join(number_text(end) for end in series.claimed)
    lines.append(
        Content.assemble((CLAIM, "bold $text-accent"), f" claimed: {claimed}  ", ("┃", "bold $text-accent"),
                         f" its wording allows: {allowed}  ", FIGURE, " reference")
    )  # fmt: skip
    return Content("\n").join(lines)


def _days(series: Series) -> tuple[date, date]:
    days = [point.day for point in series.points] + ([series.day] if series.day else [])
    return min(days), max(days)


def _scale(series: Series) -> tuple[Decimal, Decimal]:
    """The lowest and the highest number to show: of the figures, the claim, and what its wording allows."""
    ends = (series.accepted.low, series.accepted.high)
    known = [point.value for point in series.points] + [*series.claimed, *(end for end in ends if end is not None)]
    low, high = min(known), max(known)
    room = (high - low) / 20 or abs(high) / 10 or Decimal(1)
    return (Decimal(0) if 0 <= low - room < (high - low) / 2 else low - room), high + room


def _drawn(series: Series, across: int, rows: int, scale: tuple[Decimal, Decimal]) -> list[str]:
    """The lines of the drawing."""
    from plotille import Canvas

    first, last = _days(series)
    left, right = first.toordinal(), last.toordinal()
    room = max(1, (right - left) // 20)
    low, high = (float(end) for end in scale)
    canvas = Canvas(across, rows, left - room, low, right + room, high)
    spots = [(point.day.toordinal(), float(point.value)) for point in series.points]
    for (x, y), (next_x, next_y) in pairwise(spots):
        canvas.line(x, y, next_x, next_y)
    for x, y in spots:
        canvas.text(x, y, FIGURE)
    for end in series.claimed:
        canvas.text(right if series.day is None else series.day.toordinal(), float(end), CLAIM)
    return [set_cell_size(line, across) for line in canvas.plot().split("\n")[:rows]]


def _in_band(series: Series, scale: tuple[Decimal, Decimal], number: int, rows: int) -> bool:
    """Whether a line of the drawing, counted from the top, touches what the wording allows."""
    low, high = scale
    step = (high - low) / rows
    top = high - step * number
    allowed = series.accepted
    return (allowed.low is None or allowed.low <= top) and (allowed.high is None or allowed.high >= top - step)


def _figures(series: Series, rows: int) -> list[Content]:
    """The figures as numbers, as many as fit: those around the claim's day, the nearest to it marked."""
    points = series.points
    wanted = series.day or points[-1].day
    nearest = min(range(len(points)), key=lambda number: abs(points[number].day - wanted))
    start = max(0, min(nearest - rows // 2, len(points) - rows))
    told = [
        Content.styled(
            f"{one_line(point.period, 9):<9} {_short(point.value):>14}", "bold" if number == nearest else ""
        )
        for number, point in enumerate(points[start : start + rows], start)
    ]
    return told + [Content("")] * (rows - len(told))


def _short(value: Decimal) -> str:
    """A number in a few cells, to four digits."""
    told = number_text(value if value == 0 else round(value, 3 - value.adjusted()))
    return told if cell_len(told) <= _LONGEST else f"{value:.3e}"
