"""Sources and their observations."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Final

from workbench.quantity.reference import Reference
from workbench.references.words import tells_change

# How those of a candidate's reasons begin that speak against it.
NOT_SAID: Final = "not said: "
OTHER_PLACE: Final = "other place: "


@dataclass(frozen=True, slots=True)
class Source:
    """A publication that analysts trust, read from ``sources/NAME.toml``.

    ``fields`` holds the optional fields that were given, as text, under their names in the file.
    """

    source_id: str
    path: str
    publisher: str
    title: str
    url: str
    retrieved: date
    fields: dict[str, str] = field(default_factory=dict)
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class Observation:
    """One reference figure of a source.

    ``value`` or ``low`` and ``high`` are exact decimals in ``unit``, one of the units' canonical names;
    ``unit_written`` is what the file says. ``line`` is its 1-based line in the CSV.
    ``sha256`` is that of what a comparison rests on.
    """

    observation_id: str
    source_id: str
    measure: str
    place: str
    period: str
    period_start: date | None
    period_end: date | None
    value: Decimal | None
    low: Decimal | None
    high: Decimal | None
    unit: str
    unit_written: str
    kind: str
    vintage: date | None = None
    price_basis: str = ""
    flag: str = ""
    note: str = ""
    formula: str = ""
    extra: dict[str, str] = field(default_factory=dict)
    line: int = 0
    sha256: str = ""

    @property
    def waits(self) -> bool:
        """Whether its figure is still to be worked out, by its formula."""
        return self.value is None and self.low is None and self.high is None

    @property
    def is_growth(self) -> bool:
        """Whether the figure is itself a rate of change, by the words of its measure."""
        return self.unit == "percent" and (tells_change(self.measure) or self.formula.startswith("percent_change("))

    def reference(self) -> Reference:
        """What a claim is held against."""
        return Reference.of_figure(self.value, self.low, self.high, self.unit, self.kind, growth=self.is_growth)


@dataclass(frozen=True, slots=True)
class Candidate:
    """An observation that may answer a claim; ``reasons`` say why, and why not; the value plays no part."""

    claim_id: str
    observation_id: str
    rank: int
    score: float
    reasons: tuple[str, ...]


def doubts(reasons: Sequence[str]) -> list[str]:
    """Which of a candidate's reasons speak against it: what of its measure is not said, and another place."""
    return [reason for reason in reasons if reason.startswith((NOT_SAID, OTHER_PLACE))]
