"""Questions to the person at the terminal, on stderr, so that stdout stays data."""

import sys
from collections.abc import Callable

import click

from workbench.cli.output import told
from workbench.errors import WorkbenchError

Check = Callable[[str, str], str]


def on_terminal() -> bool:
    """Whether there is a person to ask."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def ask(field: str, checked: Check, *, default: str = "", needed: bool = True, hint: str = "") -> str:
    """Ask for one field until what is typed can be used.

    Args:
        field: Its name.
        checked: Gives what is typed in the form it is kept in; raises a WorkbenchError where it cannot be used.
        default: What Enter means.
        needed: Whether it may not be left empty.
        hint: What it is, in a few words.
    """

    def read(text: str) -> str:
        try:
            return checked(field, text)
        except WorkbenchError as error:
            raise click.BadParameter(told(error.problem)) from None

    label = f"{field} ({hint})" if hint else field
    return str(click.prompt(label, default=default if default or not needed else None, value_proc=read, err=True))
