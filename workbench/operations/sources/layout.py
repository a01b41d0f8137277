"""Which layout a publisher's file is of, and which of its tables are read."""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain

from workbench.errors import EXIT_USAGE, Problem, WorkbenchError
from workbench.operations.sources.opened import Opened
from workbench.references.importers import mapping as maps
from workbench.references.importers.known import recognise
from workbench.references.importers.mapping import ColumnMap
from workbench.references.importers.model import About, Importer, Item, Line, Table, number
from workbench.references.importers.units import Knows

_COMMA = re.compile(r"[+-]?(?:[0-9]+|[0-9]{1,3}(?:[.\s][0-9]{3})+),[0-9]+")


def recognised(opened: Opened) -> bool:
    """Whether the file is of a layout that needs no description of its columns."""
    return any(recognise(table.head) is not None for table in opened.tables)


def layout_of(
    opened: Opened, columns: ColumnMap | None, decimal: str, knows: Knows
) -> tuple[str, str, Iterator[Item]]:
    """What the layout is called, which table is read, and what it yields."""
    if columns is not None:
        table = next((t for t in opened.tables if not columns.sheet or t.name.endswith(f"/{columns.sheet}")), None)
        if table is None:
            return "The mapping", opened.name, iter(())
        return "The mapping", table.name, maps.read(columns, table, knows)
    found = [(recognise(table.head), table) for table in opened.tables]
    known = [(importer, table) for importer, table in found if importer is not None]
    if not known:
        raise _not_recognised(opened)
    first = known[0][0]
    tables = [table for importer, table in known if importer is first]
    others = [
        Problem(f"The table is of another layout ({importer.name}) and was left out", "Import it by itself", table.name)
        for importer, table in known
        if importer is not first
    ]
    file = tables[0].name if len(tables) == 1 else opened.name
    return first.name, file, chain(others, *(first.read(_pointed(table, first, decimal), knows) for table in tables))


def _pointed(table: Table, importer: Importer, decimal: str) -> Table:
    """A publisher's table with points before decimals.

    Publishers part cells by commas or tabs; one with semicolons was saved anew by a program that writes decimal commas,
    and its ``1,289`` would be read a thousand times too large.
    """
    if importer.own_decimals or (decimal != "," and table.delimiter != ";") or decimal == ".":
        return table

    def lines() -> Iterator[Line | Problem]:
        for line in table.lines:
            if decimal == "," and isinstance(line, Line):
                yield Line(line.number, tuple(number(cell, ",") or cell for cell in line.cells))
                continue
            told = [cell for cell in line.cells if _COMMA.fullmatch(cell)] if isinstance(line, Line) else []
            if told and isinstance(line, Line):
                what = f"The value {told[0][:40]!r} may have a decimal comma, since semicolons part the cells"
                hint = "Say --decimal , if it has; if commas part thousands, --decimal ."
                raise WorkbenchError(what, hint, file=table.name, line=line.number, code=EXIT_USAGE)
            yield line

    return replace(table, lines=lines())


def _not_recognised(opened: Opened) -> WorkbenchError:
    widest = max(opened.tables, key=lambda table: max((len(line.cells) for line in table.head), default=0))
    header = _header(widest)
    names = header_names(widest)
    what = f"The layout is not known; the columns of the table are: {', '.join(names)[:300] or 'none'}"
    hint = "Say what they hold: --column measure=… --column period=… --column value=…, or --mapping FILE"
    found = [problem for problem in opened.problems if problem.file == widest.name]
    what = ". ".join((what, *(problem.message for problem in found)))
    hint = ". ".join(dict.fromkeys((*(problem.hint for problem in found), hint)))
    return WorkbenchError(what, hint, file=widest.name, line=header.number if header else 1, code=EXIT_USAGE)


def header_names(table: Table) -> list[str]:
    """What are probably the names of the columns."""
    header = _header(table)
    return [cell for cell in header.cells if cell] if header is not None else []


def _header(table: Table) -> Line | None:
    """The first of the rows with the most cells of words."""
    return max(table.head, key=lambda line: sum(any(map(str.isalpha, cell)) for cell in line.cells), default=None)


def together(about: About, later: About) -> About:
    """What tables say of where they come from; of two with other series each is told."""
    if not (about.name and later.name) or about.name == later.name:
        return about.told(later)
    told = {
        name: sign.join(dict.fromkeys(part for part in (getattr(about, name), getattr(later, name)) if part))
        for name, sign in (("title", "; "), ("series_id", ", "))
    }
    return later.told(about).told(About(**told))
