"""What the forms of the review screen show while somebody types: the reading so far, and what follows from it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from workbench.extraction.claims import Document
from workbench.extraction.pointing import Span
from workbench.operations import desk_list
from workbench.operations.amend import new_claim, new_quantity
from workbench.operations.desk_opening import Opening, detail
from workbench.operations.look import findings_of
from workbench.operations.wording import amended, caution, understood
from workbench.quantity.comparison import compare
from workbench.quantity.explain import why
from workbench.quantity.model import Quantity
from workbench.store.queries import ClaimDetail, document_of_claim

AROUND = 3000
USUAL_UNITS = ("people", "%", "tonnes", "million tonnes", "USD", "million USD", "billion USD", "EUR", "RUB", "km", "MW")
_BEHIND, _BEFORE = ".,;:!?…)]»”’\"'", "([«“‘\"'"
_COMPLETED = {
    "name": ("sources", "source_id"), "publisher": ("sources", "publisher"), "licence": ("sources", "licence"),
    "measure": ("observations", "measure"), "place": ("observations", "place"),
    "unit": ("observations", "unit_written"), "flag": ("observations", "flag"),
}  # fmt: skip
_WORDS = """
SELECT {column} AS word FROM {table} WHERE coalesce({column}, '') <> ''
GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 1000
"""


@dataclass(frozen=True, slots=True)
class Preview:
    """How a quantity is read, in one line, and what follows.

    Attributes:
        quantity: The reading.
        understood: The number, its unit, and what its wording allows.
        comparison: The finding for the current reference; None where there is none.
        why: The line that explains it.
        caution: What an ambiguous unit is taken for.
    """

    quantity: Quantity
    understood: str
    comparison: str | None
    why: str
    caution: str = ""


@dataclass(frozen=True, slots=True)
class Passage:
    """The part of a document around a claim.

    Attributes:
        document: The whole document.
        shown: The part to show.
        claim: Where the claim stands in the document.
        claims: Where the claims of the part stand.
    """

    document: Document
    shown: Span
    claim: Span
    claims: tuple[Span, ...]


def preview(opening: Opening, about: ClaimDetail, given: Mapping[str, str]) -> Preview:
    """How a claim would be read with these fields, and compared with the observation that counts.

    Raises:
        WorkbenchError: A field cannot be understood.
    """
    on = about.line.posted_at.date() if about.line.posted_at else None
    quantity = amended(about.claim.quantity, given, on)
    tolerances = opening.settings.tolerances
    told = replace(about, claim=replace(about.claim, quantity=quantity))
    counts = about.line.observation_id
    findings = findings_of(told, tolerances, opening.rates)
    found = next(((f, line) for option, f, line in findings if option.observation.observation_id == counts), None)
    line = understood(quantity, tolerances)
    if found is None:
        return Preview(quantity, line, None, "no reference to hold it against", caution(given.get("unit", "")))
    return Preview(quantity, line, found[0].comparison, found[1], caution(given.get("unit", "")))


def preview_added(opening: Opening, said: Document, span: Span, given: Mapping[str, str]) -> Preview:
    """How words of a text would be read as a claim of their own.

    Raises:
        WorkbenchError: They hold no number, or make a claim that there is already.
    """
    quantity = new_quantity(said, span, given)
    new_claim(opening.snapshot, said, quantity)
    alone = why(quantity, compare(quantity, None, opening.settings.tolerances))
    line = understood(quantity, opening.settings.tolerances)
    return Preview(quantity, line, None, alone, caution(given.get("unit", "")))


def passage(opening: Opening, claim_id: str) -> Passage:
    """The text around a claim, with the claims that are known in it.

    Raises:
        WorkbenchError: The claim is gone.
    """
    quantity = detail(opening, claim_id).claim.quantity
    said = document_of_claim(opening.snapshot, claim_id)
    low, high = max(0, quantity.start - AROUND), min(len(said.text), quantity.end + AROUND)
    spans = desk_list.neighbours(opening.snapshot, said.document_id, low, high)
    return Passage(said, Span(low, high), Span(quantity.start, quantity.end), tuple(Span(*span) for span in spans))


def words_at(text: str, start: int, end: int) -> Span:
    """The whole words that a selection touches, without the punctuation around them."""
    while start > 0 and not text[start - 1].isspace():
        start -= 1
    while end < len(text) and not text[end].isspace():
        end += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in _BEHIND):
        end -= 1
    while start < end and (text[start].isspace() or text[start] in _BEFORE):
        start += 1
    return Span(start, end)


def completions(opening: Opening) -> dict[str, list[str]]:
    """What the case's sources hold already, by the name of a field, the most frequent first."""
    found = {
        name: [row["word"] for row in opening.snapshot.rows(_WORDS.format(column=column, table=table))]
        for name, (table, column) in _COMPLETED.items()
    }
    return {**found, "unit": list(dict.fromkeys([*found["unit"], *USUAL_UNITS]))}
