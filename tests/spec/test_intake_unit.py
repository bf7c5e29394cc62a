"""The department that a file names as its reporter: offered, taken where none was chosen, never forced."""

import pytest
from test_intake import codes, store, table  # noqa: F401  (the fixture)

from indicators.intake import check_file, load_file
from indicators.model import ReportingUnit
from indicators.sheets.facts import gather
from indicators.sheets.grid import Grid
from indicators.sheets.offices import offices_named

pytestmark = pytest.mark.tenth(2)


def form(line, below=""):
    rows = [["2024年妇女儿童监测表"], [line], ["指标名称", "单位", "2024年"], ["活产数", "人", "31"]]
    return table(*rows, *([[below]] if below else []))


@pytest.mark.parametrize(
    ("lines", "named"),
    [
        ([["填报单位：县卫生健康局"]], ["县卫生健康局"]),
        ([["填报单位（盖章）：县卫生健康局   填表人：张三"]], ["县卫生健康局"]),
        ([["填报部门:", "县教育局"]], ["县教育局"]),
        ([["报送单位:县教育局(公章)"]], ["县教育局"]),
        ([["填报单位：", "填表人：张三"]], []),
        ([["填报单位：________"]], []),
        ([["单位：人"]], []),
        ([["填报单位：甲"], ["填报单位：县民政局"], ["填报单位：县民政局"]], ["县民政局"]),
    ],
)
def test_the_department_is_read_from_its_line(lines, named):
    width = max(map(len, lines))
    rows = [line + [None] * (width - len(line)) for line in lines]
    assert offices_named(gather(Grid("表", rows)), list(range(len(rows)))) == named


@pytest.mark.parametrize(
    ("register", "line", "chosen", "recorded", "told"),
    [
        (("县卫生健康局",), "填报单位：县卫生健康局", None, "县卫生健康局", ["unit_taken"]),
        (("县卫生健康局",), "填报单位：示例县卫生健康局", None, "县卫生健康局", ["unit_taken"]),
        (("县卫生健康局",), "填报单位：卫健局", None, "县卫生健康局", ["unit_taken"]),
        (("县卫生健康局",), "填报单位：县教育局", None, None, ["unit_offered"]),
        (("县卫生健康局",), "填报单位：县卫生健康局", "卫健局", "卫健局", []),
        (("县卫生健康局",), "填报单位：县卫生健康局", "县教育局", "县教育局", ["unit_differs"]),
        ((), "填报单位：县教育局", "教育局", "教育局", []),
        ((), "各单位填报", None, None, []),
    ],
)
def test_a_named_department_is_taken_offered_or_told(store, register, line, chosen, recorded, told):  # noqa: F811
    store.desk.put_units([ReportingUnit(name, aliases=("卫健局",)) for name in register])
    intake = load_file(store, form(line), "表.csv", unit=chosen, by="王")
    assert [code for code in codes(intake) if code.startswith("unit_")] == told
    assert (intake.unit, store.submissions()[0].unit) == (recorded, recorded)


def test_two_departments_in_one_file_decide_nothing(store):  # noqa: F811
    store.desk.put_units([ReportingUnit("县教育局"), ReportingUnit("县民政局")])
    intake = check_file(store, form("填报单位：县教育局", "填报单位：县民政局"), "表.csv")
    assert intake.unit is None


def test_answers_of_the_named_department_are_remembered(store):  # noqa: F811
    store.desk.put_units([ReportingUnit("县妇联")])
    rows = [["填报单位：县妇联"], ["地区", "2022年", "2023年"], ["城关镇", 31, 32], ["柳溪镇", 41, 42]]
    (question,) = check_file(store, table(*rows), "a.csv").reading.questions
    load_file(store, table(*rows), "a.csv", by="王", answers={question.key: "W0706"})
    later = table(*rows[:2], ["城关镇", 33, 34], ["柳溪镇", 43, 44])
    assert check_file(store, later, "b.csv").reading.questions == []
