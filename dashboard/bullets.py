"""Pure: an assessment as a bullet: what it shows, and the plotly figure of one or of a whole list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from dashboard import format as fmt
from dashboard.charts import LIGHT, Palette, layout
from indicators.model import Assessment, Direction


@dataclass(frozen=True, slots=True)
class Bullet:
    """What a bullet shows: the axis from `low` to `high` and where things stand on it.

    `band` is the side on which the target is not met: "left", "right", "both" or "" (no target).
    `dot` is True where the axis does not start at 0, so that a bar's length would lie.
    """

    low: float
    high: float
    value: float | None
    target: float | None
    base: float | None
    required: float | None
    band: str
    dot: bool

    def at(self, value: float) -> float:
        """Where a figure stands on the axis, from 0 (left) to 1 (right)."""
        return min(1.0, max(0.0, (value - self.low) / (self.high - self.low)))


def bullet_of(item: Assessment, direction: Direction | str, target: float | None = None) -> Bullet | None:
    """The bullet of an assessment; None where there is neither a figure nor a target.

    `target`: the demand to draw; the one now in force unless given.
    """
    target = item.milestone_value if target is None else target
    marks = [m for m in (item.value, target, item.base_value, item.required) if m is not None]
    if not marks:
        return None
    low, high = _axis(marks)
    side = {Direction.HIGHER: "left", Direction.LOWER: "right", Direction.AROUND: "both"}
    band = side.get(Direction(direction), "") if target is not None else ""
    return Bullet(low, high, item.value, target, item.base_value, item.required, band, low != 0.0)


def _axis(marks: Sequence[float]) -> tuple[float, float]:
    """From 0 where that leaves the differences visible; else around the marks, with air."""
    least, most = min(marks), max(marks)
    spread = most - least
    if least >= 0 and (spread >= 0.15 * most or spread == 0):
        return 0.0, (most or 1.0) * 1.12
    air = 0.6 * (spread or abs(most) or 1.0)
    return least - air, most + air


def _bands(bullet: Bullet, row: int, palette: Palette) -> list[dict]:
    ends = [(0.0, 1.0, palette.met)]
    if bullet.target is not None and bullet.band:
        edge = bullet.at(bullet.target)
        left = palette.unmet if bullet.band == "left" else palette.met
        right = palette.unmet if bullet.band == "right" else palette.met
        ends = [(0.0, edge, left), (edge, 1.0, right)]
    return [
        {
            "type": "rect", "layer": "below", "x0": x0, "x1": x1, "y0": row - 0.32, "y1": row + 0.32,
            "fillcolor": colour, "line": {"width": 0},
        }
        for x0, x1, colour in ends
    ]  # fmt: skip


def _bullet_traces(rows: Sequence[tuple[Assessment, Bullet | None]], palette: Palette) -> list[go.Trace]:
    here = [(row, item, bullet) for row, (item, bullet) in enumerate(rows) if bullet is not None]
    valued = [(row, item, b, b.value) for row, item, b in here if b.value is not None]
    bars = [(row, item, b.at(value)) for row, item, b, value in valued if not b.dot]
    dots = [(row, item, b.at(value)) for row, item, b, value in valued if b.dot]
    bases = [(row + 0.36, item, b.at(b.base)) for row, item, b in here if b.base is not None]
    ticks = [(row, item, b.at(b.target)) for row, item, b in here if b.target is not None]
    bar = go.Bar(
        orientation="h", width=0.24, marker={"color": palette.bar, "line": {"width": 0}}, name="现值",
        **_points(bars),
    )  # fmt: skip

    def marks(name: str, points: list, **marker: object) -> go.Scatter:
        return go.Scatter(mode="markers", name=name, marker=marker, cliponaxis=False, **_points(points))

    line = {"width": 2.5, "color": palette.tick}
    return [
        bar,
        marks("现值", dots, symbol="circle", size=11, color=palette.bar),
        marks("基期", bases, symbol="triangle-up", size=9, color=palette.base),
        marks("目标", ticks, symbol="line-ns-open", size=11, line=line, color=palette.tick),
    ]


def _points(points: Sequence[tuple[float, Assessment, float]]) -> dict:
    return {
        "x": [at for _, _, at in points],
        "y": [row for row, _, _ in points],
        "customdata": [[item.code] for _, item, _ in points],
        "hovertext": [hover(item) for _, item, _ in points],
        "hovertemplate": "%{hovertext}<extra></extra>",
    }


def hover(item: Assessment) -> str:
    """The words of a bullet under the pointer."""
    status = fmt.status_of(item)
    lines = [f"<b>{fmt.html(item.indicator)}</b>", f"{status.icon} {item.word}"]
    if item.value is not None:
        lines.append(f"{item.year}年：{fmt.with_unit(item.value, item.unit)}")
    if item.target:
        lines.append(f"目标：{fmt.html(item.target)}")
    if item.required is not None:
        lines.append(f"按序时进度应为：{fmt.with_unit(_rounded(item.required), item.unit)}")
    return "<br>".join(lines)


def _rounded(value: float) -> float:
    return round(value, 2)


def bullet(item: Assessment, direction: Direction | str, palette: Palette = LIGHT) -> go.Figure | None:
    """One large bullet with a numbered axis, for an indicator's own page; None without figures."""
    found = bullet_of(item, direction)
    if found is None:
        return None
    figure = go.Figure(_bullet_traces([(item, found)], palette))
    layout(
        figure,
        palette,
        96,
        shapes=_bands(found, 0, palette),
        margin={"l": 8, "r": 12, "t": 4, "b": 34, "pad": 4},
    )
    ticks = nice_ticks(found.low, found.high)
    unit = item.unit if fmt.is_sign((item.unit or "").removeprefix("1")) else None
    figure.update_xaxes(
        range=[-0.01, 1.01], tickvals=[found.at(tick) for tick in ticks], fixedrange=True, zeroline=False,
        ticktext=[fmt.with_unit(tick, unit) for tick in ticks],
        showgrid=False, tickfont={"color": palette.quiet, "size": 12},
    )  # fmt: skip
    figure.update_yaxes(visible=False, range=[0.6, -0.6], fixedrange=True)
    return figure


def nice_ticks(low: float, high: float) -> list[float]:
    """Four to seven round numbers between two ends."""
    span = high - low
    step = 10 ** len(str(int(span))) if span >= 1 else 1.0
    for _ in range(60):
        for part in (1.0, 0.5, 0.2):
            if span / (step * part) >= 4:
                unit = step * part
                first = -(-low // unit)
                count = int(span / unit) + 2
                found = [round((first + i) * unit, 10) for i in range(count)]
                return [tick for tick in found if low <= tick <= high]
        step /= 10
    return [low, high]
