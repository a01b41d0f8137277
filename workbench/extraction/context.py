"""The words around a number: hedges and their modifier, changes, negation."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from workbench.extraction.tokens import NUM, WORD, Token
from workbench.extraction.words import PLAIN, Hedge, Lexicon
from workbench.quantity.model import Change

BOUND = ("<", "<=", ">", ">=")
NEGATION_REACH = 8
CLOSING = frozenset(".,;:!?)]…—–\"”»'’")
REACH = 7
FAR = 12  # tokens from a noun of change to the verb that tells its size
Way = Literal["increase", "decrease"]
BY: dict[Way, Change] = {"increase": "increase_by", "decrease": "decrease_by"}
TO: dict[Way, Change] = {"increase": "increase_to", "decrease": "decrease_to"}
WAYS: dict[Change, Way] = {change: way for changes in (BY, TO) for way, change in changes.items()}


@dataclass(slots=True)  # frozen, it would be several times as dear to make
class Modified:
    """A hedge with its words; ``first`` is the first token of the expression it modifies."""

    hedge: Hedge
    words: str | None
    first: int


def hedge_of(  # noqa: PLR0913 - where the number stands and what its prepositions mean
    tokens: Sequence[Token], first: int, last: int, lex: Lexicon, *, plain_from: bool, plain_to: bool = False
) -> Modified:
    """The hedge of the number in ``tokens[first:last]``: the one before it, and where there is none the one after.

    A bound outweighs an approximation ("up to about 40" is a bound).

    Args:
        tokens: The sentence.
        first: The first token of the number or its currency.
        last: The token after its unit.
        lex: The words of its language.
        plain_from: Whether "from" before the number is no bound (a count, the start of a change).
        plain_to: Whether a word such as «до» before the number is no bound (the end of a change).
    """
    found: Modified | None = None
    begin = first
    while begin and tokens[begin - 1].low in lex.hedge_ends:
        step = _one_before(tokens, begin, lex, plain_from=plain_from, plain_to=plain_to)
        if step is None:
            break
        begin = step.first
        outweighs = found is None or found.hedge.modifier == "=" or _is_bound_of_about(step.hedge, found.hedge)
        if found is None or outweighs:
            found = step
        elif step.words and found.words and step.hedge.modifier == found.hedge.modifier:
            found = Modified(found.hedge, f"{step.words} {found.words}", step.first)
    if found is None or found.hedge is PLAIN:
        behind = hedge_behind(tokens, first, last, lex)
        if behind is not None and behind[1].modifier != "=" and not _adds(tokens, last + behind[0], behind[1], lex):
            words = _text(tokens[last : last + behind[0]]).lstrip("- ")
            return Modified(behind[1], words, begin)
    if found is None:
        return Modified(PLAIN, None, begin)
    quiet = found.hedge.modifier == "=" and not found.hedge.exact
    return Modified(found.hedge, None if quiet else found.words, begin)


def hedge_behind(tokens: Sequence[Token], first: int, i: int, lex: Lexicon) -> tuple[int, Hedge] | None:
    """The hedge at token ``i``, behind the number that begins at token ``first`` or behind its noun."""
    if i >= len(tokens) or tokens[i].low not in lex.hedges_after.firsts:
        return None
    found = lex.hedges_after.at(tokens, i)
    if found is None:
        return None
    size, last = found[0], tokens[i + found[0] - 1]
    if not lex.among("hedges_after.closing", last):
        return found
    if lex.among("hedges_small", last) and not last.text.islower():
        return None
    if size == 1 and lex.among("hedges_after.ways", last):
        moved = ("change.either", "change_rules.motion")
        if any(token.low in lex.turns or any(lex.among(name, token) for name in moved) for token in tokens[:first]):
            return None
    return found if _may_close(tokens, i + size, lex) else None


def _may_close(tokens: Sequence[Token], i: int, lex: Lexicon) -> bool:
    """Whether what stands at token ``i`` lets "and up" or the like before it be a hedge: "and up.", "and up are"."""
    if i >= len(tokens) or tokens[i].text in CLOSING or lex.among("nouns.verbs", tokens[i]):
        return True
    return lex.among("hedges_after.before_place", tokens[i - 1]) and lex.among("places", tokens[i])


def _adds(tokens: Sequence[Token], i: int, hedge: Hedge, lex: Lexicon) -> bool:
    """Whether the words before token ``i`` begin something else: "$85,000 plus a bonus", "50 ships, or so they say"."""
    if i >= len(tokens) or lex.among("hedges_after.not_before", tokens[i]):
        return i < len(tokens)
    if hedge.modifier != ">":
        return False
    return lex.among("nouns.articles", tokens[i]) or lex.may_start(tokens[i])


def _is_bound_of_about(outer: Hedge, inner: Hedge) -> bool:
    return inner.modifier == "~" and outer.modifier in BOUND


def _one_before(
    tokens: Sequence[Token], first: int, lex: Lexicon, *, plain_from: bool, plain_to: bool
) -> Modified | None:
    i = first
    while i > 0:
        hit = lex.hedges.before(tokens, i)
        if hit is not None and i < first and (lex.up.at(tokens, i - hit[0]) or lex.down.at(tokens, i - hit[0])):
            return None
        if hit is not None:
            size, hedge = hit
            if size == 1 and lex.among("hedges_small", tokens[i - 1]) and not tokens[i - 1].text.islower():
                return None
            if _leads_up(tokens, i - size, size, lex) or lex.lists["hedges_not"].before(tokens, i) is not None:
                return None
            if size == 1 and (
                (lex.among("range.from", tokens[i - 1]) and (plain_from or _follows_change(tokens, i - 2, lex)))
                or (lex.among("range.to", tokens[i - 1]) and plain_to)
                or (lex.among("change_rules.to", tokens[i - 1]) and _follows_change(tokens, i - 2, lex, to=True))
            ):
                return None
            return Modified(hedge, _text(tokens[i - size : i]), i - size)
        if i < first or not lex.among("hedge_gap", tokens[i - 1]):
            return None
        i -= 1
    return None


def _leads_up(tokens: Sequence[Token], i: int, size: int, lex: Lexicon) -> bool:
    """Whether "up to" goes on with a verb of motion, and is no bound: "went up to 5%", "edged up to 3.1"."""
    if size == 1 or not i or not lex.among("change_rules.motion", tokens[i - 1]):
        return False
    return lex.up.at(tokens, i) is not None and lex.among("change_rules.to", tokens[i + size - 1])


def _follows_change(tokens: Sequence[Token], i: int, lex: Lexicon, *, to: bool = False) -> bool:
    return direction_before(tokens, i, lex, prep=True, to=to) is not None


def _text(tokens: Sequence[Token]) -> str:
    words = ""
    for token in tokens:
        words += token.text if token.glued or not words else f" {token.text}"
    return words


def change_of(  # noqa: PLR0913 - where the number stands and what it is
    tokens: Sequence[Token],
    first: int,
    last: int,
    lex: Lexicon,
    *,
    share: bool,
    bare: bool = True,
    compares: bool = True,
) -> Change | None:
    """Whether the number says by how much, or to what, something rose or fell.

    Args:
        tokens: The sentence.
        first: The first token of the number with its hedge.
        last: The token after its unit.
        lex: The words of its language.
        share: Whether it is a percentage, a multiple or a fraction ("growth of 5 percent", "a 5 percent increase").
        bare: Whether it can be an amount of change without a preposition ("rose 5 percent").
        compares: Whether "more" and "less" behind it tell a change: not behind a multiple ("ten times more").
    """
    to = lex.lists["change_rules.to"].before(tokens, first)
    by = lex.lists["change_rules.by_share"].before(tokens, first)
    plain = share or lex.lists["change_rules.by"].before(tokens, first) is not None
    if by is not None and not plain and lex.among("change_rules.at", tokens[first - 1]):
        by = None  # a level: "ended 3 percent higher at 8,702"
    if to is not None or by is not None:
        size = (to or by or (0, True))[0]
        near = to is None and not plain
        way = direction_before(tokens, first - 1 - size, lex, prep=not near, far=False, to=to is not None)
        if way is not None:
            return BY[way] if to is None else TO[way]
    elif first and (lex.among("range.from", tokens[first - 1]) or lex.among("range.change_from", tokens[first - 1])):
        return None  # where it began: "up from 2 percent"
    elif bare and first:
        # "the tax cut gave 83 percent of its gains"
        shared = last < len(tokens) and lex.among("nouns.of", tokens[last])
        way = direction_before(tokens, first - 1, lex, prep=False, far=share and compares and not shared, objects=True)
        if way is not None:
            return BY[way]
    return _change_after(tokens, last, lex, compares=compares) if share else None


def growth_told(tokens: Sequence[Token], first: int, lex: Lexicon) -> Way | None:
    """The direction of the growth or the fall whose size the number is: "GDP growth in 2023 was 3.6 percent"."""
    if not first or not lex.among("change_nouns.copulas", tokens[first - 1]):
        return None
    for j in range(first - 2, max(-1, first - 2 - FAR), -1):
        token = tokens[j]
        if token.kind not in (WORD, NUM) or lex.among("nouns.verbs", token):
            return None
        if lex.among("change_nouns", token):
            led = j > 0 and (lex.among("nouns.stops", tokens[j - 1]) or lex.among("nouns.of", tokens[j - 1]))
            return None if led else "decrease" if lex.down.at(tokens, j) else "increase"
    return None


def direction_before(  # noqa: PLR0913 - where it is looked for
    tokens: Sequence[Token], i: int, lex: Lexicon, *, prep: bool, far: bool = True, objects: bool = False,
    to: bool = False,
) -> Way | None:  # fmt: skip
    """The direction, ``increase`` or ``decrease``, of the nearest word of change at or before token ``i``.

    With a preposition it may stand some words off, without one only beside the number, one word off (``far``), or with
    its object between (``objects``): "hikes water bills 9.5 percent". Some lead ``to`` no level: "lost to 8 teams".
    """
    left = REACH if prep else 1 + far + (far and objects)
    for j in range(i, -1, -1):
        token = tokens[j]
        if token.kind != WORD:
            if not prep or token.text in ";:!?—–()":
                return None
            continue
        if left == 0:
            return None
        left -= 1
        way = _direction_at(tokens, j, lex) if token.low in lex.turns else None
        if way is not None:
            return None if to and lex.among("change_rules.never_to", token) else way
        if far and not prep and (lex.among("nouns.stops", token) or lex.among("nouns.verbs", token)):
            return None
    return None


def _direction_at(tokens: Sequence[Token], j: int, lex: Lexicon) -> Way | None:
    """The direction of the word of change that ends at token ``j``; "make up" and "start-up" have none."""
    if lex.lists["change_rules.not"].before(tokens, j + 1):
        return None
    if lex.lists["change_rules.not"].at(tokens, j) and not (j and lex.among("change_rules.motion", tokens[j - 1])):
        return None
    if lex.up.before(tokens, j + 1) is not None:
        return "increase"
    if lex.down.before(tokens, j + 1) is not None:
        return "decrease"
    multiple = lex.multiple_words.before(tokens, j + 1)
    change = None if multiple is None else multiple[1][1]
    return None if change is None else WAYS[change]


def _change_after(tokens: Sequence[Token], i: int, lex: Lexicon, *, compares: bool) -> Change | None:
    """ "a 5 percent increase", "20 percent more than"; "12 percent or less" tells none."""
    if lex.hedges_after.at(tokens, i) is not None:
        return None
    for j in (i, i + 1):
        if j >= len(tokens) or tokens[j].kind != WORD:
            return None
        if lex.among("change_rules.after", tokens[j]):
            if not compares and lex.among("change_rules.compares", tokens[j]):
                return None
            return "decrease_by" if lex.down.at(tokens, j) else "increase_by"
    return None


def _before_hedge(tokens: Sequence[Token], first: int, lex: Lexicon) -> int:
    hedge = lex.hedges.before(tokens, first)
    return first - (hedge[0] if hedge is not None else 0)


def _is_number_sign(tokens: Sequence[Token], j: int, lex: Lexicon) -> bool:
    """Whether a word that may deny is a label with a number behind it: "power unit No. 2"."""
    label = lex.labels.at(tokens, j)
    i = j + (label[0] if label is not None else 0)
    if label is None or (label[0] == 1 and not (j and tokens[j].text[0].isupper())):
        return False  # "no 5 percent tax"
    return i < len(tokens) and tokens[i].kind is NUM


def is_negated(tokens: Sequence[Token], first: int, lex: Lexicon) -> bool:
    """Whether the clause before token ``first`` denies what it counts; "not only" does not."""
    breaks, denials, near = lex.sets["negation.breaks"], lex.sets["negation"], lex.sets["negation.near"]
    for j in range(first - 1, max(-1, first - 1 - NEGATION_REACH), -1):
        low = tokens[j].low
        if low in breaks or lex.lists["negation.bases"].before(tokens, j + 1) is not None:
            return False  # "none of the 40 boats sank" does not deny the 40
        if low in near and j + 1 < _before_hedge(tokens, first, lex):
            continue  # "without power 17,500 homes stay"
        if low in denials and not _is_number_sign(tokens, j, lex):
            if lex.lists["negation.except"].before(tokens, j + 1) is not None:
                continue  # "hundreds, if not thousands"
            spared = lex.lists["negation.except"].at(tokens, j) or lex.hedges.at(tokens, j)
            if not spared or (spared and spared[0] == 1):
                return True
    return False
