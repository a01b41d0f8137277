"""Commands that need no case: extract, compare."""

import csv
import sys
from collections.abc import Iterable
from io import StringIO
from typing import TYPE_CHECKING

import click

from workbench.cli.output import emit, json_line, named, raw_stdout, say, spreadsheet_safe, table, warn
from workbench.errors import EXIT_DATA, EXIT_USAGE, WorkbenchError

if TYPE_CHECKING:
    from workbench.errors import Problem
    from workbench.quantity.model import Quantity


@click.command()
@click.argument("file", metavar="[FILE|-]", default="-")
@click.option("--format", "form", type=click.Choice(["table", "jsonl", "csv"]), default="table", show_default=True,
              help="How the answer is written.")  # fmt: skip
@click.option("--language", help="en, fr or ru; else decided for each sentence.")
@click.option("--date", "day", metavar="YYYY-MM-DD", help='The day it was said, against which "last year" is resolved.')
@click.pass_context
def extract(ctx: click.Context, file: str, form: str, language: str | None, day: str | None) -> None:
    """Find the quantities in one file of any kind that can stand in a case, or in standard input.

    Offsets count the code points of the file's text; of a file with many posts, of each post, which is named.

    \b
    Examples:
      workbench extract speech.txt
      workbench extract result.json --format csv
      echo "Trade reached US$6 billion." | workbench extract - --format jsonl
    """
    from workbench.extraction.extract import find
    from workbench.operations.extract_file import Found, quantities_in
    from workbench.operations.measure import read_day

    on, problems, many = read_day(day) if day else None, list["Problem"](), False
    if file == "-":
        found: Iterable[Found] = map(Found, find(_stdin(), language, on))
    else:
        many, found = quantities_in(named(file), language, on, problems)

    def told(each: Found) -> dict[str, object]:
        return ({"document": each.document} if many else {}) | each.quantity.to_dict(exact=True)

    if form == "jsonl":
        for each in found:
            click.echo(json_line(told(each)))
    elif form == "csv":
        _csv(map(told, found))
    else:
        rows = [(*((each.document,) if many else ()), *_row(each.quantity)) for each in found]
        columns = ("at", "quantity", "value", "", "hedge", "unit", "kind", "counted", "change", "period", "worth")
        if rows:
            table("", (*(("document",) if many else ()), *columns), rows, right=("at", "value", "worth"))
        else:
            say("No quantities found.")
    warn(problems)
    ctx.exit(EXIT_DATA if problems else 0)


def _row(quantity: "Quantity") -> tuple[object, ...]:
    told = quantity.to_dict(exact=True)
    value = f"{told['value']:,}" if quantity.value is not None else f"{told['low']:,} to {told['high']:,}"
    period = quantity.period and quantity.period.text
    names = ("modifier", "hedge", "unit", "kind", "counted", "change")
    return (quantity.start, quantity.text, value, *(told[name] for name in names), period, told["checkworthiness"])


@click.command(context_settings={"ignore_unknown_options": True})  # "-5%" is a claim, not an option
@click.argument("claim", required=False)
@click.argument("reference", required=False)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True,
              help="How the answer is written.")  # fmt: skip
@click.option("--batch", metavar="FILE|-", help='One {"claim", "reference", "date"} a line; prints one object a line.')
@click.option("--date", "day", metavar="YYYY-MM-DD", help="The day whose exchange rate counts.")
@click.option("--rates", metavar="fx.csv", help="Exchange rates: date,from,to,rate,source.")
@click.pass_context
def compare(  # noqa: PLR0913 - the options of the command
    ctx: click.Context, claim: str | None, reference: str | None, form: str, batch: str | None, day: str | None,
    rates: str | None,
) -> None:  # fmt: skip
    """Compare a written CLAIM with a written REFERENCE.

    \b
    Examples:
      workbench compare "nearly 38 million tonnes" "37.9 Mt"
      workbench compare "over 20 percent" "18 %" --format json
      workbench compare --batch pairs.jsonl
    """
    from workbench.operations import measure

    on = measure.read_day(day) if day else None
    problems: list[Problem] = []
    known = measure.read_rates_at(named(rates), problems) if rates else []
    warn(problems)
    if batch is not None:
        if claim is not None:
            hint = "Leave out the claim and the reference, or --batch"
            raise WorkbenchError("--batch reads its pairs from a file", hint, code=EXIT_USAGE)
        lines = measure.lines_of(sys.stdin.buffer.read()) if batch == "-" else measure.read_lines(named(batch))
        wrong = 0
        for told in measure.compare_batch(lines, on=on, rates=known):
            wrong += "error" in told
            click.echo(json_line(told))
        ctx.exit(EXIT_DATA if wrong else 0)
    if claim is None or reference is None:
        hint = 'Example: workbench compare "nearly 38 million tonnes" "37.9 Mt"'
        raise WorkbenchError("compare needs a claim and a reference", hint, code=EXIT_USAGE)
    finding = measure.compare(claim, reference, date=on, rates=known)
    if form == "json":
        click.echo(json_line(finding.to_dict(exact=True)))
        return
    from workbench.operations.plain import plain

    proposed = finding.comparison.proposed
    click.echo(plain(f"{finding.comparison.comparison}{f' (proposed: {proposed})' if proposed else ''}"))
    click.echo(plain(finding.why))


def _stdin() -> str:
    """Standard input as UTF-8.

    Raises:
        WorkbenchError: It is not UTF-8.
    """
    data = sys.stdin.buffer.read()
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        what = f"The input is not UTF-8 (byte {error.start})"
        raise WorkbenchError(what, "Convert it to UTF-8", file="-", line=line) from None


def _csv(rows: Iterable[dict[str, object]]) -> None:
    out = StringIO()
    writer: csv.DictWriter[str] | None = None
    for row in rows:
        flat = {name: _flat(value) for name, value in row.items()}
        if writer is None:
            writer = csv.DictWriter(out, list(flat), lineterminator="\r\n")
            writer.writeheader()
        writer.writerow(flat)
    raw_stdout()
    emit(out.getvalue())


def _flat(value: object) -> object:
    """A cell; what is no single value is told as JSON."""
    if isinstance(value, (dict, list)):
        return json_line(value)
    return spreadsheet_safe(value)
