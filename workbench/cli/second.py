"""Commands for several reviewers: adjudicate, assign, agreement."""

from decimal import Decimal
from typing import TYPE_CHECKING, Literal, cast

import click

from workbench.cli.decide import act_on
from workbench.cli.output import case_root, say, table, warn
from workbench.operations.plain import counted

if TYPE_CHECKING:
    from workbench.operations.assign import Shares
    from workbench.reviews.agreement import Agreement, Alpha

MOST_APART = 10


@click.command()
@click.argument("identifier", metavar="ID")
@click.argument("word", metavar="VERDICT")
@click.option("--reason", "reasons", multiple=True, help="Why; may be given several times.")
@click.option("--note", help="In your own words.")
@click.option("--evidence", multiple=True, metavar="OBS|URL|TEXT", help="An observation, a URL or text; several times.")
@click.pass_context
def adjudicate(  # noqa: PLR0913 - the fields of a decision
    ctx: click.Context, identifier: str, word: str, reasons: tuple[str, ...], note: str | None,
    evidence: tuple[str, ...],
) -> None:  # fmt: skip
    """Give the final VERDICT on the claim ID, where reviewers differ; their votes stay as they are.

    The votes are listed by: workbench show ID. Claims that wait for it: workbench claims --state disputed

    \b
    Example:
      workbench adjudicate c3f2a mostly_correct --note "the ministry counts transit as well"
    """
    act_on(ctx, identifier, "adjudicate", verdict=word, reasons=reasons, note=note, evidence=evidence)


@click.command()
@click.option("--share", "share", flag_value="random", help="Draw each claim for one reviewer, by lot.")
@click.option("--all", "share", flag_value="all", help="Everybody reviews everything (the default).")
@click.option("--overlap", type=click.IntRange(0, 100), help="Percent of the claims that two reviewers get [20].")
@click.option("--seed", help="Any word; another one is another draw.")
@click.option("--to", "names", multiple=True, metavar="NAME", help="Who reviews; several times.")
@click.option("--document", "documents", multiple=True, metavar="FILE", help="Give these documents to --to.")
@click.option("--nobody", is_flag=True, help="With --document: divide them like the others again.")
@click.pass_context
def assign(  # noqa: PLR0913 - the parts of a division
    ctx: click.Context, share: str | None, overlap: int | None, seed: str | None, names: tuple[str, ...],
    documents: tuple[str, ...], nobody: bool,  # noqa: FBT001 - click gives its options by name
) -> None:  # fmt: skip
    """Divide the claims among the reviewers; without options, show who has what and how far they are.

    It is written into workbench.toml. The draw is the same on every machine, and tellings of one claim stay together.
    Your own share: workbench claims --assigned NAME --state open

    \b
    Examples:
      workbench assign
      workbench assign --share --to ana --to ben --overlap 20
      workbench assign --document claims/speech.txt --to ana
      workbench assign --all
    """
    from workbench.operations.assign import divide, shares

    if documents and not names and not nobody:
        raise click.UsageError("Say who reviews them: --to NAME, or --nobody to divide them like the others.")
    told = (share, overlap, seed, *names, *documents)
    if any(part is not None for part in told):
        found = divide(
            case_root(ctx), share=cast("Literal['all', 'random'] | None", share), seed=seed,
            overlap=None if overlap is None else Decimal(overlap),
            reviewers=names if names and not documents else None,
            documents=dict.fromkeys(documents, () if nobody else names),
        )  # fmt: skip
        say("Written to workbench.toml.")
    else:
        found = shares(case_root(ctx))
    _shares(found)
    warn(found.problems)


def _shares(found: "Shares") -> None:
    rows = [(s.reviewer, s.claims, s.done, s.claims - s.done, s.others) for s in found.shares]
    columns = ("reviewer", "claims", "done", "open", "others' claims")
    if rows:
        table("", columns, rows, right=columns[1:])
    if not found.assignment.divides:
        say("Everybody reviews everything. Divide the claims with: workbench assign --share --to NAME --to NAME")
        return
    if found.assignment.share == "random":
        say(f"Each claim is drawn for one reviewer, {found.assignment.overlap:f} percent for two.")
    for path, names in found.assignment.documents:
        say(f"{path}: {', '.join(names)}")
    if found.unassigned:
        say(f"{counted(found.unassigned, 'claim')} nobody reviews: name them with --to, or their document.")


@click.command()
@click.option("--resamples", type=click.IntRange(0, 100_000), default=400, show_default=True,
              help="Draws for the intervals; 0 for none.")  # fmt: skip
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table", show_default=True,
              help="How the answer is written.")  # fmt: skip
@click.pass_context
def agreement(ctx: click.Context, resamples: int, form: str) -> None:
    """How far the reviewers agree, by pair, verdict and kind, and which claims pull it down.

    In a blind case the frozen first votes count, else the current verdicts. Krippendorff's alpha is given for the
    verdicts as plain names and on the ordered part of the scale, each with a 95 % bootstrap interval.

    \b
    Examples:
      workbench agreement
      workbench agreement --format json
    """
    from rich.console import Console
    from rich.progress import Progress

    from workbench.operations.agree import agree

    console = Console(stderr=True)
    with Progress(console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("Drawing", total=2 * resamples)
        root = case_root(ctx)
        found, blind = agree(root, resamples=resamples, progress=lambda done, _of: bar.update(task, completed=done))
    if form == "json":
        click.echo(_json(found))
        return
    if not found.claims:
        say("No claim has two votes yet: agreement needs reviewers who judge the same claims.")
        return
    click.echo(f"{counted(found.claims, 'claim')} with two votes or more, {counted(found.votes, 'vote')}"
               f"{', first votes' if blind else ''}; {found.percent:.0%} of the pairs of votes agree")  # fmt: skip
    table("Krippendorff's alpha", ("scale", "claims", "alpha", "95 % interval"), [_alpha(a) for a in found.alphas])
    rows = [(p.one, p.other, p.claims, f"{p.percent:.0%}", _number(p.kappa)) for p in found.pairs]
    table("By pair", ("one", "other", "claims", "agree", "Cohen's kappa"), rows, right=("claims", "agree"))
    table("By verdict", ("verdict", "agree"), [(name, f"{share:.0%}") for name, share in found.by_verdict.items()])
    if found.by_kind:
        kinds = [(kind, a.claims, _number(a.value)) for kind, a in found.by_kind.items()]
        table("By kind of claim", ("kind", "claims", "alpha"), kinds, right=("claims",))
    _confusion(found)
    if found.apart:
        apart = [(claim[:9], f"{share:.0%}") for claim, share in found.apart[:MOST_APART]]
        table("Claims that pull it down", ("claim", "share of all disagreement"), apart)
        say("Decide them with: workbench adjudicate ID VERDICT")


def _alpha(found: "Alpha") -> tuple[object, ...]:
    between = "" if found.low is None else f"{found.low:.2f} to {found.high:.2f}"
    return found.level, found.claims, _number(found.value), between


def _number(value: float | None) -> str:
    return "not defined" if value is None else f"{value:.2f}"


def _confusion(found: "Agreement") -> None:
    """Who gave what where two differ, the most frequent first."""
    rows = [
        (pair.one, a, pair.other, b, number)
        for pair in found.pairs
        for (a, b), number in sorted(pair.confusion.items(), key=lambda item: (-item[1], item[0]))
        if a != b
    ]
    if rows:
        table("Where they differ", ("one", "said", "other", "said", "claims"), rows, right=("claims",))


def _json(found: "Agreement") -> str:
    import json
    from dataclasses import asdict

    told = asdict(found)
    for pair in told["pairs"]:
        pair["confusion"] = [{"one": a, "other": b, "claims": n} for (a, b), n in sorted(pair["confusion"].items())]
    told["apart"] = [{"claim": claim, "share": share} for claim, share in found.apart]
    return json.dumps(told, ensure_ascii=False)
