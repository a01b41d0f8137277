"""A cheap scan that finds the sentences in which a number can be; only they are read further.

One regular expression walks the text once and stops at the ends of sentences and at whatever may begin a number.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from workbench.extraction.words import Lexicon

LONGEST = 2000
_END = r"(?P<end>[.!?…]+[\"'»”’)\]]*(?=\s)|\n(?=[ \t]*\n)|\n)"
_LETTERS = {"latin": "A-Za-zÀ-ɏ", "cyrillic": "Ѐ-ӿ"}


def trie_pattern(words: Iterable[str]) -> str:
    """A regular expression for any of the words that shares their beginnings, so that a miss is cheap."""
    root: dict[str, dict] = {}  # type: ignore[type-arg]
    for word in words:
        node = root
        for letter in word:
            node = node.setdefault(letter, {})
        node[""] = {}
    return _pattern(root)


def _pattern(node: dict[str, dict]) -> str:  # type: ignore[type-arg]
    branches = [re.escape(letter) + _pattern(rest) for letter, rest in sorted(node.items()) if letter]
    if not branches:
        return ""
    body = branches[0] if len(branches) == 1 else f"(?:{'|'.join(branches)})"
    if "" in node:
        return f"(?:{body})?" if len(branches) == 1 else f"{body}?"
    return body


@cache
def _scanner(lexicons: tuple[str, ...]) -> re.Pattern[str]:
    from workbench.extraction.words import lexicon

    words: set[str] = set()
    for name in lexicons:
        words |= _number_words(lexicon(name))
    every = {form for word in words for form in (word, word.capitalize(), word.upper())}
    endings = {ending for name in lexicons for ending in lexicon(name).folds}
    fold = "|".join(sorted(endings))
    return re.compile(rf"{_END}|(?P<hit>\d|[½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞]|\b{trie_pattern(every)}(?:\b|(?={fold})))")


def _number_words(lex: Lexicon) -> set[str]:
    """The words at which numbers begin; an article does so only before one of the others."""
    return {*lex.starters, *lex.multipliers.words()} - lex.sets["articles"]


def sentences(text: str, lexicons: Sequence[Lexicon]) -> Iterator[tuple[int, int, bool]]:
    """The start and end of each sentence in which a number can be, and whether it begins a line.

    A line end ends a sentence unless the next line goes on in lower case; a full stop does not after an abbreviation or
    an initial. A sentence longer than 2000 code points is cut at a space.
    """
    scanner = _scanner(tuple(lex.language for lex in lexicons))
    short = frozenset[str]().union(*(lex.sets["abbreviations"] for lex in lexicons))
    always = frozenset[str]().union(*(lex.sets["abbreviations.always"] for lex in lexicons))
    start, hit, line = 0, False, True
    for found in scanner.finditer(text):
        if found.lastgroup == "hit":
            hit = True
            continue
        newline = text[found.start()] == "\n"
        if _wraps(text, start, found.end()) if newline else _is_abbreviation(text, start, found, short, always):
            continue
        if hit:
            yield from _trimmed(text, start, found.end(), line=line)
        start, hit, line = found.end(), False, newline
    if hit:
        yield from _trimmed(text, start, len(text), line=line)


def language_of(sentence: str, lexicons: Sequence[Lexicon]) -> Lexicon:
    """The lexicon whose script and common words the sentence has most of; the first one in doubt."""
    if len(lexicons) == 1:
        return lexicons[0]
    words = sentence.casefold().split()

    def score(lex: Lexicon) -> tuple[int, int]:
        letters = len(re.findall(f"[{_LETTERS[lex.script]}]", sentence))
        return letters, sum(word in lex.stopwords for word in words)

    return max(lexicons, key=score)


def _wraps(text: str, start: int, i: int) -> bool:
    """Whether the line end before ``i`` is a soft one: a long line without a stop that goes on in lower case."""
    after = text[i : i + 1]
    line = text[max(start, text.rfind("\n", start, i - 1) + 1) : i - 1].rstrip()
    if not after.islower() and not after.isdigit():
        return False
    return len(line) > 45 and line[-1:] not in ".!?…:;" and line.lstrip()[:1] not in "•-*–—▪◾🔸📍#"


def _is_abbreviation(
    text: str, start: int, found: re.Match[str], short: frozenset[str], always: frozenset[str]
) -> bool:
    if found.group() != ".":
        return False
    i = found.start()
    word = re.search(r"[\w.]{1,12}$", text[max(start, i - 12) : i])
    if word is None:
        return False
    last = word.group()
    if i - len(last) > 0 and text[i - len(last) - 1] in "°º":
        return False
    if last.casefold() in always:
        return True
    after = text[found.end() : found.end() + 3].lstrip()[:1]
    if len(last) == 1 and last.isupper():
        return True
    if last.isdigit():
        return start + len(last) >= i - 3 and after.isalnum() and text[start:i].strip() == last
    return last.casefold() in short and (after.islower() or after.isdigit() or last[0].isupper())


def _trimmed(text: str, start: int, end: int, *, line: bool) -> Iterator[tuple[int, int, bool]]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    while end - start > LONGEST:
        cut = text.rfind(" ", start + LONGEST // 2, start + LONGEST)
        cut = start + LONGEST if cut < 0 else cut
        yield start, cut, line
        start, line = cut + (text[cut] == " "), False
    if start < end:
        yield start, end, line
