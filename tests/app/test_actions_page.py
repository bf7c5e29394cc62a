"""The page of actions on a real store: opened from a warning, moved on, proven, listed three ways."""

import datetime as dt

import pytest

from dashboard import data, runtime, state
from indicators.store import ActionText, Store
from tests.app.conftest import COUNTY, open_page, sound, words

NAME = "婚前医学检查率"
TODAY = dt.date.today()


def code_of(name):
    return next(item.code for item in data.indicators().values() if item.name == name)


def put(path, until, title="补上婚检", steps=()):
    with Store.open(path) as store:
        code = next(item.code for item in store.catalog().indicators if item.name == NAME)
        text = ActionText(title, "县卫健局", until, "women", ("县民政局",), "缺设备")
        opened = min(until, TODAY) - dt.timedelta(days=30)
        made = store.actions.open(code, COUNTY, 2023, text, opened=opened, by="王")
        for step in steps:
            store.actions.move(made.id, step, happened=TODAY, by="王")
    data.refresh()
    return made


def click(page, label):
    next(button for button in page.button if button.label == label).click()
    return sound(page.run())


def test_a_warning_leads_to_a_form_that_is_filled_in(district):
    assert "立项督办 →" in words(open_page("alerts"))
    page = open_page("actions", new=code_of(NAME))
    page.session_state[state.UPLOADER] = "王"
    page = sound(page.run())
    code = code_of(NAME)
    assert page.text_input(key=f"open_title_{code}").value == f"{NAME}整改"
    assert page.text_input(key=f"open_lead_{code}").value == "县卫健局"
    assert "58" in page.text_area(key=f"open_cause_{code}").value
    page = click(page, "立项")
    assert "办结期限" in page.error[0].value
    page.date_input(key=f"open_until_{code}").set_value(TODAY + dt.timedelta(days=10))
    page = click(page, "立项")
    assert page.title[0].value == f"{NAME}整改：立项，还有10天"
    with Store.open(district) as store:
        (made,) = store.actions.every()
    assert (made.code, made.area, made.year, made.lead, made.by) == (code, COUNTY, 2024, "县卫健局", "王")
    assert "督办：立项 →" in words(open_page("alerts"))


def test_steps_log_and_undo(district):
    made = put(district, TODAY + dt.timedelta(days=40))
    page = open_page("actions", action=made.id)
    page.session_state[state.UPLOADER] = "李"
    page = sound(page.run())
    assert "2023年62%，2024年58%，下降4个百分点 · 变差" in words(page)
    page.radio(key="move_to_opened").set_value("assigned")
    page.text_input(key="move_note_opened").set_value("督办单1号")
    next(button for button in page.button if button.label == "记下").click()
    page = sound(page.run())
    assert page.title[0].value == "补上婚检：交办，还有40天"
    assert "转为交办（督办单1号）" in words(page)
    with Store.open(district) as store:
        (step,) = store.actions.one(made.id).steps
    page.text_input(key=f"undo-why-{step.id}").set_value("记早了")
    page = click(page, "确认撤销")
    assert page.title[0].value == "补上婚检：立项，还有40天"
    assert "李已撤销：记早了" in words(page)


@pytest.fixture
def presses(district, lay):
    """The district with four actions: late, soon, far off and done."""
    return lay(district, "presses", put_four)


def put_four(path):
    put(path, TODAY - dt.timedelta(days=3), "晚了的")
    put(path, TODAY + dt.timedelta(days=5), "快了的")
    put(path, TODAY + dt.timedelta(days=99), "还早的")
    put(path, TODAY, "办完的", ("assigned", "working", "done"))
    runtime.close_all()  # `put` looks the version up


@pytest.mark.parametrize("look", ["清单", "看板", "日历"])
def test_three_views_of_what_presses(presses, look):
    page = open_page("actions", look=look)
    assert page.title[0].value == f"{COUNTY}4项督办事项：1项已超期，1项快到期，1项已办结"
    text = words(page)
    assert "晚了的" in text
    if look != "日历":
        assert text.index("晚了的") < text.index("快了的") < text.index("还早的") < text.index("办完的")
    assert "没有符合条件的督办事项" in words(open_page("actions", look=look, step="销号"))
    assert "办完的" not in words(open_page("actions", look=look, step="立项"))


def test_another_month_by_the_address(district):
    put(district, dt.date(2031, 6, 30), "远的")
    text = words(open_page("actions", look="日历", month="2031-06"))
    assert "2031年6月" in text
    assert "远的" in text
    assert "这个月没有到期的事项" in words(open_page("actions", look="日历", month="2031-07"))


def test_the_indicator_s_page_shows_its_actions(district):
    put(district, TODAY + dt.timedelta(days=5))
    text = words(open_page("indicators", code=code_of(NAME)))
    assert "督办事项（1项）" in text
    assert "立项后：2023年62%，2024年58%，下降4个百分点 · 变差" in text


def test_addresses_that_mean_nothing_do_no_harm(district):
    assert open_page("actions").title[0].value == f"{COUNTY}还没有督办事项"
    assert "没有这个督办事项" in open_page("actions", action="x").title[0].value
    assert open_page("actions", new="XX", look="?", month="x", step="?").title
