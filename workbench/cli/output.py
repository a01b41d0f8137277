"""What the command line writes: data on stdout, narration on stderr, nothing of a document's making up."""

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import click

from workbench.documents.case import find_case
from workbench.errors import Problem
from workbench.operations.plain import plain
from workbench.operations.reviewer import reviewer_name

MOST_PROBLEMS = 20


def case_root(ctx: click.Context) -> Path:
    """The case that the command works in."""
    return find_case(Path(ctx.obj["directory"]))


def reviewer(ctx: click.Context) -> str:
    """Who acts."""
    return reviewer_name(ctx.obj["reviewer"])


def say(text: str) -> None:
    """Narrate on stderr."""
    click.echo(plain(text), err=True)


def complain(problem: Problem) -> None:
    """Tell a person what went wrong, where, and what to do."""
    say(f"workbench: {told(problem)}")


def told(problem: Problem) -> str:
    """A problem as a sentence or two."""
    message = problem.message[:1].upper() + problem.message[1:]
    where = f"{problem.where}: " if problem.file else ""
    hint = problem.hint[:1].upper() + problem.hint[1:]
    first = f"{where}{message.rstrip('.')}"
    if "\n" in message:
        return f"{first}\n{hint}" if hint else first
    return f"{first}. {hint.rstrip('.')}." if hint else f"{first}."


def warn(problems: Sequence[Problem]) -> None:
    """Tell what could not be used; after the first 20, how many more there are."""
    for problem in problems[:MOST_PROBLEMS]:
        say(f"  ! {told(problem)}")
    if len(problems) > MOST_PROBLEMS:
        say(f'  ! … and {len(problems) - MOST_PROBLEMS} more: workbench sql "FROM problems"')


def table(title: str, columns: Sequence[str], rows: Iterable[Sequence[Any]], *, right: Sequence[str] = ()) -> None:
    """A table on stdout: as wide as the terminal, or unbounded into a pipe."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    width = None if sys.stdout.isatty() else 240
    shown = Table(title=title or None, title_justify="left", box=None, header_style="bold", pad_edge=False)
    for column in columns:
        shown.add_column(Text(column), justify="right" if column in right else "left", overflow="fold")
    for row in rows:
        shown.add_row(*(Text(plain(cell(value))) for value in row))
    Console(width=width, highlight=False).print(shown)


def cell(value: Any) -> str:  # noqa: ANN401 - any value of a row
    """A value as a person reads it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:,.6g}" if abs(value) < 1e15 else f"{value:g}"
    if isinstance(value, (list, tuple)):
        return ", ".join(cell(item) for item in value)
    return " ".join(str(value).split())
