"""On page 督办: a new action, filled in from the indicator's verdict."""

from __future__ import annotations

import datetime as dt

import streamlit as st

from dashboard import actions as ac
from dashboard import data_actions, desk, markup, state
from dashboard import format as fmt
from dashboard.rows import Row
from dashboard.views import who
from indicators.store import ActionText, StoreError


def show(row: Row, area: str) -> None:
    """The form."""
    item = row.item
    with st.container(border=True, key="opening"):
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
            head = (
                f"<b>立项督办：{fmt.html(item.indicator)}</b> {markup.chip(fmt.status_of(item), item.word)}"
            )
            st.html(markup.wrap(head), width="content")
            close = fmt.html(state.link_within("actions"))
            st.html(markup.wrap(f'<a class="tp-text tp-go" href="{close}">✕ 收起</a>'), width="content")
        name = who.ask()
        if name:
            _form(row, area, name)


def _form(row: Row, area: str, name: str) -> None:
    today = dt.date.today()
    said = ac.filled(row, today)
    code = row.item.code
    with st.form(f"open-{code}", border=False):
        title = st.text_input("事项名称", said.title, key=f"open_title_{code}", max_chars=100)
        one, two = st.columns(2)
        lead = one.text_input("牵头单位", said.lead, key=f"open_lead_{code}", max_chars=100)
        coop = two.text_input(
            "配合单位", "、".join(said.coop), key=f"open_coop_{code}", max_chars=300,
            placeholder="几个单位用顿号隔开",
        )  # fmt: skip
        cause = st.text_area("原因（可以修改）", said.cause, key=f"open_cause_{code}", max_chars=2000)
        measure = st.text_area(
            "整改措施", key=f"open_measure_{code}", max_chars=2000, placeholder="做什么、谁来做、做到什么程度"
        )
        project = st.text_input(
            "依托的项目", key=f"open_project_{code}", max_chars=200, placeholder="可以不写"
        )
        left, right = st.columns(2)
        opened = left.date_input("立项日期", today, key=f"open_day_{code}", format="YYYY-MM-DD")
        until = right.date_input("办结期限", None, key=f"open_until_{code}", format="YYYY-MM-DD")
        if not st.form_submit_button("立项", type="primary"):
            return
    if until is None or opened is None:
        st.error("请填写立项日期和办结期限。")
        return
    units = tuple(coop.replace("，", "、").replace(",", "、").split("、"))
    text = ActionText(title, lead, until, said.plan, units, cause, measure, project)
    try:
        made = data_actions.open_action(code, area, row.item.year, text, opened, name)
    except StoreError as error:
        st.error(fmt.plain(error.finding.message + error.finding.hint))
        return
    desk.say(f"已立项：{made.title}，期限{made.deadline}。")
    st.query_params.pop(state.NEW, None)
    st.query_params[state.ACTION] = made.id
    st.rerun()
