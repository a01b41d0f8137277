"""Text files as documents, and the description that may stand beside any document: ``NAME.EXT.toml``."""

import hashlib
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, time
from pathlib import Path

from workbench.documents.case import SIDECAR, Case, refusal
from workbench.documents.files import open_regular, read_bytes, read_text
from workbench.errors import Problem
from workbench.extraction.claims import Document, document_id
from workbench.references.toml import MAX_TOML, line_of, read_toml, unknown_keys

FIELDS = ("title", "speaker", "date", "url", "language")
_CHUNK = 1024 * 1024


def sidecar(path: Path) -> Path:
    """Where the description of a document stands."""
    return path.with_name(path.name + SIDECAR)


def read_document(case: Case, path: Path) -> tuple[list[Document], list[Problem]]:
    """Read one file of ``claims/``.

    Args:
        case: The case.
        path: A file below its root.

    Returns:
        Its documents (none where it cannot be read) and the problems of the file and its description. Identities are
        those of the file alone; see :func:`distinct_identities`.
    """
    name = case.name(path)
    refused = refusal(case, path)
    if refused is not None:
        return [], [refused]
    text, problem = read_text(path, name)
    if text is None:
        return [], [] if problem is None else [problem]
    if not text.strip():
        return [], [Problem("The file is empty", "Put the text into it or remove it", name)]
    given, problems = _read_sidecar(case, path)
    identity = given.get("url") or name
    posted_at = given.get("date")
    document = Document(
        document_id(str(identity)), str(identity), name, text, title=_text(given.get("title")),
        speaker=_text(given.get("speaker")), posted_at=posted_at if isinstance(posted_at, datetime) else None,
        url=_text(given.get("url")), language=_text(given.get("language")), sha256=content_hash(path),
    )  # fmt: skip
    return [document], problems


def content_hash(path: Path) -> str:
    """SHA-256, as hex, of a file's bytes and its description's.

    Raises:
        OSError: The file cannot be read.
    """
    digest = hashlib.sha256()
    with open_regular(path) as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
    try:
        beside = read_bytes(sidecar(path), MAX_TOML)
    except OSError:
        beside = b""
    digest.update(b"\0description\0" + beside)
    return digest.hexdigest()


def distinct_identities(found: Iterable[tuple[str, str]]) -> tuple[list[str], list[Problem]]:
    """Tell apart documents that claim the same identity.

    The first path in order keeps it; each further one is given ``IDENTITY#PATH``. It depends on the files present
    alone, not on the order in which they were read.

    Args:
        found: (path, identity) of every document of the case.

    Returns:
        The identities in the order given, and a problem for each that was changed.
    """
    pairs = list(found)
    identities = [identity for _, identity in pairs]
    first: dict[str, str] = {}
    taken = set(identities)
    problems = []
    for number in sorted(range(len(pairs)), key=lambda n: pairs[n]):
        path, identity = pairs[number]
        if identity not in first:
            first[identity] = path
            continue
        changed = f"{identity}#{path}"
        while changed in taken:
            changed += "#"
        taken.add(changed)
        identities[number] = changed
        what = f"It has the same identity as {first[identity]}: {identity[:200]}; both are kept"
        problems.append(Problem(what, "Give each its own url, or remove the copy", path))
    return identities, problems


def with_identity(document: Document, identity: str) -> Document:
    """The document under another identity, and so another id."""
    if identity == document.identity:
        return document
    return replace(document, identity=identity, document_id=document_id(identity))


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _read_sidecar(case: Case, path: Path) -> tuple[dict[str, str | datetime], list[Problem]]:
    """What the description says, the date as UTC without a zone."""
    beside = sidecar(path)
    name = case.name(beside)
    if not beside.exists():
        return {}, []
    refused = refusal(case, beside)
    if refused is not None:
        return {}, [refused]
    text, problem = read_text(beside, name, MAX_TOML)
    if text is None:
        return {}, [] if problem is None else [problem]
    data, problems = read_toml(text, name)
    given: dict[str, str | datetime] = {}
    problems += unknown_keys(data, FIELDS, text, name)
    for key in FIELDS:
        if key not in data:
            continue
        value, line = data[key], line_of(text, key)
        if key == "date":
            moment = read_moment(value)
            if moment is None:
                what, hint = "date is no date", "Write date = 2025-01-31, or date = 2025-01-31T14:30:00Z"
                problems.append(Problem(what, hint, name, line))
            else:
                given[key] = moment
        elif not isinstance(value, str):
            problems.append(Problem(f"{key} is not a text", f'Write {key} = "…"', name, line))
        elif value.strip():
            given[key] = value.strip()
    return given, problems


def read_moment(value: object) -> datetime | None:
    """A TOML date, a date and time, or an ISO 8601 text as UTC without a zone; None for anything else.

    A date is the beginning of its day, and a time without a zone is taken as UTC.
    """
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value.strip())
        except ValueError:
            return None
    if isinstance(value, datetime):
        try:
            return value.astimezone(UTC).replace(tzinfo=None) if value.tzinfo else value
        except OverflowError:
            return None
    return datetime.combine(value, time()) if isinstance(value, date) else None
