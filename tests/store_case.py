"""Small cases made by hand for the tests of the store."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from workbench.extraction.claims import Claim, Document, claims_of, document_id
from workbench.quantity.interval import Interval
from workbench.quantity.model import Period, Quantity
from workbench.references.model import Candidate, Observation, Source
from workbench.reviews.events import Event, Seen
from workbench.reviews.ids import new_id
from workbench.store.head import open_head
from workbench.store.rows import ComparisonRow

SENTENCE = "Cargo reached nearly 38 million tonnes last year."
_LAST: list[str] = []
RANGE = "Growth of 7-8% was seen."


def quantity(sentence: str, text: str, begin: int, **fields: Any) -> Quantity:  # noqa: ANN401
    """The quantity of these words in a sentence that begins at ``begin``."""
    start = begin + sentence.index(text)
    return Quantity(start=start, end=start + len(text), text=text, sentence=sentence, **fields)


def document(path: str = "claims/a.txt", text: str = f"{SENTENCE} {RANGE}", **fields: Any) -> Document:  # noqa: ANN401
    """A document that is identified by its path."""
    return Document(document_id(path), path, path, text, sha256="f" * 64, **fields)


def claims(of: Document) -> list[tuple[Claim, Interval]]:
    """The claims of a document made of the two sentences above, each with what its wording allows."""
    found = []
    if SENTENCE in of.text:
        found.append(
            quantity(
                SENTENCE, "38 million tonnes", of.text.index(SENTENCE), value=Decimal(38_000_000), unit="tonne",
                rounding_step=Decimal(1_000_000), modifier="~", hedge="nearly", kind="mass", counted="cargo",
                period=Period(date(2024, 1, 1), date(2024, 12, 31), "last year"), checkworthiness=0.93,
                side="below", numeral="38", written_step=Decimal(1_000_000),
            )
        )  # fmt: skip
    if RANGE in of.text:
        found.append(
            quantity(
                RANGE, "7-8%", of.text.index(RANGE), value=None, low=Decimal("7.0"), high=Decimal("8.10"),
                rounding_step=(Decimal(1), Decimal("0.1")), written_step=(Decimal("0.1"), Decimal("0.01")),
                unit="percent", kind="percent", change="increase_by", numeral="7-8",
            )
        )  # fmt: skip
    accepted = {
        "38": Interval(Decimal(36_000_000), Decimal(38_000_000)),
        "7-8": Interval(Decimal("6.5"), None, low_open=True),
    }
    return [(claim, accepted[claim.quantity.numeral]) for claim in claims_of(of, found)]


def source() -> Source:
    """A source with a field of its own and one without."""
    return Source(
        "ports", "sources/ports.toml", "Port office (example)", "Cargo by year", "https://example.org/cargo",
        date(2025, 2, 1), {"licence": "CC0", "colour": "blue"}, "ab",
    )  # fmt: skip


def observation(name: str = "2024", value: str = "37.9", **fields: Any) -> Observation:  # noqa: ANN401
    """A figure of the source, in million tonnes as written."""
    number = Decimal(value) * 1_000_000
    given = {
        "observation_id": f"ports/{name}", "source_id": "ports", "measure": "cargo", "place": "Northern route",
        "period": "2024", "period_start": date(2024, 1, 1), "period_end": date(2024, 12, 31), "value": number,
        "low": None, "high": None, "unit": "tonne", "unit_written": "million tonnes", "kind": "mass",
        "vintage": date(2025, 1, 10), "extra": {"colour": "red"}, "line": 2, "sha256": f"hash of {value}",
    }  # fmt: skip
    return Observation(**{**given, **fields})


def compared(claim: Claim, of: str = "ports/2024", finding: str = "consistent", **fields: Any) -> ComparisonRow:  # noqa: ANN401
    """A comparison of a claim and an observation."""
    given = {
        "deviation": Decimal("0.002639"), "gap": Decimal(0), "proposed": "correct",
        "reference_value": Decimal(37_900_000),
    }  # fmt: skip
    return ComparisonRow(claim.claim_id, of, finding, **{**given, **fields})


def build(root: Path, documents: Sequence[Document] | None = None, **meta: Any) -> list[Claim]:  # noqa: ANN401
    """Build a case of these documents, where the claim about cargo has one candidate; returns its claims."""
    told = [(one, claims(one)) for one in documents or [document()]]
    about_cargo = [claim for _, found in told for claim, _ in found if claim.quantity.kind == "mass"]
    with open_head(root) as head, head.transaction():
        head.replace_source(source(), [observation(), observation("2023", "36.254")])
        head.replace_documents(told)
        head.replace_candidates([Candidate(one.claim_id, "ports/2024", 1, 0.9, ("same unit",)) for one in about_cargo])
        head.replace_comparisons([compared(one) for one in about_cargo])
        head.sync_reviews()
        head.reattach()
        head.set_meta(**{"title": "Test", "settings_hash": "s1", "content_hash": "x", **meta})
    return [claim for _, found in told for claim, _ in found]


def event(on: Claim | None = None, reviewer: str = "anna", action: str = "verdict", **fields: Any) -> Event:  # noqa: ANN401
    """An event on a claim, with what its author saw."""
    if action in {"verdict", "adjudicate"}:
        fields.setdefault("verdict", "correct")
    if on is not None:
        fields.setdefault("claim", on.claim_id)
        told = on.quantity
        fields.setdefault("seen", Seen(on.document_id, told.sentence, told.text, on.occurrence))
    _LAST[:] = [new_id(*_LAST)]
    fields.setdefault("id", _LAST[0])
    return Event(at="2025-03-01T10:00:00Z", reviewer=reviewer, action=action, **fields)


POSTED = datetime(2025, 1, 20, 9, 30)  # noqa: DTZ001 -- the store keeps naive UTC
