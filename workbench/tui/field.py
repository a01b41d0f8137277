"""Fields to type into: what stands in them may come from a stranger's text, and is shown like all such text."""

from rich.text import Text
from textual.widgets import Input, TextArea

from workbench.operations.plain import plain


class Field(Input):
    """A line to type."""

    @property
    def _value(self) -> Text:
        return Text(plain(self.value), no_wrap=True, overflow="ignore", end="")


class Area(TextArea):
    """Lines to type."""

    def get_line(self, line_index: int) -> Text:
        """A line as it is drawn."""
        return Text(plain(self.document.get_line(line_index)), end="", no_wrap=True)
