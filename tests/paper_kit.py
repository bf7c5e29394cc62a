"""Verdicts as the papers see them: from the cases of `assess_kit`, without a store."""

import json
from dataclasses import replace

import assess_kit

from indicators.assess import Settings
from indicators.model import AreaLevel, Direction, Indicator, PlanKind
from indicators.reports.papers.matter import Figure, Item, Matter, UnitYear


def items_of(cases):
    """An Item for each case, with its series, its parts and the areas below as figures."""
    return [_item(case, verdict) for case, verdict in zip(cases, assess_kit.judge(cases), strict=True)]


def _figure(verdict, area, year, given, breakdown=""):
    own = len(str(given).partition(".")[2].removesuffix("0"))
    value, decimals = given if isinstance(given, tuple) else (given, own)
    return Figure(verdict.code, area, year, value, decimals, breakdown=breakdown)


def _item(case, verdict):
    at = verdict.basis.figure_year or verdict.year
    own = tuple(_figure(verdict, verdict.area, year, given) for year, given in case["series"].items())
    parts = tuple(
        _figure(verdict, verdict.area, at, series[at], _breakdown(label))
        for label, series in case.get("breakdowns", {}).items()
        if at in series
    )
    below = tuple(
        _figure(verdict, f"{verdict.area}/{name}", at, series[at])
        for name, series in case.get("children", {}).items()
        if at in series
    )
    known = Indicator(
        verdict.code, verdict.indicator, verdict.unit or "", (PlanKind.WOMEN,), "健康",
        Direction(case.get("direction", "higher")), random_events=case.get("random", False),
    )  # fmt: skip
    return Item(verdict, known, own, parts, below, "县卫生健康局", ("县妇联",), verdict.area)


def _breakdown(label):
    return json.dumps({assess_kit.DIMENSION[label]: label}, ensure_ascii=False)


def matter_of(items, **more):
    """A district with these verdicts; its home is the first one's area."""
    first = items[0]
    return Matter(
        first.area, AreaLevel.COUNTY, AreaLevel.TOWN, first.verdict.year, Settings(), tuple(items), **more
    )


def district(cases, home="示例县", **more):
    """A whole district from such cases: two plans with three chapters, units, a town, a card for each."""
    chapters = ("健康", "教育", "法律")
    items = []
    for at, item in enumerate(items_of(cases)):
        plan = "women" if at % 2 else "children"
        verdict = replace(item.verdict, plan=plan, domain=chapters[at % 3], area=home)
        lead = ("县卫生健康局", "县教育局")[at % 2]
        below = tuple(replace(one, area=f"{home}/{one.area.rpartition('/')[2]}") for one in item.below)
        items.append(replace(item, verdict=verdict, area=home, lead=lead, below=below))
    towns = {f"{home}/东镇": tuple(replace(item, area=f"{home}/东镇") for item in items[:9])}
    words = "县教育局：还有2项指标未报：入园率、巩固率。"
    owing = UnitYear("县教育局", "联络员", 9, 7, ("入园率", "巩固率"), words)
    return matter_of(items, towns=towns, units=(owing, UnitYear("县卫生健康局", "", 5, 5)), **more)
