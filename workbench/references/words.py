"""Words of texts and of observations brought to one form, so that "exports" meets "exported"."""

import re
import unicodedata
from functools import lru_cache
from itertools import pairwise

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
LONGEST_SHORT_NAME = 5
_CAPITALS = re.compile(rf"\b[A-ZА-Я]{{3,{LONGEST_SHORT_NAME}}}\b")
_BRACKETS = re.compile(r"\([^()]*\)")
_SHORTEST_STEM = 3
_VOWELS = "aeiouyаеиоуыэюя"

# Longest first; the first that fits is cut, and then a vowel at the end.
_ENDINGS_EN = (
    "ations", "ation", "ments", "nesses", "ment", "ness", "ings", "ions", "ians", "ies", "ing", "ion", "ian", "ese",
    "ers", "ors", "ied", "ing", "er", "or", "es", "ed", "ly", "an", "al", "'s", "’s", "s",
)  # fmt: skip
_ENDINGS_RU = (
    "иями", "ского", "скому", "скими", "ском", "ская", "ской", "скую", "ские", "ских", "ский", "ами", "ями", "ого",
    "его", "ому", "ему", "ыми", "ими", "ией", "иям", "иях", "ием", "ов", "ев", "ей", "ам", "ям", "ах", "ях", "ом",
    "ем", "ой", "ый", "ий", "ую", "юю", "ых", "их", "ым", "им", "ия", "ии", "ию", "ие", "ая", "яя", "ое", "ее", "ые",
    "ть", "л", "ь",
)  # fmt: skip

_STOPWORDS_EN = """
a about above after all almost also am an and any are as at be because been before being below between both but by can
could did do does during each every few first for former from further had has have having he her here hers him his how
i if in into is it its itself just last latter less like made make many may me more most much my nearly new no nor not
now of off on once one only or other our out over own per same second several she should since so some such than that
the their them then there these they this those three through to too total two under until up upon us very was we were
what when where which while who whom why will with within without would year years month months day days quarter week
hundred thousand million billion trillion dozen percent percentage point points per cent number amount share
across against along around at compared rate since than towards
january february march april may june july august september october november december said says told according
tonne tonnes ton tons kilometre kilometres kilometer kilometers metre metres dollar dollars euro euros us usd eur
"""
_STOPWORDS_RU = """
а без более больше бы был была были было быть в вам вас весь во вот все всего всех вы где год года году годом годов
годы лет да даже для до его ее если есть еще же за здесь и из или им их к как ко когда кто ли либо между менее меньше
мне может мы на над надо наш не него нее нет ни них но о об около однако он она они оно от очень по под после почти при
примерно про процент процента процентов пункт пункта пунктов с со свой себя сейчас среди так также такой там те тем то
того тоже только том тот тыс тысяч тысяча тысячи ты у уже чем что чтобы эта эти это этого этой этом этот я
млн миллион миллиона миллионов млрд миллиард миллиарда миллиардов трлн триллион сто два две три один одна
тонна тонны тонн километр километра километров метр метра метров доллар доллара долларов рубль рубля рублей евро
число количество доля темп темпы сказал сказала составил составила составило составили
"""


# "Exports of cars" is about cars too.
_TRANSPARENT = {"of"}
# A figure of these tells how something changed; what changed is said by the other words.
_CHANGE = """
growth change increase decrease decline rise fall drop reduction
рост прирост изменение увеличение снижение сокращение падение
"""


# What may be said of many things; a measure is not known by these words alone.
_GENERAL = """
average mean total overall cost price speed height length width depth area mass weight volume size capacity level number
amount value rate share output production annual yearly daily national
среднии средняя общии общая стоимость цена скорость высота длина глубина площадь масса вес объем размер уровень
"""
# A plain number that is one of these may answer a multiple.
_RATIO = """
ratio multiple times factor fold
отношение кратность раз соотношение
"""


class _Bare(dict[int, int | None]):
    """A table for ``str.translate`` that takes combining characters out; it is filled as letters come."""

    def __missing__(self, code: int) -> int | None:
        self[code] = None if unicodedata.combining(chr(code)) else code
        return self[code]


_BARE = _Bare()


def folded(text: str) -> str:
    """Lower case, without accents, and with ё as е."""
    if text.isascii():
        return text.lower()
    return unicodedata.normalize("NFKD", text.casefold()).translate(_BARE)


_ENDINGS = tuple(sorted({folded(ending) for ending in (*_ENDINGS_EN, *_ENDINGS_RU)}, key=lambda e: (-len(e), e)))
_STOPWORDS = frozenset(folded(_STOPWORDS_EN + _STOPWORDS_RU).split())
_CHANGE_WORDS = frozenset(folded(_CHANGE).split())
_RATIO_WORDS = frozenset(folded(_RATIO).split())


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """A folded word without its common endings; at least three letters stay.

    It is cut twice, since a name in its plain form may end like an inflected one ("Вьетнам", "Вьетнамом").
    """
    return _cut(_cut(word, _SHORTEST_STEM), _SHORTEST_STEM + 2)


def _cut(word: str, shortest: int) -> str:
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= shortest:
            word = word[: -len(ending)]
            break
    while len(word) > shortest and word[-1] in _VOWELS:
        word = word[:-1]
    if len(word) > shortest and word[-1] == word[-2]:
        word = word[:-1]
    return word


def words(text: str) -> list[str]:
    """The folded words of a text in their order, without numbers and words that say nothing."""
    return [word for word in _WORD.findall(folded(text)) if word not in _STOPWORDS and len(word) > 1]


def tells_change(measure: str) -> bool:
    """Whether a measure is a growth rate or another change, and not a level."""
    return any(word in _CHANGE_WORDS for word in words(measure))


def tells_ratio(measure: str) -> bool:
    """Whether a measure says how many times one thing is another."""
    return any(word in _RATIO_WORDS for word in re.findall(r"[^\W\d_]+", folded(measure)))


def subject(measure: str) -> set[str]:
    """The stems of what a measure is about: its first words, up to one that joins others to them ("pupils in …")."""
    found: set[str] = set()
    for word in re.findall(r"[^\W\d_]+|[,;(]", folded(measure)):
        if word in _TRANSPARENT:
            continue
        if word in _STOPWORDS or word in _CHANGE_WORDS or not word.isalpha():
            if found:
                break
        else:
            found.add(stem(word))
    return found


def stems(text: str) -> dict[str, str]:
    """The stems of a text in their order, each with the first word that it was cut from; words of change left out."""
    found: dict[str, str] = {}
    for word in words(text):
        if word not in _CHANGE_WORDS:
            found.setdefault(stem(word), word)
    return found


@lru_cache(maxsize=10_000)
def apart(text: str) -> tuple[frozenset[str], frozenset[str]]:
    """The stems of a text that stand in no brackets, and those that stand in some."""
    return frozenset(stems(_BRACKETS.sub(" ", text))), frozenset(stems(" ".join(_BRACKETS.findall(text))))


def initials(measure: str) -> dict[str, set[str]]:
    """What three or more neighbouring words of a measure are called for short, with their stems ("GDP")."""
    found: dict[str, set[str]] = {}
    for run in re.split(r"[^\w\s]", folded(measure)):
        in_order = [word for word in run.split() if word.isalpha()]
        for start in range(len(in_order)):
            for end in range(start + 3, min(start + LONGEST_SHORT_NAME, len(in_order)) + 1):
                words_meant = in_order[start:end]
                if not _STOPWORDS & set(words_meant) and not _CHANGE_WORDS & set(words_meant):
                    short = "".join(word[0] for word in words_meant).upper()
                    found.setdefault(short, set()).update(map(stem, words_meant))
    return found


def capitals(text: str) -> list[str]:
    """The words of a text that are written in capitals and may stand for several."""
    return _CAPITALS.findall(text)


def place_keys(text: str) -> set[str]:
    """What the name of a place is looked up by: stems, and those of two neighbours in one ("Viet Nam", "Vietnam")."""
    in_order = words(text)
    return {stem(word) for word in in_order} | {stem(first + second) for first, second in pairwise(in_order)}


GENERAL = frozenset(stem(word) for word in folded(_GENERAL).split())
