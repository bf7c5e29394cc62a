"""Why an alert has its colour, as a list of short Chinese sentences."""

from __future__ import annotations

from indicators.assess.sentence import MISSING, coverage, judged_by_people, part_name
from indicators.assess.sentence_pace import disagrees
from indicators.assess.wording import amount, count_word, plain
from indicators.model import Assessment

_NAMED = 10
_PACE = {
    "slipped": "曾经达标，现又退回目标之外（退标）",
    "moving_away": "与基期相比朝相反方向变化",
    "held_since_base": "自基期以来一直达标",
}


def reasons(item: Assessment) -> tuple[str, ...]:
    """The reasons of alert and word, the gravest first; notes on how the figure was taken come last."""
    first = (*_grave(item), *_grey(item)) if item.attainment == "not_met" else (*_grey(item), *_grave(item))
    return tuple(reason for reason in (*first, *_mild(item), *_notes(item)) if reason)


def _grey(item: Assessment) -> list[str]:
    basis = item.basis
    if item.attainment == "no_data":
        if item.value is not None:
            return ["有数据，但不足以判断"]
        known = MISSING.get(basis.missing or "")
        old = basis.figure_year is not None and not known
        return [f"无数据（{known}）" if known else "最近的数据已过时" if old else "无数据"]
    said = {"awaiting": "尚待评定", "not_applicable": "在本地区不适用", "monitored": "没有目标，仅作监测"}
    if item.attainment == "awaiting" and basis.conditional and basis.applies is None:
        return ["尚未答复该目标是否适用"]
    if item.attainment in said:
        return [said[item.attainment]]
    if item.pace == "too_few_points":
        lacking = "缺基期数据" if item.base_value is None else "基期之后尚无数据"
        missed = item.attainment == "not_met" and basis.due
        return [f"{lacking}，按办法不判进度，预警为灰色"] if missed else [lacking]
    if item.word == "数据不足" and judged_by_people(item):
        return [f"尚未做到，还没到要求的{item.milestone_year}年"]
    return ["数据不足，看不出能否达标"] if item.word == "数据不足" else []


def _grave(item: Assessment) -> list[str]:
    basis = item.basis
    out = []
    if item.attainment == "not_met" and basis.due:
        out.append("按评定尚未做到" if judged_by_people(item) else "到目标年仍未达标")
    if basis.failing:
        more = "等" if len(basis.failing) > _NAMED else ""  # a province has hundreds of towns
        out.append(f"{len(basis.failing)}个地区未达标：{'、'.join(basis.failing[:_NAMED])}{more}")
    if item.pace in ("slipped", "moving_away"):
        out.append(_PACE[item.pace])
    if basis.softened:
        out.append("差异可能是随机波动")
    if item.pace == "behind":
        ratio = f"（进度比{plain(item.pace_ratio, 2, keep=True)}）" if item.pace_ratio is not None else ""
        out.append(f"进度滞后{ratio}")
    if item.word == "达标困难":
        out.append({"hard": "按近年走势，只有最好情形才能达标", "will_miss": "按近年走势不能达标"}.get(
            item.outlook or "", "进度达不到要求"))  # fmt: skip
    return out


def _mild(item: Assessment) -> list[str]:
    out = []
    if item.pace == "slow":
        out.append(
            f"进度偏慢（进度比{plain(item.pace_ratio, 2, keep=True)}）"
            if item.pace_ratio is not None
            else "进度偏慢"
        )
    if item.pace == "met_worsening":
        out.append(f"已达标，但近{count_word(item.basis.worsening_figures)}期持续变差")
    if item.pace == "held_since_base":
        out.append(_PACE[item.pace])
    if item.attainment == "nearly_met":
        out.append("与目标只差一点（基本达标）")
    if item.basis.would_break:
        out.append("再有一次同上次一样的变化就会跌出目标")
    if disagrees(item):
        out.append("两种进度算法结论不同")
    return out


def _notes(item: Assessment) -> list[str]:
    basis = item.basis
    out = []
    if item.small_number:
        out.append("基数小，单年波动大")
    if basis.lacking:
        out.append(f"{len(basis.lacking)}个地区缺数据：{'、'.join(basis.lacking)}")
    if item.value is not None and basis.figure_year not in (None, item.year):
        out.append(f"用的是{basis.figure_year}年的数据")
    if not basis.base_given and item.base_year is not None and item.base_year != basis.base_wanted:
        out.append(f"缺{basis.base_wanted}年数据，以{item.base_year}年为基期")
    out += _put_together(item)
    for part in basis.parts:
        label = part_name(part, item.unit)
        figure = None if part.value is None else amount(part.value, item.unit, part.decimals, keep=True)
        out.append(f"{label}：{part.word}" if figure is None else f"{label}：{figure}（{part.word}）")
    return out


def _put_together(item: Assessment) -> list[str]:
    """What is to be known of a figure made from those of the areas below, or standing beside one."""
    basis = item.basis
    if basis.rolled:
        return [f"本级没有上报，由下级汇总（{coverage(basis)}）"]
    if basis.rolled_differs and basis.rolled_value is not None and item.value is not None:
        below = amount(basis.rolled_value, item.unit)
        return [f"下级汇总为{below}（{coverage(basis)}），与本级上报的不一致"]
    if basis.parts_asked is not None and item.value is None and item.attainment == "no_data":
        return [f"下级汇总不全（{coverage(basis)}）"]
    return []
