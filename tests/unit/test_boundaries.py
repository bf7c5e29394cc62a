"""Boundary files: what is read, what is refused with a sentence, whom a shape belongs to, how it is drawn."""

import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.geo import centre, count, extent, for_display, read_geojson, shape_from_json, shape_to_json
from indicators.geo.shapes import signed_area
from indicators.intake.boundaries import check_boundaries, current_shapes, load_boundaries
from indicators.model import Area, AreaLevel
from indicators.store import AlreadyRetracted, Store, UnknownName, UnknownRecord

COUNTY = "甲县"
AREAS = [
    Area("990101", COUNTY, COUNTY, AreaLevel.COUNTY),
    Area("990101001", "东镇", f"{COUNTY}/东镇", AreaLevel.TOWN, "990101"),
    Area("990101002", "西乡", f"{COUNTY}/西乡", AreaLevel.TOWN, "990101"),
    Area("990101001201", "新村", f"{COUNTY}/东镇/新村", AreaLevel.VILLAGE, "990101001"),
    Area("990101002201", "新村", f"{COUNTY}/西乡/新村", AreaLevel.VILLAGE, "990101002"),
]


def square(x=110.0, y=30.0, size=0.1):
    return [[x, y], [x + size, y], [x + size, y + size], [x, y + size], [x, y]]


def feature(coordinates=None, kind="Polygon", **properties):
    geometry = {"type": kind, "coordinates": coordinates if coordinates is not None else [square()]}
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def file(*features):
    whole = {"type": "FeatureCollection", "features": list(features)}
    return json.dumps(whole, ensure_ascii=False).encode()


def codes(data):
    features, findings = read_geojson(data, "a.geojson")
    return len(features), [item.code for item in findings]


@pytest.fixture
def store():
    with Store.memory() as made:
        made.put_areas(AREAS)
        yield made


NAN = b'{"type":"Polygon","coordinates":[[[NaN,1],[1,1],[1,2],[NaN,1]]]}'
LONG = b'{"type":"Polygon","coordinates":[[[' + b"9" * 5000 + b",1]]]}"
HUGE = b'{"type":"Polygon","coordinates":[[[1e999,1],[1,1],[1,2],[1,1]]]}'


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (b"", (0, ["boundaries_not_json"])),
        (b"{", (0, ["boundaries_not_json"])),
        (b"[" * 200_000, (0, ["boundaries_not_json"])),
        (b'{"a":' * 100_000, (0, ["boundaries_not_json"])),
        (NAN, (0, ["boundaries_not_json"])),
        (LONG, (0, ["boundaries_not_json"])),
        (HUGE, (0, ["boundaries_broken", "boundaries_none"])),
        (b"\x80\x81\xff", (0, ["boundaries_not_json"])),
        (b"PK\x03\x04rest", (0, ["boundaries_other_kind"])),
        (b"\x00\x00\x27\x0arest", (0, ["boundaries_other_kind"])),
        (b"  <kml></kml>", (0, ["boundaries_other_kind"])),
        (b"[1, 2]", (0, ["boundaries_not_geojson"])),
        (b'{"type":"Topology","objects":{}}', (0, ["boundaries_not_geojson"])),
        (b'{"type":"FeatureCollection","features":{}}', (0, ["boundaries_not_geojson"])),
        (b'{"type":"FeatureCollection","features":[1]}', (0, ["boundaries_broken", "boundaries_none"])),
        (file(), (0, ["boundaries_none"])),
        (file(feature([110.0, 30.0], "Point")), (0, ["boundaries_not_areas", "boundaries_none"])),
        (file(feature([])), (0, ["boundaries_broken", "boundaries_none"])),
        (file(feature([square()[:2]])), (0, ["boundaries_broken", "boundaries_none"])),
        (file(feature([[[1, 1]] * 5])), (0, ["boundaries_broken", "boundaries_none"])),
        (file(feature([[["a", 1]] * 5])), (0, ["boundaries_broken", "boundaries_none"])),
        (file(feature([[[True, 1]] * 5])), (0, ["boundaries_broken", "boundaries_none"])),
        (file(feature([square()], "Circle")), (0, ["boundaries_broken", "boundaries_none"])),
        (file(feature(), feature([])), (1, ["boundaries_broken"])),
        (file(feature([square(500_000.0, 3_300_000.0, 900)])), (0, ["boundaries_projected"])),
        (file(feature([square(30.0, 110.0)])), (0, ["boundaries_swapped"])),
        (file(feature([square(0.0, 0.0)])), (1, ["boundaries_abroad"])),
        (file(feature()), (1, [])),
        (b"\xef\xbb\xbf" + file(feature()), (1, [])),
        (json.dumps(feature(name="东镇"), ensure_ascii=False).encode("gb18030"), (1, [])),
        (json.dumps({"type": "Polygon", "coordinates": [square()]}).encode(), (1, [])),
        (file(feature([square()[:4]])), (1, [])),
    ],
)
def test_files_are_read_or_refused_with_a_sentence(data, found):
    assert codes(data) == found


def test_too_many_bytes_features_or_points_are_refused(monkeypatch):
    from indicators.geo import geojson

    monkeypatch.setattr(geojson, "LARGEST", 100)
    assert codes(file(feature())) == (0, ["boundaries_too_large"])
    monkeypatch.undo()
    monkeypatch.setattr(geojson, "MOST_FEATURES", 1)
    assert codes(file(feature(), feature())) == (0, ["boundaries_too_many"])
    monkeypatch.undo()
    monkeypatch.setattr(geojson, "MOST_POINTS", 7)
    assert codes(file(feature(), feature())) == (0, ["boundaries_many_points"])


def test_geometries_within_geometries_end_somewhere():
    inner = {"type": "Polygon", "coordinates": [square()]}
    once = {"type": "GeometryCollection", "geometries": [inner, inner]}
    (found,), _ = read_geojson(json.dumps(once).encode(), "a")
    assert len(found.shape) == 2
    for _ in range(10):
        once = {"type": "GeometryCollection", "geometries": [once]}
    assert codes(json.dumps(once).encode()) == (0, ["boundaries_broken", "boundaries_none"])


def test_rings_turn_as_their_role_asks():
    hole = square(110.02, 30.02, 0.02)
    (found,), _ = read_geojson(file(feature([square()[::-1], hole])), "a")
    outer, inner = found.shape[0]
    assert signed_area(outer) > 0 > signed_area(inner)
    x, y = centre(found.shape)
    assert not (110.02 < x < 110.04 and 30.02 < y < 30.04)


@pytest.mark.parametrize(
    ("properties", "path"),
    [
        ({"code": "990101001"}, f"{COUNTY}/东镇"),
        ({"code": 990101001.0}, f"{COUNTY}/东镇"),
        ({"XZQDM": "990101002000", "note": "x"}, f"{COUNTY}/西乡"),
        ({"code": "990101001201", "town": "990101001"}, f"{COUNTY}/东镇/新村"),
        ({"name": "东镇", "county": COUNTY}, f"{COUNTY}/东镇"),
        ({"name": "新村", "乡镇": "西乡"}, f"{COUNTY}/西乡/新村"),
        ({"村名": "新村", "乡镇名": "西乡"}, f"{COUNTY}/西乡/新村"),
        ({"name": "东镇新村"}, f"{COUNTY}/东镇/新村"),
    ],
)
def test_a_shape_belongs_to_the_area_that_its_words_name(store, properties, path):
    seen = check_boundaries(store, file(feature(**properties)), "a")
    assert list(seen.shapes) == [path]
    assert seen.open == []


def test_none_or_several_are_asked_and_an_answer_settles_it(store):
    data = file(feature(name="新村"), feature(name="不知村", 乡镇="东镇"), feature(name="东镇"))
    seen = check_boundaries(store, data, "a")
    assert list(seen.shapes) == [f"{COUNTY}/东镇"]
    assert [(one.number, len(close)) for one, close in seen.open] == [(1, 2), (2, 3)]
    assert [item.code for item in seen.findings] == [
        "boundary_ambiguous",
        "boundary_unknown",
        "boundary_absent",
    ]
    answered = check_boundaries(store, data, "a", {"1": f"{COUNTY}/西乡/新村", "2": "-"})
    assert set(answered.shapes) == {f"{COUNTY}/东镇", f"{COUNTY}/西乡/新村"}
    assert answered.open == []
    assert [item.code for item in answered.findings if item.code == "boundary_absent"]


def test_pieces_of_one_area_are_joined_and_said(store):
    seen = check_boundaries(store, file(feature(name="东镇"), feature([square(111.0)], name="东镇")), "a")
    assert len(seen.shapes[f"{COUNTY}/东镇"]) == 2
    assert "boundary_pieces" in [item.code for item in seen.findings]


def test_a_file_of_another_county_is_refused(store):
    seen = load_boundaries(store, file(feature(name="别处")), "a", by="王")
    assert seen.written is None
    assert "boundaries_nothing" in [item.code for item in seen.findings]


def test_files_are_kept_the_last_counts_and_can_be_taken_back(store):
    version = store.data_version()
    first = load_boundaries(
        store, file(feature(name="东镇"), feature(name="西乡")), "a.geojson", by="王"
    ).written
    second = load_boundaries(store, file(feature([square(112.0)], name="东镇")), "b.geojson", by="李").written
    assert store.data_version() != version
    assert extent([current_shapes(store)[f"{COUNTY}/东镇"]])[0] == 112.0
    assert extent([current_shapes(store)[f"{COUNTY}/西乡"]])[0] == 110.0
    gone = store.boundaries.retract(second.id, reason="放错了", by="王")
    assert (gone.retracted, gone.retracted_why, gone.retracted_by) == (True, "放错了", "王")
    assert extent([current_shapes(store)[f"{COUNTY}/东镇"]])[0] == 110.0
    assert [item.retracted for item in store.boundaries.files()] == [True, False]
    assert store.boundaries.file_bytes(first.id)[0] == "a.geojson"
    with pytest.raises(AlreadyRetracted):
        store.boundaries.retract(second.id, reason="", by="王")
    for wrong in ("x", "00000000-0000-0000-0000-000000000000"):
        with pytest.raises(UnknownRecord):
            store.boundaries.retract(wrong, reason="", by="王")
    with pytest.raises(UnknownName):
        store.boundaries.put("c", b"c", {"别处": current_shapes(store)[f"{COUNTY}/东镇"]}, by="王")


def test_shapes_follow_mergers():
    import datetime as dt

    from indicators.catalog import Move, plan_move

    store = Store.memory()
    store.put_areas(AREAS[:3])
    load_boundaries(store, file(feature(name="东镇"), feature([square(112.0)], name="西乡")), "a", by="王")
    move = Move("merge", dt.date(2024, 7, 1), (f"{COUNTY}/东镇", f"{COUNTY}/西乡"), ("中镇",))
    steps, findings = plan_move(store.areas(), move)
    assert not [item for item in findings if item.severity == "error"]
    store.area_changes.record(steps, move.happened, note="", by="王")
    shapes = current_shapes(store)
    assert list(shapes) == [f"{COUNTY}/中镇"]
    assert len(shapes[f"{COUNTY}/中镇"]) == 2


def circle(points, x=110.0, reach=0.2):
    ring = [(x + reach * math.cos(a), 30 + reach * math.sin(a))
            for a in (2 * math.pi * n / points for n in range(points))]  # fmt: skip
    return (((*ring, ring[0]),),)


def test_drawing_is_coarser_only_as_far_as_it_must_be():
    fine = {"a": circle(100)}
    assert count(for_display(fine).values()) > 90
    great = {str(n): circle(20_000, 110 + n / 10) for n in range(5)}
    drawn = for_display(great, most=5_000)
    assert count(drawn.values()) <= 5_000
    assert extent(drawn.values()) == pytest.approx(extent(great.values()), abs=0.01)
    assert for_display({}) == {}


@given(
    st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), min_size=3, max_size=12, unique=True),
    st.integers(2, 400),
)
def test_neighbours_keep_their_common_border_and_no_shape_is_lost(corners, wide):
    ring = [(110 + x / 100, 30 + y / 100) for x, y in corners]
    shape = (((*ring, ring[0]),),)
    if signed_area(shape[0][0]) == 0:
        return
    moved = ((tuple((x + wide / 100, y) for x, y in shape[0][0]),),)
    drawn = for_display({"a": shape, "b": moved, "c": shape})
    assert drawn["a"] == drawn["c"]
    assert all(len(drawn[key][0][0]) >= 4 for key in drawn)
    assert shape_from_json(shape_to_json(shape)) == shape


def test_the_sample_s_boundaries_are_drawn_again_byte_for_byte():
    import runpy

    from indicators.paths import sample_folder

    folder = sample_folder()
    made = runpy.run_path(str(folder / "make_boundaries.py"))["text"]()
    assert made.encode() == (folder / "boundaries.geojson").read_bytes()
