"""Known then, known now: which figure of a series was the newest one on a day, and which is it today.

A series is what one source says of one measure, place and period, in one unit and at one price basis. Of its figures
the one published last counts today; what was published after a claim could not be known when it was made. A figure
published again unchanged is the same figure, known since its first publication. A figure without a vintage stands for
itself: it supersedes nothing and nothing supersedes it. The date on which somebody retrieved a source is no vintage.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from workbench.references.model import Observation

Known = Literal["now", "then", "both"]
Figure = tuple[Decimal | None, Decimal | None, Decimal | None]

_FINDINGS = {
    "consistent": "consistent with",
    "above": "above",
    "below": "below",
    "indeterminate": "not to be told from",
    "incommensurable": "not comparable with",
}


@dataclass(frozen=True, slots=True)
class Standing:
    """How long a figure was the newest one of its series.

    Attributes:
        since: The first day on which it was known; None where it has no vintage.
        until: The day on which another figure took its place; None where it is today's.
        superseded_by: The id of today's observation, where that is another one.
    """

    since: date | None = None
    until: date | None = None
    superseded_by: str | None = None


def series_of(observation: Observation) -> tuple[object, ...]:
    """What the observations of one series and period have in common."""
    period = (observation.period_start, observation.period_end)
    return (
        observation.source_id, _folded(observation.measure), _folded(observation.place),
        period if any(period) else observation.period, observation.unit, _folded(observation.price_basis),
    )  # fmt: skip


def standings(observations: Iterable[Observation]) -> dict[str, Standing]:
    """How each observation stands among those of its series, by id; the same for any order of them."""
    found: dict[str, Standing] = {}
    series: dict[tuple[object, ...], list[Observation]] = {}
    for observation in observations:
        found[observation.observation_id] = Standing()
        if observation.vintage is not None:
            series.setdefault(series_of(observation), []).append(observation)
    for members in series.values():
        found |= _standings(members)
    return found


def _standings(members: list[Observation]) -> dict[str, Standing]:
    """The standings in one series; figures published on the same day stand beside each other."""
    figures: dict[date, set[Figure]] = {}
    for member in members:
        if member.vintage is not None:
            figures.setdefault(member.vintage, set()).add(_figure(member))
    days = sorted(figures)
    newest = min(member.observation_id for member in members if member.vintage == days[-1])
    found = {}
    for member in members:
        at = next(place for place, day in enumerate(days) if day == member.vintage)
        first = at
        while first and _figure(member) in figures[days[first - 1]]:
            first -= 1
        until = next((day for day in days[at + 1 :] if _figure(member) not in figures[day]), None)
        superseded_by = newest if at + 1 < len(days) else None
        found[member.observation_id] = Standing(days[first], until, superseded_by)
    return found


@dataclass(frozen=True, slots=True)
class Vintages:
    """Observations by what is known today.

    Attributes:
        current: Those that no later vintage has superseded, in the order given.
        older: Of each of them that has superseded others, those, by its id.
        standing: How each observation stands, by its id.
    """

    current: list[Observation]
    older: dict[str, list[Observation]]
    standing: dict[str, Standing]

    @classmethod
    def of(cls, observations: Sequence[Observation]) -> "Vintages":
        """Sort observations into today's and older ones."""
        standing = standings(observations)
        older: dict[str, list[Observation]] = {}
        current = []
        for observation in observations:
            newest = standing[observation.observation_id].superseded_by
            if newest is None:
                current.append(observation)
            else:
                older.setdefault(newest, []).append(observation)
        return cls(current, older, standing)

    def known_then(self, observation: Observation, on: date | None) -> list[Observation]:
        """The figures that were known on a day in place of one of today, where they differ from it."""
        older = self.older.get(observation.observation_id, ())
        return [each for each in older if known(self.standing[each.observation_id], on) == "then"]


def known(standing: Standing, on: date | None) -> Known | None:
    """Whether a figure was known on a day, is today's, or both; None where it is neither, or nobody knows the day."""
    now = standing.until is None
    if standing.since is None:
        return "both"
    then = on is not None and standing.since <= on and (standing.until is None or on < standing.until)
    if then:
        return "both" if now else "then"
    return "now" if now else None


def remark(how: Known | None, superseded_by: str | None, on: date | None) -> str:
    """What there is to say about a figure's vintage beside a claim of a day, or nothing."""
    if how == "then":
        return f"known on {on}, superseded since"
    if how == "now" and on is not None:
        return f"not yet published on {on}"
    return "superseded" if how is None and superseded_by else ""


def difference(then: str, now: str, on: date | None) -> str | None:
    """The two findings in one line where they differ: "below what was known on 2024-03-05, above …".

    Args:
        then: The finding for the figure known on the day of the claim.
        now: The finding for today's figure.
        on: That day.
    """
    if then == now or then not in _FINDINGS or now not in _FINDINGS:
        return None
    day = "then" if on is None else f"on {on}"
    return f"{_FINDINGS[then]} what was known {day}, {_FINDINGS[now]} what is known today"


def _figure(observation: Observation) -> Figure:
    return observation.value, observation.low, observation.high


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()
