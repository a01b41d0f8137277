"""Inputs that have the shape of a format, so that the fuzzer gets past its parser: bytes choose names and values.

A flat mutation of TOML, JSON or a zip is mostly no TOML, JSON or zip any more.
"""

import io
import json
import zipfile
from collections.abc import Sequence
from importlib import import_module
from typing import Any

from workbench.documents.settings import KNOWN
from workbench.reviews.events import ACTIONS
from workbench.reviews.readings import NUMBERS

_READING = (
    *NUMBERS, "rounding_step", "written_step", "text", "sentence", "hedge", "unit", "counted", "numeral", "negated",
    "exact", "half_open", "start", "end", "modifier", "kind", "change", "side", "period",
)  # fmt: skip
_SEEN = ("document", "sentence", "text", "occurrence", "comparison", "observation", "observation_hash", "alone")
_EVENT = (
    "id", "at", "reviewer", "action", "claim", "verdict", "reasons", "note", "evidence", "seen", "settings_hash",
    "retracts", "blind", "version", "quantity",
)  # fmt: skip
_WORDS = (
    "a", "correct", "open", "blind", "random", "all", "en", "=", "~", ">=", "increase_by", "count", "percent", "both",
    "1e400", "-0", "nan", "01890000-0000-7000-8000-000000000000", "2024-01-01T00:00:00Z", "2024-02-30", "\u202e[/]\x1b",
    *ACTIONS,
)  # fmt: skip
_MEMBERS = (
    "word/document.xml", "[Content_Types].xml", "_rels/.rels", "docProps/core.xml", "word/_rels/document.xml.rels",
    "xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml",
    "xl/sharedStrings.xml", "a.txt", "a.txt.toml", "b.json", "../c.txt", "/d.html", "e.zip", "f.csv", "-rf\n\u202e.md",
)  # fmt: skip


class Chooser:
    """Turns bytes into choices, until they are used up: then it always chooses the first."""

    def __init__(self, data: bytes) -> None:
        self._data: Any = import_module("atheris").FuzzedDataProvider(data)

    def pick(self, choices: Sequence[Any]) -> Any:  # noqa: ANN401 -- one of the choices
        """One of them."""
        return choices[self._data.ConsumeIntInRange(0, len(choices) - 1)]

    def number(self, most: int) -> int:
        """From 0 to ``most``."""
        return int(self._data.ConsumeIntInRange(0, most))

    def text(self) -> str:
        """Any text, lone surrogates too."""
        return str(self._data.ConsumeUnicode(self.number(40)))

    def rest(self) -> bytes:
        """All bytes that are left."""
        return bytes(self._data.ConsumeBytes(self._data.remaining_bytes()))

    def value(self, deep: int = 2) -> Any:  # noqa: ANN401 -- any value of JSON
        """Any value: a word that means something somewhere, a number, a list, an object, nothing."""
        kind = self.number(9)
        if kind < 3:
            return self.pick(_WORDS)
        if kind == 3:
            return self.text()
        if kind == 4:
            return self.number(1 << 40) - (1 << 39)
        if kind == 5:
            return float(self._data.ConsumeRegularFloat())
        if kind == 6:
            return self.pick((None, True, False, 0, -1, 10**60))
        if not deep:
            return "a"
        if kind == 7:
            return [self.value(deep - 1) for _ in range(self.number(4))]
        names = self.pick((_READING, _SEEN, _WORDS))
        return {self.pick(names): self.value(deep - 1) for _ in range(self.number(6))}

    def table(self, names: Sequence[str], most: int) -> dict[str, Any]:
        """Some of these names, each with a value."""
        return {self.pick(names): self.value() for _ in range(self.number(most))}


def event(data: bytes) -> str:
    """A line of a review file: a right event, in which some fields are others."""
    choose = Chooser(data)
    told: dict[str, Any] = {
        "id": "01890000-0000-7000-8000-000000000000", "at": "2024-01-01T00:00:00Z", "reviewer": "a",
        "action": choose.pick(ACTIONS), "claim": "c", "verdict": "correct", "note": "n", "retracts": _WORDS[17],
        "seen": choose.table(_SEEN, 4), "quantity": choose.pick((None, choose.table(_READING, 8))),
    }  # fmt: skip
    return json.dumps(told | choose.table(_EVENT, 3))


def settings(data: bytes) -> str:
    """A ``workbench.toml`` of known tables and keys, with values of any type, and some text behind it."""
    choose = Chooser(data)
    lines = []
    for name in KNOWN:
        lines += [f"[{name}]"] if name else []
        told = choose.table((*KNOWN[name], "undo", "x"), 5) if KNOWN[name] or name else choose.table(("undo",), 3)
        lines += [f"{key} = {_toml(value)}" for key, value in told.items() if key not in KNOWN]
    return "\n".join([*lines, choose.text()])


def _toml(value: object) -> str:
    """A value as TOML; what TOML cannot say is an empty text."""
    if isinstance(value, dict):
        inner = ", ".join(f"{json.dumps(str(key))} = {_toml(one)}" for key, one in value.items())
        return f"{{{inner}}}"
    if isinstance(value, list):
        return f"[{', '.join(map(_toml, value))}]"
    if value is None:
        return '""'
    return json.dumps(value) if isinstance(value, str | bool) else str(value)


def changed(data: bytes, seed: bytes) -> bytes:
    """A file with a few of its bytes changed, most of them near its end, where Parquet keeps what it holds."""
    chooser, made = Chooser(data), bytearray(seed)
    for _ in range(1 + chooser.number(7)):
        reach = chooser.pick((len(made), 1500, 1500))
        made[-1 - chooser.number(min(reach, len(made)) - 1)] = chooser.number(255)
    return bytes(made)


def packed(data: bytes, always: dict[str, bytes]) -> bytes:
    """A zip of the members that a format needs, some with other bytes in them, and of others with dangerous names."""
    choose = Chooser(data)
    members = dict(always)
    for _ in range(choose.number(3)):
        members[choose.pick((*always, *_MEMBERS))] = choose.text().encode("utf-8", "surrogatepass")
    target = choose.pick(tuple(members))
    place, rest = choose.number(2000), choose.rest()
    content = members[target]
    members[target] = content[:place] + rest + content[place + len(rest) * choose.number(1) :]
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", choose.pick((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED))) as out:
        for name, inner in members.items():
            out.writestr(name, inner)
    return held.getvalue()


def unpacked(data: bytes) -> dict[str, bytes]:
    """The members of a zip."""
    with zipfile.ZipFile(io.BytesIO(data)) as given:
        return {name: given.read(name) for name in given.namelist()}


def telegram(data: bytes) -> bytes:
    """A Telegram export whose messages have the fields of one, with values of any type."""
    choose = Chooser(data)
    names = (
        "id", "type", "date", "date_unixtime", "from", "text", "text_entities", "forwarded_from", "edited",
        "media_type",
    )  # fmt: skip
    messages = []
    for number in range(choose.number(4)):
        message = {"id": number, "type": "message", "date": "2024-01-01T00:00:00", "from": "x", "text": "300 ships"}
        messages.append(message | choose.table(names, 4))
    told = {"name": "x", "type": "public_channel", "id": 1, "messages": messages}
    told |= choose.table(("name", "type", "id", "messages", "chats"), 2)
    return json.dumps(told).encode() + choose.pick((b"", choose.rest()))
