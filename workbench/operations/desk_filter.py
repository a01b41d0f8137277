"""What a person types to filter claims: words, and ``key:value`` pairs."""

from collections.abc import Callable
from dataclasses import replace

from workbench.operations.decide import check_word
from workbench.operations.desk_list import Choice
from workbench.operations.desk_state import UNTOUCHED, Decision, ReviewMemory
from workbench.quantity.model import KINDS
from workbench.store.queries import Filter, Order

STATES = ("open", "decided", "disputed", "adjudicated", "dismissed")
COMPARISONS = (
    "consistent", "above", "below", "indeterminate", "incommensurable", "no_reference", "not_compared",
)  # fmt: skip
KEYS = ("state", "kind", "verdict", "comparison", "by", "in", "is")
_MARKS = ("flagged",)
HINT = "words  state:open  kind:money  verdict:correct  comparison:above  by:NAME  in:FILE  is:flagged"


def parse_filter(written: str, verdicts: tuple[str, ...]) -> Filter:
    """Read a filter; the words that are no ``key:value`` pair are looked for in the sentences, as they stand.

    Raises:
        WorkbenchError: A key or a value is unknown; the message lists those there are.
    """
    chosen, words = Filter(), []
    for word in written.split():
        key, colon, value = word.partition(":")
        if not colon or not value or not key.isascii() or not key.isalpha() or key in ("http", "https"):
            words.append(word)
            continue
        check_word(key, KEYS, "key of a filter")
        chosen = _with(chosen, key, value, verdicts)
    return replace(chosen, text=" ".join(words) or None)


def _with(chosen: Filter, key: str, value: str, verdicts: tuple[str, ...]) -> Filter:
    match key:
        case "state":
            check_word(value, STATES, key)
            return replace(chosen, state=value)
        case "kind":
            check_word(value, KINDS, key)
            return replace(chosen, kind=value)
        case "verdict":
            check_word(value, (*verdicts, "disputed"), key)
            return replace(chosen, verdict=value)
        case "comparison":
            check_word(value, COMPARISONS, key)
            return replace(chosen, comparison=value)
        case "is":
            check_word(value, _MARKS, "mark of a claim")
            return replace(chosen, flagged=True)
        case "by":
            return replace(chosen, reviewer=value)
        case _:
            return replace(chosen, document=value)


def choose(chosen: Filter, order: Order, memory: ReviewMemory) -> Choice:
    """What the reviews say about a filter now, as claims to list only or to leave out."""
    if chosen == Filter():
        return Choice(chosen, order)
    passes = _test(chosen)
    fits = {claim: passes(memory.decision(claim)) for claim in memory.touched}
    links = tuple(
        (claim, linked) for claim in fits if (linked := memory.decision(claim).observation_id) is not None
    )
    if passes(UNTOUCHED):
        return Choice(chosen, order, None, frozenset(claim for claim, fit in fits.items() if not fit), links)
    return Choice(chosen, order, frozenset(claim for claim, fit in fits.items() if fit), frozenset(), links)


def _test(chosen: Filter) -> Callable[[Decision], bool]:
    def passes(decision: Decision) -> bool:
        return (
            chosen.state in (None, decision.state)
            and chosen.verdict in (None, decision.verdict)
            and (chosen.reviewer is None or chosen.reviewer in decision.verdict_by)
            and chosen.flagged in (None, decision.flagged)
        )

    return passes
