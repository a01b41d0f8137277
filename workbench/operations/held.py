"""The documents that the head holds of a file, while that file is read again: what stays, and what goes."""

from collections import deque
from collections.abc import Sequence
from dataclasses import replace

from workbench.documents.read import with_identity
from workbench.extraction.claims import Document
from workbench.store.intake import Known
from workbench.store.rows import fingerprint


class Held:
    """What the head holds of a file; give it the file's documents in their order.

    Attributes:
        places: Documents that stay, whose place in the file is another one now.
        stayed: How many documents stay.
    """

    def __init__(self, name: str, known: Sequence[Known]) -> None:
        self._name = name
        self._by_own: dict[str, deque[Known]] = {}
        self._gone: list[str] = []
        self._last = -1
        self.places: list[tuple[str, int]] = []
        self.stayed = 0
        if len({each.document_id for each in known}) < len(known):  # a build was stopped before it told them apart
            self._gone = [each.document_id for each in known]
            return
        for each in known:
            self._by_own.setdefault(each.own_identity, deque()).append(each)

    def changed(self, document: Document, identity: str | None) -> Document | None:
        """A document as it is to be read; None where the head holds it as it is.

        Args:
            document: With the identity that is its own, and its place.
            identity: The one that it is to have; None: the one that the head knows it by, or its own.
        """
        own = document.identity
        waiting = self._by_own.get(own)
        known = waiting.popleft() if waiting else None
        wanted = identity or (own if known is None else known.identity)
        document = replace(with_identity(document, wanted), own_identity=own)
        if known is None:
            return document
        # Claims that are told at one time are in the order of the file: of two that changed places one is read again.
        if known.identity == wanted and known.ordinal > self._last and known.fingerprint == fingerprint(document):
            self._last = known.ordinal
            self.stayed += 1
            if known.ordinal != document.ordinal:
                self.places.append((known.document_id, document.ordinal))
            return None
        self._gone.append(known.document_id)
        return document

    def gone(self, *, ended: bool = False) -> list[tuple[str, str]]:
        """The documents that go, which were not told yet: the id of each, with its file.

        Args:
            ended: The file is read to its end: what it did not hold goes too.
        """
        if ended:
            self._gone += [each.document_id for waiting in self._by_own.values() for each in waiting]
        told, self._gone = self._gone, []
        return [(each, self._name) for each in told]
