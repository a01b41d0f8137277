"""Put reference figures beside claims: rank candidates, compare each pair."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from workbench.extraction.claims import Claim, Document
from workbench.quantity.comparison import compare
from workbench.quantity.money import Rate
from workbench.quantity.settings import Tolerances
from workbench.references.candidates import claim_text, rank
from workbench.references.model import Candidate, Observation
from workbench.store.head import Head
from workbench.store.rows import ComparisonRow


def find_references(head: Head, tolerances: Tolerances, rates: Sequence[Rate], document_ids: list[str] | None) -> None:
    """Rank and compare for the claims of these documents, or of all where none are named."""
    claims = head.claims(document_ids)
    documents = {document.document_id: document for document in head.documents()}
    observations, sources = head.observations(), head.sources()
    found = rank((claim_text(documents[c.document_id], c) for c in claims), observations, sources)
    chosen = None if document_ids is None else [claim.claim_id for claim in claims]
    head.replace_candidates(found, chosen)
    pairs = _pairs(found, claims, observations, documents)
    head.replace_comparisons(_compared(pairs, tolerances, rates), chosen)


def compare_wanted(head: Head, tolerances: Tolerances, rates: Sequence[Rate]) -> None:
    """Compare what reviewers linked and the machine had not proposed."""
    wanted = head.pairs_wanted()
    if not wanted:
        return
    claims = head.claims_by_id({claim for claim, _ in wanted})
    documents = {document.document_id: document for document in head.documents()}
    linked = [Candidate(claim, observation, 0, 0.0, ()) for claim, observation in wanted]
    head.add_comparisons(_compared(_pairs(linked, claims, head.observations(), documents), tolerances, rates))


Pair = tuple[Claim, Observation, date | None]


def _pairs(
    found: Iterable[Candidate], claims: list[Claim], observations: list[Observation], documents: dict[str, Document]
) -> Iterator[Pair]:
    by_claim = {claim.claim_id: claim for claim in claims}
    by_observation = {observation.observation_id: observation for observation in observations}
    for candidate in found:
        claim = by_claim[candidate.claim_id]
        yield claim, by_observation[candidate.observation_id], documents[claim.document_id].said_on


def _compared(pairs: Iterable[Pair], tolerances: Tolerances, rates: Sequence[Rate]) -> Iterator[ComparisonRow]:
    for claim, observation, said_on in pairs:
        found = compare(claim.quantity, observation.reference(), tolerances, rates=rates, on=said_on)
        yield ComparisonRow(
            claim.claim_id, observation.observation_id, found.comparison, found.deviation, found.gap,
            found.uninformative, found.proposed, found.unit, found.reference_value,
            found.reference.low if found.reference else None, found.reference.high if found.reference else None,
            found.missing,
        )  # fmt: skip
