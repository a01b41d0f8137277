"""JSON read value by value, in memory for one value at a time; invalid escapes are repaired, a break is named."""

import json
import re
from typing import Any, TextIO

CHUNK = 1 << 20
_LONGEST = 64 << 20
_SPACE = re.compile(r"[ \t\r\n]*")
_RUN = re.compile(r"(?:\\x[0-9a-fA-F]{2})+|\\(u[0-9a-fA-F]{4}|.)", re.DOTALL)
_MARGIN = 256


class BrokenJsonError(Exception):
    """The JSON cannot be read on.

    Attributes:
        line: The 1-based line.
        cut: Whether the file ends in the middle.
    """

    def __init__(self, line: int, *, cut: bool) -> None:
        self.line, self.cut = line, cut
        super().__init__(line)


class JsonStream:
    """A cursor in a JSON text.

    Attributes:
        repaired: How many stretches with invalid escapes were repaired.
        damaged: The first line that held characters that could not be decoded, or None.
    """

    def __init__(self, file: TextIO) -> None:
        self._file = file
        self._text = ""
        self._at = 0
        self._line, self._counted = 1, 0
        self._ended = False
        self._decoder = json.JSONDecoder(strict=False)
        self.repaired = 0
        self.damaged: int | None = None

    @property
    def line(self) -> int:
        """The 1-based line of the cursor."""
        if self._counted < self._at:
            self._line += self._text.count("\n", self._counted, self._at)
            self._counted = self._at
        return self._line

    def peek(self) -> str:
        """The next character that is no space; empty at the end."""
        while True:
            space = _SPACE.match(self._text, self._at)
            self._at = space.end() if space else self._at
            if self._at < len(self._text):
                return self._text[self._at]
            if not self._more():
                return ""

    def skip(self, character: str) -> bool:
        """Pass the character if it is the next."""
        if self.peek() != character:
            return False
        self._at += 1
        return True

    def between(self, closing: str) -> None:
        """Pass the comma between two members, or stay before the bracket that closes them.

        Raises:
            BrokenJsonError: Something else is next.
        """
        if not self.skip(",") and self.peek() != closing:
            raise BrokenJsonError(self.line, cut=not self.peek())

    def need(self, character: str) -> None:
        """Pass the character.

        Raises:
            BrokenJsonError: Something else is next.
        """
        if not self.skip(character):
            raise BrokenJsonError(self.line, cut=not self.peek())

    def value(self) -> Any:  # noqa: ANN401 - any JSON value
        """The next value, whole.

        Raises:
            BrokenJsonError: It cannot be read; the cursor stays before it.
        """
        self.peek()
        while True:
            try:
                found, end = self._decoder.raw_decode(self._text, self._at)
            except json.JSONDecodeError as error:
                self._mend(error)
                continue
            except (RecursionError, ValueError):
                raise BrokenJsonError(self.line, cut=False) from None
            if end == len(self._text) and isinstance(found, (int, float)) and self._more():
                continue
            self._at = end
            return found

    def seek(self, pattern: re.Pattern[str]) -> bool:
        """Move on to the next match after the cursor's character; False at the end of the file."""
        self._at = min(self._at + 1, len(self._text))
        while True:
            found = pattern.search(self._text, self._at)
            if found:
                self._at = found.start()
                return True
            self._at = max(self._at, len(self._text) - _MARGIN)
            if not self._more():
                return False

    def _mend(self, error: json.JSONDecodeError) -> None:
        """Make the value at the cursor readable: load more of it, or repair what is loaded."""
        near_end = error.pos >= len(self._text) - _MARGIN or error.msg.startswith("Unterminated string")
        if "escape" in error.msg and not (near_end and not self._ended and len(self._text) - self._at < _MARGIN):
            if self._repair():
                return
        elif near_end and len(self._text) - self._at < _LONGEST and self._more():
            return
        if near_end and "escape" in error.msg and self._more():
            return
        line = self.line + self._text.count("\n", self._at, error.pos)
        raise BrokenJsonError(line, cut=near_end and self._ended)

    def _repair(self) -> bool:
        end = len(self._text) if self._ended else max(self._at, len(self._text) - _MARGIN)
        part = self._text[self._at : end]
        mended = _RUN.sub(_mended, part)
        if mended == part:
            return False
        self.repaired += 1
        self._text = self._text[: self._at] + mended + self._text[end:]
        return True

    def _more(self) -> bool:
        if self._ended:
            return False
        chunk = self._file.read(max(CHUNK, len(self._text) - self._at))
        if not chunk:
            self._ended = True
            return False
        self._line = self.line
        self._text = self._text[self._at :] + chunk
        self._at = self._counted = 0
        if self.damaged is None and "\ufffd" in chunk:
            self.damaged = self._line + self._text.count("\n", 0, self._text.index("\ufffd"))
        return True


def _mended(found: re.Match[str]) -> str:
    r"""A valid escape as it is; ``\xd0\xbf`` as the letters of these bytes; any other backslash as itself."""
    whole = found.group()
    if whole.startswith("\\x"):
        data = bytes.fromhex(whole.replace("\\x", ""))
        try:
            letters = data.decode("utf-8")
        except UnicodeDecodeError:
            letters = data.decode("latin-1")
        return json.dumps(letters)[1:-1]
    kind = found.group(1) or ""
    return whole if len(kind) == 5 or kind in '"\\/bfnrt' else "\\" + whole
