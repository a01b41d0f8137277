"""The same claim told again: claims in groups, worked out set by set from the prints that the reading made.

Two claims are in one group where their sentences say the same (``tellings.words``) and what a sentence leaves open
agrees. Every part of that is an equality, so that a group depends on nothing but the claims that there are:

* *When.* Both speak of the same period or were said on the same day. The copies of a passage that is long enough to
  be known again by itself count as said when the first of them was.
* *Where and of what.* A sentence that names nothing, or a small number said on no known day, is told again only in a
  copy of its passage.
* *Who.* A sentence with "we" or "our" belongs to its speaker.
* *How often.* Where one channel says the same of a small number in several posts of a day, these are several events,
  and each keeps its own group.

Sentences that differ in slips of the pen alone are joined last; see :mod:`workbench.extraction.repeats`.
"""

from collections.abc import Iterator

from workbench.extraction.repeats import only_slips, skeleton
from workbench.store.connect import Connection

_ROUNDS, _CROWD, _CHUNK = 40, 40, 5000

_PASSAGES = """
CREATE OR REPLACE TEMP TABLE passages AS
WITH pairs AS (SELECT DISTINCT passage, unnest(bands) AS band FROM tellings WHERE len(bands) > 0)
SELECT passage, band, passage AS label FROM pairs
QUALIFY count(*) OVER (PARTITION BY band) > 1
"""
_SPREAD = """
CREATE OR REPLACE TEMP TABLE spread AS
SELECT passage, band, min(near) OVER (PARTITION BY passage) AS label
FROM (SELECT *, min(label) OVER (PARTITION BY band) AS near FROM passages)
"""

# A unit is one place where something is told: of its copies that are known as such only one counts.
_TOLD = """
CREATE OR REPLACE TEMP TABLE told AS
WITH labels AS (SELECT DISTINCT passage, label FROM passages), known AS (
    SELECT c.claim_id, t.words, t.slips, t.anchored, t.specific, t.passage, t.turn,
        t.turn_in_passage, c.start, d.own_identity,
        d.posted_at, d.path, d.ordinal, coalesce(d.speaker, d.path) AS channel,
        CASE WHEN t.personal THEN coalesce(c.speaker, d.forwarded_from, d.speaker, '') ELSE '' END AS who,
        CASE WHEN len(t.bands) > 0 THEN coalesce(l.label, t.passage) END AS strong,
        coalesce('p' || c.period_start::VARCHAR || c.period_end::VARCHAR, 'd' || d.posted_at::DATE::VARCHAR, '') AS own
    FROM tellings AS t JOIN claims AS c USING (claim_id) LEFT JOIN documents AS d USING (document_id)
    LEFT JOIN labels AS l ON l.passage = t.passage
), spoken AS (
    SELECT * REPLACE (CASE WHEN strong IS NULL THEN who ELSE
        first_value(who) OVER (PARTITION BY words, strong ORDER BY posted_at, path, ordinal, start) END AS who)
    FROM known
), placed AS (
    SELECT *,
        CASE WHEN strong IS NULL THEN concat_ws(' ', 'd', own_identity, turn)
            ELSE concat_ws(' ', 's', strong, turn_in_passage) END AS unit,
        CASE WHEN strong IS NULL THEN own ELSE
            first_value(own) OVER (PARTITION BY words, who, strong ORDER BY posted_at, path, ordinal, start) END AS day
    FROM spoken
), crowd AS (
    SELECT words, who, day, max(units) > 1 AS several FROM (
        SELECT words, who, day, channel, count(DISTINCT unit) AS units FROM placed WHERE NOT specific GROUP BY ALL
    ) GROUP BY ALL
)
SELECT p.claim_id, p.words, p.slips, p.who, p.day, p.posted_at, p.path, p.ordinal, p.start, CASE
        WHEN NOT p.specific AND several THEN unit
        WHEN anchored AND (specific OR p.day <> '') THEN ''
        WHEN passage IS NOT NULL AND strong IS NULL
            THEN concat_ws(' ', 'x', passage, turn_in_passage)
        ELSE unit END AS context
FROM placed AS p LEFT JOIN crowd AS k ON k.words = p.words AND k.who = p.who AND k.day = p.day
"""

_CLASSES = """
CREATE OR REPLACE TEMP TABLE classes AS
SELECT *, dense_rank() OVER (ORDER BY words, who, day, context) AS class FROM told
"""

# For every two classes that share a third of their words: a claim of each that has it.
_ALIKE = f"""
WITH firsts AS (
    SELECT class, who, day, context, third, min(claim_id) AS claim_id
    FROM (SELECT * EXCLUDE (slips), unnest(slips) AS third FROM classes) GROUP BY ALL
), shared AS (
    SELECT * FROM firsts QUALIFY count(*) OVER (PARTITION BY third, who, day, context) BETWEEN 2 AND {_CROWD}
)
SELECT DISTINCT a.class, b.class, ca.sentence, ta.place, len(ca.text), cb.sentence, tb.place, len(cb.text)
FROM shared AS a JOIN shared AS b
    ON a.third = b.third AND a.who = b.who AND a.day = b.day AND a.context = b.context AND a.class < b.class
JOIN claims AS ca ON ca.claim_id = a.claim_id JOIN tellings AS ta ON ta.claim_id = a.claim_id
JOIN claims AS cb ON cb.claim_id = b.claim_id JOIN tellings AS tb ON tb.claim_id = b.claim_id
"""  # noqa: S608 - a number of this file

_GROUPED = """
CREATE OR REPLACE TEMP TABLE grouped AS
SELECT claim_id, row_number() OVER told AS telling, 'g' || substr(first_value(claim_id) OVER told, 2) AS group_id
FROM classes LEFT JOIN joined USING (class)
WINDOW told AS (
    PARTITION BY coalesce(joined.into_class, class) ORDER BY posted_at NULLS LAST, path, ordinal, start, claim_id
)
"""
_WRITE = (
    """
    UPDATE claims SET group_id = g.group_id, telling = g.telling FROM grouped AS g
    WHERE g.claim_id = claims.claim_id
        AND (g.group_id <> claims.group_id OR claims.telling IS DISTINCT FROM g.telling)
    """,
    "DELETE FROM claim_groups",
    """
    INSERT INTO claim_groups (group_id, claim_id, size, documents, first_at, last_at, speakers)
    SELECT c.group_id, min(c.claim_id) FILTER (WHERE c.telling = 1), count(*), count(DISTINCT c.document_id),
        min(d.posted_at), max(d.posted_at), list_sort(list_distinct(list(coalesce(c.speaker, d.speaker))
            FILTER (WHERE coalesce(c.speaker, d.speaker) IS NOT NULL)))
    FROM claims AS c LEFT JOIN documents AS d USING (document_id) GROUP BY c.group_id
    """,
)


def group_claims(connection: Connection) -> None:
    """Put the claims that there are into groups, within the transaction that is open."""
    connection.execute(_PASSAGES)
    _join_passages(connection)
    connection.execute(_TOLD)
    connection.execute(_CLASSES)
    pairs = [(one, other) for one, other in _slips(connection)]
    connection.execute("CREATE OR REPLACE TEMP TABLE joined (class BIGINT, into_class BIGINT)")
    found = _united(pairs)
    if found:
        values = ", ".join(f"({one}, {other})" for one, other in found.items())
        connection.execute(f"INSERT INTO joined VALUES {values}")  # noqa: S608 - two numbers each
    connection.execute(_GROUPED)
    for statement in _WRITE:
        connection.execute(statement)
    for table in ("passages", "told", "classes", "joined", "grouped"):
        connection.execute(f"DROP TABLE {table}")


def _join_passages(connection: Connection) -> None:
    """Give all passages that share a band, also by way of others, the label of the least of them."""
    for _ in range(_ROUNDS):
        connection.execute(_SPREAD)
        changed = connection.execute(
            "SELECT count(*) FROM spread AS s JOIN passages AS p USING (passage, band) WHERE s.label <> p.label"
        ).fetchall()[0][0]
        connection.execute("DROP TABLE passages")
        connection.execute("ALTER TABLE spread RENAME TO passages")
        if not changed:
            return


def _slips(connection: Connection) -> Iterator[tuple[int, int]]:
    """The pairs of classes whose sentences differ in slips of the pen alone."""
    result = connection.execute(_ALIKE)
    while rows := result.fetchmany(_CHUNK):
        for one, other, sentence, place, length, told, at, size in rows:
            a, b = skeleton(sentence, place, length), skeleton(told, at, size)
            if only_slips(a.words, b.words, frozenset(a.names + b.names)):
                yield one, other


def _united(pairs: list[tuple[int, int]]) -> dict[int, int]:
    """For each class of a pair the least one that it is joined with, itself included."""
    parents: dict[int, int] = {}

    def root(item: int) -> int:
        while parents.setdefault(item, item) != item:
            parents[item] = parents[parents[item]]
            item = parents[item]
        return item

    for one, other in pairs:
        low, high = sorted((root(one), root(other)))
        parents[high] = low
    return {item: root(item) for item in list(parents)}
