"""The rest of what is said of one indicator: parts, pace, chance, outlook, where areas differ."""

from __future__ import annotations

import json

from indicators.assess.wording import amount, difference, plain, yearly
from indicators.model import Assessment
from indicators.reports.papers import cite
from indicators.reports.papers.matter import Figure, Item, Matter
from indicators.reports.papers.said import Text, counted, joined, listing, quoted, say, text

_STATES = {
    "slipped": "此前曾经达标，现又退回目标之外",
    "held_since_base": "自基期以来一直达标",
}
_OPEN = ("not_met", "nearly_met")


def parts(item: Item) -> Text:
    """What each part of a split target says, else the figures by breakdown: 其中，城市为…，农村为…."""
    basis = item.verdict.basis
    if basis.parts:
        said = []
        for part in basis.parts:
            what = cite.part_demand(item, part)
            if part.value is None:
                said.append(say("{what}{word}", what=what, word=part.word))
            else:
                said.append(
                    say(
                        "{what}，实际{value}（{word}）",
                        what=what,
                        value=cite.part_value(item, part),
                        word=part.word,
                    )
                )
        return text("分项看，", joined(said, "；"))
    found = [one for one in item.parts if len(json.loads(one.breakdown)) == 1]
    first = next(iter(json.loads(found[0].breakdown)), "") if found else ""
    mine = [one for one in found if first in json.loads(one.breakdown)]
    if not 2 <= len(mine) <= 4:
        return ()
    return text("其中，", joined([_side(item, one) for one in mine], "，"))


def _side(item: Item, figure: Figure) -> Text:
    label = next(iter(json.loads(figure.breakdown).values()))
    side = quoted(label, "breakdown", figure.breakdown)
    return say("{side}为{value}", side=side, value=cite.observed(figure, item.verdict.unit))


def pace(item: Item) -> Text:
    """按序时进度应达61.2%，落后2.9个百分点; or what else is to be said of the way so far."""
    verdict, basis = item.verdict, item.verdict.basis
    state = verdict.pace
    if state == "too_few_points" and verdict.attainment in _OPEN:
        lacking = "缺少基期数据" if verdict.base_value is None else "基期之后尚无新数据"
        return (f"{lacking}，无法判断进度",)
    if state in _STATES:
        return (_STATES[state],)
    if state == "met_worsening":
        return say(
            "虽已达标，但近{n}期持续变差",
            n=cite.small_word(item, "worsening_figures", basis.worsening_figures),
        )
    if verdict.small_number or verdict.required is None or basis.trend or verdict.attainment not in _OPEN:
        return ()
    return _schedule(item) if state in ("ahead", "on_schedule", "slow", "behind", "moving_away") else ()


def _schedule(item: Item) -> Text:
    verdict, basis = item.verdict, item.verdict.basis
    if basis.op == "~=" or verdict.value is None or verdict.required is None:
        return ()
    decimals = max(basis.decimals or 0, 1)
    wanted = cite.of_verdict(
        item, "required", amount(verdict.required, verdict.unit, decimals), verdict.required
    )
    # apart from the figure as shown, so that the reader's own subtraction agrees
    gap = verdict.value - float(plain(verdict.required, decimals))
    size = difference(gap, verdict.unit, max(decimals, 2))
    apart = cite.computed(size, gap, "difference_shown", cite.level(item), wanted)
    said = say("按序时进度应达{wanted}", wanted=wanted)
    if not any(digit in size.split("/")[0] for digit in "123456789"):
        return say("{said}，正好持平", said=said)
    way = "超前" if (verdict.pace_ratio or 0.0) >= 1 else "落后"
    away = "，且与目标方向相反" if verdict.pace == "moving_away" else ""
    return say("{said}，{way}{apart}{away}", said=said, way=way, apart=apart, away=away)


def chance(item: Item) -> Text:
    """What is to be borne in mind of small numbers."""
    verdict, basis = item.verdict, item.verdict.basis
    if not verdict.small_number or verdict.low is None or verdict.high is None:
        return ()
    low = cite.of_verdict(item, "low", amount(verdict.low, verdict.unit, 1), verdict.low)
    high = cite.of_verdict(item, "high", amount(verdict.high, verdict.unit, 1), verdict.high)
    said = say(
        "基数小，单年波动大，{level}置信区间为{low}～{high}",
        low=low,
        high=high,
        level=cite.of_verdict(item, "confidence", f"{plain(100 * basis.confidence)}%", basis.confidence),
    )
    if basis.pooled is not None:
        pooled = cite.of_verdict(item, "pooled", amount(basis.pooled, verdict.unit, 2), basis.pooled)
        years = cite.small_word(item, "pooled_years", basis.pooled_years or 3)
        said = say("{said}，{years}年合并为{pooled}", said=said, years=years, pooled=pooled)
    return say("{said}，与目标的差异可能是随机波动", said=said)


def outlook(item: Item) -> Text:
    """今后年均需提高1.95个百分点，近六期年均提高1.2个百分点，预计2030年为65.5%，达标困难."""
    verdict, basis = item.verdict, item.verdict.basis
    if verdict.small_number or verdict.attainment not in _OPEN:
        return ()
    said = []
    if basis.needed:
        size = cite.of_verdict(item, "needed", yearly(basis.needed, verdict.unit), basis.needed)
        said.append(say("今后年均需{way}{size}", way=_way(basis.needed), size=size))
    if verdict.outlook is not None and basis.recent_slope is not None:
        said += [_slope(item), _expected(item)]
    return joined(said, "，")


def _way(amount_: float) -> str:
    return "提高" if amount_ > 0 else "降低"


def _slope(item: Item) -> Text:
    basis = item.verdict.basis
    slope = basis.recent_slope or 0.0
    count = cite.small_word(item, "slope_figures", basis.slope_figures or 0)
    if slope == 0:
        return say("近{count}期总体持平", count=count)
    size = cite.of_verdict(item, "recent_slope", yearly(slope, item.verdict.unit), slope)
    return say("近{count}期年均{way}{size}", count=count, way=_way(slope), size=size)


def _expected(item: Item) -> Text:
    verdict, basis = item.verdict, item.verdict.basis
    if verdict.outlook_value is None or verdict.outlook_low is None or verdict.outlook_high is None:
        return ()
    decimals = _fine_enough(verdict, max(basis.decimals or 0, 1))
    shown = {
        field: cite.of_verdict(item, field, amount(value, verdict.unit, decimals), value)
        for field in ("outlook_value", "outlook_low", "outlook_high")
        if (value := getattr(verdict, field)) is not None
    }
    said = say(
        "照此趋势预计{year}年为{value}",
        year=cite.year_of(item, "aim_year", basis.aim_year),
        value=shown["outlook_value"],
    )
    if shown["outlook_low"].text == shown["outlook_high"].text:
        return said
    return say("{said}（{low}～{high}）", said=said, low=shown["outlook_low"], high=shown["outlook_high"])


def _fine_enough(verdict: Assessment, decimals: int) -> int:
    """One decimal more where rounding would show a forecast on the target that is short of it."""
    aim = verdict.basis.aim_value
    told = [verdict.outlook_low, verdict.outlook_value, verdict.outlook_high]
    hidden = [x for x in told if x is not None and aim is not None and x != aim]
    return decimals + any(plain(x, decimals) == plain(aim or 0.0, decimals) for x in hidden)


def areas(item: Item, matter: Matter) -> Text:
    """Where the areas right below differ, and which fail a target that each must meet."""
    return text(_extremes(item, matter), _failing(item, matter))


def _extremes(item: Item, matter: Matter) -> Text:
    told = sorted(item.below, key=lambda one: one.value or 0.0, reverse=True)
    if len(told) < 2 or item.random_events or cite.is_count(item.verdict.unit):
        return ()
    most, least = told[0], told[-1]
    shown = [cite.observed(one, item.verdict.unit) for one in (most, least)]
    areas_ = counted([(one.code, one.area, one.year) for one in told], "areas")
    start = say("分{kind}看，有数据的{n}个{kind}中，", kind=matter.below_word, n=areas_)
    if most.value == least.value:
        return say("{start}均为{value}。", start=start, value=shown[0])
    return say(
        "{start}最高的{most}为{high}，最低的{least}为{low}，相差{gap}。",
        start=start,
        most=_leaf(most.area),
        high=shown[0],
        least=_leaf(least.area),
        low=shown[1],
        gap=cite.apart(item, shown[0], shown[1]),
    )


def _leaf(path: str) -> Text:
    return (quoted(path.rpartition("/")[2], "area", path),)


def _failing(item: Item, matter: Matter) -> Text:
    basis = item.verdict.basis
    said = []
    for names, word in ((basis.failing, "未达标"), (basis.lacking, "缺数据")):
        if names:
            places = [quoted(name, "area", name) for name in names]
            said.append(
                say(
                    "{word}的{kind}有{n}个：{names}",
                    word=word,
                    kind=matter.below_word,
                    n=counted(names, "failing"),
                    names=listing(places, 8),
                )
            )
    return text(joined(said), "。") if said else ()
