"""The views: what the rows mean together. Each is created after those it reads from."""

from workbench.reviews.state import SHARED
from workbench.store.literals import text

_ACTIVE_EVENTS = """
SELECT e.* FROM review_events AS e
WHERE e.action <> 'retract' AND NOT EXISTS (
    SELECT 1 FROM review_events AS r
    WHERE r.action = 'retract' AND r.retracts = e.event_id AND r.reviewer = e.reviewer AND r.event_id > e.event_id
)
"""


def counting_of(active: str) -> str:
    """By each claim that they count for, the events of a table, view or query of those that were not taken back.

    What is done to a telling counts for its whole group; see :func:`workbench.reviews.state.counting`.
    """
    return f"""
        WITH events AS (SELECT *, claim_id AS of_claim FROM {active} WHERE claim_id IS NOT NULL), apart AS (
            SELECT claim_id, reviewer FROM events WHERE action IN ('verdict', 'adjudicate')
            GROUP BY ALL HAVING arg_max(seen_alone, event_id)
        ), passed AS (
            SELECT e.* REPLACE (c.claim_id AS claim_id)
            FROM events AS e JOIN claims AS o ON o.claim_id = e.of_claim
            JOIN claim_groups AS g ON g.group_id = o.group_id
            JOIN claims AS c ON c.group_id = o.group_id AND c.claim_id <> e.of_claim
            WHERE g.size > 1 AND NOT e.seen_alone AND e.action IN {tuple(sorted(SHARED))}
        )
        FROM events UNION ALL FROM passed AS p WHERE NOT EXISTS (
            SELECT 1 FROM apart AS a WHERE a.claim_id = p.claim_id AND a.reviewer = p.reviewer
        )
    """  # noqa: S608 - names of our own



def notes_of(events: str) -> str:
    """The current notes, of a table or view of the events that count."""
    return f"""
        SELECT claim_id, reviewer, note FROM (
            SELECT claim_id, reviewer, note FROM {events}
            WHERE action IN ('verdict', 'note') AND note IS NOT NULL
            QUALIFY row_number() OVER (PARTITION BY claim_id, reviewer ORDER BY event_id DESC) = 1
        ) WHERE note <> ''
    """  # noqa: S608



_VERDICTS = "FROM current_verdicts"

_DECISIONS = """
SELECT c.claim_id, c.group_id, d.verdict, coalesce(d.state, 'open') AS state, coalesce(d.votes, 0) AS votes, d.reasons,
    d.note, d.verdict_by, d.decided_at, d.adjudicated_by, d.observation_id, coalesce(d.flagged, false) AS flagged,
    coalesce(d.stale, false) AS stale, d.stale_because
FROM claims AS c LEFT JOIN current_decisions AS d USING (claim_id)
"""

_SLIPS = """
SELECT s.* FROM slip_findings AS s
JOIN comparisons AS p ON p.claim_id = s.claim_id AND p.observation_id = s.observation_id
LEFT JOIN current_decisions AS e ON e.claim_id = s.claim_id
LEFT JOIN candidates AS k ON k.claim_id = s.claim_id AND k.rank = 1
WHERE p.comparison IN ('above', 'below') AND s.observation_id = coalesce(e.observation_id, k.observation_id)
"""

# Of each claim, what its other candidates say, and how far the reference would have to move.
_SENSITIVITY = """
WITH held AS (
    SELECT c.claim_id, p.observation_id, p.comparison, p.gap, p.reference_value AS r, c.accepted_low, c.accepted_high,
        coalesce(p.reference_low, p.reference_value) AS r_low, coalesce(p.reference_high, p.reference_value) AS r_high,
        o.measure, o.place, o.period_start, o.period_end, o.unit, o.subject
    FROM claims AS c LEFT JOIN current_decisions AS e USING (claim_id)
    LEFT JOIN candidates AS k ON k.claim_id = c.claim_id AND k.rank = 1
    JOIN observations AS o ON o.observation_id = coalesce(e.observation_id, k.observation_id)
    JOIN comparisons AS p ON p.claim_id = c.claim_id AND p.observation_id = o.observation_id
    WHERE p.comparison IN ('consistent', 'above', 'below')
)
SELECT claim_id, 'tolerance' AS choice, NULL::VARCHAR AS other, observation_id, comparison AS now,
    CASE WHEN comparison <> 'consistent' THEN 'consistent'
        WHEN coalesce(r_low - accepted_low, 'inf') < coalesce(accepted_high - r_high, 'inf') THEN 'above'
        ELSE 'below' END AS comparison,
    true AS flips,
    CASE WHEN comparison <> 'consistent' THEN gap
        ELSE least(r_low - accepted_low, accepted_high - r_high) / abs(r) END AS margin
FROM held WHERE r <> 0 AND (comparison <> 'consistent' OR accepted_low IS NOT NULL OR accepted_high IS NOT NULL)
UNION ALL
SELECT h.claim_id, CASE WHEN o.measure <> h.measure THEN 'definition'
        WHEN o.period_start IS NOT DISTINCT FROM h.period_start AND o.period_end IS NOT DISTINCT FROM h.period_end
        THEN 'vintage' ELSE 'period' END,
    o.observation_id, h.observation_id, h.comparison, p.comparison, p.comparison <> h.comparison, NULL
FROM held AS h JOIN comparisons AS p ON p.claim_id = h.claim_id AND p.observation_id <> h.observation_id
JOIN observations AS o ON o.observation_id = p.observation_id
WHERE p.comparison IN ('consistent', 'above', 'below', 'indeterminate') AND o.place = h.place
    AND (o.measure = h.measure OR (o.period_start IS NOT DISTINCT FROM h.period_start
        AND o.period_end IS NOT DISTINCT FROM h.period_end AND o.unit = h.unit
        AND len(o.subject) > 0 AND len(h.subject) > 0
        AND (list_has_all(o.subject, h.subject) OR list_has_all(h.subject, o.subject))))
"""

# A decision counts for every telling; who counts decisions wants each once, and a telling decided apart by itself.
_JUDGED = """
SELECT claim_id, group_id FROM (
    SELECT v.claim_id, c.group_id, c.telling, list(v.event_id ORDER BY v.event_id) AS given
    FROM current_verdicts AS v JOIN claims AS c USING (claim_id) GROUP BY ALL
) QUALIFY row_number() OVER (PARTITION BY group_id, given ORDER BY telling, claim_id) = 1
"""

_AGREEMENT = """
WITH once AS (SELECT v.* FROM current_verdicts AS v SEMI JOIN judged USING (claim_id)), shared AS (
    SELECT a.reviewer AS one, b.reviewer AS other, a.verdict AS one_verdict, b.verdict AS other_verdict
    FROM once AS a JOIN once AS b ON a.claim_id = b.claim_id AND a.reviewer < b.reviewer
), told AS (
    SELECT one, other, count(*) AS claims, avg((one_verdict = other_verdict)::INTEGER) AS percent
    FROM shared GROUP BY ALL
), chance AS (
    SELECT one, other, sum(ones * others) AS by_chance FROM (
        SELECT one, other, verdict, count(*) FILTER (side = 1) AS ones, count(*) FILTER (side = 2) AS others FROM (
            SELECT one, other, one_verdict AS verdict, 1 AS side FROM shared
            UNION ALL SELECT one, other, other_verdict, 2 FROM shared
        ) GROUP BY ALL
    ) GROUP BY ALL
)
SELECT one, other, claims, percent, CASE WHEN by_chance < claims * claims
    THEN (percent - by_chance / (claims * claims)) / (1 - by_chance / (claims * claims)) END AS kappa
FROM told JOIN chance USING (one, other)
"""

_FIGURES_MADE = """
SELECT f.observation_id, f.source_id, f.measure, coalesce(o.place, f.place) AS place,
    coalesce(o.period, f.period) AS period, f.formula, f.function, f.inputs, (
        SELECT list(n.vintage ORDER BY u.place)
        FROM (SELECT unnest(f.inputs) AS input, generate_subscripts(f.inputs, 1) AS place) AS u
        LEFT JOIN observations AS n ON n.observation_id = u.input
    ) AS input_vintages,
    o.value, o.low, o.high, o.unit, o.vintage, f.problem
FROM formulas AS f LEFT JOIN observations AS o USING (observation_id)
"""

_READ = ("value", "low", "high", "modifier", "unit", "counted", "period_start", "period_end")
_CORRECTIONS = f"""
SELECT c.claim_id, c.origin, c.amended_by, e."at" AS amended_at, c.amending_event, e.note,
    {", ".join(f"m.{name} AS machine_{name}, c.{name}" for name in _READ)}
FROM claims AS c LEFT JOIN machine_claims AS m USING (claim_id)
LEFT JOIN review_events AS e ON e.event_id = c.amending_event
WHERE c.origin <> 'machine'
"""  # noqa: S608

_DRIFT = """
SELECT s.series_id, s.step, s.claim_id, c.group_id, coalesce(d.posted_at, c.period_start) AS said_at, c.value, c.low,
    c.high, c.modifier, c.hedge, c.unit, c.counted, coalesce(c.speaker, d.speaker) AS speaker, c.document_id,
    d.path AS document, c.text, c.sentence
FROM series AS s JOIN claims AS c USING (claim_id) LEFT JOIN documents AS d USING (document_id)
ORDER BY s.series_id, s.step
"""

_EXPORT_ROWS = """
SELECT c.claim_id, c.group_id, d.path AS document, d.url, d.posted_at, coalesce(c.speaker, d.speaker) AS speaker,
    c.sentence, c.text, c.value, c.low, c.high, c.modifier, c.unit, c.counted, c.period_start, c.period_end,
    c.accepted_low, c.accepted_high, o.observation_id,
    CASE WHEN p.comparison <> 'incommensurable' THEN p.reference_value ELSE o.value END AS reference_value,
    CASE WHEN p.comparison <> 'incommensurable' THEN p.reference_low ELSE o.low END AS reference_low,
    CASE WHEN p.comparison <> 'incommensurable' THEN p.reference_high ELSE o.high END AS reference_high,
    CASE WHEN p.comparison <> 'incommensurable' THEN c.unit ELSE o.unit END AS reference_unit,
    o.period AS reference_period, s.publisher, s.title AS source_title,
    s.url AS source_url, o.vintage, p.deviation,
    CASE WHEN o.observation_id IS NULL THEN 'no_reference' ELSE p.comparison END AS comparison,
    p.proposed::VARCHAR AS proposed, e.verdict, nullif(array_to_string(e.reasons, '; '), '') AS reasons, e.note,
    array_to_string(e.verdict_by, '; ') AS verdict_by, e.decided_at, e.adjudicated_by, m.settings_hash,
    coalesce(e.state, 'open') AS state, d.ordinal, c.start, c."end"
FROM claims AS c CROSS JOIN meta AS m
LEFT JOIN current_decisions AS e USING (claim_id)
LEFT JOIN documents AS d USING (document_id)
LEFT JOIN candidates AS k ON k.claim_id = c.claim_id AND k.rank = 1
LEFT JOIN observations AS o ON o.observation_id = coalesce(e.observation_id, k.observation_id)
LEFT JOIN comparisons AS p ON p.claim_id = c.claim_id AND p.observation_id = o.observation_id
LEFT JOIN sources AS s ON s.source_id = o.source_id
"""

EXPORT_COLUMNS = (
    ("claim_id", "Claim"),
    ("group_id", "Group of the same claim told in several documents"),
    ("document", "File of the document"),
    ("url", "Where the document was found"),
    ("posted_at", "When it was said, UTC"),
    ("speaker", "Who said it"),
    ("sentence", "The sentence"),
    ("text", "Number, scale and unit as written"),
    ("value", "The number; NULL for a range"),
    ("low", "Lower end of a range"),
    ("high", "Upper end of a range"),
    ("modifier", "One of = ~ > >= < <="),
    ("unit", "Unit's name"),
    ("counted", "What is counted or weighed"),
    ("period_start", "First day it speaks of"),
    ("period_end", "Last day it speaks of"),
    ("accepted_low", "Lower end of what the wording allows"),
    ("accepted_high", "Upper end of what the wording allows"),
    ("observation_id", "The observation that reviewers linked, else the best candidate"),
    ("reference_value", "The reference in reference_unit"),
    ("reference_low", "Its lower end"),
    ("reference_high", "Its upper end"),
    ("reference_unit", "The claim's unit, or the observation's own where it cannot be converted"),
    ("reference_period", "Period of the reference"),
    ("publisher", "Publisher of the source"),
    ("source_title", "Title of the source"),
    ("source_url", "Address of the source"),
    ("vintage", "When the figure was published"),
    ("deviation", "(claim − reference) / |reference|"),
    ("comparison", "The machine's finding"),
    ("proposed", "Verdict that the machine proposes"),
    ("verdict", "The adjudicated verdict, else the one all share, else disputed"),
    ("reasons", "Reasons, separated by semicolons"),
    ("note", "Note"),
    ("verdict_by", "Who voted, separated by semicolons"),
    ("decided_at", "When, UTC"),
    ("adjudicated_by", "Who adjudicated"),
    ("settings_hash", "Hash of the settings"),
)

_EXPORT = f"SELECT {', '.join(name for name, _ in EXPORT_COLUMNS)} FROM export_rows"  # noqa: S608

VIEWS: tuple[tuple[str, str, str, dict[str, str]], ...] = (
    ("active_events", _ACTIVE_EVENTS, "Review events that were not taken back", {}),
    (
        "counting_events",
        counting_of("active_events"),
        "Review events by each claim that they count for; of_claim: the one decided on",
        {},
    ),
    (
        "notes",
        notes_of("counting_events"),
        "Current notes, one row per claim and reviewer",
        {"claim_id": "Claim", "reviewer": "Who", "note": "Note"},
    ),
    (
        "verdicts",
        _VERDICTS,
        "Current verdicts, one row per claim and reviewer",
        {
            "claim_id": "Claim",
            "reviewer": "Who",
            "verdict": "Verdict",
            "reasons": "Reasons",
            "note": "The reviewer's current note",
            "evidence": "Observation ids, URLs, text",
            "decided_at": "When, UTC",
            "event_id": "The event that gave it",
            "blind": "Given without seeing the others'",
            "stale": "What it was based on has changed since",
            "stale_because": "What has changed: observation, settings, comparison",
            "decided_on": "The telling that was decided on; its verdict counts for the whole group",
            "alone": "Decided on this telling apart from the others",
        },
    ),
    (
        "decisions",
        _DECISIONS,
        "What was decided, one row per claim",
        {
            "claim_id": "Claim",
            "group_id": "Group of the same claim told in several documents",
            "verdict": "The adjudicated one, else the one all who voted share, else disputed",
            "state": "open, decided, disputed, adjudicated or dismissed",
            "votes": "How many reviewers hold a verdict",
            "reasons": "Reasons of the adjudication, else of all who voted",
            "note": "Note of the adjudication, else of the reviewers",
            "verdict_by": "Who voted",
            "decided_at": "When, UTC",
            "adjudicated_by": "Who adjudicated",
            "observation_id": "The observation that reviewers linked",
            "flagged": "Somebody flagged it",
            "stale": "What a verdict was based on has changed since",
            "stale_because": "What has changed",
        },
    ),
    (
        "slips",
        _SLIPS,
        "Probable slips of unit and scale: claims that miss their reference by a factor that people mix up",
        {
            "claim_id": "Claim",
            "observation_id": "The observation that it is held against",
            "factor": "How many times too large the claim is; below 1 where it is too small",
            "words": "What was probably mixed up",
            "message": "The same in one line",
        },
    ),
    (
        "sensitivity",
        _SENSITIVITY,
        "Under which other choice a claim's finding would be another; workbench show has rounding and rates too",
        {
            "claim_id": "Claim",
            "choice": "tolerance, vintage, period or definition",
            "other": "The observation that could have been chosen; NULL for tolerance",
            "observation_id": "The observation that it is held against",
            "now": "The finding in force",
            "comparison": "The finding under the other choice",
            "flips": "Whether these two differ",
            "margin": "For tolerance: from which share of the reference the finding turns",
        },
    ),
    (
        "judged",
        _JUDGED,
        "Claims to count verdicts by: of the tellings that the same verdicts count for only the first",
        {"claim_id": "Claim", "group_id": "Group of the same claim told in several documents"},
    ),
    (
        "agreement",
        _AGREEMENT,
        "How far two reviewers agree now, one row per pair; workbench agreement has alpha and its interval too",
        {
            "one": "A reviewer",
            "other": "Another one",
            "claims": "Claims that both judged; told several times, one counts once",
            "percent": "Share of them with the same verdict, 0 to 1",
            "kappa": "Cohen's kappa; NULL where both always gave one verdict",
        },
    ),
    (
        "derived",
        _FIGURES_MADE,
        "Observations that follow from others by a formula, with their inputs",
        {
            "observation_id": "SOURCE/ID",
            "source_id": "Source",
            "measure": "What is measured",
            "place": "Where; the first input's where the row does not say",
            "period": "Period; the first input's where the row does not say",
            "formula": "The formula as written",
            "function": "ratio, difference, percent_change, share, sum or mean",
            "inputs": "The observations it is made of, in order",
            "input_vintages": "When each was published",
            "value": "The figure; NULL where it is an interval, or there is none",
            "low": "Lower end, propagated from the inputs' ends",
            "high": "Upper end, propagated from the inputs' ends",
            "unit": "Unit's name",
            "vintage": "The newest of the inputs' where the row does not say",
            "problem": "Why there is no figure",
        },
    ),
    (
        "corrections",
        _CORRECTIONS,
        "Claims that reviewers added or corrected: the machine's reading, NULL where it found none, beside what counts",
        {
            "claim_id": "Claim",
            "origin": "corrected or added",
            "amended_by": "Who did it last",
            "amended_at": "When, UTC",
            "amending_event": "The event that did",
            "note": "Why",
            **{f"machine_{name}": f"{name} as the extractor read it" for name in _READ},
            **{name: f"{name} as it counts" for name in _READ},
        },
    ),
    (
        "drift",
        _DRIFT,
        "The same thing told with other numbers over time: one row per claim, each group by its first telling",
        {
            "series_id": "Series, from its first claim",
            "step": "Place in the series by time, from 1",
            "claim_id": "Claim",
            "group_id": "Its group",
            "said_at": "When it was said, UTC, else the first day it speaks of",
            "value": "The number; NULL for a range",
            "low": "Lower end of a range",
            "high": "Upper end of a range",
            "modifier": "One of = ~ > >= < <=",
            "hedge": "The words behind the modifier",
            "unit": "Unit's name",
            "counted": "What is counted or weighed",
            "speaker": "Who said it",
            "document_id": "Document",
            "document": "File of the document",
            "text": "Number, scale and unit as written",
            "sentence": "The sentence",
        },
    ),
    ("export_rows", _EXPORT_ROWS, "The export with each claim's state and place", {}),
    ("export", _EXPORT, "One row per claim: the columns of the CSV export", dict(EXPORT_COLUMNS)),
)


def create_views() -> list[str]:
    """The statements that make and comment all views, with unqualified names."""
    statements = []
    for name, query, meaning, columns in VIEWS:
        statements.append(f"CREATE VIEW {name} AS {query}")
        statements.append(f"COMMENT ON VIEW {name} IS {text(meaning)}")
        statements.extend(f"COMMENT ON COLUMN {name}.{column} IS {text(about)}" for column, about in columns.items())
    return statements
