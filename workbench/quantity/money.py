"""Exchange rates: which one turns an amount of one currency into another on a day."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, localcontext
from itertools import pairwise

MAX_AGE_DAYS = 31
DIGITS = 8


@dataclass(frozen=True, slots=True)
class Rate:
    """On the day ``on``, one unit of ``from_currency`` was worth ``rate`` units of ``to_currency``.

    Attributes:
        source: Who published it.
        line: The 1-based line in the file it was read from; 0 for a rate that was worked out from two others.
    """

    on: date
    from_currency: str
    to_currency: str
    rate: Decimal
    source: str = ""
    line: int = 0


def rate_text(rate: Rate) -> str:
    """A rate for people: ``1 EUR = 1.0813 USD on 2024-03-04 (ECB)``; one that was worked out, to eight digits."""
    with localcontext(prec=DIGITS):
        worth = f"{+rate.rate:f}"
    publisher = f" ({' '.join(rate.source.split())})" if rate.source.strip() else ""
    return f"1 {rate.from_currency} = {worth} {rate.to_currency} on {rate.on}{publisher}"


def find_rate(
    rates: Iterable[Rate], from_currency: str, to_currency: str, on: date, *, max_age_days: int = MAX_AGE_DAYS
) -> tuple[Decimal, Rate] | None:
    """The factor that turns ``from_currency`` into ``to_currency`` on a day.

    The newest rate of that day or of the ``max_age_days`` before it is taken; never a later one. A rate of the two
    currencies, either way round, goes before one crossed through a third currency.

    Args:
        rates: The rates known, in any order.
        from_currency: ISO 4217 code.
        to_currency: ISO 4217 code, a different one.
        on: The day the amount was stated for.
        max_age_days: How old a rate may be.

    Returns:
        The factor and the rate it rests on, or None. For a crossed rate the second is made of both: the older day, the
        crossed factor, and both publishers.
    """
    newest = _newest(rates, on, max_age_days)
    direct = _leg(newest, from_currency, to_currency)
    return direct if direct is not None else _crossed(newest, from_currency, to_currency)


def _newest(rates: Iterable[Rate], on: date, max_age_days: int) -> dict[tuple[str, str], Rate]:
    newest: dict[tuple[str, str], Rate] = {}
    for rate in rates:
        if 0 <= (on - rate.on).days <= max_age_days:
            pair = (rate.from_currency, rate.to_currency)
            known = newest.get(pair)
            if known is None or rate.on > known.on:
                newest[pair] = rate
    return newest


def _leg(newest: dict[tuple[str, str], Rate], from_currency: str, to_currency: str) -> tuple[Decimal, Rate] | None:
    straight = newest.get((from_currency, to_currency))
    inverse = newest.get((to_currency, from_currency))
    if straight is not None and (inverse is None or straight.on >= inverse.on):
        return straight.rate, straight
    return None if inverse is None else (1 / inverse.rate, inverse)


def _crossed(newest: dict[tuple[str, str], Rate], from_currency: str, to_currency: str) -> tuple[Decimal, Rate] | None:
    """Of the currencies that both know, the one whose older rate is newest; the first by name where they are equal."""
    best: tuple[Decimal, Rate] | None = None
    for through in sorted({currency for pair in newest for currency in pair} - {from_currency, to_currency}):
        legs = list(_legs(newest, (from_currency, through, to_currency)))
        if len(legs) < 2:
            continue
        factor = legs[0][0] * legs[1][0]
        on = min(rate.on for _, rate in legs)
        publishers = "; ".join(dict.fromkeys(rate.source for _, rate in legs if rate.source))
        if best is None or on > best[1].on:
            best = factor, Rate(on, from_currency, to_currency, factor, publishers)
    return best


def _legs(newest: dict[tuple[str, str], Rate], way: tuple[str, ...]) -> Iterator[tuple[Decimal, Rate]]:
    for start, end in pairwise(way):
        leg = _leg(newest, start, end)
        if leg is not None:
            yield leg
