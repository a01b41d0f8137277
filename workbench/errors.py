"""The one exception family, and problems as data.

A reader returns what it could read together with a list of :class:`Problem`; only what stops a command is raised, as
:class:`WorkbenchError`. Both carry where (file, line) and what to do, and nothing prints them but the command line and
the screens.
"""

import shlex
import sys
from dataclasses import dataclass

EXIT_DATA = 1
EXIT_USAGE = 2
EXIT_BUSY = 3


@dataclass(frozen=True, slots=True)
class Problem:
    """Something in the case that could not be used; the rest goes on.

    Attributes:
        message: What happened, a sentence without a final full stop.
        hint: What to do about it.
        file: The file, relative to the case where possible.
        line: The 1-based line in that file.
    """

    message: str
    hint: str = ""
    file: str | None = None
    line: int | None = None

    @property
    def where(self) -> str:
        """``file:line``, ``file``, or an empty string."""
        if self.file is None:
            return ""
        return self.file if self.line is None else f"{self.file}:{self.line}"

    def __str__(self) -> str:
        parts = [f"{self.where}: {self.message}" if self.file else self.message]
        if self.hint:
            parts.append(self.hint)
        return ". ".join(parts)


def install_command(package: str) -> str:
    """The command that installs a package where this program is installed, whichever environment is active."""
    return f"{shlex.quote(sys.executable)} -m pip install {package}"


class WorkbenchError(Exception):
    """What stops a command, with the exit code it ends with.

    Attributes:
        problem: What happened, where, and what to do.
        code: 1 the data say no, 2 usage, 3 busy: try again.
    """

    def __init__(
        self, message: str, hint: str = "", *, file: str | None = None, line: int | None = None, code: int = EXIT_DATA
    ) -> None:
        self.problem = Problem(message, hint, file, line)
        self.code = code
        super().__init__(str(self.problem))


class NoRoomError(WorkbenchError):
    """The disk is full; the files are as they were."""


class NoMemoryError(WorkbenchError):
    """The database needs more memory than it was given; what was committed is kept."""
