"""From an indicator to its actions (督办事项): the link that opens one, and those there are."""

from __future__ import annotations

import streamlit as st

from dashboard import data_actions, markup, markup_actions, state
from dashboard import format as fmt
from dashboard.guard import may
from dashboard.markup_alerts import Take
from dashboard.rights import Right
from dashboard.rows import Row
from indicators.store.action_states import ENDED, STATES


def taker(area: str) -> Take:
    """For each indicator of an area the link to its open action, else to a new one."""
    running = {
        item.action.code: item.action
        for item in reversed(data_actions.listed(area))
        if item.due != ENDED and item.action.area == area
    }

    def take(code: str) -> tuple[str, str]:
        if code in running:
            return state.link("actions", action=running[code].id), f"督办：{STATES[running[code].state]}"
        return (state.link("actions", new=code), "立项督办") if may(Right.ACT) else ("", "")

    return take


def show(row: Row, area: str) -> None:
    """The indicator's actions with whether the figure moved after them, and the link to a new one."""
    code = row.item.code
    found = [item for item in data_actions.listed(area) if item.action.code == code]
    if found:
        st.subheader(f"督办事项（{len(found)}项）", anchor=False)
        st.html(
            markup_actions.brief(
                found, lambda number: state.link("actions", action=number), data_actions.moved
            )
        )
    if not may(Right.ACT):
        return
    link = fmt.html(state.link("actions", new=code))
    st.html(markup.wrap(f'<a class="tp-text tp-go" href="{link}">立项督办 →</a>', "tp-noprint"))
