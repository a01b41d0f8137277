"""The screen that says how far the review is."""

from textual.content import Content

from workbench.operations.desk_progress import Overview, Share
from workbench.operations.plain import counted, one_line
from workbench.tui import words
from workbench.tui.dialogs import ReadDialog

_BAR, _NAME = 20, 24
QUIET = "$foreground-darken-3"


class ProgressDialog(ReadDialog):
    """What is done and what is left."""

    def __init__(self, found: Overview) -> None:
        super().__init__("How far the review is", body(found))


def body(found: Overview) -> Content:
    """All that an overview holds, in lines."""
    rows = [_bar(found.mine)] if found.mine else []
    rows += [_bar(Share("all claims", found.done, found.total)), Content(_pace(found))]
    marks = [
        (found.skipped, "put off: they come back when the others are decided"),
        (found.flagged, "flagged: /flagged:yes lists them"),
        (found.stale, "stale, a figure or a setting has changed since: /stale:yes lists them"),
    ]
    rows += [Content(f"{number} {what}") for number, what in marks if number]
    for title, shares in (("by kind", found.kinds), ("by speaker", found.speakers)):
        rows += [Content(""), Content.styled(title, "bold"), *map(_bar, shares)]
    if found.verdicts:
        rows += [Content(""), Content.styled("verdicts", "bold")]
        for name, number in found.verdicts:
            look = words.verdict(name)
            rows.append(Content.assemble((f"{look!s:<{_NAME}}", look.colour), f" {number:>7,}"))
    if found.reviewers:
        rows += [Content(""), Content.styled("verdicts held by", "bold")]
        rows += [Content(f"{one_line(who, _NAME):<{_NAME}} {number:>7,}") for who, number in found.reviewers]
    return Content("\n").join(rows)


def _bar(share: Share) -> Content:
    filled = round(_BAR * share.done / share.total) if share.total else 0
    name = one_line(share.name, _NAME) or "nobody named"
    return Content.assemble(
        f"{name:<{_NAME}} ", ("█" * filled, "$text-success"), ("░" * (_BAR - filled), QUIET),
        f" {share.done:>7,} of {share.total:,}",
    )  # fmt: skip


def _pace(found: Overview) -> str:
    if not found.left:
        return "Nothing is left to decide."
    if found.seconds is None:
        return f"{found.left:,} left to decide; after three verdicts this says how long that takes"
    return f"{found.left:,} left to decide, {found.seconds:.0f} seconds each: {duration(found.left * found.seconds)}"


def duration(seconds: float) -> str:
    """A time in words: ``40 minutes``, ``3 hours``, ``12 days of 8 hours``."""
    if seconds < 5400:
        return f"about {counted(max(1, round(seconds / 60)), 'minute')}"
    hours = seconds / 3600
    return f"about {hours:.0f} hours" if hours < 24 else f"about {hours / 8:.0f} days of 8 hours"
