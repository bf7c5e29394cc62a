"""The responsible units: who leads what under which name, orders, words, the sheet to print."""

import re

import pytest

from dashboard import markup_units
from dashboard import units as un
from dashboard.rows import Row
from dashboard.watch import Lag
from indicators.model import Assessment

HEALTH, SCHOOL = "县卫健局", "县教育局"


def row(code="A", alert="green", lead=HEALTH, **fields):
    good = alert == "green"
    known = {
        "plan": "women", "domain": "健康", "area": "甲县", "year": 2024, "value": 58.0, "unit": "%",
        "target": "达到80%以上", "attainment": "met" if good else "not_met",
        "word": "达标" if good else "达标困难", "lead_unit": lead, "reasons": ("进度滞后",),
    }  # fmt: skip
    return Row(Assessment(code, f"指标{code}", alert=alert, **(known | fields)))


def silent(code="S", **fields):
    return row(code, "grey", attainment="no_data", word="无数据", value=None, **fields)


def units(rows, reports=None, coop=None, called=lambda name: name):
    found = un.units_of(rows, reports or {}, coop or {}, {}, called)
    return {unit.name: unit for unit in found}


def codes(rows):
    return "".join(row.item.code for row in rows)


def test_indicators_stand_with_the_unit_that_leads_them():
    found = units([row("A"), row("B", lead=SCHOOL), row("C", "red"), row("D", lead=None)])
    assert {name: codes(unit.rows) for name, unit in found.items()} == {
        HEALTH: "CA", SCHOOL: "B", un.NOBODY: "D",
    }  # fmt: skip


def test_both_plans_asking_the_same_are_one_line():
    assert codes(units([row(), row(plan="children")])[HEALTH].rows) == "A"


def test_other_names_of_a_unit_are_that_unit_and_kept_for_links():
    found = units([row(lead="卫健局"), row("B")], called=lambda name: {"卫健局": HEALTH}.get(name, name))
    assert list(found) == [HEALTH]
    assert set(found[HEALTH].names) == {"卫健局", HEALTH}


def test_a_name_without_its_county_is_the_one_unit_that_ends_so():
    found = units([row(lead="统计局"), row("B")], coop={"B": ("县统计局",)})
    assert codes(found["县统计局"].rows) == "A"
    assert codes(found["县统计局"].coop) == "B"
    two = units([row(lead="统计局"), row("B", lead="县统计局"), row("C", lead="市统计局")])
    assert set(two) == {"统计局", "县统计局", "市统计局"}


def test_who_only_helps_or_only_owes_is_listed_too():
    report = un.Report("not_started", 1, 0, ("甲率",))
    found = units([row()], {"县妇联": report}, {"A": (SCHOOL, HEALTH)})
    assert list(found) == ["县妇联", HEALTH, SCHOOL]
    assert (found[HEALTH].coop, codes(found[SCHOOL].coop)) == ((), "A")


def test_indicators_fall_into_exactly_one_part_of_the_sheet():
    unit = units([row("A"), row("B", "red"), silent(), row("C", "yellow", attainment="met", word="达标")])[
        HEALTH
    ]
    assert (codes(unit.lagging), codes(unit.silent), codes(unit.steady)) == ("BC", "S", "A")
    assert [unit.level(level) for level in ("red", "orange", "yellow")] == [1, 0, 1]


ORDERED = {
    "单位": "甲乙丙", "指标": "乙甲丙", "未达标": "乙丙甲", "预警": "乙丙甲", "无数据": "丙甲乙",
    "报送": "丙乙甲", "没有": "甲乙丙",
}  # fmt: skip


@pytest.mark.parametrize(("word", "wanted"), ORDERED.items())
def test_any_heading_orders_the_table(word, wanted):
    rows = [
        row("A", lead="甲"), row("B", "red", lead="乙"), row("C", lead="乙"), row("D", "yellow", lead="丙",
        attainment="met", word="达标"), silent(lead="丙"), row("E", lead="甲"), row("F", lead="乙"),
    ]  # fmt: skip
    if word in ("指标", "未达标"):
        rows.pop(4)
    reports = {
        "甲": un.Report("complete", 2, 2),
        "乙": un.Report("partly", 3, 1, ("x", "y")),
        "丙": un.Report("complete", 2, 2, late=True),
    }
    every = un.units_of(rows, reports, {}, {}, lambda name: name)
    assert "".join(unit.name for unit in un.ordered(every, word)) == wanted


def test_titles_say_what_is_to_be_done():
    found = un.units_of(
        [row("A", "red"), row("B", lead=SCHOOL)], {HEALTH: un.Report("partly", 2, 1, ("甲率",))}, {}, {}, str
    )
    assert un.finding(found, 2024) == "2024年：2个牵头单位，1个有红色预警，1个还没有报齐"
    nobody = un.units_of([row("A"), row("C", lead="")], {}, {}, {}, str)
    assert un.finding(nobody, 2024).startswith("2024年：1个牵头单位")
    assert un.unit_finding(found[0], 2024) == f"{HEALTH}2024年：1项指标，达标0，未达标1，还缺1项没报"
    assert "没有牵头的指标" in un.unit_finding(un.Unit("县检察院"), 2024)


WHEN = [
    ("partly", 12, "离截止还有12天"), ("partly", 0, "今天截止"), ("not_started", -3, "已过截止3天"),
    ("complete", 12, ""), ("partly", None, ""),
]  # fmt: skip


@pytest.mark.parametrize(("state", "left", "said"), WHEN)
def test_the_deadline_matters_to_those_who_still_owe(state, left, said):
    assert un.Report(state, 2, 1, days_left=left).when == said


def test_numbers_in_the_table_open_the_list_and_headings_order_it():
    found = un.units_of([row(), row("B", "red")], {}, {}, {}, str)
    html = markup_units.overview(
        found, "预警", lambda unit: f"unit/{unit.name}", lambda word: f"sort/{word}",
        lambda unit, word: f"list/{unit.name}/{word}",
    )  # fmt: skip
    assert f'href="list/{HEALTH}/None"' in html
    assert f'href="list/{HEALTH}/达标"' in html
    assert 'href="sort/达标"' in html
    assert 'href="sort/预警"' not in html
    assert f"list/{HEALTH}/关注" not in html  # nothing to open behind a 0


def test_the_sheet_leaves_room_for_measures_and_names_what_is_missing():
    lags = {("B", "women", None): Lag(2022, 3, fresh=False, missed=True)}
    report = un.Report("partly", 3, 2, ("甲率",), late=True)
    (unit,) = un.units_of([row(), row("B", "red"), silent()], {HEALTH: report}, {}, lags, str)
    html = markup_units.sheet(unit, 2024, "甲县妇儿工委办", "2025年6月3日")
    said = re.sub(r"<[^>]+>", " ", html)
    for words in ("一、需要盯紧的指标（1项）", "二、没有数据的指标（1项）", "三、其余指标（1项）"):
        assert words in said
    for words in ("已连续落后3年", "整改措施", "完成时限", "应报3项，已报2项，有逾期，还缺：甲率"):
        assert words in said
    assert html.startswith('<section class="tp-sheet">')


def test_tables_to_take_away():
    found = un.units_of([row(), row("B", "red")], {HEALTH: un.Report("partly", 2, 1, ("甲率",))}, {}, {}, str)
    line = un.frame(found).iloc[0]
    assert (line["牵头指标"], line["达标"], line["未达标"], line["红色预警"]) == (2, 1, 1, 1)
    assert (line["报送"], line["应报"], line["还缺"]) == ("部分已报", 2, "甲率")
    assert un.rows_frame(found[0])["编号"].tolist() == ["B", "A"]


def test_text_from_outside_is_never_markup():
    evil = "<script>x</script>"
    report = un.Report("partly", 2, 1, (evil,), liaison=evil, telephone=evil)
    rows = [row(lead=evil, domain=evil, reasons=(evil,), alert="red", target=evil), silent(lead=evil)]
    (unit,) = un.units_of(rows, {evil: report}, {}, {}, str)
    html = markup_units.overview([unit], "单位", lambda _: evil, lambda _: evil, lambda *_: evil)
    html += markup_units.state(unit, 2024) + markup_units.sheet(unit, 2024, evil, evil)
    assert "<script" not in html
