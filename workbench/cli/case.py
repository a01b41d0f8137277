"""Commands on a whole case: init, demo, build, status, review."""

import sys
from pathlib import Path

import click

from workbench.cli.output import case_root, reviewer, say, table, warn
from workbench.errors import EXIT_DATA
from workbench.operations.plain import counted


@click.command()
@click.argument("directory", metavar="DIR")
def init(directory: str) -> None:
    """Make a new, empty, commented case in DIR.

    \b
    Example:
      workbench init harbour-claims
    """
    from workbench.operations.init import init as make

    written, problems = make(Path(directory))
    for path in written:
        click.echo(str(path))
    warn(problems)
    say(f"Next: copy texts into {directory}/claims/, figures into {directory}/sources/, then: workbench -C {directory}")


@click.command()
@click.argument("directory", metavar="DIR")
def demo(directory: str) -> None:
    """Copy the sample case into DIR.

    \b
    Example:
      workbench demo sample && workbench -C sample
    """
    from workbench.operations.demo import demo as copy

    for path in copy(Path(directory)):
        click.echo(str(path))
    say(f"Next: workbench -C {directory}")


@click.command()
@click.option("--explain", "why", is_flag=True, help="List what each document was taken for, and why.")
@click.pass_context
def build(ctx: click.Context, *, why: bool) -> None:
    """Read what changed in claims/ and sources/, compare, and publish workbench.duckdb.

    Says what it skipped and why, and then ends with exit code 1; everything else is built all the same. The other
    commands do this by themselves.

    \b
    Examples:
      workbench -C my-case build
      workbench -C my-case build --explain
    """
    from workbench.cli.progress import told_progress
    from workbench.operations.build import build as run

    with told_progress() as progress:
        report = run(case_root(ctx), progress)
    if why:
        from workbench.operations.explain import explain

        told = [
            (f"{one.file}{' › ' if one.member else ''}{one.member}", one.kind, one.score, one.reason)
            for one in explain(case_root(ctx))
        ]
        table("", ("file", "read as", "sure", "because"), told, right=("sure",))
    nouns = ("document", "claim", "source", "observation")
    numbers = (report.documents, report.claims, report.sources, report.observations)
    click.echo(", ".join(counted(number, noun) for number, noun in zip(numbers, nouns, strict=True)))
    say(f"{counted(report.read, 'file')} read, {report.removed} gone, in {report.seconds:.1f} s")
    if report.orphans:
        say(
            f"{counted(report.orphans, 'review event')} without a claim: its sentence is in no document now. "
            "They are kept and come back with it: workbench claims --orphans"
        )
    warn(report.problems)
    ctx.exit(EXIT_DATA if report.problems else 0)


@click.command()
@click.pass_context
def status(ctx: click.Context) -> None:
    """How much there is of everything, what is decided and open, and what is wrong.

    \b
    Example:
      workbench -C my-case status
    """
    from workbench.cli.progress import told_progress
    from workbench.operations.look import status as look

    with told_progress(late=True) as progress:
        seen = look(case_root(ctx), progress)
    found = seen.status
    if found is None:
        return
    rows = [
        ("documents", found.documents), ("claims", found.claims), ("sources", found.sources),
        ("observations", found.observations),
    ]  # fmt: skip
    rows += [(f"state: {name}", number) for name, number in found.by_state.items()]
    rows += [(f"verdict: {name}", number) for name, number in found.by_verdict.items()]
    rows += [(f"comparison: {name}", number) for name, number in found.by_comparison.items()]
    rows += [(f"reviewer: {name}", number) for name, number in found.by_reviewer.items()]
    rows += [("stale verdicts", found.stale), ("flagged", found.flagged), ("orphaned events", found.orphans)]
    rows += [("problems", len(seen.problems))]
    table(found.title or "", ("what", "number"), rows, right=("number",))
    if not found.documents:
        say("No documents yet: copy texts into claims/, then run this again.")
    elif not found.observations:
        say("No reference figures yet: add sources/NAME.toml and NAME.csv; see sources/ of: workbench demo DIR")
    if found.stale:
        say("Stale: a figure, a setting or a finding changed since the verdict. List them: workbench claims --stale")
    if found.orphans:
        say(
            "Orphaned: the claim's sentence is in no document now; the decisions come back with it. "
            "List them: workbench claims --orphans"
        )
    warn(seen.problems)


@click.command()
@click.pass_context
def review(ctx: click.Context) -> None:
    """Review the case in the terminal; without one, print its status and comparisons.

    \b
    Examples:
      workbench
      workbench -C my-case --reviewer ann review
    """
    root, name = case_root(ctx), reviewer(ctx)
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        from workbench.cli.claims import claims

        ctx.invoke(status)
        click.echo()
        ctx.invoke(claims)
        return
    from workbench.tui.app import run

    ctx.exit(EXIT_DATA if run(root, name) else 0)
