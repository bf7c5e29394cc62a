"""The clauses of an assessment's sentence about time: schedule, chance, outlook (methods page, section 8)."""

from __future__ import annotations

from indicators.assess.wording import amount, count_word, difference, plain, yearly
from indicators.model import Assessment

_PACE = {"ahead": "超前", "on_schedule": "正常", "slow": "偏慢", "behind": "滞后", "moving_away": "背离"}
_SECOND = {"on_track": "正常", "moderate": "偏慢", "limited": "滞后", "deteriorating": "背离"}
_RANK = {"ahead": 0, "on_schedule": 0, "slow": 1, "behind": 2, "moving_away": 3,
         "on_track": 0, "moderate": 1, "limited": 2, "deteriorating": 3}  # fmt: skip
TOO_FEW = "年数和人数太少，看不出变化"


def pace(item: Assessment) -> str:
    """How the figure stands against its schedule; "" where nothing is to be said."""
    state, basis = item.pace, item.basis
    if state is None:
        return ""
    if state == "too_few_points":
        lacking = f"缺少{basis.base_wanted}年基期数据" if item.base_value is None else "基期之后尚无新数据"
        return f"{lacking}，无法判断进度"
    if item.small_number and state in ("slow", "behind", "moving_away") and not item.basis.trend:
        return TOO_FEW
    said = {
        "slipped": "此前曾经达标，现又退回目标之外",
        "met_worsening": f"虽已达标，但近{count_word(basis.worsening_figures)}期持续变差",
        "held_since_base": "自基期以来一直达标",
    }.get(state)
    if said:
        return said
    if item.required is None or basis.trend:
        return {
            "on_schedule": "变化方向符合要求",
            "behind": "与基期相比没有改善",
            "moving_away": "与目标方向相反",
        }.get(state, "")
    return _schedule(item)


def _schedule(item: Assessment) -> str:
    """按序时进度应达61.2%,落后2.9个百分点."""
    decimals = max(item.basis.decimals or 0, 1)
    middle, value, required = item.milestone_value or 0.0, item.value or 0.0, item.required or 0.0
    if item.basis.op == "~=" and (value - middle) * (required - middle) < 0:
        return _from_the_other_side(abs(value - middle), abs(required - middle), item.unit)
    wanted = plain(item.required or 0.0, decimals)
    year = "" if item.basis.figure_year == item.year else f"{item.basis.figure_year}年"
    text = f"按序时进度{year}应达{amount(float(wanted), item.unit, decimals)}"
    gap = (item.value or 0.0) - float(wanted)
    ratio = item.pace_ratio or 0.0
    apart = difference(gap, item.unit, max(decimals, 2))
    if abs(gap) < 1e-9 or (apart.startswith("0") and float(plain(abs(gap), max(decimals, 2))) == 0):
        text += "，正好持平"
    else:
        text += f"，{'超前' if ratio >= 1 else '落后'}{apart}"
    return text + ("，且与目标方向相反" if item.pace == "moving_away" else "")


def _from_the_other_side(now: float, wanted: float, unit: str | None) -> str:
    """Where the figure has passed the value aimed at, only the distances can be compared."""
    gap = difference(now - wanted, unit)
    text = f"按序时进度与目标值的差距应缩小到{difference(wanted, unit)}，目前为{difference(now, unit)}"
    return f"{text}，{'落后' if now > wanted else '超前'}{gap}" if now != wanted else f"{text}，正好持平"


def chance(item: Assessment) -> str:
    """That a figure of few cases moves by chance, with its interval."""
    if not item.small_number or item.low is None or item.high is None:
        return ""
    reach = f"{plain(item.low, 1)}–{amount(item.high, item.unit, 1)}"
    text = f"基数小，单年波动大，{plain(100 * item.basis.confidence)}%置信区间为{reach}"
    if item.basis.pooled is not None:
        text += (
            f"，{count_word(item.basis.pooled_years or 3)}年合并为{amount(item.basis.pooled, item.unit, 2)}"
        )
    return text + "，与目标的差异可能是随机波动"


def disagrees(item: Assessment) -> bool:
    """Whether schedule and compound growth put the indicator in different classes."""
    if item.pace not in _PACE or item.second not in _SECOND or item.pace_ratio is None:
        return False
    return _RANK[item.pace] != _RANK[item.second]


def disagreement(item: Assessment) -> str:
    """按序时进度正常,按复合增长偏慢, with the reason: the two paths are bent differently."""
    if not disagrees(item) or item.small_number:
        return ""
    rising = (item.milestone_value or 0) > (item.base_value or 0)
    reason = (
        "复合增长前期要求低、后期要求高" if rising else "按复合增长算，下降应先快后慢，前期要求高于序时进度"
    )
    return f"按序时进度{_PACE[item.pace or '']}，按复合增长{_SECOND[item.second or '']}（{reason}）"


def recent(item: Assessment) -> str:
    """How the figure moved of late, where there is no target."""
    slope, count = item.basis.recent_slope, item.basis.slope_figures
    if slope is None or count is None:
        return ""
    if slope == 0:
        return f"近{count_word(count)}期总体持平"
    return f"近{count_word(count)}期年均{'提高' if slope > 0 else '降低'}{yearly(slope, item.unit)}"


def ending(item: Assessment) -> str:
    """今后年均需提高1.95个百分点,近六期年均提高1.2个,预计2030年为65.5%(62.1%–68.0%),达标困难."""
    said = []
    if item.attainment in ("not_met", "nearly_met") and item.basis.needed and not item.small_number:
        verb = "提高" if item.basis.needed > 0 else "降低"
        said.append(f"今后年均需{verb}{yearly(item.basis.needed, item.unit)}")
    if item.outlook is not None and not item.small_number:
        said += [_slope(item, bool(said)), _expected(item)]
    return "，".join([*filter(None, said), item.word])


def _slope(item: Assessment, short: bool) -> str:
    slope, count = item.basis.recent_slope or 0.0, item.basis.slope_figures or 0
    if slope == 0:
        return f"近{count_word(count)}期总体持平"
    verb = "提高" if slope > 0 else "降低"
    return f"近{count_word(count)}期年均{verb}{yearly(slope, item.unit, short=short)}"


def _expected(item: Assessment) -> str:
    if item.outlook_value is None or item.outlook_low is None or item.outlook_high is None:
        return ""
    decimals = _fine_enough(item, max(item.basis.decimals or 0, 1))
    middle = amount(item.outlook_value, item.unit, decimals)
    low, high = amount(item.outlook_low, item.unit, decimals), amount(item.outlook_high, item.unit, decimals)
    return f"预计{item.basis.aim_year}年为{middle}" + (f"（{low}–{high}）" if low != high else "")


def _fine_enough(item: Assessment, decimals: int) -> int:
    """One decimal more where rounding would show a forecast on the target that is short of it."""
    aim = item.basis.aim_value
    shown = [item.outlook_low, item.outlook_value, item.outlook_high]
    hidden = [x for x in shown if x is not None and aim is not None and x != aim]
    return decimals + any(plain(x, decimals) == plain(aim or 0.0, decimals) for x in hidden)
