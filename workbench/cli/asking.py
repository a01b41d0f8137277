"""Questions to the person at the terminal, on stderr, so that stdout stays data."""

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

import click

from workbench.cli.output import say, told
from workbench.errors import WorkbenchError

MOST_KNOWN = 8
Check = Callable[[str, str], str]


def on_terminal() -> bool:
    """Whether there is a person to ask."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def ask(  # noqa: PLR0913 - what there is to say of a field
    field: str, checked: Check, *, default: str = "", needed: bool = True, hint: str = "", known: Sequence[str] = ()
) -> str:
    """Ask for one field until what is typed can be used; ``?`` tells what may be typed.

    Args:
        field: Its name.
        checked: Gives what is typed in the form it is kept in; raises a WorkbenchError where it cannot be used.
        default: What Enter means.
        needed: Whether it may not be left empty.
        hint: What it is, in a few words.
        known: What is in use already; Tab completes it.
    """
    label = f"{field} ({hint})" if hint else field
    while True:
        with _completed(known):
            text = _typed(label, default if default or not needed else None)
        if text.strip() == "?":
            _help(field, hint, needed=needed, known=known)
            continue
        try:
            return checked(field, text)
        except WorkbenchError as error:
            say(f"  {told(error.problem)}")


def _typed(label: str, default: str | None) -> str:
    """What the person types; Enter gives the default, and asks again where there is none.

    Raises:
        click.Abort: The person stops.
    """
    if not sys.stdout.isatty():
        return str(click.prompt(label, default=default, err=True))
    # Python edits and completes a line only where it writes the question itself, onto the terminal.
    question = f"{label}{'' if default is None else f' [{default}]'}: "
    try:
        while True:
            text = input(question)
            if text or default is not None:
                return text or default or ""
    except (KeyboardInterrupt, EOFError):
        raise click.Abort from None


def _help(field: str, hint: str, *, needed: bool, known: Sequence[str]) -> None:
    say(f"  {field}: {hint or 'see the examples of --help'}. {'Needed.' if needed else 'Enter leaves it.'}")
    if known:
        more = f" and {len(known) - MOST_KNOWN} more" if len(known) > MOST_KNOWN else ""
        say(f"  In use: {'; '.join(known[:MOST_KNOWN])}{more}. Tab completes.")


@contextmanager
def _completed(known: Sequence[str]) -> Iterator[None]:
    """Tab completes what is in use, where the terminal can."""
    try:
        import readline
    except ImportError:
        yield
        return
    before, parts = readline.get_completer(), readline.get_completer_delims()

    def completer(text: str, place: int) -> str | None:
        fits = [word for word in known if word.casefold().startswith(text.casefold())]
        return fits[place] if place < len(fits) else None

    readline.set_completer(completer)
    readline.set_completer_delims("")
    readline.parse_and_bind("tab: complete")
    try:
        yield
    finally:
        readline.set_completer(before)
        readline.set_completer_delims(parts)
