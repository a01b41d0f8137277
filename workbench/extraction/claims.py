"""Documents and the claims in them, with ids that survive everything but a change of the words themselves."""

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from workbench.extraction.repeats import Teller, Telling
from workbench.quantity.model import Quantity


@dataclass(frozen=True, slots=True)
class Document:
    """One text to check.

    Attributes:
        document_id: ``d`` and 16 hex digits of the identity's SHA-256.
        identity: Native post id, else URL, else path inside the case.
        path: The file, relative to the case, with forward slashes.
        text: The decoded text; claims' offsets count its code points.
        posted_at: When it was said, in UTC and naive, or None.
        sha256: Of the file's bytes together with its sidecar's.
        author: The signature below the post, where a channel has several authors.
        forwarded_from: Whose words were passed on.
        edited_at: When it was last edited, in UTC and naive.
        places: (offset, label) of the pages or time codes of the text, by offset.
        own_identity: The identity before documents that share one were told apart; empty where it is ``identity``.
        ordinal: Its place among the documents of its file, from 0.
    """

    document_id: str
    identity: str
    path: str
    text: str
    title: str | None = None
    speaker: str | None = None
    posted_at: datetime | None = None
    url: str | None = None
    language: str | None = None
    format: str = "text"
    sha256: str = ""
    author: str | None = None
    forwarded_from: str | None = None
    edited_at: datetime | None = None
    places: tuple[tuple[int, str], ...] = ()
    own_identity: str = ""
    ordinal: int = 0

    @property
    def said_on(self) -> date | None:
        """The day it was said."""
        return None if self.posted_at is None else self.posted_at.date()


@dataclass(frozen=True, slots=True)
class Claim:
    """A quantity in a document.

    ``occurrence`` counts, from 0, the same numeral in the same sentence of the same document. It is counted in the
    words of the text, not among the quantities found, so that a better extractor leaves the ids alone.

    Attributes:
        speaker: Whom the text itself names as saying it; None: the document's speaker.
        telling: What tells whether another claim is this one told again; not kept with a claim that is read back.
    """

    claim_id: str
    document_id: str
    occurrence: int
    quantity: Quantity
    speaker: str | None = None
    telling: Telling | None = field(default=None, compare=False)


def document_id(identity: str) -> str:
    """The id of the document with this identity."""
    return "d" + hashlib.sha256(identity.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def normalise(sentence: str) -> str:
    """A sentence as ids and re-attachment see it: NFKC, one space between words, lower case."""
    return re.sub(r"\s+", " ", unicodedata.normalize("NFKC", sentence)).strip().casefold()


def claims_of(document: Document, quantities: Iterable[Quantity]) -> list[Claim]:
    """The document's claims in the order of the text, each with its stable id."""
    sentences_seen: dict[str, list[int]] = {}
    claims: list[Claim] = []
    taken: set[str] = set()
    in_order = sorted(quantities, key=lambda q: (q.start, q.end))
    teller = Teller(document.text, in_order) if in_order else None
    for quantity in in_order:
        sentence = normalise(quantity.sentence)
        numeral = normalise(quantity.numeral or quantity.text)
        begin = _sentence_start(document.text, quantity)
        tellings = sentences_seen.setdefault(sentence, [])
        if not tellings or tellings[-1] != begin:
            tellings.append(begin)
        places = places_of(numeral, quantity.sentence.casefold())
        before = sum(place < quantity.start - begin for place in places)
        occurrence = (len(tellings) - 1) * max(1, len(places)) + before
        identifier = claim_id(document.document_id, sentence, numeral, occurrence)
        while identifier in taken:  # "$31m … $31m": what is written on to its scale is no word of its own
            occurrence += 1
            identifier = claim_id(document.document_id, sentence, numeral, occurrence)
        taken.add(identifier)
        telling = None if teller is None else teller.telling(quantity, begin)
        claims.append(Claim(identifier, document.document_id, occurrence, quantity, telling=telling))
    return claims


def claim_id(document: str, sentence: str, numeral: str, occurrence: int) -> str:
    """The id of the claim that states a numeral, both normalised, in a sentence of the document of this id."""
    key = "\x1f".join((document, sentence, numeral, str(occurrence)))
    return "c" + hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def places_of(numeral: str, sentence: str) -> list[int]:
    """Where the numeral stands in the sentence as a word of its own."""
    places, at = [], sentence.find(numeral)
    while at >= 0:
        around = sentence[max(0, at - 1) : at] + sentence[at + len(numeral) : at + len(numeral) + 1]
        if not any(c.isalnum() or c == "_" for c in around):
            places.append(at)
            at += len(numeral) - 1
        at = sentence.find(numeral, at + 1)
    return places


def _sentence_start(text: str, quantity: Quantity) -> int:
    """Where the quantity's sentence begins: the last place at or before the quantity where its words stand."""
    return max(0, text.rfind(quantity.sentence, 0, quantity.start + len(quantity.sentence)))
