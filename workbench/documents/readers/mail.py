"""An e-mail saved as .eml."""

import re
from collections import deque
from collections.abc import Iterator
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import parseaddr

from workbench.documents.readers.encoding import decode
from workbench.documents.readers.markup import plain_text
from workbench.documents.readers.model import Input, Post, Reader, Recognised, ends, opening
from workbench.documents.readers.moments import read_written
from workbench.documents.readers.quoted import forwarded_from, own_words, without_citations
from workbench.errors import Problem

LIMIT = 64 << 20
_HEADER = re.compile(
    r"^(From|To|Date|Subject|Message-ID|MIME-Version|Received|Return-Path|Delivered-To|Content-Type|DKIM-Signature):",
    re.IGNORECASE | re.MULTILINE,
)


def recognise(head: bytes, name: str) -> Recognised | None:
    """Whether it begins with the headers of a mail."""
    top = re.split(r"\r?\n\r?\n", opening(head), maxsplit=1)[0]
    seen = {found.lower() for found in _HEADER.findall(top)}
    begins = re.match(r"(?:From \S|[A-Za-z][\w-]{1,60}:)", top) is not None
    if begins and "from" in seen and ({"message-id", "mime-version", "received"} & seen):
        return Recognised(90, "it begins with the headers of a mail")
    if begins and ends(name, ".eml") and len(seen) >= 2:
        return Recognised(85, "its name ends in .eml, and it begins with headers")
    return None


def read(file: Input, problems: list[Problem]) -> Iterator[Post]:
    """The mail's text; attachments are named, not read."""
    try:
        message = BytesParser(policy=policy.default).parsebytes(file.data(LIMIT))
        body, kept = _body(message, file, problems)
        text, quoted = own_words(body)
        sender, subject = parseaddr(str(message["from"] or "")), str(message["subject"] or "").strip()
        number, sent = str(message["message-id"] or "").strip(), read_written(str(message["date"] or ""))
    except Exception as error:  # noqa: BLE001 - the parser raises of many kinds on a stranger's mail
        problems.append(file.problem(f"The mail cannot be read: {type(error).__name__}", "Save its text instead"))
        return
    if quoted:
        lines = "One line" if quoted == 1 else f"{quoted:,} lines"
        what = f"{lines} that the mail quotes of earlier mails {'was' if quoted == 1 else 'were'} left out"
        problems.append(file.problem(what, "Add those mails by themselves, or their text, to have them checked"))
    if kept:
        count = "One attachment of the mail was" if len(kept) == 1 else f"{len(kept)} attachments of the mail were"
        what = f"{count} not read: {', '.join(kept)[:200]}"
        problems.append(file.problem(what, "Save those that hold statements into claims/"))
    if not text.strip():
        problems.append(file.problem("The mail holds no text", "Save its text into a .txt file"))
        return
    yield Post(
        text, key=f"mail:{number[:300]}" if number else None, posted_at=sent, speaker=sender[0] or sender[1] or None,
        title=subject or None, forwarded_from=forwarded_from(text),
    )  # fmt: skip


def _body(message: EmailMessage, file: Input, problems: list[Problem]) -> tuple[str, list[str]]:
    """The text of all parts that a mail program shows, and the names of those that it does not."""
    shown: list[str] = []
    kept: list[str] = []
    waiting = deque([message])
    while waiting:
        part = waiting.popleft()
        kind, inside = part.get_content_type(), [one for one in part.iter_parts() if isinstance(one, EmailMessage)]
        if kind == "multipart/alternative":
            waiting.extendleft([_best(inside, file, problems)] if inside else [])
        elif part.is_multipart() and kind != "message/rfc822":
            waiting.extendleft(reversed(inside))
        elif _is_shown(part):
            shown.append(_text(part, file, problems))
        else:
            kept.append(part.get_filename() or kind)
    return "\n".join(text for text in shown if text.strip()), kept


def _best(parts: list[EmailMessage], file: Input, problems: list[Problem]) -> EmailMessage:
    """Of alternatives the plain text, or else the one that is told last, which is the richest."""
    plain = next((part for part in parts if part.get_content_type() == "text/plain"), None)
    return plain if plain is not None and _text(plain, file, problems).strip() else parts[-1]


def _is_shown(part: EmailMessage) -> bool:
    named = part.get_content_disposition() == "attachment" or part.get_filename() is not None
    return part.get_content_type() in {"text/plain", "text/html"} and not named


def _text(part: EmailMessage, file: Input, problems: list[Problem]) -> str:
    """The text of a part; one in an encoding that nobody knows is read as text of any file is."""
    try:
        content = part.get_content()
    except LookupError:
        data = part.get_payload(decode=True)
        content = decode(data, file, problems) if isinstance(data, bytes) else None
    if not isinstance(content, str):
        return ""
    content = content.replace("\r\n", "\n")
    if part.get_content_subtype() == "html":
        return plain_text(without_citations(content))
    return _flowed(content) if part.get_param("format") == "flowed" else content


def _flowed(text: str) -> str:
    """Paragraphs whole that the program cut into lines, each of which ends with a space; quotes stay as they are."""
    lines: list[str] = []
    open_line = False
    for line in text.split("\n"):
        bare = line.removeprefix(" ")
        if open_line and not line.startswith(">"):
            lines[-1] += bare
        else:
            lines.append(bare)
        open_line = bare.endswith(" ") and bare != "-- " and not line.startswith(">")
    return "\n".join(lines)


READER = Reader("mail", recognise, read, single=True, limit=LIMIT)
