"""预警: what lags or grows worse, by level, with reasons; warnings raised by hand, and those known of."""

from __future__ import annotations

import datetime as dt
from functools import partial

import streamlit as st

from dashboard import alerts as al
from dashboard import components, data, data_watch, desk, downloads, markup, markup_alerts, state
from dashboard import format as fmt
from dashboard.drawn import drawn
from dashboard.guard import may
from dashboard.rights import Right
from dashboard.rows import Filters, Row
from dashboard.views import actions_of, filters, who
from dashboard.views.filters import PLAN_KEYS
from dashboard.views.keep import keep
from indicators.store import LEVELS, Flag

LEVEL_KEYS = {fmt.ALERTS[level][1]: level for level in LEVELS}


def page() -> None:
    """The page."""
    area, year = components.scope_bar()
    if year is None:
        st.title("还没有数据", anchor=False)
        st.html(markup.empty("还没有报送任何数据", "请先到“上报”页报送。"))
        return
    rows = list(data.rows(year, area))
    every = _every(area, year)
    st.title(fmt.plain(al.finding(fmt.leaf(area), year, every, rows)), anchor=False)
    for message in desk.messages():
        st.success(message, icon=":material/check_circle:")
    chosen = next((row for row in rows if row.item.code == state.param(state.FLAG)), None)
    if chosen and may(Right.WARN):
        _act(chosen, next((alert for alert in every if alert.row.item.code == chosen.item.code), None), area)
    if every:
        st.html(markup_alerts.tiles(every, lambda level: state.link("alerts", alert=fmt.ALERTS[level][1])))
        _listed(every, area, year)
    elif al.judged(rows):
        st.html(markup.empty("没有预警", "有数据的指标都已达标或按进度推进。"))
    else:
        st.html(markup.empty("还看不出预警", "请换一个年份或地区；或到“上报”页报送这一年的数据。"))
    if may(Right.WARN):
        _another(rows)


@drawn
def _every(area: str, year: int) -> list[al.Alert]:
    return al.alerts_of(data.rows(year, area), data_watch.lags_of(year, area), data_watch.flags(area), year)


@drawn
def _listing(area: str, year: int, wanted: Filters, states: tuple[str, ...], today: dt.date) -> str:
    flag = partial(state.link_within, "alerts")
    kept = al.kept(_every(area, year), wanted, states)
    marks = (lambda code: flag(flag=code)) if may(Right.WARN) else None
    return markup_alerts.listing(kept, _detail, marks, actions_of.taker(area))


def _listed(every: list[al.Alert], area: str, year: int) -> None:
    wanted, states = _filters(every)
    kept = al.kept(every, wanted, states)
    if not kept:
        st.html(markup.empty("没有符合条件的预警", "请去掉一些筛选条件。"))
        return
    if len(kept) < len(every):
        st.caption(f"{len(every)}项中选出{len(kept)}项。")
    components.html(_listing(area, year, wanted, states, dt.date.today()))
    downloads.table(lambda: al.frame(kept), f"{fmt.leaf(area)}{year}年预警", key="alerts")


def _detail(row: Row) -> str:
    return state.link("indicators", code=row.item.code, **row.asked)


def _filters(every: list[al.Alert]) -> tuple[Filters, tuple[str, ...]]:
    rows = [alert.row for alert in every]
    domains = list(dict.fromkeys(row.item.domain for row in rows if row.item.domain))
    units = sorted({row.lead for row in rows if row.lead})
    plans = [word for key, word in fmt.PLANS_SHORT.items() if any(key in row.plans for row in rows)]
    one, two = st.columns(2)
    domain = one.multiselect("领域", domains, key=state.DOMAIN, bind="query-params", placeholder="全部领域")
    unit = two.multiselect("牵头单位", units, key=state.UNIT, bind="query-params", placeholder="全部单位")
    with st.container(horizontal=True, gap="medium"):
        level = filters.pills("级别", list(LEVEL_KEYS), state.ALERT)
        plan = filters.pills("规划", plans, state.PLAN)
        states = filters.pills("处理", list(al.STATES), state.SEEN)
    wanted = Filters(
        plan=tuple(PLAN_KEYS[word] for word in plan), domain=tuple(domain), unit=tuple(unit),
        alert=tuple(LEVEL_KEYS[word] for word in level),
    )  # fmt: skip
    return wanted, tuple(states)


def _act(row: Row, alert: al.Alert | None, area: str) -> None:
    """What people have to say of one indicator's warning: that they know, or that they warn themselves."""
    item = row.item
    with st.container(border=True, key="flagging"):
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
            st.html(markup.wrap(f"<b>标注：{fmt.html(item.indicator)}</b>"), width="content")
            close = fmt.html(state.link_within("alerts"))
            st.html(markup.wrap(f'<a class="tp-text tp-go" href="{close}">✕ 收起</a>'), width="content")
        st.html(markup.wrap(fmt.html(item.sentence)))
        name = who.ask()
        if name:
            known, raised = st.columns(2, gap="large")
            with known:
                _mark(row, alert, area, name)
            with raised:
                _raise(row, area, name)
        _history([flag for flag in data_watch.flags(area) if flag.code == item.code], name)


def _mark(row: Row, alert: al.Alert | None, area: str, name: str) -> None:
    if alert is None:
        st.caption("这个指标现在没有预警；可以在右边人工预警。")
        return
    with st.form("alert_seen", border=False):
        note = st.text_input(
            "已知悉：怎样处理", key="seen_note", placeholder="例如：已约谈牵头单位，6月底前报整改措施"
        )
        done = st.form_submit_button("标为已知悉", type="primary")
    if done:
        item = row.item
        keep(
            lambda: data_watch.mark_seen(item.code, area, item.year, alert.level, note, name),
            f"已记为已知悉：{item.indicator}。级别以后加重或明年再现，会重新提示。",
        )


def _raise(row: Row, area: str, name: str) -> None:
    with st.form("alert_raise", border=False):
        level = st.segmented_control(
            "人工预警",
            list(LEVEL_KEYS),
            default=fmt.ALERTS["yellow"][1],
            required=True,
            key="raise_level",
        )
        note = st.text_input("原因", key="raise_note", placeholder="例如：现场查看、群众反映、上级通报")
        done = st.form_submit_button("加人工预警")
    if done:
        item = row.item
        keep(
            lambda: data_watch.raise_alert(item.code, area, item.year, LEVEL_KEYS[level], note, name),
            f"已加人工预警：{item.indicator}。撤销以前一直有效。",
        )


def _history(said: list[Flag], name: str) -> None:
    if not said:
        return
    st.html(markup.wrap(f"<b>记录（{len(said)}条）</b>"))
    for flag in said:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.html(markup_alerts.said_of(flag), width="content")
            if name and not flag.retracted and st.button("撤销", key=f"undo-{flag.id}", type="tertiary"):
                keep(partial(data_watch.retract_flag, flag.id, name), "已撤销，记录还在。")


def _another(rows: list[Row]) -> None:
    """Choose an indicator that is not on the list, to warn of it by hand."""
    names = {f"{row.item.indicator}（{row.item.code}）": row.item.code for row in rows}
    with st.expander("给别的指标加人工预警"):
        chosen = st.selectbox("指标", list(names), index=None, key="flag_other", placeholder="输入名称查找")
        if chosen:
            link = fmt.html(state.link_within("alerts", flag=names[chosen]))
            st.html(markup.wrap(f'<a class="tp-text tp-go" href="{link}">标注这个指标 →</a>'))
