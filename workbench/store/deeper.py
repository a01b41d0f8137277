"""What :mod:`workbench.operations.deeper` asks of the store."""

from collections.abc import Sequence

from workbench.references.model import Observation
from workbench.store.literals import fill
from workbench.store.rows import observation_of
from workbench.store.snapshot import Snapshot

_NEIGHBOURS = """
FROM observations WHERE lower(place) = lower($place) AND kind = $kind AND observation_id <> $id
    AND (lower(measure) = lower($measure) OR period = $period) ORDER BY observation_id LIMIT 2000
"""


_MOST = 2000


def neighbours(snapshot: Snapshot, held: Observation) -> list[Observation]:
    """Observations of the same place and kind, with the same measure or period."""
    told = {"place": held.place, "kind": held.kind, "measure": held.measure, "period": held.period}
    return [observation_of(row) for row in snapshot.rows(fill(_NEIGHBOURS, id=held.observation_id, **told))]


def observations(snapshot: Snapshot, ids: Sequence[str]) -> list[Observation]:
    """The observations of these ids that there are."""
    query = fill("FROM observations WHERE observation_id IN $ids", ids=list(ids))
    return [observation_of(row) for row in snapshot.rows(query)]


def about(snapshot: Snapshot, stems: Sequence[str]) -> list[Observation]:
    """Observations with a figure whose measure has one of these beginnings of words."""
    if not stems:
        return []
    has = " OR ".join(fill("contains(lower(measure), $it)", it=each) for each in stems)
    query = f"FROM observations WHERE ({has}) AND coalesce(value, low) IS NOT NULL ORDER BY 1 LIMIT {_MOST}"
    return [observation_of(row) for row in snapshot.rows(query)]


def contradictions(snapshot: Snapshot, claim_id: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """What in a claim's text contradicts itself and names the claim: messages with their sentences."""
    query = fill(
        "SELECT message, sentences FROM inconsistencies JOIN claims USING (document_id)"
        " WHERE claim_id = $id AND list_contains(claim_ids, $id) ORDER BY message",
        id=claim_id,
    )
    return tuple((row["message"], tuple(row["sentences"])) for row in snapshot.rows(query))
