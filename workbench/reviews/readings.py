"""How a reviewer reads a quantity: the fields that an event gives, laid over what the machine read.

The fields are those of a quantity as JSON, and five that a comparison needs besides: ``written_step``, ``side``,
``exact``, ``half_open`` and ``numeral``. A correction holds the fields that differ from the machine's reading; what
somebody added holds them all.
"""

from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, get_args

from workbench.quantity.model import KINDS, Change, Modifier, Period, Quantity, Side
from workbench.quantity.rounding import rounding_step, written_step

Reading = Mapping[str, Any]

NUMBERS = ("value", "low", "high")
_STEPS = ("rounding_step", "written_step")
_TEXTS = ("text", "sentence", "hedge", "unit", "counted", "numeral")
_FLAGS = ("negated", "exact", "half_open")
_PLACES = ("start", "end")
_WORDS: dict[str, tuple[str, ...]] = {
    "modifier": get_args(Modifier), "kind": KINDS, "change": get_args(Change), "side": get_args(Side),
}  # fmt: skip
_MAY_BE_NULL = {*NUMBERS, "hedge", "counted", "change", "period"}
# A number beyond these is no figure of anybody's, and writing it out would fill the memory.
MAX_EXPONENT, MAX_DIGITS = 40, 60


class ReadingError(ValueError):
    """A field of a reading that cannot be used."""


def parse_reading(data: object) -> dict[str, Any] | None:
    """The reading in an event, checked; fields that this version does not know are left out.

    Args:
        data: A JSON object whose numbers are ``int`` or ``Decimal``, or None.

    Raises:
        ReadingError: It is no object, or a field of it cannot be used.
    """
    if data is None:
        return None
    if not isinstance(data, dict):
        raise ReadingError("quantity must be an object")
    found = {name: _field(name, data[name]) for name in _NAMES if name in data}
    given = {name for name in NUMBERS if found.get(name) is not None}
    if "value" in given and len(given) > 1:
        raise ReadingError("quantity has both a value and an end of a range")
    if len(given & {"low", "high"}) == 1:
        raise ReadingError("quantity needs both low and high of a range")
    if given >= {"low", "high"} and found["low"] > found["high"]:
        raise ReadingError("quantity has a low that is above its high")
    return found


def reading_json(reading: Reading | None) -> dict[str, Any] | None:
    """The reading as JSON holds it: a number that JSON's readers would round is given as text."""
    return None if reading is None else {name: _json(value) for name, value in reading.items()}


def whole_reading(quantity: Quantity) -> dict[str, Any]:
    """All fields of a quantity."""
    return {name: getattr(quantity, name) for name in _NAMES}


def changes(before: Quantity, after: Quantity) -> dict[str, Any]:
    """The fields in which ``after`` differs; its numbers and their steps go together."""
    differing = {name for name in _NAMES if getattr(before, name) != getattr(after, name)} - {*_PLACES, "text"}
    if differing & {*NUMBERS, *_STEPS}:
        differing |= {*NUMBERS, *_STEPS}
    return {name: getattr(after, name) for name in _NAMES if name in differing}


def read_as(quantity: Quantity, reading: Reading) -> Quantity:
    """The quantity as a reviewer reads it. Where and in which sentence it stands stays the machine's.

    Where numbers come without their rounding step, it is that of their digits; where a number comes, the range before
    it goes, and the other way round.
    """
    given = {name: value for name, value in reading.items() if name not in ("start", "end", "text", "sentence")}
    numbers = {name: given[name] for name in NUMBERS if given.get(name) is not None}
    if not numbers:
        given = {name: value for name, value in given.items() if name not in NUMBERS}
    else:
        given |= dict.fromkeys(NUMBERS) | numbers
        ends = tuple(numbers.values())
        percent = given.get("unit", quantity.unit) in ("percent", "percentage_point")
        for name, step in zip(_STEPS, (_rounding, _written), strict=True):
            steps = given.get(name) or tuple(step(end, percent=percent) for end in ends)
            given[name] = _for_ends(steps, len(ends))
        given.setdefault("half_open", False)
    if "modifier" in given:
        given.setdefault("side", "both")
    return replace(quantity, **given)


def quantity_of_reading(reading: Reading, start: int, end: int, text: str, sentence: str) -> Quantity | None:
    """The quantity that somebody added, at its place in the text; None where its number was not given."""
    if all(reading.get(name) is None for name in NUMBERS):
        return None
    words = Quantity(start, end, text, sentence, Decimal(0), numeral=reading.get("numeral") or text)
    known = {name: reading[name] for name in ("checkworthiness",) if name in reading}
    return replace(read_as(words, reading), **known)


def _rounding(number: Decimal, *, percent: bool) -> Decimal:
    return rounding_step(f"{number:f}", Decimal(1), scaled=False, percent=percent)


def _written(number: Decimal, *, percent: bool) -> Decimal:  # noqa: ARG001 - the shape of the other step
    return written_step(f"{number:f}", Decimal(1))


def _for_ends(steps: object, ends: int) -> object:
    """One step for a number, a pair for a range."""
    pair = steps if isinstance(steps, tuple) else (steps, steps)
    return pair[0] if ends == 1 else (pair[0], pair[-1])


def _field(name: str, value: object) -> Any:  # noqa: ANN401 - a field's type depends on its name
    if value is None:
        if name in _MAY_BE_NULL:
            return None
        raise ReadingError(f"quantity.{name} must not be null")
    if name in NUMBERS:
        return _number(name, value)
    if name in _STEPS:
        return _step(name, value)
    if name == "period":
        return _period(value)
    if name == "checkworthiness":
        return min(1.0, max(0.0, float(_number(name, value))))
    if name in _PLACES:
        return _place(name, value)
    wanted = bool if name in _FLAGS else str
    if not isinstance(value, wanted):
        raise ReadingError(f"quantity.{name} must be {'true or false' if wanted is bool else 'text'}")
    if name in _WORDS and value not in _WORDS[name]:
        raise ReadingError(f"quantity.{name} must be one of {', '.join(_WORDS[name])}")
    return value


def _number(name: str, value: object) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, int | Decimal | str):
        raise ReadingError(f"quantity.{name} must be a number")
    try:
        number = Decimal(value)
    except InvalidOperation:
        raise ReadingError(f"quantity.{name} must be a number") from None
    if not number.is_finite() or abs(number.adjusted()) > MAX_EXPONENT or len(number.as_tuple().digits) > MAX_DIGITS:
        raise ReadingError(f"quantity.{name} is no number that can be compared")
    return number


def _place(name: str, value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < 1 << 31:
        raise ReadingError(f"quantity.{name} must be a whole number from 0")
    return value


def _step(name: str, value: object) -> Decimal | tuple[Decimal, Decimal]:
    ends = value if isinstance(value, list) else [value]
    steps = [_number(name, end) for end in ends]
    if len(steps) not in (1, 2) or min(steps) < 0:
        raise ReadingError(f"quantity.{name} must be a number from 0, or two of them")
    return (steps[0], steps[1]) if len(steps) == 2 else steps[0]


def _period(value: object) -> Period:
    if not isinstance(value, dict):
        raise ReadingError("quantity.period must be an object with start and end")
    try:
        start, end = (date.fromisoformat(value[name]) for name in ("start", "end"))
    except (KeyError, TypeError, ValueError):
        raise ReadingError("quantity.period needs start and end, days such as 2024-12-31") from None
    if end < start:
        raise ReadingError("quantity.period ends before it begins")
    text = value.get("text", "")
    return Period(start, end, text if isinstance(text, str) else "")


def _json(value: object) -> object:
    if isinstance(value, Period):
        return {"start": str(value.start), "end": str(value.end), "text": value.text}
    if isinstance(value, tuple):
        return [_json(end) for end in value]
    if not isinstance(value, Decimal):
        return value
    if value == value.to_integral_value():
        return int(value)
    return float(value) if Decimal(repr(float(value))) == value else str(value)


# The language is the machine's: nobody corrects it, and no event tells it.
_NAMES = tuple(field.name for field in fields(Quantity) if field.name != "language")
