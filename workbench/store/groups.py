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

Only what may have changed is taken apart: the prints of all claims that came, went or changed lie in ``stirred``. All
claims of the same words, or that share a third of their words, or are joined with such, are put together anew.
"""

from collections.abc import Iterator
from pathlib import Path

from workbench.extraction.repeats import only_slips, skeleton
from workbench.store import bulk
from workbench.store.connect import Connection, scalar
from workbench.store.passages import label_passages

_CROWD, _CHUNK = 40, 5000
# Claims that are worked on at once, about; more parts than this would be more reading than work.
_AT_ONCE, _MOST_PARTS = 1 << 17, 64

# To stand before tellings, or rows of it.
STIR = "INSERT INTO stirred (words, slips, passage, frame) SELECT words, slips, passage, frame FROM "

_WORDS = (
    """
    CREATE OR REPLACE TEMP TABLE wanted_words AS
    SELECT words FROM stirred WHERE words IS NOT NULL
    UNION SELECT words FROM tellings WHERE passage IN (FROM relabelled)
    """,
    """
    CREATE OR REPLACE TEMP TABLE touched AS
    SELECT unnest(slips) AS third FROM stirred UNION
    SELECT unnest(slips) FROM tellings WHERE words IN (FROM wanted_words)
    """,
    """
    INSERT INTO wanted_words SELECT DISTINCT words FROM (SELECT words, unnest(slips) AS third FROM tellings)
    WHERE third IN (FROM touched) AND words NOT IN (FROM wanted_words)
    """,
)
_JOINED_WORDS = """
INSERT INTO wanted_words SELECT DISTINCT words FROM (
    SELECT other AS words FROM alike WHERE one IN (FROM wanted_words)
    UNION SELECT one FROM alike WHERE other IN (FROM wanted_words)
) WHERE words NOT IN (FROM wanted_words)
"""

# A unit is one place where something is told: of its copies that are known as such only one counts.
# What a sentence leaves open is put into one number: together with its words it tells a class.
_TOLD = """
WITH known AS (
    SELECT c.claim_id, t.words, t.slips, t.anchored, t.specific, t.passage, t.turn, t.turn_in_passage,
        t.place, t.frame, c.start, c.document_id, coalesce(c.speaker, d.speaker) AS speaker, d.own_identity,
        d.posted_at, d.path, d.ordinal, coalesce(d.speaker, d.path) AS channel,
        CASE WHEN t.personal THEN coalesce(c.speaker, d.forwarded_from, d.speaker, '') ELSE '' END AS who,
        CASE WHEN len(t.bands) > 0 THEN coalesce(l.label, t.passage) END AS strong,
        coalesce('p' || c.period_start::VARCHAR || c.period_end::VARCHAR, 'd' || d.posted_at::DATE::VARCHAR, '') AS own
    FROM (FROM tellings WHERE (words & $mask) = $part AND $words) AS t
    JOIN claims AS c USING (claim_id) LEFT JOIN documents AS d USING (document_id)
    LEFT JOIN passage_labels AS l ON l.passage = t.passage
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
), told AS (
    SELECT p.*, CASE
            WHEN NOT p.specific AND several THEN unit
            WHEN anchored AND (specific OR p.day <> '') THEN ''
            WHEN passage IS NOT NULL AND strong IS NULL
                THEN concat_ws(' ', 'x', passage, turn_in_passage)
            ELSE unit END AS context
    FROM placed AS p LEFT JOIN crowd AS k ON k.words = p.words AND k.who = p.who AND k.day = p.day
)
SELECT claim_id, words, md5_number_lower(concat_ws(' ', day, length(who), who, context)) AS kin, slips, place, frame,
    document_id, speaker, posted_at, path, ordinal, start
FROM told
"""

# For every two classes that share a third of their words: a claim of each that has it.
_ALIKE = f"""
WITH firsts AS (
    SELECT third, kin, words, min(claim_id) AS claim_id, arg_min(place, claim_id) AS place FROM (
        SELECT claim_id, place, words, kin, unnest(slips) AS third FROM told WHERE len(slips) > 0
    ) WHERE (third & $mask) = $part AND $thirds GROUP BY ALL
), shared AS (
    SELECT * FROM firsts QUALIFY count(*) OVER (PARTITION BY third, kin) BETWEEN 2 AND {_CROWD}
)
SELECT a.third, a.kin, a.words, b.words, ca.sentence, a.place, len(ca.text), cb.sentence, b.place, len(cb.text)
FROM shared AS a JOIN shared AS b ON a.third = b.third AND a.kin = b.kin AND a.words < b.words
JOIN claims AS ca ON ca.claim_id = a.claim_id JOIN claims AS cb ON cb.claim_id = b.claim_id
"""  # noqa: S608 - a number of this file

_ALL = {"$words": "true", "$thirds": "true"}
_JOINED = {"words": "BIGINT", "kin": "UBIGINT", "least": "BIGINT"}
_GROUPED = """
CREATE OR REPLACE TEMP TABLE grouped AS
SELECT t.claim_id, row_number() OVER first AS telling, 'g' || substr(first_value(t.claim_id) OVER first, 2) AS group_id,
    t.frame, t.document_id, t.speaker, t.posted_at
FROM (
    SELECT t.*, coalesce(j.least, t.words) AS least FROM told AS t
    LEFT JOIN joined AS j ON j.words = t.words AND j.kin = t.kin
) AS t WHERE (least & $mask) = $part
WINDOW first AS (
    PARTITION BY least, kin ORDER BY t.posted_at NULLS LAST, t.path, t.ordinal, t.start, t.claim_id
)
"""
_WRITE = (
    """
    CREATE OR REPLACE TEMP TABLE moved AS
    SELECT g.claim_id, g.group_id, g.telling, g.frame FROM grouped AS g JOIN claims AS c USING (claim_id)
    WHERE g.group_id <> c.group_id OR c.telling IS DISTINCT FROM g.telling
    """,
    "INSERT INTO stirred (frame) SELECT DISTINCT frame FROM moved WHERE frame IS NOT NULL",
    """
    UPDATE claims SET group_id = m.group_id, telling = m.telling FROM moved AS m WHERE m.claim_id = claims.claim_id
    """,
    """
    DELETE FROM claim_list USING (
        SELECT claim_id, group_id, telling, count(*) OVER (PARTITION BY group_id) AS size FROM grouped
    ) AS g
    WHERE g.claim_id = claim_list.claim_id
        AND (g.group_id, g.telling, g.size) <> (claim_list.group_id, claim_list.telling, claim_list.tellings)
    """,
    """
    INSERT INTO claim_groups (group_id, claim_id, size, documents, first_at, last_at, speakers)
    SELECT group_id, min(claim_id) FILTER (WHERE telling = 1), count(*), count(DISTINCT document_id),
        min(posted_at), max(posted_at),
        list_sort(list_distinct(list(speaker) FILTER (WHERE speaker IS NOT NULL)))
    FROM grouped GROUP BY group_id
    """,
)
# Claims without prints, which reviewers added, are groups of their own.
_MISSING = """
INSERT INTO claim_groups (group_id, claim_id, size, documents, first_at, last_at, speakers)
SELECT c.group_id, c.claim_id, 1, 1, d.posted_at, d.posted_at,
    CASE WHEN coalesce(c.speaker, d.speaker) IS NOT NULL THEN [coalesce(c.speaker, d.speaker)] END
FROM claims AS c LEFT JOIN documents AS d USING (document_id)
WHERE c.group_id NOT IN (SELECT group_id FROM claim_groups)
"""


def group_claims(connection: Connection, folder: Path) -> None:
    """Put into groups the claims that ``stirred`` concerns, within the transaction that is open.

    Args:
        connection: The head's.
        folder: For temporary files.
    """
    if scalar(connection, "SELECT count(*) FROM stirred WHERE words IS NOT NULL"):
        _regroup(connection, folder)
    if scalar(connection, "SELECT coalesce(sum(size), 0) < (SELECT count(*) FROM claims) FROM claim_groups"):
        connection.execute(_MISSING)


def _regroup(connection: Connection, folder: Path) -> None:
    everything = not scalar(connection, "SELECT count(*) FROM claim_groups")
    if everything:
        for table in ("alike", "passage_labels"):
            connection.execute(f"DELETE FROM {table}")  # noqa: S608
    label_passages(connection)
    chosen = _ALL if everything else _choose(connection)
    parts = in_parts(scalar(connection, f"SELECT count(*) FROM tellings WHERE {chosen['$words']}"))  # noqa: S608
    for number, part in enumerate(parts):
        made = "INSERT INTO told" if number else "CREATE OR REPLACE TEMP TABLE told AS"
        connection.execute(f"{made} {filled(_TOLD, {**part, **chosen})}")
    connection.execute(filled("DELETE FROM alike WHERE $thirds", chosen))
    for part in parts:
        _find_alike(connection, folder, filled(_ALIKE, {**part, **chosen}))
    _join(connection, folder, chosen)
    connection.execute(
        "DELETE FROM claim_groups WHERE group_id IN"
        " (SELECT group_id FROM claims WHERE claim_id IN (SELECT claim_id FROM told))"
    )
    for part in parts:
        connection.execute(filled(_GROUPED, part))
        for statement in _WRITE:
            connection.execute(statement)
    for table in ("relabelled", "wanted_words", "touched", "told", "joined", "grouped", "moved"):
        connection.execute(f"DROP TABLE IF EXISTS temp.{table}")


def _choose(connection: Connection) -> dict[str, str]:
    """Which words and which thirds of words have to be looked at, in temporary tables."""
    for statement in _WORDS:
        connection.execute(statement)
    size = -1
    while size != (size := scalar(connection, "SELECT count(*) FROM wanted_words")):
        connection.execute(_JOINED_WORDS)
    return {"$words": "words IN (FROM wanted_words)", "$thirds": "third IN (FROM touched)"}


def in_parts(claims: int) -> list[dict[str, str]]:
    """The work on so many claims in a power of two of parts that each take little memory, as what stands in queries."""
    number = min(_MOST_PARTS, 1 << (claims // _AT_ONCE).bit_length())
    return [{"$mask": str(number - 1), "$part": str(part)} for part in range(number)]


def filled(query: str, values: dict[str, str]) -> str:
    """A query with these names replaced."""
    for name, value in values.items():
        query = query.replace(name, value)
    return query


def _find_alike(connection: Connection, folder: Path, query: str) -> None:
    with bulk.spool(folder, "alike") as spooled:
        for third, kin, one, other in _slips(connection, query):
            spooled.add({"third": third, "kin": kin, "one": one, "other": other})
        spooled.insert_into(connection, "alike")


def _slips(connection: Connection, query: str) -> Iterator[tuple[int, int, int, int]]:
    """The pairs of classes whose sentences differ in slips of the pen alone, with the third that they share."""
    result = connection.execute(query)
    while rows := result.fetchmany(_CHUNK):
        for third, kin, one, other, sentence, place, length, told, at, size in rows:
            a, b = skeleton(sentence, place, length), skeleton(told, at, size)
            if only_slips(a.words, b.words, frozenset(a.names + b.names)):
                yield third, kin, one, other


def _join(connection: Connection, folder: Path, chosen: dict[str, str]) -> None:
    """For each class that is joined with others the least words of them all, in ``temp.joined``."""
    columns = ", ".join(f"{name} {kind}" for name, kind in _JOINED.items())
    connection.execute(f"CREATE OR REPLACE TEMP TABLE joined ({columns})")
    query = filled("SELECT DISTINCT kin, one, other FROM (SELECT *, one AS words FROM alike) WHERE $words", chosen)
    pairs = connection.execute(query).fetchall()
    with bulk.spool(folder, "joined", _JOINED) as spooled:
        for (kin, words), (_, least) in _united(pairs).items():
            spooled.add({"words": words, "kin": kin, "least": least})
        spooled.insert_into(connection, "temp.joined")


def _united(pairs: list[tuple[int, int, int]]) -> dict[tuple[int, int], tuple[int, int]]:
    """For each class of a pair, as (kin, words), the least one that it is joined with, itself included."""
    parents: dict[tuple[int, int], tuple[int, int]] = {}

    def root(item: tuple[int, int]) -> tuple[int, int]:
        while parents.setdefault(item, item) != item:
            parents[item] = parents[parents[item]]
            item = parents[item]
        return item

    for kin, one, other in pairs:
        low, high = sorted((root((kin, one)), root((kin, other))))
        parents[high] = low
    return {item: root(item) for item in list(parents)}
