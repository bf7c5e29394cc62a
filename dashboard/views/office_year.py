"""年度与名册: begin, move, close and reopen a reporting year; the register of units and liaisons."""

from __future__ import annotations

import datetime as dt

import streamlit as st

from dashboard import data_desk, desk, markup
from dashboard import format as fmt
from dashboard.views import who
from dashboard.views.card import findings_table
from indicators.findings import has_errors
from indicators.model import ReportingYear

h = fmt.html
OPEN = '<span class="tp-chip met">● 正在收集</span>'
SHUT = '<span class="tp-chip other">○ 已结束收集</span>'
LISTS = ["xlsx", "xls", "et", "csv", "ods"]


def show(name: str, year: int | None) -> None:
    """The years with their steps, then the register."""
    _years()
    if not name:
        who.needed()
        return
    one, two = st.columns(2)
    with one:
        _open(name, year)
    with two:
        _steps(name)
    st.header("责任单位名册", anchor=False)
    _register(name)


def _years() -> None:
    st.header("年度", anchor=False)
    years = data_desk.years()
    if not years:
        st.html(markup.empty("还没有开始任何年度", "开始一个年度并写上截止日期，催报和逾期才算得出来。"))
        return
    rows = [
        (
            f"{item.year}年",
            SHUT if item.closed else OPEN,
            f"{item.deadline:%Y-%m-%d}" if item.deadline else "—",
            fmt.when(item.opened_at.astimezone()),
            fmt.when(item.closed_at.astimezone()) if item.closed and item.closed_at else "—",
            h(item.reason or "—"),
        )
        for item in years
    ]  # fmt: skip
    st.html(markup.table(("年度", "状态", "截止日期", "开始", "结束", "说明"), rows, stack=True))


def _open(name: str, year: int | None) -> None:
    with st.form("open-year"):
        st.html(markup.wrap("<b>开始一个年度</b>"))
        default = (year or dt.date.today().year - 1) + (
            1 if any(item.year == year for item in data_desk.years()) else 0
        )
        chosen = st.number_input("哪一年的数据", 1990, 2100, default, 1, key="open_year")
        until = st.date_input("截止日期", value=None, key="open_until", format="YYYY-MM-DD")
        if st.form_submit_button("开始收集", type="primary"):
            data_desk.write(lambda at: at.open_year(int(chosen), _day(until), by=name))
            desk.say(f"已开始收集{int(chosen)}年的数据。")
            st.rerun()


def _day(value: object) -> dt.date | None:
    return value if isinstance(value, dt.date) else None


def _steps(name: str) -> None:
    years = data_desk.years()
    if not years:
        return
    with st.container(border=True):
        st.html(markup.wrap("<b>改截止日期、结束、重新打开</b>"))
        labels = {f"{item.year}年": item for item in years}
        item = labels[st.selectbox("年度", list(labels), key="step_year") or next(iter(labels))]
        reason = st.text_input("原因", key="step_reason", max_chars=200, placeholder="重新打开时必填")
        if item.closed:
            _reopen(item, reason.strip(), name)
        else:
            _while_open(item, reason.strip(), name)


def _reopen(item: ReportingYear, reason: str, name: str) -> None:
    if st.button("重新打开", key="reopen"):
        if not reason:
            st.warning("请写明为什么重新打开，例如：卫健局补报。")
            return
        data_desk.write(lambda at: at.reopen_year(item.year, reason=reason, by=name))
        desk.say(f"{item.year}年已重新打开。")
        st.rerun()


def _while_open(item: ReportingYear, reason: str, name: str) -> None:
    until = st.date_input("新的截止日期", value=item.deadline, key=f"until_{item.year}", format="YYYY-MM-DD")
    with st.container(horizontal=True):
        if st.button("改截止日期", key="move") and (day := _day(until)):
            data_desk.write(lambda at: at.move_deadline(item.year, day, reason=reason, by=name))
            desk.say(f"{item.year}年的截止日期改为{day:%Y-%m-%d}。")
            st.rerun()
        if st.button("结束收集", key="close"):
            data_desk.write(lambda at: at.close_year(item.year, reason=reason, by=name))
            desk.say(f"{item.year}年已结束收集并锁定；以后要补报或更正，先重新打开。")
            st.rerun()


def _register(name: str) -> None:
    units = data_desk.register()
    if units:
        rows = [
            (h(unit.name), h("、".join(unit.aliases) or "—"), h(unit.liaison or "—"),
             h(unit.telephone or "—"),
             h(fmt.leaf(unit.area) or "—"), h(unit.note or "—"))
            for unit in units
        ]  # fmt: skip
        st.html(markup.stacked(("责任单位", "别名", "联络员", "电话", "乡镇", "备注"), rows))
    else:
        st.html(markup.empty(
            "还没有名册",
            "上传一张表，一行一个单位：责任单位、简称、联络员、联系电话、乡镇、备注；只有单位名是必需的。"
        ))  # fmt: skip
    given = st.file_uploader("上传名册（表格）", LISTS, key="register_file", max_upload_size=20)
    if given is None:
        return
    found, told = data_desk.units_in(given.name, given.getvalue())
    if told:
        st.html(findings_table(told))
    if not found or has_errors(told):
        return
    first = "、".join(unit.name for unit in found[:8]) + ("…" if len(found) > 8 else "")
    st.html(markup.wrap(f"读出<b>{len(found)}</b>个责任单位：{h(first)}"))
    if st.button(f"存入名册（{len(found)}个）", type="primary", key="register_take"):
        count = data_desk.write(lambda at: at.put_units(found, by=name))
        desk.say(f"名册已更新：新增或改动{count}个单位。")
        del st.session_state["register_file"]
        st.rerun()
