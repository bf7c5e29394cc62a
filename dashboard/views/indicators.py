"""指标: the list with filters and search, or one indicator when the address names it."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import streamlit as st

from dashboard import components, data, downloads, markup, state
from dashboard import format as fmt
from dashboard.drawn import drawn
from dashboard.rows import Filters, Row, by_distance, by_urgency
from dashboard.views import detail, filters

ORDERS = ("按紧急程度", "按离目标的远近", "按规划顺序")
PER_PAGE = 50


def page() -> None:
    """The page."""
    area, year = components.scope_bar()
    if year is None:
        st.title("还没有数据", anchor=False)
        st.html(markup.empty("还没有报送任何数据", "请先到“上报”页报送。"))
        return
    rows = _asked(year, area)
    code = state.param(state.CODE)
    if code:
        rows = [*data.rows(year, area), *data.rows_above(year, area)]
        detail.show(code, state.param("p"), rows, area=area, year=year)
        return
    _list(rows, area, year)


def _list(rows: list[Row], area: str, year: int) -> None:
    title = st.empty()
    wanted = replace(filters.choose(rows), attained=tuple(_attained()))
    kept = _kept(area, year, wanted)
    title.title(fmt.plain(_finding(kept, rows, area, year)), anchor=False)
    order = st.selectbox("排序", ORDERS, key=state.ORDER, bind="query-params", width=200)
    if not kept:
        st.html(markup.empty("没有符合条件的指标", "请去掉一些筛选条件，或换一个词再找（可用拼音首字母）。"))
        return
    components.html(_one_page(area, year, wanted, order, _page_number(len(kept))))
    st.html(markup.BULLET_LEGEND)
    downloads.table(lambda: _frame(_ordered(kept, order)), f"{fmt.leaf(area)}{year}年指标", key="list")


@drawn
def _kept(area: str, year: int, wanted: Filters) -> list[Row]:
    return [row for row in _asked(year, area) if wanted.keep(row)]


def _asked(year: int, area: str) -> list[Row]:
    """What the seat's own plan asks, then what those above ask of indicators that it does not name."""
    own = data.rows(year, area)
    named = {row.item.code for row in own}
    return [*own, *(row for row in data.rows_above(year, area) if row.item.code not in named)]


def _ordered(rows: list[Row], order: str) -> list[Row]:
    return {"按紧急程度": by_urgency, "按离目标的远近": by_distance}.get(order, list)(rows)


def _page_number(count: int) -> int:
    pages = -(-count // PER_PAGE)
    return st.pagination(pages, key=state.PAGE, bind="query-params") - 1 if pages > 1 else 0


@drawn
def _one_page(area: str, year: int, wanted: Filters, order: str, number: int) -> str:
    rows = _ordered(_kept(area, year, wanted), order)
    return markup.lines(rows[number * PER_PAGE : (number + 1) * PER_PAGE], _detail, sentences=False)


def _finding(kept: list[Row], rows: list[Row], area: str, year: int) -> str:
    tally = fmt.counts(row.item for row in kept)
    which = f"{fmt.leaf(area)}{year}年{len(rows)}项指标"
    if len(kept) != len(rows):
        which = f"{which}中选出{len(kept)}项"
    return (
        f"{which}：达标{tally['met']}，关注{tally['watch']}，未达标{tally['unmet']}，无数据{tally['nodata']}"
    )


def _attained() -> list[str]:
    """Which verdicts the address asks for: what a rate on the overview was made of."""
    found = [word for word in st.query_params.get_all(state.ATTAINED) if word in fmt.ATTAINMENT]
    if found:
        words = "、".join(fmt.ATTAINMENT[word] for word in found)
        all_ = fmt.html(state.link_within("indicators", attained=None))
        line = f'只看达标率里的：{fmt.html(words)} <a class="tp-text tp-go" href="{all_}">✕ 看全部</a>'
        st.html(markup.wrap(line))
    return found


def _detail(row: Row) -> str:
    return state.link_within("indicators", code=row.item.code, **row.asked)


def _frame(rows: list[Row]) -> pd.DataFrame:
    """The list as a table to download."""
    return pd.DataFrame(
        [
            {
                "编号": row.item.code,
                "指标": row.item.indicator,
                "规划": fmt.PLANS_SHORT.get(row.item.plan or "", ""),
                "领域": row.item.domain or "",
                "地区": row.item.area or "",
                "年份": row.item.year,
                "数值": row.item.value,
                "单位": row.item.unit or "",
                "目标": row.item.target or "",
                "按序时进度应达": row.item.required,
                "评定": row.item.word,
                "预警": fmt.ALERTS.get(row.item.alert, ("", ""))[1],
                "比上年": row.change,
                "说明": row.item.sentence,
                "牵头单位": row.lead,
            }
            for row in rows
        ]
    )
