"""Commands on documents: add, document set."""

import os
import sys
from pathlib import Path

import click

from workbench.cli.output import case_root, say, warn
from workbench.errors import EXIT_USAGE, WorkbenchError

_MOST_PASTED = 64 << 20


@click.command()
@click.argument("files", metavar="FILE…|-", nargs=-1, required=True)
@click.option("--speaker", default="", help="Who said it.")
@click.option("--date", "day", default="", metavar="DATE", help="When: 2025-01-31, or 2025-01-31T14:30:00Z.")
@click.option("--url", default="", help="Where it was found.")
@click.option("--title", default="", help="Its title.")
@click.option("--language", default="", help="Its language, such as en.")
@click.option("--name", default="", help="The file's name in claims/.")
@click.pass_context
def add(  # noqa: PLR0913 - the options of the command
    ctx: click.Context, files: tuple[str, ...], speaker: str, day: str, url: str, title: str, language: str, name: str
) -> None:
    """Copy documents into claims/, or paste one with -.

    A FILE may be an export, a saved page, a PDF, subtitles, a table of posts, a zip or a folder of these.

    \b
    Examples:
      workbench add result.json
      workbench add speech.pdf --speaker "Minister of Transport" --date 2025-03-17
      workbench add - --title "Briefing" --url https://example.org/briefing
    """
    from workbench.operations.add import add as copy
    from workbench.operations.add import paste

    given = {"title": title, "speaker": speaker, "date": day, "url": url, "language": language}
    described = {key: value for key, value in given.items() if value.strip()}
    root = case_root(ctx)
    if "-" in files:
        if len(files) > 1:
            hint = "Add the files by another command"
            raise WorkbenchError("- stands for a pasted text and goes alone", hint, code=EXIT_USAGE)
        made = paste(root, _pasted(), described, name)
    else:
        made, problems = copy(root, [Path(file) for file in files], described, name)
        warn(problems)
    for path in made:
        click.echo(os.path.relpath(path))
    say(f"Added {len(made)}. Next: workbench build")


def _pasted() -> bytes:
    """What is pasted or piped in.

    Raises:
        WorkbenchError: It is too much.
    """
    if sys.stdin.isatty():
        say("Paste the text; end with Ctrl-D on a line of its own.")
    data = sys.stdin.buffer.read(_MOST_PASTED + 1)
    if len(data) > _MOST_PASTED:
        raise WorkbenchError("this is more than 64 MB", "Save it to a file, and add the file", code=EXIT_USAGE)
    return data


@click.group()
def document() -> None:
    """Describe the documents of a case.

    \b
    Example:
      workbench document set speech.txt speaker="Minister of Transport" date=2025-03-17
    """


@document.command("set")
@click.argument("file", metavar="FILE")
@click.argument("values", metavar="KEY=VALUE…", nargs=-1, required=True)
@click.pass_context
def document_set(ctx: click.Context, file: str, values: tuple[str, ...]) -> None:
    """Write the description of FILE, NAME.EXT.toml: title, speaker, date, url, language, columns.text, ….

    KEY= without a value takes the line out. Comments and other lines stay.

    \b
    Examples:
      workbench document set speech.txt speaker="Minister of Transport" date=2025-03-17
      workbench document set posts.csv columns.text=body columns.date=when
    """
    from workbench.operations.document_set import set_document

    told = {}
    for value in values:
        key, equals, rest = value.partition("=")
        if not equals:
            hint = 'Write it as speaker="Minister of Transport"'
            raise WorkbenchError(f"{value[:60]!a} has no =", hint, code=EXIT_USAGE)
        told[key.strip()] = rest
    click.echo(os.path.relpath(set_document(case_root(ctx), file, told)))
