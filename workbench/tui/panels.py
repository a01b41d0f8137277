"""The panels beside a claim as styled text: its chart, other tellings, decisions on similar claims, its history."""

from collections.abc import Callable
from decimal import Decimal
from textwrap import wrap

from textual.content import Content

from workbench.operations.desk import Desk
from workbench.operations.desk_model import Shown
from workbench.operations.desk_panels import Past, Similar, Told
from workbench.operations.plain import one_line, plain
from workbench.quantity.explain import deviation_text
from workbench.tui import words
from workbench.tui.chart import chart
from workbench.tui.claim_text import day_text

QUIET = "$foreground-darken-3"
_SENTENCE = 300
Draw = Callable[[int, int], Content]


def fetch(desk: Desk, name: str, shown: Shown, observation: str | None, chosen: int = 0) -> Draw:
    """Ask for what a panel shows, of the tellings with the one that is ``chosen``; to be called in a thread.

    Returns:
        What draws it into so many cells and lines.
    """
    claim = shown.detail.line.claim_id
    if name == "chart":
        if observation is None:
            return _said("Nothing stands beside it. i puts a figure in, D makes one of others.")
        series = desk.series(claim, observation)
        if series is None:
            return _said("No figures over time: what stands beside the claim has no series in its unit.")
        if len(series.points) < 2:
            return _said(f"No chart: {one_line(series.measure)} has one figure only.")
        return lambda width, height: chart(series, width, height)
    if name == "tellings":
        told = desk.tellings(claim)
        return lambda _width, _height: tellings(told, chosen % max(1, len(told.tellings)))
    if name == "similar":
        found = desk.similar(claim)
        if not found:
            return _said(_none_alike(shown))
        return lambda _width, _height: similar(found)
    past = desk.history(claim)
    return lambda _width, _height: history(past)


def _said(text: str) -> Draw:
    return lambda width, _height: Content.styled("\n".join(wrap(text, width)), QUIET)


def tellings(told: Told, chosen: int) -> Content:
    """Where and when the claim was told and what was decided there; then its number over time."""
    if len(told.tellings) < 2:
        rows = [Content.styled("Told once: no other text of the case says the same.", QUIET)]
    else:
        rows = [Content.styled(f"Told {len(told.tellings)} times. A verdict counts for all; given here, for ▌ alone.",
                               "bold")]  # fmt: skip
    for number, (each, decision) in enumerate(told.tellings if len(told.tellings) > 1 else ()):
        here, look = number == chosen, words.decision(decision)
        rows.append(
            Content.assemble(
                ("▌ " if here else "  ", "bold"), (f"{day_text(each.posted_at):<11}", QUIET),
                (one_line(each.text, 30), "bold" if here else ""), "  ", (str(look), look.colour),
                (" apart" if each.apart else "", "bold"),
                (f"  {one_line(each.speaker or '')}  {one_line(each.document or '')}", QUIET),
                (f"\n    “{one_line(each.sentence, _SENTENCE)}”", QUIET),
            )
        )  # fmt: skip
    if told.steps:
        rows += [Content(""), Content.styled("The same thing over time, with other numbers", "bold")]
    for step in told.steps:
        hedge = f"{one_line(step.hedge, 20)} " if step.hedge and step.hedge not in step.text else ""
        rows.append(
            Content.assemble(
                f"  {day_text(step.said_at):<11}", (f"{hedge}{one_line(step.text, 40)}", "bold"),
                (f"  {one_line(step.speaker or '')}  {one_line(step.document or '')}", QUIET),
            )
        )  # fmt: skip
    return Content("\n").join(rows)


def _none_alike(shown: Shown) -> str:
    line = shown.detail.line
    hedge = f"hedged with “{one_line(line.hedge, 40)}”" if line.hedge else "without a hedge"
    off = "about as far off its figure" if line.deviation is not None else "without a figure to be off from"
    return f"No claim like this one was decided yet: {line.kind}, {hedge}, {off}."


def similar(found: list[Similar]) -> Content:
    """How claims of this kind, with this hedge, about as far off, were decided."""
    counts: dict[str, int] = {}
    for each in found:
        counts[each.verdict] = counts.get(each.verdict, 0) + 1
    told = ", ".join(f"{words.verdict(verdict)} {number}" for verdict, number in counts.items())
    rows = [Content.assemble(("Same kind, same hedge, about as far off: ", "bold"), told)]
    for each in found:
        row, look = each.line.row, words.verdict(each.verdict)
        off = "" if each.deviation is None else deviation_text(Decimal(repr(each.deviation)))
        rows.append(
            Content.assemble(
                (f"{look!s:<18}", look.colour), f" {off:>9}  ", f"{one_line(row.hedge or '')} {one_line(row.text)}"
                .strip(), (f"  {one_line(row.counted or '')}  {one_line(row.speaker or '')}", QUIET),
            )
        )  # fmt: skip
    return Content("\n").join(rows)


def history(past: list[Past]) -> Content:
    """What was done to the claim, the last first; what was taken back is struck through and says so."""
    if not past:
        return Content.styled("Nobody did anything to this claim yet.", QUIET)
    rows = []
    for each in past:
        event = each.event
        what = words.deed(event)
        more = [one_line(reason.replace("_", " "), 60) for reason in event.reasons]
        more += [one_line(piece, 120) for piece in event.evidence]
        rows.append(
            Content.assemble(
                (f"{one_line(event.at[:16]).replace('T', ' ')}  ", QUIET), f"{one_line(event.reviewer, 32)}  ",
                (what, "strike" if each.undone else "bold"), (" (taken back)" if each.undone else "", QUIET),
                (f"  {'; '.join(more)}" if more else "", QUIET),
            )
        )  # fmt: skip
        if event.note:
            rows.append(Content.assemble(("  ✎ ", "bold"), plain(event.note)))
    return Content("\n").join(rows)
