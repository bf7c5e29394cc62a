"""开始使用: the first-run page, which makes the office's store."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

import streamlit as st

from dashboard import data, markup, state
from dashboard import format as fmt
from dashboard.views.card import findings_table

AREAS_EXAMPLE = (
    ("code", "name", "parent_code"),
    ("990101", "某某县", ""),
    ("990101001", "城关镇", "990101"),
    ("990101001001", "东街村", "990101001"),
)
PLAN_EXAMPLE = (
    ("indicator", "target", "lead", "coop"),
    ("适龄妇女宫颈癌人群筛查率", "2025年达到50%以上，2030年达到70%以上", "县卫生健康局", "县妇联"),
)
STEPS = """
1. **写下名称**：本县（市、区）的全称，会显示在每一页上。
2. **地区表**（可以先空着）：乡镇、街道和村、社区。三列：编号、名称、上级编号。
3. **规划目标表**（可以先空着）：本地规划里每项指标的目标原文和责任单位。不放也可以先用内置的指标目录。
4. 点“**建立**”。两张表请尽量现在就放上；建好以后再报的数据会按它们归到各地区、各指标。
"""


def page() -> None:
    """The page."""
    st.title("开始使用：先把本县的两规划建起来", anchor=False)
    st.markdown(STEPS)
    with st.form("setup", border=True):
        name = st.text_input("本县（市、区）名称", max_chars=60, key="setup_name", placeholder="例如：某某县")
        by = st.text_input(
            "您的姓名", value=state.uploader(), max_chars=40, key="setup_by", placeholder="记在每一条记录上"
        )
        left, right = st.columns(2)
        areas = left.file_uploader(
            "地区表（CSV 或 Excel）", ["csv", "xlsx", "xls", "et"], key="setup_areas", max_upload_size=20
        )
        plan = right.file_uploader(
            "规划目标表（CSV 或 Excel）", ["csv", "xlsx", "xls", "et"], key="setup_plan", max_upload_size=20
        )
        go = st.form_submit_button("建立", type="primary")
    _examples()
    if go:
        _make(name.strip(), by.strip(), areas, plan)
    st.html(
        markup.wrap(f'<span class="tp-quiet tp-small">数据文件将放在：{fmt.html(state.store_path())}</span>')
    )


def _csv(rows: Sequence[Sequence[str]]) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue().encode("utf-8-sig")


def _examples() -> None:
    with st.container(horizontal=True):
        for label, rows, file in (
            ("下载地区表样例", AREAS_EXAMPLE, "地区表样例.csv"),
            ("下载目标表样例", PLAN_EXAMPLE, "目标表样例.csv"),
        ):
            st.download_button(
                label, _csv(rows), file, "text/csv", type="tertiary",
                icon=":material/download:", on_click="ignore",
            )  # fmt: skip


def _make(name: str, by: str, areas, plan) -> None:  # noqa: ANN001  uploaded files
    if not name or not by:
        st.html(markup.trouble("还差名称或姓名。", "请写上本县（市、区）名称和您的姓名，再点“建立”。"))
        return
    given = [(item.name, item.getvalue()) if item is not None else None for item in (areas, plan)]
    with st.spinner("正在建立…"):
        findings = list(data.start(name, given[0], given[1], by))
    if findings:
        st.html(findings_table(findings[:200]))
    if not data.ready():
        st.html(markup.trouble("没有建立，什么也没有写入。", "请按上面的提示改好表格，再点“建立”。"))
        return
    state.remember_uploader(by)
    if findings:
        st.html(markup.wrap('<span class="tp-chip met">● 已建立</span> 上面是建立时的提醒，可以稍后处理。'))
        st.button("进入", type="primary")
    else:
        st.rerun()
