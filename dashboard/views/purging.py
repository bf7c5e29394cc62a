"""The form that removes a file for good: with a reason, and the words typed out."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from dashboard import desk, markup

TYPED = "彻底删除"


def form(file: str, work: Callable[[str], int], told: str) -> None:
    """Ask for reason and confirmation, then do `work(reason)`, which says how many records held the file.

    `told`: what else goes with it and what stays.
    """
    with st.expander("彻底删除（误传了含个人信息的名单等）"):
        st.html(markup.trouble("彻底删除后不能恢复", told))
        with st.form("purge", border=False):
            reason = st.text_input(
                "原因",
                key="purge_reason",
                max_chars=200,
                placeholder="例如：误传了儿童花名册，含姓名和身份证号",
            )
            typed = st.text_input(f"请输入“{TYPED}”四个字确认", key="purge_typed", max_chars=10)
            if st.form_submit_button("彻底删除这个文件"):
                if not reason.strip() or typed.strip() != TYPED:
                    st.warning(f"没有删除：请写明原因，并输入“{TYPED}”四个字。")
                    return
                count = work(reason.strip())
                desk.say(f"已彻底删除：{file}，涉及{count}个批次。")
                st.rerun()
