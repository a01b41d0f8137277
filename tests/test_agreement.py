"""Agreement of reviewers, checked against published worked examples."""

from random import Random

import pytest

from workbench.reviews.agreement import Vote, agreement
from workbench.reviews.scale import SCALES

# K. Krippendorff, "Computing Krippendorff's Alpha-Reliability" (2011): four observers, twelve units, missing values;
# alpha is 0.743 for nominal and 0.815 for ordinal data.
FOUR_OBSERVERS = (
    "1 2 3 3 2 1 4 1 2 . . .",
    "1 2 3 3 2 2 4 1 2 5 . 3",
    ". 3 3 3 2 3 4 2 2 5 1 .",
    "1 2 3 3 2 4 4 1 2 5 1 .",
)
RANKS = {str(n): n for n in range(1, 6)}


def votes_of(rows):
    return [
        Vote(f"c{n:03}", name, cell, "count" if n % 2 else "money")
        for name, row in zip("abcdefgh", rows, strict=False)
        for n, cell in enumerate(row.split())
        if cell != "."
    ]


def test_alpha_is_that_of_the_published_example():
    found = agreement(votes_of(FOUR_OBSERVERS), RANKS, resamples=0)
    nominal, ordered = found.alphas
    assert (nominal.level, round(nominal.value, 3), nominal.claims) == ("nominal", 0.743, 11)
    assert (ordered.level, round(ordered.value, 3)) == ("ordered", 0.815)
    assert found.votes == 40


def test_kappa_is_that_of_cohens_example():
    """J. Cohen (1960), as told in most textbooks: 50 proposals, 20 + 15 the same, 5 and 10 apart, kappa 0.40."""
    cells = ["yes yes"] * 20 + ["yes no"] * 5 + ["no yes"] * 10 + ["no no"] * 15
    rows = [" ".join(cell.split()[side] for cell in cells) for side in (0, 1)]
    (pair,) = agreement(votes_of(rows), {}, resamples=0).pairs
    assert pair.percent == pytest.approx(0.7)
    assert pair.kappa == pytest.approx(0.4)
    assert pair.confusion == {("yes", "yes"): 20, ("yes", "no"): 5, ("no", "yes"): 10, ("no", "no"): 15}


def test_the_interval_holds_the_value_and_is_the_same_every_time():
    first, again = (agreement(votes_of(FOUR_OBSERVERS), RANKS, resamples=60).alphas[0] for _ in range(2))
    assert first == again
    assert first.low < first.value < first.high <= 1


def test_votes_in_any_order_give_the_same():
    votes = votes_of(FOUR_OBSERVERS)
    shuffled = Random(3).sample(votes, len(votes))  # noqa: S311 - any other order will do
    assert agreement(shuffled, RANKS, resamples=20) == agreement(votes, RANKS, resamples=20)


def test_what_pulls_agreement_down_comes_first():
    found = agreement(votes_of(["x x x y", "x x y x", "x x z x"]), {}, resamples=0)
    assert [claim for claim, _ in found.apart] == ["c002", "c003"]
    assert sum(share for _, share in found.apart) == pytest.approx(1)
    assert found.by_verdict["x"] > found.by_verdict["y"] == 0


def test_one_vote_a_claim_says_nothing():
    found = agreement(votes_of(["x . y", ". x ."]), {}, resamples=10)
    assert (found.claims, found.percent, found.pairs) == (0, None, ())
    assert found.alphas[0].value is None


def test_always_one_verdict_leaves_kappa_undefined():
    found = agreement(votes_of(["x x x", "x x x"]), {}, resamples=10)
    assert found.percent == 1
    assert found.pairs[0].kappa is None
    assert found.alphas[0].value is None


@pytest.mark.parametrize("scale", SCALES.values(), ids=lambda scale: scale.name)
def test_every_scale_orders_only_its_own_verdicts(scale):
    assert set(scale.ranks) <= set(scale.names)
    assert len(set(scale.ranks.values())) >= 2


def test_progress_counts_every_resample():
    told = []
    agreement(votes_of(FOUR_OBSERVERS), RANKS, resamples=5, progress=lambda done, of: told.append((done, of)))
    assert told == [(n, 10) for n in range(1, 11)]
