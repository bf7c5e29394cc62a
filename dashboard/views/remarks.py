"""On an indicator's page: remarks on a year (口径调整, 疫情影响): made, listed, taken back."""

from __future__ import annotations

import streamlit as st

from dashboard import data_detail, desk, markup, state
from dashboard import format as fmt
from dashboard.guard import may
from dashboard.rights import Right
from dashboard.rows import Row
from dashboard.views.keep import keep
from indicators.store import Annotation

h = fmt.html


def show(row: Row, area: str, year: int) -> None:
    """The list of remarks and the form for a new one."""
    for message in desk.messages():
        st.success(message)
    said = data_detail.remarks(row.item.code, area)
    standing = [item for item in said if not item.retracted]
    st.subheader(f"年份标注（{len(standing)}条）" if standing else "年份标注", anchor=False)
    for item in said:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.html(markup.wrap(line(item)), width="stretch")
            if not item.retracted and may(Right.NOTE):
                with st.popover("撤销", type="tertiary"):
                    _take_back(item)
    if not said:
        st.html(
            markup.wrap(
                "某一年口径变了、受疫情影响，或有别的特殊情况，可以在这里记下来，图上和下载的表里都会标出。",
                "tp-quiet",
            )
        )
    if may(Right.NOTE):
        with st.expander("写一条标注"):
            _add(row, area, year)


def line(item: Annotation) -> str:
    """A remark as it is listed."""
    every = ' <span class="tp-quiet">（全部指标）</span>' if item.code is None else ""
    at = f"{item.at.astimezone():%Y-%m-%d %H:%M}"
    words = (
        f"{item.year}年 <b>{h(fmt.ANNOTATIONS[item.kind])}</b>：{h(item.text)}{every} "
        f'<span class="tp-quiet tp-small">{h(item.by)} {at}</span>'
    )
    if not item.retracted:
        return words
    why = f"，原因：{h(item.retracted_why)}" if item.retracted_why else ""
    return f'<s>{words}</s> <span class="tp-quiet tp-small">已由{h(item.retracted_by)}撤销{why}</span>'


def _add(row: Row, area: str, year: int) -> None:
    with st.form("annotate", border=False):
        first, second = st.columns((1, 2))
        when = first.number_input("年份", 1949, 2100, value=year, step=1, key="annotate_year")
        kind = second.radio(
            "情况", list(fmt.ANNOTATIONS), format_func=fmt.ANNOTATIONS.__getitem__, horizontal=True,
            key="annotate_kind",
        )  # fmt: skip
        text = st.text_input(
            "说明", key="annotate_text", max_chars=200, placeholder="例如：从户籍人口改为常住人口口径"
        )
        every = st.checkbox(f"对{fmt.plain(fmt.leaf(area))}的全部指标都标注这一年", key="annotate_every")
        by = st.text_input("您的姓名", value=state.uploader(), key="annotate_by", max_chars=40)
        if not st.form_submit_button("记下标注", type="primary"):
            return
    code = None if every else row.item.code
    keep(
        lambda: data_detail.annotate(code, area, int(when), kind, text, by.strip()),
        f"已记下{int(when)}年的标注。",
        by=by,
    )


def _take_back(item: Annotation) -> None:
    with st.form(f"annotate-back-{item.id}", border=False):
        reason = st.text_input("撤销的原因", key=f"annotate-why-{item.id}")
        by = st.text_input("您的姓名", value=state.uploader(), key=f"annotate-who-{item.id}", max_chars=40)
        if not st.form_submit_button("确认撤销"):
            return
    keep(lambda: data_detail.take_back(item.id, reason, by.strip()), f"已撤销{item.year}年的标注。", by=by)
