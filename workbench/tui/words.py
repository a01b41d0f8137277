"""Findings, verdicts and states as people see them: a word, a symbol that differs in shape, and a colour."""

from dataclasses import dataclass

from workbench.operations.desk_state import Decision
from workbench.operations.plain import one_line
from workbench.reviews.events import Event
from workbench.reviews.scale import SCALES

GOOD, CLOSE, BAD, QUIET = "good", "close", "bad", "quiet"
COLOURS = {GOOD: "$text-success", CLOSE: "$text-warning", BAD: "$text-error", QUIET: "$foreground-darken-3"}


@dataclass(frozen=True, slots=True)
class Look:
    """How a word is shown; ``tone`` is one of the four above."""

    symbol: str
    word: str
    tone: str

    def __str__(self) -> str:
        return f"{self.symbol} {self.word}"

    @property
    def colour(self) -> str:
        """The theme's colour of the tone."""
        return COLOURS[self.tone]


COMPARISONS = {
    "consistent": Look("=", "consistent", GOOD),
    "above": Look("↑", "above", BAD),
    "below": Look("↓", "below", BAD),
    "indeterminate": Look("~", "indeterminate", CLOSE),
    "incommensurable": Look("⊥", "incommensurable", QUIET),
    "no_reference": Look("–", "no reference", QUIET),
    "not_compared": Look("…", "not compared", QUIET),
}
_TONES = {
    **dict.fromkeys(("correct", "mostly_correct", "true", "mostly_true", "supported"), GOOD),
    **dict.fromkeys(("misleading", "exaggerated", "understated", "half_true", "mostly_false", "disputed"), CLOSE),
    **dict.fromkeys(("incorrect", "false", "refuted"), BAD),
}
_SYMBOLS = {choice.name: choice.symbol for scale in SCALES.values() for choice in scale.verdicts} | {"disputed": "⇄"}
OTHER_PERIOD = Look("◌", "other period", QUIET)
# Not the event's own name: "correct claim" reads like the verdict.
_ACTIONS = {
    "add_claim": "claim added", "correct_claim": "reading corrected", "dismiss_claim": "dismissed, no claim",
    "link": "figure linked", "skip": "put off", "flag": "flagged",
}  # fmt: skip
OPEN = Look("·", "open", QUIET)
LONGEST = 40


def comparison(name: str | None) -> Look:
    """A finding."""
    return COMPARISONS.get(name or "not_compared", COMPARISONS["not_compared"])


def verdict(name: str) -> Look:
    """A verdict, also one that no scale of ours knows."""
    return Look(_SYMBOLS.get(name, "•"), one_line(name.replace("_", " "), LONGEST), _TONES.get(name, QUIET))


def deed(event: Event) -> str:
    """What an event did, in two or three words; of a verdict the verdict."""
    if event.verdict:
        return str(verdict(event.verdict))
    return _ACTIONS.get(event.action, event.action.replace("_", " "))


def decision(found: Decision) -> Look:
    """What was decided on a claim, in two words at most."""
    if found.state == "dismissed":
        return Look("–", "dismissed", QUIET)
    if found.verdict is not None:
        return verdict(found.verdict)
    return Look("»", "skipped", QUIET) if found.skipped else OPEN
