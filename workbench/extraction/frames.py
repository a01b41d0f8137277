"""What a claim counts, of whom and for when: claims of one frame whose words agree are one figure over time."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from zlib import crc32

from workbench.quantity.model import Quantity

_LONG_PERIOD, _LEAST_CONTENT, _LEAST_WITHOUT_NOUN = 27, 2, 3


@dataclass(frozen=True, slots=True)
class Frame:
    """What must be the same for two numbers to tell of the same thing.

    Attributes:
        parts: Unit, kind, change, denial, the head of what is counted, a period of a month or more, and the names in
            their order.
        named: Whether there are names; without them the frame belongs to its speaker.
        content: Short prints (32 bits) of the words that mean something, sorted and each once.
    """

    parts: tuple[str, ...]
    named: bool
    content: tuple[int, ...]


def frame_of(quantity: Quantity, words: Sequence[str], names: Sequence[str]) -> Frame | None:
    """The frame of a quantity in its sentence; None where it does not say what is counted.

    A sentence that names no noun ("The death toll in Riverland rose to 12") says it by a name and its words.

    Args:
        quantity: The quantity.
        words: The folded words of its sentence, without the quantity's own.
        names: Those of them that are names or numerals.
    """
    head = _head(quantity.counted)
    hedge = frozenset((quantity.hedge or "").casefold().split())
    passing = words_of("dates") | words_of("little") | hedge
    content = {crc32(word.encode()) & 0x7FFFFFFF for word in words if word.isalpha() and word not in passing}
    # the word that begins the sentence may have its capital from there: it counts among the content
    told = [name for name in names if name.isalpha() and name != words[0] and name not in passing]
    if len(content) < (_LEAST_CONTENT if head else _LEAST_WITHOUT_NOUN) or not (head or told):
        return None
    parts = (quantity.unit, quantity.kind, quantity.change or "", str(quantity.negated), head, _period(quantity), *told)
    return Frame(parts, bool(told), tuple(sorted(content)))


def _head(counted: str | None) -> str:
    """The noun of what is counted: the last word before one that begins an attribute."""
    words = (counted or "").casefold().split()
    ends = words_of("after_head")
    stop = next((n for n, word in enumerate(words) if word in ends and n), len(words))
    return words[stop - 1].strip(".,;:«»“”\"'()") if words else ""


def _period(quantity: Quantity) -> str:
    period = quantity.period
    if period is None or (period.end - period.start).days < _LONG_PERIOD:
        return ""
    return f"{period.start} {period.end}"


@cache
def words_of(key: str) -> frozenset[str]:
    """The words of a list of ``repeats.toml``, of all languages."""
    return frozenset(word for told in _table().values() for word in told[key])


@cache
def _table() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads(files("workbench").joinpath("extraction", "repeats.toml").read_text(encoding="utf-8"))
