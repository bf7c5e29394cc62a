"""One indicator: trend, verdict, target, definition, and the cell each figure came from."""

from __future__ import annotations

import streamlit as st

from dashboard import data, markup, own, state
from dashboard import format as fmt
from dashboard.rows import Row
from dashboard.views import actions_of, below, by_hand, history, origin, remarks, source, targets_past, trends
from indicators.model import Assessment, TargetText

h = fmt.html


def show(code: str, plan: str | None, rows: list[Row], *, area: str, year: int) -> None:
    """The detail of the indicator that the address names."""
    back = state.link_within("indicators")
    st.html(markup.wrap(f'<a class="tp-text tp-go" href="{h(back)}">← 全部指标</a>', "tp-noprint"))
    mine = [row for row in rows if row.item.code == code]
    if not mine:
        _absent(code, area)
        return
    row = chosen(mine, plan, state.param("set"))
    _head(row)
    _others(mine, row)
    with st.container(key="beside-trend"):
        left, right = st.columns((5, 3), gap="large")
    with left:
        trends.show(row, area, year)
    with right:
        _verdict(row)
        trends.bullet(row)
    by_hand.show(row)
    actions_of.show(row, area)
    trends.by_group(row, area)
    below.show(row, area, year)
    _definition(row)
    targets_past.show(row, area)
    remarks.show(row, area, year)
    source.show(origin.figures(row, area))
    history.show(row, area, sorted({*data.years(), year}, reverse=True))


def chosen(mine: list[Row], plan: str | None, wanted: str | None) -> Row:
    """Of an indicator's verdicts the one that the address names: by plan, then by the set of targets."""
    return min(mine, key=lambda one: (one.item.plan != plan, one.other_set != (wanted or "")))


def _others(mine: list[Row], row: Row) -> None:
    """All verdicts of an indicator that several plans or sets of targets ask, one of them shown in full."""
    if len(mine) < 2:
        return
    lines = []
    for one in mine:
        said = f"{markup.chip(fmt.status_of(one.item), one.item.word)} {h(markup.plan_words(one))}"
        target = f'<span class="tp-quiet">{h(one.item.target or "没有目标")}</span>'
        if one is row:
            lines.append(f"<li><b>{said}</b> {target}</li>")
            continue
        link = h(state.link_within("indicators", code=one.item.code, **one.asked))
        lines.append(f'<li><a class="tp-text tp-go" href="{link}">{said}</a> {target}</li>')
    st.html(
        markup.wrap(
            f"这个指标有{len(mine)}个评定，下面是其中加粗的一个：<ul>{''.join(lines)}</ul>", "tp-brief"
        )
    )


def _absent(code: str, area: str) -> None:
    """In place of an indicator: the address is wrong, or the area never had a figure of it."""
    known = data.indicators().get(code)
    if known is None:
        st.title("没有这个指标", anchor=False)
        st.html(markup.empty(f"编号 {code} 不在现行的指标里", "请回到指标列表，用名称或拼音首字母查找。"))
        return
    if not own.indicator(code):
        st.title("这个指标不是本单位的", anchor=False)
        st.html(markup.empty(known.name, "本单位不牵头也不配合这个指标，所以看不到它的数据。"))
        return
    st.title(f"{fmt.plain(fmt.leaf(area))}没有报过这个指标", anchor=False)
    st.html(markup.empty(f"{known.name}：{fmt.leaf(area)}从未报过", "请在上面换一个地区，或回到指标列表。"))


def _head(row: Row) -> None:
    item = row.item
    value = fmt.with_unit(item.value, item.unit, row.decimals)
    said = item.word if item.value is None else f"{value}，{item.word}"
    st.title(fmt.plain(f"{item.indicator}：{row.figure_year}年{said}"), anchor=False)
    status = fmt.status_of(item)
    plan = fmt.PLANS.get(item.plan or "", "") + (f"（{row.other_set}）" if row.other_set else "")
    parts = (plan, item.domain, item.code, row.lead and f"牵头：{row.lead}")
    place = " ".join(f'<span class="tp-nowrap">{h(part)}</span>' for part in parts if part)
    st.html(
        markup.wrap(
            f"{markup.chip(status, item.word, strong=True)} {markup.alert_chip(item.alert)} "
            f'<span class="tp-quiet tp-dotted">{place}</span>'
        )
    )
    if item.sentence:
        st.html(markup.wrap(h(item.sentence), "tp-lead"))


def _verdict(row: Row) -> None:
    item = row.item
    st.subheader("怎样评定", anchor=False)
    st.html(markup.pairs(verdict_pairs(row)))
    if words := trends.chance_words(row):
        kind = "tp-banner" if item.small_number else "tp-quiet tp-small"
        st.html(markup.wrap(f'<div class="{kind}">{h(words)}</div>'))
    st.html(
        markup.wrap(
            f'<a class="tp-text tp-go" href="{h(state.link("method"))}">评定的方法和各项参数 →</a>',
            "tp-small",
            "tp-noprint",
        )
    )


def verdict_pairs(row: Row) -> list[tuple[str, str]]:
    """The numbers a verdict was reached by, term by term; every part is escaped."""
    item, unit = row.item, row.item.unit

    def shown(value: float | None) -> str:
        return h(fmt.with_unit(_two(value), unit)) if value is not None else ""

    wanted = shown(item.milestone_value)
    if wanted and item.milestone_year:
        wanted += f"（{item.milestone_year}年）"
    base = f"{shown(item.base_value)}（{item.base_year}年）" if item.base_value is not None else ""
    pace = fmt.PACE.get(item.pace or "", "")
    if pace and item.pace_ratio is not None and item.pace_ratio >= 0:
        pace += f"，完成序时要求的{fmt.number(round(item.pace_ratio * 100, 0))}%"
    outlook = fmt.OUTLOOK.get(item.outlook or "", "")
    if outlook and item.outlook_value is not None:
        low, high = fmt.number(_two(item.outlook_low)), fmt.number(_two(item.outlook_high))
        outlook += f"：预计{shown(item.outlook_value)}（{low}–{high}）"
    return [
        ("达标情况", h(fmt.ATTAINMENT.get(item.attainment, item.attainment))),
        ("现值", _value_words(row)),
        ("下级汇总", h(_beside(row))),
        ("变化", "" if row.change == fmt.DASH else h(row.change)),
        ("对照目标", wanted),
        ("基期", base),
        (f"{_due_year(item)}应达", shown(item.required)),
        ("进度", h(pace)),
        ("复合增长法", h(second_words(row))),
        ("预期", outlook),
        ("三年合计", shown(item.basis.pooled)),
        ("未达标地区", h(below.some(item.basis.failing))),
        ("缺数地区", h(below.some(item.basis.lacking))),
        ("预警依据", "<br>".join(h(reason) for reason in item.reasons)),
    ]


def _due_year(item: Assessment) -> str:
    """The year whose schedule the figure is held against: its own, where that is an older one."""
    year = item.basis.figure_year
    return "今年" if year in (None, item.year) else f"{year}年"


def _value_words(row: Row) -> str:
    """The figure, its year where it is an older one, and what the share was made of."""
    item = row.item
    if item.value is None:
        return "没有数据"
    words = h(fmt.with_unit(item.value, item.unit, row.decimals))
    if row.figure_year != item.year:
        words += f"（{row.figure_year}年的数据）"
    if row.rolled:
        words += f"，{h(row.rolled)}"
    if row.numerator is not None and row.denominator is not None:
        words += f"（{fmt.number(row.numerator)} / {fmt.number(row.denominator)}）"
    return words


def _beside(row: Row) -> str:
    """What the areas below add up to beside a figure of the area's own, or why that stands in for none."""
    basis = row.item.basis
    if basis.rolled or basis.parts_asked is None:
        return ""
    parts = f"（{fmt.coverage(basis.parts_reported, basis.parts_asked)}）"
    if basis.rolled_value is None:
        return f"没有能汇总的数{parts}"
    words = fmt.with_unit(_two(basis.rolled_value), row.item.unit) + parts
    if row.item.value is None:
        return f"{words}，不全，不作评定依据"
    return f"{words}，与本级上报的不一致" if basis.rolled_differs else words


def second_words(row: Row) -> str:
    """The second opinion, and whether it differs from the pace."""
    item = row.item
    said = fmt.SECOND.get(item.second or "", "")
    good = {"ahead", "on_schedule", "held_since_base", "met_worsening"}
    if not said or item.pace in (None, "no_data", "too_few_points"):
        return said
    agree = (item.pace in good) == (item.second in ("achieved", "on_track"))
    return said if agree else f"{said}（两种方法的看法不同）"


def _two(value: float | None) -> float | None:
    return None if value is None else round(value, 2)


def _definition(row: Row) -> None:
    item, known = row.item, row.indicator
    left, right = st.columns(2, gap="large")
    with left:
        st.subheader("目标", anchor=False)
        own = f"“{h(item.target)}”" if item.target else "没有量化目标，仅监测"
        read = data.reading(item)
        examples = [_example(text) for text in (known.targets if known else ()) if text.phrase != item.target]
        st.html(
            markup.pairs(
                [
                    ("规划原文", own),
                    ("读作", h(read.removeprefix("读作："))),
                    ("目标来源", h(item.target_version)),
                    ("上级与外地", "<br>".join(examples)),
                ]
            )
        )
    with right:
        st.subheader("指标说明", anchor=False)
        st.html(markup.pairs(definition_pairs(row)))


def _example(text: TargetText) -> str:
    first, last = text.period
    note = "示例，不用于评定" if text.example else f"{first}–{last}"
    return f'{h(text.scope)}：{h(text.phrase)} <span class="tp-quiet tp-small">（{h(note)}）</span>'


def definition_pairs(row: Row) -> list[tuple[str, str]]:
    """The definition, term by term; every part is escaped."""
    known = row.indicator
    if known is None:
        return [("单位", h(row.item.unit)), ("牵头单位", h(row.lead))]
    way = {"higher": "越高越好", "lower": "越低越好", "around": "接近某一数值为好", "none": ""}
    often = {"annual": "每年", "term": "换届年", "census": "普查年", "survey": "调查年"}
    return [
        ("含义", h(known.meaning)),
        ("计算方法", h(formula(row))),
        ("口径", h(known.caliber)),
        ("单位", h(known.unit)),
        ("方向", way.get(str(known.direction), "")),
        ("频率", often.get(str(known.frequency), "")),
        ("数据来源", h(known.data_source)),
        ("牵头单位", h(row.lead)),
        ("配合单位", h("、".join(known.coop))),
        ("又名", h("、".join(known.aliases))),
        ("备注", h(known.note)),
    ]


def formula(row: Row) -> str:
    """The formula in words, where numerator and denominator are known."""
    known = row.indicator
    if known is None or not known.numerator or not known.denominator:
        return ""
    times = "" if known.multiplier in (None, 1, 1.0) else f" × {fmt.number(known.multiplier)}"
    return f"{known.numerator} ÷ {known.denominator}{times}"
