"""Judging by hand on an indicator's page, and giving results out from the overview."""

import pytest

from indicators.catalog import builtin
from indicators.model import Area, AreaLevel
from indicators.store import Store
from tests.app.conftest import COUNTY, FIGURES, observations, open_page, plan_goals, sound, words

PHRASE = "建立婚姻家庭纠纷调解机制"


@pytest.fixture
def district(empty_store, lay):
    """The county with a yes/no target and a conditional one."""
    return lay(empty_store, "by hand", make)


def make(path):
    catalog = builtin()
    asked = {
        **FIGURES,
        catalog.by_code["W0806"].name: (None, PHRASE),
        catalog.by_code["C0308D"].name: (None, "人口20万以上的县覆盖率达到100%"),
    }
    with Store.create(path) as store:
        store.put_areas([Area("99", COUNTY, COUNTY, AreaLevel.COUNTY)], by="测试")
        goals = plan_goals(catalog, asked)
        store.put_catalog(catalog, goals=goals, area=COUNTY, source="test", by="测试")
        store.accept(observations(catalog), file="卫健局.xlsx", data=b"made", by="测试员", unit="县卫健局")


def test_a_target_is_judged_with_its_evidence(district):
    page = open_page("indicators", code="W0806")
    assert "待评定" in page.title[0].value
    page.radio(key="judge_verdict").set_value("yes")
    page.text_area(key="judge_evidence").input("县政发〔2024〕3号")
    page.text_input(key="judge_by").input("王")
    done = sound(page.button[0].click().run())
    assert "达标" in done.title[0].value
    assert "县政发〔2024〕3号" in words(done)


def test_without_evidence_it_says_what_is_missing(district):
    page = open_page("indicators", code="W0806")
    page.radio(key="judge_verdict").set_value("no")
    page.text_input(key="judge_by").input("王")
    done = sound(page.button[0].click().run())
    assert "没有写依据" in done.error[0].value
    assert "待评定" in done.title[0].value


def test_a_condition_is_answered(district):
    page = open_page("indicators", code="C0308D")
    assert "尚未答复该目标是否适用于本地区" in words(page)
    page.radio(key="applies_yes").set_value(False)
    page.text_input(key="applies_reason").input("常住人口18万")
    page.text_input(key="applies_by").input("王")
    done = sound(page.button[0].click().run())
    assert "不适用" in done.title[0].value
    assert "常住人口18万" in words(done)


def test_an_indicator_with_figures_has_no_such_form(district):
    page = open_page("indicators", code="W0103")
    assert "由人评定" not in words(page)


def opened(page, box):
    """The page with one of its boxes opened, as a click on it does."""
    page.session_state[box] = True
    return sound(page.run())


def test_a_result_is_published_listed_and_compared(district):
    page = opened(open_page("overview"), "publish_box")
    page.text_input(key="publish_title").input("2024年度监测")
    page.text_input(key="publish_by").input("王")
    done = sound(next(one for one in page.button if one.label == "发布").click().run())
    assert "2024年度监测" in words(done)
    assert "已发布1次" in words(done)
    done = opened(done, "published_box")
    compared = sound(done.selectbox(key="published_other").select("现在的数据").run())
    assert "结论没有变化" in words(compared)


def test_without_a_title_nothing_is_published(district):
    page = opened(open_page("overview"), "publish_box")
    page.text_input(key="publish_by").input("王")
    done = sound(next(one for one in page.button if one.label == "发布").click().run())
    assert "没有写标题" in done.error[0].value
