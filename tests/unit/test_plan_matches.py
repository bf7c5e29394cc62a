"""Every match of a plan's line can be changed, is remembered, and the plan's own definitions can be taken."""

import pytest

from indicators.catalog import CATALOGUES, NEW, PLANS, builtin, definition_key, question_key
from indicators.intake import load_file
from indicators.intake.plan import check_plan, load_plan
from indicators.model import Area, AreaLevel, Direction
from indicators.store import Store

COUNTY = "示例县"
MORTALITY, SCREENING = "孕产妇死亡率", "适龄妇女宫颈癌人群筛查率"
PLAN = f"""指标,单位,目标,责任单位,计算方法
{MORTALITY},1/10万,12以下,县卫健局,
{SCREENING},‰,达到700以上,县卫健局,筛查人数÷适龄妇女人数×1000‰
""".encode()


@pytest.fixture
def store(tmp_path):
    with Store.create(tmp_path / "s.duckdb") as made:
        made.put_areas([Area("1", COUNTY, COUNTY, AreaLevel.COUNTY)])
        made.put_catalog(builtin())
        yield made


def matches(seen):
    return {line.name: (line.subject.indicator.code, line.subject.how) for line in seen.reading.lines}


def code_of(name):
    return builtin().named(name).code


def test_a_confident_match_can_be_changed_and_is_remembered(store):
    other = code_of("婴儿死亡率")
    assert matches(check_plan(store, PLAN, "a.csv"))[MORTALITY] == (code_of(MORTALITY), "name")
    answers = {question_key(MORTALITY): other}
    assert matches(load_plan(store, PLAN, "a.csv", answers=answers, by="x"))[MORTALITY] == (other, "answered")
    assert matches(check_plan(store, PLAN, "b.csv"))[MORTALITY] == (other, "kept")
    back = check_plan(store, PLAN, "b.csv", answers={question_key(MORTALITY): code_of(MORTALITY)})
    assert matches(back)[MORTALITY] == (code_of(MORTALITY), "answered")


def test_a_code_in_the_line_goes_before_what_was_remembered(store):
    load_plan(store, PLAN, "a.csv", answers={question_key(MORTALITY): code_of("婴儿死亡率")}, by="x")
    coded = f"代码,指标,单位,目标\n{code_of(MORTALITY)},{MORTALITY},1/10万,12以下\n".encode()
    assert matches(check_plan(store, coded, "b.csv"))[MORTALITY] == (code_of(MORTALITY), "code")


def test_a_known_name_can_become_an_indicator_of_its_own(store):
    seen = load_plan(store, PLAN, "a.csv", answers={question_key(MORTALITY): NEW}, by="x")
    code, how = matches(seen)[MORTALITY]
    assert (code[0], how) == ("D", "new")
    assert store.catalog().by_code[code].name == f"{MORTALITY}（本地）"
    assert store.catalog().named(MORTALITY).code == code_of(MORTALITY)
    assert matches(check_plan(store, PLAN, "b.csv"))[MORTALITY] == (code, "kept")


def test_the_plans_definition_is_taken_and_given_back(store):
    code = code_of(SCREENING)
    taken = load_plan(store, PLAN, "a.csv", answers={definition_key(SCREENING): PLANS}, by="x")
    assert {item.what: item.taken for item in taken.differences} == {"单位": True, "定义": True}
    item = store.catalog().by_code[code]
    assert (item.unit, item.multiplier, item.upper) == ("‰", 1000.0, None)
    assert (item.numerator, item.denominator) == ("筛查人数", "适龄妇女人数")
    assert all(one.taken for one in check_plan(store, PLAN, "b.csv").differences)
    goal = next(goal for goal in store.plans.goals(COUNTY) if goal.code == code)
    assert [stone.value for stone in goal.target.milestones] == [700.0]
    load_plan(store, PLAN, "b.csv", answers={definition_key(SCREENING): CATALOGUES}, by="x")
    assert store.catalog().by_code[code] == builtin().by_code[code]
    store.plans.restore(taken.version, reason="r", by="x")
    assert store.catalog().by_code[code].unit == "‰"


def test_without_an_answer_the_catalogues_definition_stays(store):
    seen = load_plan(store, PLAN, "a.csv", by="x")
    assert {item.what: item.taken for item in seen.differences} == {"单位": False, "定义": False}
    assert store.catalog().by_code[code_of(SCREENING)] == builtin().by_code[code_of(SCREENING)]


def test_the_unit_stays_where_figures_have_come_in(store):
    load_file(store, f"指标,单位,2023年\n{SCREENING},%,58.3\n".encode(), "f.csv", by="x")
    seen = load_plan(store, PLAN, "a.csv", answers={definition_key(SCREENING): PLANS}, by="x")
    assert "plan_unit_kept" in [item.code for item in seen.findings]
    item = store.catalog().by_code[code_of(SCREENING)]
    assert (item.unit, item.numerator) == ("%", "筛查人数")


def test_the_direction_is_the_lines_or_its_targets(store):
    for head, cell in (("方向", "越高越好"), ("目标", "达到12以上")):
        text = f"指标,单位,{head}\n{MORTALITY},1/10万,{cell}\n".encode()
        seen = check_plan(store, text, "a.csv", answers={definition_key(MORTALITY): PLANS})
        assert seen.reading.lines[0].subject.indicator.direction is Direction.HIGHER
