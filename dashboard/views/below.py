"""On an indicator's page: the areas directly below, as a ranking and as small trends on one scale."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from dashboard import components, data, data_detail, downloads, markup, state
from dashboard import format as fmt
from dashboard.charts import Palette
from dashboard.drawn import drawn
from dashboard.multiples import MOST, multiples
from dashboard.rows import Row
from dashboard.views.origin import figure_words, given, made_of

h = fmt.html
FAILS, PASSES = "未达到", "达到"
NAMED = 20
"""Up to so many areas are named in a line: below a province are hundreds of towns."""
Line = tuple[tuple[int, float], ...]


@dataclass(frozen=True, slots=True)
class Ranked:
    """An area below with its rank (None: no figure); `verdict` only where each area must meet the target."""

    path: str
    rank: int | None
    words: str
    value: float | None
    made: str
    verdict: str


def show(row: Row, area: str, year: int) -> None:
    """Ranking left, small trends right; nothing where no area below has figures."""
    frame = data.below(row.item.code, area, year)
    series = data_detail.below_series(row.item.code, area)
    if frame.empty and not series:
        return
    found = ranked(row, frame)
    st.subheader(f"下级地区（{max(len(found), len(series))}个）", anchor=False)
    every = row.item.basis.kind == "every_area"
    if every:
        st.html(markup.wrap(_failing(row), "tp-lead"))
    with st.container(key="beside-below"):
        left, right = st.columns((2, 3), gap="large")
    with left:
        _table(row, found, year, every)
    with right:
        _small(row, area, found)


def ranked(row: Row, frame: pd.DataFrame) -> list[Ranked]:
    """The areas, the best first; equal figures share a rank, those without a figure come last."""
    ordered = frame.assign(rank=_order(row, frame)).sort_values(["rank", "area"], na_position="last")
    failing, lacking = set(row.item.basis.failing), set(row.item.basis.lacking)
    every = row.item.basis.kind == "every_area"
    found: list[Ranked] = []
    last = None
    for at, item in enumerate(ordered.itertuples(), start=1):
        path = str(item.area)
        value = float(item.value) if given(item.value) else None
        rank = None
        if value is not None:
            rank = found[-1].rank if found and last == item.rank else at
            last = item.rank
        verdict = ""
        if every:
            bad = fmt.leaf(path) in failing or path in failing
            gone = value is None or fmt.leaf(path) in lacking
            verdict = FAILS if bad else "缺数" if gone else PASSES
        found.append(Ranked(path, rank, figure_words(item), value, made_of(item), verdict))
    return found


def _order(row: Row, frame: pd.DataFrame) -> pd.Series:
    """By what the areas are ranked, the least first: the same as on the page of areas."""
    values, goal = frame["value"].astype(float), row.item.milestone_value
    if str(row.direction) == "around" and goal is not None:
        return (values - goal).abs().round(9)
    return values if str(row.direction) == "lower" else -values


def _failing(row: Row) -> str:
    """Who fails a target that every area must meet, and who has not reported."""
    bad, gone = row.item.basis.failing, row.item.basis.lacking
    words = f"目标要求每个地区都达到：有{len(bad)}个没有达到" if bad else "目标要求每个地区都达到："
    chips = " ".join(markup.chip(fmt.UNMET, fmt.leaf(path)) for path in bad[:NAMED])
    chips += " 等" if len(bad) > NAMED else ""
    said = f"{words} {chips}" if bad else f"{words}{'已报的都达到了' if gone else '全部达到'}"
    return said + (f"；{len(gone)}个缺数：{h(some(gone))}" if gone else "") + "。"


def some(paths: Sequence[str]) -> str:
    """The names of areas in a line, not of all where they are many."""
    return "、".join(fmt.leaf(path) for path in paths[:NAMED]) + ("等" if len(paths) > NAMED else "")


def _table(row: Row, found: list[Ranked], year: int, every: bool) -> None:
    heads = ["名次", "地区", f"{year}年", "分子 / 分母"] + (["评定"] if every else [])
    parts = any(item.made != fmt.DASH for item in found)
    if not parts:
        heads.remove("分子 / 分母")
    labels = {path: name for name, path in data.area_labels().items()}
    lines = []
    for item in found:
        link = state.link(
            "indicators", code=row.item.code, **row.asked, area=labels.get(item.path, item.path)
        )
        name = f'<a class="tp-go tp-text" href="{h(link)}">{h(fmt.leaf(item.path))}</a>'
        cells = [str(item.rank or fmt.DASH), name, f'<span class="tp-nowrap">{h(item.words)}</span>']
        cells += [item.made] if parts else []
        chips = {FAILS: fmt.UNMET, PASSES: fmt.MET}
        cells += [markup.chip(chips.get(item.verdict, fmt.NO_DATA), item.verdict)] if every else []
        lines.append(cells)
    if not lines:
        st.html(markup.empty(f"{year}年下级地区没有报数", "右边是以前各年的数；请换一个年份看排名。"))
        return
    with st.container(height=460 if len(lines) > 16 else "content", border=False, key="below-table"):
        st.html(markup.table(heads, lines, right=(0, 2, 3) if parts else (0, 2)))
    downloads.table(_frame(row, found, year), f"{row.item.indicator}_{year}年下级地区排名", key="below")


def _frame(row: Row, found: list[Ranked], year: int) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {
                "名次": item.rank, "地区": fmt.leaf(item.path), "年份": year, "数值": item.value,
                "单位": row.item.unit or "", "评定": item.verdict,
            }
            for item in found
        ]
    )  # fmt: skip


@drawn
def _multiples(
    areas: tuple[tuple[str, Line], ...], whole: Line, goal: float | None, unit: str | None,
    failing: tuple[tuple[str, bool], ...], palette: Palette,
) -> go.Figure:  # fmt: skip
    return multiples(areas, whole, goal=goal, unit=unit, failing=dict(failing), palette=palette)


def _small(row: Row, area: str, found: list[Ranked]) -> None:
    item = row.item
    series = data_detail.below_series(item.code, area)
    order = [one.path for one in found] + [path for path in series if path not in {one.path for one in found}]
    areas = [(fmt.leaf(path), series.get(path, ())) for path in order if series.get(path)]
    if not areas or max(len(points) for _, points in areas) < 2:
        return
    whole = [(year, value) for year, value in data.series(item.code, area) if value is not None]
    failing = {fmt.leaf(one.path): one.verdict == FAILS for one in found}
    figure = _multiples(
        tuple(areas), tuple(whole), item.milestone_value, item.unit, tuple(failing.items()),
        components.palette(),
    )  # fmt: skip
    alt = f"{item.indicator}各下级地区历年走势：" + "，".join(
        f"{name}{fmt.with_unit(points[-1][1], item.unit)}" for name, points in areas[:MOST]
    )
    components.chart(figure, key="multiples", alt=alt, name=f"{item.indicator}_下级地区走势")
    marks = "，虚线为目标" if item.milestone_value is not None else ""
    more = f"按名次列出前{MOST}个，共{len(areas)}个。" if len(areas) > MOST else ""
    st.caption(f"各图用同一把尺：蓝线为该地区，灰线为{fmt.plain(fmt.leaf(area))}{marks}。{more}")
