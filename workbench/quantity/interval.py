"""Intervals of decimals with open, closed and unbounded ends."""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Interval:
    """A set of numbers between two ends; ``None`` is an unbounded end."""

    low: Decimal | None
    high: Decimal | None
    low_open: bool = False
    high_open: bool = False

    def contains(self, other: "Interval") -> bool:
        """Whether every number of ``other`` is in this interval."""
        return self._low_covers(other) and self._high_covers(other)

    def _low_covers(self, other: "Interval") -> bool:
        if self.low is None:
            return True
        if other.low is None:
            return False
        return other.low > self.low or (other.low == self.low and (other.low_open or not self.low_open))

    def _high_covers(self, other: "Interval") -> bool:
        if self.high is None:
            return True
        if other.high is None:
            return False
        return other.high < self.high or (other.high == self.high and (other.high_open or not self.high_open))

    def is_above(self, other: "Interval") -> bool:
        """Whether every number of this interval is greater than every number of ``other``."""
        if self.low is None or other.high is None:
            return False
        return self.low > other.high or (self.low == other.high and (self.low_open or other.high_open))

    def distance(self, point: Decimal) -> Decimal:
        """How far ``point`` lies from the interval; 0 inside it or on an end."""
        if self.low is not None and point < self.low:
            return self.low - point
        if self.high is not None and point > self.high:
            return point - self.high
        return Decimal(0)

    def scaled(self, factor: Decimal) -> "Interval":
        """Every number times ``factor``; a negative one swaps the ends."""
        low = None if self.low is None else self.low * factor
        high = None if self.high is None else self.high * factor
        if factor < 0:
            return Interval(high, low, self.high_open, self.low_open)
        return Interval(low, high, self.low_open, self.high_open)
