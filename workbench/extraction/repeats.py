"""What tells a claim told again from another claim that looks like it: prints of its words, its line and its passage.

Two claims are one claim told twice where their sentences say the same word for word around the same number. Case,
punctuation, emoji, addresses and a few words that say nothing do not count, and a slip of the pen in a long word is
forgiven; any other word, name or number that differs keeps them apart. What the sentence leaves open, the day, the
place, the speaker, must agree as well, which :mod:`workbench.store.groups` sees to.
"""

import re
import unicodedata
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from hashlib import blake2b
from itertools import pairwise

from workbench.extraction.frames import frame_of, words_of
from workbench.quantity.model import Quantity

CLAIM = "\x1f"
_LEAST_LINE, _LEAST_PASSAGE, _POST, _LONGEST_LINE = 15, 20, 4000, 20_000
_LINES_AFTER = 4
_STRONG_WORDS, _STRONG_NUMBERS, _STRONG_WITH_NUMBERS = 80, 3, 30
_BANDS, _ROWS, _SEED, _SHINGLE = 4, 6, 20_317, 3
_LONG, _FREE_END, _MOST_SLIPS = 6, 3, 2
_SPECIFIC_DIGITS, _SPECIFIC_SIZE = 3, 10_000
_MARKS = re.compile(r"(?:https?://|www\.|t\.me/)\S+|@\w+")
_GROUPED = re.compile(r"(?<=\d)[ ,'’\u00a0\u202f\u2009](?=\d{3}(?!\d))")
# Signs that say something, as most emoji do not: flags, up and down, yes and no.
_SIGN = "[\U0001f1e6-\U0001f1ff]{2}|[↑↓↗↘⬆⬇🔼🔽🔺🔻📈📉✅❌❎➕➖]"
_WORD = re.compile(rf"{CLAIM}|\d+(?:[.,:/]\d+)*|[^\W\d_]+(?:['’][^\W\d_]+)*|[%‰$€£¥₽]|{_SIGN}")
_FLAG = re.compile("[\U0001f1e6-\U0001f1ff]{2}")
_YEAR = re.compile(r"(?:19|20)\d\d")
_ASKED = re.compile(r"\?[!?\W]*\Z")
_TAGS = re.compile(r"(?:\s*#\w+)+[\s.!]*\Z")
_LISTED = re.compile(r"\W{0,3}\d{1,2}[.)]\s+(?=[^\W\d_])")
_DIGITS = re.compile(r"\d+(?:[.,]\d+)*")


@dataclass(frozen=True, slots=True)
class Telling:
    """Prints of a claim; those that are None have too little to go by. A print is a signed 64-bit number.

    Attributes:
        words: Of the sentence around the claim with the reading of its number: equal where the same is said.
        slips: Of each third of these words with the names in all of them; two sentences that differ in up to two
            slips of the pen share one.
        place: Where the claim begins in its sentence, in code points.
        anchored: Whether the sentence alone says what it is about: it names somebody or something, or its number has
            too many digits to come twice by chance.
        specific: Whether the number is particular: it has such digits, or is large.
        personal: Whether the sentence says we, our or the like, so that its claim depends on who speaks.
        turn: How many claims of the same words stand before it in the document; a line that is printed twice, with the
            next ones where it is short, counts once.
        turn_in_passage: The same in its passage.
        passage: Of the whole post, or of the line of a longer text.
        bands: Of the passage by MinHash and all its numerals, where it holds enough to be told apart from what follows
            the same pattern; two passages that share one are the same text, edited at most.
        frame: Of what is counted, of whom and for when; see :mod:`workbench.extraction.frames`.
        named: Whether the frame names anybody.
        content: Short prints of the sentence's words that mean something, sorted.
    """

    words: int
    slips: tuple[int, ...]
    place: int
    anchored: bool
    specific: bool
    personal: bool
    turn: int = 0
    turn_in_passage: int = 0
    passage: int | None = None
    bands: tuple[int, ...] = ()
    frame: int | None = None
    named: bool = False
    content: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Skeleton:
    """What of a sentence counts when it is told again.

    Attributes:
        words: Its words, folded, with :data:`CLAIM` where the claim stands.
        names: Those of them that are written with a capital or are numerals.
        named: Whether it names somebody or something; a capital that begins a sentence is no name.
        personal: Whether its speaker speaks of himself.
    """

    words: tuple[str, ...]
    names: tuple[str, ...]
    named: bool
    personal: bool


@dataclass(frozen=True, slots=True)
class _Passage:
    print: int | None
    bands: tuple[int, ...]


class Teller:
    """Makes the prints of the claims of one text, which are asked for in the order of the text."""

    def __init__(self, text: str, quantities: Sequence[Quantity]) -> None:
        self._text = text
        self._numerals = [q.numeral for q in quantities]
        self._starts = [q.start for q in quantities]
        self._here = (0, -1)
        self._line: int | None = None
        self._passage = _Passage(None, ())
        self._post = None if len(text) > _POST else self._passage_of(_words(text), 0, len(text))
        self._seen: Counter[tuple[int, int]] = Counter()
        self._turns: dict[int, dict[tuple[int | None, int | None], int]] = {}

    def telling(self, quantity: Quantity, begin: int) -> Telling:
        """The prints of a quantity whose sentence begins at the code point ``begin``."""
        place = max(0, quantity.start - begin)
        said = skeleton(quantity.sentence, place, len(quantity.text))
        reading = _reading(quantity)
        frame = frame_of(quantity, said.words, said.names)
        self._go_to(quantity.start)
        told = print_of(reading, *said.words)
        again = self._seen[told, self._here[0]]
        self._seen[told, self._here[0]] += 1
        if again:
            # within one line the same sentence is not repeated but says it of something else
            told = print_of(reading, *said.words, str(again))
        turns = self._turns.setdefault(told, {})
        turn = turns.setdefault((self._line, None if self._line else quantity.start), len(turns))
        specific = is_specific(quantity)
        return Telling(
            words=told,
            slips=() if again else _thirds(said, reading),
            place=place,
            anchored=said.named or _digits(quantity) >= _SPECIFIC_DIGITS,
            specific=specific,
            personal=said.personal,
            turn=turn,
            turn_in_passage=0 if self._post is None else turn,
            passage=self._passage.print,
            bands=self._passage.bands,
            frame=None if frame is None else print_of(*frame.parts),
            named=frame is not None and frame.named,
            content=() if frame is None else frame.content,
        )

    def _go_to(self, at: int) -> None:
        """Read the line around an offset, where it is not the line before."""
        start, end = self._here
        if start <= at <= end:
            return
        text = self._text
        start = text.rfind("\n", max(0, end), at) + 1 or max(0, end)
        end = text.find("\n", at)
        self._here = start, end if end >= 0 else len(text)
        short = self._here[1] - start <= _LONGEST_LINE
        words = _words(text[start : self._here[1]]) if short else []
        self._passage = self._passage_of(words, *self._here) if self._post is None else self._post
        after = self._here[1]
        for _ in range(_LINES_AFTER):
            if not short or len(words) >= _LEAST_LINE or after >= len(text):
                break
            begin, after = after + 1, text.find("\n", after + 1)
            after = len(text) if after < 0 else after
            words += _words(text[begin : min(after, begin + _LONGEST_LINE)])
        self._line = print_of(*words) if len(words) >= _LEAST_LINE else None

    def _passage_of(self, words: list[str], start: int, end: int) -> _Passage:
        if len(words) < _LEAST_PASSAGE:
            return _Passage(None, ())
        numerals = set(self._numerals[bisect_left(self._starts, start) : bisect_left(self._starts, end)])
        strong = len(words) >= _STRONG_WORDS or (
            len(words) >= _STRONG_WITH_NUMBERS and len(numerals) >= _STRONG_NUMBERS
        )
        return _Passage(print_of(*words), _minhash(words) if strong else ())


def skeleton(sentence: str, place: int, length: int) -> Skeleton:
    """The words of a sentence that count.

    Args:
        sentence: The sentence.
        place: Where the claim begins in it.
        length: How long the claim is.
    """
    soft, own = _sets()
    words, names = [], []
    named = personal = False
    first = True
    before = ""
    for word in _WORD.findall(_even(_bare(f"{sentence[:place]} {CLAIM} {sentence[place + length :]}"))):
        low = _folded(word)
        if _YEAR.fullmatch(before) and low in words_of("behind_year"):
            continue
        before = low
        capital, initials = word != low and word[0].isupper(), len(word) > 1 and word.isupper()
        if _FLAG.fullmatch(word):
            named = capital = True
        if low not in soft or _is_short_name(word):
            words.append(low)
            if capital or low[0].isdigit():
                names.append(low)
            personal = personal or (low in own and not _is_short_name(word))
            named = named or (capital and (initials or not first) and low not in own)
        first = first and not word[0].isalnum()
    if _ASKED.search(sentence):
        words.append("?")
    return Skeleton(tuple(words), tuple(names), named and sentence.upper() != sentence, personal)


def only_slips(one: Sequence[str], other: Sequence[str], names: frozenset[str]) -> bool:
    """Whether two skeletons differ in nothing but one or two slips of the pen.

    A slip is a letter too many or too few, two that changed places, or another one among the last three (as endings
    are), in a word of six letters or more that is no name and keeps its first letter.
    """
    if len(one) != len(other):
        return False
    pairs = [(a, b) for a, b in zip(one, other, strict=True) if a != b]
    return len(pairs) <= _MOST_SLIPS and all(a not in names and b not in names and _slip(a, b) for a, b in pairs)


def is_specific(quantity: Quantity) -> bool:
    """Whether the number would hardly come twice by chance: three digits that count, or ten thousand and more."""
    digits = _digits(quantity)
    return digits >= _SPECIFIC_DIGITS or (digits > 0 and abs(quantity.value or Decimal(0)) >= _SPECIFIC_SIZE)


def _digits(quantity: Quantity) -> int:
    """How many digits of a number count; 0 for ranges and vague ones."""
    if quantity.half_open or quantity.value is None or not quantity.value.is_finite():
        return 0
    return len("".join(map(str, quantity.value.as_tuple().digits)).strip("0"))


def _slip(one: str, other: str) -> bool:
    if min(len(one), len(other)) < _LONG or one[0] != other[0] or not (one.isalpha() and other.isalpha()):
        return False
    before = 0
    while before < min(len(one), len(other)) and one[before] == other[before]:
        before += 1
    after = 0
    while after < min(len(one), len(other)) - before and one[-1 - after] == other[-1 - after]:
        after += 1
    left, right = one[before : len(one) - after], other[before : len(other) - after]
    if len(left) + len(right) == 1:
        return True
    if len(left) == len(right) == 1:
        return after < _FREE_END
    return len(left) == 2 and left == right[::-1]


def _reading(quantity: Quantity) -> str:
    """The number as it was read: whatever its accepted set and its meaning depend on."""
    q = quantity
    step = q.rounding_step if isinstance(q.rounding_step, tuple) else (q.rounding_step,)
    plain = map(_number, (q.value, q.low, q.high, *step))
    exact = str(q.written_step) if q.exact else ""
    return " ".join((*plain, exact, q.modifier, q.side, q.unit, q.kind, q.change or "", str(q.negated)))


def _number(number: Decimal | None) -> str:
    """A number in one way of writing it: 25000 and 2.5E+4 alike."""
    if number is None or not number.is_finite():
        return str(number or "")
    sign, digits, exponent = number.as_tuple()
    written = "".join(map(str, digits))
    kept = written.rstrip("0")
    return f"{sign} {kept} {int(exponent) + len(written) - len(kept)}" if kept else "0"


def _thirds(said: Skeleton, reading: str) -> tuple[int, ...]:
    """A print of each third: a sentence with two slips keeps one of them whole."""
    words, size = said.words, len(said.words)
    cuts = [0, (size + 2) // 3, (2 * size + 2) // 3, size]
    shared = (reading, str(size), *said.names)
    return tuple(
        print_of(str(n), *shared, CLAIM, *words[low:high])
        for n, (low, high) in enumerate(pairwise(cuts))
    )


def _minhash(words: Sequence[str]) -> tuple[int, ...]:
    """Bands of the MinHash of three words each, with all numerals: of passages whose numbers differ none is shared."""
    from rensa import RMinHash  # type: ignore[import-untyped]

    sketch = RMinHash(num_perm=_BANDS * _ROWS, seed=_SEED)
    sketch.update([" ".join(words[at : at + _SHINGLE]) for at in range(len(words) - _SHINGLE + 1)])
    signs = sketch.digest()
    numerals = sorted(Counter(word for word in words if _DIGITS.fullmatch(word)).elements())
    return tuple(
        print_of(str(band), *map(str, signs[band * _ROWS : (band + 1) * _ROWS]), CLAIM, *numerals)
        for band in range(_BANDS)
    )


def _words(text: str) -> list[str]:
    soft = _sets()[0]
    found = _WORD.findall(_even(text))
    return [low for word in found if (low := _folded(word)) not in soft or _is_short_name(word)]


def _bare(sentence: str) -> str:
    """The sentence without what a repost puts around it: a call before it, a list's number, tags that say nothing new.

    A tag says something new where none of the other words is like it.
    """
    sentence = _LISTED.sub("", sentence, count=1) if _LISTED.match(sentence) else sentence
    called = _calls().match(sentence)
    sentence = sentence[called.end() :] if called else sentence
    tags = _TAGS.search(sentence) if "#" in sentence else None
    if tags is None:
        return sentence
    said = {_folded(word) for word in _WORD.findall(sentence[: tags.start()])}
    kept = (tag for tag in tags.group().split() if _folded(tag.strip("#.!")) not in said)
    return f"{sentence[: tags.start()]} {' '.join(kept)}"


@cache
def _calls() -> re.Pattern[str]:
    """What calls for attention before a sentence, with what sets it apart."""
    calls = "|".join(sorted(map(re.escape, words_of("calls")), key=len, reverse=True))
    return re.compile(rf"\W{{0,9}}(?:{calls})\s*[:|!—–-]+\s*", re.IGNORECASE)


def _is_short_name(word: str) -> bool:
    """Whether a word is written like UN or US, whatever it would mean in small letters."""
    return 1 < len(word) <= 3 and word.isupper()


def _even(text: str) -> str:
    """The text without addresses, in one way of writing letters and large numbers."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    if "/" in text or "@" in text or "www." in text:
        text = _MARKS.sub(" ", text)
    return _GROUPED.sub("", text)


def _folded(word: str) -> str:
    return word.casefold().replace("ё", "е").replace("’", "'")


def print_of(*parts: str) -> int:
    """A hash of texts, as a signed 64-bit number that is the same on every machine."""
    data = "\x1e".join(parts).encode("utf-8", "surrogatepass")
    return int.from_bytes(blake2b(data, digest_size=8).digest(), "big", signed=True)


@cache
def _sets() -> tuple[frozenset[str], frozenset[str]]:
    """The words that do not count, and those by which a speaker speaks of himself."""
    return words_of("soft"), words_of("personal")
