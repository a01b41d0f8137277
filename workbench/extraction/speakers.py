"""Who says what in a text that quotes others: interviews, transcripts, statements, quoted speech."""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from workbench.extraction.saying import QUOTES, sayings
from workbench.extraction.speech import Speech, speech

Span = tuple[int, int, str]

# A stretch holds its quotes; further back than this none can reach over an offset but the turn itself.
_NESTED, _ENDLESS = 500, 1 << 62
_SIGNS = "💬🗣🎙🎤🎧"
_LONGEST_LABEL, _LONGEST_SPOKEN, _LEAST_WORDS = 200, 120, 3
_MOST_NAMING = 14
_LETTERS = re.compile(r"[^\W\d_]{2,}")
# Before a name may stand the time of a recording; behind it a colon, or a stop and a dash as parliaments print it.
_CLOCK = r"(?:[\[(]?\d{1,2}:\d\d(?::\d\d)?(?:[.,]\d{1,3})?[\])]?[ \t]*(?:[-–—][ \t]*)?)?"
_LABEL = re.compile(
    rf"^[ \t>]*(?P<sign>[{_SIGNS}]\ufe0f?[ \t]*)?{_CLOCK}[*_]{{0,3}}"
    rf"(?P<name>[^\W\d_][^\n:*_]{{0,{_LONGEST_LABEL}}}?)[*_]{{0,3}}(?::|\.[-–—]{{1,2}})[*_]{{0,3}}(?=\s|$)",
    re.MULTILINE,
)
# "Q    Thank you", as the White House prints a question; "Mr. BERG. Madam Speaker, …" of the Congressional Record.
_PLAIN_QUESTION = re.compile(r"^Q[ \t\u00a0]+(?=[A-Z\"“‘(])", re.MULTILINE)
_RECORD = re.compile(
    r"^[ \t]*(?P<name>(?:Mr|Mrs|Ms|Miss|Dr)\.? [A-Z]{2}[A-Z'’-]{0,30}(?: of [A-Z][a-z]{2,20})?|The "
    r"(?:SPEAKER|PRESIDENT|PRESIDING OFFICER|CHAIR)(?: pro tempore)?)\.(?=\s)",
    re.MULTILINE,
)
_ASIDE = re.compile(r"\s*\([^()]{1,60}\)\Z")
_INITIALS = re.compile(r"(?:[^\W\d_]\.[ -]?){1,2}[^\W\d_][\w’'-]{1,40}")
# Lines at which a post turns to something else: those that a picture opens, a rule, tags, a forward.
_PICTURES = "\u203c\u2049\u2300-\u23ff\u2600-\u27bf\u25a0-\u25ff\u2b00-\u2bff\U0001f000-\U0001faff"
_POINTS = frozenset("\U0001f539\U0001f538▪▫◾◽●○■□▶►✔☑✅➡👉•")
_TURNS_AWAY = re.compile(
    rf"\n[ \t]*(?:(?![{_SIGNS}])(?P<picture>[{_PICTURES}])|(?:\*{{3,}}|[-_—]{{3,}})[ \t]*$|#\w+(?:[ \t]+#\w+)*[ \t]*$"
    "|Forwarded from |Переслано )",
    re.MULTILINE,
)
_LIKE_A_LABEL = re.compile(r"\n[ \t]*\n[ \t]*[^\W\d_a-zа-яё][^\n:]{0,60}:\s")


@dataclass(frozen=True, slots=True)
class _Label:
    start: int
    end: int
    name: str
    signed: bool
    kind: str
    words: int


def speakers(text: str) -> list[Span]:
    """The stretches of a text that somebody whom it names says, as (start, end, speaker), by their start.

    Lines that begin with a name and a colon open a stretch that lasts until the next one; quoted speech with a verb of
    saying beside it is its speaker's, also inside such a stretch, and so is a sentence that reports what somebody said.
    Where it is not clear who speaks, nothing is said.
    """
    return sorted({*_turns(text), *sayings(text)})


def speaker_at(spans: Sequence[Span], offset: int) -> str | None:
    """Who speaks at an offset: of the stretches around it the one that begins last; None where there is none."""
    last = bisect_right(spans, (offset, _ENDLESS, ""))
    around = (span for span in reversed(spans[max(0, last - _NESTED) : last]) if span[1] > offset)
    return next((speaker for _, _, speaker in around), None)


def _turns(text: str) -> Iterator[Span]:
    labels = _labels(text)
    named: str | None = None
    for i, label in enumerate(labels):
        end = labels[i + 1].start if i + 1 < len(labels) else len(text)
        if label.kind == "name":
            named = label.name
            stop = _signed_end(text, label, end)
            if text[label.end : stop].strip():
                yield label.end, stop, label.name
        elif label.kind == "question":
            other = _LIKE_A_LABEL.search(text, label.end, end)
            yield label.end, other.start() if other else end, label.name
        elif label.kind == "nobody":
            named = None
        elif named is not None:
            yield label.end, end, named


def _signed_end(text: str, label: _Label, end: int) -> int:
    """A stretch lasts until the next label; after a sign also to its quotation marks, or where a post turns away.

    A mark of a list that comes first behind the label does not end it.
    """
    if not label.signed:
        return end
    begin = label.end
    while begin < end and text[begin].isspace():
        begin += 1
    closing = QUOTES.get(text[begin : begin + 1])
    stop = -1 if closing is None else max(text.rfind(mark, begin + 1, end) for mark in closing)
    if stop >= 0:
        return stop + 1
    point = text[begin : begin + 1] if text[begin : begin + 1] in _POINTS else None
    away = (one for one in _TURNS_AWAY.finditer(text, label.end, end) if point is None or one["picture"] != point)
    return next((one.start() for one in away), end)


def _labels(text: str) -> list[_Label]:
    """The lines that say who speaks next.

    A plain name needs company: a title, or names that come again and are followed by words, not by a figure as in a
    list.
    """
    words = speech()
    found = []
    for match in _LABEL.finditer(text):
        name, signed = _ASIDE.sub("", " ".join(match["name"].split())), match["sign"] is not None
        name = _who(name, words) if signed else name
        kind = _kind(name, words, signed=signed)
        spoken = text[match.end() : match.end() + _LONGEST_SPOKEN].split("\n", 1)[0]
        if not kind and signed and not (spoken.strip() and _goes_on(match["name"])):
            kind = "nobody"
        if kind:
            found.append(_Label(match.start(), match.end(), name, signed, kind, len(_LETTERS.findall(spoken))))
    record = [_plain(one, one["name"], "name") for one in _RECORD.finditer(text)]
    found = _believed(found + (record if len(record) > 1 else []))
    if any(label.kind == "name" for label in found):
        found += [_plain(one, "Q", "question") for one in _PLAIN_QUESTION.finditer(text)]
    return sorted(found, key=lambda label: label.start)


def _goes_on(label: str) -> bool:
    """Whether what stands before a colon is how a sentence begins, "To conclude: …", and names nobody."""
    return not any(letter.isupper() or letter in '«“"' for letter in label.strip()[1:])


def _plain(found: re.Match[str], name: str, kind: str) -> _Label:
    return _Label(found.start(), found.end(), name, signed=False, kind=kind, words=0)


def _believed(found: list[_Label]) -> list[_Label]:
    """The labels that are sure, and those that may be names where some come again and words follow them."""
    perhaps = [label for label in found if label.kind == "maybe"]
    again = any(count > 1 for count in Counter(label.name for label in perhaps).values())
    spoken_by = sum(label.words >= _LEAST_WORDS for label in perhaps)
    believed = again and 2 * spoken_by > len(perhaps)
    sure = ((replace(label, kind="name") if label.kind == "maybe" else label) for label in found)
    return list(sure) if believed else [label for label in found if label.kind != "maybe"]


def _kind(name: str, words: Speech, *, signed: bool) -> str:
    """What a label is: a name, perhaps one, a question, an answer; empty for none of them."""
    if name in words.question:
        return "question"
    if name in words.answer:
        return "answer"
    if name in words.not_names or not name[:1].isupper():
        return ""
    parts = name.split()
    if signed:
        return "name"
    if len(parts) > 8 or not all(_is_name_word(part, words) for part in parts):
        return ""
    if name.isupper() and name.casefold().removeprefix("the ") in words.any_titles:
        return "name"
    if len(parts) > 1 and any(" ".join(parts[:n]).rstrip(".").casefold() in words.any_titles for n in (1, 2)):
        return "name"
    return "maybe" if len(parts) > 1 or (name.isupper() and len(name) > 2) or _INITIALS.fullmatch(name) else ""


def _who(name: str, words: Speech) -> str:
    """Whom the words behind a sign name ("Minister Ann Berg said in Oslo"); empty where they name nobody.

    Names and posts may hold words like "to" and "for": a name is cut there only where it is whole by then.
    """
    verb = words.verb.search(name)
    if verb:
        before, behind = name[: verb.start()], name[verb.end() :]
        name = behind if not _has_name(before.split(), words) and _has_name(behind.split(), words) else before
    parts = name.split()
    for i, part in enumerate(parts):
        bare = part.strip(",")
        ends = bare in words.occasions or (bare in words.perhaps_occasions and not _has_name(parts[i:], words))
        if i and ends and _has_name(parts[:i], words):
            parts = parts[:i]
            break
    while parts and parts[-1].strip(",") in words.aux:
        parts.pop()
    first = parts[0].casefold() if parts else ""
    if not first or len(parts) > _MOST_NAMING or first in words.nobody | words.openers | words.occasions:
        return ""
    if first in words.perhaps_occasions or words.finite & {part.casefold() for part in parts}:
        return ""
    titled = any(part.strip(",.").casefold() in words.title_words for part in parts)
    if titled or len(parts) == 1 or _has_name(parts, words) or all(_is_name_word(part, words) for part in parts):
        return " ".join(parts).rstrip(",;–—- ")
    return ""


def _has_name(parts: Sequence[str], words: Speech) -> bool:
    """Whether two capitalised words stand side by side of which neither is a title's, or initials with a name."""
    if any(_INITIALS.fullmatch(part.strip(",;")) for part in parts):
        return True
    named = [part[:1].isupper() and part.strip(",.;").casefold() not in words.title_words for part in parts]
    ended = [part.endswith((",", ";")) for part in parts]
    return any(named[i] and named[i + 1] and not ended[i] for i in range(len(parts) - 1))


def _is_name_word(word: str, words: Speech) -> bool:
    bare = word.strip("(),.’'\"")
    return bare[:1].isupper() or bare in words.particles
