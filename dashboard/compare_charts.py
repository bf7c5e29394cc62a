"""Pure: compared areas -> a ranking as dots on one axis, the target drawn through it."""

from __future__ import annotations

from collections.abc import Sequence

import plotly.graph_objects as go

from dashboard import format as fmt
from dashboard.charts import LIGHT, Palette, layout
from dashboard.compare import Measure, Site, made_of, words

ROW = 27
FIGURE_SPACE = "\u2007"
SIGNS = {"met": "circle", "watch": "triangle-up", "unmet": "x"}
OPS = {">=": "≥", ">": "＞", "<=": "≤", "<": "＜", "~=": "≈"}


def ranking(kept: Sequence[Site], measure: Measure, palette: Palette = LIGHT) -> go.Figure:
    """One row an area in the given order: rank and name, a dot for the figure, its interval, the target."""
    figure = go.Figure()
    rows = list(range(len(kept)))
    low, high = reach(kept, measure)
    _stems(figure, kept, low, palette)
    for status in (*fmt.STATUSES[:3], None):
        at = [row for row in rows if kept[row].status is status]
        if at:
            figure.add_trace(_dots(kept, at, status, measure, palette))
    room = 84 if measure.code else 104
    for row in rows:
        figure.add_annotation(
            x=1, xref="paper", xanchor="right", xshift=room - 4, y=row, text=_figure(kept[row], measure),
            showarrow=False, font={"color": palette.ink, "size": 12}, align="right",
        )  # fmt: skip
    _target(figure, measure, palette)
    layout(figure, palette, ROW * len(kept) + 64, hovermode="closest",
           margin={"l": 0, "r": room, "t": 26, "b": 24, "pad": 6})  # fmt: skip
    figure.update_xaxes(
        range=[low, high], showgrid=True, gridcolor=palette.grid, zeroline=False, fixedrange=True,
        tickfont={"color": palette.quiet, "size": 11},
    )  # fmt: skip
    figure.update_yaxes(
        range=[len(kept) - 0.5, -0.5], tickmode="array", tickvals=rows, fixedrange=True, showgrid=False,
        zeroline=False, ticks="",
        ticktext=[_named(place, kept) for place in kept], automargin=True,
        tickfont={"color": palette.ink, "size": 13},
    )  # fmt: skip
    return figure


def _named(place: Site, kept: Sequence[Site]) -> str:
    """Name and rank; figure spaces before a short rank, so that all ranks stand in one column."""
    digits = len(str(max(one.rank or 0 for one in kept)))
    return f"{place.label}　{str(place.rank).rjust(digits, FIGURE_SPACE)}"


def reach(kept: Sequence[Site], measure: Measure) -> tuple[float, float]:
    """The axis: from zero where the differences still show, else around the figures and the target."""
    seen = [place.value for place in kept if place.value is not None]
    seen += [end for place in kept for end in (place.low, place.high) if end is not None]
    seen += [measure.goal] if measure.goal is not None else []
    if not seen:
        return (0.0, 1.0)
    low, high = min(seen), max(seen)
    room = (high - low) * 0.08 or abs(high) * 0.05 or 1.0
    if (low >= 0 and low < 0.6 * high) or low == high == 0:
        return (0.0 - room / 4, high + room)
    return (low - room, high + room)


def _stems(figure: go.Figure, kept: Sequence[Site], low: float, palette: Palette) -> None:
    """A thin line from the axis to each figure, so that the eye finds its row."""
    x: list[float | None] = []
    y: list[float | None] = []
    for row, place in enumerate(kept):
        x += [low, place.value, None]
        y += [row, row, None]
    figure.add_trace(
        go.Scatter(
            x=x, y=y, mode="lines", line={"color": palette.grid, "width": 2}, hoverinfo="skip", name=""
        )
    )


def _dots(
    kept: Sequence[Site], at: Sequence[int], status: fmt.Status | None, measure: Measure, palette: Palette
) -> go.Scatter:
    chosen = [kept[row] for row in at]
    colour = palette.fill(status) if status else palette.bar
    return go.Scatter(
        x=[place.value for place in chosen], y=list(at), mode="markers",
        name=status.word if status else "数值",
        marker={"size": 11, "symbol": SIGNS.get(status.key if status else "", "circle"), "color": colour,
                "line": {"color": palette.ink if status is fmt.WATCH else colour, "width": 1}},
        error_x=_intervals(chosen, palette), customdata=[_hover(place, measure) for place in chosen],
        hovertemplate="%{customdata}<extra></extra>",
    )  # fmt: skip


def _intervals(chosen: Sequence[Site], palette: Palette) -> dict[str, object] | None:
    if all(place.low is None or place.high is None for place in chosen):
        return None
    ends = [(place.low, place.value or 0.0, place.high) for place in chosen]
    return {
        "type": "data", "symmetric": False, "width": 4, "thickness": 1.5, "color": palette.quiet,
        "array": [high - value if high is not None else 0.0 for _, value, high in ends],
        "arrayminus": [value - low if low is not None else 0.0 for low, value, _ in ends],
    }  # fmt: skip


def _hover(place: Site, measure: Measure) -> str:
    parts = [f"<b>{fmt.html(place.label)}</b>　第{place.rank}名", words(place, measure)]
    parts += [made_of(place)] if made_of(place) else []
    parts += [f"{place.status.icon} {place.word}"] if place.status else []
    parts += ["基数小，差异可能是随机波动"] if place.doubtful else []
    return "<br>".join(parts)


def _figure(place: Site, measure: Measure) -> str:
    text = words(place, measure)
    if not measure.code:
        return f"{text}　{made_of(place)}"
    return f"{text}＊" if place.doubtful else text


def _target(figure: go.Figure, measure: Measure, palette: Palette) -> None:
    if measure.goal is None:
        return
    year = f"{measure.goal_year}年" if measure.goal_year else ""
    said = f"{year}目标 {OPS.get(measure.op, '')}{fmt.with_unit(measure.goal, measure.unit)}"
    figure.add_vline(
        x=measure.goal, line={"color": palette.tick, "width": 1.5, "dash": "dash"},
        annotation={"text": said, "yref": "paper", "y": 1, "yanchor": "bottom", "showarrow": False,
                    "font": {"color": palette.ink, "size": 12}, "bgcolor": palette.page},
    )  # fmt: skip
