"""Pure: what all figures share — fonts, margins, and colours for a light or a dark page.

A figure knows its colours (a Palette) and nothing of the page it stands on.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

import plotly.graph_objects as go

from dashboard import format as fmt

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
    band: str
    others: tuple[str, str, str]

    def fill(self, status: fmt.Status) -> str:
        """The strong colour of a status."""
        return status.dark_fill if self.dark else status.fill

    def text(self, status: fmt.Status) -> str:
        """The colour of text standing on `fill`."""
        return status.dark_ink if self.dark else status.ink


LIGHT = Palette(
    dark=False, ink="#0B0C0C", quiet="#505A5F", grid="#E6E8EA", page="#FFFFFF", unmet="#BFBFBF",
    met="#E6E6E6", bar="#12436D", tick="#0B0C0C", base="#505A5F", fan="rgba(18,67,109,0.14)",
    band="rgba(80,90,95,0.16)", others=("#28A197", "#801650", "#F46A25"),
)  # fmt: skip
DARK = Palette(
    dark=True, ink="#F1F3F4", quiet="#AEB6BC", grid="#33393E", page="#16191C", unmet="#565D63",
    met="#30363B", bar="#8DBDE8", tick="#FFFFFF", base="#C3CAD0", fan="rgba(141,189,232,0.20)",
    band="rgba(195,202,208,0.20)", others=("#5CC6BD", "#E08CB8", "#F79A62"),
)  # fmt: skip


STEPS = ("#DCE7F1", "#B3CBE2", "#7FA6CB", "#3A6E9E", "#12436D")
DARK_STEPS = ("#22364A", "#2F5374", "#3F6C95", "#6C9DCA", "#A9CDEF")
"""Sizes without a verdict, the smallest first."""


def paper_colours() -> dict[str, str]:
    """Every colour of a chart on a dark page -> the colour of the same thing on white paper."""
    return dict(_both_colours())


def _both_colours() -> list[tuple[str, str]]:
    pairs = [(getattr(DARK, part.name), getattr(LIGHT, part.name)) for part in fields(Palette)]
    pairs = [pair for pair in pairs if isinstance(pair[0], str)]
    pairs += [*zip(DARK.others, LIGHT.others, strict=True), *zip(DARK_STEPS, STEPS, strict=True)]
    for status in fmt.STATUSES:
        pairs += [(status.dark_fill, status.fill), (status.dark_ink, status.ink)]
    return pairs


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
