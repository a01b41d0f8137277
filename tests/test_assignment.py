"""Who reviews what: the draw, what is written into the settings, and the same draw in SQL."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.documents.assignment import written_assignment
from workbench.documents.settings import parse_settings
from workbench.errors import WorkbenchError
from workbench.operations.assign import divide, shares
from workbench.operations.build import build
from workbench.operations.init import init
from workbench.operations.look import Filter, query
from workbench.operations.look import claims as look
from workbench.reviews.assignment import Assignment, assigned

NAMES = ("ana", "ben", "cem")
TEXT = "".join(f"In all {n * 7 + 3} villages have power. " for n in range(60))


@pytest.fixture
def case(tmp_path):
    root = tmp_path / "case"
    init(root)
    (root / "claims" / "a.txt").write_text(TEXT)
    (root / "claims" / "b.txt").write_text("The convoy carried 300 tonnes of flour and 25 tonnes of salt.\n")
    return root


def test_everybody_has_everything_by_default():
    assert assigned(Assignment(), NAMES, "g1", "claims/a.txt") == NAMES


@given(st.text(max_size=20), st.text("abc123", min_size=1, max_size=8), st.integers(0, 100))
def test_each_group_is_drawn_for_one_or_two(seed, group, overlap):
    drawn = assigned(Assignment("random", Decimal(overlap), seed), NAMES, group, "claims/a.txt")
    assert 1 <= len(drawn) <= 2
    assert set(drawn) <= set(NAMES)
    assert drawn == assigned(Assignment("random", Decimal(overlap), seed), NAMES[::-1], group, "claims/a.txt")


def test_shares_are_even_and_overlap_is_what_was_asked_for():
    drawn = [assigned(Assignment("random", Decimal(30)), NAMES, f"g{n}", "claims/a.txt") for n in range(6000)]
    twice = sum(len(names) == 2 for names in drawn) / len(drawn)
    assert 0.27 < twice < 0.33
    each = [sum(name in names for names in drawn) for name in NAMES]
    assert max(each) < 1.08 * min(each)


def test_another_reviewer_takes_only_what_becomes_theirs():
    """Rendezvous: whoever stays keeps what they have, but for what the new one draws."""
    for n in range(300):
        before = assigned(Assignment("random", Decimal(0)), NAMES, f"g{n}", "")
        after = assigned(Assignment("random", Decimal(0)), (*NAMES, "dee"), f"g{n}", "")
        assert after in (before, ("dee",))


def test_a_document_goes_to_whom_it_is_given():
    chosen = Assignment("random", documents=(("claims/b.txt", ("cem",)),))
    assert assigned(chosen, NAMES, "g1", "claims/b.txt") == ("cem",)


@pytest.mark.parametrize("assignment", [
    Assignment("random", Decimal(40), "winter"),
    Assignment("random", Decimal(0)),
    Assignment("random", Decimal(100), documents=(("claims/b.txt", ("cem", "dee")),)),
    Assignment("all", documents=(("claims/b.txt", ("dee",)),)),
])  # fmt: skip
def test_sql_draws_as_the_function_does(case, assignment):
    settings = case / "workbench.toml"
    settings.write_text(written_assignment(settings.read_text(), assignment, NAMES))
    told = "SELECT claim_id, group_id, path FROM claims JOIN documents USING (document_id)"
    rows = query(case, told, seconds=20).rows
    drawn = query(case, "FROM assignments ORDER BY ALL", seconds=20).rows
    wanted = [(claim, name) for claim, group, path in rows for name in assigned(assignment, NAMES, group, path)]
    assert drawn == sorted(wanted)
    assert len(rows) > 50


def test_settings_are_written_and_read_back_and_comments_stay():
    wanted = Assignment("random", Decimal("12.5"), "winter", (("claims/b.txt", ("ana", "ben")),))
    text = '# mine\ntitle = "A"\n\n[review]\nmode = "open" # for now\n'
    written = written_assignment(text, wanted, NAMES)
    settings, problems = parse_settings(written, "workbench.toml")
    assert not problems
    assert (settings.assignment, settings.reviewers) == (wanted, NAMES)
    assert written.startswith('# mine\ntitle = "A"\n')
    assert "# for now" in written
    assert "assignment" not in written_assignment(written, Assignment(), NAMES)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ('share = "half"', "share cannot be used"),
        ("overlap = 120", "overlap cannot be used"),
        ("seed = 5", "seed cannot be used"),
        ('documents = ["a"]', "documents cannot be used"),
        ('sahre = "all"', "sahre"),
    ],
)
def test_what_is_wrong_in_the_settings_is_told_with_its_line(line, told):
    settings, problems = parse_settings(f'[review]\nreviewers = ["ana"]\n[assignment]\n{line}\n', "workbench.toml")
    assert settings.assignment == Assignment()
    assert any(told in problem.message and problem.line == 4 for problem in problems)


def test_a_draw_without_reviewers_is_told():
    settings, (problem,) = parse_settings('[assignment]\nshare = "random"\n', "workbench.toml")
    assert settings.assignment.share == "all"
    assert "no reviewers" in problem.message


def test_dividing_shows_in_shares_filters_and_files(case):
    divide(case, share="random", overlap=Decimal(0), reviewers=("ana", "ben"))
    found = divide(case, documents={"b.txt": ("ben",)})
    assert found.assignment.documents == (("claims/b.txt", ("ben",)),)
    by_name = {share.reviewer: share.claims for share in found.shares}
    assert sum(by_name.values()) == 62
    mine = look(case, Filter(assigned="ana"), order="text", limit=100, offset=0)
    assert mine.total == by_name["ana"]
    assert {line.document for line in mine.lines} == {"claims/a.txt"}
    assert divide(case, documents={"claims/b.txt": ()}).assignment.documents == ()
    divide(case, share="all")
    assert look(case, Filter(assigned="ana"), order="text", limit=1, offset=0).total == 62


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"share": "random"}, "there are no reviewers"),
        ({"reviewers": ("Not A Name",)}, "is no reviewer's name"),
        ({"documents": {"nothing.txt": ("ana",)}}, "there is no document"),
        ({"documents": {"../workbench.toml": ("ana",)}}, "there is no document"),
    ],
)
def test_what_cannot_be_divided_is_refused_and_nothing_written(case, asked, told):
    before = (case / "workbench.toml").read_bytes()
    with pytest.raises(WorkbenchError, match=told):
        divide(case, **asked)
    assert (case / "workbench.toml").read_bytes() == before


def test_a_change_of_the_reviewers_alone_reaches_the_database(case):
    build(case)
    text = (case / "workbench.toml").read_text()
    (case / "workbench.toml").write_text(text.replace("reviewers = []", 'reviewers = ["ana", "ben"]'))
    assert build(case).read == 0
    assert query(case, "SELECT reviewers FROM meta", seconds=20).rows == [(["ana", "ben"],)]


def test_nobodys_claims_are_counted(case):
    divide(case, documents={"b.txt": ("ben",)})
    assert shares(case).unassigned == 60
