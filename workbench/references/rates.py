"""Exchange rates: ``sources/fx.csv`` with the columns date, from, to, rate, source."""

import re
from decimal import Decimal

from workbench.errors import Problem
from workbench.quantity.money import Rate
from workbench.references.cells import NUMBER, number_hint, period_hint
from workbench.references.periods import parse_period
from workbench.references.rows import Row, capped, read_rows

COLUMNS = ("date", "from", "to", "rate", "source")


def parse_rates(text: str, file: str) -> tuple[list[Rate], list[Problem]]:
    """Read dated exchange rates.

    Args:
        text: The decoded file; ``1 FROM = rate TO`` on that date, publisher in ``source``.
        file: Its path inside the case, for messages.

    Returns:
        The rates in the order of the file, and a problem for each row that could not be used.
    """
    header, rows = read_rows(text, file, "rate")
    if header is None:
        return [], [row for row in rows if isinstance(row, Problem)]
    missing = [name for name in COLUMNS[:4] if name not in header.names]
    if missing:
        hint = f"The header is {','.join(COLUMNS)}"
        return [], [
            Problem(f"There is no column {name}; the file was left out", hint, file, header.line) for name in missing
        ]
    rates: dict[tuple[object, str, str], Rate] = {}
    problems: list[Problem] = []
    for row in rows:
        if isinstance(row, Problem):
            problems.append(row)
            continue
        read = _rate(row)
        if isinstance(read, tuple):
            problems.append(Problem(f"{read[0]}; the row was left out", read[1], file, row.line))
            continue
        key = (read.on, read.from_currency, read.to_currency)
        if key in rates:
            what = f"Line {rates[key].line} already has this rate for this day; the row was left out"
            problems.append(Problem(what, "Keep one of the two", file, row.line))
        else:
            rates[key] = read
    return list(rates.values()), capped(problems, file)


def _rate(row: Row) -> Rate | tuple[str, str]:
    """The row's rate, or what is wrong with it and what to do."""
    written, start, end, number = (row.cells.get(name, "") for name in COLUMNS[:4])
    try:
        first, last = parse_period(written)
    except ValueError:
        return f"The date {written[:40]!r} cannot be read", period_hint(written)
    if first != last:
        return f"The date {written[:40]!r} is not one day", "Write 2024-03-18"
    currencies = start.upper(), end.upper()
    for currency in currencies:
        if not re.fullmatch(r"[A-Z]{3}", currency):
            return f"{currency[:40]!r} is no currency", "Write its three letters, such as USD"
    if currencies[0] == currencies[1]:
        return "Both currencies are the same", "Correct one of them"
    if len(number) > 30 or not re.fullmatch(r"[0-9]+(?:\.[0-9]+)?", number) or not Decimal(number):
        written_otherwise = NUMBER.fullmatch(number) is None
        hint = number_hint(number) if written_otherwise else "Write digits with a point: 0.9241"
        return f"The rate {number[:40]!r} is no number above zero", hint
    return Rate(first, *currencies, Decimal(number), row.cells.get("source", ""), row.line)
