"""A boundary file as people have it -> features with shapes, or findings that say what is wrong with it."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from indicators.findings import Finding, finding
from indicators.geo.shapes import DIGITS, Point, Polygon, Ring, Shape, signed_area, turned
from indicators.model import Place

LARGEST = 40 * 2**20
"""Bytes of a file; read as JSON it takes some ten times as much memory."""
MOST_POINTS, MOST_FEATURES, DEEPEST = 2_000_000, 20_000, 6
CHINA = (73.0, 3.0, 136.0, 54.0)
AREAS = ("Polygon", "MultiPolygon")
OTHERS = ("Point", "MultiPoint", "LineString", "MultiLineString")
BINARY = {
    b"PK\x03\x04": "压缩包（可能是 shp 压缩包或 KMZ）",
    b"\x00\x00\x27\x0a": "shp 文件",
    b"%PDF": "PDF 文件",
}
NAMES = (
    ("村名", "村名称", "cunming", "village"),
    ("name", "名称", "mc", "xzqmc", "qhmc", "xzmc", "乡镇名称", "乡镇名"),
    ("name", "名", "mc"),
)
"""Keys under which an area's own name stands: two lists of whole keys, then parts of keys; in this order."""


@dataclass(frozen=True, slots=True)
class Feature:
    """One area of a file: its place in the file (from 1), what is written of it, and its shape."""

    number: int
    words: tuple[str, ...]
    shape: Shape
    label: str = ""


class _BrokenError(Exception):
    """A shape cannot be used; the text says why."""


@dataclass(slots=True)
class _Reader:
    file: str
    features: list[Feature] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    points: int = 0
    others: int = 0
    refused: bool = False

    def tell(self, code: str, **words: Any) -> None:
        said = finding(code, Place(self.file), **words)
        self.findings.append(said)
        # An error of one shape blocks that shape; any other is of the file.
        self.refused |= said.severity == "error" and code != "boundaries_broken"


def read_geojson(data: bytes, name: str) -> tuple[list[Feature], list[Finding]]:
    """The areas of a GeoJSON file, with what is wrong with it; no areas where the file cannot be used.

    Coordinates are degrees, longitude first (WGS 84 or CGCS2000: no difference on a map of a county).
    Metres, latitude first, and other kinds of files are recognised and named.
    """
    reader = _Reader(name)
    whole = _parsed(reader, data)
    if whole is not None:
        _read(reader, whole)
    return ([] if reader.refused else reader.features), reader.findings


def _parsed(reader: _Reader, data: bytes) -> Any:
    if len(data) > LARGEST:
        reader.tell("boundaries_too_large", size=f"{len(data) / 2**20:.0f}", most=LARGEST // 2**20)
        return None
    kind = next((words for mark, words in BINARY.items() if data.startswith(mark)), None)
    if kind is None and data.lstrip()[:1] == b"<":
        kind = "KML、GML 或网页文件"
    if kind is not None:
        reader.tell("boundaries_other_kind", kind=kind)
        return None
    try:
        return json.loads(_text(data), parse_constant=_no_number)
    except RecursionError:
        why = "括号套得太深"
    except UnicodeDecodeError:
        why = "文字编码既不是 UTF-8 也不是 GB18030"
    except json.JSONDecodeError as error:
        why = f"第{error.lineno}行第{error.colno}个字符处写法不对" if data.strip() else "文件是空的"
    except ValueError:
        why = "里面有不是数的坐标（NaN、Infinity，或长得不合理的数）"
    reader.tell("boundaries_not_json", why=why)
    return None


def _text(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("gb18030")


def _no_number(name: str) -> float:
    raise ValueError(name)


def _read(reader: _Reader, whole: Any) -> None:
    found = _features(whole)
    if found is None:
        topology = isinstance(whole, dict) and whole.get("type") == "Topology"
        reader.tell("boundaries_not_geojson", kind="TopoJSON 文件" if topology else "别的 JSON 文件")
        return
    if len(found) > MOST_FEATURES:
        reader.tell("boundaries_too_many", count=len(found), most=MOST_FEATURES)
        return
    for number, item in enumerate(found, start=1):
        _read_feature(reader, number, item)
        if reader.points > MOST_POINTS:
            reader.tell("boundaries_many_points", most=MOST_POINTS // 10_000)
            return
    if reader.others:
        reader.tell("boundaries_not_areas", count=reader.others)
    if not reader.features:
        reader.tell("boundaries_none")
        return
    _check_coordinates(reader)


def _features(whole: Any) -> list[Any] | None:
    """The features of a collection, of a single feature or of a bare geometry; None for anything else."""
    if not isinstance(whole, dict):
        return None
    kind = whole.get("type")
    if kind == "FeatureCollection":
        inside = whole.get("features")
        return inside if isinstance(inside, list) else None
    if kind == "Feature":
        return [whole]
    if kind in (*AREAS, *OTHERS, "GeometryCollection"):
        return [{"type": "Feature", "properties": {}, "geometry": whole}]
    return None


def _read_feature(reader: _Reader, number: int, item: Any) -> None:
    if not isinstance(item, dict):
        reader.tell("boundaries_broken", number=number, label="", why="不是要素")
        return
    words, label = _words(item)
    try:
        polygons = tuple(_polygons(reader, item.get("geometry"), 0))
    except _BrokenError as why:
        reader.tell("boundaries_broken", number=number, label=_quoted(label), why=str(why))
        return
    if polygons:
        reader.features.append(Feature(number, words, polygons, label))
    elif item.get("geometry") is None:
        empty = "没有图形（geometry 为空）"
        reader.tell("boundaries_broken", number=number, label=_quoted(label), why=empty)
    else:
        reader.others += 1


def _quoted(label: str) -> str:
    return f"“{label}”" if label else ""


def _words(item: Mapping[str, Any]) -> tuple[tuple[str, ...], str]:
    """Everything short that is written of a feature, and its own name where a key says which that is."""
    inside = item.get("properties")
    properties = inside if isinstance(inside, dict) else {}
    given = {"id": item.get("id"), **properties}
    found = {str(key).casefold(): text for key, value in given.items() if (text := _plain(value))}
    named = [found[key] for keys in NAMES[:2] for key in keys if key in found]
    named += [text for key, text in found.items() if any(sign in key for sign in NAMES[2])]
    label = next(iter([*named, *found.values()]), "")
    return tuple(dict.fromkeys(found.values())), label[:40]


def _plain(value: object) -> str:
    if isinstance(value, bool) or value is None:
        return ""
    if isinstance(value, float):
        return str(int(value)) if math.isfinite(value) and value.is_integer() else ""
    return str(value).strip() if isinstance(value, str | int) and len(str(value)) <= 60 else ""


def _polygons(reader: _Reader, geometry: Any, depth: int) -> Iterator[Polygon]:
    if geometry is None:
        return
    if not isinstance(geometry, dict) or depth > DEEPEST:
        raise _BrokenError("图形的写法不对")
    kind, inside = geometry.get("type"), geometry.get("coordinates")
    if kind == "GeometryCollection":
        parts = geometry.get("geometries")
        for part in parts if isinstance(parts, list) else []:
            yield from _polygons(reader, part, depth + 1)
    elif kind in AREAS:
        for polygon in _listed([inside] if kind == "Polygon" else inside):
            yield _polygon(reader, polygon)
    elif kind not in OTHERS:
        raise _BrokenError(f"图形的类型“{str(kind)[:20]}”不认识")


def _listed(value: Any) -> list[Any]:
    if not isinstance(value, list) or not value:
        raise _BrokenError("图形是空的")
    return value


def _polygon(reader: _Reader, rings: Any) -> Polygon:
    found = [_ring(reader, ring) for ring in _listed(rings)]
    if signed_area(found[0]) == 0:
        raise _BrokenError("图形没有面积")
    holes = [turned(ring, outer=False) for ring in found[1:] if signed_area(ring) != 0]
    return (turned(found[0], outer=True), *holes)


def _ring(reader: _Reader, points: Any) -> Ring:
    found = [_point(point) for point in _listed(points)]
    reader.points += len(found)
    if found[0] != found[-1]:
        found.append(found[0])
    if len(found) < 4:
        raise _BrokenError("一圈边界不到三个点")
    return tuple(found)


def _point(point: Any) -> Point:
    if not isinstance(point, list) or len(point) < 2:
        raise _BrokenError("坐标的写法不对")
    for value in point[:2]:
        if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) < 1e12:
            raise _BrokenError("坐标不是数")
    return (round(float(point[0]), DIGITS), round(float(point[1]), DIGITS))


def _check_coordinates(reader: _Reader) -> None:
    """Degrees, and longitude first; a file is judged as a whole, its features come from one program."""
    points = [point for one in reader.features for polygon in one.shape for ring in polygon for point in ring]
    xs, ys = [x for x, _ in points], [y for _, y in points]
    west, east, south, north = min(xs), max(xs), min(ys), max(ys)
    shown = f"（{points[0][0]:g}, {points[0][1]:g}）"

    def within(box: tuple[float, float, float, float], swap: bool) -> bool:
        a, b, c, d = (south, west, north, east) if swap else (west, south, east, north)
        return box[0] <= a and box[1] <= b and c <= box[2] and d <= box[3]

    rules: list[tuple[Callable[[], bool], str]] = [
        (lambda: within(CHINA, False), ""),
        (lambda: within(CHINA, True), "boundaries_swapped"),
        (lambda: not within((-180, -90, 180, 90), False), "boundaries_projected"),
        (lambda: True, "boundaries_abroad"),
    ]
    code = next(code for holds, code in rules if holds())
    if code:
        reader.tell(code, shown=shown)
