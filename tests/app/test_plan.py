"""规划 and 地区: a plan put in and taken back, towns added, a town renamed, on the real engine."""

from indicators.store import Store
from tests.app.conftest import COUNTY, observations, open_page, sound, words

PLAN = (
    "示例县妇女发展规划（2021—2030年）指标体系表\n"
    "领域,指标,单位,2025年目标,2030年目标,牵头单位,配合单位\n"
    "妇女与健康,适龄妇女宫颈癌人群筛查率,%,达到55%以上,达到75%以上,县卫健局,县妇联\n"
    ",孕妇死亡率,1/10万,,12以下,县卫健局,\n"
)


def start(page, part, **state):
    """The page at one of its parts, with the clerk's name known and a file on the desk."""
    test = open_page(page, **{f"{page}_part": part})
    for key, value in {"uploader": "李文书", **state}.items():
        test.session_state[key] = value
    return sound(test.run())


def button(test, label):
    return next(one for one in test.button if one.label.startswith(label))


def test_the_plan_in_force_is_shown_with_what_the_targets_were_read_as(district):
    said = words(open_page("plan"))
    assert "规划：" in said
    assert "2025年达到50%以上，2030年达到70%以上" in said
    assert "≥70" in said.replace(" ", "")


def test_a_plan_is_shown_line_by_line_and_accepted(district):
    test = start("plan", "放入规划表", plan_file=("本地.csv", PLAN.encode()), plan_answers={})
    said = words(test)
    assert "读出2行 · 1条目标 · 1行还没有认出" in said
    assert "目标改了" in said
    assert "没有认出" in said
    (question,) = [one for one in test.selectbox if "孕妇死亡率" in one.label]
    test = sound(question.select(question.options[0]).run())
    assert "按您的回答" in words(test)
    test = sound(button(test, "采用").click().run())
    assert "已采用" in words(test)
    with Store.open(district) as store:
        codes = {goal.code: goal.phrase for goal in store.plans.goals(COUNTY) if goal.plan == "women"}
        assert codes["W0115"] == "2025年达到55%以上，2030年达到75%以上"
        assert codes["W0103"] == "12以下"
        assert store.plans.versions()[0].by == "李文书"


def test_any_match_can_be_changed_and_the_plans_definition_taken(district):
    name, other = "适龄妇女宫颈癌人群筛查率", "婚前医学检查率"
    text = f"指标,单位,目标\n{name},‰,达到700以上\n".encode()
    test = start("plan", "放入规划表", plan_file=("本地.csv", text), plan_answers={})
    assert "按您的回答" not in words(test)
    own = next(one for one in test.multiselect if one.label == "改用规划自己的定义")
    test = sound(own.select(name).run())
    assert "规划的" in words(test)
    line = next(one for one in test.selectbox if one.label == "哪一行")
    line.select_index(0)
    code = next(one for one in test.selectbox if one.label == "应该是哪个指标")
    code.select(next(one for one in code.options if one.startswith(other)))
    test = sound(button(test, "改认这一行").click().run())
    assert "按您的回答" in words(test)
    test = sound(button(test, "采用").click().run())
    with Store.open(district) as store:
        goals = [goal for goal in store.plans.goals(COUNTY) if goal.phrase == "达到700以上"]
        assert {goal.name for goal in goals} == {other}


def test_going_back_needs_a_version_and_a_reason(district):
    with Store.open(district) as store:
        store.put_catalog(store.plans.base(), source="再来一次.csv", by="李")
        assert len(store.plans.versions()) == 2
    test = start("plan", "历次版本")
    assert "再来一次.csv" in words(test)
    test = sound(button(test, "退回到这一版").click().run())
    assert "请选择一版" in "".join(str(one.value) for one in test.warning)
    test.selectbox(key="back_to").select_index(0)
    test.text_input(key="back_why").input("传错了")
    test = sound(button(test, "退回到这一版").click().run())
    assert "已退回到第1版" in words(test)


def test_towns_and_villages_from_typed_text(district):
    test = start("areas", "添加乡镇、村", areas_file=("", "东镇：一村、二村\n新镇：三村"))
    said = words(test)
    assert "新增4个" in said
    test = sound(button(test, "写入").click().run())
    assert "已写入" in words(test)
    with Store.open(district) as store:
        assert f"{COUNTY}/新镇/三村" in [area.path for area in store.areas()]


def test_a_town_is_renamed_and_the_change_taken_back(district):
    from datetime import date

    test = start("areas", "区划调整")
    test.selectbox(key="mv_from").select("东镇")
    test.date_input(key="mv_day").set_value(date(2024, 7, 1))
    test = sound(test.text_input(key="mv_name").input("东街街道").run())
    assert "将要这样变动" in words(test)
    test = sound(button(test, "登记这次调整").click().run())
    assert "已登记：2024年7月1日，东镇改名为东街街道" in words(test)
    with Store.open(district) as store:
        assert f"{COUNTY}/东街街道" in [area.path for area in store.areas()]
    test.selectbox(key="undo_event").select_index(0)
    test.text_input(key="undo_event_why").input("登记错了")
    test = sound(button(test, "撤销这一次").click().run())
    assert "已撤销，地区和数据恢复原样" in words(test)
    with Store.open(district) as store:
        assert f"{COUNTY}/东镇" in [area.path for area in store.areas()]


def test_the_chart_says_when_an_area_was_changed(district):
    from datetime import date

    from indicators.catalog import Move, plan_move

    with Store.open(district) as store:
        frame = observations(store.catalog(), area=f"{COUNTY}/东镇")
        store.accept(frame, file="东镇.xlsx", data=b"town", by="李")
        steps, _ = plan_move(
            store.areas(), Move("rename", date(2024, 7, 1), (f"{COUNTY}/东镇",), ("东街街道",))
        )
        store.area_changes.record(steps, date(2024, 7, 1), by="李")
    said = words(open_page("indicators", code="W0115", area="东街街道"))
    assert "东镇改名为东街街道" in said
    assert "东镇.xlsx" in said
