"""Whatever happens to a case, a build by steps equals a build from nothing, row by row; a merge is a union."""

import shutil
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from workbench.errors import WorkbenchError
from workbench.operations.act import act, redo, undo
from workbench.operations.build import build
from workbench.reviews.events import to_line
from workbench.store.head import open_head
from workbench.store.review_tail import read_all
from workbench.store.schema import TABLES

NAMES = st.sampled_from(["a", "b", "c d", "é"])
SENTENCES = (
    "Nearly 38 million tonnes of cargo went along the Northern Sea Route in 2024.",
    "Trade came to $6 billion.",
    "Over 140,000 people left in 2023.",
    "The rate fell from 7 to 5 percent.",
    "Cargo reached 36.3 million tonnes in 2023.",
)
TEXTS = st.lists(st.sampled_from(SENTENCES), max_size=4).map(lambda told: "\n\n".join(told) + "\n")
FIGURES = st.lists(
    st.sampled_from((
        "cargo-2024,cargo on the Northern Sea Route,Russia,2024,37.9,million tonnes",
        "cargo-2023,cargo on the Northern Sea Route,Russia,2023,36.254,million tonnes",
        "trade-2024,trade,Russia,2024,6.1,billion USD",
        "people-2023,people who left,Russia,2023,150000,people",
    )),
    unique=True,
)  # fmt: skip
REVIEWERS = st.sampled_from(["ann", "boris"])
# What a row says about this folder's files and no other's: their inode, their times.
LOCAL = {"files": ("stamp",), "review_files": ("stamp",), "meta": ("built_at",)}


def everything(root: Path):
    """Every row of every table, without what can only be true of this folder."""
    build(root)
    found = {}
    with open_head(root) as head:
        for name, (_, columns) in TABLES.items():
            wanted = ", ".join(f'"{column}"' for column, *_ in columns if column not in LOCAL.get(name, ()))
            found[name] = sorted(head.connection.execute(f"SELECT {wanted} FROM {name}").fetchall(), key=repr)
    return found


class Life(RuleBasedStateMachine):
    """What people do to a case over time, in any order."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.root = self.folder / "case"
        self.dirty = True

    @initialize()
    def begin(self) -> None:
        for name in ("claims", "sources"):
            (self.root / name).mkdir(parents=True)
        self._write("claims/a.txt", SENTENCES[0])
        self.sources("ports", [])
        build(self.root)

    def _write(self, name: str, text: str) -> None:
        (self.root / name).write_text(text, encoding="utf-8")
        self.dirty = True

    @rule(name=NAMES, text=TEXTS)
    def document(self, name: str, text: str) -> None:
        self._write(f"claims/{name}.txt", text)

    @rule(name=NAMES, speaker=st.sampled_from(["Minister", "=Office"]))
    def describe(self, name: str, speaker: str) -> None:
        self._write(f"claims/{name}.txt.toml", f'speaker = "{speaker}"\ndate = 2025-03-17\n')

    @rule(old=NAMES, new=NAMES)
    def rename(self, old: str, new: str) -> None:
        path = self.root / "claims" / f"{old}.txt"
        if path.exists():
            path.replace(self.root / "claims" / f"{new}.txt")
            self.dirty = True

    @rule(name=NAMES)
    def remove(self, name: str) -> None:
        (self.root / "claims" / f"{name}.txt").unlink(missing_ok=True)
        self.dirty = True

    @rule(name=st.sampled_from(["ports", "trade"]), rows=FIGURES)
    def sources(self, name: str, rows: list[str]) -> None:
        about = 'publisher = "P"\ntitle = "T"\nurl = "https://example.org/"\nretrieved = 2025-01-31\n'
        self._write(f"sources/{name}.toml", about)
        self._write(f"sources/{name}.csv", "\n".join(["id,measure,place,period,value,unit", *rows]) + "\n")

    @rule()
    def remove_source(self) -> None:
        for ending in ("toml", "csv"):
            (self.root / "sources" / f"trade.{ending}").unlink(missing_ok=True)
        self.dirty = True

    @rule(who=REVIEWERS, place=st.integers(0, 20), word=st.sampled_from(["correct", "incorrect"]))
    def decide(self, who: str, place: int, word: str) -> None:
        build(self.root)
        with open_head(self.root) as head:
            claims = head.claims()
        if claims:
            act(self.root, who, claims[place % len(claims)].claim_id, "verdict", verdict=word, note=f"{word}?")
            self.dirty = True

    @rule(who=REVIEWERS, step=st.sampled_from([undo, redo]))
    def take_back(self, who: str, step) -> None:
        try:
            step(self.root, who)
        except WorkbenchError as error:
            assert "there is nothing to" in error.problem.message  # noqa: PT017
        self.dirty = True

    @rule(who=REVIEWERS, place=st.integers(0, 5))
    def merge(self, who: str, place: int) -> None:
        """Git puts the lines of another clone before the last ones, and now and then one twice."""
        path = self.root / "reviews" / f"{who}.jsonl"
        if path.exists():
            lines = path.read_text().splitlines()
            lines.insert(place % (len(lines) + 1), lines[0])
            path.write_text("\n".join(lines) + "\n")
            self.dirty = True

    @rule()
    def cut(self) -> None:
        """A crash leaves half a line."""
        path = self.root / "reviews" / "ann.jsonl"
        if path.exists():
            with path.open("a") as file:
                file.write('{"id": "0')
            self.dirty = True

    @rule()
    def delete_database(self) -> None:
        build(self.root)
        shutil.rmtree(self.root / ".workbench")
        (self.root / "workbench.duckdb").unlink()

    @invariant()
    def equal(self) -> None:
        if not self.dirty or not (self.root / "claims").is_dir():
            return
        grown = everything(self.root)
        fresh = self.folder / "fresh" / "case"
        fresh.mkdir(parents=True)
        for name in ("claims", "sources", "reviews"):
            if (self.root / name).is_dir():
                shutil.copytree(self.root / name, fresh / name)
        assert grown == everything(fresh)
        shutil.rmtree(fresh.parent)
        self.dirty = False

    def teardown(self) -> None:
        shutil.rmtree(self.folder)


TestLife = Life.TestCase
TestLife.settings = settings(
    max_examples=5, stateful_step_count=12, deadline=None, suppress_health_check=list(HealthCheck)
)


def test_merging_two_clones_with_git_is_a_union(tmp_path, case, workbench):
    import subprocess

    def git(where: Path, *words: str):
        names = ("-c", "user.name=T", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false")
        subprocess.run(["git", *names, *words], cwd=where, check=True, capture_output=True)  # noqa: S607

    (case / ".gitattributes").write_text("reviews/*.jsonl merge=union\n")
    (case / ".gitignore").write_text("/workbench.duckdb*\n/.workbench/\n")
    build(case)
    with open_head(case) as head:
        first, second, *_ = (claim.claim_id for claim in head.claims())
    act(case, "ann", first, "verdict", verdict="correct")
    git(case, "init", "-q", "-b", "main")
    git(case, "add", "-A")
    git(case, "commit", "-qm", "one")
    other = tmp_path / "other"
    git(tmp_path, "clone", "-q", str(case), str(other))
    act(case, "ann", first, "verdict", verdict="incorrect")
    act(case, "boris", second, "verdict", verdict="correct")
    act(other, "ann", second, "verdict", verdict="misleading")
    act(other, "clara", second, "note", note="n")
    for where in (case, other):
        git(where, "add", "-A")
        git(where, "commit", "-qm", "two")
    lines = {to_line(event) for root in (case, other) for event in read_all(root).events}
    git(case, "pull", "-q", "--no-rebase", "--no-edit", str(other), "main")
    merged = read_all(case)
    assert {to_line(event) for event in merged.events} == lines
    assert len(lines) == 5
    assert merged.problems == []
    query = "SELECT claim_id, reviewer, verdict FROM verdicts ORDER BY ALL"
    out = workbench("-C", case, "sql", query, "--format", "csv").out
    told = {tuple(line.split(",")) for line in out.split()[1:]}
    wanted = {(first, "ann", "incorrect"), (second, "ann", "misleading"), (second, "boris", "correct")}
    assert told == wanted
