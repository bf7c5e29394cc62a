"""The chart of one indicator: its figures by year, the line of what is asked."""

from __future__ import annotations

from collections.abc import Mapping

from indicators.reports.papers import cite, remarks
from indicators.reports.papers.blocks import Block, Chart, Series
from indicators.reports.papers.matter import Item, Matter
from indicators.reports.papers.said import Said, given, say
from indicators.targets import parse_target, required_value

_FEWEST = 2


def drawn(item: Item, matter: Matter, *, height: float = 58.0) -> list[Block]:
    """The chart of an indicator with the remarks on its years below; nothing where there is too little."""
    made = trend(item, matter, height=height)
    years = {int(year.value) for year in made.names if year.value is not None} if made else set()
    return [made, *remarks.below(item, matter, years)] if made else []


def trend(item: Item, matter: Matter, *, height: float = 58.0) -> Chart | None:
    """Figures of the years up to the one judged, and the demands on to the plan's end; None for too few."""
    own = {one.year: one for one in item.series if one.value is not None}
    years = sorted(year for year in own if year <= item.verdict.year)[-10:]
    if len(years) < _FEWEST or item.verdict.basis.kind in ("gap", "every_area"):
        return None
    asked = _asked(item, matter, years[0])
    last = max([item.verdict.year, *asked])
    span = range(years[0], last + 1)
    figures = tuple(
        cite.observed(own[year], item.verdict.unit) if year in own and year <= item.verdict.year else None
        for year in span
    )
    series = [Series("实际值", figures)]
    if asked:
        series.append(Series("目标线（序时进度）", tuple(asked.get(year) for year in span), role="target"))
    decimals = max((one.decimals or 0 for one in own.values()), default=0)
    title = say("{name}（{unit}）", name=cite.name(item), unit=cite.quoted(item.verdict.unit or "", "unit"))
    names = tuple(given(year, "axis") for year in span)
    return Chart(title, "line", names, tuple(series), item.verdict.unit or "", decimals, height)


def _asked(item: Item, matter: Matter, first: int) -> Mapping[int, Said]:
    """What the plan asks in each year: the line from the base through the milestones."""
    verdict = item.verdict
    if not verdict.target or verdict.milestone_value is None:
        return {}
    way = item.indicator.direction if item.indicator else None
    target = parse_target(verdict.target, unit=verdict.unit, direction=way, period=matter.period).target
    base = (verdict.base_year, verdict.base_value)
    found: dict[int, Said] = {}
    for year in range(max(first, base[0] or first), matter.period[1] + 1):
        value = required_value(target, year, base_year=base[0], base_value=base[1], period=matter.period)
        if value is not None:
            found[year] = cite.of_verdict(item, f"path:{year}", f"{value:g}", value)
    return found
