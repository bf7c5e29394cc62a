"""The same plan in the layouts in which offices keep it: always the same goals."""

import pytest

from indicators.catalog import builtin, read_plan_lines
from indicators.model import PlanKind

A = "适龄妇女宫颈癌人群筛查率"
B = "孕产妇死亡率"
WANTED = {
    # code: domain, (year, op, value) by milestone, lead, cooperating units
    "W0115": ("健康", [(2025, ">=", 50), (2030, ">=", 70)], "卫健局", ("妇联",)),
    "W0103": ("健康", [(2030, "<=", 12)], "卫健局", ()),
}
TITLE = "某县妇女发展规划（2021-2030年）指标体系表\n"

LAYOUTS = {
    "a column for each year": f"""领域,指标,单位,2025年目标,2030年目标,牵头单位,配合单位
妇女与健康,{A},%,50%以上,70%以上,卫健局,妇联
,{B},1/10万,,12以下,卫健局,
""",
    "years before 目标, other order": f"""牵头部门,2030目标,2025目标,主要指标,领域,协办单位
卫健局,70%以上,50%以上,{A},健康,妇联
卫健局,12/10万以下,,{B},健康,
""",
    "years below a common heading": f"""序号,指标名称,目标值,,责任单位,
,,2025年,2030年,牵头,配合
一、妇女与健康,,,,,
1,{A},50%以上,70%以上,卫健局,妇联
2,{B},,12/10万以下,卫健局,
""",
    "the plan's words in one column": f"""指标,规划目标,责任单位
（一）健康,,
1.{A}（%）,2025年达到50%以上，2030年达到70%以上,牵头单位：卫健局 配合单位：妇联
2.{B}（1/10万）,2030年控制在12/10万以下,卫健局
""".replace("以上，", "以上；"),
    "chapters without numbers": f"""指标,目标要求,牵头单位,配合单位
健康,,,
{A},2025年达到50%以上;2030年达到70%以上,卫健局,妇联
{B},2030年12/10万以下,卫健局,
""",
    "by code": """指标代码,目标,牵头单位,配合单位
W0115,2025年达到50%以上;2030年达到70%以上,卫健局,妇联
W0103,2030年控制在12/10万以下,卫健局,
""",
    "bare years": f"""指标,2020年,2025年,2030年,牵头单位,配合单位
{A},40%,50%,70%,卫健局,妇联
{B},15/10万,,12/10万以下,卫健局,
""",
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_same_goals(layout):
    reading = read_plan_lines((TITLE + LAYOUTS[layout]).encode(), "a.csv", builtin())
    assert [item.message for item in reading.findings if item.severity == "error"] == []
    assert {goal.plan for goal in reading.goals} == {PlanKind.WOMEN}
    assert {goal.period for goal in reading.goals} == {(2021, 2030)}
    found = {
        goal.code: (
            goal.domain,
            [(mark.year or 2030, mark.op, mark.value) for mark in goal.target.milestones],
            goal.lead,
            goal.coop,
        )
        for goal in reading.goals
    }
    assert found == WANTED


ANSWERS = [
    # what stands in the column 指标, with unit and direction, how it is taken
    (A, "", "", "name"),
    ("1." + A, "", "", "name"),
    ("宫颈癌筛查率", "", "", "alias"),
    (A.replace("率", "比例"), "", "", "near"),
    ("孕妇死亡率", "", "", "question"),
    ("孕妇死亡率", "1/10万", "", "question"),
    ("孕妇死亡率", "1/10万", "越低越好", "new"),
    ("农村孕产妇死亡率", "", "", "question"),
    ("巾帼家政培训人次", "", "", "question"),
    ("巾帼家政培训人次", "人次", "越高越好", "new"),
]


@pytest.mark.parametrize(("name", "unit", "way", "how"), ANSWERS)
def test_how_a_name_is_taken(name, unit, way, how):
    if how == "alias":
        name = builtin().by_code["W0115"].aliases[0]
    text = f"指标,单位,方向,目标\n{name},{unit},{way},\n"
    reading = read_plan_lines(text.encode(), "a.csv", builtin())
    (line,) = reading.lines
    assert (line.subject.how if line.subject else "question") == how
    assert len(reading.questions) == (how == "question")
