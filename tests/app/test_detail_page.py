"""An indicator's page: other areas, groups, areas below, remarks, targets of the past."""

import json

import pandas as pd
import pytest

from indicators.catalog import builtin
from indicators.model import Area, AreaLevel
from indicators.store import Store
from tests.app.conftest import COUNTY, TOWNS, observations, open_page, sound, words

NAME = "适龄妇女宫颈癌人群筛查率"


def code_of(name):
    return next(item.code for item in builtin().indicators if item.name == name)


def figures(area, values, breakdown=""):
    """Figures of 2020 to 2024 of the one indicator."""
    frame = observations(builtin(), {NAME: (values, "")}, area)
    return frame.assign(breakdown=breakdown)


@pytest.fixture
def furnished(district, lay):
    """The district with its towns, a province, groups and remarks."""
    return lay(district, "furnished", furnish)


def furnish(path):
    parts = [json.dumps({"城乡": part}, ensure_ascii=False) for part in ("城镇", "农村")]
    frames = [
        figures(f"{COUNTY}/{TOWNS[0]}", (30, 35, 45, 55, 65)),
        figures(f"{COUNTY}/{TOWNS[1]}", (30, 35, 40, 45, 65)),
        figures("示例省", (31, 37, 45, 50, 55)),
        figures(COUNTY, (35, 40, 48, 56, 64), parts[0]),
        figures(COUNTY, (25, 32, 40, 47, 56), parts[1]),
    ]
    with Store.open(path) as store:
        store.put_areas([Area("98", "示例省", "示例省", AreaLevel.PROVINCE)], by="测试")
        store.accept(pd.concat(frames), file="更多.xlsx", data=b"more", by="测试员")
        store.annotations.add(code_of(NAME), COUNTY, 2021, "method", "改为常住人口口径", by="王")


def charts(page):
    return {
        json.loads(chart.proto.config)["toImageButtonOptions"]["filename"]
        for chart in page.get("plotly_chart")
    }


def test_the_page_says_all_that_is_known_beside_the_trend(furnished):
    page = open_page("indicators", code=code_of(NAME))
    text = words(page)
    assert "2024年城镇64%，农村56%，相差8个百分点；差距比2023年缩小1个百分点" in text
    assert "2021年" in text
    assert "口径调整 ：改为常住人口口径" in text
    assert "下级地区（2个）" in text
    drawn = charts(page)
    assert any("分城乡" in name for name in drawn)
    assert any("下级地区走势" in name for name in drawn)
    (versus,) = [box for box in page.multiselect if box.label == "与这些地区对比"]
    assert versus.value == ["示例省"]


def test_equal_figures_below_share_a_rank(furnished):
    html = "\n".join(
        element.proto.body for element in open_page("indicators", code=code_of(NAME)).get("html")
    )
    table = html[html.index('<th class="r">名次</th>') :]
    assert table.count('<td class="r">1</td>') == 2


def test_a_town_is_compared_with_its_district_and_has_no_areas_below(furnished):
    page = open_page("indicators", code=code_of(NAME), area=TOWNS[0])
    (versus,) = [box for box in page.multiselect if box.label == "与这些地区对比"]
    assert COUNTY in versus.value
    assert TOWNS[1] in versus.options
    assert "下级地区（" not in words(page)


def test_a_town_that_never_reported_an_indicator_is_told_so(furnished):
    said = words(open_page("indicators", code=code_of("婚前医学检查率"), area=TOWNS[0]))
    assert f"{TOWNS[0]}没有报过这个指标" in said
    assert "不在现行的指标里" not in said
    assert "没有这个指标" in words(open_page("indicators", code="XX"))


def test_a_remark_is_made_and_taken_back_on_the_page(furnished):
    page = open_page("indicators", code=code_of(NAME))
    page.number_input(key="annotate_year").set_value(2022)
    page.radio(key="annotate_kind").set_value("epidemic")
    page.text_input(key="annotate_text").set_value("体检暂停<b>")
    (button,) = [item for item in page.button if item.label == "记下标注"]
    sound(button.click().run())
    assert "请写下您的姓名" in page.error[0].value
    page.text_input(key="annotate_by").set_value("李")
    (button,) = [item for item in page.button if item.label == "记下标注"]
    sound(button.click().run())
    html = "\n".join(element.proto.body for element in page.get("html"))
    assert "体检暂停&lt;b&gt;" in html
    with Store.open(furnished) as store:
        made = store.annotations.every(code_of(NAME), COUNTY)[-1]
    assert (made.year, made.kind, made.by, made.retracted) == (2022, "epidemic", "李", False)
    page.text_input(key=f"annotate-why-{made.id}").set_value("记错")
    page.text_input(key=f"annotate-who-{made.id}").set_value("李")
    (button,) = [item for item in page.button if item.label == "确认撤销" and item.form_id.endswith(made.id)]
    sound(button.click().run())
    assert "已由李撤销" in words(page)


def test_the_wordings_of_the_target_are_listed_with_their_day(furnished):
    text = words(open_page("indicators", code=code_of(NAME)))
    assert "现行" in text
    assert "2025年达到50%以上，2030年达到70%以上" in text


def test_an_indicator_without_figures_draws_nothing_and_says_what_is_asked(furnished):
    page = open_page("indicators", code=code_of("学前教育毛入园率"))
    assert not page.get("plotly_chart")
    assert "目标：2030年 ≥95%" in words(page)
