"""Verdicts as the papers see them: from the cases of `assess_kit`, without a store."""

import json

import assess_kit

from indicators.assess import Settings
from indicators.model import AreaLevel, Direction, Indicator, PlanKind
from indicators.reports.papers.matter import Figure, Item, Matter


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
