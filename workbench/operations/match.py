"""Put reference figures beside claims: rank candidates, compare each pair."""

from collections.abc import Sequence

from workbench.quantity.money import Rate
from workbench.quantity.settings import Tolerances
from workbench.references.candidates import claim_text, rank
from workbench.store.head import Head


def find_references(head: Head, tolerances: Tolerances, rates: Sequence[Rate], document_ids: list[str] | None) -> None:
    """Rank and compare for the claims of these documents, or of all where none are named."""
    claims = head.claims(document_ids)
    documents = {document.document_id: document for document in head.documents()}
    found = rank(
        (claim_text(documents[claim.document_id], claim) for claim in claims), head.observations(), head.sources()
    )
    chosen = None if document_ids is None else [claim.claim_id for claim in claims]
    with head.transaction():
        head.replace_candidates(found, chosen)
        head.clear_comparisons(chosen)
        head.compare_wanted(tolerances, rates)


def compare_wanted(head: Head, tolerances: Tolerances, rates: Sequence[Rate]) -> None:
    """Compare what reviewers linked and the machine had not proposed."""
    head.compare_wanted(tolerances, rates)
