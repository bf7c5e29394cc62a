"""Draws the sample district's fictional boundaries: `python data/sample/make_boundaries.py`.

Towns are the cells around twelve seeds inside a made-up outline, villages the cells inside their town;
borders between two cells wander a little, the same way seen from both sides. The place is open sea.
"""

from __future__ import annotations

import csv
import hashlib
import json
import math
import random
from pathlib import Path

HERE = Path(__file__).resolve().parent
Point = tuple[float, float]

SIDES, WIDTH, HEIGHT = 18, 0.62, 0.44
DIGITS = 4


def outline() -> list[Point]:
    """A lopsided round, counter-clockwise."""
    points = []
    for side in range(SIDES):
        angle = 2 * math.pi * side / SIDES
        reach = 1 + 0.09 * math.sin(2 * angle + 0.6)
        points.append((WIDTH / 2 * reach * math.cos(angle), HEIGHT / 2 * reach * math.sin(angle)))
    return points


def nearer(polygon: list[Point], seed: Point, other: Point) -> list[Point]:
    """The part of a polygon that lies nearer to `seed` than to `other`."""
    nx, ny = other[0] - seed[0], other[1] - seed[1]
    limit = (other[0] ** 2 + other[1] ** 2 - seed[0] ** 2 - seed[1] ** 2) / 2

    def off(point: Point) -> float:
        return nx * point[0] + ny * point[1] - limit

    kept: list[Point] = []
    for start, end in zip(polygon, polygon[1:] + polygon[:1], strict=True):
        a, b = off(start), off(end)
        if a <= 0:
            kept.append(start)
        if (a < 0 < b) or (b < 0 < a):
            part = a / (a - b)
            kept.append((start[0] + part * (end[0] - start[0]), start[1] + part * (end[1] - start[1])))
    return kept


def middle(polygon: list[Point]) -> Point:
    """The centre of gravity."""
    area = x = y = 0.0
    for (x1, y1), (x2, y2) in zip(polygon, polygon[1:] + polygon[:1], strict=True):
        across = x1 * y2 - x2 * y1
        area, x, y = area + across, x + (x1 + x2) * across, y + (y1 + y2) * across
    return (x / (3 * area), y / (3 * area))


def cells(polygon: list[Point], count: int, name: str) -> list[list[Point]]:
    """A polygon in `count` cells of about the same size; `name` decides how they fall."""
    chance = random.Random(f"示例县/{name}")
    west, east = min(x for x, _ in polygon), max(x for x, _ in polygon)
    south, north = min(y for _, y in polygon), max(y for _, y in polygon)
    seeds: list[Point] = []
    while len(seeds) < count:
        seed = (chance.uniform(west, east), chance.uniform(south, north))
        if inside(polygon, seed):
            seeds.append(seed)
    for _ in range(6):
        found = []
        for seed in seeds:
            cell = polygon
            for other in seeds:
                if other != seed:
                    cell = nearer(cell, seed, other)
            found.append(cell)
        seeds = [middle(cell) for cell in found]
    return found


def inside(polygon: list[Point], point: Point) -> bool:
    """Whether a point lies in a convex polygon, counter-clockwise."""
    return all(
        (x2 - x1) * (point[1] - y1) - (y2 - y1) * (point[0] - x1) > 0
        for (x1, y1), (x2, y2) in zip(polygon, polygon[1:] + polygon[:1], strict=True)
    )


def wandering(start: Point, end: Point, depth: int) -> list[Point]:
    """Points of a crooked way between two corners, without them; the way back has the same."""
    if depth == 0 or math.dist(start, end) < 0.004:
        return []
    low, high = sorted((start, end))
    mark = hashlib.sha256(f"{low[0]:.6f} {low[1]:.6f} {high[0]:.6f} {high[1]:.6f}".encode()).digest()
    aside = (mark[0] / 255 - 0.5) * 0.24
    x = (low[0] + high[0]) / 2 - aside * (high[1] - low[1])
    y = (low[1] + high[1]) / 2 + aside * (high[0] - low[0])
    return [*wandering(start, (x, y), depth - 1), (x, y), *wandering((x, y), end, depth - 1)]


def ring(cell: list[Point], border: list[Point]) -> list[list[float]]:
    """A cell with crooked sides, straight where it touches the border of what it is part of."""

    sides = list(zip(border, border[1:] + border[:1], strict=True))

    def on_border(a: Point, b: Point) -> bool:
        x, y = (a[0] + b[0]) / 2, (a[1] + b[1]) / 2
        return any(abs((x2 - x1) * (y - y1) - (y2 - y1) * (x - x1)) < 1e-9 for (x1, y1), (x2, y2) in sides)

    points: list[Point] = []
    for start, end in zip(cell, cell[1:] + cell[:1], strict=True):
        points += [start] if on_border(start, end) else [start, *wandering(start, end, 3)]
    points.append(points[0])
    return [[round(x, DIGITS) + 0.0, round(y, DIGITS) + 0.0] for x, y in points]


def feature(code: str, name: str, above: str, points: list[list[float]]) -> dict:
    """One area."""
    return {
        "type": "Feature",
        "properties": {"code": code, "name": name, "parent": above, "note": "虚构"},
        "geometry": {"type": "Polygon", "coordinates": [points]},
    }


def features() -> list[dict]:
    """Towns, then the villages of each."""
    with (HERE / "areas.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    county = next(row for row in rows if not row["parent_code"])
    towns = [row for row in rows if row["parent_code"] == county["code"]]
    edge = outline()
    found, below = [], []
    for town, cell in zip(towns, cells(edge, len(towns), county["name"]), strict=True):
        found.append(feature(town["code"], town["name"], county["name"], ring(cell, edge)))
        villages = [row for row in rows if row["parent_code"] == town["code"]]
        for village, part in zip(villages, cells(cell, len(villages), town["name"]), strict=True):
            below.append(feature(village["code"], village["name"], town["name"], ring(part, cell)))
    return found + below


def text() -> str:
    """The file: one feature a line."""
    lines = ",\n".join(json.dumps(item, ensure_ascii=False, separators=(",", ":")) for item in features())
    return f'{{"type":"FeatureCollection","name":"示例县(虚构)","features":[\n{lines}\n]}}\n'


if __name__ == "__main__":
    (HERE / "boundaries.geojson").write_text(text(), encoding="utf-8", newline="\n")
