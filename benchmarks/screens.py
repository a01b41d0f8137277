"""The review screen as a person has it: the program itself in a pseudo-terminal, read by a terminal emulator.

    pip install pyte

What counts is what stands on the screen: how many claims it calls decided, and each line that says "saved".
"""

import fcntl
import os
import pty
import random
import re
import select
import signal
import struct
import sys
import termios
import time
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from workbench.operations.plain import one_line
from workbench.store.review_tail import read_all

WIDTH, HEIGHT = 120, 40
_READY = 60.0
# Synchronised output: the program asks whether the terminal knows it, and then says where a drawing ends.
_ASKED, _ANSWER, _DRAWN = b"\x1b[?2026$p", b"\x1b[?2026;2$y", b"\x1b[?2026l"
_DECIDED = re.compile(r"(\d+)/\d+ decided")
# The whole status line: where the border of a window is drawn over it, what is left of it are half its words.
_SAVED = re.compile(r" ?saved: [^─-╿]+? · ([^─-╿]+?)(?: All claims are decided.*)?")


@dataclass
class Screen:
    """A running review screen.

    Attributes:
        decided: The greatest number of claims that it called decided, by whomever.
        saved: The words of every claim whose verdict it called saved, in turn, as far as the screen was read between.
        later: Keep what is drawn and read it at :meth:`catch_up`: an emulator takes as long as the program that draws.
    """

    case: Path
    reviewer: str
    decided: int = 0
    saved: list[str] = field(default_factory=list)
    later: bool = False
    _begun: bytes = b""
    _kept: list[bytes] = field(default_factory=list)

    def __enter__(self) -> Self:
        pyte = import_module("pyte")
        self._shown: Any = pyte.Screen(WIDTH, HEIGHT)
        self._stream: Any = pyte.ByteStream(self._shown)
        self.process, self._terminal = pty.fork()
        if self.process == 0:
            os.environ.update(TERM="xterm-256color", COLUMNS=str(WIDTH), LINES=str(HEIGHT))
            os.environ["WORKBENCH_REVIEWER"] = self.reviewer
            os.execv(sys.executable, [sys.executable, "-m", "workbench", "-C", str(self.case), "review"])  # noqa: S606
        fcntl.ioctl(self._terminal, termios.TIOCSWINSZ, struct.pack("HHHH", HEIGHT, WIDTH, 0, 0))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.process:
            self.kill()
        os.close(self._terminal)

    def type(self, keys: str) -> None:
        """Press keys."""
        os.write(self._terminal, keys.encode())

    def begin(self) -> None:
        """Wait until the claims are there; whoever is here for the first time is greeted with a page to close.

        Raises:
            SystemExit: The screen did not open.
        """
        if not self.wait("decided"):
            raise SystemExit(f"the review screen did not open:\n{self.text}")
        if "How it goes" in self.text:
            self.type("\x1b")
            self.read(0.5)

    def read(self, seconds: float) -> None:
        """Take in what is drawn within a time."""
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            if select.select([self._terminal], [], [], left)[0] and not self._take():
                return

    def wait(self, words: str, seconds: float = _READY) -> bool:
        """Read until these words stand on the screen; whether they did in time."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            if any(words in line for line in self._shown.display):
                return True
            self.read(0.05)
        return False

    @property
    def text(self) -> str:
        """What stands on the screen."""
        return "\n".join(line.rstrip() for line in self._shown.display)

    def kill(self) -> None:
        """Kill it as a power failure would, then take in what it had drawn before."""
        os.kill(self.process, signal.SIGKILL)
        os.waitpid(self.process, 0)
        self.process = 0
        self.read(0.1)

    def leave(self) -> int:
        """Quit by the key for it; returns the exit code."""
        self.type("q")
        until = time.monotonic() + _READY
        while time.monotonic() < until:
            self.read(0.05)
            ended, status = os.waitpid(self.process, os.WNOHANG)
            if ended:
                self.process = 0
                return os.waitstatus_to_exitcode(status)
        return -1

    def _take(self) -> bool:
        """Read one piece of what was drawn; False where the terminal is closed."""
        try:
            data = os.read(self._terminal, 1 << 16)
        except OSError:
            return False
        if _ASKED in data:
            os.write(self._terminal, _ANSWER)
        *whole, self._begun = (self._begun + data).split(_DRAWN)
        self._kept += whole
        if not self.later:
            self.catch_up()
        return bool(data)

    def catch_up(self) -> None:
        """Read what was drawn until now."""
        for piece in self._kept:
            self._stream.feed(piece)
            self._look()
        self._kept.clear()

    def _look(self) -> None:
        """Take note of what a screen says that is drawn to its end: of one half drawn, words are of two."""
        lines = self._shown.display
        found = _DECIDED.search(lines[0])
        self.decided = max(self.decided, int(found[1]) if found else 0)
        said = _SAVED.fullmatch(lines[-1].rstrip())
        if said and (not self.saved or self.saved[-1] != said[1].strip()):
            self.saved.append(said[1].strip())


def decide(screen: Screen, seconds: float, pause: float) -> None:
    """Give verdicts, at random moments no further apart than ``pause`` seconds."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        screen.type(f"{random.randint(1, 8)}\r")  # noqa: S311 -- any verdict, no secret
        screen.read(min(random.uniform(0, pause), max(0.0, until - time.monotonic())))  # noqa: S311


def killed(case: Path, reviewer: str, most: float) -> Screen:
    """Open the screen, give verdicts faster than it takes them, and kill it at a random moment within ``most`` seconds.

    One in eight is killed while it still opens.
    """
    with Screen(case, reviewer) as screen:
        moment = random.uniform(0, most)  # noqa: S311 -- a moment, no secret
        if random.random() < 0.125:  # noqa: S311
            screen.read(moment)
        else:
            screen.begin()
            decide(screen, moment, 0.15)
        screen.kill()
        return screen


def unkept(screen: Screen) -> int:
    """How many of the verdicts that the screen called saved, and of the claims it called decided, are in no file."""
    verdicts = [event for event in read_all(screen.case).events if event.action == "verdict"]
    decided = {event.claim for event in verdicts}
    mine = {one_line(event.seen.text, 40) for event in verdicts if event.reviewer == screen.reviewer}
    return max(0, screen.decided - len(decided)) + sum(words not in mine for words in screen.saved)
