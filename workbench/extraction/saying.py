"""Sentences and quotes with a verb of saying beside them, and whose they are."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from workbench.extraction.speech import Speech, speech

QUOTES = {"«": "»", "“": "”", "„": "“”", '"': '"'}
_OPENS = re.compile(f"[{''.join(QUOTES)}]")
_LONGEST_QUOTE, _LEAST_QUOTE, _LONGEST_SENTENCE = 3000, 12, 1000
_MOST_VERBS = 8  # in one sentence; more than that is no prose
# A pronoun stands for the last speaker who was named, unless that was long ago.
_REMEMBERED = 1500
_END = re.compile(r"(?P<last>[\w.]{0,12})[.!?…][\"”»)]{0,2}(?=\s+[^\sa-zа-яё])|\n")
_SHORT = re.compile(r"(?:[A-ZА-ЯЁ]|[A-Z]\.[A-Z]|Mr|Mrs|Ms|Dr|St|Gen|Sen|Gov|Rep|Lt|Col|Sgt|Prof|No|им|гг?)\Z")
_NAMED = re.compile(r"[^\W\d_]{2,}")


@dataclass(frozen=True, slots=True)
class _Said:
    """A stretch, who says it (a name or a pronoun), and where the words that say so begin and end."""

    start: int
    end: int
    who: str
    told: int
    told_end: int


def sayings(text: str) -> Iterator[tuple[int, int, str]]:
    """The stretches that a verb of saying gives to somebody, as (start, end, speaker); in no order.

    They are quotes of at least twelve characters, and sentences that report ("Anna Berg said that …", "…, Anna Berg
    said"). A pronoun is the speaker last named; where there is none near, the stretch is nobody's.
    """
    words = speech()
    quotes = list(_quotes(text, words))
    last: _Said | None = None
    for said in sorted([*quotes, *_reports(text, words, quotes)], key=lambda said: said.told):
        if said.who.lower() not in words.pronouns:
            last = said
        elif last is None or said.told - last.told > _REMEMBERED:
            continue
        yield said.start, said.end, last.who


def _quotes(text: str, words: Speech) -> Iterator[_Said]:
    """Quoted speech with "NAME said" just before it, or "said NAME", "NAME said" just after it."""
    at = 0
    while True:
        opened = _OPENS.search(text, at)
        if opened is None:
            return
        begin = opened.start()
        ends = [i for mark in QUOTES[text[begin]] if (i := text.find(mark, begin + 1, begin + _LONGEST_QUOTE)) >= 0]
        if not ends or "\n\n" in text[begin : min(ends)]:
            at = begin + 1
            continue
        end = min(ends) + 1
        at = end
        if end - begin < _LEAST_QUOTE:
            continue
        after = words.after_quote.match(text, end, end + 200)
        found = after or words.before_quote.search(text, max(0, begin - 160), begin)
        if found and (who := _who(found, words)):
            yield _Said(begin, end, who, *found.span())


def _reports(text: str, words: Speech, quotes: list[_Said]) -> Iterator[_Said]:
    """The sentences, or the parts of them, that a verb outside of quotes gives to somebody."""
    taken = sorted([(said.told, said.told_end) for said in quotes] + [(said.start, said.end) for said in quotes])
    next_taken, verbs, sentence, told = 0, 0, (0, 0), list[tuple[_Said, bool]]()
    for verb in words.verb.finditer(text):
        while next_taken < len(taken) and taken[next_taken][1] <= verb.start():
            next_taken += 1
        if next_taken < len(taken) and taken[next_taken][0] <= verb.start():
            continue
        if verb.start() >= sentence[1]:
            yield from _parted(told)
            sentence, told, verbs = _sentence_around(text, verb.start(), sentence[1]), [], 0
        verbs += 1
        found = _teller(text, sentence, verb, words) if verbs <= _MOST_VERBS else None
        if found:
            told.append(found)
    yield from _parted(told)


def _teller(text: str, sentence: tuple[int, int], verb: re.Match[str], words: Speech) -> tuple[_Said, bool] | None:
    """Who the subject of a verb is, and whether what is said comes before the two."""
    start, end = sentence
    before = words.subject_before(text, start, verb.start())
    who = _who(before, words) if before else ""
    if before and who:
        begin, last = before.start("who"), verb.end()
        lead = words.opener.sub("", text[start:begin])
    else:
        lead = words.opener.sub("", text[start : verb.start()])
        after = words.inverted.match(text, verb.end(), end)
        if after is None or not (who := _who(after, words)):
            return None
        if not _closes(lead) and lead == text[start : verb.start()]:
            return None
        begin, last = verb.start(), after.end()
    trails = _closes(lead) and len(_NAMED.findall(lead)) > 1
    if not trails and verb.group() in words.objects and not words.that.match(text, verb.end()):
        return None
    return _Said(start, end, who, begin, last), trails


def _closes(lead: str) -> bool:
    """Whether the words before end as what somebody said does."""
    return lead.rstrip().endswith((",", "–", "—", '"', "”", "»"))


def _parted(told: list[tuple[_Said, bool]]) -> Iterator[_Said]:
    """One sentence's tellers: it is all the one's, or parted where the next one begins."""
    if len({said.who for said, _ in told}) < 2:
        yield from (said for said, _ in told[:1])
        return
    for i, (said, trails) in enumerate(told):
        first = said.start if i == 0 else told[i - 1][0].told_end
        following = told[i + 1][0].told if i + 1 < len(told) else said.end
        begin, end = (first, said.told_end) if trails and i == 0 else (said.told, following)
        yield _Said(begin, end, said.who, said.told, said.told_end)


def _sentence_around(text: str, at: int, start: int) -> tuple[int, int]:
    """The bounds of the sentence around ``at``, the earliest of which is ``start``."""
    begin = max(start, at - _LONGEST_SENTENCE)
    for stop in _END.finditer(text, begin, at):
        if not (stop["last"] and _SHORT.search(stop["last"])):
            begin = stop.end()
    for stop in _END.finditer(text, at, at + _LONGEST_SENTENCE):
        if not (stop["last"] and _SHORT.search(stop["last"])):
            return begin + _blank(text, begin), stop.end()
    return begin + _blank(text, begin), min(len(text), at + _LONGEST_SENTENCE)


def _blank(text: str, begin: int) -> int:
    return len(text[begin : begin + 50]) - len(text[begin : begin + 50].lstrip())


def _who(found: re.Match[str], words: Speech) -> str:
    """The speaker's name as written, without a word like "meanwhile" before it; empty for what names nobody."""
    groups = found.groupdict()
    aside = (groups.get("aside") or "").strip(" ,")
    told = groups.get("who") or groups.get("other") or ""
    parts = (aside if words.name.fullmatch(aside) else told).split()
    while len(parts) > 1 and parts[0].lower() in words.openers:
        parts = parts[1:]
    return "" if not parts or parts[0].lower() in words.nobody else " ".join(parts)
