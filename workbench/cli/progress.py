"""How far a build is: a bar on a terminal, else a line now and then, with the step, its share, rate and time left."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import PurePosixPath

from workbench.operations.build import FILES
from workbench.operations.plain import one_line

_EVERY = 10.0


@contextmanager
def told_progress(*, late: bool = False) -> Iterator[Callable[[int, int, str], None]]:
    """What a build may tell; on standard error, as a bar that is wiped in the end where that is a terminal.

    Args:
        late: Show nothing before there is something to tell: most often nothing has changed.
    """
    from rich.console import Console
    from rich.progress import BarColumn, Progress, ProgressColumn, Task, TaskProgressColumn, TextColumn
    from rich.progress import TimeRemainingColumn as TimeLeft
    from rich.text import Text

    class Rate(ProgressColumn):
        """Megabytes or claims a second."""

        def render(self, task: Task) -> Text:
            speed = task.finished_speed or task.speed
            return Text(_rate(speed, of_files=task.fields["of_files"]) if speed and task.total else "")

    console = Console(stderr=True)
    if not console.is_terminal:
        yield _Lines(lambda line: console.print(line, markup=False, highlight=False, soft_wrap=True)).tell
        return
    words = TextColumn("{task.description}", markup=False)
    columns = (words, BarColumn(bar_width=24), TaskProgressColumn(), Rate(), TimeLeft())
    bar = Progress(*columns, console=console, transient=True)
    task = bar.add_task("Looking for what changed", total=None, of_files=False)
    with nullcontext() if late else bar:
        step = ""

        def tell(done: int, total: int, what: str) -> None:
            nonlocal step
            name = _step(what)
            bar.start()
            if name != step:
                step = name
                bar.reset(task, total=total or None, of_files=what.startswith(FILES))
            bar.update(task, completed=done, total=total or None, description=_words(what))

        try:
            yield tell
        finally:
            bar.stop()


class _Lines:
    """Says every ten seconds how far it is, and nothing of what takes less."""

    def __init__(self, say: Callable[[str], None]) -> None:
        self._say = say
        self._step, self._done = "", 0
        self._began = self._said = time.monotonic()

    def tell(self, done: int, total: int, what: str) -> None:
        """Take note of how far a step is, and say it where it is time."""
        now = time.monotonic()
        if _step(what) != self._step:
            self._step, self._done, self._began = _step(what), done, now
        if now - self._said < _EVERY:
            return
        self._said = now
        parts = [_words(what)]
        if total:
            parts.append(f"{done / total:.0%}")
        speed = (done - self._done) / (now - self._began) if now > self._began else 0
        if total and speed > 0:
            left = int((total - done) / speed)
            parts += [_rate(speed, of_files=what.startswith(FILES)), f"{left // 60}:{left % 60:02} left"]
        self._say(", ".join(parts))


def _step(what: str) -> str:
    return "Reading" if what.startswith(FILES) else what


def _words(what: str) -> str:
    return f"Reading {one_line(PurePosixPath(what).name, 30)}" if what.startswith(FILES) else what


def _rate(speed: float, *, of_files: bool) -> str:
    return f"{speed / 1e6:,.1f} MB/s" if of_files else f"{speed:,.0f} claims/s"
