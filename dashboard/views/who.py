"""Who is at the desk: asked once, remembered by the browser, kept with every record."""

from __future__ import annotations

import streamlit as st

from dashboard import format as fmt
from dashboard import markup, state


def ask() -> str:
    """The name of the person at the desk, with a way to change it; "" while nobody gave one."""
    name = state.uploader()
    if state.person().login:
        st.html(markup.wrap(f"经办人：<b>{fmt.html(name)}</b>"), width="content")
        return name
    if name:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.html(markup.wrap(f"经办人：<b>{fmt.html(name)}</b>"), width="content")
            with st.popover("换人", type="tertiary"):
                _form()
        return name
    _form()
    return ""


def _form() -> None:
    with st.form("who", border=False, width=420):
        given = st.text_input(
            "您的姓名", key="who_name", max_chars=40, placeholder="写上您的姓名，会记在每一批数据上"
        )
        if st.form_submit_button("记住", type="primary") and given.strip():
            state.remember_uploader(given)
            st.rerun()


def needed() -> None:
    """In place of a form while nobody gave a name."""
    st.html(
        markup.empty("请先写下您的姓名", "每个数、每次裁定都要能追到是谁做的；写一次就记住，以后可以改。")
    )
