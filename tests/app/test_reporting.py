"""报送进度: who has reported, decisions, hand entries, years and the register, through the page."""

import datetime as dt

import pytest

from dashboard import runtime, state
from indicators.intake import load_file
from indicators.model import ReportingUnit
from tests.app.conftest import COUNTY, open_page, sound, words


@pytest.fixture
def store(district):
    return runtime.shared_store(state.store_path())


def button(page, label):
    return next(item for item in page.button if item.label == label)


def named(page):
    """Give the name that every record carries."""
    page.text_input(key="who_name").set_value("经办人甲")
    button(page, "记住").click()
    return sound(page.run())


def csv(text):
    return text.encode("utf-8-sig")


def test_who_has_reported_and_what_is_missing(store):
    page = open_page("reporting", ryear="2024")
    assert page.title[0].value == "2024年：1个单位中0个已报齐，1个部分已报"
    said = words(page)
    assert "县卫健局" in said
    assert "学前教育毛入园率" in said
    assert "县卫健局：2024年两规划监测数据，贵单位还有1项指标未报：学前教育毛入园率。" in page.code[0].value


def test_the_deadline_counts_down_in_the_title(store):
    store.desk.open_year(2024, dt.date.today() + dt.timedelta(days=3))
    assert open_page("reporting").title[0].value.endswith("；离截止还有3天")


def test_each_figure_of_a_unit(store):
    page = open_page("reporting", ryear="2024", runit="县卫健局")
    said = words(page)
    assert "● 已入库" in said
    assert "○ 未报" in said
    assert "60.0%" in said


def test_a_decision_needs_a_choice_and_a_reason(store):
    load_file(store, csv("指标,单位,2024年\n婚前医学检查率,%,71\n"), "民政.csv", unit="县民政局", by="乙")
    page = named(open_page("reporting", part="待裁定"))
    assert "58.0%" in words(page)
    assert "71%" in words(page)
    button(page, "裁定").click()
    page = sound(page.run())
    assert page.warning[0].value == "请选用哪个数，并写明理由；两个数都会留存。"
    page.radio[0].set_value("new")
    next(item for item in page.text_input if item.label == "理由").set_value("统计局核实")
    button(page, "裁定").click()
    page = sound(page.run())
    assert "已裁定" in words(page)
    assert "没有等待裁定的数" in words(page)
    assert store.desk.decisions()["by"].tolist() == ["经办人甲"]


def test_a_figure_entered_by_hand(store):
    page = named(open_page("reporting", part="手工录入", ryear="2024"))
    code = next(item.code for item in store.catalog().indicators if item.name == "学前教育毛入园率")
    page.selectbox(key="hand_code").set_value(code)
    page = sound(page.run())
    page.text_input(key=f"hand_value_{code}").set_value("91.5")
    button(page, "保存").click()
    page = sound(page.run())
    assert "没有写来源说明" in words(page)
    page.text_input(key=f"hand_source_{code}").set_value("县教育局电话")
    button(page, "保存").click()
    page = sound(page.run())
    assert "已保存：学前教育毛入园率" in words(page)
    assert store.current(code=code, area=COUNTY, year=2024)["value"].tolist() == [91.5]


def test_a_year_is_begun_closed_and_reopened(store):
    page = named(open_page("reporting", part="年度与名册"))
    button(page, "开始收集").click()
    page = sound(page.run())
    (year,) = store.desk.years()
    button(page, "结束收集").click()
    page = sound(page.run())
    assert store.desk.years()[0].closed
    button(page, "重新打开").click()
    page = sound(page.run())
    assert page.warning[0].value.startswith("请写明为什么重新打开")
    page.text_input(key="step_reason").set_value("补报")
    button(page, "重新打开").click()
    sound(page.run())
    assert not store.desk.years()[0].closed
    assert store.desk.years()[0].year == year.year


def test_the_register_is_taken_from_a_list(store):
    page = named(open_page("reporting", part="年度与名册"))
    rows = csv("责任单位,简称,联络员,联系电话\n县卫生健康局,县卫健局,联络员甲,0000\n")
    page.file_uploader[0].set_value(("名册.csv", rows, "text/csv"))
    page = sound(page.run())
    assert "读出 1 个责任单位" in words(page)
    button(page, "存入名册（1个）").click()
    page = sound(page.run())
    assert store.desk.units() == [ReportingUnit("县卫生健康局", "联络员甲", "0000", aliases=("县卫健局",))]


def test_what_nobody_has(store):
    page = open_page("reporting", part="无数据指标", ryear="2024")
    assert "学前教育毛入园率" in words(page)
    assert "没有说明原因" in words(page)


def test_nothing_yet(empty_store):
    from indicators.intake import init_store

    init_store(empty_store, COUNTY)
    page = open_page("reporting")
    assert page.title[0].value == "报送进度：还没有开始"
