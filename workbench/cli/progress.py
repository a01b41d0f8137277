"""How far a build is, on a terminal: the step, its share, its rate and the time left."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import PurePosixPath

from workbench.operations.build import FILES
from workbench.operations.plain import one_line


@contextmanager
def told_progress(*, late: bool = False) -> Iterator[Callable[[int, int, str], None]]:
    """What a build may tell; it is shown on standard error where that is a terminal, and wiped in the end.

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
            if not speed or not task.total:
                return Text("")
            return Text(f"{speed / 1e6:,.1f} MB/s" if task.fields["of_files"] else f"{speed:,.0f} claims/s")

    console = Console(stderr=True)
    words = TextColumn("{task.description}", markup=False)
    columns = (words, BarColumn(bar_width=24), TaskProgressColumn(), Rate(), TimeLeft())
    bar = Progress(*columns, console=console, transient=True, disable=not console.is_terminal)
    task = bar.add_task("Looking for what changed", total=None, of_files=False)
    with nullcontext() if late else bar:
        step = ""

        def tell(done: int, total: int, what: str) -> None:
            nonlocal step
            of_files = what.startswith(FILES)
            name = "Reading" if of_files else what
            bar.start()
            if name != step:
                step = name
                bar.reset(task, total=total or None, of_files=of_files)
            words = f"Reading {one_line(PurePosixPath(what).name, 30)}" if of_files else what
            bar.update(task, completed=done, total=total or None, description=words)

        try:
            yield tell
        finally:
            bar.stop()
