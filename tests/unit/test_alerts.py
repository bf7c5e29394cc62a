"""The warnings of a year: computed and by hand, what covers which, filters, words."""

import datetime as dt
from dataclasses import replace

import pytest

from dashboard import alerts as al
from dashboard import markup_alerts
from dashboard.rows import Filters, Row
from dashboard.watch import Lag
from indicators.model import Assessment
from indicators.store import Flag

AT = dt.datetime(2026, 5, 20, 6, 3, tzinfo=dt.UTC)


def row(code="A", alert="red", attainment="not_met", **fields):
    known = {"plan": "women", "domain": "健康", "area": "甲县", "year": 2024, "value": 58.0, "unit": "%"}
    more = {"lead_unit": "卫健局", "word": "达标困难", "reasons": ("进度滞后",)}
    return Row(Assessment(code, f"指标{code}", alert=alert, attainment=attainment, **(known | more | fields)))


def flag(kind, level, code="A", year=2024, retracted=False, note="群众反映"):
    gone = {"retracted": True, "retracted_by": "王", "retracted_why": "看错"} if retracted else {}
    return Flag("id", kind, code, f"指标{code}", "甲县", year, level, note, "李", AT, **gone)


def level(alert, *flags, attainment="not_met"):
    found = al.alerts_of([row(alert=alert, attainment=attainment)], {}, flags, 2024)
    return [(item.level, item.state) for item in found]


CASES = [
    # computed, what people said -> level and state
    ("red", (), [("red", "未处理")]),
    ("green", (), []),
    ("grey", (), []),
    ("green", (flag("flag", "orange"),), [("orange", "未处理")]),
    ("yellow", (flag("flag", "orange"),), [("orange", "未处理")]),
    ("red", (flag("flag", "yellow"),), [("red", "未处理")]),
    ("green", (flag("flag", "red", year=2022),), [("red", "未处理")]),
    ("green", (flag("flag", "red", year=2025),), []),
    ("green", (flag("flag", "red", retracted=True),), []),
    ("green", (flag("flag", "red", code="B"),), []),
    ("orange", (flag("mark", "orange"),), [("orange", "已知悉")]),
    ("orange", (flag("mark", "red"),), [("orange", "已知悉")]),
    ("red", (flag("mark", "orange"),), [("red", "未处理")]),
    ("red", (flag("mark", "red", year=2023),), [("red", "未处理")]),
    ("red", (flag("mark", "red", retracted=True),), [("red", "未处理")]),
    ("green", (flag("mark", "red"),), []),
    ("green", (flag("mark", "yellow"), flag("flag", "yellow")), [("yellow", "已知悉")]),
]


@pytest.mark.parametrize(("computed", "said", "wanted"), CASES)
def test_level_and_state(computed, said, wanted):
    assert level(computed, *said, attainment="met" if computed == "green" else "no_data") == wanted


@pytest.mark.parametrize(
    ("alerts", "wanted"),
    [
        (("green", "green"), ["women"]),
        (("green", "yellow"), ["children"]),
        (("red", "yellow"), ["women", "children"]),
    ],
)
def test_a_warning_by_hand_counts_once_though_two_plans_ask_otherwise(alerts, wanted):
    plans = zip(("women", "children"), ("80%以上", "90%以上"), alerts, strict=True)
    rows = [
        row(plan=plan, target=target, alert=alert, attainment="met" if alert == "green" else "not_met")
        for plan, target, alert in plans
    ]
    found = al.alerts_of(rows, {}, [flag("flag", "orange")], 2024)
    assert [item.row.item.plan for item in found] == wanted


def test_a_target_missed_without_a_base_is_red():
    missed = row(alert="grey")
    late = Assessment(
        "A", "指标A", "women", "健康", "甲县", 2024, 58.0, "%", attainment="not_met", alert="grey",
        basis=type(missed.item.basis)(due=True),
    )  # fmt: skip
    assert [item.level for item in al.alerts_of([Row(late)], {}, [], 2024)] == ["red"]


def test_the_gravest_comes_first_and_both_plans_are_one_line():
    rows = [row("A", "yellow"), row("B", "red"), row("B", "red", plan="children"), row("C", "orange")]
    found = al.alerts_of(rows, {("C", "women", None): Lag(2022, 3, fresh=False, missed=True)}, [], 2024)
    assert [item.row.item.code for item in found] == ["B", "C", "A"]
    assert found[0].row.plans == ("women", "children")
    assert found[1].duration == "已连续落后3年"


def test_reasons_name_those_who_warned():
    (found,) = al.alerts_of([row()], {}, [flag("flag", "orange")], 2024)
    assert found.reasons == ("进度滞后", "人工预警（橙色预警）：群众反映")
    (found,) = al.alerts_of([row(alert="green", attainment="met")], {}, [flag("flag", "orange")], 2024)
    assert found.reasons == ("人工预警（橙色预警）：群众反映",)


FILTERS = [
    (Filters(), (), "AB"),
    (Filters(alert=["red"]), (), "A"),
    (Filters(plan=["children"]), (), "B"),
    (Filters(domain=["教育"]), (), "B"),
    (Filters(unit=["卫健局"]), (), "A"),
    (Filters(), ("已知悉",), "B"),
    (Filters(alert=["red"]), ("已知悉",), ""),
]


@pytest.mark.parametrize(("wanted", "states", "codes"), FILTERS)
def test_filters(wanted, states, codes):
    rows = [row("A"), row("B", "orange", plan="children", domain="教育", lead_unit="教育局")]
    every = al.alerts_of(rows, {}, [flag("mark", "orange", "B")], 2024)
    assert "".join(item.row.item.code for item in al.kept(every, wanted, states)) == codes


def test_the_title_counts_by_level_and_what_is_left_to_do():
    every = al.alerts_of([row("A"), row("B", "yellow")], {}, [flag("mark", "red")], 2024)
    assert al.finding("甲县", 2024, every, []) == "甲县2024年2项预警：红色1项，黄色1项，1项还没有处理"
    assert al.finding("甲县", 2024, every[:1], []).endswith("，都已知悉")
    assert al.finding("甲县", 2024, [], [row(value=97.0)]) == "甲县2024年没有预警"
    assert al.finding("甲县", 2024, [], [row(value=None)]) == "甲县2024年没有数据，看不出预警"


def test_the_table_to_take_away_says_who_knows_what():
    frame = al.frame(al.alerts_of([row()], {}, [flag("mark", "red")], 2024))
    line = frame.iloc[0]
    assert (line["级别"], line["数值"], line["原因"], line["处理"]) == (
        "红色预警", 58.0, "进度滞后", "已知悉",
    )  # fmt: skip
    assert (line["处理说明"], line["处理人"]) == ("群众反映", "李")
    assert list(al.frame([]).columns) == list(frame.columns)


def test_that_a_figure_came_from_below_stands_under_it_and_may_wrap():
    made = row(value=15.22)
    told = replace(made.item, basis=replace(made.item.basis, rolled=True, parts_reported=3, parts_asked=3))
    html = markup_alerts.listing(al.alerts_of([replace(made, item=told)], {}, [], 2024), str, None)
    assert '<br><span class="tp-quiet tp-small">由下级汇总（3/3）</span></td>' in html


def test_text_from_outside_is_never_markup():
    evil = "<script>x</script>"
    every = al.alerts_of(
        [row(domain=evil, lead_unit=evil, reasons=(evil,))], {}, [flag("flag", "red", note=evil)], 2024
    )
    html = markup_alerts.listing(every, lambda _: evil, lambda _: evil)
    html += markup_alerts.said_of(flag("mark", "red", note=evil, retracted=True))
    assert "<script" not in html
    assert "王已撤销：看错" in html
