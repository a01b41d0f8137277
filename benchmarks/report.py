"""Markdown tables, and their place in a page between two marks."""

import os
import platform
from collections.abc import Sequence
from pathlib import Path

from workbench import __version__


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table; the first column is left-aligned, the others right-aligned."""
    lines = ["| " + " | ".join(head) + " |", "|---" + "|---:" * (len(head) - 1) + "|"]
    return "\n".join([*lines, *("| " + " | ".join(row) + " |" for row in rows)])


def machine() -> str:
    """What the numbers were measured with, in one line."""
    return (
        f"claim-workbench {__version__}, Python {platform.python_version()}, {platform.system()} "
        f"{platform.machine()}, {os.cpu_count()} CPUs"
    )


def write_section(page: Path, name: str, body: str) -> None:
    """Replace what stands between the marks ``<!-- begin NAME -->`` and ``<!-- end NAME -->`` of a page.

    Raises:
        SystemExit: when the page has no such marks.
    """
    begin, end = f"<!-- begin {name} -->", f"<!-- end {name} -->"
    text = page.read_text(encoding="utf-8")
    if begin not in text or end not in text.split(begin, 1)[1]:
        raise SystemExit(f"{page}: the marks {begin} … {end} are missing; put them where the table should stand")
    before, rest = text.split(begin, 1)
    page.write_text(f"{before}{begin}\n\n{body}\n\n{end}{rest.split(end, 1)[1]}", encoding="utf-8")
