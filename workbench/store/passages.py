"""Passages that are copies of each other: all that share a band, also by way of others, have one label, their least.

Labels are kept; of those that there are, only the passages are labelled anew that share a band, by way of others too,
with a passage that came or went.
"""

from workbench.store.connect import Connection, scalar

# What a passage that came may be a copy of, and all that were copies of these or of one that went.
_AFFECTED = (
    """
    CREATE OR REPLACE TEMP TABLE near AS
    WITH stirring AS (SELECT DISTINCT passage FROM stirred WHERE passage IS NOT NULL),
    bands AS (SELECT DISTINCT unnest(bands) AS band FROM tellings WHERE passage IN (FROM stirring))
    SELECT passage FROM stirring UNION
    SELECT passage FROM (SELECT passage, unnest(bands) AS band FROM tellings WHERE len(bands) > 0)
    WHERE band IN (FROM bands)
    """,
    """
    CREATE OR REPLACE TEMP TABLE affected AS
    SELECT passage FROM near UNION SELECT passage FROM passage_labels
    WHERE label IN (SELECT label FROM passage_labels WHERE passage IN (FROM near))
    """,
    """
    CREATE OR REPLACE TEMP TABLE passages AS
    WITH pairs AS (
        SELECT DISTINCT passage, unnest(bands) AS band FROM tellings
        WHERE len(bands) > 0 AND passage IN (FROM affected)
    )
    SELECT passage, band, passage AS label FROM pairs QUALIFY count(*) OVER (PARTITION BY band) > 1
    """,
)
# A label goes to all that share a band and to all bands of a passage, then on to where the label itself has come.
_SPREAD = """
CREATE OR REPLACE TEMP TABLE spread AS
WITH near AS (
    SELECT passage, band, min(near) OVER (PARTITION BY passage) AS label
    FROM (SELECT *, min(label) OVER (PARTITION BY band) AS near FROM passages)
), reached AS (SELECT passage, min(label) AS label FROM near GROUP BY passage)
SELECT n.passage, n.band, least(n.label, r.label) AS label FROM near AS n JOIN reached AS r ON r.passage = n.label
"""
_KEEP = (
    "CREATE OR REPLACE TEMP TABLE labelled AS SELECT DISTINCT passage, label FROM passages",
    """
    CREATE OR REPLACE TEMP TABLE relabelled AS
    SELECT a.passage FROM affected AS a LEFT JOIN passage_labels AS o USING (passage)
    LEFT JOIN labelled AS n USING (passage)
    WHERE coalesce(o.label, a.passage) <> coalesce(n.label, a.passage)
    """,
    "DELETE FROM passage_labels WHERE passage IN (FROM affected)",
    "INSERT INTO passage_labels (passage, label) SELECT passage, label FROM labelled",
)


def label_passages(connection: Connection) -> None:
    """Bring ``passage_labels`` up to date; the passages whose label is another one are left in ``temp.relabelled``."""
    for statement in _AFFECTED:
        connection.execute(statement)
    changed = 1
    while changed:
        connection.execute(_SPREAD)
        changed = scalar(
            connection,
            "SELECT count(*) FROM spread AS s JOIN passages AS p USING (passage, band) WHERE s.label <> p.label",
        )
        connection.execute("DROP TABLE passages")
        connection.execute("ALTER TABLE spread RENAME TO passages")
    for statement in _KEEP:
        connection.execute(statement)
    for table in ("near", "affected", "passages", "labelled"):
        connection.execute(f"DROP TABLE temp.{table}")
