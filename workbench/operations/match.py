"""Put reference figures beside claims: rank candidates, compare each pair."""

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import fields
from typing import Any

from workbench.operations.tasks import AROUND, RANK, Asked, Ranking
from workbench.operations.team import processes, shared_out
from workbench.quantity.money import Rate
from workbench.quantity.settings import Tolerances
from workbench.store.head import Head
from workbench.store.intake import count_unranked, put_candidates, unranked
from workbench.store.lines import Lines

# So many claims are worth starting other processes for; with so many figures each of them would take too much memory.
WORTH_A_TEAM, MOST_FIGURES = 4000, 200_000

# DuckDB counts code points from 1.
_COLUMNS = {
    "start": f'least(c."start", {AROUND})',
    "end": f'c."end" - greatest(c."start" - {AROUND}, 0)',
    "title": "d.title",
    "posted_at": "d.posted_at",
    "around": f'substring(d.text, greatest(c."start" - {AROUND}, 0) + 1, c."end" - c."start" + {2 * AROUND})',
}


def find_references(head: Head, progress: Callable[[int, int, str], None]) -> None:
    """Rank the figures for every claim that waits for it.

    A build that is stopped here ranks these claims again: a claim has all its candidates or none.

    Args:
        head: The head, with nothing uncommitted.
        progress: Told how many claims are done, how many there are, and what is done.
    """
    total, done = count_unranked(head), 0
    if not total:
        return
    among = Ranking(head.observations(), head.sources())
    worth = total >= WORTH_A_TEAM and len(among.observations) <= MOST_FIGURES
    columns = ", ".join(_COLUMNS.get(each.name, f'c."{each.name}"') for each in fields(Asked))
    sent: deque[list[str]] = deque()

    def tasks() -> Iterator[Sequence[tuple[Any, ...]]]:
        for batch in unranked(head, columns):
            sent.append([claim_id for claim_id, *_ in batch])
            yield batch

    def told() -> Iterator[tuple[list[str], Lines]]:
        nonlocal done
        for lines in shared_out(RANK, among, tasks(), processes() if worth else 1):
            done += len(sent[0])
            progress(done, total, "Looking for figures")
            yield sent.popleft(), lines

    before, left = total + 1, total
    while 0 < left < before:
        put_candidates(head, told())
        before, left = left, count_unranked(head)


def compare_wanted(head: Head, tolerances: Tolerances, rates: Sequence[Rate]) -> None:
    """Compare all pairs, of candidates and of what reviewers linked, that have no comparison yet."""
    with head.transaction():
        if head.compare_wanted(tolerances, rates).pairs:
            head.find_slips(tolerances, rates)
