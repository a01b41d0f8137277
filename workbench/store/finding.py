"""Comparisons as one statement: the rules of :mod:`workbench.quantity.comparison` on binary numbers.

A binary number is near its decimal, not equal to it. So every step also asks whether that could change what is stored:
where two numbers lie so near to each other that their order is not certain, or a share so near to the middle of its
last place, the pair is left out, and the pure function decides.

Round numbers often give shares that lie exactly on a limit or in the middle of their last place. Two decimals of at
most ``SHORT_DIGITS`` digits in one unit, of which the reference is not a hundred times the claim, or of at most
``BRIEF_DIGITS``, of which it is not a hundred thousand times the claim, are multiples of one number that is at least a
hundred millionth of the reference, and a millionth of it where the claim is the larger. Then a share of it, in
millionths, is equal to a half or to a whole limit, or at least 5e-9 away from it, and 5e-7 where it is above a million.
Binary arithmetic is less off, up to ``LARGEST_SHARE``: such shares are certain.

What depends on the claim or the observation alone is worked out before they meet. Plain arithmetic on every row is
cheaper than a CASE, which stands where its branches are dear and rare. What was found is told by one number, and a join
with what such numbers mean leaves out the pairs that have none: a filter would be moved to the first step, and work
everything out twice.
"""

from collections.abc import Iterator
from itertools import product

from workbench.quantity.settings import Tolerances
from workbench.references.periods import NEAR_DAYS
from workbench.store import conversions
from workbench.store.literals import literal
from workbench.store.schema import FINDINGS, KNOWN, PROPOSALS, enum

# Two numbers nearer to each other than this share of them may be equal, or in the other order.
NEAR = 1e-12
# DOUBLE holds every decimal of so many digits apart.
EXACT_DIGITS = 15
SHORT_DIGITS, BRIEF_DIGITS = 6, 3
LARGEST_SHARE = 1e8
# More digits than this are cut off when a reference is converted.
CONVERTED_DIGITS = 24
# Numbers that were worked out are stored to so many digits.
STORED_DIGITS = 12
# A sum smaller than this share of its parts has lost digits.
CANCELLED = 0.25
# How much of itself such a number may be off, from binary arithmetic; and of itself and the reference, a share of
# numbers in one unit, and one of a converted number.
ERROR, SHARE_ERROR, CONVERTED_ERROR = 2.5e-15, 6e-16, 4e-15
# Less than this lies between the share of short numbers, in millionths, and a limit that it is equal to.
SLACK = 3e-9
# The sizes whose stored digits can be rounded through a power of ten that DOUBLE holds exactly.
SMALLEST, LARGEST = 1e-10, 1e33

COLUMNS = (
    "claim_id", "observation_id", "comparison", "deviation", "gap", "uninformative", "proposed", "reference_value",
    "reference_low", "reference_high", "missing", "rate", "known",
)  # fmt: skip
INDETERMINATE, CONSISTENT, ABOVE, BELOW, INCOMMENSURABLE = range(5)
# How far apart: nothing is proposed, and the four steps of the tolerances.
LEVELS = 5
# Whether a figure was known when the claim was made, and whether it is today's: one bit each.
_THEN, _NOW = 1, 2
_KNOWN_NAMES = {_THEN: KNOWN[0], _NOW: KNOWN[1], _THEN | _NOW: KNOWN[2]}
# What has to hold of the claim, of the observation, and of how they come into one unit.
_BITS = {"exact": 1, "short": 2, "usual": 4, "brief": 8}
_EPOCH = "DATE '1970-01-01'"
_NEVER, _ALWAYS = -(1 << 29), 1 << 29


def _day(day: str) -> str:
    return f"({day} - {_EPOCH})::INTEGER"


def _flags(**meant: str) -> str:
    """Several truths as the bits of one number, which is cheaper to carry through a join."""
    return " + ".join(f"({meant[name]})::INTEGER * {bit}" for name, bit in _BITS.items())


def _flag(name: str) -> str:
    return f"flags & {_BITS[name]} <> 0"


# What of a claim, and of an observation, the comparison rests on. An end that is open is moved to the next number, one
# that is missing to infinity. The edge is what a reference has to exceed for a bound to say little, times the sign of
# the edge, which is turned where the bound is an upper one. A claim of the day on which it was said speaks of now, and
# asks for no period.
def _claims(tolerances: Tolerances) -> str:
    factor = float(tolerances.bound_says_little)
    return f"""
        SELECT c.claim_id, d.posted_at::DATE AS said_on, c.negated, {conversions.CLAIM_SIDE},
            {_flags(exact=f"coalesce(c.digits <= {EXACT_DIGITS}, false)",
                short=f"coalesce(c.digits <= {SHORT_DIGITS}, false)",
                brief=f"coalesce(c.digits <= {BRIEF_DIGITS}, false)",
                usual="c.digits IS NOT NULL AND c.low_open IS NOT NULL")} AS flags,
            coalesce(c.value, c.low) AS c_low, coalesce(c.value, c.high) AS c_high,
            coalesce(CASE WHEN c.low_open THEN nextafter(c.accepted_low, 'inf'::DOUBLE) ELSE c.accepted_low END,
                '-inf'::DOUBLE) AS a_low,
            coalesce(CASE WHEN c.high_open THEN nextafter(c.accepted_high, '-inf'::DOUBLE) ELSE c.accepted_high END,
                'inf'::DOUBLE) AS a_high,
            coalesce(CASE WHEN c.modifier IN ('<', '<=') AND c_high > 0 THEN -c_high / {factor}
                WHEN c.modifier IN ('>', '>=') AND c_low > 0 THEN c_low * {factor} END, 'inf'::DOUBLE) AS edge,
            coalesce(c.period_start = said_on AND c.period_end = said_on, false) AS of_now,
            CASE WHEN NOT of_now THEN {_day("c.period_start")} END AS first_day,
            CASE WHEN NOT of_now THEN {_day("c.period_end")} END AS last_day,
            (c.period_start = c.period_end)::INTEGER * {NEAR_DAYS} AS around,
            coalesce({_day("said_on")}, {_NEVER}) AS said_day
        FROM {conversions.CLAIMS}
    """  # noqa: S608


_USUAL = f"""coalesce(o.digits <= {CONVERTED_DIGITS}, false)
    AND (has_value OR coalesce(abs(o.low + o.high) >= {CANCELLED} * (abs(o.low) + abs(o.high)), true))"""
_OBSERVATIONS = f"""
    SELECT o.observation_id, o.value IS NOT NULL AS has_value, o.low IS NULL AND o.high IS NULL AS is_point,
        {conversions.OBSERVATION_SIDE},
        coalesce(o.value, (o.low + o.high) / 2, o.low, o.high) AS o_value,
        CASE WHEN is_point THEN o.value ELSE coalesce(o.low, '-inf'::DOUBLE) END AS o_low,
        CASE WHEN is_point THEN o.value ELSE coalesce(o.high, 'inf'::DOUBLE) END AS o_high,
        {_flags(exact=f"coalesce(o.digits <= {EXACT_DIGITS}, false)",
            short=f"coalesce(o.digits <= {SHORT_DIGITS}, false) AND has_value",
            brief=f"coalesce(o.digits <= {BRIEF_DIGITS}, false) AND has_value", usual=_USUAL)} AS flags,
        {_day("o.period_start")} AS first_day, {_day("o.period_end")} AS last_day,
        coalesce((o.period_start = o.period_end)::INTEGER, 0) * {NEAR_DAYS} AS around,
        coalesce({_day("o.known_from")}, {2 * _NEVER}) AS from_day,
        CASE WHEN o.known_from IS NULL THEN {_ALWAYS} ELSE coalesce({_day("o.known_until")}, {_ALWAYS}) END AS until_day
    FROM {conversions.OBSERVATIONS}
"""  # noqa: S608


_CONVERSIONS = f"""
    SELECT *, CASE WHEN same THEN {SHARE_ERROR} ELSE {CONVERTED_ERROR} END AS error,
        {_flags(exact="same", short="same", brief="same", usual="factor IS NOT NULL")} AS flags FROM conversions
"""  # noqa: S608


def insert_findings(tolerances: Tolerances) -> str:
    """The statement that stores the finding for each pair of ``wanted`` for which SQL can tell it."""
    names = ", ".join(COLUMNS)
    return f"""
        INSERT INTO comparisons ({names})
        WITH paired AS ({_paired(tolerances)}), compared AS ({_COMPARED}), shared AS ({_SHARED}),
            placed AS ({_PLACED}), judged AS ({_judged(tolerances)}), found AS ({_FOUND})
        SELECT {names} FROM found JOIN ({_NAMED}) AS named ON named.code = found.code
    """  # noqa: S608


# As in :func:`workbench.references.vintages.known`.
_KNOWN = f"""(c.said_day >= o.from_day AND c.said_day < o.until_day)::INTEGER * {_THEN}
    + (o.until_day = {_ALWAYS})::INTEGER * {_NOW}"""

# As in :func:`workbench.references.periods.other_period`.
_OTHER_PERIOD = """coalesce(greatest(o.first_day - c.last_day, c.first_day - o.last_day)
    > greatest(c.around, o.around), false)"""


# Each pair with its numbers; the reference, here and below, in the claim's unit and turned where a fall is claimed.
def _paired(tolerances: Tolerances) -> str:
    return f"""
        SELECT w.claim_id, w.observation_id, c.c_low, c.c_high, c.a_low, c.a_high, c.edge,
            c.negated OR {_OTHER_PERIOD} AS unproposed, o.is_point, v.missing, v.rate, v.same, v.temperature, v.shift,
            v.error, v.same AND o.has_value AS is_own, c.flags & o.flags & v.flags AS flags,
            o.o_value * v.factor + v.shift AS r,
            least(o.o_low * v.factor + v.shift, o.o_high * v.factor + v.shift) AS r_low,
            greatest(o.o_low * v.factor + v.shift, o.o_high * v.factor + v.shift) AS r_high,
            {_KNOWN} AS known_code
        FROM wanted AS w JOIN ({_claims(tolerances)}) AS c ON c.claim_id = w.claim_id
        JOIN ({_OBSERVATIONS}) AS o ON o.observation_id = w.observation_id
        JOIN ({_CONVERSIONS}) AS v ON v.combination = {conversions.COMBINATION}
    """  # noqa: S608


def _near(number: str, end: str) -> str:
    """Whether the order of a number and an end is not certain; never where the end is infinite or both are 0."""
    return f"abs({number} - {end}) < {2.1 * NEAR!r} * abs({end})"


def _cancels(number: str) -> str:
    """Whether so much of a sum has cancelled out that its last digits are not to be trusted; never without a shift."""
    return f"abs({number}) < {CANCELLED} * (abs({number} - shift) + abs(shift))"


# Of a single number, both ends are the number.
_COMPARED = f"""
    SELECT *, (r_low >= a_low AND r_high <= a_high)::INTEGER * {CONSISTENT} + (r_high < a_low)::INTEGER * {ABOVE}
            + (r_low > a_high)::INTEGER * {BELOW} AS outcome,
        CASE WHEN temperature THEN NULL ELSE 1e6 / nullif(abs(r), 0) END AS scale,
        CASE WHEN {_flag("exact")} THEN false ELSE {_near("r_low", "a_low")} OR {_near("r_high", "a_high")}
            OR {_near("r_high", "a_low")} OR {_near("r_low", "a_high")} END
            OR CASE WHEN shift = 0 THEN false ELSE {_cancels("r")} OR {_cancels("r_low")} OR {_cancels("r_high")} END
            OR {_near("(r * sign(edge))", "edge")} AS unsafe
    FROM paired
"""  # noqa: S608 - nothing of a case is in it

# Deviation and gap as shares of the reference, in millionths.
_SHARED = """
    SELECT *, greatest(c_low - r, least(c_high - r, 0)) * scale AS share,
        greatest(a_low - r, r - a_high, 0) * scale AS distance
    FROM compared
"""

# A share may lie in the middle between two millionths; one of many millions always may.
_PLACED = """
    SELECT *, round(share) AS near_share, round(distance) AS near_distance,
        abs(abs(share - round(share)) - 0.5) < error * (2e6 + abs(share)) AS share_between,
        abs(abs(distance - round(distance)) - 0.5) < error * (2e6 + distance) AS distance_between
    FROM shared
"""


def _judged(tolerances: Tolerances) -> str:
    """Whether everything that is to be stored is certain, and which step of the tolerances is proposed."""
    limits = _limits(tolerances)
    on_limit = {limit: _on_limit(limit) for limit in limits}
    whole = [test for limit, test in on_limit.items() if limit == round(limit)]
    other = [test for limit, test in on_limit.items() if limit != round(limit)]
    above = " + ".join(f"(distance > {limit + SLACK})::INTEGER" for limit in limits)
    return f"""
        SELECT *, unsafe
            OR CASE WHEN share_between THEN NOT {_simple("share")} ELSE false END
            OR CASE WHEN {" OR ".join(["distance_between", *whole])} THEN distance > 0 AND NOT {_simple("distance")}
                ELSE false END
            OR coalesce(distance > 0 AND ({" OR ".join(["false", *other])}), false)
            OR CASE WHEN is_own THEN false ELSE {_doubtful("r")} END
            OR CASE WHEN same OR is_point THEN false ELSE {_doubtful("r_low")} OR {_doubtful("r_high")} END AS doubtful,
            CASE WHEN unproposed OR outcome = {INDETERMINATE} THEN 0 WHEN outcome = {CONSISTENT} THEN 1
                WHEN temperature THEN 0 ELSE 1 + coalesce({above}, {len(limits)}) END AS level
        FROM placed
    """  # noqa: S608


def _on_limit(limit: float) -> str:
    """Whether a gap may be equal to a limit of the proposals."""
    off = NEAR * (2e6 + limit)
    return f"distance BETWEEN {limit - off!r} AND {limit + off!r}"


def _limits(tolerances: Tolerances) -> list[float]:
    """The limits of the proposals, in millionths."""
    percents = (tolerances.correct_within, tolerances.mostly_within, tolerances.exaggerated_within)
    return [float(percent * 10_000) for percent in percents]


def _simple(share: str) -> str:
    """Whether a share is one of short numbers, of which the reference is not too many times the claim."""
    least = f"1e4 - (flags & {_BITS['brief']}) * {(1e4 - 10) / _BITS['brief']}"
    return f"({_flag('short')} AND abs({share}) < {LARGEST_SHARE} AND abs(abs({share}) - 1e6) > {least})"


def _places(number: str) -> str:
    """The decimal places at which a number is cut; negative where that is left of the point."""
    return f"{STORED_DIGITS - 1} - floor(log10(abs({number})))::INTEGER"


def _stored(number: str) -> str:
    return f"CASE WHEN {number} = 0 THEN 0 ELSE round({number}, {_places(number)}) END"


def _doubtful(number: str) -> str:
    """Whether the last digit to be stored is not certain."""
    rounded = [f"round({number} * {1 + off!r}, {_places(number)})" for off in (ERROR, -ERROR)]
    return f"""coalesce(CASE WHEN {number} = 0 OR isinf({number}) THEN false
        WHEN abs({number}) BETWEEN {SMALLEST} AND {LARGEST} THEN {rounded[0]} <> {rounded[1]} ELSE true END, false)"""


def _end(number: str) -> str:
    return f"CASE WHEN is_point OR isinf({number}) THEN NULL WHEN same THEN {number} ELSE {_stored(number)} END"


# What is stored, but for what its code means.
_FOUND = f"""
    SELECT claim_id, observation_id, known_code + {len(_KNOWN_NAMES) + 1} * CASE
            WHEN missing IS NOT NULL THEN {INCOMMENSURABLE * LEVELS}
            WHEN {_flag("usual")} AND NOT doubtful THEN outcome * {LEVELS} + level END AS code,
        CASE WHEN share_between THEN 2 * round(share / 2) ELSE near_share END / 1e6 + 0.0 AS deviation,
        CASE WHEN outcome = {CONSISTENT} THEN 0 WHEN outcome = {INDETERMINATE} THEN NULL
            WHEN distance_between THEN 2 * round(distance / 2) ELSE near_distance END / 1e6 AS gap,
        coalesce(outcome = {CONSISTENT} AND r * sign(edge) > edge, false) AS uninformative,
        CASE WHEN is_own THEN r ELSE {_stored("r")} END AS reference_value,
        {_end("r_low")} AS reference_low, {_end("r_high")} AS reference_high, missing, rate
    FROM judged
"""  # noqa: S608


def _meanings() -> Iterator[tuple[int, str, str | None, str | None]]:
    """Every code with the finding, the proposed verdict and when the figure was known."""
    for outcome, level, known in product(range(len(FINDINGS)), range(LEVELS), range(len(_KNOWN_NAMES) + 1)):
        wrong = {ABOVE: "exaggerated", BELOW: "understated"}.get(outcome)
        proposed = (None, "correct", "mostly_correct", wrong, "incorrect")[level]
        code = known + (len(_KNOWN_NAMES) + 1) * (outcome * LEVELS + level)
        yield code, FINDINGS[outcome], proposed, _KNOWN_NAMES.get(known)


_NAMED = f"""
    SELECT code::INTEGER AS code, comparison::{enum(FINDINGS)} AS comparison, proposed::{enum(PROPOSALS)} AS proposed,
        known::{enum(KNOWN)} AS known
    FROM (VALUES {", ".join(f"({', '.join(map(literal, meaning))})" for meaning in _meanings())})
        AS n(code, comparison, proposed, known)
"""  # noqa: S608
