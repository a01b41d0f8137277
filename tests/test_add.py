"""Putting documents into a case and describing them."""

import io
import sys

import pytest

from workbench.documents.sidecar import edited
from workbench.errors import WorkbenchError
from workbench.operations.add import add, paste, safe_name
from workbench.operations.document_set import set_document


@pytest.fixture
def outside(tmp_path_factory):
    folder = tmp_path_factory.mktemp("outside")
    (folder / "speech.txt").write_text("The quay is 5 km.")
    return folder


def test_a_file_is_copied_with_its_description(case, outside):
    made, problems = add(case, [outside / "speech.txt"], {"speaker": 'A "B"', "date": "2025-03-17"})
    assert ([path.name for path in made], problems) == (["speech-2.txt"], [])
    assert (case / "claims" / "speech-2.txt.toml").read_text() == 'speaker = "A \\"B\\""\ndate = 2025-03-17\n'
    again, problems = add(case, [case.parent / outside / "speech.txt"], {}, "speech-2.txt")
    assert (again, "already" in problems[0].message) == ([], True)


def test_a_description_beside_the_file_comes_along(case, outside):
    (outside / "speech.txt.toml").write_text('# ours\nspeaker = "Ann"\n')
    made, _ = add(case, [outside / "speech.txt"], {"url": "https://example.org/1"}, "other.txt")
    assert (case / "claims" / "other.txt.toml").read_text() == '# ours\nspeaker = "Ann"\nurl = "https://example.org/1"\n'
    assert [path.name for path in made] == ["other.txt"]


def test_a_folder_is_copied_without_what_is_hidden_or_a_link(case, outside):
    (outside / "sub").mkdir()
    (outside / "sub" / "-rf.txt").write_text("6 km")
    (outside / ".secret").write_text("x")
    (outside / "link.txt").symlink_to("/etc/hostname")
    made, _ = add(case, [outside], {})
    assert sorted(path.relative_to(case / "claims" / safe_name(outside.name)).as_posix() for path in made) == [
        "speech.txt",
        "sub/rf.txt",
    ]


@pytest.mark.parametrize(
    ("name", "safe"),
    [("-rf", "rf"), ("+x.txt", "x.txt"), ("../../etc/passwd", "etc-passwd"), (".hidden", "hidden"),
     ("a\x1b[2Jb.txt", "a-[2Jb.txt"),
     ("", "document"), ("x" * 300 + ".txt", "x" * 100 + ".txt"), ("Речь 1.txt", "Речь 1.txt")],
)  # fmt: skip
def test_names_are_made_safe(name, safe):
    assert safe_name(name) == safe


def test_a_pasted_text_gets_its_name_from_its_title(case):
    assert [path.name for path in paste(case, b"5 km", {"title": "A/B: talk"})] == ["A-B- talk.txt"]
    with pytest.raises(WorkbenchError, match="nothing was pasted"):
        paste(case, b" \n", {})


def test_paste_on_the_command_line(case, workbench, monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"The quay is 9 km.")))
    done = workbench("-C", case, "add", "-", "--name", "note", "--speaker", "Ann")
    assert (done.code, "note.txt" in done.out) == (0, True)
    assert "9 km" in workbench("-C", case, "claims").out


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["add", "/nowhere/x.txt"], "no file"),
        (["add", "https://example.org/x"], "downloads nothing"),
        (["add", "-", "x"], "goes alone"),
        (["add", "{case}/claims/speech.txt"], "already"),
        (["add", "{case}"], "part of the case"),
        (["document", "set", "speech.txt", "colour=red"], "no field"),
        (["document", "set", "speech.txt", "date=yesterday"], "no date"),
        (["document", "set", "speech.txt", "speaker"], "no ="),
        (["document", "set", "nothing.txt", "speaker=a"], "no document"),
        (["document", "set", "../workbench.toml", "speaker=a"], "no document"),
    ],
)
def test_wrong_words_are_usage_errors(case, workbench, words, message):
    done = workbench("-C", case, *(word.format(case=case) for word in words))
    assert (done.code, message in done.err, done.out) == (2, True, "")


def test_a_description_is_changed_line_by_line():
    text = '# mine\ntitle = "A # B"  # keep\nspeaker = "X"\n\n[columns]  # of the table\ntext = "body"\n'
    after = edited(text, {"title": "C", "speaker": "", "date": "2025-03-17T10:00:00+03:00", "columns.date": "when"})
    assert after == (
        '# mine\ntitle = "C"  # keep\ndate = 2025-03-17T07:00:00Z\n\n'
        '[columns]  # of the table\ntext = "body"\ndate = "when"\n'
    )
    assert edited("", {"columns.text": "b"}) == '[columns]\ntext = "b"\n'
    assert edited('a = 1\r\ntitle = "A"\r\n', {"title": "B"}) == 'a = 1\r\ntitle = "B"\r\n'


@pytest.mark.parametrize("text", ['title = """\nspeaker = 1\n"""\n', "title = \n", 'columns = {text = "a"}\n'])
def test_what_cannot_be_changed_safely_is_left(text):
    with pytest.raises(WorkbenchError):
        edited(text, {"speaker": "A", "title": "B", "columns.text": "c"})


def test_document_set_writes_the_description(case):
    beside = set_document(case, "speech.txt", {"speaker": "Ann \x1b[31m", "title": "T"})
    assert beside.read_text() == 'speaker = "Ann \\u001b[31m"\ndate = 2025-03-17\ntitle = "T"\n'
    assert [path.name for path in beside.parent.iterdir() if path.name.startswith(".")] == []
