"""Areas side by side: ranks, ties, those without a figure, and what the page says of them."""

import pandas as pd
import pytest

from dashboard import compare_charts
from dashboard import format as fmt
from dashboard.compare import RATE, Measure, Site, failing, finding, ranked, rates, sites, table, words
from dashboard.views.compare import labels
from indicators.assess import rate_of

TOWNS = [("县/甲镇", "甲镇"), ("县/乙镇", "乙镇"), ("县/丙乡", "丙乡"), ("县/丁乡", "丁乡")]
HIGH = Measure(
    "接种率", "X1", unit="%", direction="higher", op=">=", goal=95.0, goal_year=2030, target="95%以上"
)
ROW = {
    "area": "", "value": None, "figure_year": None, "missing": None, "missing_year": None, "decimals": 1,
    "numerator": None, "denominator": None, "low": None, "high": None, "pooled": None, "small_number": False,
    "previous_value": None, "previous_year": None, "direction": "higher", "attainment": "no_data",
    "word": "无数据",
}  # fmt: skip


def rows(*given):
    return pd.DataFrame([ROW | item for item in given])


def found(path, value, attainment="met", word="达标", **more):
    return {"area": path, "value": value, "figure_year": 2024, "attainment": attainment, "word": word, **more}


def placed(values, measure=HIGH):
    places = [Site(f"县/{n}", str(n), value=value) for n, value in enumerate(values)]
    kept, without = ranked(places, measure)
    return [(place.name, place.rank) for place in kept], [place.name for place in without]


@pytest.mark.parametrize(
    ("direction", "values", "order", "gone"),
    [
        ("higher", [3.0, 5.0, 5.0, None, 1.0], [("1", 1), ("2", 1), ("0", 3), ("4", 4)], ["3"]),
        ("lower", [3.0, 0.0, None, 3.0], [("1", 1), ("0", 2), ("3", 2)], ["2"]),
        ("around", [94.0, 96.0, 80.0], [("0", 1), ("1", 1), ("2", 3)], []),
        ("none", [1.0, 2.0], [("1", 1), ("0", 2)], []),
        ("higher", [0.1 + 0.2, 0.3], [("0", 1), ("1", 1)], []),
    ],
)
def test_equal_figures_share_a_rank_and_missing_ones_have_none(direction, values, order, gone):
    measure = Measure("甲", "X1", direction=direction, op=">=", goal=95.0)
    assert placed(values, measure) == (order, gone)


def test_an_area_that_the_target_does_not_concern_owes_nothing():
    frame = rows(
        found("县/甲镇", 96.0),
        {"area": "县/乙镇", "attainment": "not_applicable", "word": "不适用"},
        {"area": "县/丙乡"}
        | {"missing": "not_applicable", "missing_year": 2024, "attainment": "not_applicable"},
    )
    kept, without = ranked(sites(TOWNS, frame, HIGH, 2024, "县"), HIGH)
    assert [(place.name, place.exempt, place.reason) for place in without] == [
        ("乙镇", True, "不适用"),
        ("丙乡", True, "不适用"),
        ("丁乡", False, "从未报过"),
    ]
    assert finding(kept, without, HIGH, "乡镇").endswith("全部达到，1个未报，2个不适用")


def test_what_is_missing_says_why_and_zero_is_a_figure():
    frame = rows(
        found("县/甲镇", 0.0, "not_met", "未达标"),
        {"area": "县/乙镇", "missing": "not_collected", "missing_year": 2024, "figure_year": 2023},
        {"area": "县/丙乡", "figure_year": 2021},
    )
    first, *others = sites(TOWNS, frame, HIGH, 2024, "县")
    assert (first.value, first.status, first.reason) == (0.0, fmt.UNMET, "")
    assert [place.reason for place in others] == ["未统计", "最近的数是2021年", "从未报过"]
    assert [place.value for place in others] == [None] * 3


def test_villages_bear_their_town_and_the_first_verdict_counts():
    frame = rows(found("县/甲镇/东村", 96.0), found("县/甲镇/东村", 96.0, "not_met", "未达标"))
    (place,) = sites([("县/甲镇/东村", "东村")], frame, HIGH, 2024, "县")
    assert (place.label, place.status) == ("东村（甲镇）", fmt.MET)
    (place,) = sites([("县/甲镇/东村", "东村")], frame, HIGH, 2024, "县/甲镇")
    assert place.label == "东村"


def test_a_change_is_of_last_year_or_names_its_year():
    frame = rows(
        found("县/甲镇", 96.0, previous_value=95.0, previous_year=2023),
        found("县/乙镇", 96.0, previous_value=97.5, previous_year=2021),
    )
    first, second, *_ = sites(TOWNS, frame, HIGH, 2024, "县")
    assert first.change == "上升1个百分点 · 变好"
    assert second.change == "较2021年下降1.5个百分点 · 变差"


def test_figures_get_the_decimals_of_the_most_exact():
    frame = rows(found("县/甲镇", 98.0, decimals=0), found("县/乙镇", 97.5, decimals=1))
    kept, _ = ranked(sites(TOWNS, frame, HIGH, 2024, "县"), HIGH)
    assert [words(place, HIGH) for place in kept] == ["98.0%", "97.5%"]


@pytest.mark.parametrize(
    ("given", "title"),
    [
        ([found("县/甲镇", 96.0), found("县/乙镇", 97.0)], "接种率：2个乡镇中全部达到，2个未报"),
        (
            [found("县/甲镇", 96.0), found("县/乙镇", 90.0, "not_met", "未达标")],
            "接种率：2个乡镇中1个没有达到（乙镇），2个未报",
        ),
        ([], "接种率：4个乡镇都没有数"),
    ],
)
def test_the_title_says_who_fails(given, title):
    frame = rows(*given) if given else rows(ROW)
    kept, without = ranked(sites(TOWNS, frame, HIGH, 2024, "县"), HIGH)
    assert finding(kept, without, HIGH, "乡镇") == title


def test_an_area_that_the_target_does_not_hold_does_not_fail_it():
    frame = rows(
        found("县/甲镇", 96.0),
        found("县/乙镇", 80.0, "not_applicable", "不适用"),
        found("县/丙乡", 90.0, "not_met"),
    )
    kept, without = ranked(sites(TOWNS[:3], frame, HIGH, 2024, "县"), HIGH)
    assert [place.name for place in failing(kept)] == ["丙乡"]
    assert finding(kept, without, HIGH, "乡镇") == "接种率：3个乡镇中1个没有达到（丙乡），1个不评定"


def test_without_a_target_the_title_names_the_ends():
    measure = Measure("人次", "X2", unit="人次", direction="none")
    frame = rows(found("县/甲镇", 30.0, decimals=0), found("县/乙镇", 9.0, decimals=0),
                 found("县/丙乡", 9.0, decimals=0))  # fmt: skip
    kept, without = ranked(sites(TOWNS[:3], frame, measure, 2024, "县"), measure)
    assert finding(kept, without, measure, "乡镇") == "人次：甲镇30\u2009人次最高，2个并列（9\u2009人次）最低"
    assert {place.status for place in kept} == {None}


def test_the_attainment_rate_keeps_its_two_numbers():
    now = {"县/甲镇": rate_of(["met", "met", "not_met"]), "县/乙镇": rate_of(["no_data"])}
    places = rates(TOWNS, now, {"县/甲镇": rate_of(["met", "not_met"])}, "县", 2024)
    kept, without = ranked(places, Measure(RATE))
    assert [(place.value, place.numerator, place.denominator) for place in kept] == [(66.7, 2, 3)]
    assert kept[0].change == "上升16.7个百分点"
    assert [place.reason for place in without] == ["没有评定过的指标"] * 3
    frame = table(kept, without, Measure(RATE))
    assert frame["达标数"].iloc[0] == 2
    assert list(frame["名次"].isna()) == [False, True, True, True]


def test_the_table_keeps_zero_and_missing_apart():
    frame = rows(found("县/甲镇", 0.0, "not_met", "未达标", low=0.0, high=3.7, small_number=True, pooled=1.2))
    kept, without = ranked(sites(TOWNS[:2], frame, HIGH, 2024, "县"), HIGH)
    lines = table(kept, without, HIGH)
    assert list(lines["数值"].isna()) == [False, True]
    assert list(lines["未报原因"]) == ["", "从未报过"]
    assert lines["区间上限"].iloc[0] == 3.7
    assert "随机波动" in lines["说明"].iloc[0]


def test_two_indicators_of_one_name_are_told_apart():
    two = [Measure("甲", "X1"), Measure("甲", "X2"), Measure("乙", "X3")]
    assert list(labels(two)) == [RATE, "甲（X1）", "甲（X2）", "乙"]


def test_the_ranking_draws_the_target_the_interval_and_each_row():
    frame = rows(
        found("县/甲镇", 96.0),
        found("县/乙镇", 90.0, "not_met", "未达标", low=85.0, high=99.0, small_number=True),
    )
    kept, _ = ranked(sites(TOWNS[:2], frame, HIGH, 2024, "县"), HIGH)
    figure = compare_charts.ranking(kept, HIGH)
    assert list(figure.layout.yaxis.ticktext) == ["甲镇　1", "乙镇　2"]
    assert figure.layout.shapes[0].x0 == 95.0
    unmet = next(trace for trace in figure.data if trace.name == "未达标")
    assert (unmet.marker.symbol, list(unmet.error_x.array), list(unmet.error_x.arrayminus)) == (
        "x",
        [9.0],
        [5.0],
    )
    texts = [note.text for note in figure.layout.annotations]
    assert "90.0%＊" in texts
    assert "2030年目标 ≥95%" in texts


def test_the_axis_begins_at_zero_only_where_differences_show():
    near = [Site("a", "a", value=98.0), Site("b", "b", value=99.0)]
    assert compare_charts.reach(near, HIGH)[0] > 90
    far = [Site("a", "a", value=8.0), Site("b", "b", value=99.0)]
    assert compare_charts.reach(far, HIGH)[0] <= 0
    assert compare_charts.reach([], Measure("甲", "X")) == (0.0, 1.0)
