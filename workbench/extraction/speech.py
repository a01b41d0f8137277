"""The words and patterns by which a text says who speaks, from ``speech.toml``."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

_CAPITAL = r"(?-i:[A-ZÀ-ÖØ-ÞА-ЯЁ])"
_WORD = rf"(?:(?:[A-Z]\.){{2,3}}|(?:{_CAPITAL}|Dr|Mr|Mrs|Ms|St)\.|{_CAPITAL}[\w'’-]{{0,40}}+)"
_WHO_BEFORE = 200


@dataclass(frozen=True, slots=True)
class Speech:
    """What ``speech.toml`` says, all languages joined, because a text may mix them.

    ``verb`` finds a verb of saying anywhere. The others look beside a quote or a verb: ``after_quote`` ("said Anna
    Berg", "Anna Berg said", "she said"), ``before_quote`` ("Anna Berg said:"), ``subject`` (who stands before a verb),
    ``inverted`` (who stands behind it). The groups ``who`` and ``other`` hold a name, a body, a post or a pronoun.
    """

    question: frozenset[str]
    answer: frozenset[str]
    titles: frozenset[str]
    any_titles: frozenset[str]
    title_words: frozenset[str]
    aux: frozenset[str]
    occasions: frozenset[str]
    perhaps_occasions: frozenset[str]
    finite: frozenset[str]
    particles: frozenset[str]
    not_names: frozenset[str]
    pronouns: frozenset[str]
    openers: frozenset[str]
    nobody: frozenset[str]
    objects: frozenset[str]
    verb: re.Pattern[str]
    opener: re.Pattern[str]
    that: re.Pattern[str]
    name: re.Pattern[str]
    after_quote: re.Pattern[str]
    before_quote: re.Pattern[str]
    subject: re.Pattern[str]
    inverted: re.Pattern[str]

    def subject_before(self, text: str, start: int, verb: int) -> re.Match[str] | None:
        """Who stands before the verb at ``verb`` in the sentence that begins at ``start``."""
        return self.subject.search(text, max(start, verb - _WHO_BEFORE), verb)


@cache
def speech() -> Speech:
    """The words of all languages, compiled once."""
    path = files("workbench.extraction").joinpath("speech.toml")
    tables = tomllib.loads(path.read_text(encoding="utf-8")).values()
    joined = {key: frozenset(word for table in tables for word in table[key]) for key in next(iter(tables))}
    verb, particle, aux = _any(joined["verbs"]), _any(joined["particles"]), _any(joined["aux"])
    openers = _any(joined["openers"])
    named = joined["titles"] | joined["posts"]
    titles = _any({*named, *(title.lower() for title in named)})
    # "foreign minister Anna Keller", "министр обороны Петров"
    role = rf"(?:{titles}(?: [a-zа-яё-]{{2,20}}){{0,2}} )"
    name = rf"(?:[Tt]he )?{role}?{_WORD}(?: (?:{particle} ){{0,2}}{_WORD}){{0,6}}+"
    # "the spokesman"; "the statistics office", "health officials", "the ministry of defence"
    article = r"(?:[Tt]he |[Aa]n? )?(?:[\w’'.-]{2,20} ){0,3}?"
    post = rf"{article}{titles}\b"
    body = rf"{article}{_any(joined['bodies'])}\b(?! {titles})(?: (?:of|for) (?:the )?[\w’'-]{{2,30}})?"
    pronoun = rf"{_any(joined['pronouns'])}\b"
    who = rf"(?P<who>{pronoun}|{body}|{name}|{post})"
    other = who.replace("<who>", "<other>")
    aside = r"(?P<aside>, [^,\n\"“”«»]{2,80},)?"
    opened = rf"(?:\A|(?<=[\"”»,;:—–-])|(?<=[\"”»,;:—–.!?-] )|(?<=\n)|\b{openers} )"
    return Speech(
        question=joined["question"],
        answer=joined["answer"],
        titles=joined["titles"],
        any_titles=frozenset(title.casefold() for title in joined["titles"]),
        title_words=frozenset(word for title in named for word in title.casefold().split()),
        aux=joined["aux"],
        occasions=joined["occasions"],
        perhaps_occasions=joined["perhaps_occasions"],
        finite=joined["finite"],
        particles=joined["particles"],
        not_names=joined["not_names"],
        pronouns=joined["pronouns"],
        openers=joined["openers"],
        nobody=joined["nobody"],
        objects=joined["objects"],
        verb=re.compile(rf"\b{verb}\b"),
        opener=re.compile(rf"\b{openers} ?\Z", re.IGNORECASE),
        name=re.compile(name),
        that=re.compile(rf"[,:]? ?{_any(joined['that'])}\b|:"),
        after_quote=re.compile(
            rf"[ \t]*[,.!?–—-]*[ \t]*(?:[–—-][ \t]*)?(?:{verb} {who}|{other}{aside} (?:{aux} )?{verb}\b)"
        ),
        before_quote=re.compile(rf"\b{who}{aside} (?:{aux} )?{verb}(?: (?:that|что))?[:,]?[ \t]*[–—-]?[ \t]*\Z"),
        subject=re.compile(rf"{opened}{who}{aside}(?: {aux}){{0,2}} \Z"),
        inverted=re.compile(rf" (?:во? )?{who}"),
    )


def _any(words: frozenset[str] | set[str]) -> str:
    return f"(?:{'|'.join(sorted(map(re.escape, words), key=lambda word: (-len(word), word)))})"
