"""Pure: one indicator's groups (男女, 城乡): their lines, their gap in words, their figure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from dashboard import format as fmt
from dashboard.bullets import nice_ticks
from dashboard.charts import LIGHT, Palette, layout
from dashboard.places import Frame, spread, text_width
from dashboard.trend_marks import SHAPES

MOST = 4


@dataclass(frozen=True, slots=True)
class Group:
    """One way of dividing: its name (性别, 城乡) and, for each part, (year, figure)."""

    name: str
    lines: tuple[tuple[str, tuple[tuple[int, float], ...]], ...]


@dataclass(frozen=True, slots=True)
class Gap:
    """The difference between the highest and the lowest part of a year."""

    year: int
    high: tuple[str, float]
    low: tuple[str, float]

    @property
    def size(self) -> float:
        """How far apart they are."""
        return round(self.high[1] - self.low[1], 9)


def group_lines(rows: Sequence[tuple[Mapping[str, str], int, float]]) -> list[Group]:
    """Figures by breakdown -> one group for each way of dividing, parts in the order in which they came."""
    found: dict[str, dict[str, dict[int, float]]] = {}
    for parts, year, value in rows:
        name, part = "、".join(parts), "、".join(str(word) for word in parts.values())
        found.setdefault(name, {}).setdefault(part, {}).setdefault(year, value)
    return [
        Group(name, tuple((part, tuple(sorted(years.items()))) for part, years in parts.items()))
        for name, parts in found.items()
    ]


def gaps(group: Group) -> list[Gap]:
    """The gap of every year that has at least two parts, the oldest first."""
    years = sorted({year for _, points in group.lines for year, _ in points})
    found = []
    for year in years:
        here = [(name, dict(points)[year]) for name, points in group.lines if year in dict(points)]
        if len(here) > 1:
            here.sort(key=lambda part: -part[1])
            found.append(Gap(year, here[0], here[-1]))
    return found


def gap_words(group: Group, unit: str | None) -> str:
    """The newest gap in a sentence, and whether it grew or shrank since the one before."""
    known = gaps(group)
    if not known:
        return ""
    now = known[-1]
    size = _difference(now.size, unit)
    words = (
        f"{now.year}年{now.high[0]}{fmt.with_unit(now.high[1], unit)}，"
        f"{now.low[0]}{fmt.with_unit(now.low[1], unit)}，"
    )
    words += f"相差{size}" if now.size else "没有差距"
    if len(known) > 1:
        before = known[-2]
        moved = round(now.size - before.size, 9)
        how = "没有变化" if not moved else f"{'扩大' if moved > 0 else '缩小'}{_difference(abs(moved), unit)}"
        words += f"；差距比{before.year}年{how}"
    return words.replace("\u2009", "") + "。"


def _difference(size: float, unit: str | None) -> str:
    return fmt.with_unit(size, fmt.difference_unit(unit))


def group_figure(
    group: Group, whole: Sequence[tuple[int, float | None]], unit: str | None, palette: Palette = LIGHT
) -> go.Figure:
    """The parts as lines, at most four, named at their ends; the whole as a thin grey line."""
    figure = go.Figure()
    lines = group.lines[:MOST]
    seen = [v for _, points in lines for _, v in points] + [v for _, v in whole if v is not None]
    years = [y for _, points in lines for y, _ in points]
    low, high = min(seen, default=0.0), max(seen, default=1.0)
    air = (high - low) * 0.15 or abs(high) * 0.1 or 1.0
    frame = Frame(min(years) - 0.4, max(years) + 0.25, max(0.0, low - air) if low >= 0 else low - air,
                  high + air, 170)  # fmt: skip
    figure.add_trace(_line("全部", [(y, v) for y, v in whole if v is not None and y >= min(years)],
                           palette.base, "circle", 1.0, unit, dash="dot"))  # fmt: skip
    colours = (palette.bar, *palette.others)
    shapes = (("circle", "●"), *SHAPES)
    ends = []
    for at, (name, points) in enumerate(lines):
        figure.add_trace(_line(name, points, colours[at], shapes[at][0], 2.0, unit))
        words = f"{name} {fmt.with_unit(points[-1][1], unit)}"
        ends.append((points[-1][1], words, f'<span style="color:{colours[at]}">{shapes[at][1]}</span>'))
    heights = [frame.at((frame.last, value), 1.0)[1] for value, _, _ in ends]
    for (value, words, mark), was, now in zip(ends, heights, spread(heights, 6, 164), strict=True):
        figure.add_annotation(
            xref="paper", x=1, y=value, text=f"{mark} {fmt.html(words)}", showarrow=False, xanchor="left",
            xshift=6, yshift=now - was, font={"color": palette.ink, "size": 12},
        )  # fmt: skip
    room = max((text_width(f"■ {words}") for _, words, _ in ends), default=0.0)
    layout(figure, palette, 220, hovermode="closest", margin={"l": 8, "r": 14 + room, "t": 20, "b": 30})
    ticks = nice_ticks(frame.low, frame.high)
    step = 1 if max(years) - min(years) <= 7 else 2
    figure.update_xaxes(
        range=[frame.first, frame.last], dtick=step, tick0=max(years), tickformat="d", fixedrange=True,
        showgrid=False, zeroline=False, showline=True, linecolor=palette.quiet, tickangle=0,
        tickfont={"color": palette.quiet, "size": 12},
    )  # fmt: skip
    figure.update_yaxes(
        range=[frame.low, frame.high], tickvals=ticks, ticktext=[f"{fmt.number(tick)} " for tick in ticks],
        gridcolor=palette.grid, zeroline=False, fixedrange=True, automargin=True,
        tickfont={"color": palette.quiet, "size": 12},
    )  # fmt: skip
    return figure


def _line(
    name: str, points: Sequence[tuple[int, float]], colour: str, shape: str, width: float, unit: str | None,
    dash: str = "solid",
) -> go.Scatter:  # fmt: skip
    known = dict(points)
    span = list(range(min(known), max(known) + 1)) if known else []
    return go.Scatter(
        x=span, y=[known.get(year) for year in span], mode="lines+markers", name=name, connectgaps=False,
        line={"color": colour, "width": width, "dash": dash},
        marker={"symbol": shape, "size": 6, "color": colour},
        customdata=[fmt.with_unit(known.get(year), unit) for year in span],
        hovertemplate=f"{fmt.html(name)} %{{x}}年：%{{customdata}}<extra></extra>",
    )  # fmt: skip
