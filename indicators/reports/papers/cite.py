"""The numbers of a verdict as things said, each with its source."""

from __future__ import annotations

from decimal import Decimal

from indicators.assess.wording import amount, bound, count_word, difference, plain, unit_suffix
from indicators.model import Part
from indicators.reports.papers.matter import Figure, Item
from indicators.reports.papers.said import Said, Source, computed, quoted

MEASURED = ("岁", "年", "分", "厘米", "小时")
"""Units besides %, ‰ and the like whose figures rise and fall and are not counted."""


def observed(figure: Figure, unit: str | None, field: str = "value") -> Said:
    """An accepted figure as printed in its decimals, with its unit; hidden ones say so."""
    key = (figure.code, figure.area, figure.year, figure.breakdown, field)
    source = Source("observation", key)
    value = getattr(figure, field)
    if value is None:
        return Said("按规定不公布" if figure.hidden else "无数据", source)
    if field != "value":
        return Said(plain(value), source, value)
    return Said(amount(value, unit, figure.decimals, keep=True), source, value)


def own_figure(item: Item, year: int | None) -> Figure | None:
    """The area's own figure of a year."""
    return next((one for one in item.series if one.year == year and one.value is not None), None)


def of_verdict(item: Item, field: str, text: str, value: float | None = None) -> Said:
    """Something the assessment worked out (see `Assessment` and `Basis` for the fields)."""
    kind = "target" if field in _TARGET else "verdict"
    return Said(text, Source(kind, (*item.key, item.verdict.year, field)), value)


_TARGET = ("target", "milestone_year", "milestone_value", "final_year", "final_value", "part")


def level(item: Item) -> Said:
    """The figure judged: the area's own where it is that, else what the assessment made of others."""
    verdict, basis = item.verdict, item.verdict.basis
    value = verdict.value if verdict.value is not None else basis.figure_value
    return _level(item, value, item.figure_year, "figure_value" if verdict.value is None else "value")


def previous(item: Item) -> Said:
    """The figure before the one judged."""
    basis = item.verdict.basis
    return _level(item, basis.previous_value, basis.previous_year, "previous_value")


def base(item: Item) -> Said:
    """The base that changes are reckoned from."""
    return _level(item, item.verdict.base_value, item.verdict.base_year, "base_value")


def is_own(item: Item) -> bool:
    """Whether the figure judged is the area's own of the whole, not a worst area's or a distance."""
    return item.verdict.basis.kind not in ("gap", "every_area") and not item.verdict.basis.breakdown


def _level(item: Item, value: float | None, year: int | None, field: str) -> Said:
    verdict = item.verdict
    own = own_figure(item, year)
    if own is not None and is_own(item) and own.value == value:
        return observed(own, verdict.unit)
    if value is None:
        return of_verdict(item, field, "无数据")
    if verdict.basis.kind == "gap":
        return of_verdict(item, field, difference(value, verdict.unit, verdict.basis.decimals), value)
    decimals = verdict.basis.decimals if field != "base_value" else None
    shown = amount(value, verdict.unit, decimals, keep=decimals is not None)
    return of_verdict(item, field, shown, value)


def apart(item: Item, one: Said, other: Said) -> Said:
    """The distance between two figures of the indicator, in its unit (percent: 个百分点)."""
    gap = float(Decimal(repr(one.value)) - Decimal(repr(other.value)))
    return computed(difference(gap, item.verdict.unit), gap, "difference", one, other)


def year_of(item: Item, field: str, value: int | None) -> Said:
    """A year of the verdict: of its figure, its base, its target."""
    return of_verdict(item, field, str(value), None if value is None else float(value))


def demand(item: Item) -> Said:
    """What is asked by the milestone in force: 70%以上."""
    verdict = item.verdict
    return of_verdict(item, "milestone_value", _bound(item, verdict.milestone_value), verdict.milestone_value)


def _bound(item: Item, value: float | None) -> str:
    """A demand in the plans' own way; of everybody (100%) no more can be asked."""
    basis, unit = item.verdict.basis, item.verdict.unit
    every = basis.kind == "full" or (value == 100 and basis.op == ">=" and unit_suffix(unit) == "%")
    return bound(None if every else basis.op, value or 0.0, unit)


def last_demand(item: Item) -> Said:
    """What the plan asks in the end."""
    value = item.verdict.basis.final_value
    return of_verdict(item, "final_value", _bound(item, value), value)


def bare_demand(item: Item) -> Said:
    """The number asked for, without 以上 or 以下."""
    verdict = item.verdict
    shown = amount(verdict.milestone_value or 0.0, verdict.unit)
    return of_verdict(item, "milestone_value", shown, verdict.milestone_value)


def phrase(item: Item) -> Said:
    """The target in the plan's own words."""
    return of_verdict(item, "target", quoted(item.verdict.target or "").text)


def name(item: Item) -> Said:
    """The indicator's name."""
    return quoted(item.verdict.indicator, "name", item.verdict.code)


def part_demand(item: Item, part: Part) -> Said:
    """What one part of a target asks: 农村85%以上."""
    if part.op is None or part.demand is None:
        return of_verdict(item, "part", quoted(part.label or part.phrase or "另一项要求").text)
    return of_verdict(
        item, "part", (part.label or "") + bound(part.op, part.demand, item.verdict.unit), part.demand
    )


def part_value(item: Item, part: Part) -> Said:
    """The figure of one part of a target."""
    value = part.value or 0.0
    return of_verdict(item, "part_value", amount(value, item.verdict.unit, part.decimals, keep=True), value)


def small_word(item: Item, field: str, number: int) -> Said:
    """A small number in characters: 近六期."""
    return of_verdict(item, field, count_word(number), float(number))


def is_count(unit: str | None) -> bool:
    """Whether figures of the unit are counted (人, 个, 件) and so 增加 or 减少."""
    suffix = unit_suffix(unit)
    if suffix.startswith("个"):
        return suffix == "个"  # not 个百分点
    return bool(suffix) and suffix[0] not in "%‰/" and suffix not in MEASURED
