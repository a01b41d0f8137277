"""Commands that decide: verdict, note, link, flag, skip, undo, redo."""

from typing import TYPE_CHECKING

import click

from workbench.cli.output import case_root, reviewer, say, warn
from workbench.operations.plain import plain

if TYPE_CHECKING:
    from workbench.reviews.events import Event


def _told(event: "Event") -> str:
    what = event.verdict or ", ".join(event.evidence)
    return f"{event.action}{f' {what}' if what else ''} on {event.claim}"


def act_on(ctx: click.Context, identifier: str, action: str, **fields: object) -> None:
    """Save one action on a claim and say so."""
    from workbench.operations.act import act

    name = reviewer(ctx)
    done = act(case_root(ctx), name, identifier, action, **fields)  # type: ignore[arg-type]
    event = done.event
    what = f" {event.verdict}" if event.verdict else ""
    if done.tellings > 1:
        here = "on this telling alone" if event.seen.alone else f"for all {done.tellings} tellings"
        what = f"{what} {here}"
    click.echo(plain(f"{event.claim} {action}{what} by {name} ({event.id})"))
    say(f"Saved in reviews/{name}.jsonl. Take it back with: workbench undo")
    warn(done.problems)


_alone = click.option("--telling", "alone", is_flag=True, help="On this telling alone, apart from its other tellings.")


@click.command()
@click.argument("identifier", metavar="ID")
@click.argument("word", metavar="VERDICT")
@click.option("--reason", "reasons", multiple=True, help="Why; may be given several times.")
@click.option("--note", help="In your own words.")
@click.option("--evidence", multiple=True, metavar="OBS|URL|TEXT", help="An observation, a URL or text; several times.")
@_alone
@click.pass_context
def verdict(  # noqa: PLR0913 - the fields of a verdict
    ctx: click.Context, identifier: str, word: str, reasons: tuple[str, ...], note: str | None,
    evidence: tuple[str, ...], *, alone: bool,
) -> None:  # fmt: skip
    """Give VERDICT on the claim ID, for all its tellings or with --telling for this one alone.

    The default scale: correct, mostly_correct, misleading, exaggerated, understated, unproven, incorrect,
    not_checkable. Reasons: missing_context, cherry_picked_baseline, outdated, definition_mismatch, unit_error,
    attribution, no_source, compound.

    \b
    Examples:
      workbench verdict c3f2a correct
      workbench verdict c3f2a misleading --reason missing_context --note "only one year"
    """
    act_on(ctx, identifier, "verdict", verdict=word, reasons=reasons, note=note, evidence=evidence, alone=alone)


@click.command()
@click.argument("identifier", metavar="ID")
@click.argument("text")
@_alone
@click.pass_context
def note(ctx: click.Context, identifier: str, text: str, *, alone: bool) -> None:
    """Write a note on the claim ID; an empty one removes yours.

    \b
    Example:
      workbench note c3f2a "the ministry counts transit as well"
    """
    act_on(ctx, identifier, "note", note=text, alone=alone)


@click.command()
@click.argument("identifier", metavar="ID")
@click.argument("observation")
@_alone
@click.pass_context
def link(ctx: click.Context, identifier: str, observation: str, *, alone: bool) -> None:
    """Say that OBSERVATION answers the claim ID, whatever the machine offers.

    \b
    Example:
      workbench link c3f2a rosatom-nsr/cargo-2024
    """
    act_on(ctx, identifier, "link", evidence=(observation,), alone=alone)


@click.command()
@click.argument("identifier", metavar="ID")
@click.option("--note", help="Why it needs a second look.")
@click.pass_context
def flag(ctx: click.Context, identifier: str, note: str | None) -> None:
    """Flag the claim ID for a second look.

    \b
    Example:
      workbench flag c3f2a
    """
    act_on(ctx, identifier, "flag", note=note)


@click.command()
@click.argument("identifier", metavar="ID")
@click.pass_context
def skip(ctx: click.Context, identifier: str) -> None:
    """Put the claim ID aside for now.

    \b
    Example:
      workbench skip c3f2a
    """
    act_on(ctx, identifier, "skip")


@click.command()
@click.pass_context
def undo(ctx: click.Context) -> None:
    """Take back your last decision; again, the one before it.

    \b
    Example:
      workbench undo
    """
    from workbench.operations.act import undo as take_back

    done = take_back(case_root(ctx), reviewer(ctx))
    if done.about is not None:
        click.echo(plain(f"Taken back: {_told(done.about)}"))
    warn(done.problems)


@click.command()
@click.pass_context
def redo(ctx: click.Context) -> None:
    """Decide again what you undid last.

    \b
    Example:
      workbench redo
    """
    from workbench.operations.act import redo as again

    done = again(case_root(ctx), reviewer(ctx))
    click.echo(plain(f"Decided again: {_told(done.event)}"))
    warn(done.problems)
