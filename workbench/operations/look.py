"""What a person may look at: the status of a case, its claims, one claim. Each brings the case up to date first.

Where somebody else reads changed files for long, or the disk is full, status and claims are shown as they were built
last, which is said.
"""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from workbench.documents.case import Case
from workbench.documents.settings import read_settings
from workbench.documents.sources import read_rates
from workbench.errors import EXIT_BUSY, NoRoomError, Problem, WorkbenchError
from workbench.operations.build import Progress, build
from workbench.operations.deeper import Deeper, look_deeper
from workbench.quantity.comparison import Comparison, compare
from workbench.quantity.explain import why
from workbench.quantity.model import Quantity
from workbench.quantity.money import Rate
from workbench.quantity.settings import Tolerances
from workbench.references.model import Observation
from workbench.references.periods import other_period
from workbench.references.vintages import difference, remark
from workbench.reviews.events import Event
from workbench.store import queries
from workbench.store.export import export, export_text, writer_for
from workbench.store.export_query import Wanted
from workbench.store.queries import ClaimDetail, ClaimLine, Filter, Option, Order, UnknownClaimError
from workbench.store.snapshot import NotBuiltError, Snapshot, built_last, snapshot
from workbench.store.sql import Result, run_sql
from workbench.store.status import Status, status_of

__all__ = [
    "Filter", "Order", "Seen", "Wanted", "claims", "export", "export_text", "orphans", "query", "show", "status",
    "writer_for",
]  # fmt: skip


# What is only looked at does not wait longer for somebody else's build.
_PATIENCE = 5.0


@dataclass(frozen=True, slots=True)
class Seen:
    """Something to show, and what was wrong on the way."""

    status: Status | None = None
    lines: list[ClaimLine] = field(default_factory=list)
    total: int = 0
    detail: ClaimDetail | None = None
    findings: list[tuple[Option, Comparison, str]] = field(default_factory=list)
    alone: str = ""
    differences: list[str] = field(default_factory=list)
    deeper: Deeper = field(default_factory=Deeper)
    problems: list[Problem] = field(default_factory=list)


def status(root: Path, progress: Progress | None = None) -> Seen:
    """How much there is of everything, and what is wrong."""
    with _opened(root, progress) as (found, problems):
        return Seen(status=status_of(found), problems=problems)


def claims(  # noqa: PLR0913 - a filter, an order, and a piece of the list
    root: Path, chosen: Filter, *, order: Order, limit: int, offset: int, tellings: bool = False,
    progress: Progress | None = None,
) -> Seen:  # fmt: skip
    """A page of the case's claims, each once or with ``tellings`` as often as it is told, and how many there are."""
    with _opened(root, progress) as (found, problems):
        lines = queries.page(found, chosen, order=order, limit=limit, offset=offset, tellings=tellings)
        return Seen(lines=lines, total=queries.count(found, chosen, tellings=tellings), problems=problems)


def orphans(root: Path) -> tuple[list[Event], list[Problem]]:
    """The review events whose claim is in no document now, those of a claim together, the oldest first."""
    with _opened(root) as (found, problems):
        events = queries.orphans(found)
    first: dict[str, int] = {}
    for place, event in enumerate(events):
        first.setdefault(event.claim or "", place)
    return sorted(events, key=lambda event: first[event.claim or ""]), problems


def show(root: Path, prefix: str, progress: Progress | None = None) -> Seen:
    """One claim with its candidates, each with its finding and why, and its history."""
    settings, _ = read_settings(Case(root))
    rates, _ = read_rates(Case(root))
    with _opened(root, progress) as (found, problems):
        detail = queries.claim_detail(found, queries.find_claim(found, prefix))
        behind = look_deeper(found, detail, held_against(detail), settings.tolerances, rates)
    findings = findings_of(detail, settings.tolerances, rates)
    alone = why(detail.claim.quantity, compare(detail.claim.quantity, None, settings.tolerances))
    return Seen(
        detail=detail, findings=findings, alone=alone, differences=differences_of(detail), deeper=behind,
        problems=problems,
    )  # fmt: skip


@contextmanager
def _opened(root: Path, progress: Progress | None = None) -> Iterator[tuple[Snapshot, list[Problem]]]:
    """The case as it is now; as it was built last where another build goes on for long, or the disk is full."""
    instead: WorkbenchError | None = None
    problems: list[Problem] = []
    with ExitStack() as stack:
        try:
            try:
                problems = build(root, progress, patience=_PATIENCE).problems
            except WorkbenchError as error:
                if error.code != EXIT_BUSY:
                    raise
                instead = error
            found = stack.enter_context(snapshot(root))
        except NoRoomError as error:
            instead = error
            found = stack.enter_context(_in_place(root, error))
        if instead is not None:
            what = f"this is the case as it was built last: {instead.problem.message}"
            problems = [*problems, Problem(what, instead.problem.hint, instead.problem.file)]
        try:
            yield found, problems
        except UnknownClaimError:  # it may be in what is not read in yet
            if instead is not None:
                raise instead from None
            raise


@contextmanager
def _in_place(root: Path, error: NoRoomError) -> Iterator[Snapshot]:
    """The case where there is no room for a copy; one under blind review would then show what is hidden."""
    if read_settings(Case(root))[0].mode == "blind":
        raise error
    try:
        with built_last(root) as found:
            if found.rows("FROM meta WHERE review_mode = 'blind' OR content_hash IS NULL"):
                raise error
            yield found
    except NotBuiltError:
        raise error from None


def held_against(detail: ClaimDetail) -> Observation | None:
    """The observation that the claim is held against: the linked one, else the best candidate."""
    wanted = detail.line.observation_id
    return next((o.observation for o in detail.options if o.observation.observation_id == wanted), None)


def query(root: Path, statement: str, *, seconds: float) -> Result:
    """The rows of one SELECT on the case as it is now."""
    build(root)
    return run_sql(root, statement, seconds=seconds)


def findings_of(
    detail: ClaimDetail, tolerances: Tolerances, rates: Sequence[Rate]
) -> list[tuple[Option, Comparison, str]]:
    """The claim's options with their findings by the pure function, and the line that explains each."""
    quantity = detail.claim.quantity
    on = detail.line.posted_at.date() if detail.line.posted_at else None
    found = []
    for option in detail.options:
        finding = compare(quantity, option.observation.reference(), tolerances, rates=rates, on=on)
        about = [why(quantity, finding), remark(option.known, option.superseded_by, on)]
        if _is_of_other_period(quantity, option.observation, on):
            finding = replace(finding, proposed=None)
            about.append(f"the figure is of another period ({option.observation.period}): nothing is proposed")
        found.append((option, finding, "; ".join(part for part in about if part)))
    return found


def _is_of_other_period(quantity: Quantity, figure: Observation, on: date | None) -> bool:
    said = quantity.period
    return said is not None and other_period(said.start, said.end, figure.period_start, figure.period_end, on)


def differences_of(detail: ClaimDetail) -> list[str]:
    """One line for each figure whose finding is another one for what was known when the claim was made."""
    on = detail.line.posted_at.date() if detail.line.posted_at else None
    now = {option.observation.observation_id: option.comparison for option in detail.options}
    told = [
        difference(option.comparison or "", now.get(option.superseded_by or "") or "", on)
        for option in detail.options
        if option.known == "then"
    ]
    return [line for line in told if line]
