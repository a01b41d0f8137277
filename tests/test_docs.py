"""The pages hold what the program has: every command and option, links that lead somewhere, examples that exist."""

import importlib.util
import re
import shlex
from pathlib import Path

import click
import pytest

from workbench.operations.build import build
from workbench.operations.demo import demo

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
PAGES = [ROOT / "README.md", *sorted(DOCS.glob("*.md"))]


def script(name="commands"):
    spec = importlib.util.spec_from_file_location(f"docs_{name}", DOCS / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


COMMANDS = dict(script().every(script().cli, "workbench"))


BEFORE = r"(workbench( -C \S+)?( --reviewer \S+)? |`)"


def test_the_page_of_commands_is_as_the_program_is():
    assert (DOCS / "commands.md").read_text(encoding="utf-8") == script().page()


@pytest.mark.parametrize("name", [name for name, command in COMMANDS.items() if not isinstance(command, click.Group)])
def test_every_command_has_an_example_and_a_word_on_each_option(name):
    command = COMMANDS[name]
    assert "Example" in command.help
    assert [part.name for part in command.params if isinstance(part, click.Option) and not part.help] == []


def test_every_command_is_told_of_on_a_page_that_a_person_wrote():
    pages = " ".join(path.read_text(encoding="utf-8") for path in PAGES if path.name != "commands.md")
    single = [name.removeprefix("workbench ") for name, each in COMMANDS.items() if not isinstance(each, click.Group)]
    assert [name for name in single if not re.search(BEFORE + name + r"\b", pages)] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.name)
def test_links_lead_somewhere(page):
    links = re.findall(r"\]\((?!https?:|#)([^)#\s]+)", page.read_text(encoding="utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


def test_every_page_is_linked_from_the_readme():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert [path.name for path in DOCS.glob("*.md") if f"docs/{path.name}" not in readme] == []


def of(words):
    """The command that an example calls."""
    name = "workbench"
    for word in words[1:]:
        name = f"{name} {word}" if f"{name} {word}" in COMMANDS else name
    return COMMANDS[name]


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.name)
def test_examples_name_options_and_choices_that_exist(page):
    text = page.read_text(encoding="utf-8")
    lines = [*re.findall(r"^(workbench .*)$", text, re.MULTILINE), *re.findall(r"`(workbench [^`\n]*)`", text)]
    wrong = []
    for line in lines:
        words = shlex.split(re.split(r"\s{2,}| [|>&] ", line.removesuffix("\\"))[0], comments=True)
        parts = [part for part in of(words).params + COMMANDS["workbench"].params if isinstance(part, click.Option)]
        known = {word: part for part in parts for word in [*part.opts, *part.secondary_opts]}
        for word, value in zip(words[1:], [*words[2:], ""], strict=True):
            unknown = re.match(r"--?[a-zA-Z]", word) and word not in {*known, "-h", "--help"}
            kind = known[word].type if word in known else None
            if unknown or (isinstance(kind, click.Choice) and value not in kind.choices):
                wrong.append(line)
    assert wrong == []


async def test_the_picture_of_the_screen_can_be_drawn_anew(tmp_path):
    demo(tmp_path / "sample")
    build(tmp_path / "sample")
    drawn = await script("screenshot").draw(tmp_path / "sample")
    assert "workbench&#160;review" in drawn or "workbench review" in drawn
    assert "37.9&#160;million&#160;tonnes" in drawn
