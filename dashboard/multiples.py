"""Pure: the areas below as small multiples, all on one scale, the whole district behind each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import plotly.graph_objects as go
from plotly.subplots import make_subplots

from dashboard import format as fmt
from dashboard.charts import LIGHT, Palette, layout

MOST, COLUMNS, ROW = 24, 3, 92
Points = Sequence[tuple[int, float]]


def multiples(
    areas: Sequence[tuple[str, Points]],
    whole: Points,
    *,
    goal: float | None = None,
    unit: str | None = None,
    failing: Mapping[str, bool] | None = None,
    palette: Palette = LIGHT,
) -> go.Figure:
    """One small trend an area, in the given order, 24 at most: its line, the whole's in grey, the target.

    `failing` names the areas (by their title) that fail a target each must meet; they are marked ✕.
    """
    shown = list(areas)[:MOST]
    rows = max(1, -(-len(shown) // COLUMNS))
    height = ROW * rows + 16
    figure = make_subplots(
        rows=rows, cols=COLUMNS, shared_xaxes=True, shared_yaxes=True, horizontal_spacing=0.04,
        vertical_spacing=min(0.3, 30 / height),
    )  # fmt: skip
    years = [y for _, points in shown for y, _ in points] + [y for y, _ in whole]
    seen = [v for _, points in shown for _, v in points] + [v for _, v in whole]
    seen += [] if goal is None else [goal]
    low, high = min(seen, default=0.0), max(seen, default=1.0)
    air = (high - low) * 0.12 or abs(high) * 0.1 or 1.0
    for at, (name, points) in enumerate(shown):
        row, column = at // COLUMNS + 1, at % COLUMNS + 1
        bad = bool((failing or {}).get(name))
        for trace in _small(name, points, whole, goal, unit, palette):
            figure.add_trace(trace, row=row, col=column)
        axis = "" if at == 0 else str(at + 1)
        figure.add_annotation(
            xref=f"x{axis} domain", yref=f"y{axis} domain", x=0, y=1, xanchor="left", yanchor="bottom",
            yshift=1, text=_title(name, points, unit, bad, palette), showarrow=False,
            font={"size": 12, "color": palette.ink},
        )  # fmt: skip
    layout(figure, palette, height, hovermode="closest", margin={"l": 4, "r": 4, "t": 22, "b": 4, "pad": 0})
    figure.update_xaxes(
        range=[min(years, default=0) - 0.5, max(years, default=1) + 0.5], showticklabels=False, ticks="",
        showgrid=False, zeroline=False, showline=True, linecolor=palette.grid, fixedrange=True,
    )  # fmt: skip
    figure.update_yaxes(
        range=[low - air, high + air], showticklabels=False, showgrid=False, zeroline=False, fixedrange=True,
    )  # fmt: skip
    for at in range(len(shown), rows * COLUMNS):
        figure.update_xaxes(visible=False, row=at // COLUMNS + 1, col=at % COLUMNS + 1)
    return figure


def _title(name: str, points: Points, unit: str | None, bad: bool, palette: Palette) -> str:
    label = name if len(name) <= 6 else f"{name[:5]}…"
    value = fmt.with_unit(points[-1][1], unit) if points else "未报"
    mark = f'<span style="color:{palette.fill(fmt.UNMET)}">✕</span> ' if bad else ""
    return f"{mark}{fmt.html(label)} <b>{value}</b>"


def _small(
    name: str, points: Points, whole: Points, goal: float | None, unit: str | None, palette: Palette
) -> list[go.Scatter]:
    found = [
        go.Scatter(
            x=[y for y, _ in whole], y=[v for _, v in whole], mode="lines", hoverinfo="skip", name="全县",
            line={"color": palette.unmet, "width": 1.5},
        )
    ]  # fmt: skip
    if goal is not None:
        span = [y for y, _ in whole] + [y for y, _ in points] or [0, 1]
        found.append(
            go.Scatter(
                x=[min(span) - 0.5, max(span) + 0.5], y=[goal, goal], mode="lines", hoverinfo="skip",
                name="目标", line={"color": palette.tick, "width": 1, "dash": "dash"},
            )
        )  # fmt: skip
    known = dict(points)
    span = list(range(min(known), max(known) + 1)) if known else []
    found.append(
        go.Scatter(
            x=span, y=[known.get(year) for year in span], mode="lines+markers", name=name, connectgaps=False,
            line={"color": palette.bar, "width": 1.8}, marker={"size": 4, "color": palette.bar},
            customdata=[fmt.with_unit(known.get(year), unit) for year in span],
            hovertemplate=f"{fmt.html(name)} %{{x}}年：%{{customdata}}<extra></extra>",
        )
    )  # fmt: skip
    return found
