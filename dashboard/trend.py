"""Pure: one indicator's years -> a plotly figure with target path, milestones, base and outlook."""

from __future__ import annotations

from collections.abc import Sequence

import plotly.graph_objects as go

from dashboard import format as fmt
from dashboard import trend_marks as marks
from dashboard.bullets import nice_ticks
from dashboard.charts import LIGHT, Palette, layout
from dashboard.places import Board, Frame, text_width
from dashboard.trend_parts import Chance, Extra, Fan, Goal, Note, Series, fan_of, runs
from indicators.model import Assessment

__all__ = ["Chance", "Extra", "Goal", "Note", "Series", "cut", "trend"]

HEIGHT, TOP, BOTTOM = 400, 30, 30


def trend(
    item: Assessment,
    series: Sequence[tuple[int, float | None]],
    *,
    goals: Sequence[Goal] = (),
    path: Sequence[tuple[int, float]] = (),
    palette: Palette = LIGHT,
    decimals: int | None = None,
    extra: Extra | None = None,
) -> go.Figure:
    """The trend of one indicator: reported years, gaps left open, and what the plan asks.

    `series` holds (year, figure or None) of the whole; `path` the required figure by year
    (序时进度, dotted); `goals` the milestones (diamonds), the last drawn as a dashed line too.
    `extra` brings what only some indicators have: limits, intervals, remarks, other areas.
    """
    extra = extra or Extra()
    fan = fan_of(item, series, goals, extra.limits)
    frame = _frame(item, series, goals, path, extra, fan)
    board = Board(frame, _lines(series, goals, path, extra, fan, frame))
    figure = go.Figure()
    _chances(figure, extra.chances, palette, item.unit)
    _outlook(figure, fan, item, palette)
    _path(figure, path, item.unit, palette)
    _goals(figure, goals, frame, unit=item.unit, palette=palette)
    for at, other in enumerate(extra.others[:3]):
        _other(figure, other, at, item.unit, palette)
    _figures(figure, item, series, palette, decimals)
    _base(figure, item, palette)
    known = [(year, value) for year, value in series if value is not None]
    marks.last_figure(figure, board, known, item, palette, decimals)
    marks.milestones(figure, board, goals, item, palette)
    marks.notes(figure, extra.notes, dict(known), frame, palette, floor=_floor(frame, extra))
    ends = marks.ends(goals, fan, extra.others, item.unit, palette)
    marks.put_ends(figure, ends, frame)
    room = max([text_width(end.plain) for end in ends], default=0.0)
    layout(
        figure, palette, HEIGHT, hovermode="closest",
        margin={"l": 8, "r": 16 + room if ends else 16, "t": TOP, "b": BOTTOM, "pad": 0},
    )  # fmt: skip
    _axes(figure, frame, item.unit, palette, floor=_floor(frame, extra))
    return figure


def _frame(
    item: Assessment,
    series: Sequence[tuple[int, float | None]],
    goals: Sequence[Goal],
    path: Sequence[tuple[int, float]],
    extra: Extra,
    fan: Fan | None,
) -> Frame:
    """The years and figures that the plot must hold, with air around them and a strip for remarks."""
    years = [y for y, _ in series] + [y for y, _ in path] + [g.year for g in goals] + [item.year]
    years += [note.year for note in extra.notes] + [y for other in extra.others for y, _ in other.points]
    if fan:
        years.append(fan.end)
    seen = [v for _, v in series if v is not None] + [v for _, v in path] + [g.value for g in goals]
    seen += [v for other in extra.others for _, v in other.points]
    seen += [item.base_value] if item.base_value is not None else []
    seen += [step[2] for step in fan.steps] if fan else []
    wide = [end for chance in extra.chances for end in (chance.low, chance.high)]
    wide += [end for step in fan.steps for end in (step[1], step[3])] if fan else []
    low, high = _reach([*seen, *_within(wide, seen)])
    height = HEIGHT - TOP - BOTTOM
    strip = _strip(extra)
    low -= (high - low) * strip / (height - strip)
    return Frame(min(years) - 0.5, max(years) + 0.4, low, high, height)


def _within(wide: Sequence[float], seen: Sequence[float]) -> list[float]:
    """Ends of intervals, kept from pressing the figures flat: at most twice their span beyond them."""
    if not seen:
        return list(wide)
    low, high = min(seen), max(seen)
    room = 2 * (high - low) or abs(high) or 1.0
    return [min(max(end, low - room), high + room) for end in wide]


def cut(figure: go.Figure) -> bool:
    """Whether an interval reaches beyond the drawn part of the axis."""
    low, high = figure.layout.yaxis.range
    bands = [trace for trace in figure.data if trace.name in ("预期区间", "偶然波动范围")]
    return any(y < low or y > high for trace in bands for y in trace.y)


def _reach(seen: Sequence[float]) -> tuple[float, float]:
    """The axis: from zero where the figures still differ visibly there, else around them."""
    if not seen:
        return 0.0, 1.0
    low, high = min(seen), max(seen)
    air = (high - low) * 0.12 or abs(high) * 0.1 or 1.0
    if 0 <= low <= 0.35 * high:
        return 0.0, high + air
    return low - air, high + air


def _floor(frame: Frame, extra: Extra) -> float:
    """The lowest figure of the axis: below it is only the strip of the remarks."""
    return frame.low + (frame.high - frame.low) * _strip(extra) / frame.height


def _strip(extra: Extra) -> float:
    """How many pixels the remarks take at the bottom."""
    return marks.NOTE_ROW * marks.note_rows(extra.notes) + (6 if extra.notes else 0)


def _lines(
    series: Sequence[tuple[int, float | None]],
    goals: Sequence[Goal],
    path: Sequence[tuple[int, float]],
    extra: Extra,
    fan: Fan | None,
    frame: Frame,
) -> list[Sequence[tuple[float, float]]]:
    """All that is drawn as a line, for the labels to keep clear of."""
    found: list[Sequence[tuple[float, float]]] = [run for run in runs(series) if run]
    found += [list(other.points) for other in extra.others] + ([list(path)] if path else [])
    if fan:
        found += [[(y, mid) for y, _, mid, _ in fan.steps]]
    if goals:
        found += [[(frame.first, goals[-1].value), (frame.last, goals[-1].value)]]
        found += [[(goal.year, goal.value)] for goal in goals]
    return found


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
    words = [fmt.with_unit(known.get(year), item.unit, decimals) for year in years]
    figure.add_trace(
        go.Scatter(
            x=years, y=[known.get(year) for year in years], mode="lines+markers", name="实际",
            connectgaps=False, line={"color": palette.bar, "width": 2, "shape": "linear"},
            marker={"size": 7, "color": palette.bar}, customdata=words, cliponaxis=False,
            hovertemplate="%{x}年：%{customdata}<extra></extra>",
        )
    )  # fmt: skip


def _chances(figure: go.Figure, chances: Sequence[Chance], palette: Palette, unit: str | None) -> None:
    """The interval of each year's figure: a band over years in a row, a bar for a year by itself."""
    if not chances:
        return
    known = {int(chance.year): chance for chance in chances}
    years = sorted(known)
    for run in runs([(y, 0.0 if y in known else None) for y in range(years[0], years[-1] + 1)]):
        span = [known[int(y)] for y, _ in run]
        if len(span) == 1:
            span = [Chance(span[0].year + off, span[0].low, span[0].high) for off in (-0.12, 0.12)]
        figure.add_trace(
            go.Scatter(
                x=[c.year for c in span] + [c.year for c in reversed(span)],
                y=[c.high for c in span] + [c.low for c in reversed(span)],
                fill="toself", mode="lines", fillcolor=palette.band, line={"width": 0}, name="偶然波动范围",
                hoverinfo="skip",
            )
        )  # fmt: skip
    words = [
        f"{fmt.number(round(known[y].low, 2))}–{fmt.with_unit(round(known[y].high, 2), unit)}" for y in years
    ]
    figure.add_trace(
        go.Scatter(
            x=years, y=[known[y].high for y in years], mode="markers", marker={"size": 10, "opacity": 0},
            name="偶然波动上限", customdata=words,
            hovertemplate="%{x}年仅凭偶然，可能在%{customdata}之间<extra></extra>",
        )
    )  # fmt: skip


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
    figure: go.Figure, goals: Sequence[Goal], frame: Frame, *, unit: str | None, palette: Palette
) -> None:
    if not goals:
        return
    last = goals[-1]
    figure.add_trace(
        go.Scatter(
            x=[frame.first, frame.last], y=[last.value] * 2, mode="lines",
            line={"color": palette.tick, "width": 1.5, "dash": "dash"}, name="目标", hoverinfo="skip",
        )
    )  # fmt: skip
    figure.add_trace(
        go.Scatter(
            x=[goal.year for goal in goals], y=[goal.value for goal in goals], mode="markers",
            name="阶段目标",
            marker={"symbol": "diamond", "size": 10, "color": palette.page,
                    "line": {"color": palette.tick, "width": 2}},
            customdata=[marks.goal_words(goal, unit) for goal in goals],
            hovertemplate="目标 %{customdata}<extra></extra>",
        )
    )  # fmt: skip


def _other(figure: go.Figure, other: Series, at: int, unit: str | None, palette: Palette) -> None:
    """Another area's line, told apart by colour and by the shape of its marks."""
    shape, _ = marks.SHAPES[at]
    years = [year for year, _ in other.points]
    known = dict(other.points)
    span = list(range(years[0], years[-1] + 1)) if years else []
    figure.add_trace(
        go.Scatter(
            x=span, y=[known.get(year) for year in span], mode="lines+markers", name=other.name,
            connectgaps=False, line={"color": palette.others[at], "width": 1.5},
            marker={"symbol": shape, "size": 7, "color": palette.others[at]},
            customdata=[fmt.with_unit(known.get(year), unit) for year in span],
            hovertemplate=f"{fmt.html(other.name)} %{{x}}年：%{{customdata}}<extra></extra>",
        )
    )  # fmt: skip


def _outlook(figure: go.Figure, fan: Fan | None, item: Assessment, palette: Palette) -> None:
    if fan is None:
        return
    years = [year for year, _, _, _ in fan.steps]
    figure.add_trace(
        go.Scatter(
            x=years + years[::-1],
            y=[high for _, _, _, high in fan.steps] + [low for _, low, _, _ in reversed(fan.steps)],
            fill="toself", mode="lines", fillcolor=palette.fan, line={"width": 0}, hoverinfo="skip",
            name="预期区间",
        )
    )  # fmt: skip
    figure.add_trace(
        go.Scatter(
            x=years, y=[mid for _, _, mid, _ in fan.steps], mode="lines", name="预期",
            line={"color": palette.bar, "width": 1.5, "dash": "longdash"},
            customdata=[marks.reach_words(step, item.unit) for step in fan.steps],
            hovertemplate="照近年走势，%{x}年预计为%{customdata}<extra></extra>",
        )
    )  # fmt: skip


def _axes(figure: go.Figure, frame: Frame, unit: str | None, palette: Palette, *, floor: float) -> None:
    first, last = round(frame.first + 0.5), round(frame.last - 0.4)
    step = 1 if last - first <= 7 else 2 if last - first <= 18 else 5
    figure.update_xaxes(
        range=[frame.first, frame.last], dtick=step, tick0=last, tickangle=0, tickformat="d", fixedrange=True,
        showgrid=False, zeroline=False, linecolor=palette.quiet, showline=True, ticks="outside",
        tickcolor=palette.quiet, tickfont={"color": palette.quiet, "size": 12},
    )  # fmt: skip
    ticks = nice_ticks(floor - abs(floor) * 1e-9, frame.high)
    figure.update_yaxes(
        range=[frame.low, frame.high], fixedrange=True, gridcolor=palette.grid, zeroline=False,
        automargin=True, tickvals=ticks, ticktext=[f"{fmt.number(tick)} " for tick in ticks],
        tickfont={"color": palette.quiet, "size": 12},
    )  # fmt: skip
    if unit:
        figure.add_annotation(
            xref="paper", yref="paper", x=0, y=1, text=f"单位：{unit}", showarrow=False, xanchor="left",
            yanchor="bottom", yshift=8, font={"color": palette.quiet, "size": 12},
        )  # fmt: skip
