"""Commands that take the data out: sql, export."""

import csv
import json
import sys
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import click

from workbench.cli.output import case_root, say, table
from workbench.errors import EXIT_USAGE, WorkbenchError


@click.command()
@click.argument("query")
@click.option("--format", "form", type=click.Choice(["table", "csv", "json"]), default="table", show_default=True)
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

    result = run(case_root(ctx), query, seconds=seconds)
    if form == "table":
        table("", result.columns, result.rows)
        say(f"{len(result.rows)} rows")
    elif form == "json":
        rows = ({name: _json(value) for name, value in zip(result.columns, row, strict=True)} for row in result.rows)
        click.echo("[" + ",\n ".join(json.dumps(row) for row in rows) + "]")
    else:
        writer = csv.writer(sys.stdout, lineterminator="\r\n")
        writer.writerow(result.columns)
        writer.writerows(result.rows)


@click.command()
@click.argument("file", metavar="FILE|-")
@click.pass_context
def export(ctx: click.Context, file: str) -> None:
    """Write one row per claim, with the figure it was held against and the verdicts, to a CSV file.

    \b
    Examples:
      workbench export verdicts.csv
      workbench export - | head
    """
    from workbench.operations.build import build
    from workbench.operations.look import export_csv, export_text

    root = case_root(ctx)
    if file != "-" and Path(file).suffix.lower() != ".csv":
        hint = "Name a file that ends in .csv"
        raise WorkbenchError(f"{file[:80]!a} has no ending that can be written", hint, code=EXIT_USAGE)
    build(root)
    if file == "-":
        sys.stdout.reconfigure(encoding="utf-8", newline="")  # type: ignore[union-attr]
        for part in export_text(root):
            sys.stdout.write(part)
        return
    count = export_csv(root, Path(file))
    say(f"{count} claims written to {file}")


def _json(value: Any) -> Any:  # noqa: ANN401 - any value of a row
    """A value as JSON knows it; numbers that JSON has no word for are null."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, float) and (value != value or value in (float("inf"), float("-inf"))):  # noqa: PLR0124
        return None
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    if isinstance(value, dict):
        return {str(key): _json(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_json(item) for item in value]
    return value if isinstance(value, (str, int, float, bool)) or value is None else str(value)
