"""督办: actions on what lags as a list, a board or a calendar; one of them in full; a new one."""

from __future__ import annotations

import datetime as dt

import streamlit as st

from dashboard import actions as ac
from dashboard import components, data, data_actions, desk, downloads, markup, markup_actions, state
from dashboard import format as fmt
from dashboard.guard import may, own_unit
from dashboard.rights import Right
from dashboard.rows import Row
from dashboard.views import action_new, action_one, filters
from dashboard.views.filters import PLAN_KEYS
from indicators.store.action_states import STATES

LIST, BOARD, CALENDAR = "清单", "看板", "日历"
STATE_KEYS = {word: key for key, word in STATES.items()}


def page() -> None:
    """The page."""
    area, year = components.scope_bar()
    number, code = state.param(state.ACTION), state.param(state.NEW)
    if number:
        action_one.show(number)
        return
    rows = list(data.rows(year, area)) if year is not None else []
    found = data_actions.listed(area)
    st.title(fmt.plain(ac.title(own_unit() or fmt.leaf(area), found)), anchor=False)
    for message in desk.messages():
        st.success(message, icon=":material/check_circle:")
    chosen = next((row for row in rows if row.item.code == code), None)
    if chosen and may(Right.ACT):
        action_new.show(chosen, area)
    if found:
        _views(found, area)
    elif not chosen:
        how = (
            "在“预警”页点“立项督办”，或在下面选一个指标立项。" if rows else "有了数据和预警，就可以立项督办。"
        )
        how = how if may(Right.ACT) else "妇儿工委办立项后，就会列在这里。"
        st.html(markup.empty("还没有督办事项", how))
    _gone(area)
    if may(Right.ACT):
        _another(rows)
        _remind()


def _views(found: list[ac.Listed], area: str) -> None:
    wanted = _filters(found)
    view = st.segmented_control(
        "样式", (LIST, BOARD, CALENDAR), default=LIST, required=True, key=state.LOOK, bind="query-params"
    )
    kept = [item for item in found if wanted.keep(item)]
    if not kept:
        st.html(markup.empty("没有符合条件的督办事项", "请去掉一些筛选条件。"))
        return
    if len(kept) < len(found):
        st.caption(f"{len(found)}项中选出{len(kept)}项。")
    if view == BOARD:
        st.html(markup_actions.board(kept, href))
    elif view == CALENDAR:
        _calendar(kept)
    else:
        st.html(markup_actions.listing(kept, href))
    downloads.table(ac.frame(kept), f"{fmt.leaf(area)}督办事项", key="actions")


def href(number: str) -> str:
    """The address of one action."""
    return state.link_within("actions", action=number)


def _calendar(kept: list[ac.Listed]) -> None:
    year, month = ac.month_of(state.param(state.MONTH), kept, dt.date.today())
    turn = [
        state.link_within("actions", look=CALENDAR, month=ac.beside(year, month, step)) for step in (-1, 1)
    ]
    st.html(markup_actions.month(year, month, kept, href, turn))


def _filters(found: list[ac.Listed]) -> ac.Filters:
    units = sorted({unit for item in found for unit in item.units})
    plans = [word for word, key in PLAN_KEYS.items() if any(item.action.plan == key for item in found)]
    unit = st.multiselect("单位", units, key=state.UNIT, bind="query-params", placeholder="全部单位")
    with st.container(horizontal=True, gap="medium"):
        step = filters.pills("状态", list(STATE_KEYS), state.STEP)
        plan = filters.pills("规划", plans, state.PLAN)
    return ac.Filters(unit, [STATE_KEYS[word] for word in step], [PLAN_KEYS[word] for word in plan])


def _gone(area: str) -> None:
    gone = [at for at in data_actions.every() if at.retracted and f"{at.area}/".startswith(f"{area}/")]
    if gone:
        with st.expander(f"已撤销的（{len(gone)}项）"):
            st.html(markup_actions.gone(gone, href))


def _another(rows: list[Row]) -> None:
    """Choose an indicator to open an action on."""
    names = {f"{row.item.indicator}（{row.item.code}）": row.item.code for row in rows}
    if not names:
        return
    with st.expander("给一个指标立项"):
        chosen = st.selectbox("指标", list(names), index=None, key="action_other", placeholder="输入名称查找")
        if chosen:
            link = fmt.html(state.link_within("actions", new=names[chosen]))
            st.html(markup.wrap(f'<a class="tp-text tp-go" href="{link}">立项督办 →</a>'))


def _remind() -> None:
    within = data_actions.within()
    with st.popover(f"期限前{within}天起提醒", type="tertiary"), st.form("remind", border=False):
        days = st.number_input("期限前多少天起提醒", 0, 365, value=within, step=1, key="remind_days")
        by = st.text_input("您的姓名", value=state.uploader(), key="remind_by", max_chars=40)
        done = st.form_submit_button("保存")
    if done and not by.strip():
        st.error("请写下您的姓名。")
    elif done:
        data_actions.set_within(int(days), by.strip())
        desk.say(f"已改为期限前{int(days)}天起提醒。")
        st.rerun()
