"""What papers are made from: the verdicts of a year with their figures, live or as they were published.

Pure data: `gather` takes it from a store once, everything after works on it alone.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from indicators.assess import Settings
from indicators.model import AreaLevel, Assessment, Indicator, ReportingUnit
from indicators.store import Action, Annotation, Published
from indicators.store.action_states import FINISHED

PLAN_NAMES = {"women": "妇女发展规划", "children": "儿童发展规划", "grassroots": "基层妇女儿童工作指标"}
_BELOW = {
    AreaLevel.CITY: "市（州）", AreaLevel.COUNTY: "县（市、区）", AreaLevel.TOWN: "乡镇（街道）",
    AreaLevel.VILLAGE: "村（社区）",
}  # fmt: skip
_WHOLE = {"县": "全县", "区": "全区", "市": "全市", "省": "全省", "旗": "全旗", "州": "全州", "盟": "全盟"}


@dataclass(frozen=True, slots=True)
class Figure:
    """One accepted figure, or the reason for having none; small counts of sensitive ones are `hidden`."""

    code: str
    area: str
    year: int
    value: float | None
    decimals: int | None = None
    numerator: float | None = None
    denominator: float | None = None
    breakdown: str = ""
    missing: str | None = None
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Item:
    """A verdict with its definition, its area's figures by year, its parts and the areas right below.

    `series` are the whole's figures, the oldest first; `parts` the breakdowns' of the year judged;
    `below` the figures of the areas right below in the year of the figure judged.
    """

    verdict: Assessment
    indicator: Indicator | None = None
    series: tuple[Figure, ...] = ()
    parts: tuple[Figure, ...] = ()
    below: tuple[Figure, ...] = ()
    lead: str = ""
    coop: tuple[str, ...] = ()
    area: str = ""

    @property
    def key(self) -> tuple[str, str | None, str | None, str | None]:
        """What tells this verdict from all others."""
        item = self.verdict
        return item.code, item.area, item.plan, item.basis.target_set

    @property
    def figure_year(self) -> int:
        """The year of the figure judged; an older one stands where the year itself has none."""
        return self.verdict.basis.figure_year or self.verdict.year

    @property
    def better(self) -> str:
        """higher, lower, around or none: by the target, else by the definition."""
        own = self.verdict.basis.direction
        return own or (str(self.indicator.direction) if self.indicator else "none")

    @property
    def random_events(self) -> bool:
        """Whether it counts events that vary by chance."""
        return bool(self.indicator and self.indicator.random_events)


@dataclass(frozen=True, slots=True)
class UnitYear:
    """What a unit owes and has done for the year, as the register and the submissions say."""

    unit: str
    liaison: str = ""
    owed: int = 0
    done: int = 0
    missing: tuple[str, ...] = ()
    reminder: str = ""


@dataclass(frozen=True)
class Matter:
    """All that the papers of one district and year are made from.

    `home`: the district's path; `items`: its verdicts in the plan's order; `towns`: those of the areas
    right below, by path. `result`: the published result they come from, None for the live state.
    `never`: (code, indicator, lead, year of the last figure, reason) of what nobody had figures for in
    two years. `files`: how many submissions stand behind the figures of the year. `today`: the day that
    deadlines are held against; `actions` (督办事项) and `remarks` on years: those that nobody took back.
    """

    home: str
    level: AreaLevel
    below_level: AreaLevel | None
    year: int
    settings: Settings
    items: tuple[Item, ...]
    towns: Mapping[str, tuple[Item, ...]] = field(default_factory=dict)
    units: tuple[UnitYear, ...] = ()
    register: tuple[ReportingUnit, ...] = ()
    never: tuple[tuple[str, str, str, int | None, str], ...] = ()
    result: Published | None = None
    data_version: str = ""
    deadline: dt.date | None = None
    files: int = 0
    figures: int = 0
    today: dt.date = dt.date.min
    actions: tuple[Action, ...] = ()
    remarks: tuple[Annotation, ...] = ()

    @property
    def district(self) -> str:
        """The district's name."""
        return self.home.rpartition("/")[2]

    @property
    def whole(self) -> str:
        """全县, 全市, 全区 …, by the district's name."""
        return _WHOLE.get(self.district[-1:], "全域")

    @property
    def below_word(self) -> str:
        """What the areas right below are called."""
        return _BELOW.get(self.below_level, "下级地区") if self.below_level else "下级地区"

    @property
    def office(self) -> str:
        """The office that signs."""
        return f"{self.district}人民政府妇女儿童工作委员会办公室"

    @property
    def period(self) -> tuple[int, int]:
        """The ten-year plan that the year belongs to: 2024 -> (2021, 2030)."""
        start = (self.year - 1) // 10 * 10 + 1
        return start, start + 9

    @cached_property
    def plans(self) -> tuple[str, ...]:
        """The plans that have verdicts, in their order."""
        return tuple(dict.fromkeys(item.verdict.plan for item in self.items if item.verdict.plan))

    def of_plan(self, plan: str | None) -> tuple[Item, ...]:
        """The verdicts of one plan, or of all."""
        return tuple(item for item in self.items if plan is None or item.verdict.plan == plan)

    def domains(self, plan: str | None) -> dict[str, tuple[Item, ...]]:
        """The verdicts of a plan by chapter, in the plan's order."""
        found: dict[str, list[Item]] = {}
        for item in self.of_plan(plan):
            found.setdefault(item.verdict.domain or "其他", []).append(item)
        return {name: tuple(mine) for name, mine in found.items()}

    def led_by(self, unit: str) -> tuple[Item, ...]:
        """The verdicts whose lead unit it is."""
        return tuple(item for item in self.items if item.lead == unit)

    def helped_by(self, unit: str) -> tuple[Item, ...]:
        """The verdicts in which it cooperates."""
        return tuple(item for item in self.items if unit in item.coop and item.lead != unit)

    @cached_property
    def running(self) -> tuple[Action, ...]:
        """The actions not finished yet, by deadline."""
        return tuple(one for one in self.actions if one.state not in FINISHED)

    @cached_property
    def overdue(self) -> tuple[Action, ...]:
        """The running actions whose deadline is over, by deadline."""
        return tuple(one for one in self.running if one.deadline < self.today)

    @cached_property
    def leads(self) -> tuple[str, ...]:
        """The units that lead an indicator, in the register's order, then the others."""
        known = [unit.name for unit in self.register]
        named = dict.fromkeys(item.lead for item in self.items if item.lead)
        return (*(name for name in known if name in named), *(name for name in named if name not in known))


def is_lagging(item: Item) -> bool:
    """Whether it belongs on the lagging list: red or orange, or missed in its year."""
    verdict = item.verdict
    if verdict.attainment == "not_met" and verdict.basis.due:
        return True
    return verdict.alert in ("red", "orange")


def is_hard(item: Item) -> bool:
    """Whether it is hard to meet or already missed, or without data: the list for the yearly meeting."""
    return is_lagging(item) or item.verdict.attainment == "no_data"


def by_urgency(item: Item) -> tuple[int, str]:
    """Sort key: red, orange, yellow, no data, the rest; then the code."""
    order = {"red": 0, "orange": 1, "yellow": 2, "grey": 3, "green": 4}
    verdict = item.verdict
    level = 0 if verdict.alert == "grey" and is_lagging(item) else order.get(verdict.alert, 5)
    return level, verdict.code
