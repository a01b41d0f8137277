"""Bytes as text in whatever encoding they are: said where it is not UTF-8, and where that was a guess."""

import codecs
import io
from importlib import import_module
from typing import BinaryIO

from workbench.documents.readers.model import Input
from workbench.errors import Problem

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SAMPLE = 256 * 1024
_SAVE = "Save the text as UTF-8"
_LEAST, _SHORTEST = 40, 8
# What people's programs write; a guess among all of Python's codecs finds Coptic in three bytes.
_LIKELY = (
    "cp1251", "cp1252", "cp1250", "koi8_r", "cp866", "mac_cyrillic", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257",
    "gb18030", "big5", "shift_jis", "euc_kr",
)  # fmt: skip


def decode(data: bytes, file: Input, problems: list[Problem]) -> str | None:
    """The text of a file, its line ends as they are, without a byte order mark.

    A text that is not UTF-8 is a problem that names the encoding it was read in, with the line where UTF-8 ends.

    Returns:
        The text, or None where it is none.
    """
    for mark, name in _MARKS:
        if data.startswith(mark):
            return _marked(data[len(mark) :], name, file, problems)
    zero = data.find(b"\0")
    if zero >= 0:
        wide = _wide(data)
        if wide:
            return _marked(data, wide, file, problems)
        what = f"The file is binary, not text: a zero byte at byte {zero + 1}"
        problems.append(file.problem(what, f"{_SAVE}, or take it out of the case", _line(data, zero)))
        return None
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        place = error.start
    line, byte = _line(data, place), f"byte {place + 1} is 0x{data[place]:02x}"
    damaged = data.decode("utf-8", "replace")
    if _is_damaged(damaged):
        broken = damaged.count("\ufffd")
        what = f"The file is UTF-8 with {broken} broken characters, read as \ufffd; the first: {byte}"
        problems.append(file.problem(what, _SAVE, line))
        return damaged
    likely = guess(data)
    if likely is None:
        problems.append(file.problem(f"The file is not UTF-8: {byte}", _SAVE, line))
        return None
    what = f"The file is not UTF-8 ({byte}) and was read as {likely}, which is a guess"
    problems.append(file.problem(what, f"{_SAVE} if letters look wrong", line))
    return data.decode(likely, "replace")


def guess(data: bytes) -> str | None:
    """The most likely encoding of bytes that are not UTF-8; None where nothing fits or the detector is missing."""
    sample = data[:_SAMPLE]
    foreign = sum(byte > 0x7F for byte in sample[:4096])
    if len(sample) < _SHORTEST or (len(sample) < _LEAST and foreign < 2):
        return None
    try:
        detector = import_module("charset_normalizer")
    except ImportError:
        return None
    best = detector.from_bytes(sample, cp_isolation=list(_LIKELY), threshold=0.35).best()
    return None if best is None else str(best.encoding)


def text_stream(raw: BinaryIO, head: bytes, file: Input, problems: list[Problem]) -> io.TextIOWrapper:
    """A file as text read piece by piece, its line ends as they are; what cannot be decoded becomes U+FFFD.

    Where its first bytes are not UTF-8, the guess is a problem with the line.
    """
    name = next((name for mark, name in _MARKS if head.startswith(mark)), "utf-8")
    name = {"utf-8": "utf-8-sig"}.get(name, name.removesuffix("-le").removesuffix("-be"))
    if not head.startswith(tuple(mark for mark, _ in _MARKS)):
        try:
            codecs.getincrementaldecoder("utf-8")().decode(head)
        except UnicodeDecodeError as error:
            likely = None if _is_damaged(head.decode("utf-8", "replace")) else guess(head)
            how = f"it was read as {likely}, which is a guess" if likely else "broken characters are read as \ufffd"
            what = f"The file is not UTF-8 (byte {error.start + 1} is 0x{head[error.start]:02x}); {how}"
            problems.append(file.problem(what, f"{_SAVE} if letters look wrong", _line(head, error.start)))
            name = likely or name
    return io.TextIOWrapper(raw, encoding=name, errors="replace", newline="")


def _is_damaged(text: str) -> bool:
    """Whether what was decoded as UTF-8 is that, but for some broken characters, and no other encoding."""
    return sum(letter > "\x7f" for letter in text[: 1 << 20]) > 20 * text.count("\ufffd")


def _marked(data: bytes, name: str, file: Input, problems: list[Problem]) -> str | None:
    try:
        text = data.decode(name)
    except UnicodeDecodeError as error:
        what = f"The file is damaged: its mark says {name}, and byte {error.start + 1} is not"
        problems.append(file.problem(what, _SAVE, _line(data, error.start)))
        return None
    text = text.removeprefix("\ufeff")
    if "\0" in text:
        problems.append(file.problem("The file is binary, not text", f"{_SAVE}, or take it out of the case", 1))
        return None
    return text


def _wide(data: bytes) -> str | None:
    """UTF-16 without a mark, by where its zero bytes stand."""
    sample = data[:4096]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if len(sample) < _LEAST or len(data) % 2:
        return None
    if odd > 8 * even and odd * 3 > len(sample) / 2:
        return "utf-16-le"
    return "utf-16-be" if even > 8 * odd and even * 3 > len(sample) / 2 else None


def _line(data: bytes, place: int) -> int:
    return data.count(b"\n", 0, place) + 1
