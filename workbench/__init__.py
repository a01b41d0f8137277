"""Find, compare and review the numeric claims in public statements."""

__version__ = "0.1.0"
