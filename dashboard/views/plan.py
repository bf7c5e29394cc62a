"""规划: the district's goals in force, a plan from a spreadsheet, earlier versions."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from dashboard import data, data_plan, desk, markup
from dashboard import format as fmt
from dashboard.views import plan_in, who
from indicators.catalog import PlanGoal
from indicators.store import PlanVersion
from indicators.targets import reading_zh

h = fmt.html
NOW, IN, PAST = "现行规划", "放入规划表", "历次版本"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def page() -> None:
    """The page."""
    goals = data_plan.goals()
    st.title(_finding(goals), anchor=False)
    for message in desk.messages():
        st.success(message, icon=":material/check_circle:")
    part = st.segmented_control(
        "看什么", (NOW, IN, PAST), default=NOW if goals else IN, required=True, key="plan_part",
        bind="query-params", label_visibility="collapsed",
    )  # fmt: skip
    {NOW: _now, IN: _in, PAST: _past}[part or NOW]()


def _finding(goals: tuple[PlanGoal, ...]) -> str:
    if not goals:
        return "规划：还没有放入本地的规划目标"
    counts = [
        f"{word}{len({goal.code for goal in goals if goal.plan == plan})}项"
        for plan, word in fmt.PLANS_SHORT.items()
        if any(goal.plan == plan for goal in goals)
    ]
    units = len({goal.lead for goal in goals if goal.lead})
    return f"规划：{'、'.join(counts)}目标，{units}个单位牵头"


def _now() -> None:
    goals = data_plan.goals()
    if not goals:
        st.html(
            markup.empty(
                "还没有本地的规划目标",
                "现在按内置的指标目录监测；把本地的指标体系表放进来，就按本地的目标评定。",
            )
        )
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        plans = [plan for plan in fmt.PLANS_SHORT if any(goal.plan == plan for goal in goals)]
        plan = st.selectbox(
            "规划", ["全部", *(fmt.PLANS_SHORT[one] for one in plans)], key="pg_plan", width=140
        )
        units = sorted({goal.lead for goal in goals if goal.lead})
        unit = st.selectbox("牵头单位", ["全部", *units], key="pg_unit", width=260)
        _download("导出规划表", data_plan.plan_book(), f"{data.district().name}规划指标体系表", "plan-xlsx")
        _download(
            "目标责任分解书", data_plan.duties_book(), f"{data.district().name}目标责任分解书", "duties-xlsx"
        )
    shown = [
        goal for goal in goals if plan in ("全部", fmt.PLANS_SHORT[goal.plan]) and unit in ("全部", goal.lead)
    ]
    st.html(goal_table(shown))


def _download(label: str, made: Callable[[], bytes], name: str, key: str) -> None:
    st.download_button(
        label, data=made, file_name=f"{name}.xlsx", mime=XLSX, key=key, icon=":material/download:",
        on_click="ignore",
    )  # fmt: skip


def goal_table(goals: list[PlanGoal]) -> str:
    """Goals line by line: chapter, indicator, target as written and as read, units."""
    lines = []
    for goal in goals:
        place = " · ".join(filter(None, (fmt.PLANS_SHORT[goal.plan], goal.domain, goal.code)))
        name = f'<b>{h(goal.name)}</b><br><span class="tp-quiet tp-small">{h(place)}</span>'
        more = [f"{goal.version}年起执行" if goal.version else "", goal.set_name]
        aside = "，".join(filter(None, more))
        words = h(goal.phrase or "仅监测") + (
            f'<br><span class="tp-quiet tp-small">{h(aside)}</span>' if aside else ""
        )
        read = h(reading_zh(goal.target)) if goal.phrase else ""
        coop = (
            f'<br><span class="tp-quiet tp-small">配合：{h("、".join(goal.coop))}</span>' if goal.coop else ""
        )
        lines.append((name, h(goal.said.unit or goal.unit or ""), words, read, h(goal.lead or "—") + coop))
    return markup.stacked(("指标", "单位", "目标原文", "读作", "责任单位"), lines)


def _in() -> None:
    name = who.ask()
    if not name:
        who.needed()
        return
    plan_in.show(name)


def _past() -> None:
    versions = data_plan.versions()
    st.html(
        markup.table(
            ("版本", "来源", "时间", "经办人", "目标", "说明"),
            [_version(item) for item in versions],
            right=(4,),
        )
    )
    if len(versions) < 2:
        return
    name = who.ask()
    if not name:
        return
    words = {
        item.version: f"第{item.version}版 {fmt.when(item.at.astimezone())} {item.source}"
        for item in versions[1:]
    }
    with st.expander("退回到某一版"), st.form("plan_back", border=False):
        st.caption("退回后记为新的一版，内容与选定的那一版相同；中间的版本仍然保留，可以再退回来。")
        chosen = st.selectbox(
            "哪一版",
            list(words),
            format_func=words.__getitem__,
            index=None,
            placeholder="请选择",
            key="back_to",
        )
        reason = st.text_input("原因", key="back_why", max_chars=200, placeholder="例如：传错了文件")
        if st.form_submit_button("退回到这一版"):
            if not chosen or not reason.strip():
                st.warning("请选择一版，并写明原因。")
            else:
                number = data_plan.restore(chosen, reason.strip(), name)
                desk.say(f"已退回到第{chosen}版的内容，记为第{number}版。")
                st.rerun()


def _version(item: PlanVersion) -> tuple[str, ...]:
    what = f"等于第{item.restores}版：{item.reason}" if item.restores is not None else ""
    source = item.source or "内置指标目录"
    number = f'<span class="tp-nowrap">第{item.version}版</span>'
    at = f'<span class="tp-nowrap">{fmt.when(item.at.astimezone())}</span>'
    return (number, h(source), at, h(item.by or "—"), str(item.goals) if item.goals else "—", h(what))
