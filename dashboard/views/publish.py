"""On the overview: give the result out under a title, see earlier ones, and what changed since."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard import data_office, downloads, markup, snapshots, state
from dashboard import format as fmt
from dashboard.guard import may
from dashboard.rights import Right
from indicators.assess import attainment_rate, settings_of
from indicators.store import Published, StoreError

h = fmt.html
NOW = "现在的数据"
CAUSES = {
    "data_revised": "数据修订",
    "target_revised": "目标调整",
    "method_revised": "办法调整",
    "time_passed": "时间推移",
}


def show(area: str, year: int) -> None:
    """The section: a form to publish, and what was published."""
    made = data_office.published_results()
    if not made and not may(Right.PUBLISH):
        return
    st.header(f"发布结果（已发布{len(made)}次）" if made else "发布结果", anchor=False)
    # What is inside is made only once it is opened: the overview is opened all day, this once a year.
    if may(Right.PUBLISH):
        words = f"把{fmt.plain(fmt.leaf(area))}{year}年的结果定稿发布"
        box = st.expander(words, key="publish_box", on_change="rerun")
        if box.open:
            with box:
                _form(area, year)
    if made:
        when = snapshots.moments(made)
        st.html(markup.table(("标题", "范围", "达标", "发布"), [_line(item, when[item.id]) for item in made]))
        look = st.expander("查看或比较", key="published_box", on_change="rerun")
        if look.open:
            with look:
                _look(made)


def _form(area: str, year: int) -> None:
    with st.form("publish", border=False):
        st.caption(
            "发布后，当时的数据、目标、常数和结论原样保存，以后数据再改也不变；敏感指标的小数目不出现。"
        )
        title = st.text_input(
            "标题", key="publish_title", placeholder=f"例如：{year}年度监测结果", max_chars=80
        )
        by = st.text_input("您的姓名", value=state.uploader(), key="publish_by", max_chars=40)
        if not st.form_submit_button("发布", type="primary"):
            return
    if not by.strip():
        st.error("请写下您的姓名。")
        return
    try:
        data_office.publish(title, year, area, by.strip())
    except StoreError as error:
        st.error(fmt.plain(error.finding.message + error.finding.hint))
        return
    state.remember_uploader(by)
    st.rerun()


def _line(item: Published, when: str) -> tuple[str, str, str, str]:
    rate = attainment_rate(data_office.published_verdicts(item.id), settings_of(item))
    where = fmt.leaf(item.area) if item.area else "全部有规划的地区"
    return h(item.title), f"{h(where)} {item.year}年", h(rate.text), f"{h(when)} {h(item.by)}"


def _look(made: tuple[Published, ...]) -> None:
    names = snapshots.told_apart(made)
    chosen = names[st.selectbox("发布的结果", list(names), key="published_one")]
    others = [NOW, *(name for name, item in names.items() if item.id != chosen.id)]
    other = st.selectbox("与哪个比较", ["不比较，看当时的结果", *others], key="published_other")
    if other in others:
        _compare(chosen, names.get(other), other)
        return
    items = data_office.published_verdicts(chosen.id)
    lines = [
        (f"{h(item.indicator)}", f"{markup.chip(fmt.status_of(item), item.word)}", h(item.sentence))
        for item in items
    ]
    st.html(markup.table(("指标", "评定", "说明"), lines))
    frame = pd.DataFrame(
        [
            {"编号": item.code, "指标": item.indicator, "年份": item.year, "数值": item.value,
             "目标": item.target, "评定": item.word, "说明": item.sentence}
            for item in items
        ]
    )  # fmt: skip
    downloads.table(frame, snapshots.file_mark(chosen), key="published")


def _compare(chosen: Published, other: Published | None, name: str) -> None:
    found = data_office.changes_since(chosen, other)
    if not found:
        st.html(markup.empty("结论没有变化", f"“{chosen.title}”与{name}相比，各项评定和预警都一样。"))
        return
    lines = [("、".join(CAUSES[cause] for cause in item.causes), h(item.text)) for item in found]
    st.html(markup.table(("原因", "变化"), lines))
