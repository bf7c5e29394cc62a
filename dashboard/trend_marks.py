"""Pure: the words on a trend: the last figure, milestones, remarks on years, and what the lines end at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from dashboard import format as fmt
from dashboard.charts import Palette
from dashboard.places import Board, Frame, spread, text_width
from dashboard.trend_parts import Fan, Goal, Note, Series
from indicators.model import Assessment

OPS = {">=": "≥", ">": ">", "<=": "≤", "<": "<", "~=": "≈"}
SHAPES = (("square", "■"), ("triangle-down", "▼"), ("cross", "✚"))
"""The marks of other areas' lines, in plotly's words and as characters."""
NOTE_ROW = 19
YEAR_NARROW = 17.0
"""About how many pixels a year takes on a telephone."""


@dataclass(frozen=True, slots=True)
class End:
    """What stands right of the plot at a line's height; `text` may carry a coloured mark."""

    value: float
    plain: str
    text: str
    colour: str


def goal_words(goal: Goal, unit: str | None) -> str:
    """A milestone in words: 2025年 ≥50%."""
    return f"{goal.year}年 {OPS.get(goal.op, '')}{fmt.with_unit(goal.value, unit)}"


def reach_words(step: tuple[int, float, float, float], unit: str | None) -> str:
    """An outlook with its interval: 63.4%（62.1–64.3）."""
    _, low, mid, high = step
    reach = f"{fmt.number(round(low, 2))}–{fmt.number(round(high, 2))}"
    return f"{fmt.with_unit(round(mid, 2), unit)}（{reach}）"


def last_figure(
    figure: go.Figure,
    board: Board,
    known: Sequence[tuple[int, float]],
    item: Assessment,
    palette: Palette,
    decimals: int | None,
) -> None:
    """The newest figure in words beside its point."""
    if not known:
        return
    words = fmt.with_unit(known[-1][1], item.unit, decimals)
    anchor, right, up = board.place(known[-1], words, 15)
    figure.add_annotation(
        x=known[-1][0], y=known[-1][1], text=f"<b>{words}</b>", showarrow=False, xanchor=anchor,
        xshift=right, yshift=up, font={"color": palette.bar, "size": 14},
    )  # fmt: skip


def milestones(
    figure: go.Figure,
    board: Board,
    goals: Sequence[Goal],
    item: Assessment,
    palette: Palette,
) -> None:
    """The milestones before the last in words; of many, only the one now in force."""
    shown = goals[:-1]
    if len(shown) > 2:
        shown = [goal for goal in shown if goal.year == item.milestone_year]
    for goal in shown:
        words = goal_words(goal, item.unit)
        anchor, right, up = board.place((goal.year, goal.value), words)
        figure.add_annotation(
            x=goal.year, y=goal.value, text=words, showarrow=False, xanchor=anchor, xshift=right, yshift=up,
            font={"color": palette.tick, "size": 12},
        )  # fmt: skip


def rows_of(notes: Sequence[Note]) -> list[int]:
    """For each remark the row of the strip it stands in, so that no two touch on a telephone."""
    ends: list[float] = []
    found = []
    for note in notes:
        half = text_width(note.word) / YEAR_NARROW / 2 + 0.2
        row = next((i for i, end in enumerate(ends) if note.year - half >= end), len(ends))
        if row == len(ends):
            ends.append(0.0)
        ends[row] = note.year + half
        found.append(row)
    return found


def note_rows(notes: Sequence[Note]) -> int:
    """How many rows the strip of the remarks has."""
    return max(rows_of(notes), default=-1) + 1


def notes(
    figure: go.Figure,
    said: Sequence[Note],
    known: Mapping[int, float],
    frame: Frame,
    palette: Palette,
    *,
    floor: float,
) -> None:
    """Remarks below the lines: a word in the strip, a thin rule up to the year's figure, a ring around it."""
    scale = (frame.high - frame.low) / frame.height
    for note, row in zip(said, rows_of(said), strict=True):
        y = frame.low + scale * (NOTE_ROW * row + NOTE_ROW / 2 + 2)
        top = known.get(note.year, frame.high)
        figure.add_shape(
            type="line", x0=note.year, x1=note.year, y0=y + scale * 8, y1=top, layer="below",
            line={"color": palette.quiet, "width": 1, "dash": "dot"},
        )  # fmt: skip
        half = text_width(note.word) / 2 / YEAR_NARROW
        early, late = note.year - half < frame.first, note.year + half > frame.last
        figure.add_annotation(
            x=note.year, y=y, text=note.word, showarrow=False, hovertext=fmt.html(note.text),
            xanchor="left" if early else "right" if late else "center",
            font={"color": palette.ink, "size": 12}, bgcolor=palette.grid, borderpad=2,
        )  # fmt: skip
    ringed = [note for note in said if note.year in known]
    if ringed:
        figure.add_trace(
            go.Scatter(
                x=[note.year for note in ringed], y=[known[note.year] for note in ringed], mode="markers",
                name="年份标注", marker={"symbol": "circle-open", "size": 14, "color": palette.quiet,
                                     "line": {"width": 1.5}},
                customdata=[f"{note.word}：{fmt.html(note.text)}" for note in ringed],
                hovertemplate="%{x}年 %{customdata}<extra></extra>",
            )
        )  # fmt: skip
    if said:
        figure.add_hline(y=floor, line={"color": palette.grid, "width": 1})


def ends(
    goals: Sequence[Goal], fan: Fan | None, others: Sequence[Series], unit: str | None, palette: Palette
) -> list[End]:
    """What stands right of the plot: the last target, where the outlook leads, the other areas."""
    found = []
    if goals:
        words = f"目标 {OPS.get(goals[-1].op, '')}{fmt.with_unit(goals[-1].value, unit)}"
        found.append(End(goals[-1].value, words, words, palette.tick))
    if fan:
        mid = fan.steps[-1][2]
        words = f"预计 {fmt.with_unit(_short(mid), unit)}"
        found.append(End(mid, words, words, palette.bar))
    for at, other in enumerate(others[:3]):
        name = other.name if len(other.name) <= 5 else f"{other.name[:4]}…"
        words = f"{name} {fmt.with_unit(_short(other.points[-1][1]), unit)}"
        mark = f'<span style="color:{palette.others[at]}">{SHAPES[at][1]}</span>'
        found.append(End(other.points[-1][1], f"■{words}", f"{mark}{fmt.html(words)}", palette.ink))
    return found


def _short(value: float) -> float:
    """A figure for a label: one decimal, two below ten."""
    return round(value, 1 if abs(value) >= 10 else 2)


def put_ends(figure: go.Figure, found: Sequence[End], frame: Frame) -> None:
    """Write them, moved apart where they would touch."""
    heights = [frame.at((frame.last, end.value), 1.0)[1] for end in found]
    for end, was, now in zip(found, heights, spread(heights, 8, frame.height - 8), strict=True):
        figure.add_annotation(
            xref="paper", x=1, y=end.value, text=end.text, showarrow=False, xanchor="left", xshift=6,
            yshift=now - was, font={"color": end.colour, "size": 12},
        )  # fmt: skip
