"""Event ids: UUID version 7, so that their order as text is the order in which things were decided."""

import re
import secrets
import time

from workbench.errors import WorkbenchError

EVENT_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
_RANDOM_BITS = 74
_STEP_BITS = 40
_LAST_MS = 4_102_444_800_000  # 2100-01-01: an id from later would push every following id ahead of all clocks


def new_id(after: str | None = None, now_ms: int | None = None) -> str:
    """A new id, greater as text than ``after``.

    Where the clock stands at or before the time in ``after``, the id goes on from ``after`` by a small random step, so
    that two writers who read the same events still get different ids.

    Args:
        after: The greatest id that this writer has read, or None.
        now_ms: Milliseconds since 1970, UTC; the clock's where left out.

    Raises:
        WorkbenchError: ``after`` is no id of this kind.
    """
    now = time.time_ns() // 1_000_000 if now_ms is None else now_ms
    if after is None:
        return _text(now, secrets.randbits(_RANDOM_BITS))
    if not is_event_id(after):
        raise WorkbenchError(f"{after[:40]!a} is no event id", "event ids are lower-case UUIDs of version 7")
    milliseconds, random = _parts(after)
    if now > milliseconds:
        return _text(now, secrets.randbits(_RANDOM_BITS))
    total = (milliseconds << _RANDOM_BITS) + random + 1 + secrets.randbits(_STEP_BITS)
    return _text(total >> _RANDOM_BITS, total & ((1 << _RANDOM_BITS) - 1))


def is_event_id(text: str) -> bool:
    """Whether ``text`` is a lower-case UUIDv7 from before the year 2100."""
    return EVENT_ID.fullmatch(text) is not None and _parts(text)[0] < _LAST_MS


def _parts(identifier: str) -> tuple[int, int]:
    digits = identifier.replace("-", "")
    random = (int(digits[13:16], 16) << 62) | (int(digits[16:], 16) & ((1 << 62) - 1))
    return int(digits[:12], 16), random


def _text(milliseconds: int, random: int) -> str:
    high, low = random >> 62, random & ((1 << 62) - 1)
    digits = f"{milliseconds:012x}7{high:03x}{(0b10 << 62) | low:016x}"
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"
