"""Putting text on the screen."""

from textual.content import Content
from textual.widgets import Static


def put(part: Static, content: Content) -> None:
    """Show something else in a part of the screen; the same again is left alone: it would lay out the screen anew."""
    shown = part.content
    if not (isinstance(shown, Content) and shown.is_same(content)):
        part.update(content)
