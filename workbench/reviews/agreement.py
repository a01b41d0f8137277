"""How far reviewers agree: percent agreement, Cohen's kappa, Krippendorff's alpha with a bootstrap interval.

The coefficients are NLTK's (``nltk.metrics.agreement``), which takes missing votes as they come. The ordered scale uses
Krippendorff's ordinal metric: K. Krippendorff, Content Analysis, 4th ed., 2019, chapter 12.
"""

import random
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any, Literal

from workbench.errors import WorkbenchError, install_command

Level = Literal["nominal", "ordered"]
RESAMPLES = 400
CONFIDENCE = 0.95
SEED = 20_000
# Below so many claims that two reviewers share, an interval would say nothing.
LEAST_CLAIMS = 2


@dataclass(frozen=True, slots=True)
class Vote:
    """One reviewer's verdict on one claim; ``kind`` is the claim's, for agreement by kind."""

    claim: str
    reviewer: str
    verdict: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Between:
    """The agreement of two reviewers on the claims that both judged.

    Attributes:
        percent: Share of these claims with the same verdict, 0 to 1.
        kappa: Cohen's; None where chance alone explains everything (both always gave one verdict).
        confusion: How often the one gave the first verdict and the other the second.
    """

    one: str
    other: str
    claims: int
    percent: float
    kappa: float | None
    confusion: Mapping[tuple[str, str], int]


@dataclass(frozen=True, slots=True)
class Alpha:
    """Krippendorff's alpha of one set of claims; ``low`` and ``high`` are its bootstrap interval.

    ``value`` is None where it is not defined: fewer than two claims with two votes, or one verdict throughout.
    """

    level: Level
    claims: int
    value: float | None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Agreement:
    """All of it for one case.

    Attributes:
        claims: Claims with two votes or more; the others say nothing about agreement.
        percent: Share of the pairs of votes on one claim that are the same, over all claims, 0 to 1.
        by_verdict: How far those agree who used a verdict: the share of the other votes beside it that are the same.
        by_kind: Alpha by the claims' kind, nominal.
        apart: Claims that pull agreement down, worst first, with their share of all disagreement.
    """

    reviewers: tuple[str, ...]
    claims: int
    votes: int
    percent: float | None
    alphas: tuple[Alpha, ...]
    pairs: tuple[Between, ...]
    by_verdict: Mapping[str, float]
    by_kind: Mapping[str, Alpha]
    apart: tuple[tuple[str, float], ...] = field(default=())


def agreement(
    votes: Iterable[Vote],
    ranks: Mapping[str, int],
    *,
    resamples: int = RESAMPLES,
    progress: Callable[[int, int], None] | None = None,
) -> Agreement:
    """Work out how far reviewers agree.

    Args:
        votes: One vote for each claim and reviewer who gave one.
        ranks: The place of each verdict on the ordered scale; verdicts without one are missing there.
        resamples: How often the claims are drawn anew for the intervals; 0 for none.
        progress: Told how many resamples are done, of how many.

    Raises:
        WorkbenchError: The library for it is not installed.
    """
    told = sorted(set(votes), key=lambda vote: (vote.claim, vote.reviewer))
    by_claim = _by_claim(told)
    shared = {claim: given for claim, given in by_claim.items() if len(given) >= 2}
    kept = [vote for vote in told if vote.claim in shared]
    on_scale = [vote for vote in kept if vote.verdict in ranks]
    count = _Counted(resamples * 2, progress)
    alphas = (_alpha("nominal", kept, {}, resamples, count), _alpha("ordered", on_scale, ranks, resamples, count))
    kinds = sorted({vote.kind for vote in kept if vote.kind})
    by_kind = {kind: _alpha("nominal", [v for v in kept if v.kind == kind], {}, 0, count) for kind in kinds}
    return Agreement(
        tuple(sorted({vote.reviewer for vote in told})), len(shared), len(kept), _percent(shared), alphas,
        tuple(_pairs(kept)), _by_verdict(shared), by_kind, tuple(_apart(shared)),
    )  # fmt: skip


class _Counted:
    """Counts resamples over several coefficients for one progress bar."""

    def __init__(self, total: int, progress: Callable[[int, int], None] | None) -> None:
        self.done, self.total, self.progress = 0, total, progress

    def step(self) -> None:
        self.done += 1
        if self.progress is not None:
            self.progress(self.done, self.total)


def _by_claim(votes: Sequence[Vote]) -> dict[str, list[Vote]]:
    claims: dict[str, list[Vote]] = defaultdict(list)
    for vote in votes:
        claims[vote.claim].append(vote)
    return claims


def _percent(shared: Mapping[str, list[Vote]]) -> float | None:
    pairs = [(a.verdict, b.verdict) for given in shared.values() for a, b in combinations(given, 2)]
    return sum(a == b for a, b in pairs) / len(pairs) if pairs else None


def _pairs(votes: Sequence[Vote]) -> Iterable[Between]:
    by_reviewer: dict[str, dict[str, str]] = defaultdict(dict)
    for vote in votes:
        by_reviewer[vote.reviewer][vote.claim] = vote.verdict
    for one, other in combinations(sorted(by_reviewer), 2):
        both = sorted(by_reviewer[one].keys() & by_reviewer[other].keys())
        if not both:
            continue
        left, right = ([by_reviewer[name][claim] for claim in both] for name in (one, other))
        confusion = Counter(zip(left, right, strict=True))
        same = sum(number for (a, b), number in confusion.items() if a == b)
        kappa = None
        if len({*left, *right}) > 1:
            rows = [(one, c, v) for c, v in zip(both, left, strict=True)]
            rows += [(other, c, v) for c, v in zip(both, right, strict=True)]
            kappa = float(_task(rows).kappa_pairwise(one, other))
        yield Between(one, other, len(both), same / len(both), kappa, dict(confusion))


def _by_verdict(shared: Mapping[str, list[Vote]]) -> dict[str, float]:
    """Specific agreement: of all pairs in which one vote is this verdict, counted by votes, those where both are."""
    used, same = Counter[str](), Counter[str]()
    for given in shared.values():
        for a, b in combinations(given, 2):
            used.update((a.verdict, b.verdict))
            if a.verdict == b.verdict:
                same[a.verdict] += 2
    return {verdict: same[verdict] / number for verdict, number in sorted(used.items())}


def _apart(shared: Mapping[str, list[Vote]]) -> list[tuple[str, float]]:
    """Each claim's share of all disagreement: its pairs that differ, over one less than its votes, as alpha weighs."""
    own = {}
    for claim, given in shared.items():
        differ = sum(a.verdict != b.verdict for a, b in combinations(given, 2))
        if differ:
            own[claim] = differ / (len(given) - 1)
    total = sum(own.values())
    return sorted(((claim, weight / total) for claim, weight in own.items()), key=lambda item: (-item[1], item[0]))


def _alpha(level: Level, votes: Sequence[Vote], ranks: Mapping[str, int], resamples: int, count: _Counted) -> Alpha:
    claims = {claim: given for claim, given in _by_claim(votes).items() if len(given) >= 2}
    value = _alpha_of(list(claims.values()), level, ranks)
    if value is None or not resamples or len(claims) < LEAST_CLAIMS:
        return Alpha(level, len(claims), value)
    # The same votes give the same interval on every machine: it is a statistic, no secret.
    chance = random.Random(SEED)  # noqa: S311
    units, drawn = list(claims.values()), []
    for _ in range(resamples):
        found = _alpha_of(chance.choices(units, k=len(units)), level, ranks)
        # A draw in which everybody gave one verdict has nothing to disagree about.
        drawn.append(1.0 if found is None else found)
        count.step()
    drawn.sort()
    tail = (1 - CONFIDENCE) / 2
    low, high = drawn[int(tail * resamples)], drawn[min(resamples - 1, int((1 - tail) * resamples))]
    return Alpha(level, len(claims), value, low, high)


def _alpha_of(units: Sequence[Sequence[Vote]], level: Level, ranks: Mapping[str, int]) -> float | None:
    def told(vote: Vote) -> str | int:
        return ranks[vote.verdict] if level == "ordered" else vote.verdict

    rows = [(vote.reviewer, str(n), told(vote)) for n, given in enumerate(units) for vote in given]
    if len(units) < LEAST_CLAIMS or len({row[2] for row in rows}) < 2:
        return None
    distance = _ordinal(Counter(row[2] for row in rows)) if level == "ordered" else None
    return float(_task(rows, distance).alpha())


def _ordinal(used: Counter[Any]) -> Callable[[Any, Any], float]:
    """Krippendorff's ordinal metric: the square of how many votes lie between two ranks, half of each end counted."""
    table = {}
    for a in used:
        for b in used:
            low, high = min(a, b), max(a, b)
            between = sum(number for rank, number in used.items() if low <= rank <= high)
            table[a, b] = 0.0 if a == b else (between - (used[a] + used[b]) / 2) ** 2
    return lambda a, b: table[a, b]


def _task(rows: list[tuple[str, str, Any]], distance: Callable[[Any, Any], float] | None = None) -> Any:  # noqa: ANN401 - NLTK is untyped
    try:
        from nltk.metrics.agreement import AnnotationTask
    except ModuleNotFoundError:
        hint = f"Install it with: {install_command('nltk')}"
        raise WorkbenchError("Agreement needs the library nltk, which is not installed", hint) from None
    return AnnotationTask(data=rows) if distance is None else AnnotationTask(data=rows, distance=distance)
