"""指标库 on a real store: chapters, search, one indicator alone, the district's own target."""

from tests.app.conftest import open_page, words


def test_the_handbook_lists_a_plan_by_domain(district):
    page = open_page("library")
    assert page.title[0].value.startswith("指标库：")
    text = words(page)
    assert "妇女 · 健康" in text
    assert "孕产妇死亡人数 ÷ 活产数 × 100,000" in text
    assert "来源未给出口径" in text
    assert "2025年达到50%以上，2030年达到70%以上" in text
    assert "新生儿死亡率" not in text


def test_plan_domain_and_search_come_from_the_address(district):
    text = words(open_page("library", plan="儿童", domain="健康", q="swl"))
    assert "5岁以下儿童死亡率" in text
    assert "儿童 · 安全" not in text
    assert "没有找到" in words(open_page("library", q="zzzz"))


def test_one_indicator_alone(district):
    page = open_page("library", code="C0304")
    assert page.title[0].value == "九年义务教育巩固率"
    text = words(page)
    assert "儿童发展规划 · 教育" in text
    assert "妇女发展规划 · 教育" in text
