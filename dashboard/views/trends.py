"""On an indicator's page: its trend with other areas and remarks beside it, and its groups with their gap."""

from __future__ import annotations

from collections.abc import Sequence

import plotly.graph_objects as go
import streamlit as st

from dashboard import bullets, components, data, data_detail, data_plan, markup, state
from dashboard import format as fmt
from dashboard.charts import Palette
from dashboard.drawn import drawn
from dashboard.parts import Group, gap_words, group_figure
from dashboard.rows import Row
from dashboard.trend import Extra, Goal, Note, Series, cut, trend
from dashboard.trend_marks import goal_words

h = fmt.html
MOST_OTHERS = 3
Points = tuple[tuple[int, float | None], ...]


def show(row: Row, area: str, year: int) -> None:
    """The trend and its legend."""
    item = row.item
    points = data.series(item.code, area)
    worst = []
    if item.basis.kind == "every_area":
        worst = data.worst_below(item.code, area, higher_is_better=str(row.direction) != "lower")
    points = worst or points
    goals = goals_of(row)
    if not any(value is not None for _, value in points):
        st.html(_nothing(goals, item.unit))
        return
    others = tuple(_others(item.code, area))
    figure = _figure(row, area, year, tuple(points), tuple(goals), others, components.palette())
    alt = f"{item.indicator}历年数值：" + "，".join(
        f"{at}年{fmt.with_unit(v, item.unit)}" for at, v in points
    )
    components.chart(figure, key="trend", alt=alt, name=f"{item.indicator}_{fmt.leaf(area)}趋势")
    st.html(legend({trace.name for trace in figure.data}, others))
    if cut(figure):
        st.caption("区间很宽，超出图的部分没有画出。")
    if worst:
        st.caption("目标要求每个地区都达到，图中每年画的是最差的那个地区。")
    for note in data_plan.change_notes(area, below=bool(worst)):
        st.caption(f"区划调整：{fmt.plain(note)}")


@drawn
def _figure(
    row: Row, area: str, year: int, points: Points, goals: tuple[Goal, ...], others: tuple[Series, ...],
    palette: Palette,
) -> go.Figure:  # fmt: skip
    item = row.item
    extra = Extra(
        limits=(row.indicator.lower, row.indicator.upper) if row.indicator else (None, None),
        chances=data_detail.chances(row, area),
        notes=notes_of(item.code, area),
        others=others,
    )
    last = max([year, *(goal.year for goal in goals)])
    first = min([year, *(at for at, _ in points)])
    path = data.path_of(item, first, last)
    return trend(item, points, goals=goals, path=path, palette=palette, decimals=row.decimals, extra=extra)


@drawn
def _bullet_figure(row: Row, palette: Palette) -> go.Figure | None:
    return bullets.bullet(row.item, row.direction, palette)


@drawn
def _group_figure(group: Group, whole: Points, unit: str | None, palette: Palette) -> go.Figure:
    return group_figure(group, whole, unit, palette)


def _nothing(goals: Sequence[Goal], unit: str | None) -> str:
    """In place of an empty chart: what is missing, and what is asked for all the same."""
    words = "这个指标在本地区还没有报送过数据"
    if not goals:
        return markup.empty("没有可画的数据", f"{words}，也没有可量化的目标。")
    asked = "，".join(goal_words(goal, unit) for goal in goals)
    return markup.empty("还没有数据", f"{words}。目标：{asked}。报送以后，这里画出历年走势和离目标的远近。")


def bullet(row: Row) -> None:
    """The figure and the target now in force as one large bullet; nothing without a target."""
    large = _bullet_figure(row, components.palette()) if row.item.target else None
    if large is None or row.item.value is None:
        return
    st.html(markup.wrap("<b>现值与目标</b>"))
    name = f"{row.item.indicator}现值与目标"
    components.chart(large, key="bullet", alt=markup.bullet_words(row), name=name)


def goals_of(row: Row) -> list[Goal]:
    """The milestones of the target, each with its year."""
    target = data.target_of(row.item)
    milestones = target.milestones if target else ()
    found = [Goal(mark.year or row.item.milestone_year or 0, mark.op, mark.value) for mark in milestones]
    found = [goal for goal in found if goal.year]
    if not found and row.item.milestone_value is not None and row.item.milestone_year:
        op = {"higher": ">=", "lower": "<=", "around": "~="}.get(str(row.direction), "")
        found = [Goal(row.item.milestone_year, op, row.item.milestone_value)]
    return sorted(found, key=lambda goal: goal.year)


def notes_of(code: str, area: str) -> list[Note]:
    """The remarks that stand, one a year and word."""
    found: dict[tuple[int, str], list[str]] = {}
    for item in data_detail.remarks(code, area):
        if not item.retracted:
            found.setdefault((item.year, fmt.ANNOTATIONS[item.kind]), []).append(item.text)
    return [Note(year, word, "；".join(texts)) for (year, word), texts in found.items()]


def _others(code: str, area: str) -> list[Series]:
    """The areas to compare with: those above unless the reader chooses; none where none has figures."""
    paths = data_detail.others(code, area)
    if not paths:
        return []
    labels = {short: path for path, short in _names(paths).items()}
    above = [short for short, path in labels.items() if area.startswith(f"{path}/") or "/" not in path]
    chosen = st.multiselect(
        "与这些地区对比", list(labels), default=above[:MOST_OTHERS], max_selections=MOST_OTHERS,
        key=state.VERSUS, bind="query-params", placeholder="选择地区，最多三个",
    )  # fmt: skip
    return [data_detail.line_of(code, labels[short], short) for short in chosen]


def _names(paths: Sequence[str]) -> dict[str, str]:
    """Each area's short name; the whole path where two share one."""
    leaves = [fmt.leaf(path) for path in paths]
    return {path: fmt.leaf(path) if leaves.count(fmt.leaf(path)) == 1 else path for path in paths}


LEGEND = (
    ("实际", "line", "实际值（断开处为缺数年份）"),
    ("序时进度", "dot", "序时进度"),
    ("目标", "dash", "目标"),
    ("阶段目标", "diamond", "各阶段目标"),
    ("基期", "triangle", "基期"),
    ("预期区间", "fan", "照近年走势的预期和区间"),
    ("偶然波动范围", "band", "仅凭偶然可能波动的范围"),
    ("年份标注", "ring", "有标注的年份"),
)


def legend(drawn: set[str | None], others: Sequence[Series]) -> str:
    """What the marks of a trend mean, only those drawn."""
    said = [
        f'<span><i class="tp-key {kind}"></i>{h(words)}</span>'
        for name, kind, words in LEGEND
        if name in drawn
    ]
    said += [f'<span><i class="tp-key other{at}"></i>{h(one.name)}</span>' for at, one in enumerate(others)]
    return markup.wrap(f'<div class="tp-legend">{"".join(said)}</div>')


def by_group(row: Row, area: str) -> None:
    """Each way of dividing as lines, and the gap in words; nothing where there is none."""
    found = data_detail.groups(row.item.code, area)
    if not found:
        return
    st.subheader("分组情况和差距", anchor=False)
    whole = tuple(data.series(row.item.code, area))
    for at, (group, place) in enumerate(zip(found, _places(len(found)), strict=False)):
        with place:
            words = gap_words(group, row.item.unit)
            name = group.name if group.name and not group.name.isascii() else "分组"
            st.html(markup.wrap(f"<b>{h(name)}</b>：{h(words or '各组不在同一年，不能比较。')}"))
            figure = _group_figure(group, whole, row.item.unit, components.palette())
            components.chart(
                figure, key=f"group-{at}", alt=f"{row.item.indicator}分{name}：{words}",
                name=f"{row.item.indicator}_{fmt.leaf(area)}分{name}",
            )  # fmt: skip


def _places(count: int) -> list:
    """Two beside each other; one takes half the width."""
    return [place for _ in range(-(-count // 2)) for place in st.columns(2, gap="large")]


def chance_words(row: Row) -> str:
    """The second look at a small number: how far chance alone could explain where it stands."""
    item = row.item
    if item.low is None or item.high is None:
        return ""
    reach = f"{fmt.number(round(item.low, 2))}–{fmt.with_unit(round(item.high, 2), item.unit)}"
    share = fmt.number(round(item.basis.confidence * 100, 1))
    what = "基数小，单年波动大" if item.small_number else "单年的数有偶然波动"
    words = f"{what}：真实水平可能在{reach}之间（{share}%置信区间）。"
    if item.milestone_value is None:
        return words
    goal = fmt.with_unit(item.milestone_value, item.unit)
    if item.low < item.milestone_value < item.high:
        return f"{words}目标{goal}在这个范围内，与目标的差异可能只是随机波动。"
    return f"{words}目标{goal}在这个范围外，与目标的差异不像是随机波动。"
