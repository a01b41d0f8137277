"""What the command line writes: data on stdout, narration on stderr, nothing of a document's making up."""

import json
import os
import sys
from collections.abc import Iterable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import click

from workbench.documents.case import find_case
from workbench.errors import EXIT_USAGE, Problem, WorkbenchError
from workbench.operations.plain import one_line, plain
from workbench.operations.reviewer import reviewer_name

MOST_PROBLEMS = 20
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def case_root(ctx: click.Context) -> Path:
    """The case that the command works in."""
    return find_case(Path(ctx.obj["directory"]))


def reviewer(ctx: click.Context) -> str:
    """Who acts."""
    return reviewer_name(ctx.obj["reviewer"])


def named(file: str) -> Path:
    """The file that an argument names; that there is none is a mistake in the command, not in the data."""
    path = Path(file)
    if not os.path.lexists(path):
        raise WorkbenchError("there is no such file", "Check its name", file=file[:200], code=EXIT_USAGE)
    return path


def say(text: str) -> None:
    """Narrate on stderr."""
    click.echo(plain(text), err=True)


def emit(text: str) -> None:
    """Write data to stdout as it is; what acts on a terminal is made visible where stdout is one."""
    sys.stdout.write(plain(text) if sys.stdout.isatty() else text)


def json_line(told: object) -> str:
    """A JSON value in one line of ASCII, its decimals digit for digit."""
    try:
        return json.dumps(told)
    except TypeError:  # it holds a Decimal
        return _exact(told)


def _exact(told: object) -> str:
    if isinstance(told, dict):
        return f"{{{', '.join(f'{json.dumps(name)}: {_exact(value)}' for name, value in told.items())}}}"
    if isinstance(told, (list, tuple)):
        return f"[{', '.join(map(_exact, told))}]"
    return str(told) if isinstance(told, Decimal) else json.dumps(told)


def raw_stdout() -> None:
    """Let stdout take any text, its line ends unchanged."""
    reconfigure = getattr(sys.stdout, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(encoding="utf-8", errors="backslashreplace", newline="")


def spreadsheet_safe(value: object) -> object:
    """A cell; text that a spreadsheet would take for a formula gets an apostrophe."""
    if isinstance(value, str) and value[:1] in FORMULA_STARTS and value:
        return f"'{value}"
    return value


def complain(problem: Problem) -> None:
    """Tell a person what went wrong, where, and what to do."""
    say(f"workbench: {told(problem)}")


def told(problem: Problem) -> str:
    """A problem as a sentence or two."""
    where = f"{one_line(problem.where)}: " if problem.file else ""
    message = f"{where}{_capital(problem.message)}"
    if "\n" in message:
        return f"{message}\n{_capital(problem.hint)}" if problem.hint else message
    return " ".join(_stopped(part) for part in (message, _capital(problem.hint)) if part)


def _capital(text: str) -> str:
    """The text with a capital, unless it begins with a name: of a file, a folder, a field."""
    first = text.partition(" ")[0]
    return text[:1].upper() + text[1:] if first.isalpha() and first.isascii() else text


def _stopped(text: str) -> str:
    return text if text.endswith(("?", "!", ".")) else f"{text}."


def warn(problems: Sequence[Problem]) -> None:
    """Tell what could not be used; after the first 20, how many more there are."""
    for problem in problems[:MOST_PROBLEMS]:
        say(f"  ! {one_line(told(problem), 1000)}")
    if len(problems) > MOST_PROBLEMS:
        say(f'  ! … and {len(problems) - MOST_PROBLEMS} more: workbench sql "FROM problems"')


def table(title: str, columns: Sequence[str], rows: Iterable[Sequence[Any]], *, right: Sequence[str] = ()) -> None:
    """A table on stdout: as wide as the terminal, or unbounded into a pipe."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    width = None if sys.stdout.isatty() else 240
    headed = Text(plain(title)) if title else None
    shown = Table(title=headed, title_justify="left", box=None, header_style="bold", pad_edge=False)
    for column in columns:
        shown.add_column(Text(plain(column)), justify="right" if column in right else "left", overflow="fold")
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
