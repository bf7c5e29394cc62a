"""The warnings page on a real store: levels with reasons, filters, and what staff say of a warning."""

from dashboard import data, state
from indicators.store import Store
from tests.app.conftest import COUNTY, open_page, sound, words


def code_of(name):
    return next(item.code for item in data.indicators().values() if item.name == name)


def test_levels_reasons_and_lead_units(district):
    page = open_page("alerts")
    assert page.title[0].value == f"{COUNTY}2024年1项预警：红色1项，1项还没有处理"
    text = words(page)
    for said in ("婚前医学检查率", "与基期相比朝相反方向变化", "已连续落后", "县卫健局", "○ 未处理"):
        assert said in text


def test_filters_come_from_the_address(district):
    text = words(open_page("alerts", alert="红色预警"))
    assert "婚前医学检查率" in text
    assert "没有符合条件的预警" in words(open_page("alerts", alert="黄色预警"))
    assert "没有符合条件的预警" in words(open_page("alerts", seen="已知悉"))
    assert "没有符合条件的预警" not in words(open_page("alerts", unit="县卫健局"))


def test_a_warning_is_marked_and_the_mark_taken_back(district):
    page = open_page("alerts", flag=code_of("婚前医学检查率"))
    assert "您的姓名" in str([item.label for item in page.text_input])
    page.session_state[state.UPLOADER] = "王"
    page = sound(page.run())
    page.text_input(key="seen_note").set_value("已约谈")
    next(button for button in page.button if button.label == "标为已知悉").click()
    page = sound(page.run())
    text = words(page)
    assert "都已知悉" in page.title[0].value
    assert "● 已知悉" in text
    assert "已约谈" in text
    next(button for button in page.button if button.label == "撤销").click()
    page = sound(page.run())
    assert "1项还没有处理" in page.title[0].value
    assert "已撤销" in words(page)


def test_a_warning_is_raised_by_hand_with_a_reason(district):
    code = code_of("适龄妇女宫颈癌人群筛查率")
    page = open_page("alerts", flag=code)
    page.session_state[state.UPLOADER] = "王"
    page = sound(page.run())
    assert "这个指标现在没有预警" in words(page)
    next(button for button in page.button if button.label == "加人工预警").click()
    page = sound(page.run())
    assert "没有写原因" in page.error[0].value
    page.text_input(key="raise_note").set_value("现场查看")
    next(button for button in page.button if button.label == "加人工预警").click()
    page = sound(page.run())
    assert "2项预警" in page.title[0].value
    assert "人工预警（黄色预警）：现场查看" in words(page)
    with Store.open(district) as store:
        (flag,) = store.flags.every(COUNTY)
    assert (flag.code, flag.level, flag.note, flag.by) == (code, "yellow", "现场查看", "王")


def test_an_address_that_means_nothing_does_no_harm(district):
    assert open_page("alerts", flag="XX", alert="蓝色", seen="?").title
