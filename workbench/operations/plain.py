"""Text from outside, made safe to show: nothing in it can steer a terminal or turn a line round."""

import re

_REPLACEMENT = "\ufffd"
# Controls have pictures of their own in Unicode; what has none becomes the replacement sign. One for one, so that
# offsets into the text stay right.
_STAND_INS: dict[int, str] = {
    **{code: chr(0x2400 + code) for code in range(0x20) if code not in (0x09, 0x0A)},
    0x0D: " ",
    0x7F: "\u2421",
    **dict.fromkeys(range(0x80, 0xA0), _REPLACEMENT),
    **dict.fromkeys((0x2028, 0x2029), " "),
    **dict.fromkeys(range(0x202A, 0x202F), _REPLACEMENT),
    **dict.fromkeys(range(0x2066, 0x206A), _REPLACEMENT),
    **dict.fromkeys(range(0xE0000, 0xE0080), _REPLACEMENT),
    0xFE0F: "\ufe0e",  # terminals differ in how wide a sign is that asks to be drawn as a picture
}
# Thousands of lone surrogates need no table: one pattern finds them.
_SURROGATE = re.compile("[\ud800-\udfff]")
_SPACE = re.compile(r"\s+")


def plain(text: str) -> str:
    """The text, as long as before, with stand-ins for all that a terminal would obey.

    Replaced are the control characters but for tab and newline, the bidirectional overrides and isolates, the tag
    characters, and lone surrogates; a sign that asks to be drawn as a picture asks to be drawn as text.
    """
    return _SURROGATE.sub(_REPLACEMENT, text.translate(_STAND_INS))


def one_line(text: str, longest: int = 400) -> str:
    """The text in one line: every run of white space is a space, and what is longer than ``longest`` is cut."""
    cut = text[: longest * 2]
    line = _SPACE.sub(" ", plain(cut)).strip()
    return line if len(line) <= longest and len(cut) == len(text) else line[: longest - 1] + "…"


def counted(number: int, noun: str) -> str:
    """A number with its noun: ``1 document``, ``2 documents``."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
