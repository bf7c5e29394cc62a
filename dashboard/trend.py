"""Pure: one indicator's years -> a plotly figure with target path, milestones, base and outlook."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from dashboard import format as fmt
from dashboard.charts import LIGHT, Palette, layout
from indicators.model import Assessment, Direction

OPS = {">=": "≥", ">": ">", "<=": "≤", "<": "<", "~=": "≈"}


@dataclass(frozen=True, slots=True)
class Goal:
    """A milestone as drawn: in `year` the figure stands `op` `value`."""

    year: int
    op: str
    value: float


def trend(
    item: Assessment,
    series: Sequence[tuple[int, float | None]],
    *,
    goals: Sequence[Goal] = (),
    path: Sequence[tuple[int, float]] = (),
    direction: Direction | str = Direction.NONE,
    palette: Palette = LIGHT,
    decimals: int | None = None,
) -> go.Figure:
    """The trend of one indicator: reported years, gaps left open, and what the plan asks.

    `series` holds (year, figure or None) of the whole; `path` the required figure by year
    (序时进度, dotted); `goals` the milestones (diamonds), the last drawn as a dashed line too.
    """
    figure = go.Figure()
    _outlook(figure, item, series, palette)
    _path(figure, path, item.unit, palette)
    _goals(
        figure, goals, _start(series, path), unit=item.unit, palette=palette, direction=Direction(direction)
    )
    _figures(figure, item, series, palette, decimals)
    _base(figure, item, palette)
    years = [y for y, _ in series] + [y for y, _ in path] + [g.year for g in goals] + [item.year]
    if item.outlook_value is not None and (end := item.basis.aim_year or item.milestone_year):
        years.append(end)
    layout(figure, palette, 380, hovermode="closest", margin={"l": 8, "r": 12, "t": 34, "b": 8, "pad": 4})
    _axes(figure, years, item.unit, palette)
    return figure


def _start(series: Sequence[tuple[int, float | None]], path: Sequence[tuple[int, float]]) -> int | None:
    years = [year for year, value in series if value is not None] + [year for year, _ in path]
    return min(years, default=None)


def _figures(
    figure: go.Figure,
    item: Assessment,
    series: Sequence[tuple[int, float | None]],
    palette: Palette,
    decimals: int | None,
) -> None:
    known = {year: value for year, value in series if value is not None}
    if not known:
        return
    years = list(range(min(known), max(known) + 1))
    last = years[-1]
    words = [fmt.with_unit(known.get(year), item.unit, decimals) for year in years]
    error = None
    if item.small_number and item.low is not None and item.high is not None and item.year in known:
        error = _error(years, item, known)
    figure.add_trace(
        go.Scatter(
            x=years, y=[known.get(year) for year in years], mode="lines+markers", name="实际",
            connectgaps=False, line={"color": palette.bar, "width": 2, "shape": "linear"},
            marker={"size": 7, "color": palette.bar}, error_y=error, customdata=words,
            hovertemplate="%{x}年：%{customdata}<extra></extra>",
        )
    )  # fmt: skip
    figure.add_annotation(
        x=last, y=known[last], text=f"<b>{words[-1]}</b>", showarrow=False, xanchor="left",
        xshift=2, yshift=_aside(item, known[last]), font={"color": palette.bar, "size": 14},
        bgcolor=palette.page, opacity=0.95, borderpad=1,
    )  # fmt: skip


def _aside(item: Assessment, value: float) -> int:
    """Which side of the last point its figure stands on: away from the required path."""
    return -16 if item.required is not None and item.required > value else 16


def _error(years: Sequence[int], item: Assessment, known: dict[int, float]) -> dict:
    up = [(item.high or 0.0) - known[y] if y == item.year else 0.0 for y in years]
    down = [known[y] - (item.low or 0.0) if y == item.year else 0.0 for y in years]
    return {"type": "data", "symmetric": False, "array": up, "arrayminus": down, "width": 5, "thickness": 1.5}


def _base(figure: go.Figure, item: Assessment, palette: Palette) -> None:
    if item.base_year is None or item.base_value is None:
        return
    words = fmt.with_unit(item.base_value, item.unit)
    figure.add_trace(
        go.Scatter(
            x=[item.base_year], y=[item.base_value], mode="markers", name="基期",
            marker={"symbol": "triangle-up", "size": 12, "color": palette.base,
                    "line": {"color": palette.page, "width": 1}},
            hovertemplate=f"基期 {item.base_year}年：{words}<extra></extra>",
        )
    )  # fmt: skip


def _path(figure: go.Figure, path: Sequence[tuple[int, float]], unit: str | None, palette: Palette) -> None:
    if len(path) < 2:
        return
    figure.add_trace(
        go.Scatter(
            x=[year for year, _ in path], y=[value for _, value in path], mode="lines", name="序时进度",
            line={"color": palette.base, "width": 1.5, "dash": "dot"},
            customdata=[fmt.with_unit(round(value, 2), unit) for _, value in path],
            hovertemplate="%{x}年按序时进度应达：%{customdata}<extra></extra>",
        )
    )  # fmt: skip


def _goals(
    figure: go.Figure,
    goals: Sequence[Goal],
    start: int | None,
    *,
    unit: str | None,
    palette: Palette,
    direction: Direction,
) -> None:
    if not goals:
        return
    last = goals[-1]
    figure.add_trace(
        go.Scatter(
            x=[start if start is not None else last.year - 1, last.year], y=[last.value] * 2, mode="lines",
            line={"color": palette.tick, "width": 1.5, "dash": "dash"}, name="目标", hoverinfo="skip",
        )
    )  # fmt: skip
    words = [f"{goal.year}年 {OPS.get(goal.op, '')}{fmt.with_unit(goal.value, unit)}" for goal in goals]
    figure.add_trace(
        go.Scatter(
            x=[goal.year for goal in goals], y=[goal.value for goal in goals], mode="markers",
            name="阶段目标",
            marker={"symbol": "diamond", "size": 10, "color": palette.page,
                    "line": {"color": palette.tick, "width": 2}},
            customdata=words, hovertemplate="目标 %{customdata}<extra></extra>",
        )
    )  # fmt: skip
    beyond = -16 if direction is Direction.LOWER else 16
    for goal, text in zip(goals, words, strict=True):
        figure.add_annotation(
            x=goal.year, y=goal.value, text=f"目标 {text}", showarrow=False, yshift=beyond,
            xanchor="right" if goal is last else "center", font={"color": palette.tick, "size": 12},
            bgcolor=palette.page, opacity=0.95, borderpad=1,
        )  # fmt: skip


def _outlook(
    figure: go.Figure, item: Assessment, series: Sequence[tuple[int, float | None]], palette: Palette
) -> None:
    known = [(year, value) for year, value in series if value is not None]
    end, middle = item.basis.aim_year or item.milestone_year, item.outlook_value
    if not known or end is None or middle is None or end <= known[-1][0]:
        return
    year, value = known[-1]
    low = middle if item.outlook_low is None else item.outlook_low
    high = middle if item.outlook_high is None else item.outlook_high
    figure.add_trace(
        go.Scatter(
            x=[year, end, end, year], y=[value, high, low, value], fill="toself", mode="lines",
            fillcolor=palette.fan, line={"width": 0}, hoverinfo="skip", name="预期区间",
        )
    )  # fmt: skip
    reach = f"{fmt.number(round(low, 2))}–{fmt.number(round(high, 2))}"
    words = f"{fmt.with_unit(round(middle, 2), item.unit)}（{reach}）"
    figure.add_trace(
        go.Scatter(
            x=[year, end], y=[value, middle], mode="lines", name="预期",
            line={"color": palette.bar, "width": 1.5, "dash": "longdash"},
            hovertemplate=f"照近年走势，{end}年预计为{words}<extra></extra>",
        )
    )  # fmt: skip


def _axes(figure: go.Figure, years: Sequence[int], unit: str | None, palette: Palette) -> None:
    first, last = min(years), max(years)
    step = 1 if last - first <= 7 else 2 if last - first <= 18 else 5
    figure.update_xaxes(
        range=[first - 0.5, last + 0.6], dtick=step, tick0=last, tickangle=0, tickformat="d", fixedrange=True,
        showgrid=False, zeroline=False, linecolor=palette.quiet, showline=True, ticks="outside",
        tickcolor=palette.quiet, tickfont={"color": palette.quiet, "size": 12},
    )  # fmt: skip
    figure.update_yaxes(
        fixedrange=True, gridcolor=palette.grid, zeroline=False, nticks=6, automargin=True,
        tickfont={"color": palette.quiet, "size": 12},
    )  # fmt: skip
    if unit:
        figure.add_annotation(
            xref="paper", yref="paper", x=0, y=1, text=f"单位：{unit}", showarrow=False, xanchor="left",
            yanchor="bottom", yshift=10, font={"color": palette.quiet, "size": 12},
        )  # fmt: skip
