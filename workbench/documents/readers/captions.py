"""Subtitles, SRT, WebVTT and SBV: cues joined into sentences, each cue's time kept."""

import re
from collections.abc import Iterator
from html import unescape

from workbench.documents.readers.encoding import decode
from workbench.documents.readers.model import Input, Post, Reader, Recognised, opening
from workbench.errors import Problem

LIMIT = 64 << 20
_TIME = r"(?:\d{1,3}:)?\d{1,2}:\d{2}[.,]\d{1,3}"
_SBV = r"\d{1,3}:\d{2}:\d{2}\.\d{3}"
_CUE = re.compile(rf"[ \t]*({_TIME})[ \t]*-->[ \t]*{_TIME}[^\n]{{0,200}}|({_SBV}),{_SBV}[ \t]*")
_VOICE = re.compile(r"<v(?:\.[\w.]{1,40})?[ \t]+([^>\n]{1,100})>")
_MARK = re.compile(r"<[^<>\n]{0,100}>|\{\\[^{}\n]{0,60}\}")
# Who speaks changes: a dash, or ">>" in American captions; a dash before a figure may be a minus.
_TURN = re.compile(r"(?:[-–—‐] ?(?=[^\W\d_])|>{2,3} ?)")
_ENDS = (".", "!", "?", "…", ":", "»", "”", '"')


def recognise(head: bytes, name: str) -> Recognised | None:  # noqa: ARG001 - the content decides
    """Whether it is SRT, WebVTT or SBV."""
    text = opening(head).lstrip("\ufeff")
    if re.match(r"WEBVTT(?:[ \t\r\n]|$)", text):
        return Recognised(95, "it begins with WEBVTT")
    if re.match(rf"\s*\d{{1,6}}[ \t]*\r?\n{_TIME}[ \t]*-->", text):
        return Recognised(95, "it begins with a number and a time range, as SRT does")
    if re.match(rf"\s*(?:{_TIME}[ \t]*-->[ \t]*{_TIME}|{_SBV},{_SBV}[ \t]*\r?\n)", text):
        return Recognised(95, "it begins with a time range")
    return None


def read(file: Input, problems: list[Problem]) -> Iterator[Post]:
    """One document of all cues: a new line where a sentence ends or the voice changes, a space elsewhere."""
    try:
        data = file.data(LIMIT)
    except OSError as error:
        problems.append(file.problem(f"The file cannot be read: {error.strerror or error}", "Split it"))
        return
    text = decode(data, file, problems)
    if text is None:
        return
    parts: list[str] = []
    places: list[tuple[int, str]] = []
    at, voice, last = 0, "", ""
    for time, spoken, lines in _cues(text):
        words = _joined(lines)
        if not words or words == last:
            continue
        changed = (bool(spoken) and spoken != voice) or _TURN.match(lines[0]) is not None
        voice = spoken or voice
        between = "" if not parts else "\n" if changed or last.endswith(_ENDS) else " "
        said = f"{spoken}: {words}" if changed and spoken else words
        at += len(between)
        places.append((at, time))
        parts.append(between + said)
        at += len(said)
        last = words
    if not parts:
        problems.append(file.problem("The subtitles hold no words", "Remove the file, or save it again"))
        return
    yield Post("".join(parts), places=tuple(places))


def _joined(lines: list[str]) -> str:
    """The lines of a cue in one, but for those that begin another's turn; the sign of the turn is left out."""
    parts: list[str] = []
    for line in lines:
        turn = _TURN.match(line)
        parts += [("\n" if turn else " ") if parts else "", line[turn.end() :] if turn else line]
    return "".join(parts)


def _cues(text: str) -> Iterator[tuple[str, str, list[str]]]:
    """(time, voice, lines) of each cue, in the order of the file; lines that repeat those of the cue before are out."""
    time, voice = "", ""
    lines: list[str] = []
    before: list[str] = []
    rows = text.splitlines()
    for number, row in enumerate([*rows, ""]):
        found = _CUE.fullmatch(row)
        if found:
            time, voice, lines = _clock(found[1] or found[2]), "", []
        elif not row or (lines and not row.strip()) or number == len(rows):
            if time:
                yield time, voice, [line for line in lines if line not in before]
                before = lines
            time = ""
        elif time:
            spoken = _VOICE.search(row)
            if spoken and lines and spoken[1].strip() != voice:
                yield time, voice, [line for line in lines if line not in before]
                lines = []
            voice = spoken[1].strip() if spoken else voice
            bare = unescape(_MARK.sub("", row)).strip()
            lines += [bare] if bare else []


def _clock(written: str) -> str:
    """``1:02:03,500`` as ``01:02:03``."""
    hours, minutes, seconds = (["0", *re.split("[:,.]", written)[:-1]])[-3:]
    return f"{int(hours):02}:{int(minutes):02}:{int(seconds):02}"


READER = Reader("captions", recognise, read, single=True, limit=LIMIT)
