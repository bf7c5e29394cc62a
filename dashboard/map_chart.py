"""Pure: compared areas and their shapes -> a map of filled outlines; nothing is fetched from anywhere.

Plotly's own maps ask for world outlines from the internet even where none are shown; plain axes do not.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from dashboard import format as fmt
from dashboard.charts import DARK_STEPS, LIGHT, STEPS, Palette, layout
from dashboard.compare import EXEMPT, Measure, Site, made_of, words
from indicators.geo import Shape, centre, extent

HEIGHT = 500
NAMED = 40
"""With more areas than this only signs stand on the map; names are in the table and under the pointer."""


@dataclass(frozen=True, slots=True)
class Kind:
    """Areas that look the same on the map: the word of the legend, colours, the sign beside the colour."""

    word: str
    fill: str
    ink: str
    sign: str = ""
    dashed: bool = False


def area_map(
    places: Sequence[Site],
    shapes: Mapping[str, Shape],
    measure: Measure,
    palette: Palette = LIGHT,
    *,
    names_only: bool = False,
) -> go.Figure:
    """The areas that have a shape, coloured by verdict, or by size where no target judges them.

    Colour never stands alone: names and figures are written in, or signs where areas are many. Areas
    without a figure are empty with a dashed edge. `names_only`: boundaries to look at, without figures.
    """
    drawn = [place for place in places if place.path in shapes]
    figure = go.Figure()
    kinds = classes(drawn, measure, palette)
    for kind in dict.fromkeys(kinds.values()):
        mine = [shapes[place.path] for place in drawn if kinds[place.path] is kind]
        figure.add_trace(_outlines(mine, kind, palette))
    many = len(drawn) > NAMED
    figure.add_trace(_labels(drawn, shapes, kinds, measure, many=many, names_only=names_only))
    figure.add_trace(_pointers(drawn, shapes, None if names_only else measure))
    layout(
        figure, palette, HEIGHT, hovermode="closest", showlegend=not names_only,
        legend={"orientation": "h", "y": -0.02, "yanchor": "top", "x": 0, "itemclick": False,
                "itemdoubleclick": False, "font": {"color": palette.ink, "size": 12}},
    )  # fmt: skip
    _frame(figure, [shapes[place.path] for place in drawn])
    return figure


def classes(drawn: Sequence[Site], measure: Measure, palette: Palette) -> dict[str, Kind]:
    """Which kind each area is, in the legend's order."""
    empty = Kind(_empty_word(measure), palette.page, palette.ink, fmt.NO_DATA.icon, dashed=True)
    other = fmt.OTHER
    exempt = Kind(f"{other.icon} {EXEMPT}", palette.fill(other), palette.text(other), other.icon)
    if measure.judged:
        by_status = {
            status.key: Kind(
                f"{status.icon} {status.word}", palette.fill(status), palette.text(status), status.icon
            )
            for status in fmt.STATUSES[:3]
        }
        order = [*by_status.values(), exempt, empty]
        found = {place.path: _judged(place, by_status, exempt, empty) for place in drawn}
    else:
        values = [place.value for place in drawn if place.value is not None]
        edges = _edges(values)
        order = [*_sized(values, edges, measure, palette, _decimals(drawn)), exempt, empty]
        without = {True: exempt, False: empty}
        found = {
            place.path: without[place.exempt] if place.value is None else order[_step(place.value, edges)]
            for place in drawn
        }
    return dict(sorted(found.items(), key=lambda item: order.index(item[1])))


def _decimals(drawn: Sequence[Site]) -> int | None:
    return next((place.decimals for place in drawn if place.value is not None), None)


def _empty_word(measure: Measure) -> str:
    return "未报" if measure.code else "未评定"


def _judged(place: Site, by_status: Mapping[str, Kind], exempt: Kind, empty: Kind) -> Kind:
    """The verdict; what no target judges, with a figure or without, is not what was not reported."""
    if place.status and place.value is not None:
        return by_status[place.status.key]
    return exempt if place.exempt or place.value is not None else empty


def _edges(values: Sequence[float]) -> list[float]:
    """Up to four borders that part the figures into groups of about the same number, equal ones together."""
    ordered = sorted(values)
    distinct = sorted(set(ordered))
    if len(distinct) <= len(STEPS):
        return distinct[1:]  # each figure is a group of its own
    cuts = [ordered[len(ordered) * part // len(STEPS)] for part in range(1, len(STEPS))]
    return [cut for cut in dict.fromkeys(cuts) if cut > ordered[0]]


def _step(value: float, edges: Sequence[float]) -> int:
    return sum(value >= edge for edge in edges)


def _sized(
    values: Sequence[float],
    edges: Sequence[float],
    measure: Measure,
    palette: Palette,
    decimals: int | None = None,
) -> list[Kind]:
    """The groups by size, pale to deep, each named by the least and the greatest figure in it."""
    colours = DARK_STEPS if palette.dark else STEPS
    found = []
    for at in range(len(edges) + 1):
        mine = [value for value in values if _step(value, edges) == at]
        deep = round((len(colours) - 1) * at / len(edges)) if edges else 2
        ink = palette.page if deep >= 3 else palette.ink
        ends = (min(mine, default=0.0), max(mine, default=0.0))
        low, high = (fmt.with_unit(end, measure.unit, decimals) for end in ends)
        found.append(Kind(low if low == high else f"{low}–{high}", colours[deep], ink))
    return found


def _outlines(shapes: Sequence[Shape], kind: Kind, palette: Palette) -> go.Scatter:
    x: list[float | None] = []
    y: list[float | None] = []
    for shape in shapes:
        for polygon in shape:
            for ring in polygon:
                x += [point[0] for point in ring] + [None]
                y += [point[1] for point in ring] + [None]
    edge = {"color": palette.quiet if kind.dashed else palette.page, "width": 1.2,
            "dash": "dot" if kind.dashed else "solid"}  # fmt: skip
    return go.Scatter(
        x=x, y=y, mode="lines", fill="toself", fillcolor=kind.fill, line=edge, name=kind.word,
        hoverinfo="skip",
    )  # fmt: skip


def _labels(
    drawn: Sequence[Site],
    shapes: Mapping[str, Shape],
    kinds: Mapping[str, Kind],
    measure: Measure,
    *,
    many: bool,
    names_only: bool,
) -> go.Scatter:
    points = [centre(shapes[place.path]) for place in drawn]
    texts, empty = [], _empty_word(measure)
    for place in drawn:
        sign = kinds[place.path].sign
        figure = words(place, measure) if place.value is not None else place.reason if place.exempt else empty
        line = f"{sign} {figure}{'＊' if place.doubtful else ''}".strip()
        near = "" if sign == fmt.MET.icon else sign
        full = fmt.html(place.name) if names_only else f"{fmt.html(place.name)}<br>{line}"
        texts.append(("" if names_only else near) if many else full)
    colours = [kinds[place.path].ink for place in drawn]
    return go.Scatter(
        x=[x for x, _ in points], y=[y for _, y in points], mode="text", text=texts, name="名称",
        showlegend=False, hoverinfo="skip", textfont={"size": 10 if many else 12, "color": colours},
    )  # fmt: skip


def _pointers(drawn: Sequence[Site], shapes: Mapping[str, Shape], measure: Measure | None) -> go.Scatter:
    """Unseen points that tell name and figure under the pointer."""
    points = [centre(shapes[place.path]) for place in drawn]
    told = []
    for place in drawn:
        parts = [f"<b>{fmt.html(place.label)}</b>"]
        parts += [words(place, measure)] if measure else []
        parts += [made_of(place)] if made_of(place) else []
        parts += [f"{place.status.icon} {place.word}　第{place.rank}名"] if place.status else []
        told.append("<br>".join(parts))
    return go.Scatter(
        x=[x for x, _ in points], y=[y for _, y in points], mode="markers", customdata=told, name="",
        marker={"size": 26, "opacity": 0}, hovertemplate="%{customdata}<extra></extra>", showlegend=False,
    )  # fmt: skip


def _frame(figure: go.Figure, shapes: Sequence[Shape]) -> None:
    """Axes without marks; a degree of longitude as long as it is at that latitude."""
    west, south, east, north = extent(shapes)
    room = 0.02 * max(east - west, north - south)
    shrink = max(0.2, math.cos(math.radians((south + north) / 2)))
    figure.update_xaxes(visible=False, fixedrange=True, range=[west - room, east + room], constrain="domain")
    figure.update_yaxes(
        visible=False, fixedrange=True, range=[south - room, north + room], scaleanchor="x",
        scaleratio=1 / shrink, constrain="domain", constraintoward="top",
    )  # fmt: skip
