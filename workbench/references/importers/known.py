"""The layouts that are known, and which of them a table is of."""

from collections.abc import Sequence

from workbench.references.importers import (
    alfred,
    bls,
    comtrade,
    dbnomics,
    destatis,
    ecb,
    eurostat,
    faostat,
    fred,
    imf,
    imf_portal,
    layouts,
    ons,
    owid,
    sdmx,
    sipri,
    worldbank,
)
from workbench.references.importers.model import Importer, Line

IMPORTERS = (
    sdmx.IMPORTER, worldbank.IMPORTER, owid.IMPORTER, comtrade.IMPORTER, faostat.IMPORTER, imf.OUTLOOK, imf.MAPPER,
    alfred.IMPORTER, fred.IMPORTER, eurostat.IMPORTER, dbnomics.IMPORTER, ons.IMPORTER, ecb.IMPORTER,
    imf_portal.IMPORTER, sipri.IMPORTER, bls.IMPORTER, destatis.IMPORTER,
    *(each.importer() for each in layouts.LAYOUTS),
)  # fmt: skip


def recognise(head: Sequence[Line]) -> Importer | None:
    """The layout of a table that begins with these rows, by its content alone; None where it is none of them."""
    return next((importer for importer in IMPORTERS if importer.recognises(head)), None)
