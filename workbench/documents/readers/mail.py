"""An e-mail saved as .eml."""

import re
from collections.abc import Iterator
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import parseaddr

from workbench.documents.readers.markup import plain_text
from workbench.documents.readers.model import Input, Post, Reader, Recognised, ends, opening
from workbench.documents.readers.moments import read_written
from workbench.documents.readers.quoted import own_words, without_citations
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
        text, quoted = own_words(_body(message))
        kept = [part.get_filename() or part.get_content_type() for part in _attachments(message)]
        sender, subject = parseaddr(str(message["from"] or "")), str(message["subject"] or "").strip()
        number, sent = str(message["message-id"] or "").strip(), read_written(str(message["date"] or ""))
    except Exception as error:  # noqa: BLE001 - the parser raises of many kinds on a stranger's mail
        problems.append(file.problem(f"The mail cannot be read: {type(error).__name__}", "Save its text instead"))
        return
    if quoted:
        what = f"{quoted:,} lines that the mail quotes of earlier mails were left out"
        problems.append(file.problem(what, "Add those mails by themselves, or their text, to have them checked"))
    if kept:
        what = f"{len(kept)} attachments of the mail were not read: {', '.join(kept)[:200]}"
        problems.append(file.problem(what, "Save those that hold statements into claims/"))
    if not text.strip():
        problems.append(file.problem("The mail holds no text", "Save its text into a .txt file"))
        return
    yield Post(
        text, key=f"mail:{number[:300]}" if number else None, posted_at=sent, speaker=sender[0] or sender[1] or None,
        title=subject or None,
    )  # fmt: skip


def _body(message: EmailMessage) -> str:
    part = message.get_body(preferencelist=("plain", "html"))
    if part is None:
        return ""
    content = part.get_content()
    if not isinstance(content, str):
        return ""
    content = content.replace("\r\n", "\n")
    return plain_text(without_citations(content)) if part.get_content_subtype() == "html" else content


def _attachments(message: EmailMessage) -> list[EmailMessage]:
    return [part for part in message.iter_attachments() if isinstance(part, EmailMessage)]


READER = Reader("mail", recognise, read, single=True, limit=LIMIT)
