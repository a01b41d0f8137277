"""A file of posts that has changed: only what the head does not hold is read, and the rows are those of a new build."""

import json
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Self

import duckdb
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from test_equal import everything

from workbench.operations import reading
from workbench.operations.build import build
from workbench.store import intake, parquet

TEXTS = (
    "The quay is 5 km long. Cargo was 3 million tonnes.",
    "The quay is 7 km long.",
    "Over 140,000 people left the old town in 2023, the office said.",
    "No figure here.",
)
POST = st.tuples(st.integers(0, 3), st.sampled_from(TEXTS), st.sampled_from(["2025-01-01", "2025-01-02"]))
FILE = st.none() | st.lists(POST, max_size=5)
# What happens: the posts of the files (None: it is not there), and after how many steps the build is stopped.
STEP = st.tuples(FILE, FILE, FILE, st.none() | st.integers(0, 5))


def written(root: Path, name: str, told: list[tuple[int, str, str]] | None) -> None:
    path = root / "claims" / name
    if told is None:
        path.unlink(missing_ok=True)
        return
    lines = [json.dumps({"id": number, "text": text, "date": day}) + "\n" for number, text, day in told]
    path.write_text("".join(lines))
    path.with_name(f"{name}.toml").write_text('url = "https://example.org/channel"\n')


def new_case(folder: Path) -> Path:
    for name in ("claims", "sources"):
        (folder / name).mkdir(parents=True)
    return folder


def anew(root: Path):
    """Every row of a case that is built from the same files, and from nothing."""
    fresh = root.with_name("fresh")
    shutil.copytree(root, fresh, ignore=shutil.ignore_patterns(".workbench", "*.duckdb"))
    found = everything(fresh)
    shutil.rmtree(fresh)
    return found


@pytest.fixture
def small_parts():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reading, "MOST_OF_A_BATCH", 2)
        patch.setattr(reading, "WORTH_A_TEAM", 0)
        patch.setattr(reading, "processes", lambda: 1)
        patch.setattr(intake, "COMMIT", 1)
        yield


@pytest.fixture
def read(monkeypatch):
    """The places of the documents that are read for claims."""
    found = []
    inner = reading.packed
    monkeypatch.setattr(reading, "packed", lambda document: found.append(document.ordinal) or inner(document))
    return found


def stopped_after(steps: int):
    def tell(_done: int, _all: int, _what: str) -> None:
        nonlocal steps
        steps -= 1
        if steps < 0:
            raise KeyboardInterrupt

    return tell


# Without making a case that fails smaller, which would take minutes of builds.
@pytest.mark.usefixtures("small_parts")
@settings(
    max_examples=15, deadline=None, phases=(Phase.generate,),
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)  # fmt: skip
@given(steps=st.lists(STEP, min_size=2, max_size=3))
def test_whatever_happens_to_posts_the_rows_are_those_of_a_new_build(steps) -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = new_case(Path(folder) / "case")
        for *files, stop in steps:
            for name, told in zip(("a.jsonl", "b.jsonl", "c.jsonl"), files, strict=True):
                written(root, name, told)
            if stop is not None:
                try:
                    build(root, stopped_after(stop))
                except KeyboardInterrupt:
                    continue
            grown = everything(root)
            assert grown == anew(root)


def posts(*numbers: int) -> list[tuple[int, str, str]]:
    return [(number, f"The quay is {number + 2} km long.", "2025-01-01") for number in numbers]


def test_only_new_and_edited_posts_are_read(tmp_path, read):
    root = new_case(tmp_path / "case")
    written(root, "a.jsonl", posts(1, 2, 3))
    build(root)
    assert read == [0, 1, 2]
    read.clear()
    written(root, "a.jsonl", posts(9, 1, 2, 3))
    report = build(root)
    assert (read, report.documents, report.read) == ([0], 4, 1)
    read.clear()
    edited = posts(9, 1, 2, 3)
    edited[2] = (2, "The quay is 50 km long, and 3 ships lay there.", "2025-01-01")
    written(root, "a.jsonl", edited)
    assert (build(root).claims, read) == (5, [2])
    read.clear()
    written(root, "a.jsonl", edited[1:])
    assert (build(root).documents, read) == (3, [])
    written(root, "a.jsonl", [])
    report = build(root)
    assert (report.documents, report.claims, read) == (0, 0, [])


def test_of_posts_that_change_places_those_that_came_before_others_are_read_again(tmp_path, read):
    root = new_case(tmp_path / "case")
    written(root, "a.jsonl", posts(1, 2, 3, 4))
    build(root)
    read.clear()
    written(root, "a.jsonl", posts(1, 4, 2, 3))
    build(root)
    assert read == [2, 3]


def test_a_description_that_changes_reads_the_posts_again(tmp_path, read):
    root = new_case(tmp_path / "case")
    written(root, "a.jsonl", posts(1, 2))
    build(root)
    read.clear()
    (root / "claims" / "a.jsonl.toml").write_text('url = "https://example.org/channel"\nspeaker = "Office (example)"\n')
    build(root)
    assert read == [0, 1]


@pytest.mark.usefixtures("small_parts")
@pytest.mark.parametrize("names", [("a.jsonl", "b.jsonl"), ("b.jsonl", "a.jsonl")])
def test_a_post_that_moves_to_another_file_is_kept(tmp_path, names):
    """The file that loses it may be read after the one that gets it."""
    root = new_case(tmp_path / "case")
    source, target = names
    written(root, source, posts(1, 2, 3, 4, 5))
    written(root, target, posts(11, 12, 13))
    build(root)
    written(root, source, posts(2, 3, 4, 5))
    written(root, target, posts(11, 12, 13, 1))
    report = build(root)
    assert (report.documents, report.claims, report.problems) == (8, 8, [])
    assert everything(root) == anew(root)


def test_a_post_that_comes_to_a_second_file_leaves_the_others_of_that_file_where_they_are(tmp_path):
    root = new_case(tmp_path / "case")
    written(root, "a.jsonl", posts(1))
    build(root)
    written(root, "a.jsonl", posts(5, 1))
    written(root, "b.jsonl", posts(1, 3))
    assert everything(root) == anew(root)


@pytest.mark.usefixtures("small_parts")
@pytest.mark.parametrize("stop", [10, 11])
def test_posts_that_change_places_after_a_stop_are_in_order(tmp_path, stop):
    told = "Over 143,217 people left the old town in 2023, the office said."
    one, other = (1, told, "2025-01-01"), (2, told, "2025-01-01")
    root = new_case(tmp_path / "case")
    written(root, "a.jsonl", [one, other])
    build(root)
    written(root, "a.jsonl", [*posts(11, 12, 13, 14), one, other])
    with suppress(KeyboardInterrupt):
        build(root, stopped_after(stop))
    written(root, "a.jsonl", [other, one])
    assert everything(root) == anew(root)


@pytest.mark.usefixtures("small_parts")
@pytest.mark.parametrize("stop", [None, 2, 4, 6, 8])
def test_files_that_repeat_posts_of_each_other_come_to_an_end(tmp_path, stop):
    """One that is taken out whole takes posts out of others, which must not take out its posts in turn for ever."""
    root = new_case(tmp_path / "case")
    for name, told in {"a": "1", "b": "3213", "c": "2", "d": "113"}.items():
        written(root, f"{name}.jsonl", posts(*map(int, told)))
    with suppress(KeyboardInterrupt):
        build(root, None if stop is None else stopped_after(stop))
    assert everything(root) == anew(root)
    for name, told in {"a": "112", "b": "1", "c": "212"}.items():
        written(root, f"{name}.jsonl", posts(*map(int, told)))
    assert everything(root) == anew(root)


@pytest.mark.usefixtures("small_parts")
def test_a_post_whose_own_id_looks_like_one_made_here_is_kept(tmp_path):
    root = new_case(tmp_path / "case")
    written(root, "a.jsonl", posts(1))
    written(root, "b.jsonl", posts(1, 2))
    build(root)
    line = json.dumps({"id": "1#claims/b.jsonl", "text": "The quay is 8 km long."})
    (root / "claims" / "b.jsonl").write_text(f'{line}\n{{"id": "2", "text": "The quay is 9 km long."}}\n')
    found = everything(root)
    assert len(found["documents"]) == 3
    assert found == anew(root)


def test_a_file_that_grows_while_it_is_read_is_read_to_its_end(tmp_path, monkeypatch):
    root = new_case(tmp_path / "case")
    written(root, "a.jsonl", posts(1, 2))
    build(root)
    written(root, "a.jsonl", posts(1, 2, 3))
    inner = reading.state

    def grown(path: Path) -> tuple[int, ...]:
        monkeypatch.setattr(reading, "state", inner)
        written(root, "a.jsonl", posts(4, 1, 2, 3))
        return inner(path)

    monkeypatch.setattr(reading, "state", grown)
    report = build(root)
    assert (report.documents, report.problems) == (4, [])
    assert everything(root) == anew(root)


def test_ctrl_c_in_a_parquet_file_stops_the_build_and_loses_nothing(tmp_path, monkeypatch):
    root = new_case(tmp_path / "case")
    path = root / "claims" / "a.parquet"
    told = "SELECT n AS id, 'The quay is ' || n || '{} long.' AS text FROM range(9) AS t (n)"
    duckdb.sql(told.format(" km")).write_parquet(str(path))
    build(root)
    duckdb.sql(told.format(" m")).write_parquet(str(path))

    class Interrupted:
        def __init__(self, config: object) -> None:
            self.config = config

        def __enter__(self) -> Self:
            return self

        def __exit__(self, *_: object) -> None: ...

        def execute(self, query: str) -> None:
            if "read_parquet" in query:
                raise RuntimeError("Query interrupted")

    with monkeypatch.context() as patch:
        patch.setattr(parquet.duckdb, "connect", Interrupted)
        with pytest.raises(KeyboardInterrupt):
            list(parquet.parquet_rows(path))
    assert build(root).documents == 9
    assert everything(root) == anew(root)


def test_a_figure_linked_to_one_telling_is_compared_with_the_others_whatever_was_built_before(tmp_path, workbench):
    root = new_case(tmp_path / "case")
    for name, title in (("a", "Transit freight"), ("b", "Other")):
        (root / "claims" / f"{name}.txt").write_text("The port of Narvik handled 4,711,320 tonnes in 2024.\n")
        (root / "claims" / f"{name}.txt.toml").write_text(f'title = "{title}"\ndate = 2025-01-01\n')
    about = 'publisher = "P"\ntitle = "B"\nurl = "https://example.org/"\nretrieved = 2025-02-01\n'
    (root / "sources" / "s.toml").write_text(about)
    figures = "id,measure,place,period,value,unit\nx,transit freight,,2024,4700000,tonnes\n"
    (root / "sources" / "s.csv").write_text(figures)
    build(root)
    query = "SELECT claim_id FROM claims JOIN documents USING (document_id) WHERE path = 'claims/a.txt'"
    claim = workbench("-C", root, "sql", query, "--format", "csv").out.split()[1]
    assert workbench("-C", root, "link", claim, "s/x").code == 0
    (root / "claims" / "c.txt").write_text("Nothing here.\n")
    found = everything(root)
    assert len(found["comparisons"]) == 2
    assert found == anew(root)
