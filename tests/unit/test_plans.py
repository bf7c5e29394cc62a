"""A district's plan as its office keeps it: what becomes a goal, and what becomes a finding."""

import io

import openpyxl
import pytest

from indicators.catalog import builtin, read_plan, with_goals
from indicators.model import Direction, PlanKind, Severity, TargetKind


def csv_plan(text: str, name: str = "plan.csv"):
    return read_plan(text.encode("utf-8-sig"), name, builtin())


def codes(findings) -> list[str]:
    return [item.code for item in findings]


def test_the_contract_columns():
    goals, findings = csv_plan(
        "indicator,target,lead,coop\n"
        "W0103,控制在10/10万以下,卫生健康局,公安局\n"
        "适龄妇女宫颈癌人群筛查率,2025年达到50%以上，2030年达到70%以上,卫生健康局,妇联、财政局\n".replace(
            "以上，2030", "以上;2030"
        )
    )
    assert codes(findings) == []
    assert [(goal.code, goal.plan, goal.lead, goal.coop) for goal in goals] == [
        ("W0103", PlanKind.WOMEN, "卫生健康局", ("公安局",)),
        ("W0115", PlanKind.WOMEN, "卫生健康局", ("妇联", "财政局")),
    ]
    assert goals[0].target.kind is TargetKind.AT_MOST
    assert [(mark.year, mark.value) for mark in goals[1].target.milestones] == [(2025, 50), (2030, 70)]
    assert goals[0].place.cell == "A2"


def test_chinese_headings_in_gb18030_with_a_title_above():
    text = (
        "示例县儿童发展规划(2021—2030年)指标责任分解表,,,,\n"
        ",,,,\n"
        "序号,领域,指标名称,目标值(2030年),牵头单位,配合单位\n"
        "1,健康,婴儿死亡率(‰),4.5‰以下,县卫生健康局,县民政局；县公安局\n"
        "2,教育,高中阶段毛入学率,95,县教育局,\n"
        "注：数据来源为各部门。,,,,,\n"
    )
    goals, findings = read_plan(text.encode("gb18030"), "plan.csv", builtin())
    assert codes(findings) == []
    assert [(goal.code, goal.plan, goal.domain, goal.period) for goal in goals] == [
        ("C0102", PlanKind.CHILDREN, "健康", (2021, 2030)),
        ("C0305", PlanKind.CHILDREN, "教育", (2021, 2030)),
    ]
    assert goals[0].coop == ("县民政局", "县公安局")
    bare = goals[1].target.milestones[0]
    assert (bare.op, bare.value) == (">=", 95)


def workbook(rows, merges=(), title="妇女规划") -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = title
    for row in rows:
        sheet.append(row)
    for span in merges:
        sheet.merge_cells(span)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_xlsx_with_sections_merged_units_and_a_column_per_year():
    data = workbook(
        [
            ["示例县妇女规划目标责任分解"],
            ["指标", "2025年目标", "2030年目标", "责任单位", "配合单位"],
            ["一、妇女与健康"],
            ["1.孕产妇系统管理率", "90%以上", "92%以上", "卫健局", None],
            ["2.妇女常见病筛查率", None, "80%以上", None, "妇联"],
            ["二、妇女与经济"],
            ["3.就业人员中的女性比例", None, "保持在45%左右", "人社局、统计局", "妇联"],
        ],
        merges=["D4:D5"],
    )
    goals, findings = read_plan(data, "分解表.xlsx", builtin())
    assert codes(findings) == []
    assert [(goal.code, goal.domain, goal.lead, goal.coop) for goal in goals] == [
        ("W0107", "健康", "卫健局", ()),
        ("W0118", "健康", "卫健局", ("妇联",)),
        ("W0301", "经济", "人社局", ("统计局", "妇联")),
    ]
    assert goals[0].phrase == "2025年90%以上，2030年92%以上"
    assert goals[1].phrase == "80%以上"


def test_years_in_a_second_heading_row_under_a_merged_target():
    data = workbook(
        [
            ["指标", "目标值", None, "责任单位"],
            [None, "2025年", "2030年", None],
            ["孕产妇系统管理率", "90%", "92%", "卫健局"],
        ],
        merges=["B1:C1", "A1:A2", "D1:D2"],
    )
    goals, findings = read_plan(data, "a.xlsx", builtin())
    assert codes(findings) == []
    assert [goal.phrase for goal in goals] == ["2025年90%，2030年92%"]
    assert [(mark.year, mark.value) for mark in goals[0].target.milestones] == [(2025, 90), (2030, 92)]


def test_lead_and_cooperating_units_in_one_cell():
    goals, _ = csv_plan("指标,目标,责任单位\n婴儿死亡率,5‰以下,牵头单位：卫健局 配合单位：妇联、财政局\n")
    assert (goals[0].lead, goals[0].coop) == ("卫健局", ("妇联", "财政局"))


def test_a_hidden_sheet_is_said():
    book = openpyxl.load_workbook(io.BytesIO(workbook([["指标", "目标"], ["婴儿死亡率", "5‰以下"]])))
    old = book.create_sheet("旧稿")
    old.append(["指标", "目标"])
    old.sheet_state = "hidden"
    out = io.BytesIO()
    book.save(out)
    goals, findings = read_plan(out.getvalue(), "a.xlsx", builtin())
    assert len(goals) == 1
    assert codes(findings) == ["plan_sheet_hidden"]


def test_a_percent_cell_is_read_as_shown():
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["指标", "目标"])
    sheet.append(["孕产妇系统管理率", 0.95])
    sheet["B2"].number_format = "0%"
    out = io.BytesIO()
    book.save(out)
    goals, findings = read_plan(out.getvalue(), "a.xlsx", builtin())
    assert codes(findings) == []
    assert goals[0].target.milestones[0].value == 95


def test_an_indicator_of_both_plans_gives_a_goal_in_each_unless_the_file_tells():
    goals, _ = csv_plan("指标,目标\n九年义务教育巩固率,达到96%以上\n")
    assert [goal.plan for goal in goals] == [PlanKind.WOMEN, PlanKind.CHILDREN]
    goals, _ = csv_plan("指标,目标,规划\n九年义务教育巩固率,达到96%以上,儿童\n")
    assert [goal.plan for goal in goals] == [PlanKind.CHILDREN]


def test_a_goal_listed_in_the_other_plan_extends_the_indicator():
    goals, _ = csv_plan("指标,目标,规划\n婴儿死亡率,5‰以下,妇女规划\n")
    assert goals[0].plan is PlanKind.WOMEN
    assert with_goals(builtin(), goals).by_code["C0102"].plans == (PlanKind.CHILDREN, PlanKind.WOMEN)


def test_an_unknown_indicator_is_left_out_and_three_names_are_offered():
    goals, findings = csv_plan("指标,目标\n孕妇死亡率,12/10万以下\n婴儿死亡率,5‰以下\n")
    assert [goal.code for goal in goals] == ["C0102"]
    assert codes(findings) == ["plan_unknown_indicator"]
    assert findings[0].cell == "A2"
    assert findings[0].severity is Severity.ERROR
    assert "孕产妇死亡率" in findings[0].hint
    assert findings[0].hint.count("、") >= 2


def test_an_own_indicator_needs_a_unit_and_a_direction():
    text = "指标,目标,计量单位,方向\n巾帼家政培训人次,每年500人次,人次,越高越好\n"
    goals, findings = csv_plan(text)
    assert codes(findings) == ["plan_new_indicator"]
    own = goals[0].definition
    assert (own.name, own.unit, own.direction) == ("巾帼家政培训人次", "人次", Direction.HIGHER)
    assert own.code == csv_plan(text)[0][0].code
    assert with_goals(builtin(), goals).named("巾帼家政培训人次").code == own.code


def test_an_own_indicator_may_have_its_direction_from_the_target():
    goals, _ = csv_plan("指标,目标,计量单位\n本地某病发病率,控制在3‰以下,‰\n")
    assert goals[0].definition.direction is Direction.LOWER


def test_without_a_direction_an_own_indicator_is_refused():
    goals, findings = csv_plan("指标,目标,计量单位\n巾帼家政培训人次,,人次\n")
    assert goals == []
    assert codes(findings) == ["plan_unknown_indicator"]


def test_an_unreadable_target_keeps_its_line_and_points_at_the_cell():
    goals, findings = csv_plan("指标,目标\n婴儿死亡率,再看情况而定吧\n")
    assert goals[0].target.kind is TargetKind.QUALITATIVE
    assert [(item.severity, item.cell) for item in findings] == [(Severity.ERROR, "B2")]


def test_no_target_means_monitoring_only():
    goals, findings = csv_plan("指标,目标,牵头单位\n婴儿死亡率,,卫健局\n")
    assert codes(findings) == []
    assert goals[0].target.kind is TargetKind.NONE


@pytest.mark.parametrize(
    ("second", "code"),
    [("5‰以下", "plan_goal_repeated"), ("4‰以下", "plan_goal_conflict")],
)
def test_the_same_goal_twice(second, code):
    goals, findings = csv_plan(f"指标,目标\n婴儿死亡率,5‰以下\nC0102,{second}\n")
    assert [goal.phrase for goal in goals] == ["5‰以下"]
    assert codes(findings) == [code]
    assert "A2" in findings[0].message


def test_another_set_or_version_is_no_double():
    goals, findings = csv_plan(
        "指标,目标,目标来源,版本\n婴儿死亡率,5‰以下,,\n婴儿死亡率,4‰以下,省规划,\n婴儿死亡率,4.5‰以下,,2025\n"
    )
    assert codes(findings) == []
    assert [(goal.set_name, goal.version) for goal in goals] == [("", ""), ("省规划", ""), ("", "2025")]


def test_a_split_code_asks_which_part():
    goals, findings = csv_plan("code,indicator,target\nC0308,,增加\n")
    assert goals == []
    assert codes(findings) == ["plan_code_split"]
    assert "C0308B" in findings[0].message


def test_code_and_name_that_differ():
    goals, findings = csv_plan("code,indicator,target\nC0102,新生儿死亡率,3‰以下\n")
    assert goals == []
    assert codes(findings) == ["plan_code_name_differ"]


def test_a_sentence_is_read_only_when_it_begins_with_the_name():
    goals, findings = csv_plan("指标,牵头单位\n1.孕产妇死亡率下降到12/10万以下,卫健局\n")
    assert [(goal.code, goal.target.milestones[0].value) for goal in goals] == [("W0103", 12)]
    assert codes(findings) == ["plan_sentence"]
    goals, findings = csv_plan("指标,牵头单位\n农村孕产妇死亡率下降到12/10万以下,卫健局\n")
    assert goals == []
    assert codes(findings) == ["plan_unknown_indicator"]


def test_a_file_without_a_heading_says_what_is_needed():
    goals, findings = csv_plan("甲,乙\n1,2\n")
    assert goals == []
    assert codes(findings) == ["plan_no_heading"]


def test_a_file_that_is_no_table_gives_its_own_sentence():
    goals, findings = read_plan(b"\x89PNG\r\n\x1a\n0000", "plan.xlsx", builtin())
    assert goals == []
    assert findings[0].severity is Severity.ERROR
