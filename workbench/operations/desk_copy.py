"""A claim as plain text to take elsewhere, and where its words stand in its file."""

import os
import secrets
from pathlib import Path

from workbench.errors import WorkbenchError
from workbench.operations.desk_model import Shown
from workbench.operations.plain import one_line, plain
from workbench.store.folder import PRIVATE, failed, private_folder

COPIED = f"{PRIVATE}/copied.txt"
_MOST = 64 << 20
_KNOWN = 40


def told(shown: Shown) -> str:
    """A claim with who said it, the finding for what stands beside it first, and its verdict."""
    line, quantity = shown.detail.line, shown.detail.claim.quantity
    day = "" if line.posted_at is None else f"{line.posted_at:%Y-%m-%d}"
    forwarded = shown.detail.forwarded_from and f"forwarded from {shown.detail.forwarded_from}"
    where = (line.speaker, day, forwarded, shown.detail.title or line.document, shown.detail.url)
    rows = [f"“{one_line(quantity.sentence, 2000)}”", ", ".join(one_line(part) for part in where if part)]
    if shown.beside:
        first = next((each for each in shown.beside if each.linked), shown.beside[0])
        source = first.option.source
        rows.append(f"{first.found.comparison}: {plain(first.why)}")
        named = () if source is None else (source.publisher, source.title, source.url)
        rows.append(", ".join(one_line(part) for part in (first.option.observation.observation_id, *named)))
    else:
        rows.append(plain(shown.alone))
    if shown.decision.verdict is not None:
        rows.append(f"verdict: {one_line(shown.decision.verdict.replace('_', ' '))}")
    rows.append(f"claim {line.claim_id}")
    return "\n".join(rows) + "\n"


def keep(root: Path, text: str) -> str:
    """Put a text into a file for terminals that take nothing into their clipboard; returns its name in the case.

    Raises:
        WorkbenchError: It could not be written.
    """
    fresh = private_folder(root) / f"copied.{secrets.token_hex(6)}"
    try:
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8", errors="replace") as file:
            file.write(text)
        fresh.replace(root / COPIED)
    except OSError as error:
        fresh.unlink(missing_ok=True)
        raise failed("the copy could not be written", error, COPIED) from None
    return COPIED


def place(root: Path, shown: Shown) -> tuple[Path, int]:
    """The file that a claim stands in and its line, from 1; line 1 where its words are not in the file as such.

    Raises:
        WorkbenchError: The claim's file cannot be opened.
    """
    line, quantity = shown.detail.line, shown.detail.claim.quantity
    if not line.document:
        raise WorkbenchError("this claim has no file", "look at it with: workbench show")
    path = root / line.document
    if not path.resolve().is_relative_to(root.resolve()) or not path.is_file():
        raise WorkbenchError("the claim's file is not there", "press b to read the case again", file=line.document)
    try:
        with path.open("rb") as file:
            text = file.read(_MOST).decode("utf-8", "replace").removeprefix("\ufeff")
    except OSError as error:
        raise failed("it cannot be read", error, line.document) from None
    at = quantity.start
    if text[at : quantity.end] != quantity.text:
        at = max(text.find(quantity.sentence[:_KNOWN]), 0)
    return path, text.count("\n", 0, at) + 1
