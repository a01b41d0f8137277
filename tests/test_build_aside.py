"""A build works beside the case: others read, decide and publish meanwhile; its copy takes the head's place whole."""

import duckdb
import pytest

from workbench.errors import EXIT_BUSY, WorkbenchError
from workbench.operations import act, look
from workbench.operations.build import build
from workbench.store import head as heads
from workbench.store.folder import private_folder
from workbench.store.publish import publish
from workbench.store.stamp import stamp_path, write_stamp


def published(case, query):
    with duckdb.connect(str(case / "workbench.duckdb"), read_only=True) as client:
        return client.execute(query).fetchall()


class Meanwhile:
    """Does something once while a build looks for figures."""

    def __init__(self, do) -> None:
        self.do, self.done = do, False

    def __call__(self, _done, _total, what) -> None:
        if not self.done and what == "Comparing":
            self.done = True
            self.do()


def one_more_claim(case):
    (case / "claims" / "more.txt").write_text("The quay is 5 km long.\n", encoding="utf-8")


def test_while_a_build_goes_on_a_verdict_is_saved_and_published(case, workbench):
    build(case)
    [(claim,)] = published(case, "SELECT claim_id FROM claims WHERE text = '38 million tonnes'")
    one_more_claim(case)

    def decide():
        assert workbench("-C", case, "verdict", claim, "correct").code == 0
        assert published(case, "SELECT claim_id, verdict FROM verdicts") == [(claim, "correct")]
        assert published(case, "SELECT count(*) FROM claims") == [(2,)]

    meanwhile = Meanwhile(decide)
    assert build(case, meanwhile).claims == 3
    assert meanwhile.done
    assert published(case, "SELECT claim_id, verdict FROM verdicts") == [(claim, "correct")]
    assert published(case, "SELECT count(*) FROM claims") == [(3,)]


def test_a_second_build_is_told_to_wait_and_a_look_at_the_case_is_not_kept(case):
    build(case)
    one_more_claim(case)

    def build_too():
        with pytest.raises(WorkbenchError, match="is building it") as found:
            build(case, patience=0)
        assert found.value.code == EXIT_BUSY
        assert publish(case).problems == []

    meanwhile = Meanwhile(build_too)
    build(case, meanwhile)
    assert meanwhile.done


def test_what_was_built_last_is_shown_while_somebody_builds_for_long(case, workbench, monkeypatch):
    build(case)
    [(claim,)] = published(case, "SELECT claim_id FROM claims WHERE text = '38 million tonnes'")
    one_more_claim(case)
    monkeypatch.setattr(look, "_PATIENCE", 0)

    def look_at_it():
        assert workbench("-C", case, "verdict", claim, "correct").code == 0
        for command in (("status",), ("claims",), ("show", claim)):
            ran = workbench("-C", case, *command)
            assert (ran.code, "as it was built last" in ran.err) == (0, True), ran
        unknown = workbench("-C", case, "show", "c0000")
        assert (unknown.code, "is building it" in unknown.err) == (EXIT_BUSY, True)
        assert "as it was built last" in workbench("-C", case, "claims", "--orphans").err
        assert "1–2 of 2 claims" in workbench("-C", case, "claims").err
        assert "ann       verdict  correct" in workbench("-C", case, "show", claim).out

    meanwhile = Meanwhile(look_at_it)
    build(case, meanwhile)
    assert meanwhile.done
    ran = workbench("-C", case, "claims")
    assert ("1–3 of 3 claims" in ran.err, "as it was built last" in ran.err) == (True, False)


def test_a_claim_that_somebody_is_reading_in_is_waited_for(case, workbench, monkeypatch):
    build(case)
    one_more_claim(case)
    monkeypatch.setattr(act, "_PATIENCE", 0)

    def decide():
        ran = workbench("-C", case, "verdict", "c0000", "correct")
        assert (ran.code, "is building it" in ran.err) == (EXIT_BUSY, True)

    meanwhile = Meanwhile(decide)
    build(case, meanwhile)
    assert meanwhile.done


def test_before_a_first_build_has_ended_nothing_is_published(case):
    def publish_now():
        with pytest.raises(WorkbenchError, match="nothing to show before it has ended") as found:
            publish(case)
        assert found.value.code == EXIT_BUSY
        assert not (case / "workbench.duckdb").exists()

    meanwhile = Meanwhile(publish_now)
    build(case, meanwhile)
    assert meanwhile.done
    assert published(case, "SELECT count(*) FROM claims") == [(2,)]


def test_a_database_of_another_version_stays_published_until_its_successor_is_built(case):
    build(case)
    stamp_path(private_folder(case) / heads.NAME).unlink()

    def look():
        with pytest.raises(WorkbenchError, match="nothing to show before it has ended"):
            publish(case)
        assert published(case, "SELECT count(*) FROM claims") == [(2,)]

    meanwhile = Meanwhile(look)
    [problem] = build(case, meanwhile).problems
    assert meanwhile.done
    assert "it carries no stamp of this user" in problem.message
    [aside] = private_folder(case).glob("aside-*")
    assert aside.name in problem.hint


def test_a_damaged_copy_of_a_stopped_build_is_made_anew(case):
    build(case)
    one_more_claim(case)

    def stop():
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build(case, Meanwhile(stop))
    copy = private_folder(case) / heads.BUILDING
    copy.write_bytes(b"x" * 5000)
    (stamp_path(copy)).unlink()
    write_stamp(copy)
    report = build(case)
    assert (report.read, report.claims, report.problems) == (1, 3, [])


def test_a_build_that_is_stopped_leaves_the_case_as_it_was(case):
    build(case)
    one_more_claim(case)

    def stop():
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build(case, Meanwhile(stop))
    publish(case, if_changed=False)
    assert published(case, "SELECT count(*) FROM claims") == [(2,)]
    assert build(case).claims == 3
    assert published(case, "SELECT count(*) FROM claims") == [(3,)]


def test_a_kill_before_the_stamp_has_followed_costs_nothing(case, monkeypatch):
    build(case)
    one_more_claim(case)

    def killed(_head, fresh):
        if stamp_path(fresh).exists() and not fresh.exists():
            raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(heads, "_let_stamp_follow", killed)
        with pytest.raises(KeyboardInterrupt):
            build(case)
    report = build(case)
    assert (report.read, report.claims, report.problems) == (0, 3, [])
    assert not list(private_folder(case).glob("aside-*"))
    assert not list(private_folder(case).glob("building*"))
