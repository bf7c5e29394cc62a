"""The district's own plan: read line by line, accepted as a version, compared, taken back, written out."""

import io
from dataclasses import replace

import openpyxl
import pytest
from openpyxl.utils import get_column_letter

from indicators.catalog import builtin, export_plan, goal_changes, read_plan, read_plan_lines
from indicators.intake.plan import check_plan, load_plan
from indicators.model import Area, AreaLevel, Direction, Place, PlanKind
from indicators.reports.duties import NOBODY, duties, duties_book
from indicators.store import Store, UnknownName

COUNTY = "示例县"
HEAD = [
    "领域",
    "序号",
    "主要指标",
    "单位",
    "2020年基期值",
    "2025年目标",
    "2030年目标",
    "责任单位",
    None,
    "数据来源",
    "说明",
]
BELOW = [None] * 7 + ["牵头", "配合", None, None]
WOMEN = [
    ["妇女与健康", 1, "孕产妇死亡率", "1/10万", "8.5", "控制在12以下", "控制在10以下", "县卫健局", "县公安局",
     "妇幼年报", "=1+1"],
    [None, 2, "适龄妇女宫颈癌人群筛查率", "%", 45.2, "达到50%以上", "达到70%以上", "县卫健局",
     "县妇联、县财政局", "", ""],
    ["妇女与教育", 3, "孕妇死亡率", "‰", None, None, "5以下", "县教育局", None, None, None],
    [None, 4, "巾帼家政培训人次", "人次", None, None, "每年500人次", "县人社局", "卫健局", None, None],
]  # fmt: skip
CHILDREN = [
    ["指标名称", "配合部门", "规划目标", "牵头部门", "计量单位", "方向"],
    ["一、儿童与健康"],
    ["1.婴儿死亡率", "县民政局", "控制在4.5‰以下", "县卫健局", "‰", "越低越好"],
    ["儿童与教育"],
    ["学前教育毛入园率", None, "95", "县教育局", "%", "越低越好"],
]


def book() -> bytes:
    made = openpyxl.Workbook()
    sheet = made.active
    sheet.title = "妇女"
    for row in [["示例县妇女发展规划（2021—2030年）指标体系表"], HEAD, BELOW, *WOMEN]:
        sheet.append(row)
    sheet["K4"].data_type = "s"  # text, not a formula
    sheet.merge_cells("H2:I2")
    for span in ("A4:A5", "A6:A7"):
        sheet.merge_cells(span)
    for column in (1, 2, 3, 4, 5, 6, 7, 10, 11):
        sheet.merge_cells(f"{get_column_letter(column)}2:{get_column_letter(column)}3")
    other = made.create_sheet("儿童")
    for row in CHILDREN:
        other.append(row)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


@pytest.fixture(scope="module")
def reading():
    return read_plan_lines(book(), "指标体系表.xlsx", builtin())


@pytest.fixture
def store():
    with Store.memory() as made:
        made.put_areas([Area("99", COUNTY, COUNTY, AreaLevel.COUNTY)])
        made.put_catalog(builtin(), source="内置")
        yield made


def test_each_line_is_shown_as_understood(reading):
    seen = [
        (
            line.place.sheet,
            line.place.cell,
            line.subject and line.subject.how,
            line.domain,
            line.lead,
            line.coop,
        )
        for line in reading.lines
    ]
    assert seen == [
        ("妇女", "C4", "name", "健康", "县卫健局", ("县公安局",)),
        ("妇女", "C5", "name", "健康", "县卫健局", ("县妇联", "县财政局")),
        ("妇女", "C6", None, "教育", "县教育局", ()),
        ("妇女", "C7", "new", "教育", "县人社局", ("卫健局",)),
        ("儿童", "A3", "name", "健康", "县卫健局", ("县民政局",)),
        ("儿童", "A5", "name", "教育", "县教育局", ()),
    ]
    assert [goal.plan for goal in reading.goals] == [PlanKind.WOMEN] * 3 + [PlanKind.CHILDREN] * 2


def test_targets_bases_and_words_are_kept_as_written(reading):
    first, second = reading.goals[:2]
    assert first.phrase == "2025年控制在12以下，2030年控制在10以下"
    assert (first.target.base_year, first.target.base_value) == (2020, 8.5)
    assert (first.said.source, first.said.note, first.said.base) == ("妇幼年报", "=1+1", "2020年8.5")
    assert [(one.year, one.value) for one in second.target.milestones] == [(2025, 50), (2030, 70)]


def test_a_doubtful_name_is_one_question_with_ranked_answers(reading):
    (question,) = reading.questions
    assert (question.kind, question.place.cell) == ("plan_indicator", "C6")
    assert question.answers[0][0] == "W0103"
    assert question.answers[-1][0] == "new"


@pytest.mark.parametrize(("answer", "code", "how"), [("W0103", "W0103", "answered"), ("new", None, "new")])
def test_an_answer_settles_it(reading, answer, code, how):
    key = reading.questions[0].key
    again = read_plan_lines(book(), "a.xlsx", builtin(), answers={key: answer})
    line = again.lines[2]
    assert again.questions == []
    assert line.subject.how == how
    if code is None:
        own = line.subject.indicator
        assert (own.name, own.unit, own.direction) == ("孕妇死亡率", "‰", Direction.LOWER)


def test_a_new_indicator_without_unit_and_direction_is_asked_for_both():
    text = "指标,目标\n孕妇死亡率,\n".encode()
    key = read_plan_lines(text, "a.csv", builtin()).questions[0].key
    answers = {key: "new"}
    asked = []
    for given in ("人", "lower"):
        (question,) = read_plan_lines(text, "a.csv", builtin(), answers=answers).questions
        asked.append(question.kind)
        answers[question.key] = given
    assert asked == ["plan_unit", "plan_direction"]
    assert read_plan_lines(text, "a.csv", builtin(), answers=answers).goals[0].unit == "人"


def test_a_name_that_differs_by_nothing_that_matters_is_taken_and_said():
    found = read_plan_lines("指标,目标\n适龄妇女宫颈癌人群筛查比例,70%\n".encode(), "a.csv", builtin())
    assert [(line.subject.how, line.subject.indicator.code) for line in found.lines] == [("near", "W0115")]
    assert [item.code for item in found.findings if item.cell == "A2"] == ["plan_near_name"]


def test_bare_numbers_count_in_the_line_s_own_unit():
    text = "指标,单位,目标\n孕产妇死亡率,‰,0.12以下\n".encode()
    goals, _ = read_plan(text, "a.csv", builtin())
    assert goals[0].phrase == "0.12以下"
    assert goals[0].target.milestones[0].value == pytest.approx(12)


def test_bare_year_columns_of_a_sheet_of_targets():
    text = "妇女规划目标表\n指标,2020年,2025年,2030年\n孕产妇系统管理率,88%,90%,92%\n".encode()
    goals, _ = read_plan(text, "a.csv", builtin())
    assert [(one.year, one.value) for one in goals[0].target.milestones] == [(2025, 90), (2030, 92)]
    assert (goals[0].target.base_year, goals[0].target.base_value) == (2020, 88)


def test_differences_to_the_catalogue(store):
    text = "指标,单位,方向,目标,计算方法\n孕产妇死亡率,‰,越高越好,,死亡数除以人口\n".encode()
    found = check_plan(store, text, "a.csv").differences
    assert [(item.what, item.plan_says, item.catalog_says) for item in found][:2] == [
        ("单位", "‰", "1/10万"),
        ("方向", "越高越好", "越低越好"),
    ]
    assert found[2].what == "定义"


def test_checking_stores_nothing_and_loading_makes_a_version(store):
    seen = check_plan(store, book(), "指标体系表.xlsx")
    assert {item.kind for item in seen.changes} == {"added"}
    assert store.plans.goals(COUNTY) == []
    done = load_plan(store, book(), "指标体系表.xlsx", by="王")
    newest = store.plans.versions()[0]
    assert (newest.version, newest.source, newest.by, newest.goals) == (
        done.version,
        "指标体系表.xlsx",
        "王",
        5,
    )
    assert store.catalog().named("巾帼家政培训人次").unit == "人次"
    assert [replace(goal, definition=None) for goal in store.plans.goals(COUNTY)] == [
        replace(goal, definition=None) for goal in done.reading.goals
    ]


def test_the_same_plan_again_changes_nothing_and_a_changed_one_says_what(store):
    load_plan(store, book(), "a.xlsx")
    assert check_plan(store, book(), "b.xlsx").changes == []
    text = (
        "规划,指标,目标,牵头单位\n儿童,婴儿死亡率,控制在4‰以下,县卫健局\n儿童,5岁以下儿童死亡率,6‰以下,县妇幼院\n"
    ).encode()
    changes = check_plan(store, text, "c.csv").changes
    assert [(item.kind, item.name, item.before, item.after) for item in changes] == [
        ("target", "婴儿死亡率", "控制在4.5‰以下", "控制在4‰以下"),
        ("coop", "婴儿死亡率", "县民政局", ""),
        ("added", "5岁以下儿童死亡率", "", "6‰以下"),
        ("removed", "学前教育毛入园率", "95", ""),
    ]


def test_a_file_with_one_plan_leaves_the_other_as_it_is(store):
    load_plan(store, book(), "a.xlsx")
    load_plan(store, "规划,指标,目标\n儿童,婴儿死亡率,4‰以下\n".encode(), "c.csv")
    goals = store.plans.goals(COUNTY)
    assert [goal.plan for goal in goals] == [PlanKind.WOMEN] * 3 + [PlanKind.CHILDREN]


def test_a_revision_keeps_both_wordings(store):
    load_plan(store, book(), "a.xlsx")
    text = "规划,指标,目标\n儿童,婴儿死亡率,控制在4‰以下\n".encode()
    done = load_plan(store, text, "中期调整.csv", from_year=2026)
    assert [(item.kind, item.version) for item in done.changes] == [("revised", "2026")]
    both = [goal for goal in store.plans.goals(COUNTY) if goal.code == "C0102"]
    assert [(goal.version, goal.phrase) for goal in both] == [
        ("", "控制在4.5‰以下"), ("2026", "控制在4‰以下"),
    ]  # fmt: skip


def test_going_back_is_a_new_version_equal_to_the_earlier_one(store):
    load_plan(store, book(), "a.xlsx")
    before = store.plans.goals(COUNTY)
    load_plan(store, "规划,指标,目标\n妇女,孕产妇死亡率,8/10万以下\n".encode(), "b.csv")
    assert len(store.plans.goals(COUNTY)) == 3
    number = store.plans.restore(2, reason="传错了", by="李")
    assert store.plans.goals(COUNTY) == before
    assert (store.plans.versions()[0].version, store.plans.versions()[0].restores) == (number, 2)
    assert len(store.plans.goals(COUNTY, version=3)) == 3
    store.plans.restore(1, reason="重来", by="李")
    assert store.plans.goals(COUNTY) == []
    assert store.catalog().named("巾帼家政培训人次") is None
    with pytest.raises(UnknownName):
        store.plans.restore(99, reason="", by="")


def test_written_out_and_read_again_the_goals_are_the_same(store):
    load_plan(store, book(), "a.xlsx")
    load_plan(store, "规划,指标,目标\n儿童,婴儿死亡率,控制在4‰以下\n".encode(), "b.csv", from_year=2026)
    kept = store.plans.goals(COUNTY)
    written = export_plan(kept, COUNTY)
    again, findings = read_plan(written, "x.xlsx", builtin())
    assert [item.code for item in findings if item.severity == "error"] == []
    key = {(goal.plan, goal.code, goal.version): replace(goal, place=Place()) for goal in again}
    assert key == {(goal.plan, goal.code, goal.version): replace(goal, place=Place()) for goal in kept}
    assert goal_changes(kept, again) == []


def cells(data: bytes):
    made = openpyxl.load_workbook(io.BytesIO(data))
    return {sheet.title: [cell for row in sheet.iter_rows() for cell in row] for sheet in made}


def test_nothing_of_a_user_s_text_becomes_a_formula(store):
    load_plan(store, book(), "a.xlsx")
    written = cells(export_plan(store.plans.goals(COUNTY), COUNTY))
    assert any(cell.value == "=1+1" for cell in written["妇女规划"])
    assert all(cell.data_type != "f" for sheet in written.values() for cell in sheet)


def test_duties_by_unit(store):
    load_plan(store, book(), "a.xlsx")
    goals = store.plans.goals(COUNTY)
    found = duties(goals, {"卫健局": "县卫健局"})
    assert [(lead, goal.code) for lead, goal in found["县卫健局"]] == [
        (True, "W0103"), (True, "W0115"), (True, "C0102"), (False, goals[2].code),
    ]  # fmt: skip
    assert next(iter(found)) == "县卫健局"
    assert NOBODY not in found
    sheets = openpyxl.load_workbook(io.BytesIO(duties_book(goals, COUNTY, {"卫健局": "县卫健局"})))
    assert sheets.sheetnames[:2] == ["汇总", "县卫健局"]
    page = sheets["县卫健局"]
    assert (page.page_setup.orientation, page.page_setup.paperSize) == ("landscape", 9)
    assert page.sheet_properties.pageSetUpPr.fitToPage
    assert page.print_title_rows == "$2:$2"


def test_units_whose_names_no_sheet_could_bear(store):
    text = "指标,目标,牵头单位\n婴儿死亡率,5‰以下,[市/县]:联合*办?公室\n新生儿死亡率,3‰以下,\n".encode()
    load_plan(store, text, "a.csv")
    assert len(cells(duties_book(store.plans.goals(COUNTY), COUNTY))) >= 2
