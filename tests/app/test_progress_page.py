"""进度: bullets beside the demands, the map of verdicts by year, the view kept in the address."""

from tests.app.conftest import open_page, words


def test_bullets_sorted_by_distance_with_the_sentence_as_title(district):
    page = open_page("progress")
    assert page.title[0].value == "测试县2024年：3项有今年的要求，1项还没有达到"
    text = words(page)
    assert text.index("婚前医学检查率") < text.index("适龄妇女宫颈癌人群筛查率")
    assert "还差" in text


def test_the_map_of_years_from_the_address(district):
    page = open_page("progress", show="热力图")
    assert page.title[0].value == "测试县2021—2024年：4项指标逐年评定"
    assert all(str(year) in words(page) for year in range(2021, 2025))
    assert "2020" not in words(page).partition("领域")[2]  # no target yet, no column


def test_filters_of_the_address_hold_here_too(district):
    text = words(open_page("progress", q="gja"))
    assert "宫颈癌" in text
    assert "婚前医学检查率" not in text
    assert "没有符合条件的指标" in words(open_page("progress", q="zzzz"))


def test_without_figures_it_says_where_to_begin(empty_store):
    from indicators.catalog import builtin
    from indicators.model import Area, AreaLevel
    from indicators.store import Store

    with Store.create(empty_store) as store:
        store.put_areas([Area("99", "新县", "新县", AreaLevel.COUNTY)], by="测试")
        store.put_catalog(builtin(), goals=[], area="新县", source="test", by="测试")
    assert "还没有数据" in open_page("progress").title[0].value
