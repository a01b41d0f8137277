"""Commands that take the data out: sql, export."""

import csv
import json
import os
from datetime import UTC, date, datetime
from decimal import Decimal
from io import StringIO
from pathlib import Path
from threading import Timer
from typing import Any

import click

from workbench.cli.output import case_root, emit, raw_stdout, say, spreadsheet_safe, table, warn
from workbench.errors import EXIT_DATA, EXIT_USAGE, WorkbenchError
from workbench.operations.plain import counted

# How much longer than its limit a query may take that DuckDB cannot interrupt, before the program ends itself.
GRACE = 3.0
ONLY = ("decided", "open", "disputed", "adjudicated", "dismissed")


@click.command()
@click.argument("query")
@click.option("--format", "form", type=click.Choice(["table", "csv", "json"]), default="table", show_default=True,
              help="How the answer is written.")  # fmt: skip
@click.option("--seconds", type=click.FloatRange(0.1, 3600), default=30.0, show_default=True, help="The time limit.")
@click.pass_context
def sql(ctx: click.Context, query: str, form: str, seconds: float) -> None:
    """Run one SELECT on the case; it can read nothing else and change nothing.

    Tables: documents, claims, claim_groups, sources, observations, candidates, comparisons, review_events, meta,
    problems. Views: verdicts, decisions, export.

    \b
    Examples:
      workbench sql "SELECT kind, count(*) FROM claims GROUP BY kind"
      workbench sql "FROM export" --format json
    """
    from workbench.operations.look import query as run

    if not seconds > 0:
        raise WorkbenchError("the time limit is no number of seconds", "Give such as --seconds 30", code=EXIT_USAGE)
    watch = Timer(seconds + GRACE, _stop_hard, [seconds])
    watch.daemon = True
    watch.start()
    try:
        result = run(case_root(ctx), query, seconds=seconds)
    finally:
        watch.cancel()
    if form == "table":
        table("", result.columns, result.rows)
        say(counted(len(result.rows), "row"))
    elif form == "json":
        names = _distinct(result.columns)
        rows = ({name: _json(value) for name, value in zip(names, row, strict=True)} for row in result.rows)
        click.echo("[" + ",\n ".join(json.dumps(row) for row in rows) + "]")
    else:
        out = StringIO()
        writer = csv.writer(out, lineterminator="\r\n")
        writer.writerow(result.columns)
        writer.writerows([spreadsheet_safe(value) for value in row] for row in result.rows)
        raw_stdout()
        emit(out.getvalue())


@click.command()
@click.argument("file", metavar="FILE|-")
@click.option("--since", metavar="DATE", help="Only claims decided on this day (UTC) or at this time, or later.")
@click.option("--reviewer", "voters", metavar="NAME", multiple=True, help="Only claims with a verdict of NAME's.")
@click.option("--only", type=click.Choice(ONLY), help="Only claims in this state; decided: adjudicated ones as well.")
@click.pass_context
def export(ctx: click.Context, file: str, since: str | None, voters: tuple[str, ...], only: str | None) -> None:
    """Write one row per claim, with the figure it was held against and the verdicts.

    The ending of FILE says in which form: .csv, .parquet, or .xlsx (at most 1,048,575 claims). FILE is replaced whole
    or not at all; the same state gives the same bytes. With - for FILE, CSV goes to standard output.

    \b
    Examples:
      workbench export verdicts.csv
      workbench export verdicts.xlsx --only decided --since 2025-03-01
      workbench export - | head
    """
    from workbench.operations.build import build
    from workbench.operations.look import Wanted, export_text, writer_for
    from workbench.operations.look import export as write

    root, target = case_root(ctx), Path(file)
    wanted = Wanted(_moment(since) if since else None, voters, only)  # type: ignore[arg-type]
    if file != "-":
        writer_for(target)
    build(root)
    if file == "-":
        raw_stdout()
        for part in export_text(root, wanted):
            emit(part)
        return
    done = write(root, target, wanted)
    say(f"{counted(done.claims, 'claim')} written to {file}")
    warn(done.problems)


def _moment(text: str) -> datetime:
    """A day or a moment in ISO 8601 as naive UTC."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        hint = "Give such as 2025-03-31, or 2025-03-31T18:00"
        raise WorkbenchError(f"{text[:40]!a} is no day and no time", hint, code=EXIT_USAGE) from None
    return moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment


def _stop_hard(seconds: float) -> None:
    """End the program: DuckDB looks for an interrupt only between its vector operations."""
    say(f"workbench: The query took longer than {seconds:g} seconds and was stopped. Add a LIMIT or a WHERE.")
    os._exit(EXIT_DATA)


def _distinct(names: tuple[str, ...]) -> list[str]:
    """The names, each once: ``a``, ``a_1``."""
    told: list[str] = []
    for name in names:
        number, fresh = 0, name
        while fresh in told:
            number += 1
            fresh = f"{name}_{number}"
        told.append(fresh)
    return told


def _json(value: Any) -> Any:  # noqa: ANN401 - any value of a row
    """A value as JSON knows it; numbers that JSON has no word for are null."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, float) and (value != value or value in (float("inf"), float("-inf"))):  # noqa: PLR0124
        return None
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, dict):
        return {str(key): _json(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_json(item) for item in value]
    return value if isinstance(value, (str, int, float, bool)) or value is None else str(value)
