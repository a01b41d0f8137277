"""Find, compare and review the numeric claims in public statements."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from workbench.extraction.extract import extract as extract
    from workbench.operations.case import Case as Case
    from workbench.operations.measure import compare as compare

__version__ = "0.1.0"

_PLACES = {
    "extract": "workbench.extraction.extract",
    "compare": "workbench.operations.measure",
    "Case": "workbench.operations.case",
}
__all__ = ["Case", "compare", "extract"]


def __getattr__(name: str) -> Any:  # noqa: ANN401 - whatever the name stands for
    """The public functions, imported when they are first asked for, so that the command line starts at once."""
    if name not in _PLACES:
        raise AttributeError(f"module 'workbench' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_PLACES[name]), name)
