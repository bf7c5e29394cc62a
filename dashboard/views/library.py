"""指标库: the catalogue as a handbook to read, search, print and take away."""

from __future__ import annotations

import datetime as dt

import streamlit as st

from dashboard import data, downloads, library, markup, state
from dashboard import format as fmt
from dashboard.views.filters import PLAN_KEYS
from indicators.model import Indicator, PlanKind


def page() -> None:
    """The page; `?code=` shows one indicator alone."""
    items = list(data.indicators().values())
    year = data.years()[0] if data.years() else dt.date.today().year
    goals = library.goals_of(data.assessments(year, data.district().path))
    one = data.indicators().get(state.param(state.CODE) or "")
    if one:
        _alone(one, goals)
        return
    st.title(f"指标库：{len(items)}项指标的含义、计算方法和口径", anchor=False)
    if not items:
        st.html(markup.empty("还没有指标", "请先在“规划”页导入本县的规划。"))
        return
    plan, domains, search = _filters(items)
    found = library.chapters(items, plan, domains, search)
    if not found:
        st.html(
            markup.empty(
                "没有找到", "请换一个词再找（名称、编号、含义、牵头单位或拼音首字母），或换一个规划。"
            )
        )
        return
    for domain, listed in found.items():
        st.header(f"{fmt.PLANS_SHORT[plan]} · {fmt.plain(domain)}（{len(listed)}项）", anchor=False)
        st.html(markup.wrap("".join(_entry(item, plan, goals) for item in listed), "tp-library"))
    downloads.table(library.table(items, goals), "指标库", key="library")


def _alone(item: Indicator, goals: library.Goals) -> None:
    st.title(fmt.plain(item.name), anchor=False)
    back = state.link("library", plan=fmt.PLANS_SHORT[item.plans[0]])
    st.html(markup.wrap(f'<a class="tp-go tp-text" href="{fmt.html(back)}">← 全部指标</a>'))
    for plan in item.plans:
        st.caption(f"{fmt.PLANS[plan]} · {fmt.plain(item.domain_in(plan))}")
        st.html(markup.wrap(_entry(item, plan, goals), "tp-library"))


def _filters(items: list[Indicator]) -> tuple[str, list[str], str]:
    plans = [word for word, key in PLAN_KEYS.items() if any(PlanKind(key) in item.plans for item in items)]
    with st.container(horizontal=True, key="library-bar"):
        word = st.segmented_control(
            "规划", plans, default=plans[0], required=True, key=state.PLAN, bind="query-params"
        )
        search = st.text_input(
            "查找", key=state.SEARCH, bind="query-params", type="search",
            placeholder="名称、编号、含义、牵头单位或拼音首字母",
        ).strip()  # fmt: skip
    plan = PLAN_KEYS[word or plans[0]]
    counts = {domain: len(listed) for domain, listed in library.chapters(items, plan).items()}
    chosen = [domain for domain in st.query_params.get_all(state.DOMAIN) if domain in counts]
    links = {domain: state.link("library", plan=word, domain=domain) for domain in counts}
    if chosen:
        links["全部领域"] = state.link("library", plan=word)
        counts = counts | {"全部领域": sum(counts.values())}
    st.html(library.contents(counts, links))
    return plan, chosen, search


def _entry(item: Indicator, plan: str, goals: library.Goals) -> str:
    return library.entry(
        item, plan, goals, state.link("library", code=item.code),
        state.link("indicators", code=item.code, p=plan),
    )  # fmt: skip
