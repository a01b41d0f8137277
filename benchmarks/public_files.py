"""Public test files of other projects, and the rules for labels that contradict the workbench's own definition."""

import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from annotated import json_lines
from peers import Worker
from scoring import VALUE, VALUE_AND_UNIT, Mark, Tally, score

MONEY = ("currency", "amountofmoney")
NUMBERS_ONLY = ("rtspec-en-number", "rtspec-en-numberrange", "rtspec-en-ordinal")

NUMBER_WORD = re.compile(
    r"\d|[½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞]|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|\w+ty|hundreds?|"
    r"thousands?|\w*illion\w*|dozens?|couple|pair|half|halves|thirds?|quarters?|\w+fths?|\w+nths?|lakhs?|crores?|"
    r"zero|nought|naught|nil|an?(?! few))\b",
    re.IGNORECASE,
)
ORDINAL = re.compile(r"\d(?:st|nd|rd|th)\b|\bthe \w+th\b", re.IGNORECASE)
YEAR = re.compile(r"(?:1[5-9]|20)\d\d")
YEAR_BEFORE = re.compile(r"\b(?:in|of|since|by|the|until|after|before|from)\s$", re.IGNORECASE)
CODES = re.compile(
    r"\d+/\d+/\d{4}|\d+(?:\.\d+){3}|\+\d[\d/-]{6,}|\b(?i:nrs?|nos?)\. ?[\d,]+|\bversion \w+|\w+-nought-\w+|"
    r"\b[A-Z][\w'—–-]*[ -]\d+(?=\W|$)(?! ?[%°])"
)
AT_START = re.compile(r"[A-Z][a-z]+ \d")
POWER = re.compile(r"(?<![\d.])(?!10\^)-?\d[\d.]*\^|\d+x(?!10)\d+\^")
BOUND = re.compile(r"\b(?:(?:more|less|fewer|larger|greater|smaller|bigger|higher|lower) (?:\w+ \w+ )?than|above|below|"
                   r"at least|at most|no more|no less|between)\b", re.IGNORECASE)  # fmt: skip
MOVED = re.compile(r"\b(?:rose|fell|grew|went|reduced|changed|raised|cut) from(?: about)?\s*$", re.IGNORECASE)
SCALE_WORD = re.compile(r"\b(?:thousand|\w+illion|lakh|crore)", re.IGNORECASE)
SCALE_ONCE = 1000
CARRIER = "The total is ", "."


@dataclass(frozen=True, slots=True)
class Row:
    """One text of a file; ``partial`` where the file labels quantities of one type only."""

    text: str
    labels: tuple[Mark, ...]
    partial: bool


@dataclass(frozen=True, slots=True)
class PublicFile:
    """A file of labelled texts; ``numbers_only`` where its labels hold no units."""

    name: str
    rows: tuple[Row, ...]
    numbers_only: bool

    def left_out(self) -> dict[str, int]:
        """How many labels each rule leaves out."""
        counts: dict[str, int] = {}
        for row in self.rows:
            for label in row.labels:
                if label.rule:
                    counts[label.rule] = counts.get(label.rule, 0) + 1
        return counts

    def labels(self) -> int:
        """How many labels the file holds, those left out included."""
        return sum(len(row.labels) for row in self.rows)


def rule_against(text: str, label: dict[str, Any], *, ordinals: bool) -> str:
    """The rule by which a label is left out, for every system alike; empty for a label that counts."""
    start, end = label["start"], label["end"]
    span, before = text[start:end], text[:start]
    unit, low, high = label["unit"], label.get("low"), label.get("high")
    single = label.get("value") is not None
    if "\\x" in span:
        return "a broken character"
    if ordinals or ORDINAL.search(span):
        return "ordinals"
    if (not single and low is None and high is None) or not NUMBER_WORD.search(span):
        return "no number is written"
    if not unit and YEAR.fullmatch(span) and YEAR_BEFORE.search(before):
        return "years"
    if not unit and _inside_code(text, start, end):
        return "dates, names and numbers that name"
    if not unit and re.fullmatch(r"(?i)one|single", span):
        return "the pronoun one"
    if POWER.search(span):
        return "powers to be worked out"
    if low is not None and high is not None:
        return _rule_against_range(span, before, low, high)
    return "a share read backwards" if re.match(r"(?i)per ?cents? of", span) else ""


def _inside_code(text: str, start: int, end: int) -> bool:
    """Whether a bare number is part of a date, an address, a name or a list of numbers."""
    return any(
        found.start() <= start and end <= found.end() and not (found.start() == 0 and AT_START.match(found[0]))
        for found in CODES.finditer(text)
    )


def _rule_against_range(span: str, before: str, low: float, high: float) -> str:
    if len(BOUND.findall(span)) > 1:
        return "two bounds read as one range"
    if MOVED.search(before):
        return "a change read as a range"
    one_end = SCALE_WORD.search(span) and low > 0 and high / low > SCALE_ONCE
    return "a scale given to one end only" if one_end else ""


def read_public(path: Path) -> PublicFile:
    """Read a file of public labels, one text a line, and mark the labels that are left out."""
    name = path.stem
    money, ordinals = any(word in name for word in MONEY), "ordinal" in name
    rows = []
    for row in json_lines(path):
        text = row["text"]
        marks = []
        for label in row["quantities"]:
            rule = rule_against(text, label, ordinals=ordinals)
            marks.append(Mark.read(label | {"money": money}, text, optional=bool(rule), rule=rule))
        rows.append(Row(text, tuple(marks), bool(row.get("partial"))))
    return PublicFile(name, tuple(rows), name in NUMBERS_ONLY)


def in_a_sentence(file: PublicFile) -> PublicFile | None:
    """The file's texts that are nothing but one label, each set into a sentence; None where these are few.

    A number alone in a line is a page's counter or a list's number to the workbench, and not a statement.
    """
    lead, stop = CARRIER
    rows = []
    for row in file.rows:
        alone = len(row.labels) == 1 and row.labels[0].text == row.text.strip()
        if alone and not row.labels[0].optional:
            label = row.labels[0]
            moved = replace(label, start=len(lead), end=len(lead) + len(label.text))
            rows.append(Row(f"{lead}{label.text}{stop}", (moved,), row.partial))
    if len(rows) * 3 < len(file.rows):
        return None
    return PublicFile(f"{file.name}, in a sentence", tuple(rows), file.numbers_only)


@dataclass(frozen=True, slots=True)
class PublicScore:
    """A system on one file: by value, by value and unit, text by text, and in how many texts it raised."""

    value: Tally
    unit: Tally
    each: tuple[tuple[str, Tally], ...]
    failures: int


def score_public(file: PublicFile, worker: Worker) -> PublicScore:
    """Score a system on a file. Of a partial file, only findings that overlap a label count."""
    answer = worker.run([row.text for row in file.rows])
    value, unit, each = Tally(), Tally(), []
    for row, told in zip(file.rows, answer.predictions, strict=True):
        found = [Mark.read(one, row.text) for one in told]
        if row.partial:
            found = [one for one in found if any(one.overlaps(label) for label in row.labels)]
        value.add(score(row.labels, found, VALUE))
        measured = score(row.labels, found, VALUE if file.numbers_only else VALUE_AND_UNIT)
        unit.add(measured)
        each.append((row.text, measured))
    return PublicScore(value, unit, tuple(each), answer.failures)
