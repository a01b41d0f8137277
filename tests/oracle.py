"""What a comparison must find, worked out anew from its rules: exact fractions, and nothing of the package.

A :class:`Said` is a written quantity together with what its words mean, because whoever made it knew that; so the
oracle reads no text. :func:`finding` holds two of them against each other.
"""

from dataclasses import dataclass, replace
from decimal import ROUND_HALF_EVEN, Decimal, localcontext
from fractions import Fraction

INF = None
TIMES = "multiple"
SHARES = {"percent", "percentage_point", "basis_point"}
BY = ("increase_by", "decrease_by")
TO = ("increase_to", "decrease_to")


@dataclass(frozen=True)
class Unit:
    """A unit: ``base`` numbers what can be converted, a number times ``factor`` plus ``offset`` is told in it."""

    name: str = ""
    kind: str = "count"
    base: str = ""
    factor: Fraction = Fraction(1)
    offset: Fraction = Fraction(0)


@dataclass(frozen=True)
class Said:
    """A written quantity; ``row`` names its row in the table of wordings, ``written`` the last written digit's unit."""

    text: str
    value: Fraction | None
    step: Fraction | tuple[Fraction, Fraction]
    written: Fraction | tuple[Fraction, Fraction]
    unit: Unit = Unit()
    row: str = "bare"
    low: Fraction | None = None
    high: Fraction | None = None
    form: str = ""  # "vague" or "±" where the ends are taken as they are
    change: str | None = None
    negated: bool = False


@dataclass(frozen=True)
class Set:
    """Numbers between two ends; None is no end."""

    low: Fraction | None
    high: Fraction | None
    low_open: bool = False
    high_open: bool = False


MODIFIER = {"bare": "=", "exactly": "=", "about": "~", "nearly": "~", "just over": "~"}


def modifier(said: Said) -> str:
    """The modifier of a row."""
    return MODIFIER.get(said.row, said.row)


def accepted(said: Said) -> Set:
    """The numbers that a wording allows, in its own unit."""
    found = _accepted(said)
    if said.unit.kind == TIMES:
        return replace(found, low=_digits(found.low, 15), high=_digits(found.high, 15))
    return found


def _accepted(said: Said) -> Set:
    if said.value is None:
        return _range(said)
    c, (s, _), (w, _) = said.value, _both(said.step), _both(said.written)
    b, h = _b(c, s), _h(c, s)
    if said.row == "bare":
        return Set(c - b, c + b)
    if said.row == "exactly":
        return Set(c - min(b, w / 2), c + min(b, w / 2))
    if said.row == "about" or (said.row == "nearly" and c == 0):
        return Set(c - h, c + h)
    if said.row in ("nearly", "just over"):
        return Set(c, c + h) if (said.row == "nearly") == (c < 0) else Set(c - h, c)
    return _bound(said, c, c)


def _range(said: Said) -> Set:
    low, high = said.low, said.high
    if said.row in (">", ">=", "<", "<="):
        return _bound(said, low, high)
    if said.form == "vague":
        return Set(low, high, high_open=True)
    (s_low, s_high), (w_low, w_high) = _both(said.step), _both(said.written)
    if said.row == "about":
        return Set(low - _h(low, s_low), high + _h(high, s_high))
    if said.row == "exactly":
        return Set(low - min(_b(low, s_low), w_low / 2), high + min(_b(high, s_high), w_high / 2))
    return Set(low - _b(low, s_low), high + _b(high, s_high))


def _bound(said: Said, low: Fraction, high: Fraction) -> Set:
    if said.row in (">", ">="):
        return Set(low, INF, low_open=said.row == ">")
    floor = INF if said.unit.kind == "temperature" or high <= 0 else Fraction(0)
    return Set(floor, high, high_open=said.row == "<")


def _b(c: Fraction, s: Fraction) -> Fraction:
    return s / 2 if c == 0 else min(s / 2, abs(c) / 10)


def _h(c: Fraction, s: Fraction) -> Fraction:
    return s / 2 if c == 0 else max(_b(c, s), min(max(2 * s, abs(c) / 100), abs(c) / 10))


def _both(step: Fraction | tuple[Fraction, Fraction]) -> tuple[Fraction, Fraction]:
    return step if isinstance(step, tuple) else (step, step)


def reference_set(said: Said) -> tuple[Set, Fraction | None]:
    """R and the reference's own number, in its own unit; a fall is negative."""
    if modifier(said) != "=":
        found = accepted(said)
    elif said.value is not None:
        found = Set(said.value, said.value)
    else:
        found = Set(said.low, said.high, high_open=said.form == "vague")
    if said.change == "decrease_by":
        return _turned(found), None if said.value is None else -said.value
    return found, said.value


def _turned(found: Set) -> Set:
    ends = [None if end is None else -end for end in (found.high, found.low)]
    return Set(ends[0], ends[1], found.high_open, found.low_open)


def _map(claim: Said, reference: Said) -> tuple[Fraction, Fraction] | None:
    """Factor and offset that bring the reference into the claim's unit; None where they do not compare."""
    one, other = claim.unit, reference.unit
    if TIMES in (one.kind, other.kind):
        return _of_multiples(claim, reference)
    if one.name in SHARES or other.name in SHARES:
        if one.name == other.name:
            return Fraction(1), Fraction(0)
        points = {"percentage_point": Fraction(1), "basis_point": Fraction(1, 100)}
        if one.name in points and other.name in points:
            return points[other.name] / points[one.name], Fraction(0)
        return None
    if one.base != other.base:
        return None
    difference = claim.change in BY or reference.change in BY
    offset = Fraction(0) if difference else other.offset - one.offset
    return other.factor / one.factor, offset / one.factor


def _of_multiples(claim: Said, reference: Said) -> tuple[Fraction, Fraction] | None:
    same, one, hundred = (Fraction(1), Fraction(0)), claim.unit, Fraction(100)
    if one.kind == reference.unit.kind:
        if claim.change in BY and reference.change in TO:
            return Fraction(1), Fraction(-1)
        return (Fraction(1), Fraction(1)) if claim.change in TO and reference.change in BY else same
    if one.kind == TIMES:
        if reference.unit.name == "percent":
            return 1 / hundred, Fraction(claim.change in TO and reference.change in BY)
        return same if reference.unit.kind == "count" else None
    if one.name == "percent":
        return hundred, -hundred * (reference.change in TO and claim.change in BY)
    return None


def finding(claim: Said, reference: Said) -> dict[str, object]:
    """The finding's fields, in the words of the JSON."""
    a = accepted(claim)
    told: dict[str, object] = {
        "unit": claim.unit.name, "accepted": [_number(a.low), _number(a.high)], "comparison": "incommensurable",
        "deviation": None, "gap": None, "uninformative": False, "proposed": None,
    }  # fmt: skip
    how = _map(claim, reference)
    if how is None:
        return told
    found, r = reference_set(reference)
    low, high, r = (None if end is None else end * how[0] + how[1] for end in (found.low, found.high, r))
    found = Set(low, high, found.low_open, found.high_open)
    if claim.change == "decrease_by":
        found, r = _turned(found), None if r is None else -r
    if r is None:
        ends = [end for end in (found.low, found.high) if end is not None]
        r = sum(ends, Fraction(0)) / len(ends)
    return told | _judged(claim, a, found, r)


def _judged(claim: Said, a: Set, found: Set, r: Fraction) -> dict[str, object]:
    where = "indeterminate"
    if _inside(found, a):
        where = "consistent"
    elif _apart(found, a):
        where = "above"
    elif _apart(a, found):
        where = "below"
    warm = claim.unit.kind == "temperature"
    deviation = None if r == 0 or warm else (_nearest(claim, r) - r) / abs(r)
    gap = Fraction(0) if where == "consistent" else None
    if where in ("above", "below") and r != 0 and not warm:
        gap = _distance(a, r) / abs(r)
    return {
        "comparison": where, "deviation": _share(deviation), "gap": _share(gap),
        "uninformative": where == "consistent" and _empty(claim, r), "proposed": _proposed(claim, where, gap, r),
    }  # fmt: skip


def _distance(a: Set, r: Fraction) -> Fraction:
    if a.low is not None and r < a.low:
        return a.low - r
    return r - a.high if a.high is not None and r > a.high else Fraction(0)


def _inside(inner: Set, outer: Set) -> bool:
    low = outer.low is None or (
        inner.low is not None
        and (inner.low > outer.low or (inner.low == outer.low and (inner.low_open or not outer.low_open)))
    )
    high = outer.high is None or (
        inner.high is not None
        and (inner.high < outer.high or (inner.high == outer.high and (inner.high_open or not outer.high_open)))
    )
    return low and high


def _apart(lower: Set, upper: Set) -> bool:
    if lower.high is None or upper.low is None:
        return False
    return lower.high < upper.low or (lower.high == upper.low and (lower.high_open or upper.low_open))


def _nearest(claim: Said, r: Fraction) -> Fraction:
    if claim.value is not None:
        return claim.value
    return min(max(r, claim.low), claim.high)


def _empty(claim: Said, r: Fraction) -> bool:
    if claim.row in (">", ">="):
        c = claim.low if claim.value is None else claim.value
        return c > 0 and r > c * Fraction(3, 2)
    c = claim.high if claim.value is None else claim.value
    return claim.row in ("<", "<=") and c > 0 and r < c / Fraction(3, 2)


def _proposed(claim: Said, where: str, gap: Fraction | None, r: Fraction) -> str | None:
    if claim.negated or where == "indeterminate":
        return None
    if where == "consistent":
        return "correct"
    if claim.unit.kind == "temperature":
        return None
    if r == 0 or gap is None or gap > Fraction(1, 2):
        return "incorrect"
    if gap <= Fraction(1, 200):
        return "correct"
    if gap <= Fraction(1, 10):
        return "mostly_correct"
    return "exaggerated" if where == "above" else "understated"


def _digits(number: Fraction | None, digits: int) -> Fraction | None:
    if number is None:
        return None
    with localcontext(prec=digits):
        return Fraction(Decimal(number.numerator) / Decimal(number.denominator))


def _share(share: Fraction | None) -> Decimal | None:
    if share is None:
        return None
    with localcontext(prec=60):
        exact = Decimal(share.numerator) / Decimal(share.denominator)
        return exact.quantize(Decimal("0.000001"), ROUND_HALF_EVEN)


def _number(number: Fraction | None) -> Decimal | None:
    if number is None:
        return None
    with localcontext(prec=60):
        return Decimal(number.numerator) / Decimal(number.denominator)
