"""总览: where the two plans stand, in one screen."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard import charts, components, data, downloads, markup, state
from dashboard import format as fmt
from dashboard.rows import Row, by_urgency, joined
from dashboard.views import publish
from indicators.assess import AttainmentRate

MOST = 8


def page() -> None:
    """The page."""
    area, year = components.scope_bar()
    if year is None:
        _no_figures_yet()
        return
    rows = list(data.rows(year, area))
    lagging = by_urgency(row for row in rows if fmt.is_lagging(row.item))
    tally = fmt.counts(row.item for row in rows)
    st.title(fmt.headline(fmt.leaf(area), year, tally, len(lagging)), anchor=False)
    if not any(row.item.value is not None for row in rows):
        st.html(
            markup.empty(
                f"{fmt.leaf(area)}{year}年没有数据", "请换一个年份或地区；或到“上报”页报送这一年的数据。"
            )
        )
        return
    links = {status.key: state.link("indicators", status=status.word) for status in fmt.STATUSES}
    st.html(markup.tiles(tally, links, [_rate(plan, rows) for plan in _plans(rows)]))
    _lagging(lagging)
    _domains(rows)
    _no_data(joined(row for row in rows if row.item.attainment == "no_data"), area, year)
    publish.show(area, year)


def _no_figures_yet() -> None:
    st.title(f"{data.district().name}：已建好，还没有数据", anchor=False)
    st.html(
        markup.empty(
            "还没有报送任何数据", "到“上报”页把各部门交来的表拖进去，读完、审完、入库后，这里就有图表了。"
        )
    )
    st.html(markup.wrap(f'<a class="tp-text tp-go" href="{state.link("upload")}">去上报 →</a>'))


def _plans(rows: list[Row]) -> list[str]:
    present = {row.item.plan for row in rows}
    return [plan for plan in ("women", "children") if plan in present]


def _rate(plan: str, rows: list[Row]) -> str:
    mine = [row for row in rows if row.item.plan == plan]
    now = data.rate([row.item for row in mine])
    past = data.rate([row.before for row in mine if row.before is not None])
    link = state.link("indicators", plan=fmt.PLANS_SHORT[plan])
    nearly = dict(now.tally).get("nearly_met", 0) if now.nearly_counts else 0
    words = f"含基本达标{nearly}项；{_since(now, past)}" if nearly else _since(now, past)
    return markup.rate(fmt.PLANS[plan], now.met, now.judged, words, link)


def _since(now: AttainmentRate, past: AttainmentRate) -> str:
    """The change of a rate since last year, numerator and denominator beside it."""
    if now.share is None or past.share is None:
        return "上年没有可比的数据" if now.judged else "没有可评定的数据"
    moved = fmt.change_words(round(now.share, 1), round(past.share, 1), "none", "%")
    return f"比上年{moved}（上年 {past.met} / {past.judged}）"


def _lagging(lagging: list[Row]) -> None:
    st.header("需要盯紧的指标", anchor=False)
    if not lagging:
        st.html(markup.empty("没有落后的指标", "有数据的指标都已达标或按进度推进。"))
        return
    st.html(markup.lines(joined(lagging)[:MOST], _detail))
    with st.container(horizontal=True, vertical_alignment="center"):
        if len(lagging) > MOST:
            shown = ("red", "orange", "yellow")
            more = state.link("indicators", alert=[fmt.ALERTS[key][1] for key in shown])
            count = sum(row.item.alert in shown for row in lagging)
            st.html(
                markup.wrap(f'<a class="tp-text tp-go" href="{fmt.html(more)}">查看全部 {count} 项 →</a>'),
                width="content",
            )
        st.html(markup.BULLET_LEGEND)


def _detail(row: Row) -> str:
    return state.link("indicators", code=row.item.code, p=row.item.plan)


def _domains(rows: list[Row]) -> None:
    st.header("各领域达标情况", anchor=False)
    st.html(markup.LEGEND)
    plans = [
        plan for plan in ("women", "children", "grassroots") if any(row.item.plan == plan for row in rows)
    ]
    if not plans:
        return
    for plan, place in zip(plans, st.columns(max(2, len(plans)), gap="large"), strict=False):
        mine = [row.item for row in rows if row.item.plan == plan]
        with place:
            words = f"{fmt.PLANS[plan]}：{len(mine)}项指标，评定{data.rate(mine).judged}项"
            st.html(markup.wrap(f"<b>{fmt.html(words)}</b>"))
            figure = charts.domain_bars(mine, components.palette())
            components.chart(
                figure, key=f"domains-{plan}", alt=words, name=f"{fmt.PLANS[plan]}各领域达标情况"
            )


def _no_data(rows: list[Row], area: str, year: int) -> None:
    st.header(f"没有数据的指标（{len(rows)}项）", anchor=False)
    if not rows:
        st.html(markup.empty("全部指标都有数据", "没有需要催报的指标。"))
        return
    lines = [
        (
            f"{markup.name_link(row.item.indicator, _detail(row))} "
            f'<span class="tp-quiet tp-small">{fmt.html(row.item.code)}</span>',
            fmt.html(f"{markup.plan_words(row)} · {row.item.domain or ''}"),
            fmt.html(row.item.target or "—"),
            fmt.html(row.lead or "未定"),
        )
        for row in rows
    ]
    with st.expander("查看清单", expanded=len(rows) <= 10):
        st.html(markup.table(("指标", "规划 · 领域", "目标", "牵头单位"), lines))
        downloads.table(_no_data_frame(rows), f"{fmt.leaf(area)}{year}年没有数据的指标", key="no-data")


def _no_data_frame(rows: list[Row]) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {
                "编号": row.item.code,
                "指标": row.item.indicator,
                "规划": markup.plan_words(row),
                "领域": row.item.domain or "",
                "目标": row.item.target or "",
                "牵头单位": row.lead,
            }
            for row in rows
        ]
    )
