"""What the processes of a build do: texts into rows of documents and claims, claims into candidates.

Nothing here opens a database or a file, so that a helping process stays small.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from itertools import starmap
from operator import attrgetter
from typing import Any

from workbench.extraction.claims import Claim, Document, claims_of
from workbench.extraction.consistency import inconsistencies
from workbench.extraction.extract import find
from workbench.extraction.lexicons import languages
from workbench.extraction.speakers import speaker_at, speakers
from workbench.quantity.accepted import accepted_set
from workbench.quantity.interval import Interval
from workbench.quantity.model import Period, Quantity
from workbench.quantity.settings import Tolerances
from workbench.references.candidates import CONTEXT, LONGEST, claim_text, ranked
from workbench.references.index import build_index
from workbench.references.model import Observation, Source
from workbench.store.lines import Lines
from workbench.store.rows import candidate_row, claim_row, document_row, telling_row

READ, RANK = f"{__name__}:reads", f"{__name__}:ranks"
# How much of a text around a claim ranking may look at.
AROUND = max(CONTEXT, LONGEST // 2)

# A document as a plain tuple, which crosses to another process in a fraction of the time.
packed: Callable[[Document], tuple[Any, ...]] = attrgetter(*(each.name for each in fields(Document)))


@dataclass(frozen=True, slots=True)
class Texts:
    """Rows of documents, of their claims, of the prints by which a claim told again is known, and of contradictions."""

    documents: Lines
    claims: Lines
    tellings: Lines
    inconsistencies: Lines


@dataclass(frozen=True, slots=True)
class Ranking:
    """What candidates are chosen from."""

    observations: Sequence[Observation]
    sources: Sequence[Source]


@dataclass(frozen=True, slots=True)
class Asked:
    """What ranking needs of a claim: a row of the store, its text cut out around it.

    Attributes:
        start: In ``around``, as is ``end``.
    """

    claim_id: str
    start: int
    end: int
    text: str
    sentence: str
    unit: str
    kind: str
    counted: str | None
    change: Any
    period_start: date | None
    period_end: date | None
    title: str | None
    posted_at: Any
    around: str


@dataclass(frozen=True, slots=True)
class Manner:
    """How texts are read: the percentages of the comparison, and the languages that a sentence may be in."""

    tolerances: Tolerances
    languages: tuple[str, ...]

    def among(self, document: Document) -> tuple[str, ...]:
        """The languages for a document; the one that a person gave it comes first, and so decides in doubt."""
        known = languages()
        own = (document.language or "").lower().split("-")[0]
        return tuple(dict.fromkeys(name for name in (own, *self.languages) if name in known)) or known


def reads(manner: Manner) -> Callable[[Sequence[tuple[Any, ...]]], Texts]:
    """Make what turns packed documents into rows."""

    def work(batch: Sequence[tuple[Any, ...]]) -> Texts:
        documents = [Document(*one) for one in batch]
        by_document = [(document, claims_in(document, manner)) for document in documents]
        claims = [told for _, found in by_document for told in found]
        tellings = (telling_row(claim) for claim, _ in claims)
        return Texts(
            Lines.of(map(document_row, documents)),
            Lines.of(starmap(claim_row, claims)),
            Lines.of(telling for telling in tellings if telling is not None),
            Lines.of(row for document, found in by_document for row in contradictions(document, found)),
        )

    return work


def claims_in(document: Document, manner: Manner) -> list[tuple[Claim, Interval | None]]:
    """The document's claims, each with whom the text names as its speaker and with the numbers its wording allows."""
    claims = claims_of(document, find(document.text, None, document.said_on, manner.among(document)))
    spans = speakers(document.text) if claims else []
    shares = manner.tolerances
    return [
        (replace(claim, speaker=speaker_at(spans, claim.quantity.start)), accepted_set(claim.quantity, shares))
        for claim in claims
    ]


def contradictions(document: Document, claims: Sequence[tuple[Claim, Any]]) -> Iterator[dict[str, Any]]:
    """Rows of ``inconsistencies``: what in the document contradicts itself."""
    if len(claims) < 2:
        return
    ids = {claim.quantity.start: claim.claim_id for claim, _ in claims}
    for found in inconsistencies(document.text, [claim.quantity for claim, _ in claims]):
        yield {
            "document_id": document.document_id,
            "rule": found.rule,
            "message": found.message,
            "claim_ids": [ids[quantity.start] for quantity in found.quantities],
            "sentences": list(dict.fromkeys(quantity.sentence for quantity in found.quantities)),
        }


def ranks(among: Ranking) -> Callable[[Sequence[tuple[Any, ...]]], Lines]:
    """Make what turns claims, as tuples of :class:`Asked`, into rows of candidates."""
    index = build_index(among.observations, among.sources)

    def work(batch: Sequence[tuple[Any, ...]]) -> Lines:
        claims = (claim_text(*_said(Asked(*one))) for one in batch)
        return Lines.of(map(candidate_row, ranked(claims, index)))

    return work


def _said(asked: Asked) -> tuple[Document, Claim]:
    period = None
    if asked.period_start is not None and asked.period_end is not None:
        period = Period(asked.period_start, asked.period_end, "")
    quantity = Quantity(
        asked.start, asked.end, asked.text, asked.sentence, None, unit=asked.unit, kind=asked.kind,
        counted=asked.counted, change=asked.change, period=period,
    )  # fmt: skip
    document = Document("", "", "", asked.around, title=asked.title, posted_at=asked.posted_at)
    return document, Claim(asked.claim_id, "", 0, quantity)
