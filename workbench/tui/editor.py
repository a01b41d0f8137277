"""Opening a file at a line in the reviewer's own editor."""

import os
import shlex
import subprocess
from pathlib import Path

from textual.app import App, SuspendNotSupported

from workbench.errors import WorkbenchError

_COLON = {"code", "codium", "subl", "hx", "helix", "zed"}


def command(path: Path, line: int) -> list[str]:
    """The editor's command line.

    Raises:
        WorkbenchError: No editor is set.
    """
    told = os.environ.get("VISUAL") or os.environ.get("EDITOR") or ""
    try:
        words = shlex.split(told)
    except ValueError:
        words = []
    if not words:
        raise WorkbenchError("no editor is set", "set EDITOR, for example: export EDITOR=nano")
    name = Path(words[0]).name
    if name in _COLON:
        return [*words, *(["--wait", "--goto"] if name in {"code", "codium"} else []), f"{path.absolute()}:{line}"]
    return [*words, f"+{line}", str(path.absolute())]


def edit(app: App[None], path: Path, line: int) -> None:
    """Let the reviewer edit a file; the screen is away meanwhile.

    Raises:
        WorkbenchError: No editor is set, it cannot be started or fails, or the terminal cannot be given to it.
    """
    words = command(path, line)
    try:
        with app.suspend():
            ended = subprocess.run(words, check=False).returncode  # noqa: S603 - the reviewer's own editor, our file
    except SuspendNotSupported:
        raise WorkbenchError("this terminal cannot be given to an editor", f"open {path} at line {line}") from None
    except OSError as error:
        raise WorkbenchError(f"{words[0]} cannot be started: {error.strerror}", "set EDITOR to another one") from None
    if ended:
        how = f"ended with code {ended}" if ended > 0 else f"was ended by signal {-ended}"
        raise WorkbenchError(f"{words[0]} {how}", "b reads what it wrote; set EDITOR to use another one")
