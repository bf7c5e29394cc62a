"""Pure: where words may stand on a chart, so that they touch neither lines nor each other.

Everything is measured in pixels from the lower left corner of the plot. The width is not known here
(the page decides), so that a place is sought that is good on a wide screen and on a telephone.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

WIDTHS = (680.0, 230.0)
LINE = 17.0
STEPS = 48
CORNERS = (
    ("center", 0, 16), ("center", 0, -16), ("right", -7, 13), ("left", 7, -13), ("left", 7, 13),
    ("right", -7, -13), ("center", 0, 30), ("center", 0, -30), ("right", -7, 26), ("left", 7, -26),
)  # fmt: skip
"""Where a label may stand beside its point, the best first: anchor, pixels to the right, pixels up."""

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Frame:
    """The plot: years from left to right, figures from bottom to top, and its height in pixels."""

    first: float
    last: float
    low: float
    high: float
    height: float

    def at(self, point: Point, width: float) -> Point:
        """A year and a figure in pixels."""
        return (
            (point[0] - self.first) / (self.last - self.first) * width,
            (point[1] - self.low) / (self.high - self.low) * self.height,
        )


@dataclass(slots=True)
class Board:
    """The lines of a chart and the labels already placed on it."""

    frame: Frame
    lines: list[Sequence[Point]] = field(default_factory=list)
    taken: list[tuple[Point, str, tuple[str, int, int], int]] = field(default_factory=list)

    def place(self, point: Point, text: str, size: int = 12) -> tuple[str, int, int]:
        """The corner (anchor, right, up) beside `point` where `text` touches least; it is kept."""
        best = min(CORNERS, key=lambda corner: (self._cost(point, text, corner, size), CORNERS.index(corner)))
        self.taken.append((point, text, best, size))
        return best

    def _cost(self, point: Point, text: str, corner: tuple[str, int, int], size: int) -> float:
        return sum(self._touched(point, text, corner, size, width) for width in WIDTHS)

    def _touched(
        self, point: Point, text: str, corner: tuple[str, int, int], size: int, width: float
    ) -> float:
        box = self._box(point, text, corner, size, width)
        cost = sum(_inside(box, self._walk(line, width)) for line in self.lines)
        for other in self.taken:
            cost += 40.0 * _overlap(box, self._box(*other, width))
        outside = max(0.0, -box[0]), max(0.0, box[2] - width), max(0.0, -box[1]), box[3] - self.frame.height
        return cost + sum(30.0 for part in outside if part > 0)

    def _box(
        self, point: Point, text: str, corner: tuple[str, int, int], size: int, width: float
    ) -> tuple[float, float, float, float]:
        x, y = self.frame.at(point, width)
        wide, tall = text_width(text, size) + 4, size * 1.35
        anchor, right, up = corner
        left = x + right - {"center": wide / 2, "left": 0.0, "right": wide}[anchor]
        return (left, y + up - tall / 2, left + wide, y + up + tall / 2)

    def _walk(self, line: Sequence[Point], width: float) -> Iterable[Point]:
        """Points along a line, a few pixels apart."""
        ends = [self.frame.at(point, width) for point in line]
        yield from ends
        for (x0, y0), (x1, y1) in pairwise(ends):
            for step in range(1, STEPS):
                part = step / STEPS
                yield (x0 + (x1 - x0) * part, y0 + (y1 - y0) * part)


def _inside(box: tuple[float, float, float, float], points: Iterable[Point]) -> float:
    return min(12.0, float(sum(box[0] <= x <= box[2] and box[1] <= y <= box[3] for x, y in points)))


def _overlap(a: tuple[float, float, float, float], b: tuple[float, float, float, float]) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def text_width(text: str, size: int = 12) -> float:
    """About how many pixels a text takes: a Chinese character is as wide as the type is high."""
    wide = sum(1.0 if unicodedata.east_asian_width(letter) in "WF" else 0.56 for letter in text)
    return wide * size


def spread(heights: Sequence[float], low: float, high: float, gap: float = LINE) -> list[float]:
    """Heights moved apart to at least `gap`, in the same order, within `low` to `high` where they fit."""
    order = sorted(range(len(heights)), key=lambda i: heights[i])
    found = [0.0] * len(heights)
    below = low - gap
    for i in order:
        below = found[i] = max(heights[i], below + gap)
    above = high + gap
    for i in reversed(order):
        above = found[i] = min(found[i], above - gap)
    return found
