"""Sources and their observations."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal


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

    ``value`` or ``low`` and ``high`` are exact decimals in ``unit``, one of the units' canonical names; ``unit_written``
    is what the file says. ``line`` is its 1-based line in the CSV.
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


@dataclass(frozen=True, slots=True)
class Candidate:
    """An observation that may answer a claim; ``reasons`` say why, the value plays no part."""

    claim_id: str
    observation_id: str
    rank: int
    score: float
    reasons: tuple[str, ...]
