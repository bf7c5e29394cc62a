"""总览: where the two plans stand, in one screen."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import pandas as pd
import streamlit as st

from dashboard import bars_picture, components, data, data_desk, data_watch, downloads, markup, state
from dashboard import format as fmt
from dashboard import markup_overview as overview
from dashboard.drawn import drawn
from dashboard.rows import Row, by_urgency, joined
from dashboard.views import publish
from dashboard.watch import key_of
from indicators.assess import AttainmentRate

MOST = 8


def page() -> None:
    """The page."""
    area, year = components.scope_bar()
    if year is None:
        _no_figures_yet()
        return
    st.title(_title(area, year), anchor=False)
    if not any(row.item.value is not None for row in data.rows(year, area)):
        st.html(
            markup.empty(
                f"{fmt.leaf(area)}{year}年没有数据", "请换一个年份或地区；或到“上报”页报送这一年的数据。"
            )
        )
        return
    components.html(_tiles(area, year) + _reporting(area, dt.date.today()))
    st.header("需要盯紧的指标", anchor=False)
    components.html(_watched(area, year))
    _changes(area, year)
    _domains(area, year)
    _no_data(area, year)
    publish.show(area, year)


@drawn
def _title(area: str, year: int) -> str:
    tally = fmt.counts(row.item for row in data.rows(year, area))
    return fmt.plain(fmt.headline(fmt.leaf(area), year, tally, len(_lagging(area, year))))


@drawn
def _tiles(area: str, year: int) -> str:
    rows = list(data.rows(year, area))
    tally = fmt.counts(row.item for row in rows)
    links = {status.key: state.link("indicators", status=status.word) for status in fmt.STATUSES}
    return markup.tiles(tally, links, [_rate(plan, rows) for plan in _plans(rows)])


def _lagging(area: str, year: int) -> list[Row]:
    return by_urgency(row for row in data.rows(year, area) if fmt.is_lagging(row.item))


def _no_figures_yet() -> None:
    st.title(f"{fmt.plain(data.district().name)}：已建好，还没有数据", anchor=False)
    st.html(
        markup.empty(
            "还没有报送任何数据", "到“上报”页把各部门交来的表拖进去，读完、审完、入库后，这里就有图表了。"
        )
    )
    st.html(markup.wrap(f'<a class="tp-text tp-go" href="{state.link("upload")}">去上报 →</a>'))


def _plans(rows: list[Row]) -> list[str]:
    present = {row.item.plan for row in rows}
    return [plan for plan in ("women", "children") if plan in present]


def _rate(plan: str, rows: list[Row]) -> str:
    mine = [row for row in rows if row.item.plan == plan]
    now = data.rate([row.item for row in mine])
    past = data.rate([row.before for row in mine if row.before is not None])
    word = fmt.PLANS_SHORT[plan]
    above = ["met", *(["nearly_met"] if now.nearly_counts else [])]
    below = ["met", "nearly_met", "not_met", *(["no_data"] if now.no_data_in_denominator else [])]
    links = (
        state.link("indicators", plan=word),
        state.link("indicators", plan=word, attained=above),
        state.link("indicators", plan=word, attained=below),
    )
    nearly = dict(now.tally).get("nearly_met", 0) if now.nearly_counts else 0
    words = f"含基本达标{nearly}项；{_since(now, past)}" if nearly else _since(now, past)
    return markup.rate(fmt.PLANS[plan], now.met, now.judged, words, links)


def _since(now: AttainmentRate, past: AttainmentRate) -> str:
    """The change of a rate since last year, numerator and denominator beside it."""
    if now.share is None or past.share is None:
        return "上年没有可比的数据" if now.judged else "没有可评定的数据"
    moved = fmt.change_words(round(now.share, 1), round(past.share, 1), "none", "%")
    return f"比上年{moved}（上年 {past.met} / {past.judged}）"


@drawn
def _reporting(area: str, today: dt.date) -> str:
    """The year being collected, in one line as of today; units report for the district only."""
    year = data_desk.latest()
    if area != data.district().path or year is None:
        return ""
    term = next((item for item in data_desk.years() if item.year == year), None)
    frame = data_desk.units(year)
    if term is None or frame.empty:
        return ""
    left = frame["days_left"].iloc[0]
    found = overview.Reporting(
        year, frame["state"].value_counts().to_dict(), None if pd.isna(left) else int(left),
        int(frame["late"].sum()), term.closed,
    )  # fmt: skip
    return overview.reporting(
        found,
        lambda word: _reporting_at(year, word),
    )


def _reporting_at(year: int, word: str | None) -> str:
    return state.link("reporting", ryear=year, rstate=word, **{state.YEAR: None, state.AREA: None})


@drawn
def _watched(area: str, year: int) -> str:
    listed = joined(_lagging(area, year))
    if not listed:
        return markup.empty("没有落后的指标", "有数据的指标都已达标或按进度推进。")
    known = data_watch.lags_of(year, area)

    def note(row: Row) -> str:
        lag = known.get(key_of(row.item))
        return lag.words if lag else ""

    below = markup.BULLET_LEGEND
    if len(listed) > MOST:
        link, words = fmt.html(state.link("alerts")), f"查看全部 {len(listed)} 项预警 →"
        below = f'<a class="tp-text tp-go" href="{link}">{words}</a>{below}'
    shown = markup.lines(listed[:MOST], _detail, note=note)
    return shown + markup.wrap(f'<div class="tp-below">{below}</div>')


def _detail(row: Row) -> str:
    return state.link("indicators", code=row.item.code, **row.asked)


def _changes(area: str, year: int) -> None:
    found = data_watch.since(year, area)
    if found is None:
        return
    st.header(fmt.plain(found.title), anchor=False)
    components.html(_changed(area, year))


@drawn
def _changed(area: str, year: int) -> str:
    found = data_watch.since(year, area)
    return overview.changes(found, _detail, lambda code: state.link("indicators", code=code)) if found else ""


def _domains(area: str, year: int) -> None:
    drawing = _domain_bars(area, year)
    if drawing:
        st.header("各领域达标情况", anchor=False)
        components.html(drawing)


@drawn
def _domain_bars(area: str, year: int) -> str:
    rows = data.rows(year, area)
    plans = [
        plan for plan in ("women", "children", "grassroots") if any(row.item.plan == plan for row in rows)
    ]
    if not plans:
        return ""
    found = {plan: overview.bars_of([row for row in rows if row.item.plan == plan]) for plan in plans}
    most = max(bar.whole for one in found.values() for bar in one)
    bars = "".join(_plan_bars(plan, found[plan], most, rows) for plan in plans)
    name = f"{fmt.leaf(area)}{year}年各领域达标情况"
    svg = bars_picture.picture(name, {fmt.PLANS[plan]: one for plan, one in found.items()})
    shots = bars_picture.buttons(downloads.file_name(name), svg)
    return markup.LEGEND + markup.wrap(f'<div class="tp-plans">{bars}</div>') + shots


def _plan_bars(plan: str, bars: list[overview.Bar], most: int, rows: Sequence[Row]) -> str:
    mine = [row.item for row in rows if row.item.plan == plan]
    title = f"{fmt.PLANS[plan]}：{len(mine)}项指标，评定{data.rate(mine).judged}项"

    def href(domain: str, word: str | None) -> str:
        return state.link("indicators", plan=fmt.PLANS_SHORT[plan], domain=domain, status=word)

    return overview.bars(title, bars, most, href)


def _no_data(area: str, year: int) -> None:
    rows = _without(area, year)
    st.header(f"没有数据的指标（{len(rows)}项）", anchor=False)
    if not rows:
        st.html(markup.empty("全部指标都有数据", "没有需要催报的指标。"))
        return
    with st.expander("查看清单", expanded=len(rows) <= 10):
        components.html(_no_data_table(area, year))
        name = f"{fmt.leaf(area)}{year}年没有数据的指标"
        downloads.table(lambda: _no_data_frame(rows), name, key="no-data")


@drawn
def _without(area: str, year: int) -> list[Row]:
    return joined(row for row in data.rows(year, area) if row.item.attainment == "no_data")


@drawn
def _no_data_table(area: str, year: int) -> str:
    lines = [
        (
            f"{markup.name_link(row.item.indicator, _detail(row))} "
            f'<span class="tp-quiet tp-small">{fmt.html(row.item.code)}</span>',
            fmt.html(f"{markup.plan_words(row)} · {row.item.domain or ''}"),
            fmt.html(row.item.target or "—"),
            fmt.html(row.lead or "未定"),
        )
        for row in _without(area, year)
    ]
    return markup.table(("指标", "规划 · 领域", "目标", "牵头单位"), lines, stack=True)


def _no_data_frame(rows: list[Row]) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {
                "编号": row.item.code,
                "指标": row.item.indicator,
                "规划": markup.plan_words(row),
                "领域": row.item.domain or "",
                "目标": row.item.target or "",
                "牵头单位": row.lead,
            }
            for row in rows
        ]
    )
