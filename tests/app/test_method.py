"""The page 评估方法: every constant with its value, the office's own changes, the cases left open."""

from dashboard import data, data_office
from indicators.assess import Settings
from indicators.assess.handbook import constants
from tests.app.conftest import open_page, sound, words


def test_every_constant_stands_on_the_page_with_its_value(district):
    page = open_page("method")
    html = "\n".join(element.proto.body for element in page.get("html"))
    for item in constants(Settings()):
        assert f"<td>{item.label}</td><td>{item.value}</td>" in html, item.name
    text = words(page)
    assert "都是默认值" in text
    assert "没有写年份" in text
    assert "按序时进度应达58%" in text


def test_a_change_shows_who_made_it_and_why(district):
    data_office.set_method("near_miss", 0.02, "市里口径", "王")
    page = open_page("method")
    assert "本单位改动了1个" in page.title[0].value
    assert "差距不超过目标值的 2%" in words(page)
    assert "王：市里口径" in words(page)
    assert "差距在目标值的 2% 以内" in words(open_page("guide"))


def test_a_constant_is_changed_on_the_page(district):
    page = open_page("method")
    page.selectbox(key="method_name").select("nearly_counts").run()
    page.toggle(key="method_nearly_counts").set_value(False)
    page.text_input(key="method_reason").input("市里口径")
    page.text_input(key="method_by").input("王")
    sound(page.button[0].click().run())
    data.refresh()
    assert data.settings() == Settings(nearly_counts=False)


def test_without_a_reason_nothing_changes(district):
    page = open_page("method")
    page.text_input(key="method_by").input("王")
    page.number_input(key="method_near_miss").set_value(2.0)
    sound(page.button[0].click().run())
    assert "没有写理由" in page.error[0].value
    data.refresh()
    assert data.settings() == Settings()
