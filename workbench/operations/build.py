"""Build the database from the files: read what changed, compare, publish."""

import hashlib
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from functools import cache, partial
from importlib.metadata import version
from importlib.resources import files as package_files
from importlib.util import find_spec
from pathlib import Path

from workbench import __version__
from workbench.documents import case as case_files
from workbench.documents.case import Case
from workbench.documents.media import is_media, told_media
from workbench.documents.read import content_hash, state
from workbench.documents.settings import Settings, read_settings
from workbench.documents.sources import SourceFiles, read_rates, read_source, source_files, source_hash
from workbench.errors import NoMemoryError, Problem
from workbench.extraction.lexicons import languages
from workbench.extraction.units import parse_unit
from workbench.operations.blind import open_votes_hidden
from workbench.operations.derive import derive_all
from workbench.operations.match import compare_wanted, find_references
from workbench.operations.reading import TWICE, Reading, read_into, same_content
from workbench.operations.sources.check import overlapping_vintages
from workbench.operations.tasks import Manner
from workbench.quantity.money import Rate
from workbench.references.derived import NO_FIGURE
from workbench.store.connect import beside_others
from workbench.store.head import Head, is_usable, open_building, open_head
from workbench.store.intake import (
    CASE,
    SOURCE,
    FileRead,
    begin,
    built_from,
    files_read,
    held_files,
    put_files,
    rank_all_again,
)
from workbench.store.publish import publish

Progress = Callable[[int, int, str], None]
SETTINGS = "workbench.toml"
# How the names of the files begin that are read; what else is told of progress is the name of a step.
FILES = "claims/"
PATIENCE = 20.0
_DECIDES = (
    ("extraction",), ("extraction", "lexicon"), ("quantity",), ("references",), ("documents",),
    ("documents", "readers"),
)  # fmt: skip
_OPTIONAL = ("charset_normalizer", "lxml_html_clean", "pypdf", "trafilatura")


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did.

    Attributes:
        read: How many files were read because they are new or have changed.
        removed: How many files are gone since the last build.
        problems: What could not be used, and why.
        seconds: How long it took.
        orphans: How many review events have no claim now.
    """

    documents: int
    claims: int
    sources: int
    observations: int
    read: int
    removed: int
    problems: list[Problem] = field(default_factory=list)
    seconds: float = 0.0
    orphans: int = 0


@dataclass(slots=True)
class _Plan:
    """What is in the case now, beside what the head was built from."""

    case: Case
    settings: Settings
    rates: list[Rate]
    problems: list[Problem]
    hashes: dict[str, str]
    documents: dict[str, Path]
    pairs: dict[str, SourceFiles]
    states: dict[str, tuple[int, ...]] = field(default_factory=dict)
    content: str = ""
    finished: bool = False
    everything: bool = False
    changed: set[str] = field(default_factory=set)
    gone: set[str] = field(default_factory=set)

    @property
    def sources_changed(self) -> bool:
        """Whether any source is new, different or gone."""
        return any(not name.startswith(FILES) and name != SETTINGS for name in self.changed | self.gone)


def build(root: Path, progress: Progress | None = None, patience: float = PATIENCE) -> BuildReport:
    """Bring the database up to date with the files and publish it; equal to a build from nothing.

    What is done is committed part by part: a build that is stopped, however that happens, is gone on with by the next.
    It works on a copy of the head: meanwhile others read, decide and publish on what was built last.

    Args:
        root: The case.
        progress: Told how much of a step is done, how much there is (bytes of files, then claims), and what is done.
        patience: How many seconds to wait for another build to end.

    Raises:
        WorkbenchError: The case is busy (code 3) or cannot be written to.
    """
    started, tell = time.monotonic(), progress or (lambda _done, _all, _what: None)
    looked = _plan(Case(root))
    notices, report = _without_reading(looked, tell)
    if report is None:
        try:
            report = _built_aside(looked, notices, tell, patience, frugal=True)
        except NoMemoryError:  # it goes on where it was
            report = _built_aside(looked, notices, tell, patience, frugal=False)
    publish(root, if_changed=True)
    return replace(report, seconds=time.monotonic() - started)


def _built_aside(
    looked: _Plan, notices: list[Problem], tell: Progress, patience: float, *, frugal: bool
) -> BuildReport:
    """Read what has changed into a copy of the head, which then takes the head's place."""
    root = looked.case.root
    with open_building(root, patience, frugal=frugal) as head:
        plan = _plan(Case(root))
        _compare(plan, files_read(head), built_from(head), looked)
        report = _completed(plan, head, notices, tell)
        tell(0, 0, "Putting in order")
    return report


def _without_reading(plan: _Plan, tell: Progress) -> tuple[list[Problem], BuildReport | None]:
    """Bring in the reviews where the head is of the files as they are, else nothing; and what its opening showed.

    A file that has to be read to know that is read while nobody waits for the head.
    """
    root = plan.case.root
    if not is_usable(root):
        return [], None
    with open_head(root) as head:
        notices, known, content = head.notices, files_read(head), built_from(head)
        if all(name in known and known[name].stamp == state(path) for name, path in plan.documents.items()):
            _compare(plan, known, content)
            return notices, _completed(plan, head, [], tell) if plan.finished else None
    _compare(plan, known, content)
    if not plan.finished:
        return notices, None
    with open_head(root) as head:
        return notices, _completed(plan, head, notices, tell)


def _completed(plan: _Plan, head: Head, notices: list[Problem], tell: Progress) -> BuildReport:
    problems = [*notices, *head.notices, *plan.problems, *_kept_problems(plan, head)]
    if not plan.finished:
        problems += _apply(plan, head, tell)
    problems = _distinct(problems)
    head.set_problems(problems)
    reviews = [*head.sync_reviews(), *open_votes_hidden(head, plan.settings)]
    if head.links_wait():
        compare_wanted(head, plan.settings.tolerances, plan.rates)
    return _report(head, plan, [*problems, *reviews])


def _plan(case: Case) -> _Plan:
    settings, problems = read_settings(case)
    documents, sources, found = case_files.files(case)
    media = [path for path in documents if is_media(path.name)]
    pairs, unpaired = source_files(case, sources)
    rates, wrong_rates = read_rates(case)
    problems += [*found, *unpaired, *wrong_rates, *told_media(case, media)]
    problems += _unread(settings)
    plan = _Plan(case, settings, rates, problems, {}, {}, {})
    plan.documents = {case.name(path): path for path in documents if not is_media(path.name)}
    for pair in pairs:
        _add(plan, plan.pairs, case.name(pair.toml), pair, partial(source_hash, pair))
    told = "\n".join(f"{r.on} {r.from_currency} {r.to_currency} {r.rate} {r.source}" for r in rates)
    spoken = " ".join(settings.languages)
    basis = f"{_program_hash()} {settings.settings_hash} {spoken} {hashlib.sha256(told.encode()).hexdigest()}"
    plan.hashes[CASE] = hashlib.sha256(basis.encode()).hexdigest()
    plan.hashes[SETTINGS] = hashlib.sha256(repr(settings).encode()).hexdigest()
    return plan


def _unread(settings: Settings) -> list[Problem]:
    """The languages of the settings that no lexicon is for."""
    hint = f"Take it out of languages; these are read: {', '.join(languages())}"
    unknown = [name for name in settings.languages if name not in languages()]
    return [Problem(f"numbers in the language {name!r} cannot be read", hint, SETTINGS) for name in unknown]


def _add(plan: _Plan, into: dict, name: str, item: object, digest: Callable[[], str]) -> None:  # type: ignore[type-arg]
    try:
        plan.hashes[name] = digest()
    except OSError as error:
        what = f"The file cannot be read: {error.strerror or error}"
        plan.problems.append(Problem(what, "Check that it is there and may be read", name))
        return
    into[name] = item


def _hash_documents(plan: _Plan, known: dict[str, FileRead], looked: _Plan | None) -> None:
    """The hash of every document; one in the state in which it was read, or looked at just now, is not read for it."""
    paths, plan.documents = plan.documents, {}
    for name, path in paths.items():
        now = plan.states[name] = state(path)
        before = known.get(name)
        if before is not None and before.stamp == now and before.sha256:
            plan.hashes[name], plan.documents[name] = before.sha256, path
        elif looked is not None and name in looked.documents and looked.states.get(name) == now:
            plan.hashes[name], plan.documents[name] = looked.hashes[name], path
        else:
            _add(plan, plan.documents, name, path, partial(content_hash, path))


@cache
def _program_hash() -> str:
    """A hash of what decides which claims are found, so that a better program reads every file again."""
    there = [module for module in _OPTIONAL if find_spec(module) is not None]
    digest = hashlib.sha256(" ".join((__version__, version("rensa"), *there)).encode())
    for package in _DECIDES:
        folder = package_files("workbench").joinpath(*package)
        for path in sorted(folder.iterdir(), key=lambda p: p.name):
            if path.name.endswith((".py", ".toml")):
                digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()


def _compare(plan: _Plan, known: dict[str, FileRead], content: str | None, looked: _Plan | None = None) -> None:
    """Hold the case as it is now against the files that a database was built from."""
    _hash_documents(plan, known, looked)
    plan.everything = CASE not in known or known[CASE].sha256 != plan.hashes[CASE]
    plan.gone = set(known) - set(plan.hashes)
    for name, sha in plan.hashes.items():
        before = None if plan.everything else known.get(name)
        if name != CASE and (before is None or before.sha256 != sha):
            plan.changed.add(name)
    told = sorted(f"{name} {sha}" for name, sha in plan.hashes.items())
    plan.content = hashlib.sha256("\n".join(told).encode()).hexdigest()
    plan.finished = not plan.changed and not plan.gone and not plan.everything and content == plan.content


def _apply(plan: _Plan, head: Head, progress: Progress) -> list[Problem]:
    """Read what has changed; returns what could not be used in it."""
    documents = sorted(name for name in plan.changed if name in plan.documents)
    gone = plan.gone | {name for name in plan.changed if plan.everything or name not in plan.documents}
    held = held_files(head) - gone
    case = FileRead(CASE, plan.hashes[CASE], CASE) if plan.everything else None
    with head.transaction():
        documents = begin(head, sorted(gone), documents, _kept_problems(plan, head), case)
        if plan.everything or plan.sources_changed:
            rank_all_again(head)
    problems = [*_apply_sources(plan, head), *derive_all(head)]
    manner = Manner(plan.settings.tolerances, plan.settings.languages)
    reading = Reading(plan.case, plan.documents, plan.states, plan.hashes, manner, held)
    with beside_others(head.connection):
        problems += read_into(head, reading, documents, progress)
        problems += same_content({name: plan.hashes[name] for name in plan.documents})
        find_references(head, progress)
    head.keep_basis(plan.settings.tolerances, plan.rates)
    head.reattach()
    settings = plan.settings
    with head.transaction():
        head.assign(settings.assignment, settings.reviewers)
        put_files(head, [FileRead(SETTINGS, plan.hashes[SETTINGS], CASE)])
    progress(0, 0, "Comparing")
    compare_wanted(head, settings.tolerances, plan.rates)
    head.set_meta(
        title=settings.title, settings_hash=settings.settings_hash, content_hash=plan.content, scale=settings.scale,
        review_mode=settings.mode, reviewers=settings.reviewers,
    )  # fmt: skip
    return problems


def _apply_sources(plan: _Plan, head: Head) -> list[Problem]:
    problems: list[Problem] = []
    for name, pair in sorted(plan.pairs.items()):
        if name not in plan.changed:
            continue
        source, observations, found = read_source(plan.case, pair, parse_unit)
        problems += found
        if source is not None:
            problems += overlapping_vintages(plan.case, source, observations)
        with head.transaction():
            if source is not None:
                head.replace_source(source, observations)
            put_files(head, [FileRead(name, plan.hashes[name], SOURCE)])
    return problems


def _kept_problems(plan: _Plan, head: Head) -> list[Problem]:
    """What was wrong in files that have not changed since."""
    unchanged = {name for name in plan.hashes if name not in plan.changed}
    unchanged |= {f"{name}.toml" for name in unchanged} | {f"{name.removesuffix('.toml')}.csv" for name in unchanged}
    kept = (problem for problem in head.problems() if problem.file in unchanged)
    return [problem for problem in kept if plan.finished or not problem.message.startswith((TWICE, NO_FIGURE))]


def _distinct(problems: Iterable[Problem]) -> list[Problem]:
    return sorted(dict.fromkeys(problems), key=lambda p: (p.file or "", p.line or 0, p.message))


def _report(head: Head, plan: _Plan, problems: list[Problem]) -> BuildReport:
    tables = ("documents", "claims", "sources", "observations")
    counts = ", ".join(f"(SELECT count(*) FROM {table})" for table in tables)  # noqa: S608 - names from the line above
    documents, claims, sources, observations = head.connection.execute(f"SELECT {counts}").fetchall()[0]
    read, removed = len(plan.changed - {SETTINGS}), len(plan.gone)
    [(orphans,)] = head.connection.execute("SELECT count(*) FROM review_events WHERE orphan").fetchall()
    return BuildReport(documents, claims, sources, observations, read, removed, problems, orphans=orphans)
