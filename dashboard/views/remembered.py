"""Answers that come back for the same form, with a way to forget one."""

from __future__ import annotations

from typing import Any

import streamlit as st

from dashboard import data, data_desk, desk, markup
from dashboard import format as fmt

h = fmt.html
KINDS = {
    "indicator": "这一行或列是哪个指标",
    "table_indicator": "整张表是哪个指标",
    "rows": "第一列是地区还是指标",
    "columns": "表头是地区还是指标",
    "row_names": "没有名称的行依次是什么",
    "layout": "第几行是表头",
    "years": "表里的数是哪一年的",
}
ANSWERS = {"areas": "地区", "indicators": "指标", "none": "都不是，不收"}


def show(name: str) -> None:
    """The list, newest first; closed until somebody opens it."""
    known = data_desk.remembered()[::-1]
    if not known:
        return
    with st.expander(f"记住的回答（{len(known)}条）"):
        st.caption("同一单位再交同样的表，下面这些不会再问。记错了就忘掉，下次会重新问。")
        lines = [_line(item) for item in known[:100]]
        st.html(markup.table(("单位", "问的是", "回答", "在哪个文件里答的", "谁答的", "时间"), lines))
        with st.form("forget", border=False):
            chosen = st.selectbox(
                "忘掉哪一条", range(len(known)), index=None, placeholder="请选择", key="forget_which",
                format_func=lambda at: _words(known[at]),
            )  # fmt: skip
            if st.form_submit_button("忘掉这条回答"):
                if chosen is None:
                    st.warning("请先选一条。")
                    return
                data_desk.forget(known[chosen].unit, known[chosen].key, name)
                desk.say("已忘掉这条回答，下次会重新问。")
                st.rerun()


def _line(item: Any) -> tuple[str, ...]:
    said = (item.unit or "—", _asked(item), _answer(item), item.file, item.by, fmt.when(item.at.astimezone()))
    return tuple(h(part) for part in said)


def _words(item: Any) -> str:
    return f"{item.unit or '未写单位'}：{_asked(item)} → {_answer(item)}"


def _asked(item: Any) -> str:
    return KINDS.get(item.key.partition(":")[0], "读表时的一个问题")


def _answer(item: Any) -> str:
    known = data.indicators().get(item.value)
    return known.name if known else ANSWERS.get(item.value, item.value)
