"""The documents that the head holds of a file, while that file is read again: what stays, and what goes."""

from array import array
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import replace

from workbench.documents.read import with_identity
from workbench.extraction.claims import Document
from workbench.store.intake import Known, Places, id_of, number_of
from workbench.store.rows import fingerprint


class Held:
    """What the head holds of a file; give it the file's documents in their order.

    A file can have millions of documents: each takes 25 bytes here.

    Attributes:
        places: Documents that stay, whose place in the file is another one now.
        stayed: How many documents stay.
    """

    def __init__(self, name: str, known: Iterable[Known]) -> None:
        """Take in what the head holds of the file ``name``, in the order of the ids."""
        self._name = name
        self._ids, self._prints, self._ordinals = array("Q"), array("q"), array("q")
        self._apart: dict[str, list[Known]] = {}
        self._gone: list[str] = []
        self._last = -1
        self.places = Places(name)
        self.stayed = 0
        twice = False
        for each in known:
            if each.identity != each.own_identity:
                self._apart.setdefault(each.own_identity, []).append(each)
                continue
            number = number_of(each.document_id)
            twice |= bool(self._ids) and self._ids[-1] == number
            self._ids.append(number)
            self._prints.append(each.fingerprint)
            self._ordinals.append(each.ordinal)
        for told in self._apart.values():
            told.sort(key=lambda each: each.ordinal)
        self._apart_by_id = {each.document_id: each for told in self._apart.values() for each in told}
        self._taken = bytearray(len(self._ids))
        twice |= len(self._apart_by_id) < sum(map(len, self._apart.values()))
        twice |= any(self._place(each) is not None for each in self._apart_by_id)
        if twice:  # a build was stopped before it told them apart
            self._gone = self._left()
            self._ids, self._taken, self._apart, self._apart_by_id = array("Q"), bytearray(), {}, {}

    def changed(self, document: Document, identity: str | None) -> Document | None:
        """A document as it is to be read; None where the head holds it as it is.

        Args:
            document: With the identity that is its own, and its place.
            identity: The one that it is to have; None: the one that the head knows it by, or its own.
        """
        own = document.identity
        known = self._known(document)
        wanted = identity or (own if known is None else known.identity)
        document = replace(with_identity(document, wanted), own_identity=own)
        namesake = self._apart_by_id.get(document.document_id)
        if namesake is not None and namesake is not known:  # it makes room for one whose own identity looks made here
            self._apart[namesake.own_identity].remove(namesake)
            self._go(namesake)
        if known is None:
            return document
        # Claims that are told at one time are in the order of the file: of two that changed places one is read again.
        if known.identity == wanted and known.ordinal > self._last and known.fingerprint == fingerprint(document):
            self._last = known.ordinal
            self.stayed += 1
            if known.ordinal != document.ordinal:
                self.places.numbers.append(number_of(known.document_id))
                self.places.ordinals.append(document.ordinal)
            return None
        self._go(known)
        return document

    def _go(self, known: Known) -> None:
        self._gone.append(known.document_id)

    def _known(self, document: Document) -> Known | None:
        """The first of those that the head holds with the document's own identity, which is then taken."""
        place, own = self._place(document.document_id), document.identity
        if place is not None and not self._taken[place]:
            self._taken[place] = True
            return Known(document.document_id, own, own, self._ordinals[place], self._prints[place])
        waiting = self._apart.get(own)
        if not waiting:
            return None
        known = waiting.pop(0)
        del self._apart_by_id[known.document_id]
        return known

    def _place(self, document_id: str) -> int | None:
        """Where a document stands among those with their own identity."""
        number = number_of(document_id)
        place = bisect_left(self._ids, number)
        return place if place < len(self._ids) and self._ids[place] == number else None

    def gone(self, *, ended: bool = False) -> list[tuple[str, str]]:
        """The documents that go, which were not told yet: the id of each, with its file.

        Args:
            ended: The file is read to its end: what it did not hold goes too.
        """
        if ended:
            self._gone += self._left()
        told, self._gone = self._gone, []
        return [(each, self._name) for each in told]

    def _left(self) -> list[str]:
        """The documents that were not taken."""
        main = [id_of(number) for number, taken in zip(self._ids, self._taken, strict=True) if not taken]
        return [*main, *(each.document_id for told in self._apart.values() for each in told)]

