"""Comparisons as one statement: the rules of :mod:`workbench.quantity.comparison` on binary numbers.

A binary number is near its decimal, not equal to it. So every step also asks whether that could change what is stored:
where two numbers lie so near to each other that their order is not certain, or a share so near to the middle of its
last place, the pair is left out, and the pure function decides.

Round numbers often give shares that lie exactly on a limit or in the middle of their last place. Two decimals of at
most ``SHORT_DIGITS`` digits in one unit, of which none is a hundred times the other, are multiples of one number that
is at least a hundred millionth of the reference. Then a share of it, in millionths, is equal to a half or to a whole
limit, or at least 5e-9 away from it, which is more than binary arithmetic is off: such shares are certain.

What depends on the claim or the observation alone is worked out before they meet. Plain arithmetic on every row is
cheaper than a CASE, which stands where its branches are dear and rare. What was found is told by one number, and a join
with the names of such numbers leaves out the pairs that have none: a filter would be moved to the first step, and work
everything out twice.
"""

from workbench.quantity.settings import Tolerances
from workbench.references.periods import NEAR_DAYS
from workbench.store import conversions

# Two numbers nearer to each other than this share of the larger one may be equal, or in the other order.
NEAR = 1e-12
# DOUBLE holds every decimal of so many digits apart.
EXACT_DIGITS = 15
SHORT_DIGITS = 6
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
    "claim_id", "observation_id", "comparison", "deviation", "gap", "uninformative", "proposed", "unit",
    "reference_value", "reference_low", "reference_high", "missing", "rate", "known", "superseded_by",
)  # fmt: skip
INDETERMINATE, CONSISTENT, ABOVE, BELOW, INCOMMENSURABLE = range(5)
NAMES = ("indeterminate", "consistent", "above", "below", "incommensurable")
# How far apart: nothing is proposed, and the four steps of the tolerances.
LEVELS = 5


# What of a claim, and of an observation, the comparison rests on. An end that is open is moved to the next number, one
# that is missing to infinity. The edge is what a reference has to exceed for a bound to say little, times the sign of
# the edge, which is turned where the bound is an upper one.
def _claims(tolerances: Tolerances) -> str:
    factor = float(tolerances.bound_says_little)
    return f"""
        SELECT c.claim_id, c.unit, d.posted_at::DATE AS said_on, c.negated, {conversions.CLAIM_SIDE},
            coalesce(c.digits <= {EXACT_DIGITS}, false) AS exact, coalesce(c.digits <= {SHORT_DIGITS}, false) AS short,
            c.digits IS NOT NULL AND c.low_open IS NOT NULL AS usual,
            coalesce(c.value, c.low) AS c_low, coalesce(c.value, c.high) AS c_high,
            coalesce(CASE WHEN c.low_open THEN nextafter(c.accepted_low, 'inf'::DOUBLE) ELSE c.accepted_low END,
                '-inf'::DOUBLE) AS a_low,
            coalesce(CASE WHEN c.high_open THEN nextafter(c.accepted_high, '-inf'::DOUBLE) ELSE c.accepted_high END,
                'inf'::DOUBLE) AS a_high,
            coalesce(CASE WHEN c.modifier IN ('<', '<=') AND c_high > 0 THEN -c_high / {factor}
                WHEN c.modifier IN ('>', '>=') AND c_low > 0 THEN c_low * {factor} END, 'inf'::DOUBLE) AS edge,
            c.period_start, c.period_end
        FROM {conversions.CLAIMS}
    """  # noqa: S608


_OBSERVATIONS = f"""
    SELECT o.observation_id, o.value IS NOT NULL AS has_value, o.low IS NULL AND o.high IS NULL AS is_point,
        {conversions.OBSERVATION_SIDE},
        coalesce(o.value, (o.low + o.high) / 2, o.low, o.high) AS o_value,
        CASE WHEN is_point THEN o.value ELSE coalesce(o.low, '-inf'::DOUBLE) END AS o_low,
        CASE WHEN is_point THEN o.value ELSE coalesce(o.high, 'inf'::DOUBLE) END AS o_high,
        coalesce(o.digits <= {EXACT_DIGITS}, false) AS exact,
        coalesce(o.digits <= {SHORT_DIGITS}, false) AND has_value AS short,
        coalesce(o.digits <= {CONVERTED_DIGITS}, false)
            AND (has_value OR coalesce(abs(o.low + o.high) >= {CANCELLED} * (abs(o.low) + abs(o.high)), true)) AS usual,
        o.known_from, o.known_until, o.superseded_by, o.period_start, o.period_end
    FROM {conversions.OBSERVATIONS}
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
KNOWN = """
    CASE WHEN o.known_from IS NULL THEN 'both'
        WHEN c.said_on >= o.known_from AND (o.known_until IS NULL OR c.said_on < o.known_until)
            THEN CASE WHEN o.known_until IS NULL THEN 'both' ELSE 'then' END
        WHEN o.known_until IS NULL THEN 'now' END
"""

# As in :func:`workbench.references.periods.other_period`.
OTHER_PERIOD = f"""
    coalesce((c.period_start <> c.said_on OR c.period_end <> c.said_on OR c.said_on IS NULL)
        AND greatest(o.period_start - c.period_end, c.period_start - o.period_end)
        > CASE WHEN c.period_start = c.period_end OR o.period_start = o.period_end THEN {NEAR_DAYS} ELSE 0 END, false)
"""


# Each pair with its numbers; the reference, here and below, in the claim's unit and turned where a fall is claimed.
def _paired(tolerances: Tolerances) -> str:
    return f"""
        SELECT w.claim_id, w.observation_id, c.c_low, c.c_high, c.a_low, c.a_high, c.edge, sign(c.edge) AS way,
            c.negated OR {OTHER_PERIOD} AS unproposed, c.unit,
            o.is_point, v.missing, v.rate, v.same, v.temperature, v.shift,
            v.same AND c.exact AND o.exact AS exact, v.same AND c.short AND o.short AS short,
            CASE WHEN v.same THEN {SHARE_ERROR} ELSE {CONVERTED_ERROR} END AS error,
            v.same AND o.has_value AS is_own, c.usual AND o.usual AND v.factor IS NOT NULL AS usual,
            o.o_value * v.factor + v.shift AS r,
            least(o.o_low * v.factor + v.shift, o.o_high * v.factor + v.shift) AS r_low,
            greatest(o.o_low * v.factor + v.shift, o.o_high * v.factor + v.shift) AS r_high,
            {KNOWN} AS known, o.superseded_by
        FROM wanted AS w JOIN ({_claims(tolerances)}) AS c ON c.claim_id = w.claim_id
        JOIN ({_OBSERVATIONS}) AS o ON o.observation_id = w.observation_id
        JOIN conversions AS v ON v.combination = {conversions.COMBINATION}
    """  # noqa: S608


def _near(one: str, other: str) -> str:
    """Whether the order of two numbers is not certain; never where one is infinite, nor where both are 0."""
    return f"abs({one} - {other}) < {NEAR} * (abs({one}) + abs({other}))"


def _cancels(number: str) -> str:
    """Whether so much of a sum has cancelled out that its last digits are not to be trusted; never without a shift."""
    return f"abs({number}) < {CANCELLED} * (abs({number} - shift) + abs(shift))"


# Of a single number, both ends are the number.
_COMPARED = f"""
    SELECT *, (r_low >= a_low AND r_high <= a_high)::TINYINT * {CONSISTENT} + (r_high < a_low)::TINYINT * {ABOVE}
            + (r_low > a_high)::TINYINT * {BELOW} AS outcome,
        CASE WHEN temperature THEN NULL ELSE 1e6 / nullif(abs(r), 0) END AS scale,
        NOT exact AND ({_near("r_low", "a_low")} OR {_near("r_high", "a_high")}
            OR {_near("r_high", "a_low")} OR {_near("r_low", "a_high")})
            OR {_cancels("r")} OR {_cancels("r_low")} OR {_cancels("r_high")} OR {_near("(r * way)", "edge")} AS unsafe
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
    on_limit = {limit: f"abs(distance - {limit}) <= {NEAR} * (2e6 + {limit})" for limit in limits}
    whole = [test for limit, test in on_limit.items() if limit == round(limit)]
    other = [test for limit, test in on_limit.items() if limit != round(limit)]
    above = " + ".join(f"(distance > {limit + SLACK})::TINYINT" for limit in limits)
    return f"""
        SELECT *, unsafe
            OR coalesce(share_between AND NOT {_simple("share")}, false)
            OR coalesce(distance > 0 AND ({" OR ".join(["distance_between", *whole])}) AND NOT {_simple("distance")},
                false)
            OR coalesce(distance > 0 AND ({" OR ".join(["false", *other])}), false)
            OR CASE WHEN is_own THEN false ELSE {_doubtful("r")} END
            OR CASE WHEN same OR is_point THEN false ELSE {_doubtful("r_low")} OR {_doubtful("r_high")} END AS doubtful,
            CASE WHEN unproposed OR outcome = {INDETERMINATE} THEN 0 WHEN outcome = {CONSISTENT} THEN 1
                WHEN temperature THEN 0 ELSE 1 + coalesce({above}, {len(limits)}) END AS level
        FROM placed
    """  # noqa: S608


def _limits(tolerances: Tolerances) -> list[float]:
    """The limits of the proposals, in millionths."""
    percents = (tolerances.correct_within, tolerances.mostly_within, tolerances.exaggerated_within)
    return [float(percent * 10_000) for percent in percents]


def _simple(share: str) -> str:
    """Whether a share is one of short numbers, of which none is a hundred times the other."""
    return f"(short AND abs({share}) < 5e6 AND abs(abs({share}) - 1e6) > 1e4)"


def _places(number: str) -> str:
    """The decimal places at which a number is cut; negative where that is left of the point."""
    return f"{STORED_DIGITS - 1} - floor(log10(abs({number})))::INTEGER"


def _stored(number: str) -> str:
    return f"CASE WHEN {number} = 0 THEN 0 ELSE round({number}, {_places(number)}) END"


def _doubtful(number: str) -> str:
    """Whether the last digit to be stored is not certain."""
    digits = f"({number} * pow(10, {_places(number)}))"
    off = f"abs(abs({digits} - round({digits})) - 0.5) < {ERROR} * abs({digits})"
    return f"""coalesce(CASE WHEN {number} = 0 OR isinf({number}) THEN false
        WHEN abs({number}) BETWEEN {SMALLEST} AND {LARGEST} THEN {off} ELSE true END, false)"""


def _end(number: str) -> str:
    return f"CASE WHEN is_point OR isinf({number}) THEN NULL WHEN same THEN {number} ELSE {_stored(number)} END"


# What is stored, but for the names of what was found.
_FOUND = f"""
    SELECT claim_id, observation_id,
        CASE WHEN missing IS NOT NULL THEN {INCOMMENSURABLE * LEVELS}
            WHEN usual AND NOT doubtful THEN outcome * {LEVELS} + level END::INTEGER AS code,
        CASE WHEN share_between THEN 2 * round(share / 2) ELSE near_share END / 1e6 + 0.0 AS deviation,
        CASE WHEN outcome = {CONSISTENT} THEN 0 WHEN outcome = {INDETERMINATE} THEN NULL
            WHEN distance_between THEN 2 * round(distance / 2) ELSE near_distance END / 1e6 AS gap,
        coalesce(outcome = {CONSISTENT} AND r * way > edge, false) AS uninformative,
        CASE WHEN missing IS NULL THEN unit END AS unit,
        CASE WHEN is_own THEN r ELSE {_stored("r")} END AS reference_value,
        {_end("r_low")} AS reference_low, {_end("r_high")} AS reference_high,
        missing, rate, known, superseded_by
    FROM judged
"""  # noqa: S608


def _proposals(outcome: int) -> list[str]:
    """The proposed verdict for each level, as SQL."""
    wrong = {ABOVE: "'exaggerated'", BELOW: "'understated'"}.get(outcome, "NULL")
    return ["NULL", "'correct'", "'mostly_correct'", wrong, "'incorrect'"]


_CODES = ", ".join(
    f"({outcome * LEVELS + level}, '{NAMES[outcome]}', {proposal})"
    for outcome in range(len(NAMES))
    for level, proposal in enumerate(_proposals(outcome))
)
_NAMED = f"""
    SELECT code::INTEGER AS code, comparison, proposed::VARCHAR AS proposed
    FROM (VALUES {_CODES}) AS n(code, comparison, proposed)
"""  # noqa: S608
