"""Commands on what the machine read: claim add, correct, dismiss."""

from collections.abc import Callable

import click

from workbench.cli.output import case_root, reviewer, say, warn
from workbench.operations.plain import plain

FIELDS = {
    "value": 'The number, as people write it: 38500000, "38.5 million", "nearly 38 Mt".',
    "low": "The lower end of a range.",
    "high": "The upper end of a range.",
    "unit": 'Such as tonnes, "million tonnes", USD, %, people; none for a plain count.',
    "modifier": "= ~ > >= < <= or words such as about, nearly, over, at least.",
    "counted": "What is counted or weighed; none for nothing.",
    "period": "2024, 2024-03, 2024-03-18 or 2020/2024; none for no period.",
    "change": "increase_by, increase_to, decrease_by, decrease_to or none.",
    "negated": "yes where the sentence denies it, else no.",
    "kind": "count, money, mass, percent, multiple, …, where the unit does not tell.",
}  # fmt: skip


def _fields(command: Callable[..., None]) -> Callable[..., None]:
    """One option for each field of a quantity."""
    for name, text in reversed(FIELDS.items()):
        command = click.option(f"--{name}", metavar="TEXT", help=text)(command)
    return command


@click.group()
def claim() -> None:
    """What the machine missed or got wrong: add, correct or dismiss a claim.

    Each is saved in reviews/ like a verdict; undo takes it back.

    \b
    Examples:
      workbench claim add claims/speech.txt --text "38 million tonnes"
      workbench claim correct c3f2a --value "38.5 million" --modifier nearly
      workbench claim dismiss c3f2a --note "a model number"
    """


@claim.command()
@click.argument("document", metavar="FILE|DOC_ID")
@click.option("--text", required=True, help="The number with its unit, as they stand in the text.")
@click.option("--sentence", help="Words of its sentence, where the text stands in several.")
@click.option("--near", metavar="WORDS", help="Words of the text; the place nearest to them is meant.")
@click.option("--line", type=click.IntRange(1), help="The line of the document's text.")
@_fields
@click.option("--note", help="In your own words.")
@click.pass_context
def add(  # noqa: PLR0913 - the words' place and the fields
    ctx: click.Context, /, document: str, text: str, *, sentence: str | None, near: str | None, line: int | None,
    note: str | None, **given: str | None,
) -> None:  # fmt: skip
    """Add a claim that the machine missed, by its words in the text of FILE (in claims/) or of the document DOC_ID.

    The words are read as the machine reads them; what it cannot read, or reads wrong, is given by options.

    \b
    Examples:
      workbench claim add claims/speech.txt --text "38 million tonnes"
      workbench claim add claims/speech.txt --text "a score of envoys" --value 20 --unit people --line 12
    """
    from workbench.operations.amend import Where
    from workbench.operations.amend import add as operation

    name = reviewer(ctx)
    fields = {key: value for key, value in given.items() if value is not None}
    done = operation(case_root(ctx), name, document, text, Where(sentence, near, line), fields, note)
    event = done.done.event
    click.echo(event.claim)
    say(f"Added: {done.understood}")
    _unit_caution(fields)
    say(f"Saved in reviews/{name}.jsonl. Its references: workbench show {event.claim}. Take it back: workbench undo")
    warn(done.done.problems)


@claim.command()
@click.argument("identifier", metavar="ID")
@_fields
@click.option("--note", help="Why.")
@click.pass_context
def correct(ctx: click.Context, /, identifier: str, *, note: str | None, **given: str | None) -> None:
    """Correct how the claim ID is read. Its comparison and candidates follow; what you do not give stays.

    Without any field it takes back that the claim was dismissed.

    \b
    Examples:
      workbench claim correct c3f2a --value "38.5 million"
      workbench claim correct c3f2a --low 7 --high 8 --unit %
      workbench claim correct c3f2a --modifier "at least" --counted "officers and soldiers" --period 2022/2024
    """
    from workbench.operations.amend import correct as operation

    name = reviewer(ctx)
    fields = {key: value for key, value in given.items() if value is not None}
    done = operation(case_root(ctx), name, identifier, fields, note)
    event = done.done.event
    click.echo(plain(f"{event.claim} correct_claim by {name} ({event.id})"))
    say(f"Read now: {done.understood}")
    _unit_caution(fields)
    say(f"Saved in reviews/{name}.jsonl. Take it back with: workbench undo")
    warn(done.done.problems)


@claim.command()
@click.argument("identifier", metavar="ID")
@click.option("--note", help="Why it is no claim.")
@click.pass_context
def dismiss(ctx: click.Context, identifier: str, note: str | None) -> None:
    """Say that ID is no claim at all. It leaves the list and the counts; `workbench claims --state dismissed` has it.

    \b
    Example:
      workbench claim dismiss c3f2a --note "a model number"
    """
    from workbench.operations.act import act

    name = reviewer(ctx)
    done = act(case_root(ctx), name, identifier, "dismiss_claim", note=note)
    click.echo(plain(f"{done.event.claim} dismiss_claim by {name} ({done.event.id})"))
    say(f"Saved in reviews/{name}.jsonl. Take it back with: workbench undo")
    warn(done.problems)


def _unit_caution(fields: dict[str, str]) -> None:
    from workbench.operations.wording import caution

    told = caution(fields.get("unit", ""))
    if told:
        say(f"{told}.")
