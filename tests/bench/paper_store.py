"""A made-up district of full size in a store: indicators with plans, units, towns and years, from a seed."""

from __future__ import annotations

import random
from pathlib import Path

import pandas as pd

from indicators.catalog import Catalog, PlanGoal
from indicators.model import Area, AreaLevel, Direction, Indicator, PlanKind, ReportingUnit
from indicators.store import Store
from indicators.targets import parse_target

HOME = "试验县"
CHAPTERS = ("健康", "教育", "经济", "参与决策和管理", "社会保障", "家庭建设", "环境", "法律")
_TENS, _ONES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"


def build(
    path: Path, *, count: int = 150, units: int = 30, towns: int = 12, years: range, seed: int
) -> Store:
    """The store, open: `count` indicators of two plans, led by `units`, with figures of `towns` and years."""
    chance = random.Random(seed)
    store = Store.create(path)
    places = [f"{HOME}/{_ONES[at % 12]}{'镇乡'[at // 12 % 2]}" for at in range(towns)]
    store.put_areas(
        [
            Area("910000", HOME, HOME, AreaLevel.COUNTY),
            *(
                Area(f"910000{at:03d}", path.rpartition("/")[2], path, AreaLevel.TOWN, "910000")
                for at, path in enumerate(places, start=1)
            ),
        ]
    )
    leads = [f"县{_TENS[at % 10]}{_ONES[at // 10]}局" for at in range(units)]
    known = [_indicator(at, chance) for at in range(count)]
    goals = [_goal(item, leads[at % units], leads[(at + 7) % units]) for at, item in enumerate(known)]
    store.put_catalog(Catalog(tuple(known)), goals=goals, area=HOME, by="t")
    store.desk.put_units([ReportingUnit(name) for name in leads], by="t")
    rows = [row for item in known for row in _series(item, [HOME, *places], years, chance)]
    frame = pd.DataFrame(rows, columns=["code", "area", "year", "value", "numerator", "denominator"])
    store.accept(_whole(frame), file="全部.csv", data=b"1", by="t")
    return store


def _indicator(at: int, chance: random.Random) -> Indicator:
    plan = PlanKind.WOMEN if at % 2 else PlanKind.CHILDREN
    direction = Direction.LOWER if chance.random() < 0.3 else Direction.HIGHER
    name = f"第{_TENS[at // 12 % 10]}{_ONES[at % 12]}组{'率' if at < 120 else '比例'}"
    return Indicator(
        f"{'W' if at % 2 else 'C'}{at:04d}", name, "%", (plan,), CHAPTERS[at % len(CHAPTERS)], direction,
        numerator=f"{name}分子", denominator=f"{name}分母", multiplier=100.0, sensitive=at % 15 == 0,
        random_events=at % 11 == 0,
    )  # fmt: skip


def _goal(item: Indicator, lead: str, coop: str) -> PlanGoal:
    higher = item.direction is Direction.HIGHER
    words = "2025年达到60%以上，2030年达到80%以上" if higher else "控制在20%以下"
    target = parse_target(words, unit="%").target
    return PlanGoal(
        item.code, item.name, item.plans[0], words, target, domain=item.domain, lead=lead, coop=(coop,)
    )


def _series(item: Indicator, areas: list[str], years: range, chance: random.Random) -> list[tuple]:
    rows = []
    for area in areas:
        people = chance.randint(4000, 9000) if area == HOME else chance.randint(200, 900)
        share, drift = chance.uniform(0.2, 0.7), chance.uniform(-0.02, 0.03)
        for year in years:
            share = min(0.99, max(0.01, share + drift + chance.uniform(-0.01, 0.01)))
            events = round(share * people)
            rows.append((item.code, area, year, round(100 * events / people, 1), events, people))
    return rows


def _whole(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.assign(
        breakdown="", period_label="", as_of=None, text=frame["value"].map(str), decimals=1,
        qualifier="exact", missing=None, sheet="表", cell="A1", raw=frame["value"].map(str), flags="",
        file=None,
    )  # fmt: skip
