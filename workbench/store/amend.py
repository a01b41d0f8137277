"""Claims as reviewers read them: those they added, and those they corrected in place of the machine's reading.

``claims`` holds what counts; ``machine_claims`` keeps what the extractor had read of a corrected claim. Both follow
from the documents and the events alone, whatever was there before.
"""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, replace
from datetime import date
from decimal import Decimal
from pathlib import Path

from workbench.extraction.claims import Claim
from workbench.extraction.pointing import claim_of, numeral_in, read_at, spans_of
from workbench.extraction.speakers import speaker_at, speakers
from workbench.quantity.accepted import accepted_set
from workbench.quantity.model import Quantity
from workbench.quantity.money import Rate
from workbench.quantity.settings import DEFAULT, Tolerances
from workbench.references.candidates import claim_text, rank
from workbench.reviews.blind import hidden_claims
from workbench.reviews.events import Event
from workbench.reviews.readings import quantity_of_reading, read_as
from workbench.store import arrange, bulk, compare
from workbench.store import rows as convert
from workbench.store.connect import Connection, rows
from workbench.store.groups import STIR
from workbench.store.literals import fill
from workbench.store.reattach import reattach
from workbench.store.rows import ADDED, CORRECTED, Row, event_of
from workbench.store.slip_findings import find_slips

_ADDITIONS = "FROM active_events WHERE action = 'add_claim' AND claim IS NOT NULL ORDER BY event_id"
_CORRECTIONS = """
FROM active_events WHERE action = 'correct_claim' AND claim_id IS NOT NULL AND NOT orphan ORDER BY event_id
"""
_GROUP = ("group_id", "telling")
_STANDING = """
SELECT review_mode, reviewers, amendments,
    EXISTS (FROM review_events WHERE action IN ('add_claim', 'correct_claim')) AS any
FROM meta
"""
_MARK = """
SELECT string_agg(event_id, ' ' ORDER BY event_id) AS ids FROM active_events
WHERE action IN ('add_claim', 'correct_claim')
"""
# The documents that an event may mean: first the one that its author saw, else any that holds the sentence.
_SEEN = " UNION ".join(
    f"""SELECT d.document_id FROM documents AS d
    WHERE d.{column} = $document AND contains(d.text, $sentence)"""  # noqa: S608
    for column in ("document_id", "identity", "path")
)
_ANY = "SELECT document_id FROM documents WHERE contains(text, $sentence)"
_RESTORE = (
    """
    CREATE OR REPLACE TEMP TABLE restored AS
    SELECT m.* REPLACE (c.group_id AS group_id, c.telling AS telling)
    FROM machine_claims AS m JOIN claims AS c USING (claim_id)
    """,
    "DELETE FROM claims WHERE origin <> 'machine'",
    "INSERT INTO claims FROM restored",
    "DROP TABLE restored",
    "DELETE FROM machine_claims",
)


def amend(
    connection: Connection, folder: Path, *, claims_changed: bool, fresh: Sequence[str] | None = None
) -> bool:
    """Attach the events, and let ``claims`` show what reviewers added and corrected; within a transaction.

    Args:
        connection: The head's.
        folder: For temporary files.
        claims_changed: Whether documents were read since the last time; else only events can have come or gone.
        fresh: The ids of the events that have come, where nothing else has changed.

    Returns:
        Whether ``claims`` was looked at at all; else nobody has added or corrected a claim meanwhile.
    """
    meta = rows(connection, _STANDING)[0]
    mark = hashlib.sha256((rows(connection, _MARK)[0]["ids"] or "").encode()).hexdigest()[:16] if meta["any"] else ""
    none = meta["amendments"] is None and not meta["any"]
    if none or (mark == meta["amendments"] and not claims_changed and meta["review_mode"] != "blind"):
        reattach(connection, fresh)
        return False
    tolerances = _tolerances(connection)
    before = _amended(connection)
    for statement in _RESTORE:
        connection.execute(statement)
    readings = _add(connection, folder, tolerances)
    reattach(connection)
    hidden = _hidden(connection, meta["reviewers"] or []) if meta["review_mode"] == "blind" else set()
    readings |= {told["claim_id"]: event_of(told) for told in rows(connection, _CORRECTIONS)}
    _correct(connection, folder, tolerances, readings, hidden)
    connection.execute(fill("UPDATE meta SET amendments = $mark", mark=mark))
    after = _amended(connection)
    changed = sorted(name for name in before.keys() | after.keys() if before.get(name) != after.get(name))
    if changed:
        _compare_again(connection, folder, changed, tolerances)
        _stir(connection, changed, _regrouped(connection, before, after, changed))
        gone = [name for name, row in before.items() if row["origin"] == ADDED and name not in after]
        connection.execute(fill("DELETE FROM claim_groups WHERE claim_id IN $ids", ids=gone))
        connection.execute(fill("DELETE FROM claim_list WHERE claim_id IN $ids", ids=changed))
        arrange.note_change(connection, claims=True)
    return True


def keep_basis(connection: Connection, folder: Path, tolerances: Tolerances, rates: Iterable[Rate]) -> None:
    """Keep what claims are compared with, for those that are corrected between two builds."""
    told = json.dumps({name: str(value) for name, value in asdict(tolerances).items()})
    connection.execute(fill("UPDATE meta SET tolerances = $told", told=told))
    connection.execute("DELETE FROM exchange_rates")
    given = (
        {"day": str(rate.on), "from_currency": rate.from_currency, "to_currency": rate.to_currency,
         "rate": str(rate.rate), "source": rate.source, "line": rate.line}
        for rate in rates
    )  # fmt: skip
    bulk.insert(connection, folder, "exchange_rates", given)


def _tolerances(connection: Connection) -> Tolerances:
    told = rows(connection, "SELECT tolerances FROM meta")[0]["tolerances"]
    return DEFAULT if told is None else Tolerances(**{name: Decimal(text) for name, text in json.loads(told).items()})


def _rates(connection: Connection) -> list[Rate]:
    return [
        Rate(row["day"], row["from_currency"], row["to_currency"], Decimal(row["rate"]), row["source"], row["line"])
        for row in rows(connection, "FROM exchange_rates ORDER BY line")
    ]


def _amended(connection: Connection) -> dict[str, Row]:
    """The rows of claims that are not as the machine read them, by claim; groups are not the reviewers' doing."""
    return {
        row["claim_id"]: {name: value for name, value in row.items() if name not in _GROUP}
        for row in rows(connection, "FROM claims WHERE origin <> 'machine'")
    }


def _regrouped(
    connection: Connection, before: dict[str, Row], after: dict[str, Row], changed: list[str]
) -> list[str]:
    """The claims whose group can be another than it was: they have come or gone, or speak of another period."""
    query = """
        SELECT claim_id, origin, period_start, period_end FROM machine_claims WHERE claim_id IN $ids
        UNION ALL
        SELECT claim_id, origin, period_start, period_end FROM claims WHERE origin = 'machine' AND claim_id IN $ids
    """
    machine = {row["claim_id"]: row for row in rows(connection, fill(query, ids=changed))}

    def told(amended: Row | None, name: str) -> tuple[object, ...]:
        row = amended or machine.get(name)
        return () if row is None else (row["origin"] == ADDED, row["period_start"], row["period_end"])

    return [name for name in changed if told(before.get(name), name) != told(after.get(name), name)]


def _stir(connection: Connection, changed: list[str], regrouped: list[str]) -> None:
    """Let series be made again for all these claims, and groups for those of which more than the number changed."""
    connection.execute(fill(f"{STIR} tellings WHERE claim_id IN $ids", ids=regrouped))
    connection.execute(
        fill("INSERT INTO stirred (frame) SELECT DISTINCT frame FROM tellings WHERE claim_id IN $ids", ids=changed)
    )


def _hidden(connection: Connection, reviewers: list[str]) -> set[str]:
    return hidden_claims([event_of(row) for row in rows(connection, "FROM review_events")], reviewers)


# -- what was added -------------------------------------------------------------------------------------------------


def _add(connection: Connection, folder: Path, tolerances: Tolerances) -> dict[str, Event]:
    """Insert the claims that reviewers added; those that the machine has found meanwhile are told as corrections."""
    placed: dict[str, tuple[Claim, Event]] = {}
    for event in (event_of(row) for row in rows(connection, _ADDITIONS)):
        claim = _place(connection, event)
        if claim is not None:
            placed[claim.claim_id] = claim, event
    found = fill("SELECT claim_id FROM claims WHERE claim_id IN $ids", ids=sorted(placed))
    known = {row["claim_id"] for row in rows(connection, found)}
    fresh = [(claim, event) for name, (claim, event) in sorted(placed.items()) if name not in known]
    with bulk.spool(folder, "claims") as spooled:
        for claim, event in fresh:
            row = convert.claim_row(claim, accepted_set(claim.quantity, tolerances))
            spooled.add({**row, "origin": ADDED, "amended_by": event.reviewer, "amending_event": event.id})
        spooled.insert_into(connection, "claims")
    return {name: event for name, (_, event) in placed.items() if name in known}


def _place(connection: Connection, event: Event) -> Claim | None:
    """The claim that an added one is in the documents of now.

    It is the one with the event's own id; else the only one with its sentence, words and occurrence, where one in the
    document that its author saw comes before those of others.
    """
    seen = event.seen
    if not seen.sentence or not seen.text:
        return None
    for query in (_SEEN, _ANY):
        found = [
            (occurrence, claim)
            for row in rows(connection, fill(query, document=seen.document, sentence=seen.sentence))
            for occurrence, claim in _claims_in(connection, row["document_id"], event)
        ]
        own = [claim for _, claim in found if claim.claim_id == event.claim]
        alike = [claim for occurrence, claim in found if occurrence == seen.occurrence]
        if own or len(alike) == 1:
            return (own or alike)[0]
    return None


def _claims_in(connection: Connection, document_id: str, event: Event) -> Iterable[tuple[int, Claim]]:
    row = rows(connection, fill("FROM documents WHERE document_id = $id", id=document_id))[0]
    document, seen = convert.document_of(row), event.seen
    reading = event.quantity or {}
    numeral = reading.get("numeral") or numeral_in(seen.text)
    spans = None
    for occurrence, span in spans_of(document.text, seen.sentence, seen.text, numeral):
        given = quantity_of_reading({**reading, "numeral": numeral}, span.start, span.end, seen.text, seen.sentence)
        quantity = given or _read(document.text, span.start, span.end, document.said_on, seen.sentence)
        if quantity is None:
            continue
        spans = speakers(document.text) if spans is None else spans
        yield occurrence, claim_of(document.document_id, document.text, quantity, speaker_at(spans, span.start))


def _read(text: str, start: int, end: int, on: date | None, sentence: str) -> Quantity | None:
    found = read_at(text, start, end, on)
    return None if found is None else replace(found, sentence=sentence)


# -- what was corrected ---------------------------------------------------------------------------------------------


def _correct(
    connection: Connection, folder: Path, tolerances: Tolerances, readings: dict[str, Event], hidden: set[str]
) -> None:
    """Replace the rows of the claims that reviewers read in another way; hidden events change and name nothing."""
    if hidden:
        connection.execute(fill("UPDATE claims SET amended_by = NULL WHERE claim_id IN $ids", ids=sorted(hidden)))
    wanted = {name: event for name, event in readings.items() if event.quantity and name not in hidden}
    found = rows(connection, fill("FROM claims WHERE claim_id IN $ids", ids=sorted(wanted)))
    if not found:
        return
    corrected = [row["claim_id"] for row in found if row["origin"] != ADDED]
    connection.execute(fill("INSERT INTO machine_claims FROM claims WHERE claim_id IN $ids", ids=corrected))
    connection.execute(fill("DELETE FROM claims WHERE claim_id IN $ids", ids=sorted(row["claim_id"] for row in found)))
    with bulk.spool(folder, "claims") as spooled:
        for row in found:
            event, claim = wanted[row["claim_id"]], convert.claim_of(row)
            quantity = read_as(claim.quantity, event.quantity or {})
            fresh = convert.claim_row(replace(claim, quantity=quantity), accepted_set(quantity, tolerances))
            origin = ADDED if row["origin"] == ADDED else CORRECTED
            spooled.add(
                {**fresh, **{name: row[name] for name in _GROUP}, "origin": origin, "amended_by": event.reviewer,
                 "amending_event": event.id}
            )  # fmt: skip
        spooled.insert_into(connection, "claims")


def _compare_again(connection: Connection, folder: Path, changed: list[str], tolerances: Tolerances) -> None:
    """Rank and compare for the claims whose reading has changed."""
    for table in ("candidates", "comparisons", "slip_findings", "unranked"):
        connection.execute(fill(f"DELETE FROM {table} WHERE claim_id IN $ids", ids=changed))  # noqa: S608
    told = rows(connection, fill("FROM claims WHERE claim_id IN $ids ORDER BY claim_id", ids=changed))
    claims = [convert.claim_of(row) for row in told]
    query = fill("FROM documents WHERE document_id IN $ids", ids=sorted({claim.document_id for claim in claims}))
    documents = {row["document_id"]: convert.document_of(row) for row in rows(connection, query)}
    query = "FROM observations ORDER BY observation_id"
    observations = [convert.observation_of(row) for row in rows(connection, query)]
    sources = [convert.source_of(row) for row in rows(connection, "FROM sources ORDER BY source_id")]
    texts = (claim_text(documents[claim.document_id], claim) for claim in claims)
    found = map(convert.candidate_row, rank(texts, observations, sources))
    bulk.insert(connection, folder, "candidates", found)
    rates = _rates(connection)
    compare.compare_wanted(connection, folder, tolerances, rates)
    find_slips(connection, folder, tolerances, rates)
