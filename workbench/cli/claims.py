"""Commands that show claims: claims, show."""

from datetime import datetime
from typing import TYPE_CHECKING

import click

from workbench.cli.output import case_root, cell, say, table, warn
from workbench.operations.plain import plain
from workbench.quantity.model import KINDS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workbench.operations.deeper import Deeper
    from workbench.reviews.events import Event
    from workbench.store.queries import ClaimDetail, ClaimLine

FINDINGS = ("consistent", "above", "below", "indeterminate", "incommensurable", "no_reference")
DAY = click.DateTime(["%Y-%m-%d"])
STATES = ("open", "decided", "disputed", "adjudicated", "dismissed")


@click.command()
@click.option("--text", help="Only claims whose sentence holds this.")
@click.option("--state", type=click.Choice(STATES), help="Only claims in this state.")
@click.option("--kind", type=click.Choice(KINDS), help="Only quantities of this kind.")
@click.option("--document", help="Only claims of this document (path or id).")
@click.option("--speaker", help="Only claims of speakers, or forwarded from somebody, whose name holds this.")
@click.option("--since", type=DAY, help="Only claims made on this day or later.")
@click.option("--until", type=DAY, help="Only claims made on this day or earlier.")
@click.option("--verdict", help="Only claims with this verdict.")
@click.option("--by", "by", help="Only claims that this reviewer holds a verdict on.")
@click.option("--assigned", help="Only claims that this reviewer is to review.")
@click.option("--comparison", type=click.Choice(FINDINGS), help="Only claims with this finding.")
@click.option("--stale/--not-stale", default=None, help="Only claims whose verdict is out of date, or only the others.")
@click.option("--flagged/--not-flagged", default=None, help="Only claims that somebody flagged, or only the others.")
@click.option("--tellings", is_flag=True, help="Each telling of a claim, not one line for all of them.")
@click.option("--orphans", is_flag=True, help="Decisions whose claim is in no document now, and what it said.")
@click.option("--order", type=click.Choice(["checkworthiness", "text", "date", "deviation"]), default="checkworthiness",
              show_default=True, help="What comes first: worth checking, place in the text, latest, farthest off.")
@click.option("--limit", type=click.IntRange(1, 100_000), default=40, show_default=True, help="How many at the most.")
@click.option("--offset", type=click.IntRange(0), default=0, help="How many to leave out first.")
@click.pass_context
def claims(
    ctx: click.Context, /, *, limit: int = 40, offset: int = 0, tellings: bool = False, orphans: bool = False,
    **asked: object,
) -> None:  # fmt: skip
    """List claims, the most worth checking first; a claim that is told several times is one line.

    \b
    Examples:
      workbench claims --state open --kind money
      workbench claims --text cargo --order text --tellings
      workbench claims --orphans
    """
    if orphans:
        _orphans(ctx, offset, limit)
        return
    from workbench.cli.progress import told_progress
    from workbench.operations.look import Filter
    from workbench.operations.look import claims as look

    order = asked.pop("order", None) or "checkworthiness"
    asked["reviewer"] = asked.pop("by", None)
    asked |= {name: moment.date() for name in ("since", "until") if isinstance(moment := asked.get(name), datetime)}
    chosen = Filter(**asked)  # type: ignore[arg-type]
    with told_progress(late=True) as progress:
        seen = look(
            case_root(ctx), chosen, order=order, limit=limit, offset=offset,  # type: ignore[arg-type]
            tellings=tellings, progress=progress,
        )  # fmt: skip
    rows = [
        (line.claim_id[:9], f"{line.hedge or ''} {line.text}", line.counted, _times(line, each=tellings),
         _finding(line), _percent(line.deviation),
         line.proposed, line.verdict or line.state, line.speaker, line.posted_at.date() if line.posted_at else None,
         line.document)
        for line in seen.lines
    ]  # fmt: skip
    if rows:
        columns = (
            "claim",
            "quantity",
            "of",
            "told",
            "finding",
            "deviation",
            "proposed",
            "state",
            "speaker",
            "date",
            "document",
        )
        table("", columns, rows, right=("told", "deviation"))
        what = "tellings" if tellings else "claims"
        say(f"{offset + 1}–{offset + len(rows)} of {seen.total} {what}. One of them: workbench show ID")
    elif seen.total:
        say(f"There are only {seen.total} such claims.")
    else:
        say("No claim is like that." if any(asked.values()) else "No claims yet: copy texts into claims/.")
    warn(seen.problems)


def _orphans(ctx: click.Context, offset: int, limit: int) -> None:
    """The decisions whose claim is gone, in the words that their reviewers saw."""
    from workbench.operations.look import orphans

    events, problems = orphans(case_root(ctx))
    rows = [
        ((event.claim or "")[:9], event.seen.text, event.seen.sentence[:200], event.verdict or event.action, event.note,
         event.reviewer, event.at[:10], event.seen.document)
        for event in events[offset : offset + limit]
    ]  # fmt: skip
    warn(problems)
    if not events:
        say("Every decision has its claim.")
        return
    table("", ("claim", "quantity", "sentence", "decision", "note", "by", "on", "document"), rows)
    say(f"{offset + 1}–{offset + len(rows)} of {len(events)}. They come back with the sentence: put the text back, or")
    say("  decide on the claim that took its place; nothing is lost meanwhile.")


@click.command()
@click.argument("identifier", metavar="ID")
@click.pass_context
def show(ctx: click.Context, identifier: str) -> None:
    """One claim in its text, the figures that may answer it, and what was decided.

    ID is a claim's id or an unambiguous beginning of it.

    \b
    Example:
      workbench show c3f2a
    """
    from workbench.cli.progress import told_progress
    from workbench.operations.look import show as look

    with told_progress(late=True) as progress:
        seen = look(case_root(ctx), identifier, progress)
    detail = seen.detail
    if detail is None:
        return
    line, quantity = detail.line, detail.claim.quantity
    forwarded = detail.forwarded_from and f"forwarded from {detail.forwarded_from}"
    said = [
        line.document, detail.title, line.speaker, line.posted_at and line.posted_at.date(), forwarded, detail.url,
    ]  # fmt: skip
    click.echo(plain(f"{line.claim_id}  {cell([part for part in said if part])}"))
    click.echo()
    start = quantity.start - max(0, quantity.start - len(detail.before))
    before, after = detail.before[-200:][-start:] if start else "", detail.after[:200]
    click.echo(plain(" ".join(f"…{before}▶{quantity.text}◀{after}…".split())))
    click.echo()
    facts = quantity.to_dict()
    hidden = ("start", "end", "text", "sentence", "period", "rounding_step")
    rows = [(name, facts[name]) for name in facts if name not in hidden and facts[name] not in (None, "", False)]
    if quantity.period:
        rows.append(("period", f"{quantity.period.start} to {quantity.period.end} ({quantity.period.text})"))
    table("", ("field", "value"), rows)
    _amended(detail)
    click.echo()
    for difference in seen.differences:
        click.echo(plain(difference))
    _findings(seen.findings, seen.alone)
    _behind(seen.deeper)
    _tellings(detail)
    _drift(detail)
    _history(detail)
    warn(seen.problems)


def _behind(deeper: "Deeper") -> None:
    """What lies behind the finding for the observation that the claim is held against."""
    for each in deeper.inputs:
        vintage = f", as published {each.vintage}" if each.vintage else ""
        click.echo(plain(f"   made of {each.observation_id}: {each.measure}, {each.place}, {each.period}{vintage}"))
    if deeper.strip:
        click.echo(plain(f"sensitivity: {deeper.strip}"))
    if deeper.slip:
        click.echo(plain(str(deeper.slip)))
    for offer in deeper.proposals:
        click.echo(plain(str(offer)))
        source = offer.formula.inputs[0].partition("/")[0]
        click.echo(plain(f'   workbench source derive {source} "{offer.formula}"'))
    for message, sentences in deeper.contradictions:
        click.echo(plain(f"contradiction in the text: {message}"))
        for sentence in sentences:
            click.echo(plain(f"   “{' '.join(sentence.split())}”"))


def _amended(detail: "ClaimDetail") -> None:
    """Who added, corrected or dismissed the claim, and what the machine had read."""
    from workbench.operations.wording import differences

    who = detail.amended_by or "somebody whose decision is not revealed yet"
    if detail.origin == "added":
        click.echo(plain(f"added by {who}: the machine did not find it"))
    elif detail.origin == "corrected" and detail.base is not None:
        told = differences(detail.base, detail.claim.quantity)
        click.echo(plain(f"corrected by {who}: {'; '.join(told) or 'read as the machine does'}"))
    if detail.line.state == "dismissed":
        for event in [event for event in detail.events if event.action == "dismiss_claim"][-1:]:
            click.echo(plain(f"dismissed by {event.reviewer}{f': {event.note}' if event.note else ''}"))


def _findings(findings: list, alone: str) -> None:  # type: ignore[type-arg]
    from workbench.references.model import doubts

    if not findings:
        click.echo(plain(alone))
        say("No observation may answer it: add one to sources/, or link one: workbench link ID OBSERVATION")
        return
    for option, found, why in findings:
        observation, source = option.observation, option.source
        publisher = source.publisher if source else option.observation.source_id
        head = f"{option.rank or 'linked'}. {observation.observation_id} — {observation.measure}, {observation.place}"
        vintage = f", as published {observation.vintage}" if observation.vintage else ""
        click.echo(plain(f"{head}, {observation.period}{vintage} ({publisher})"))
        proposed = f"; proposed: {found.proposed}" if found.proposed else ""
        click.echo(plain(f"   {found.comparison}{proposed}: {why}"))
        against = doubts(option.reasons)
        for_it = [reason for reason in option.reasons if reason not in against]
        if for_it:
            but = f"; but {', '.join(against)}" if against else ""
            click.echo(plain(f"   offered for: {', '.join(for_it)}{but}"))


def _tellings(detail: "ClaimDetail") -> None:
    if len(detail.tellings) < 2:
        return
    click.echo()
    rows = [
        (told.claim_id[:9], told.posted_at and told.posted_at.date(), told.speaker, told.document, told.url, told.text,
         f"{told.verdict or told.state}{', apart' if told.apart else ''}")
        for told in detail.tellings
    ]  # fmt: skip
    columns = ("claim", "date", "speaker", "document", "url", "quantity", "state")
    table(f"Told {len(rows)} times; a verdict counts for all of them", columns, rows)


def _drift(detail: "ClaimDetail") -> None:
    """The same thing told with other numbers over time."""
    if not detail.drift:
        return
    click.echo()
    rows = [
        ("▶" if step.group_id == detail.line.group_id else "", step.said_at and step.said_at.date(),
         f"{step.modifier if step.modifier != '=' else ''} {step.text}".strip(), step.hedge, step.speaker,
         step.claim_id[:9], step.document)
        for step in detail.drift
    ]  # fmt: skip
    table("The same over time", ("", "date", "number", "hedge", "speaker", "claim", "document"), rows)


def _times(line: "ClaimLine", *, each: bool) -> str | None:
    """How often a claim is told, or which telling this one is."""
    if line.tellings < 2:
        return None
    return f"{line.telling}/{line.tellings}" if each else f"×{line.tellings}"


def _history(detail: "ClaimDetail") -> None:
    if not detail.events:
        return
    click.echo()
    rows = [
        (event.at, event.reviewer, event.action, _what(event, detail.events), ", ".join(event.reasons), event.note)
        for event in detail.events
    ]
    table("History", ("at", "reviewer", "action", "what", "reasons", "note"), rows)


def _what(event: "Event", known: "Sequence[Event]" = ()) -> str:
    """What an event gave, linked or took back."""
    back = next((each for each in known if each.id == event.retracts), None)
    if back is not None:
        return f"{back.action} {_what(back)}".strip()
    told = event.verdict or ", ".join(event.evidence) or event.retracts
    return told or ", ".join(f"{name}: {value}" for name, value in _changed(event).items())


def _changed(event: "Event") -> dict[str, object]:
    """What a correction changed, as its line in the review file has it."""
    from workbench.reviews.readings import reading_json

    if event.action != "correct_claim":
        return {}
    hidden = ("rounding_step", "written_step", "side", "exact", "half_open", "kind")
    told = (reading_json(event.quantity) or {}).items()
    return {name: value for name, value in told if name not in hidden and value is not None}


def _finding(line: "ClaimLine") -> str:
    """The finding for today's figure, and that for what was known when it was said, where it was another one."""
    told = f"{line.comparison}, other period" if line.is_of_other_period else str(line.comparison)
    return f"{told}; then {line.comparison_then}" if line.comparison_then else told


def _percent(deviation: float | None) -> str | None:
    return None if deviation is None else f"{deviation:+.1%}"
