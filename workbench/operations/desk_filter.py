"""What a person types to filter claims: words, and ``key:value`` pairs."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from workbench.errors import EXIT_USAGE, WorkbenchError
from workbench.operations.decide import check_word
from workbench.operations.desk_list import Choice
from workbench.operations.desk_state import UNTOUCHED, Decision, ReviewMemory
from workbench.quantity.model import KINDS
from workbench.store.queries import Filter, Order

STATES = ("open", "decided", "disputed", "adjudicated", "dismissed")
COMPARISONS = (
    "consistent", "above", "below", "indeterminate", "incommensurable", "no_reference", "not_compared",
)  # fmt: skip
_YES = ("yes", "no")
_SAME = {"by": "reviewer", "in": "doc", "document": "doc", "from": "since", "to": "until"}
ME = "me"
_FREE = {"reviewer": "reviewer", "assigned": "assigned", "doc": "document", "speaker": "speaker"}
_DAYS = ("since", "until")
KEYS = ("state", "kind", "verdict", "comparison", "speaker", "doc", "reviewer", "assigned", "stale", "flagged", *_DAYS)
HINT = """\
words in the sentence, and any of these, all of which must hold:
state:open  kind:money  verdict:incorrect  comparison:above
speaker:NAME  doc:FILE  reviewer:NAME  since:2024-01  until:2024-06-30
stale:yes  flagged:yes  assigned:me      a name of two words: speaker:"Ana Novak\""""
_WORD = re.compile(r'(?P<key>[A-Za-z]+):"(?P<quoted>[^"]*)"?|"(?P<phrase>[^"]*)"|(?P<word>\S+)')


def parse_filter(written: str, verdicts: tuple[str, ...]) -> Filter:
    """Read a filter; the words that are no ``key:value`` pair are looked for in the sentences, as they stand.

    Raises:
        WorkbenchError: A key or a value is unknown; the message lists those there are.
    """
    chosen, words = Filter(), []
    for found in _WORD.finditer(written):
        key, value = found["key"] or "", found["quoted"]
        if value is None:
            key, colon, value = (found["word"] or "").partition(":")
            if not colon or not value or not key.isascii() or not key.isalpha() or key in ("http", "https"):
                words.append(found["phrase"] if found["phrase"] is not None else found["word"])
                continue
        key = _SAME.get(key, key)
        if key == "is":  # "is:flagged" reads as well as "flagged:yes"
            key, value = value, "yes"
        check_word(key, KEYS, "key of a filter")
        chosen = _with(chosen, key, value, verdicts)
    return replace(chosen, text=" ".join(words) or None)


def _with(chosen: Filter, key: str, value: str, verdicts: tuple[str, ...]) -> Filter:
    known = values_of(key, verdicts)
    if known:
        check_word(value, known, f"value of {key}:")
    if key in _DAYS:
        return replace(chosen, **{key: _day(key, value)})  # type: ignore[arg-type]
    if known == _YES:
        return replace(chosen, **{key: value == "yes"})  # type: ignore[arg-type]
    return replace(chosen, **{_FREE.get(key, key): value})  # type: ignore[arg-type]


def values_of(key: str, verdicts: tuple[str, ...]) -> tuple[str, ...]:
    """The values that a key may have; none where it takes any name or a day."""
    known = {
        "state": STATES, "kind": KINDS, "verdict": (*verdicts, "disputed"), "comparison": COMPARISONS, "stale": _YES,
        "flagged": _YES,
    }  # fmt: skip
    return known.get(key, ())


def complete(written: str, verdicts: tuple[str, ...], names: Mapping[str, Sequence[str]]) -> str | None:
    """What is written with its last word completed, or None where nothing fits.

    Args:
        written: The filter so far.
        verdicts: Those of the case's scale.
        names: The names that occur in the case, by key.
    """
    before, _, last = written.rpartition(" ")
    head = f"{before} " if before else ""
    key, colon, begun = last.partition(":")
    if not colon:
        found = next((name for name in KEYS if key and name.startswith(key) and name != key), None)
        return None if found is None else f"{head}{found}:"
    key = _SAME.get(key, key)
    low = begun.lstrip('"').casefold()
    for value in (*values_of(key, verdicts), *names.get(key, ())):
        if low and value.casefold().startswith(low) and value.casefold() != low:
            told = f'"{value}"' if " " in value else value
            return f"{head}{last[: len(last) - len(begun)]}{told}"
    return None


def _day(key: str, written: str) -> date:
    """A day; a year or a month stands for its first day, or its last one for ``until``."""
    found = re.fullmatch(r"(\d{4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?", written)
    hint = f"Write {key}:2024, {key}:2024-03 or {key}:2024-03-18"
    if found is None:
        raise WorkbenchError(f"{written[:40]!a} is no day", hint, code=EXIT_USAGE)
    year, month, day = (None if part is None else int(part) for part in found.groups())
    try:
        if year is None or day is not None or key == "since":
            return date(year or 0, month or 1, day or 1)
        months = 12 if month is None else month
        date(year, months, 1)
        return date.fromordinal(date(year + months // 12, months % 12 + 1, 1).toordinal() - 1)
    except ValueError:
        raise WorkbenchError(f"there is no day {written[:40]!a}", hint, code=EXIT_USAGE) from None


def choose(chosen: Filter, order: Order, memory: ReviewMemory) -> Choice:
    """What the reviews say about a filter now, as claims to list only or to leave out.

    Dismissed claims are listed where their state is asked for.
    """
    wants_links = chosen.comparison is not None or order == "deviation"
    links = tuple(memory.links()) if wants_links else ()
    if not any((chosen.state, chosen.verdict, chosen.reviewer)) and chosen.flagged is None and chosen.stale is None:
        return Choice(chosen, order, but=frozenset(memory.dismissed()), links=links)
    passes = _test(chosen)
    fits = {claim: passes(memory.decision(claim)) for claim in memory.touched}
    if passes(UNTOUCHED):
        return Choice(chosen, order, None, frozenset(claim for claim, fit in fits.items() if not fit), links)
    return Choice(chosen, order, frozenset(claim for claim, fit in fits.items() if fit), frozenset(), links)


def _test(chosen: Filter) -> Callable[[Decision], bool]:
    def passes(decision: Decision) -> bool:
        return (
            (decision.state == chosen.state if chosen.state else decision.state != "dismissed")
            and chosen.verdict in (None, decision.verdict)
            and (chosen.reviewer is None or chosen.reviewer in decision.verdict_by)
            and chosen.flagged in (None, decision.flagged)
            and chosen.stale in (None, bool(decision.stale))
        )

    return passes
