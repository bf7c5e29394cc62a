"""Boundaries of areas: GeoJSON read with suspicion, shapes, and their drawing size."""

from indicators.geo.geojson import Feature, read_geojson
from indicators.geo.shapes import Shape, centre, count, extent, for_display, shape_from_json, shape_to_json

__all__ = [
    "Feature",
    "Shape",
    "centre",
    "count",
    "extent",
    "for_display",
    "read_geojson",
    "shape_from_json",
    "shape_to_json",
]
