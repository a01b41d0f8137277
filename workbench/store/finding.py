"""Comparisons as one statement: the rules of :mod:`workbench.quantity.comparison` on binary numbers.

A binary number is near its decimal, not equal to it. So every step also asks whether that could change what is stored:
where two numbers lie so near to each other that their order is not certain, or a share so near to the middle of its
last place, the pair is left out, and the pure function decides.

Round numbers often give shares that lie exactly on a limit or in the middle of their last place. Two decimals of at
most ``SHORT_DIGITS`` digits in one unit, of which none is a hundred times the other, are multiples of one number that
is at least a hundred millionth of the reference. Then a share of it, in millionths, is equal to a half or to a whole
limit, or at least 5e-9 away from it, which is more than binary arithmetic is off: such shares are certain.

What depends on the claim or the observation alone is worked out before they meet. CASE stands for AND where the second
part is dear: it is worked out for the rows that need it alone.
"""

from workbench.quantity.settings import Tolerances
from workbench.references.periods import NEAR_DAYS

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
CONSISTENT, ABOVE, BELOW, INDETERMINATE = range(4)

# What of a claim, and of an observation, the comparison rests on. An end that is open is moved to the next number, one
# that is missing to infinity.
_CLAIMS = f"""
    SELECT c.claim_id, c.unit, d.posted_at::DATE AS said_on, c.negated, c.digits <= {EXACT_DIGITS} AS exact,
        c.digits <= {SHORT_DIGITS} AS short,
        c.digits IS NOT NULL AND c.low_open IS NOT NULL AS usual,
        coalesce(c.value, c.low) AS c_low, coalesce(c.value, c.high) AS c_high,
        coalesce(CASE WHEN c.low_open THEN nextafter(c.accepted_low, 'inf'::DOUBLE) ELSE c.accepted_low END,
            '-inf'::DOUBLE) AS a_low,
        coalesce(CASE WHEN c.high_open THEN nextafter(c.accepted_high, '-inf'::DOUBLE) ELSE c.accepted_high END,
            'inf'::DOUBLE) AS a_high,
        CASE WHEN c.modifier IN ('<', '<=') THEN c_high END AS upper_bound,
        CASE WHEN c.modifier IN ('>', '>=') THEN c_low END AS lower_bound, c.period_start, c.period_end
    FROM claims AS c LEFT JOIN documents AS d ON d.document_id = c.document_id
"""  # noqa: S608

_OBSERVATIONS = f"""
    SELECT o.observation_id, o.value IS NOT NULL AS has_value, o.low IS NULL AND o.high IS NULL AS is_point,
        coalesce(o.value, (o.low + o.high) / 2, o.low, o.high) AS o_value,
        CASE WHEN is_point THEN o.value ELSE coalesce(o.low, '-inf'::DOUBLE) END AS o_low,
        CASE WHEN is_point THEN o.value ELSE coalesce(o.high, 'inf'::DOUBLE) END AS o_high,
        coalesce(o.digits <= {EXACT_DIGITS}, false) AS exact, o.digits <= {SHORT_DIGITS} AND has_value AS short,
        coalesce(o.digits <= {CONVERTED_DIGITS}, false)
            AND (has_value OR coalesce(abs(o.low + o.high) >= {CANCELLED} * (abs(o.low) + abs(o.high)), true)) AS usual,
        o.known_from, o.known_until, o.superseded_by, o.period_start, o.period_end
    FROM observations AS o
"""  # noqa: S608


def insert_findings(tolerances: Tolerances) -> str:
    """The statement that stores the finding for each pair of the table ``wanted`` for which SQL can tell it."""
    names = ", ".join(COLUMNS)
    return f"""
        INSERT INTO comparisons ({names})
        WITH paired AS ({_PAIRED}), compared AS ({_COMPARED}), shared AS ({_shared(tolerances)}),
            placed AS ({_PLACED}), judged AS ({_judged(tolerances)})
        {_found(tolerances)}
    """


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
_PAIRED = f"""
    SELECT c.claim_id, o.observation_id, c.c_low, c.c_high, c.a_low, c.a_high, c.upper_bound, c.lower_bound,
        c.negated OR {OTHER_PERIOD} AS unproposed, c.unit,
        o.is_point, v.missing, v.rate, v.same, v.temperature, v.shift,
        v.same AND c.exact AND o.exact AS exact, v.same AND c.short AND o.short AS short,
        CASE WHEN v.same THEN {SHARE_ERROR} ELSE {CONVERTED_ERROR} END AS error,
        v.same AND o.has_value AS is_own, c.usual AND o.usual AND v.factor IS NOT NULL AS usual,
        o.o_value * v.factor + v.shift AS r,
        least(o.o_low * v.factor + v.shift, o.o_high * v.factor + v.shift) AS r_low,
        greatest(o.o_low * v.factor + v.shift, o.o_high * v.factor + v.shift) AS r_high,
        {KNOWN} AS known, o.superseded_by
    FROM wanted AS w JOIN conversions AS v ON v.combination = w.combination
    JOIN ({_CLAIMS}) AS c ON c.claim_id = w.claim_id JOIN ({_OBSERVATIONS}) AS o ON o.observation_id = w.observation_id
"""  # noqa: S608


def _near(one: str, other: str) -> str:
    return f"coalesce(abs({one} - {other}) <= {NEAR} * greatest(abs({one}), abs({other})) AND isfinite({other}), false)"


def _cancels(number: str) -> str:
    """Whether so much of a sum has cancelled out that its last digits are not to be trusted."""
    return f"abs({number}) < {CANCELLED} * (abs({number} - shift) + abs(shift))"


_COMPARED = f"""
    SELECT *, CASE WHEN NOT usual THEN NULL WHEN r_low >= a_low AND r_high <= a_high THEN {CONSISTENT}
        WHEN r_high < a_low THEN {ABOVE} WHEN r_low > a_high THEN {BELOW} ELSE {INDETERMINATE} END::TINYINT AS outcome,
        CASE WHEN temperature THEN NULL ELSE 1e6 / nullif(abs(r), 0) END AS scale,
        CASE WHEN exact THEN false
            WHEN is_point THEN {_near("r", "a_low")} OR {_near("r", "a_high")}
            ELSE {_near("r_low", "a_low")} OR {_near("r_high", "a_high")}
                OR {_near("r_high", "a_low")} OR {_near("r_low", "a_high")} END
            OR CASE WHEN shift = 0 THEN false ELSE {_cancels("r")} OR {_cancels("r_low")} OR {_cancels("r_high")} END
            AS unsafe
    FROM paired
"""  # noqa: S608 - nothing of a case is in it


def _shared(tolerances: Tolerances) -> str:
    """Deviation and gap as shares of the reference, in millionths, and the number that a bound is held against."""
    factor = float(tolerances.bound_says_little)
    return f"""
        SELECT *, greatest(c_low - r, least(c_high - r, 0)) * scale AS share,
            CASE outcome WHEN {CONSISTENT} THEN 0 WHEN {INDETERMINATE} THEN NULL
                ELSE greatest(a_low - r, r - a_high, 0) * scale END AS distance,
            CASE WHEN outcome = {CONSISTENT} THEN CASE WHEN upper_bound > 0 THEN upper_bound / {factor}
                WHEN lower_bound > 0 THEN lower_bound * {factor} END END AS edge
        FROM compared
    """  # noqa: S608


# A share may lie in the middle between two millionths; one of many millions always may.
_PLACED = """
    SELECT *, round(share) AS near_share, round(distance) AS near_distance,
        abs(abs(share - round(share)) - 0.5) < error * (2e6 + abs(share)) AS share_between,
        abs(abs(distance - round(distance)) - 0.5) < error * (2e6 + distance) AS distance_between
    FROM shared
"""


def _judged(tolerances: Tolerances) -> str:
    """Whether everything that is to be stored is certain."""
    limits = " OR ".join(
        f"(abs(distance - {limit}) <= {NEAR} * (2e6 + {limit}) AND {_unless_simple('distance', limit)})"
        for limit in _limits(tolerances)
    )
    return f"""
        SELECT *, usual AND NOT (unsafe
            OR CASE WHEN share_between THEN {_unless_simple("share")} ELSE false END
            OR CASE WHEN distance_between THEN {_unless_simple("distance")} ELSE false END
            OR CASE WHEN distance > 0 THEN {limits} ELSE false END
            OR CASE WHEN edge IS NULL THEN false ELSE {_near("r", "edge")} END
            OR CASE WHEN is_own THEN false ELSE {_doubtful("r")} END
            OR CASE WHEN same OR is_point THEN false ELSE {_doubtful("r_low")} OR {_doubtful("r_high")} END) AS certain
        FROM placed
    """  # noqa: S608


def _limits(tolerances: Tolerances) -> list[float]:
    """The limits of the proposals, in millionths."""
    percents = (tolerances.correct_within, tolerances.mostly_within, tolerances.exaggerated_within)
    return [float(percent * 10_000) for percent in percents]


def _unless_simple(share: str, limit: float = 0.5) -> str:
    """Whether a share near a limit is not one of short numbers, of which none is a hundred times the other."""
    if limit not in (0.5, round(limit)):
        return "true"
    return f"NOT coalesce(short AND abs({share}) < 5e6 AND abs(abs({share}) - 1e6) > 1e4, false)"


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


def _found(tolerances: Tolerances) -> str:
    """What is stored, in the order of the columns."""
    correct, mostly, exaggerated = _limits(tolerances)
    return f"""
        SELECT claim_id, observation_id,
            CASE outcome WHEN {CONSISTENT} THEN 'consistent' WHEN {ABOVE} THEN 'above' WHEN {BELOW} THEN 'below'
                WHEN {INDETERMINATE} THEN 'indeterminate' ELSE 'incommensurable' END,
            CASE WHEN share_between THEN 2 * round(share / 2) ELSE near_share END / 1e6 + 0.0,
            CASE WHEN distance_between THEN 2 * round(distance / 2) ELSE near_distance END / 1e6,
            CASE WHEN edge IS NULL THEN false WHEN upper_bound IS NULL THEN r > edge ELSE r < edge END,
            CASE WHEN unproposed OR outcome IS NULL OR outcome = {INDETERMINATE} THEN NULL
                WHEN outcome = {CONSISTENT} THEN 'correct' WHEN temperature THEN NULL
                WHEN distance IS NULL OR distance > {exaggerated + SLACK} THEN 'incorrect'
                WHEN distance > {mostly + SLACK}
                    THEN CASE WHEN outcome = {ABOVE} THEN 'exaggerated' ELSE 'understated' END
                WHEN distance > {correct + SLACK} THEN 'mostly_correct' ELSE 'correct' END,
            CASE WHEN missing IS NULL THEN unit END,
            CASE WHEN is_own THEN r ELSE {_stored("r")} END,
            CASE WHEN is_point OR isinf(r_low) THEN NULL WHEN same THEN r_low ELSE {_stored("r_low")} END,
            CASE WHEN is_point OR isinf(r_high) THEN NULL WHEN same THEN r_high ELSE {_stored("r_high")} END,
            missing, rate, known, superseded_by
        FROM judged WHERE certain OR missing IS NOT NULL
    """  # noqa: S608
