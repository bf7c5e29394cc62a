"""Pure: how long an indicator has lagged, and what is not as it was at an earlier look."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from dashboard import format as fmt
from dashboard.rows import Row, joined
from indicators.model import Assessment

Key = tuple[str, str | None, str | None]


def key_of(item: Assessment) -> Key:
    """What names a verdict from year to year: the indicator, the plan and the target set that asks it.

    A district may be held to its own plan and to the province's at once: two verdicts of one indicator.
    """
    return (item.code, item.plan, item.basis.target_set)


@dataclass(frozen=True, slots=True)
class Lag:
    """A run of years in which an indicator was on the lagging list, up to the year looked at.

    `fresh`: the year before it was judged and did not lag. `missed`: below its target now.
    """

    since: int
    years: int
    fresh: bool
    missed: bool

    @property
    def words(self) -> str:
        """The run in words: 今年新出现, 已连续落后3年; nothing where only one year could be judged."""
        if self.years > 1:
            return f"已连续{'落后' if self.missed else '预警'}{self.years}年"
        return "今年新出现" if self.fresh else ""


def lags(now: Iterable[Assessment], past: Sequence[Iterable[Assessment]]) -> dict[Key, Lag]:
    """How long each indicator on the lagging list of a year has been there.

    `past` are the verdicts of the years before, the latest first, without a gap between the years.
    """
    before = [{key_of(item): item for item in items} for items in past]
    found = {}
    for item in now:
        if not fmt.is_lagging(item):
            continue
        run = 1
        for known in before:
            earlier = known.get(key_of(item))
            if earlier is None or not fmt.is_lagging(earlier):
                break
            run += 1
        last = before[0].get(key_of(item)) if before else None
        fresh = run == 1 and last is not None and last.attainment not in ("no_data", "awaiting")
        found[key_of(item)] = Lag(item.year - run + 1, run, fresh, item.attainment != "met")
    return found


@dataclass(frozen=True, slots=True)
class Revision:
    """A figure that is not what it was; `old` and `new` are written with their unit."""

    code: str
    indicator: str
    year: int
    breakdown: str
    old: str
    new: str
    by: str


@dataclass(frozen=True, slots=True)
class Since:
    """What is not as it was at an earlier look: `title` names the look."""

    title: str
    met: tuple[Row, ...]
    lagging: tuple[Row, ...]
    revised: tuple[Revision, ...]


def changed(rows: Sequence[Row], before: Mapping[Key, Assessment]) -> tuple[list[Row], list[Row]]:
    """Rows newly met, and rows newly on the lagging list; what was not judged before is in neither."""
    met, lagging = [], []
    for row in rows:
        old = before.get(key_of(row.item))
        if old is None:
            continue
        if row.item.attainment == "met" and old.attainment in ("not_met", "nearly_met", "no_data"):
            met.append(row)
        if fmt.is_lagging(row.item) and not fmt.is_lagging(old) and old.attainment != "no_data":
            lagging.append(row)
    return joined(met), joined(lagging)
