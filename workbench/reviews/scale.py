"""Verdict scales and reasons: the words a reviewer chooses from, each with its meaning in one line."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Choice:
    """One word of a scale.

    Attributes:
        name: As written in events and exports, ``[a-z_]+``.
        meaning: One line for the person who chooses.
        symbol: One character cell that differs in shape, not only in colour, from every other one of its scale.
    """

    name: str
    meaning: str
    symbol: str = ""

    @property
    def label(self) -> str:
        """The name as people read it."""
        return self.name.replace("_", " ")


@dataclass(frozen=True, slots=True)
class Scale:
    """The verdicts that a case allows, best first, with the two that judge no number last.

    ``order`` ranks those that judge the number, those beside each other together.
    """

    name: str
    verdicts: tuple[Choice, ...]
    order: tuple[tuple[str, ...], ...] = ()

    @property
    def ranks(self) -> dict[str, int]:
        """The place of each verdict that judges the number; a verdict without one lies on no order."""
        return {name: rank for rank, names in enumerate(self.order) for name in names}

    @property
    def names(self) -> tuple[str, ...]:
        """The verdicts' names in the order of the scale."""
        return tuple(verdict.name for verdict in self.verdicts)

    def find(self, name: str) -> Choice | None:
        """The verdict of this name, if the scale has it."""
        return next((verdict for verdict in self.verdicts if verdict.name == name), None)


_UNPROVEN = Choice("unproven", "no figure that could settle it was found", "?")
_NOT_CHECKABLE = Choice("not_checkable", "no figure could settle it: an opinion, a forecast, a figure of speech", "∅")

SCALES: dict[str, Scale] = {
    scale.name: scale
    for scale in (
        Scale(
            "default",
            (
                Choice("correct", "the number agrees with the reference", "✓"),
                Choice("mostly_correct", "close, and the difference changes nothing", "≈"),
                Choice("misleading", "the number may stand, what it suggests does not", "≠"),
                Choice("exaggerated", "the number is too high", "▲"),
                Choice("understated", "the number is too low", "▼"),
                _UNPROVEN,
                Choice("incorrect", "the number is wrong", "✗"),
                _NOT_CHECKABLE,
            ),
            (("correct",), ("mostly_correct",), ("misleading", "exaggerated", "understated"), ("incorrect",)),
        ),
        Scale(
            "true-false",
            (
                Choice("true", "the number agrees with the reference", "✓"),
                Choice("mostly_true", "close, and the difference changes nothing", "≈"),
                Choice("half_true", "partly right, or right without what matters", "◐"),
                Choice("mostly_false", "something of it is right, the number is not", "◔"),
                Choice("false", "the number is wrong", "✗"),
                _UNPROVEN,
                _NOT_CHECKABLE,
            ),
            (("true",), ("mostly_true",), ("half_true",), ("mostly_false",), ("false",)),
        ),
        Scale(
            "three-way",
            (
                Choice("supported", "the reference supports the number", "✓"),
                Choice("refuted", "the reference contradicts the number", "✗"),
                Choice("not_enough_evidence", "what was found settles nothing", "?"),
                _NOT_CHECKABLE,
            ),
            (("supported",), ("refuted",)),
        ),
    )
}

REASONS: tuple[Choice, ...] = (
    Choice("missing_context", "what is left out changes the meaning"),
    Choice("cherry_picked_baseline", "held against a flattering year or place"),
    Choice("outdated", "was right once, newer figures exist"),
    Choice("definition_mismatch", "counts something other than the reference does"),
    Choice("unit_error", "the unit or the scale is mixed up"),
    Choice("attribution", "a right figure, credited to the wrong person or thing"),
    Choice("no_source", "the speaker names no source and none was found"),
    Choice("compound", "several figures in one, each needs its own verdict"),
)
