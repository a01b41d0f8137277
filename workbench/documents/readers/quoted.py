"""What a mail quotes of the mails before it: other people's words, that are no statement of its sender."""

import re

# "On 3 March 2025 at 10:00, Ann Berg wrote:", in the languages that mail programs here write it in.
_WROTE = re.compile(r"\b(?:wrote|writes|schrieb|a écrit|написала?|писала?|пишет|пишут)\b[^\n]{0,120}:\s*\Z")
_BEGINS = re.compile(r"(?:On|Am|Le|\d|[А-Я]?[а-я]{1,3},? \d)")
_ORIGINAL = re.compile(
    r"\s*-{2,}\s*(?:Original Message|Ursprüngliche Nachricht|Message d.origine|Исходное сообщение)\s*-{2,}",
    re.IGNORECASE,
)
_FORWARDED = re.compile(
    r"-{2,}\s*(?:Forwarded|Пересланное|Пересылаемое|Weitergeleitete|Message transféré)|Begin forwarded"
)
_HEADER = re.compile(r"\s*\*?(?:From|Von|De|От)\s?:\*?\s+\S")
_SENT = re.compile(r"\s*\*?(?:Sent|Date|Gesendet|Datum|Envoyé|Отправлено|Дата)\s?:\*?\s+\S")
_CITED = re.compile(r"<blockquote\b[^>]*(?:type=.?cite|gmail_quote)[^>]*>.*</blockquote\s*>", re.IGNORECASE | re.DOTALL)


def own_words(text: str) -> tuple[str, int]:
    """The text of a mail without what it quotes, and how many lines were left out.

    Left out are lines that begin with ``>``, the line above them that says who wrote them, and everything from the
    head of an earlier mail on, as Outlook copies it below an answer. What is forwarded stays: it is what was sent. A
    mail that would have no words left is given whole.
    """
    lines = text.split("\n")
    end = _earlier_mail(lines)
    kept: list[str] = []
    for line in lines[:end]:
        if line.lstrip(" ").startswith(">"):
            _drop_attribution(kept)
        else:
            kept.append(line)
    left_out = len(lines) - len(kept)
    own = "\n".join(kept)
    return (own, left_out) if left_out and own.strip() else (text, 0)


def forwarded_from(text: str) -> str | None:
    """Whose mail a text passes on that says nothing of its own before it; None for any other."""
    lines = [line.strip() for line in text.split("\n", 40) if line.strip()][:6]
    if len(lines) < 2 or not _FORWARDED.search(lines[0]):
        return None
    sender = next((line for line in lines[1:] if _HEADER.match(line)), "")
    return sender.partition(":")[2].strip(" *") or None


def without_citations(html: str) -> str:
    """The HTML of a mail without what its program marked as the earlier mail."""
    return _CITED.sub("", html)


def _earlier_mail(lines: list[str]) -> int:
    """The line on which the copy of an earlier mail begins; how many lines there are where there is none."""
    for place, line in enumerate(lines):
        if _FORWARDED.search(line):
            return len(lines)
        is_head = _HEADER.match(line) and any(_SENT.match(other) for other in lines[place + 1 : place + 3])
        if place and (_ORIGINAL.match(line) or is_head):
            return place
    return len(lines)


def _drop_attribution(kept: list[str]) -> None:
    """Take the line that says who wrote what follows off the end; mail programs break it in two at times."""
    last = next((i for i in range(len(kept) - 1, -1, -1) if kept[i].strip()), -1)
    if last < 0 or not _WROTE.search(" ".join(kept[max(0, last - 1) : last + 1])):
        return
    one = _WROTE.search(kept[last]) is not None and _BEGINS.match(kept[last].strip()) is not None
    first = last if one or last == 0 or not _BEGINS.match(kept[last - 1].strip()) else last - 1
    if one or first < last or _WROTE.search(kept[last]):
        del kept[first:]
