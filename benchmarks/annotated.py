"""Scores on texts annotated after the workbench's own rules: whole pages of posts, and labelled sentences."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from peers import OURS, Worker
from scoring import VALUE_AND_UNIT, Mark, Tally, average_precision, score

HELD_BACK = "_held_back"


def json_lines(path: Path) -> list[dict[str, Any]]:
    """The objects of a JSON Lines file.

    Raises:
        SystemExit: naming the line that is no JSON.
    """
    rows = []
    for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), 1):
        if line.strip():
            try:
                rows.append(json.loads(line))
            except ValueError as error:
                raise SystemExit(
                    f"{path}:{number}: this line is no JSON ({error}); correct it or take it out"
                ) from None
    return rows


@dataclass(frozen=True, slots=True)
class Page:
    """A document with the labels of its lines; ``lines`` are those that stand for the first time, with offsets."""

    text: str
    lines: tuple[tuple[int, str], ...]
    labels: tuple[Mark, ...]

    @classmethod
    def read(cls, document: Path, gold: Path) -> "Page":
        """Read a document and labels whose offsets are inside the 1-based ``line`` that they name."""
        with document.open(encoding="utf-8", newline="") as file:
            text = file.read()
        starts, lines, at = [], [], 0
        seen: set[str] = set()
        for line in text.split("\n"):
            starts.append(at)
            if line.strip() and line not in seen:
                lines.append((at, line))
            seen.add(line)
            at += len(line) + 1
        labels = [
            Mark.read(row, text, offset=starts[row["line"] - 1], optional=row["label"] == "optional")
            for row in json_lines(gold)
        ]
        return cls(text, tuple(lines), tuple(labels))

    def first_told(self, found: list[Mark]) -> list[Mark]:
        """The findings that do not begin in a line whose text stood earlier in the document."""
        inside = {place for start, line in self.lines for place in range(start, start + len(line))}
        return [mark for mark in found if mark.start in inside]


def score_page(page: Page, worker: Worker) -> Tally:
    """Score a system on a page. The workbench reads it whole, as its users let it; the peers read line by line."""
    if worker.system == OURS:
        told = worker.run([page.text]).predictions[0]
        return score(page.labels, page.first_told([Mark.read(one, page.text) for one in told]), VALUE_AND_UNIT)
    told_lines = worker.run([line for _, line in page.lines]).predictions
    found = [
        Mark.read(one, page.text, offset=start)
        for (start, _), told in zip(page.lines, told_lines, strict=True)
        for one in told
    ]
    return score(page.labels, found, VALUE_AND_UNIT)


def ranking(tally: Tally) -> tuple[float, float]:
    """Average precision of the findings sorted by ``checkworthiness``, and the share of claims among them."""
    ranked = [(found.fields["checkworthiness"], True) for _, found in tally.right]
    ranked += [(found.fields["checkworthiness"], False) for _, found in tally.optional_right]
    return average_precision(ranked), len(tally.right) / max(1, len(ranked))


def labelled_files(folder: Path, *, held_back: bool) -> list[Path]:
    """The files of labelled sentences; those held back from the development only where asked for."""
    files = sorted(folder.glob("*.jsonl"))
    return [file for file in files if held_back or HELD_BACK not in file.stem]


def score_sentences(path: Path, worker: Worker) -> tuple[Tally, list[tuple[str, Tally]]]:
    """The scores of one file of labelled sentences: in all, and text by text."""
    rows = json_lines(path)
    answer = worker.run([row["text"] for row in rows], dates=[row.get("date") for row in rows])
    total, each = Tally(), []
    for row, told in zip(rows, answer.predictions, strict=True):
        text = row["text"]
        labels = [_placed(text, label, path) for label in row["quantities"]]
        tally = score(labels, [Mark.read(_days(one), text) for one in told], VALUE_AND_UNIT)
        each.append((text, tally))
        total.add(tally)
    return total, each


def _days(told: dict[str, Any]) -> dict[str, Any]:
    """A finding whose period is its days alone, which is what is labelled."""
    period = told["period"]
    return told | {"period": None if period is None else {"start": period["start"], "end": period["end"]}}


def _placed(text: str, label: dict[str, Any], path: Path) -> Mark:
    """A label with its place: the ``nth`` time that its words stand in the text."""
    start = -1
    for _ in range(label.get("nth", 0) + 1):
        start = text.find(label["text"], start + 1)
        if start < 0:
            raise SystemExit(f"{path}: {label['text']!r} does not stand in {text!r} that often; correct its nth")
    place = {"start": start, "end": start + len(label["text"]), "modifier": "="}
    return Mark.read(place | label, text, optional=bool(label.get("optional")))
