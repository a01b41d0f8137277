"""Putting text on the screen."""

from textual.content import Content
from textual.widgets import Static


def put(part: Static, content: Content) -> None:
    """Show something else in a part of the screen, which is as wide as its place, whatever it says.

    The same again is left alone, and the screen is laid out anew only for what takes more lines or fewer: that costs
    more than all else that a change of a claim does.
    """
    shown = part.content
    if not isinstance(shown, Content):
        part.update(content)
    elif not shown.is_same(content):
        part.update(content, layout=not _as_high(part, shown, content))


def _as_high(part: Static, shown: Content, content: Content) -> bool:
    rules, width = part.styles.get_rules(), part.content_size.width
    return width > 0 and shown.get_height(rules, width) == content.get_height(rules, width)
