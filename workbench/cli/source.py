"""Commands on the reference figures: source add, import, list, check."""

import csv
import json
import shlex
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, fields
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from workbench.cli.asking import ask, on_terminal
from workbench.cli.output import case_root, say, table, told, warn
from workbench.cli.source_derive import derive
from workbench.cli.source_import import import_
from workbench.errors import EXIT_DATA, EXIT_USAGE, WorkbenchError
from workbench.operations.plain import counted, one_line

if TYPE_CHECKING:
    from workbench.operations.sources.add import Draft

FORMATS = ("table", "csv", "json")
DESCRIBED = {
    "publisher": "Who published it.", "title": "What the publication is called.", "url": "Where it is.",
    "retrieved": "The day you looked it up (today).", "dataset": "Which of the publisher's data sets.",
    "series_id": "The publisher's name of the series.", "definition": "What the publisher counts.",
    "archive_url": "A copy that stays.", "published": "The day it was published.", "licence": "Such as CC BY 4.0.",
    "quote": "The words of the publication.", "page": "Where in it.", "entered_by": "Who enters it.",
}  # fmt: skip
FIGURE = {
    "measure": "What the figure measures, in words.", "place": "Of which place.",
    "period": "2024, 2024-03, 2024-03-18 or 2020/2024.", "value": "The number, digits alone.",
    "low": "The lower end of an interval.", "high": "Its upper end.",
    "unit": 'Such as "million tonnes", "%", "people".',
    "vintage": "The day this figure was published, where there are several.", "price_basis": "Such as current prices.",
    "flag": "Such as estimate, projection.", "note": "Anything a reader should know.",
    "formula": "How it was worked out.", "id": "The figure's own id in the source.",
}  # fmt: skip
NAME = "A short name of the source, for its files in sources/, such as rosatom-nsr"
ASKED_SOURCE = ("publisher", "title", "url", "retrieved", "licence", "quote", "page", "archive_url", "definition")
ASKED_FIGURE = ("measure", "place", "period", "value", "unit", "vintage", "flag", "note")
NEEDED_SOURCE = ("publisher", "title", "url")
NEEDED_FIGURE = ("measure", "period", "unit")


@click.group()
def source() -> None:
    """Reference figures: add one, import a publisher's file, list and check the sources.

    \b
    Examples:
      workbench source add --name rosatom
      workbench source import API_SP.POP.TOTL_DS2_en_csv_v2.zip --place Norway
      workbench source list
      workbench source check
    """


def _options(told_of: dict[str, str]) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """One option for each field."""

    def decorate(command: Callable[..., None]) -> Callable[..., None]:
        for name, text in reversed(told_of.items()):
            command = click.option(f"--{name.replace('_', '-')}", name, metavar="TEXT", help=text)(command)
        return command

    return decorate


@source.command()
@click.option("--name", metavar="NAME", help="The source: the stem of its files in sources/.")
@_options(FIGURE)
@_options(DESCRIBED)
@click.option("--yes", is_flag=True, help="The figure is right though it looks wrong.")
@click.pass_context
def add(ctx: click.Context, /, name: str | None, *, yes: bool, **given: str | None) -> None:
    """Add one figure to sources/NAME.csv; a new source gets its NAME.toml too.

    What is not given is asked for on a terminal. Lines that are there stay as they are.

    \b
    Examples:
      workbench source add
      workbench source add --name rosatom --measure "cargo on the Northern Sea Route" --place Russia \\
        --period 2024 --value 37.9 --unit "million tonnes" --publisher Rosatom --title "Cargo carried" \\
        --url https://www.rosatom.ru/en/ --retrieved 2025-01-31
    """
    from workbench.operations.sources import add as operation

    root = case_root(ctx)
    asks = on_terminal()
    fields_given = {key: text for key, text in given.items() if text is not None}
    if name is None:
        if not asks:
            raise WorkbenchError("The source has no name", "Give it with --name NAME", code=EXIT_USAGE)
        name = _ask("name", known=operation.used(root)["name"])
    name = operation.checked("name", name)
    try:
        ready = _ready(root, name, fields_given, yes=yes, asks=asks)
    except click.Abort:
        told_so_far = [word for key, text in fields_given.items() if text for word in (_option(key), text)]
        say("\nNothing was written. To go on where you were:")
        say(f"  {shlex.join(['workbench', 'source', 'add', '--name', name, *told_so_far])}")
        raise
    paths, line = operation.save(root, name, ready)
    click.echo(f"{ready.figure.observation_id}")
    for path in paths[:-1]:
        say(f"Made {path.relative_to(root)}.")
    say(f"Saved in sources/{name}.csv:{line}.")


def _option(field: str) -> str:
    return f"--{field.replace('_', '-')}"


def _ready(root: Path, name: str, fields_given: dict[str, str], *, yes: bool, asks: bool) -> "Draft":
    """The figure, once a person has said that what looks wrong is right; what is typed is added to ``fields_given``.

    Raises:
        WorkbenchError: It looks wrong, or lacks something, and there is nobody to ask.
        click.Abort: The person does not go on.
    """
    from workbench.operations.sources import add as operation

    today = datetime.now(tz=UTC).date()
    known = operation.used(root) if asks else {}
    _complete(fields_given, known, asks=asks, new=operation.is_new(root, name), name=name, today=today)
    while True:
        try:
            ready = operation.draft(root, name, fields_given, today)
        except operation.TakenError as error:
            if not asks or not _of_another_day(fields_given, error):
                raise
            continue
        say(ready.echo)
        if ready.caution:
            say(f"  The unit is taken for {ready.caution}.")
        if yes or not ready.doubts:
            return ready
        if not asks:
            first = ready.doubts[0]
            raise WorkbenchError(first.message, f"{first.hint}; if it is right, add --yes", code=EXIT_USAGE)
        before = dict(fields_given)
        for doubt in ready.doubts:
            say(f"  ? {doubt.message}. {doubt.hint}. Enter keeps it.")
            fields_given[doubt.field] = _ask(doubt.field, before.get(doubt.field, ""), needed=False)
        if {key: text for key, text in fields_given.items() if text} == {k: t for k, t in before.items() if t}:
            return ready


def _of_another_day(given: dict[str, str], error: WorkbenchError) -> bool:
    """Ask for the vintage of a figure that is there already; whether one was given."""
    say(f"  ? {error.problem.message}. If this one is of another day, say which; Enter stops.")
    before = given.get("vintage", "")
    given["vintage"] = _ask("vintage", needed=False)
    return given["vintage"] not in ("", before)


def _complete(  # noqa: PLR0913 - what is asked depends on all of it
    given: dict[str, str], known: Mapping[str, Sequence[str]], *, asks: bool, new: bool, name: str, today: date
) -> None:
    """Add what has to be asked for to what was given.

    Raises:
        WorkbenchError: Something is missing and there is nobody to ask.
    """
    no_value = not given.get("value") and not (given.get("low") and given.get("high"))
    missing = [key for key in (*(NEEDED_SOURCE if new else ()), *NEEDED_FIGURE) if key not in given]
    missing += ["value"] if no_value else []
    if not missing:
        if new:
            given["retrieved"] = given.get("retrieved") or today.isoformat()
        return
    if not asks:
        more = set(missing) & set(NEEDED_SOURCE)
        what = f"The source {name} is new and needs more" if more else "Something is missing"
        raise WorkbenchError(what, "Give " + " ".join(f"--{key} …" for key in missing), code=EXIT_USAGE)
    say(f"{name} is {'a new source' if new else 'known'}. Enter leaves a field with brackets [] as it is; ? helps.")
    for key in (*(ASKED_SOURCE if new else ()), *ASKED_FIGURE):
        if key in missing or not given.get(key):
            if key == "value" and not no_value:
                continue
            default = today.isoformat() if key == "retrieved" else ""
            given[key] = _ask(key, default, needed=key in missing and key != "unit", known=known.get(key, ()))


def _ask(field: str, default: str = "", *, needed: bool = True, known: Sequence[str] = ()) -> str:
    from workbench.operations.sources.add import checked

    hint = (FIGURE | DESCRIBED | {"name": NAME}).get(field, "").rstrip(".")
    return ask(field, checked, default=default, needed=needed, hint=hint, known=known)


source.add_command(import_)
source.add_command(derive)


@source.command("list")
@click.option("--format", "form", type=click.Choice(FORMATS), default="table", show_default=True,
              help="How the answer is written.")  # fmt: skip
@click.pass_context
def list_(ctx: click.Context, form: str) -> None:
    """List the sources: publisher, title, how many observations, their periods, retrieved, licence.

    \b
    Examples:
      workbench source list
      workbench source list --format csv > sources.csv
    """
    from workbench.operations.sources.catalogue import Entry, catalogue

    entries, problems = catalogue(case_root(ctx))
    columns = [field.name for field in fields(Entry)]
    rows = [asdict(entry) for entry in entries]
    if form == "json":
        click.echo("[" + ",\n ".join(json.dumps(row) for row in rows) + "]")
    elif form == "csv":
        _csv(columns, rows)
    elif rows:
        short = [name for name in columns if name != "url"]
        table("", short, ([row[name] for name in short] for row in rows), right=("observations",))
        say(f"{counted(len(rows), 'source')}, {counted(sum(entry.observations for entry in entries), 'observation')}")
    else:
        say("No sources yet: workbench source add, or workbench source import FILE")
    warn(problems)


@source.command()
@click.option("--format", "form", type=click.Choice(FORMATS), default="table", show_default=True,
              help="How the answer is written.")  # fmt: skip
@click.pass_context
def check(ctx: click.Context, form: str) -> None:
    """List what a reader would miss who wants to find or repeat a figure; exit code 1 if anything is serious.

    Serious: rows that cannot be used, figures that contradict each other, vintages that overlap, shares above 100
    percent, values far off the others, observations that reviewers linked and that are gone.

    \b
    Examples:
      workbench source check
      workbench source check --format json
    """
    from workbench.operations.sources.check import check as run

    found = run(case_root(ctx), datetime.now(tz=UTC).date())
    serious = sum(finding.serious for finding in found)
    if form == "table":
        for finding in found:
            say_out(f"{'serious' if finding.serious else 'minor  '}  {one_line(told(finding.problem), 1000)}")
    else:
        rows = [
            {"serious": f.serious, "file": f.problem.file, "line": f.problem.line, "message": f.problem.message,
             "hint": f.problem.hint}
            for f in found
        ]  # fmt: skip
        if form == "json":
            click.echo("[" + ",\n ".join(json.dumps(row) for row in rows) + "]")
        else:
            _csv(["serious", "file", "line", "message", "hint"], rows)
    say(f"{serious} serious, {len(found) - serious} minor" if found else "Nothing is missing.")
    ctx.exit(EXIT_DATA if serious else 0)


def say_out(text: str) -> None:
    """One line of data on stdout, without what a terminal would obey."""
    from workbench.operations.plain import plain

    click.echo(plain(text))


def _csv(columns: list[str], rows: list[dict[str, Any]]) -> None:
    """Rows as CSV on stdout; a text that a spreadsheet would run gets an apostrophe."""
    writer = csv.writer(sys.stdout, lineterminator="\r\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([_safe(row[name]) for name in columns])


def _safe(value: object) -> object:
    return f"'{value}" if isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t", "\r")) else value
