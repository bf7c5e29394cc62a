"""Shapes of areas in degrees: polygons with holes, their middle, and a coarser form to draw.

A shape is a tuple of polygons; a polygon is a tuple of rings, the outer one first, then its holes; a ring is
a tuple of (longitude, latitude), closed, the outer one counter-clockwise and holes clockwise.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

Point = tuple[float, float]
Ring = tuple[Point, ...]
Polygon = tuple[Ring, ...]
Shape = tuple[Polygon, ...]

DIGITS = 7
"""Decimals kept of a degree: a centimetre."""

FINE, COARSEST = 1600, 100
"""Steps of the drawing grid along the longer side of everything drawn: at most, and at least."""


def signed_area(ring: Sequence[Point]) -> float:
    """Twice the area inside a closed ring in square degrees; negative when it runs clockwise."""
    # Measured from the first point: far from the origin the products would swallow a small ring's area.
    x0, y0 = ring[0]
    return math.fsum((x1 - x0) * (y2 - y0) - (x2 - x0) * (y1 - y0) for (x1, y1), (x2, y2) in pairwise(ring))


def turned(ring: Ring, *, outer: bool) -> Ring:
    """The ring in the direction that its role asks for."""
    return ring if (signed_area(ring) > 0) == outer else ring[::-1]


def extent(shapes: Iterable[Shape]) -> tuple[float, float, float, float]:
    """West, south, east and north of all shapes. Raises ValueError where there is no point."""
    points = [point for shape in shapes for polygon in shape for point in polygon[0]]
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return min(xs), min(ys), max(xs), max(ys)


def centre(shape: Shape) -> Point:
    """A point inside the shape's largest polygon, for its name: half way along its middle line."""
    polygon = max(shape, key=lambda one: abs(signed_area(one[0])))
    west, south, east, north = extent(((polygon,),))
    best: tuple[float, Point] | None = None
    for part in (0.5, 0.4, 0.6, 0.3, 0.7):
        y = south + (north - south) * part
        for left, right in _inside(polygon, y):
            # A little less for lines off the middle, so that the middle one wins where all are alike.
            width = (right - left) * (1 - abs(part - 0.5))
            if best is None or width > best[0]:
                best = (width, ((left + right) / 2, y))
    return best[1] if best else ((west + east) / 2, (south + north) / 2)


def _inside(polygon: Polygon, y: float) -> list[tuple[float, float]]:
    """Stretches of the line at height `y` that lie inside the polygon."""
    cuts = sorted(
        x1 + (y - y1) * (x2 - x1) / (y2 - y1)
        for ring in polygon
        for (x1, y1), (x2, y2) in pairwise(ring)
        if (y1 > y) != (y2 > y)
    )
    return list(zip(cuts[::2], cuts[1::2], strict=False))


def for_display(shapes: Mapping[str, Shape], most: int = 40_000) -> dict[str, Shape]:
    """The shapes on a grid fine enough for a screen, with at most about `most` points together.

    All shapes are put on the same grid, so that neighbours keep their common border; rings that shrink
    to nothing are left out, but never a shape's last.
    """
    if not shapes:
        return {}
    west, south, east, north = extent(shapes.values())
    span = max(east - west, north - south) or 1.0
    steps = FINE
    while True:
        found = {key: _on_grid(shape, (west, south), span / steps) for key, shape in shapes.items()}
        if steps <= COARSEST or count(found.values()) <= most:
            return found
        steps //= 2


def count(shapes: Iterable[Shape]) -> int:
    """How many points the shapes have."""
    return sum(len(ring) for shape in shapes for polygon in shape for ring in polygon)


def _on_grid(shape: Shape, origin: Point, step: float) -> Shape:
    kept = []
    for polygon in shape:
        rings = [_ring_on_grid(ring, origin, step) for ring in polygon]
        if rings[0] is not None:
            kept.append(tuple(ring for ring in rings if ring is not None))
    if kept:
        return tuple(kept)
    return (max(shape, key=lambda one: abs(signed_area(one[0])))[:1],)


def _ring_on_grid(ring: Ring, origin: Point, step: float) -> Ring | None:
    cells = [(round((x - origin[0]) / step), round((y - origin[1]) / step)) for x, y in ring]
    kept = [cells[0]]
    for cell in cells[1:]:
        if cell == kept[-1]:
            continue
        if len(kept) > 1 and _between(kept[-2], kept[-1], cell):
            kept.pop()
        kept.append(cell)
    found = tuple((round(origin[0] + x * step, DIGITS), round(origin[1] + y * step, DIGITS)) for x, y in kept)
    return found if len(found) >= 4 and signed_area(found) else None


def _between(a: tuple[int, int], b: tuple[int, int], c: tuple[int, int]) -> bool:
    """Whether b lies on the straight way from a to c."""
    across = (b[0] - a[0]) * (c[1] - b[1]) - (b[1] - a[1]) * (c[0] - b[0])
    along = (b[0] - a[0]) * (c[0] - b[0]) + (b[1] - a[1]) * (c[1] - b[1])
    return across == 0 and along > 0


def shape_to_json(shape: Shape) -> str:
    """A shape as the coordinates of a GeoJSON MultiPolygon."""
    return json.dumps(shape, separators=(",", ":"))


def shape_from_json(text: str) -> Shape:
    """What `shape_to_json` wrote."""

    def ring(points: list[list[float]]) -> Ring:
        return tuple((float(x), float(y)) for x, y in points)

    return tuple(tuple(ring(points) for points in polygon) for polygon in json.loads(text))
