"""The layouts that are known, and which of them a table is of."""

from collections.abc import Sequence

from workbench.references.importers import (
    alfred,
    comtrade,
    dbnomics,
    eurostat,
    faostat,
    fred,
    imf,
    ons,
    owid,
    sdmx,
    worldbank,
)
from workbench.references.importers.model import Importer, Line

IMPORTERS = (
    sdmx.IMPORTER, worldbank.IMPORTER, owid.IMPORTER, comtrade.IMPORTER, faostat.IMPORTER, imf.OUTLOOK, imf.MAPPER,
    alfred.IMPORTER, fred.IMPORTER, eurostat.IMPORTER, dbnomics.IMPORTER, ons.IMPORTER,
)  # fmt: skip


def recognise(head: Sequence[Line]) -> Importer | None:
    """The layout of a table that begins with these rows, by its content alone; None where it is none of them."""
    return next((importer for importer in IMPORTERS if importer.recognises(head)), None)
