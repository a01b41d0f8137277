"""Keys that are typed faster than the screen works: each is for what the one before it has led to."""

import asyncio
import time
from collections import deque
from typing import Any

from textual import events
from textual.app import App
from textual.message_pump import MessagePump

# Work that a key has started and that the next key must not overtake: it saves, or changes what a key is for.
BEFORE_THE_NEXT = frozenset(
    {"act", "save", "load", "jump", "mine", "form", "progress", "step", "copy", "edit", "added"}
)
# Seconds that a disk has to answer: then what was typed ahead is dropped, and a key counts again, such as the one to
# leave.
_PATIENCE = 30.0
_TURN = 0.004


class PatientApp(App[None]):
    """Hands keys and pasted text on one by one, in the order in which they were typed.

    Textual gives a key to whatever has the focus when it comes in, and does what it is bound to later. Of keys that
    come in together, as from a fast typist or over a slow line, all would be for the first one's window.
    """

    def __init__(self) -> None:
        super().__init__()
        self._typed: deque[events.Event] = deque()
        self._handing: asyncio.Task[None] | None = None

    async def on_event(self, event: events.Event) -> None:
        """Keep what was typed until its turn; what comes when the last screen has gone is for nobody."""
        typed = isinstance(event, events.Key | events.Paste)
        if typed and not self.screen_stack:
            return
        if typed and not event.is_forwarded:
            self._typed.append(event)
            if self._handing is None or self._handing.done():
                self._handing = asyncio.create_task(self._hand_on())
        else:
            await super().on_event(event)

    def forget_typed(self) -> None:
        """Drop what was typed ahead: it was meant for what did not come about."""
        self._typed.clear()

    async def _hand_on(self) -> None:
        while self._typed and self.is_running and self.screen_stack:
            event = self._typed.popleft()
            until = time.monotonic() + _PATIENCE
            here, way, is_letter = self.screen, self._way_up(), self._is_letter(event)
            await super().on_event(event)
            if is_letter:  # what follows waits behind it in the field
                continue
            for part in [*way, *way]:  # once for the key itself, once for what it has made them say to one another
                await self._has_done(part, until)
            while self._is_at_work() and time.monotonic() < until:  # noqa: ASYNC110 - the work ends by itself
                await asyncio.sleep(_TURN)
            if time.monotonic() >= until:
                self.forget_typed()
            if self.screen_stack and self.screen is not here:  # another window is to be there, and to have its focus
                await self._has_done(self.screen, until)
                await self._has_done(self, until)

    def _is_letter(self, event: events.Event) -> bool:
        """Whether it only writes into the field that has the focus."""
        field = self.focused
        if field is None or not isinstance(event, events.Key):
            return False
        return field.check_consume_key(event.key, event.character)

    def _way_up(self) -> list[MessagePump]:
        """Where a key goes: to what has the focus, and up to the program, which does what it is bound to."""
        part: MessagePump | None = self.focused or self.screen
        way = []
        while part is not None:
            way.append(part)
            part = part._parent  # noqa: SLF001 - the way that Textual sends it
        return way

    async def _has_done(self, part: MessagePump, until: float) -> None:
        """Wait until a part of the program has done all that it was told so far, or has gone."""
        done = asyncio.Event()
        if not part.call_later(done.set):
            return
        while not done.is_set() and part.is_attached and self.is_running and time.monotonic() < until:
            try:
                await asyncio.wait_for(done.wait(), _TURN)
            except TimeoutError:
                continue

    def _is_at_work(self) -> bool:
        groups = {worker.group for worker in self.workers if not worker.is_finished} if self.is_running else set()
        return bool(groups & (BEFORE_THE_NEXT | self.awaited))

    @property
    def awaited(self) -> frozenset[str]:
        """More groups of work that the next key must not overtake just now."""
        return frozenset()


def forget_typed(app: App[Any]) -> None:
    """Drop what was typed ahead of a failure."""
    if isinstance(app, PatientApp):
        app.forget_typed()
