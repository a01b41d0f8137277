"""Who reviews what: everybody everything, or a share each, drawn by lot, with some claims given to two."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

SHARES = ("all", "random")
# A hash's first hexadecimal digits, as a lot between 0 and 1.
LOT_DIGITS = 8


@dataclass(frozen=True, slots=True)
class Assignment:
    """How the claims of a case are divided.

    Attributes:
        share: ``all``: everybody reviews everything; ``random``: each group of claims is drawn for one reviewer.
        overlap: Percent of the groups that a second reviewer gets too, so that agreement can be measured.
        seed: Another seed is another draw.
        documents: Files, relative to the case, and who reviews them, whatever the draw says.
    """

    share: Literal["all", "random"] = "all"
    overlap: Decimal = Decimal(20)
    seed: str = ""
    documents: tuple[tuple[str, tuple[str, ...]], ...] = ()

    @property
    def divides(self) -> bool:
        """Whether anybody has less than everything."""
        return self.share == "random" or bool(self.documents)


def assigned(assignment: Assignment, reviewers: Sequence[str], group_id: str, path: str) -> tuple[str, ...]:
    """Who reviews a claim, by name.

    The draw rests on the group's id, the reviewers' names and the seed alone: it is the same on every machine, and a
    new document changes nobody's share of the old ones.

    Args:
        assignment: How the claims are divided.
        reviewers: Who reviews at all.
        group_id: The claim's group; its tellings stay together.
        path: The claim's document, relative to the case.
    """
    named = dict(assignment.documents).get(path)
    if named is not None:
        return tuple(sorted(named))
    if assignment.share == "all" or not reviewers:
        return tuple(sorted(reviewers))
    drawn = sorted(reviewers, key=lambda name: (lot(assignment.seed, group_id, name), name))
    twice = int(lot(assignment.seed, group_id, "")[:LOT_DIGITS], 16) * 100 < assignment.overlap * 16**LOT_DIGITS
    return tuple(sorted(drawn[: 2 if twice else 1]))


def lot(seed: str, group_id: str, name: str) -> str:
    """The lot of a reviewer for a group, as hex: SHA-256 of the three, line by line."""
    return hashlib.sha256(f"{seed}\n{group_id}\n{name}".encode()).hexdigest()
