"""What a number counts in its sentence, and whether a bare number says anything."""

from workbench.extraction.context import hedge_behind
from workbench.extraction.nouns import counted_noun, is_anaphora, is_elided, is_subject, number_of_noun, past_note
from workbench.extraction.plurals import has_plural_form
from workbench.extraction.ranges import noun_of_end
from workbench.extraction.reading import Reading
from workbench.extraction.sentence import Sentence
from workbench.extraction.tokens import NUM, WORD

MEMORY_REACH = 400
HEADING = 6
ASIDE = 10  # tokens between commas
LOADS = ("mass", "volume")
UNCOUNTED = ("speed", "temperature", "duration")


def counted_by(s: Sentence, r: Reading, last: int) -> str | None:
    """What is counted or weighed; for a count without a noun, what was counted last."""
    if r.kind in UNCOUNTED or (r.kind == "money" and not s.lex.sets["nouns.of"]):
        return None
    if r.kind == "multiple" and r.number.form != "fraction" and r.pair is None:
        return None
    if r.kind == "count" and last < len(s.tokens) and s.lex.among("multiples.times", s.tokens[last]):
        return s.tokens[last].text  # "voted 98 times"
    behind = hedge_behind(s.tokens, r.first, last, s.lex)
    last += behind[0] if behind is not None else 0
    last = past_note(s.tokens, last) if last < len(s.tokens) and s.tokens[last].glued else last
    odds = r.pair is not None and r.pair.how == "odds"
    if odds and not s.lex.lists["odds.between"].at(s.tokens, r.number.last):
        return s.tokens[r.number.last].text
    phrase = counted_noun(s.tokens, last, s.lex, of_only=r.kind != "count" and not odds, share=r.kind == "percent")
    found, s.noun_end = (None, last) if phrase is None else phrase
    offset = s.tokens[r.first].start
    if found is None and (r.kind == "count" or r.kind in LOADS):
        found = _group_of(s, r, last)
    if found is None and r.kind == "count":
        found = number_of_noun(s.tokens, r.first, s.lex) or noun_of_end(s.tokens, last, s.lex)
        found = found or _some_of_them(s, last)
    if r.kind == "multiple" and found is None and is_anaphora(s.tokens, last, s.lex):
        return s.memory.counted if offset - s.memory.offset < MEMORY_REACH else None
    if r.kind != "count":
        return found
    if found is not None:
        s.memory.counted, s.memory.offset = found, offset
        return found
    return _remembered(s, r, last) if is_elided(s.tokens, last, s.lex) else None


def _group_of(s: Sentence, r: Reading, last: int) -> str | None:
    """The noun whose size or load the number is: "a crew of 120", "a cargo of 8,000 tonnes"; people of a county."""
    if not is_elided(s.tokens, last, s.lex):
        return None
    hedge = s.lex.hedges.before(s.tokens, r.first)
    i = r.first - (hedge[0] if hedge else 0)
    if i < 2 or not s.lex.among("nouns.of", s.tokens[i - 1]):
        return None
    if r.kind == "count" and s.lex.among("nouns.peopled", s.tokens[i - 2]):
        return s.lex.taken
    known = "nouns.groups" if r.kind == "count" else "nouns.loads"
    return s.tokens[i - 2].text if s.lex.among(known, s.tokens[i - 2]) else None


def _some_of_them(s: Sentence, last: int) -> str | None:
    """What some of those told before are: the minors of "11 of them minors"."""
    if not is_anaphora(s.tokens, last, s.lex):
        return None
    i = last + 2
    if not s.lex.among("nouns.of", s.tokens[last]) or i >= len(s.tokens) or not has_plural_form(s.tokens[i], s.lex):
        return None
    noun = counted_noun(s.tokens, i, s.lex, of_only=False)
    ended = noun is not None and (noun[1] >= len(s.tokens) or s.tokens[noun[1]].kind is not WORD)
    return noun[0] if noun is not None and ended else None


def _remembered(s: Sentence, r: Reading, last: int) -> str | None:
    """What was counted last, for a number without a noun; people, where it says what befalls people alone."""
    offset = s.tokens[r.first].start
    known = s.memory.counted if s.memory.counted and offset - s.memory.offset < MEMORY_REACH else None
    hedge = s.lex.hedges.before(s.tokens, r.first)
    first = r.first - (hedge[0] if hedge else 0)
    colon = first > 1 and s.tokens[first - 1].text == ":"
    taken_before = first > colon and s.lex.among("nouns.takers", s.tokens[first - 1 - colon])
    lifeless = known is None or known in s.lex.sets["nouns.takers"] or known.casefold() in s.lex.sets["nouns.lifeless"]
    if taken_before or (lifeless and _befalls(s, _past_aside(s, last))):
        s.memory.counted, s.memory.offset = s.lex.taken, offset
    if s.memory.counted and offset - s.memory.offset < MEMORY_REACH:
        return s.memory.counted
    return None


def _past_aside(s: Sentence, i: int) -> int:
    """Past what is said between commas of those who are counted: "45, mostly women, were arrested"."""
    if i + 1 >= len(s.tokens) or s.tokens[i].text != "," or not s.lex.among("nouns.asides", s.tokens[i + 1]):
        return i
    return next((j + 1 for j in range(i + 2, min(len(s.tokens), i + ASIDE)) if s.tokens[j].text == ","), i)


def _befalls(s: Sentence, i: int) -> bool:
    """Whether token ``i``, or the word behind an auxiliary there, says what happens to people: "five were hurt"."""
    for token in s.tokens[i : i + 3]:
        if s.lex.among("nouns.takers", token):
            return True
        if not s.lex.among("nouns.verbs", token):
            return False
    return False


def says_nothing(s: Sentence, r: Reading, counted: str | None, hedge: str | None, change: str | None) -> bool:
    """Whether a bare small number counts nothing that the sentence names."""
    if r.kind != "count" or counted or hedge or change or r.pair is not None:
        return False
    if _is_score(s, r) or _ends_score(s, r):
        return True
    behind = s.tokens[r.last : r.last + 1]
    if any(s.lex.among(name, token) for token in behind for name in ("multiples.times", "per.strict")):
        return False
    if is_subject(s.tokens, _past_aside(s, r.last), s.lex) and not _hangs_on_noun(s, r.first):
        return False
    before = s.tokens[r.first - 1].text if r.first else ""
    if (s.alone and r.first == 0) or (r.first and _tells_how_many(s, r)):
        return False
    if r.number.form == "digits" and len(r.number.digits) > 6 and s.tokens[r.number.first].text.isdigit():
        return True
    if r.number.scaled or r.number.form == "vague" or r.sign < 0 or r.number.value >= 1000:
        return False
    if _is_vote(s, r) or _is_index(s, r) or _is_compared(s, r):
        return False
    if before in ("—", "–") and r.first > 1 and s.tokens[r.first - 2].low in s.lex.sets["worth.up"]:
        return False
    return not (before == "=" or (before == ":" and _names_a_count(s, r.first - 2)))


def _is_told_per_many(s: Sentence, i: int) -> bool:
    """Whether a round number of people or things follows that the number is told per: «45,1 на 100 тыс. жителей»."""
    if i + 1 >= len(s.tokens) or not s.lex.among("per", s.tokens[i]) or s.tokens[i + 1].kind is not NUM:
        return False
    return s.tokens[i + 1].text.strip("0., ") == "1" and len(s.tokens[i + 1].text) > 1


def _is_vote(s: Sentence, r: Reading) -> bool:
    """Whether the number counts votes: "Voted: 312 for, 98 against", «за — 312, против — 98»."""
    head = r.first - 2
    if head >= 0 and s.tokens[head + 1].text in (":", "—", "–") and s.lex.among("nouns.headings", s.tokens[head]):
        return True
    if r.last >= len(s.tokens) or not s.lex.among("nouns.votes", s.tokens[r.last]):
        return False
    after = s.tokens[r.last + 1] if r.last + 1 < len(s.tokens) else None
    return after is None or after.text in ",;.)" or s.lex.among("nouns.and", after)


def _is_index(s: Sentence, r: Reading) -> bool:
    """Whether a number with decimals says where something stands: "the index was 51.2", "stands at 48.3"."""
    if not r.first or r.number.form != "digits" or "." not in r.number.digits:
        return False
    i = r.first - 1
    i -= i > 0 and s.lex.among("change_rules.by_share", s.tokens[i])
    return s.lex.among("change_nouns.copulas", s.tokens[i])


def _is_compared(s: Sentence, r: Reading) -> bool:
    """Whether it stands against another number: "rose to 346, up from 311", "45 per 1,000", "100 to the dollar"."""
    if s.taken and s.lex.lists["range.against"].before(s.tokens, r.first) is not None:
        return True
    return _is_told_per_many(s, r.last) or _is_rate_of_exchange(s, r)


def _is_rate_of_exchange(s: Sentence, r: Reading) -> bool:
    """Whether the number tells what a currency costs: "past 100 to the dollar"."""
    i = r.last
    if i + 2 >= len(s.tokens) or not s.lex.among("range.to", s.tokens[i]):
        return False
    i += 1 + any(s.lex.among(name, s.tokens[i + 1]) for name in ("articles", "nouns.articles"))
    return s.lex.currencies.at(s.tokens, i) is not None


def _tells_how_many(s: Sentence, r: Reading) -> bool:
    """Whether the words before a number say that it counts: a verb, "built for 400", "from 987 a day before"."""
    before = s.tokens[r.first - 1]
    if s.lex.among("nouns.verbs", before) or s.lex.lists["nouns.holding"].before(s.tokens, r.first):
        return True
    return s.lex.among("range.from", before) and s.lex.relative.at(s.tokens, r.last) is not None


def _is_score(s: Sentence, r: Reading) -> bool:
    """Whether the number is the first one of a score or a vote: "it passed 312 to 98"."""
    i = r.last + 1
    if i >= len(s.tokens) or not s.lex.among("range.to", s.tokens[i - 1]) or s.tokens[i].kind is not NUM:
        return False
    return s.tokens[i].text.isdigit() and int(s.tokens[i].text) <= r.number.value


def _ends_score(s: Sentence, r: Reading) -> bool:
    """Whether the number is the second one of a score: "a majority of 5 to 4"."""
    i = r.first - 2
    if i < 1 or s.tokens[i].kind is not NUM or not s.lex.among("range.to", s.tokens[i + 1]):
        return False
    told = s.lex.among("range.from", s.tokens[i - 1]) or s.lex.among("range.change_from", s.tokens[i - 1])
    return s.tokens[i].text.isdigit() and int(s.tokens[i].text) >= r.number.value and not told


def _names_a_count(s: Sentence, i: int) -> bool:
    """Whether the word before a colon is a heading of counts: "Killed: 12", "Schools: 40"."""
    if i < 0:
        return False
    head = s.tokens[0] if i < HEADING and s.lex.sets["nouns.of"] else s.tokens[i]
    return s.tokens[i].low in s.lex.sets["worth.up"] or any(has_plural_form(t, s.lex) for t in (head, s.tokens[i]))


def _hangs_on_noun(s: Sentence, first: int) -> bool:
    """Whether a noun stands right before the number, which then is its name: "shaft 3 flooded"."""
    if first == 0 or s.tokens[first - 1].kind != WORD:
        return False
    before = s.tokens[first - 1]
    return not any(s.lex.among(name, before) for name in ("nouns.and", "nouns.stops", "nouns.articles", "nouns.verbs"))
