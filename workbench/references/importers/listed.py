"""Tables with a figure a row whose columns have fixed names: one description each, in :mod:`layouts`."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from workbench.errors import Problem
from workbench.references.importers.model import (
    About,
    Figure,
    Importer,
    Item,
    Line,
    Table,
    interval,
    noted,
    number,
)
from workbench.references.importers.periods import our_period
from workbench.references.importers.places import place_name
from workbench.references.importers.units import Knows, candidates, first_known, in_brackets, spoken

NONE_GIVEN = "none given"


@dataclass(frozen=True, slots=True)
class Layout:
    """Which column of a publisher's table holds what; columns are named as the publisher does, in small letters.

    Attributes:
        needs: The columns by which it is known. A column without a name is called as the one before it, with " (2)".
        about: Where such a file comes from.
        where: The place where no column holds it.
        coded: Whether the column of the place holds codes alone.
        measure: Columns that together say what is measured; of one that is not there nothing is said.
        period: One column, or two that together are a period ("2024", "M03").
        dated: How the cells of two columns are written as one period.
        values: Columns of figures where there are several, each with what it measures and its unit.
        unit: The column of the unit; without one it stands in brackets in the measure's name.
        scale: A column with a word of scale ("Billions").
        units: The publisher's units in words that the workbench knows.
        endings: Units by how the name of a measure ends.
        plain_is_count: Whether a measure without brackets counts something.
        flags: The publisher's flags in words.
        no_matter: What a cell of a measure's column holds where it tells nothing.
        title_from: The column whose text, if it is the same in all rows, is the title.
        remark: What is to be known of every figure.
    """

    name: str
    needs: frozenset[str]
    about: About
    place: str = ""
    where: str = ""
    code: str = ""
    measure: tuple[str, ...] = ()
    period: tuple[str, ...] = ("year",)
    value: str = "value"
    low: str = ""
    high: str = ""
    values: Mapping[str, tuple[str, str | None]] = field(default_factory=dict)
    unit: str = ""
    scale: str = ""
    units: Mapping[str, str] = field(default_factory=dict)
    endings: Mapping[str, str] = field(default_factory=dict)
    plain_is_count: bool = False
    flag: str = ""
    flags: Mapping[str, str] = field(default_factory=dict)
    note: str = ""
    series: str = ""
    no_matter: frozenset[str] = frozenset()
    title_from: str = ""
    remark: str = ""
    coded: bool = False
    dated: Callable[[str, str], str] = lambda first, second: f"{first}{second}"

    def importer(self) -> Importer:
        """What reads such tables."""
        return Importer(self.name, self.recognises, self.read)

    def recognises(self, head: Sequence[Line]) -> bool:
        """Whether one of the first rows names the columns."""
        return self._header(head) is not None

    def read(self, table: Table, knows: Knows) -> Iterator[Item]:
        """The table's figures."""
        header = self._header(table.head)
        if header is None:
            return
        at = _places(header.cells)
        titles: dict[str, None] = {}
        series: dict[str, None] = {}
        known: dict[tuple[str | None, ...], tuple[str, str]] = {}
        for line in table.lines:
            if isinstance(line, Problem):
                yield line
            elif line.number > header.number:
                for figure in self._figures(_Row(line, at), known, knows):
                    yield figure
                    titles.setdefault(_Row(line, at)[self.title_from])
                    series.setdefault(figure.series_id)
        one = next(iter(titles)) if len(titles) == 1 else ""
        ids = ", ".join(name for name in list(series)[:20] if name)
        yield replace(self.about, title=one or self.about.title, series_id=ids)

    def _header(self, head: Sequence[Line]) -> Line | None:
        return next((line for line in head if self.needs <= {cell.casefold() for cell in line.cells}), None)

    def _figures(
        self, row: "_Row", known: dict[tuple[str | None, ...], tuple[str, str]], knows: Knows
    ) -> Iterator[Figure]:
        told = [row[name] for name in self.measure]
        named = "; ".join(dict.fromkeys(text for text in told if text and text.casefold() not in self.no_matter))
        first = self.period[0]
        period = our_period(self.dated(row[first], row[self.period[1]]) if len(self.period) > 1 else row[first])
        columns: Mapping[str, tuple[str, str | None]] = self.values or {self.value: ("", None)}
        place = place_name(row[self.place]) if self.coded else row[self.place]
        note = "; ".join(part for part in (row[self.note], self.remark) if part)
        for column, (words, fixed) in columns.items():
            plain, mark = noted(row[column])
            value = number(plain)
            if value is None:
                continue
            key = named, row[self.unit], row[self.scale], fixed
            if key not in known:
                known[key] = self._unit(named, row, fixed, knows)
            unit, prices = known[key]
            low, high = interval(value, f"{row[self.low]}-{row[self.high]}") or ("", "")
            flag = self.flags.get(row[self.flag], row[self.flag])
            yield Figure(
                "; ".join(part for part in (words, named) if part), place or self.where, period, value, unit,
                row.line.number, low, high, price_basis=prices, note=note,
                flag="; ".join(part for part in (flag, mark) if part),
                series_id=row[self.series] or column * bool(self.values), place_code=row[self.code],
            )  # fmt: skip

    def _unit(self, named: str, row: "_Row", fixed: str | None, knows: Knows) -> tuple[str, str]:
        if fixed is not None:
            return first_known([spoken(fixed)], knows, fixed)
        for ending, unit in self.endings.items():
            if named.endswith(ending):
                return unit, ""
        if not self.unit:
            return in_brackets(named, knows, plain_is_count=self.plain_is_count)
        written = re.sub(r"^\((.*)\)$", r"\1", row[self.unit])
        if written.casefold() in self.units:
            return self.units[written.casefold()], spoken(written)[1]
        return first_known(candidates("", written, scale=row[self.scale]), knows, written or NONE_GIVEN)


@dataclass(frozen=True, slots=True)
class _Row:
    """A row by the names of its columns; a column that is not there is empty."""

    line: Line
    at: Mapping[str, int]

    def __getitem__(self, name: str) -> str:
        return self.line[self.at[name]] if name in self.at else ""


def _places(names: Sequence[str]) -> dict[str, int]:
    """Where each column stands, by its name in small letters; of two of one name the first."""
    found: dict[str, int] = {}
    for i, name in enumerate(names):
        plain = name.casefold() or (f"{names[i - 1].casefold()} (2)" if i else "")
        if plain:
            found.setdefault(plain, i)
    return found
