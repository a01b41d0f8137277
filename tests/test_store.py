"""The head: rows in and out without loss, increments that equal a new build, and databases that are not ours."""

import os
import shutil
import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest
from store_case import POSTED, RANGE, SENTENCE, build, claims, compared, document, event, observation, source

from workbench.errors import EXIT_BUSY, EXIT_USAGE, Problem, WorkbenchError
from workbench.extraction.claims import Claim, Document
from workbench.quantity.settings import DEFAULT
from workbench.store import folder, queries
from workbench.store.head import NAME, open_head
from workbench.store.literals import fill, text
from workbench.store.publish import publish
from workbench.store.record import read_record, record_of_now, write_record
from workbench.store.review_log import append
from workbench.store.schema import TABLES
from workbench.store.snapshot import open_snapshot, snapshot
from workbench.store.status import status_of


@pytest.fixture(autouse=True)
def _own_key(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path_factory.mktemp("state")))


def everything(root: Path):
    """All rows that a build from nothing must give alike."""
    with open_head(root) as head:
        head.sync_reviews()
    with open_head(root) as head:
        tables = [name for name in TABLES if name not in {"meta", "review_files"}]
        return {name: sorted(head.connection.execute(f"FROM {name}").fetchall(), key=str) for name in tables}


def test_domain_objects_come_back_without_loss(tmp_path: Path):
    told = document(posted_at=POSTED, speaker="Office (example)", url="https://example.org/1", title="T", language="en")
    made = build(tmp_path, [told])
    with open_head(tmp_path) as head:
        assert head.documents() == [told]
        assert head.claims() == made
        assert head.claims([told.document_id]) == made
        assert head.claims(["d0"]) == []
        assert head.claims_by_id([made[1].claim_id, "c0"]) == [made[1]]
        assert head.sources() == [source()]
        assert head.observations() == [observation("2023", "36.254"), observation()]


def test_numbers_too_exact_or_too_large_for_binary_come_back(tmp_path: Path):
    told = document()
    for value in ("0.1000000000000000055511151231257827", "1E+400", "123456789012345678901234567890"):
        [(claim, accepted), *_] = claims(told)
        exact = Claim(claim.claim_id, claim.document_id, 0, replace(claim.quantity, value=Decimal(value)))
        with open_head(tmp_path) as head:
            head.replace_documents([(told, [(exact, accepted)])])
            assert str(head.claims()[0].quantity.value) == value


@pytest.mark.parametrize("hostile", ["a\x00b", "\u2028\x85", "it's [red]$id {x}", "\x1b]0;x\x07", "é\u202e", "'; DROP"])
def test_hostile_text_is_kept(tmp_path: Path, hostile: str):
    told = document(text=SENTENCE + hostile, title=hostile, speaker=hostile)
    build(tmp_path, [told])
    with open_head(tmp_path) as head:
        assert head.documents() == [told]
        assert head.connection.execute("SELECT " + text(hostile)).fetchone() == (hostile,)
        assert head.connection.execute(fill("SELECT $x, $y", x=hostile, y=None)).fetchone() == (hostile, None)


def test_a_lone_surrogate_is_replaced_one_for_one(tmp_path: Path):
    told = document(text="\ud800" + SENTENCE)
    build(tmp_path, [told])
    with open_head(tmp_path) as head:
        assert head.documents()[0].text == "\ufffd" + SENTENCE


def test_every_column_is_commented(tmp_path: Path):
    build(tmp_path)
    with open_head(tmp_path) as head:
        bare = head.connection.execute("""
            SELECT table_name, column_name FROM duckdb_columns()
            WHERE NOT internal AND comment IS NULL
                AND table_name NOT IN ('active_events', 'counting_events', 'export_rows')
        """).fetchall()
        unnamed = head.connection.execute("SELECT view_name FROM duckdb_views() WHERE NOT internal AND comment IS NULL")
        assert bare == []
        assert unnamed.fetchall() == []


def test_an_increment_equals_a_build_from_nothing(tmp_path: Path):
    one, two, three = (document(f"claims/{name}.txt") for name in "abc")
    (tmp_path / "grown").mkdir()
    made = build(tmp_path / "grown", [one, two])
    append(tmp_path / "grown", event(made[0]))
    build(tmp_path / "grown", [three])
    with open_head(tmp_path / "grown") as head:
        head.remove_file(two.path)
        head.replace_documents([(one, claims(one))])
        mass = [claim for claim in head.claims() if claim.quantity.kind == "mass"]
        head.replace_comparisons([compared(claim) for claim in mass])
        head.reattach()
        head.replace_candidates([])
    append(tmp_path / "grown", event(made[1], "boris"))
    whole = everything(tmp_path / "grown")
    (tmp_path / "new").mkdir()
    shutil.copytree(tmp_path / "grown" / "reviews", tmp_path / "new" / "reviews")
    build(tmp_path / "new", [one, three])
    with open_head(tmp_path / "new") as head:
        head.replace_candidates([])
    assert whole == everything(tmp_path / "new")


def test_reviews_merged_before_the_end_or_taken_out_are_read_again(tmp_path: Path):
    made = build(tmp_path)
    events = [event(made[0]), event(made[0], verdict="incorrect"), event(made[1])]
    for one in events:
        append(tmp_path, one)
    everything(tmp_path)
    path = tmp_path / "reviews" / "anna.jsonl"
    lines = path.read_text().splitlines(keepends=True)
    path.write_text(lines[2] + lines[0])
    with open_head(tmp_path) as head:
        assert head.sync_reviews() == []
        assert [one.id for one in head.events()] == [events[0].id, events[2].id]
    path.unlink()
    with open_head(tmp_path) as head:
        head.sync_reviews()
        assert head.events() == []


def test_review_problems_stay_until_they_are_gone(tmp_path: Path):
    made = build(tmp_path)
    append(tmp_path, event(made[0]))
    path = tmp_path / "reviews" / "anna.jsonl"
    good = path.read_text()
    path.write_text(good + "nonsense\n")
    for _ in range(2):
        with open_head(tmp_path) as head:
            assert [problem.where for problem in head.sync_reviews()] == ["reviews/anna.jsonl:2"]
            assert [problem.where for problem in head.problems()] == ["reviews/anna.jsonl:2"]
    path.write_text(good)
    with open_head(tmp_path) as head:
        assert head.sync_reviews() == []
        assert head.problems() == []


def test_verdicts_and_decisions(tmp_path: Path):
    made = build(tmp_path)
    first = event(made[0], note="why")
    for one in (
        first, event(made[0], "boris", verdict="incorrect", reasons=("outdated",), note="old"),
        event(made[1], verdict="misleading"), event(made[1], "boris", verdict="misleading"),
    ):  # fmt: skip
        append(tmp_path, one)
    with snapshot(tmp_path) as opened:
        cargo, growth = queries.lines(opened, [made[0].claim_id, made[1].claim_id])
        assert (cargo.state, cargo.verdict, cargo.votes) == ("disputed", "disputed", 2)
        assert (growth.state, growth.verdict, growth.verdict_by) == ("decided", "misleading", ("anna", "boris"))
        rows = opened.rows("SELECT note, reasons FROM decisions WHERE state = 'disputed'")
        assert rows == [{"note": "anna: why | boris: old", "reasons": ["outdated"]}]
    append(tmp_path, event(made[0], "clara", "adjudicate", verdict="exaggerated", note="final"))
    append(tmp_path, event(made[1], "clara", "dismiss_claim"))
    with snapshot(tmp_path) as opened:
        cargo, growth = queries.lines(opened, [made[0].claim_id, made[1].claim_id])
        assert (cargo.state, cargo.verdict) == ("adjudicated", "exaggerated")
        assert growth.state == "dismissed"
    append(tmp_path, event(made[0], action="retract", retracts=first.id))
    with snapshot(tmp_path) as opened:
        assert [told.reviewer for told in queries.claim_detail(opened, made[0].claim_id).verdicts] == ["boris"]


def stale(root: Path):
    with snapshot(root) as opened:
        return {told.reviewer: told.stale_because for told in queries.stale_verdicts(opened)}


def test_a_verdict_is_stale_when_what_it_was_based_on_changes(tmp_path: Path):
    cargo, growth = build(tmp_path)
    seen = replace(
        event(cargo).seen, comparison="consistent", observation="ports/2024", observation_hash="hash of 37.9"
    )
    append(tmp_path, event(cargo, seen=seen, settings_hash="s1"))
    append(tmp_path, event(growth, "boris", seen=replace(event(growth).seen, comparison="no_reference")))
    assert stale(tmp_path) == {}
    with open_head(tmp_path) as head:
        head.replace_source(source(), [observation(value="30")])
        head.replace_comparisons([compared(cargo, finding="above"), compared(growth)])
    assert stale(tmp_path) == {"anna": "observation, comparison", "boris": "comparison"}
    build(tmp_path, settings_hash="s2")
    assert stale(tmp_path) == {"anna": "settings"}
    with open_head(tmp_path) as head:
        head.remove_file("sources/ports.toml")
        assert head.sources() == []
    assert stale(tmp_path) == {"anna": "observation, settings"}


def test_an_orphan_reattaches_to_the_one_claim_with_its_words(tmp_path: Path):
    old = build(tmp_path)[0]
    decided = event(old)
    append(tmp_path, decided)
    append(tmp_path, event(None, action="retract", retracts=decided.id, reviewer="boris"))

    def belongs(*documents: Document) -> str | None:
        with open_head(tmp_path) as head:
            for path in ("claims/a.txt", "claims/b.txt", "claims/c.txt"):
                head.remove_file(path)
            head.replace_documents([(one, claims(one)) for one in documents])
            head.sync_reviews()
            head.reattach()
            query = "SELECT DISTINCT claim_id, orphan FROM review_events"
            [(claim_id, orphan)] = head.connection.execute(query).fetchall()
            assert orphan == (claim_id is None)
            return claim_id

    renamed, copied = document("claims/b.txt"), document("claims/c.txt", text=SENTENCE.upper() + " " + SENTENCE)
    assert belongs(document("claims/b.txt", text="Nothing here.")) is None
    assert belongs(renamed) == claims(renamed)[0][0].claim_id
    assert belongs(renamed, copied) is None
    moved = replace(renamed, document_id=old.document_id)
    assert belongs(replace(moved, path="claims/b.txt"), copied) == old.claim_id
    assert belongs(document()) == old.claim_id
    assert belongs(document(text="An edit. " + SENTENCE)) == old.claim_id


def test_what_reviewers_linked_is_compared(tmp_path: Path):
    cargo, growth = build(tmp_path)
    append(tmp_path, event(growth, action="link", evidence=("ports/2023",)))
    append(tmp_path, event(cargo, action="link", evidence=("no/such",)))
    with open_head(tmp_path) as head:
        head.sync_reviews()
        before = head.connection.execute("FROM comparisons").fetchall()
        head.compare_wanted(DEFAULT, [])
        fresh = head.connection.execute("FROM comparisons").fetchall()
        assert [row[:3] for row in fresh if row not in before] == [(growth.claim_id, "ports/2023", "incommensurable")]
        head.compare_wanted(DEFAULT, [])
        assert head.connection.execute("FROM comparisons").fetchall() == fresh
    with snapshot(tmp_path) as opened:
        [option] = queries.claim_detail(opened, growth.claim_id).options
        assert (option.rank, option.observation.observation_id, option.unit) == (None, "ports/2023", None)
        assert option.missing == "percent (percent) and tonne (mass) do not compare"
        assert queries.lines(opened, [growth.claim_id])[0].comparison == "incommensurable"


def test_a_failing_transaction_leaves_nothing(tmp_path: Path):
    build(tmp_path)
    before = everything(tmp_path)

    def fail() -> None:
        with open_head(tmp_path) as head, head.transaction():
            head.remove_file("claims/a.txt")
            head.set_problems([Problem("x")])
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert everything(tmp_path) == before


def test_a_killed_build_leaves_the_state_before(tmp_path: Path):
    build(tmp_path)
    before = everything(tmp_path)
    program = (
        "import os, sys; from pathlib import Path; from workbench.store.head import open_head\n"
        "with open_head(Path(sys.argv[1])) as head, head.transaction():\n"
        "    head.remove_file('claims/a.txt')\n"
        "    os.kill(os.getpid(), 9)"
    )
    assert subprocess.run([sys.executable, "-c", program, str(tmp_path)], check=False).returncode == -9
    assert everything(tmp_path) == before


@pytest.mark.parametrize(
    "spoil", ["foreign", "copy", "link", "folder", "garbage", "version", "no stamp", "second name"]
)
def test_a_database_that_is_not_ours_is_put_aside(tmp_path: Path, spoil: str, monkeypatch: pytest.MonkeyPatch):
    build(tmp_path)
    head_path = tmp_path / ".workbench" / "head.duckdb"
    other = tmp_path / "other.duckdb"
    match spoil:
        case "foreign":
            monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "elsewhere"))
        case "copy":
            shutil.copy(head_path, other)
            other.replace(head_path)
        case "link":
            head_path.rename(other)
            head_path.symlink_to(other)
        case "folder":
            head_path.unlink()
            head_path.mkdir()
        case "garbage":
            with head_path.open("rb+") as file:
                file.write(os.urandom(20_000))
        case "version":
            monkeypatch.setattr("workbench.store.stamp._schema", lambda: "other")
        case "no stamp":
            head_path.with_suffix(".stamp").unlink()
        case "second name":
            os.link(head_path, other)
    with open_head(tmp_path) as head:
        assert len(head.notices) == 1
        assert "built from the files" in head.notices[0].message
        assert head.claims() == []
    with open_head(tmp_path) as head:
        assert head.notices == []
    if spoil in {"link", "second name"}:
        assert other.stat().st_size > 0


def test_a_key_that_others_can_read_is_not_used(tmp_path: Path):
    build(tmp_path)
    [key] = (folder.Path(os.environ["XDG_STATE_HOME"]) / "claim-workbench").iterdir()
    assert key.stat().st_mode & 0o777 == 0o600
    key.chmod(0o644)
    with pytest.raises(WorkbenchError, match="others can read it"), open_head(tmp_path):
        pass


def test_a_private_folder_that_leads_out_is_refused(tmp_path: Path):
    case, outside = tmp_path / "case", tmp_path / "outside"
    case.mkdir()
    outside.mkdir()
    (case / ".workbench").symlink_to(outside)
    with pytest.raises(WorkbenchError, match="is a link"), open_head(case):
        pass
    assert list(outside.iterdir()) == []


def test_a_busy_case_says_who_holds_it(tmp_path: Path):
    with (
        folder.case_lock(tmp_path),
        pytest.raises(WorkbenchError, match=f"process {os.getpid()}") as caught,
        folder.case_lock(tmp_path, seconds=0.05),
    ):
        pass
    assert caught.value.code == EXIT_BUSY


def test_a_client_in_the_private_head_is_named(tmp_path: Path):
    build(tmp_path)
    program = "import duckdb, sys; c = duckdb.connect(sys.argv[1]); print('in', flush=True); sys.stdin.readline()"
    command = [sys.executable, "-c", program, str(tmp_path / ".workbench" / "head.duckdb")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as client:
        client.stdout.readline()
        with pytest.raises(WorkbenchError, match="private database open") as caught, open_head(tmp_path):
            pass
        client.communicate(b"\n")
    assert caught.value.code == EXIT_BUSY
    with open_head(tmp_path) as head:
        assert head.notices == []


def test_folders_with_odd_names_work_and_a_question_mark_is_refused(tmp_path: Path):
    case = tmp_path / "it's [a] case * 100% é"
    case.mkdir()
    assert build(case)
    with snapshot(case) as opened:
        assert queries.count(opened) == 2
    bad = tmp_path / "what?"
    bad.mkdir()
    with pytest.raises(WorkbenchError, match="question mark"):
        build(bad)


def test_pages_and_filters(tmp_path: Path):
    two = document("claims/b.txt", RANGE, speaker="Office")
    cargo, growth, *_ = build(tmp_path, [document(), two])
    append(tmp_path, event(growth, verdict="incorrect"))
    append(tmp_path, event(cargo, "boris", "flag"))
    with snapshot(tmp_path) as opened:
        by_worth = queries.page(opened, limit=10)
        assert [line.checkworthiness for line in by_worth] == [0.93, 0.5, 0.5]
        by_text = queries.page(opened, order="text", limit=3, offset=1)
        assert [(line.document, line.text) for line in by_text] == [
            ("claims/a.txt", "7-8%"), ("claims/b.txt", "7-8%"),
        ]  # fmt: skip
        for chosen, number in (
            ({"text": "GROWTH of 7-"}, 2), ({"text": "7_8%"}, 0), ({"kind": "mass"}, 1), ({"document": two.path}, 1),
            ({"state": "open"}, 2), ({"verdict": "incorrect"}, 1), ({"reviewer": "anna"}, 1), ({"reviewer": "x'"}, 0),
            ({"comparison": "no_reference"}, 2), ({"stale": False}, 3), ({"flagged": True, "kind": "mass"}, 1),
        ):  # fmt: skip
            told = queries.Filter(**chosen)
            assert queries.count(opened, told) == number, chosen
            assert len(queries.identifiers(opened, told)) == number


def test_a_claim_is_found_by_the_beginning_of_its_id(tmp_path: Path):
    cargo, growth = build(tmp_path)
    with snapshot(tmp_path) as opened:
        assert queries.find_claim(opened, growth.claim_id[:10]) == growth.claim_id
        with pytest.raises(WorkbenchError, match="several") as caught:
            queries.find_claim(opened, "c")
        assert caught.value.code == EXIT_USAGE
        for none in ("", "zzz", "%", "c\x00"):
            with pytest.raises(WorkbenchError, match="no claim"):
                queries.find_claim(opened, none)
        detail = queries.claim_detail(opened, cargo.claim_id)
        assert detail.claim == cargo
        assert (detail.before, detail.after[:11]) == ("Cargo reached nearly ", " last year.")
        assert detail.options[0].source == source()
        assert detail.options[0].reference_value == 37_900_000


def test_status_counts(tmp_path: Path):
    cargo, growth = build(tmp_path)
    append(tmp_path, event(cargo))
    append(tmp_path, event(growth, claim="c0", seen=replace(event(growth).seen, sentence="gone")))
    with snapshot(tmp_path) as opened:
        told = status_of(opened)
        assert (told.documents, told.claims, told.sources, told.observations, told.orphans) == (1, 2, 1, 2, 1)
        assert told.by_kind == {"mass": 1, "percent": 1}
        assert told.by_comparison == {"consistent": 1, "no_reference": 1}
        assert told.by_state == {"decided": 1, "open": 1}
        assert told.by_reviewer == {"anna": 1}
        assert [one.claim for one in queries.orphans(opened)] == ["c0"]


def test_a_snapshot_is_shared_until_the_head_changes_and_stays_readable(tmp_path: Path):
    [cargo, _] = build(tmp_path)
    first, second = open_snapshot(tmp_path), open_snapshot(tmp_path)
    assert first.path == second.path
    append(tmp_path, event(cargo))
    third = open_snapshot(tmp_path)
    assert third.path != first.path
    assert status_of(first).by_reviewer == {}
    assert status_of(third).by_reviewer == {"anna": 1}
    for one in (first, second, third):
        one.close()
    assert list((tmp_path / ".workbench" / "snapshots").iterdir()) == [third.path]


def test_who_reads_the_reviews_itself_gets_what_was_published_without_opening_the_head(tmp_path: Path):
    [cargo, growth] = build(tmp_path)
    append(tmp_path, event(cargo))
    publish(tmp_path)
    append(tmp_path, event(growth, "boris"))
    head = tmp_path / ".workbench" / NAME
    before = head.stat()
    first = open_snapshot(tmp_path, as_published=True)
    assert (head.stat().st_ino, head.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    assert status_of(first).by_reviewer == {"anna": 1}
    with open_head(tmp_path) as opened:
        opened.sync_reviews()
    second = open_snapshot(tmp_path, as_published=True)
    assert status_of(second).by_reviewer == {"anna": 1, "boris": 1}
    first.close()
    second.close()


def test_a_head_with_a_log_or_of_another_version_is_not_what_was_published(tmp_path: Path):
    build(tmp_path)
    publish(tmp_path)
    told = record_of_now(tmp_path)
    assert told is not None
    log = tmp_path / ".workbench" / f"{NAME}.wal"
    log.touch()
    assert record_of_now(tmp_path) is None
    open_snapshot(tmp_path, as_published=True).close()
    assert not log.exists()
    publish(tmp_path)
    write_record(tmp_path, replace(read_record(tmp_path), schema=told.schema + 1))
    assert record_of_now(tmp_path) is None


def test_of_a_blind_review_no_copy_holds_what_is_hidden(tmp_path: Path):
    [cargo, _] = build(tmp_path, review_mode="blind", reviewers=["anna", "boris"])
    append(tmp_path, event(cargo, blind=True, note="xyzzy"))
    publish(tmp_path)
    with closing(open_snapshot(tmp_path, as_published=True)) as opened:
        assert b"xyzzy" not in opened.path.read_bytes()
        assert queries.history(opened, cargo.claim_id) == []


def test_the_storage_version_is_one_that_every_supported_client_reads(tmp_path: Path):
    build(tmp_path)
    with open_head(tmp_path) as head:
        [(tags,)] = head.connection.execute(
            "SELECT tags FROM duckdb_databases() WHERE database_name = 'head'"
        ).fetchall()
        assert tags["storage_version"].startswith("v1.5")
    assert duckdb.__version__
