"""Pure: assessments and series -> plotly figures, the target always drawn.

A figure knows its colours (a Palette, light or dark) and nothing of the page it stands on.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from dashboard import format as fmt
from indicators.model import Assessment

FONT = (
    '"Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "Microsoft YaHei", "PingFang SC", '
    "SimHei, sans-serif"
)


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours of a chart on a light or a dark page; checked for colour-blind eyes."""

    dark: bool
    ink: str
    quiet: str
    grid: str
    page: str
    unmet: str
    met: str
    bar: str
    tick: str
    base: str
    fan: str

    def fill(self, status: fmt.Status) -> str:
        """The strong colour of a status."""
        return status.dark_fill if self.dark else status.fill

    def text(self, status: fmt.Status) -> str:
        """The colour of text standing on `fill`."""
        return status.dark_ink if self.dark else status.ink


LIGHT = Palette(
    dark=False, ink="#0B0C0C", quiet="#505A5F", grid="#E6E8EA", page="#FFFFFF", unmet="#BFBFBF",
    met="#E6E6E6", bar="#12436D", tick="#0B0C0C", base="#505A5F", fan="rgba(18,67,109,0.14)",
)  # fmt: skip
DARK = Palette(
    dark=True, ink="#F1F3F4", quiet="#AEB6BC", grid="#33393E", page="#16191C", unmet="#565D63",
    met="#30363B", bar="#8DBDE8", tick="#FFFFFF", base="#C3CAD0", fan="rgba(141,189,232,0.20)",
)  # fmt: skip


def layout(figure: go.Figure, palette: Palette, height: int, **more: object) -> go.Figure:
    """Size, fonts and margins that all figures share."""
    figure.update_layout(
        height=height,
        font={"family": FONT, "size": 13, "color": palette.ink},
        paper_bgcolor=palette.page,
        plot_bgcolor=palette.page,
        margin={"l": 0, "r": 0, "t": 8, "b": 0, "pad": 4},
        showlegend=False,
        dragmode=False,
        hoverlabel={"font": {"family": FONT, "size": 13}, "align": "left"},
        bargap=0.35,
        modebar={"bgcolor": "rgba(0,0,0,0)", "color": palette.quiet, "activecolor": palette.ink},
    )
    figure.update_layout(**more)
    return figure


def domain_bars(items: Sequence[Assessment], palette: Palette = LIGHT) -> go.Figure:
    """Assessments by status as one stacked bar per domain; met of judged stands at the bar's end."""
    domains = list(dict.fromkeys(item.domain or "其他" for item in items))
    tally = {name: fmt.counts(item for item in items if (item.domain or "其他") == name) for name in domains}
    most = max((sum(tally[name].values()) for name in domains), default=1)
    figure = go.Figure()
    for status in fmt.STATUSES:
        numbers = [tally[name][status.key] for name in domains]
        if any(numbers):
            figure.add_trace(_segment(status, domains, numbers, most, palette))
    for name in domains:
        figure.add_annotation(
            y=name, x=sum(tally[name].values()), text=_met_words(tally[name]), showarrow=False,
            xanchor="left", xshift=6, font={"color": palette.quiet, "size": 12},
        )  # fmt: skip
    layout(
        figure, palette, 34 * max(1, len(domains)) + 16, barmode="stack", bargap=0.3,
        margin={"l": 0, "r": 84, "t": 8, "b": 0, "pad": 4},
    )  # fmt: skip
    figure.update_xaxes(visible=False, fixedrange=True, range=[0, most])
    figure.update_yaxes(
        autorange="reversed", fixedrange=True, automargin=True, showgrid=False, ticks="",
        tickfont={"color": palette.ink, "size": 13},
    )  # fmt: skip
    return figure


def _segment(
    status: fmt.Status, domains: list[str], numbers: list[int], most: int, palette: Palette
) -> go.Bar:
    """One status's share of every bar; a count is written only where it has room."""
    wide = [number / most for number in numbers]
    edge = palette.quiet if status is fmt.NO_DATA else palette.page
    return go.Bar(
        orientation="h", name=status.word, y=domains, x=numbers,
        marker={"color": palette.fill(status), "line": {"color": edge, "width": 1}},
        text=[
            f"{status.icon} {n}" if part >= 0.16 else str(n) if part >= 0.045 else ""
            for n, part in zip(numbers, wide, strict=True)
        ],
        textposition="inside", insidetextanchor="middle", textangle=0, constraintext="none",
        textfont={"color": palette.text(status), "size": 12},
        customdata=[[name, status.key] for name in domains],
        hovertemplate="%{y} · " + status.word + ":%{x}项<extra></extra>",
    )  # fmt: skip


def _met_words(tally: Mapping[str, int]) -> str:
    judged = tally["met"] + tally["watch"] + tally["unmet"]
    return f"达标 {tally['met']}/{judged}" if judged else "未评定"
