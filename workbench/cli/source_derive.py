"""The command that writes down a figure that follows from others."""

import click

from workbench.cli.output import case_root, say
from workbench.operations.plain import plain


@click.command()
@click.argument("source", metavar="SOURCE")
@click.argument("formula", metavar="FORMULA")
@click.option("--measure", metavar="TEXT", help="What the figure measures, in words; else made from the inputs'.")
@click.option("--id", "identifier", metavar="TEXT", help="The figure's own id in the source.")
@click.option("--place", metavar="TEXT", help="Of which place; the first input's if left out.")
@click.option("--period", metavar="TEXT", help="2024, 2024-03 or 2020/2024; the first input's if left out.")
@click.option("--note", metavar="TEXT", help="Anything a reader should know.")
@click.pass_context
def derive(ctx: click.Context, /, source: str, formula: str, *, identifier: str | None, **given: str | None) -> None:
    """Add to SOURCE a figure that follows from others by FORMULA: ratio, difference, percent_change, share, sum, mean.

    The figure itself is not written down but worked out, again whenever an input changes.

    \b
    Examples:
      workbench source derive rosatom-nsr "percent_change(cargo-2024, cargo-2023)"
      workbench source derive rosatom-nsr "ratio(cargo-2024, soviet-yearbook/nsr-1987)" \\
        --measure "times the Soviet record of cargo on the Northern Sea Route"
    """
    from workbench.operations.sources.derive import draft, save
    from workbench.references.derivation import told

    root = case_root(ctx)
    fields = {name: text for name, text in {**given, "id": identifier}.items() if text is not None}
    ready = draft(root, source, formula, fields)
    say(plain(f"{ready.formula} = {told(ready.figure)}: {ready.figure.measure}"))
    observation, file, line = save(root, ready)
    click.echo(observation)
    say(f"Saved in {file}:{line}. Say that it answers a claim: workbench link ID {observation}")
