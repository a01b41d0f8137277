"""What a person types to say how a quantity is to be read, field by field."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal, localcontext
from typing import Any, cast, get_args

from workbench.errors import EXIT_USAGE, WorkbenchError
from workbench.extraction.extract import written
from workbench.extraction.units import parse_unit
from workbench.operations.decide import check_word
from workbench.operations.plain import one_line
from workbench.operations.sources.doubts import ambiguous
from workbench.quantity.accepted import PRECISION, accepted_set
from workbench.quantity.explain import interval_text, number_text, unit_text
from workbench.quantity.model import KINDS, Change, Modifier, Period, Quantity
from workbench.quantity.settings import Tolerances
from workbench.references.periods import parse_period
from workbench.reviews.readings import MAX_DIGITS, MAX_EXPONENT, NUMBERS

FIELDS = ("value", "low", "high", "unit", "modifier", "counted", "period", "change", "negated", "kind")
MODIFIERS: tuple[str, ...] = get_args(Modifier)
CHANGES: tuple[str, ...] = get_args(Change)
NONE = "none"
_YES, _NO = ("yes", "y", "true"), ("no", "n", "false")
_LONGEST, _READ = 500, 60
Step = Decimal | tuple[Decimal, Decimal]


def amended(base: Quantity, given: Mapping[str, str], on: date | None = None) -> Quantity:
    """The quantity with the fields that a person gave.

    Args:
        base: As it was read before.
        given: Some of :data:`FIELDS`. ``value`` may be any words that state a quantity ("nearly 38.5 million tonnes");
            ``none`` empties counted, period and change.
        on: The day it was said, against which "last year" is resolved.

    Raises:
        WorkbenchError: A field cannot be understood; a usage error that says how to write it.
    """
    for name, text in given.items():
        if len(text) > _LONGEST:
            raise _refused(f"{name} is longer than {_LONGEST} characters", "Shorten it")
    quantity = _numbers(base, given, on)
    if "unit" in given:
        quantity = _in_unit(quantity, given["unit"], stated=any(given.get(n) for n in ("value", "low", "high")))
    if "modifier" in given:
        quantity = _modified(quantity, given["modifier"])
    readers: dict[str, Callable[[str], Any]] = {
        "counted": _counted, "period": _period, "change": _change, "negated": _negated,
    }  # fmt: skip
    for name in readers.keys() & given.keys():
        told: dict[str, Any] = {name: readers[name](given[name].strip())}
        quantity = replace(quantity, **told)
    if "kind" in given:
        check_word(given["kind"], KINDS, "kind")
        quantity = replace(quantity, kind=given["kind"])
    for number in (quantity.value, quantity.low, quantity.high):
        if number is not None and (abs(number.adjusted()) > MAX_EXPONENT or len(number.as_tuple().digits) > MAX_DIGITS):
            raise _refused("the number is too long to be compared", "Check it, and its unit")
    return quantity


def as_fields(quantity: Quantity) -> dict[str, str]:
    """The quantity as the fields that :func:`amended` reads."""
    period = quantity.period
    return {
        "value": "" if quantity.value is None else number_text_exact(quantity.value),
        "low": "" if quantity.low is None else number_text_exact(quantity.low),
        "high": "" if quantity.high is None else number_text_exact(quantity.high),
        "unit": quantity.unit,
        "modifier": quantity.hedge or quantity.modifier,
        "counted": quantity.counted or "",
        "period": "" if period is None else period_text(period),
        "change": quantity.change or "",
        "negated": "yes" if quantity.negated else "no",
        "kind": quantity.kind,
    }


def differences(before: Quantity, after: Quantity) -> list[str]:
    """What differs between two readings, a line for each field: ``unit kilogram → tonne``."""
    first, last = as_fields(before), as_fields(after)
    return [f"{name} {first[name] or NONE} → {last[name] or NONE}" for name in FIELDS if first[name] != last[name]]


def number_text_exact(number: Decimal) -> str:
    """A number in plain digits with commas between thousands, all of its digits kept."""
    text = f"{number:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def period_text(period: Period) -> str:
    """A period as tables write it: ``2024``, ``2024-03``, ``2024-03-18`` or two of them with a slash."""
    for text in (f"{period.start:%Y}", f"{period.start:%Y-%m}", f"{period.start}"):
        try:
            if parse_period(text) == (period.start, period.end):
                return text
        except ValueError:
            continue
    return f"{period.start}/{period.end}"


def understood(quantity: Quantity, tolerances: Tolerances) -> str:
    """How it is read now, in one line: the number, its unit and kind, and what its wording allows."""
    told = "–".join(number_text(n) for n in (quantity.value, quantity.low, quantity.high) if n is not None)
    unit = unit_text(quantity.unit, plural=True)
    words = quantity.hedge or {"=": "", "~": "about"}.get(quantity.modifier, quantity.modifier)
    allowed = interval_text(accepted_set(quantity, tolerances), quantity.unit)
    parts = [
        " ".join(part for part in (words, told, unit, f"({quantity.kind})") if part),
        f"of {quantity.counted}" if quantity.counted else "",
        (quantity.change or "").replace("_", " "),
        "" if quantity.period is None else period_text(quantity.period),
        "denied" if quantity.negated else "",
    ]
    return one_line(f"{', '.join(part for part in parts if part)} → {allowed}", 600)


def number_as_read(reading: Mapping[str, Any]) -> str:
    """What a correction changed of the number: ``7 billion``, ``tonnes``, ``> 500``; empty where it changed no such.

    Args:
        reading: The fields of a correction.
    """
    ends = [reading[name] for name in NUMBERS if reading.get(name) is not None]
    number = "–".join(number_text(end) for end in ends)
    modifier = reading.get("modifier", "=") if ends or "modifier" in reading else "="
    words = ("" if modifier == "=" else modifier, number, unit_text(reading.get("unit") or "", plural=True))
    return one_line(" ".join(part for part in words if part), _READ)


def caution(unit: str) -> str:
    """What an ambiguous unit is taken for; empty where it is clear."""
    taken = ambiguous(unit)
    return f"The unit {unit} is taken for {taken}" if taken else ""


# -- one field after the other --------------------------------------------------------------------------------------


def _numbers(base: Quantity, given: Mapping[str, str], on: date | None) -> Quantity:
    value, low, high = (given.get(name, "").strip() for name in ("value", "low", "high"))
    if value:
        if low or high:
            raise _refused("there is a value and an end of a range", "Give the value, or low and high")
        return _stated(base, value, on)
    if not low and not high:
        return base
    ends = [_stated(base, text, on) if text else None for text in (low, high)]
    first = base.low if ends[0] is None else ends[0].value
    last = base.high if ends[1] is None else ends[1].value
    if first is None or last is None:
        raise _refused("a range needs both of its ends", "Give low and high, each a number")
    if first > last:
        raise _refused("low is above high", "Give the smaller number as low")
    read = next(end for end in ends if end is not None)
    steps, writtens = (
        cast("Step", tuple(_end(getattr(end or base, name), place) for place, end in enumerate(ends)))
        for name in ("rounding_step", "written_step")
    )
    return replace(
        read, value=None, low=first, high=last, rounding_step=steps, written_step=writtens, half_open=False
    )


def _end(step: Step, place: int) -> Decimal:
    return step[place] if isinstance(step, tuple) else step


def _stated(base: Quantity, text: str, on: date | None) -> Quantity:
    """The base with the number that the words state, and with unit, modifier and period where they state them too."""
    read = written(text, None, on)
    if read is None:
        raise _refused(f"{text[:60]!r} holds no number", 'Write it as 38.5 million, 6,845 or "nearly 38 Mt"')
    found: dict[str, Any] = {
        name: getattr(read, name)
        for name in ("value", "low", "high", "rounding_step", "written_step", "half_open")
    }
    if read.unit or read.kind not in ("count", base.kind):
        found |= {"unit": read.unit, "kind": read.kind}
    if read.hedge or read.modifier != "=" or read.exact:
        found |= {name: getattr(read, name) for name in ("modifier", "hedge", "side", "exact")}
        if read.hedge and base.hedge and read.hedge.casefold() == base.hedge.casefold():
            found["hedge"] = base.hedge
    if read.period is not None:
        found["period"] = read.period
    return replace(base, **found)


def _in_unit(quantity: Quantity, text: str, *, stated: bool) -> Quantity:
    """The quantity in another unit. Its scale ("million tonnes") counts for a number given with it or below 1,000."""
    unit = text.strip()
    parsed = parse_unit(unit) if unit != NONE else parse_unit("")
    if parsed is None:
        hint = 'Write it as people do: "million tonnes", "USD", "%", "people"; "none" for a plain count'
        raise _refused(f"nobody knows the unit {unit[:60]!r}", hint)
    factor, name, kind = parsed
    if kind == "count" and not name and quantity.kind == "multiple" and not unit:
        kind = "multiple"
    numbers = [n for n in (quantity.value, quantity.low, quantity.high) if n is not None]
    if factor != 1 and not stated and max(map(abs, numbers)) >= 1000:
        hint = f"Give the value as well, in {unit}: it stands at {number_text(numbers[0])}"
        raise _refused(f"the scale of {unit!r} could count twice", hint)
    with localcontext(prec=PRECISION):
        scaled: dict[str, Any] = {
            field: None if (number := getattr(quantity, field)) is None else number * factor
            for field in ("value", "low", "high")
        }
        scaled |= {step: _scaled(getattr(quantity, step), factor) for step in ("rounding_step", "written_step")}
    return replace(quantity, **scaled, unit=name, kind=kind)


def _scaled(step: Step, factor: Decimal) -> Step:
    return (step[0] * factor, step[1] * factor) if isinstance(step, tuple) else step * factor


def _modified(quantity: Quantity, text: str) -> Quantity:
    """With a sign, or with words such as "nearly" that mean one."""
    words = text.strip()
    if words in MODIFIERS:
        hedge = quantity.hedge if words == quantity.modifier else None
        side = quantity.side if words == quantity.modifier else "both"
        return replace(quantity, modifier=cast("Modifier", words), hedge=hedge, side=side, exact=False)
    read = written(f"{words} 50 kilometres")
    if read is None or read.value != 50 or not (read.hedge or read.modifier != "=" or read.exact):
        hint = f"Use one of {' '.join(MODIFIERS)}, or words such as about, nearly, over, at least, exactly"
        raise _refused(f"{words[:60]!r} is no modifier", hint)
    return replace(quantity, modifier=read.modifier, hedge=read.hedge or words, side=read.side, exact=read.exact)


def _counted(text: str) -> str | None:
    return None if text in ("", NONE) else " ".join(text.split())


def _period(text: str) -> Period | None:
    if text in ("", NONE):
        return None
    try:
        start, end = parse_period(text)
    except ValueError as error:
        raise _refused(f"{text[:40]!r} is no period: {error}", "Write it as 2024, 2024-03 or 2020/2024") from None
    return Period(start, end, text)


def _change(text: str) -> str | None:
    if text in ("", NONE):
        return None
    word = text.replace(" ", "_")
    check_word(word, CHANGES, "change")
    return word


def _negated(text: str) -> bool:
    if text.lower() in _YES:
        return True
    if text.lower() in _NO:
        return False
    raise _refused(f"negated is {text[:40]!r}", "Write yes or no")


def _refused(message: str, hint: str) -> WorkbenchError:
    return WorkbenchError(message, hint, code=EXIT_USAGE)
