"""The map of towns and villages, and the page that takes their boundaries."""

import json

from dashboard import data
from indicators.intake.boundaries import load_boundaries
from indicators.store import Store
from tests.app.conftest import COUNTY, TOWNS, open_page, sound, words

SQUARE = [[110.0, 30.0], [110.1, 30.0], [110.1, 30.1], [110.0, 30.0]]


def geojson(*names):
    geometry = {"type": "Polygon", "coordinates": [SQUARE]}
    features = [{"type": "Feature", "properties": {"name": name}, "geometry": geometry} for name in names]
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def test_without_boundaries_the_map_says_where_to_put_them(district):
    from test_compare_page import town_figures

    town_figures(district)
    assert "还没有边界" in words(open_page("compare", show="地图"))


def test_the_map_is_drawn_and_names_what_it_does_not_show(district):
    from test_compare_page import town_figures

    town_figures(district)
    with Store.open(district) as store:
        load_boundaries(store, geojson(TOWNS[0]), "b.geojson", by="测试员")
    data.forget_run()
    said = words(open_page("compare", show="地图"))
    assert "图上没有画的1个：西乡" in said


def test_a_boundary_file_is_asked_about_kept_and_taken_back(district):
    page = open_page("areas", areas_part="边界")
    page.session_state["uploader"] = "测试员"
    page.session_state["boundaries_file"] = ("b.geojson", geojson(TOWNS[0], "不知名"))
    page = sound(page.run())
    assert "不知名" in words(page)
    page.selectbox(key="boundary-2").set_value(f"{COUNTY}/{TOWNS[1]}")
    page = sound(page.run())
    page.button(key="boundaries-take").click()
    page = sound(page.run())
    assert "已存下2个地区的边界" in words(page)
    with Store.open(district) as store:
        (kept,) = store.boundaries.files()
        assert kept.areas == 2
    page.selectbox(key="undo_boundaries").set_value(kept.id)
    page.text_input(key="undo_boundaries_why").set_value("放错了")
    next(item for item in page.button if item.label == "撤销这个文件").click()
    page = sound(page.run())
    assert "已撤销" in words(page)
    with Store.open(district) as store:
        assert store.boundaries.shapes() == {}
