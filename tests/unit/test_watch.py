"""How long an indicator has lagged, what changed since an earlier look, and how both are shown."""

import re
from xml.etree import ElementTree

import pytest

from dashboard import bars_picture, markup
from dashboard import format as fmt
from dashboard import markup_overview as overview
from dashboard.rows import Row
from dashboard.watch import Lag, Revision, Since, changed, key_of, lags
from indicators.model import Assessment, Basis

KEY = ("A", "women", None)


def verdict(code="A", alert="red", year=2024, **fields):
    known = {
        "plan": "women", "domain": "健康", "area": "甲县", "value": 58.0, "unit": "%",
        "target": "达到80%以上", "attainment": "met" if alert == "green" else "not_met",
        "word": "达标" if alert == "green" else "达标困难",
    }  # fmt: skip
    return Assessment(code=code, indicator=f"指标{code}", year=year, alert=alert, **(known | fields))


RUNS = {
    # alerts of 2024, 2023, 2022 ... -> (since, years, words)
    ("red",): (2024, 1, ""),
    ("red", "green"): (2024, 1, "今年新出现"),
    ("red", "yellow"): (2023, 2, "已连续落后2年"),
    ("orange", "red", "red", "green"): (2022, 3, "已连续落后3年"),
    ("red", "green", "red"): (2024, 1, "今年新出现"),
    ("green", "red"): None,
}


@pytest.mark.parametrize(("alerts", "wanted"), RUNS.items(), ids=lambda case: "-".join(map(str, case or ())))
def test_a_run_ends_where_an_indicator_did_not_lag(alerts, wanted):
    now, *past = [[verdict(alert=alert, year=2024 - back)] for back, alert in enumerate(alerts)]
    found = lags(now, past).get(KEY)
    assert (found and (found.since, found.years, found.words)) == wanted


def test_a_year_without_data_ends_a_run_and_makes_it_neither_new_nor_old():
    silent = verdict(alert="grey", attainment="no_data", word="无数据", year=2023)
    assert lags([verdict()], [[silent]])[KEY].words == ""


def test_what_is_met_but_warned_of_does_not_lag_in_words():
    now = verdict(alert="yellow", attainment="met", word="达标")
    assert lags([now], [[verdict(year=2023)]])[KEY].words == "已连续预警2年"


def test_plans_are_told_apart():
    both = [verdict(), verdict(plan="children")]
    found = lags(both, [[verdict(year=2023, plan="children")]])
    assert (found[KEY].years, found[("A", "children", None)].years) == (1, 2)


def test_two_target_sets_of_one_plan_are_told_apart():
    own, higher = (Basis(target_set=name) for name in ("本级", "省规划"))
    before = was(verdict(alert="green", basis=own), verdict(alert="red", basis=higher))
    now = [Row(verdict(alert="green", basis=own)), Row(verdict(alert="red", basis=higher))]
    assert changed(now, before) == ([], [])


def was(*items):
    return {key_of(item): item for item in items}


@pytest.mark.parametrize(
    ("before", "now", "met", "lagging"),
    [
        ("red", "green", 1, 0),
        ("green", "red", 0, 1),
        ("red", "red", 0, 0),
        ("green", "green", 0, 0),
        ("green", "yellow", 0, 1),
    ],
)
def test_newly_met_and_newly_lagging(before, now, met, lagging):
    found = changed([Row(verdict(alert=now))], was(verdict(alert=before)))
    assert tuple(map(len, found)) == (met, lagging)


def test_without_data_before_it_may_be_newly_met_but_not_newly_lagging():
    silent = was(verdict(alert="grey", attainment="no_data", word="无数据"))
    assert [len(part) for part in changed([Row(verdict(alert="green"))], silent)] == [1, 0]
    assert [len(part) for part in changed([Row(verdict())], silent)] == [0, 0]
    assert changed([Row(verdict())], {}) == ([], [])


def test_one_line_where_both_plans_ask_the_same():
    rows = [Row(verdict()), Row(verdict(plan="children"))]
    before = was(verdict(alert="green"), verdict(alert="green", plan="children"))
    assert len(changed(rows, before)[1]) == 1


def rows(**counts):
    alerts = {"met": "green", "unmet": "red"}
    return [Row(verdict(f"{kind}{i}", alerts[kind])) for kind, n in counts.items() for i in range(n)]


def test_every_part_of_a_bar_opens_what_it_counts():
    (bar,) = overview.bars_of(rows(met=3, unmet=1))
    assert (bar.domain, bar.whole, bar.said) == ("健康", 4, "达标 3/4")
    html = overview.bars("妇女发展规划", [bar], 4, lambda domain, word: f"{domain}/{word}")
    assert re.findall(r'href="([^"]*)"', html) == ["健康/None", "健康/达标", "健康/未达标", "健康/None"]
    assert 'aria-label="健康：达标3项"' in html
    assert "width:100.0%" in html


def test_a_narrow_part_has_its_count_without_an_icon():
    bars = overview.bars_of(rows(met=30, unmet=1))
    html = overview.bars("x", bars, 31, lambda *_: "")
    assert "<i>●</i>30</a>" in html
    assert ">1</a>" in html


def test_a_domain_with_nothing_judged_says_so():
    (bar,) = overview.bars_of([Row(verdict(alert="grey", attainment="monitored", word="仅监测"))])
    assert bar.said == "未评定"


def test_the_picture_of_the_bars_is_sound_svg_and_shows_every_count():
    evil = "<script>&"
    bars = overview.bars_of(rows(met=3, unmet=1))
    svg = bars_picture.picture(evil, {"妇女发展规划": bars})
    root = ElementTree.fromstring(svg)
    texts = [item.text for item in root.iter("{http://www.w3.org/2000/svg}text")]
    assert texts[0] == evil
    assert {"● 3", "✕ 1", "健康", "达标 3/4"} <= set(texts)
    assert "<script" not in bars_picture.buttons(evil, svg)
    assert ElementTree.fromstring(bars_picture.picture("x", {})).tag.endswith("svg")


def test_changes_show_the_first_names_and_fold_the_rest_away():
    many = tuple(Row(verdict(f"A{i}")) for i in range(6))
    revision = Revision("B", "甲率", 2023, "城市", "58%", "61%", "张")
    html = overview.changes(Since("x", (), many, (revision,)), lambda row: row.item.code, lambda code: code)
    assert "另外2项" in html
    assert html.count("<li>") == 7
    assert "2023年（城市） 58% → 61%" in html
    assert "没有" in html


WHEN = {12: "离截止还有12天", 0: "今天截止", -3: "已过截止3天", None: "没有设截止日期"}


@pytest.mark.parametrize(("days", "said"), WHEN.items(), ids=str)
def test_the_reporting_line_counts_units_that_owe_something(days, said):
    found = overview.Reporting(2024, {"complete": 11, "partly": 2, "nothing": 3}, days, 0)
    html = overview.reporting(found, lambda word: f"reporting/{word}")
    assert "11 / 13 个单位已报齐" in html
    assert said in html
    assert "reporting/◐ 部分已报" in html
    assert "逾期" not in html


def test_names_from_outside_are_never_markup():
    evil = '<script>alert("x")</script>'
    row = Row(Assessment("A", evil, "women", evil, "甲县", 2024, 1.0, "%"))
    since = Since("x", (row,), (row,), (Revision("B", evil, 2023, evil, evil, evil, evil),))
    html = overview.changes(since, lambda _: evil, lambda _: evil)
    html += overview.bars(evil, overview.bars_of([row]), 1, lambda *_: evil)
    html += markup.lines([row], lambda _: "", note=lambda _: evil)
    assert "<script" not in html


def test_a_note_stands_with_the_status():
    html = markup.lines([Row(verdict())], lambda _: "", note=lambda _: "已连续落后3年")
    assert "已连续落后3年" in html
    assert fmt.ALERTS["red"][1] in html
    assert Lag(2022, 3, fresh=False, missed=True).words == "已连续落后3年"
