"""Plain text and Markdown: the text as it is."""

import re
from collections.abc import Iterator

from workbench.documents.readers.encoding import decode
from workbench.documents.readers.model import Input, Post, Reader, Recognised, ends
from workbench.errors import Problem

_TITLE = re.compile(r"#[ \t]+([^\n]{1,300})")


def recognise_text(head: bytes, name: str) -> Recognised | None:  # noqa: ARG001 - anything may be text
    """Anything may be text; reading says where it is not."""
    return Recognised(1, "nothing else that is known")


def recognise_markdown(head: bytes, name: str) -> Recognised | None:  # noqa: ARG001 - only its name tells
    """Whether its name says that it is Markdown."""
    return Recognised(30, "its name ends in .md") if ends(name, ".md", ".markdown") else None


def read_text(file: Input, problems: list[Problem]) -> Iterator[Post]:
    """The whole text as one document."""
    text = _text(file, problems)
    if text is not None:
        yield Post(text)


def read_markdown(file: Input, problems: list[Problem]) -> Iterator[Post]:
    """The whole text as one document, its first heading as the title."""
    text = _text(file, problems)
    if text is not None:
        found = _TITLE.match(text.lstrip())
        yield Post(text, title=found[1].strip() if found else None)


def _text(file: Input, problems: list[Problem]) -> str | None:
    try:
        data = file.data()
    except OSError as error:
        hint = "Check that the file is there, is readable and not too large"
        problems.append(file.problem(f"The file cannot be read: {error.strerror or error}", hint))
        return None
    return decode(data, file, problems)


TEXT = Reader("text", recognise_text, read_text, single=True)
MARKDOWN = Reader("markdown", recognise_markdown, read_markdown, single=True)
