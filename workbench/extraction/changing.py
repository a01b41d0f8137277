"""Whether a quantity tells a change: by how much, or to what, something rose or fell."""

from workbench.extraction.context import BY, TO, WAYS, Way, change_of, direction_before, growth_told
from workbench.extraction.plurals import has_plural_form
from workbench.extraction.reading import Reading
from workbench.extraction.sentence import Sentence
from workbench.extraction.tokens import NUM, WORD
from workbench.extraction.words import TURN
from workbench.quantity.model import Change

SHARES = ("percent", "multiple")
BARE = (*SHARES, "money", "temperature")
TO_BY = ("change_rules.to", "change_rules.by")


def change_told(s: Sentence, r: Reading, first: int, last: int) -> Change | None:
    """Whether the quantity is an amount of change, or a level that something rose or fell to.

    Args:
        s: Its sentence.
        r: The number with its unit.
        first: The first token of the number with its hedge.
        last: The token after the quantity.
    """
    if r.number.form == "multiple" and r.number.change:
        return r.number.change
    if r.kind == "percent" and r.first and s.tokens[r.first - 1].text == "+" and s.tokens[r.first].glued:
        return "increase_by"
    if s.changed is None and not s.cues & TURN:
        return None
    if r.kind in ("rate", "speed") and not any(s.lex.lists[name].before(s.tokens, first) for name in TO_BY):
        return None
    if _tells_again(s, r, first):
        share = r.kind == "percent" and (s.previous is None or s.previous.kind != "percent")
        return BY[WAYS[s.changed]] if share and s.changed is not None else s.changed  # "from $5 to $6, or 20%"
    if _goes_on_by(s, first) or _goes_on_too(s, r, first, last):
        return s.changed
    if goes_on_to(s, first):
        return None if s.changed is None else TO[WAYS[s.changed]]
    if r.number.form == "fraction" and first and s.lex.among("change_rules.into", s.tokens[first - 1]):
        return "decrease_to" if direction_before(s.tokens, first - 2, s.lex, prep=True) == "decrease" else None
    return _by_words(s, r, first, last)


def _by_words(s: Sentence, r: Reading, first: int, last: int) -> Change | None:
    """The change that the words about the number tell."""
    odds = r.pair is not None and r.pair.how == "odds"
    if odds and s.lex.lists["change_rules.by"].before(s.tokens, first) is None:
        return None  # "has added one in every three new jobs"
    plain = r.kind == "multiple" and r.number.form != "fraction"
    if plain and (_is_told_often(s, r, last) or _is_level(s, first)):
        return None
    growth = growth_told(s.tokens, first, s.lex) if r.kind == "percent" else None
    growth = growth or _closes(s, r, first, last)
    if growth is not None:
        return BY[growth]
    share = r.kind in SHARES
    change = change_of(s.tokens, first, last, s.lex, share=share, bare=_rises(s, r, first), compares=not plain)
    if plain and change in ("increase_by", "decrease_by"):
        by = s.lex.lists["change_rules.by"].before(s.tokens, first)
        inside = first > 0 and s.lex.among("multiples.in", s.tokens[first - 1])
        return TO[WAYS[change]] if inside or by is None else change
    return change


def _closes(s: Sentence, r: Reading, first: int, last: int) -> Way | None:
    """The direction in which a market closed, ended or opened: "closed down 2 percent", not "down 12% of its shops"."""
    if r.kind != "percent" or first < 2 or not s.lex.among("change_rules.closing", s.tokens[first - 2]):
        return None
    after = s.tokens[last] if last < len(s.tokens) else None
    if after is not None and after.kind is WORD and (
        s.lex.among("nouns.of", after) or not s.lex.among("nouns.stops", after)
    ):
        return None
    if s.lex.up.before(s.tokens, first):
        return "increase"
    return "decrease" if s.lex.down.before(s.tokens, first) else None


def _is_told_often(s: Sentence, r: Reading, last: int) -> bool:
    """Whether "times" tells how often, and no factor: a noun stands before it, and no word of comparing behind it.

    "Voted for tax increases 98 times" against "increased 98 times".
    """
    if not r.first or r.number.form not in ("digits", "words") or not s.lex.sets["nouns.of"]:
        return False
    if last >= len(s.tokens) or s.tokens[last].kind is not WORD:
        return has_plural_form(s.tokens[r.first - 1], s.lex) and s.lex.among("multiples.times", s.tokens[last - 1])
    return False


def _is_level(s: Sentence, first: int) -> bool:
    """Whether a preposition before a multiple names a level: "quadrupled and trades at 62 times earnings"."""
    if any(s.lex.lists[name].before(s.tokens, first) for name in ("change_rules.by", "multiples.factor")):
        return False
    return s.lex.lists["change_rules.by_share"].before(s.tokens, first) is not None


def _tells_again(s: Sentence, r: Reading, first: int) -> bool:
    """Whether the number is another guess for the one before it: "5, or even 6 percent", "50, 60, 70 percent"."""
    if first < 2:
        return False
    if s.tokens[first - 1].text == "," and s.tokens[first - 2].kind is NUM and s.taken == first - 1:
        return s.previous == r.measure  # of a list that leaves its unit to the last number
    if s.tokens[first - 2].text != ",":
        return False
    return s.lex.among("range.or", s.tokens[first - 1]) or s.lex.among("range.again", s.tokens[first - 1])


def _goes_on_by(s: Sentence, first: int) -> bool:
    """Whether the number is a second amount of the change told before it: "by 5 percent in May and by 3 in June"."""
    by = s.lex.lists["change_rules.by"].before(s.tokens, first)
    if by is None or s.changed is None or not s.changed.endswith("_by"):
        return False
    before = s.tokens[max(s.taken, first - by[0] - 2) : first - by[0]]
    if any(token.low in s.lex.turns for token in before):
        return False
    dashed = bool(before) and before[-1].text in "–—-" and s.lex.bare_scale  # «добыча — на 13,8%»
    return dashed or any(s.lex.among("nouns.and", token) for token in before)


def _goes_on_too(s: Sentence, r: Reading, first: int, last: int) -> bool:
    """Whether the number shares the verb of the one before it: "rose 4% in May and 12% in June"."""
    if s.changed is None or not s.changed.endswith("_by") or r.measure is None or s.previous is None:
        return False
    if r.measure.unit != s.previous.unit:
        return False
    after = (s.tokens[last] if last < len(s.tokens) else None)
    ends = after is None or (after.kind is WORD and s.lex.among("nouns.stops", after)) or after.text in ".;"
    ends = ends or (last + 1 < len(s.tokens) and s.tokens[last + 1].text == "/")  # "y/y"
    return bool(first) and ends and s.lex.among("nouns.and", s.tokens[first - 1])


def goes_on_to(s: Sentence, first: int) -> bool:
    """Whether the number is where the change told just before it led: "by a quarter point, to 3.75%"."""
    if s.changed is None or not first or not s.taken:
        return False
    between = s.tokens[s.taken : first]
    if not 0 < len(between) <= 2 or not s.lex.among("change_rules.to", between[-1]):
        return False
    return len(between) == 1 or between[0].text in (",", "—", "–")


def _counts_points(s: Sentence, r: Reading) -> bool:
    return r.kind == "count" and r.last < len(s.tokens) and s.lex.among("points", s.tokens[r.last])


def _rises(s: Sentence, r: Reading, first: int) -> bool:
    """Whether a verb right before it makes the quantity an amount of change: a length only of what has a level."""
    if s.lex.among("change_rules.level", s.tokens[first]):
        return False
    if first and s.lex.among("change_rules.not_nouns", s.tokens[first - 1]) and r.kind not in SHARES:
        return _counts_points(s, r)  # "sold more $5 notes"
    if r.kind == "length":
        return any(s.lex.among("change_rules.levels", token) for token in s.tokens[:first])
    if r.kind == "count":
        return first > 0 and (_counts_points(s, r) or s.lex.among("change_rules.intransitive", s.tokens[first - 1]))
    return r.kind in BARE or (r.measure is not None and r.measure.unit == "degree")
