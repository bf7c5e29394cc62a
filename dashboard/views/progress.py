"""进度: every indicator beside what this year and the plan ask, and its verdicts year by year."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard import components, data, downloads, markup, markup_progress, state
from dashboard import format as fmt
from dashboard.drawn import drawn
from dashboard.progress import HeatRow, Line, by_shortfall, heat
from dashboard.rows import Filters, Row, asked_by, joined
from dashboard.views import filters
from indicators.model import Assessment

BULLETS, HEAT = "进度图", "热力图"
PER_PAGE = 60


def page() -> None:
    """The page."""
    area, year = components.scope_bar()
    if year is None:
        st.title("还没有数据", anchor=False)
        st.html(markup.empty("还没有报送任何数据", "请先到“上报”页报送。"))
        return
    rows = [row for row in data.rows(year, area) if row.item.attainment != "monitored"]
    title = st.empty()
    wanted = filters.choose(rows)
    kept = _kept(area, year, wanted)
    view = st.segmented_control(
        "样式", (BULLETS, HEAT), default=BULLETS, required=True, key=state.SHOW, bind="query-params"
    )
    if not kept:
        title.title(f"{fmt.plain(fmt.leaf(area))}{year}年：没有符合条件的指标", anchor=False)
        st.html(markup.empty("没有符合条件的指标", "请去掉一些筛选条件，或换一个词再找（可用拼音首字母）。"))
        return
    if view == HEAT:
        _heat(title, wanted, area, year)
    else:
        _bullets(title, wanted, area, year)


@drawn
def _kept(area: str, year: int, wanted: Filters) -> list[Row]:
    rows = (row for row in data.rows(year, area) if row.item.attainment != "monitored")
    return joined(row for row in rows if wanted.keep(row))


@drawn
def _lines(area: str, year: int, wanted: Filters) -> list[Line]:
    return by_shortfall(_kept(area, year, wanted))


@drawn
def _one_page(area: str, year: int, wanted: Filters, number: int) -> str:
    found = _lines(area, year, wanted)[number * PER_PAGE : (number + 1) * PER_PAGE]
    return markup_progress.lines(found, _link)


def _bullets(title: st.delta_generator.DeltaGenerator, wanted: Filters, area: str, year: int) -> None:
    found = _lines(area, year, wanted)
    told = [item for item in found if item.now]
    short = sum(item.now.behind for item in told if item.now)
    words = f"{len(told)}项有今年的要求，{short}项还没有达到" if told else "没有可以和今年要求相比的指标"
    title.title(f"{fmt.plain(fmt.leaf(area))}{year}年：{words}", anchor=False)
    pages = -(-len(found) // PER_PAGE)
    number = st.pagination(pages, key=state.PAGE, bind="query-params") - 1 if pages > 1 else 0
    st.html(markup_progress.LEGEND)
    components.html(_one_page(area, year, wanted, number))
    downloads.table(lambda: _frame(found), f"{fmt.leaf(area)}{year}年进度", key="progress")


@drawn
def _by_year(area: str, year: int, wanted: Filters) -> tuple[list[HeatRow], list[int]]:
    years = _span(year)
    past = data.verdicts_since(years[0], year, area)
    years = [item for item in years if item >= min((one.year for one in past), default=year)]
    return heat(_kept(area, year, wanted), past, years), years


@drawn
def _heat_table(area: str, year: int, wanted: Filters) -> str:
    return markup_progress.heat(*_by_year(area, year, wanted), _link, _link_of)


def _heat(title: st.delta_generator.DeltaGenerator, wanted: Filters, area: str, year: int) -> None:
    found, years = _by_year(area, year, wanted)
    if not found:
        title.title(f"{fmt.plain(fmt.leaf(area))}：没有可以逐年评定的指标", anchor=False)
        st.html(markup.empty("没有可以逐年评定的指标", "这些指标在各年都没有目标。"))
        return
    span = f"{fmt.plain(fmt.leaf(area))}{years[0]}—{year}年"
    title.title(f"{span}：{len(found)}项指标逐年评定", anchor=False)
    st.html(markup.LEGEND)
    components.html(_heat_table(area, year, wanted))
    downloads.table(lambda: _heat_frame(found, years), f"{fmt.leaf(area)}逐年评定", key="heat")


def _span(year: int) -> list[int]:
    """The years up to the one chosen that have figures, at most the last ten."""
    known = sorted(item for item in data.years() if item <= year)[-10:]
    return list(range(known[0], year + 1)) if known else [year]


def _link(row: Row) -> str:
    return state.link("indicators", code=row.item.code, **row.asked)


def _link_of(item: Assessment) -> str:
    return state.link("indicators", code=item.code, **asked_by(item), year=item.year)


def _frame(found: list[Line]) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {
                "编号": item.row.item.code,
                "指标": item.row.item.indicator,
                "规划": fmt.PLANS_SHORT.get(item.row.item.plan or "", ""),
                "领域": item.row.item.domain or "",
                "单位": item.row.item.unit or "",
                "年份": item.row.figure_year,
                "现值": item.row.item.value,
                "今年应达到": item.now.wanted if item.now else None,
                "离今年要求": item.now.words if item.now else "",
                "最终目标年份": item.final_year,
                "最终目标": item.final.wanted if item.final else None,
                "离最终目标": item.final.words if item.final else "",
                "目标原文": item.row.item.target or "",
                "评定": item.row.item.word,
                "预警": fmt.ALERTS.get(item.row.item.alert, ("", ""))[1],
                "牵头单位": item.row.lead,
            }
            for item in found
        ]
    )


def _heat_frame(found: list[HeatRow], years: list[int]) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {
                "编号": line.row.item.code,
                "指标": line.row.item.indicator,
                "规划": fmt.PLANS_SHORT.get(line.row.item.plan or "", ""),
                "领域": line.row.item.domain or "",
            }
            | {f"{year}年": cell.word if cell else "" for year, cell in zip(years, line.cells, strict=True)}
            for line in found
        ]
    )
