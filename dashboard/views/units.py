"""单位: every responsible unit with its indicators and its reporting; one unit; sheets to print."""

from __future__ import annotations

import datetime as dt

import streamlit as st

from dashboard import components, data, data_units, downloads, markup, markup_units, state
from dashboard import format as fmt
from dashboard import units as un
from dashboard.drawn import drawn
from dashboard.guard import may, own_unit
from dashboard.rights import Right
from dashboard.rows import Row

ALL = "全部单位"


def page() -> None:
    """The page."""
    years = data.years()
    if not years:
        st.title("单位：还没有数据", anchor=False)
        st.html(markup.empty("还没有报送任何数据", "请先到“上报”页报送。"))
        return
    printing = state.param(state.PRINT) is not None
    chosen, year, every = _controls(years)
    if printing:
        _print(every if chosen is None else [chosen], year, chosen)
    elif chosen is None:
        _all(every, year)
    else:
        _one(chosen, year)


def _controls(years: list[int]) -> tuple[un.Unit | None, int, list[un.Unit]]:
    with st.container(horizontal=True, vertical_alignment="center", key="scope"):
        place = st.empty()
        year = st.selectbox(
            "年份", years, key=state.YEAR, bind="query-params", width=120, label_visibility="collapsed"
        )
        every = list(data_units.units(year))
        alone = own_unit() is not None and len(every) == 1
        names = [*([] if alone else [ALL]), *(unit.name for unit in every)]
        name = place.selectbox(
            "单位", names, key=state.OFFICE, bind="query-params", width=260, label_visibility="collapsed"
        )
        link = state.link("units", office=None if name == ALL else name, print=1)
        if state.param(state.PRINT) is None:
            words = "打印全部单位" if name == ALL else "打印这个单位"
            st.html(
                markup.wrap(f'<a class="tp-text tp-go" href="{fmt.html(link)}">{words} →</a>'),
                width="content",
            )
    return next((unit for unit in every if unit.name == name), None), year, every


def _listed(unit: un.Unit, word: str | None) -> str:
    return state.link("indicators", unit=unit.names, status=word)


def _all(every: list[un.Unit], year: int) -> None:
    st.title(un.finding(every, year), anchor=False)
    order = state.param(state.ORDER_UNITS) or "预警"
    shown = un.ordered(every, order)
    components.html(_overview(year, order, dt.date.today()))
    downloads.table(lambda: un.frame(shown), f"{data.district().name}{year}年各单位情况", key="units")


@drawn
def _overview(year: int, order: str, today: dt.date) -> str:
    return markup_units.overview(
        un.ordered(data_units.units(year), order), order, lambda unit: state.link("units", office=unit.name),
        lambda word: state.link("units", **{state.ORDER_UNITS: word}), _listed,
    )  # fmt: skip


def _one(unit: un.Unit, year: int) -> None:
    st.title(fmt.plain(un.unit_finding(unit, year)), anchor=False)
    back = f'<a class="tp-text tp-go" href="{fmt.html(state.link("units"))}">← 全部单位</a>'
    st.html(("" if own_unit() is not None else markup.wrap(back)) + markup_units.state(unit, year, _mend()))
    if unit.rows:
        st.header(f"牵头的指标（{len(unit.rows)}项）", anchor=False)
        st.html(markup.lines(unit.rows, _detail, note=unit.lag, lead=False) + markup.BULLET_LEGEND)
    if unit.coop:
        st.header(f"配合的指标（{len(unit.coop)}项）", anchor=False)
        st.html(markup_units.helped(unit.coop, _detail))
    if unit.rows or unit.coop:
        downloads.table(lambda: un.rows_frame(unit), f"{unit.name}{year}年指标", key="unit")


def _mend() -> str | None:
    """Where the person at the page finds the errors of files."""
    if may(Right.HAND_IN):
        return state.link("hand-in")
    return state.link("upload") if may(Right.LOAD) else None


def _detail(row: Row) -> str:
    return state.link("indicators", code=row.item.code, **row.asked)


def _print(units: list[un.Unit], year: int, chosen: un.Unit | None) -> None:
    """The sheets as they will be printed, a unit to a page."""
    units = [unit for unit in units if unit.rows or unit.coop]
    back = fmt.html(state.link("units", office=chosen.name if chosen else None))
    st.html(markup.wrap(
        f'<a class="tp-text tp-go" href="{back}">← 返回</a>'
        '<button type="button" class="tp-shot tp-print">打印（A4 横向，每个单位另起一页）</button>',
        "tp-noprint", "tp-below",
    ))  # fmt: skip
    today = dt.date.today()
    office, day = f"{data.district().name}妇儿工委办", f"{today.year}年{today.month}月{today.day}日"
    sheets = "".join(markup_units.sheet(unit, year, office, day) for unit in units)
    found = sheets or "没有可以打印的指标。"
    reach = 'tabindex="0" role="group" aria-label="各单位的打印页，可以左右滚动"'
    st.html(f'<div class="tp tp-sheets" {reach}>{found}</div>')
