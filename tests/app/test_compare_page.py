"""The page that compares towns and villages."""

import pytest

from dashboard import data
from indicators.catalog import builtin
from indicators.model import Area, AreaLevel
from indicators.store import Store
from tests.app.conftest import COUNTY, TOWNS, observations, open_page, plan_goals, words

FIRST = "适龄妇女宫颈癌人群筛查率"


@pytest.fixture
def towns(district, lay):
    """The district with figures of both towns."""
    return lay(district, "towns", town_figures)


def town_figures(path):
    with Store.open(path) as store:
        for town, shift in zip(TOWNS, (10.0, -25.0), strict=True):
            figures = {FIRST: (tuple(v + shift for v in (30.0, 36.0, 44.0, 52.0, 60.0)), "")}
            frame = observations(builtin(), figures, f"{COUNTY}/{town}")
            store.accept(frame, file=f"{town}.xlsx", data=town.encode(), by="测试员")


def test_without_figures_of_towns_the_page_says_so(district):
    said = words(open_page("compare"))
    assert "2个乡镇都没有数" in said
    assert "没有评定过的指标" in said


def test_towns_are_ranked_and_the_one_without_a_figure_stands_apart(towns):
    said = words(open_page("compare"))
    assert f"{FIRST}：2个乡镇中1个没有达到（西乡）" in said
    earlier = words(open_page("compare", year="2022"))
    assert "2个乡镇中" in earlier


def test_the_table_and_the_rate_are_in_the_address(towns):
    page = open_page("compare", show="表格", by="达标率")
    said = words(page)
    assert "达标数 / 评定数" in said
    assert "1 / 1" in said
    assert "0 / 1" in said


def test_each_area_is_held_to_its_own_base(empty_store):
    """Fallen by 20% from one's own base: there is no one line that all must reach."""
    catalog, name = builtin(), "5岁以下儿童死亡率"
    towns = [Area(f"99{i}", one, f"{COUNTY}/{one}", AreaLevel.TOWN, "99") for i, one in enumerate(TOWNS)]
    figures = {name: ((10.0, 10.0, 10.0, 10.0, 9.0), "以2020年为基数下降20%")}
    other = {name: ((6.0, 6.0, 6.0, 6.0, 4.0), "")}
    with Store.create(empty_store) as store:
        store.put_areas([Area("99", COUNTY, COUNTY, AreaLevel.COUNTY), *towns], by="测试")
        store.put_catalog(catalog, goals=plan_goals(catalog, figures), area=COUNTY, by="测试")
        for town, given in zip(TOWNS, (figures, other), strict=True):
            frame = observations(catalog, given, f"{COUNTY}/{town}")
            store.accept(frame, file=f"{town}.xlsx", data=town.encode(), by="测试员")
    data.forget_run()
    said = words(open_page("compare", by=name))
    assert "各地从自己的基数算起" in said
    assert "虚线为目标" not in said
    assert f"{name}：2个乡镇中1个没有达到（{TOWNS[0]}）" in said


def test_a_county_without_areas_is_told_where_to_put_them(empty_store):
    catalog = builtin()
    with Store.create(empty_store) as store:
        store.put_areas([Area("99", COUNTY, COUNTY, AreaLevel.COUNTY)], by="测试")
        store.put_catalog(catalog, source="test", by="测试")
        store.accept(observations(catalog), file="a.xlsx", data=b"made", by="测试员")
    assert "还没有乡镇、村的名单" in words(open_page("compare"))
