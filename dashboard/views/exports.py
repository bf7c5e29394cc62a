"""数据导出: the results workbook, the long CSV and the data packages, also as they may be given out."""

from __future__ import annotations

import streamlit as st

from dashboard import data, data_exports, data_office, markup, snapshots
from dashboard import format as fmt
from dashboard.data_exports import KINDS, Wanted

h = fmt.html
NOW, ALL, NOTHING = "现在的数据", "全部年份", "不比较"
ABOUT = {
    "xlsx": "结果工作簿（xlsx）：评估结论、目标、历年数据、分地区、审核问题、来源，带可以修改的图。",
    "csv": "数据长表（CSV）：一行一个数，列名按 SDMX，给统计软件用；Excel、WPS 也能直接打开。",
    "datapackage": "数据包（zip）：全部记录和原文件，可以在别的电脑上还原成同样的数据库；也可留档。",
}
PUBLIC = "公开版：敏感指标只有县（市、区）及以上的合计，人数少的数和能推算出它们的数不公布，不带来源。"
HERE = "只要本地区的数据，请选公开版，或者选数据长表。"
DONE = "exported"


def page() -> None:
    """The whole page."""
    st.title("数据导出", anchor=False)
    if not data.years():
        st.html(markup.empty("还没有数据可以导出", "请先在“上报”页放入部门交来的表。"))
        return
    what = _asked()
    if what is None:
        return
    if st.button("生成文件", type="primary", key="export-make", icon=":material/build:"):
        _make(what)
    done = st.session_state.get(DONE)
    if done and done[0] == what:
        size = f"{len(done[1]) / 1e6:.1f} MB" if len(done[1]) >= 100_000 else f"{len(done[1]) / 1e3:.0f} KB"
        st.download_button(
            f"下载{fmt.plain(what.name)}（{size}）", done[1], file_name=what.name, mime=KINDS[what.kind][2],
            key="export-take", on_click="ignore", icon=":material/download:",
        )  # fmt: skip
    st.html(
        markup.wrap(
            '<span class="tp-quiet tp-small">数据很多时请用命令行 twoplans export，直接写进文件。</span>'
        )
    )
    _sensitive()


def _asked() -> Wanted | None:
    """What is asked for; None where it is the whole store's and the person sees a part of it."""
    kind = st.radio("导出什么", list(KINDS), format_func=lambda one: ABOUT[one], key="export-kind")
    public = st.checkbox(PUBLIC, key="export-public")
    if kind == "datapackage" and not public and data.many():
        if not data_exports.records_allowed():
            st.info(f"完整的数据包包含库里全部地区，只有管理全库的人能生成。{HERE}", icon=":material/info:")
            return None
        st.caption(f"完整的数据包总是包含库里全部地区，与范围无关。{HERE}")
    results = snapshots.told_apart(data_office.published_results())
    year: int | None = None
    compare = None
    with st.container(horizontal=True):
        chosen = st.selectbox("用哪时的数据", [NOW, *results], key="export-result", width=320)
        result = results.get(chosen or "")
        if result is not None:
            year = result.year
        elif kind == "xlsx":
            year = st.selectbox("年份", data.years(), key="export-year", width=140)
        elif kind == "csv" or public:
            names = {ALL: None, **{str(one): one for one in data.years()}}
            year = names[st.selectbox("年份", list(names), key="export-years", width=140)]
        if kind == "xlsx" and results:
            other = st.selectbox("加一张表，与哪次比较", [NOTHING, *results], key="export-other", width=320)
            compare = results[other].id if other in results else None
    return data_exports.wanted(
        kind,
        year,
        public=public,
        result=result.id if result else None,
        compare=compare,
        mark=snapshots.file_mark(result) if result else "",
    )


def _make(what: Wanted) -> None:
    bar = st.progress(0.0, "开始")

    def tell(share: float, words: str) -> None:
        bar.progress(min(share, 1.0), words)

    try:
        content = data_exports.made(what, tell)
    finally:
        bar.empty()
    st.session_state[DONE] = (what, content)


def _sensitive() -> None:
    known = data_exports.sensitive()
    if not known:
        return
    count = sum(item.sensitive for item in known)
    with st.expander(f"敏感指标（{count}项）和理由"):
        lines = [
            (h(f"{item.code} {item.name}"), "是" if item.sensitive else "否",
             h(item.reason) + ("（本单位改过）" if item.by_office else ""))
            for item in known
        ]  # fmt: skip
        st.html(markup.table(("指标", "敏感", "理由"), lines))
        st.caption("要改动，用命令行：twoplans sensitive 指标编号 yes（或 no） --reason 理由。")
