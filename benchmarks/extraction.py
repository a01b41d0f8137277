"""Measure the extraction beside other systems, on the same texts, in one run.

Each section that is asked for is printed and written into docs/benchmarks.md, between the marks of its name:

  --posts DOCUMENT GOLD   a page of posts and its labels, one quantity a line, with "line" (1-based), "start", "end"
                          (inside the line), "value" or "low" and "high", "unit", "modifier", "counted", and "label":
                          "claim" must be found, "optional" may be
  --public FOLDER         JSON Lines files of other projects' tests: "text", "quantities", and "partial" where only one
                          type of quantity is labelled
  --labelled FOLDER       labelled sentences, as in tests/labelled; files *_held_back.jsonl only with --held-back
  --speed                 characters a second, start-up, memory, growth

The other systems, quantulum3 and Recognizers-Text, are installed into an environment of their own in --cache.
"""

import argparse
import sys
from collections.abc import Iterable
from pathlib import Path

from annotated import HELD_BACK, Page, labelled_files, ranking, score_page, score_sentences
from peers import OURS, PEERS, ROOT, VERSIONS, Worker, default_cache, python_of
from posts import USUAL, density, some_posts
from public_files import PublicFile, PublicScore, in_a_sentence, read_public, score_public
from report import machine, table, write_section
from scoring import Tally
from speed import growth, profile, rates, startups

DIGITS = "digits"
FIELDS = ("modifier", "hedge", "change", "kind", "negated", "period")
NAMES = {"workbench": "workbench", "quantulum3": "quantulum3", "recognizers-text": "Recognizers-Text"}


def main() -> None:
    """Run the sections that the command line asks for."""
    asked = _arguments()
    systems = [OURS] if asked.no_peers else [OURS, *PEERS]
    sections: dict[str, str] = {}
    if asked.posts:
        sections["posts"] = posts_section(Page.read(*asked.posts), systems, asked)
    if asked.public:
        files = with_sentences([read_public(path) for path in sorted(asked.public.glob("*.jsonl"))])
        sections["public"] = public_section(files, systems, asked)
    if asked.labelled:
        sections["labelled"] = labelled_section(asked)
    if asked.speed:
        sections["speed"] = speed_section([OURS, DIGITS] if asked.no_peers else [OURS, PEERS[0], DIGITS], asked.cache)
    for name, body in sections.items():
        print(f"{body}\n")
        if not asked.dry_run:
            write_section(asked.docs, name, f"{body}\n\n{_made_with(name, systems, held_back=asked.held_back)}")
    if asked.profile:
        print(profile())


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--posts", nargs=2, type=Path, metavar=("DOCUMENT", "GOLD"))
    parser.add_argument("--public", type=Path, metavar="FOLDER")
    parser.add_argument("--labelled", type=Path, metavar="FOLDER")
    parser.add_argument("--held-back", action="store_true", help="take the held-back sentences too")
    parser.add_argument("--speed", action="store_true")
    parser.add_argument("--profile", action="store_true", help="print where the extraction spends its time")
    parser.add_argument(
        "--errors",
        action="store_true",
        help="list what the workbench missed and got wrong, but for held-back sentences, which stay unread",
    )
    parser.add_argument("--no-peers", action="store_true", help="measure the workbench alone; implies --dry-run")
    parser.add_argument("--dry-run", action="store_true", help="print, and leave the page as it is")
    parser.add_argument("--docs", type=Path, default=ROOT / "docs" / "benchmarks.md", metavar="PAGE")
    parser.add_argument("--cache", type=Path, default=default_cache(), metavar="FOLDER")
    asked = parser.parse_args()
    asked.dry_run = asked.dry_run or asked.no_peers
    if not (asked.posts or asked.public or asked.labelled or asked.speed or asked.profile):
        parser.error("say what to measure: --posts, --public, --labelled, --speed, --profile")
    for path in (*(asked.posts or ()), asked.public, asked.labelled):
        if path is not None and not path.exists():
            parser.error(f"there is no {path}; name an existing file or folder")
    return asked


def posts_section(page: Page, systems: list[str], asked: argparse.Namespace) -> str:
    """The scores of all systems on a page of posts."""
    rows, notes = [], ""
    for system in systems:
        with Worker(system, python_of(system, asked.cache)) as worker:
            tally = score_page(page, worker)
        modifier, counted = ("–", "–")
        if system == OURS:
            modifier, counted = _share(tally.share("modifier")), _share(tally.counted())
            precision, share = ranking(tally)
            notes = (
                f"Sorted by `checkworthiness`, the claims among the right findings have an average precision of "
                f"{precision:.3f}; in any order it would be near {share:.3f}, their share."
            )
            _tell_errors(asked, "posts", [(page.text, tally)])
        rows.append([NAMES[system], *_counts(tally), modifier, counted])
    head = ["", "claims", "right", "wrong", "precision", "recall", "F1", "modifier", "counted"]
    return f"{table(head, rows)}\n\n{notes}"


def with_sentences(files: list[PublicFile]) -> list[PublicFile]:
    """Each file, followed by its bare labels set into sentences where it has many."""
    both = ((file, in_a_sentence(file)) for file in files)
    return [one for pair in both for one in pair if one is not None]


def public_section(files: list[PublicFile], systems: list[str], asked: argparse.Namespace) -> str:
    """Value and value+unit F1 of all systems on each public file, and how many labels were left out."""
    scores: dict[str, list[PublicScore]] = {}
    for system in systems:
        with Worker(system, python_of(system, asked.cache)) as worker:
            scores[system] = [score_public(file, worker) for file in files]
    for file, result in zip(files, scores[OURS], strict=True):
        _tell_errors(asked, file.name, result.each)
    head = ["file", "labels", "left out", *(f"{NAMES[one]} value" for one in systems)]
    head += [f"{NAMES[one]} value + unit" for one in systems]
    rows = []
    for i, file in enumerate(files):
        left_out = sum(file.left_out().values())
        counts = [f"`{file.name}`", str(file.labels()), str(left_out)]
        if left_out == file.labels():
            rows.append([*counts, *["–"] * (2 * len(systems))])
            continue
        by_value = [f"{scores[one][i].value.f1:.3f}" for one in systems]
        by_unit = ["–" if file.numbers_only else f"{scores[one][i].unit.f1:.3f}" for one in systems]
        rows.append([*counts, *by_value, *by_unit])
    rules: dict[str, int] = {}
    for file in files:
        for rule, number in file.left_out().items():
            rules[rule] = rules.get(rule, 0) + number
    left = table(["left out", "labels"], [[rule, str(number)] for rule, number in sorted(rules.items())])
    raised = ", ".join(f"{NAMES[one]} {sum(each.failures for each in scores[one])}" for one in systems)
    return f"{table(head, rows)}\n\n{left}\n\nTexts in which a system raised an exception: {raised}."


def labelled_section(asked: argparse.Namespace) -> str:
    """The workbench on labelled sentences, file by file."""
    rows = []
    files = labelled_files(asked.labelled, held_back=asked.held_back)
    if not files:
        raise SystemExit(f"{asked.labelled}: there are no .jsonl files here; name the folder of labelled sentences")
    with Worker(OURS, python_of(OURS, asked.cache)) as worker:
        for path in files:
            tally, each = score_sentences(path, worker)
            if HELD_BACK not in path.stem:
                _tell_errors(asked, path.stem, each, fields=(*FIELDS, "counted"))
            shares = [_share(tally.share(name)) for name in FIELDS]
            order, _ = ranking(tally)
            told = [*shares, _share(tally.counted()), f"{order:.3f}"]
            rows.append([f"`{path.stem}`", str(len(each)), *_counts(tally), *told])
    head = ["file", "texts", "quantities", "right", "wrong", "precision", "recall", "F1"]
    return table([*head, *FIELDS, "counted", "order"], rows)


def speed_section(systems: list[str], cache: Path) -> str:
    """Speed of all systems in turn, start-up, memory and growth."""
    names = NAMES | {DIGITS: r"`re` looking for `\d+`"}
    rows = []
    for kind, share in (("posts", USUAL), ("claims only", 1.0)):
        measured = rates(systems, cache, share)
        ours = measured[0].median
        apart = f"{density(some_posts(1, 500, share)):.0f}"
        for one in measured:
            speeds = [f"{rate:,.0f}" for rate in (one.median, one.lowest, one.highest)]
            ratio = "1 ×" if one.system == OURS else f"{ours / one.median:.3g} ×"
            rows.append([kind, apart, names[one.system], *speeds, ratio])
    head = ["texts", "characters a number", "", "characters a second", "lowest", "highest", "workbench is"]
    speed = table(head, rows)
    started = startups(systems, cache)
    bare = started[-1].seconds
    starts = table(
        ["a fresh interpreter", "processor seconds", "× one that does nothing", "peak memory, MiB"],
        [
            [f"`{one.code}`", f"{one.seconds:.3f}", f"{one.seconds / bare:.1f}", f"{one.peak_mb:.1f}"]
            for one in started
        ],
    )
    grown = table(
        ["", "characters", "× time", "× peak memory", "peak, MiB"],
        [
            [one.what, f"{one.characters:,}", f"{one.time_ratio:.2f}", f"{one.memory_ratio:.2f}", f"{one.peak_mb:.1f}"]
            for one in growth()
        ],
    )
    return f"{speed}\n\n{starts}\n\n{grown}"


def _counts(tally: Tally) -> list[str]:
    numbers = [str(tally.labels), str(len(tally.right)), str(len(tally.wrong))]
    return numbers + [f"{share:.3f}" for share in (tally.precision, tally.recall, tally.f1)]


def _share(share: float | None) -> str:
    return "–" if share is None else f"{share:.3f}"


def _tell_errors(
    asked: argparse.Namespace, name: str, each: Iterable[tuple[str, Tally]], *, fields: tuple[str, ...] = ()
) -> None:
    """List what was missed, wrong, or right with a wrong field, where it was asked for."""
    if not asked.errors:
        return
    for text, tally in each:
        for verb, marks in (("missed", tally.missed), ("wrong", tally.wrong)):
            for mark in marks:
                around = text[max(0, mark.start - 60) : mark.end + 60].replace("\n", " | ")
                print(f"{name}  {verb:6} {mark}   …{around}…", file=sys.stderr)
        for label, found in tally.right:
            for field in fields:
                said, wanted = found.fields.get(field), label.fields.get(field)
                if field in label.fields and said != wanted:
                    print(f"{name}  {field} {said!r}, not {wanted!r}: {label}   …{text}…", file=sys.stderr)


def _made_with(section: str, systems: list[str], *, held_back: bool) -> str:
    options = {
        "posts": "--posts DOCUMENT GOLD",
        "public": "--public FOLDER",
        "labelled": "--labelled tests/labelled" + " --held-back" * held_back,
        "speed": "--speed",
    }
    peers = {"posts": systems[1:], "public": systems[1:], "speed": systems[1:2]}.get(section, [])
    others = "".join(f", {NAMES[peer]} {VERSIONS[peer]}" for peer in peers)
    return f"Made by `python benchmarks/extraction.py {options[section]}` with {machine()}{others}."


if __name__ == "__main__":
    main()
