"""Each page runs on a real store and says what it should, in Chinese, without a traceback."""

import re

from streamlit.testing.v1 import AppTest

from dashboard import data
from tests.app.conftest import APP, COUNTY, open_page, sound, words


def test_overview_title_says_its_finding(district):
    page = open_page("overview")
    assert page.title[0].value == f"{COUNTY}2024年：4项中1项达标，2项需要盯紧"


def test_overview_rates_stand_with_both_their_numbers(district):
    text = " ".join(words(open_page("overview")).split())
    assert "1 / 2 项" in text
    assert "0 / 2 项" in text


def test_overview_lists_what_lags_and_what_has_no_data(district):
    text = words(open_page("overview"))
    assert "婚前医学检查率" in text
    assert "红色预警" in text
    assert "没有数据的指标（1项）" in text
    assert "学前教育毛入园率" in text


def test_a_tile_opens_as_many_indicators_as_it_counts(district):
    page = open_page("indicators", status="达标")
    assert "选出1项" in page.title[0].value


def test_another_year_from_the_address(district):
    assert open_page("overview", year="2021").title[0].value.startswith(f"{COUNTY}2021年")


def test_an_area_without_figures_says_so(district):
    assert "没有数据" in words(open_page("overview", area="东镇"))


def test_search_by_pinyin_initials_and_by_name(district):
    assert "选出1项" in open_page("indicators", q="gja").title[0].value
    assert "婚前医学检查率" in words(open_page("indicators", q="婚前"))
    assert "没有符合条件的指标" in words(open_page("indicators", q="zzzz"))


def test_filters_come_from_the_address_and_combine(district):
    page = open_page("indicators", plan="妇女", alert="红色预警")
    assert "选出1项" in page.title[0].value
    assert "婚前医学检查率" in words(page)


def code_of(name):
    return next(item.code for item in data.indicators().values() if item.name == name)


def test_detail_shows_verdict_target_reading_definition_and_origin(district):
    page = open_page("indicators", code=code_of("适龄妇女宫颈癌人群筛查率"))
    text = words(page)
    assert page.title[0].value == "适龄妇女宫颈癌人群筛查率：2024年60.0%，提前达标"
    for said in (
        "2025年达到50%以上，2030年达到70%以上",
        "≥50 %",
        "计算方法",
        "卫健局.xlsx",
        "表1",
        "C14",
        "测试员",
    ):
        assert said in text
    assert len(page.get("plotly_chart")) == 2


def test_detail_without_data_has_no_empty_box(district):
    text = words(open_page("indicators", code=code_of("学前教育毛入园率")))
    assert "还没有数据" in text
    assert "达到95%以上" in text


def test_detail_of_an_unknown_code_says_so(district):
    assert "没有这个指标" in words(open_page("indicators", code="nothing"))


def test_addresses_that_mean_nothing_do_no_harm(district):
    page = open_page("indicators", year="1066", area="月球", status="妙", order="乱", view="?")
    assert page.title[0].value.startswith(f"{COUNTY}2024年")


def test_names_from_outside_are_shown_as_text(district):
    page = open_page("indicators", code="<img src=x onerror=alert(1)>")
    assert "<img" not in "".join(element.proto.body for element in page.get("html"))


def test_guide_tells_how_to_start_report_mend_and_undo(district):
    text = words(open_page("guide"))
    for part in ("开始", "报送", "改错", "撤销", "怎样看图", "怎样评定"):
        assert part in text


def test_app_has_its_pages_and_no_english(district):
    app = sound(AppTest.from_file(str(APP), default_timeout=60).run())
    known = "CSV|PNG|SVG|Excel|xlsx|xls|[WC][0-9]+[A-Z]?|%"
    assert not re.search(r"[A-Za-z]{3,}", re.sub(known, "", words(app)))


def test_first_run_without_a_store(empty_store):
    app = sound(AppTest.from_file(str(APP), default_timeout=60).run())
    assert app.title[0].value.startswith("开始使用")


def test_a_damaged_store_is_one_sentence(empty_store):
    empty_store.write_bytes(b"this is not a database" * 1000)
    app = AppTest.from_file(str(APP), default_timeout=60).run()
    assert not app.exception
    assert "Traceback" not in words(app)
    assert "这一页没有显示出来" not in words(app)
    assert len(words(app)) > 20


def test_what_goes_wrong_inside_a_page_is_a_sentence(district, monkeypatch):
    def fail(*_):
        raise RuntimeError("inner detail")

    monkeypatch.setattr(data, "rows", fail)
    app = AppTest.from_file(str(APP), default_timeout=60).run()
    assert not app.exception
    assert "这一页没有显示出来" in words(app)
    assert "inner detail" not in words(app)
