"""The units page on a real store: the table, one unit, the sheets to print."""

import datetime as dt

import pytest

from indicators.model import ReportingUnit
from indicators.store import Store
from tests.app.conftest import COUNTY, open_page, words


@pytest.fixture
def units(district, lay):
    return lay(district, "units", with_units)


def with_units(path):
    with Store.open(path) as store:
        store.desk.put_units([ReportingUnit("县卫健局", "联络员甲", "0000")], by="王")
        store.desk.open_year(2024, dt.date.today() + dt.timedelta(days=5), by="王")


def test_all_units_with_counts_and_reporting(units):
    page = open_page("units")
    assert page.title[0].value == "2024年：1个牵头单位，1个有红色预警，1个还没有报齐"
    text = words(page)
    assert "县卫健局" in text
    assert "部分已报" in text
    assert "学前教育毛入园率" in text  # what is missing


def test_one_unit_from_the_address(units):
    page = open_page("units", office="县卫健局")
    assert page.title[0].value.startswith("县卫健局2024年：")
    text = words(page)
    for said in ("联络员甲 0000", "离截止还有5天", "还缺：学前教育毛入园率", "牵头的指标（", "已连续落后"):
        assert said in text


def test_the_sheets_to_print(units):
    text = words(open_page("units", print="1"))
    assert "县卫健局：2024年两规划指标情况" in text
    assert f"{COUNTY}妇儿工委办" in text
    assert "整改措施" in text
    assert "打印（A4 横向" in text


def test_any_order_and_an_address_that_means_nothing(units):
    for order in ("达标", "报送", "乱"):
        assert "县卫健局" in words(open_page("units", sort=order))
    assert open_page("units", office="没有局").title[0].value.startswith("2024年：")
