"""Signs inside words that nobody sees: soft hyphens and blanks without a width. A text is read without them."""

from bisect import bisect_right
from dataclasses import replace

from workbench.quantity.model import Quantity

SIGNS = ("\u00ad", "\u200b", "\u2060")  # soft hyphen, zero width space, word joiner
_NOTHING = dict.fromkeys(map(ord, SIGNS))


def has_invisible(text: str) -> bool:
    """Whether such a sign stands in the text; most texts have none."""
    return any(sign in text for sign in SIGNS)


class Shown:
    """A text without its invisible signs, and the way back.

    Args:
        text: The text as it is.
    """

    def __init__(self, text: str) -> None:
        self._whole = text
        self.text = text.translate(_NOTHING)
        gone = [i for i, sign in enumerate(text) if sign in SIGNS]
        # where they would stand in the text without them
        self._gone = [i - before for before, i in enumerate(gone)]

    def back(self, quantity: Quantity, start: int, end: int) -> Quantity:
        """A quantity of the sentence ``text[start:end]`` with its words and offsets in the text as it is."""
        first, last = self._place(quantity.start), self._place(quantity.end - 1) + 1
        sentence = self._whole[self._place(start) : self._place(end - 1) + 1]
        return replace(quantity, start=first, end=last, text=self._whole[first:last], sentence=sentence)

    def _place(self, i: int) -> int:
        return i + bisect_right(self._gone, i)
