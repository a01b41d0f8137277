"""The last resort: an error that nobody foresaw, told in two lines, with its details kept in a file."""

import tempfile
import traceback
from pathlib import Path

import click


def report(error: BaseException) -> None:
    """Tell that the program itself failed, and where the details are."""
    from workbench import __version__

    details = "".join(traceback.format_exception(error))
    told = f"claim-workbench {__version__}\n{details}"
    try:
        with tempfile.NamedTemporaryFile(
            "w", prefix="workbench-", suffix=".txt", delete=False, encoding="utf-8"
        ) as file:
            file.write(told.encode("utf-8", "backslashreplace").decode())
        where = f"The details are in {Path(file.name)}"
    except OSError:
        where = f"{type(error).__name__}; the details could not be written to a file"
    click.echo("workbench: the program failed; what was saved is saved.", err=True)
    click.echo(f"{where}. Please report it with what you did.", err=True)
