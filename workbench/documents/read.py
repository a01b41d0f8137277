"""Files of ``claims/`` as documents: the reader that knows the kind, the description beside the file, identities."""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from workbench.documents.archive import is_zip, members
from workbench.documents.case import Case, refusal
from workbench.documents.dateline import dateline
from workbench.documents.files import open_regular, read_bytes, written_size
from workbench.documents.readers import plain, word
from workbench.documents.readers.choose import choose
from workbench.documents.readers.model import Input, Post, Reader, Rows
from workbench.documents.sidecar import Description, read_description, sidecar
from workbench.errors import Problem
from workbench.extraction.claims import Document, document_id, normalise
from workbench.references.toml import MAX_TOML

_CHUNK = 1024 * 1024
# Kinds of text that tell their day, if at all, above their first words.
_WITH_DATELINE = {"text", "markdown", "pdf", "docx", "html"}
# Outside a case a text is taken as it is: offsets count the file's own characters.
_AS_TEXT, _TEXT_ENDINGS = {"text", "markdown", "telegram-text"}, {".txt", ".text", ".md", ""}


@dataclass(frozen=True, slots=True)
class Recognition:
    """What a file was taken for, and why.

    Attributes:
        member: Its path inside a zip, else empty.
    """

    file: str
    member: str
    kind: str
    score: int
    reason: str


def read_documents(
    case: Case, path: Path, problems: list[Problem], *, sha256: str = "", table: Rows | None = None
) -> Iterator[Document]:
    """Read one file of ``claims/``, document by document.

    Args:
        case: The case.
        path: A file below its root.
        problems: What is wrong in the file and its description is added here, as it is found.
        sha256: The hash that :func:`content_hash` gave.
        table: Reads the rows of a Parquet file.
    """
    refused = refusal(case, path)
    if refused is not None:
        problems.append(refused)
        return
    given, found = read_description(case, path)
    problems += found
    file = _input(case, path, given, table)
    before, count = len(problems), 0
    for part, told in _parts(file, given, problems):
        for document in _documents(part, told, problems):
            count += 1
            yield replace(document, sha256=sha256)
    if not count and len(problems) == before:
        problems.append(file.problem("The file is empty", "Put the text into it or remove it"))


def read_document(case: Case, path: Path) -> tuple[list[Document], list[Problem]]:
    """All documents of one file at once, and its problems."""
    problems: list[Problem] = []
    return list(read_documents(case, path, problems)), problems


def read_alone(path: Path, problems: list[Problem], table: Rows | None = None) -> tuple[bool, Iterator[Document]]:
    """The documents of a file that need not be in a case, with the description beside it.

    Plain text is one document, the decoded file as it is, whatever it was copied from; other kinds are read as in a
    case.

    Args:
        path: The file.
        problems: What is wrong in it is added here, as it is found.
        table: Reads the rows of a Parquet file.

    Returns:
        Whether the file is of a kind that holds many documents, and those.
    """
    case = Case(path.parent)
    given, found = read_description(case, path)
    problems += found
    file = replace(_input(case, path, given, table), name=str(path))
    try:
        head = file.head()
    except OSError as error:
        problems.append(file.problem(f"The file cannot be read: {error.strerror or error}", "Check its name"))
        return False, iter(())
    reader = choose(head, file.base)[0]
    packed = is_zip(head) and reader.name != word.READER.name
    as_text = reader.name in _AS_TEXT or (path.suffix.lower() in _TEXT_ENDINGS and b"\0" not in head)
    if as_text and not packed:
        return False, _documents(file, given, problems, plain.TEXT)
    many = packed or not reader.single
    parts = _parts(file, given, problems)
    return many, (document for part, told in parts for document in _documents(part, told, problems))


def recognise(case: Case, path: Path) -> list[Recognition]:
    """What a file, or each file in a zip, is taken for; nothing for one that cannot be opened."""
    file = _input(case, path, Description(), None)
    found = []
    for part, _ in _parts(file, Description(), []):
        try:
            reader, told = choose(part.head(), part.base)
        except OSError:
            continue
        found.append(Recognition(file.name, part.member, reader.name, told.score, told.reason))
    return found


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


def state(path: Path) -> tuple[int, ...]:
    """What changes when a file or its description is written to: five numbers for each, -1 where there is none."""
    found: list[int] = []
    for one in (path, sidecar(path)):
        try:
            told = one.stat()
        except OSError:
            found += [-1] * 5
        else:
            found += [told.st_dev, told.st_ino, told.st_size, told.st_mtime_ns, told.st_ctime_ns]
    return tuple(found)


def changed_at(found: tuple[int, ...]) -> float:
    """When a file in this state, or its description, was last written to; seconds since 1970."""
    return max(found[3], found[4], found[8], found[9]) / 1e9


def with_identity(document: Document, identity: str) -> Document:
    """The document under another identity, and so another id."""
    if identity == document.identity:
        return document
    return replace(document, identity=identity, document_id=document_id(identity))


def _input(case: Case, path: Path, given: Description, table: Rows | None) -> Input:
    try:
        size = path.stat().st_size
    except OSError:
        size = 0
    return Input(
        case.name(path), lambda: open_regular(path), size, path=path, address=given.url, columns=given.columns,
        table=table,
    )  # fmt: skip


def _parts(file: Input, given: Description, problems: list[Problem]) -> Iterator[tuple[Input, Description]]:
    """The file itself, or the files in it where it is a zip of documents."""
    try:
        head = file.head()
    except OSError as error:
        what = f"The file cannot be read: {error.strerror or error}"
        problems.append(file.problem(what, "Check that it is there and may be read"))
        return
    if not is_zip(head) or choose(head, file.base)[0].name == "docx":
        yield file, given
        return
    for part, told in members(file, problems):
        filled = {name: getattr(told, name) or getattr(given, name) for name in Description.__dataclass_fields__}
        described = Description(**filled)
        yield replace(part, address=described.url, columns=described.columns), described


def _documents(
    file: Input, given: Description, problems: list[Problem], reader: Reader | None = None
) -> Iterator[Document]:
    """The documents of a file that is no zip of documents, by the reader that is given or the one that is surest."""
    try:
        head = file.head()
        if file.member and is_zip(head) and choose(head, file.base)[0].name != "docx":
            problems.append(file.problem("A zip inside a zip is not read", "Unpack it into claims/"))
            return
        reader = reader or choose(head, file.base)[0]
        if file.size > reader.limit:
            what = f"The file is {written_size(file.size)}, above the {written_size(reader.limit)} limit of its kind"
            problems.append(file.problem(what, "Split it into smaller files"))
            return
        identity = _identities(file, given, reader)
        for post in reader.read(file, problems):
            if post.text.strip():
                yield _document(file, given, reader, post, identity(post))
    except OSError as error:
        what = f"The file cannot be read: {error.strerror or error}"
        problems.append(file.problem(what, "Check that it is there, whole and readable"))


def _identities(file: Input, given: Description, reader: Reader) -> Callable[[Post], str]:
    """What identifies the posts of a file: their native id, else their URL, else what is theirs in the file."""
    inside = f"{file.name}/{file.member}" if file.member else file.name
    base = given.url or inside
    told: Counter[str] = Counter()

    def identity(post: Post) -> str:
        if post.key:
            return post.key
        if reader.single:
            return given.url if given.url and not file.member else post.url or inside
        if post.url:
            return post.url
        if post.local:
            return f"{base}#{post.local}"
        words = hashlib.sha256(normalise(post.text).encode("utf-8", "surrogatepass")).hexdigest()[:12]
        told[words] += 1
        return f"{base}#{words}" if told[words] == 1 else f"{base}#{words}.{told[words]}"

    return identity


def _document(file: Input, given: Description, reader: Reader, post: Post, identity: str) -> Document:
    """A post with what the description says: of a whole document before the post's own, of many posts after it."""
    first, second = (given, post) if reader.single else (post, given)
    said_at = given.date or post.posted_at if reader.single else post.posted_at or given.date
    if said_at is None and reader.name in _WITH_DATELINE:
        said_at = dateline(post.text)
    return Document(
        document_id(identity), identity, file.name, post.text,
        title=first.title or second.title or (file.member or None),
        speaker=first.speaker or second.speaker or post.channel,
        posted_at=said_at, url=first.url or second.url, language=given.language, format=reader.name,
        author=post.author, forwarded_from=post.forwarded_from, edited_at=post.edited_at, places=post.places,
    )  # fmt: skip
