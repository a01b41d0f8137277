"""One extraction system in a process of its own: JSON lines in, JSON lines out.

It runs in the interpreter of the system it measures, so it needs nothing but that system, ``memory.py`` and the
standard library. ``python worker.py SYSTEM`` answers each line ``{"texts": [...], "tell": true}``, and ``"dates"``
where the days matter on which the texts were said, with
``{"seconds", "predictions", "failures", "peak_mb"}``. Only the system's calls are timed, by the processor's
clock, which other programs of the machine move little.
"""

import contextlib
import json
import re
import sys
import time
from collections.abc import Callable
from datetime import date
from typing import Any

from memory import peak_mb

Prediction = dict[str, Any]
Run = Callable[[str, date | None], Any]
Tell = Callable[[Any], list[Prediction]]


def ours() -> tuple[Run, Tell]:
    """The workbench's own extraction."""
    from workbench import extract

    return lambda text, on: extract(text, date=on), lambda found: [quantity.to_dict() for quantity in found]


def bare_numbers() -> tuple[Run, Tell]:
    """A search for digits and nothing else: how fast Python can look at a text at all."""
    digits = re.compile(r"\d+")
    return lambda text, _on: digits.findall(text), lambda _found: []


def quantulum() -> tuple[Run, Tell]:
    """quantulum3 without its optional classifier."""
    from quantulum3 import parser  # type: ignore[import-not-found,unused-ignore]

    def tell(found: Any) -> list[Prediction]:  # noqa: ANN401 - quantulum3 has no types
        return [_quantulum_one(quantity) for quantity in found]

    return lambda text, _on: parser.parse(text), tell


def _quantulum_one(quantity: Any) -> Prediction:  # noqa: ANN401 - quantulum3 has no types
    """Its ranges are a value with an uncertainty: the ends are those of the interval."""
    start, end = quantity.span
    unit = quantity.unit.name
    prediction: Prediction = {"start": start, "end": end, "unit": "" if unit == "dimensionless" else unit}
    if quantity.uncertainty:
        low, high = quantity.value - quantity.uncertainty, quantity.value + quantity.uncertainty
        return prediction | {"low": low, "high": high}
    return prediction | {"value": quantity.value}


def recognizers() -> tuple[Run, Tell]:
    """Recognizers-Text, all models of numbers and of numbers with units together."""
    from recognizers_number import NumberRecognizer  # type: ignore[import-not-found,unused-ignore]
    from recognizers_number_with_unit import (  # type: ignore[import-not-found,unused-ignore]
        NumberWithUnitRecognizer,
    )

    number, measured = NumberRecognizer("en-us"), NumberWithUnitRecognizer("en-us")
    models = [
        number.get_number_model(), number.get_percentage_model(), measured.get_currency_model(),
        measured.get_dimension_model(), measured.get_temperature_model(), measured.get_age_model(),
    ]  # fmt: skip
    return lambda text, _on: [found for model in models for found in model.parse(text)], _recognizers_all


def _recognizers_all(found: Any) -> list[Prediction]:  # noqa: ANN401 - Recognizers-Text has no types
    """The longest finding of those that overlap, as its users would keep."""
    kept: list[Prediction] = []
    for result in sorted(found, key=lambda one: (one.start - one.end, one.type_name == "number")):
        prediction = _recognizers_one(result)
        if prediction is not None and all(
            prediction["end"] <= other["start"] or other["end"] <= prediction["start"] for other in kept
        ):
            kept.append(prediction)
    return sorted(kept, key=lambda one: int(one["start"]))


def _recognizers_one(result: Any) -> Prediction | None:  # noqa: ANN401 - Recognizers-Text has no types
    written = (result.resolution or {}).get("value")
    try:
        value = float(str(written).rstrip("%"))
    except ValueError:
        return None
    name = result.type_name
    unit = "percent" if name == "percentage" else result.resolution.get("unit") or ""
    money = name == "currency"
    iso = result.resolution.get("isoCurrency") if money else None
    return {"start": result.start, "end": result.end + 1, "value": value, "unit": iso or unit, "money": money}


SYSTEMS = {"workbench": ours, "quantulum3": quantulum, "recognizers-text": recognizers, "digits": bare_numbers}


def answer(texts: list[str], dates: list[str | None], run: Run, tell: Tell) -> dict[str, Any]:
    """Run the system over the texts; one that raises has found nothing and is counted."""
    seconds, failures, predictions = 0.0, 0, []
    for text, day in zip(texts, dates, strict=True):
        on = None if day is None else date.fromisoformat(day)
        found: Any = ()
        begin = time.process_time()
        try:
            found = run(text, on)
        except Exception:  # noqa: BLE001 - whatever a peer raises is its failure
            failures += 1
        seconds += time.process_time() - begin
        predictions.append(tell(found))
    return {"seconds": seconds, "predictions": predictions, "failures": failures, "peak_mb": peak_mb()}


def main() -> None:
    """Answer until the input ends; what a system prints goes to standard error."""
    output = sys.stdout
    with contextlib.redirect_stdout(sys.stderr):
        run, tell = SYSTEMS[sys.argv[1]]()
        for line in sys.stdin:
            asked = json.loads(line)
            reply = answer(asked["texts"], asked.get("dates") or [None] * len(asked["texts"]), run, tell)
            if not asked["tell"]:
                reply["predictions"] = []
            output.write(json.dumps(reply) + "\n")
            output.flush()


if __name__ == "__main__":
    main()
