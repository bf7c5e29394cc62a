"""报告: reports, notices and lists as docx, one at a time or the whole set."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import streamlit as st

from dashboard import data, data_office, data_papers, markup, snapshots
from dashboard import format as fmt
from dashboard.guard import may
from dashboard.rights import Right
from indicators.reports.papers.matter import Matter
from indicators.reports.papers.sets import EVALUATIONS, KINDS, PER_PLAN, PER_UNIT, Wanted

LIVE, EVERY = "现在的数据", "全部"
MADE = "paper_made"
_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_ABOUT = {
    "annual": "总体情况，分领域逐项写明水平、变化、与目标的差距，最后列出未达标和未报送的指标；附一览表。",
    "midterm": "摘要、评估过程、指标完成情况、主要问题及原因、对策建议和附录。",
    "final": "与中期评估报告的结构相同，对照规划的最终目标。",
    "brief": "一页纸：达标率、需要重点关注的指标和牵头单位。",
    "unit": "一个单位牵头和配合的指标、落后的指标和未报的数据。",
    "area": "一个乡镇（街道）的指标，与全县比较，在各乡镇中的位次。",
    "indicator": "一个指标的目标、含义、历年数据、趋势图和各乡镇数据。",
    "notice": "给单位的督办单：落后和未报送的指标、评定说明、完成时限、未办结的督办事项和反馈表。",
    "circular": "全部单位的完成情况通报，写明超过时限的督办事项。",
    "hard-list": "供年度研判会议用的重难点指标清单。",
    "reminder": "给还没有报齐数据的单位的催报通知。",
}


def page() -> None:
    """The page."""
    st.title("报告：生成可修改的Word文件", anchor=False)
    years = data.years()
    if not years:
        st.html(markup.empty("还没有数据", "请先到“上报”页报送；有了数据和规划目标，就能生成报告。"))
        return
    st.html(
        markup.wrap(
            "按公文格式（GB/T 9704）排版，数字和句子都取自数据库；黄色【】处由人填写。"
            "生成后可在Word或WPS里修改，图表可以直接编辑。"
        )
    )
    with st.container(horizontal=True, vertical_alignment="bottom"):
        kind = st.selectbox(
            "种类", data_papers.kinds(), format_func=KINDS.__getitem__, key="paper-kind", width=220
        )
        year, result = _basis(years)
    st.caption(_ABOUT[kind])
    matter = data_papers.matter(year, result, towns=kind == "area")
    papers = _chosen(matter, kind)
    pitch, due = _looks(kind)
    _one(matter, papers, kind, pitch, due)
    if not may(Right.VIEW):
        return
    st.header("整套", anchor=False)
    _whole_set(year, result, pitch, due)


def _basis(years: Sequence[int]) -> tuple[int, str | None]:
    """The year, and the published result where one is chosen; it has its own year."""
    made = snapshots.told_apart(data_office.published_results()) if may(Right.VIEW) else {}
    source = LIVE
    if made:
        source = st.selectbox("数据", [LIVE, *made], key="paper-source", width=360)
    if source in made:
        return made[source].year, made[source].id
    year = st.selectbox("年份", list(years), key="paper-year", width=120)
    return int(year), None


def _chosen(matter: Matter, kind: str) -> list[Wanted]:
    """The papers of the kind, narrowed by what is chosen beside it."""
    if kind in PER_PLAN or kind == "brief":
        names = {fmt.PLANS.get(plan, plan): plan for plan in matter.plans if plan != "grassroots"}
        shown = st.selectbox("规划", [EVERY, *names], key=f"paper-plan-{kind}", width=260)
        return data_papers.wanted(matter, kind, plan=names.get(shown))
    every = data_papers.wanted(matter, kind)
    if kind not in (*PER_UNIT, "area", "indicator"):
        return every
    labels = {_called(matter, one): one for one in every}
    word = {"area": "乡镇（街道）", "indicator": "指标"}.get(kind, "单位")
    shown = st.selectbox(word, [f"{EVERY}（{len(every)}份）", *labels], key=f"paper-of-{kind}", width=420)
    return [labels[shown]] if shown in labels else every


def _called(matter: Matter, one: Wanted) -> str:
    if one.kind == "indicator":
        name = next(item.verdict.indicator for item in matter.items if item.verdict.code == one.of)
        return f"{name}（{one.of}）"
    return one.of.rpartition("/")[2]


def _looks(kind: str) -> tuple[float, dt.date | None]:
    with st.expander("版式和时限"):
        pitch = st.number_input(
            "正文行距（磅）", 28.0, 30.0, 28.95, 0.05, key="paper-pitch", width=200,
            help="公文一般为28至30磅；28.95磅时每页22行。",
        )  # fmt: skip
        due = None
        if kind == "notice":
            due = st.date_input(
                "督办单的完成时限（可不填）", value=None, format="YYYY-MM-DD", key="paper-due", width=260
            )
    return float(pitch), due


def _one(matter: Matter, papers: list[Wanted], kind: str, pitch: float, due: dt.date | None) -> None:
    if not papers:
        st.html(markup.empty(f"没有要生成的{KINDS[kind]}", "这一年没有符合条件的单位、地区或指标。"))
        return
    mark = f"_{snapshots.file_mark(matter.result)}" if matter.result else ""
    label = "生成" if len(papers) == 1 else f"生成{len(papers)}份"
    wish = (
        matter.year,
        matter.data_version,
        matter.result.id if matter.result else "",
        tuple(papers),
        pitch,
        due,
    )
    if st.button(label, type="primary", key="paper-make", icon=":material/description:"):
        name = f"{matter.year}年{KINDS[kind].removeprefix('年')}{mark}"  # 2025年度监测报告
        _make(matter, papers, name, pitch, due, "one", wish)
    _download("one", wish)


def _whole_set(year: int, result: str | None, pitch: float, due: dt.date | None) -> None:
    st.caption(
        "年度监测报告、简报、通报、重难点指标清单、各单位的督办单、催报通知和单位页、各乡镇页、全部指标卡，"
        "装在一个压缩包里，约需半分钟。"
    )
    extra = st.multiselect(
        "另加", EVALUATIONS, format_func=KINDS.__getitem__, key="paper-extra",
        placeholder="中期或终期评估报告",
        help="规划中期年份的整套里自动有中期评估报告，末年的自动有终期评估报告。", width=420,
    )  # fmt: skip
    wish = (year, result, data.version(), pitch, due, tuple(extra))
    if st.button("生成整套", key="paper-set", icon=":material/folder_zip:"):
        with st.spinner("正在汇总…"):
            matter = data_papers.matter(year, result, towns=True)
        papers = data_papers.wanted(matter, "all", extra=extra)
        mark = f"_{snapshots.file_mark(matter.result)}" if matter.result else ""
        _make(matter, papers, f"{matter.district}{matter.year}年报告整套{mark}", pitch, due, "set", wish)
    _download("set", wish)


def _make(
    matter: Matter,
    papers: list[Wanted],
    name: str,
    pitch: float,
    due: dt.date | None,
    place: str,
    wish: object,
) -> None:
    """Write the papers, with a bar that shows how far, and keep the file for the download button."""
    bar = st.progress(0.0, text="正在生成…")
    files = []
    for file in data_papers.made(matter, papers, pitch, due):
        files.append(file)
        bar.progress(len(files) / len(papers), text=f"已生成{len(files)}份，共{len(papers)}份")
    bar.empty()
    st.session_state[f"{MADE}-{place}"] = (wish, len(files), *data_papers.packed(files, name))


def _download(place: str, wish: object) -> None:
    """The file made last, as long as it is the one that is asked for."""
    kept = st.session_state.get(f"{MADE}-{place}")
    if kept is None or kept[0] != wish:
        return
    _, count, name, content = kept
    st.success(f"已生成{count}份：{fmt.plain(name)}", icon=":material/check_circle:")
    st.download_button(
        "下载", content, file_name=name, mime=_DOCX if name.endswith(".docx") else "application/zip",
        key=f"paper-take-{place}", on_click="ignore", icon=":material/download:", type="primary",
    )  # fmt: skip
