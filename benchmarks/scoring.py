"""Findings against labels: what is right, wrong and missed, and the measures taken from that."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Self

from units import Amount, Unit, canonical, same_number, same_quantity

Same = Callable[[Amount, Amount], bool]
VALUE: Same = same_number
VALUE_AND_UNIT: Same = same_quantity


@dataclass(frozen=True, slots=True)
class Mark:
    """A quantity in a text, as a label or as a finding.

    Attributes:
        start: Where it begins, in code points.
        end: Where it ends, exclusive.
        text: Its words.
        amount: Number and unit.
        fields: All else that the origin says about it, under the names of ``workbench extract``.
        optional: Neither asked for nor held against a finding.
        rule: The rule that made a label optional, if one did.
    """

    start: int
    end: int
    text: str
    amount: Amount
    fields: dict[str, Any]
    optional: bool = False
    rule: str = ""

    @classmethod
    def read(cls, data: dict[str, Any], text: str, *, offset: int = 0, optional: bool = False, rule: str = "") -> Self:
        """A mark from a JSON object with ``start``, ``end``, ``value`` or ``low`` and ``high``, and ``unit``."""
        start, end = data["start"] + offset, data["end"] + offset
        unit = canonical(data.get("unit") or "", money=bool(data.get("money")))
        return cls(start, end, text[start:end], amount(data, unit), data, optional, rule)

    def overlaps(self, other: "Mark") -> bool:
        """Whether the two share a character."""
        return self.start < other.end and other.start < self.end

    def __str__(self) -> str:
        number = self.amount
        value = f"{number.value:.10g}" if number.value is not None else f"{number.low}..{number.high}"
        times = "" if number.unit.factor == 1 else f" × {number.unit.factor:g}"
        return f"{self.text!r} = {value}{times} {number.unit.name}".rstrip()


def amount(data: dict[str, Any], unit: Unit) -> Amount:
    """Number and unit of a JSON object. An uncertainty makes an interval, a single bound is the number it names."""
    value, low, high = data.get("value"), data.get("low"), data.get("high")
    if value is not None and data.get("uncertainty"):
        value, low, high = None, value - data["uncertainty"], value + data["uncertainty"]
    if value is None and (low is None) != (high is None) and "modifier" not in data:
        value, low, high = (high if low is None else low), None, None
    if value is None and low is not None and low == high:
        value, low, high = low, None, None
    return Amount(value, low, high, unit)


@dataclass(slots=True)
class Tally:
    """What came of one or many texts; ``optional_right`` are findings that equal an optional label."""

    right: list[tuple[Mark, Mark]] = field(default_factory=list)
    optional_right: list[tuple[Mark, Mark]] = field(default_factory=list)
    wrong: list[Mark] = field(default_factory=list)
    missed: list[Mark] = field(default_factory=list)

    def add(self, other: "Tally") -> None:
        """Count another text in."""
        self.right += other.right
        self.optional_right += other.optional_right
        self.wrong += other.wrong
        self.missed += other.missed

    @property
    def labels(self) -> int:
        """How many quantities were asked for."""
        return len(self.right) + len(self.missed)

    @property
    def precision(self) -> float:
        """Right findings among all that count."""
        return len(self.right) / max(1, len(self.right) + len(self.wrong))

    @property
    def recall(self) -> float:
        """Right findings among the quantities asked for."""
        return len(self.right) / max(1, self.labels)

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        return 2 * len(self.right) / max(1, 2 * len(self.right) + len(self.wrong) + len(self.missed))

    def share(self, name: str) -> float | None:
        """How often a right finding has the label's own value of a field; None where no label says it."""
        pairs = [(label, found) for label, found in self.right if name in label.fields]
        equal = [label for label, found in pairs if label.fields[name] == found.fields.get(name)]
        return len(equal) / len(pairs) if pairs else None

    def counted(self) -> float:
        """How often a right finding names a word of what the label says is counted, where it says so."""
        pairs = [(label, found) for label, found in self.right if label.fields.get("counted")]
        named = (words(label.fields["counted"]) & words(found.fields.get("counted")) for label, found in pairs)
        return sum(bool(common) for common in named) / max(1, len(pairs))


def words(noun: str | None) -> set[str]:
    """The words of a noun phrase that can name a thing, without their plural s."""
    bare = (word.strip(".,;:()«»\"'").lower() for word in (noun or "").split())
    return {word.rstrip("s") for word in bare if len(word) > 2}


def score(labels: Sequence[Mark], found: Iterable[Mark], same: Same) -> Tally:
    """Pair each finding with one label that it overlaps and equals.

    A finding that equals none is wrong, unless it overlaps an optional label.
    """
    tally = Tally()
    used: set[int] = set()
    for finding in found:
        near = [i for i, label in enumerate(labels) if finding.overlaps(label)]
        equal = next((i for i in near if i not in used and same(labels[i].amount, finding.amount)), None)
        if equal is not None:
            used.add(equal)
            pair = (labels[equal], finding)
            (tally.optional_right if labels[equal].optional else tally.right).append(pair)
        elif not any(labels[i].optional for i in near):
            tally.wrong.append(finding)
    tally.missed = [label for i, label in enumerate(labels) if i not in used and not label.optional]
    return tally


def average_precision(ranked: Iterable[tuple[float, bool]]) -> float:
    """Average precision of a list sorted by score, highest first; equal scores count as one step.

    Args:
        ranked: Score and whether the entry is a wanted one, in any order.
    """
    entries = sorted(ranked, key=lambda entry: -entry[0])
    wanted = sum(good for _, good in entries)
    total, hits, before = 0.0, 0, 0
    for position, (mark, good) in enumerate(entries, 1):
        hits += good
        if position == len(entries) or entries[position][0] != mark:
            total += (hits - before) * hits / position
            before = hits
    return total / max(1, wanted)
