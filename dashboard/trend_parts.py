"""Pure: what a trend has besides its own figures: goals, outlook fan, intervals, remarks, other areas."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from indicators.model import Assessment

Years = Sequence[tuple[int, float | None]]


@dataclass(frozen=True, slots=True)
class Goal:
    """A milestone as drawn: in `year` the figure stands `op` `value`."""

    year: int
    op: str
    value: float


@dataclass(frozen=True, slots=True)
class Series:
    """Another area's figures: its name and (year, figure)."""

    name: str
    points: tuple[tuple[int, float], ...]


@dataclass(frozen=True, slots=True)
class Chance:
    """Between what a year's figure could lie by chance alone."""

    year: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Note:
    """A remark on a year: the word on the chart and the whole text."""

    year: int
    word: str
    text: str


@dataclass(frozen=True, slots=True)
class Extra:
    """What only some trends have. `limits` are the figure's natural ends (percent: 0 and 100)."""

    limits: tuple[float | None, float | None] = (None, None)
    chances: Sequence[Chance] = ()
    notes: Sequence[Note] = ()
    others: Sequence[Series] = ()


@dataclass(frozen=True, slots=True)
class Fan:
    """The outlook: (year, low, middle, high) from the last figure to the plan's last year."""

    steps: tuple[tuple[int, float, float, float], ...]

    @property
    def end(self) -> int:
        """The plan's last year."""
        return self.steps[-1][0]


def fan_of(
    item: Assessment, series: Years, goals: Sequence[Goal], limits: tuple[float | None, float | None]
) -> Fan | None:
    """The outlook carried on to the plan's last year; None where there is none.

    The assessment gives it for the year it looks to; the slopes that led there lead on, within the
    natural limits, as the method says (methods page, section 4).
    """
    aim, middle = item.basis.aim_year or item.milestone_year, item.outlook_value
    known = [(year, value) for year, value in series if value is not None]
    if not known or aim is None or middle is None or aim <= known[-1][0]:
        return None
    year, value = known[-1]
    if item.basis.figure_year is not None and (year, value) != (item.basis.figure_year, item.value):
        return None  # another line than the one that was judged, such as the worst area's
    ends = [middle if end is None else end for end in (item.outlook_low, middle, item.outlook_high)]
    slopes = [(end - value) / (aim - year) for end in ends]
    final = max([aim, item.basis.final_year or aim, *(goal.year for goal in goals)])

    def at(when: int, slope: float) -> float:
        return _clip(value + slope * (when - year), limits)

    low, mid, high = slopes
    return Fan(tuple((when, at(when, low), at(when, mid), at(when, high)) for when in range(year, final + 1)))


def _clip(value: float, limits: tuple[float | None, float | None]) -> float:
    low, high = limits
    if low is not None:
        value = max(low, value)
    return value if high is None else min(high, value)


def runs(series: Years) -> list[list[tuple[float, float]]]:
    """The figures of years in a row, one list for each stretch without a gap."""
    found: list[list[tuple[float, float]]] = []
    before: int | None = None
    for year, value in series:
        if value is None:
            continue
        if before is None or year != before + 1:
            found.append([])
        found[-1].append((year, value))
        before = year
    return found
