"""`twoplans boundaries`: what is printed, what is refused, and the way back."""

import json

import pytest
from cli_kit import command_line
from store_kit import AREAS, COUNTY, TOWNS

from indicators.store import Store

SQUARE = [[110.0, 30.0], [110.1, 30.0], [110.1, 30.1], [110.0, 30.0]]


def features(*names):
    geometry = {"type": "Polygon", "coordinates": [SQUARE]}
    found = [{"type": "Feature", "properties": {"name": name}, "geometry": geometry} for name in names]
    return {"type": "FeatureCollection", "features": found}


@pytest.fixture
def twoplans(tmp_path, monkeypatch, capsys):
    path = tmp_path / "s.duckdb"
    with Store.create(path) as store:
        store.put_areas(AREAS)

    run = command_line(monkeypatch, capsys, path, "boundaries")
    run.path = path
    return run


def test_a_file_is_looked_at_kept_listed_and_taken_back(twoplans, tmp_path):
    file = tmp_path / "b.geojson"
    first = TOWNS[0].rpartition("/")[2]
    file.write_text(json.dumps(features(first, "不知名")), encoding="utf-8")
    seen = twoplans("check", str(file), "--json")
    assert [item["record"] for item in seen][:1] == ["boundary"]
    assert "boundary_unknown" in [item.get("code") for item in seen]
    assert twoplans("list", "--json") == []
    second = TOWNS[1].rpartition("/")[2]
    kept = twoplans("load", str(file), "--answer", f"2={second}", "--json")
    (made,) = [item for item in kept if item["record"] == "boundary_file"]
    assert (made["file"], made["areas"], made["retracted"]) == ("b.geojson", 2, False)
    with Store.open(twoplans.path) as store:
        assert set(store.boundaries.shapes()) == set(TOWNS[:2])
    (gone,) = twoplans("undo", made["id"], "--reason", "放错了", "--json")
    assert (gone["retracted"], gone["retracted_why"]) == (True, "放错了")
    assert "已撤销（放错了）" in twoplans("list")
    (refused,) = twoplans("undo", made["id"], "--json", code=1)
    assert refused["code"] == "office_already_retracted"


def test_a_file_that_cannot_be_used_says_why(twoplans, tmp_path):
    file = tmp_path / "b.geojson"
    file.write_bytes(b"PK\x03\x04")
    (finding,) = twoplans("load", str(file), "--json", code=2)
    assert finding["code"] == "boundaries_other_kind"
    file.write_text(json.dumps(features("不知名")), encoding="utf-8")
    codes = [item["code"] for item in twoplans("load", str(file), "--json", code=2)]
    assert codes == ["boundary_unknown", "boundaries_nothing"]
    assert COUNTY
