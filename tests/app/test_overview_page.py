"""The overview on a real store: how long things lag, what changed, who has reported, what opens."""

import datetime as dt
from urllib.parse import unquote

import pytest

from dashboard import data, data_watch
from dashboard.watch import lags
from indicators.assess import publish
from indicators.catalog import builtin
from indicators.model import ReportingUnit
from indicators.store import Store
from tests.app.conftest import COUNTY, observations, open_page, words

LATER = {"适龄妇女宫颈癌人群筛查率": ((30.0, 36.0, 44.0, 51.0, 45.0), "")}


def revise(path):
    """A later file with other figures of 2023 and 2024."""
    with Store.open(path) as store:
        frame = observations(builtin(), LATER)
        store.accept(frame, file="更正.xlsx", data=b"later", by="更正员", unit="县卫健局")


def test_the_lagging_list_says_how_long(district):
    text = words(open_page("overview"))
    assert "已连续落后4年" in text  # 婚前医学检查率, below its path since the plan began
    assert "婚前医学检查率" in text


def test_without_a_published_result_last_year_is_compared(district):
    text = words(open_page("overview"))
    assert "与2023年相比的变化" in text
    assert "没有" in text
    revise(district)
    text = words(open_page("overview"))
    assert "2023年 52.0% → 51.0%" in text
    assert "2024年 60.0% → 45.0%" in text


def test_with_a_published_result_that_is_compared(district):
    with Store.open(district) as store:
        publish(store, title="年度报告", by="王", year=2024, area=COUNTY)
    revise(district)
    text = words(open_page("overview"))
    assert "上次发布以来的变化（年度报告" in text
    assert "60.0% → 45.0%" in text
    new = text[text.index("新落后") :]
    assert "适龄妇女宫颈癌人群筛查率" in new[: new.index("数据修订")]


def test_the_reporting_line_opens_the_reporting_page(district):
    with Store.open(district) as store:
        store.desk.put_units([ReportingUnit("县卫健局")], by="王")
        store.desk.open_year(2024, dt.date.today() + dt.timedelta(days=5), by="王")
    page = open_page("overview")
    html = "".join(element.proto.body for element in page.get("html"))
    assert "离截止还有5天" in words(page)
    assert 'href="reporting?ryear=2024"' in html


def test_bars_open_the_filtered_list(district):
    html = "".join(element.proto.body for element in open_page("overview").get("html"))
    links = [unquote(part.split('"')[0]) for part in html.split('href="')]
    assert "indicators?plan=妇女&amp;domain=健康&amp;status=达标" in links
    assert open_page("indicators", plan="妇女", domain="健康", status="达标").title[0].value.count("选出1项")


def test_both_numbers_of_a_rate_open_what_they_count(district):
    html = "".join(element.proto.body for element in open_page("overview").get("html"))
    links = [unquote(part.split('"')[0]) for part in html.split('href="')]
    assert "indicators?plan=妇女&amp;attained=met&amp;attained=nearly_met" in links
    page = open_page("indicators", plan="妇女", attained=["met", "nearly_met"])
    assert "选出1项" in page.title[0].value
    assert "只看达标率里的：达标、基本达标" in words(page)
    both = open_page("indicators", plan="妇女", attained=["met", "nearly_met", "not_met"])
    assert "选出2项" in both.title[0].value
    assert "选出2项" in open_page("indicators", plan="妇女", attained="x").title[0].value


@pytest.mark.parametrize("year", [2021, 2022, 2023, 2024])
def test_how_long_something_lags_is_found_in_one_run_as_year_by_year(district, year):
    past = [data.assessments(at, COUNTY) for at in range(year - 1, 2020, -1)]
    assert data_watch.lags_of(year, COUNTY) == lags(data.assessments(year, COUNTY), past)


def test_a_year_without_figures_ends_the_look_back(district, monkeypatch):
    assert {lag.years for lag in data_watch.lags_of(2024, COUNTY).values()} >= {4}
    known = [year for year in data.years() if year != 2022]
    monkeypatch.setattr(data, "years", lambda: known)
    monkeypatch.setattr(data_watch, "version", lambda: "without 2022")
    assert {lag.since for lag in data_watch.lags_of(2024, COUNTY).values()} == {2023}
