"""Domain objects as rows and back; exact decimals travel as text in the column ``numbers``."""

import hashlib
import json
import math
from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime
from decimal import Decimal
from operator import attrgetter
from typing import Any

from workbench.extraction.claims import Claim, Document, normalise
from workbench.quantity.interval import Interval
from workbench.quantity.model import Period, Quantity
from workbench.references.formula import FormulaError, parse_formula
from workbench.references.model import Candidate, Observation, Source
from workbench.references.vintages import Known, Standing
from workbench.references.words import subject
from workbench.reviews.events import Event, Seen
from workbench.reviews.readings import parse_reading, reading_json
from workbench.store.schema import columns_of

Row = dict[str, Any]

MACHINE, CORRECTED, ADDED = "machine", "corrected", "added"
_SOURCE_COLUMNS = frozenset(columns_of("sources"))
_DERIVED = frozenset({
    "numbers", "extra", "growth", "known_from", "known_until", "superseded_by", "digits", "function", "inputs",
    "subject",    "problem",
})  # fmt: skip
_LARGEST_EXPONENT = 100
_PRINTED: Callable[[Document], tuple[Any, ...]] = attrgetter(
    *(each.name for each in fields(Document) if each.name not in {"sha256", "ordinal"})
)


@dataclass(frozen=True, slots=True)
class ComparisonRow:
    """The machine's finding for a claim and an observation, as it is stored.

    ``unit`` and the reference's numbers are in the claim's unit; they are None where the two cannot be compared, and
    ``missing`` then says what is missing.
    """

    claim_id: str
    observation_id: str
    comparison: str
    deviation: Decimal | float | None = None
    gap: Decimal | float | None = None
    uninformative: bool = False
    proposed: str | None = None
    reference_value: Decimal | None = None
    reference_low: Decimal | None = None
    reference_high: Decimal | None = None
    missing: str | None = None
    rate: str | None = None
    known: Known | None = None


def sentence_key(sentence: str) -> str:
    """A hash of the normalised sentence, by which a claim is found whose id has changed."""
    return hashlib.sha256(normalise(sentence).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def double(value: Decimal | float | None) -> float | None:
    """The nearest binary number; None where it is too large for one."""
    if value is None:
        return None
    near = float(value)
    return near if math.isfinite(near) else None


def digits(*numbers: Decimal | None) -> int | None:
    """The significant digits of the longest of these numbers; None where one is too large or small for SQL.

    Two numbers of at most 15 digits are the same, or in order, exactly where their nearest binary numbers are.
    """
    longest = 0
    for number in numbers:
        if number is None or number == 0:
            continue
        if not number.is_finite() or abs(number.adjusted()) >= _LARGEST_EXPONENT:
            return None
        longest = max(longest, len("".join(map(str, number.as_tuple().digits)).rstrip("0")))
    return longest


def document_row(document: Document) -> Row:
    """A row of ``documents``."""
    return {
        "document_id": document.document_id,
        "identity": document.identity,
        "path": document.path,
        "title": document.title,
        "speaker": document.speaker,
        "posted_at": document.posted_at and document.posted_at.isoformat(" "),
        "url": document.url,
        "language": document.language,
        "format": document.format,
        "sha256": document.sha256,
        "characters": len(document.text),
        "text": document.text,
        "author": document.author,
        "forwarded_from": document.forwarded_from,
        "edited_at": document.edited_at and document.edited_at.isoformat(" "),
        "places": json.dumps(document.places),
        "own_identity": document.own_identity or document.identity,
        "ordinal": document.ordinal,
        "fingerprint": fingerprint(document),
    }


def fingerprint(document: Document) -> int:
    """A print of 64 bits of all that a document's claims depend on: not the hash of its file, nor its place there."""
    told = repr(_PRINTED(document)).encode()
    return int.from_bytes(hashlib.blake2b(told, digest_size=8).digest(), "big", signed=True)


def claim_row(claim: Claim, accepted: Interval | None) -> Row:
    """A row of ``claims``; ``accepted`` is the set of numbers that the wording allows."""
    quantity = claim.quantity
    low_step, high_step = _pair(quantity.rounding_step)
    low_written, high_written = _pair(quantity.written_step)
    period = quantity.period
    return {
        "claim_id": claim.claim_id,
        "group_id": "g" + claim.claim_id[1:],
        "telling": 1,
        "document_id": claim.document_id,
        "occurrence": claim.occurrence,
        "start": quantity.start,
        "end": quantity.end,
        "text": quantity.text,
        "sentence": quantity.sentence,
        "speaker": claim.speaker,
        "language": quantity.language,
        "sentence_key": sentence_key(quantity.sentence),
        "numeral": quantity.numeral,
        "value": double(quantity.value),
        "low": double(quantity.low),
        "high": double(quantity.high),
        "rounding_step": double(low_step),
        "rounding_step_low": double(low_step),
        "rounding_step_high": double(high_step),
        "written_step_low": double(low_written),
        "written_step_high": double(high_written),
        "modifier": quantity.modifier,
        "hedge": quantity.hedge,
        "unit": quantity.unit,
        "kind": quantity.kind,
        "counted": quantity.counted,
        "change": quantity.change,
        "negated": quantity.negated,
        "period_start": period and str(period.start),
        "period_end": period and str(period.end),
        "period_text": period and period.text,
        "checkworthiness": quantity.checkworthiness,
        "side": quantity.side,
        "exact": quantity.exact,
        "half_open": quantity.half_open,
        "accepted_low": accepted and double(accepted.low),
        "accepted_high": accepted and double(accepted.high),
        "low_open": accepted and accepted.low_open,
        "high_open": accepted and accepted.high_open,
        "digits": digits(quantity.value, quantity.low, quantity.high, *_ends(accepted)),
        "numbers": _numbers(
            value=quantity.value,
            low=quantity.low,
            high=quantity.high,
            rounding_step=quantity.rounding_step,
            written_step=quantity.written_step,
        ),
        "origin": MACHINE,
    }


def telling_row(claim: Claim) -> Row | None:
    """A row of ``tellings``; None for a claim that was made without its text."""
    telling = claim.telling
    if telling is None:
        return None
    return {
        "claim_id": claim.claim_id,
        "words": telling.words,
        "slips": telling.slips,
        "place": telling.place,
        "anchored": telling.anchored,
        "specific": telling.specific,
        "personal": telling.personal,
        "turn": telling.turn,
        "turn_in_passage": telling.turn_in_passage,
        "passage": telling.passage,
        "bands": telling.bands,
        "frame": telling.frame,
        "named": telling.named,
        "content": telling.content,
    }


def claim_of(row: Row) -> Claim:
    """The claim of a row of ``claims``, its quantity without loss."""
    start = row["period_start"]
    quantity = Quantity(
        start=row["start"],
        end=row["end"],
        text=row["text"],
        sentence=row["sentence"],
        **exact_numbers(row["numbers"]),
        modifier=row["modifier"],
        hedge=row["hedge"],
        unit=row["unit"],
        kind=row["kind"],
        counted=row["counted"],
        change=row["change"],
        negated=row["negated"],
        period=None if start is None else Period(start, row["period_end"], row["period_text"]),
        checkworthiness=row["checkworthiness"],
        side=row["side"],
        exact=row["exact"],
        half_open=row["half_open"],
        numeral=row["numeral"],
        language=row["language"],
    )
    return Claim(row["claim_id"], row["document_id"], row["occurrence"], quantity, row["speaker"])


def document_of(row: Row) -> Document:
    """The document of a row of ``documents``."""
    names = (
        "document_id", "identity", "path", "text", "title", "speaker", "posted_at", "url", "language", "format",
        "sha256", "author", "forwarded_from", "edited_at", "ordinal",
    )  # fmt: skip
    places = tuple((offset, label) for offset, label in json.loads(row["places"]))
    own = "" if row["own_identity"] == row["identity"] else row["own_identity"]
    return Document(**{name: row[name] for name in names}, places=places, own_identity=own)


def source_row(source: Source) -> Row:
    """A row of ``sources``; fields without a column of their own go into ``other``."""
    named = {name: value for name, value in source.fields.items() if name in _SOURCE_COLUMNS}
    other = {name: value for name, value in source.fields.items() if name not in _SOURCE_COLUMNS}
    return {
        **named,
        "source_id": source.source_id,
        "path": source.path,
        "publisher": source.publisher,
        "title": source.title,
        "url": source.url,
        "retrieved": str(source.retrieved),
        "other": json.dumps(other),
        "sha256": source.sha256,
    }


def source_of(row: Row) -> Source:
    """The source of a row of ``sources``."""
    own = {"source_id", "path", "publisher", "title", "url", "retrieved", "other", "sha256"}
    fields = {name: value for name, value in row.items() if name not in own and value is not None}
    return Source(
        row["source_id"],
        row["path"],
        row["publisher"],
        row["title"],
        row["url"],
        row["retrieved"],
        {**fields, **json.loads(row["other"])},
        row["sha256"],
    )


def observation_row(observation: Observation, standing: Standing) -> Row:
    """A row of ``observations``; ``standing`` is how it stands among the other vintages of its series."""
    plain = ("observation_id", "source_id", "measure", "place", "period", "unit", "unit_written", "kind")
    texts = ("price_basis", "flag", "note", "formula", "line", "sha256")
    return {
        **{name: getattr(observation, name) for name in plain + texts},
        **{name: _day(getattr(observation, name)) for name in ("period_start", "period_end", "vintage")},
        **{name: double(getattr(observation, name)) for name in ("value", "low", "high")},
        "extra": json.dumps(observation.extra),
        "growth": observation.is_growth,
        "subject": sorted(subject(observation.measure)),
        "known_from": _day(standing.since),
        "known_until": _day(standing.until),
        "superseded_by": standing.superseded_by,
        "digits": digits(observation.value, observation.low, observation.high),
        "numbers": _numbers(value=observation.value, low=observation.low, high=observation.high),
    }


def observation_of(row: Row) -> Observation:
    """The observation of a row of ``observations``, without loss."""
    exact = exact_numbers(row["numbers"])
    rest: Row = {name: value for name, value in row.items() if name not in _DERIVED and name not in exact}
    return Observation(**rest, **exact, extra=json.loads(row["extra"]))


def formula_row(waiting: Observation) -> Row:
    """A row of ``formulas``: what the file says, without its figure."""
    try:
        formula = parse_formula(waiting.formula, waiting.source_id)
    except FormulaError:
        named: Row = {"function": None, "inputs": []}
    else:
        named = {"function": formula.function, "inputs": list(formula.inputs)}
    return {**observation_row(waiting, Standing(None, None, None)), **named, "problem": None}


def candidate_row(candidate: Candidate) -> Row:
    """A row of ``candidates``."""
    return {
        "claim_id": candidate.claim_id,
        "observation_id": candidate.observation_id,
        "rank": candidate.rank,
        "score": candidate.score,
        "reasons": list(candidate.reasons),
    }


def comparison_row(found: ComparisonRow) -> Row:
    """A row of ``comparisons``."""
    return {
        "claim_id": found.claim_id,
        "observation_id": found.observation_id,
        "comparison": found.comparison,
        "deviation": double(found.deviation),
        "gap": double(found.gap),
        "uninformative": found.uninformative,
        "proposed": found.proposed,
        "reference_value": double(found.reference_value),
        "reference_low": double(found.reference_low),
        "reference_high": double(found.reference_high),
        "missing": found.missing,
        "rate": found.rate,
        "known": found.known,
    }


def event_row(event: Event, file: str) -> Row:
    """A row of ``review_events``, not attached to a claim yet."""
    seen = event.seen
    return {
        "event_id": event.id,
        "at": _utc(event.at),
        "reviewer": event.reviewer,
        "action": event.action,
        "claim": event.claim,
        "verdict": event.verdict,
        "reasons": list(event.reasons),
        "note": event.note,
        "evidence": list(event.evidence),
        "seen_document": seen.document,
        "seen_sentence": seen.sentence,
        "seen_key": sentence_key(seen.sentence) if seen.sentence else None,
        "seen_text": seen.text,
        "seen_occurrence": seen.occurrence,
        "seen_comparison": seen.comparison,
        "seen_observation": seen.observation,
        "seen_observation_hash": seen.observation_hash,
        "seen_alone": seen.alone,
        "settings_hash": event.settings_hash,
        "retracts": event.retracts,
        "blind": event.blind,
        "version": event.version,
        "quantity": None if event.quantity is None else json.dumps(reading_json(event.quantity)),
        "orphan": False,
        "file": file,
    }


def event_of(row: Row) -> Event:
    """The event of a row of ``review_events``, with the claim that it belongs to now."""
    return Event(
        id=row["event_id"],
        at=row["at"].isoformat() + "Z",
        reviewer=row["reviewer"],
        action=row["action"],
        claim=row["claim_id"] or row["claim"],
        verdict=row["verdict"],
        reasons=tuple(row["reasons"]),
        note=row["note"],
        evidence=tuple(row["evidence"]),
        seen=Seen(
            row["seen_document"],
            row["seen_sentence"],
            row["seen_text"],
            row["seen_occurrence"],
            row["seen_comparison"],
            row["seen_observation"],
            row["seen_observation_hash"],
            row["seen_alone"],
        ),
        settings_hash=row["settings_hash"],
        retracts=row["retracts"],
        blind=row["blind"],
        version=row["version"],
        quantity=None if row["quantity"] is None else parse_reading(json.loads(row["quantity"], parse_float=Decimal)),
    )


def _utc(at: str) -> str:
    return datetime.fromisoformat(at).astimezone(UTC).replace(tzinfo=None).isoformat(" ")


def _day(day: date | None) -> str | None:
    return None if day is None else str(day)


def _ends(interval: Interval | None) -> tuple[Decimal | None, Decimal | None]:
    return (None, None) if interval is None else (interval.low, interval.high)


def _pair(step: Decimal | tuple[Decimal, Decimal]) -> tuple[Decimal, Decimal]:
    return step if isinstance(step, tuple) else (step, step)


def _numbers(**values: Decimal | tuple[Decimal, Decimal] | None) -> str:
    return json.dumps({name: _exact(value) for name, value in values.items()})


def _exact(value: Decimal | tuple[Decimal, Decimal] | None) -> str | list[str] | None:
    if value is None:
        return None
    return [str(end) for end in value] if isinstance(value, tuple) else str(value)


def exact_numbers(numbers: str) -> Row:
    """The decimals of a column ``numbers`` by their names; a pair for a range's steps."""
    return {name: _decimal(written) for name, written in json.loads(numbers).items()}


def _decimal(written: str | list[str] | None) -> Decimal | tuple[Decimal, Decimal] | None:
    if isinstance(written, list):
        return Decimal(written[0]), Decimal(written[1])
    return None if written is None else Decimal(written)
